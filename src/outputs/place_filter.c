#include "outputs/place_filter.h"

#include "geometry/degree_grid.h"
#include "geometry/geos.h"

#include <math.h>

/* Polygons that share so small a part of the smaller one only share a border: neighbours drawn at
 * different scales overlap by slivers. */
static const double SLIVER = 1e-6;

struct er_place_filter {
    er_place_wish wish;
    er_geos geos;
    GEOSGeometry *box; /**< with its copies a turn away on both sides; null: everywhere */
    GEOSGeometry *area;
    const GEOSPreparedGeometry *fast_box;
    const GEOSPreparedGeometry *fast_area;
    GEOSGeometry *shape;    /**< of the row, as read last */
    const uint8_t *read_at; /**< where it was read */
    unsigned char *wkb;     /**< as written last */
};

static er_status geos_failure(er_context *ctx, const er_place_filter *f) {
    return er_fail(ctx, ER_ERR_GEOMETRY, "a shape can't be chosen by its place: %s",
                   er_geos_complaint(ctx, &f->geos));
}

static GEOSGeometry *rectangle(GEOSContextHandle_t geos, double west, double south, double east,
                               double north) {
    const double ring[] = {west, south, east, south, east, north, west, north, west, south};
    GEOSCoordSequence *points = GEOSCoordSeq_copyFromBuffer_r(geos, ring, 5, 0, 0);
    GEOSGeometry *line = points ? GEOSGeom_createLinearRing_r(geos, points) : NULL;
    return line ? GEOSGeom_createPolygon_r(geos, line, NULL, 0) : NULL;
}

/** Outlines may be counted on past 180 degrees: the box is met a turn away as well. */
static GEOSGeometry *box_area(GEOSContextHandle_t geos, const er_box *box) {
    enum { COPIES = 3 };
    static const double turn = 360;
    double east = box->min_x > box->max_x ? box->max_x + turn : box->max_x;
    if (east - box->min_x >= turn)
        return rectangle(geos, -2 * turn, box->min_y, 2 * turn, box->max_y);
    GEOSGeometry *parts[COPIES] = {0};
    for (int i = 0; i < COPIES; i++)
        parts[i] = rectangle(geos, box->min_x + (i - 1) * turn, box->min_y, east + (i - 1) * turn,
                             box->max_y);
    return GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, COPIES);
}

static er_status prepare(er_context *ctx, er_place_filter *f) {
    if (!er_geos_open(&f->geos)) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    GEOSContextHandle_t geos = f->geos.handle;
    if (f->wish.box) {
        f->box = box_area(geos, f->wish.box);
        f->fast_box = f->box ? GEOSPrepare_r(geos, f->box) : NULL;
        if (!f->fast_box) return geos_failure(ctx, f);
    }
    if (f->wish.area.size > 0) {
        f->area = er_geos_read(&f->geos, f->wish.area);
        f->fast_area = f->area ? GEOSPrepare_r(geos, f->area) : NULL;
        if (!f->fast_area) return geos_failure(ctx, f);
    }
    return ER_OK;
}

er_status er_place_filter_new(er_context *ctx, const er_place_wish *wish, er_place_filter **out) {
    er_place_filter *f = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *f, &f));
    f->wish = *wish;
    er_status status = prepare(ctx, f);
    if (status == ER_OK)
        *out = f;
    else
        er_place_filter_free(f);
    return status;
}

static void forget_row(er_place_filter *f) {
    GEOSGeom_destroy_r(f->geos.handle, f->shape);
    GEOSFree_r(f->geos.handle, f->wkb);
    f->shape = NULL;
    f->read_at = NULL;
    f->wkb = NULL;
}

void er_place_filter_free(er_place_filter *f) {
    if (!f) return;
    if (f->geos.handle) {
        forget_row(f);
        GEOSPreparedGeom_destroy_r(f->geos.handle, f->fast_box);
        GEOSPreparedGeom_destroy_r(f->geos.handle, f->fast_area);
        GEOSGeom_destroy_r(f->geos.handle, f->box);
        GEOSGeom_destroy_r(f->geos.handle, f->area);
    }
    er_geos_close(&f->geos);
    er_free(f);
}

/** How much a shape is of its kind: square degrees or degrees; only compared. */
static bool size_of(GEOSContextHandle_t geos, const GEOSGeometry *shape, er_shape kind,
                    double *size) {
    *size = NAN;
    int done =
        kind == ER_SHAPE_POLYGON ? GEOSArea_r(geos, shape, size) : GEOSLength_r(geos, shape, size);
    return done == 1;
}

/** Whether what a polygon or line shares with the area is more than a border. */
static er_status shares_inside(er_context *ctx, const er_place_filter *f, er_shape kind,
                               bool *shares) {
    GEOSContextHandle_t geos = f->geos.handle;
    double common = 0, whole = 0, area = 0;
    if (GEOSPreparedContainsProperly_r(geos, f->fast_area, f->shape) == 1) {
        *shares = true;
        return ER_OK;
    }
    GEOSGeometry *cut = GEOSIntersection_r(geos, f->shape, f->area);
    bool done = cut && size_of(geos, cut, kind, &common) && size_of(geos, f->shape, kind, &whole) &&
                size_of(geos, f->area, kind, &area);
    GEOSGeom_destroy_r(geos, cut);
    if (!done) return geos_failure(ctx, f);
    *shares = common > SLIVER * (kind == ER_SHAPE_POLYGON ? fmin(whole, area) : whole);
    return ER_OK;
}

static er_status in_area(er_context *ctx, const er_place_filter *f, er_shape kind, bool *is_in) {
    char meets = GEOSPreparedIntersects_r(f->geos.handle, f->fast_area, f->shape);
    if (meets > 1) return geos_failure(ctx, f);
    *is_in = meets == 1;
    if (!*is_in || kind == ER_SHAPE_POINT) return ER_OK;
    return shares_inside(ctx, f, kind, is_in);
}

er_status er_place_filter_takes(er_context *ctx, er_place_filter *f, er_shape kind, er_bytes wkb,
                                bool known_in_area, bool *takes) {
    forget_row(f);
    *takes = !f->box && (!f->area || known_in_area);
    if (*takes || wkb.size == 0) return ER_OK;
    f->shape = er_geos_read(&f->geos, wkb);
    f->read_at = wkb.data;
    if (!f->shape) return geos_failure(ctx, f);
    if (f->box) {
        char meets = GEOSPreparedIntersects_r(f->geos.handle, f->fast_box, f->shape);
        if (meets > 1) return geos_failure(ctx, f);
        if (meets == 0) return ER_OK;
    }
    *takes = true;
    return f->area && !known_in_area ? in_area(ctx, f, kind, takes) : ER_OK;
}

/* ---- the shape as it is written -------------------------------------------------------------- */

static int dimension_of(er_shape kind) {
    return kind == ER_SHAPE_POINT ? 0 : kind == ER_SHAPE_LINE ? 1 : 2;
}

/** The parts of the layer's own dimension: a cut along a border leaves points and lines too.
 *  Destroys `shape`. */
static GEOSGeometry *of_kind(GEOSContextHandle_t geos, GEOSGeometry *shape, er_shape kind) {
    if (!shape || GEOSGeomTypeId_r(geos, shape) != GEOS_GEOMETRYCOLLECTION) {
        bool fits = shape && GEOSGeom_getDimensions_r(geos, shape) == dimension_of(kind);
        if (fits || !shape) return shape;
        GEOSGeom_destroy_r(geos, shape);
        return GEOSGeom_createEmptyCollection_r(geos, GEOS_GEOMETRYCOLLECTION);
    }
    int count = GEOSGetNumGeometries_r(geos, shape);
    GEOSGeometry *all = GEOSGeom_createEmptyCollection_r(geos, GEOS_GEOMETRYCOLLECTION);
    for (int i = 0; i < count && all; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, shape, i);
        if (GEOSGeom_getDimensions_r(geos, part) != dimension_of(kind)) continue;
        GEOSGeometry *more = GEOSUnion_r(geos, all, part);
        GEOSGeom_destroy_r(geos, all);
        all = more;
    }
    GEOSGeom_destroy_r(geos, shape);
    return all;
}

/** Cut the row's shape by one of the borders. */
static bool cut(er_place_filter *f, const GEOSGeometry *border, er_shape kind) {
    if (!border) return true;
    GEOSContextHandle_t geos = f->geos.handle;
    GEOSGeometry *inside = of_kind(geos, GEOSIntersection_r(geos, f->shape, border), kind);
    GEOSGeom_destroy_r(geos, f->shape);
    f->shape = inside;
    return inside != NULL;
}

static bool round_shape(er_place_filter *f, er_shape kind) {
    GEOSContextHandle_t geos = f->geos.handle;
    GEOSGeometry *rounded = er_degree_grid_round_to(geos, f->shape, f->wish.decimals);
    GEOSGeom_destroy_r(geos, f->shape);
    f->shape = of_kind(geos, rounded, kind);
    return f->shape != NULL;
}

er_status er_place_filter_shape(er_context *ctx, er_place_filter *f, er_shape kind, er_bytes *wkb,
                                bool *wanted) {
    GEOSContextHandle_t geos = f->geos.handle;
    bool cuts = f->wish.clip && (f->box || f->area);
    if (wkb->size == 0 || (!cuts && f->wish.decimals == ER_DEGREE_DECIMALS)) return ER_OK;
    if (f->read_at != wkb->data) forget_row(f); /* it got another shape since it was chosen */
    if (!f->shape) f->shape = er_geos_read(&f->geos, *wkb);
    if (!f->shape) return geos_failure(ctx, f);
    if (cuts) {
        if (!cut(f, f->box, kind) || !cut(f, f->area, kind)) return geos_failure(ctx, f);
        *wanted = GEOSisEmpty_r(geos, f->shape) == 0;
        if (!*wanted) return ER_OK;
    }
    if (!round_shape(f, kind)) return geos_failure(ctx, f);
    *wkb = (er_bytes){0};
    if (GEOSisEmpty_r(geos, f->shape) == 1) return ER_OK;
    size_t size = 0;
    f->wkb = er_geos_write(&f->geos, f->shape, &size);
    if (!f->wkb) return geos_failure(ctx, f);
    *wkb = (er_bytes){f->wkb, size};
    return ER_OK;
}
