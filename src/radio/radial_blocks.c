#include "radio/radial_blocks.h"

void radial_blocks_clear(radial_blocks *blocks) {
    for (int k = 0; k < RADIAL_LEVELS; k++)
        blocks->levels[k].count = blocks->levels[k].filled = 0;
}

void radial_blocks_free(radial_blocks *blocks) {
    for (int k = 0; k < RADIAL_LEVELS; k++)
        er_free(blocks->levels[k].greatest_m);
}
