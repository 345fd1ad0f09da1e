/* The cells of a tile as receivers. */
#include "analysis/field_terrain.h"

void er_receivers_clear(er_receivers *receivers) {
    er_free(receivers->on_plane);
    er_free(receivers->lon_lat);
    er_free(receivers->ground);
    *receivers = (er_receivers){0};
}

static er_status make_room(er_context *ctx, er_receivers *r, size_t count) {
    size_t on_plane = r->capacity, lon_lat = r->capacity, ground = r->capacity;
    ER_TRY(er_reserve(ctx, &r->on_plane, &on_plane, count, sizeof *r->on_plane));
    ER_TRY(er_reserve(ctx, &r->lon_lat, &lon_lat, count, sizeof *r->lon_lat));
    ER_TRY(er_reserve(ctx, &r->ground, &ground, count, sizeof *r->ground));
    r->capacity = on_plane;
    return ER_OK;
}

er_status er_receivers_of_tile(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               er_tile tile, const er_ground *ground, er_receivers *receivers) {
    size_t count = 0, all = (size_t)tile.columns * (size_t)tile.rows;
    ER_TRY(make_room(ctx, receivers, all));
    for (int32_t row = 0; row < tile.rows; row++)
        for (int32_t column = 0; column < tile.columns; column++) {
            er_point middle = er_grid_centre(grid, tile.column + column, tile.row + row);
            receivers->on_plane[count] = receivers->lon_lat[count] = middle;
            receivers->ground[count++].distance_km = 0;
        }
    receivers->count = count;
    er_plane_inverse(plane, receivers->lon_lat, count);
    er_ground_at(ground, receivers->lon_lat, count, receivers->ground);
    return ER_OK;
}
