#include "sources/places.h"

#include <cpl_conv.h>
#include <ogr_api.h>
#include <string.h>

enum { DEPTH_LIMIT = 32 };

/** Position in a WKB, and what is done with each coordinate pair. */
struct walk {
    uint8_t *at;
    size_t left;
    er_points *gather;        /**< pairs are added to it; or null: */
    const er_points *scatter; /**< pairs are taken from it */
    size_t next;
    er_context *ctx;
};

static bool take_number(struct walk *walk, uint32_t *number) {
    if (walk->left < sizeof *number) return false;
    memcpy(number, walk->at, sizeof *number);
    walk->at += sizeof *number;
    walk->left -= sizeof *number;
    return true;
}

static bool visit_pairs(struct walk *walk, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        er_point point;
        if (walk->left < sizeof point) return false;
        if (walk->gather) {
            er_points *points = walk->gather;
            if (er_reserve(walk->ctx, &points->items, &points->capacity, points->count + 1,
                           sizeof point) != ER_OK)
                return false;
            memcpy(&points->items[points->count++], walk->at, sizeof point);
        } else if (walk->next < walk->scatter->count) {
            memcpy(walk->at, &walk->scatter->items[walk->next++], sizeof point);
        }
        walk->at += sizeof point;
        walk->left -= sizeof point;
    }
    return true;
}

/** ISO 13249-3 WKB: byte order, type, then by type: a pair; pairs; rings; or whole geometries. */
static bool visit_geometry(struct walk *walk, int depth) {
    enum {
        POINT = 1,
        LINE = 2,
        POLYGON = 3,
        COLLECTION = 7,
        SURFACE = 15,
        TIN = 16,
        TRIANGLE = 17
    };
    uint32_t type, count, inner;
    if (depth > DEPTH_LIMIT || walk->left < 1 || walk->at[0] != 1) return false;
    walk->at++;
    walk->left--;
    if (!take_number(walk, &type)) return false;
    if (type == POINT) return visit_pairs(walk, 1);
    if (!take_number(walk, &count)) return false;
    if (type == LINE) return visit_pairs(walk, count);
    bool rings = type == POLYGON || type == TRIANGLE;
    bool parts = (type > POLYGON && type <= COLLECTION) || type == SURFACE || type == TIN;
    if (!rings && !parts) return false;
    for (uint32_t i = 0; i < count; i++) {
        bool good = rings ? take_number(walk, &inner) && visit_pairs(walk, inner)
                          : visit_geometry(walk, depth + 1);
        if (!good) return false;
    }
    return true;
}

er_status er_place_points(er_context *ctx, er_bytes wkb, er_points *points) {
    struct walk walk = {
        .at = (uint8_t *)(uintptr_t)wkb.data, .left = wkb.size, .gather = points, .ctx = ctx};
    points->count = 0;
    if (!visit_geometry(&walk, 0)) return ER_ERR_GEOMETRY;
    return ER_OK;
}

void er_place_replace(uint8_t *wkb, size_t size, const er_points *points) {
    struct walk walk = {.at = wkb, .left = size, .scatter = points};
    visit_geometry(&walk, 0);
}

void er_place_write_point(er_point point, uint8_t out[ER_POINT_WKB_SIZE]) {
    static const uint8_t head[5] = {1, 1, 0, 0, 0};
    memcpy(out, head, sizeof head);
    memcpy(out + sizeof head, &point, sizeof point);
}

bool er_place_from_wkt(er_context *ctx, const char *wkt, uint8_t **buffer, size_t *capacity,
                       size_t *size) {
    char *at = (char *)(uintptr_t)wkt;
    OGRGeometryH geometry = NULL;
    *size = 0;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    bool good = OGR_G_CreateFromWkt(&at, NULL, &geometry) == OGRERR_NONE && geometry;
    if (good && OGR_G_HasCurveGeometry(geometry, TRUE)) {
        OGRGeometryH linear = OGR_G_GetLinearGeometry(geometry, 0, NULL);
        OGR_G_DestroyGeometry(geometry);
        geometry = linear;
        good = geometry != NULL;
    }
    if (good && !OGR_G_IsEmpty(geometry)) {
        OGR_G_FlattenTo2D(geometry);
        OGR_G_SetMeasured(geometry, FALSE);
        size_t need = OGR_G_WkbSizeEx(geometry);
        good = er_reserve(ctx, buffer, capacity, need, 1) == ER_OK &&
               OGR_G_ExportToIsoWkb(geometry, wkbNDR, *buffer) == OGRERR_NONE;
        *size = good ? need : 0;
    }
    if (geometry) OGR_G_DestroyGeometry(geometry);
    CPLPopErrorHandler();
    return good;
}
