#include "outputs/layers.h"
#include "outputs/shapes.h"

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the venue", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"pilot_code", ER_FIELD_TEXT, 0, NULL, "code of the pilot that uses it", NULL},
    {"type", ER_FIELD_TEXT, 0, NULL, "kind of venue, such as stadium", NULL},
    {"environment", ER_FIELD_TEXT, 0, NULL, "indoor, outdoor or moving", NULL},
    {"network", ER_FIELD_TEXT, 0, NULL, "kind of network, such as public or private", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"peak_crowd", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons at the busiest time",
     NULL},
    {"area_ha", ER_FIELD_REAL, 6, "ha", "geodesic area of the footprint", NULL},
    {"reported_area_ha", ER_FIELD_REAL, 6, "ha", "area that a document states", NULL},
    {"reported_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share covered that a document states", NULL},
    {"accuracy_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "accuracy of the footprint's place", NULL},
    {"approximate", ER_FIELD_BOOL, 0, NULL, "the footprint is drawn around a stated place", NULL},
};

enum { M2_PER_HA = 10000 };

er_status er_write_venues(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue *venues = NULL;
    size_t count = 0;
    ER_TRY(er_store_venues(data->ctx, data->store, sheet->arena, true, &venues, &count));
    er_bytes *places = NULL;
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, count * sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = venues[i].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, places, count, places));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_figure_fields(data, sheet, false));
    ER_TRY(er_level_fields(data, sheet, false));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_venue *venue = &venues[i];
        er_put_text(sheet, venue->code);
        er_put_text(sheet, venue->name);
        er_put_text(sheet, venue->name_en);
        er_put_text(sheet, venue->pilot_code);
        er_put_text(sheet, venue->type);
        er_put_text(sheet, venue->environment);
        er_put_text(sheet, venue->network);
        er_put_text(sheet, venue->operator_);
        er_put_real(sheet, venue->peak_crowd);
        er_put_real(sheet, venue->area_m2 / M2_PER_HA);
        er_put_real(sheet, venue->reported_area_ha);
        er_put_real(sheet, venue->reported_share);
        er_put_real(sheet, venue->accuracy_m);
        er_put_bool(sheet, venue->approximate);
        const er_figures *figures = &data->venue_figures[i * data->stratum_count];
        er_put_figures(data, sheet, figures, false);
        er_put_levels(data, sheet, er_data_venue_levels(data, i, 0), figures, false);
        er_put_bool(sheet, sheet->synthetic || venue->synthetic);
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
