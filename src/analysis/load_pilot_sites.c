#include "analysis/load.h"

#include <math.h>
#include <string.h>

enum field { PILOT_CODE, UNIT_CODE, COUNTY_CODE, COUNTY, TOWN, PLACE, ACCURACY };

static const er_load_field fields[] = {
    [PILOT_CODE] = {"pilot_code", true},
    [UNIT_CODE] = {"unit_code", false},
    [COUNTY_CODE] = {"county_code", false},
    [COUNTY] = {"county", false},
    [TOWN] = {"town", false},
    [PLACE] = {"place", false},
    [ACCURACY] = {"accuracy_m", false},
    {NULL, false},
};

/** A site is kept back until its point can be located together with the others. */
struct pending {
    er_pilot_site site;
    const er_unit *stated;  /* by code, or by county and town; null: none */
    const er_unit *largest; /* the county that it states, by code or name; null: none */
};

struct state {
    er_places *places;
    er_code_map *pilots; /* place in `next_sequence` */
    int64_t *next_sequence;
    struct pending *sites;
    size_t count;
    size_t capacity;
    int64_t unknown_codes; /* sites whose stated code no unit has */
};

/** Sites already there keep their numbers; new ones go on behind them. */
static er_status read_pilots(er_context *ctx, er_loading *load, struct state *state) {
    er_pilot *pilots = NULL;
    er_pilot_site *sites = NULL;
    size_t count = 0, site_count = 0;
    const int64_t *at;
    ER_TRY(er_store_pilots(ctx, load->store, load->arena, &pilots, &count));
    if (count == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: there are no pilots yet: load pilots first",
                       load->path);
    ER_TRY(er_store_pilot_sites(ctx, load->store, load->arena, &sites, &site_count));
    ER_TRY(er_arena_alloc(ctx, load->arena, count * sizeof *state->next_sequence,
                          &state->next_sequence));
    for (size_t i = 0; i < count; i++) {
        ER_TRY(er_code_map_put(ctx, state->pilots, pilots[i].code, (int64_t)i, &at));
        state->next_sequence[i] = 1;
    }
    for (size_t i = 0; i < site_count; i++) {
        at = er_code_map_find(state->pilots, sites[i].pilot_code);
        if (at && state->next_sequence[*at] <= sites[i].sequence)
            state->next_sequence[*at] = sites[i].sequence + 1;
    }
    return ER_OK;
}

static er_status begin(er_context *ctx, er_loading *load) {
    struct state *state = NULL;
    ER_TRY(er_arena_alloc(ctx, load->arena, sizeof *state, &state));
    load->state = state;
    ER_TRY(er_places_new(ctx, load->store, &state->places));
    ER_TRY(er_code_map_new(ctx, &state->pilots));
    return read_pilots(ctx, load, state);
}

static er_status unit_by_code(er_context *ctx, er_loading *load, size_t field,
                              const er_unit **out) {
    struct state *state = load->state;
    const char *text = NULL, *code = NULL;
    *out = NULL;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    ER_TRY(er_load_unit_code(ctx, load, text, &code));
    *out = er_places_by_code(state->places, NULL, code);
    if (!*out) state->unknown_codes++;
    return ER_OK;
}

static er_status find_units(er_context *ctx, er_loading *load, struct pending *pending) {
    struct state *state = load->state;
    const char *county = NULL, *town = NULL;
    ER_TRY(er_load_text(ctx, load, COUNTY, &county));
    ER_TRY(er_load_text(ctx, load, TOWN, &town));
    ER_TRY(unit_by_code(ctx, load, UNIT_CODE, &pending->stated));
    ER_TRY(unit_by_code(ctx, load, COUNTY_CODE, &pending->largest));
    if (!pending->stated && county && town)
        ER_TRY(er_places_by_name(ctx, state->places, county, town, &pending->stated));
    if (!pending->largest)
        ER_TRY(er_places_by_name(ctx, state->places, county, NULL, &pending->largest));
    return ER_OK;
}

/** The place in the source's words: its own column, else county and town. */
static er_status word_place(er_context *ctx, er_loading *load, const char **out) {
    const char *place = NULL, *county = NULL, *town = NULL;
    char *joined = NULL;
    ER_TRY(er_load_text(ctx, load, PLACE, &place));
    ER_TRY(er_load_text(ctx, load, COUNTY, &county));
    ER_TRY(er_load_text(ctx, load, TOWN, &town));
    *out = NULL;
    if (place) return er_arena_text(ctx, load->arena, place, strlen(place), out);
    if (!county && !town) return ER_OK;
    size_t size = (county ? strlen(county) : 0) + (town ? strlen(town) : 0) + 1;
    ER_TRY(er_arena_alloc(ctx, load->arena, size, &joined));
    stpcpy(stpcpy(joined, county ? county : ""), town ? town : "");
    *out = joined;
    return ER_OK;
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    struct state *state = load->state;
    struct pending pending = {.site = {.source_id = load->source.id}};
    er_pilot_site *site = &pending.site;
    const char *code = NULL;
    ER_TRY(er_load_needed(ctx, load, PILOT_CODE, &code));
    if (load->rejected) return ER_OK;
    const int64_t *at = er_code_map_find(state->pilots, code);
    if (!at) return er_load_reject(ctx, load, "unknown_pilot", "no pilot has the code %.60s", code);
    ER_TRY(er_load_point(ctx, load, &site->position));
    ER_TRY(er_load_number(ctx, load, ACCURACY, 0, false, 1e6, &site->accuracy_m));
    if (load->rejected) return ER_OK;
    ER_TRY(find_units(ctx, load, &pending));
    ER_TRY(word_place(ctx, load, &site->place));
    ER_TRY(er_arena_text(ctx, load->arena, code, strlen(code), &site->pilot_code));
    site->sequence = state->next_sequence[*at]++;
    ER_TRY(
        er_reserve(ctx, &state->sites, &state->capacity, state->count + 1, sizeof *state->sites));
    state->sites[state->count++] = pending;
    return ER_OK;
}

/** The finest unit around each point. */
static er_status locate(er_context *ctx, er_loading *load, int64_t *ids) {
    struct state *state = load->state;
    er_point *points = NULL;
    const char *level = er_places_finest(state->places);
    if (!level) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, load->arena, (state->count + 1) * sizeof *points, &points));
    for (size_t i = 0; i < state->count; i++)
        points[i] = state->sites[i].site.position;
    return er_store_locate(ctx, load->store, level, points, state->count, ids);
}

static er_status end(er_context *ctx, er_loading *load) {
    struct state *state = load->state;
    int64_t *ids = NULL, unlocated = 0;
    ER_TRY(er_arena_alloc(ctx, load->arena, (state->count + 1) * sizeof *ids, &ids));
    ER_TRY(locate(ctx, load, ids));
    for (size_t i = 0; i < state->count; i++) {
        er_pilot_site *site = &state->sites[i].site;
        const er_unit *by_point = ids[i] ? er_places_by_id(state->places, ids[i]) : NULL;
        const er_unit *unit = state->sites[i].stated ? state->sites[i].stated
                              : by_point             ? by_point
                                                     : state->sites[i].largest;
        site->located = !unit                                         ? "none"
                        : unit == by_point && !state->sites[i].stated ? "point"
                                                                      : "unit";
        site->unit_id = unit ? unit->id : 0;
        site->unit_code = unit ? unit->code : NULL;
        unlocated += !unit;
        ER_TRY(er_store_add_pilot_site(ctx, load->store, site));
    }
    if (unlocated > 0)
        er_log(ctx, ER_LOG_WARNING, "%s: %lld sites lie in no unit; they are kept as unlocated",
               load->path, (long long)unlocated);
    if (state->unknown_codes > 0)
        er_log(ctx, ER_LOG_WARNING, "%s: %lld stated codes are those of no unit", load->path,
               (long long)state->unknown_codes);
    return ER_OK;
}

static void release(er_loading *load) {
    struct state *state = load->state;
    if (!state) return;
    er_places_free(state->places);
    er_code_map_free(state->pilots);
    er_free(state->sites);
}

const er_load_kind er_load_pilot_sites = {
    .name = "pilot_sites",
    .fields = fields,
    .begin = begin,
    .row = row,
    .end = end,
    .release = release,
};
