/* TR 38.901 for many distances: short loops without branches, so that the compiler does several
 * distances at once; for that a bound is put on a figure in a loop of its own. Each is the same
 * arithmetic for every element: the result of a distance does not depend on its neighbours, nor on
 * the width of the processor's registers. */
#include "radio/portable_math.h"
#include "radio/tr38901.h"

#include <math.h>

void er_tr38901_fill_los(const er_tr38901 *pair, const double *distance_m, size_t count,
                         er_tr38901_block *block) {
    const er_tr38901 p = *pair;
    const double nearest_m2 = ER_TR38901_NEAREST_M * ER_TR38901_NEAREST_M;
    double *lg_d3d = block->lg_d3d, *los_db = block->los_db, *sigma_db = block->sigma_los_db;
    double *d3d_m2 = lg_d3d; /* until its logarithm takes its place */
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double d2 = distance_m[i] * distance_m[i] + p.rise_m2;
        d3d_m2[i] = d2 > nearest_m2 ? d2 : nearest_m2;
    }
    for (size_t i = 0; i < count; i++)
        los_db[i] = p.near_per_m != 0 ? p.near_per_m * sqrt(d3d_m2[i]) : 0;
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        lg_d3d[i] = 0.5 * er_log10(d3d_m2[i]);
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double near_db = p.near_db + p.near_slope * lg_d3d[i] + los_db[i];
        double far_db = p.far_db + 40 * lg_d3d[i];
        los_db[i] = distance_m[i] <= p.breakpoint_m ? near_db : far_db;
        sigma_db[i] = distance_m[i] <= p.breakpoint_m ? p.sigma_near_db : p.sigma_far_db;
    }
}

void er_tr38901_fill_nlos(const er_tr38901 *pair, size_t count, er_tr38901_block *block) {
    const double constant_db = pair->nlos_db, slope = pair->nlos_slope;
    const double *lg_d3d = block->lg_d3d, *los_db = block->los_db;
    double *nlos_db = block->nlos_db;
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double own_db = constant_db + slope * lg_d3d[i];
        nlos_db[i] = own_db > los_db[i] ? own_db : los_db[i];
    }
}

/** exp(-d / scale) of distances of 0 or more; 1e-304 where it is smaller. `d` and `out` may be the
 *  same array. */
static void decay(const double *d, double scale_m, size_t count, double *out) {
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double exponent = -d[i] / scale_m;
        out[i] = exponent > -700 ? exponent : -700;
    }
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        out[i] = er_exp(out[i]);
}

/** RMa: 1 up to 10 m, then exp(-(d - 10) / 1000). */
static void fill_rma(const double *distance_m, size_t count, double *probability) {
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double beyond_m = distance_m[i] - 10;
        probability[i] = beyond_m > 0 ? beyond_m : 0;
    }
    decay(probability, 1000, count, probability);
}

/** UMi and UMa: 1 up to 18 m, then 18/d + exp(-d / scale) (1 - 18/d). */
static void fill_urban(double scale_m, const double *distance_m, size_t count,
                       double *probability) {
    double falling[ER_TR38901_BLOCK];
    double *at_least_18_m = probability; /* until the probability takes its place */
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        at_least_18_m[i] = distance_m[i] > 18 ? distance_m[i] : 18;
    decay(at_least_18_m, scale_m, count, falling);
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double near = 18 / at_least_18_m[i];
        probability[i] = near + falling[i] * (1 - near);
    }
}

/** UMa above 13 m: times 1 + C' 5/4 (d / 100)^3 exp(-d / 150), and at most 1: up to 18 m, where it
 *  is 1 already, and just behind, where the product of the table passes 1 by up to 0.007. */
static void raise_for_height(double high_receiver, const double *distance_m, size_t count,
                             double *probability) {
    double falling[ER_TR38901_BLOCK];
    decay(distance_m, 150, count, falling);
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double h = distance_m[i] / 100;
        double factor = 1 + high_receiver * 1.25 * (h * h * h) * falling[i];
        double raised = probability[i] * factor;
        probability[i] = raised < 1 ? raised : 1;
    }
}

void er_tr38901_fill_probability(er_environment environment, double high_receiver,
                                 const double *distance_m, size_t count, double *probability) {
    if (environment == ER_ENV_RMA) {
        fill_rma(distance_m, count, probability);
        return;
    }
    fill_urban(environment == ER_ENV_UMA ? 63 : 36, distance_m, count, probability);
    if (high_receiver > 0) raise_for_height(high_receiver, distance_m, count, probability);
}

void er_tr38901_mix(const er_tr38901 *pair, const er_tr38901_block *block, size_t count,
                    double *loss_db, double *sigma_db) {
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double p = block->probability[i];
        loss_db[i] = p * block->los_db[i] + (1 - p) * block->nlos_db[i];
    }
    if (!sigma_db) return;
    const double nlos_variance = pair->sigma_nlos_db * pair->sigma_nlos_db;
    for (size_t i = 0; i < count; i++) {
        double p = block->probability[i], los_db = block->sigma_los_db[i];
        double apart_db = block->nlos_db[i] - block->los_db[i];
        sigma_db[i] =
            sqrt(p * los_db * los_db + (1 - p) * nlos_variance + p * (1 - p) * apart_db * apart_db);
    }
}
