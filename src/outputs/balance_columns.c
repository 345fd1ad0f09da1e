#include "outputs/balance_columns.h"

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

er_status er_balance_fields(er_sheet *sheet) {
    return ER_SHEET_FIELDS(sheet, fields);
}

void er_put_balance(const er_data *data, er_sheet *sheet, const er_balance_row *row) {
    er_put_text(sheet, row->scheme);
    er_put_text(sheet, row->group);
    er_put_text(sheet, row->subject);
    er_put_text(sheet, row->measure);
    er_put_real(sheet, row->value);
    er_put_text(sheet, row->unit);
    er_put_text(sheet, row->note);
    er_put_bool(sheet, er_data_synthetic(data, er_balance_inputs(row->subject)));
}
