/* What the newest comparison says of units and groups. */
#include "outputs/layers.h"
#include "outputs/shapes.h"

#include <math.h>
#include <string.h>

static const er_field name_fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit, unique within its level", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
};

static const er_field group_fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "name of the group; none: in no group", NULL},
};

static const er_field figure_fields[] = {
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2", "geodesic area", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "inhabitants after", NULL},
    {"persons_before", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons", "persons served before",
     NULL},
    {"persons_gained", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served after and not before", NULL},
    {"persons_lost", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served before and not after", NULL},
    {"persons_after", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served after: before + gained - lost, exactly", NULL},
    {"persons_kept", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served before and after", NULL},
    {"persons_gained_from_unknown", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "of those gained, where it was not known before", NULL},
    {"persons_lost_to_unknown", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "of those lost, where it is not known after", NULL},
    {"persons_population", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "part of gained less lost that a change of population makes", NULL},
    {"served_before_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2", "area served before", NULL},
    {"served_gained_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2",
     "area served after and not before", NULL},
    {"served_lost_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2",
     "area served before and not after", NULL},
    {"served_after_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2",
     "area served after: before + gained - lost, exactly", NULL},
    {"served_kept_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2", "area served before and after",
     NULL},
    {"served_gained_from_unknown_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2",
     "of the area gained, what was not known before", NULL},
    {"served_lost_to_unknown_km2", ER_FIELD_REAL, ER_DIGITS_EXACT_KM2, "km2",
     "of the area lost, what is not known after", NULL},
    {"persons_share_change", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "persons gained less persons lost, over the inhabitants after", NULL},
};

static void put_persons(er_sheet *sheet, const er_compare_figures *f) {
    const double all[] = {f->before,          f->gained,    f->lost,
                          f->after,           f->kept,      f->gained_from_unknown,
                          f->lost_to_unknown, f->population};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        er_put_real(sheet, all[i]);
}

static void put_areas(er_sheet *sheet, const er_compare_figures *f) {
    const double all[] = {f->before,         f->gained, f->lost,
                          f->after,          f->kept,   f->gained_from_unknown,
                          f->lost_to_unknown};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        er_put_real(sheet, all[i]);
}

static void put_figures(er_sheet *sheet, const er_compare_row *row) {
    const er_compare_figures *p = &row->persons_served;
    er_put_real(sheet, row->area_km2);
    er_put_real(sheet, row->persons);
    put_persons(sheet, p);
    put_areas(sheet, &row->served_km2);
    er_put_real(sheet, er_ratio(p->gained - p->lost, row->persons));
}

static void put_name(const er_data *data, er_sheet *sheet, const er_compare_row *row) {
    const er_unit *unit = er_data_unit(data, row->unit_id);
    er_put_text(sheet, row->code);
    er_put_text(sheet, unit ? unit->name : NULL);
    er_put_text(sheet, unit ? unit->name_en : NULL);
    er_put_text(sheet, row->level);
}

static er_status read_rows(const er_data *data, er_sheet *sheet, er_compare_row **rows,
                           size_t *count) {
    return er_store_compares(data->ctx, data->store, sheet->arena, data->compare->id, rows, count);
}

er_status er_write_compare(er_data *data, er_sheet *sheet, const char *level) {
    static const er_field kind_field = {
        "kind", ER_FIELD_TEXT, 0, NULL, "what the row is about: unit, group, all", NULL};
    (void)level;
    er_compare_row *rows = NULL;
    size_t count = 0;
    ER_TRY(read_rows(data, sheet, &rows, &count));
    ER_TRY(er_sheet_field(sheet, kind_field));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, group_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, figure_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        er_put_text(sheet, rows[i].kind);
        put_name(data, sheet, &rows[i]);
        er_put_text(sheet, rows[i].scheme);
        er_put_text(sheet, rows[i].group);
        put_figures(sheet, &rows[i]);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

/* ---- the map --------------------------------------------------------------------------------- */

/** Units of a level that is drawn on a map as it is. */
static bool is_drawn(const er_data *data, const er_compare_row *row) {
    for (size_t i = 0; row->unit_id && i < data->level_count; i++)
        if (strcmp(data->levels[i].name, row->level) == 0)
            return data->levels[i].unit_count <= ER_EXPORT_MAP_UNITS;
    return false;
}

/** The outlines of the rows' units, on the grid of the files. */
static er_status read_places(const er_data *data, er_sheet *sheet, const er_compare_row *rows,
                             size_t count, er_bytes **out) {
    er_unit *units = NULL;
    er_id_place *ids = NULL;
    size_t unit_count = 0;
    ER_TRY(er_store_units(data->ctx, data->store, sheet->arena, NULL, true, &units, &unit_count));
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, (unit_count + 1) * sizeof *ids, &ids));
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, (count + 1) * sizeof **out, out));
    for (size_t i = 0; i < unit_count; i++)
        ids[i] = (er_id_place){units[i].id, i};
    er_sort_ids(ids, unit_count);
    for (size_t i = 0; i < count; i++) {
        size_t at = er_find_id(ids, unit_count, rows[i].unit_id, unit_count);
        if (at < unit_count) (*out)[i] = units[at].geometry;
    }
    return er_shapes_on_grid(data->ctx, sheet->arena, *out, count, *out);
}

er_status er_write_compare_units(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_compare_row *rows = NULL;
    er_bytes *places = NULL;
    size_t count = 0, drawn = 0;
    ER_TRY(read_rows(data, sheet, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (is_drawn(data, &rows[i])) rows[drawn++] = rows[i];
    ER_TRY(read_places(data, sheet, rows, drawn, &places));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, figure_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < drawn; i++) {
        put_name(data, sheet, &rows[i]);
        put_figures(sheet, &rows[i]);
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
