/* The plane that every figure of a workspace is measured on. */
#include "evenreach/analysis.h"

#include <stdlib.h>
#include <string.h>

/** A point as WKB, for the extent. */
static void point_wkb(er_point place, uint8_t wkb[21]) {
    const uint16_t one = 1;
    const uint32_t type = 1;
    memcpy(wkb, &one, 1); /* the machine's byte order */
    memcpy(wkb + 1, &type, 4);
    memcpy(wkb + 5, &place.x, 8);
    memcpy(wkb + 13, &place.y, 8);
}

static er_status area_shapes(er_context *ctx, er_store *store, er_arena *arena, er_bytes **shapes,
                             size_t *count) {
    er_unit *units = NULL;
    er_venue *venues = NULL;
    size_t unit_count = 0, venue_count = 0;
    ER_TRY(er_store_units(ctx, store, arena, NULL, true, &units, &unit_count));
    ER_TRY(er_store_venues(ctx, store, arena, true, &venues, &venue_count));
    *count = unit_count + venue_count;
    ER_TRY(er_arena_alloc(ctx, arena, *count * sizeof **shapes, shapes));
    for (size_t i = 0; i < unit_count; i++)
        (*shapes)[i] = units[i].geometry;
    for (size_t i = 0; i < venue_count; i++)
        (*shapes)[unit_count + i] = venues[i].geometry;
    return ER_OK;
}

static er_status station_shapes(er_context *ctx, er_store *store, er_arena *arena,
                                er_bytes **shapes, size_t *count) {
    enum { POINT_SIZE = 21 };
    er_station *stations = NULL;
    uint8_t *bytes = NULL;
    ER_TRY(er_store_stations(ctx, store, arena, &stations, count));
    ER_TRY(er_arena_alloc(ctx, arena, *count * POINT_SIZE, &bytes));
    ER_TRY(er_arena_alloc(ctx, arena, *count * sizeof **shapes, shapes));
    for (size_t i = 0; i < *count; i++) {
        (*shapes)[i] = (er_bytes){bytes + i * POINT_SIZE, POINT_SIZE};
        point_wkb(stations[i].position, bytes + i * POINT_SIZE);
    }
    return ER_OK;
}

static er_status plane_for_extent(er_context *ctx, er_store *store, er_arena *arena,
                                  er_plane **out) {
    er_bytes *shapes = NULL;
    size_t count = 0;
    er_box extent;
    ER_TRY(area_shapes(ctx, store, arena, &shapes, &count));
    if (count == 0) ER_TRY(station_shapes(ctx, store, arena, &shapes, &count));
    if (count == 0)
        return er_fail(ctx, ER_ERR_NOT_FOUND,
                       "%s has no units, venues or stations: load some first",
                       er_store_path(store));
    ER_TRY(er_extent_of(ctx, shapes, count, &extent));
    return er_plane_new(ctx, extent, out);
}

static er_status plane_for_venues(er_context *ctx, er_store *store, er_arena *arena,
                                  er_plane **out) {
    er_venue *venues = NULL;
    er_bytes *shapes = NULL;
    size_t count = 0;
    er_box extent;
    ER_TRY(er_store_venues(ctx, store, arena, true, &venues, &count));
    if (count == 0) return plane_for_extent(ctx, store, arena, out);
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *shapes, &shapes));
    for (size_t i = 0; i < count; i++)
        shapes[i] = venues[i].geometry;
    ER_TRY(er_extent_of(ctx, shapes, count, &extent));
    return er_plane_new(ctx, extent, out);
}

er_status er_venue_plane(er_context *ctx, er_store *store, const er_study *study, er_plane **out) {
    bool discs = !study->coverage_model || strcmp(study->coverage_model, "disc") == 0;
    if (study->working_crs || !discs) return er_working_plane(ctx, store, study, out);
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = plane_for_venues(ctx, store, arena, out);
    er_arena_free(arena);
    return status;
}

er_status er_working_plane(er_context *ctx, er_store *store, const er_study *study,
                           er_plane **out) {
    if (study && study->working_crs) return er_plane_from_crs(ctx, study->working_crs, out);
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = plane_for_extent(ctx, store, arena, out);
    er_arena_free(arena);
    return status;
}
