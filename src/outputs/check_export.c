/* A check of an output with the numbers of rows that the workspace has, counted there and not by
 * what writes the layers. */
#include "outputs/check_counts.h"

#include "outputs/names.h"

#include <string.h>

/** A layer or table whose rows are those of a table of the workspace. */
struct counted {
    const char *layer;
    const char *table;
    const char *step; /**< of the newest run of this step; null: it is an input */
    bool on_map;
    bool in_table;
    const char *column; /**< null: all rows; else those with this value in this column */
    const char *value;
};

static const struct counted counted[] = {
    {"stations", "station", NULL, true, false, NULL, NULL},
    {"sectors", "sector", NULL, true, false, NULL, NULL},
    {"measurements", "measurement", NULL, true, false, NULL, NULL},
    {"venues", "venue", NULL, true, true, NULL, NULL},
    {"targets", "target", NULL, false, true, NULL, NULL},
    {"service_needs", "service_need", NULL, false, true, NULL, NULL},
    {"unit_groups", "unit_group", NULL, false, true, NULL, NULL},
    {"borderline", "unit_group", NULL, false, true, "borderline", "1"},
    {"sources", "source", NULL, false, true, NULL, NULL},
    {"rejects", "reject", NULL, false, true, NULL, NULL},
    {"assumptions", "assumption", NULL, false, true, NULL, NULL},
    {"holes", "venue_hole", "venues", true, true, NULL, NULL},
    {"plans", "plan", "venues", false, true, NULL, NULL},
    {"venue_coverage", "venue_share", "venues", false, true, NULL, NULL},
    {"venue_services", "venue_service", "venues", false, true, NULL, NULL},
    {"venue_failures", "venue_failure", "venues", false, true, NULL, NULL},
    {"routes", "route_share", "routes", false, true, NULL, NULL},
    {"route_gaps", "route_gap", "routes", false, true, NULL, NULL},
    {"route_parts", "route_part", "routes", false, true, NULL, NULL},
    {"critical_sites", "site_loss", "resilience", true, true, NULL, NULL},
    {"resilience", "resilience", "resilience", false, true, NULL, NULL},
    {"siting_plans", "siting_plan", "choose", false, true, NULL, NULL},
    {"balance", "balance", "balance", false, true, NULL, NULL},
    {"balance_units", "balance_unit", "balance", false, true, NULL, NULL},
    {"scorecard", "scorecard", "balance", false, true, NULL, NULL},
    {"levers", "lever", "balance", false, true, NULL, NULL},
    {"trend", "trend", "trend", false, true, NULL, NULL},
    {"target_variants", "target_finding", "targets", false, true, NULL, NULL},
    {"measure", "fit", "measure", false, true, NULL, NULL},
    {"compare", "compare", "compare", false, true, NULL, NULL}, /* on the map: set_compared */
    {"compare_stations", "compare_cause", "compare", true, false, "kind", "station"},
    {"compare_causes", "compare_cause", "compare", false, true, NULL, NULL},
    {"compare_indices", "compare_index", "compare", false, true, NULL, NULL},
};

enum { COUNTED = sizeof counted / sizeof counted[0] };

static er_status count_levels(er_counting *c, const er_level *levels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *noun = NULL, *name = NULL;
        er_unit *units = NULL;
        size_t unit_count = 0;
        ER_TRY(er_column_name(c->ctx, c->arena, levels[i].name, "level", i + 1, &noun));
        ER_TRY(er_plural(c->ctx, c->arena, noun, &name));
        ER_TRY(
            er_store_units(c->ctx, c->store, c->arena, levels[i].name, false, &units, &unit_count));
        er_count_expect(c, name, (int64_t)unit_count, (int64_t)unit_count);
    }
    return ER_OK;
}

static er_status count_tables(er_counting *c) {
    for (size_t i = 0; i < COUNTED; i++) {
        const struct counted *one = &counted[i];
        int64_t run = one->step ? er_count_newest(c, one->step) : 0, rows = 0;
        if (one->step && run == 0) continue;
        ER_TRY(
            er_store_count_with(c->ctx, c->store, one->table, run, one->column, one->value, &rows));
        er_count_expect(c, one->layer, one->on_map ? rows : -1, one->in_table ? rows : -1);
    }
    return ER_OK;
}

static er_status count_rows(er_counting *c) {
    er_level *levels = NULL;
    size_t level_count = 0;
    ER_TRY(er_store_levels(c->ctx, c->store, c->arena, &levels, &level_count));
    ER_TRY(er_store_runs(c->ctx, c->store, c->arena, &c->runs, &c->run_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena,
                          (level_count + COUNTED + ER_COUNT_MORE) * sizeof *c->rows, &c->rows));
    ER_TRY(count_levels(c, levels, level_count));
    ER_TRY(count_tables(c));
    return er_count_more(c);
}

er_status er_export_check(er_context *ctx, er_store *store, const er_output_checker *to,
                          const char *folder, er_output_checked *result) {
    er_output_checker checker = *to;
    er_counting counting = {.ctx = ctx, .store = store};
    ER_TRY(er_arena_new(ctx, &counting.arena));
    er_status status = store ? count_rows(&counting) : ER_OK;
    checker.expected = counting.rows;
    checker.expected_count = counting.count;
    if (status == ER_OK) status = er_output_check(ctx, folder, &checker, result);
    er_arena_free(counting.arena);
    return status;
}
