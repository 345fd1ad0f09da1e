#include "geometry/disc_clip.h"

#include <stdlib.h>
#include <string.h>

/* ---- edges of the polygon inside the set ---------------------------------------------------- */

static er_status push_interval(er_context *ctx, er_intervals *list, double low, double high) {
    ER_TRY(er_reserve(ctx, &list->items, &list->capacity, list->count + 1, sizeof *list->items));
    list->items[list->count++] = (er_interval){low, high};
    return ER_OK;
}

static int by_low(const void *left, const void *right) {
    const er_interval *a = left, *b = right;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

/** Union in place. */
static void merge(er_intervals *list) {
    if (list->count < 2) return;
    qsort(list->items, list->count, sizeof *list->items, by_low);
    size_t last = 0;
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i].low > list->items[last].high)
            list->items[++last] = list->items[i];
        else if (list->items[i].high > list->items[last].high)
            list->items[last].high = list->items[i].high;
    }
    list->count = last + 1;
}

static er_status intersect(er_context *ctx, const er_intervals *a, const er_intervals *b,
                           er_intervals *out) {
    out->count = 0;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        double low = a->items[i].low > b->items[k].low ? a->items[i].low : b->items[k].low;
        bool a_ends = a->items[i].high < b->items[k].high;
        double high = a_ends ? a->items[i].high : b->items[k].high;
        if (low < high) ER_TRY(push_interval(ctx, out, low, high));
        if (a_ends)
            i++;
        else
            k++;
    }
    return ER_OK;
}

/** Where the edge lies in one layer's discs, within the part. */
static er_status edge_in_layer(er_context *ctx, er_clipper *clipper, const er_edge_part *part,
                               const uint32_t *list, size_t count) {
    const er_point *p = &clipper->polygon.area->points[part->edge];
    er_intervals *layer = &clipper->layer;
    layer->count = 0;
    for (size_t i = 0; i < count; i++) {
        er_chord chord;
        if (!er_edge_in_disc(p[0], p[1], &clipper->set->discs[list[i]], &chord)) continue;
        double low = chord.low > part->low ? chord.low : part->low;
        double high = chord.high < part->high ? chord.high : part->high;
        if (low < high) ER_TRY(push_interval(ctx, layer, low, high));
    }
    merge(layer);
    return ER_OK;
}

static er_status add_edge(er_context *ctx, er_clipper *clipper, const er_edge_part *part,
                          const uint32_t *list, size_t count) {
    const er_disc *discs = clipper->set->discs;
    clipper->inside.count = 0;
    ER_TRY(push_interval(ctx, &clipper->inside, part->low, part->high));
    for (size_t begin = 0, end; begin < count && clipper->inside.count; begin = end) {
        for (end = begin + 1; end < count && discs[list[end]].layer == discs[list[begin]].layer;)
            end++;
        ER_TRY(edge_in_layer(ctx, clipper, part, list + begin, end - begin));
        ER_TRY(intersect(ctx, &clipper->inside, &clipper->layer, &clipper->both));
        er_intervals swap = clipper->inside;
        clipper->inside = clipper->both;
        clipper->both = swap;
    }
    const er_point *p = &clipper->polygon.area->points[part->edge];
    for (size_t i = 0; i < clipper->inside.count; i++) {
        er_interval piece = clipper->inside.items[i];
        er_flux_add_segment(&clipper->flux, clipper->centre, er_edge_at(p[0], p[1], piece.low),
                            er_edge_at(p[0], p[1], piece.high));
    }
    return ER_OK;
}

/* ---- arcs inside the polygon ----------------------------------------------------------------- */

static int by_turn(const void *left, const void *right) {
    const er_crossing *a = left, *b = right;
    if (a->turn != b->turn) return a->turn < b->turn ? -1 : 1;
    if (a->at.x != b->at.x) return a->at.x < b->at.x ? -1 : 1;
    return (a->at.y > b->at.y) - (a->at.y < b->at.y);
}

/** The arc from `from` to `to` as unrolled turns. */
struct reach {
    const er_disc *disc;
    double from;
    double to;
    bool whole;
};

static void note_crossing(er_clipper *clipper, size_t *count, const struct reach *reach,
                          er_point at, int step) {
    double turn = er_turn(at.x - reach->disc->x, at.y - reach->disc->y);
    /* Half-open, by the turns as they are: an arc that goes on in the next cell starts with the
     * turn that this one ends with. */
    bool within = reach->whole || (reach->to < 4 ? turn >= reach->from && turn < reach->to
                                                 : turn >= reach->from || turn < reach->to - 4);
    if (!within) return;
    if (turn < reach->from) turn += 4;
    clipper->crossings[(*count)++] = (er_crossing){turn, at, step};
}

/** An edge has the polygon on its left; a circle goes counter-clockwise: where the edge enters the
 *  disc, the circle leaves the polygon, and the other way round. */
static er_status find_crossings(er_context *ctx, er_clipper *clipper, const struct reach *reach,
                                const er_edge_part *parts, size_t part_count, size_t *count) {
    *count = 0;
    ER_TRY(er_reserve(ctx, &clipper->crossings, &clipper->crossing_capacity, 2 * part_count,
                      sizeof *clipper->crossings));
    for (size_t i = 0; i < part_count; i++) {
        const er_point *p = &clipper->polygon.area->points[parts[i].edge];
        er_chord chord;
        if (!er_edge_in_disc(p[0], p[1], reach->disc, &chord)) continue;
        if (chord.enters)
            note_crossing(clipper, count, reach, er_edge_at(p[0], p[1], chord.low), -1);
        if (chord.leaves)
            note_crossing(clipper, count, reach, er_edge_at(p[0], p[1], chord.high), 1);
    }
    if (*count > 1) qsort(clipper->crossings, *count, sizeof *clipper->crossings, by_turn);
    return ER_OK;
}

/** Turn at which piece k of an arc with `count` crossings starts. */
static double piece_start(const er_clipper *clipper, size_t count, const struct reach *reach,
                          size_t k) {
    if (k == 0) return reach->from;
    return k > count ? reach->to : clipper->crossings[k - 1].turn;
}

/** Whether a piece that no edge crosses lies in the polygon. It may touch an edge, where rounding
 *  would decide: the majority of three places does, chosen so that they are no round part of a
 *  circle. */
static bool is_inside(const er_clipper *clipper, const er_disc *disc, double from, double to) {
    static const double places[3] = {0.53117, 0.22379, 0.81733};
    int votes = 0;
    for (int i = 0; i < 3 && (i < 2 || votes == 1); i++) {
        er_point point = er_circle_at(disc, from + places[i] * (to - from));
        votes += er_polygon_index_contains(&clipper->polygon, point);
    }
    return votes > 1;
}

/** How often the polygon winds round the arc's first piece. Asked in the longest piece and carried
 *  from there over the crossings. */
static int winding_at_start(const er_clipper *clipper, size_t count, const struct reach *reach) {
    size_t longest = 0;
    double length = -1;
    for (size_t k = 0; k <= count; k++) {
        double piece =
            piece_start(clipper, count, reach, k + 1) - piece_start(clipper, count, reach, k);
        if (piece <= length) continue;
        longest = k;
        length = piece;
    }
    int winding = is_inside(clipper, reach->disc, piece_start(clipper, count, reach, longest),
                            piece_start(clipper, count, reach, longest + 1));
    for (size_t k = 0; k < longest; k++)
        winding -= clipper->crossings[k].step;
    return winding;
}

er_status er_clip_arc(er_context *ctx, er_clipper *clipper, const er_arc *arc,
                      const er_edge_part *parts, size_t part_count, er_point origin,
                      er_flux *flux) {
    const er_disc *disc = &clipper->set->discs[arc->disc];
    struct reach reach = {.disc = disc, .from = 0, .to = 4};
    reach.whole = arc->from.x == arc->to.x && arc->from.y == arc->to.y;
    if (!reach.whole) {
        reach.from = er_turn(arc->from.x - disc->x, arc->from.y - disc->y);
        reach.to = er_turn(arc->to.x - disc->x, arc->to.y - disc->y);
        if (reach.to < reach.from) reach.to += 4;
    }
    size_t count = 0;
    ER_TRY(find_crossings(ctx, clipper, &reach, parts, part_count, &count));
    int winding = winding_at_start(clipper, count, &reach);
    if (count == 0) {
        if (winding > 0) er_flux_add_arc(flux, origin, disc, arc->from, arc->to);
        return ER_OK;
    }
    er_point at = arc->from;
    for (size_t k = 0; k <= count; k++) {
        bool last = k == count;
        er_point next = last ? arc->to : clipper->crossings[k].at;
        double extent =
            piece_start(clipper, count, &reach, k + 1) - piece_start(clipper, count, &reach, k);
        if (winding > 0 && extent > ER_TURN_ROUNDING)
            er_flux_add_arc(flux, origin, disc, at, next);
        else if (winding > 0) /* too short to tell which way round */
            er_flux_add_segment(flux, origin, at, next);
        at = next;
        if (!last) winding += clipper->crossings[k].step;
    }
    return ER_OK;
}

er_status er_clip_leaf(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                       const er_edge_part *parts, size_t count) {
    const er_disc_union *set = clipper->set;
    er_leaf begin = set->leaves[cell->child], end = set->leaves[cell->child + 1];
    clipper->flux = (er_flux){0};
    clipper->centre = er_box_centre(box);
    for (size_t i = 0; i < count; i++)
        if (parts[i].low < parts[i].high)
            ER_TRY(add_edge(ctx, clipper, &parts[i], set->leaf_discs + begin.disc,
                            end.disc - begin.disc));
    for (size_t i = begin.arc; i < end.arc; i++)
        ER_TRY(er_clip_arc(ctx, clipper, &set->arcs[i], parts, count, clipper->centre,
                           &clipper->flux));
    er_clip_add(clipper, clipper->flux, clipper->centre);
    return ER_OK;
}
