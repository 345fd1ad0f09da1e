/* How many rows a layer has that is made of several tables, or of a part of one. */
#include "outputs/check_counts.h"

#include "evenreach/analysis.h"

#include <math.h>
#include <string.h>

void er_count_expect(er_counting *c, const char *layer, int64_t features, int64_t rows) {
    c->rows[c->count++] = (er_expected_rows){layer, features, -1, rows};
}

int64_t er_count_newest(const er_counting *c, const char *step) {
    static const char *const rest_on_cover[] = {"measure",    "venues",  "routes",
                                                "resilience", "targets", "choose"};
    int64_t id = 0, cover = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        if (strcmp(c->runs[i].step, step) == 0) id = c->runs[i].id;
        if (strcmp(c->runs[i].step, "cover") == 0) cover = c->runs[i].id;
    }
    for (size_t i = 0; i < sizeof rest_on_cover / sizeof rest_on_cover[0]; i++)
        if (strcmp(rest_on_cover[i], step) == 0 && id < cover) return 0;
    return id;
}

/** Of a layer that is expected already, as a table. */
static void set_features(er_counting *c, const char *layer, int64_t features) {
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->rows[i].layer, layer) == 0) c->rows[i].features = features;
}

/** A row a site, and one for a pilot without any. */
static er_status count_pilots(er_counting *c) {
    er_pilot *pilots = NULL;
    er_pilot_site *sites = NULL;
    size_t pilot_count = 0, site_count = 0, rows = 0, site = 0;
    ER_TRY(er_store_pilots(c->ctx, c->store, c->arena, &pilots, &pilot_count));
    ER_TRY(er_store_pilot_sites(c->ctx, c->store, c->arena, &sites, &site_count));
    for (size_t i = 0; i < pilot_count; i++) { /* both by the pilot's code */
        size_t first = site;
        while (site < site_count && strcmp(sites[site].pilot_code, pilots[i].code) == 0)
            site++;
        rows += site > first ? site - first : 1;
    }
    er_count_expect(c, "pilots", (int64_t)rows, (int64_t)rows);
    return ER_OK;
}

/** On the map a route and its gaps to any operator. */
static er_status set_routes(er_counting *c) {
    int64_t run = er_count_newest(c, "routes"), routes = 0, gaps = 0;
    if (run == 0) return ER_OK;
    ER_TRY(er_store_count(c->ctx, c->store, "route_share", run, "any", &routes));
    ER_TRY(er_store_count(c->ctx, c->store, "route_gap", run, "any", &gaps));
    set_features(c, "routes", routes + gaps);
    return ER_OK;
}

/** The places for venues are a table, those of the questions another; the map has both. */
static er_status count_choices(er_counting *c) {
    int64_t venues = er_count_newest(c, "venues"), choose = er_count_newest(c, "choose");
    er_choice *places = NULL;
    er_siting_choice_row *sites = NULL;
    size_t place_count = 0, site_count = 0;
    if (venues) ER_TRY(er_store_choices(c->ctx, c->store, c->arena, venues, &places, &place_count));
    if (choose)
        ER_TRY(er_store_siting_choices(c->ctx, c->store, c->arena, choose, &sites, &site_count));
    er_count_expect(c, "choices", (int64_t)(place_count + site_count), (int64_t)place_count);
    er_count_expect(c, "siting_choices", -1, (int64_t)site_count);
    return ER_OK;
}

/* ---- the balance side by side ---------------------------------------------------------------- */

/** Whether a line of the balance (null: the whole) has any of the numbers that make it a row. */
static bool has_line(const er_balance_row *rows, size_t count, const char *scheme,
                     const char *line) {
    static const char *const subjects[] = {"units", "stations", "pilots", "pilot_sites"};
    for (size_t i = 0; i < count; i++) {
        const er_balance_row *row = &rows[i];
        if (isnan(row->value) || !er_equal_texts(row->measure, "value") ||
            !er_equal_texts(row->scheme, scheme) || !er_equal_texts(row->group, line))
            continue;
        for (size_t k = 0; k < sizeof subjects / sizeof subjects[0]; k++)
            if (er_equal_texts(row->subject, subjects[k])) return true;
    }
    return false;
}

/** A row a group, one for the whole, and for what is beside the groups where there is any. */
static er_status count_groups(er_counting *c) {
    static const char *const beside[] = {ER_LINE_NONE, ER_LINE_OUTSIDE, ER_LINE_UNLOCATED};
    int64_t run = er_count_newest(c, "balance"), rows = 0;
    er_balance_row *lines = NULL;
    er_scheme *schemes = NULL;
    size_t line_count = 0, scheme_count = 0;
    if (run) ER_TRY(er_store_balance(c->ctx, c->store, c->arena, run, &lines, &line_count));
    ER_TRY(er_store_schemes(c->ctx, c->store, c->arena, &schemes, &scheme_count));
    for (size_t s = 0; s < scheme_count; s++) {
        const char *scheme = schemes[s].name;
        int64_t groups = 0;
        if (!has_line(lines, line_count, scheme, NULL)) continue;
        ER_TRY(er_store_count_with(c->ctx, c->store, "scheme_group", 0, "scheme", scheme, &groups));
        rows += groups + 1;
        for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
            rows += has_line(lines, line_count, scheme, beside[i]);
    }
    er_count_expect(c, "groups", -1, rows);
    return ER_OK;
}

static bool is_among(const char *const *texts, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0) return true;
    return false;
}

/** Any operator, every operator, and each that has a station or a row of the coverage run. */
static er_status count_operators(er_counting *c) {
    enum { STRATA = 2 };
    int64_t run = er_count_newest(c, "cover");
    er_cover_row *rows = NULL;
    const char **names = NULL, **further = NULL;
    size_t row_count = 0, name_count = 0, further_count = 0;
    ER_TRY(er_store_texts(c->ctx, c->store, c->arena, "station", "operator", &names, &name_count));
    if (run) ER_TRY(er_store_cover(c->ctx, c->store, c->arena, run, "unit", &rows, &row_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (row_count + 1) * sizeof *further, &further));
    for (size_t i = 0; i < row_count; i++) {
        const char *name = rows[i].operator_;
        if (name && !is_among(names, name_count, name) && !is_among(further, further_count, name))
            further[further_count++] = name;
    }
    er_count_expect(c, "operators", -1, (int64_t)(STRATA + name_count + further_count));
    return ER_OK;
}

/* ---- coverage -------------------------------------------------------------------------------- */

/** Outlines of signal levels; those of discs are made when they are written. */
static er_status count_outlines(er_counting *c) {
    int64_t run = er_count_newest(c, "cover"), outlines = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        const char *model = c->runs[i].model;
        if (c->runs[i].id != run || !model || strcmp(model, "disc") == 0) continue;
        ER_TRY(er_store_count(c->ctx, c->store, "cover_outline", run, NULL, &outlines));
        er_count_expect(c, "coverage", outlines, -1);
    }
    return ER_OK;
}

static bool is_drawn(const er_level *levels, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (er_equal_texts(levels[i].name, name))
            return levels[i].unit_count <= ER_EXPORT_MAP_UNITS;
    return false;
}

/** On the map the units of levels that are drawn as they are. */
static er_status set_compared(er_counting *c) {
    int64_t run = er_count_newest(c, "compare"), drawn = 0;
    er_compare_row *rows = NULL;
    er_level *levels = NULL;
    size_t count = 0, level_count = 0;
    if (run == 0) return ER_OK;
    ER_TRY(er_store_levels(c->ctx, c->store, c->arena, &levels, &level_count));
    ER_TRY(er_store_compares(c->ctx, c->store, c->arena, run, &rows, &count));
    for (size_t i = 0; i < count; i++)
        drawn += strcmp(rows[i].kind, "unit") == 0 && is_drawn(levels, level_count, rows[i].level);
    set_features(c, "compare", drawn);
    return ER_OK;
}

er_status er_count_more(er_counting *c) {
    ER_TRY(set_routes(c));
    ER_TRY(set_compared(c));
    ER_TRY(count_pilots(c));
    ER_TRY(count_choices(c));
    ER_TRY(count_groups(c));
    ER_TRY(count_operators(c));
    return count_outlines(c);
}
