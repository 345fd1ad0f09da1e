/* The one place where a study gets what it leaves out. Each filled key is noted by its path, so
 * that explain marks it and a result can say what it rests on. */
#include "sources/study_balance.h"
#include "sources/study_choose.h"
#include "sources/study_parts.h"
#include "sources/study_radio.h"
#include "sources/study_venues.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** Radius of a station of no stated reach, m: a planner's round figure for a mid-band macro cell in
 *  a town, to be replaced by what the study knows. */
static const double default_radius_m = 500;
/** A unit within 5 % of a threshold is shown as borderline. */
static const double default_margin = 0.05;
/** Largest distance between a drawn outline and the true arc, m. */
static const double default_tolerance_m = 1;
static const uint64_t default_seed = 1;

er_status study_note(study_notes *list, const char *format, ...) {
    char key[200];
    va_list args;
    va_start(args, format);
    vsnprintf(key, sizeof key, format, args);
    va_end(args);
    ER_TRY(
        er_reserve(list->ctx, &list->keys, &list->capacity, list->count + 1, sizeof *list->keys));
    ER_TRY(er_arena_text(list->ctx, list->arena, key, strlen(key), &list->keys[list->count]));
    list->count++;
    return ER_OK;
}

static er_status fill_schemes(study_notes *list, const raw_study *raw, er_study *study) {
    er_study_scheme *schemes = (er_study_scheme *)study->schemes; /* ours until it is handed out */
    for (size_t i = 0; i < study->scheme_count; i++) {
        if (!raw->schemes[i].overlapping) ER_TRY(study_note(list, "schemes[%zu].overlapping", i));
        if (isnan(schemes[i].borderline_margin)) {
            schemes[i].borderline_margin = default_margin;
            ER_TRY(study_note(list, "schemes[%zu].borderline_margin", i));
        }
    }
    return ER_OK;
}

static er_status fill_inputs(study_notes *list, const raw_study *raw) {
    for (size_t i = 0; i < raw->inputs_count; i++) {
        if (!raw->inputs[i].synthetic) ER_TRY(study_note(list, "inputs[%zu].synthetic", i));
        if (!raw->inputs[i].allow_ballpark)
            ER_TRY(study_note(list, "inputs[%zu].allow_ballpark", i));
    }
    return ER_OK;
}

static er_status fill_coverage(study_notes *list, const raw_study *raw, er_study *study) {
    if (!study->coverage_model) {
        study->coverage_model = study_models[0].str;
        ER_TRY(study_note(list, "coverage.model"));
    }
    if (isnan(study->default_radius_m)) {
        study->default_radius_m = default_radius_m;
        ER_TRY(study_note(list, "coverage.default_radius_m"));
    }
    for (size_t i = 0; !study->radius_scheme && i < study->scheme_count; i++)
        if (strcmp(study->schemes[i].name, "area_class") == 0) {
            study->radius_scheme = study->schemes[i].name;
            ER_TRY(study_note(list, "coverage.radius_scheme"));
        }
    return study_fill_radio(list, raw->coverage, study);
}

static er_status fill_balance(study_notes *list, er_study *study) {
    if (study->balance_schemes || study->scheme_count == 0) return ER_OK;
    const char **names = NULL;
    ER_TRY(er_arena_alloc(list->ctx, list->arena, study->scheme_count * sizeof *names, &names));
    for (size_t i = 0; i < study->scheme_count; i++)
        names[i] = study->schemes[i].name;
    study->balance_schemes = names;
    study->balance_scheme_count = study->scheme_count;
    return study_note(list, "balance.schemes");
}

static er_status fill(study_notes *list, const raw_study *raw, er_study *study) {
    if (!study->language) {
        study->language = study_languages[0].str;
        ER_TRY(study_note(list, "language"));
    }
    if (!raw->seed) {
        study->seed = default_seed;
        ER_TRY(study_note(list, "seed"));
    }
    ER_TRY(fill_inputs(list, raw));
    ER_TRY(fill_schemes(list, raw, study));
    ER_TRY(fill_coverage(list, raw, study));
    ER_TRY(study_fill_venues(list, raw->venues, &study->venues));
    ER_TRY(study_fill_routes(list, &study->routes));
    ER_TRY(study_fill_time(list, raw->time, &study->time));
    ER_TRY(fill_balance(list, study));
    ER_TRY(study_fill_measures(list, &study->measures));
    ER_TRY(study_fill_targets(list, raw->targets, study));
    ER_TRY(study_fill_choose(list, study));
    if (isnan(study->outline_tolerance_m)) {
        study->outline_tolerance_m = default_tolerance_m;
        ER_TRY(study_note(list, "outputs.outline_tolerance_m"));
    }
    if (study->radio.used && !(raw->outputs && raw->outputs->rasters))
        ER_TRY(study_note(list, "outputs.rasters"));
    return ER_OK;
}

er_status study_fill_defaults(er_context *ctx, er_arena *arena, const raw_study *raw,
                              er_study *study) {
    study_notes list = {.ctx = ctx, .arena = arena};
    er_status status = fill(&list, raw, study);
    const char **keys = NULL;
    if (status == ER_OK && list.count > 0)
        status = er_arena_alloc(ctx, arena, list.count * sizeof *keys, &keys);
    if (status == ER_OK && list.count > 0) {
        memcpy(keys, list.keys, list.count * sizeof *keys);
        study->defaults = keys;
        study->default_count = list.count;
    }
    er_free(list.keys);
    return status;
}

bool er_study_is_default(const er_study *study, const char *key) {
    for (size_t i = 0; i < study->default_count; i++)
        if (strcmp(study->defaults[i], key) == 0) return true;
    return false;
}
