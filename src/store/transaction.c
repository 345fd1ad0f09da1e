#include "store/internal.h"

#include <string.h>

er_status er_store_begin(er_context *ctx, er_store *store) {
    if (!store->writable)
        return er_fail(ctx, ER_ERR_USAGE, "%s: opened for reading only", store->path);
    if (!sqlite3_get_autocommit(store->db))
        return er_fail(ctx, ER_ERR_USAGE, "%s: a transaction is open already", store->path);
    memset(store->first_new, 0, sizeof store->first_new);
    return store_exec(ctx, store, "BEGIN IMMEDIATE");
}

er_status er_store_commit(er_context *ctx, er_store *store) {
    ER_TRY(store_need_transaction(ctx, store));
    er_status status = store_fill_indexes(ctx, store);
    if (status == ER_OK) status = store_exec(ctx, store, "COMMIT");
    if (status != ER_OK) er_store_rollback(store);
    return status;
}

void er_store_rollback(er_store *store) {
    if (store->db && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}
