/** Who lies next to whom: the parts of the geometries, and the two ways in which they meet.
 *
 *  Borders are compared on Mercator's projection, which keeps what matters: points that are the
 * same stay the same, parallels and meridians stay straight, and around any place lengths are
 * metres times one factor, so that a tolerance is a distance in every direction. */
#ifndef EVENREACH_GEOMETRY_ADJACENCY_H
#define EVENREACH_GEOMETRY_ADJACENCY_H

#include "geometry/geos.h"
#include "geometry/mercator.h"
#include "geometry/wkb.h"

/** A polygon of a multipolygon, or a point. Longitudes run on without a jump; the least is from
 *  -180 to 180, or by 360 less in a copy for those beyond the 180th meridian. */
typedef struct er_part {
    uint32_t owner;
    bool copy;
    er_point *points; /**< degrees; rings closed, one behind the other */
    size_t *ring_start;
    size_t ring_count; /**< 0: a point */
    er_box degrees;
    er_box box;          /**< on Mercator's projection */
    GEOSGeometry *area;  /**< on the projection, made valid, its rings if it has no inside; null: a
                              point */
    GEOSGeometry *rings; /**< on the projection; er_part_rings makes them when they are needed */
} er_part;

typedef struct er_parts {
    er_context *ctx;
    er_geos geos;
    er_part *items;
    size_t count;
    size_t capacity;
    GEOSSTRtree *tree; /**< of all items by their boxes */
    er_part **found;   /**< what er_parts_find found last */
    size_t found_count;
    size_t found_capacity;
    bool found_failed;
} er_parts;

/** ER_ERR_GEOMETRY naming the geometry (from 1) that has no place. Copies are made for what comes
 *  within `reach_m` of the 180th meridian. Close on failure too. */
er_status er_parts_open(er_context *ctx, const er_bytes *geometries, size_t count, double reach_m,
                        er_parts *out);
void er_parts_close(er_parts *parts);
/** Fill parts->found with the items whose boxes meet a box on the projection. */
er_status er_parts_find(er_parts *parts, er_box box);
/** ER_ERR_GEOMETRY with what GEOS complained of. */
er_status er_parts_failed(er_parts *parts, const er_part *part);

/** The rings as lines on the projection, kept with the part; null where GEOS fails. */
const GEOSGeometry *er_part_rings(er_parts *parts, er_part *part);

/** A part's box grown by a distance in metres, as wide as it gets at its highest latitude. */
er_box er_part_around(const er_part *part, double metres);

/** Pairs as they are found: any order, more than once. */
typedef struct er_pair_list {
    struct er_pair {
        uint32_t pair[2]; /**< the lower number first */
        uint8_t kind;
    } * items;
    size_t count;
    size_t capacity;
} er_pair_list;
er_status er_pair_add(er_context *ctx, er_pair_list *list, uint32_t a, uint32_t b,
                      er_adjacency_kind kind);

/** Add the pairs whose borders meet by the rule. */
er_status er_border_pairs(er_parts *parts, const er_adjacency_rule *rule, er_pair_list *list);
/** Add a geometry's nearest ones; its parts are `count` ones from `first` on. */
er_status er_nearest_pairs(er_parts *parts, const er_part *first, size_t count, size_t nearest,
                           er_pair_list *list);

#endif
