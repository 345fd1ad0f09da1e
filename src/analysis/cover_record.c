/* What a run rests on: its parameters, and everything that was supposed. */
#include "analysis/cover.h"
#include "analysis/day.h"
#include "analysis/resilience.h"
#include "analysis/run_record.h"
#include "analysis/sentence.h"
#include "analysis/sites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- parameters ------------------------------------------------------------------------------ */

static er_json *radius_json(const er_study *study) {
    er_json *radius = er_json_object(), *rules = er_json_array();
    for (size_t i = 0; i < study->radius_count; i++) {
        er_json *rule = er_json_object();
        er_json_add_text(rule, "band", study->radii[i].band);
        er_json_add_text(rule, "group", study->radii[i].group);
        er_json_add_number(rule, "radius_m", study->radii[i].radius_m);
        er_json_append(rules, rule);
    }
    er_json_add_text(radius, "scheme", study->radius_scheme);
    er_json_add(radius, "rules", rules);
    er_json_add_number(radius, "default_m", study->default_radius_m);
    return radius;
}

static er_json *operators_json(const er_sites *sites, bool named_only) {
    er_json *list = er_json_array();
    uint32_t count = named_only ? sites->named_count : sites->operator_count;
    for (uint32_t layer = 0; layer < count; layer++) {
        if (named_only) {
            er_json_append_text(list, sites->operators[layer]);
            continue;
        }
        int64_t stations = 0;
        for (size_t i = 0; i < sites->count; i++)
            stations += er_sites_layer(sites, sites->stations[i]->operator_) == layer;
        er_json *one = er_json_object();
        er_json_add_text(one, "operator", sites->operators[layer]);
        er_json_add_int(one, "stations", stations);
        er_json_append(list, one);
    }
    return list;
}

static double share_of(size_t part, size_t whole) {
    return whole > 0 ? (double)part / (double)whole : NAN;
}

static er_json *stations_json(const er_sites *sites) {
    size_t defaults = 0, synthetic = 0;
    for (size_t i = 0; i < sites->count; i++) {
        defaults += sites->is_default && sites->is_default[i];
        synthetic += sites->stations[i]->synthetic;
    }
    er_json *stations = er_json_object();
    er_json_add_int(stations, "loaded", (int64_t)sites->station_count);
    er_json_add_int(stations, "in_service", (int64_t)sites->count);
    er_json_add_int(stations, "left_out", (int64_t)sites->left_out_count);
    er_json_add_int(stations, "outside_units", (int64_t)sites->outside);
    if (sites->is_default) {
        er_json_add_int(stations, "default_radius", (int64_t)defaults);
        er_json_add_number(stations, "default_radius_share", share_of(defaults, sites->count));
    }
    er_json_add_int(stations, "synthetic", (int64_t)synthetic);
    er_json_add_number(stations, "synthetic_share", share_of(synthetic, sites->count));
    return stations;
}

static void add_parameters(const er_cover_job *job, er_json *json) {
    er_json_add_text(json, "study_sha256", job->study->sha256);
    er_day_parameters(json, job->study);
    er_json_add_text(json, "plane", job->plane);
    if (!job->field) er_json_add(json, "radius", radius_json(job->study));
    er_json_add(json, "stations", stations_json(&job->sites));
    er_json_add(json, "operators", operators_json(&job->sites, false));
    er_json_add(json, "all_means", operators_json(&job->sites, true));
    if (!job->figures_only)
        er_json_add_text(json, ER_SINGLE_SITES, "what hangs on one site alone is recorded");
    er_json_add_text(json, "persons", "evenly inside the finest units with a known figure");
}

er_status er_cover_parameters(er_context *ctx, const er_cover_job *job, er_json **out) {
    er_json *json = er_json_object();
    add_parameters(job, json);
    er_status status = job->field ? er_cover_signal_parameters(ctx, job, json) : ER_OK;
    if (status == ER_OK)
        *out = json;
    else
        er_json_free(json);
    return status;
}

static er_status add_run(er_context *ctx, er_store *store, const er_cover_job *job,
                         int64_t *run_id) {
    er_json *parameters = NULL;
    ER_TRY(er_cover_parameters(ctx, job, &parameters));
    return er_add_run_of(ctx, store, "cover", job->field ? job->study->coverage_model : "disc",
                         parameters, run_id);
}

/* ---- assumptions ----------------------------------------------------------------------------- */

/** Stations of one band and group, those on a default radius and all. */
struct bin {
    const char *band;
    const char *group;
    double radius_m;
    int64_t defaults;
    int64_t total;
};

static int compare_text(const char *a, const char *b) {
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_band_and_group(const void *left, const void *right) {
    const struct bin *a = left, *b = right;
    int order = compare_text(a->band, b->band);
    return order ? order : compare_text(a->group, b->group);
}

/** Stations counted by band and group, in the order of these. */
static er_status count_bins(er_context *ctx, const er_sites *sites, struct bin **out,
                            size_t *count) {
    struct bin *bins = NULL;
    ER_TRY(er_alloc(ctx, sites->count, sizeof *bins, &bins));
    for (size_t i = 0; i < sites->count; i++)
        bins[i] = (struct bin){sites->stations[i]->band, sites->groups[i],
                               sites->is_default[i] ? sites->discs[i].radius_m : NAN,
                               sites->is_default[i], 1};
    if (sites->count > 1) qsort(bins, sites->count, sizeof *bins, by_band_and_group);
    size_t kept = 0;
    for (size_t i = 0; i < sites->count; i++) {
        if (kept > 0 && by_band_and_group(&bins[kept - 1], &bins[i]) == 0) {
            bins[kept - 1].total++;
            bins[kept - 1].defaults += bins[i].defaults;
            if (isnan(bins[kept - 1].radius_m)) bins[kept - 1].radius_m = bins[i].radius_m;
        } else {
            bins[kept++] = bins[i];
        }
    }
    *out = bins;
    *count = kept;
    return ER_OK;
}

/** Where a default radius comes from. Asked without the default, only a rule still answers. */
static const char *radius_basis(const er_study *study, const struct bin *bin) {
    bool unused;
    er_study rules_only = *study;
    rules_only.default_radius_m = NAN;
    er_station station = {.band = bin->band, .radius_m = NAN};
    if (!isnan(er_station_radius(&rules_only, &station, bin->group, &unused)))
        return "radius rule of the study";
    return er_study_is_default(study, "coverage.default_radius_m") ? "default of the program"
                                                                   : "default of the study";
}

static er_status add_radius_assumption(er_context *ctx, er_store *store, const er_study *study,
                                       int64_t run_id, const struct bin *bin, er_arena *arena) {
    char number[32], value[40];
    er_sentence basis;
    const er_sentence parts[] = {
        bin->band ? er_sentence_name(bin->band) : er_sentence_text("not stated"),
        bin->group ? er_sentence_name(bin->group) : er_sentence_text("none"),
        er_sentence_text(radius_basis(study, bin))};
    snprintf(value, sizeof value, "%s m", er_format_double(bin->radius_m, number));
    ER_TRY(er_sentence_with(ctx, arena, &basis, "no radius stated; band %s, group %s: %s", parts,
                            sizeof parts / sizeof parts[0]));
    er_assumption row = {.run_id = run_id,
                         .subject = "station",
                         .field = "radius_m",
                         .value = value,
                         .basis = basis.english,
                         .basis_zh = basis.chinese,
                         .rows_affected = bin->defaults,
                         .rows_total = bin->total};
    return er_store_add_assumption(ctx, store, &row);
}

static er_status add_radius_assumptions(er_context *ctx, er_store *store, const er_cover_job *job,
                                        int64_t run_id) {
    struct bin *bins = NULL;
    er_arena *arena = NULL;
    size_t count = 0;
    ER_TRY(count_bins(ctx, &job->sites, &bins, &count));
    er_status status = er_arena_new(ctx, &arena);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        if (bins[i].defaults > 0)
            status = add_radius_assumption(ctx, store, job->study, run_id, &bins[i], arena);
    er_arena_free(arena);
    er_free(bins);
    return status;
}

static int by_status(const void *left, const void *right) {
    const er_station *const *a = left, *const *b = right;
    return strcmp((*a)->status, (*b)->status);
}

/** Stations left out for their status, one line for each that was found. */
static er_status add_statuses(er_context *ctx, er_store *store, const er_cover_job *job,
                              const er_station **left_out, size_t count, int64_t run_id,
                              er_arena *arena) {
    if (count > 1) qsort(left_out, count, sizeof *left_out, by_status);
    for (size_t first = 0, next; first < count; first = next) {
        const char *status = left_out[first]->status;
        for (next = first; next < count; next++)
            if (strcmp(left_out[next]->status, status) != 0) break;
        er_sentence value;
        ER_TRY(er_sentence_of(ctx, arena, &value, "%.120s: left out", status));
        er_assumption row = {.run_id = run_id,
                             .subject = "station",
                             .field = "status",
                             .value = value.english,
                             .value_zh = value.chinese,
                             .basis = "only stations in service, and those that state no status, "
                                      "serve anybody",
                             .rows_affected = (int64_t)(next - first),
                             .rows_total = (int64_t)job->sites.station_count};
        ER_TRY(er_store_add_assumption(ctx, store, &row));
        if (job->figures_only) continue;
        er_log(ctx, ER_LOG_WARNING,
               "%zu stations have the status '%s' and are left out of the coverage", next - first,
               status);
    }
    return ER_OK;
}

/** Stations left out for the day or for their status, and those that state no date. */
static er_status add_left_out(er_context *ctx, er_store *store, const er_cover_job *job,
                              int64_t run_id) {
    const er_sites *sites = &job->sites;
    er_day_count day = {.subject = "station", .total = (int64_t)sites->station_count};
    const er_station **by_word = NULL;
    size_t count = 0;
    ER_TRY(er_alloc(ctx, sites->left_out_count + 1, sizeof *by_word, &by_word));
    for (size_t i = 0; i < sites->left_out_count; i++) {
        er_day_verdict verdict = er_station_on_day(job->study, sites->left_out[i]);
        day.verdicts[verdict]++;
        if (verdict == ER_DAY_STATUS) by_word[count++] = sites->left_out[i];
    }
    for (size_t i = 0; i < sites->count; i++)
        day.undated += !sites->stations[i]->date_on;
    er_arena *arena = NULL;
    er_status status = er_arena_new(ctx, &arena);
    if (status == ER_OK) status = add_statuses(ctx, store, job, by_word, count, run_id, arena);
    er_arena_free(arena);
    er_free(by_word);
    ER_TRY(status);
    return er_day_record(ctx, store, run_id, job->study, &day, false);
}

/** Units whose persons are split by area: the finest with a figure, served in part. */
static er_status add_persons_assumption(er_context *ctx, er_store *store, const er_cover_job *job,
                                        int64_t run_id) {
    const double *served = job->persons_served + ER_COVER_ANY * job->area_count;
    int64_t split = 0, known = 0;
    for (size_t i = 0; i < job->unit_count; i++) {
        if (!job->is_base[i]) continue;
        known++;
        split += served[i] > 0 && served[i] < job->persons[i];
    }
    if (split == 0) return ER_OK;
    er_assumption row = {.run_id = run_id,
                         .subject = "coverage",
                         .field = "persons",
                         .value = "evenly spread",
                         .basis = "persons served are the unit's persons times the served share of "
                                  "its area, in the finest units with a known figure; other units "
                                  "are their sums",
                         .rows_affected = split,
                         .rows_total = known};
    return er_store_add_assumption(ctx, store, &row);
}

er_status er_cover_record(er_context *ctx, er_store *store, const er_cover_job *job,
                          int64_t *run_id) {
    ER_TRY(add_run(ctx, store, job, run_id));
    if (job->field)
        ER_TRY(er_cover_signal_assumptions(ctx, store, job, *run_id));
    else
        ER_TRY(add_radius_assumptions(ctx, store, job, *run_id));
    ER_TRY(add_left_out(ctx, store, job, *run_id));
    return add_persons_assumption(ctx, store, job, *run_id);
}
