/* The cells of a tile, or crossings of any columns and rows, as receivers. */
#include "analysis/field_terrain.h"

void er_receivers_clear(er_receivers *receivers) {
    er_free(receivers->x_m);
    er_free(receivers->lon_lat);
    er_free(receivers->ground);
    *receivers = (er_receivers){0};
}

static er_status make_room(er_context *ctx, er_receivers *r, size_t columns, size_t rows) {
    size_t lon_lat = r->capacity, ground = r->capacity, count = columns * rows;
    ER_TRY(er_reserve(ctx, &r->x_m, &r->line_capacity, columns + rows, sizeof *r->x_m));
    ER_TRY(er_reserve(ctx, &r->lon_lat, &lon_lat, count, sizeof *r->lon_lat));
    ER_TRY(er_reserve(ctx, &r->ground, &ground, count, sizeof *r->ground));
    r->capacity = lon_lat;
    r->y_m = r->x_m + columns;
    r->columns = columns;
    r->rows = rows;
    r->count = count;
    return ER_OK;
}

static void look_at_ground(const er_plane *plane, const er_ground *ground, er_receivers *r) {
    er_ground_patch(ground, plane, r->x_m, r->columns, r->y_m, r->rows, r->lon_lat, r->ground);
    for (size_t i = 0; i < r->count; i++)
        r->ground[i].distance_km = 0;
}

er_status er_receivers_of_patch(er_context *ctx, const er_plane *plane, const double *x_m,
                                size_t columns, const double *y_m, size_t rows,
                                const er_ground *ground, er_receivers *receivers) {
    ER_TRY(make_room(ctx, receivers, columns, rows));
    for (size_t i = 0; i < columns; i++)
        receivers->x_m[i] = x_m[i];
    for (size_t i = 0; i < rows; i++)
        receivers->y_m[i] = y_m[i];
    look_at_ground(plane, ground, receivers);
    return ER_OK;
}

er_status er_receivers_of_tile(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               er_tile tile, const er_ground *ground, er_receivers *receivers) {
    ER_TRY(make_room(ctx, receivers, (size_t)tile.columns, (size_t)tile.rows));
    for (int32_t i = 0; i < tile.columns; i++)
        receivers->x_m[i] = er_grid_centre(grid, tile.column + i, tile.row).x;
    for (int32_t i = 0; i < tile.rows; i++)
        receivers->y_m[i] = er_grid_centre(grid, tile.column, tile.row + i).y;
    look_at_ground(plane, ground, receivers);
    return ER_OK;
}
