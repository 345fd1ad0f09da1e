/** How a step records itself. */
#ifndef EVENREACH_ANALYSIS_RUN_RECORD_H
#define EVENREACH_ANALYSIS_RUN_RECORD_H

#include "evenreach/core.h"
#include "evenreach/store.h"

/** Add a run of a step that is done, within the store's open transaction; *run_id gets its id.
 *  `model` may be null. `parameters` is what the step rests on; it is freed here in any case. */
er_status er_add_run_of(er_context *ctx, er_store *store, const char *step, const char *model,
                        er_json *parameters, int64_t *run_id);

#endif
