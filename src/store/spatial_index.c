#include "store/internal.h"

static const char *const new_rows[STORE_LAYER_COUNT] = {
    "SELECT id, geom FROM unit WHERE id >= ?1 AND geom IS NOT NULL",
    "SELECT id, geom FROM station WHERE id >= ?1 AND geom IS NOT NULL",
    "SELECT id, geom FROM venue WHERE id >= ?1 AND geom IS NOT NULL",
    "SELECT id, geom FROM pilot_site WHERE id >= ?1 AND geom IS NOT NULL"};

static const char *const add_entry[STORE_LAYER_COUNT] = {
    "INSERT INTO idx_unit_geom VALUES (?1, ?2, ?3, ?4, ?5)",
    "INSERT INTO idx_station_geom VALUES (?1, ?2, ?3, ?4, ?5)",
    "INSERT INTO idx_venue_geom VALUES (?1, ?2, ?3, ?4, ?5)",
    "INSERT INTO idx_pilot_site_geom VALUES (?1, ?2, ?3, ?4, ?5)"};

static er_status add_box(er_context *ctx, er_store *store, sqlite3_stmt *entry, int64_t id,
                         const er_box *box) {
    sqlite3_bind_int64(entry, 1, id);
    sqlite3_bind_double(entry, 2, box->min_x);
    sqlite3_bind_double(entry, 3, box->max_x);
    sqlite3_bind_double(entry, 4, box->min_y);
    sqlite3_bind_double(entry, 5, box->max_y);
    return store_finish(ctx, store, entry);
}

static er_status fill(er_context *ctx, er_store *store, sqlite3_stmt *rows, sqlite3_stmt *entry) {
    int rc;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
        er_box box;
        if (!store_box_from_blob(sqlite3_column_blob(rows, 1),
                                 (size_t)sqlite3_column_bytes(rows, 1), &box))
            return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "geometry");
        ER_TRY(add_box(ctx, store, entry, sqlite3_column_int64(rows, 0), &box));
    }
    return rc == SQLITE_DONE ? ER_OK : store_failure(ctx, store, rc);
}

er_status store_fill_indexes(er_context *ctx, er_store *store) {
    for (int layer = 0; layer < STORE_LAYER_COUNT; layer++) {
        if (store->first_new[layer] == 0) continue;
        sqlite3_stmt *rows = NULL, *entry = NULL;
        ER_TRY(store_statement(ctx, store, new_rows[layer], &rows));
        ER_TRY(store_statement(ctx, store, add_entry[layer], &entry));
        sqlite3_bind_int64(rows, 1, store->first_new[layer]);
        er_status status = fill(ctx, store, rows, entry);
        sqlite3_reset(rows);
        ER_TRY(status);
    }
    return ER_OK;
}
