#include "store/internal.h"

#include <math.h>
#include <stdlib.h>

#define FIELD(column, type, member) STORE_FIELD(er_drop_point, column, type, member)
static const store_field drop_fields[] = {FIELD("id", FIELD_ID, id),
                                          FIELD("source_id", FIELD_REF, source_id),
                                          FIELD("code", FIELD_TEXT, code),
                                          FIELD("operator", FIELD_TEXT, operator_),
                                          FIELD("date_on", FIELD_TEXT, date_on),
                                          FIELD("synthetic", FIELD_BOOL, synthetic),
                                          FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table drop_table = {.name = "drop_point",
                                       .row_size = sizeof(er_drop_point),
                                       .fields = drop_fields,
                                       .field_count = STORE_COUNT(drop_fields),
                                       .layer = STORE_DROP_POINT};

er_status er_store_add_drop_point(er_context *ctx, er_store *store, const er_drop_point *row) {
    if (!isfinite(row->position.x) || !isfinite(row->position.y))
        return er_fail(ctx, ER_ERR_GEOMETRY, "a drop point needs a position");
    return store_insert(ctx, store, &drop_table, row, NULL, NULL);
}

static int by_content(const void *left, const void *right) {
    const er_drop_point *a = left, *b = right;
    int order = store_compare_real(a->position.x, b->position.x);
    if (!order) order = store_compare_real(a->position.y, b->position.y);
    if (!order) order = store_compare_text(a->operator_, b->operator_);
    if (!order) order = store_compare_text(a->code, b->code);
    if (!order) order = store_compare_text(a->date_on, b->date_on);
    if (!order) order = a->synthetic - b->synthetic;
    return order;
}

er_status er_store_drop_points(er_context *ctx, er_store *store, er_arena *arena,
                               er_drop_point **rows, size_t *count) {
    const store_query query = {.table = &drop_table, .from = "FROM drop_point"};
    ER_TRY(store_select(ctx, store, arena, &query, rows, count));
    if (*count > 1) qsort(*rows, *count, sizeof **rows, by_content);
    return ER_OK;
}
