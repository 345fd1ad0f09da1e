/* What a signal run found, drawn: a feature for each operator and level, and for what is unknown.
 */
#include "outputs/layers.h"
#include "outputs/shapes.h"

#include <math.h>
#include <string.h>

static const er_field fields[] = {
    {"stratum", ER_FIELD_TEXT, 0, NULL,
     "any: at least one operator; all: every operator; operator: the one named", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL,
     "signal level that is reached, and no stricter one; unknown: the data do not say", NULL},
    {"rank", ER_FIELD_INT, 0, NULL, "place of the level, 0 the strictest", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title in English", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title in Traditional Chinese", NULL},
    {"min_rsrp_dbm", ER_FIELD_REAL, 3, "dBm", "RSRP that the level asks for; empty: none", NULL},
    {"min_dl_mbps", ER_FIELD_REAL, 3, "Mbit/s",
     "downlink rate that the level asks for; empty: none", NULL},
    {"min_ul_mbps", ER_FIELD_REAL, 3, "Mbit/s", "uplink rate that the level asks for; empty: none",
     NULL},
    {"edge_probability", ER_FIELD_REAL, ER_DIGITS_SHARE, NULL,
     "probability with which the level is reached at the edge", NULL},
    {"load", ER_FIELD_REAL, ER_DIGITS_SHARE, NULL, "supposed load of interfering cells", NULL},
    {"model", ER_FIELD_TEXT, 0, NULL, "propagation model", NULL},
    {"preset", ER_FIELD_TEXT, 0, NULL, "preset that the levels are from", NULL},
    {"resolution_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "side of the cells computed", NULL},
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area of the cells", NULL},
};

static const er_study_level *level_of(const er_data *data, const char *name) {
    for (size_t i = 0; i < data->radio.level_count; i++)
        if (strcmp(data->radio.levels[i].name, name) == 0) return &data->radio.levels[i];
    return NULL;
}

static void put_level(const er_data *data, er_sheet *sheet, const er_cover_outline *outline) {
    static const er_study_level unknown = {"unknown", "Unknown", "不明", NAN, NAN, NAN};
    const er_study_level *level = level_of(data, outline->level);
    bool known = level != NULL;
    if (!known) level = &unknown;
    er_put_text(sheet, outline->level);
    if (known)
        er_put_int(sheet, outline->rank);
    else
        er_put_nothing(sheet);
    er_put_text(sheet, level->title);
    er_put_text(sheet, level->title_zh);
    er_put_real(sheet, level->min_rsrp_dbm);
    er_put_real(sheet, level->min_dl_mbps);
    er_put_real(sheet, level->min_ul_mbps);
}

er_status er_write_signal_coverage(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_cover_outline *outlines = NULL;
    er_bytes *places = NULL;
    size_t count = 0;
    ER_TRY(er_store_cover_outlines(data->ctx, data->store, sheet->arena, data->cover->id, &outlines,
                                   &count));
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, count * sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = outlines[i].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, places, count, places));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        er_put_text(sheet, outlines[i].stratum);
        er_put_text(sheet, outlines[i].operator_);
        put_level(data, sheet, &outlines[i]);
        er_put_real(sheet, data->radio.edge_probability);
        er_put_real(sheet, data->radio.load);
        er_put_text(sheet, data->cover->model);
        er_put_text(sheet, data->radio.preset);
        er_put_real(sheet, data->radio.resolution_m);
        er_put_real(sheet, outlines[i].area_km2);
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
