/* A profile from a table: distances, ground, clutter, zones. */
#include "evenreach/sources.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 4, POINT_LIMIT = 1 << 20 };

static const struct {
    const char *name;
    unsigned missing; /**< warning where the table lacks it; 0: it must be there */
    double otherwise; /**< value then */
    double least;
    double most;
} columns[COLUMNS] = {
    {"distance_km", 0, 0, 0, 20037.6}, /* half the equator */
    {"ground_m", 0, 0, -12000, 9000},  /* the deepest and the highest place of the Earth */
    {"clutter_m", ER_WARN_DEFAULT_CLUTTER, 0, 0, 1000},
    {"zone", ER_WARN_DEFAULT_ZONE, ER_ZONE_INLAND, 1, 4},
};

struct reading {
    er_table *table;
    const char *path;
    size_t column[COLUMNS];
    bool present[COLUMNS];
    er_profile_point *points;
    size_t count;
    size_t capacity;
};

static er_status find_columns(er_context *ctx, struct reading *r, unsigned *missing) {
    size_t count = er_table_column_count(r->table);
    for (size_t c = 0; c < COLUMNS; c++) {
        for (size_t i = 0; i < count && !r->present[c]; i++) {
            r->present[c] = er_same_text(er_table_column_name(r->table, i), columns[c].name);
            r->column[c] = i;
        }
        if (r->present[c]) continue;
        if (!columns[c].missing)
            return er_table_find(ctx, r->table, columns[c].name, &r->column[c]);
        *missing |= columns[c].missing;
    }
    return ER_OK;
}

static er_status read_number(er_context *ctx, const struct reading *r, const er_table_row *row,
                             size_t c, double *out) {
    const char *text = row->text[r->column[c]];
    long long number = (long long)row->number;
    if (!text || !*text)
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: %s is missing", r->path, number,
                       columns[c].name);
    if (!er_parse_double(text, out))
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: %s '%.40s' is not a number", r->path,
                       number, columns[c].name, text);
    if (!(*out >= columns[c].least && *out <= columns[c].most))
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: %s %g is not between %g and %g", r->path,
                       number, columns[c].name, *out, columns[c].least, columns[c].most);
    return ER_OK;
}

static er_status check_distance(er_context *ctx, const struct reading *r, long long row,
                                double distance_km) {
    if (r->count == 0 && distance_km != 0)
        return er_fail(
            ctx, ER_ERR_INPUT,
            "%s, row %lld: distance_km is %g: the first point is the transmitter's, at 0", r->path,
            row, distance_km);
    if (r->count > 0 && !(distance_km > r->points[r->count - 1].distance_km))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s, row %lld: distance_km %g does not rise above the row before, %g: each "
                       "point lies beyond the last",
                       r->path, row, distance_km, r->points[r->count - 1].distance_km);
    return ER_OK;
}

static er_status take_row(er_context *ctx, struct reading *r, const er_table_row *row) {
    double values[COLUMNS];
    long long number = (long long)row->number;
    if (row->problem_code)
        return er_fail(ctx, ER_ERR_INPUT, "%s, row %lld: %s", r->path, number, row->problem);
    if (r->count == POINT_LIMIT)
        return er_fail(ctx, ER_ERR_INPUT, "%s: has more than %d points: thin them out", r->path,
                       POINT_LIMIT);
    for (size_t c = 0; c < COLUMNS; c++) {
        values[c] = columns[c].otherwise;
        if (r->present[c]) ER_TRY(read_number(ctx, r, row, c, &values[c]));
    }
    if (values[3] != ER_ZONE_SEA && values[3] != ER_ZONE_COASTAL && values[3] != ER_ZONE_INLAND)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s, row %lld: zone %g is none of 1 (sea), 3 (coastal land), 4 (inland)",
                       r->path, number, values[3]);
    ER_TRY(check_distance(ctx, r, number, values[0]));
    ER_TRY(er_reserve(ctx, &r->points, &r->capacity, r->count + 1, sizeof *r->points));
    r->points[r->count++] =
        (er_profile_point){values[0], values[1], values[2], (er_zone)(int)values[3]};
    return ER_OK;
}

static er_status read_rows(er_context *ctx, er_arena *arena, struct reading *r, er_profile *out) {
    er_table_row row;
    er_profile_point *kept = NULL;
    for (bool more = true;;) {
        ER_TRY(er_table_next(ctx, r->table, &row, &more));
        if (!more) break;
        ER_TRY(take_row(ctx, r, &row));
    }
    if (r->count < 2)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: has %zu points: a profile needs two or more, the first under the "
                       "transmitter and the last under the receiver",
                       r->path, r->count);
    ER_TRY(er_arena_alloc(ctx, arena, r->count * sizeof *kept, &kept));
    memcpy(kept, r->points, r->count * sizeof *kept);
    *out = (er_profile){kept, r->count};
    return ER_OK;
}

er_status er_profile_read(er_context *ctx, er_arena *arena, const char *path, er_profile *out,
                          unsigned *missing) {
    struct reading r = {.path = path};
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    unsigned lacking = 0;
    er_profile profile;
    ER_TRY(er_table_open(ctx, &options, &r.table));
    er_status status = find_columns(ctx, &r, &lacking);
    if (status == ER_OK) status = read_rows(ctx, arena, &r, &profile);
    er_table_close(r.table);
    er_free(r.points);
    if (status != ER_OK) return status;
    *out = profile;
    if (missing) *missing |= lacking;
    return ER_OK;
}
