/* The last of a file of vector tiles, with SQLite alone: further metadata, and whether it is whole.
 */
#include "outputs/format_mbtiles.h"

#include "outputs/serve.h"

#include <sqlite3.h>
#include <string.h>

/** Whether a source of the same words came before source i. */
static bool is_said(const er_data *data, size_t i, const char *words) {
    for (size_t k = 0; k < i; k++) {
        const er_source *source = &data->sources[k];
        const char *said = source->attribution ? source->attribution : source->title;
        if (said && strcmp(said, words) == 0) return true;
    }
    return false;
}

er_status er_tiles_attribution(const er_data *data, er_arena *arena, const char **out) {
    er_context *ctx = data->ctx;
    *out = data->synthetic ? "<strong>SYNTHETIC DATA 合成資料</strong>" : "";
    for (size_t i = 0; i < data->source_count; i++) {
        const er_source *source = &data->sources[i];
        const char *words = source->attribution ? source->attribution : source->title;
        if (!words || is_said(data, i, words)) continue;
        ER_TRY(er_html_text(ctx, arena, words, &words));
        ER_TRY(er_arena_format(ctx, arena, out, "%s%s%s", *out, **out ? "; " : "", words));
    }
    return ER_OK;
}

static er_status failure(er_context *ctx, const char *path, sqlite3 *database) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, sqlite3_errmsg(database));
}

static er_status add_metadata(er_context *ctx, const char *path, sqlite3 *database,
                              const char *const names[], const char *const values[], size_t count) {
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(database, "INSERT INTO metadata (name, value) VALUES (?, ?)", -1,
                                   &statement, NULL) == SQLITE_OK;
    for (size_t i = 0; i < count && done; i++)
        done = sqlite3_bind_text(statement, 1, names[i], -1, SQLITE_STATIC) == SQLITE_OK &&
               sqlite3_bind_text(statement, 2, values[i], -1, SQLITE_STATIC) == SQLITE_OK &&
               sqlite3_step(statement) == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK;
    sqlite3_finalize(statement);
    return done ? ER_OK : failure(ctx, path, database);
}

/** What the metadata say of a layer: its features in the tiles; -1: nothing. */
static int64_t features_of(sqlite3 *database, const char *layer) {
    static const char query[] =
        "SELECT json_extract(l.value, '$.count') FROM metadata m, "
        "json_each(m.value, '$.tilestats.layers') l WHERE m.name = 'json' AND "
        "json_extract(l.value, '$.layer') = ? AND EXISTS (SELECT 1 FROM tiles)";
    int64_t count = -1;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, query, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_bind_text(statement, 1, layer, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

er_status er_tiles_settle(er_context *ctx, const char *path, const char *const names[],
                          const char *const values[], size_t count, const er_tile_layer *layers,
                          size_t layer_count) {
    sqlite3 *database = NULL;
    er_status status = ER_OK;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        status = failure(ctx, path, database);
    if (status == ER_OK) status = add_metadata(ctx, path, database, names, values, count);
    for (size_t i = 0; i < layer_count && status == ER_OK; i++)
        if (layers[i].placed > 0 && features_of(database, layers[i].name) != layers[i].placed)
            status = er_fail(ctx, ER_ERR_IO, "%s: is cut short in %s; is the disc full?", path,
                             layers[i].name);
    if (sqlite3_close(database) != SQLITE_OK && status == ER_OK)
        status = er_fail(ctx, ER_ERR_IO, "%s: can't be closed", path);
    return status;
}
