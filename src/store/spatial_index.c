#include "store/packed_rtree.h"

/* The statements of a layer, by its table's name. */
#define LAYER(table)                                                                               \
    {                                                                                              \
        table, "SELECT id, geom FROM " table " WHERE id >= ?1 AND geom IS NOT NULL ORDER BY id",   \
            "SELECT count(*) FROM idx_" table "_geom_rowid",                                       \
            "INSERT INTO idx_" table "_geom VALUES (?1, ?2, ?3, ?4, ?5)"                           \
    }
static const struct {
    const char *table;
    const char *rows_from;
    const char *entry_count;
    const char *add_entry;
} layers[STORE_LAYER_COUNT] = {
    [STORE_UNIT] = LAYER("unit"),
    [STORE_STATION] = LAYER("station"),
    [STORE_VENUE] = LAYER("venue"),
    [STORE_PILOT_SITE] = LAYER("pilot_site"),
    [STORE_MEASUREMENT] = LAYER("measurement"),
    [STORE_COVER_OUTLINE] = LAYER("cover_outline"),
    [STORE_SECTOR] = LAYER("sector"),
    [STORE_ROUTE] = LAYER("route"),
    [STORE_CANDIDATE] = LAYER("candidate"),
    [STORE_VENUE_FINDING] = LAYER("venue_finding"),
    [STORE_VENUE_HOLE] = LAYER("venue_hole"),
    [STORE_CHOICE] = LAYER("choice"),
    [STORE_ROUTE_GAP] = LAYER("route_gap"),
    [STORE_DROP_POINT] = LAYER("drop_point"),
    [STORE_COMPARE_CAUSE] = LAYER("compare_cause"),
    [STORE_SITING_CHOICE] = LAYER("siting_choice"),
};
#undef LAYER

/** Boxes of the rows from an id on. */
static er_status read_boxes(er_context *ctx, er_store *store, store_layer layer, int64_t from,
                            packed_entries *entries) {
    sqlite3_stmt *rows = NULL;
    ER_TRY(store_statement(ctx, store, layers[layer].rows_from, &rows));
    sqlite3_bind_int64(rows, 1, from);
    er_status status = ER_OK;
    int rc = SQLITE_DONE;
    while (status == ER_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        er_box box;
        if (entries->count % 65536 == 0) status = er_check_cancel(ctx);
        const void *blob = sqlite3_column_blob(rows, 1);
        if (!store_box_from_blob(blob, (size_t)sqlite3_column_bytes(rows, 1), &box))
            status = store_failure_at(ctx, store->path, SQLITE_CORRUPT, "geometry");
        if (status == ER_OK)
            status = packed_entries_add(ctx, entries, sqlite3_column_int64(rows, 0),
                                        packed_box_of(&box));
    }
    if (status == ER_OK && rc != SQLITE_DONE) status = store_failure(ctx, store, rc);
    sqlite3_reset(rows);
    return status;
}

static er_status add_one_by_one(er_context *ctx, er_store *store, store_layer layer,
                                const packed_entries *entries) {
    sqlite3_stmt *entry = NULL;
    ER_TRY(store_statement(ctx, store, layers[layer].add_entry, &entry));
    for (size_t i = 0; i < entries->count; i++) {
        const packed_box *box = &entries->boxes[i];
        sqlite3_bind_int64(entry, 1, entries->ids[i]);
        sqlite3_bind_double(entry, 2, box->min_x);
        sqlite3_bind_double(entry, 3, box->max_x);
        sqlite3_bind_double(entry, 4, box->min_y);
        sqlite3_bind_double(entry, 5, box->max_y);
        ER_TRY(store_finish(ctx, store, entry));
    }
    return ER_OK;
}

/** An entry added alone costs about as much as this many packed ones. */
enum { ALONE_TO_PACKED = 10 };

static er_status fill_layer(er_context *ctx, er_store *store, store_layer layer) {
    packed_entries added = {0}, all = {0};
    int64_t before = 0;
    er_status status;
    ER_GOTO(status, done, read_boxes(ctx, store, layer, store->first_new[layer], &added));
    ER_GOTO(status, done, store_int(ctx, store, layers[layer].entry_count, NULL, &before));
    if ((int64_t)added.count * (ALONE_TO_PACKED - 1) < before) {
        status = add_one_by_one(ctx, store, layer, &added);
        goto done;
    }
    packed_entries_clear(&added);
    ER_GOTO(status, done, read_boxes(ctx, store, layer, INT64_MIN, &all));
    status = packed_rtree_write(ctx, store, layers[layer].table, &all);
done:
    packed_entries_clear(&added);
    packed_entries_clear(&all);
    return status;
}

er_status store_fill_indexes(er_context *ctx, er_store *store) {
    for (int layer = 0; layer < STORE_LAYER_COUNT; layer++)
        if (store->first_new[layer] != 0) ER_TRY(fill_layer(ctx, store, (store_layer)layer));
    return ER_OK;
}
