/* Who could gain: persons of every cell that nothing serves yet, and the candidates in reach. */
#include "analysis/choose.h"
#include "analysis/disc_index.h"

#include <math.h>

/* A cell on the edge of what is served is looked at in so many points a side. */
enum { SAMPLES = 4, SAMPLE_COUNT = SAMPLES * SAMPLES };

/** What of a cell is served by none, and by one disc alone: shares and middles. */
struct parts {
    double share[2];
    er_point middle[2];
};

struct looking {
    er_choosing_question *q;
    er_disc_index *index;
    size_t *found;
    size_t capacity;
    bool backed; /**< what is served by one alone counts too */
};

static struct parts whole(er_point middle, bool served) {
    struct parts p = {.middle = {middle, middle}};
    p.share[0] = served ? 0 : 1;
    return p;
}

/** How many discs hold a point, 2 standing for more. */
static size_t discs_at(const er_disc *discs, const size_t *found, size_t count, er_point p) {
    size_t holding = 0;
    for (size_t i = 0; i < count && holding < 2; i++) {
        const er_disc *disc = &discs[found[i]];
        double x = p.x - disc->x, y = p.y - disc->y;
        if (x * x + y * y <= disc->radius_m * disc->radius_m) holding++;
    }
    return holding;
}

static er_status sample(struct looking *l, er_point middle, double cell_m, struct parts *out) {
    double half = cell_m / 2;
    er_box box = {middle.x - half, middle.y - half, middle.x + half, middle.y + half};
    size_t count = 0, hits[2] = {0};
    *out = (struct parts){0};
    ER_TRY(er_disc_index_meeting(l->q->world->ctx, l->index, box, &l->found, &l->capacity, &count));
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        int column = i % SAMPLES, row = i / SAMPLES;
        er_point p = {box.min_x + (column + 0.5) * cell_m / SAMPLES,
                      box.min_y + (row + 0.5) * cell_m / SAMPLES};
        size_t holding = discs_at(l->q->existing, l->found, count, p);
        if (holding > 1) continue;
        hits[holding]++;
        out->middle[holding].x += p.x - middle.x;
        out->middle[holding].y += p.y - middle.y;
    }
    for (int k = 0; k < 2; k++) {
        if (hits[k] == 0) continue;
        out->share[k] = (double)hits[k] / SAMPLE_COUNT;
        out->middle[k].x = middle.x + out->middle[k].x / (double)hits[k];
        out->middle[k].y = middle.y + out->middle[k].y / (double)hits[k];
    }
    return ER_OK;
}

/** Most cells lie far inside what is served, or far outside. */
static er_status look_at(struct looking *l, er_point middle, double cell_m, struct parts *out) {
    double margin_m, half_diagonal_m = cell_m * 0.70710678118654757;
    if (l->q->existing_count == 0) {
        *out = whole(middle, false);
        return ER_OK;
    }
    er_disc_index_deepest(l->index, middle, &margin_m);
    if (margin_m < -half_diagonal_m || (margin_m > half_diagonal_m && !l->backed)) {
        *out = whole(middle, margin_m > 0);
        return ER_OK;
    }
    return sample(l, middle, cell_m, out);
}

/* ---- demand ---------------------------------------------------------------------------------- */

static void add(er_choosing_question *q, const er_choosing_cell *cell, double share,
                er_point middle) {
    q->points[q->demand_count] = middle;
    q->open_persons[q->demand_count] = cell->persons * share;
    q->base[q->demand_count++] = cell->base;
}

/** `part` 0: what nothing serves; 1: what one disc alone serves. */
static er_status gather(struct looking *l, int part) {
    er_choosing_question *q = l->q;
    er_choosing_world *w = q->world;
    for (size_t i = 0; i < w->cell_count; i++) {
        struct parts parts;
        if (i % 16384 == 0) ER_TRY(er_check_cancel(w->ctx));
        ER_TRY(look_at(l, er_choosing_cell_middle(w, &w->cells[i]), w->cell_m, &parts));
        if (parts.share[part] > 0) add(q, &w->cells[i], parts.share[part], parts.middle[part]);
    }
    return ER_OK;
}

static er_status find_demand(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    struct looking l = {.q = q, .backed = q->ask->backup > 0};
    size_t room = (l.backed ? 2 : 1) * w->cell_count + 1;
    er_status status;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, room * sizeof *q->points, &q->points));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, room * sizeof *q->open_persons, &q->open_persons));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, room * sizeof *q->base, &q->base));
    ER_TRY(er_disc_index_new(w->ctx, q->existing, NULL, q->existing_count, &l.index));
    ER_GOTO(status, done, gather(&l, 0));
    q->first_backed = q->demand_count;
    if (l.backed) status = gather(&l, 1);
done:
    er_disc_index_free(l.index);
    er_free(l.found);
    return status;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

/** Pairs within each candidate's own radius; what stands already comes last and meets all that is
 *  served by one alone. */
static er_status keep_pairs(er_choosing_question *q, const er_pairs *pairs) {
    er_context *ctx = q->world->ctx;
    size_t most = pairs->start[q->site_count] + (q->demand_count - q->first_backed), kept = 0;
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 2) * sizeof *q->start, &q->start));
    ER_TRY(er_arena_alloc(ctx, q->arena, (most + 1) * sizeof *q->demand, &q->demand));
    for (size_t i = 0; i < q->site_count; i++) {
        q->start[i] = kept;
        for (size_t k = pairs->start[i]; k < pairs->start[i + 1]; k++)
            if (pairs->distance_m[k] <= q->sites[i].radius_m) q->demand[kept++] = pairs->to[k];
    }
    q->start[q->site_count] = kept;
    for (size_t i = q->first_backed; i < q->demand_count; i++)
        q->demand[kept++] = (uint32_t)i;
    q->start[q->site_count + 1] = kept;
    return ER_OK;
}

er_status er_choosing_demand(er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    er_point *from = NULL;
    er_arena *scratch = NULL;
    er_pairs pairs;
    double reach_m = 0;
    er_status status;
    ER_TRY(find_demand(q));
    ER_TRY(er_arena_alloc(ctx, q->arena, q->site_count * sizeof *from, &from));
    for (size_t i = 0; i < q->site_count; i++) {
        from[i] = q->sites[i].on_plane;
        reach_m = fmax(reach_m, q->sites[i].radius_m);
    }
    ER_TRY(er_arena_new(ctx, &scratch));
    ER_GOTO(status, done,
            er_pairs_within(ctx, scratch, from, q->site_count, q->points, q->demand_count, reach_m,
                            false, &pairs));
    status = keep_pairs(q, &pairs);
done:
    er_arena_free(scratch);
    return status;
}
