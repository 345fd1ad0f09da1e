#include "analysis/reach.h"
#include "geometry/box.h"

#include <math.h>
#include <string.h>

static er_status reject(er_reaching *r, int64_t row, const char *reason) {
    return er_reach_remark_on(r, &r->result->rejected, r->request->areas.path, row, reason);
}

static er_status copy_bytes(er_reaching *r, er_arena *arena, er_bytes bytes, er_bytes *out) {
    const char *copy = NULL;
    ER_TRY(er_arena_text(r->ctx, arena, (const char *)bytes.data, bytes.size, &copy));
    *out = (er_bytes){(const uint8_t *)copy, bytes.size};
    return ER_OK;
}

static er_status keep_shape(er_reaching *r, er_bytes wkb, int64_t row, const char *key) {
    er_reach_shapes *s = &r->shapes;
    ER_TRY(er_reserve(r->ctx, &s->wkb, &s->capacity[0], s->count + 1, sizeof *s->wkb));
    ER_TRY(er_reserve(r->ctx, &s->rows, &s->capacity[1], s->count + 1, sizeof *s->rows));
    ER_TRY(er_reserve(r->ctx, &s->keys, &s->capacity[2], s->count + 1, sizeof *s->keys));
    s->wkb[s->count] = wkb;
    s->rows[s->count] = row;
    s->keys[s->count] = NULL;
    if (key) ER_TRY(er_arena_text(r->ctx, r->arena, key, strlen(key), &s->keys[s->count]));
    s->count++;
    return ER_OK;
}

/** Keep a row's polygon, repaired if need be, or reject it. */
static er_status take_row(er_reaching *r, const er_table_row *row, size_t key) {
    const char *reason = NULL;
    er_bytes repaired, wkb;
    double change = 0;
    if (row->problem_code) return reject(r, row->number, row->problem);
    if (!row->geometry.data) return reject(r, row->number, er_text(r->ctx, "has no geometry"));
    ER_TRY(er_polygon_check(r->ctx, r->shapes.arena, row->geometry, &reason, &repaired, &change));
    if (reason && !repaired.data) return reject(r, row->number, reason);
    if (reason) {
        ER_TRY(er_reach_remark_on(r, &r->result->repaired, r->request->areas.path, row->number,
                                  reason));
        wkb = repaired;
    } else {
        ER_TRY(copy_bytes(r, r->shapes.arena, row->geometry, &wkb));
    }
    return keep_shape(r, wkb, row->number, row->text[key]);
}

er_status er_reach_read_shapes(er_reaching *r, er_table *table) {
    size_t key = 0;
    ER_TRY(er_table_find(r->ctx, table, r->request->key, &key));
    int64_t total = er_table_about(table)->row_count;
    for (;;) {
        er_table_row row;
        bool more = false;
        ER_TRY(er_check_cancel(r->ctx));
        ER_TRY(er_table_next(r->ctx, table, &row, &more));
        if (!more) break;
        er_progress(r->ctx, "reading areas", (uint64_t)row.number, total > 0 ? (uint64_t)total : 0);
        ER_TRY(take_row(r, &row, key));
    }
    er_reach_shapes *s = &r->shapes;
    if (s->count > 0) return er_extent_of(r->ctx, s->wkb, s->count, &s->extent);
    const er_reach_remarks *rejected = &r->result->rejected;
    if (rejected->listed > 0)
        return er_fail(r->ctx, ER_ERR_INPUT, "%s: no area can be used; row %lld: %s",
                       r->request->areas.path, (long long)rejected->items[0].row,
                       rejected->items[0].reason);
    return er_fail(r->ctx, ER_ERR_INPUT, "%s: has no rows", r->request->areas.path);
}

er_status er_reach_project_shapes(er_reaching *r) {
    er_reach_shapes *s = &r->shapes;
    ER_TRY(er_alloc(r->ctx, s->count, sizeof *s->areas, &s->areas));
    ER_TRY(
        er_arena_alloc(r->ctx, r->arena, s->count * sizeof *r->result->areas, &r->result->areas));
    s->box = (er_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < s->count; i++) {
        er_area *area = &s->areas[s->area_count];
        er_status status = r->straight
                               ? er_area_from_wkb_straight(r->ctx, r->plane, s->wkb[i], area)
                               : er_area_from_wkb(r->ctx, r->plane, s->wkb[i], area);
        if (status == ER_ERR_GEOMETRY) {
            ER_TRY(reject(r, s->rows[i], er_context_error(r->ctx)));
            continue;
        }
        ER_TRY(status);
        s->box = er_boxes_joined(s->box, area->box);
        r->result->areas[s->area_count++].key = s->keys[i];
    }
    er_arena_free(s->arena); /* the WKB is not needed any more */
    s->arena = NULL;
    if (s->area_count > 0) return ER_OK;
    return er_fail(r->ctx, ER_ERR_INPUT, "%s: no area can be brought on the working plane: %s",
                   r->request->areas.path, er_plane_definition(r->plane));
}

void er_reach_clear_shapes(er_reach_shapes *shapes) {
    for (size_t i = 0; i < shapes->area_count; i++)
        er_area_clear(&shapes->areas[i]);
    er_free(shapes->areas);
    er_free(shapes->wkb);
    er_free(shapes->rows);
    er_free(shapes->keys);
    er_arena_free(shapes->arena);
    *shapes = (er_reach_shapes){0};
}
