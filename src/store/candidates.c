#include "store/internal.h"

#include <math.h>

#define FIELD(column, type, member) STORE_FIELD(er_candidate, column, type, member)
static const store_field candidate_fields[] = {FIELD("id", FIELD_ID, id),
                                               FIELD("source_id", FIELD_REF, source_id),
                                               FIELD("code", FIELD_TEXT, code),
                                               FIELD("name", FIELD_TEXT, name),
                                               FIELD("height_m", FIELD_REAL, height_m),
                                               FIELD("cost", FIELD_REAL, cost),
                                               FIELD("synthetic", FIELD_BOOL, synthetic),
                                               FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table candidate_table = {.name = "candidate",
                                            .row_size = sizeof(er_candidate),
                                            .fields = candidate_fields,
                                            .field_count = STORE_COUNT(candidate_fields),
                                            .layer = STORE_CANDIDATE};

er_status er_store_add_candidate(er_context *ctx, er_store *store, er_candidate *candidate) {
    int conflict = 0;
    const char *code = candidate->code;
    if (!code || !code[0]) return er_fail(ctx, ER_ERR_INPUT, "a candidate site needs a code");
    if (!isfinite(candidate->position.x) || !isfinite(candidate->position.y))
        return er_fail(ctx, ER_ERR_GEOMETRY, "candidate site %s needs a position", code);
    if (!isnan(candidate->cost) && !(isfinite(candidate->cost) && candidate->cost >= 0))
        return er_fail(ctx, ER_ERR_RANGE, "candidate site %s: the cost must be 0 or more", code);
    er_status status =
        store_insert(ctx, store, &candidate_table, candidate, &candidate->id, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "candidate site %s is there already; a code stands once",
                       code);
    return status;
}

er_status er_store_candidates(er_context *ctx, er_store *store, er_arena *arena,
                              er_candidate **rows, size_t *count) {
    const store_query query = {.table = &candidate_table, .from = "FROM candidate ORDER BY code"};
    return store_select(ctx, store, arena, &query, rows, count);
}
