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
    bool whole;     /**< elevation: no cell is without data */
} er_patch;

struct er_ground {
    const er_terrain *terrain;
    er_patch elevation;
    er_patch clutter;
    er_patch zones;
};

/** The elevation, the clutter and the zones by number, 0 to 2. */
static inline const er_patch *er_ground_patch_of(const er_ground *ground, int number) {
    return number == 0 ? &ground->elevation : number == 1 ? &ground->clutter : &ground->zones;
}

/** Degrees to cell coordinates; they stay as they are where there is no raster. */
static inline void er_patch_cells(const er_patch *patch, const er_point *degrees, size_t count,
                                  er_point *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = degrees[i];
    if (patch->raster) er_raster_cells(patch->raster, out, count);
}

/** Cell coordinates that come from between others may lie beyond the meridian where a raster in
 *  degrees ends: turn them into the raster's own. */
static inline void er_patch_turn(const er_patch *patch, er_point *cells, size_t count) {
    for (size_t i = 0; patch->period > 0 && i < count; i++)
        cells[i].x = er_raster_turned(cells[i].x, patch->first, patch->period);
}

/** What the ground says at places by their cell coordinates in each raster (not looked at for one
 *  that there isn't); distance_km is left alone. */
void er_ground_samples(const er_ground *ground, const er_point *elevation, const er_point *clutter,
                       const er_point *zones, size_t count, er_profile_point *out);

#endif
