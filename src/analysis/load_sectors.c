/* Antennas in a table of their own, by the code of their station. */
#include "analysis/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum field { STATION_CODE, OPERATOR, SECTOR_CODE, BAND, FREQ, HEIGHT, ANTENNAS };

static const er_load_field fields[] = {
    [STATION_CODE] = {"station_code", true},
    [OPERATOR] = {"operator", false},
    [SECTOR_CODE] = {"sector_code", false},
    [BAND] = {"band", false},
    [FREQ] = {"freq_mhz", false},
    [HEIGHT] = {"height_m", false},
    [ANTENNAS] = ER_SECTOR_FIELDS,
    {NULL, false},
};

/** The stations that have a code, by code, then in the order of er_store_stations. */
struct state {
    const er_station **stations;
    size_t count;
};

static int by_code(const void *left, const void *right) {
    const er_station *a = *(const er_station *const *)left, *b = *(const er_station *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a > b) - (a < b); /* both stand in the array that is in order */
}

static er_status begin(er_context *ctx, er_loading *load) {
    struct state *state = NULL;
    er_station *stations = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, load->arena, sizeof *state, &state));
    load->state = state;
    ER_TRY(er_store_stations(ctx, load->store, load->arena, &stations, &count));
    ER_TRY(er_arena_alloc(ctx, load->arena, count * sizeof *state->stations, &state->stations));
    for (size_t i = 0; i < count; i++)
        if (stations[i].code) state->stations[state->count++] = &stations[i];
    if (state->count == 0)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the workspace has no stations with codes that sectors could belong to: "
                       "load the stations first",
                       load->path);
    qsort(state->stations, state->count, sizeof *state->stations, by_code);
    return ER_OK;
}

/** The first station of a code; its namesakes stand behind it. */
static size_t first_of(const struct state *state, const char *code) {
    size_t low = 0, high = state->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(state->stations[middle]->code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool same_operator(const er_station *a, const er_station *b) {
    return a->operator_ == b->operator_ ||
           (a->operator_ && b->operator_ && strcmp(a->operator_, b->operator_) == 0);
}

/** Rows of one site in a list with a row for every band stand this close. */
static const double same_site_m = 100;

/** The station of a row: by code and, where stated, operator; of several rows of one site the one
 *  with the row's band, else the first. Null with a reject if there is none, or if it is not clear
 *  which. */
static er_status find_station(er_context *ctx, er_loading *load, const char *code,
                              const char *operator_, const char *band, const er_station **out) {
    const struct state *state = load->state;
    const er_station *found = NULL, *of_band = NULL;
    bool known = false;
    *out = NULL;
    for (size_t i = first_of(state, code);
         i < state->count && strcmp(state->stations[i]->code, code) == 0; i++) {
        const er_station *station = state->stations[i];
        known = true;
        if (operator_ && !(station->operator_ && er_same_text(station->operator_, operator_)))
            continue;
        if (found && !same_operator(found, station))
            return er_load_reject(ctx, load, "ambiguous_station",
                                  "station %.60s is there for several operators; name the operator",
                                  code);
        if (found && er_geodesic_distance(found->position, station->position) > same_site_m)
            return er_load_reject(ctx, load, "ambiguous_station",
                                  "station %.60s is there at several places; give its rows codes "
                                  "of their own",
                                  code);
        if (!found) found = station;
        if (!of_band && band && station->band && er_same_text(station->band, band))
            of_band = station;
    }
    *out = of_band ? of_band : found;
    if (found) return ER_OK;
    return er_load_reject(ctx, load, "unknown_station",
                          known ? "station %.60s is not one of operator %.60s"
                                : "there is no station %.60s",
                          code, operator_ ? operator_ : "");
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    const char *code = NULL, *operator_ = NULL;
    const er_station *station = NULL;
    er_load_antennas antennas;
    (void)table_row;
    ER_TRY(er_load_needed(ctx, load, STATION_CODE, &code));
    ER_TRY(er_load_text(ctx, load, OPERATOR, &operator_));
    ER_TRY(er_load_antennas_of_row(ctx, load, ANTENNAS, &antennas));
    er_sector *sector = &antennas.sector;
    ER_TRY(er_load_text(ctx, load, SECTOR_CODE, &sector->code));
    ER_TRY(er_load_text(ctx, load, BAND, &sector->band));
    ER_TRY(er_load_number(ctx, load, FREQ, 0, true, 1e6, &sector->freq_mhz));
    ER_TRY(er_load_number(ctx, load, HEIGHT, 0, true, 10000, &sector->height_m));
    if (load->rejected) return ER_OK;
    ER_TRY(find_station(ctx, load, code, operator_, sector->band, &station));
    if (!station) return ER_OK; /* rejected */
    return er_load_add_antennas(ctx, load, &antennas, station->id);
}

const er_load_kind er_load_sectors = {
    .name = "sectors",
    .fields = fields,
    .begin = begin,
    .row = row,
};
