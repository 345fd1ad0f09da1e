/* The simplified borders in degrees. */
#include "geometry/label_lines.h"

#include <math.h>

static const double earth_radius_m = 6371007.2;
/* How far a straight line of degrees may leave the plane's, in parts of the distance that any
 * corner keeps from it: one cell over the line's length in cells (Pick's theorem). */
static const double bow_limit = 0.05;
/* The bow of a line is its length squared over eight radii of curvature; a plane and degrees curve
 * against each other with the Earth's radius over the tangent of the latitude: ten of them hold up
 * to 84 degrees. Lines below are not looked at. */
static const double most_curvature = 10;
enum { MOST_PIECES = 10000 };

struct drawing {
    er_context *ctx;
    const er_plane *plane;
    const er_grid *grid;
    er_border_lines *lines;
    double middle_deg; /**< longitude of the middle of the grid */
};

static er_point on_plane(const er_grid *grid, const er_border_vertex *v) {
    return (er_point){grid->left_m + (double)v->x * grid->cell_m,
                      grid->top_m - (double)v->y * grid->cell_m};
}

static er_point in_degrees(const struct drawing *d, er_point p) {
    er_plane_inverse(d->plane, &p, 1);
    if (p.x - d->middle_deg > 180) p.x -= 360;
    if (p.x - d->middle_deg < -180) p.x += 360;
    return p;
}

/** Into how many pieces a line must be cut to stay straight enough in degrees. */
static int pieces_of(const struct drawing *d, er_point a, er_point b, er_point a_deg,
                     er_point b_deg) {
    double length = hypot(b.x - a.x, b.y - a.y);
    double limit = bow_limit * d->grid->cell_m;
    if (a.x != b.x && a.y != b.y) limit *= d->grid->cell_m / length;
    if (most_curvature * length * length / (8 * earth_radius_m) < limit) return 1;
    er_point middle = {0.5 * (a_deg.x + b_deg.x), 0.5 * (a_deg.y + b_deg.y)};
    er_plane_forward(d->plane, &middle, 1);
    double bow = hypot(middle.x - 0.5 * (a.x + b.x), middle.y - 0.5 * (a.y + b.y));
    return (int)fmin(MOST_PIECES, fmax(1, ceil(sqrt(bow / limit)))); /* 1 for NAN */
}

static er_status add_point(struct drawing *d, er_point p) {
    er_border_lines *lines = d->lines;
    if (!isfinite(p.x) || !isfinite(p.y))
        return er_fail(d->ctx, ER_ERR_GEOMETRY,
                       "a labelled cell lies outside what the working plane can show");
    ER_TRY(er_reserve(d->ctx, &lines->points, &lines->capacity, lines->count + 1, sizeof p));
    lines->points[lines->count++] = p;
    return ER_OK;
}

static er_status draw_arc(struct drawing *d, const er_borders *borders, const er_border_arc *arc) {
    const uint32_t *path = borders->path + arc->first;
    er_point a = on_plane(d->grid, &borders->vertices[path[0]]), a_deg = in_degrees(d, a);
    ER_TRY(add_point(d, a_deg));
    for (size_t i = 1; i < arc->count; i++) {
        const er_border_vertex *v = &borders->vertices[path[i]];
        if (v->dropped) continue;
        er_point b = on_plane(d->grid, v), b_deg = in_degrees(d, b);
        int pieces = pieces_of(d, a, b, a_deg, b_deg);
        for (int k = 1; k < pieces; k++)
            ER_TRY(
                add_point(d, in_degrees(d, (er_point){a.x + (b.x - a.x) * ((double)k / pieces),
                                                      a.y + (b.y - a.y) * ((double)k / pieces)})));
        ER_TRY(add_point(d, b_deg));
        a = b;
        a_deg = b_deg;
    }
    return ER_OK;
}

er_status er_border_lines_make(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               const er_borders *borders, er_border_lines *out) {
    struct drawing d = {.ctx = ctx, .plane = plane, .grid = grid, .lines = out};
    er_point middle = {grid->left_m + 0.5 * (double)grid->columns * grid->cell_m,
                       grid->top_m - 0.5 * (double)grid->rows * grid->cell_m};
    er_plane_inverse(plane, &middle, 1);
    if (isfinite(middle.x)) d.middle_deg = middle.x;
    *out = (er_border_lines){0};
    ER_TRY(er_alloc(ctx, borders->arc_count + 1, sizeof *out->start, &out->start));
    for (size_t i = 0; i < borders->arc_count; i++) {
        if (i % 256 == 0) ER_TRY(er_check_cancel(ctx));
        out->start[i] = out->count;
        ER_TRY(draw_arc(&d, borders, &borders->arcs[i]));
    }
    out->start[borders->arc_count] = out->count;
    return ER_OK;
}

void er_border_lines_clear(er_border_lines *lines) {
    er_free(lines->points);
    er_free(lines->start);
    *lines = (er_border_lines){0};
}
