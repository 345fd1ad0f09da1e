#include "store/internal.h"

#include <math.h>
#include <string.h>

/* What a load gives; persons and households come from er_store_settle_population. */
#define FIELD(column, type, member) STORE_FIELD(er_unit, column, type, member)
#define GIVEN_FIELDS                                                                               \
    FIELD("id", FIELD_ID, id), FIELD("source_id", FIELD_REF, source_id),                           \
        FIELD("level", FIELD_TEXT, level), FIELD("code", FIELD_TEXT, code),                        \
        FIELD("parent_code", FIELD_TEXT, parent_code), FIELD("parent_id", FIELD_REF, parent_id),   \
        FIELD("name", FIELD_TEXT, name), FIELD("name_en", FIELD_TEXT, name_en),                    \
        FIELD("area_km2", FIELD_REAL, area_km2), FIELD("inside_lon", FIELD_REAL, inside.x),        \
        FIELD("inside_lat", FIELD_REAL, inside.y)
static const store_field given_fields[] = {GIVEN_FIELDS, FIELD("geom", FIELD_POLYGONS, geometry)};
static const store_field all_fields[] = {GIVEN_FIELDS, FIELD("persons", FIELD_REAL, persons),
                                         FIELD("households", FIELD_REAL, households),
                                         FIELD("geom", FIELD_POLYGONS, geometry)};
#undef FIELD
static const store_table given_table = {.name = "unit",
                                        .row_size = sizeof(er_unit),
                                        .fields = given_fields,
                                        .field_count = STORE_COUNT(given_fields),
                                        .layer = STORE_UNIT};
static const store_table unit_table = {.name = "unit",
                                       .row_size = sizeof(er_unit),
                                       .fields = all_fields,
                                       .field_count = STORE_COUNT(all_fields),
                                       .layer = STORE_UNIT};

#define FIELD(column, type, member) STORE_FIELD(er_level, column, type, member)
static const store_field level_fields[] = {
    FIELD("level.name", FIELD_TEXT, name), FIELD("level.rank", FIELD_INT, rank),
    FIELD("(SELECT count(*) FROM unit WHERE unit.level = level.name)", FIELD_INT, unit_count)};
#undef FIELD
static const store_table level_table = {.name = "level",
                                        .row_size = sizeof(er_level),
                                        .fields = level_fields,
                                        .field_count = STORE_COUNT(level_fields),
                                        .layer = STORE_NO_LAYER};

er_status er_store_add_unit(er_context *ctx, er_store *store, er_unit *unit) {
    int conflict = 0;
    er_unit row = *unit;
    if (!unit->level || !unit->code || !unit->code[0])
        return er_fail(ctx, ER_ERR_INPUT, "a unit needs a level and a code");
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(store_point_inside(ctx, store, unit->geometry, &row.inside));
    er_status status = store_insert(ctx, store, &given_table, &row, &row.id, &conflict);
    if (conflict == SQLITE_CONSTRAINT_FOREIGNKEY)
        return er_fail(ctx, ER_ERR_INPUT, "unit %s: the level %s is not known yet", unit->code,
                       unit->level);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "%s %s is there already; a code stands once in its level",
                       unit->level, unit->code);
    if (status != ER_OK) return status;
    unit->id = row.id;
    unit->inside = row.inside;
    return ER_OK;
}

er_status er_store_link_units(er_context *ctx, er_store *store, const char *level,
                              const char *parent_level, int64_t *orphans) {
    static const char higher[] = "SELECT count(*) FROM level AS a JOIN level AS b"
                                 " WHERE a.name = ?1 AND b.name = ?2 AND b.rank < a.rank";
    static const char link[] =
        "UPDATE unit SET parent_id = (SELECT p.id FROM unit AS p"
        " WHERE p.level = ?2 AND p.code = unit.parent_code) WHERE level = ?1";
    sqlite3_stmt *statement = NULL;
    int64_t left = 0;
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(store_statement(ctx, store, higher, &statement));
    sqlite3_bind_text(statement, 1, level, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, parent_level, -1, SQLITE_STATIC);
    bool fits = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) == 1;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!fits)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s can't be the level above %s; load the larger units first", parent_level,
                       level);
    ER_TRY(store_statement(ctx, store, link, &statement));
    sqlite3_bind_text(statement, 1, level, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, parent_level, -1, SQLITE_STATIC);
    ER_TRY(store_finish(ctx, store, statement));
    ER_TRY(store_int(ctx, store, "SELECT count(*) FROM unit WHERE level = ?1 AND parent_id IS NULL",
                     level, &left));
    *orphans = left;
    return ER_OK;
}

/* ---- levels, and the view of each that QGIS shows -------------------------------------------- */

/** The units of a level with what the newest coverage run says of them. */
static er_status make_view(er_context *ctx, er_store *store, const char *level) {
    char *sql = sqlite3_mprintf(
        "DROP VIEW IF EXISTS \"units_%w\";"
        "CREATE VIEW \"units_%w\" AS SELECT u.id AS id, u.code, u.name, u.name_en, u.area_km2,"
        " u.persons, u.households, a.served_km2 AS any_served_km2,"
        " a.served_km2 / nullif(a.area_km2, 0) AS any_area_share,"
        " a.persons_served AS any_persons_served,"
        " a.persons_served / nullif(a.persons, 0) AS any_persons_share,"
        " b.served_km2 / nullif(b.area_km2, 0) AS all_area_share,"
        " b.persons_served / nullif(b.persons, 0) AS all_persons_share, u.geom AS geom"
        " FROM unit u"
        " LEFT JOIN cover a ON a.run_id = (SELECT max(id) FROM run WHERE step = 'cover')"
        " AND a.kind = 'unit' AND a.area_id = u.id AND a.stratum = 'any'"
        " LEFT JOIN cover b ON b.run_id = (SELECT max(id) FROM run WHERE step = 'cover')"
        " AND b.kind = 'unit' AND b.area_id = u.id AND b.stratum = 'all'"
        " WHERE u.level = %Q;"
        "INSERT OR REPLACE INTO views_geometry_columns VALUES"
        " (lower('units_' || %Q), 'geom', 'id', 'unit', 'geom', 1)",
        level, level, level, level);
    if (!sql) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = store_exec(ctx, store, sql);
    sqlite3_free(sql);
    return status;
}

er_status er_store_add_level(er_context *ctx, er_store *store, const char *name, int64_t rank) {
    static const char add[] = "INSERT INTO level VALUES (?1, ?2)"
                              " ON CONFLICT (name) DO UPDATE SET rank = excluded.rank";
    sqlite3_stmt *statement = NULL;
    if (!name[0] || !er_utf8_valid(name, strlen(name)))
        return er_fail(ctx, ER_ERR_INPUT, "a level needs a name");
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(store_statement(ctx, store, add, &statement));
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, rank);
    ER_TRY(store_finish(ctx, store, statement));
    return make_view(ctx, store, name);
}

er_status er_store_levels(er_context *ctx, er_store *store, er_arena *arena, er_level **rows,
                          size_t *count) {
    const store_query query = {.table = &level_table,
                               .from = "FROM level ORDER BY level.rank, level.name"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_units(er_context *ctx, er_store *store, er_arena *arena, const char *level,
                         bool with_geometry, er_unit **rows, size_t *count) {
    const store_parameter wanted = {.text = level};
    const store_query query = {
        .table = &unit_table,
        .from = level ? "FROM unit WHERE level = ?1 ORDER BY code"
                      : "FROM unit ORDER BY (SELECT rank FROM level WHERE name = unit.level),"
                        " level, code",
        .parameters = &wanted,
        .parameter_count = level ? 1 : 0,
        .without_geometry = !with_geometry};
    return store_select(ctx, store, arena, &query, rows, count);
}
