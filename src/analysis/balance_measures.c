#include "analysis/balance.h"

#define COUNTS (ER_BALANCE_STATIONS | ER_BALANCE_PILOTS)
#define SUMS                                                                                       \
    (ER_BALANCE_UNITS | ER_BALANCE_AREA | ER_BALANCE_PERSONS | COUNTS | ER_BALANCE_PILOT_SITES)
#define COVER ER_BALANCE_COVERAGE
#define EVERYWHERE true, true
#define GROUPS true, false
#define WHOLE false, true

/* One line a measure; er_measure_id counts them. */
static const er_balance_measure measures[ER_MEASURE_COUNT] = {
    [ER_M_VALUE] = {"value", NULL, SUMS, EVERYWHERE, "number"},
    [ER_M_SHARE] = {"share", "share", SUMS, GROUPS, "share of all"},
    [ER_M_PER_10K] = {"rate_per_10k", "1/10k persons", COUNTS, EVERYWHERE, "per 10,000 persons"},
    [ER_M_PER_100K] = {"rate_per_100k", "1/100k persons", COUNTS, EVERYWHERE,
                       "per 100,000 persons"},
    [ER_M_PER_KM2] = {"rate_per_km2", "1/km2", COUNTS | ER_BALANCE_PERSONS, EVERYWHERE, "per km²"},
    [ER_M_LQ] = {"location_quotient", "ratio", COUNTS, GROUPS,
                 "share of those placed in a group over share of the persons there"},
    [ER_M_SERVED_KM2] = {"served_km2", "km2", COVER, EVERYWHERE, "area served"},
    [ER_M_UNKNOWN_KM2] = {"unknown_km2", "km2", COVER, EVERYWHERE, "area not known"},
    [ER_M_SHARE_AREA] = {"share_area", "share", COVER, EVERYWHERE, "share of the area served"},
    [ER_M_PERSONS_SERVED] = {"persons_served", "persons", COVER, EVERYWHERE, "persons served"},
    [ER_M_PERSONS_UNKNOWN] = {"persons_unknown", "persons", COVER, EVERYWHERE,
                              "persons not known to be served or not"},
    [ER_M_SHARE_PERSONS] = {"share_persons", "share", COVER, EVERYWHERE,
                            "share of the persons served"},
    [ER_M_GINI] = {"gini", "index", COVER | COUNTS, WHOLE,
                   "Gini over units, weighted by persons, of the served share or of the number per "
                   "person"},
    [ER_M_THEIL_T] = {"theil_t", "index", COVER | COUNTS, EVERYWHERE,
                      "Theil T over units, weighted by persons; of a group: within it"},
    [ER_M_BETWEEN] = {"theil_t_between", "index", COVER | COUNTS, EVERYWHERE,
                      "part of Theil T between groups; of a group: its term"},
    [ER_M_WITHIN] = {"theil_t_within", "index", COVER | COUNTS, WHOLE,
                     "part of Theil T within groups"},
    [ER_M_SHARE_BETWEEN] = {"share_of_between", "share", COVER | COUNTS, GROUPS,
                            "share of the part between groups"},
    [ER_M_GAP_SHARE] = {"gap_share", "share", COVER | COUNTS, GROUPS,
                        "share of the gap between groups, never below 0: which group drives it"},
};

const er_balance_measure *er_balance_measures(size_t *count) {
    *count = ER_MEASURE_COUNT;
    return measures;
}
