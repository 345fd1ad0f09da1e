#include "store/internal.h"

#include <math.h>

/** The polygons of a level in the order of their codes, with a tree over their boxes. */
struct er_unit_map {
    GEOSContextHandle_t geos;
    int64_t *ids;
    GEOSGeometry **polygons;
    const GEOSPreparedGeometry **prepared; /* made when first needed */
    size_t *places;                        /* 0, 1, 2, ...: what the tree holds */
    size_t count;
    GEOSSTRtree *tree;
};

void er_unit_map_free(er_unit_map *map) {
    if (!map) return;
    if (map->tree) GEOSSTRtree_destroy_r(map->geos, map->tree);
    for (size_t i = 0; i < map->count; i++) {
        GEOSPreparedGeom_destroy_r(map->geos, map->prepared[i]);
        GEOSGeom_destroy_r(map->geos, map->polygons[i]);
    }
    er_free(map->ids);
    er_free(map->polygons);
    er_free(map->prepared);
    er_free(map->places);
    er_free(map);
}

static er_status read_polygon(er_context *ctx, er_store *store, er_arena *arena,
                              GEOSWKBReader *reader, sqlite3_stmt *row, GEOSGeometry **out) {
    er_bytes wkb = {NULL, 0};
    const void *blob = sqlite3_column_blob(row, 1);
    ER_TRY(store_wkb_from_blob(ctx, arena, store->path, STORE_POLYGONS, blob,
                               (size_t)sqlite3_column_bytes(row, 1), &wkb));
    *out = GEOSWKBReader_read_r(store->geos, reader, wkb.data, wkb.size);
    return *out ? ER_OK : store_failure_at(ctx, store->path, SQLITE_CORRUPT, "geometry");
}

static er_status add_unit(er_context *ctx, er_store *store, er_unit_map *map, GEOSWKBReader *reader,
                          sqlite3_stmt *row, size_t capacity) {
    if (map->count == capacity)
        return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "more units than counted");
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = read_polygon(ctx, store, arena, reader, row, &map->polygons[map->count]);
    er_arena_free(arena);
    ER_TRY(status);
    map->ids[map->count] = sqlite3_column_int64(row, 0);
    map->places[map->count] = map->count;
    map->count++;
    return ER_OK;
}

static er_status read_level(er_context *ctx, er_store *store, const char *level, er_unit_map *map) {
    int64_t total = 0;
    sqlite3_stmt *rows = NULL;
    ER_TRY(store_int(ctx, store, "SELECT count(*) FROM unit WHERE level = ?1", level, &total));
    ER_TRY(er_alloc(ctx, (size_t)total, sizeof *map->ids, &map->ids));
    ER_TRY(er_alloc(ctx, (size_t)total, sizeof *map->polygons, &map->polygons));
    ER_TRY(er_alloc(ctx, (size_t)total, sizeof *map->prepared, &map->prepared));
    ER_TRY(er_alloc(ctx, (size_t)total, sizeof *map->places, &map->places));
    ER_TRY(store_statement(ctx, store, "SELECT id, geom FROM unit WHERE level = ?1 ORDER BY code",
                           &rows));
    GEOSWKBReader *reader = GEOSWKBReader_create_r(store->geos);
    er_status status = reader ? ER_OK : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    sqlite3_bind_text(rows, 1, level, -1, SQLITE_STATIC);
    int rc = SQLITE_DONE;
    while (status == ER_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW)
        status = add_unit(ctx, store, map, reader, rows, (size_t)total);
    if (status == ER_OK && rc != SQLITE_DONE) status = store_failure(ctx, store, rc);
    sqlite3_reset(rows);
    sqlite3_clear_bindings(rows);
    if (reader) GEOSWKBReader_destroy_r(store->geos, reader);
    return status;
}

static er_status index_units(er_context *ctx, er_unit_map *map) {
    enum { NODE_CAPACITY = 10 };
    map->tree = GEOSSTRtree_create_r(map->geos, NODE_CAPACITY);
    if (!map->tree) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < map->count; i++)
        GEOSSTRtree_insert_r(map->geos, map->tree, map->polygons[i], &map->places[i]);
    return ER_OK;
}

struct search {
    er_unit_map *map;
    const GEOSGeometry *point;
    size_t best; /* place of the lowest code found so far */
};

static void try_polygon(void *item, void *user) {
    struct search *search = user;
    er_unit_map *map = search->map;
    size_t place = *(const size_t *)item;
    if (place >= search->best) return;
    if (!map->prepared[place])
        map->prepared[place] = GEOSPrepare_r(map->geos, map->polygons[place]);
    if (map->prepared[place] &&
        GEOSPreparedIntersects_r(map->geos, map->prepared[place], search->point) == 1)
        search->best = place;
}

static er_status find_unit(er_context *ctx, er_unit_map *map, er_point point, int64_t *id) {
    *id = 0;
    if (!isfinite(point.x) || !isfinite(point.y)) return ER_OK;
    GEOSGeometry *place = GEOSGeom_createPointFromXY_r(map->geos, point.x, point.y);
    if (!place) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    struct search search = {map, place, SIZE_MAX};
    GEOSSTRtree_query_r(map->geos, map->tree, place, try_polygon, &search);
    GEOSGeom_destroy_r(map->geos, place);
    if (search.best != SIZE_MAX) *id = map->ids[search.best];
    return ER_OK;
}

er_status er_unit_map_read(er_context *ctx, er_store *store, const char *level, er_unit_map **out) {
    er_unit_map *map = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *map, &map));
    map->geos = store->geos;
    er_status status = read_level(ctx, store, level, map);
    if (status == ER_OK) status = index_units(ctx, map);
    if (status == ER_OK)
        *out = map;
    else
        er_unit_map_free(map);
    return status;
}

er_status er_unit_map_find(er_context *ctx, er_unit_map *map, const er_point *points, size_t count,
                           int64_t *unit_ids) {
    for (size_t i = 0; i < count; i++)
        ER_TRY(find_unit(ctx, map, points[i], &unit_ids[i]));
    return ER_OK;
}

er_status er_store_locate(er_context *ctx, er_store *store, const char *level,
                          const er_point *points, size_t count, int64_t *unit_ids) {
    enum { STEP = 8192 };
    er_unit_map *map = NULL;
    ER_TRY(er_unit_map_read(ctx, store, level, &map));
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i += STEP) {
        er_progress(ctx, "locating", i, count);
        status = er_check_cancel(ctx);
        if (status == ER_OK)
            status = er_unit_map_find(ctx, map, points + i, count - i < STEP ? count - i : STEP,
                                      unit_ids + i);
    }
    er_unit_map_free(map);
    return status;
}
