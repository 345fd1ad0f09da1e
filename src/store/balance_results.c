/* What the step "balance" says of units, of schemes, and of what would change them most. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_balance_unit_row, column, type, member)
static const store_field unit_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                          FIELD("subject", FIELD_TEXT, subject),
                                          FIELD("unit_id", FIELD_INT, unit_id),
                                          FIELD("amount", FIELD_REAL, amount),
                                          FIELD("persons", FIELD_REAL, persons),
                                          FIELD("rate", FIELD_REAL, rate),
                                          FIELD("rank", FIELD_INT, rank),
                                          FIELD("ranked", FIELD_INT, ranked),
                                          FIELD("access", FIELD_REAL, access),
                                          FIELD("local_moran", FIELD_REAL, local_moran),
                                          FIELD("p", FIELD_REAL, p),
                                          FIELD("q", FIELD_REAL, q),
                                          FIELD("cluster", FIELD_TEXT, cluster)};
#undef FIELD
static const store_table unit_table = {.name = "balance_unit",
                                       .row_size = sizeof(er_balance_unit_row),
                                       .fields = unit_fields,
                                       .field_count = STORE_COUNT(unit_fields),
                                       .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_scorecard_row, column, type, member)
static const store_field scorecard_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                               FIELD("scheme", FIELD_TEXT, scheme),
                                               FIELD("subject", FIELD_TEXT, subject),
                                               FIELD("gini", FIELD_REAL, gini),
                                               FIELD("gini_low", FIELD_REAL, gini_low),
                                               FIELD("gini_high", FIELD_REAL, gini_high),
                                               FIELD("theil_t", FIELD_REAL, theil_t),
                                               FIELD("share_between", FIELD_REAL, share_between),
                                               FIELD("p_between", FIELD_REAL, p_between),
                                               FIELD("driver", FIELD_TEXT, driver),
                                               FIELD("driver_share", FIELD_REAL, driver_share),
                                               FIELD("driver_ratio", FIELD_REAL, driver_ratio),
                                               FIELD("sentence", FIELD_TEXT, sentence),
                                               FIELD("sentence_zh", FIELD_TEXT, sentence_zh)};
#undef FIELD
static const store_table scorecard_table = {.name = "scorecard",
                                            .row_size = sizeof(er_scorecard_row),
                                            .fields = scorecard_fields,
                                            .field_count = STORE_COUNT(scorecard_fields),
                                            .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_lever_row, column, type, member)
static const store_field lever_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),    FIELD("scheme", FIELD_TEXT, scheme),
    FIELD("subject", FIELD_TEXT, subject), FIELD("rank", FIELD_INT, rank),
    FIELD("unit_id", FIELD_INT, unit_id),  FIELD("theil_t", FIELD_REAL, theil_t),
    FIELD("change", FIELD_REAL, change)};
#undef FIELD
static const store_table lever_table = {.name = "lever",
                                        .row_size = sizeof(er_lever_row),
                                        .fields = lever_fields,
                                        .field_count = STORE_COUNT(lever_fields),
                                        .layer = STORE_NO_LAYER};

er_status er_store_add_balance_unit(er_context *ctx, er_store *store,
                                    const er_balance_unit_row *row) {
    return store_add_result(ctx, store, &unit_table, row, NULL);
}

er_status er_store_balance_units(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                 er_balance_unit_row **rows, size_t *count) {
    static const char from[] = "FROM balance_unit WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &unit_table, from, run_id, rows, count);
}

er_status er_store_add_scorecard(er_context *ctx, er_store *store, const er_scorecard_row *row) {
    return store_add_result(ctx, store, &scorecard_table, row, NULL);
}

er_status er_store_scorecards(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                              er_scorecard_row **rows, size_t *count) {
    static const char from[] = "FROM scorecard WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &scorecard_table, from, run_id, rows, count);
}

er_status er_store_add_lever(er_context *ctx, er_store *store, const er_lever_row *row) {
    return store_add_result(ctx, store, &lever_table, row, NULL);
}

er_status er_store_levers(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                          er_lever_row **rows, size_t *count) {
    static const char from[] = "FROM lever WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &lever_table, from, run_id, rows, count);
}
