/* Every unit and venue at every level of a signal run, one a row. */
#include "outputs/layers.h"

#include <string.h>

static const er_field fields[] = {
    {"kind", ER_FIELD_TEXT, 0, NULL, "unit or venue", NULL},
    {"unit_level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit or venue", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"stratum", ER_FIELD_TEXT, 0, NULL,
     "any: at least one operator; all: every operator; operator: the one named", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"rank", ER_FIELD_INT, 0, NULL, "place of the level, 0 the strictest", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "signal level that is reached, and no stricter one", NULL},
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area at the level", NULL},
    {"area_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the area at the level", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons at the level", NULL},
    {"persons_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the persons at the level",
     NULL},
};

/** What a row is about. */
struct place {
    const char *kind, *unit_level, *code, *name, *name_en;
    const er_level_figures *levels; /**< by stratum and level */
    const er_figures *by_stratum;
    bool synthetic;
};

static er_status put_row(const er_data *data, er_sheet *sheet, const struct place *place,
                         size_t stratum, size_t rank) {
    const er_level_figures *level = &place->levels[stratum * data->radio.level_count + rank];
    const er_figures *figures = &place->by_stratum[stratum];
    bool of_operator = stratum >= ER_STRATUM_OPERATOR;
    er_put_text(sheet, place->kind);
    er_put_text(sheet, place->unit_level);
    er_put_text(sheet, place->code);
    er_put_text(sheet, place->name);
    er_put_text(sheet, place->name_en);
    er_put_text(sheet, of_operator ? "operator" : er_data_stratum(data, stratum));
    er_put_text(sheet, of_operator ? er_data_stratum(data, stratum) : NULL);
    er_put_int(sheet, (int64_t)rank);
    er_put_text(sheet, data->radio.levels[rank].name);
    er_put_real(sheet, level->area_km2);
    er_put_real(sheet, er_ratio(level->area_km2, figures->area_km2));
    er_put_real(sheet, level->persons);
    er_put_real(sheet, er_ratio(level->persons, figures->persons));
    er_put_bool(sheet, sheet->synthetic || place->synthetic);
    return er_sheet_row(sheet, (er_bytes){0});
}

static er_status put_place(const er_data *data, er_sheet *sheet, const struct place *place) {
    for (size_t s = 0; s < data->stratum_count; s++)
        for (size_t k = 0; k < data->radio.level_count; k++)
            ER_TRY(put_row(data, sheet, place, s, k));
    return ER_OK;
}

er_status er_write_cover_levels(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->unit_count; i++) {
        const er_unit *unit = &data->units[i];
        const struct place place = {"unit",
                                    unit->level,
                                    unit->code,
                                    unit->name,
                                    unit->name_en,
                                    er_data_unit_levels(data, i, 0),
                                    er_data_unit_figures(data, i, 0),
                                    false};
        ER_TRY(put_place(data, sheet, &place));
    }
    for (size_t i = 0; i < data->venue_count; i++) {
        const er_venue *venue = &data->venues[i];
        const struct place place = {"venue",
                                    NULL,
                                    venue->code,
                                    venue->name,
                                    venue->name_en,
                                    er_data_venue_levels(data, i, 0),
                                    &data->venue_figures[i * data->stratum_count],
                                    venue->synthetic};
        ER_TRY(put_place(data, sheet, &place));
    }
    return ER_OK;
}
