#include "cli/steps.h"

#include "evenreach/analysis.h"
#include "evenreach/outputs.h"

#include <string.h>

static const char *const kinds[] = {"units",        "population", "stations",    "sectors",
                                    "measurements", "venues",     "routes",      "candidates",
                                    "drop_points",  "pilots",     "pilot_sites", "targets",
                                    "service_needs"};
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

static bool has_signal(const er_study *study) {
    return strcmp(study->coverage_model, "disc") != 0;
}

/** A trend takes its time: only a study that names years asks for it. */
static bool names_years(const er_study *study) {
    return study->time.first_year != INT64_MIN || study->time.last_year != INT64_MIN;
}

static bool asks_for_sites(const er_study *study) {
    return study->choose_count > 0;
}

/** A step behind coverage. */
struct step {
    const char *name; /**< as a failure's line says it */
    er_status (*run)(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id);
    const char *kind;                       /**< only where there are rows of it; null: always */
    bool (*applies)(const er_study *study); /**< only if it says so; null: always */
};

/** In the order in which they are taken. */
static const struct step steps[] = {
    {"looking at venues", er_venues, "venues", NULL},
    {"looking at routes", er_routes, "routes", NULL},
    {"comparing measurements", er_measure, "measurements", has_signal},
    {"looking at single sites", er_resilience, NULL, NULL},
    {"measuring balance", er_balance, NULL, NULL},
    {"following the years", er_trend, NULL, names_years},
};
enum { STEP_COUNT = sizeof steps / sizeof steps[0] };

static er_status is_due(er_context *ctx, er_store *store, const er_study *study,
                        const struct step *step, bool *due) {
    *due = !step->applies || step->applies(study);
    return *due && step->kind ? er_store_holds(ctx, store, step->kind, due) : ER_OK;
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

/** Behind the other steps, where there are published targets. */
static er_status set_targets(er_context *ctx, er_store *store, const er_study *study,
                             int64_t *missed) {
    bool due = false;
    int64_t run_id = 0;
    ER_TRY(er_store_holds(ctx, store, "targets", &due));
    return due ? er_targets(ctx, store, study, &run_id, missed) : ER_OK;
}

er_status er_run_steps(er_context *ctx, er_store *store, const er_study *study,
                       const er_cover_options *how, int64_t *rejected, int64_t *missed) {
    size_t *order = NULL;
    int64_t run_id = 0;
    *rejected = *missed = 0;
    ER_TRY(er_alloc(ctx, study->input_count, sizeof *order, &order));
    er_status status = er_load_order(ctx, study, order);
    if (status == ER_OK)
        status = named(ctx, load_all(ctx, store, study, order, rejected), "loading");
    er_free(order);
    ER_TRY(status);
    ER_TRY(named(ctx, er_classify(ctx, store, study), "classifying"));
    ER_TRY(named(ctx, er_cover_with(ctx, store, study, how, &run_id), "computing coverage"));
    ER_TRY(named(ctx, er_keep_coverage(ctx, store, study), "drawing the coverage"));
    for (size_t i = 0; i < STEP_COUNT; i++) {
        bool due = false;
        ER_TRY(is_due(ctx, store, study, &steps[i], &due));
        if (due) ER_TRY(named(ctx, steps[i].run(ctx, store, study, &run_id), steps[i].name));
    }
    ER_TRY(named(ctx, set_targets(ctx, store, study, missed), "setting targets beside figures"));
    if (!asks_for_sites(study)) return ER_OK;
    return named(ctx, er_choose(ctx, store, study, &run_id), "choosing where to build next");
}
