#include "outputs/layers.h"

static const er_field fields[] = {
    {"station_code", ER_FIELD_TEXT, 0, NULL, "the source's own identifier of the station", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"number", ER_FIELD_INT, 0, NULL, "number of the sector within its station", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "the source's own identifier", NULL},
    {"band", ER_FIELD_TEXT, 0, NULL, "frequency band, such as n78", NULL},
    {"freq_mhz", ER_FIELD_REAL, 6, "MHz", "centre of the carrier", NULL},
    {"bandwidth_mhz", ER_FIELD_REAL, 6, "MHz", "width of the carrier", NULL},
    {"azimuth_deg", ER_FIELD_REAL, 3, "degrees", "main direction, clockwise from north", NULL},
    {"all_round", ER_FIELD_BOOL, 0, NULL, "stated to have no main direction", NULL},
    {"beamwidth_deg", ER_FIELD_REAL, 3, "degrees", "horizontal beamwidth", NULL},
    {"vertical_beamwidth_deg", ER_FIELD_REAL, 3, "degrees", "vertical beamwidth", NULL},
    {"tilt_deg", ER_FIELD_REAL, 3, "degrees", "downward tilt, mechanical and electrical together",
     NULL},
    {"height_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "antenna above ground", NULL},
    {"power_dbm", ER_FIELD_REAL, 3, "dBm", "power of the carrier at the antenna port", NULL},
    {"eirp_dbm", ER_FIELD_REAL, 3, "dBm", "radiated power of the carrier (EIRP)", NULL},
    {"gain_dbi", ER_FIELD_REAL, 3, "dBi", "antenna gain", NULL},
    {"antenna", ER_FIELD_TEXT, 0, NULL, "name of the antenna's pattern file", NULL},
};

struct writing {
    const er_data *data;
    er_sheet *sheet;
};

static er_status put_sector(const struct writing *w, const er_station *station,
                            const er_sector *sector) {
    er_sheet *sheet = w->sheet;
    er_put_text(sheet, station->code);
    er_put_text(sheet, station->operator_);
    er_put_int(sheet, sector->number);
    er_put_text(sheet, sector->code);
    er_put_text(sheet, sector->band ? sector->band : station->band);
    er_put_real(sheet, sector->freq_mhz);
    er_put_real(sheet, sector->bandwidth_mhz);
    er_put_real(sheet, sector->azimuth_deg);
    er_put_bool(sheet, sector->all_round);
    er_put_real(sheet, sector->beamwidth_deg);
    er_put_real(sheet, sector->vertical_beamwidth_deg);
    er_put_real(sheet, sector->tilt_deg);
    er_put_real(sheet, sector->height_m);
    er_put_real(sheet, sector->power_dbm);
    er_put_real(sheet, sector->eirp_dbm);
    er_put_real(sheet, sector->gain_dbi);
    er_put_text(sheet, sector->antenna);
    er_put_bool(sheet, station->synthetic || er_data_source_synthetic(w->data, sector->source_id));
    return er_sheet_point(sheet, station->position);
}

static er_status put_batch(er_context *ctx, const er_station_batch *batch, void *user) {
    (void)ctx;
    for (size_t i = 0; i < batch->count; i++)
        for (size_t k = 0; k < batch->sector_counts[i]; k++)
            ER_TRY(put_sector(user, batch->stations[i], &batch->sectors[i][k]));
    return ER_OK;
}

er_status er_write_sectors(er_data *data, er_sheet *sheet, const char *level) {
    struct writing w = {data, sheet};
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    return er_store_each_station(data->ctx, data->store, put_batch, &w);
}
