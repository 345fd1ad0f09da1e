/* What `time`, `balance` and `targets` take where the study says nothing. */
#include "sources/study_balance.h"

#include <string.h>

/** Ours, round figures:
 *  floor             nine persons in ten: what a programme would call covered.
 *  atkinson_epsilon  a mild aversion, at which areas with nothing still leave a figure.
 *  resamples, permutations  enough for two figures of an interval or of a p-value.
 *  tolerance_m       borders that were drawn together meet.
 *  nearest           an island has the nearest unit as its neighbour.
 *  catchment_m       a way that one makes on foot or by a short ride. */
static const er_study_measures any_measures = {.floor = 0.9,
                                               .atkinson_epsilon = 0.5,
                                               .resamples = 1000,
                                               .level = 0.95,
                                               .permutations = 999,
                                               .false_discovery = 0.05,
                                               .neighbours = "queen",
                                               .tolerance_m = 0,
                                               .nearest = 1,
                                               .order = "density_per_km2",
                                               .catchment_m = 5000,
                                               .decay = "none"};

/** Half of the persons: the larger part of a unit is served. Distance of the published rule of
 * fibre drop points. `whole` is never filled in. */
static const er_study_target any_target = {.min_share = 0.5, .radius_m = 400, .whole = NAN};

er_study_measures er_study_default_measures(void) {
    return any_measures;
}

er_status study_fill_time(study_notes *notes, const raw_time *raw, er_study_time *time) {
    const study_filler fill = {.notes = notes, .noted = time->used};
    return raw && raw->planned ? ER_OK : study_fill_note(&fill, "time.", "planned");
}

er_status study_fill_measures(study_notes *notes, er_study_measures *measures) {
    const study_filler fill = {.notes = notes, .noted = measures->used};
    ER_TRY(study_fill_figures(&fill, study_measure_figures, STUDY_MEASURE_COUNT, "balance.",
                              &any_measures, measures));
    ER_TRY(study_fill_text(&fill, "balance.", "neighbours", any_measures.neighbours,
                           &measures->neighbours));
    ER_TRY(study_fill_text(&fill, "balance.", "order", any_measures.order, &measures->order));
    return study_fill_text(&fill, "balance.", "decay", any_measures.decay, &measures->decay);
}

unsigned study_target_asks(const char *measure) {
#define MEASURE_ASKS(name, keys)                                                                   \
    if (strcmp(measure, #name) == 0) return keys;
    STUDY_TARGET_MEASURES(MEASURE_ASKS)
    return 0;
}

bool study_target_has(unsigned asks, const char *key) {
    if (strcmp(key, "min_share") == 0) return asks & STUDY_ASKS_MIN_SHARE;
    if (strcmp(key, "radius_m") == 0) return asks & STUDY_ASKS_RADIUS;
    return true;
}

/** A figure that does not go with the measure is filled in without a word. */
static er_status fill_target_figures(study_notes *notes, const char *list, unsigned asks,
                                     er_study_target *target) {
    for (size_t i = 0; i < STUDY_TARGET_FIGURE_COUNT; i++) {
        const study_figure *figure = &study_target_figures[i];
        const study_filler fill = {.notes = notes,
                                   .noted = i != STUDY_TARGET_FIGURE_whole &&
                                            study_target_has(asks, figure->key)};
        ER_TRY(study_fill_figures(&fill, figure, 1, list, &any_target, target));
    }
    return ER_OK;
}

er_status study_fill_targets(study_notes *notes, const raw_target *raw, er_study *study) {
    er_study_target *targets = (er_study_target *)study->targets; /* ours until handed out */
    for (size_t i = 0; i < study->target_count; i++) {
        const unsigned asks = study_target_asks(targets[i].measure);
        const bool of_pilots = asks & STUDY_ASKS_PILOTS;
        const study_filler all = {.notes = notes, .noted = true};
        const study_filler strata = {.notes = notes, .noted = asks & STUDY_ASKS_STRATUM};
        char list[64];
        snprintf(list, sizeof list, "targets[%zu].", i);
        ER_TRY(study_fill_text(&strata, list, "stratum", "any", &targets[i].stratum));
        ER_TRY(study_fill_text(&all, list, "period", study_periods[of_pilots ? 1 : 0].str,
                               &targets[i].period));
        ER_TRY(fill_target_figures(notes, list, asks, &targets[i]));
        if (!raw[i].partial) ER_TRY(study_fill_note(&all, list, "partial"));
    }
    return ER_OK;
}
