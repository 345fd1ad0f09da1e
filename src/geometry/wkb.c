#include "geometry/wkb.h"

#include <math.h>
#include <string.h>

/* Type codes, ISO 13249-3; EWKB marks dimensions and an SRID in the highest bits instead. */
enum {
    POINT = 1,
    LINE = 2,
    POLYGON = 3,
    MULTIPOINT = 4,
    MULTILINE = 5,
    MULTIPOLYGON = 6,
    ISO_DIMENSION_STEP = 1000
};
static const uint32_t ewkb_z = 0x80000000u, ewkb_m = 0x40000000u, ewkb_srid = 0x20000000u;

/** What is left to read, and what has been read of it. */
struct reader {
    er_context *ctx;
    const uint8_t *at;
    size_t left;
    bool swap;         /**< the geometry's byte order is not the machine's */
    size_t point_size; /**< bytes of one point, Z and M included */
    er_wkb_shape shape;
    size_t point_capacity;
    size_t path_capacity;
    size_t part_capacity;
};

static er_status cut_short(er_context *ctx) {
    return er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is cut short");
}

static er_status read_u32(struct reader *r, uint32_t *out) {
    if (r->left < sizeof *out) return cut_short(r->ctx);
    memcpy(out, r->at, sizeof *out);
    if (r->swap) *out = __builtin_bswap32(*out);
    r->at += sizeof *out;
    r->left -= sizeof *out;
    return ER_OK;
}

static double read_double(const uint8_t *at, bool swap) {
    uint64_t bits;
    memcpy(&bits, at, sizeof bits);
    if (swap) bits = __builtin_bswap64(bits);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/** A count of things that take at least `size` bytes each: never more than the bytes left hold. */
static er_status read_count(struct reader *r, size_t size, size_t *out) {
    uint32_t count = 0;
    ER_TRY(read_u32(r, &count));
    if (count > r->left / size) return cut_short(r->ctx);
    *out = count;
    return ER_OK;
}

/** Byte order and type; sets the size of a point. */
static er_status read_head(struct reader *r, uint32_t *type) {
    if (r->left < 1) return cut_short(r->ctx);
    const uint16_t one = 1;
    uint8_t little;
    memcpy(&little, &one, 1);
    if (r->at[0] > 1)
        return er_fail(r->ctx, ER_ERR_GEOMETRY,
                       "the geometry has byte order %u; only 0 and 1 are "
                       "known",
                       (unsigned)r->at[0]);
    r->swap = r->at[0] != little;
    r->at++;
    r->left--;
    uint32_t code = 0, srid = 0;
    ER_TRY(read_u32(r, &code));
    size_t dimensions = 2;
    dimensions += (code & ewkb_z) != 0;
    dimensions += (code & ewkb_m) != 0;
    if (code & ewkb_srid) ER_TRY(read_u32(r, &srid));
    code &= ~(ewkb_z | ewkb_m | ewkb_srid);
    if (dimensions == 2 && code / ISO_DIMENSION_STEP <= 3) {
        static const size_t more[] = {0, 1, 1, 2}; /* none, Z, M, ZM */
        dimensions += more[code / ISO_DIMENSION_STEP];
        code %= ISO_DIMENSION_STEP;
    }
    r->point_size = dimensions * sizeof(double);
    *type = code;
    return ER_OK;
}

static er_status wrong_type(struct reader *r, uint32_t type) {
    return er_fail(r->ctx, ER_ERR_GEOMETRY,
                   "the geometry is of type %u; points, lines and polygons can be read",
                   (unsigned)type);
}

/** `count` points onto the shape; the bytes are there. */
static er_status take_points(struct reader *r, size_t count) {
    er_wkb_shape *shape = &r->shape;
    ER_TRY(er_reserve(r->ctx, &shape->points, &r->point_capacity, shape->point_count + count,
                      sizeof *shape->points));
    for (size_t i = 0; i < count; i++) {
        er_point point = {read_double(r->at, r->swap), read_double(r->at + 8, r->swap)};
        if (!isfinite(point.x) || !isfinite(point.y))
            return er_fail(r->ctx, ER_ERR_GEOMETRY,
                           "a coordinate of the geometry is not a finite number");
        shape->points[shape->point_count++] = point;
        r->at += r->point_size;
        r->left -= r->point_size;
    }
    return ER_OK;
}

static er_status take_point(struct reader *r) {
    if (r->left < r->point_size) return cut_short(r->ctx);
    if (isnan(read_double(r->at, r->swap)) && isnan(read_double(r->at + 8, r->swap))) {
        r->at += r->point_size; /* how an empty point is written */
        r->left -= r->point_size;
        return ER_OK;
    }
    return take_points(r, 1);
}

/** A line or a ring; one without points leaves nothing. */
static er_status take_path(struct reader *r) {
    er_wkb_shape *shape = &r->shape;
    size_t count = 0;
    ER_TRY(read_count(r, r->point_size, &count));
    if (count == 0) return ER_OK;
    ER_TRY(take_points(r, count));
    ER_TRY(er_reserve(r->ctx, &shape->path_start, &r->path_capacity, shape->path_count + 2,
                      sizeof *shape->path_start));
    shape->path_start[0] = 0;
    shape->path_start[++shape->path_count] = shape->point_count;
    return ER_OK;
}

static er_status take_polygon(struct reader *r) {
    er_wkb_shape *shape = &r->shape;
    size_t rings = 0, before = shape->path_count;
    ER_TRY(read_count(r, sizeof(uint32_t), &rings));
    for (size_t i = 0; i < rings; i++) {
        size_t paths = shape->path_count;
        ER_TRY(take_path(r));
        if (i == 0 && shape->path_count == paths && rings > 1)
            return er_fail(r->ctx, ER_ERR_GEOMETRY, "a polygon has holes but no exterior ring");
    }
    if (shape->path_count == before) return ER_OK;
    ER_TRY(er_reserve(r->ctx, &shape->part_start, &r->part_capacity, shape->part_count + 2,
                      sizeof *shape->part_start));
    shape->part_start[0] = 0;
    shape->part_start[++shape->part_count] = shape->path_count;
    return ER_OK;
}

static er_status take_simple(struct reader *r, uint32_t type) {
    switch (type) {
    case POINT:
        return take_point(r);
    case LINE:
        return take_path(r);
    default:
        return take_polygon(r);
    }
}

static er_status take_geometry(struct reader *r) {
    uint32_t type = 0, member = 0;
    ER_TRY(read_head(r, &type));
    if (type < POINT || type > MULTIPOLYGON) return wrong_type(r, type);
    uint32_t simple = type > POLYGON ? type - POLYGON : type;
    static const er_wkb_kind kinds[] = {ER_WKB_POINTS, ER_WKB_LINES, ER_WKB_POLYGONS};
    r->shape.kind = kinds[simple - POINT];
    if (type <= POLYGON) return take_simple(r, type);
    size_t members = 0;
    ER_TRY(read_count(r, 1 + sizeof(uint32_t), &members));
    for (size_t i = 0; i < members; i++) {
        ER_TRY(read_head(r, &member));
        if (member != simple) return wrong_type(r, member);
        ER_TRY(take_simple(r, member));
    }
    return ER_OK;
}

er_status er_wkb_read(er_context *ctx, er_bytes wkb, er_wkb_shape *out) {
    struct reader r = {.ctx = ctx, .at = wkb.data, .left = wkb.data ? wkb.size : 0};
    er_status status = take_geometry(&r);
    if (status == ER_OK && r.left > 0)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry has %zu bytes behind its end", r.left);
    if (status == ER_OK)
        *out = r.shape;
    else
        er_wkb_clear(&r.shape);
    return status;
}

void er_wkb_clear(er_wkb_shape *shape) {
    er_free(shape->points);
    er_free(shape->path_start);
    er_free(shape->part_start);
    *shape = (er_wkb_shape){0};
}

er_status er_wkb_check_degrees(er_context *ctx, const er_wkb_shape *shape) {
    for (size_t i = 0; i < shape->point_count; i++) {
        er_point p = shape->points[i];
        if (fabs(p.y) > 90)
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "latitude %.10g is outside -90 to 90; are the coordinates in degrees, "
                           "longitude first?",
                           p.y);
        if (fabs(p.x) > 360)
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "longitude %.10g is outside -360 to 360; are the coordinates in "
                           "degrees, longitude first?",
                           p.x);
    }
    return ER_OK;
}

static er_status check_rings(er_context *ctx, const er_wkb_shape *shape) {
    for (size_t i = 0; i < shape->path_count; i++) {
        size_t first = shape->path_start[i], last = shape->path_start[i + 1] - 1;
        er_point a = shape->points[first], b = shape->points[last];
        if (a.x != b.x || a.y != b.y)
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "the ring that begins at %.10g %.10g is not closed", a.x, a.y);
        if (last - first < 3)
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "the ring that begins at %.10g %.10g has fewer than 4 points", a.x, a.y);
    }
    return ER_OK;
}

er_status er_wkb_read_polygons(er_context *ctx, er_bytes wkb, er_wkb_shape *out) {
    er_wkb_shape shape;
    ER_TRY(er_wkb_read(ctx, wkb, &shape));
    er_status status = ER_OK;
    if (shape.kind != ER_WKB_POLYGONS)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is not a polygon");
    else if (shape.part_count == 0)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "the geometry is empty");
    if (status == ER_OK) status = check_rings(ctx, &shape);
    if (status == ER_OK) status = er_wkb_check_degrees(ctx, &shape);
    if (status == ER_OK)
        *out = shape;
    else
        er_wkb_clear(&shape);
    return status;
}
