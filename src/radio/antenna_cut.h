/** What an antenna is inside: for antenna.c, which reads it, and antenna_msi.c, which fills it. */
#ifndef EVENREACH_RADIO_ANTENNA_CUT_H
#define EVENREACH_RADIO_ANTENNA_CUT_H

#include "evenreach/radio.h"

/** A full circle of attenuations at equal steps; the first one stands again at the end, so that
 *  every direction lies between two entries. */
typedef struct er_cut {
    double *loss_db; /**< count + 1 */
    double entries_per_degree;
    size_t count;
} er_cut;

struct er_antenna {
    double gain_dbi;
    er_cut horizontal;   /**< by azimuth; no entries: the 3GPP parabola */
    er_cut vertical;     /**< by angle below the horizon, 0 to 360 */
    double shared_db;    /**< horizontal cut at 0, counted by the vertical one too */
    double per_azimuth2; /**< 12 / beamwidth squared, dB per square degree */
    double per_elevation2;
    double limit_db; /**< A_m */
};

/** An antenna without cuts, zeroed but for its gain, which must be -100 to 100 dBi. */
er_status er_antenna_new(er_context *ctx, double gain_dbi, er_antenna **out);

#endif
