/** The parts of a workbook's making that stand in files of their own. */
#ifndef EVENREACH_OUTPUTS_FORMAT_XLSX_H
#define EVENREACH_OUTPUTS_FORMAT_XLSX_H

#include "outputs/sink.h"

#include <xlsxwriter.h>

/** What a sheet of the workbook is, for the list on its first one. */
typedef struct er_xlsx_sheet {
    const char *name;
    const char *about;
    const char *about_zh;
    int64_t rows; /**< without its heading; -1 until it is closed */
    bool synthetic;
} er_xlsx_sheet;

/** Fill the first sheet: what the study is, the loud mark where data are synthetic, what the
 *  sheets hold. No clock. */
er_status er_xlsx_about(const er_data *data, lxw_workbook *workbook, lxw_worksheet *page,
                        const er_xlsx_sheet *sheets, size_t count);

/** Check that a closed workbook is whole: sheet i + 1 of the file has all rows of sheets[i]. */
er_status er_xlsx_check(er_context *ctx, const char *path, const er_xlsx_sheet *sheets,
                        size_t count);

extern const er_sink_ops er_xlsx_file;

#endif
