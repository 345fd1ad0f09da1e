/* Where every unit stands by every subject: in a table of its own, and in the sheets of the units.
 */
#include "outputs/layers.h"

#include <math.h>

void er_put_unit_names(const er_data *data, er_sheet *sheet, int64_t unit_id) {
    const er_unit *unit = er_data_unit(data, unit_id);
    er_put_text(sheet, unit ? unit->code : NULL);
    er_put_text(sheet, unit ? unit->name : NULL);
    er_put_text(sheet, unit ? unit->name_en : NULL);
    er_put_text(sheet, unit ? unit->level : NULL);
}

static const er_field fields[] = {
    {"subject", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit, unique within its level", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
    {"amount", ER_FIELD_REAL, 6, NULL,
     "persons served, stations, pilots, or what pilots bring; empty: not known", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons that it is taken over", NULL},
    {"rate", ER_FIELD_REAL, 12, NULL, "share of the persons served, or amount per person", NULL},
    {"rank", ER_FIELD_INT, 0, NULL,
     "among the units of its level by rate, 1 is the highest; equal rates share a rank", NULL},
    {"ranked", ER_FIELD_INT, 0, "count", "units of its level that have a rank", NULL},
    {"access", ER_FIELD_REAL, 12, "1/person",
     "stations or sites of pilots within reach per person: two-step floating catchment", NULL},
    {"local_moran", ER_FIELD_REAL, 9, "index",
     "local Moran, above 0: like its neighbours, below 0: unlike them", NULL},
    {"p", ER_FIELD_REAL, ER_DIGITS_SHARE, "p", "how often chance alone makes it so", NULL},
    {"q", ER_FIELD_REAL, ER_DIGITS_SHARE, "p", "the same, adjusted for false discovery", NULL},
    {"cluster", ER_FIELD_TEXT, 0, NULL,
     "high_high, low_low, high_low or low_high beside its neighbours; empty: no more than chance",
     NULL},
};

static void put_rank(er_sheet *sheet, const er_balance_unit_row *row) {
    if (row && row->rank > 0)
        er_put_int(sheet, row->rank);
    else
        er_put_nothing(sheet);
}

er_status er_write_balance_units(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->unit_row_count; i++) {
        const er_balance_unit_row *row = &data->unit_rows[i];
        er_put_text(sheet, row->subject);
        er_put_unit_names(data, sheet, row->unit_id);
        er_put_real(sheet, row->amount);
        er_put_real(sheet, row->persons);
        er_put_real(sheet, row->rate);
        put_rank(sheet, row);
        er_put_int(sheet, row->ranked);
        er_put_real(sheet, row->access);
        er_put_real(sheet, row->local_moran);
        er_put_real(sheet, row->p);
        er_put_real(sheet, row->q);
        er_put_text(sheet, row->cluster);
        er_put_bool(sheet, er_data_synthetic(data, er_balance_inputs(row->subject)));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

/* ---- columns of the sheets of the units ----------------------------------------------------- */

/** In the order of data->standings. */
static const struct {
    const char *column;
    const char *rank, *cluster, *access; /* what they mean; null: no such column */
} columns[ER_STANDING_COUNT] = {
    [ER_STANDING_COVERAGE] = {"coverage",
                              "rank among the units of its level by the share of the persons that "
                              "at least one operator reaches, 1 is the highest",
                              "share of the persons that at least one operator reaches, beside its "
                              "neighbours: high_high, low_low, high_low, low_high; empty: no more "
                              "than chance",
                              NULL},
    [ER_STANDING_STATIONS] = {"stations",
                              "rank among the units of its level by stations per person, 1 is the "
                              "highest",
                              "stations per person, beside its neighbours: high_high, low_low, "
                              "high_low, low_high; empty: no more than chance",
                              "stations within reach of its inhabitants per 10,000 persons: "
                              "two-step floating catchment"},
    [ER_STANDING_PILOTS] = {"pilots",
                            "rank among the units of its level by pilots per person, 1 is the "
                            "highest",
                            "pilots per person, beside its neighbours: high_high, low_low, "
                            "high_low, low_high; empty: no more than chance",
                            "sites of pilots within reach of its inhabitants per 100,000 persons: "
                            "two-step floating catchment"}};

static const double access_per[ER_STANDING_COUNT] = {
    [ER_STANDING_STATIONS] = 1e4, [ER_STANDING_PILOTS] = 1e5};

static bool has_standing(const er_data *data, const char *level) {
    for (size_t i = 0; i < data->level_count; i++)
        if (er_equal_texts(data->levels[i].name, level)) return data->level_ranked[i];
    return false;
}

static er_status add_field(er_sheet *sheet, const char *format, const char *column,
                           er_field field) {
    if (!field.meaning) return ER_OK;
    ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, format, column));
    return er_sheet_field(sheet, field);
}

er_status er_standing_fields(const er_data *data, er_sheet *sheet, const char *level) {
    if (!has_standing(data, level)) return ER_OK;
    for (size_t c = 0; c < ER_STANDING_COUNT; c++) {
        ER_TRY(add_field(sheet, "%s_rank", columns[c].column,
                         (er_field){.type = ER_FIELD_INT, .meaning = columns[c].rank}));
        ER_TRY(add_field(sheet, "%s_cluster", columns[c].column,
                         (er_field){.type = ER_FIELD_TEXT, .meaning = columns[c].cluster}));
        ER_TRY(add_field(
            sheet, "access_%s", columns[c].column,
            (er_field){.type = ER_FIELD_REAL,
                       .decimals = 6,
                       .unit = c == ER_STANDING_STATIONS ? "1/10,000 persons" : "1/100,000 persons",
                       .meaning = columns[c].access}));
    }
    return ER_OK;
}

void er_put_standing(const er_data *data, er_sheet *sheet, const char *level, size_t unit_index) {
    if (!has_standing(data, level)) return;
    for (size_t c = 0; c < ER_STANDING_COUNT; c++) {
        const er_balance_unit_row *row = data->standings[unit_index * ER_STANDING_COUNT + c];
        put_rank(sheet, row);
        er_put_text(sheet, row ? row->cluster : NULL);
        if (columns[c].access) er_put_real(sheet, row ? access_per[c] * row->access : NAN);
    }
}
