/* What the step "choose" finds: plans, and the new sites that they are made of. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_siting_plan_row, column, type, member)
static const store_field plan_fields[] = {FIELD("id", FIELD_ID, id),
                                          FIELD("run_id", FIELD_INT, run_id),
                                          FIELD("question", FIELD_TEXT, question),
                                          FIELD("place", FIELD_TEXT, place),
                                          FIELD("number", FIELD_INT, number),
                                          FIELD("variant", FIELD_TEXT, variant),
                                          FIELD("priority", FIELD_REAL, priority),
                                          FIELD("on_front", FIELD_BOOL, on_front),
                                          FIELD("count", FIELD_INT, count),
                                          FIELD("candidates", FIELD_INT, candidates),
                                          FIELD("cost", FIELD_REAL, cost),
                                          FIELD("covered", FIELD_REAL, covered),
                                          FIELD("bound", FIELD_REAL, bound),
                                          FIELD("gap", FIELD_REAL, gap),
                                          FIELD("ended", FIELD_TEXT, end),
                                          FIELD("persons", FIELD_REAL, persons),
                                          FIELD("persons_before", FIELD_REAL, persons_before),
                                          FIELD("persons_after", FIELD_REAL, persons_after),
                                          FIELD("inequality", FIELD_TEXT, index),
                                          FIELD("index_before", FIELD_REAL, index_before),
                                          FIELD("index_after", FIELD_REAL, index_after),
                                          FIELD("gini_before", FIELD_REAL, gini_before),
                                          FIELD("gini_after", FIELD_REAL, gini_after),
                                          FIELD("share_in_rules", FIELD_REAL, share_in_rules),
                                          FIELD("sentence", FIELD_TEXT, sentence),
                                          FIELD("sentence_zh", FIELD_TEXT, sentence_zh)};
#undef FIELD
static const store_table plan_table = {.name = "siting_plan",
                                       .row_size = sizeof(er_siting_plan_row),
                                       .fields = plan_fields,
                                       .field_count = STORE_COUNT(plan_fields),
                                       .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_siting_choice_row, column, type, member)
static const store_field choice_fields[] = {FIELD("plan_id", FIELD_INT, plan_id),
                                            FIELD("rank", FIELD_INT, rank),
                                            FIELD("code", FIELD_TEXT, code),
                                            FIELD("name", FIELD_TEXT, name),
                                            FIELD("name_en", FIELD_TEXT, name_en),
                                            FIELD("unit_id", FIELD_REF, unit_id),
                                            FIELD("group_name", FIELD_TEXT, group),
                                            FIELD("operator", FIELD_TEXT, operator_),
                                            FIELD("band", FIELD_TEXT, band),
                                            FIELD("radius_m", FIELD_REAL, radius_m),
                                            FIELD("cost", FIELD_REAL, cost),
                                            FIELD("gains", FIELD_REAL, gains),
                                            FIELD("most_unit_id", FIELD_REF, most_unit_id),
                                            FIELD("most_persons", FIELD_REAL, most_persons),
                                            FIELD("most_group", FIELD_TEXT, most_group),
                                            FIELD("index_after", FIELD_REAL, index_after),
                                            FIELD("next_code", FIELD_TEXT, next_code),
                                            FIELD("next_name", FIELD_TEXT, next_name),
                                            FIELD("next_gains", FIELD_REAL, next_gains),
                                            FIELD("sentence", FIELD_TEXT, sentence),
                                            FIELD("sentence_zh", FIELD_TEXT, sentence_zh),
                                            FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table choice_table = {.name = "siting_choice",
                                         .row_size = sizeof(er_siting_choice_row),
                                         .fields = choice_fields,
                                         .field_count = STORE_COUNT(choice_fields),
                                         .layer = STORE_SITING_CHOICE};

/** Where each question of a run comes: with the first of its plans. */
#define WITH_TURN                                                                                  \
    " JOIN (SELECT question AS t_question, min(id) AS turn FROM siting_plan WHERE run_id = ?1"     \
    " GROUP BY question) ON t_question = "

er_status er_store_add_siting_plan(er_context *ctx, er_store *store, er_siting_plan_row *row) {
    return store_add_result(ctx, store, &plan_table, row, &row->id);
}

er_status er_store_siting_plans(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                er_siting_plan_row **rows, size_t *count) {
    static const char from[] = "FROM siting_plan" WITH_TURN "question"
                               " WHERE run_id = ?1 ORDER BY turn, number";
    return store_results(ctx, store, arena, &plan_table, from, run_id, rows, count);
}

er_status er_store_add_siting_choice(er_context *ctx, er_store *store,
                                     const er_siting_choice_row *row) {
    return store_add_result(ctx, store, &choice_table, row, NULL);
}

er_status er_store_siting_choices(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_siting_choice_row **rows, size_t *count) {
    static const char from[] =
        "FROM siting_choice JOIN (SELECT id AS p_id, run_id AS p_run, question AS p_question,"
        " number AS p_number FROM siting_plan) ON p_id = plan_id" WITH_TURN "p_question"
        " WHERE p_run = ?1 ORDER BY turn, p_number, rank";
    return store_results(ctx, store, arena, &choice_table, from, run_id, rows, count);
}
