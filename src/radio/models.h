/** Inside the radio room: the models of the table, and what they share. */
#ifndef EVENREACH_RADIO_MODELS_H
#define EVENREACH_RADIO_MODELS_H

#include "evenreach/radio.h"

/** Speed of light in vacuum, m/s (exact by the definition of the metre). */
#define ER_LIGHT_M_S 299792458.0

/* Every path-loss model, one line each; src/radio/models.c lists them for the programs. */
extern const er_path_model er_model_freespace;
extern const er_path_model er_model_p1812;
extern const er_path_model er_model_tr38901_rma;
extern const er_path_model er_model_tr38901_uma;
extern const er_path_model er_model_tr38901_umi;

/** Refuse a path with figures out of all sense: ER_ERR_RANGE or ER_ERR_INPUT, one line that names
 *  the field, or the profile's point by its number from 1. */
er_status er_path_check(er_context *ctx, const er_path_model *model, const er_path *path);

/** Horizontal distance in m: the profile's length where there is one. */
double er_path_distance_m(const er_path *path);

/** Add an intermediate quantity; does nothing where `quantities` is null or full. */
void er_quantity_add(er_quantities *quantities, const char *name, const char *equation,
                     double value);

#endif
