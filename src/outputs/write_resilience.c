/* What hangs on single sites. */
#include "outputs/layers.h"
#include "outputs/venue_columns.h"

static const er_field site_fields[] = {
    {"rank", ER_FIELD_INT, 0, NULL, "the site on which most persons hang comes first", NULL},
    {"stations", ER_FIELD_INT, 0, "count", "stations at the site", NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "class of the area where the site stands; none: in no class",
     NULL},
    {"persons_lost", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "persons who lose all coverage if the site fails", NULL},
    {"area_lost_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2",
     "area that loses all coverage if the site fails", NULL},
    {"venues_lost", ER_FIELD_INT, 0, "count", "venues that lose all coverage if the site fails",
     NULL},
};

er_status er_write_critical_sites(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_site_loss *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_site_losses(data->ctx, data->store, sheet->arena, data->resilience->id, &rows,
                                &count));
    ER_TRY(er_site_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, site_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_station *station = NULL;
        ER_TRY(er_data_station(data, sheet->arena, rows[i].station_id, &station));
        ER_TRY(er_put_site_name(data, sheet, rows[i].station_id));
        er_put_int(sheet, rows[i].rank);
        er_put_int(sheet, rows[i].stations);
        er_put_text(sheet, rows[i].group);
        er_put_real(sheet, rows[i].persons);
        er_put_real(sheet, rows[i].area_km2);
        er_put_int(sheet, rows[i].venues);
        er_put_bool(sheet, sheet->synthetic || station->synthetic);
        ER_TRY(er_sheet_point(sheet, station->position));
    }
    return ER_OK;
}

static const er_field group_fields[] = {
    {"group", ER_FIELD_TEXT, 0, NULL, "class of the area; none: in no class; empty: the whole",
     NULL},
    {"sites", ER_FIELD_INT, 0, "count", "sites that stand there", NULL},
    {"sites_sole", ER_FIELD_INT, 0, "count",
     "of them, those whose failure leaves something without any coverage", NULL},
    {"persons_served", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "persons that at least one operator reaches", NULL},
    {"persons_sole", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "of them, those who hang on one site alone", NULL},
    {"persons_sole_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the persons served who hang on one site alone", NULL},
    {"served_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area that at least one operator reaches",
     NULL},
    {"sole_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "of it, what hangs on one site alone", NULL},
    {"venues_served", ER_FIELD_INT, 0, "count", "venues of which something is served", NULL},
    {"venues_sole", ER_FIELD_INT, 0, "count",
     "of them, those that one failure leaves without any coverage", NULL},
    {"worst_persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "the most persons of the group who hang on one site; the columns behind say which", NULL},
};

er_status er_write_resilience(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_resilience_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_resilience(data->ctx, data->store, sheet->arena, data->resilience->id, &rows,
                               &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, group_fields));
    ER_TRY(er_site_name_fields(sheet));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_resilience_row *row = &rows[i];
        er_put_text(sheet, row->group);
        er_put_int(sheet, row->sites);
        er_put_int(sheet, row->sites_sole);
        er_put_real(sheet, row->persons_served);
        er_put_real(sheet, row->persons_sole);
        er_put_real(sheet, er_ratio(row->persons_sole, row->persons_served));
        er_put_real(sheet, row->area_km2_served);
        er_put_real(sheet, row->area_km2_sole);
        er_put_int(sheet, row->venues_served);
        er_put_int(sheet, row->venues_sole);
        er_put_real(sheet, row->worst_persons);
        ER_TRY(er_put_site_name(data, sheet, row->worst_station_id));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
