/* What the step "compare" finds. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_compare_row, column, type, member)
static const store_field compare_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),
    FIELD("kind", FIELD_TEXT, kind),
    FIELD("unit_id", FIELD_REF, unit_id),
    FIELD("level", FIELD_TEXT, level),
    FIELD("code", FIELD_TEXT, code),
    FIELD("scheme", FIELD_TEXT, scheme),
    FIELD("group_name", FIELD_TEXT, group),
    FIELD("area_km2", FIELD_REAL, area_km2),
    FIELD("persons", FIELD_REAL, persons),
    FIELD("area_before", FIELD_REAL, served_km2.before),
    FIELD("area_gained", FIELD_REAL, served_km2.gained),
    FIELD("area_lost", FIELD_REAL, served_km2.lost),
    FIELD("area_after", FIELD_REAL, served_km2.after),
    FIELD("area_kept", FIELD_REAL, served_km2.kept),
    FIELD("area_gained_from_unknown", FIELD_REAL, served_km2.gained_from_unknown),
    FIELD("area_lost_to_unknown", FIELD_REAL, served_km2.lost_to_unknown),
    FIELD("area_population", FIELD_REAL, served_km2.population),
    FIELD("persons_before", FIELD_REAL, persons_served.before),
    FIELD("persons_gained", FIELD_REAL, persons_served.gained),
    FIELD("persons_lost", FIELD_REAL, persons_served.lost),
    FIELD("persons_after", FIELD_REAL, persons_served.after),
    FIELD("persons_kept", FIELD_REAL, persons_served.kept),
    FIELD("persons_gained_from_unknown", FIELD_REAL, persons_served.gained_from_unknown),
    FIELD("persons_lost_to_unknown", FIELD_REAL, persons_served.lost_to_unknown),
    FIELD("persons_population", FIELD_REAL, persons_served.population)};
#undef FIELD
static const store_table compare_table = {.name = "compare",
                                          .row_size = sizeof(er_compare_row),
                                          .fields = compare_fields,
                                          .field_count = STORE_COUNT(compare_fields),
                                          .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_compare_index, column, type, member)
static const store_field index_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),    FIELD("scheme", FIELD_TEXT, scheme),
    FIELD("subject", FIELD_TEXT, subject), FIELD("measure", FIELD_TEXT, measure),
    FIELD("before", FIELD_REAL, before),   FIELD("after", FIELD_REAL, after),
    FIELD("change", FIELD_REAL, change),   FIELD("low", FIELD_REAL, low),
    FIELD("high", FIELD_REAL, high)};
#undef FIELD
static const store_table index_table = {.name = "compare_index",
                                        .row_size = sizeof(er_compare_index),
                                        .fields = index_fields,
                                        .field_count = STORE_COUNT(index_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_compare_cause, column, type, member)
static const store_field cause_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),       FIELD("kind", FIELD_TEXT, kind),
    FIELD("change", FIELD_TEXT, change),      FIELD("subject", FIELD_TEXT, subject),
    FIELD("operator", FIELD_TEXT, operator_), FIELD("before", FIELD_TEXT, before),
    FIELD("after", FIELD_TEXT, after),        FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table cause_table = {.name = "compare_cause",
                                        .row_size = sizeof(er_compare_cause),
                                        .fields = cause_fields,
                                        .field_count = STORE_COUNT(cause_fields),
                                        .layer = STORE_COMPARE_CAUSE};

er_status er_store_add_compare(er_context *ctx, er_store *store, const er_compare_row *row) {
    return store_add_result(ctx, store, &compare_table, row, NULL);
}

er_status er_store_compares(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                            er_compare_row **rows, size_t *count) {
    static const char from[] = "FROM compare WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &compare_table, from, run_id, rows, count);
}

er_status er_store_add_compare_index(er_context *ctx, er_store *store,
                                     const er_compare_index *row) {
    return store_add_result(ctx, store, &index_table, row, NULL);
}

er_status er_store_compare_indices(er_context *ctx, er_store *store, er_arena *arena,
                                   int64_t run_id, er_compare_index **rows, size_t *count) {
    static const char from[] = "FROM compare_index WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &index_table, from, run_id, rows, count);
}

er_status er_store_add_compare_cause(er_context *ctx, er_store *store,
                                     const er_compare_cause *row) {
    return store_add_result(ctx, store, &cause_table, row, NULL);
}

er_status er_store_compare_causes(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_compare_cause **rows, size_t *count) {
    static const char from[] = "FROM compare_cause WHERE run_id = ?1 ORDER BY id";
    return store_results(ctx, store, arena, &cause_table, from, run_id, rows, count);
}
