/* SpatiaLite's geometry BLOB ("BLOB-Geometry format", SpatiaLite documentation) is WKB with other
 * marks: 0x00, byte order, SRID, bounding box, 0x7C, then type and coordinates, 0xFE at the end;
 * every part of a collection begins with 0x69 where WKB has its byte order. */
#include "store/internal.h"

#include <math.h>
#include <string.h>

enum {
    MARK_START = 0x00,
    MARK_BOX_END = 0x7C,
    MARK_PART = 0x69,
    MARK_END = 0xFE,
    LITTLE_ENDIAN_MARK = 1,
    SRID = 4326,
    HEAD_SIZE = 39, /* start to MARK_BOX_END */
    TYPE_POINT = 1,
    TYPE_LINE = 2,
    TYPE_POLYGON = 3,
    TYPE_MULTILINE = 5,
    TYPE_MULTIPOLYGON = 6
};

static void put_u32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static void put_double(uint8_t *at, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(bits >> (8 * i));
}

static const struct {
    uint32_t part;
    uint32_t whole;
    uint32_t fewest_points; /* of a ring, of a line */
    const char *not_this;
    const char *outside;
} shapes[] = {
    [STORE_POLYGONS] = {TYPE_POLYGON, TYPE_MULTIPOLYGON, 4,
                        "not a polygon or multipolygon with finite coordinates",
                        "a polygon lies outside longitude -180 to 180, latitude -90 to 90"},
    [STORE_LINES] = {TYPE_LINE, TYPE_MULTILINE, 2,
                     "not a line or multiline with finite coordinates",
                     "a line lies outside longitude -180 to 180, latitude -90 to 90"}};

/** Reads bytes of either order, never past the end. */
struct reader {
    const uint8_t *at;
    size_t left;
    bool big;
};

static bool take_byte(struct reader *reader, uint8_t *out) {
    if (reader->left < 1) return false;
    *out = *reader->at++;
    reader->left--;
    return true;
}

static bool take_u32(struct reader *reader, uint32_t *out) {
    if (reader->left < 4) return false;
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value |= (uint32_t)reader->at[reader->big ? 3 - i : i] << (8 * i);
    reader->at += 4;
    reader->left -= 4;
    *out = value;
    return true;
}

static bool take_double(struct reader *reader, double *out) {
    if (reader->left < 8) return false;
    uint64_t bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (uint64_t)reader->at[reader->big ? 7 - i : i] << (8 * i);
    reader->at += 8;
    reader->left -= 8;
    memcpy(out, &bits, sizeof bits);
    return true;
}

/** Writes into a buffer that is known to be large enough; keeps the bounding box. */
struct writer {
    uint8_t *at;
    er_box box;
};

static void write_u32(struct writer *writer, uint32_t value) {
    put_u32(writer->at, value);
    writer->at += 4;
}

static void write_point(struct writer *writer, double x, double y) {
    put_double(writer->at, x);
    put_double(writer->at + 8, y);
    writer->at += 16;
    writer->box.min_x = fmin(writer->box.min_x, x);
    writer->box.min_y = fmin(writer->box.min_y, y);
    writer->box.max_x = fmax(writer->box.max_x, x);
    writer->box.max_y = fmax(writer->box.max_y, y);
}

/** Points of a ring or a line, count first. Extra ordinates (Z, M) are left out. */
static bool copy_points(struct reader *reader, struct writer *writer, int ordinates,
                        uint32_t fewest) {
    uint32_t points;
    if (!take_u32(reader, &points) || points < fewest ||
        points > reader->left / (8 * (size_t)ordinates))
        return false;
    write_u32(writer, points);
    for (uint32_t i = 0; i < points; i++) {
        double xy[4];
        for (int k = 0; k < ordinates; k++)
            if (!take_double(reader, &xy[k])) return false;
        if (!isfinite(xy[0]) || !isfinite(xy[1])) return false;
        write_point(writer, xy[0], xy[1]);
    }
    return true;
}

/** A line, or the rings of one polygon, count first. */
static bool copy_part(struct reader *reader, struct writer *writer, int ordinates,
                      store_shape shape) {
    uint32_t rings = 1;
    if (shape == STORE_POLYGONS) {
        if (!take_u32(reader, &rings) || rings == 0) return false;
        write_u32(writer, rings);
    }
    for (uint32_t i = 0; i < rings; i++)
        if (!copy_points(reader, writer, ordinates, shapes[shape].fewest_points)) return false;
    return true;
}

/** Byte order and ISO type code (1000 for Z, 2000 for M, 3000 for both). */
static bool take_wkb_head(struct reader *reader, uint32_t *type, int *ordinates) {
    uint8_t order;
    uint32_t code;
    if (!take_byte(reader, &order) || order > 1) return false;
    reader->big = order == 0;
    if (!take_u32(reader, &code) || code >= 4000) return false;
    *type = code % 1000;
    *ordinates = 2 + (code / 1000 == 3 ? 2 : code / 1000 > 0);
    return true;
}

static bool copy_wkb(struct reader *reader, struct writer *writer, store_shape shape) {
    const uint32_t part = shapes[shape].part;
    uint32_t type, parts = 1;
    int ordinates;
    if (!take_wkb_head(reader, &type, &ordinates)) return false;
    if (type == part) {
        write_u32(writer, 1);
        *writer->at++ = MARK_PART;
        write_u32(writer, part);
        return copy_part(reader, writer, ordinates, shape) && reader->left == 0;
    }
    if (type != shapes[shape].whole || !take_u32(reader, &parts) || parts == 0) return false;
    write_u32(writer, parts);
    for (uint32_t i = 0; i < parts; i++) {
        uint32_t part_type;
        if (!take_wkb_head(reader, &part_type, &ordinates) || part_type != part) return false;
        *writer->at++ = MARK_PART;
        write_u32(writer, part);
        if (!copy_part(reader, writer, ordinates, shape)) return false;
    }
    return reader->left == 0;
}

static void put_head(uint8_t *blob, er_box box) {
    blob[0] = MARK_START;
    blob[1] = LITTLE_ENDIAN_MARK;
    put_u32(blob + 2, SRID);
    put_double(blob + 6, box.min_x);
    put_double(blob + 14, box.min_y);
    put_double(blob + 22, box.max_x);
    put_double(blob + 30, box.max_y);
    blob[38] = MARK_BOX_END;
}

er_status store_blob_from_wkb(er_context *ctx, store_shape shape, er_bytes wkb, uint8_t **blob,
                              size_t *size) {
    /* a part of the BLOB is never longer than in WKB; a lone part gains a collection's head */
    uint8_t *out = NULL;
    ER_TRY(er_alloc(ctx, wkb.size + HEAD_SIZE + 16, 1, &out));
    struct reader reader = {wkb.data, wkb.data ? wkb.size : 0, false};
    struct writer writer = {out + HEAD_SIZE, {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    write_u32(&writer, shapes[shape].whole);
    bool fine = copy_wkb(&reader, &writer, shape);
    bool degrees = fine && writer.box.min_x >= -180 && writer.box.max_x <= 180 &&
                   writer.box.min_y >= -90 && writer.box.max_y <= 90;
    if (!degrees) {
        er_free(out);
        return fine ? er_fail(ctx, ER_ERR_RANGE, "%s", er_text(ctx, shapes[shape].outside))
                    : er_fail(ctx, ER_ERR_GEOMETRY, "%s", er_text(ctx, shapes[shape].not_this));
    }
    put_head(out, writer.box);
    *writer.at++ = MARK_END;
    *blob = out;
    *size = (size_t)(writer.at - out);
    return ER_OK;
}

/** Check the head and the end, and stand at the type. */
static bool open_blob(const void *blob, size_t size, struct reader *reader) {
    const uint8_t *bytes = blob;
    if (!bytes || size < HEAD_SIZE + 5 || bytes[0] != MARK_START || bytes[1] > 1 ||
        bytes[38] != MARK_BOX_END || bytes[size - 1] != MARK_END)
        return false;
    *reader = (struct reader){bytes + HEAD_SIZE, size - HEAD_SIZE - 1, bytes[1] == 0};
    return true;
}

static bool copy_blob(struct reader *reader, struct writer *writer, store_shape shape) {
    uint32_t type, parts;
    if (!take_u32(reader, &type) || type != shapes[shape].whole || !take_u32(reader, &parts) ||
        parts == 0)
        return false;
    write_u32(writer, parts);
    for (uint32_t i = 0; i < parts; i++) {
        uint8_t mark;
        if (!take_byte(reader, &mark) || mark != MARK_PART || !take_u32(reader, &type) ||
            type != shapes[shape].part)
            return false;
        *writer->at++ = LITTLE_ENDIAN_MARK;
        write_u32(writer, type);
        if (!copy_part(reader, writer, 2, shape)) return false;
    }
    return reader->left == 0;
}

er_status store_wkb_from_blob(er_context *ctx, er_arena *arena, const char *path, store_shape shape,
                              const void *blob, size_t size, er_bytes *wkb) {
    struct reader reader;
    uint8_t *out = NULL;
    if (open_blob(blob, size, &reader)) {
        ER_TRY(er_arena_alloc(ctx, arena, size, &out));
        struct writer writer = {out + 1, {0, 0, 0, 0}};
        out[0] = LITTLE_ENDIAN_MARK;
        write_u32(&writer, shapes[shape].whole);
        if (copy_blob(&reader, &writer, shape)) {
            *wkb = (er_bytes){out, (size_t)(writer.at - out)};
            return ER_OK;
        }
    }
    return store_failure_at(ctx, path, SQLITE_CORRUPT, "geometry");
}

void store_point_blob(er_point point, uint8_t out[STORE_POINT_BLOB]) {
    put_head(out, (er_box){point.x, point.y, point.x, point.y});
    put_u32(out + HEAD_SIZE, TYPE_POINT);
    put_double(out + HEAD_SIZE + 4, point.x);
    put_double(out + HEAD_SIZE + 12, point.y);
    out[STORE_POINT_BLOB - 1] = MARK_END;
}

bool store_point_from_blob(const void *blob, size_t size, er_point *out) {
    struct reader reader;
    uint32_t type;
    er_point point;
    if (size != STORE_POINT_BLOB || !open_blob(blob, size, &reader) || !take_u32(&reader, &type) ||
        type != TYPE_POINT || !take_double(&reader, &point.x) || !take_double(&reader, &point.y) ||
        !(fabs(point.x) <= 180 && fabs(point.y) <= 90))
        return false;
    *out = point;
    return true;
}

bool store_box_from_blob(const void *blob, size_t size, er_box *out) {
    struct reader reader;
    if (!open_blob(blob, size, &reader)) return false;
    reader.at = (const uint8_t *)blob + 6;
    reader.left = 32;
    er_box box;
    if (!take_double(&reader, &box.min_x) || !take_double(&reader, &box.min_y) ||
        !take_double(&reader, &box.max_x) || !take_double(&reader, &box.max_y) ||
        !(box.min_x <= box.max_x && box.min_y <= box.max_y))
        return false;
    *out = box;
    return true;
}
