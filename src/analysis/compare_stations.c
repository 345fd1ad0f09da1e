/* Stations that were added, removed or changed: the same one is of the same operator and code, or
 * else of the same operator and band within a metre. */
#include "analysis/compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double same_place_m = 1;
/* Rows of places, a little more than a metre high on any meridian. */
static const double row_deg = 1e-5;

/** A station on its way to its match. */
struct entry {
    const er_compare_station *of;
    size_t place; /* in its side: the order decides between equals */
    int64_t row;
};

struct list {
    struct entry *entries;
    size_t count;
    const er_compare_station **match; /* of each place of the side; null: none yet */
};

static int compare_text(const char *a, const char *b) {
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_code(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    const er_station *s = a->of->station, *t = b->of->station;
    int order = compare_text(s->operator_, t->operator_);
    if (order == 0) order = compare_text(s->code, t->code);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int by_row(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    const er_station *s = a->of->station, *t = b->of->station;
    int order = compare_text(s->operator_, t->operator_);
    if (order == 0) order = compare_text(s->band, t->band);
    if (order == 0) order = (a->row > b->row) - (a->row < b->row);
    if (order == 0) order = (s->position.x > t->position.x) - (s->position.x < t->position.x);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

/** Those of a side that have no match yet and are asked for. */
static er_status list_side(er_comparison *c, int side, bool coded, struct list *l) {
    const er_compare_read *read = &c->sides[side];
    if (!l->match)
        ER_TRY(er_arena_alloc(c->ctx, c->arena, (read->station_count + 1) * sizeof *l->match,
                              &l->match));
    if (!l->entries)
        ER_TRY(er_arena_alloc(c->ctx, c->arena, (read->station_count + 1) * sizeof *l->entries,
                              &l->entries));
    l->count = 0;
    for (size_t i = 0; i < read->station_count; i++) {
        const er_compare_station *of = &read->stations[i];
        if (l->match[i] || (coded && !of->station->code)) continue;
        int64_t row = (int64_t)floor(of->station->position.y / row_deg);
        l->entries[l->count++] = (struct entry){of, i, row};
    }
    if (l->count > 1) qsort(l->entries, l->count, sizeof *l->entries, coded ? by_code : by_row);
    return ER_OK;
}

static void join(struct list *before, const struct entry *a, struct list *after,
                 const struct entry *b) {
    before->match[a->place] = b->of;
    after->match[b->place] = a->of;
}

/* ---- by code --------------------------------------------------------------------------------- */

static int code_order(const struct entry *a, const struct entry *b) {
    int order = compare_text(a->of->station->operator_, b->of->station->operator_);
    return order ? order : compare_text(a->of->station->code, b->of->station->code);
}

/** Of several stations of one code the first is matched with the first. */
static void match_codes(struct list *before, struct list *after) {
    size_t i = 0, k = 0;
    while (i < before->count && k < after->count) {
        int order = code_order(&before->entries[i], &after->entries[k]);
        if (order == 0) join(before, &before->entries[i], after, &after->entries[k]);
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- by place -------------------------------------------------------------------------------- */

/** The first entry that is not before a row and longitude of the entry's operator and band. */
static size_t lower_bound(const struct list *l, const struct entry *key) {
    size_t low = 0, high = l->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_row(&l->entries[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** The nearest free station within a metre, looked for in one row of places. */
static void look_in_row(const struct list *after, const struct entry *wanted, int64_t row,
                        double width_deg, const struct entry **best, double *best_m) {
    er_station corner = *wanted->of->station;
    corner.position.x -= width_deg;
    const er_compare_station from = {&corner, NAN};
    const struct entry key = {&from, 0, row};
    er_point place = wanted->of->station->position;
    for (size_t k = lower_bound(after, &key); k < after->count; k++) {
        const struct entry *e = &after->entries[k];
        const er_station *s = e->of->station;
        if (compare_text(s->operator_, corner.operator_) != 0 ||
            compare_text(s->band, corner.band) != 0 || e->row != row ||
            s->position.x > place.x + width_deg)
            break;
        if (after->match[e->place]) continue;
        double away_m = er_geodesic_distance(place, s->position);
        if (away_m > same_place_m) continue;
        if (*best && (away_m > *best_m || (away_m == *best_m && e->place > (*best)->place)))
            continue;
        *best = e;
        *best_m = away_m;
    }
}

static void match_places(struct list *before, struct list *after) {
    for (size_t i = 0; i < before->count; i++) {
        const struct entry *wanted = &before->entries[i], *best = NULL;
        double latitude = wanted->of->station->position.y * M_PI / 180;
        double width_deg = fmin(360, row_deg / fmax(cos(latitude), 1e-6)), best_m = INFINITY;
        for (int64_t row = wanted->row - 1; row <= wanted->row + 1; row++)
            look_in_row(after, wanted, row, width_deg, &best, &best_m);
        if (best) join(before, wanted, after, best);
    }
}

/* ---- what changed ---------------------------------------------------------------------------- */

/** Parts of a station, in two texts that name only what is not the same. */
struct texts {
    er_comparison *c;
    const char *before;
    const char *after;
};

static er_status add_part(struct texts *t, const char *name, const char *before,
                          const char *after) {
    er_context *ctx = t->c->ctx;
    const char *glue = t->before ? ", " : "";
    if (er_equal_texts(before, after)) return ER_OK;
    ER_TRY(er_arena_format(ctx, t->c->arena, &t->before, "%s%s%s %s", t->before ? t->before : "",
                           glue, name, before ? before : "-"));
    return er_arena_format(ctx, t->c->arena, &t->after, "%s%s%s %s", t->after ? t->after : "", glue,
                           name, after ? after : "-");
}

static er_status add_number(struct texts *t, const char *name, double before, double after) {
    char was[32], is[32];
    if (er_equal_numbers(before, after)) return ER_OK;
    er_format_double(before, was);
    er_format_double(after, is);
    return add_part(t, name, isnan(before) ? NULL : was, isnan(after) ? NULL : is);
}

static er_status add_place(struct texts *t, er_point before, er_point after) {
    char was[80], is[80], x[32], y[32];
    if (before.x == after.x && before.y == after.y) return ER_OK;
    snprintf(was, sizeof was, "%s %s", er_format_double(before.x, x),
             er_format_double(before.y, y));
    snprintf(is, sizeof is, "%s %s", er_format_double(after.x, x), er_format_double(after.y, y));
    return add_part(t, "place", was, is);
}

static er_status add_changed(er_comparison *c, const er_compare_station *a,
                             const er_compare_station *b) {
    const er_station *s = a->station, *t = b->station;
    struct texts texts = {.c = c};
    ER_TRY(add_part(&texts, "code", s->code, t->code));
    ER_TRY(add_part(&texts, "band", s->band, t->band));
    ER_TRY(add_part(&texts, "technology", s->technology, t->technology));
    ER_TRY(add_part(&texts, "status", s->status, t->status));
    ER_TRY(add_place(&texts, s->position, t->position));
    ER_TRY(add_number(&texts, "radius_m", a->radius_m, b->radius_m));
    ER_TRY(add_number(&texts, "height_m", s->height_m, t->height_m));
    if (!texts.before) return ER_OK;
    const er_compare_cause cause = {.kind = "station",
                                    .change = "changed",
                                    .subject = t->code ? t->code : s->code,
                                    .operator_ = t->operator_,
                                    .before = texts.before,
                                    .after = texts.after,
                                    .position = t->position};
    return er_compare_add_cause(c, cause);
}

/** What a station is, where the other side has none. */
static er_status describe(er_comparison *c, const er_compare_station *of, const char **out) {
    char radius[32] = "", metres[48] = "";
    const er_station *s = of->station;
    if (!isnan(of->radius_m))
        snprintf(metres, sizeof metres, "%sradius_m %s", s->band ? ", " : "",
                 er_format_double(of->radius_m, radius));
    return er_arena_format(c->ctx, c->arena, out, "%s%s%s", s->band ? "band " : "",
                           s->band ? s->band : "", metres);
}

static er_status add_lone(er_comparison *c, int side, const struct list *l) {
    const er_compare_read *read = &c->sides[side];
    for (size_t i = 0; i < read->station_count; i++) {
        const er_compare_station *of = &read->stations[i];
        if (l->match[i]) continue;
        er_compare_cause cause = {.kind = "station",
                                  .change = side == ER_BEFORE ? "removed" : "added",
                                  .subject = of->station->code,
                                  .operator_ = of->station->operator_,
                                  .position = of->station->position};
        ER_TRY(describe(c, of, side == ER_BEFORE ? &cause.before : &cause.after));
        ER_TRY(er_compare_add_cause(c, cause));
    }
    return ER_OK;
}

er_status er_compare_station_causes(er_comparison *c) {
    struct list lists[ER_SIDES] = {{0}, {0}};
    for (int coded = 1; coded >= 0; coded--) {
        for (int side = 0; side < ER_SIDES; side++)
            ER_TRY(list_side(c, side, coded, &lists[side]));
        if (coded)
            match_codes(&lists[ER_BEFORE], &lists[ER_AFTER]);
        else
            match_places(&lists[ER_BEFORE], &lists[ER_AFTER]);
        ER_TRY(er_check_cancel(c->ctx));
    }
    ER_TRY(add_lone(c, ER_AFTER, &lists[ER_AFTER]));
    ER_TRY(add_lone(c, ER_BEFORE, &lists[ER_BEFORE]));
    for (size_t i = 0; i < c->sides[ER_AFTER].station_count; i++)
        if (lists[ER_AFTER].match[i])
            ER_TRY(add_changed(c, lists[ER_AFTER].match[i], &c->sides[ER_AFTER].stations[i]));
    return ER_OK;
}
