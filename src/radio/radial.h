/** What a radial keeps of its line. */
#ifndef EVENREACH_RADIO_RADIAL_H
#define EVENREACH_RADIO_RADIAL_H

#include "radio/p1812.h"
#include "radio/radial_blocks.h"
#include "radio/radial_hull.h"

#pragma GCC visibility push(hidden)

/** The points between the antennas, a column each; the first has index 1 in a profile. A line takes
 *  them ahead, many at a time, and passes them one by one. */
typedef struct radial_points {
    double *x_km;
    double *ground_m;
    double *top_m;  /**< of the clutter; filled from the first clutter's batch on */
    double *bent_m; /**< top_m less the curvature of the median earth */
    er_zone *zone;
    size_t count;         /**< taken */
    size_t bare;          /**< that come before the first clutter */
    size_t sound;         /**< that come before the first height or distance that is not finite */
    bool with_tops;       /**< top_m is filled */
    radial_blocks ground; /**< greatest of ground_m */
    radial_blocks bent;   /**< greatest of bent_m */
} radial_points;

struct er_radial {
    p1812_terrain terrain; /* first */
    p1812_setup setup;
    p1812_line line;
    double tx_m; /**< antenna above mean sea level */
    bool bare;   /**< no clutter passed so far: the hull with clutter is the one without */
    bool sound;  /**< the transmitter's ground is finite */
    radial_points points;
    size_t count; /**< points passed */
    size_t room;  /**< points that everything here has room for */
    p1812_peak tx_peaks[P1812_SURFACE_COUNT];
    radial_hull hulls[P1812_SURFACE_COUNT];
};

/** Heights of a surface's points: those with clutter where there is any. */
static inline const double *radial_heights(const er_radial *radial, bool tops) {
    return tops && radial->points.with_tops ? radial->points.top_m : radial->points.ground_m;
}

/** Let the terrain answer for the radial. */
void radial_answers(er_radial *radial);

/* The smooth path over the points' distances (radial_smooth.c). */
double radial_smooth_tx_slope(const p1812_terrain *terrain, double curvature,
                              const p1812_ends *ends);
double radial_smooth_rx_slope(const p1812_terrain *terrain, double curvature,
                              const p1812_ends *ends);
double radial_smooth_nu(const p1812_terrain *terrain, double curvature, const p1812_ends *ends);

#pragma GCC visibility pop

#endif
