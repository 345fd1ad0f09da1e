/* Every figure of the newest balance run, in long form. */
#include "outputs/layers.h"

static const er_field fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "name of the group; empty: a figure of the whole scheme",
     NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"measure", ER_FIELD_TEXT, 0, NULL, "the measure taken", NULL},
    {"value", ER_FIELD_REAL, 9, NULL, "the figure; empty: not defined, and the note says why",
     NULL},
    {"unit", ER_FIELD_TEXT, 0, NULL, "unit of the figure", NULL},
    {"note", ER_FIELD_TEXT, 0, NULL, "note", NULL},
};

er_status er_write_balance(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->balance_count; i++) {
        const er_balance_row *row = &data->balance_rows[i];
        er_put_text(sheet, row->scheme);
        er_put_text(sheet, row->group);
        er_put_text(sheet, row->subject);
        er_put_text(sheet, row->measure);
        er_put_real(sheet, row->value);
        er_put_text(sheet, row->unit);
        er_put_text(sheet, row->note);
        er_put_bool(sheet, er_data_synthetic(data, er_balance_inputs(row->subject)));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
