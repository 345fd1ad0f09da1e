/** What a radial keeps of its line. */
#ifndef EVENREACH_RADIO_RADIAL_H
#define EVENREACH_RADIO_RADIAL_H

#include "radio/p1812.h"
#include "radio/radial_blocks.h"
#include "radio/radial_hull.h"

#pragma GCC visibility push(hidden)

typedef struct radial_point {
    double x_km;
    double ground_m;
    double top_m; /**< of the clutter */
} radial_point;

struct er_radial {
    p1812_terrain terrain; /* first */
    p1812_setup setup;
    p1812_line line;
    double tx_m;          /**< antenna above mean sea level */
    bool sound;           /**< all heights so far are finite */
    bool bare;            /**< no clutter so far: the hull with clutter is the one without */
    radial_point *points; /**< between the antennas; the first has index 1 in a profile */
    size_t count;
    size_t room; /**< points that everything here has room for */
    p1812_peak tx_peaks[P1812_SURFACE_COUNT];
    radial_hull hulls[P1812_SURFACE_COUNT];
    radial_blocks ground; /**< greatest ground heights */
    radial_blocks
        tops; /**< greatest heights with clutter, less the curvature of the median earth */
};

/** Let the terrain answer for the radial. */
void radial_answers(er_radial *radial);

/* The smooth path over the points' distances (radial_smooth.c). */
double radial_smooth_tx_slope(const p1812_terrain *terrain, double a_km, const p1812_ends *ends);
double radial_smooth_rx_slope(const p1812_terrain *terrain, double a_km, const p1812_ends *ends);
double radial_smooth_nu(const p1812_terrain *terrain, double a_km, const p1812_ends *ends);

#pragma GCC visibility pop

#endif
