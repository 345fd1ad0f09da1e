/** Losses over terrain (Recommendation ITU-R P.1812) from one transmitter to the cells of a tile.
 *
 * Every figure is that of `link` between transmitter and the cell's middle: the profile runs along
 * the ray that er_ray_towards names, so that all cells of a ray share its points, which are walked
 * once.
 */
#ifndef EVENREACH_ANALYSIS_FIELD_TERRAIN_H
#define EVENREACH_ANALYSIS_FIELD_TERRAIN_H

#include "evenreach/geometry.h"
#include "evenreach/radio.h"
#include "evenreach/sources.h"

/** Cells of a tile as receivers; they do not depend on the transmitter, so a tile makes them once.
 */
typedef struct er_receivers {
    double *x_m; /**< of each column, on the plane */
    double *y_m; /**< of each row; in one piece with x_m */
    size_t columns;
    size_t rows;
    er_point *lon_lat;        /**< degrees; row by row */
    er_profile_point *ground; /**< their own ground; distance_km is 0 */
    size_t count;             /**< columns x rows */
    size_t capacity;
    size_t line_capacity;
} er_receivers;

/** The cells of a tile. `ground` holds the tile's surroundings (er_ground_read). Start from {0};
 *  kept and grown between calls; free with er_receivers_clear. Ground beyond the raster or without
 *  data has ground_m NAN. */
er_status er_receivers_of_tile(er_context *ctx, const er_plane *plane, const er_grid *grid,
                               er_tile tile, const er_ground *ground, er_receivers *receivers);
/** The same for the crossings of any columns and rows of the plane. */
er_status er_receivers_of_patch(er_context *ctx, const er_plane *plane, const double *x_m,
                                size_t columns, const double *y_m, size_t rows,
                                const er_ground *ground, er_receivers *receivers);
void er_receivers_clear(er_receivers *receivers);

typedef struct er_terrain_transmitter {
    er_point lon_lat;
    const er_local_frame *frame; /**< around it, on the plane of the receivers */
    er_path path;                /**< frequency, both heights, P.1812's parameters; places of the
                                      antennas, distance and profile are filled in here */
    double radius_m;             /**< receivers beyond it are left at NAN; within the frame's */
} er_terrain_transmitter;

/** Room for the work, used again for tile after tile; one a thread. */
typedef struct er_fan er_fan;
er_status er_fan_new(er_context *ctx, er_fan **out);
void er_fan_free(er_fan *fan);
/** The losses in dB of every receiver: NAN beyond the radius, and where the ground of transmitter
 *  or receiver, or any on the way between them, is unknown. `ground` holds everything within the
 *  distance of the farthest receiver asked for; `step_m` is the terrain's. A receiver less than 1 m
 *  away counts as 1 m away. */
er_status er_fan_losses(er_context *ctx, er_fan *fan, const er_ground *ground, double step_m,
                        const er_terrain_transmitter *transmitter, const er_receivers *receivers,
                        double *loss_db);

#endif
