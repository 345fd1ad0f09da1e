#include "analysis/load.h"

#include <math.h>

enum field {
    CODE,
    OPERATOR,
    TECHNOLOGY,
    BAND,
    FREQ,
    HEIGHT,
    RADIUS,
    STATUS,
    DATE_ON,
    UNIT_CODE,
    COUNTY,
    TOWN,
    COUNT,
    AS_OF
};

static const er_load_field fields[] = {
    [CODE] = {"code", false},
    [OPERATOR] = {"operator", false},
    [TECHNOLOGY] = {"technology", false},
    [BAND] = {"band", false},
    [FREQ] = {"freq_mhz", false},
    [HEIGHT] = {"height_m", false},
    [RADIUS] = {"radius_m", false},
    [STATUS] = {"status", false},
    [DATE_ON] = {"date_on", false},
    [UNIT_CODE] = {"unit_code", false},
    [COUNTY] = {"county", false},
    [TOWN] = {"town", false},
    [COUNT] = {"count", false},
    [AS_OF] = {"as_of", false},
    {NULL, false},
};

/** Rows beyond the units; a few may serve people within, most of them are a mistake. */
struct state {
    int64_t outside;
    int64_t first_outside; /* row */
};

static er_status check(er_context *ctx, er_loading *load) {
    if (!er_load_has(load, COUNT) || er_table_about(load->table)->has_geometry) return ER_OK;
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: holds counts of stations by area, not stations with positions: load a list "
                   "of stations with coordinates",
                   load->path);
}

static er_status begin(er_context *ctx, er_loading *load) {
    return er_arena_alloc(ctx, load->arena, sizeof(struct state), &load->state);
}

/** The band as named; where only a frequency is given, that frequency in MHz. */
static er_status band(er_context *ctx, er_loading *load, const char **out) {
    double freq_mhz;
    ER_TRY(er_load_number(ctx, load, FREQ, 0, true, 1e6, &freq_mhz));
    ER_TRY(er_load_text(ctx, load, BAND, out));
    return *out ? ER_OK : er_load_text(ctx, load, FREQ, out);
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    static const double height_max_m = 10000;
    er_station station = {.source_id = load->source.id, .row = table_row->number};
    ER_TRY(er_load_point(ctx, load, &station.position));
    ER_TRY(er_load_text(ctx, load, CODE, &station.code));
    ER_TRY(er_load_text(ctx, load, OPERATOR, &station.operator_));
    ER_TRY(er_load_text(ctx, load, TECHNOLOGY, &station.technology));
    ER_TRY(er_load_text(ctx, load, STATUS, &station.status));
    ER_TRY(band(ctx, load, &station.band));
    ER_TRY(er_load_number(ctx, load, HEIGHT, 0, true, height_max_m, &station.height_m));
    ER_TRY(er_load_number(ctx, load, RADIUS, 0, true, ER_DISC_RADIUS_LIMIT_M, &station.radius_m));
    ER_TRY(er_load_date(ctx, load, DATE_ON, &station.date_on));
    if (load->rejected) return ER_OK;
    struct state *state = load->state;
    if (!er_load_nearby(load, station.position) && state->outside++ == 0)
        state->first_outside = table_row->number;
    station.synthetic = er_load_synthetic(load);
    return er_store_add_station(ctx, load->store, &station);
}

static er_status end(er_context *ctx, er_loading *load) {
    static const double almost_all = 0.9;
    const struct state *state = load->state;
    int64_t rows = load->report.rows_accepted;
    if ((double)state->outside >= almost_all * (double)rows && state->outside > 0)
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: %lld of %lld stations lie outside all units when read as %s: say which "
                       "system the coordinates are in (--crs)",
                       load->path, (long long)state->outside, (long long)rows, load->source.crs);
    if (state->outside > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%s: %lld stations lie far outside all units, the first is row %lld; they are kept, "
               "see `evenreach check`",
               load->path, (long long)state->outside, (long long)state->first_outside);
    return ER_OK;
}

const er_load_kind er_load_stations = {
    .name = "stations",
    .fields = fields,
    .needs_places = true,
    .check = check,
    .begin = begin,
    .row = row,
    .end = end,
};
