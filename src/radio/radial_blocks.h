/** The greatest height of every 8 points in a row, of every 64, and so on: what lets a search leave
 *  out most of the points. */
#ifndef EVENREACH_RADIO_RADIAL_BLOCKS_H
#define EVENREACH_RADIO_RADIAL_BLOCKS_H

#include "evenreach/core.h"

enum { RADIAL_FAN = 8, RADIAL_LEVELS = 4 };

typedef struct radial_blocks {
    double *greatest_m[RADIAL_LEVELS]; /**< level k: of block i of RADIAL_FAN^(k+1) points */
    size_t count[RADIAL_LEVELS];       /**< blocks that are full */
} radial_blocks;

/** Let them have no blocks. */
void radial_blocks_clear(radial_blocks *blocks);
void radial_blocks_free(radial_blocks *blocks);
/** Room for the blocks of `to` points, where there was some for those of `from`. */
er_status radial_blocks_reserve(er_context *ctx, radial_blocks *blocks, size_t from, size_t to);
/** Add the blocks that are full now that there are `count` points. */
void radial_blocks_fill(radial_blocks *blocks, const double *height_m, size_t count);

/** Points [from, to). */
typedef struct radial_range {
    size_t from, to;
} radial_range;

/** Search the points of a range from the last to the first. `skip` says of a block with this
 *  greatest height that nothing in it matters; `visit` looks at a point that no such block holds.
 *  Inlined, with its two functions, into each search. */
static inline __attribute__((always_inline)) void
radial_blocks_search(const radial_blocks *blocks, radial_range range,
                     bool (*skip)(void *user, radial_range block, double greatest_m),
                     void (*visit)(void *user, size_t point), void *user) {
    size_t end = range.to;
    while (end > range.from) {
        /* The largest block that ends here and lies inside, then its last parts. */
        size_t size = 1, jump = 0;
        for (int k = 0; k < RADIAL_LEVELS; k++) {
            size *= RADIAL_FAN;
            if (end % size != 0 || end < range.from + size) break;
            radial_range block = {end - size, end};
            if (!skip(user, block, blocks->greatest_m[k][end / size - 1])) break;
            jump = size;
        }
        if (jump == 0) visit(user, end - 1);
        end -= jump ? jump : 1;
    }
}

#endif
