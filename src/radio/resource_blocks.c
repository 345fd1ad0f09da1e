#include "evenreach/radio.h"

struct carrier {
    double bandwidth_mhz;
    int blocks;
};

/* TS 38.101-1 table 5.3.2-1; 1.4 MHz is of E-UTRA alone (TS 36.101 table 5.6-1). */
static const struct carrier spacing_15_khz[] = {
    {1.4, 6},  {3, 15},   {5, 25},   {10, 52},  {15, 79},  {20, 106},
    {25, 133}, {30, 160}, {35, 188}, {40, 216}, {45, 242}, {50, 270},
};
static const struct carrier spacing_30_khz[] = {
    {5, 11},   {10, 24},  {15, 38},  {20, 51},  {25, 65},  {30, 78},  {35, 92},   {40, 106},
    {45, 119}, {50, 133}, {60, 162}, {70, 189}, {80, 217}, {90, 245}, {100, 273},
};
/* the last one is of TS 38.101-2 table 5.3.2-1, whose 50 and 100 MHz have 66 and 132 */
static const struct carrier spacing_60_khz[] = {
    {10, 11}, {15, 18}, {20, 24}, {25, 31},  {30, 38},  {35, 44},   {40, 51},   {45, 58},
    {50, 65}, {60, 79}, {70, 93}, {80, 107}, {90, 121}, {100, 135}, {200, 264},
};
/* TS 38.101-2 table 5.3.2-1 */
static const struct carrier spacing_120_khz[] = {{50, 32}, {100, 66}, {200, 132}, {400, 264}};
/* TS 36.101 table 5.6-1 */
static const struct carrier lte[] = {{1.4, 6}, {3, 15}, {5, 25}, {10, 50}, {15, 75}, {20, 100}};

/** Blocks of the widest carrier of a rising list that fits. */
static int widest(const struct carrier *carriers, size_t count, double bandwidth_mhz) {
    int blocks = 0;
    for (size_t i = 0; i < count && carriers[i].bandwidth_mhz <= bandwidth_mhz; i++)
        blocks = carriers[i].blocks;
    return blocks;
}

#define WIDEST(list, bandwidth_mhz) widest(list, sizeof(list) / sizeof((list)[0]), bandwidth_mhz)

int er_resource_blocks(double bandwidth_mhz, double subcarrier_khz) {
    if (subcarrier_khz == 15) return WIDEST(spacing_15_khz, bandwidth_mhz);
    if (subcarrier_khz == 30) return WIDEST(spacing_30_khz, bandwidth_mhz);
    if (subcarrier_khz == 60) return WIDEST(spacing_60_khz, bandwidth_mhz);
    if (subcarrier_khz == 120) return WIDEST(spacing_120_khz, bandwidth_mhz);
    return 0;
}

int er_lte_resource_blocks(double bandwidth_mhz) {
    return WIDEST(lte, bandwidth_mhz);
}
