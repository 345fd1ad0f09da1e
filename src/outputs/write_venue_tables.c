/* What a venues run found, row by row: by operator, by service, by failing site. */
#include "outputs/layers.h"
#include "outputs/venue_columns.h"

static const er_field coverage_fields[] = {
    {"stratum", ER_FIELD_TEXT, 0, NULL, "any, all or operator", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"area_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "geodesic area of the footprint", NULL},
    {"served_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area that is served", NULL},
    {"unserved_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area that is not served", NULL},
    {"unknown_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area of which the data do not say whether it is served", NULL},
    {"indoor_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area that is served behind a building's wall; empty: not computed", NULL},
    {"served_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the area served", NULL},
    {"indoor_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the area that is served behind a building's wall; empty: not computed", NULL},
    {"rsrp_p5_dbm", ER_FIELD_REAL, 3, "dBm", "RSRP that 5 percent of the area do not exceed", NULL},
    {"rsrp_p50_dbm", ER_FIELD_REAL, 3, "dBm", "RSRP that 50 percent of the area do not exceed",
     NULL},
    {"rsrp_p95_dbm", ER_FIELD_REAL, 3, "dBm", "RSRP that 95 percent of the area do not exceed",
     NULL},
    {"dl_p5_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "downlink of a terminal alone in the cell that 5 percent of the area do not exceed", NULL},
    {"dl_p50_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "downlink of a terminal alone in the cell that 50 percent of the area do not exceed", NULL},
    {"ul_p5_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "uplink of a terminal alone in the cell that 5 percent of the area do not exceed", NULL},
    {"ul_p50_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "uplink of a terminal alone in the cell that 50 percent of the area do not exceed", NULL},
};

er_status er_write_venue_coverage(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_venue_rows(data->ctx, data->store, sheet->arena, data->venues_run->id, &rows,
                               &count));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, coverage_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_venue_row *row = &rows[i];
        bool synthetic = er_put_venue_name(data, sheet, row->venue_id);
        er_put_text(sheet, row->stratum);
        er_put_text(sheet, row->operator_);
        er_put_real(sheet, row->area_m2);
        er_put_real(sheet, row->served_m2);
        er_put_real(sheet, row->area_m2 - row->served_m2 - row->unknown_m2);
        er_put_real(sheet, row->unknown_m2);
        er_put_real(sheet, row->indoor_m2);
        er_put_real(sheet, er_ratio(row->served_m2, row->area_m2));
        er_put_real(sheet, er_ratio(row->indoor_m2, row->area_m2));
        er_put_real(sheet, row->rsrp_p5_dbm);
        er_put_real(sheet, row->rsrp_p50_dbm);
        er_put_real(sheet, row->rsrp_p95_dbm);
        er_put_real(sheet, row->dl_p5_mbps);
        er_put_real(sheet, row->dl_p50_mbps);
        er_put_real(sheet, row->ul_p5_mbps);
        er_put_real(sheet, row->ul_p50_mbps);
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field service_fields[] = {
    {"service", ER_FIELD_TEXT, 0, NULL, "code of the service", NULL},
    {"verdict", ER_FIELD_TEXT, 0, NULL,
     "ready, ready_outdoors, capacity_short, coverage_short or unknown", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "operator that does best, which is judged", NULL},
    {"dl_need_mbps", ER_FIELD_REAL, 6, "Mbit/s",
     "download rate that the service needs; empty: not stated", NULL},
    {"ul_need_mbps", ER_FIELD_REAL, 6, "Mbit/s",
     "upload rate that the service needs; empty: not stated", NULL},
    {"users", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "persons who use it at the same time over this operator; empty: the peak crowd is not stated",
     NULL},
    {"dl_p5_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "downlink that each of them gets, which 5 percent of the area do not exceed", NULL},
    {"dl_p50_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "downlink that each of them gets, which 50 percent of the area do not exceed", NULL},
    {"ul_p5_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "uplink that each of them gets, which 5 percent of the area do not exceed", NULL},
    {"ul_p50_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "uplink that each of them gets, which 50 percent of the area do not exceed", NULL},
    {"reason", ER_FIELD_TEXT, 0, NULL, "why, in English", NULL},
    {"reason_zh", ER_FIELD_TEXT, 0, NULL, "why, in Traditional Chinese", NULL},
};

er_status er_write_venue_services(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue_service_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_venue_services(data->ctx, data->store, sheet->arena, data->venues_run->id,
                                   &rows, &count));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, service_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_venue_service_row *row = &rows[i];
        bool synthetic = er_put_venue_name(data, sheet, row->venue_id);
        er_put_text(sheet, row->service);
        er_put_text(sheet, row->verdict);
        er_put_text(sheet, row->operator_);
        er_put_real(sheet, row->dl_need_mbps);
        er_put_real(sheet, row->ul_need_mbps);
        er_put_real(sheet, row->users);
        er_put_real(sheet, row->dl_p5_mbps);
        er_put_real(sheet, row->dl_p50_mbps);
        er_put_real(sheet, row->ul_p5_mbps);
        er_put_real(sheet, row->ul_p50_mbps);
        er_put_text(sheet, row->reason);
        er_put_text(sheet, row->reason_zh);
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field failure_fields[] = {
    {"serving_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area where the site is the best one of some operator", NULL},
    {"left_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area that any operator still serves if the site fails", NULL},
    {"left_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue that any operator still serves if the site fails", NULL},
};

er_status er_write_venue_failures(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue_failure *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_venue_failures(data->ctx, data->store, sheet->arena, data->venues_run->id,
                                   &rows, &count));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(er_site_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, failure_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_venue_failure *row = &rows[i];
        const er_venue *venue = &data->venues[er_data_venue_index(data, row->venue_id)];
        bool synthetic = er_put_venue_name(data, sheet, row->venue_id);
        ER_TRY(er_put_site_name(data, sheet, row->station_id));
        er_put_real(sheet, row->serving_m2);
        er_put_real(sheet, row->left_m2);
        er_put_real(sheet, er_ratio(row->left_m2, venue->area_m2));
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
