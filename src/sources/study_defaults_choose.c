/* What a question of `choose` takes where it says nothing. */
#include "sources/study_choose.h"

#include <string.h>

/** Ours, round figures:
 *  spacing_m, most_candidates  a grid that a town has several points of, and that is searched soon.
 *  cell_m                      finer than the reach of a station.
 *  front                       enough plans to see where equality begins to cost.
 *  gap                         one person in ten thousand.
 *  most_nodes                  as many as the search takes by itself.
 * What is not stated of the rest stays open. */
static const er_study_choose any_question = {.count = NAN,
                                             .candidates = "units",
                                             .spacing_m = 2000,
                                             .most_candidates = 5000,
                                             .radius_m = NAN,
                                             .cell_m = 500,
                                             .budget = NAN,
                                             .backup = 0,
                                             .front = 8,
                                             .inequality = "theil_t",
                                             .gap = 0.0001,
                                             .most_nodes = 0};
/** A pilot is visited by those within a short drive; a pack on a trailer or a mast that is wound
 *  up reaches what a small macro cell does. A station has the radius rules. */
static const double pilot_radius_m = 10000, pack_radius_m = 1000;

static double radius_of(const char *place) {
    if (strcmp(place, "pilot") == 0) return pilot_radius_m;
    return strcmp(place, "mobile_pack") == 0 ? pack_radius_m : NAN;
}

unsigned study_choose_asks(const er_study_choose *question) {
    unsigned asks = strcmp(question->place, "pilot") == 0 ? 0 : STUDY_ASKS_RADIO;
    if (strcmp(question->candidates, "units") == 0) asks |= STUDY_ASKS_UNITS;
    if (strcmp(question->candidates, "grid") == 0) asks |= STUDY_ASKS_GRID;
    return asks;
}

bool study_choose_has(unsigned asks, const char *key) {
    if (strcmp(key, "spacing_m") == 0 || strcmp(key, "most_candidates") == 0)
        return asks & STUDY_ASKS_GRID;
    return true;
}

/** A figure that does not go with the question is filled in without a word; so is one that stays
 *  open. */
static er_status fill_figures(study_notes *notes, const char *list, er_study_choose *question) {
    er_study_choose from = any_question;
    from.radius_m = radius_of(question->place);
    for (size_t i = 0; i < STUDY_CHOOSE_COUNT; i++) {
        const study_figure *figure = &study_choose_figures[i];
        const study_filler fill = {.notes = notes,
                                   .noted =
                                       !isnan(study_figure_of(figure, &from)) &&
                                       study_choose_has(study_choose_asks(question), figure->key)};
        ER_TRY(study_fill_figures(&fill, figure, 1, list, &from, question));
    }
    return ER_OK;
}

er_status study_fill_choose(study_notes *notes, er_study *study) {
    er_study_choose *questions = (er_study_choose *)study->choose; /* ours until handed out */
    const study_filler fill = {.notes = notes, .noted = true};
    for (size_t i = 0; i < study->choose_count; i++) {
        er_study_choose *question = &questions[i];
        char list[64];
        snprintf(list, sizeof list, "choose[%zu].", i);
        ER_TRY(study_fill_text(&fill, list, "candidates", any_question.candidates,
                               &question->candidates));
        ER_TRY(study_fill_text(&fill, list, "inequality", any_question.inequality,
                               &question->inequality));
        if (study->balance_scheme_count > 0)
            ER_TRY(study_fill_text(&fill, list, "inequality_scheme", study->balance_schemes[0],
                                   &question->inequality_scheme));
        ER_TRY(fill_figures(notes, list, question));
    }
    return ER_OK;
}
