#include "analysis/reach.h"
#include "geometry/wkb.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BATCH = 4096 };

/** Stations on their way to the plane. */
struct batch {
    er_point points[BATCH];
    double radius_m[BATCH];
    size_t count;
};

static er_status reject(er_reaching *r, int64_t row, const char *reason) {
    r->result->stations_rejected++;
    return er_reach_remark_on(r, &r->result->rejected, r->request->stations.path, row, reason);
}

/** Keep the discs that touch the areas' box: no other changes a figure. */
static er_status flush(er_reaching *r, struct batch *batch) {
    er_reach_discs *discs = &r->discs;
    er_box box = r->shapes.box;
    er_plane_forward(r->plane, batch->points, batch->count);
    ER_TRY(er_reserve(r->ctx, &discs->items, &discs->capacity, discs->count + batch->count,
                      sizeof *discs->items));
    for (size_t i = 0; i < batch->count; i++) {
        er_point p = batch->points[i];
        double radius = batch->radius_m[i];
        if (p.x + radius >= box.min_x && p.x - radius <= box.max_x && p.y + radius >= box.min_y &&
            p.y - radius <= box.max_y) /* false for a point beyond the plane */
            discs->items[discs->count++] = (er_disc){p.x, p.y, radius, 0};
    }
    batch->count = 0;
    return ER_OK;
}

static er_status add_point(er_reaching *r, struct batch *batch, er_point point, double radius_m) {
    if (batch->count == BATCH) ER_TRY(flush(r, batch));
    batch->points[batch->count] = point;
    batch->radius_m[batch->count++] = radius_m;
    r->result->stations_used++;
    return ER_OK;
}

/** The radius of a row; false, with the reason, if it has none that can be used. */
static bool take_radius(const er_reaching *r, const er_table_row *row, size_t column,
                        double *radius_m, char reason[256]) {
    if (!r->request->radius_field) {
        *radius_m = r->request->radius_m;
        return true;
    }
    const char *text = row->text[column];
    if (!text || !*text) {
        snprintf(reason, 256, "%.80s: %s", r->request->radius_field,
                 er_text(r->ctx, "the radius is missing"));
        return false;
    }
    if (er_parse_double(text, radius_m) && *radius_m > 0 && *radius_m <= ER_DISC_RADIUS_LIMIT_M)
        return true;
    snprintf(reason, 256, "%.80s: '%.60s' %s", r->request->radius_field, text,
             er_text(r->ctx, "is not a radius above 0 and at most 200000 m"));
    return false;
}

/** Most stations are one little-endian point; it needs no memory to read. */
static bool read_plain_point(er_bytes wkb, er_point *point) {
    static const uint8_t head[5] = {1, 1, 0, 0, 0};
    if (wkb.size != sizeof head + sizeof *point || memcmp(wkb.data, head, sizeof head) != 0)
        return false;
    memcpy(point, wkb.data + sizeof head, sizeof *point);
    return isfinite(point->x) && isfinite(point->y);
}

static er_status take_shape(er_reaching *r, struct batch *batch, const er_table_row *row,
                            double radius_m) {
    er_wkb_shape shape;
    er_status status = er_wkb_read(r->ctx, row->geometry, &shape);
    if (status == ER_ERR_GEOMETRY) return reject(r, row->number, er_context_error(r->ctx));
    ER_TRY(status);
    if (shape.kind != ER_WKB_POINTS)
        status = reject(r, row->number, er_text(r->ctx, "the station is not a point"));
    else if (shape.point_count == 0)
        status = reject(r, row->number, er_text(r->ctx, "has no geometry"));
    else
        for (size_t i = 0; i < shape.point_count && status == ER_OK; i++)
            status = add_point(r, batch, shape.points[i], radius_m);
    er_wkb_clear(&shape);
    return status;
}

static er_status take_row(er_reaching *r, struct batch *batch, const er_table_row *row,
                          size_t column) {
    double radius_m = NAN;
    char reason[256];
    er_point point;
    if (row->problem_code) return reject(r, row->number, row->problem);
    if (!row->geometry.data) return reject(r, row->number, er_text(r->ctx, "has no geometry"));
    if (!take_radius(r, row, column, &radius_m, reason)) return reject(r, row->number, reason);
    if (read_plain_point(row->geometry, &point)) return add_point(r, batch, point, radius_m);
    return take_shape(r, batch, row, radius_m);
}

static er_status read_rows(er_reaching *r, er_table *table, struct batch *batch) {
    size_t column = 0;
    if (r->request->radius_field)
        ER_TRY(er_table_find(r->ctx, table, r->request->radius_field, &column));
    int64_t total = er_table_about(table)->row_count;
    for (;;) {
        er_table_row row;
        bool more = false;
        ER_TRY(er_table_next(r->ctx, table, &row, &more));
        if (!more) break;
        if (row.number % 1024 == 0) {
            ER_TRY(er_check_cancel(r->ctx));
            er_progress(r->ctx, "reading stations", (uint64_t)row.number,
                        total > 0 ? (uint64_t)total : 0);
        }
        ER_TRY(take_row(r, batch, &row, column));
    }
    return flush(r, batch);
}

er_status er_reach_read_stations(er_reaching *r, er_table *table) {
    struct batch *batch = NULL;
    size_t before = r->result->rejected.listed;
    ER_TRY(er_alloc(r->ctx, 1, sizeof *batch, &batch));
    er_status status = read_rows(r, table, batch);
    er_free(batch);
    ER_TRY(status);
    if (r->result->stations_used > 0) return ER_OK;
    const er_reach_remarks *rejected = &r->result->rejected;
    if (rejected->listed > before)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s: no station can be used; row %lld: %s",
                       r->request->stations.path, (long long)rejected->items[before].row,
                       rejected->items[before].reason);
    return er_fail(r->ctx, ER_ERR_INPUT, "%s: has no rows", r->request->stations.path);
}
