/** evenreach/geometry.h: reference systems, the working plane, areas, and unions of discs.
 *
 * Coordinates outside this room are longitude and latitude in degrees, WGS 84 (EPSG:4326), x first.
 * Inside, everything is metres on a working plane: an azimuthal equal-area projection
 * (Lambert, on the WGS 84 ellipsoid) centred on the study's extent, so that plane areas are
 * geodesic areas. Geometry crosses the border of the room as WKB (ISO, little or big endian).
 */
#ifndef EVENREACH_GEOMETRY_H
#define EVENREACH_GEOMETRY_H

#include "evenreach/core.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_point {
    double x;
    double y;
} er_point;

typedef struct er_box {
    double min_x;
    double min_y;
    double max_x;
    double max_y;
} er_box;

typedef struct er_bytes {
    const uint8_t *data;
    size_t size;
} er_bytes;

/* ---- reference systems --------------------------------------------------------------------- */

/** A transformation from one reference system to WGS 84 longitude/latitude. */
typedef struct er_transform er_transform;

/** How a transformation was found; copied into the workspace's `source` record. */
typedef struct er_transform_info {
    char crs_name[128]; /**< such as "TWD67 / TM2 zone 121" */
    char authority[32]; /**< such as "EPSG:3828"; "" if the definition has none */
    char method[512];   /**< the operation used, as PROJ names it, or the built-in table's line */
    double accuracy_m;  /**< stated accuracy; NAN if unknown */
    bool ballpark;      /**< true only when the caller allowed it */
    bool built_in;      /**< from this library's own table of datum shifts */
} er_transform_info;

/** Open a transformation from `crs` (anything PROJ reads: "EPSG:3826", WKT, PROJJSON, a PROJ
 *  string) to WGS 84 longitude/latitude.
 *
 *  A datum pair that PROJ knows only by its "ballpark" way (no datum shift at all) is looked up in
 *  the built-in table (src/geometry/datum_shifts.c, each line with its source and accuracy) and
 *  refused with ER_ERR_CRS if it is not there, unless `allow_ballpark`. Free with
 *  er_transform_free. */
er_status er_transform_new(er_context *ctx, const char *crs, bool allow_ballpark,
                           er_transform **out, er_transform_info *info_or_null);
void er_transform_free(er_transform *transform);
/** In place; points that fail become NAN and are counted in *failed (may be null). */
er_status er_transform_points(er_context *ctx, er_transform *transform, er_point *points,
                              size_t count, size_t *failed);
/** True if `crs` is projected in metres by a method that keeps areas on the ellipsoid (azimuthal,
 *  cylindrical, Albers, ...; on WGS 84, GRS 1980 or their like). */
er_status er_crs_is_equal_area(er_context *ctx, const char *crs, bool *equal_area);

/* ---- the working plane --------------------------------------------------------------------- */

typedef struct er_plane er_plane;

/** The smallest box of degrees that holds all these geometries of any kind; null ones are passed
 *  over. One that crosses the antimeridian has min_x > max_x. ER_ERR_GEOMETRY if nothing is left or
 *  a geometry is not in degrees. */
er_status er_extent_of(er_context *ctx, const er_bytes *wkbs, size_t count, er_box *extent);
/** Plane for an extent in degrees (Lambert azimuthal equal-area, centred, WGS 84). An extent that
 *  crosses the antimeridian has min_x > max_x. Refuses extents wider than a hemisphere. */
er_status er_plane_new(er_context *ctx, er_box lon_lat_extent, er_plane **out);
/** Plane given by the user: any projected system in metres. */
er_status er_plane_from_crs(er_context *ctx, const char *crs, er_plane **out);
void er_plane_free(er_plane *plane);
/** PROJ definition of the plane, for records and for others who want to repeat a figure. */
const char *er_plane_definition(const er_plane *plane);
/** Degrees to metres and back, in place. A point that can't be projected becomes NAN. */
void er_plane_forward(const er_plane *plane, er_point *points, size_t count);
void er_plane_inverse(const er_plane *plane, er_point *points, size_t count);

/** Geodesic area in m² of a polygon or multipolygon in degrees (Karney 2013, PROJ geodesic.c). */
er_status er_geodesic_area(er_context *ctx, er_bytes wkb, double *area_m2);
/** Geodesic distance in metres between two points in degrees. */
double er_geodesic_distance(er_point a, er_point b);

/* ---- areas on the plane ---------------------------------------------------------------------- */

/** A (multi)polygon on the plane: closed rings, exterior counter-clockwise, holes clockwise. */
typedef struct er_area {
    er_point *points;   /**< all rings one behind the other, each with its first point repeated */
    size_t *ring_start; /**< ring_count + 1 offsets into points */
    size_t ring_count;
    er_box box;
    double area_m2; /**< plane area */
} er_area;

/** Project a (multi)polygon in degrees. Edges are geodesics: long ones are split until the plane's
 *  straight line is within 0.1 mm of them, so that the plane area differs from the geodesic one by
 *  0.1 mm times the perimeter at most. Rings may have any orientation; longitudes are taken modulo
 *  360, so that a polygon may cross the antimeridian. Fails with ER_ERR_GEOMETRY for what is no
 *  polygon of closed rings with an area, or lies beyond the plane's hemisphere; crossings are
 *  er_polygon_check's part. Free the content with er_area_clear. */
er_status er_area_from_wkb(er_context *ctx, const er_plane *plane, er_bytes wkb, er_area *out);
/** The same for a polygon that was drawn on this very plane: its edges are the plane's straight
 *  lines. */
er_status er_area_from_wkb_straight(er_context *ctx, const er_plane *plane, er_bytes wkb,
                                    er_area *out);
void er_area_clear(er_area *area);

/* ---- validity and simple topology (GEOS) ----------------------------------------------------- */

/** Check a (multi)polygon in degrees. Valid input: *reason and repaired->data are null. Otherwise
 *  *reason (in the arena) says why and where. If it can be repaired (self-touching or self-crossing
 *  rings by GEOS MakeValid, "structure"; open rings are closed, collapsed ones dropped), *repaired
 *  is the repaired multipolygon's WKB in the arena and *area_change, 0 to 1, is the difference of
 *  the areas before and after over the larger of them; what can't be repaired (no polygon, empty,
 *  not finite, not in degrees, malformed) leaves repaired->data null. Fails only when out of
 *  memory. */
er_status er_polygon_check(er_context *ctx, er_arena *arena, er_bytes wkb, const char **reason,
                           er_bytes *repaired, double *area_change);

/* ---- unions of discs ------------------------------------------------------------------------- */

/** Largest radius of a disc. */
#define ER_DISC_RADIUS_LIMIT_M 200000.0

typedef struct er_disc {
    double x;
    double y;
    double radius_m; /**< above 0, at most ER_DISC_RADIUS_LIMIT_M */
    uint32_t layer;  /**< operator: 0 to layer_count - 1 */
} er_disc;

/** Which part of the plane counts as served. */
typedef enum er_disc_rule {
    ER_DISC_LAYER, /**< inside at least one disc of one layer */
    ER_DISC_ANY,   /**< inside at least one disc of any layer */
    ER_DISC_ALL    /**< inside at least one disc of every layer */
} er_disc_rule;

/** The boundary of a served set as circular arcs, with the index to clip it by polygons.
 *  Immutable once built; may be read by many threads. The order of `discs` does not change any
 *  result's bytes. */
typedef struct er_disc_union er_disc_union;

/** Build for a rule. `layer` is used by ER_DISC_LAYER only; ER_DISC_ALL asks for layer_count
 *  layers, and is empty if one of them has no disc. Radii must be finite, positive and at most
 *  200 km (ER_ERR_RANGE). The discs are copied. */
er_status er_disc_union_new(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_rule rule, uint32_t layer,
                            er_disc_union **out);
void er_disc_union_free(er_disc_union *set);

/** Area in m² of the set within a polygon: the boundary arcs inside the polygon and the polygon's
 *  edges inside the set, integrated by Green's theorem. Exact but for rounding. */
er_status er_disc_union_area(er_context *ctx, const er_disc_union *set, const er_area *area,
                             double *served_m2);
/** The same for many polygons, in parallel; one sum per polygon, independent of threads. */
er_status er_disc_union_areas(er_context *ctx, const er_disc_union *set, const er_area *areas,
                              size_t count, double *served_m2);
/** Whole area of the set in m². */
er_status er_disc_union_total(er_context *ctx, const er_disc_union *set, double *area_m2);
bool er_disc_union_contains(const er_disc_union *set, er_point point);

/** The set as a valid multipolygon in degrees, arcs flattened so that no chord is further than
 *  `tolerance_m` from its arc; WKB in the arena (an empty multipolygon if the set is empty). With
 *  `clip` (WKB in degrees; data null for none) only what lies within it. */
er_status er_disc_union_outline(er_context *ctx, er_arena *arena, const er_plane *plane,
                                const er_disc_union *set, double tolerance_m, er_bytes clip,
                                er_bytes *wkb);

#ifdef __cplusplus
}
#endif
#endif
