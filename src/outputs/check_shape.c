#include "outputs/check_shape.h"

#include <math.h>
#include <string.h>

/* ---- bounding boxes -------------------------------------------------------------------------- */

void er_check_extent_start(er_check_extent *e) {
    *e = (er_check_extent){.min_x = INFINITY,
                           .max_x = -INFINITY,
                           .min_y = INFINITY,
                           .max_y = -INFINITY,
                           .east_min = INFINITY,
                           .west_max = -INFINITY};
}

void er_check_extent_add(er_check_extent *e, const er_check_extent *more) {
    e->min_x = fmin(e->min_x, more->min_x);
    e->max_x = fmax(e->max_x, more->max_x);
    e->min_y = fmin(e->min_y, more->min_y);
    e->max_y = fmax(e->max_y, more->max_y);
    e->east_min = fmin(e->east_min, more->east_min);
    e->west_max = fmax(e->west_max, more->west_max);
    e->positions += more->positions;
}

static void add_position(er_check_extent *e, double x, double y) {
    const er_check_extent one = {.min_x = x,
                                 .max_x = x,
                                 .min_y = y,
                                 .max_y = y,
                                 .east_min = x >= 0 ? x : INFINITY,
                                 .west_max = x < 0 ? x : -INFINITY,
                                 .positions = 1};
    er_check_extent_add(e, &one);
}

static bool is_number(json_object *json, double *value) {
    json_type type = json_object_get_type(json);
    if (type != json_type_double && type != json_type_int) return false;
    *value = json_object_get_double(json);
    return isfinite(*value);
}

const char *er_check_bbox(json_object *bbox, const er_check_extent *e) {
    double side[4];
    if (!json_object_is_type(bbox, json_type_array) || json_object_array_length(bbox) != 4)
        return "bbox is not four numbers";
    for (size_t i = 0; i < 4; i++)
        if (!is_number(json_object_array_get_idx(bbox, i), &side[i]))
            return "bbox is not four numbers";
    if (e->positions == 0) return "has a bbox, and no coordinates";
    bool crosses = side[0] > side[2];
    bool fits = crosses ? side[0] == e->east_min && side[2] == e->west_max
                        : side[0] == e->min_x && side[2] == e->max_x;
    return fits && side[1] == e->min_y && side[3] == e->max_y
               ? NULL
               : "bbox is not that of the coordinates";
}

/* ---- positions ------------------------------------------------------------------------------- */

/** A row of positions in shapes->ring, two numbers each. */
struct row {
    size_t count;
    double area2; /**< twice the signed area, degrees squared: above 0 counter-clockwise */
    bool is_closed;
};

static const char *read_position(json_object *json, double xy[2]) {
    if (!json_object_is_type(json, json_type_array)) return "a position is no list of numbers";
    size_t length = json_object_array_length(json);
    double height = 0;
    if (length < 2 || length > 3) return "a position has not two or three numbers";
    for (size_t i = 0; i < length; i++)
        if (!is_number(json_object_array_get_idx(json, i), i < 2 ? &xy[i] : &height))
            return "a coordinate is no finite number";
    if (fabs(xy[0]) > 180) return "a longitude is beyond 180 degrees";
    if (fabs(xy[1]) > 90) return "a latitude is beyond 90 degrees";
    return NULL;
}

static er_status read_row(er_context *ctx, er_check_shapes *s, json_object *json, struct row *row,
                          er_check_extent *extent, const char **broken) {
    *row = (struct row){0};
    if (!json_object_is_type(json, json_type_array)) {
        *broken = "coordinates are no list";
        return ER_OK;
    }
    size_t count = json_object_array_length(json);
    ER_TRY(er_reserve(ctx, &s->ring, &s->capacity, 2 * count, sizeof *s->ring));
    for (size_t i = 0; i < count; i++) {
        double *at = &s->ring[2 * i];
        *broken = read_position(json_object_array_get_idx(json, i), at);
        if (*broken) return ER_OK;
        if (i > 0 && fabs(at[0] - at[-2]) > 180) {
            *broken = "an edge goes over the 180th meridian and is not cut there";
            return ER_OK;
        }
        add_position(extent, at[0], at[1]);
    }
    row->count = count;
    const double *first = s->ring, *last = s->ring + 2 * (count > 0 ? count - 1 : 0);
    row->is_closed = count > 0 && first[0] == last[0] && first[1] == last[1];
    for (size_t i = 1; i < count; i++) { /* from the first point, against cancellation */
        const double *a = &s->ring[2 * i - 2], *b = &s->ring[2 * i];
        row->area2 += (a[0] - first[0]) * (b[1] - first[1]) - (b[0] - first[0]) * (a[1] - first[1]);
    }
    return ER_OK;
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static er_status check_line(er_context *ctx, er_check_shapes *s, json_object *json,
                            er_check_extent *extent, const char **broken) {
    struct row row;
    ER_TRY(read_row(ctx, s, json, &row, extent, broken));
    if (!*broken && row.count < 2) *broken = "a line has fewer than two positions";
    return ER_OK;
}

static er_status read_ring(er_context *ctx, er_check_shapes *s, json_object *json, bool outer,
                           er_check_extent *extent, GEOSGeometry **ring, const char **broken) {
    struct row row;
    ER_TRY(read_row(ctx, s, json, &row, extent, broken));
    if (*broken) return ER_OK;
    if (row.count < 4)
        *broken = "a ring has fewer than four positions";
    else if (!row.is_closed)
        *broken = "a ring is not closed";
    else if (row.area2 == 0)
        *broken = "a ring has no area";
    else if ((row.area2 > 0) != outer)
        *broken = outer ? "an outer ring runs clockwise" : "a hole runs counter-clockwise";
    if (*broken) return ER_OK;
    GEOSCoordSequence *points =
        GEOSCoordSeq_copyFromBuffer_r(s->geos, s->ring, (unsigned)row.count, 0, 0);
    *ring = points ? GEOSGeom_createLinearRing_r(s->geos, points) : NULL;
    if (!*ring) *broken = "a ring can't be made a shape";
    return ER_OK;
}

static er_status read_polygon(er_context *ctx, er_check_shapes *s, json_object *json,
                              er_check_extent *extent, GEOSGeometry **polygon,
                              const char **broken) {
    if (!json_object_is_type(json, json_type_array) || json_object_array_length(json) == 0) {
        *broken = "a polygon has no rings";
        return ER_OK;
    }
    size_t count = json_object_array_length(json), made = 0;
    GEOSGeometry **rings = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *rings, &rings));
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK && !*broken; i++) {
        status = read_ring(ctx, s, json_object_array_get_idx(json, i), i == 0, extent, &rings[made],
                           broken);
        made += rings[made] != NULL;
    }
    if (status == ER_OK && !*broken) {
        *polygon = GEOSGeom_createPolygon_r(s->geos, rings[0], rings + 1, (unsigned)(made - 1));
        made = 0; /* they are the polygon's now */
        if (!*polygon) *broken = "a ring can't be made a shape";
    }
    while (made > 0)
        GEOSGeom_destroy_r(s->geos, rings[--made]);
    er_free(rings);
    return status;
}

static void check_valid(er_check_shapes *s, const GEOSGeometry *shape, const char **broken) {
    if (shape && !*broken && GEOSisValid_r(s->geos, shape) != 1)
        *broken = "is not valid as a shape";
}

static er_status check_polygon(er_context *ctx, er_check_shapes *s, json_object *json,
                               er_check_extent *extent, const char **broken) {
    GEOSGeometry *polygon = NULL;
    er_status status = read_polygon(ctx, s, json, extent, &polygon, broken);
    check_valid(s, polygon, broken);
    GEOSGeom_destroy_r(s->geos, polygon);
    return status;
}

static er_status check_polygons(er_context *ctx, er_check_shapes *s, json_object *json,
                                er_check_extent *extent, const char **broken) {
    size_t count = json_object_array_length(json), made = 0;
    GEOSGeometry **parts = NULL, *all = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *parts, &parts));
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK && !*broken; i++) {
        status =
            read_polygon(ctx, s, json_object_array_get_idx(json, i), extent, &parts[made], broken);
        made += parts[made] != NULL;
    }
    if (status == ER_OK && !*broken) {
        all = GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, parts, (unsigned)made);
        if (all) made = 0;
    }
    check_valid(s, all, broken);
    GEOSGeom_destroy_r(s->geos, all);
    while (made > 0)
        GEOSGeom_destroy_r(s->geos, parts[--made]);
    er_free(parts);
    return status;
}

static er_status check_point(json_object *json, er_check_extent *extent, const char **broken) {
    double xy[2] = {0, 0};
    *broken = read_position(json, xy);
    if (!*broken) add_position(extent, xy[0], xy[1]);
    return ER_OK;
}

typedef er_status check_part(er_context *, er_check_shapes *, json_object *, er_check_extent *,
                             const char **);

static er_status each(er_context *ctx, er_check_shapes *s, json_object *json,
                      er_check_extent *extent, const char **broken, check_part *check) {
    for (size_t i = 0; i < json_object_array_length(json) && !*broken; i++)
        ER_TRY(check(ctx, s, json_object_array_get_idx(json, i), extent, broken));
    return ER_OK;
}

static er_status check_points(er_context *ctx, er_check_shapes *s, json_object *json,
                              er_check_extent *extent, const char **broken) {
    (void)ctx;
    (void)s;
    return check_point(json, extent, broken);
}

er_status er_check_geometry(er_context *ctx, er_check_shapes *s, json_object *geometry,
                            er_check_extent *extent, const char **broken) {
    json_object *type = NULL, *coordinates = NULL, *none = NULL;
    *broken = NULL;
    if (!geometry) return ER_OK;
    if (!json_object_is_type(geometry, json_type_object)) {
        *broken = "geometry is no object";
        return ER_OK;
    }
    json_object_object_get_ex(geometry, "type", &type);
    json_object_object_get_ex(geometry, "coordinates", &coordinates);
    const char *name =
        json_object_is_type(type, json_type_string) ? json_object_get_string(type) : "";
    if (json_object_object_get_ex(geometry, "crs", &none))
        *broken = "has a crs member, which RFC 7946 does not know";
    else if (!json_object_is_type(coordinates, json_type_array))
        *broken = "geometry has no coordinates";
    else if (strcmp(name, "Point") == 0)
        return check_point(coordinates, extent, broken);
    else if (strcmp(name, "MultiPoint") == 0)
        return each(ctx, s, coordinates, extent, broken, check_points);
    else if (strcmp(name, "LineString") == 0)
        return check_line(ctx, s, coordinates, extent, broken);
    else if (strcmp(name, "MultiLineString") == 0)
        return each(ctx, s, coordinates, extent, broken, check_line);
    else if (strcmp(name, "Polygon") == 0)
        return check_polygon(ctx, s, coordinates, extent, broken);
    else if (strcmp(name, "MultiPolygon") == 0)
        return check_polygons(ctx, s, coordinates, extent, broken);
    else
        *broken = "geometry is of a type that no layer has";
    return ER_OK;
}
