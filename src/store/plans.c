/* Proposals, and what they are made of. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_plan, column, type, member)
static const store_field plan_fields[] = {FIELD("id", FIELD_ID, id),
                                          FIELD("run_id", FIELD_INT, run_id),
                                          FIELD("subject", FIELD_TEXT, subject),
                                          FIELD("area_id", FIELD_INT, area_id),
                                          FIELD("kind", FIELD_TEXT, kind),
                                          FIELD("target_share", FIELD_REAL, target_share),
                                          FIELD("share_before", FIELD_REAL, share_before),
                                          FIELD("share_after", FIELD_REAL, share_after),
                                          FIELD("reached", FIELD_BOOL, reached),
                                          FIELD("count", FIELD_INT, count),
                                          FIELD("bound", FIELD_INT, bound),
                                          FIELD("proven", FIELD_BOOL, proven),
                                          FIELD("candidates", FIELD_INT, candidates),
                                          FIELD("note", FIELD_TEXT, note),
                                          FIELD("note_zh", FIELD_TEXT, note_zh)};
#undef FIELD
static const store_table plan_table = {.name = "plan",
                                       .row_size = sizeof(er_plan),
                                       .fields = plan_fields,
                                       .field_count = STORE_COUNT(plan_fields),
                                       .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_choice, column, type, member)
static const store_field choice_fields[] = {
    FIELD("plan_id", FIELD_INT, plan_id),      FIELD("rank", FIELD_INT, rank),
    FIELD("code", FIELD_TEXT, code),           FIELD("operator", FIELD_TEXT, operator_),
    FIELD("band", FIELD_TEXT, band),           FIELD("height_m", FIELD_REAL, height_m),
    FIELD("power_dbm", FIELD_REAL, power_dbm), FIELD("gain_dbi", FIELD_REAL, gain_dbi),
    FIELD("radius_m", FIELD_REAL, radius_m),   FIELD("adds_m2", FIELD_REAL, adds_m2),
    FIELD("share", FIELD_REAL, share),         FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table choice_table = {.name = "choice",
                                         .row_size = sizeof(er_choice),
                                         .fields = choice_fields,
                                         .field_count = STORE_COUNT(choice_fields),
                                         .layer = STORE_CHOICE};

er_status er_store_add_plan(er_context *ctx, er_store *store, er_plan *plan) {
    return store_add_result(ctx, store, &plan_table, plan, &plan->id);
}

er_status er_store_plans(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                         er_plan **rows, size_t *count) {
    static const char from[] =
        "FROM plan LEFT JOIN (SELECT id AS v_id, code AS v_code FROM venue) ON v_id = area_id"
        " WHERE run_id = ?1 ORDER BY subject, v_code, kind";
    return store_results(ctx, store, arena, &plan_table, from, run_id, rows, count);
}

er_status er_store_add_choice(er_context *ctx, er_store *store, const er_choice *choice) {
    return store_add_result(ctx, store, &choice_table, choice, NULL);
}

er_status er_store_choices(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                           er_choice **rows, size_t *count) {
    static const char from[] =
        "FROM choice JOIN (SELECT id AS p_id, run_id AS p_run, subject AS p_subject,"
        " area_id AS p_area, kind AS p_kind FROM plan) ON p_id = plan_id"
        " LEFT JOIN (SELECT id AS v_id, code AS v_code FROM venue) ON v_id = p_area"
        " WHERE p_run = ?1 ORDER BY p_subject, v_code, p_kind, rank";
    return store_results(ctx, store, arena, &choice_table, from, run_id, rows, count);
}
