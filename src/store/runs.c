#include "store/internal.h"

#include <gdal.h>
#include <proj.h>
#include <spatialite.h>

#define FIELD(column, type, member) STORE_FIELD(er_run, column, type, member)
static const store_field run_fields[] = {FIELD("id", FIELD_ID, id),
                                         FIELD("step", FIELD_TEXT, step),
                                         FIELD("model", FIELD_TEXT, model),
                                         FIELD("parameters", FIELD_TEXT, parameters),
                                         FIELD("versions", FIELD_TEXT, versions),
                                         FIELD("inputs", FIELD_TEXT, inputs),
                                         FIELD("status", FIELD_TEXT, status)};
#undef FIELD
static const store_table run_table = {.name = "run",
                                      .row_size = sizeof(er_run),
                                      .fields = run_fields,
                                      .field_count = STORE_COUNT(run_fields),
                                      .layer = STORE_NO_LAYER};

static er_status versions_json(er_context *ctx, char **out) {
    er_json *json = er_json_object();
    er_json_add_text(json, "evenreach", er_version());
    er_json_add_text(json, "gdal", GDALVersionInfo("RELEASE_NAME"));
    er_json_add_text(json, "geos", GEOSversion());
    er_json_add_text(json, "proj", proj_info().version);
    er_json_add_text(json, "spatialite", spatialite_version());
    er_json_add_text(json, "sqlite", sqlite3_libversion());
    er_status status = er_json_write(ctx, json, false, out);
    er_json_free(json);
    return status;
}

/** Kind, path and hash of every source, in an order that does not depend on the loading. */
static er_status inputs_json(er_context *ctx, er_store *store, char **out) {
    static const char sql[] =
        "SELECT kind, path, layer, sha256 FROM source ORDER BY kind, path, layer, sha256";
    static const char *const keys[] = {"kind", "path", "layer", "sha256"};
    sqlite3_stmt *statement = NULL;
    ER_TRY(store_statement(ctx, store, sql, &statement));
    er_json *json = er_json_array();
    int rc;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
        er_json *source = er_json_object();
        for (int i = 0; i < (int)STORE_COUNT(keys); i++)
            er_json_add_text(source, keys[i], (const char *)sqlite3_column_text(statement, i));
        er_json_append(json, source);
    }
    er_status status =
        rc == SQLITE_DONE ? er_json_write(ctx, json, false, out) : store_failure(ctx, store, rc);
    sqlite3_reset(statement);
    er_json_free(json);
    return status;
}

er_status er_store_add_run(er_context *ctx, er_store *store, er_run *run) {
    char *versions = NULL, *inputs = NULL;
    er_run row = *run;
    er_status status = store_need_transaction(ctx, store);
    if (status == ER_OK && !row.versions) status = versions_json(ctx, &versions);
    if (status == ER_OK && !row.inputs) status = inputs_json(ctx, store, &inputs);
    if (versions) row.versions = versions;
    if (inputs) row.inputs = inputs;
    if (!row.status) row.status = "done";
    if (status == ER_OK) status = store_insert(ctx, store, &run_table, &row, &run->id, NULL);
    er_free(versions);
    er_free(inputs);
    return status;
}

er_status er_store_runs(er_context *ctx, er_store *store, er_arena *arena, er_run **rows,
                        size_t *count) {
    const store_query query = {.table = &run_table, .from = "FROM run ORDER BY id"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_last_run(er_context *ctx, er_store *store, er_arena *arena, const char *step,
                            er_run *run) {
    const store_parameter wanted = {.text = step};
    const store_query query = {.table = &run_table,
                               .from = "FROM run WHERE step = ?1 ORDER BY id DESC LIMIT 1",
                               .parameters = &wanted,
                               .parameter_count = 1};
    er_run *rows = NULL;
    size_t count = 0;
    ER_TRY(store_select(ctx, store, arena, &query, &rows, &count));
    if (count == 0)
        return er_fail(ctx, ER_ERR_NOT_FOUND,
                       "%s: no result of the step %s yet; run `evenreach %s` first", store->path,
                       step, step);
    *run = rows[0];
    return ER_OK;
}
