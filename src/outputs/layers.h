/** The table of what is written. Adding a layer or a table is one file with its writer and one
 *  line in layers.c. */
#ifndef EVENREACH_OUTPUTS_LAYERS_H
#define EVENREACH_OUTPUTS_LAYERS_H

#include "outputs/data.h"
#include "outputs/sheet.h"

enum { ER_TO_MAP = 1, ER_TO_TABLE = 2 };

typedef struct er_layer {
    const char *name;  /**< of the file; null: one sheet a level, named by its plural */
    const char *about; /**< one line, English; for a sheet a level it holds one %s */
    er_shape shape;
    unsigned to;      /**< ER_TO_* */
    unsigned depends; /**< ER_ON_* of the inputs that its figures rest on */
    /** Add the columns, start the sheet, write the rows. `level` is null but for a sheet a
     *  level. */
    er_status (*write)(const er_data *data, er_sheet *sheet, const char *level);
} er_layer;

extern const er_layer er_layers[]; /**< ends with a null writer */

/* ---- columns that several sheets share: columns.c ------------------------------------------- */

/** Served and unknown area by stratum, the best operator; with `persons` the persons too. */
er_status er_figure_fields(const er_data *data, er_sheet *sheet, bool persons);
void er_put_figures(const er_data *data, er_sheet *sheet, const er_figures *by_stratum,
                    bool persons);

/** Columns of the schemes that reach down to a level, and their cells for a unit. */
er_status er_scheme_fields(const er_data *data, er_sheet *sheet, const char *level);
er_status er_put_schemes(const er_data *data, er_sheet *sheet, const char *level, int64_t unit_id);

/* ---- writers: one file each ------------------------------------------------------------------ */

er_status er_write_units(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_area_classes(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_coverage(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_stations(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_venues(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_pilots(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_groups(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_unit_groups(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_borderline(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_operators(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_balance(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_targets(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_sources(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_rejects(const er_data *data, er_sheet *sheet, const char *level);
er_status er_write_assumptions(const er_data *data, er_sheet *sheet, const char *level);

#endif
