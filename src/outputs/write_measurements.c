/* Measured points beside what the model says there, and the comparison of all. */
#include "outputs/layers.h"

#include <math.h>

static const er_field fields[] = {
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator measured; empty: not stated", NULL},
    {"technology", ER_FIELD_TEXT, 0, NULL, "radio technology, such as 5G", NULL},
    {"band", ER_FIELD_TEXT, 0, NULL, "frequency band, such as n78", NULL},
    {"time", ER_FIELD_TEXT, 0, NULL, "time of the measurement (ISO 8601)", NULL},
    {"rsrp_dbm", ER_FIELD_REAL, 3, "dBm", "measured RSRP", NULL},
    {"sinr_db", ER_FIELD_REAL, 3, "dB", "measured signal to interference and noise", NULL},
    {"dl_mbps", ER_FIELD_REAL, 3, "Mbit/s", "measured downlink rate", NULL},
    {"ul_mbps", ER_FIELD_REAL, 3, "Mbit/s", "measured uplink rate", NULL},
    {"compared_operator", ER_FIELD_TEXT, 0, NULL,
     "operator whose modelled level it is compared with; empty: none", NULL},
    {"clutter", ER_FIELD_TEXT, 0, NULL, "class of clutter, or group, at the point", NULL},
    {"modelled_dbm", ER_FIELD_REAL, 3, "dBm",
     "modelled RSRP, no offset applied; empty: not compared, or the model knows nothing here",
     NULL},
    {"residual_db", ER_FIELD_REAL, 3, "dB", "modelled minus measured", NULL},
};

static const er_field fit_fields[] = {
    {"scope", ER_FIELD_TEXT, 0, NULL, "what is compared: all, operator, clutter, operator_clutter",
     NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"clutter", ER_FIELD_TEXT, 0, NULL, "class of clutter, or group", NULL},
    {"points", ER_FIELD_INT, 0, "count", "points compared", NULL},
    {"unknown", ER_FIELD_INT, 0, "count", "points measured where the model knows nothing", NULL},
    {"bias_db", ER_FIELD_REAL, 6, "dB", "mean of modelled minus measured", NULL},
    {"sd_db", ER_FIELD_REAL, 6, "dB", "standard deviation of modelled minus measured", NULL},
    {"rmse_db", ER_FIELD_REAL, 6, "dB", "root mean square of modelled minus measured", NULL},
    {"offset_db", ER_FIELD_REAL, 6, "dB",
     "fitted offset, shown only: no figure has it applied; empty: none asked for, or too few "
     "points",
     NULL},
};

static er_status read_fits(const er_data *data, er_sheet *sheet, er_measurement_fit **fits,
                           size_t *count) {
    *count = 0;
    if (!data->measure) return ER_OK;
    return er_store_measurement_fits(data->ctx, data->store, sheet->arena, data->measure->id, fits,
                                     count);
}

er_status er_write_measurements(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    static const er_measurement_fit none = {.modelled_dbm = NAN};
    er_measurement *rows = NULL;
    er_measurement_fit *fits = NULL;
    size_t count = 0, fit_count = 0, next = 0;
    ER_TRY(er_store_measurements(data->ctx, data->store, sheet->arena, &rows, &count));
    ER_TRY(read_fits(data, sheet, &fits, &fit_count));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_measurement *row = &rows[i];
        /* fits follow the order of the measurements; those loaded after the run have none */
        bool has = next < fit_count && fits[next].measurement_id == row->id;
        const er_measurement_fit *fit = has ? &fits[next++] : &none;
        er_put_text(sheet, row->operator_);
        er_put_text(sheet, row->technology);
        er_put_text(sheet, row->band);
        er_put_text(sheet, row->time);
        er_put_real(sheet, row->rsrp_dbm);
        er_put_real(sheet, row->sinr_db);
        er_put_real(sheet, row->dl_mbps);
        er_put_real(sheet, row->ul_mbps);
        er_put_text(sheet, fit->operator_);
        er_put_text(sheet, fit->clutter);
        er_put_real(sheet, fit->modelled_dbm);
        er_put_real(sheet, fit->modelled_dbm - row->rsrp_dbm);
        er_put_bool(sheet, row->synthetic || sheet->synthetic);
        ER_TRY(er_sheet_point(sheet, row->position));
    }
    return ER_OK;
}

er_status er_write_measure(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_fit_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_fits(data->ctx, data->store, sheet->arena, data->measure->id, &rows, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, fit_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        er_put_text(sheet, rows[i].scope);
        er_put_text(sheet, rows[i].operator_);
        er_put_text(sheet, rows[i].clutter);
        er_put_int(sheet, rows[i].points);
        er_put_int(sheet, rows[i].unknown);
        er_put_real(sheet, rows[i].bias_db);
        er_put_real(sheet, rows[i].sd_db);
        er_put_real(sheet, rows[i].rmse_db);
        er_put_real(sheet, rows[i].offset_db);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
