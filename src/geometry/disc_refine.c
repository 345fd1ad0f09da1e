#include "geometry/disc_union.h"

#include <math.h>

/* The power of a point with regard to a disc is |p - c|² - r²: negative inside. The difference of
 * the powers of two discs is linear in p (Aurenhammer 1987, Power diagrams), so if disc j has the
 * lower power at the four corners of a cell, j covers all that i covers in the cell. */

struct powers {
    double corner[4];
    double margin; /* above the rounding of the powers */
};

static struct powers corner_powers(const er_disc *disc, er_box cell) {
    double x0 = cell.min_x - disc->x, x1 = cell.max_x - disc->x;
    double y0 = cell.min_y - disc->y, y1 = cell.max_y - disc->y;
    double square = disc->radius_m * disc->radius_m;
    x0 *= x0, x1 *= x1, y0 *= y0, y1 *= y1;
    return (struct powers){
        .corner = {x0 + y0 - square, x1 + y0 - square, x0 + y1 - square, x1 + y1 - square},
        .margin = 1e-14 * (fmax(x0, x1) + fmax(y0, y1) + square),
    };
}

/** A disc covers a cell if it covers the corners. */
static bool covers(const struct powers *powers) {
    for (int c = 0; c < 4; c++)
        if (powers->corner[c] > -powers->margin) return false;
    return true;
}

bool er_disc_covers(const er_disc *disc, er_box cell) {
    struct powers powers = corner_powers(disc, cell);
    return covers(&powers);
}

static bool is_idle_beside(const struct powers *disc, const struct powers *other) {
    double margin = disc->margin + other->margin;
    for (int c = 0; c < 4; c++)
        if (disc->corner[c] - other->corner[c] <= margin) return false;
    return true;
}

static double rank(const struct powers *p, int candidate) {
    if (candidate < 4) return p->corner[candidate];
    return p->corner[0] + p->corner[1] + p->corner[2] + p->corner[3]; /* as at the centre */
}

/** The discs with the lowest power at the corners and at the centre of a cell. */
enum { CANDIDATES = 5 };

static void compete(struct powers best[CANDIDATES], const struct powers *powers, bool first) {
    for (int k = 0; k < CANDIDATES; k++)
        if (first || rank(powers, k) < rank(&best[k], k)) best[k] = *powers;
}

/** Drop what is idle beside the best disc of the centre or of a corner. Powers are computed again
 *  rather than kept: lists may be as long as all discs. */
static size_t prune(const er_disc *discs, er_box cell, const struct powers best[CANDIDATES],
                    uint32_t *list, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct powers powers = corner_powers(&discs[list[i]], cell);
        bool idle = false;
        for (int k = CANDIDATES - 1; k >= 0 && !idle; k--)
            idle = is_idle_beside(&powers, &best[k]);
        if (!idle) list[kept++] = list[i];
    }
    return kept;
}

/** The discs of one layer. */
static uint32_t refine_layer(const er_disc *discs, er_box cell, const uint32_t *list, size_t count,
                             uint32_t *out, size_t *out_count) {
    struct powers best[CANDIDATES] = {0};
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const er_disc *disc = &discs[list[i]];
        if (!er_disc_touches(disc, cell)) continue;
        struct powers powers = corner_powers(disc, cell);
        if (covers(&powers)) {
            out[0] = list[i];
            *out_count = 1;
            return ER_CELL_FULL;
        }
        compete(best, &powers, used == 0);
        out[used++] = list[i];
    }
    bool whole = cell.max_x - cell.min_x > ER_DISC_WHOLE_LISTS_M;
    *out_count = whole ? used : prune(discs, cell, best, out, used);
    return used ? ER_CELL_MIXED : ER_CELL_EMPTY;
}

/* ---- what lies in exactly one disc -------------------------------------------------------------
 */

/* A disc is idle for sole parts if two others each cover all that it covers: a place in it lies in
 * three. Of those that cover a place, the two of the lowest power in any order that goes with
 * "covers all of" have fewer than two above them and are kept, so that one, and more than one, can
 * still be told. */

struct contender {
    struct powers powers;
    uint32_t disc;
};

/** The two lowest of each candidate. */
struct contest {
    struct contender best[CANDIDATES][2];
};

static void contest_start(struct contest *contest) {
    static const struct contender none = {{{INFINITY, INFINITY, INFINITY, INFINITY}, 0},
                                          UINT32_MAX};
    for (int k = 0; k < CANDIDATES; k++)
        contest->best[k][0] = contest->best[k][1] = none;
}

static void contest_add(struct contest *contest, const struct powers *powers, uint32_t disc) {
    for (int k = 0; k < CANDIDATES; k++) {
        struct contender *best = contest->best[k];
        double own = rank(powers, k);
        if (own < rank(&best[0].powers, k)) {
            best[1] = best[0];
            best[0] = (struct contender){*powers, disc};
        } else if (own < rank(&best[1].powers, k)) {
            best[1] = (struct contender){*powers, disc};
        }
    }
}

static bool is_idle_twice(const struct contest *contest, const struct powers *powers) {
    uint32_t first = UINT32_MAX;
    for (int k = CANDIDATES - 1; k >= 0; k--)
        for (int place = 0; place < 2; place++) {
            const struct contender *other = &contest->best[k][place];
            if (other->disc == first || !is_idle_beside(powers, &other->powers)) continue;
            if (first != UINT32_MAX) return true;
            first = other->disc;
        }
    return false;
}

uint32_t er_refine_sole(const er_disc *discs, er_box cell, const uint32_t *list, size_t count,
                        uint32_t *out, size_t *out_count) {
    struct contest contest;
    size_t used = 0, covering = 0;
    contest_start(&contest);
    for (size_t i = 0; i < count; i++) {
        if (!er_disc_touches(&discs[list[i]], cell)) continue;
        struct powers powers = corner_powers(&discs[list[i]], cell);
        covering += covers(&powers);
        if (covering > 1) return ER_CELL_EMPTY;
        contest_add(&contest, &powers, list[i]);
        out[used++] = list[i];
    }
    *out_count = 0;
    for (size_t i = 0; i < used; i++) {
        struct powers powers = corner_powers(&discs[out[i]], cell);
        if (!is_idle_twice(&contest, &powers)) out[(*out_count)++] = out[i];
    }
    if (used == 0) return ER_CELL_EMPTY;
    return used == 1 && covering == 1 ? ER_CELL_FULL : ER_CELL_MIXED;
}

uint32_t er_refine(const er_disc_union *set, er_box cell, const uint32_t *list, size_t count,
                   uint32_t *out, size_t *out_count) {
    size_t layers = 0, full = 0, used = 0;
    if (set->sole) return er_refine_sole(set->discs, cell, list, count, out, out_count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        uint32_t layer = set->discs[list[begin]].layer;
        for (end = begin + 1; end < count && set->discs[list[end]].layer == layer;)
            end++;
        size_t kept = 0;
        uint32_t kind =
            refine_layer(set->discs, cell, list + begin, end - begin, out + used, &kept);
        if (kind == ER_CELL_EMPTY) return ER_CELL_EMPTY;
        layers++;
        full += kind == ER_CELL_FULL;
        used += kept;
    }
    *out_count = used;
    if (layers < set->layer_count) return ER_CELL_EMPTY;
    return full == layers ? ER_CELL_FULL : ER_CELL_MIXED;
}
