/** One band of a raster: where its cells lie on the Earth, and pieces of it in memory.
 *
 * Positions in a raster are cell coordinates: column and row as real numbers, 0,0 at the upper left
 * corner of the first cell, so that cell c, r reaches from c to c + 1 and its middle is at c + 0.5.
 * A cell's value belongs to its middle. That holds for files of either kind of AREA_OR_POINT, since
 * GDAL moves the corner of those that say "point" by half a cell.
 */
#ifndef EVENREACH_SOURCES_RASTER_H
#define EVENREACH_SOURCES_RASTER_H

#include "evenreach/geometry.h"

#include <math.h>

typedef struct er_raster er_raster;

typedef struct er_raster_info {
    const char *path;
    const char *crs;
    int64_t columns;
    int64_t rows;
    double resolution_m; /**< on the ground at the middle: the smaller side of a cell */
    er_box extent;       /**< degrees */
} er_raster_info;

/** ER_ERR_IO, ER_ERR_INPUT, ER_ERR_CRS for a file that can't be read, is a picture, is not placed
 *  on the Earth, is rotated, or is in a system without a way from WGS 84. */
er_status er_raster_open(er_context *ctx, const char *path, bool allow_ballpark, er_raster **out);
void er_raster_close(er_raster *raster);
const er_raster_info *er_raster_about(const er_raster *raster);

/** Metres in one unit of the values: 1 where the file names none, or one that is not known (with a
 *  warning). */
double er_raster_unit_m(er_context *ctx, const er_raster *raster);

/** Places in degrees to cell coordinates, in place; NAN where there is no way. */
void er_raster_cells(const er_raster *raster, er_point *places, size_t count);
/** Cell coordinates may come from between others, beyond the meridian where a raster in degrees
 *  ends: turn them into the raster's own. */
static inline double er_raster_turned(double column, double first, double period) {
    if (period > 0) {
        if (column < first)
            column += period;
        else if (column >= first + period)
            column -= period;
    }
    return column;
}
/** Columns around the Earth, 0 for a raster that is not in degrees, and where they begin. */
double er_raster_period(const er_raster *raster, double *first);
/** True if the last column meets the first one. */
bool er_raster_is_round(const er_raster *raster);

/** A rectangle of cells. Columns of a round raster may go on past the last one. */
typedef struct er_window {
    int64_t column;
    int64_t row;
    int64_t columns; /**< 0: nothing of the raster is asked for */
    int64_t rows;
} er_window;

/** The cells that hold everything within `radius_m` of a box of degrees, and a few more. */
er_window er_raster_around(const er_raster *raster, er_box lon_lat, double radius_m);
/** Their values, row by row, NAN where there is none. Free with er_free. May be called by many
 *  threads at once. ER_ERR_MEMORY for more than ER_WINDOW_LIMIT cells. */
er_status er_raster_read(er_context *ctx, er_raster *raster, er_window window, float **values);
#define ER_WINDOW_LIMIT ((int64_t)1 << 30)

#endif
