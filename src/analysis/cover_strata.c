/* What several operators together are at a place. */
#include "analysis/cover.h"

uint8_t er_cover_any(const uint8_t *levels, uint32_t count) {
    uint8_t best = 0;
    bool unknown = false;
    for (uint32_t i = 0; i < count; i++) {
        if (levels[i] == ER_COVER_UNKNOWN_LABEL)
            unknown = true;
        else if (levels[i] > best)
            best = levels[i];
    }
    return best == 0 && unknown ? ER_COVER_UNKNOWN_LABEL : best;
}

/** One operator that is known not to serve decides; else one that is not known leaves it open. */
uint8_t er_cover_all(const uint8_t *levels, uint32_t named) {
    uint8_t least = named > 0 ? ER_COVER_UNKNOWN_LABEL : 0;
    bool unknown = false;
    for (uint32_t i = 0; i < named; i++) {
        if (levels[i] == ER_COVER_UNKNOWN_LABEL)
            unknown = true;
        else if (levels[i] < least)
            least = levels[i];
    }
    return unknown && least > 0 ? ER_COVER_UNKNOWN_LABEL : least;
}
