/** WKB for tests, written by hand. */
#ifndef EVENREACH_TEST_WKB_TEXT_H
#define EVENREACH_TEST_WKB_TEXT_H

#include "evenreach/geometry.h"

#include <string.h>

static inline uint8_t *wkb_u32(uint8_t *at, uint32_t value) {
    memcpy(at, &value, 4);
    return at + 4;
}

static inline uint8_t *wkb_head(uint8_t *at, uint32_t type) {
    const uint16_t one = 1;
    memcpy(at, &one, 1); /* the machine's byte order */
    return wkb_u32(at + 1, type);
}

static inline uint8_t *wkb_path(uint8_t *at, const er_point *points, uint32_t count) {
    at = wkb_u32(at, count);
    memcpy(at, points, count * sizeof *points);
    return at + count * sizeof *points;
}

/** A polygon of one closed ring; the buffer holds 13 bytes and 16 a point. */
static inline er_bytes wkb_ring(uint8_t *buffer, const er_point *points, uint32_t count) {
    uint8_t *end = wkb_path(wkb_u32(wkb_head(buffer, 3), 1), points, count);
    return (er_bytes){buffer, (size_t)(end - buffer)};
}

#endif
