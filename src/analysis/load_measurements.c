/* Points of a drive test. */
#include "analysis/load.h"

#include <math.h>

enum field { RSRP, SINR, DL, UL, DL_KBPS, UL_KBPS, OPERATOR, TECHNOLOGY, BAND, TIME };

static const er_load_field fields[] = {
    [RSRP] = {"rsrp_dbm", true},
    [SINR] = {"sinr_db", false},
    [DL] = {"dl_mbps", false},
    [UL] = {"ul_mbps", false},
    [DL_KBPS] = {"dl_kbps", false},
    [UL_KBPS] = {"ul_kbps", false},
    [OPERATOR] = {"operator", false},
    [TECHNOLOGY] = {"technology", false},
    [BAND] = {"band", false},
    [TIME] = {"time", false},
    {NULL, false},
};

/** A rate in Mbit/s, from kbit/s where only these are given. */
static er_status rate(er_context *ctx, er_loading *load, size_t mbps_field, size_t kbps_field,
                      double *out_mbps) {
    static const double rate_max_mbps = 1e6, kbps_in_mbps = 1000;
    double kbps;
    ER_TRY(er_load_number(ctx, load, mbps_field, 0, false, rate_max_mbps, out_mbps));
    ER_TRY(er_load_number(ctx, load, kbps_field, 0, false, rate_max_mbps * kbps_in_mbps, &kbps));
    if (isnan(*out_mbps)) *out_mbps = kbps / kbps_in_mbps;
    return ER_OK;
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    er_measurement measurement = {.source_id = load->source.id, .row = table_row->number};
    const char *rsrp = NULL;
    ER_TRY(er_load_point(ctx, load, &measurement.position));
    ER_TRY(er_load_needed(ctx, load, RSRP, &rsrp));
    ER_TRY(er_load_number(ctx, load, RSRP, -200, false, 0, &measurement.rsrp_dbm));
    ER_TRY(er_load_number(ctx, load, SINR, -100, false, 100, &measurement.sinr_db));
    ER_TRY(rate(ctx, load, DL, DL_KBPS, &measurement.dl_mbps));
    ER_TRY(rate(ctx, load, UL, UL_KBPS, &measurement.ul_mbps));
    ER_TRY(er_load_text(ctx, load, OPERATOR, &measurement.operator_));
    ER_TRY(er_load_text(ctx, load, TECHNOLOGY, &measurement.technology));
    ER_TRY(er_load_text(ctx, load, BAND, &measurement.band));
    ER_TRY(er_load_time(ctx, load, TIME, &measurement.time));
    if (load->rejected) return ER_OK;
    er_load_note_outside(load, measurement.position);
    measurement.synthetic = er_load_synthetic(load);
    return er_store_add_measurement(ctx, load->store, &measurement);
}

const er_load_kind er_load_measurements = {
    .name = "measurements",
    .fields = fields,
    .needs_places = true,
    .begin = er_load_begin_outside,
    .row = row,
    .end = er_load_judge_outside,
};
