/* What a load filled in or changed, as assumptions of its source. */
#include "analysis/load.h"

er_status er_load_note(er_context *ctx, er_loading *load, const char *subject, const char *field,
                       const char *value, er_sentence basis, int64_t rows) {
    if (rows == 0) return ER_OK;
    er_assumption assumption = {.source_id = load->source.id,
                                .subject = subject,
                                .field = field,
                                .value = value,
                                .basis = basis.english,
                                .basis_zh = basis.chinese,
                                .rows_affected = rows,
                                .rows_total = load->report.rows_read};
    return er_store_add_assumption(ctx, load->store, &assumption);
}
