/** The greatest height of every 8 points in a row, of every 64, and so on: what lets a search leave
 *  out most of the points. */
#ifndef EVENREACH_RADIO_RADIAL_BLOCKS_H
#define EVENREACH_RADIO_RADIAL_BLOCKS_H

#include "evenreach/core.h"

enum { RADIAL_FAN = 8, RADIAL_LEVELS = 4 };

typedef struct radial_level {
    double *greatest_m; /**< of block i, once it is full */
    size_t count;
    double open_m; /**< greatest of the block that is filling */
    size_t filled; /**< how many of RADIAL_FAN parts it has */
} radial_level;

typedef struct radial_blocks {
    radial_level levels[RADIAL_LEVELS]; /**< level k: blocks of RADIAL_FAN^(k+1) points */
} radial_blocks;

void radial_blocks_clear(radial_blocks *blocks);
void radial_blocks_free(radial_blocks *blocks);

/** How many blocks of a level `points` points fill. */
static inline size_t radial_blocks_room(int level, size_t points) {
    for (; level >= 0; level--)
        points /= RADIAL_FAN;
    return points;
}

/** The levels have room for one more point. */
static inline void radial_blocks_push(radial_blocks *blocks, double height_m) {
    for (int k = 0; k < RADIAL_LEVELS; k++) {
        radial_level *level = &blocks->levels[k];
        if (level->filled == 0 || height_m > level->open_m) level->open_m = height_m;
        if (++level->filled < RADIAL_FAN) return;
        level->greatest_m[level->count++] = level->open_m;
        level->filled = 0;
        height_m = level->open_m;
    }
}

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
            if (!skip(user, block, blocks->levels[k].greatest_m[end / size - 1])) break;
            jump = size;
        }
        if (jump == 0) visit(user, end - 1);
        end -= jump ? jump : 1;
    }
}

#endif
