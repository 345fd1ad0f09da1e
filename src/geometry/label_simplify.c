/* Borders with fewer corners.
 *
 * The corners of an arc are left out one after the other as long as all that were left out since
 * the last kept one stay within the tolerance of the straight line. A corner B between A and C may
 * go only if the triangle ABC holds no other corner of any border: as the borders do not cross,
 * nothing can then lie between ABC and AC (de Berg, van Kreveld, Schirra: Topologically correct
 * subdivision simplification using the bandwidth criterion, 1998, section 3). So the graph stays
 * planar after every step, whatever the order, and nothing has to be mended. */
#include "geometry/labels.h"

#include <math.h>

/* Corners under one line: bounds the work for each. */
enum { MOST_UNDER_LINE = 128, LEAST_OF_CLOSED = 4 };

static int64_t cross(const er_border_vertex *a, const er_border_vertex *b,
                     const er_border_vertex *c) {
    return ((int64_t)b->x - a->x) * ((int64_t)c->y - a->y) -
           ((int64_t)b->y - a->y) * ((int64_t)c->x - a->x);
}

/** Within the triangle or on its sides. */
static bool in_triangle(const er_border_vertex *const t[3], const er_border_vertex *p) {
    int64_t a = cross(t[0], t[1], p), b = cross(t[1], t[2], p), c = cross(t[2], t[0], p);
    return (a >= 0 && b >= 0 && c >= 0) || (a <= 0 && b <= 0 && c <= 0);
}

/** Widen a row's range by where a side crosses it. */
static void widen(const er_border_vertex *p, const er_border_vertex *q, int64_t y, double *low,
                  double *high) {
    if ((p->y < y && q->y < y) || (p->y > y && q->y > y)) return;
    double x = p->x, other = q->x;
    if (p->y != q->y)
        x = other = p->x + (double)(y - p->y) * (double)((int64_t)q->x - p->x) /
                               (double)((int64_t)q->y - p->y);
    *low = fmin(*low, fmin(x, other));
    *high = fmax(*high, fmax(x, other));
}

static bool row_is_empty(const er_borders *b, const er_border_vertex *const t[3], int64_t y) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < 3; i++)
        widen(t[i], t[(i + 1) % 3], y, &low, &high);
    size_t end = b->row_start[y - b->first_y + 1];
    for (size_t i = er_borders_from(b, low - 0.5, y); i < end; i++) {
        const er_border_vertex *v = &b->vertices[i];
        if (v->x > high + 0.5) break;
        if (!v->dropped && v != t[0] && v != t[1] && v != t[2] && in_triangle(t, v)) return false;
    }
    return true;
}

/** No corner but its own three. */
static bool triangle_is_empty(const er_borders *b, const er_border_vertex *const t[3]) {
    int64_t top = t[0]->y, bottom = t[0]->y;
    for (int i = 1; i < 3; i++) {
        top = t[i]->y < top ? t[i]->y : top;
        bottom = t[i]->y > bottom ? t[i]->y : bottom;
    }
    for (int64_t y = top; y <= bottom; y++)
        if (!row_is_empty(b, t, y)) return false;
    return true;
}

static double distance_to(const er_border_vertex *p, const er_border_vertex *a,
                          const er_border_vertex *c) {
    double dx = (double)((int64_t)c->x - a->x), dy = (double)((int64_t)c->y - a->y);
    double px = (double)((int64_t)p->x - a->x), py = (double)((int64_t)p->y - a->y);
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(1, fmax(0, (px * dx + py * dy) / length2)) : 0;
    return hypot(px - t * dx, py - t * dy);
}

/** Do all corners between two of a path stay near the line? The last ones first: they fail most. */
static bool line_is_near(const er_borders *b, const uint32_t *path, size_t from, size_t to,
                         double tolerance) {
    for (size_t i = to - 1; i > from; i--)
        if (distance_to(&b->vertices[path[i]], &b->vertices[path[from]], &b->vertices[path[to]]) >
            tolerance)
            return false;
    return true;
}

static void simplify_arc(er_borders *b, const er_border_arc *arc, double tolerance) {
    const uint32_t *path = b->path + arc->first;
    bool closed = path[0] == path[arc->count - 1];
    size_t least = closed ? LEAST_OF_CLOSED + 1 : arc->keep_bend ? 3 : 2, left = arc->count;
    size_t from = 0;
    for (size_t i = 1; i + 1 < arc->count; i++) { /* may corner i go? */
        er_border_vertex *v = &b->vertices[path[i]];
        const er_border_vertex *triangle[3] = {&b->vertices[path[from]], v,
                                               &b->vertices[path[i + 1]]};
        if (left > least && i - from < MOST_UNDER_LINE &&
            line_is_near(b, path, from, i + 1, tolerance) && triangle_is_empty(b, triangle)) {
            v->dropped = true;
            left--;
        } else {
            from = i;
        }
    }
}

er_status er_borders_simplify(er_context *ctx, er_borders *b, double tolerance) {
    for (size_t i = 0; i < b->arc_count; i++) {
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        simplify_arc(b, &b->arcs[i], tolerance * (1 + 1e-12));
    }
    return ER_OK;
}
