#include "analysis/balance.h"

#define BROUGHT (ER_BALANCE_FIRMS | ER_BALANCE_VISITS | ER_BALANCE_BUDGET)
#define COUNTS (ER_BALANCE_STATIONS | ER_BALANCE_PILOTS | BROUGHT)
#define SUMS                                                                                       \
    (ER_BALANCE_UNITS | ER_BALANCE_AREA | ER_BALANCE_PERSONS | COUNTS | ER_BALANCE_PILOT_SITES)
#define COVER ER_BALANCE_COVERAGE
#define EVEN (COVER | COUNTS)
#define INDEX_OF(subjects) "index", subjects
#define INDEX INDEX_OF(EVEN)
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
    [ER_M_GINI] = {"gini", "index", EVEN, WHOLE,
                   "Gini over units, weighted by persons, of the served share or of the number per "
                   "person"},
    [ER_M_THEIL_T] = {"theil_t", "index", EVEN, EVERYWHERE,
                      "Theil T over units, weighted by persons; of a group: within it"},
    [ER_M_BETWEEN] = {"theil_t_between", "index", EVEN, EVERYWHERE,
                      "part of Theil T between groups; of a group: its term"},
    [ER_M_WITHIN] = {"theil_t_within", "index", EVEN, WHOLE, "part of Theil T within groups"},
    [ER_M_SHARE_BETWEEN] = {"share_of_between", "share", EVEN, GROUPS,
                            "share of the part between groups"},
    [ER_M_GAP_SHARE] = {"gap_share", "share", EVEN, GROUPS,
                        "share of the gap between groups, never below 0: which group drives it"},
    [ER_M_STATED] = {"stated", "pilots", BROUGHT, EVERYWHERE, "pilots that state it"},
    [ER_M_THEIL_L] = {"theil_l", INDEX, WHOLE, "Theil L, the mean logarithmic deviation"},
    [ER_M_ATKINSON] = {"atkinson", INDEX, WHOLE, "Atkinson, by the study's aversion"},
    [ER_M_PALMA] = {"palma", "ratio", EVEN, WHOLE,
                    "share of the best supplied tenth of the persons over that of the worst "
                    "supplied four tenths"},
    [ER_M_HOOVER] = {"hoover", "share", EVEN, WHOLE,
                     "share that would have to move for an even spread"},
    [ER_M_HHI] = {"hhi", INDEX, WHOLE, "Herfindahl: concentration in few units"},
    [ER_M_CV] = {"cv", "ratio", EVEN, WHOLE, "coefficient of variation"},
    [ER_M_CONCENTRATION] = {"concentration", INDEX, WHOLE,
                            "concentration index by the study's order of units, below 0: those low "
                            "in it have more"},
    [ER_M_FGT_0] = {"fgt_0", "share", COVER, WHOLE,
                    "share of the persons in units under the floor"},
    [ER_M_FGT_1] = {"fgt_1", INDEX_OF(COVER), WHOLE, "mean shortfall under the floor"},
    [ER_M_FGT_2] = {"fgt_2", INDEX_OF(COVER), WHOLE, "mean squared shortfall under the floor"},
    [ER_M_GINI_LOW] = {"gini_low", INDEX, WHOLE, "Gini, lower end of the interval"},
    [ER_M_GINI_HIGH] = {"gini_high", INDEX, WHOLE, "Gini, upper end of the interval"},
    [ER_M_THEIL_T_LOW] = {"theil_t_low", INDEX, WHOLE, "Theil T, lower end of the interval"},
    [ER_M_THEIL_T_HIGH] = {"theil_t_high", INDEX, WHOLE, "Theil T, upper end of the interval"},
    [ER_M_THEIL_L_LOW] = {"theil_l_low", INDEX, WHOLE, "Theil L, lower end of the interval"},
    [ER_M_THEIL_L_HIGH] = {"theil_l_high", INDEX, WHOLE, "Theil L, upper end of the interval"},
    [ER_M_ATKINSON_LOW] = {"atkinson_low", INDEX, WHOLE, "Atkinson, lower end of the interval"},
    [ER_M_ATKINSON_HIGH] = {"atkinson_high", INDEX, WHOLE, "Atkinson, upper end of the interval"},
    [ER_M_HOOVER_LOW] = {"hoover_low", "share", EVEN, WHOLE,
                         "share that would have to move, lower end of the interval"},
    [ER_M_HOOVER_HIGH] = {"hoover_high", "share", EVEN, WHOLE,
                          "share that would have to move, upper end of the interval"},
    [ER_M_PART_BETWEEN] = {"part_between", "share", EVEN, WHOLE,
                           "share of Theil T that is between groups"},
    [ER_M_P_BETWEEN] = {"p_between", "p", EVEN, WHOLE,
                        "how often chance alone puts as much between groups"},
    [ER_M_MORAN_I] = {"moran_i", INDEX, WHOLE,
                      "Moran's I, above 0: neighbours are alike, below 0: they differ"},
    [ER_M_MORAN_P] = {"moran_p", "p", EVEN, WHOLE,
                      "how often chance alone makes neighbours as alike or as different"},
};

const er_balance_measure *er_balance_measures(size_t *count) {
    *count = ER_MEASURE_COUNT;
    return measures;
}
