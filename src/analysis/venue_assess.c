/* Everything that a run says of one venue: what the step and its explanation both ask. */
#include "analysis/venues.h"

er_status er_venue_inputs_read(er_context *ctx, er_store *store, er_arena *arena,
                               er_venue_inputs *out) {
    ER_TRY(er_store_candidates(ctx, store, arena, &out->candidates, &out->candidate_count));
    return er_store_service_needs(ctx, store, arena, &out->needs, &out->need_count);
}

er_status er_venue_assess(er_context *ctx, const er_venue_survey *survey,
                          const er_venue_inputs *inputs, int64_t unit_id, er_venue_result *result) {
    ER_TRY(er_venue_measure(ctx, survey, result));
    result->finding.unit_id = unit_id;
    ER_TRY(er_venue_judge(ctx, survey, inputs->needs, inputs->need_count, result));
    if (!er_network_study(survey->network)->venues.closing) return ER_OK;
    return er_venue_close(ctx, survey, inputs->candidates, inputs->candidate_count, result);
}
