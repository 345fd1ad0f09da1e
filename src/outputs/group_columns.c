#include "outputs/group_columns.h"

static const er_field fields[] = {
    {"units", ER_FIELD_INT, 0, "count", "units of the scheme's level", NULL},
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "geodesic area", NULL},
    {"area_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the whole area", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "inhabitants", NULL},
    {"population_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all inhabitants", NULL},
    {"density_per_km2", ER_FIELD_REAL, 6, "persons/km2", "inhabitants over geodesic area", NULL},
    {"stations", ER_FIELD_INT, 0, "count", "stations that stand in it", NULL},
    {"stations_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all stations", NULL},
    {"stations_per_10k", ER_FIELD_REAL, 6, "1/10,000 persons", "stations per 10,000 inhabitants",
     NULL},
    {"stations_location_quotient", ER_FIELD_REAL, 6, "ratio",
     "share of the stations over share of the inhabitants", NULL},
    {"pilots", ER_FIELD_INT, 0, "count",
     "pilots with at least one site in it (a pilot may count in several groups)", NULL},
    {"pilots_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all pilots", NULL},
    {"pilots_per_100k", ER_FIELD_REAL, 6, "1/100,000 persons", "pilots per 100,000 inhabitants",
     NULL},
    {"pilots_location_quotient", ER_FIELD_REAL, 6, "ratio",
     "share of the pilots over share of the inhabitants", NULL},
    {"pilot_sites", ER_FIELD_INT, 0, "count", "sites of pilots in it", NULL},
};

er_status er_group_fields(const er_data *data, er_sheet *sheet) {
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    return er_figure_fields(data, sheet, true);
}

void er_put_group(const er_data *data, er_sheet *sheet, const er_tally *t, const er_tally *whole) {
    er_put_count(sheet, t->units);
    er_put_real(sheet, t->area_km2);
    er_put_real(sheet, er_ratio(t->area_km2, whole->area_km2));
    er_put_real(sheet, t->persons);
    er_put_real(sheet, er_ratio(t->persons, whole->persons));
    er_put_real(sheet, er_ratio(t->persons, t->area_km2));
    er_put_count(sheet, t->stations);
    er_put_real(sheet, er_ratio(t->stations, whole->stations));
    er_put_real(sheet, t->stations_per_10k);
    er_put_real(sheet, t->stations_quotient);
    er_put_count(sheet, t->pilots);
    er_put_real(sheet, er_ratio(t->pilots, whole->pilots));
    er_put_real(sheet, t->pilots_per_100k);
    er_put_real(sheet, t->pilots_quotient);
    er_put_count(sheet, t->sites);
    er_put_figures(data, sheet, t->figures, true);
}
