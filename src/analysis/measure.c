/* Modelled signal against measured: what the drive tests say of the coverage model.
 *
 * The difference is modelled minus measured, in dB. Its mean, standard deviation and root mean
 * square are taken in two passes with compensated sums, in the order of er_store_measurements. */
#include "analysis/measure.h"
#include "analysis/day.h"
#include "analysis/run_record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** Points from which on an offset is fitted: with fewer its own error (the spread over the root of
 *  their number; outdoors about 8 dB over 3) is as large as what it would correct. */
enum { OFFSET_POINTS_MIN = 10 };

/* ---- what the model says at the points --------------------------------------------------------
 */

/** The operator of a measurement among those of the field; `count` if it is not there. */
static uint32_t operator_index(const char *const *operators, uint32_t count, const char *name) {
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(operators[i], name) == 0) return i;
    return count;
}

/** The signal that a measurement is compared with: its operator's, or the best one's where it
 * states none (of equal ones the first by name). */
static void compare_point(const er_measurement *measured, const char *const *operators,
                          uint32_t operator_count, const er_signal *signals, size_t stride,
                          er_measure_point *out) {
    *out =
        (er_measure_point){.operator_ = measured->operator_ ? measured->operator_ : ER_NO_OPERATOR,
                           .modelled_dbm = NAN};
    uint32_t first = 0, end = operator_count;
    if (measured->operator_) {
        first = operator_index(operators, operator_count, measured->operator_);
        end = first < operator_count ? first + 1 : first;
    }
    for (uint32_t i = first; i < end; i++) {
        double rsrp_dbm = signals[i * stride].rsrp_dbm;
        if (isnan(rsrp_dbm) || rsrp_dbm <= out->modelled_dbm) continue;
        out->modelled_dbm = rsrp_dbm;
        out->compared_with = operators[i];
    }
    out->difference_db = out->modelled_dbm - measured->rsrp_dbm;
}

static er_status compare_points(er_context *ctx, const er_field *field,
                                const er_measurement *measured, size_t count,
                                er_measure_point *points) {
    enum { BATCH = 1024 };
    uint32_t operator_count = 0, named = 0;
    const char *const *operators = er_field_operators(field, &operator_count, &named);
    er_point *places = NULL;
    er_signal *signals = NULL;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, BATCH, sizeof *places, &places));
    ER_GOTO(status, done,
            er_alloc(ctx, BATCH * ((size_t)operator_count + 1), sizeof *signals, &signals));
    for (size_t at = 0; at < count; at += BATCH) {
        size_t some = count - at < BATCH ? count - at : BATCH;
        er_progress(ctx, "comparing measurements", at, count);
        for (size_t i = 0; i < some; i++)
            places[i] = measured[at + i].position;
        ER_GOTO(status, done, er_field_points(ctx, field, places, some, signals));
        for (size_t i = 0; i < some; i++)
            compare_point(&measured[at + i], operators, operator_count, signals + i, some,
                          &points[at + i]);
    }
done:
    er_free(places);
    er_free(signals);
    return status;
}

/* ---- figures of a set of points ---------------------------------------------------------------
 */

static er_fit_row fit_of(const er_measure_point *const *points, size_t count, bool with_offset) {
    er_fit_row fit = {.bias_db = NAN, .sd_db = NAN, .rmse_db = NAN, .offset_db = NAN};
    er_sum sum = {0}, squares = {0}, deviations = {0};
    for (size_t i = 0; i < count; i++) {
        if (isnan(points[i]->modelled_dbm)) {
            fit.unknown++;
            continue;
        }
        fit.points++;
        er_sum_add(&sum, points[i]->difference_db);
        er_sum_add(&squares, points[i]->difference_db * points[i]->difference_db);
    }
    if (fit.points == 0) return fit;
    const double known = (double)fit.points;
    fit.bias_db = er_sum_value(&sum) / known;
    fit.rmse_db = sqrt(er_sum_value(&squares) / known);
    for (size_t i = 0; i < count; i++) {
        double deviation_db = points[i]->difference_db - fit.bias_db;
        if (!isnan(deviation_db)) er_sum_add(&deviations, deviation_db * deviation_db);
    }
    if (fit.points > 1) fit.sd_db = sqrt(er_sum_value(&deviations) / (known - 1));
    if (with_offset && fit.points >= OFFSET_POINTS_MIN) fit.offset_db = -fit.bias_db;
    return fit;
}

/* ---- sets: by operator, by clutter, by both ----------------------------------------------------
 */

/** By name; ER_NO_OPERATOR comes last. */
static int compare_operators(const char *a, const char *b) {
    bool first = strcmp(a, ER_NO_OPERATOR) == 0, second = strcmp(b, ER_NO_OPERATOR) == 0;
    if (first || second) return first - second;
    return strcmp(a, b);
}

/** By name; none comes last. */
static int compare_clutter(const char *a, const char *b) {
    if (!a || !b) return !a - !b;
    return strcmp(a, b);
}

/* Points that are alike keep the order of the measurements: they stand in one array. */
static int compare_places(const er_measure_point *a, const er_measure_point *b) {
    return (a > b) - (a < b);
}

static int by_operator(const void *left, const void *right) {
    const er_measure_point *a = *(const er_measure_point *const *)left;
    const er_measure_point *b = *(const er_measure_point *const *)right;
    int order = compare_operators(a->operator_, b->operator_);
    return order ? order : compare_places(a, b);
}

static int by_clutter(const void *left, const void *right) {
    const er_measure_point *a = *(const er_measure_point *const *)left;
    const er_measure_point *b = *(const er_measure_point *const *)right;
    int order = compare_clutter(a->clutter, b->clutter);
    return order ? order : compare_places(a, b);
}

static int by_both(const void *left, const void *right) {
    const er_measure_point *a = *(const er_measure_point *const *)left;
    const er_measure_point *b = *(const er_measure_point *const *)right;
    int order = compare_operators(a->operator_, b->operator_);
    if (!order) order = compare_clutter(a->clutter, b->clutter);
    return order ? order : compare_places(a, b);
}

/** How points are put into sets. */
static const struct scope {
    const char *name;
    int (*compare)(const void *, const void *);
    bool of_operator;
    bool of_clutter;
} scopes[] = {{"all", NULL, false, false},
              {"operator", by_operator, true, false},
              {"clutter", by_clutter, false, true},
              {"operator_clutter", by_both, true, true}};

static bool same_set(const struct scope *scope, const er_measure_point *a,
                     const er_measure_point *b) {
    return (!scope->of_operator || compare_operators(a->operator_, b->operator_) == 0) &&
           (!scope->of_clutter || compare_clutter(a->clutter, b->clutter) == 0);
}

er_status er_measure_fits(er_context *ctx, er_arena *arena, const er_measure_point *points,
                          size_t count, bool with_offset, er_fit_row **rows, size_t *row_count) {
    const er_measure_point **sorted = NULL;
    er_fit_row *fits = NULL;
    size_t capacity = 0, found = 0;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, count + 1, sizeof *sorted, &sorted));
    for (size_t s = 0; s < sizeof scopes / sizeof scopes[0]; s++) {
        for (size_t i = 0; i < count; i++)
            sorted[i] = &points[i];
        if (scopes[s].compare) qsort(sorted, count, sizeof *sorted, scopes[s].compare);
        for (size_t i = 0, next; i < count; i = next) {
            for (next = i + 1; next < count && same_set(&scopes[s], sorted[i], sorted[next]);)
                next++;
            ER_GOTO(status, done, er_reserve(ctx, &fits, &capacity, found + 1, sizeof *fits));
            fits[found] = fit_of(sorted + i, next - i, with_offset);
            fits[found].scope = scopes[s].name;
            fits[found].operator_ = scopes[s].of_operator ? sorted[i]->operator_ : NULL;
            fits[found++].clutter = scopes[s].of_clutter ? sorted[i]->clutter : NULL;
        }
    }
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, (found + 1) * sizeof **rows, rows));
    if (found > 0) memcpy(*rows, fits, found * sizeof *fits);
    *row_count = found;
done:
    er_free(sorted);
    er_free(fits);
    return status;
}

/* ---- the run ----------------------------------------------------------------------------------
 */

/** Everything that the comparison rests on but the coverage model itself, whose parameters are in
 *  the coverage run. */
static er_json *parameters(const er_study *study, const er_run *cover, size_t count) {
    er_json *json = er_json_object();
    er_json_add_text(json, "study_sha256", study->sha256);
    er_json_add_int(json, "coverage_run", cover->id);
    er_json_add_text(json, "model", study->coverage_model);
    er_json_add_text(json, "preset", study->radio.preset);
    er_json_add_int(json, "measurements", (int64_t)count);
    er_json_add_text(json, "difference", "modelled minus measured");
    er_json_add_text(json, "classes_by",
                     study->radio.clutter_class_count > 0 ? "clutter" : study->radius_scheme);
    er_json_add_bool(json, "fit_offsets", study->radio.fit_offsets);
    er_json_add_int(json, "offset_points_min", OFFSET_POINTS_MIN);
    return json;
}

static er_status write(er_context *ctx, er_store *store, int64_t run_id,
                       const er_measurement *measured, const er_measure_point *points, size_t count,
                       er_fit_row *fits, size_t fit_count) {
    for (size_t i = 0; i < fit_count; i++) {
        fits[i].run_id = run_id;
        ER_TRY(er_store_add_fit(ctx, store, &fits[i]));
    }
    for (size_t i = 0; i < count; i++) {
        const er_measurement_fit fit = {.run_id = run_id,
                                        .measurement_id = measured[i].id,
                                        .operator_ = points[i].compared_with,
                                        .clutter = points[i].clutter,
                                        .modelled_dbm = points[i].modelled_dbm};
        ER_TRY(er_store_add_measurement_fit(ctx, store, &fit));
    }
    return ER_OK;
}

static er_status record(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        const er_measurement *measured, const er_measure_point *points,
                        size_t count, int64_t *run_id) {
    er_fit_row *fits = NULL;
    size_t fit_count = 0;
    er_run cover;
    ER_TRY(er_measure_fits(ctx, arena, points, count, study->radio.fit_offsets, &fits, &fit_count));
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &cover));
    ER_TRY(er_store_begin(ctx, store));
    er_status status = er_add_run_of(ctx, store, "measure", study->coverage_model,
                                     parameters(study, &cover, count), run_id);
    if (status == ER_OK)
        status = write(ctx, store, *run_id, measured, points, count, fits, fit_count);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
    ER_TRY(status);
    if (fits[0].points == 0)
        er_log(ctx, ER_LOG_WARNING,
               "none of %zu measurements can be compared: the model knows nothing of their "
               "operators at their places; do the operators' names agree with the stations'?",
               count);
    return ER_OK;
}

static er_status measure(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                         int64_t *run_id) {
    er_measurement *measured = NULL;
    er_measure_point *points = NULL;
    er_plane *plane = NULL;
    er_field *field = NULL;
    size_t count = 0;
    er_run cover;
    er_status status;
    ER_TRY(er_store_measurements(ctx, store, arena, &measured, &count));
    if (count == 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: holds no measurements: load some with `evenreach load measurements`",
                       er_store_path(store));
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &cover));
    if (!cover.model || strcmp(cover.model, study->coverage_model) != 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the newest coverage run is of the model %s, the study's is %s: run "
                       "`evenreach cover` with this study first",
                       er_store_path(store), cover.model ? cover.model : "-",
                       study->coverage_model);
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *points, &points));
    ER_GOTO(status, done, er_working_plane(ctx, store, study, &plane));
    ER_GOTO(status, done, er_field_new(ctx, store, study, plane, &field));
    ER_GOTO(status, done, compare_points(ctx, field, measured, count, points));
    ER_GOTO(status, done, er_measure_classes(ctx, store, arena, study, measured, count, points));
    status = record(ctx, store, arena, study, measured, points, count, run_id);
done:
    er_field_free(field);
    er_plane_free(plane);
    return status;
}

er_status er_measure(er_context *ctx, er_store *store, const er_study *study, int64_t *run_id) {
    er_arena *arena = NULL;
    if (!study->coverage_model || strcmp(study->coverage_model, "disc") == 0)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "the disc model has no signal levels that measurements could be compared "
                       "with: choose the model tr38901 or p1812");
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_study_on_day(ctx, store, arena, study, &study);
    if (status == ER_OK) status = measure(ctx, store, arena, study, run_id);
    er_arena_free(arena);
    return status;
}
