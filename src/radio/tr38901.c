/* 3GPP TR 38.901 as path-loss models: rural macro, urban macro, urban micro in a street canyon;
 * outdoor receivers over flat ground. Figures as in its releases 16 to 18.
 *
 * Below 10 m of horizontal distance, where table 7.4.1-1 begins, the formulas go on with the 3D
 * distance as it is (at least 1 m) and a warning says so. There is no floor at free space: PL1 of
 * UMa lies up to 2.5 dB under free space at 3D distances from 10 m to 168 m by the report's own
 * figures, and a floor would make a step at 10 m. */
#include "radio/models.h"
#include "radio/tr38901.h"

#include <math.h>
#include <string.h>

static bool outside(double value, double low, double high) {
    return !(value >= low && value <= high);
}

/** Applicability ranges of table 7.4.1-1 with its notes 2 and 4. */
static unsigned range_warnings(er_environment environment, const er_path *path, double distance_m) {
    bool rural = environment == ER_ENV_RMA;
    double farthest_m = rural && path->sight == ER_LOS ? 10000 : 5000;
    /* UMa and UMi are stated for one height of the base station */
    double tx_low_m = rural ? 10 : environment == ER_ENV_UMA ? 25 : 10;
    double tx_high_m = rural ? 150 : tx_low_m;
    unsigned warnings = 0;
    if (outside(path->freq_mhz, 500, rural ? 30e3 : 100e3)) warnings |= ER_WARN_FREQUENCY;
    if (outside(distance_m, 10, farthest_m)) warnings |= ER_WARN_DISTANCE;
    if (outside(path->tx_height_m, tx_low_m, tx_high_m)) warnings |= ER_WARN_TX_HEIGHT;
    if (outside(path->rx_height_m, rural ? 1 : 1.5, rural ? 10 : 22.5))
        warnings |= ER_WARN_RX_HEIGHT;
    if (rural && outside(path->street_m, 5, 50)) warnings |= ER_WARN_STREET;
    if (rural && outside(path->building_m, 5, 50)) warnings |= ER_WARN_BUILDING;
    return warnings;
}

static void fill(const er_tr38901 *pair, er_sight sight, const double *distance_m, size_t count,
                 er_tr38901_block *block) {
    er_tr38901_fill_los(pair, distance_m, count, block);
    if (sight == ER_LOS) return;
    er_tr38901_fill_nlos(pair, count, block);
    if (sight == ER_NLOS) return;
    er_tr38901_fill_probability(pair->environment, pair->high_receiver, distance_m, count,
                                block->probability);
}

/** Loss and spread by the sight asked for, from a block that `fill` has filled for it. */
static void choose(const er_tr38901 *pair, er_sight sight, const er_tr38901_block *block,
                   size_t count, double *loss_db, double *sigma_db) {
    if (sight == ER_LOS_EXPECTED) {
        er_tr38901_mix(pair, block, count, loss_db, sigma_db);
        return;
    }
    memcpy(loss_db, sight == ER_LOS ? block->los_db : block->nlos_db, count * sizeof *loss_db);
    for (size_t i = 0; sigma_db && i < count; i++)
        sigma_db[i] = sight == ER_LOS ? block->sigma_los_db[i] : pair->sigma_nlos_db;
}

static void losses(er_environment environment, const er_path *path, const double *distance_m,
                   size_t count, double *loss_db, double *sigma_db) {
    const er_tr38901 pair = er_tr38901_of(environment, path);
    er_tr38901_block block;
    for (size_t from = 0; from < count; from += ER_TR38901_BLOCK) {
        size_t n = count - from < ER_TR38901_BLOCK ? count - from : ER_TR38901_BLOCK;
        fill(&pair, path->sight, distance_m + from, n, &block);
        choose(&pair, path->sight, &block, n, loss_db + from, sigma_db ? sigma_db + from : NULL);
    }
}

static void list(const er_tr38901 *pair, const er_tr38901_block *block, double distance_m,
                 double sigma_db, er_quantities *quantities) {
    bool near = distance_m <= pair->breakpoint_m;
    bool rural = pair->environment == ER_ENV_RMA;
    double d3d_m = fmax(sqrt(distance_m * distance_m + pair->rise_m2), ER_TR38901_NEAREST_M);
    er_quantity_add(quantities, "d_2d_m", "TR 38.901 fig. 7.4.1-1", distance_m);
    er_quantity_add(quantities, "d_3d_m", "TR 38.901 eq. 7.4-1", d3d_m);
    er_quantity_add(quantities, "h_e_m", "TR 38.901 table 7.4.1-1 note 1",
                    rural ? NAN : ER_TR38901_H_E_M);
    er_quantity_add(quantities, "d_bp_m",
                    rural ? "TR 38.901 table 7.4.1-1 note 5" : "TR 38.901 table 7.4.1-1 note 1",
                    pair->breakpoint_m);
    er_quantity_add(quantities, "pl1_db", "TR 38.901 table 7.4.1-1", near ? block->los_db[0] : NAN);
    er_quantity_add(quantities, "pl2_db", "TR 38.901 table 7.4.1-1", near ? NAN : block->los_db[0]);
    er_quantity_add(quantities, "pl_los_db", "TR 38.901 table 7.4.1-1", block->los_db[0]);
    er_quantity_add(quantities, "pl_nlos_prime_db", "TR 38.901 table 7.4.1-1",
                    pair->nlos_db + pair->nlos_slope * block->lg_d3d[0]);
    er_quantity_add(quantities, "pl_nlos_db", "TR 38.901 table 7.4.1-1", block->nlos_db[0]);
    er_quantity_add(quantities, "los_probability", "TR 38.901 table 7.4.2-1",
                    block->probability[0]);
    er_quantity_add(quantities, "sigma_los_db", "TR 38.901 table 7.4.1-1", block->sigma_los_db[0]);
    er_quantity_add(quantities, "sigma_nlos_db", "TR 38.901 table 7.4.1-1", pair->sigma_nlos_db);
    er_quantity_add(quantities, "sigma_db", "spread of the loss that is given", sigma_db);
}

static er_status loss(er_environment environment, const er_path *path, er_path_result *result,
                      er_quantities *quantities) {
    const er_tr38901 pair = er_tr38901_of(environment, path);
    double distance_m = er_path_distance_m(path);
    er_tr38901_block block;
    /* both sights and the probability, for the intermediates */
    fill(&pair, ER_LOS_EXPECTED, &distance_m, 1, &block);
    choose(&pair, path->sight, &block, 1, &result->loss_db, &result->sigma_db);
    result->warnings = range_warnings(environment, path, distance_m);
    list(&pair, &block, distance_m, result->sigma_db, quantities);
    return ER_OK;
}

double er_tr38901_los_probability(er_environment environment, double distance_2d_m,
                                  double rx_height_m) {
    double high = environment == ER_ENV_UMA ? er_tr38901_high_receiver(rx_height_m) : 0;
    double probability;
    er_tr38901_fill_probability(environment, high, &distance_2d_m, 1, &probability);
    return probability;
}

/* ---- the models ---------------------------------------------------------------------------- */

static er_status loss_rma(er_context *ctx, const er_path *path, er_path_result *result,
                          er_quantities *quantities) {
    (void)ctx;
    return loss(ER_ENV_RMA, path, result, quantities);
}

static er_status loss_uma(er_context *ctx, const er_path *path, er_path_result *result,
                          er_quantities *quantities) {
    (void)ctx;
    return loss(ER_ENV_UMA, path, result, quantities);
}

static er_status loss_umi(er_context *ctx, const er_path *path, er_path_result *result,
                          er_quantities *quantities) {
    (void)ctx;
    return loss(ER_ENV_UMI, path, result, quantities);
}

static void losses_rma(const er_path *path, const double *distance_m, size_t count, double *loss_db,
                       double *sigma_db) {
    losses(ER_ENV_RMA, path, distance_m, count, loss_db, sigma_db);
}

static void losses_uma(const er_path *path, const double *distance_m, size_t count, double *loss_db,
                       double *sigma_db) {
    losses(ER_ENV_UMA, path, distance_m, count, loss_db, sigma_db);
}

static void losses_umi(const er_path *path, const double *distance_m, size_t count, double *loss_db,
                       double *sigma_db) {
    losses(ER_ENV_UMI, path, distance_m, count, loss_db, sigma_db);
}

const er_path_model er_model_tr38901_rma = {
    .name = "tr38901-rma",
    .title = "Rural macro cell, without terrain (3GPP TR 38.901 RMa)",
    .source = "3GPP TR 38.901 V18.0.0, tables 7.4.1-1 and 7.4.2-1",
    .parts = ER_PART_SIGHT | ER_PART_STREETS,
    .loss = loss_rma,
    .losses = losses_rma,
};

const er_path_model er_model_tr38901_uma = {
    .name = "tr38901-uma",
    .title = "Urban macro cell, without terrain (3GPP TR 38.901 UMa)",
    .source = "3GPP TR 38.901 V18.0.0, tables 7.4.1-1 and 7.4.2-1",
    .parts = ER_PART_SIGHT,
    .loss = loss_uma,
    .losses = losses_uma,
};

const er_path_model er_model_tr38901_umi = {
    .name = "tr38901-umi",
    .title = "Urban micro cell in a street canyon, without terrain (3GPP TR 38.901 UMi)",
    .source = "3GPP TR 38.901 V18.0.0, tables 7.4.1-1 and 7.4.2-1",
    .parts = ER_PART_SIGHT,
    .loss = loss_umi,
    .losses = losses_umi,
};
