/** The rasters of a terrain, and pieces of them in memory. */
#ifndef EVENREACH_SOURCES_GROUND_H
#define EVENREACH_SOURCES_GROUND_H

#include "evenreach/sources.h"
#include "sources/raster.h"

enum { ER_CLASS_LIMIT = 254, ER_CLASS_UNKNOWN = 255 };

struct er_terrain {
    er_terrain_info info;
    er_terrain_options options;
    er_arena *arena; /**< of the options' texts and classes */
    er_raster *elevation;
    er_raster *clutter;  /**< null: none */
    er_raster *zones;    /**< null: none */
    double unit_m;       /**< of the elevation's numbers */
    uint32_t node_steps; /**< of rays, between places computed exactly */
};

/** A piece of one raster. */
typedef struct er_patch {
    const er_raster *raster; /**< null: there is none */
    er_window window;
    int64_t columns; /**< of the whole raster */
    int64_t rows;
    bool round;
    double period;
    double first;
    float *heights; /**< elevation, or clutter without classes; NAN: no data */
    uint8_t *codes; /**< zones (0: no data), or numbers of clutter classes */
} er_patch;

struct er_ground {
    const er_terrain *terrain;
    er_patch elevation;
    er_patch clutter;
    er_patch zones;
};

/** Cell coordinates of one place in each raster. */
typedef struct er_ground_cells {
    er_point elevation;
    er_point clutter;
    er_point zones;
} er_ground_cells;

/** What the ground says there; distance_km is left alone. */
void er_ground_sample(const er_ground *ground, const er_ground_cells *cells, er_profile_point *out);

#endif
