/** A column of a sheet on its way into the data of a report. */
#ifndef EVENREACH_OUTPUTS_REPORT_COLUMN_H
#define EVENREACH_OUTPUTS_REPORT_COLUMN_H

#include "outputs/sheet.h"

typedef struct er_report_column {
    er_field_type type;
    er_json *cells;     /**< of a column that is no text */
    const char **texts; /**< of one that is; null: nothing known; in the arena */
    size_t count;
    size_t capacity;
} er_report_column;

er_status er_report_column_add(er_context *ctx, er_arena *arena, er_report_column *column,
                               const er_value *value);
/** An array, or words and an index into them where texts repeat. The column is used up. */
er_status er_report_column_json(er_context *ctx, er_report_column *column, er_json **out);
void er_report_column_clear(er_report_column *column);

#endif
