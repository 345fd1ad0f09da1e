#include "analysis/load.h"

#include <math.h>
#include <string.h>

enum part {
    AZIMUTH,
    BEAMWIDTH,
    VERTICAL_BEAMWIDTH,
    TILT,
    MECHANICAL_TILT,
    ELECTRICAL_TILT,
    POWER_DBM,
    POWER_W,
    EIRP,
    GAIN,
    BANDWIDTH,
    ANTENNA
};

/* ---- azimuths ---------------------------------------------------------------------------------
 */

/** What lists write for an antenna that sends all round. */
static bool is_all_round(const char *text) {
    static const char *const words[] = {"omni",      "omnidirectional", "omni-directional",
                                        "all-round", "all round",       "360 omni",
                                        "全向",      "全向性",          "全方位"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (er_same_text(text, words[i])) return true;
    return false;
}

/** Bytes of a sign between azimuths at `text`; 0: none. Cells hold them in any of these. */
static size_t separator(const char *text) {
    static const char *const signs[] = {"/", ";",  ",",  "|",  "+",  "&",
                                        " ", "\n", "、", "，", "；", "／"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0) return strlen(signs[i]);
    return 0;
}

/** A bearing, with or without a sign of degrees behind it. */
static bool read_bearing(const char *text, size_t length, double *out) {
    static const char *const units[] = {"°", "度", "deg"};
    char number[40];
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = strlen(units[i]);
        if (length > size && memcmp(text + length - size, units[i], size) == 0) {
            length -= size;
            break;
        }
    }
    if (length == 0 || length >= sizeof number) return false;
    memcpy(number, text, length);
    number[length] = '\0';
    return er_parse_double(number, out);
}

static er_status add_azimuth(er_context *ctx, er_loading *load, const char *text, size_t length,
                             er_load_antennas *out) {
    double azimuth_deg = NAN;
    if (!read_bearing(text, length, &azimuth_deg))
        return er_load_reject(ctx, load, "bad_number", "azimuth_deg: '%.*s' is not a bearing",
                              length < 60 ? (int)length : 60, text);
    if (azimuth_deg < 0 || azimuth_deg > 360)
        return er_load_reject(ctx, load, "bad_number",
                              "azimuth_deg: %.*s is not from 0 to 360 degrees",
                              length < 60 ? (int)length : 60, text);
    if (azimuth_deg == 360) azimuth_deg = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->azimuths_deg[i] == azimuth_deg)
            return er_load_reject(ctx, load, "bad_number", "azimuth_deg: %.*s is there twice",
                                  length < 60 ? (int)length : 60, text);
    if (out->count == ER_SECTORS_OF_ROW)
        return er_load_reject(ctx, load, "bad_number", "azimuth_deg: more than %d bearings",
                              ER_SECTORS_OF_ROW);
    out->azimuths_deg[out->count++] = azimuth_deg;
    return ER_OK;
}

static er_status read_azimuths(er_context *ctx, er_loading *load, size_t field,
                               er_load_antennas *out) {
    const char *text = NULL;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    out->stated = true;
    out->all_round = is_all_round(text);
    if (out->all_round) return ER_OK;
    while (*text && !load->rejected) {
        size_t length = 0, skip;
        while ((skip = separator(text)) > 0)
            text += skip;
        while (text[length] && separator(text + length) == 0)
            length++;
        if (length > 0) ER_TRY(add_azimuth(ctx, load, text, length, out));
        text += length;
    }
    return ER_OK;
}

/* ---- figures ----------------------------------------------------------------------------------
 */

/** Mechanical and electrical tilt add up where no total is given. */
static er_status read_tilt(er_context *ctx, er_loading *load, size_t first, double *tilt_deg) {
    double mechanical_deg, electrical_deg;
    ER_TRY(er_load_number(ctx, load, first + TILT, -90, false, 90, tilt_deg));
    ER_TRY(er_load_number(ctx, load, first + MECHANICAL_TILT, -90, false, 90, &mechanical_deg));
    ER_TRY(er_load_number(ctx, load, first + ELECTRICAL_TILT, -90, false, 90, &electrical_deg));
    if (!isnan(*tilt_deg) || (isnan(mechanical_deg) && isnan(electrical_deg))) return ER_OK;
    double sum_deg =
        (isnan(mechanical_deg) ? 0 : mechanical_deg) + (isnan(electrical_deg) ? 0 : electrical_deg);
    if (fabs(sum_deg) > 90)
        return er_load_reject(ctx, load, "bad_number",
                              "mechanical and electrical tilt make %g degrees together; 90 can be",
                              sum_deg);
    *tilt_deg = sum_deg;
    return ER_OK;
}

/** In dBm, from watts where only these are given. */
static er_status read_power(er_context *ctx, er_loading *load, size_t first, double *power_dbm) {
    static const double power_max_w = 1e6, mw_in_w = 1000;
    double power_w;
    ER_TRY(er_load_number(ctx, load, first + POWER_DBM, -100, false, 100, power_dbm));
    ER_TRY(er_load_number(ctx, load, first + POWER_W, 0, true, power_max_w, &power_w));
    if (isnan(*power_dbm) && !isnan(power_w))
        *power_dbm = fmax(10 * log10(mw_in_w * power_w), -100);
    return ER_OK;
}

er_status er_load_antennas_of_row(er_context *ctx, er_loading *load, size_t first,
                                  er_load_antennas *out) {
    *out = (er_load_antennas){.sector = {.source_id = load->source.id,
                                         .row = load->row->number,
                                         .freq_mhz = NAN,
                                         .azimuth_deg = NAN,
                                         .height_m = NAN}};
    er_sector *sector = &out->sector;
    ER_TRY(read_azimuths(ctx, load, first + AZIMUTH, out));
    ER_TRY(er_load_number(ctx, load, first + BEAMWIDTH, 0, true, 360, &sector->beamwidth_deg));
    ER_TRY(er_load_number(ctx, load, first + VERTICAL_BEAMWIDTH, 0, true, 180,
                          &sector->vertical_beamwidth_deg));
    ER_TRY(read_tilt(ctx, load, first, &sector->tilt_deg));
    ER_TRY(read_power(ctx, load, first, &sector->power_dbm));
    ER_TRY(er_load_number(ctx, load, first + EIRP, -100, false, 150, &sector->eirp_dbm));
    ER_TRY(er_load_number(ctx, load, first + GAIN, -50, false, 80, &sector->gain_dbi));
    ER_TRY(er_load_number(ctx, load, first + BANDWIDTH, 0, true, 1e5, &sector->bandwidth_mhz));
    ER_TRY(er_load_text(ctx, load, first + ANTENNA, &sector->antenna));
    out->stated = out->stated || !isnan(sector->beamwidth_deg) ||
                  !isnan(sector->vertical_beamwidth_deg) || !isnan(sector->tilt_deg) ||
                  !isnan(sector->power_dbm) || !isnan(sector->eirp_dbm) ||
                  !isnan(sector->gain_dbi) || !isnan(sector->bandwidth_mhz) || sector->antenna;
    return ER_OK;
}

er_status er_load_add_antennas(er_context *ctx, er_loading *load, const er_load_antennas *antennas,
                               int64_t station_id) {
    er_sector sector = antennas->sector;
    sector.station_id = station_id;
    sector.all_round = antennas->all_round;
    if (antennas->count == 0) return er_store_add_sector(ctx, load->store, &sector);
    for (size_t i = 0; i < antennas->count; i++) {
        sector.azimuth_deg = antennas->azimuths_deg[i];
        ER_TRY(er_store_add_sector(ctx, load->store, &sector));
    }
    return ER_OK;
}
