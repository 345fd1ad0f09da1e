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
    {"pilots", ER_FIELD_INT, 0, "count",
     "pilots with at least one site in it (a pilot may count in several groups)", NULL},
    {"pilots_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all pilots", NULL},
    {"pilots_per_100k", ER_FIELD_REAL, 6, "1/100,000 persons", "pilots per 100,000 inhabitants",
     NULL},
    {"pilot_sites", ER_FIELD_INT, 0, "count", "sites of pilots in it", NULL},
};

er_status er_group_fields(const er_data *data, er_sheet *sheet) {
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    return er_figure_fields(data, sheet, true);
}

void er_put_group(const er_data *data, er_sheet *sheet, const er_tally *t, const er_tally *whole) {
    double stations = (double)t->counts.stations, pilots = (double)t->counts.pilots;
    er_put_int(sheet, t->units);
    er_put_real(sheet, t->area_km2);
    er_put_real(sheet, er_ratio(t->area_km2, whole->area_km2));
    er_put_real(sheet, t->persons);
    er_put_real(sheet, er_ratio(t->persons, whole->persons));
    er_put_real(sheet, er_ratio(t->persons, t->area_km2));
    er_put_int(sheet, t->counts.stations);
    er_put_real(sheet, er_ratio(stations, (double)whole->counts.stations));
    er_put_real(sheet, 1e4 * er_ratio(stations, t->persons));
    er_put_int(sheet, t->counts.pilots);
    er_put_real(sheet, er_ratio(pilots, (double)whole->counts.pilots));
    er_put_real(sheet, 1e5 * er_ratio(pilots, t->persons));
    er_put_int(sheet, t->counts.sites);
    er_put_figures(data, sheet, t->figures, true);
}
