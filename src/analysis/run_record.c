#include "analysis/run_record.h"

#include <string.h>

er_status er_add_run_of(er_context *ctx, er_store *store, const char *step, const char *model,
                        er_json *parameters, int64_t *run_id) {
    char *text = NULL;
    er_status status = er_json_write(ctx, parameters, false, &text);
    er_json_free(parameters);
    ER_TRY(status);
    text[strcspn(text, "\n")] = '\0';
    er_run run = {.step = step, .model = model, .parameters = text, .status = "done"};
    status = er_store_add_run(ctx, store, &run);
    er_free(text);
    if (status == ER_OK) *run_id = run.id;
    return status;
}
