/** Places of rows: coordinates out of columns or WKB, and the points within WKB. */
#ifndef EVENREACH_SOURCES_PLACES_H
#define EVENREACH_SOURCES_PLACES_H

#include "evenreach/sources.h"

/** A growing list of points. */
typedef struct er_points {
    er_point *items;
    size_t count;
    size_t capacity;
} er_points;

enum { ER_POINT_WKB_SIZE = 21 };

/** A point as little-endian WKB. */
void er_place_write_point(er_point point, uint8_t out[ER_POINT_WKB_SIZE]);

/** Every coordinate pair of a flat little-endian WKB, in its order; ER_ERR_GEOMETRY if the bytes
 *  are not one. */
er_status er_place_points(er_context *ctx, er_bytes wkb, er_points *points);
/** Write the points back into a copy of the WKB that they came from. */
void er_place_replace(uint8_t *wkb, size_t size, const er_points *points);

/** Well-known text as flat little-endian WKB in *buffer (grown as needed). False if it is none;
 *  *size is 0 for an empty geometry. */
bool er_place_from_wkt(er_context *ctx, const char *wkt, uint8_t **buffer, size_t *capacity,
                       size_t *size);

#endif
