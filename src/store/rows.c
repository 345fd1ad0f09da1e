#include "store/internal.h"

#include <math.h>
#include <string.h>

/* ---- SQL made from a table of fields --------------------------------------------------------- */

/** "INSERT INTO name(a, b) VALUES (?1, ?2)". Names are our own constants. */
static char *insert_sql(er_store *store, const store_table *table) {
    sqlite3_str *sql = sqlite3_str_new(store->db);
    sqlite3_str_appendf(sql, "INSERT %sINTO %s(", table->replaces ? "OR REPLACE " : "",
                        table->name);
    size_t first = table->fields[0].type == FIELD_ID ? 1 : 0;
    for (size_t i = first; i < table->field_count; i++)
        sqlite3_str_appendf(sql, "%s%s", i > first ? ", " : "", table->fields[i].column);
    sqlite3_str_appendall(sql, ") VALUES (");
    for (size_t i = first; i < table->field_count; i++)
        sqlite3_str_appendf(sql, "%s?%d", i > first ? ", " : "", (int)(i - first + 1));
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

/** "UPDATE name SET a = ?1, b = ?2 WHERE id = ?3". */
static char *update_sql(er_store *store, const store_table *table) {
    sqlite3_str *sql = sqlite3_str_new(store->db);
    sqlite3_str_appendf(sql, "UPDATE %s SET ", table->name);
    for (size_t i = 1; i < table->field_count; i++)
        sqlite3_str_appendf(sql, "%s%s = ?%d", i > 1 ? ", " : "", table->fields[i].column, (int)i);
    sqlite3_str_appendf(sql, " WHERE id = ?%d", (int)table->field_count);
    return sqlite3_str_finish(sql);
}

/** The statement that writes rows of a table; its text is made once a connection. */
static er_status writing_statement(er_context *ctx, er_store *store, const store_table *table,
                                   bool update, sqlite3_stmt **out) {
    for (size_t i = 0; i < store->table_count; i++)
        if (store->tables[i].table == table && store->tables[i].update == update)
            return store_statement(ctx, store, store->tables[i].sql, out);
    if (store->table_count == STORE_TABLES)
        return er_fail(ctx, ER_ERR_INTERNAL, "the store keeps more statements than planned");
    char *sql = update ? update_sql(store, table) : insert_sql(store, table);
    if (!sql) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    store->tables[store->table_count].table = table;
    store->tables[store->table_count].update = update;
    store->tables[store->table_count].sql = sql;
    store->table_count++;
    return store_statement(ctx, store, sql, out);
}

static char *select_sql(er_store *store, const store_query *query) {
    sqlite3_str *sql = sqlite3_str_new(store->db);
    sqlite3_str_appendall(sql, "SELECT ");
    size_t count = query->table->field_count - (query->without_geometry ? 1 : 0);
    for (size_t i = 0; i < count; i++)
        sqlite3_str_appendf(sql, "%s%s", i > 0 ? ", " : "", query->table->fields[i].column);
    sqlite3_str_appendf(sql, " %s", query->from);
    return sqlite3_str_finish(sql);
}

/* ---- writing --------------------------------------------------------------------------------- */

static er_status bind_shape(er_context *ctx, sqlite3_stmt *statement, int at, store_shape shape,
                            const er_bytes *wkb) {
    uint8_t *blob = NULL;
    size_t size = 0;
    ER_TRY(store_blob_from_wkb(ctx, shape, *wkb, &blob, &size));
    sqlite3_bind_blob64(statement, at, blob, size, er_free);
    return ER_OK;
}

static er_status bind_point(er_context *ctx, sqlite3_stmt *statement, int at,
                            const er_point *point) {
    if (isnan(point->x) && isnan(point->y)) return ER_OK;
    if (!(fabs(point->x) <= 180 && fabs(point->y) <= 90))
        return er_fail(ctx, ER_ERR_RANGE,
                       "a point lies outside longitude -180 to 180, latitude -90 to 90");
    uint8_t blob[STORE_POINT_BLOB];
    store_point_blob(*point, blob);
    sqlite3_bind_blob(statement, at, blob, sizeof blob, SQLITE_TRANSIENT);
    return ER_OK;
}

static er_status bind_field(er_context *ctx, sqlite3_stmt *statement, int at,
                            const store_field *field, const void *row) {
    const char *member = (const char *)row + field->offset;
    int64_t number;
    double real;
    const char *text;
    er_bytes bytes;
    switch (field->type) {
    case FIELD_ID:
        break;
    case FIELD_INT:
    case FIELD_REF:
    case FIELD_YEAR:
        memcpy(&number, member, sizeof number);
        if ((field->type == FIELD_REF && number == 0) ||
            (field->type == FIELD_YEAR && number == INT64_MIN))
            sqlite3_bind_null(statement, at);
        else
            sqlite3_bind_int64(statement, at, number);
        break;
    case FIELD_REAL:
        memcpy(&real, member, sizeof real);
        sqlite3_bind_double(statement, at, real); /* NAN becomes NULL */
        break;
    case FIELD_BOOL:
        sqlite3_bind_int(statement, at, *(const bool *)member ? 1 : 0);
        break;
    case FIELD_TEXT:
        memcpy(&text, member, sizeof text);
        sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC); /* null becomes NULL */
        break;
    case FIELD_BYTES:
        memcpy(&bytes, member, sizeof bytes);
        sqlite3_bind_blob64(statement, at, bytes.data, bytes.size, SQLITE_STATIC);
        break;
    case FIELD_POINT:
        return bind_point(ctx, statement, at, (const er_point *)(const void *)member);
    case FIELD_POLYGONS:
    case FIELD_LINES:
        return bind_shape(ctx, statement, at,
                          field->type == FIELD_LINES ? STORE_LINES : STORE_POLYGONS,
                          (const er_bytes *)(const void *)member);
    }
    return ER_OK;
}

static bool is_conflict(int rc) {
    return rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
           rc == SQLITE_CONSTRAINT_FOREIGNKEY;
}

/** Bind the fields but the id to ?1, ?2, ... */
static er_status bind_row(er_context *ctx, sqlite3_stmt *statement, const store_table *table,
                          const void *row) {
    size_t first = table->fields[0].type == FIELD_ID ? 1 : 0;
    for (size_t i = first; i < table->field_count; i++)
        ER_TRY(bind_field(ctx, statement, (int)(i - first + 1), &table->fields[i], row));
    return ER_OK;
}

er_status store_insert(er_context *ctx, er_store *store, const store_table *table, const void *row,
                       int64_t *id, int *conflict) {
    sqlite3_stmt *statement = NULL;
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(writing_statement(ctx, store, table, false, &statement));
    er_status status = bind_row(ctx, statement, table, row);
    int rc = status == ER_OK ? sqlite3_step(statement) : SQLITE_DONE;
    if (rc != SQLITE_DONE) {
        status = store_failure(ctx, store, rc);
        if (conflict && is_conflict(rc)) *conflict = rc;
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (status != ER_OK) return status;
    int64_t rowid = sqlite3_last_insert_rowid(store->db);
    if (table->layer != STORE_NO_LAYER && store->first_new[table->layer] == 0)
        store->first_new[table->layer] = rowid;
    if (id) *id = rowid;
    return ER_OK;
}

er_status store_update(er_context *ctx, er_store *store, const store_table *table,
                       const void *row) {
    sqlite3_stmt *statement = NULL;
    int64_t id;
    memcpy(&id, (const char *)row + table->fields[0].offset, sizeof id);
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(writing_statement(ctx, store, table, true, &statement));
    er_status status = bind_row(ctx, statement, table, row);
    sqlite3_bind_int64(statement, (int)table->field_count, id);
    if (status == ER_OK) status = store_finish(ctx, store, statement);
    if (status == ER_OK && sqlite3_changes(store->db) == 0)
        return er_fail(ctx, ER_ERR_NOT_FOUND, "%s: no row %lld in the table %s", store->path,
                       (long long)id, table->name);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return status;
}

/* ---- reading --------------------------------------------------------------------------------- */

/** Text that many rows share is kept once. A table of what was seen last, by hash. */
enum { WORDS = 4096 };

struct store_rows {
    er_store *store;
    const store_query *query;
    sqlite3_stmt *statement;
    er_arena *arena;          /* of the words */
    const char *words[WORDS]; /* in the arena */
};

static er_status read_text(er_context *ctx, store_rows *cursor, int at, const char **out) {
    const char *text = (const char *)sqlite3_column_text(cursor->statement, at);
    if (!text) {
        *out = NULL;
        return ER_OK;
    }
    size_t length = strlen(text); /* a NUL inside a damaged text ends it */
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u; /* FNV-1a */
    const char **word = &cursor->words[(hash ^ hash >> 32) % WORDS];
    if (!*word || strcmp(*word, text) != 0) {
        if (!er_utf8_valid(text, length))
            return store_failure_at(ctx, cursor->store->path, SQLITE_CORRUPT,
                                    "text that is not UTF-8");
        ER_TRY(er_arena_text(ctx, cursor->arena, text, length, word));
    }
    *out = *word;
    return ER_OK;
}

static er_status read_bytes(er_context *ctx, store_rows *cursor, int at, er_bytes *out) {
    uint8_t *copy = NULL;
    const void *blob = sqlite3_column_blob(cursor->statement, at);
    out->size = (size_t)sqlite3_column_bytes(cursor->statement, at);
    ER_TRY(er_arena_alloc(ctx, cursor->arena, out->size, &copy));
    if (out->size > 0) memcpy(copy, blob, out->size);
    out->data = copy;
    return ER_OK;
}

static er_status read_point(er_context *ctx, er_store *store, sqlite3_stmt *statement, int at,
                            er_point *out) {
    *out = (er_point){NAN, NAN};
    if (sqlite3_column_type(statement, at) == SQLITE_NULL) return ER_OK;
    const void *blob = sqlite3_column_blob(statement, at);
    if (!store_point_from_blob(blob, (size_t)sqlite3_column_bytes(statement, at), out))
        return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "geometry");
    return ER_OK;
}

static er_status read_field(er_context *ctx, store_rows *cursor, int at, const store_field *field,
                            void *row) {
    char *member = (char *)row + field->offset;
    sqlite3_stmt *statement = cursor->statement;
    bool null = sqlite3_column_type(statement, at) == SQLITE_NULL;
    int64_t number;
    double real;
    const char *text = NULL;
    er_bytes bytes = {NULL, 0};
    switch (field->type) {
    case FIELD_ID:
    case FIELD_INT:
    case FIELD_REF:
    case FIELD_YEAR:
        number =
            null && field->type == FIELD_YEAR ? INT64_MIN : sqlite3_column_int64(statement, at);
        memcpy(member, &number, sizeof number);
        break;
    case FIELD_REAL:
        real = null ? NAN : sqlite3_column_double(statement, at);
        memcpy(member, &real, sizeof real);
        break;
    case FIELD_BOOL:
        *(bool *)member = sqlite3_column_int(statement, at) != 0;
        break;
    case FIELD_TEXT:
        ER_TRY(read_text(ctx, cursor, at, &text));
        memcpy(member, &text, sizeof(const char *));
        break;
    case FIELD_BYTES:
        ER_TRY(read_bytes(ctx, cursor, at, &bytes));
        memcpy(member, &bytes, sizeof bytes);
        break;
    case FIELD_POINT:
        return read_point(ctx, cursor->store, statement, at, (er_point *)(void *)member);
    case FIELD_POLYGONS:
    case FIELD_LINES: {
        const void *blob = sqlite3_column_blob(statement, at);
        ER_TRY(store_wkb_from_blob(ctx, cursor->arena, cursor->store->path,
                                   field->type == FIELD_LINES ? STORE_LINES : STORE_POLYGONS, blob,
                                   (size_t)sqlite3_column_bytes(statement, at), &bytes));
        memcpy(member, &bytes, sizeof bytes);
        break;
    }
    }
    return ER_OK;
}

er_status store_rows_open(er_context *ctx, er_store *store, const store_query *query,
                          store_rows **out) {
    store_rows *rows = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *rows, &rows));
    rows->store = store;
    rows->query = query;
    char *sql = select_sql(store, query);
    er_status status = sql ? ER_OK : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    if (status == ER_OK) {
        int rc = sqlite3_prepare_v2(store->db, sql, -1, &rows->statement, NULL);
        if (rc != SQLITE_OK) status = store_failure(ctx, store, rc);
    }
    sqlite3_free(sql);
    for (size_t i = 0; status == ER_OK && i < query->parameter_count; i++) {
        const store_parameter *parameter = &query->parameters[i];
        if (parameter->text)
            sqlite3_bind_text(rows->statement, (int)i + 1, parameter->text, -1, SQLITE_STATIC);
        else
            sqlite3_bind_int64(rows->statement, (int)i + 1, parameter->number);
    }
    if (status == ER_OK)
        *out = rows;
    else
        store_rows_close(rows);
    return status;
}

void store_rows_again(store_rows *rows, int64_t parameter) {
    sqlite3_reset(rows->statement);
    sqlite3_bind_int64(rows->statement, 1, parameter);
}

er_status store_rows_next(er_context *ctx, store_rows *rows, er_arena *arena, void *row,
                          bool *more) {
    const store_table *table = rows->query->table;
    size_t fields = table->field_count - (rows->query->without_geometry ? 1 : 0);
    int rc = sqlite3_step(rows->statement);
    *more = rc == SQLITE_ROW;
    if (rc == SQLITE_DONE) return ER_OK;
    if (rc != SQLITE_ROW) return store_failure(ctx, rows->store, rc);
    if (rows->arena != arena) memset(rows->words, 0, sizeof rows->words);
    rows->arena = arena;
    memset(row, 0, table->row_size);
    for (size_t i = 0; i < fields; i++)
        ER_TRY(read_field(ctx, rows, (int)i, &table->fields[i], row));
    return ER_OK;
}

void store_rows_forget(store_rows *rows) {
    rows->arena = NULL;
}

void store_rows_close(store_rows *rows) {
    if (rows) sqlite3_finalize(rows->statement);
    er_free(rows);
}

static er_status read_rows(er_context *ctx, store_rows *cursor, er_arena *arena, char **rows,
                           size_t *count) {
    size_t capacity = 0, size = cursor->query->table->row_size;
    for (bool more = true; more; *count += more) {
        if (*count % 65536 == 0) ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_reserve(ctx, rows, &capacity, *count + 1, size));
        ER_TRY(store_rows_next(ctx, cursor, arena, *rows + *count * size, &more));
    }
    return ER_OK;
}

er_status store_select(er_context *ctx, er_store *store, er_arena *arena, const store_query *query,
                       void *rows_address, size_t *count) {
    store_rows *cursor = NULL;
    char *rows = NULL, *kept = NULL;
    size_t found = 0;
    er_status status;
    ER_GOTO(status, done, store_rows_open(ctx, store, query, &cursor));
    ER_GOTO(status, done, read_rows(ctx, cursor, arena, &rows, &found));
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, found * query->table->row_size, &kept));
    if (found > 0) memcpy(kept, rows, found * query->table->row_size);
    memcpy(rows_address, &kept, sizeof kept);
    *count = found;
done:
    store_rows_close(cursor);
    er_free(rows);
    return status;
}
