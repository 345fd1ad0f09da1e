/* TR 38.901 section 7.4.3: from outdoors into a building or a vehicle. */
#include "evenreach/radio.h"

#include "radio/portable_math.h"

/* Table 7.4.3-1: a material weakens by constant + per_ghz f, dB with f in GHz. */
struct material {
    double constant_db;
    double db_per_ghz;
};
static const struct material GLASS = {2, 0.2};      /* standard multi-pane glass */
static const struct material IRR_GLASS = {23, 0.3}; /* coated against infrared */
static const struct material CONCRETE = {5, 4};

/* Table 7.4.3-2. */
static const double WALL_DB = 5; /* for waves that do not fall in at a right angle */
static const double INSIDE_DB_PER_M = 0.5;
static const double LOW_LOSS_GLASS_SHARE = 0.3, HIGH_LOSS_GLASS_SHARE = 0.7;
static const double LOW_LOSS_SIGMA_DB = 4.4, HIGH_LOSS_SIGMA_DB = 6.5;
/* Section 7.4.3.2, from 0.6 to 60 GHz; metallised windows, which are optional there, have 20 dB. */
static const double VEHICLE_DB = 9, VEHICLE_SIGMA_DB = 5;

/* A wall passes the power that its parts pass, by their shares: eq. 7.4-3. */
static double passed(double share, struct material material, double freq_ghz) {
    double loss_db = material.constant_db + material.db_per_ghz * freq_ghz;
    return share * er_power(10, -loss_db / 10);
}

static double wall_db(double glass_share, struct material glass, double freq_ghz) {
    double power =
        passed(glass_share, glass, freq_ghz) + passed(1 - glass_share, CONCRETE, freq_ghz);
    return WALL_DB - 10 * er_log10(power);
}

er_status er_indoor_loss(er_context *ctx, er_building building, double freq_mhz, double depth_m,
                         double *loss_db, double *sigma_db) {
    double freq_ghz = freq_mhz / 1000;
    if (!(freq_mhz >= 100 && freq_mhz <= 1e5))
        return er_fail(ctx, ER_ERR_RANGE,
                       "loss into buildings and vehicles at %g MHz: give 100 to 100000", freq_mhz);
    if (!(depth_m >= 0 && depth_m <= 1000))
        return er_fail(ctx, ER_ERR_RANGE, "a depth of %g m inside a building: give 0 to 1000",
                       depth_m);
    switch (building) {
    case ER_BUILDING_LOW_LOSS:
        *loss_db = wall_db(LOW_LOSS_GLASS_SHARE, GLASS, freq_ghz) + INSIDE_DB_PER_M * depth_m;
        *sigma_db = LOW_LOSS_SIGMA_DB;
        return ER_OK;
    case ER_BUILDING_HIGH_LOSS:
        *loss_db = wall_db(HIGH_LOSS_GLASS_SHARE, IRR_GLASS, freq_ghz) + INSIDE_DB_PER_M * depth_m;
        *sigma_db = HIGH_LOSS_SIGMA_DB;
        return ER_OK;
    case ER_VEHICLE:
        *loss_db = VEHICLE_DB;
        *sigma_db = VEHICLE_SIGMA_DB;
        return ER_OK;
    }
    return er_fail(ctx, ER_ERR_RANGE, "the kind of building %d is not 0, 1 or 2", (int)building);
}
