/** store/internal.h: what the files of the store room share. */
#ifndef EVENREACH_STORE_INTERNAL_H
#define EVENREACH_STORE_INTERNAL_H

#include "evenreach/store.h"

#include <geos_c.h>
#include <sqlite3.h>

enum { STORE_STATEMENTS = 192, STORE_TABLES = 64 };

/** Tables with a geometry column `geom` and an R-tree. */
typedef enum store_layer {
    STORE_UNIT,
    STORE_STATION,
    STORE_VENUE,
    STORE_PILOT_SITE,
    STORE_MEASUREMENT,
    STORE_COVER_OUTLINE,
    STORE_SECTOR,
    STORE_ROUTE,
    STORE_CANDIDATE,
    STORE_VENUE_FINDING,
    STORE_VENUE_HOLE,
    STORE_CHOICE,
    STORE_ROUTE_GAP,
    STORE_DROP_POINT,
    STORE_COMPARE_CAUSE,
    STORE_SITING_CHOICE,
    STORE_LAYER_COUNT,
    STORE_NO_LAYER = STORE_LAYER_COUNT
} store_layer;

typedef struct store_rows store_rows;

struct er_store {
    sqlite3 *db;
    void *spatialite;
    GEOSContextHandle_t geos;
    char *path;  /* where the workspace is, or will be once published */
    char *aside; /* where it is being made; null once it is in place */
    bool writable;
    struct {
        const char *sql; /* compared by address: constants, or texts owned by the store */
        sqlite3_stmt *statement;
    } statements[STORE_STATEMENTS];
    size_t statement_count;
    struct {
        const void *table;
        bool update; /* else insert */
        char *sql;
    } tables[STORE_TABLES];
    size_t table_count;
    store_rows *station;                  /* one by its id; null until one is asked for */
    int64_t first_new[STORE_LAYER_COUNT]; /* rowid in this transaction; 0: nothing added */
};

/* ---- failure.c: SQLite's codes as lines for people */

/** The line for what the connection reports last; `rc` is the code. Never ER_OK. */
er_status store_failure(er_context *ctx, er_store *store, int rc);
/** The same without a connection. `detail` may be null. */
er_status store_failure_at(er_context *ctx, const char *path, int rc, const char *detail);

/* ---- connection.c, migrations.c */

er_status store_connect(er_context *ctx, er_store *store, int flags);
void store_disconnect(er_store *store);
/** Bring the file to the newest schema in one transaction. */
er_status store_migrate(er_context *ctx, er_store *store);
/** The same up to an older schema, as a test needs it. */
er_status store_migrate_to(er_context *ctx, er_store *store, int64_t target);
/** Refuse what is not a workspace, is newer, or lacks a table; *version is the file's schema. */
er_status store_check_schema(er_context *ctx, er_store *store, int64_t *version);
int64_t store_newest_schema(void);

/* ---- statements.c */

/** A statement kept for the life of the connection; `sql` is compared by address. */
er_status store_statement(er_context *ctx, er_store *store, const char *sql, sqlite3_stmt **out);
/** Run to the end, expecting no rows; resets and clears the bindings. */
er_status store_finish(er_context *ctx, er_store *store, sqlite3_stmt *statement);
er_status store_exec(er_context *ctx, er_store *store, const char *sql);
/** One integer of the first row. `text` is bound to ?1 unless null. */
er_status store_int(er_context *ctx, er_store *store, const char *sql, const char *text,
                    int64_t *out);
/** ER_ERR_USAGE unless a transaction is open. */
er_status store_need_transaction(er_context *ctx, er_store *store);

/* ---- rows.c: structs to rows and back, by a table of fields */

typedef enum store_type {
    FIELD_ID,       /* int64_t; given by the store */
    FIELD_INT,      /* int64_t */
    FIELD_REF,      /* int64_t; 0 is NULL */
    FIELD_YEAR,     /* int64_t; INT64_MIN is NULL */
    FIELD_REAL,     /* double; NAN is NULL */
    FIELD_BOOL,     /* bool */
    FIELD_TEXT,     /* const char *; null is NULL */
    FIELD_BYTES,    /* er_bytes in the arena; never NULL */
    FIELD_POINT,    /* er_point; SpatiaLite POINT; NAN is NULL */
    FIELD_POLYGONS, /* er_bytes as WKB; SpatiaLite MULTIPOLYGON; never NULL */
    FIELD_LINES     /* er_bytes as WKB; SpatiaLite MULTILINESTRING; never NULL */
} store_type;

typedef struct store_field {
    const char *column;
    store_type type;
    size_t offset;
} store_field;

typedef struct store_table {
    const char *name;
    size_t row_size;
    const store_field *fields; /* FIELD_ID, if there, first; the shape last */
    size_t field_count;
    store_layer layer;
    bool replaces; /* a row of the same key takes the place of the one before */
} store_table;

#define STORE_FIELD(row_type, column, type, member)                                                \
    { column, type, offsetof(row_type, member) }
#define STORE_COUNT(array) (sizeof(array) / sizeof(array)[0])

/** Insert a row. *id (may be null) gets its rowid. A broken uniqueness or a missing parent row
 *  sets *conflict (SQLITE_CONSTRAINT_UNIQUE, ..._FOREIGNKEY; may be null) for the caller to word.
 */
er_status store_insert(er_context *ctx, er_store *store, const store_table *table, const void *row,
                       int64_t *id, int *conflict);

/** Write all fields of a row back by its id; ER_ERR_NOT_FOUND if it is not there. */
er_status store_update(er_context *ctx, er_store *store, const store_table *table, const void *row);

/** A parameter of a SELECT. */
typedef struct store_parameter {
    const char *text; /* if not null, else the number */
    int64_t number;
} store_parameter;

typedef struct store_query {
    const store_table *table;
    const char *from; /* everything behind SELECT <columns>: FROM ... WHERE ... ORDER BY ... */
    const store_parameter *parameters;
    size_t parameter_count;
    bool without_geometry; /* leave the last field, the shape, out */
} store_query;

/** The rows of a query one by one. The query must outlive them. */
er_status store_rows_open(er_context *ctx, er_store *store, const store_query *query,
                          store_rows **out);
/** From the first row again, with another ?1. */
void store_rows_again(store_rows *rows, int64_t parameter);
/** The next row into `row`, its texts and shapes into the arena; *more is false after the last. */
er_status store_rows_next(er_context *ctx, store_rows *rows, er_arena *arena, void *row,
                          bool *more);
/** To be said before the arena of the rows so far is freed and another one is used. */
void store_rows_forget(store_rows *rows);
/** Null is allowed. */
void store_rows_close(store_rows *rows);

/** All rows of a query into the arena. */
er_status store_select(er_context *ctx, er_store *store, er_arena *arena, const store_query *query,
                       void *rows_address, size_t *count);

/* ---- result_rows.c: what a run found */

/** Insert a row of a run. A key that is there already, or a parent that is not, is the caller's
 *  fault: ER_ERR_INTERNAL. *id may be null. */
er_status store_add_result(er_context *ctx, er_store *store, const store_table *table,
                           const void *row, int64_t *id);
/** The rows of a run; `from` has its id as ?1. */
er_status store_results(er_context *ctx, er_store *store, er_arena *arena, const store_table *table,
                        const char *from, int64_t run_id, void *rows_address, size_t *count);

/* What results are sorted by, as SQL: what is joined by venue_id, route_id, station_id, and named
 * in ORDER BY. Left joins, so that a row of a damaged file is not lost. */

#define STORE_WITH_VENUE                                                                           \
    " LEFT JOIN (SELECT id AS venue_key, code AS venue_code FROM venue) ON venue_key = venue_id"
#define STORE_WITH_ROUTE                                                                           \
    " LEFT JOIN (SELECT id AS route_key, code AS route_code FROM route) ON route_key = route_id"
#define STORE_WITH_STATION                                                                         \
    " LEFT JOIN (SELECT id AS station_key, ST_X(geom) AS s_x, ST_Y(geom) AS s_y,"                  \
    " operator AS s_operator, band AS s_band, code AS s_code, radius_m AS s_radius,"               \
    " height_m AS s_height, technology AS s_technology, status AS s_status, date_on AS s_date,"    \
    " date_off AS s_date_off, synthetic AS s_synthetic FROM station) ON station_key = station_id"
/** The order of er_store_stations (store_compare_stations). */
#define STORE_STATION_ORDER                                                                        \
    "s_x, s_y, s_operator, s_band, s_code, s_radius, s_height, s_technology, s_status, s_date,"    \
    " s_date_off, s_synthetic"
/** any, all, then the operators by name. */
#define STORE_STRATUM_ORDER "CASE stratum WHEN 'any' THEN 0 WHEN 'all' THEN 1 ELSE 2 END, operator"

/* ---- order.c: an order that rests on what a row says, never on when it came */

/** Unknown (NAN) comes first. */
int store_compare_real(double a, double b);
/** By bytes; null comes first. */
int store_compare_text(const char *a, const char *b);

/* ---- stations.c */

/** The order of er_store_stations; 0 for stations that say the same. */
int store_compare_stations(const er_station *a, const er_station *b);

extern const store_table store_station_table;

/* ---- sectors.c */

extern const store_table store_sector_table;
/** The order of sectors within their station; 0 for sectors that say the same. */
int store_compare_sectors(const er_sector *a, const er_sector *b);

/** A station and its sectors, in their own order. */
typedef struct store_site {
    const er_station *station;
    const er_sector *sectors;
    size_t count;
} store_site;
/** The order of er_store_sectors: stations that say the same (a list with a row for every sector
 *  has many) go by their sectors. */
int store_compare_sites(const store_site *a, const store_site *b);

/* ---- blob.c: WKB to SpatiaLite's BLOB and back */

typedef enum store_shape { STORE_POLYGONS, STORE_LINES } store_shape;
/** WKB of one part or of many to the BLOB of a multipolygon or multilinestring; free with er_free.
 */
er_status store_blob_from_wkb(er_context *ctx, store_shape shape, er_bytes wkb, uint8_t **blob,
                              size_t *size);
/** A BLOB to little-endian WKB in the arena; ER_ERR_STORE if it is damaged. */
er_status store_wkb_from_blob(er_context *ctx, er_arena *arena, const char *path, store_shape shape,
                              const void *blob, size_t size, er_bytes *wkb);
enum { STORE_POINT_BLOB = 60 };
void store_point_blob(er_point point, uint8_t out[STORE_POINT_BLOB]);
bool store_point_from_blob(const void *blob, size_t size, er_point *out);
/** Bounding box of any BLOB, from its head. */
bool store_box_from_blob(const void *blob, size_t size, er_box *out);

/* ---- spatial_index.c */

/** Put the rows added in this transaction into the R-trees. */
er_status store_fill_indexes(er_context *ctx, er_store *store);

/* ---- inside.c */

/** A point inside a polygon (GEOS PointOnSurface). */
er_status store_point_inside(er_context *ctx, er_store *store, er_bytes wkb, er_point *out);

#endif
