#include "geometry/disc_nesting.h"
#include "geometry/polygon_index.h"

#include <math.h>

/** A ring as an area of its own; `offsets` are lent to it. */
struct shell {
    er_area area;
    size_t offsets[2];
    er_polygon_index index;
    bool indexed;
};

static er_box ring_box(const er_point *points, size_t count) {
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        box.min_x = fmin(box.min_x, points[i].x);
        box.min_y = fmin(box.min_y, points[i].y);
        box.max_x = fmax(box.max_x, points[i].x);
        box.max_y = fmax(box.max_y, points[i].y);
    }
    return box;
}

static double ring_area(const er_point *points, size_t count) {
    er_sum doubled = {0};
    er_point o = points[0];
    for (size_t i = 0; i + 1 < count; i++)
        er_sum_add(&doubled, er_cross(points[i].x - o.x, points[i].y - o.y, points[i + 1].x - o.x,
                                      points[i + 1].y - o.y));
    return 0.5 * er_sum_value(&doubled);
}

static void set_shell(struct shell *shell, const er_rings *rings, size_t ring) {
    size_t count = rings->start[ring + 1] - rings->start[ring];
    shell->offsets[1] = count;
    shell->area.points = rings->points + rings->start[ring];
    shell->area.ring_start = shell->offsets;
    shell->area.ring_count = 1;
    shell->area.box = ring_box(shell->area.points, count);
    shell->area.area_m2 = ring_area(shell->area.points, count);
}

static bool box_within(er_box inner, er_box outer) {
    return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
           inner.max_y <= outer.max_y;
}

/** A hole may touch its exterior: the majority of three places on it decides. */
static er_status is_round(er_context *ctx, struct shell *shell, const struct shell *hole,
                          bool *round) {
    *round = false;
    if (!box_within(hole->area.box, shell->area.box)) return ER_OK;
    if (!shell->indexed) {
        ER_TRY(er_polygon_index_set(ctx, &shell->index, &shell->area));
        shell->indexed = true;
    }
    size_t edges = hole->offsets[1] - 1;
    int votes = 0;
    for (size_t k = 0; k < 3; k++) {
        const er_point *p = &hole->area.points[k * edges / 3];
        er_point middle = {0.5 * (p[0].x + p[1].x), 0.5 * (p[0].y + p[1].y)};
        votes += er_polygon_index_contains(&shell->index, middle);
    }
    *round = votes > 1;
    return ER_OK;
}

static er_status add_hole(er_context *ctx, er_nest *nest, uint32_t ring) {
    ER_TRY(er_reserve(ctx, &nest->holes, &nest->hole_capacity, nest->hole_count + 1,
                      sizeof *nest->holes));
    nest->holes[nest->hole_count++] = ring;
    return ER_OK;
}

static er_status place_hole(er_context *ctx, struct shell *shells, er_nest *nests, size_t count,
                            uint32_t ring) {
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        struct shell *shell = &shells[nests[i].ring];
        bool round = false;
        if (best < count && shell->area.area_m2 >= shells[nests[best].ring].area.area_m2) continue;
        ER_TRY(is_round(ctx, shell, &shells[ring], &round));
        if (round) best = i;
    }
    return best < count ? add_hole(ctx, &nests[best], ring) : ER_OK;
}

er_status er_rings_nest(er_context *ctx, const er_rings *rings, er_nest **out, size_t *count) {
    struct shell *shells = NULL;
    er_nest *nests = NULL;
    size_t used = 0;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, rings->count, sizeof *shells, &shells));
    ER_GOTO(status, done, er_alloc(ctx, rings->count, sizeof *nests, &nests));
    for (size_t i = 0; i < rings->count; i++) {
        set_shell(&shells[i], rings, i);
        if (shells[i].area.area_m2 > 0) nests[used++].ring = (uint32_t)i;
    }
    for (size_t i = 0; i < rings->count; i++)
        if (shells[i].area.area_m2 < 0)
            ER_GOTO(status, done, place_hole(ctx, shells, nests, used, (uint32_t)i));
    *out = nests;
    *count = used;
    nests = NULL;
done:
    for (size_t i = 0; shells && i < rings->count; i++)
        er_polygon_index_clear(&shells[i].index);
    er_free(shells);
    er_nests_free(nests, used);
    return status;
}

void er_nests_free(er_nest *nests, size_t count) {
    for (size_t i = 0; nests && i < count; i++)
        er_free(nests[i].holes);
    er_free(nests);
}
