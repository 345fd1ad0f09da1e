/** evenreach link: what its parts share. */
#ifndef EVENREACH_CLI_LINK_H
#define EVENREACH_CLI_LINK_H

#include "cli/cli.h"
#include "evenreach/radio.h"
#include "evenreach/sources.h"

typedef struct er_link_options {
    const char *model;
    double freq_mhz;
    double tx_height_m;
    double rx_height_m;
    const char *profile;
    const char *tx;
    const char *rx;
    const char *dem;
    const char *clutter;
    const char *clutter_classes;
    const char *zones;
    bool sea_nodata;
    double step_m;
    bool allow_ballpark;
    double distance_m;
    const char *pol;
    double time_pct;
    double loc_pct;
    double sigma_loc_db;
    double n0;
    double dn;
    double dct_km;
    double dcr_km;
    double tx_lat;
    double tx_lon;
    double rx_lat;
    double rx_lon;
    const char *los;
    double street_m;
    double building_m;
    double earth_radius_factor;
} er_link_options;

/** A link as asked for, and what came of it. */
typedef struct er_link {
    const er_path_model *model;
    er_path path;
    double step_m;     /**< of a profile from rasters; else NAN */
    unsigned warnings; /**< of the inputs, and of the model */
    er_path_result result;
    er_quantities quantities;
    er_fresnel fresnel;
    bool has_fresnel; /**< there is a profile */
} er_link;

/** Read the options and the files they name into link->model, path, step_m and warnings. */
er_status er_link_read(er_context *ctx, er_arena *arena, const er_link_options *options,
                       er_link *link);

/** Warn of options that the model does not look at: a line in the log, a bit in link->warnings. */
void er_link_tell_ignored(er_context *ctx, const er_link_options *options, er_link *link);

er_status er_link_print_json(er_invocation *invocation, const er_link *link);
er_status er_link_print_text(er_invocation *invocation, const er_link *link);

#endif
