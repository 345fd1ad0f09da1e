#include "outputs/layers.h"
#include "outputs/shapes.h"
#include "outputs/venue_columns.h"

static const er_field fields[] = {
    {"number", ER_FIELD_INT, 0, NULL, "number within the venue and state, from the largest", NULL},
    {"state", ER_FIELD_TEXT, 0, NULL, "unserved or unknown", NULL},
    {"area_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "geodesic area", NULL},
    {"longitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "longitude of a point in it", NULL},
    {"latitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "latitude of a point in it", NULL},
};

er_status er_write_holes(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue_hole *rows = NULL;
    er_bytes *places = NULL;
    size_t count = 0;
    ER_TRY(er_store_venue_holes(data->ctx, data->store, sheet->arena, data->venues_run->id, &rows,
                                &count));
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, (count + 1) * sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = rows[i].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, places, count, places));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        bool synthetic = er_put_venue_name(data, sheet, rows[i].venue_id);
        er_put_int(sheet, rows[i].number);
        er_put_text(sheet, rows[i].state);
        er_put_real(sheet, rows[i].area_m2);
        er_put_real(sheet, rows[i].inside.x);
        er_put_real(sheet, rows[i].inside.y);
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
