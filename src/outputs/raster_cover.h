/** Coverage as rasters of small whole numbers in degrees, for viewers that draw pictures: formats
 *  cog and png, in the folder coverage/. (The rasters that a signal run writes itself, in rasters/,
 *  are its measured values on the working plane.) */
#ifndef EVENREACH_OUTPUTS_RASTER_COVER_H
#define EVENREACH_OUTPUTS_RASTER_COVER_H

#include "outputs/palette.h"
#include "outputs/sink.h"

/* Values beside the counted ones. */
enum { ER_PIXEL_MOST = 200, ER_PIXEL_UNKNOWN = 254, ER_PIXEL_OUTSIDE = 255 };

/** Square cells of degrees, WGS 84; row 0 is the northernmost. A cell is what its middle is. */
typedef struct er_degree_cells {
    double west;
    double north;
    double side; /**< degrees */
    int columns;
    int rows;
} er_degree_cells;

/** A value that cells may have, for the palette and the legend. */
typedef struct er_cell_class {
    uint8_t value;
    er_colour colour;
    bool clear; /**< drawn transparent */
    const char *meaning;
    const char *meaning_zh;
} er_cell_class;

/** One raster. */
typedef struct er_cover_cells {
    const char *name; /**< of the file */
    const char *about;
    er_degree_cells grid;
    uint8_t *values; /**< row by row, in the arena */
    er_cell_class *classes;
    size_t class_count;
} er_cover_cells;

/** The cells that hold all units of the largest level: sides of 0.001 degree (111 m of latitude),
 * or larger, so that there are at most 2^24 of them; `inside` (in the arena) has a byte a cell, 1
 *  where its middle is in a unit. ER_ERR_NOT_FOUND where no unit has a place. */
er_status er_degree_cells_of(const er_data *data, er_arena *arena, er_degree_cells *out,
                             uint8_t **inside);
/** Set the cells whose middle is in a (multi)polygon to `value`. */
er_status er_degree_cells_burn(er_context *ctx, const er_degree_cells *grid, er_bytes wkb,
                               uint8_t value, uint8_t *cells);

/** The rasters of the newest coverage run: how many operators serve each cell; of a signal run the
 *  level of the best one too, both from the outlines that the run keeps. ER_ERR_NOT_FOUND without a
 *  run. */
er_status er_cover_cells_of(er_data *data, er_arena *arena, er_cover_cells *out, size_t *count);
enum { ER_COVER_CELLS = 2 }; /* at most so many rasters */

/** Write a raster as the format says: operators.tif, or operators.png with its world file
 *  (operators.pgw), operators.prj and operators.png.aux.xml. */
er_status er_cover_cells_write(const er_data *data, const er_format *format, const char *folder,
                               const er_cover_cells *cells);

extern const er_sink_ops er_raster_files;

#endif
