#include "radio/radial_blocks.h"

void radial_blocks_clear(radial_blocks *blocks) {
    for (int k = 0; k < RADIAL_LEVELS; k++)
        blocks->count[k] = 0;
}

void radial_blocks_free(radial_blocks *blocks) {
    for (int k = 0; k < RADIAL_LEVELS; k++)
        er_free(blocks->greatest_m[k]);
}

er_status radial_blocks_reserve(er_context *ctx, radial_blocks *blocks, size_t from, size_t to) {
    for (int k = 0; k < RADIAL_LEVELS; k++) {
        from /= RADIAL_FAN;
        to /= RADIAL_FAN;
        size_t room = from;
        ER_TRY(er_reserve(ctx, &blocks->greatest_m[k], &room, to + 1, sizeof(double)));
    }
    return ER_OK;
}

static inline double greater(double a, double b) {
    return a > b ? a : b;
}

/** Of RADIAL_FAN heights. */
static inline double greatest_of(const double *m) {
    return greater(greater(greater(m[0], m[1]), greater(m[2], m[3])),
                   greater(greater(m[4], m[5]), greater(m[6], m[7])));
}

void radial_blocks_fill(radial_blocks *blocks, const double *height_m, size_t count) {
    const double *parts = height_m;
    for (int k = 0; k < RADIAL_LEVELS; k++) {
        double *level = blocks->greatest_m[k];
        count /= RADIAL_FAN;
        for (size_t i = blocks->count[k]; i < count; i++)
            level[i] = greatest_of(parts + RADIAL_FAN * i);
        blocks->count[k] = count;
        parts = level;
    }
}
