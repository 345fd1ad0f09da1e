#include "analysis/load.h"

#include <math.h>

enum field { CODE, PERSONS, HOUSEHOLDS, AS_OF };

static const er_load_field fields[] = {
    [CODE] = {"code", true},
    [PERSONS] = {"persons", true},
    [HOUSEHOLDS] = {"households", false},
    [AS_OF] = {"as_of", false},
    {NULL, false},
};

struct state {
    er_places *places;
    er_code_map *seen; /* codes of this file, with their rows */
};

static er_status begin(er_context *ctx, er_loading *load) {
    struct state *state = NULL;
    ER_TRY(er_arena_alloc(ctx, load->arena, sizeof *state, &state));
    load->state = state;
    ER_TRY(er_places_new(ctx, load->store, &state->places));
    if (!er_places_finest(state->places))
        return er_fail(ctx, ER_ERR_INPUT, "%s: there are no units yet: load units first",
                       load->path);
    return er_code_map_new(ctx, &state->seen);
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    struct state *state = load->state;
    er_population population = {.source_id = load->source.id};
    const char *text = NULL, *code = NULL, *persons = NULL;
    const int64_t *taken = NULL;
    ER_TRY(er_load_needed(ctx, load, CODE, &text));
    if (!load->rejected) ER_TRY(er_load_needed(ctx, load, PERSONS, &persons));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_unit_code(ctx, load, text, &code));
    ER_TRY(er_load_number(ctx, load, PERSONS, 0, false, 1e12, &population.persons));
    ER_TRY(er_load_number(ctx, load, HOUSEHOLDS, 0, false, 1e12, &population.households));
    ER_TRY(er_load_date(ctx, load, AS_OF, &population.as_of));
    if (load->rejected) return ER_OK;
    const er_unit *unit = er_places_by_code(state->places, load->input->level, code);
    if (!unit) return er_load_reject(ctx, load, "unknown_unit", "no unit has the code %.60s", code);
    ER_TRY(er_code_map_put(ctx, state->seen, code, table_row->number, &taken));
    if (taken)
        return er_load_reject(ctx, load, "duplicate_code",
                              "the code %.60s stands in row %lld already", code, (long long)*taken);
    population.unit_id = unit->id;
    return er_store_add_population(ctx, load->store, &population);
}

static er_status end(er_context *ctx, er_loading *load) {
    return er_store_settle_population(ctx, load->store);
}

static void release(er_loading *load) {
    struct state *state = load->state;
    if (!state) return;
    er_places_free(state->places);
    er_code_map_free(state->seen);
}

const er_load_kind er_load_population = {
    .name = "population",
    .fields = fields,
    .begin = begin,
    .row = row,
    .end = end,
    .release = release,
};
