/* One scheme: which lines every unit counts in, and the sums of each line. */
#include "analysis/balance.h"

#include <math.h>
#include <string.h>

static size_t group_line(const er_balance_scheme *s, const char *name) {
    for (size_t g = 0; g < s->group_count; g++)
        if (strcmp(s->groups[g].name, name) == 0) return g;
    return ER_NOWHERE;
}

/** Memberships by unit: first how many, then which. */
static er_status read_members(er_balance_scheme *s) {
    const er_balance_data *d = s->data;
    er_unit_group *rows = NULL;
    size_t count = 0, *next = NULL;
    ER_TRY(er_store_unit_groups(d->ctx, d->store, d->arena, s->scheme->name, &rows, &count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, (d->unit_count + 1) * sizeof *s->member_first,
                          &s->member_first));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, (d->unit_count + 1) * sizeof *next, &next));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof *s->member_line, &s->member_line));
    for (size_t i = 0; i < count; i++) {
        size_t unit = er_balance_unit(d, rows[i].unit_id);
        if (unit != ER_NOWHERE && group_line(s, rows[i].group) != ER_NOWHERE)
            s->member_first[unit + 1]++;
    }
    for (size_t u = 0; u < d->unit_count; u++)
        s->member_first[u + 1] += s->member_first[u];
    memcpy(next, s->member_first, (d->unit_count + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++) {
        size_t unit = er_balance_unit(d, rows[i].unit_id), line = group_line(s, rows[i].group);
        if (unit != ER_NOWHERE && line != ER_NOWHERE) s->member_line[next[unit]++] = line;
    }
    return ER_OK;
}

/** Mark the lines of a unit at the scheme's level or below it. */
static void mark_lines(const er_balance_scheme *s, size_t unit, bool *lines) {
    size_t first = s->member_first[unit], end = s->member_first[unit + 1];
    if (first == end) lines[s->group_count] = true; /* none */
    for (size_t m = first; m < end; m++)
        lines[s->member_line[m]] = true;
}

/** A unit larger than the level's: the lines in which all of its units are; false if it has none
 *  below, or if they share no line. */
static bool mark_common_lines(const er_balance_scheme *s, size_t unit, bool *lines) {
    const er_balance_data *d = s->data;
    size_t below = 0, found = 0;
    for (size_t line = 0; line < s->line_count; line++)
        lines[line] = true;
    for (size_t u = s->first_unit; u < s->first_unit + s->unit_count; u++) {
        if (er_balance_ancestor(d, u, d->unit_level[unit]) != unit) continue;
        below++;
        size_t first = s->member_first[u], end = s->member_first[u + 1];
        for (size_t line = 0; line < s->line_count; line++) {
            bool here = line == s->group_count && first == end;
            for (size_t m = first; m < end; m++)
                here = here || s->member_line[m] == line;
            lines[line] = lines[line] && here;
        }
    }
    for (size_t line = 0; line < s->line_count; line++)
        found += lines[line];
    return below > 0 && found > 0;
}

bool er_balance_place(const er_balance_scheme *s, size_t unit, bool *lines) {
    memset(lines, 0, s->line_count * sizeof *lines);
    if (unit == ER_NOWHERE) return false;
    if (s->data->unit_level[unit] < s->level) {
        if (mark_common_lines(s, unit, lines)) return true;
        memset(lines, 0, s->line_count * sizeof *lines);
        return false;
    }
    if (er_balance_ancestor(s->data, unit, s->level) == ER_NOWHERE &&
        s->member_first[unit] == s->member_first[unit + 1])
        return false; /* a small unit that hangs on nothing */
    mark_lines(s, unit, lines);
    return true;
}

static void add_cover(er_cover_sum *sum, const er_cover_row *row) {
    er_sum_add(&sum->area_km2, row->area_km2);
    er_sum_add(&sum->served_km2, row->served_km2);
    er_sum_add(&sum->unknown_km2, row->unknown_km2);
    if (isnan(row->persons)) return;
    er_sum_add(&sum->persons, row->persons);
    er_sum_add(&sum->persons_served, row->persons_served);
    er_sum_add(&sum->persons_unknown, row->persons_unknown);
}

static void add_unit(const er_balance_data *d, size_t unit, er_line *line) {
    const er_unit *row = &d->units[unit];
    line->units++;
    er_sum_add(&line->area_km2, row->area_km2);
    if (isnan(row->persons))
        line->units_without_persons++;
    else
        er_sum_add(&line->persons, row->persons);
    for (size_t s = 0; s < d->stratum_count; s++) {
        const er_cover_row *cover = d->cover[unit * d->stratum_count + s];
        if (cover) add_cover(&line->cover[s], cover);
    }
}

static void tally_units(er_balance_scheme *s, bool *lines) {
    for (size_t u = s->first_unit; u < s->first_unit + s->unit_count; u++) {
        memset(lines, 0, s->line_count * sizeof *lines);
        mark_lines(s, u, lines);
        for (size_t line = 0; line < s->line_count; line++)
            if (lines[line]) add_unit(s->data, u, &s->lines[line]);
        add_unit(s->data, u, &s->whole);
    }
}

static void count_station(int64_t *counts, size_t operator_) {
    counts[0]++;
    counts[1 + operator_]++;
}

static void tally_stations(er_balance_scheme *s, bool *lines) {
    const er_balance_data *d = s->data;
    for (size_t i = 0; i < d->station_count; i++) {
        size_t unit = d->station_unit[i], operator_ = d->station_operator[i];
        count_station(s->whole.stations, operator_);
        if (!er_balance_place(s, unit, lines)) {
            count_station(s->outside, operator_);
            continue;
        }
        for (size_t line = 0; line < s->line_count; line++)
            if (lines[line]) count_station(s->lines[line].stations, operator_);
    }
}

static er_status make_line(const er_balance_data *d, er_line *line) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena, (d->operator_count + 2) * sizeof *line->stations,
                          &line->stations));
    return er_arena_alloc(d->ctx, d->arena, d->stratum_count * sizeof *line->cover, &line->cover);
}

static er_status make_lines(er_balance_scheme *s) {
    const er_balance_data *d = s->data;
    ER_TRY(
        er_store_groups(d->ctx, d->store, d->arena, s->scheme->name, &s->groups, &s->group_count));
    s->line_count = s->group_count + 1;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *s->lines, &s->lines));
    for (size_t line = 0; line < s->line_count; line++)
        ER_TRY(make_line(d, &s->lines[line]));
    ER_TRY(make_line(d, &s->whole));
    return er_arena_alloc(d->ctx, d->arena, (d->operator_count + 2) * sizeof *s->outside,
                          &s->outside);
}

static er_status find_units(er_balance_data *data, er_balance_scheme *s) {
    const er_balance_data *d = data;
    s->level = er_balance_level(d, s->scheme->level);
    if (s->level == ER_NOWHERE)
        return er_fail(d->ctx, ER_ERR_STORE, "scheme %s: the workspace has no level %s",
                       s->scheme->name, s->scheme->level);
    ER_TRY(er_balance_spread_of(data, s->level, &s->spread));
    s->first_unit = s->spread->first_unit;
    s->unit_count = s->spread->unit_count;
    return er_arena_alloc(d->ctx, d->arena, d->quantity_count * sizeof *s->indices, &s->indices);
}

er_status er_balance_tally(er_balance_data *data, const er_scheme *scheme, er_balance_scheme *out) {
    bool *lines = NULL;
    *out = (er_balance_scheme){.data = data, .scheme = scheme};
    ER_TRY(find_units(data, out));
    ER_TRY(make_lines(out));
    ER_TRY(read_members(out));
    ER_TRY(er_arena_alloc(data->ctx, data->arena, out->line_count * sizeof *lines, &lines));
    tally_units(out, lines);
    tally_stations(out, lines);
    return er_balance_tally_pilots(out);
}
