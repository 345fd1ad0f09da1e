#include "outputs/check_tile.h"

#include <stdbool.h>

static const char cut[] = "a tile is cut short or garbled";

/** Bytes being read, from `at` up to `end`. */
struct span {
    const uint8_t *at;
    const uint8_t *end;
};

/** Protocol buffers, encoding: kinds of values. */
enum { WIRE_VARINT = 0, WIRE_64_BITS = 1, WIRE_BYTES = 2, WIRE_32_BITS = 5 };
/* Field numbers: Vector Tile Specification 2.1, vector_tile.proto. */
enum { TILE_LAYER = 3 };
enum { LAYER_NAME = 1, LAYER_FEATURE = 2, LAYER_KEY = 3, LAYER_VALUE = 4, LAYER_EXTENT = 5 };
enum { LAYER_VERSION = 15 };
enum { FEATURE_TAGS = 2, FEATURE_TYPE = 3, FEATURE_GEOMETRY = 4 };
enum { POINT = 1, LINE = 2, POLYGON = 3 };
enum { MOVE_TO = 1, LINE_TO = 2, CLOSE_PATH = 7 };

static bool read_varint(struct span *s, uint64_t *out) {
    *out = 0;
    for (unsigned shift = 0; s->at < s->end && shift < 64; shift += 7) {
        uint8_t byte = *s->at++;
        *out |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

struct field {
    uint64_t number;
    unsigned wire;
    uint64_t value;    /**< of a varint */
    struct span bytes; /**< of WIRE_BYTES */
};

static bool read_field(struct span *s, struct field *out) {
    uint64_t key = 0, length = 0;
    if (!read_varint(s, &key)) return false;
    *out = (struct field){.number = key >> 3, .wire = (unsigned)(key & 7)};
    switch (out->wire) {
    case WIRE_VARINT:
        return read_varint(s, &out->value);
    case WIRE_64_BITS:
        length = 8;
        break;
    case WIRE_32_BITS:
        length = 4;
        break;
    case WIRE_BYTES:
        if (!read_varint(s, &length)) return false;
        break;
    default:
        return false;
    }
    if (length > (uint64_t)(s->end - s->at)) return false;
    out->bytes = (struct span){s->at, s->at + length};
    s->at += length;
    return true;
}

/* ---- geometry -------------------------------------------------------------------------------- */

/** Section 4.3.4: what a command of a geometry may be, after which, how often. */
static bool follows(uint64_t type, uint64_t before, uint64_t command, uint64_t count) {
    if (command == CLOSE_PATH) return type == POLYGON && before == LINE_TO && count == 1;
    if (count == 0) return false;
    if (command == LINE_TO) return type != POINT && before == MOVE_TO && count >= type - 1;
    if (command != MOVE_TO) return false;
    if (type == POINT) return before == 0;
    return count == 1 && (before == 0 || before == (type == LINE ? LINE_TO : CLOSE_PATH));
}

static bool ends_well(uint64_t type, uint64_t last) {
    return last == (type == POINT ? MOVE_TO : type == LINE ? LINE_TO : CLOSE_PATH);
}

static const char *check_geometry(struct span s, uint64_t type) {
    uint64_t before = 0, word = 0;
    while (s.at < s.end) {
        if (!read_varint(&s, &word)) return cut;
        uint64_t command = word & 7, count = word >> 3;
        if (!follows(type, before, command, count))
            return "a tile has a geometry that can't be drawn";
        uint64_t numbers = command == CLOSE_PATH ? 0 : 2 * count;
        for (uint64_t i = 0; i < numbers; i++)
            if (!read_varint(&s, &word)) return cut;
        before = command;
    }
    return ends_well(type, before) ? NULL : "a tile has a geometry that can't be drawn";
}

/* ---- features and layers --------------------------------------------------------------------- */

/** Pairs of places in the layer's keys and values. */
static const char *check_tags(struct span s, uint64_t keys, uint64_t values) {
    while (s.at < s.end) {
        uint64_t key = 0, value = 0;
        if (!read_varint(&s, &key) || !read_varint(&s, &value)) return cut;
        if (key >= keys || value >= values) return "a tile has a feature with a field it lacks";
    }
    return NULL;
}

static const char *check_feature(struct span s, uint64_t keys, uint64_t values) {
    struct span tags = {0}, geometry = {0};
    struct field field;
    uint64_t type = 0;
    while (s.at < s.end) {
        if (!read_field(&s, &field)) return cut;
        if (field.number == FEATURE_TAGS && field.wire == WIRE_BYTES) tags = field.bytes;
        if (field.number == FEATURE_TYPE && field.wire == WIRE_VARINT) type = field.value;
        if (field.number == FEATURE_GEOMETRY && field.wire == WIRE_BYTES) geometry = field.bytes;
    }
    if (type < POINT || type > POLYGON) return "a tile has a geometry that can't be drawn";
    const char *broken = check_tags(tags, keys, values);
    return broken ? broken : check_geometry(geometry, type);
}

/** What a layer has beside its features, which may stand anywhere in it. */
struct layer {
    struct span name;
    uint64_t keys;
    uint64_t values;
    uint64_t extent;
    uint64_t version;
};

static const char *read_layer(struct span s, struct layer *out) {
    struct field field;
    *out = (struct layer){.extent = 4096, .version = 1}; /* the defaults of the specification */
    while (s.at < s.end) {
        if (!read_field(&s, &field)) return cut;
        bool bytes = field.wire == WIRE_BYTES, number = field.wire == WIRE_VARINT;
        if (bytes && field.number == LAYER_NAME) out->name = field.bytes;
        if (bytes && field.number == LAYER_KEY) out->keys++;
        if (bytes && field.number == LAYER_VALUE) out->values++;
        if (number && field.number == LAYER_EXTENT) out->extent = field.value;
        if (number && field.number == LAYER_VERSION) out->version = field.value;
    }
    return out->version == 2 && out->extent > 0 ? NULL : "a tile is not of version 2";
}

static const char *check_layer(struct span s, er_tile_knows *knows, void *owner) {
    struct layer layer;
    struct field field;
    const char *broken = read_layer(s, &layer);
    if (broken) return broken;
    size_t length = (size_t)(layer.name.end - layer.name.at);
    if (length == 0 || (knows && !knows(owner, (const char *)layer.name.at, length)))
        return "a tile has a layer that the metadata lack";
    while (s.at < s.end) {
        if (!read_field(&s, &field)) return cut;
        if (field.number != LAYER_FEATURE || field.wire != WIRE_BYTES) continue;
        broken = check_feature(field.bytes, layer.keys, layer.values);
        if (broken) return broken;
    }
    return NULL;
}

const char *er_check_tile(const uint8_t *bytes, size_t size, er_tile_knows *knows, void *owner) {
    struct span tile = {bytes, bytes + size};
    struct field field;
    bool has_layer = false;
    while (tile.at < tile.end) {
        if (!read_field(&tile, &field)) return cut;
        if (field.number != TILE_LAYER || field.wire != WIRE_BYTES) continue;
        const char *broken = check_layer(field.bytes, knows, owner);
        if (broken) return broken;
        has_layer = true;
    }
    return has_layer ? NULL : "a tile has no layer";
}
