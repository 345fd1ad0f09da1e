/* Borders with fewer corners: see er_topology_simplify.
 *
 * A corner B between A and C may go only if the triangle ABC, its sides included, holds no other
 * corner. An edge that crosses AC then crosses AB or BC too, for it has no end in the triangle: no
 * crossing is new. And where A and C are joined already, B stays, so that no two borders become
 * one and no ring falls flat. */
#include "geometry/ellipsoid.h"
#include "geometry/topology.h"

#include <math.h>
#include <stdlib.h>

/* Corners under one line: bounds the work for each. */
enum { MOST_UNDER_LINE = 1024 };
/* How far a ring of its own may stray, by the root of its area. */
static const double most_of_ring = 0.1;

struct candidate {
    double area_m2;
    uint32_t place; /**< in the path */
};

struct work {
    er_topology *t;
    uint32_t *left; /**< per place in the path: the one before that is still there */
    uint32_t *right;
    double *area_m2;     /**< per place: as it stands in the heap; NAN: it does not */
    double *tolerance_m; /**< per arc */
    uint32_t *arc_of;    /**< per place */
    struct candidate *heap;
    size_t heap_count;
};

/* ---- metres ---------------------------------------------------------------------------------- */

/** Metres of a step of the grid, east and north, by the radii of curvature of the ellipsoid. */
static void steps_m(int64_t y, double *east, double *north) {
    const double f = ER_WGS84_FLATTENING, e2 = f * (2 - f),
                 step = M_PI / 180 / ER_TOP_GRID_PER_DEGREE;
    double latitude = (double)y * step, sine = sin(latitude), w2 = 1 - e2 * sine * sine;
    double prime_vertical_m = ER_WGS84_MAJOR_M / sqrt(w2);
    *east = prime_vertical_m * cos(latitude) * step;
    *north = prime_vertical_m * (1 - e2) / w2 * step;
}

static double distance_to_line(const er_top_vertex *p, const er_top_vertex *a,
                               const er_top_vertex *c) {
    double east, north;
    steps_m(p->y, &east, &north);
    double dx = east * (double)(c->x - a->x), dy = north * (double)(c->y - a->y);
    double px = east * (double)(p->x - a->x), py = north * (double)(p->y - a->y);
    double length2 = dx * dx + dy * dy;
    double along = length2 > 0 ? fmin(1, fmax(0, (px * dx + py * dy) / length2)) : 0;
    return hypot(px - along * dx, py - along * dy);
}

/** Of a loop, unsigned. */
static double loop_area_m2(const er_topology *t, size_t first, size_t last) {
    const er_top_vertex *origin = &t->vertices[t->path[first]];
    double east, north, sum = 0;
    steps_m(origin->y, &east, &north);
    for (size_t i = first + 1; i + 1 < last; i++)
        sum += (double)er_top_cross(origin, &t->vertices[t->path[i]], &t->vertices[t->path[i + 1]]);
    return fabs(sum) / 2 * east * north;
}

/* ---- the heap: the least area on top, of equal ones the first place -------------------------- */

static bool is_before(const struct candidate *a, const struct candidate *b) {
    if (a->area_m2 != b->area_m2) return a->area_m2 < b->area_m2;
    return a->place < b->place;
}

static void sift_down(struct work *w, size_t i) {
    struct candidate moved = w->heap[i];
    for (size_t child; (child = 2 * i + 1) < w->heap_count; i = child) {
        if (child + 1 < w->heap_count && is_before(&w->heap[child + 1], &w->heap[child])) child++;
        if (!is_before(&w->heap[child], &moved)) break;
        w->heap[i] = w->heap[child];
    }
    w->heap[i] = moved;
}

static void push(struct work *w, struct candidate candidate) {
    size_t i = w->heap_count++;
    for (; i > 0 && is_before(&candidate, &w->heap[(i - 1) / 2]); i = (i - 1) / 2)
        w->heap[i] = w->heap[(i - 1) / 2];
    w->heap[i] = candidate;
}

static struct candidate pop(struct work *w) {
    struct candidate top = w->heap[0];
    w->heap[0] = w->heap[--w->heap_count];
    if (w->heap_count > 0) sift_down(w, 0);
    return top;
}

/* ---- which corner may go --------------------------------------------------------------------- */

static const er_top_vertex *at(const struct work *w, uint32_t place) {
    return &w->t->vertices[w->t->path[place]];
}

/** Whether an edge joins the corners left and right of a place already. */
static bool is_joined(const struct work *w, uint32_t place) {
    const er_topology *t = w->t;
    uint32_t a = w->left[place], c = w->right[place];
    uint32_t from = t->path[a], to = t->path[c];
    if (from == to) return true;
    if (!at(w, a)->node) return t->path[w->left[a]] == to;
    if (!at(w, c)->node) return t->path[w->right[c]] == from;
    for (size_t i = t->ends_start[from]; i < t->ends_start[from + 1]; i++) {
        er_top_end end = t->ends[i];
        size_t first = t->arc_start[end.arc], last = t->arc_start[end.arc + 1] - 1;
        if (t->path[end.last ? w->left[last] : w->right[first]] == to) return true;
    }
    return false;
}

static bool line_is_near(const struct work *w, uint32_t place) {
    double tolerance_m = w->tolerance_m[w->arc_of[place]];
    uint32_t a = w->left[place], c = w->right[place];
    if (c - a > MOST_UNDER_LINE) return false;
    if (distance_to_line(at(w, place), at(w, a), at(w, c)) > tolerance_m) return false;
    for (uint32_t i = a + 1; i < c; i++)
        if (distance_to_line(at(w, i), at(w, a), at(w, c)) > tolerance_m) return false;
    return true;
}

struct triangle {
    const er_top_vertex *corners[3];
};

/** Another corner in the triangle or on its sides. */
static bool lies_within(const er_topology *t, uint32_t vertex, void *state) {
    const struct triangle *triangle = state;
    const er_top_vertex *const *c = triangle->corners, *v = &t->vertices[vertex];
    if (v->dropped || v->world != c[0]->world || v == c[0] || v == c[1] || v == c[2]) return false;
    __int128 x = er_top_cross(c[0], c[1], v), y = er_top_cross(c[1], c[2], v),
             z = er_top_cross(c[2], c[0], v);
    return (x >= 0 && y >= 0 && z >= 0) || (x <= 0 && y <= 0 && z <= 0);
}

static bool triangle_is_empty(const struct work *w, uint32_t place) {
    struct triangle triangle = {{at(w, w->left[place]), at(w, place), at(w, w->right[place])}};
    struct er_top_box box = er_top_box_of(triangle.corners[0], triangle.corners[2]);
    for (int k = 0; k < 2; k++) {
        int64_t b = k ? triangle.corners[1]->y : triangle.corners[1]->x;
        if (b < box.low[k]) box.low[k] = b;
        if (b > box.high[k]) box.high[k] = b;
    }
    return !er_top_tree_any(w->t, &box, lies_within, &triangle);
}

static void consider(struct work *w, uint32_t place) {
    if (at(w, place)->node) return;
    double east, north;
    steps_m(at(w, place)->y, &east, &north);
    double twice =
        fabs((double)er_top_cross(at(w, w->left[place]), at(w, place), at(w, w->right[place])));
    w->area_m2[place] = twice / 2 * east * north;
    push(w, (struct candidate){w->area_m2[place], place});
}

static void drop(struct work *w, uint32_t place) {
    uint32_t a = w->left[place], c = w->right[place];
    w->t->vertices[w->t->path[place]].dropped = true;
    w->right[a] = c;
    w->left[c] = a;
    consider(w, a);
    consider(w, c);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void prepare(struct work *w, double tolerance_m) {
    er_topology *t = w->t;
    for (size_t a = 0; a < t->arc_count; a++) {
        size_t first = t->arc_start[a], last = t->arc_start[a + 1] - 1;
        w->tolerance_m[a] = tolerance_m * (1 - 1e-9); /* the borders' own rounding */
        if (t->path[first] == t->path[last])
            w->tolerance_m[a] =
                fmin(w->tolerance_m[a], most_of_ring * sqrt(loop_area_m2(t, first, last)));
        for (size_t i = first; i <= last; i++) {
            w->left[i] = (uint32_t)(i > first ? i - 1 : i);
            w->right[i] = (uint32_t)(i < last ? i + 1 : i);
            w->arc_of[i] = (uint32_t)a;
        }
    }
    for (size_t i = 0; i < t->path_count; i++)
        consider(w, (uint32_t)i);
}

static er_status thin_out(er_context *ctx, struct work *w) {
    for (size_t n = 0; w->heap_count > 0; n++) {
        if (n % 4096 == 0) ER_TRY(er_check_cancel(ctx));
        struct candidate next = pop(w);
        if (at(w, next.place)->dropped || next.area_m2 != w->area_m2[next.place]) continue;
        w->area_m2[next.place] = NAN;
        if (!is_joined(w, next.place) && line_is_near(w, next.place) &&
            triangle_is_empty(w, next.place))
            drop(w, next.place);
    }
    return ER_OK;
}

er_status er_topology_simplify(er_context *ctx, er_topology *t, double tolerance_m) {
    if (!(tolerance_m >= 0) || !isfinite(tolerance_m))
        return er_fail(ctx, ER_ERR_RANGE, "the tolerance must be 0 m or more; it is %g",
                       tolerance_m);
    struct work w = {.t = t};
    er_status status = ER_OK;
    for (size_t v = 0; v < t->vertex_count; v++)
        t->vertices[v].dropped = false;
    if (tolerance_m == 0) return ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, t->path_count + 1, sizeof *w.left, &w.left));
    ER_GOTO(status, done, er_alloc(ctx, t->path_count + 1, sizeof *w.right, &w.right));
    ER_GOTO(status, done, er_alloc(ctx, t->path_count + 1, sizeof *w.arc_of, &w.arc_of));
    ER_GOTO(status, done, er_alloc(ctx, t->path_count + 1, sizeof *w.area_m2, &w.area_m2));
    ER_GOTO(status, done, er_alloc(ctx, t->arc_count + 1, sizeof *w.tolerance_m, &w.tolerance_m));
    /* a corner is put in once, and once more for each of its neighbours that goes */
    ER_GOTO(status, done, er_alloc(ctx, 3 * t->path_count + 1, sizeof *w.heap, &w.heap));
    prepare(&w, tolerance_m);
    status = thin_out(ctx, &w);
done:
    er_free(w.left);
    er_free(w.right);
    er_free(w.arc_of);
    er_free(w.area_m2);
    er_free(w.tolerance_m);
    er_free(w.heap);
    return status;
}
