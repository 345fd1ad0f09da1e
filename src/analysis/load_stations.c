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
    DATE_OFF,
    UNIT_CODE,
    COUNTY,
    TOWN,
    COUNT,
    AS_OF,
    ANTENNAS /* ER_SECTOR_FIELDS */
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
    [DATE_OFF] = {"date_off", false},
    [UNIT_CODE] = {"unit_code", false},
    [COUNTY] = {"county", false},
    [TOWN] = {"town", false},
    [COUNT] = {"count", false},
    [AS_OF] = {"as_of", false},
    [ANTENNAS] = ER_SECTOR_FIELDS,
    {NULL, false},
};

static er_status check(er_context *ctx, er_loading *load) {
    if (!er_load_has(load, COUNT) || er_table_about(load->table)->has_geometry) return ER_OK;
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: holds counts of stations by area, not stations with positions: load a list "
                   "of stations with coordinates",
                   load->path);
}

/** The band as named; where only a frequency is given, that frequency in MHz. Where both are given,
 *  the frequency is the antennas' own. */
static er_status band(er_context *ctx, er_loading *load, const char **out, double *freq_mhz) {
    double given_mhz;
    *freq_mhz = NAN;
    ER_TRY(er_load_number(ctx, load, FREQ, 0, true, 1e6, &given_mhz));
    ER_TRY(er_load_text(ctx, load, BAND, out));
    if (!*out) return er_load_text(ctx, load, FREQ, out);
    *freq_mhz = given_mhz;
    return ER_OK;
}

/* Each row is a station, also where several rows are the antennas of one site: nothing of a row is
 * lost, and the disc model counts what the list counts. */
static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    static const double height_max_m = 10000;
    er_station station = {.source_id = load->source.id, .row = table_row->number};
    er_load_antennas antennas;
    int64_t id = 0;
    double freq_mhz;
    ER_TRY(er_load_point(ctx, load, &station.position));
    ER_TRY(er_load_text(ctx, load, CODE, &station.code));
    ER_TRY(er_load_text(ctx, load, OPERATOR, &station.operator_));
    ER_TRY(er_load_text(ctx, load, TECHNOLOGY, &station.technology));
    ER_TRY(er_load_text(ctx, load, STATUS, &station.status));
    ER_TRY(band(ctx, load, &station.band, &freq_mhz));
    ER_TRY(er_load_number(ctx, load, HEIGHT, 0, true, height_max_m, &station.height_m));
    ER_TRY(er_load_number(ctx, load, RADIUS, 0, true, ER_DISC_RADIUS_LIMIT_M, &station.radius_m));
    ER_TRY(er_load_period(ctx, load, DATE_ON, DATE_OFF, &station.date_on, &station.date_off));
    ER_TRY(er_load_antennas_of_row(ctx, load, ANTENNAS, &antennas));
    if (load->rejected) return ER_OK;
    er_load_note_outside(load, station.position);
    station.synthetic = er_load_synthetic(load);
    ER_TRY(er_store_add_station_id(ctx, load->store, &station, &id));
    if (!antennas.stated && isnan(freq_mhz)) return ER_OK;
    antennas.sector.freq_mhz = freq_mhz;
    return er_load_add_antennas(ctx, load, &antennas, id);
}

const er_load_kind er_load_stations = {
    .name = "stations",
    .fields = fields,
    .needs_places = true,
    .check = check,
    .begin = er_load_begin_outside,
    .row = row,
    .end = er_load_judge_outside,
};
