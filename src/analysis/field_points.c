/* Signals at single points. Over terrain the ground is read once for the points of a square: what
 * it says of a place does not depend on which piece was read. */
#include "analysis/field_work.h"

#include <math.h>
#include <stdlib.h>

static const double square_m = 5000;

struct asked {
    double row;
    double column; /**< of its square */
    size_t point;
    er_point on_plane;
};

static int by_square(const void *left, const void *right) {
    const struct asked *a = left, *b = right;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}

static bool same_square(const struct asked *a, const struct asked *b) {
    return a->row == b->row && a->column == b->column;
}

er_status er_field_far_place(er_context *ctx, er_point place) {
    return er_fail(ctx, ER_ERR_GEOMETRY,
                   "the place %.7g %.7g can't be brought on the working plane: it is too far from "
                   "the study's area",
                   place.x, place.y);
}

static er_status project(er_context *ctx, const er_field *field, const er_point *points,
                         size_t count, struct asked *asked) {
    for (size_t i = 0; i < count; i++) {
        er_point p = points[i];
        er_plane_forward(field->plane, &p, 1);
        if (!isfinite(p.x) || !isfinite(p.y)) return er_field_far_place(ctx, points[i]);
        asked[i] = (struct asked){floor(p.y / square_m), floor(p.x / square_m), i, p};
    }
    if (field->terrain && count > 1) qsort(asked, count, sizeof *asked, by_square);
    return ER_OK;
}

/** The ground of a square's points and of everything in reach. */
static er_status read_ground(er_context *ctx, const er_field *field, const er_point *points,
                             const struct asked *asked, size_t count, er_ground **ground) {
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double range_m = 0;
    for (size_t i = 0; i < count; i++) {
        er_point p = points[asked[i].point];
        box = (er_box){fmin(box.min_x, p.x), fmin(box.min_y, p.y), fmax(box.max_x, p.x),
                       fmax(box.max_y, p.y)};
    }
    for (size_t i = 0; i < field->place_count; i++)
        range_m = fmax(range_m, field->places[i].range_m);
    return er_ground_read(ctx, field->terrain, box, range_m, ground);
}

static er_status ask(er_context *ctx, const er_field *field, const struct asked *asked,
                     size_t count, const er_ground *ground, er_signal *signals, size_t stride) {
    for (size_t i = 0; i < count; i++) {
        if (i % 256 == 0) ER_TRY(er_check_cancel(ctx));
        er_field_patch patch = {.x_m = &asked[i].on_plane.x,
                                .columns = 1,
                                .y_m = &asked[i].on_plane.y,
                                .rows = 1,
                                .ground = ground};
        ER_TRY(er_field_patch_signals(ctx, field, &patch, signals + asked[i].point, stride));
    }
    return ER_OK;
}

static er_status ask_over_ground(er_context *ctx, const er_field *field, const er_point *points,
                                 const struct asked *asked, size_t count, er_signal *signals) {
    for (size_t first = 0, next; first < count; first = next) {
        er_ground *ground = NULL;
        for (next = first + 1; next < count; next++)
            if (!same_square(&asked[first], &asked[next])) break;
        ER_TRY(read_ground(ctx, field, points, asked + first, next - first, &ground));
        er_status status = ask(ctx, field, asked + first, next - first, ground, signals, count);
        er_ground_free(ground);
        ER_TRY(status);
    }
    return ER_OK;
}

er_status er_field_points(er_context *ctx, const er_field *field, const er_point *points,
                          size_t count, er_signal *signals) {
    struct asked *asked = NULL;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *asked, &asked));
    er_status status = project(ctx, field, points, count, asked);
    if (status == ER_OK)
        status = field->terrain ? ask_over_ground(ctx, field, points, asked, count, signals)
                                : ask(ctx, field, asked, count, NULL, signals, count);
    er_free(asked);
    return status;
}
