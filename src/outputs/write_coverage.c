/* What at least one operator reaches, drawn: the union of the discs, cut by the area classes. */
#include "outputs/coverage_shapes.h"
#include "outputs/layers.h"

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "name of the group", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title in English", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title in Traditional Chinese", NULL},
    {"served_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area served", NULL},
    {"served_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the area served", NULL},
    {"persons_served", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons served", NULL},
    {"persons_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the persons served", NULL},
    {"stations", ER_FIELD_INT, 0, "count", "stations in service that stand in it", NULL},
    {"operators", ER_FIELD_INT, 0, "count", "operators with stations in it", NULL},
    {"tolerance_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "how far the drawn line is from the circles at most; figures are of the circles", NULL},
};

/** `g` counts from 0; behind the last one is the whole. */
static er_status put_shape(er_data *data, er_sheet *sheet, size_t g, er_bytes shape) {
    size_t groups = data->classes ? data->classes->group_count : 0;
    const er_group *group = g < groups ? &data->classes->groups[g] : NULL;
    const er_place_sums *placed = NULL;
    er_tally tally;
    ER_TRY(er_data_place_stations(data, &placed));
    ER_TRY(er_data_line(data, er_data_main_scheme(data), group ? group->name : NULL, &tally));
    const er_figures *any = &tally.figures[ER_STRATUM_ANY];
    er_put_text(sheet, group ? group->name : "all");
    er_put_text(sheet, group ? group->title : NULL);
    er_put_text(sheet, group ? group->title_zh : NULL);
    er_put_real(sheet, any->served_km2);
    er_put_real(sheet, er_ratio(any->served_km2, any->area_km2));
    er_put_real(sheet, any->persons_served);
    er_put_real(sheet, er_ratio(any->persons_served, any->persons));
    er_put_int(sheet, placed->in_group[g]);
    er_put_int(sheet, placed->group_operators[g]);
    er_put_real(sheet, data->study->outline_tolerance_m);
    return er_sheet_row(sheet, shape);
}

er_status er_write_coverage(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    const er_bytes *shapes = NULL;
    const bool *has_place = NULL;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    if (!data->cover || data->stations.all == 0 || data->unit_count == 0) return ER_OK;
    ER_TRY(er_coverage_shapes(data, sheet->arena, &shapes, &has_place));
    for (size_t g = 0; data->classes && g < data->classes->group_count; g++)
        if (has_place[g]) ER_TRY(put_shape(data, sheet, g, shapes[g]));
    return data->classes ? ER_OK : put_shape(data, sheet, 0, shapes[0]);
}
