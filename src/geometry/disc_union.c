#include "geometry/disc_clip.h"

#include <stdatomic.h>
#include <stddef.h>

er_status er_disc_union_make(er_context *ctx, const er_disc *discs, size_t count,
                             uint32_t layer_count, er_disc_rule rule, uint32_t layer,
                             er_disc_near *near, er_disc_union **out) {
    if (count >= UINT32_MAX / 8)
        return er_fail(ctx, ER_ERR_MEMORY, "the discs are too many for one union");
    if (rule == ER_DISC_LAYER && layer >= layer_count)
        return er_fail(ctx, ER_ERR_RANGE, "layer %u is not below the layer count %u", layer,
                       layer_count);
    er_disc_union *set = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, fail, er_alloc(ctx, 1, sizeof *set, &set));
    set->layer_count = rule == ER_DISC_ALL ? layer_count : 1;
    ER_GOTO(status, fail,
            er_disc_canonical(ctx, discs, count, layer_count, rule, layer, &set->discs,
                              &set->disc_count));
    ER_GOTO(status, fail, er_disc_tree_build(ctx, set, near));
    *out = set;
    return ER_OK;
fail:
    er_disc_union_free(set);
    return status;
}

er_status er_disc_union_new(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_rule rule, uint32_t layer,
                            er_disc_union **out) {
    return er_disc_union_make(ctx, discs, count, layer_count, rule, layer, &(er_disc_near){0}, out);
}

void er_disc_union_free(er_disc_union *set) {
    if (!set) return;
    er_free(set->discs);
    er_free(set->cells);
    er_free(set->leaves);
    er_free(set->leaf_discs);
    er_free(set->arcs);
    er_free(set);
}

er_status er_disc_union_area(er_context *ctx, const er_disc_union *set, const er_area *area,
                             double *served_m2) {
    er_clipper clipper = {.set = set};
    double served = 0;
    er_status status = er_clip_area(ctx, &clipper, area, &served);
    er_clipper_clear(&clipper);
    if (status == ER_OK) *served_m2 = served;
    return status;
}

/** One thread's share: areas are handed out one by one, the costly ones are not all at one end. */
static er_status work(er_context *ctx, const er_disc_union *set, const er_area *areas, size_t count,
                      atomic_size_t *next, double *served_m2) {
    er_clipper clipper = {.set = set};
    er_status status = ER_OK;
    for (size_t i; status == ER_OK && (i = atomic_fetch_add(next, 1)) < count;)
        status = er_clip_area(ctx, &clipper, &areas[i], &served_m2[i]);
    er_clipper_clear(&clipper);
    if (status != ER_OK) atomic_store(next, count);
    return status;
}

static int team_size(const er_context *ctx, size_t count) {
    int threads = er_context_threads(ctx);
    if ((size_t)threads <= count) return threads;
    return count > 0 ? (int)count : 1;
}

er_status er_disc_union_areas(er_context *ctx, const er_disc_union *set, const er_area *areas,
                              size_t count, double *served_m2) {
    /* The caller's context belongs to one thread: each thread fails in a context of its own. */
    er_status status = ER_OK;
    atomic_size_t next = 0;
    double *served = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *served, &served));
#pragma omp parallel num_threads(team_size(ctx, count))
    {
        er_context *own = NULL;
        er_status mine = er_context_new(&own);
        if (mine == ER_OK) mine = work(own, set, areas, count, &next, served);
#pragma omp critical(er_disc_union_areas)
        if (mine != ER_OK && status == ER_OK)
            status = er_fail(ctx, mine, "%s", own ? er_context_error(own) : "out of memory");
        er_context_free(own);
    }
    for (size_t i = 0; status == ER_OK && i < count; i++)
        served_m2[i] = served[i];
    er_free(served);
    return status;
}

er_status er_disc_union_total(er_context *ctx, const er_disc_union *set, double *area_m2) {
    (void)ctx;
    *area_m2 = 0.5 * set->cells[0].flux.doubled;
    return ER_OK;
}

static bool is_in_leaf(const er_disc_union *set, uint32_t leaf, er_point point) {
    size_t i = set->leaves[leaf].disc, end = set->leaves[leaf + 1].disc;
    while (i < end) { /* a layer at a time */
        uint32_t layer = set->discs[set->leaf_discs[i]].layer;
        bool covered = false;
        for (; i < end && set->discs[set->leaf_discs[i]].layer == layer; i++) {
            const er_disc *d = &set->discs[set->leaf_discs[i]];
            double x = point.x - d->x, y = point.y - d->y;
            covered = covered || x * x + y * y <= d->radius_m * d->radius_m;
        }
        if (!covered) return false;
    }
    return true;
}

bool er_disc_union_contains(const er_disc_union *set, er_point point) {
    er_box box = set->box;
    if (set->cells[0].kind == ER_CELL_EMPTY || !(point.x >= box.min_x && point.x <= box.max_x) ||
        !(point.y >= box.min_y && point.y <= box.max_y))
        return false;
    uint32_t index = 0;
    while (set->cells[index].kind == ER_CELL_SPLIT) {
        er_point middle = er_box_centre(box);
        int quadrant = (point.x >= middle.x ? 1 : 0) + (point.y >= middle.y ? 2 : 0);
        index = set->cells[index].child + (uint32_t)quadrant;
        box = er_box_quadrant(box, quadrant);
    }
    const er_cell *cell = &set->cells[index];
    if (cell->kind != ER_CELL_MIXED) return cell->kind == ER_CELL_FULL;
    return is_in_leaf(set, cell->child, point);
}
