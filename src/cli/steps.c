#include "cli/steps.h"

#include "evenreach/analysis.h"

#include <string.h>

static const char *const kinds[] = {"units",        "population",  "stations", "sectors",
                                    "measurements", "venues",      "routes",   "candidates",
                                    "pilots",       "pilot_sites", "targets",  "service_needs"};
enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static bool is_of(const er_input *input, const char *kind) {
    return strcmp(input->kind, kind) == 0;
}

static bool is_taken(const size_t *order, size_t count, size_t input) {
    for (size_t i = 0; i < count; i++)
        if (order[i] == input) return true;
    return false;
}

/** A level can be loaded when it has no parent or its parent's level is there. */
static bool is_ready(const er_study *study, const size_t *order, size_t count,
                     const er_input *input) {
    if (!input->parent) return true;
    for (size_t i = 0; i < count; i++) {
        const char *level = study->inputs[order[i]].level;
        if (level && strcmp(level, input->parent) == 0) return true;
    }
    return false;
}

/** The first input of units that is ready and not taken yet; input_count if there is none. */
static size_t next_units(const er_study *study, const size_t *order, size_t count) {
    for (size_t i = 0; i < study->input_count; i++)
        if (is_of(&study->inputs[i], "units") && !is_taken(order, count, i) &&
            is_ready(study, order, count, &study->inputs[i]))
            return i;
    return study->input_count;
}

er_status er_load_order(er_context *ctx, const er_study *study, size_t *order) {
    size_t count = 0;
    for (size_t i; (i = next_units(study, order, count)) < study->input_count;)
        order[count++] = i;
    for (size_t i = 0; i < study->input_count; i++)
        if (is_of(&study->inputs[i], "units") && !is_taken(order, count, i))
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: the units of %s have the parent level '%s', which no input gives",
                           study->path, study->inputs[i].path, study->inputs[i].parent);
    for (size_t k = 1; k < KIND_COUNT; k++)
        for (size_t i = 0; i < study->input_count; i++)
            if (is_of(&study->inputs[i], kinds[k])) order[count++] = i;
    if (count < study->input_count)
        return er_fail(ctx, ER_ERR_INTERNAL, "%s: an input of an unknown kind", study->path);
    return ER_OK;
}

/** Where there are measurements and a model that has signal levels. */
static er_status compare(er_context *ctx, er_store *store, const er_study *study) {
    er_measurement *rows = NULL;
    er_arena *arena = NULL;
    size_t count = 0;
    int64_t run_id = 0;
    if (strcmp(study->coverage_model, "disc") == 0) return ER_OK;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_store_measurements(ctx, store, arena, &rows, &count);
    er_arena_free(arena);
    if (status != ER_OK || count == 0) return status;
    return er_measure(ctx, store, study, &run_id);
}

/** Where there are routes. */
static er_status travel(er_context *ctx, er_store *store, const er_study *study) {
    er_route *rows = NULL;
    er_arena *arena = NULL;
    size_t count = 0;
    int64_t run_id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_store_routes(ctx, store, arena, false, &rows, &count);
    er_arena_free(arena);
    if (status != ER_OK || count == 0) return status;
    return er_routes(ctx, store, study, &run_id);
}

/** Where there are venues. */
static er_status visit(er_context *ctx, er_store *store, const er_study *study) {
    er_venue *rows = NULL;
    er_arena *arena = NULL;
    size_t count = 0;
    int64_t run_id = 0;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_store_venues(ctx, store, arena, false, &rows, &count);
    er_arena_free(arena);
    if (status != ER_OK || count == 0) return status;
    return er_venues(ctx, store, study, &run_id);
}

/** The failure's line once more, with the step before it. */
static er_status named(er_context *ctx, er_status status, const char *step) {
    if (status == ER_OK || status == ER_ERR_CANCELLED) return status;
    return er_fail(ctx, status, "%s: %s", er_text(ctx, step), er_context_error(ctx));
}

static er_status load_all(er_context *ctx, er_store *store, const er_study *study,
                          const size_t *order, int64_t *rejected) {
    for (size_t i = 0; i < study->input_count; i++) {
        const er_input *input = &study->inputs[order[i]];
        er_load_report report = {0};
        er_progress(ctx, "loading", i, study->input_count);
        ER_TRY(er_load(ctx, store, study, input, &report));
        *rejected += report.rows_rejected;
    }
    return ER_OK;
}

er_status er_run_steps(er_context *ctx, er_store *store, const er_study *study,
                       const er_cover_options *how, int64_t *rejected) {
    size_t *order = NULL;
    int64_t run_id = 0;
    *rejected = 0;
    ER_TRY(er_alloc(ctx, study->input_count, sizeof *order, &order));
    er_status status = er_load_order(ctx, study, order);
    if (status == ER_OK)
        status = named(ctx, load_all(ctx, store, study, order, rejected), "loading");
    er_free(order);
    ER_TRY(status);
    ER_TRY(named(ctx, er_classify(ctx, store, study), "classifying"));
    ER_TRY(named(ctx, er_cover_with(ctx, store, study, how, &run_id), "computing coverage"));
    ER_TRY(named(ctx, visit(ctx, store, study), "looking at venues"));
    ER_TRY(named(ctx, travel(ctx, store, study), "looking at routes"));
    ER_TRY(named(ctx, compare(ctx, store, study), "comparing measurements"));
    ER_TRY(named(ctx, er_resilience(ctx, store, study, &run_id), "looking at single sites"));
    return named(ctx, er_balance(ctx, store, study, &run_id), "measuring balance");
}
