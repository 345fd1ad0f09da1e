/* Why the two sides of the newest comparison are not the same, and how even they are. */
#include "outputs/layers.h"

#include <string.h>

static const er_field station_fields[] = {
    {"change", ER_FIELD_TEXT, 0, NULL, "added, removed or changed", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "the source's own identifier", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"before", ER_FIELD_TEXT, 0, NULL, "what it was; of a changed one only what changed", NULL},
    {"after", ER_FIELD_TEXT, 0, NULL, "what it is; of a changed one only what changed", NULL},
};

static const er_field cause_fields[] = {
    {"kind", ER_FIELD_TEXT, 0, NULL, "station, boundary, population, parameter or model", NULL},
    {"change", ER_FIELD_TEXT, 0, NULL, "added, removed or changed", NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL,
     "code of the station, level and code of the unit, or key of the parameter", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"before", ER_FIELD_TEXT, 0, NULL, "what it was; empty: nothing", NULL},
    {"after", ER_FIELD_TEXT, 0, NULL, "what it is; empty: nothing", NULL},
};

static const er_field index_fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"measure", ER_FIELD_TEXT, 0, NULL, "the measure taken", NULL},
    {"before", ER_FIELD_REAL, 9, NULL, "the figure before; empty: not defined", NULL},
    {"after", ER_FIELD_REAL, 9, NULL, "the figure after; empty: not defined", NULL},
    {"change", ER_FIELD_REAL, 9, NULL, "after less before", NULL},
    {"low", ER_FIELD_REAL, 9, NULL, "lower end of the interval of the change", NULL},
    {"high", ER_FIELD_REAL, 9, NULL, "upper end of the interval of the change", NULL},
};

static er_status read_causes(const er_data *data, er_sheet *sheet, er_compare_cause **rows,
                             size_t *count) {
    return er_store_compare_causes(data->ctx, data->store, sheet->arena, data->compare->id, rows,
                                   count);
}

er_status er_write_compare_stations(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_compare_cause *rows = NULL;
    size_t count = 0;
    ER_TRY(read_causes(data, sheet, &rows, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, station_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].kind, "station") != 0) continue;
        er_put_text(sheet, rows[i].change);
        er_put_text(sheet, rows[i].subject);
        er_put_text(sheet, rows[i].operator_);
        er_put_text(sheet, rows[i].before);
        er_put_text(sheet, rows[i].after);
        ER_TRY(er_sheet_point(sheet, rows[i].position));
    }
    return ER_OK;
}

er_status er_write_compare_causes(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_compare_cause *rows = NULL;
    size_t count = 0;
    ER_TRY(read_causes(data, sheet, &rows, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, cause_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        er_put_text(sheet, rows[i].kind);
        er_put_text(sheet, rows[i].change);
        er_put_text(sheet, rows[i].subject);
        er_put_text(sheet, rows[i].operator_);
        er_put_text(sheet, rows[i].before);
        er_put_text(sheet, rows[i].after);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

er_status er_write_compare_indices(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_compare_index *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_compare_indices(data->ctx, data->store, sheet->arena, data->compare->id, &rows,
                                    &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, index_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        er_put_text(sheet, rows[i].scheme);
        er_put_text(sheet, rows[i].subject);
        er_put_text(sheet, rows[i].measure);
        er_put_real(sheet, rows[i].before);
        er_put_real(sheet, rows[i].after);
        er_put_real(sheet, rows[i].change);
        er_put_real(sheet, rows[i].low);
        er_put_real(sheet, rows[i].high);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
