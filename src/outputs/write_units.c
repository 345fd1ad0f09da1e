/* One sheet a level: counties, towns, villages or whatever the study calls them. */
#include "outputs/layers.h"
#include "outputs/shapes.h"

#include <string.h>

static const er_field first_fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit, unique within its level", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
    {"parent_code", ER_FIELD_TEXT, 0, NULL, "code of the unit that holds it", NULL},
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "geodesic area of the polygon", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "inhabitants", NULL},
    {"households", ER_FIELD_REAL, ER_DIGITS_PERSONS, "households", "households", NULL},
    {"density_per_km2", ER_FIELD_REAL, 6, "persons/km2", "inhabitants over geodesic area", NULL},
};

static const er_field count_fields[] = {
    {"stations", ER_FIELD_INT, 0, "count", "stations that stand in it", NULL},
    {"stations_per_10k", ER_FIELD_REAL, 6, "1/10,000 persons", "stations per 10,000 inhabitants",
     NULL},
    {"pilots", ER_FIELD_INT, 0, "count", "pilots with at least one site in it", NULL},
    {"pilot_sites", ER_FIELD_INT, 0, "count", "sites of pilots in it", NULL},
};

static er_status put_unit(const er_data *data, const er_place_sums *placed, er_sheet *sheet,
                          const er_unit *unit, const char *level) {
    size_t at = er_data_unit_index(data, unit->id);
    if (at == data->unit_count)
        return er_fail(data->ctx, ER_ERR_STORE, "%s: unit %s changed while it was read",
                       er_store_path(data->store), unit->code);
    const er_counts *counts = &data->counts[at];
    int64_t stations = placed->in_unit[at];
    er_put_text(sheet, unit->code);
    er_put_text(sheet, unit->name);
    er_put_text(sheet, unit->name_en);
    er_put_text(sheet, unit->level);
    er_put_text(sheet, unit->parent_code);
    er_put_real(sheet, unit->area_km2);
    er_put_real(sheet, unit->persons);
    er_put_real(sheet, unit->households);
    er_put_real(sheet, er_ratio(unit->persons, unit->area_km2));
    ER_TRY(er_put_schemes(data, sheet, level, unit->id));
    er_put_int(sheet, stations);
    er_put_real(sheet, 1e4 * er_ratio((double)stations, unit->persons));
    er_put_int(sheet, counts->pilots);
    er_put_int(sheet, counts->sites);
    const er_figures *figures = er_data_unit_figures(data, at, 0);
    er_put_figures(data, sheet, figures, true);
    er_put_levels(data, sheet, er_data_unit_levels(data, at, 0), figures, true);
    er_put_standing(data, sheet, level, at);
    return ER_OK;
}

er_status er_write_units(er_data *data, er_sheet *sheet, const char *level) {
    er_unit *units = NULL;
    const er_place_sums *placed = NULL;
    size_t count = 0;
    ER_TRY(er_data_place_stations(data, &placed));
    bool with_places = sheet->shape != ER_SHAPE_NONE;
    ER_TRY(
        er_store_units(data->ctx, data->store, sheet->arena, level, with_places, &units, &count));
    er_bytes *places = NULL;
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, count * sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = units[i].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, places, count, places));
    ER_TRY(ER_SHEET_FIELDS(sheet, first_fields));
    ER_TRY(er_scheme_fields(data, sheet, level));
    ER_TRY(ER_SHEET_FIELDS(sheet, count_fields));
    ER_TRY(er_figure_fields(data, sheet, true));
    ER_TRY(er_level_fields(data, sheet, true));
    ER_TRY(er_standing_fields(data, sheet, level));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        ER_TRY(put_unit(data, placed, sheet, &units[i], level));
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
