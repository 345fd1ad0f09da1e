/** The sheets as they stand in the data of a report: src/viewer/DATA.md. */
#ifndef EVENREACH_OUTPUTS_REPORT_SHEETS_H
#define EVENREACH_OUTPUTS_REPORT_SHEETS_H

#include "outputs/data.h"
#include "outputs/sheet.h"

/** Tables of more rows are left out. */
enum { ER_REPORT_TABLE_ROWS = 5000 };

typedef struct er_report_sheet {
    const char *name;
    const char *level; /**< of the units that its rows are; null: they are none */
    er_shape shape;    /**< none: a table */
    er_json *json;     /**< its entry in `layers` or `tables` */
    er_bytes *shapes;  /**< of polygons and lines, one a row, in the arena */
    size_t rows;
} er_report_sheet;

typedef struct er_report_sheets {
    er_data *data;
    er_arena *arena;
    er_report_sheet *items; /**< in the order of er_layers */
    size_t count;
    size_t capacity;
    size_t levels_seen;
} er_report_sheets;

/** Gather every layer that is drawn, and the tables that are no layers and not too long. Clear in
 *  any case. */
er_status er_report_sheets_gather(er_data *data, er_arena *arena, er_report_sheets *out);
void er_report_sheets_clear(er_report_sheets *sheets);

#endif
