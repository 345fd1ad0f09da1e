#include "geometry/disc_rings.h"

#include <math.h>
#include <stdlib.h>

/* Ends and starts that meet are the same bits, but where three circles meet in one point, or all
 * but meet: there they may lie this far apart. */
static const double meeting_m = 1e-5;

#define NO_PIECE UINT32_MAX

struct start {
    er_point at;
    uint32_t piece;
};

static int by_place(const void *left, const void *right) {
    const struct start *a = left, *b = right;
    if (a->at.x != b->at.x) return a->at.x < b->at.x ? -1 : 1;
    if (a->at.y != b->at.y) return a->at.y < b->at.y ? -1 : 1;
    return (a->piece > b->piece) - (a->piece < b->piece);
}

static size_t first_from(const struct start *starts, size_t count, double x) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (starts[middle].at.x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** The nearest start within reach of an end that no other end has taken. */
static uint32_t take_start(const struct start *starts, size_t count, bool *taken, er_point end,
                           double within_m) {
    size_t best = count;
    double least = within_m;
    for (size_t i = first_from(starts, count, end.x - within_m);
         i < count && starts[i].at.x <= end.x + within_m; i++) {
        double away = hypot(starts[i].at.x - end.x, starts[i].at.y - end.y);
        if (taken[i] || away > least || (away == least && best < count)) continue;
        best = i;
        least = away;
    }
    if (best == count) return NO_PIECE;
    taken[best] = true;
    return starts[best].piece;
}

/** Which piece follows each: first where the bits agree, then the nearest of what is left. */
static er_status link_pieces(er_context *ctx, const er_disc_piece *pieces, size_t count,
                             uint32_t *next) {
    struct start *starts = NULL;
    bool *taken = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, count, sizeof *starts, &starts));
    ER_GOTO(status, done, er_alloc(ctx, count, sizeof *taken, &taken));
    for (size_t i = 0; i < count; i++) {
        starts[i] = (struct start){pieces[i].from, (uint32_t)i};
        next[i] = NO_PIECE;
    }
    qsort(starts, count, sizeof *starts, by_place);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++)
            if (next[i] == NO_PIECE)
                next[i] = take_start(starts, count, taken, pieces[i].to, round ? meeting_m : 0);
done:
    er_free(starts);
    er_free(taken);
    return status;
}

static er_status push_point(er_context *ctx, er_rings *rings, er_point point) {
    ER_TRY(er_reserve(ctx, &rings->points, &rings->point_capacity, rings->point_count + 1,
                      sizeof *rings->points));
    rings->points[rings->point_count++] = point;
    return ER_OK;
}

/** The piece's start and the points between its start and its end. */
static er_status flatten(er_context *ctx, er_rings *rings, const er_disc_union *set,
                         const er_disc_piece *piece, double tolerance_m) {
    static const double whole = 2 * 3.14159265358979323846;
    const er_disc *disc = &set->discs[piece->disc];
    double r = disc->radius_m;
    double angle = piece->whole ? whole : er_arc_angle(disc, piece->from, piece->to);
    /* A chord over the angle s lies r (1 - cos(s / 2)) from its arc; eight to the circle at least.
     */
    double step = tolerance_m < r ? fmin(2 * acos(1 - tolerance_m / r), whole / 8) : whole / 8;
    size_t chords = (size_t)fmin(fmax(ceil(angle / step), 1), 1e6);
    double from = atan2(piece->from.y - disc->y, piece->from.x - disc->x);
    ER_TRY(push_point(ctx, rings, piece->from));
    for (size_t k = 1; k < chords; k++) {
        double at = from + angle * (double)k / (double)chords;
        ER_TRY(push_point(ctx, rings, (er_point){disc->x + r * cos(at), disc->y + r * sin(at)}));
    }
    return ER_OK;
}

static er_status close_ring(er_context *ctx, er_rings *rings) {
    size_t begin = rings->start[rings->count];
    if (rings->point_count - begin < 3) {
        rings->point_count = begin;
        return ER_OK;
    }
    ER_TRY(push_point(ctx, rings, rings->points[begin]));
    ER_TRY(er_reserve(ctx, &rings->start, &rings->start_capacity, rings->count + 2,
                      sizeof *rings->start));
    rings->start[++rings->count] = rings->point_count;
    return ER_OK;
}

/** Follow the pieces from one on until they come back or end. */
static er_status walk(er_context *ctx, er_rings *rings, const er_disc_union *set,
                      const er_disc_piece *pieces, const uint32_t *next, bool *done, uint32_t first,
                      double tolerance_m) {
    for (uint32_t i = first; i != NO_PIECE && !done[i]; i = next[i]) {
        done[i] = true;
        ER_TRY(flatten(ctx, rings, set, &pieces[i], tolerance_m));
        if (next[i] == NO_PIECE) ER_TRY(push_point(ctx, rings, pieces[i].to));
    }
    return close_ring(ctx, rings);
}

static er_status walk_all(er_context *ctx, er_rings *rings, const er_disc_union *set,
                          const er_disc_piece *pieces, size_t count, double tolerance_m) {
    uint32_t *next = NULL;
    bool *followed = NULL, *done = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, count, sizeof *next, &next));
    ER_GOTO(status, done, er_alloc(ctx, count, sizeof *followed, &followed));
    ER_GOTO(status, done, er_alloc(ctx, count, sizeof *done, &done));
    ER_GOTO(status, done, link_pieces(ctx, pieces, count, next));
    for (size_t i = 0; i < count; i++)
        if (next[i] != NO_PIECE) followed[next[i]] = true;
    /* Chains that nothing leads to first (there are none unless rounding dropped a piece). */
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count; i++)
            if (!done[i] && (round || !followed[i]))
                ER_GOTO(status, done,
                        walk(ctx, rings, set, pieces, next, done, (uint32_t)i, tolerance_m));
done:
    er_free(next);
    er_free(followed);
    er_free(done);
    return status;
}

er_status er_disc_rings(er_context *ctx, const er_disc_union *set, double tolerance_m,
                        er_rings *out) {
    er_rings rings = {0};
    er_disc_piece *pieces = NULL;
    size_t count = 0;
    er_status status = ER_OK;
    ER_GOTO(status, done,
            er_reserve(ctx, &rings.start, &rings.start_capacity, 1, sizeof *rings.start));
    rings.start[0] = 0;
    ER_GOTO(status, done, er_disc_pieces(ctx, set, &pieces, &count));
    ER_GOTO(status, done, walk_all(ctx, &rings, set, pieces, count, tolerance_m));
    *out = rings;
    rings = (er_rings){0};
done:
    er_rings_clear(&rings);
    er_free(pieces);
    return status;
}

void er_rings_clear(er_rings *rings) {
    er_free(rings->points);
    er_free(rings->start);
    *rings = (er_rings){0};
}
