/* Every figure of the newest balance run, in long form. */
#include "outputs/balance_columns.h"

er_status er_write_balance(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(er_balance_fields(sheet));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->balance_count; i++) {
        er_put_balance(data, sheet, &data->balance_rows[i]);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
