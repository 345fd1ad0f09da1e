/* The sole parts of a polygon by Green's theorem: the arcs of the set inside the polygon, and the
 * polygon's edges where exactly one disc is. */
#include "geometry/disc_sole.h"

#include <stdlib.h>

static er_sole_clipper *sole_of(er_clipper *clipper) {
    return (er_sole_clipper *)clipper;
}

static void add(er_sole_clipper *sole, uint32_t disc, double doubled) {
    er_sole_sum *sum = &sole->sums[disc];
    if (!sum->touched) {
        sum->touched = true;
        sole->touched[sole->touched_count++] = disc;
    }
    er_sum_add(&sum->doubled, doubled);
}

static er_point centre_of(const er_clipper *clipper, uint32_t disc) {
    return (er_point){clipper->set->discs[disc].x, clipper->set->discs[disc].y};
}

/** The owner's part lies on the left of its own arcs, on the right of another disc's. */
static double with_sign(const er_arc *arc, er_flux flux) {
    return arc->owner == arc->disc ? flux.doubled : -flux.doubled;
}

/* ---- cells without edges --------------------------------------------------------------------- */

static void add_leaf_inside(er_clipper *clipper, const er_cell *cell) {
    const er_disc_union *set = clipper->set;
    size_t begin = set->leaves[cell->child].arc, end = set->leaves[cell->child + 1].arc;
    for (size_t i = begin; i < end; i++) {
        const er_arc *arc = &set->arcs[i];
        er_flux flux = {0};
        er_flux_add_arc(&flux, centre_of(clipper, arc->owner), &set->discs[arc->disc], arc->from,
                        arc->to);
        add(sole_of(clipper), arc->owner, with_sign(arc, flux));
    }
}

static er_status add_inside(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box) {
    if (cell->kind == ER_CELL_MIXED) add_leaf_inside(clipper, cell);
    if (cell->kind != ER_CELL_SPLIT) return ER_OK;
    for (uint32_t q = 0; q < 4; q++)
        ER_TRY(add_inside(ctx, clipper, &clipper->set->cells[cell->child + q], box));
    return ER_OK;
}

/* ---- cells with edges ------------------------------------------------------------------------ */

static void add_piece(er_clipper *clipper, const er_edge_part *part, double low, double high,
                      uint32_t disc) {
    const er_point *p = &clipper->polygon.area->points[part->edge];
    er_flux flux = {0};
    er_flux_add_segment(&flux, centre_of(clipper, disc), er_edge_at(p[0], p[1], low),
                        er_edge_at(p[0], p[1], high));
    add(sole_of(clipper), disc, flux.doubled);
}

/** The cell lies in one disc alone. */
static er_status add_full(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                          const er_edge_part *parts, size_t count) {
    (void)ctx, (void)box;
    for (size_t i = 0; i < count; i++)
        if (parts[i].low < parts[i].high)
            add_piece(clipper, &parts[i], parts[i].low, parts[i].high, cell->child);
    return ER_OK;
}

static int by_place(const void *left, const void *right) {
    const er_edge_event *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/** Where the cell's discs begin and end along an edge's part. */
static size_t list_events(er_sole_clipper *sole, const er_edge_part *part, const uint32_t *list,
                          size_t count) {
    const er_clipper *clipper = &sole->clipper;
    const er_point *p = &clipper->polygon.area->points[part->edge];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        er_chord chord;
        if (!er_edge_in_disc(p[0], p[1], &clipper->set->discs[list[i]], &chord)) continue;
        double low = chord.low > part->low ? chord.low : part->low;
        double high = chord.high < part->high ? chord.high : part->high;
        if (!(low < high)) continue;
        sole->events[used++] = (er_edge_event){low, 1, list[i]};
        sole->events[used++] = (er_edge_event){high, -1, list[i]};
    }
    return used;
}

static void add_edge(er_sole_clipper *sole, const er_edge_part *part, const uint32_t *list,
                     size_t count) {
    size_t used = list_events(sole, part, list, count);
    if (used > 2) qsort(sole->events, used, sizeof *sole->events, by_place);
    int depth = 0;
    uint32_t open = 0; /* all open discs by exclusive or: where one is open, it is this */
    for (size_t i = 0; i < used; i++) {
        const er_edge_event *event = &sole->events[i];
        double since = i > 0 ? sole->events[i - 1].at : event->at;
        if (depth == 1 && since < event->at)
            add_piece(&sole->clipper, part, since, event->at, open);
        depth += event->step;
        open ^= event->disc;
    }
}

static er_status add_leaf(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                          const er_edge_part *parts, size_t count) {
    const er_disc_union *set = clipper->set;
    er_sole_clipper *sole = sole_of(clipper);
    er_leaf begin = set->leaves[cell->child], end = set->leaves[cell->child + 1];
    size_t discs = end.disc - begin.disc;
    (void)box;
    ER_TRY(er_reserve(ctx, &sole->events, &sole->event_capacity, 2 * discs, sizeof *sole->events));
    for (size_t i = 0; i < count; i++)
        if (parts[i].low < parts[i].high)
            add_edge(sole, &parts[i], set->leaf_discs + begin.disc, discs);
    for (size_t i = begin.arc; i < end.arc; i++) {
        const er_arc *arc = &set->arcs[i];
        er_flux flux = {0};
        ER_TRY(er_clip_arc(ctx, clipper, arc, parts, count, centre_of(clipper, arc->owner), &flux));
        add(sole, arc->owner, with_sign(arc, flux));
    }
    return ER_OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

er_status er_sole_clip(er_context *ctx, er_sole_clipper *sole, const er_area *area) {
    return er_clip_walk(ctx, &sole->clipper, area);
}

er_status er_sole_clipper_start(er_context *ctx, const er_disc_union *set, er_sole_clipper *sole) {
    static const er_clip_visitor adding = {add_inside, add_full, add_leaf};
    *sole = (er_sole_clipper){.clipper = {.set = set, .visitor = &adding}};
    ER_TRY(er_alloc(ctx, set->disc_count, sizeof *sole->sums, &sole->sums));
    return er_alloc(ctx, set->disc_count, sizeof *sole->touched, &sole->touched);
}

void er_sole_clipper_clear(er_sole_clipper *sole) {
    er_clipper_clear(&sole->clipper);
    er_free(sole->sums);
    er_free(sole->touched);
    er_free(sole->events);
    *sole = (er_sole_clipper){0};
}
