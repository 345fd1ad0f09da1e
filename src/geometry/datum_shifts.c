#include "geometry/datum_shifts.h"

#include <stddef.h>
#include <string.h>

/* One line a system. The accuracy is what independent parameter sets agree to, never finer. */
static const er_datum_shift table[] = {
    /* The affine formula in the plane of zone 121 (E97 = E67 + 807.8 + A E67 + B N67,
     * N97 = N67 - 248.6 + A N67 + B E67, A = 0.00001549, B = 0.000006521), published apart from
     * these parameters, agrees with them within about 4 m. */
    {"EPSG",
     "3821",
     "EPSG:3824",
     "TWD67 to TWD97 (built in)",
     {-752, -358, -179},
     5,
     "published three-parameter shift from GRS 1967 Modified to GRS 1980"},
};

const er_datum_shift *er_datum_shift_find(const char *authority, const char *code) {
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].authority, authority) == 0 && strcmp(table[i].code, code) == 0)
            return &table[i];
    return NULL;
}
