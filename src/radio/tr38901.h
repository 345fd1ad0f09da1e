/** Inside the radio room: 3GPP TR 38.901 path loss (table 7.4.1-1) split into what a pair of
 *  antennas fixes once and what each distance needs. */
#ifndef EVENREACH_RADIO_TR38901_H
#define EVENREACH_RADIO_TR38901_H

#include "evenreach/radio.h"

/** Effective environment height h_E in m. UMi: 1 by note 1 of table 7.4.1-1. UMa: note 1 draws it
 *  for every link, 1 with a probability that is 1 for receivers below 13 m and the only single
 *  value that is never ruled out above; a map needs one answer for one place, so it is 1 here. */
#define ER_TR38901_H_E_M 1.0
/** Speed of light as note 1 and note 5 of table 7.4.1-1 round it, m/s. */
#define ER_TR38901_C_M_S 3.0e8
/** A 3D distance below this counts as this: the formulas have no meaning so near. */
#define ER_TR38901_NEAREST_M 1.0

/** What the heights and the frequency fix. In dB with lg d the decimal logarithm of the 3D distance
 *  in m: PL1 = near_db + near_slope lg d + near_per_m d, up to the breakpoint;
 *  PL2 = far_db + 40 lg d behind it; PL'_NLOS = nlos_db + nlos_slope lg d. */
typedef struct er_tr38901 {
    er_environment environment;
    double rise_m2; /**< squared difference of the antennas' heights */
    double breakpoint_m;
    double near_db;
    double near_slope;
    double near_per_m; /**< 0 but for RMa */
    double far_db;
    double nlos_db;
    double nlos_slope;
    double sigma_near_db; /**< shadow fading with line of sight up to the breakpoint */
    double sigma_far_db;  /**< behind it */
    double sigma_nlos_db;
    double high_receiver; /**< UMa: C'(h_UT) of table 7.4.2-1; else 0 */
} er_tr38901;

er_tr38901 er_tr38901_of(er_environment environment, const er_path *path);

/** UMa: C'(h_UT) of table 7.4.2-1, 0 up to 13 m; above 23 m, where the table ends, as at 23 m. */
double er_tr38901_high_receiver(double rx_height_m);

/** Some distances on their way through the formulas. */
enum { ER_TR38901_BLOCK = 256 };
typedef struct er_tr38901_block {
    double lg_d3d[ER_TR38901_BLOCK];      /**< decimal logarithm of the 3D distance in m */
    double los_db[ER_TR38901_BLOCK];      /**< PL_LOS */
    double nlos_db[ER_TR38901_BLOCK];     /**< PL_NLOS, at least PL_LOS */
    double probability[ER_TR38901_BLOCK]; /**< of line of sight */
    double sigma_los_db[ER_TR38901_BLOCK];
} er_tr38901_block;

/* Each fills its arrays of the block for `count` horizontal distances, at most ER_TR38901_BLOCK. */
void er_tr38901_fill_los(const er_tr38901 *pair, const double *distance_m, size_t count,
                         er_tr38901_block *block);
/** After er_tr38901_fill_los. */
void er_tr38901_fill_nlos(const er_tr38901 *pair, size_t count, er_tr38901_block *block);
void er_tr38901_fill_probability(er_environment environment, double high_receiver,
                                 const double *distance_m, size_t count, double *probability);
/** Mean of the loss in dB by the probability of line of sight, p PL_LOS + (1 - p) PL_NLOS, and the
 *  standard deviation of the mixture: of the two spreads and of the two means about theirs,
 *  sqrt(p s_L^2 + (1 - p) s_N^2 + p (1 - p) (PL_NLOS - PL_LOS)^2). `sigma_db` may be null. */
void er_tr38901_mix(const er_tr38901 *pair, const er_tr38901_block *block, size_t count,
                    double *loss_db, double *sigma_db);

#endif
