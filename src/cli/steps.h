/** A whole study: the steps in their order, from the inputs to the exports. */
#ifndef EVENREACH_CLI_STEPS_H
#define EVENREACH_CLI_STEPS_H

#include "evenreach/analysis.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

/** The order in which a study's inputs are loaded: places in study->inputs, units from the top
 *  down, then population, stations, sectors, measurements, venues, pilots, sites, targets and
 * service needs. `order` holds study->input_count entries. ER_ERR_INPUT for a level whose parent no
 * input gives. */
er_status er_load_order(er_context *ctx, const er_study *study, size_t *order);

/** Load every input, classify, cover (`how` is passed on), then take every step of the table in
 *  steps.c that there are rows for, and set published targets beside their figures. A failure's
 *  line names the step. *rejected is how many rows could not be used, *missed how many targets are
 *  missed. */
er_status er_run_steps(er_context *ctx, er_store *store, const er_study *study,
                       const er_cover_options *how, int64_t *rejected, int64_t *missed);

#endif
