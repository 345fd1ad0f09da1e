/* A check of an output with the numbers of rows that the workspace has, counted there and not by
 * what writes the layers. */
#include "evenreach/outputs.h"

#include "outputs/names.h"

#include <string.h>

/** A layer or table whose rows are those of a table of the workspace. */
struct counted {
    const char *layer;
    const char *table;
    const char *step; /**< of the newest run of this step; null: it is an input */
    bool on_map;
    bool in_table;
};

static const struct counted counted[] = {
    {"stations", "station", NULL, true, false},
    {"sectors", "sector", NULL, true, false},
    {"venues", "venue", NULL, true, true},
    {"targets", "target", NULL, false, true},
    {"service_needs", "service_need", NULL, false, true},
    {"unit_groups", "unit_group", NULL, false, true},
    {"sources", "source", NULL, false, true},
    {"rejects", "reject", NULL, false, true},
    {"assumptions", "assumption", NULL, false, true},
    {"holes", "venue_hole", "venues", true, true},
    {"plans", "plan", "venues", false, true},
    {"venue_coverage", "venue_share", "venues", false, true},
    {"venue_services", "venue_service", "venues", false, true},
    {"venue_failures", "venue_failure", "venues", false, true},
    {"routes", "route_share", "routes", false, true},
    {"route_gaps", "route_gap", "routes", false, true},
    {"route_parts", "route_part", "routes", false, true},
    {"critical_sites", "site_loss", "resilience", true, true},
    {"resilience", "resilience", "resilience", false, true},
    {"siting_plans", "siting_plan", "choose", false, true},
    {"balance", "balance", "balance", false, true},
    {"balance_units", "balance_unit", "balance", false, true},
    {"scorecard", "scorecard", "balance", false, true},
    {"levers", "lever", "balance", false, true},
    {"trend", "trend", "trend", false, true},
};

enum { COUNTED = sizeof counted / sizeof counted[0], FURTHER = 4 };

struct counting {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    er_run *runs; /**< by id */
    size_t run_count;
    er_expected_rows *rows;
    size_t count;
};

/** The newest run of a step; 0: none that the layers show, which may rest on no earlier coverage.
 */
static int64_t newest(const struct counting *c, const char *step) {
    static const char *const rest_on_cover[] = {"venues", "routes", "resilience", "choose"};
    int64_t id = 0, cover = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        if (strcmp(c->runs[i].step, step) == 0) id = c->runs[i].id;
        if (strcmp(c->runs[i].step, "cover") == 0) cover = c->runs[i].id;
    }
    for (size_t i = 0; i < sizeof rest_on_cover / sizeof rest_on_cover[0]; i++)
        if (strcmp(rest_on_cover[i], step) == 0 && id < cover) return 0;
    return id;
}

static void expect(struct counting *c, const char *layer, int64_t features, int64_t rows) {
    c->rows[c->count++] = (er_expected_rows){layer, features, -1, rows};
}

static er_status count_levels(struct counting *c, const er_level *levels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *noun = NULL, *name = NULL;
        er_unit *units = NULL;
        size_t unit_count = 0;
        ER_TRY(er_column_name(c->ctx, c->arena, levels[i].name, "level", i + 1, &noun));
        ER_TRY(er_plural(c->ctx, c->arena, noun, &name));
        ER_TRY(
            er_store_units(c->ctx, c->store, c->arena, levels[i].name, false, &units, &unit_count));
        expect(c, name, (int64_t)unit_count, (int64_t)unit_count);
    }
    return ER_OK;
}

static er_status count_tables(struct counting *c) {
    for (size_t i = 0; i < COUNTED; i++) {
        const struct counted *one = &counted[i];
        int64_t run = one->step ? newest(c, one->step) : 0, rows = 0;
        if (one->step && run == 0) continue;
        ER_TRY(er_store_count(c->ctx, c->store, one->table, run, NULL, &rows));
        expect(c, one->layer, one->on_map ? rows : -1, one->in_table ? rows : -1);
    }
    return ER_OK;
}

/** A row a site, and one for a pilot without any. */
static er_status count_pilots(struct counting *c) {
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
    expect(c, "pilots", (int64_t)rows, (int64_t)rows);
    return ER_OK;
}

/** On the map a route and its gaps to any operator. */
static er_status set_routes(struct counting *c) {
    int64_t run = newest(c, "routes"), routes = 0, gaps = 0;
    if (run == 0) return ER_OK;
    ER_TRY(er_store_count(c->ctx, c->store, "route_share", run, "any", &routes));
    ER_TRY(er_store_count(c->ctx, c->store, "route_gap", run, "any", &gaps));
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->rows[i].layer, "routes") == 0) c->rows[i].features = routes + gaps;
    return ER_OK;
}

/** The places for venues are a table, those of the questions another; the map has both. */
static er_status count_choices(struct counting *c) {
    int64_t venues = newest(c, "venues"), choose = newest(c, "choose");
    er_choice *places = NULL;
    er_siting_choice_row *sites = NULL;
    size_t place_count = 0, site_count = 0;
    if (venues) ER_TRY(er_store_choices(c->ctx, c->store, c->arena, venues, &places, &place_count));
    if (choose)
        ER_TRY(er_store_siting_choices(c->ctx, c->store, c->arena, choose, &sites, &site_count));
    expect(c, "choices", (int64_t)(place_count + site_count), (int64_t)place_count);
    expect(c, "siting_choices", -1, (int64_t)site_count);
    return ER_OK;
}

static er_status count_rows(struct counting *c) {
    er_level *levels = NULL;
    size_t level_count = 0;
    ER_TRY(er_store_levels(c->ctx, c->store, c->arena, &levels, &level_count));
    ER_TRY(er_store_runs(c->ctx, c->store, c->arena, &c->runs, &c->run_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (level_count + COUNTED + FURTHER) * sizeof *c->rows,
                          &c->rows));
    ER_TRY(count_levels(c, levels, level_count));
    ER_TRY(count_tables(c));
    ER_TRY(set_routes(c));
    ER_TRY(count_pilots(c));
    return count_choices(c);
}

er_status er_export_check(er_context *ctx, er_store *store, const er_output_checker *to,
                          const char *folder, er_output_checked *result) {
    er_output_checker checker = *to;
    struct counting counting = {.ctx = ctx, .store = store};
    ER_TRY(er_arena_new(ctx, &counting.arena));
    er_status status = store ? count_rows(&counting) : ER_OK;
    checker.expected = counting.rows;
    checker.expected_count = counting.count;
    if (status == ER_OK) status = er_output_check(ctx, folder, &checker, result);
    er_arena_free(counting.arena);
    return status;
}
