/* What the signal models find, level by level. */
#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_cover_level_row, column, type, member)
static const store_field level_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),       FIELD("kind", FIELD_TEXT, kind),
    FIELD("area_id", FIELD_INT, area_id),     FIELD("stratum", FIELD_TEXT, stratum),
    FIELD("operator", FIELD_TEXT, operator_), FIELD("rank", FIELD_INT, rank),
    FIELD("level", FIELD_TEXT, level),        FIELD("area_km2", FIELD_REAL, area_km2),
    FIELD("persons", FIELD_REAL, persons)};
#undef FIELD
static const store_table level_table = {.name = "cover_level",
                                        .row_size = sizeof(er_cover_level_row),
                                        .fields = level_fields,
                                        .field_count = STORE_COUNT(level_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_cover_outline, column, type, member)
static const store_field outline_fields[] = {
    FIELD("run_id", FIELD_INT, run_id),       FIELD("stratum", FIELD_TEXT, stratum),
    FIELD("operator", FIELD_TEXT, operator_), FIELD("rank", FIELD_INT, rank),
    FIELD("level", FIELD_TEXT, level),        FIELD("area_km2", FIELD_REAL, area_km2),
    FIELD("geom", FIELD_POLYGONS, geometry)};
#undef FIELD
static const store_table outline_table = {.name = "cover_outline",
                                          .row_size = sizeof(er_cover_outline),
                                          .fields = outline_fields,
                                          .field_count = STORE_COUNT(outline_fields),
                                          .layer = STORE_COVER_OUTLINE};

er_status er_store_add_cover_level(er_context *ctx, er_store *store,
                                   const er_cover_level_row *row) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &level_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "level %lld of %s %lld is there already in run %lld, "
                       "or there is no such run",
                       (long long)row->rank, row->kind, (long long)row->area_id,
                       (long long)row->run_id);
    return status;
}

er_status er_store_cover_levels(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                const char *kind, er_cover_level_row **rows, size_t *count) {
    const store_parameter wanted[] = {{.number = run_id}, {.text = kind}};
    const store_query query = {.table = &level_table,
                               .from = "FROM cover_level WHERE run_id = ?1 AND kind = ?2"
                                       " ORDER BY area_id, stratum, ifnull(operator, ''), rank",
                               .parameters = wanted,
                               .parameter_count = STORE_COUNT(wanted)};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_add_cover_outline(er_context *ctx, er_store *store,
                                     const er_cover_outline *outline) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &outline_table, outline, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INTERNAL,
                       "an outline of level %s is there already in run %lld, "
                       "or there is no such run",
                       outline->level, (long long)outline->run_id);
    return status;
}

er_status er_store_cover_outlines(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                                  er_cover_outline **rows, size_t *count) {
    const store_parameter wanted = {.number = run_id};
    const store_query query = {
        .table = &outline_table,
        .from = "FROM cover_outline WHERE run_id = ?1"
                " ORDER BY CASE stratum WHEN 'any' THEN 0 WHEN 'all' THEN 1 ELSE 2 END,"
                " ifnull(operator, ''), rank, level",
        .parameters = &wanted,
        .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}
