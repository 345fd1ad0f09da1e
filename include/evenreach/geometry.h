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
/** The other way, in place: WGS 84 longitude/latitude to the system, x first. Returns how many
 *  points failed and became NAN. May be called by many threads at once. */
size_t er_transform_back(const er_transform *transform, er_point *points, size_t count);
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
/** Geodesic distance in metres and azimuth at `from`, degrees clockwise from north, 0 to 360. */
void er_geodesic_inverse(er_point from, er_point to, double *distance_m, double *azimuth_deg);
/** The point in degrees at a distance in metres and an azimuth, degrees clockwise from north. */
er_point er_geodesic_direct(er_point from, double azimuth_deg, double distance_m);
/** er_geodesic_direct for many distances along one line, cheaper: out[i] is at distance_m[i] (which
 *  may be negative: behind the place). Longitudes follow the line without a jump at 180 degrees. */
void er_geodesic_line(er_point from, double azimuth_deg, const double *distance_m, size_t count,
                      er_point *out);

enum { ER_LOCAL_FRAME_DEGREE = 5, ER_LOCAL_FRAME_TERMS = 21 };
/** Metres east and north of a place, such that hypot(east, north) is the geodesic distance and
 *  atan2(east, north) the azimuth at the place (azimuthal equidistant), for points of a plane near
 *  it: a polynomial fitted to the exact geodesics, so that a point of a row costs ten
 *  multiplications. A pure function of plane, place and radius; the place itself is at (0, 0). */
typedef struct er_local_frame {
    er_point origin; /**< of the place, on the plane */
    double scale;    /**< 1 / half a side of the square on the plane that holds the circle */
    double east[ER_LOCAL_FRAME_TERMS];  /**< of x^i y^j, i + j <= 5: x^0 y^0, x^0 y^1, ... x^5 */
    double north[ER_LOCAL_FRAME_TERMS]; /**< x and y from the origin, times the scale */
    double radius_m;
    double error_m; /**< largest error found on 32 points of four circles */
} er_local_frame;
/** `radius_m` above 0, at most 300 km. ER_ERR_RANGE if an error within it would exceed 1 mm at
 *  distances up to 50 km, or 1e-7 of the radius beyond. */
er_status er_local_frame_new(er_context *ctx, const er_plane *plane, er_point lon_lat,
                             double radius_m, er_local_frame *out);
void er_local_frame_at(const er_local_frame *frame, er_point on_plane, double *east_m,
                       double *north_m);
/** The same, to the last bit, for `count` points of one row: the powers of y are summed once. */
void er_local_frame_row(const er_local_frame *frame, double y_m, const double *x_m, size_t count,
                        double *east_m, double *north_m);

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

/* ---- grids --------------------------------------------------------------------------------- */

/** Square cells on the plane. Columns go east, rows go south, from the upper left corner; the
 * corner lies on whole multiples of the cell size, so that two grids of one plane and cell size
 * share their cells. */
typedef struct er_grid {
    double left_m;
    double top_m;
    double cell_m;
    int64_t columns;
    int64_t rows;
} er_grid;
/** A rectangle of cells of a grid. */
typedef struct er_tile {
    int64_t column; /**< of its upper left cell */
    int64_t row;
    int32_t columns;
    int32_t rows;
} er_tile;

/** The grid that covers a box of the plane. ER_ERR_RANGE for cells outside 0.1 m to 100 km or a
 *  side of more than 2^30 cells. */
er_status er_grid_over(er_context *ctx, er_box box, double cell_m, er_grid *out);
/** Tiles of `tile_cells` a side, 1 or more (those at the right and lower edge are smaller), row by
 *  row; `i` is below their count. */
size_t er_grid_tile_count(const er_grid *grid, int32_t tile_cells);
er_tile er_grid_tile(const er_grid *grid, int32_t tile_cells, size_t i);
/** The middle of a cell: a pure function of grid corner, cell size and the two numbers. */
er_point er_grid_centre(const er_grid *grid, int64_t column, int64_t row);
/** The tile's rectangle on the plane, in metres. */
er_box er_grid_tile_box(const er_grid *grid, er_tile tile);

/** Cells of a row that an area covers by the same share. */
typedef struct er_cell_run {
    int64_t row;
    int64_t column; /**< the first one */
    int64_t count;
    double share; /**< of each of these cells' area inside the polygon; above 0, at most 1 */
} er_cell_run;
/** What part of each cell of a tile an area covers: exactly (by clipping), also where a cell is cut
 *  by several edges, holes or parts. Sorted by row and column; cells outside are left out. Sums
 * over all tiles of share x cell area equal the area to 1e-9 of it, and the shares of areas with a
 *  common border to 1 within 1e-9. What a cell gets is the same for any tile that holds it. Cheap
 *  where the area hardly touches the tile: the edges are looked through once. Threads may call it
 *  at once, each with runs of its own. *runs is kept and grown between calls; free with er_free. */
er_status er_cell_shares(er_context *ctx, const er_area *area, const er_grid *grid, er_tile tile,
                         er_cell_run **runs, size_t *capacity, size_t *count);

/** A label for every cell of a grid, 0 where nothing was set; only tiles with a label take memory.
 *  Tiles may be set by several threads at once if they do not overlap. */
typedef struct er_labels er_labels;
/** ER_ERR_RANGE for a grid of more than 2^24 blocks of 256 by 256 cells. Free with er_labels_free.
 */
er_status er_labels_new(er_context *ctx, const er_grid *grid, er_labels **out);
void er_labels_free(er_labels *labels);
/** Copy a tile's labels in (row by row, columns x rows bytes). ER_ERR_RANGE if the tile does not
 * lie within the grid. */
er_status er_labels_set(er_context *ctx, er_labels *labels, er_tile tile, const uint8_t *values);
/** 0 outside the grid. */
uint8_t er_labels_at(const er_labels *labels, int64_t column, int64_t row);
/** Copy a tile's labels out (as er_labels_set takes them; 0 outside the grid). False, and nothing
 *  copied, if all of them are 0. */
bool er_labels_get(const er_labels *labels, er_tile tile, uint8_t *values);

/** Outline of one label. */
typedef struct er_label_outline {
    uint8_t label;
    er_bytes wkb;   /**< valid multipolygon in degrees, holes kept; in the arena */
    double area_m2; /**< on the plane, of the simplified outline */
    int64_t cells;
} er_label_outline;
/** Outlines of all labels but 0, by label. Borders follow the cells' edges, simplified so that no
 *  point of one moves by more than `tolerance_m` (0: not at all); a border between two labels is
 *  one line for both, so that outlines meet without gaps or overlaps; nothing is dropped, and each
 *  stays valid. Cells that touch in a corner only do not join. Exteriors run counter-clockwise,
 *  holes clockwise; longitudes lie within 180 degrees of the middle of the grid, so that an outline
 *  across the antimeridian passes 180 instead of jumping. Not rounded to any number of decimals.
 *  The bytes do not depend on how the labels were set. Takes some 70 bytes for each corner of a
 *  border. ER_ERR_RANGE for a tolerance that is negative or not finite, ER_ERR_GEOMETRY if a
 *  labelled cell has no place on Earth. */
er_status er_labels_outlines(er_context *ctx, er_arena *arena, const er_plane *plane,
                             const er_labels *labels, double tolerance_m, er_label_outline **out,
                             size_t *count);

/** A connected part of a polygon. */
typedef struct er_piece {
    er_bytes wkb; /**< valid multipolygon of one polygon with its holes, in degrees; in the arena */
    double area_m2;  /**< on the plane */
    er_point inside; /**< a point of it, degrees */
} er_piece;
/** The parts of a polygon (degrees, any valid multipolygon) that lie in cells of one label,
 *  outlines following the cells' edges exactly: the areas of all pieces of all labels, 0 included,
 *  add up to the polygon's on the plane (er_area) to 1e-9, and those of one label to what
 *  er_cell_shares says of its cells. Cells that touch in a corner only do not join; parts of the
 *  multipolygon are cut one by one. From the largest; equal ones by place, so that the bytes do not
 *  depend on how the labels were set. Every piece lies within the polygon as a shape of straight
 *  lines in degrees, to the last bits: between corners an edge on the plane bulges out of that line
 *  (by 2 mm in 500 m, by 0.2 m in 5 km), and what lies in the bulge is cut off from the outline;
 *  what lies there alone adds its area to the largest piece's. Longitudes are counted on from the
 *  polygon's, past 180 degrees. A polygon that is not valid is cut as what GEOS MakeValid makes of
 *  it. */
er_status er_labels_pieces(er_context *ctx, er_arena *arena, const er_plane *plane,
                           const er_labels *labels, uint8_t label, er_bytes polygon,
                           er_piece **pieces, size_t *count);

/* ---- rays around a place -----------------------------------------------------------------------
 */

/** A ray of the fan around a place. So that many receivers share the ground between them and a
 *  transmitter, profiles run along rays of a fixed fan instead of each along its own azimuth. Level
 *  L serves distances up to 2^L steps with 8 * 2^L rays: a receiver is never further than 0.4 steps
 *  from its ray, and all points before it less. The fan depends on nothing but the step, so that
 *  any two calculations agree. */
typedef struct er_ray {
    uint32_t level;
    uint32_t index; /**< clockwise from north */
} er_ray;
/** The ray that serves a receiver: the nearest of the lowest level that reaches it. Distance at
 * most 2^20 steps. */
er_ray er_ray_towards(double distance_m, double azimuth_deg, double step_m);
/** The same for many receivers at once, whose azimuths are from -180 to 360. */
void er_rays_towards(const double *distance_m, const double *azimuth_deg, size_t count,
                     double step_m, er_ray *out);
/** Rays of several levels with one azimuth are one line on the ground: a ray of index i is that of
 *  index 2 i one level up. */
double er_ray_azimuth_deg(er_ray ray);
/** How many points, at 1, 2, ... steps from the place, lie on the profile before a receiver: all
 * that are at least half a step from it. */
size_t er_ray_points(double distance_m, double step_m);

/* ---- lines ------------------------------------------------------------------------------------
 */

/** A way over the Earth: parts in the order travelled, their edges geodesics. */
typedef struct er_way {
    er_point *points;   /**< degrees; neighbours of a part are different places */
    size_t *part_start; /**< part_count + 1 offsets into points; two points or more a part */
    size_t part_count;
    size_t dropped;  /**< parts without two different places, which are left out */
    double length_m; /**< geodesic, of all parts; above 0 */
} er_way;
/** Read a line string or a multi line string in degrees; everything lives in the arena.
 *  ER_ERR_GEOMETRY for what is no line, out of range, or without two different places. */
er_status er_way_read(er_context *ctx, er_arena *arena, er_bytes wkb, er_way *out);
/** A multi line string of `part_count` parts (see er_way) as WKB, in the arena. */
er_status er_way_write(er_context *ctx, er_arena *arena, const er_point *points,
                       const size_t *part_start, size_t part_count, er_bytes *out);
/** The strip of `width_m` (above 0) along a line, round at its ends and bends, as a valid
 *  multipolygon in degrees; WKB in the arena. Made by GEOS on an equal-area plane of the line's own
 *  extent, which keeps the width to about (extent / 25,000 km)². Longitudes do not jump at 180
 *  degrees. ER_ERR_GEOMETRY for a line that is longer than 5,000 km or wider than a hemisphere. */
er_status er_way_corridor(er_context *ctx, er_arena *arena, const er_way *line, double width_m,
                          er_bytes *out);

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

/** What part of the larger of two valid (multi)polygons in degrees lies in one of them alone, 0
 * (they are the same) to 1, measured in square degrees: enough to tell a border that was moved from
 * one that was written anew. ER_ERR_GEOMETRY for what GEOS can't set against each other. */
er_status er_polygon_difference(er_context *ctx, er_bytes a, er_bytes b, double *share);

/** Whether a polygon (degrees) holds a point, its border included, by GEOS in plain degrees: as
 *  er_store_locate finds units. ER_ERR_GEOMETRY for what GEOS can't read. */
er_status er_polygon_holds(er_context *ctx, er_bytes polygon, er_point lon_lat, bool *holds);

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

/** The parts of a polygon (degrees) that lie outside the set, arcs flattened to within
 *  `tolerance_m`; order and bytes as with er_labels_pieces. With pieces of a few square metres the
 *  flattening shows: the exact area outside is the polygon's less er_disc_union_area. */
er_status er_disc_union_gaps(er_context *ctx, er_arena *arena, const er_plane *plane,
                             const er_disc_union *set, double tolerance_m, er_bytes polygon,
                             er_piece **pieces, size_t *count);

/** What of a polygon lies in one disc alone. */
typedef struct er_disc_sole {
    size_t area; /**< index of the polygon */
    size_t disc; /**< index of the disc */
    double m2;   /**< of the polygon in this disc and in no other one; above 0 */
} er_disc_sole;
/** For many polygons, in parallel: which parts lie in exactly one disc, exactly (by arcs, Green's
 *  theorem, as er_disc_union_area). Discs with one centre count as one, the first of the largest;
 *  `layer` is not looked at. By area, then disc; parts of less than 1e-9 of their disc are left out
 *  as rounding. Free with er_free. Any order of discs and any number of threads gives the same
 *  figures. */
er_status er_disc_sole_areas(er_context *ctx, const er_disc *discs, size_t count,
                             const er_area *areas, size_t area_count, er_disc_sole **out,
                             size_t *out_count);

/** The set as a valid multipolygon in degrees, arcs flattened so that no chord is further than
 *  `tolerance_m` from its arc; WKB in the arena (an empty multipolygon if the set is empty). With
 *  `clip` (WKB in degrees; data null for none) only what lies within it. */
er_status er_disc_union_outline(er_context *ctx, er_arena *arena, const er_plane *plane,
                                const er_disc_union *set, double tolerance_m, er_bytes clip,
                                er_bytes *wkb);

/* ---- shared borders -------------------------------------------------------------------------- */

/** Polygons and lines of many layers as one graph of arcs. An arc runs between nodes: places where
 *  borders meet, part or end. A stretch of border that several geometries have in common is one arc
 *  to all of them, be they neighbours, or a unit and the one that holds it. Coordinates are kept as
 *  whole numbers of 1e-7 degree (1 cm), the grid of the exports: what is valid on that grid stays
 *  as it is. Where a corner of one geometry lies within half of that of an edge of another one, the
 *  edge gets the corner too. */
typedef struct er_topology er_topology;

/** WKB of polygons and lines in degrees; one with null data, or a point, has no shape. Geometries
 *  of different `worlds` share nothing and do not see each other; null: all are in one world.
 *  Outlines that go over the 180th meridian are cut there, so that longitudes are -180 to 180; a
 *  ring around a pole stays as it is. A ring without an extent on the grid is dropped. The graph
 *  does not depend on the order of the geometries. ER_ERR_GEOMETRY naming the geometry (from 1)
 *  that can't be read or is not in degrees; ER_ERR_MEMORY for more than 2^31 corners. Free with
 *  er_topology_free. */
er_status er_topology_new(er_context *ctx, const er_bytes *geometries, const uint32_t *worlds,
                          size_t count, er_topology **out);
void er_topology_free(er_topology *topology);

/** Leave out corners such that no point of a border strays further than `tolerance_m` on the ground
 *  (0: all corners are back); starts from the full shapes each time. Corners go by the area of
 *  their triangles, the least first (Visvalingam and Whyatt 1993), as long as all that were left
 *  out under a line stay within the tolerance of it. A corner may go only if its triangle holds no
 *  other corner of the world: lines that did not touch or cross then never do (de Berg, van
 *  Kreveld, Schirra 1998, section 3), valid polygons stay valid, and neighbours keep meeting
 *  without gap or overlap. Nodes stay; so does what lies on the 180th meridian or at a pole. A
 *  ring that shares nothing keeps a shape of its own: it strays by a tenth of the root of its area
 *  at most, and keeps three corners. No geometry is lost. ER_ERR_RANGE for a tolerance that is
 *  negative or not finite. */
er_status er_topology_simplify(er_context *ctx, er_topology *topology, double tolerance_m);

/** Arcs, and their points, both ends included, now and before any was left out. */
typedef struct er_topology_size {
    size_t arcs;
    size_t points;
    size_t full_points;
} er_topology_size;
er_topology_size er_topology_size_of(const er_topology *topology);

/** A geometry as it is now, in the arena: a multipolygon (rings turn as they were given) or a multi
 *  line string, ISO WKB; data null for one without a shape. */
er_status er_topology_wkb(er_context *ctx, er_arena *arena, const er_topology *topology,
                          size_t geometry, er_bytes *wkb);

/** Which of the geometries first to first + count - 1 hang together by a stretch of border, as
 *  numbers from 0 in the order of their first geometries; UINT32_MAX for one without a shape. */
er_status er_topology_bodies(er_context *ctx, const er_topology *topology, size_t first,
                             size_t count, uint32_t *body);

/** Geometries first to first + count - 1 under a name. */
typedef struct er_topology_object {
    const char *name;
    size_t first;
    size_t count;
} er_topology_object;
/** The whole as TopoJSON (Bostock, Metcalf: The TopoJSON Format Specification), arcs
 *  delta-encoded on the grid of 1e-7 degree; an object is a GeometryCollection of MultiPolygon,
 *  MultiLineString or null, one a geometry. Free with er_json_free. */
er_status er_topology_json(er_context *ctx, const er_topology *topology,
                           const er_topology_object *objects, size_t count, er_json **out);

/* ---- neighbours ------------------------------------------------------------------------------ */

/** Who counts as a neighbour. */
typedef struct er_adjacency_rule {
    bool edges;         /**< rook: a stretch of one's border lies on or in the other; else queen: at
                             least a point does */
    double tolerance_m; /**< borders no further apart count as one; 0 to 10 km */
    size_t nearest;     /**< a polygon that touches none and has no link is joined to so many
                             nearest ones, a point in any case, by the distance of outlines; 0:
                             nobody is */
    const uint32_t (*links)[2]; /**< pairs that are neighbours in any case, such as ferry lines */
    size_t link_count;
} er_adjacency_rule;

typedef enum er_adjacency_kind {
    ER_ADJACENT_BORDER,
    ER_ADJACENT_LINK,
    ER_ADJACENT_NEAREST
} er_adjacency_kind;

typedef struct er_adjacency {
    uint32_t (*pairs)[2]; /**< each once, the lower number first, sorted */
    uint8_t *kind;        /**< er_adjacency_kind of each pair, the first that holds */
    size_t count;
    size_t joined; /**< geometries that touch none and have neighbours by link or nearness alone */
    size_t alone;  /**< that have none at all */
} er_adjacency;
/** Pairs of neighbours among polygons or points (WKB in degrees; points have no borders: they only
 *  have links and nearest ones). Longitudes are taken modulo 360, each edge by the shorter way, so
 *  that borders on the 180th meridian meet; a ring around a pole holds it. Rings that cross
 *  themselves are mended, open ones closed. Borders meet where points are the same to the last
 *  digit or lines cross; those drawn apart take a tolerance, which is measured on the ellipsoid
 *  between the places that are nearest on Mercator's projection. A line is a millimetre long at
 *  least, by tolerance alone four tolerances, for borders that meet in a corner lie within one for
 *  about two. Of nearest ones at the same millimetre the lower number counts. ER_ERR_GEOMETRY
 *  naming the geometry (from 1) for what is neither polygon nor point, or is empty; ER_ERR_RANGE
 *  for a tolerance out of range and for a link beyond count. Free with er_adjacency_free. */
er_status er_adjacency_new(er_context *ctx, const er_bytes *geometries, size_t count,
                           const er_adjacency_rule *rule, er_adjacency *out);
void er_adjacency_free(er_adjacency *adjacency);
/** ER_ERR_GEOMETRY, saying why, for a geometry that er_adjacency_new would refuse. */
er_status er_adjacency_check(er_context *ctx, er_bytes geometry);

/* ---- pairs within reach ---------------------------------------------------------------------- */

/** Which of `to` lie within reach of each of `from`, in rows: from i reaches to[start[i]] to
 *  to[start[i + 1] - 1], ascending. */
typedef struct er_pairs {
    size_t *start; /**< from_count + 1 */
    uint32_t *to;
    double *distance_m;
} er_pairs;
/** All pairs at most `reach_m` apart, the edge included: geodesic distances where the points are
 *  `in_degrees`, else straight lines on a plane in metres. reach_m above 0 (INFINITY: all pairs).
 *  Memory is linear in the pairs. ER_ERR_RANGE for a coordinate that is not finite or, in degrees,
 *  beyond 90 north or south; ER_ERR_MEMORY beyond 2^32 - 1 points. In the arena. */
er_status er_pairs_within(er_context *ctx, er_arena *arena, const er_point *from, size_t from_count,
                          const er_point *to, size_t to_count, double reach_m, bool in_degrees,
                          er_pairs *out);

#ifdef __cplusplus
}
#endif
#endif
