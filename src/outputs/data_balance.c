/* The newest balance run: a part of er_results_read. */
#include "outputs/data.h"

/** What of each unit the sheets of the units show. */
static er_status find_standings(er_data *d) {
    static const char *const subjects[ER_STANDING_COUNT] = {[ER_STANDING_COVERAGE] = "coverage_any",
                                                            [ER_STANDING_STATIONS] = "stations",
                                                            [ER_STANDING_PILOTS] = "pilots"};
    ER_TRY(er_arena_alloc(d->ctx, d->arena,
                          d->unit_count * ER_STANDING_COUNT * sizeof(er_balance_unit_row *),
                          &d->standings));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->level_count * sizeof *d->level_ranked,
                          &d->level_ranked));
    for (size_t i = 0; i < d->unit_row_count; i++) {
        size_t unit = er_data_unit_index(d, d->unit_rows[i].unit_id);
        for (size_t l = 0; unit < d->unit_count && l < d->level_count; l++)
            if (er_equal_texts(d->levels[l].name, d->units[unit].level)) d->level_ranked[l] = true;
        for (size_t c = 0; unit < d->unit_count && c < ER_STANDING_COUNT; c++)
            if (er_equal_texts(d->unit_rows[i].subject, subjects[c]))
                d->standings[unit * ER_STANDING_COUNT + c] = &d->unit_rows[i];
    }
    return ER_OK;
}

er_status er_data_read_balance(er_data *d) {
    if (!d->balance) return find_standings(d);
    int64_t run_id = d->balance->id;
    ER_TRY(
        er_store_balance(d->ctx, d->store, d->arena, run_id, &d->balance_rows, &d->balance_count));
    ER_TRY(er_store_scorecards(d->ctx, d->store, d->arena, run_id, &d->cards, &d->card_count));
    ER_TRY(er_store_levers(d->ctx, d->store, d->arena, run_id, &d->levers, &d->lever_count));
    ER_TRY(er_store_balance_units(d->ctx, d->store, d->arena, run_id, &d->unit_rows,
                                  &d->unit_row_count));
    return find_standings(d);
}

unsigned er_balance_inputs(const char *subject) {
    static const struct {
        const char *subject;
        unsigned inputs;
    } known[] = {{"area", ER_ON_UNITS},
                 {"persons", ER_ON_UNITS | ER_ON_POPULATION},
                 {"stations", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS},
                 {"pilots", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_PILOTS},
                 {"firms", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_PILOTS},
                 {"visits", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_PILOTS},
                 {"budget", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_PILOTS},
                 {"coverage_any", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS},
                 {"coverage_all", ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (er_equal_texts(known[i].subject, subject)) return known[i].inputs;
    return ER_ON_ALL;
}
