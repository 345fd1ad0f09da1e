/* Every figure of the newest trend, in long form. */
#include "outputs/balance_columns.h"

static const er_field fields[] = {
    {"year", ER_FIELD_INT, 0, NULL, "year", NULL},
    {"as_of", ER_FIELD_TEXT, 0, NULL, "day that the figure is of", NULL},
    {"period", ER_FIELD_TEXT, 0, NULL,
     "state: as it was on that day; year: what began in the year; cumulative: what began up to "
     "that day",
     NULL},
};

er_status er_write_trend(er_data *data, er_sheet *sheet, const char *level) {
    er_trend_row *rows = NULL;
    size_t count = 0;
    (void)level;
    ER_TRY(er_store_trends(data->ctx, data->store, data->arena, data->trend->id, &rows, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_balance_fields(sheet));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_trend_row *row = &rows[i];
        er_put_int(sheet, row->year);
        er_put_text(sheet, row->as_of);
        er_put_text(sheet, row->period);
        er_put_balance(data, sheet,
                       &(er_balance_row){.scheme = row->scheme,
                                         .group = row->group,
                                         .subject = row->subject,
                                         .measure = row->measure,
                                         .value = row->value,
                                         .unit = row->unit,
                                         .note = row->note});
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
