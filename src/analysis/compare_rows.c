/* The rows of a comparison: units, the groups of every scheme, all. */
#include "analysis/compare.h"
#include "store/members.h"

#include <math.h>
#include <string.h>

static er_status add_row(er_comparison *c, er_compare_row row) {
    er_compare_result *r = c->result;
    if (r->row_count == c->row_capacity) {
        size_t capacity = c->row_capacity ? 2 * c->row_capacity : 64;
        er_compare_row *rows = NULL;
        ER_TRY(er_arena_alloc(c->ctx, c->arena, capacity * sizeof *rows, &rows));
        if (r->row_count > 0) memcpy(rows, r->rows, r->row_count * sizeof *rows);
        r->rows = rows;
        c->row_capacity = capacity;
    }
    r->rows[r->row_count++] = row;
    return ER_OK;
}

/* ---- sums ------------------------------------------------------------------------------------ */

/** A line of several units. */
struct line {
    double area_km2;
    er_sum persons;
    er_compare_figures km2;
    er_compare_figures served;
    size_t units;
    size_t known; /* units with persons on both sides */
};

static void add_unit(struct line *line, const er_compare_unit *unit) {
    line->units++;
    line->area_km2 += unit->area_km2;
    er_compare_add_figures(&line->km2, &unit->km2);
    if (isnan(unit->persons.before)) return;
    line->known++;
    er_sum_add(&line->persons, unit->row[ER_AFTER]->persons);
    er_compare_add_figures(&line->served, &unit->persons);
}

static void put_line(const struct line *line, er_compare_row *row) {
    bool known = line->units == 0 || line->known > 0;
    row->area_km2 = line->area_km2;
    row->persons = known ? er_sum_value(&line->persons) : NAN;
    row->served_km2 = line->km2;
    row->persons_served = line->served;
    if (!known) row->persons_served = (er_compare_figures){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

/* ---- groups ---------------------------------------------------------------------------------- */

er_status er_compare_read_groups(er_comparison *c, const er_scheme *scheme,
                                 er_compare_groups *out) {
    *out = (er_compare_groups){0};
    ER_TRY(er_store_groups(c->ctx, c->store, c->arena, scheme->name, &out->groups, &out->count));
    return er_store_unit_groups(c->ctx, c->store, c->arena, scheme->name, &out->members,
                                &out->member_count);
}

size_t er_compare_group(const er_compare_groups *g, int64_t unit_id, size_t number) {
    size_t count = 0;
    const er_unit_group *members = er_members_of(g->members, g->member_count, unit_id, &count);
    for (size_t m = 0; m < count; m++)
        for (size_t i = 0; i < g->count; i++)
            if (strcmp(g->groups[i].name, members[m].group) == 0 && number-- == 0) return i;
    return g->count;
}

/** A unit counts in each of its groups, or in the line behind them. */
static void add_to_groups(const er_compare_groups *g, struct line *lines,
                          const er_compare_unit *unit) {
    size_t group = er_compare_group(g, unit->id, 0);
    if (group == g->count) add_unit(&lines[group], unit);
    for (size_t k = 1; group < g->count; group = er_compare_group(g, unit->id, k++))
        add_unit(&lines[group], unit);
}

static er_status group_rows(er_comparison *c, const er_scheme *scheme) {
    er_compare_groups g;
    struct line *lines = NULL;
    ER_TRY(er_compare_read_groups(c, scheme, &g));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (g.count + 1) * sizeof *lines, &lines));
    for (size_t i = 0; i < c->unit_count; i++)
        if (strcmp(c->units[i].unit[ER_AFTER]->level, scheme->level) == 0)
            add_to_groups(&g, lines, &c->units[i]);
    for (size_t i = 0; i <= g.count; i++) {
        er_compare_row row = {.kind = "group",
                              .scheme = scheme->name,
                              .group = i < g.count ? g.groups[i].name : ER_LINE_NONE};
        put_line(&lines[i], &row);
        ER_TRY(add_row(c, row));
    }
    return ER_OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static er_status unit_row(er_comparison *c, const er_compare_unit *unit) {
    const er_unit *of = unit->unit[ER_AFTER];
    er_compare_row row = {
        .kind = "unit", .unit_id = unit->id, .level = of->level, .code = of->code};
    row.area_km2 = unit->area_km2;
    row.persons = isnan(unit->persons.before) ? NAN : unit->row[ER_AFTER]->persons;
    row.served_km2 = unit->km2;
    row.persons_served = unit->persons;
    return add_row(c, row);
}

er_status er_compare_schemes(er_comparison *c, er_scheme **schemes, size_t *count) {
    ER_TRY(er_store_schemes(c->ctx, c->store, c->arena, schemes, count));
    if (*count > 0) return ER_OK;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, sizeof **schemes, schemes));
    *count = 1;
    return er_balance_whole(c->ctx, c->store, c->arena, *schemes);
}

er_status er_compare_rows(er_comparison *c) {
    er_scheme *schemes = NULL;
    size_t count = 0;
    struct line all = {0};
    er_compare_row row = {.kind = "all"};
    ER_TRY(er_store_schemes(c->ctx, c->store, c->arena, &schemes, &count));
    for (size_t i = 0; i < c->unit_count; i++) {
        ER_TRY(unit_row(c, &c->units[i]));
        if (c->units[i].parent == ER_NO_UNIT) add_unit(&all, &c->units[i]);
    }
    for (size_t s = 0; s < count; s++)
        ER_TRY(group_rows(c, &schemes[s]));
    put_line(&all, &row);
    return add_row(c, row);
}
