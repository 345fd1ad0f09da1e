/* The smooth path of the delta method over the distances of a line's points: each quantity has one
 * top along the path, whose place is known but for the points; the points beside it are tried. */
#include "radio/radial.h"

/** The first point at or behind a distance; count if there is none. */
static size_t first_from(const er_radial *radial, double x_km) {
    const double *points_km = radial->points.x_km;
    size_t n = radial->count;
    if (!(x_km > points_km[0])) return 0;
    if (!(x_km <= points_km[n - 1])) return n;
    size_t low = 0, high = n - 1; /* p[low] < x <= p[high] */
    /* Points mostly lie evenly: try the two about where it would be. */
    size_t guess = (size_t)(x_km / points_km[n - 1] * (double)n);
    if (guess > 1 && guess < high) {
        if (points_km[guess - 2] < x_km) low = guess - 2;
        if (points_km[guess + 1 < n ? guess + 1 : high] >= x_km)
            high = guess + 1 < n ? guess + 1 : high;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (points_km[middle] < x_km)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double radial_smooth_tx_slope(const p1812_terrain *terrain, double curvature,
                              const p1812_ends *ends) {
    const er_radial *radial = (const er_radial *)terrain;
    if (radial->count == 0) return -INFINITY;
    double best = -INFINITY;
    /* -tx/x - c x is greatest at sqrt(tx/c). */
    size_t i = first_from(radial, sqrt(ends->tx_m / curvature));
    if (i > 0) best = p1812_slope_from_tx(0, radial->points.x_km[i - 1], ends->tx_m, curvature);
    if (i < radial->count)
        best =
            p1812_max(best, p1812_slope_from_tx(0, radial->points.x_km[i], ends->tx_m, curvature));
    return best;
}

double radial_smooth_rx_slope(const p1812_terrain *terrain, double curvature,
                              const p1812_ends *ends) {
    const er_radial *radial = (const er_radial *)terrain;
    if (radial->count == 0) return -INFINITY;
    double best = -INFINITY;
    size_t i = first_from(radial, ends->d_km - sqrt(ends->rx_m / curvature));
    if (i > 0) best = p1812_slope_from_rx(0, radial->points.x_km[i - 1], ends, curvature);
    if (i < radial->count)
        best = p1812_max(best, p1812_slope_from_rx(0, radial->points.x_km[i], ends, curvature));
    return best;
}

/** Where the diffraction parameter over smooth earth is greatest, in km. With u = x/(d - x) and C =
 * c d^2 its derivative has the sign of C (1 - u)/(1 + u) + (1 + u)(tx/u - rx), which falls and is
 *  convex: from a place where it is not negative, Newton's steps rise to the root. */
static double top_of_nu(double curvature, const p1812_ends *ends) {
    enum { STEP_LIMIT = 60 };
    double c = curvature * ends->d_km * ends->d_km, tx_m = ends->tx_m, rx_m = ends->rx_m;
    double u = tx_m < rx_m ? tx_m / rx_m : 1;
    for (int i = 0; i < STEP_LIMIT; i++) {
        double sum = 1 / (1 + u), part = tx_m / u;
        double value = c * (1 - u) * sum + (1 + u) * (part - rx_m);
        double slope = -2 * c * sum * sum - part / u - rx_m;
        double step = -value / slope;
        u += step;
        if (!(step > 1e-7 * u)) break;
    }
    return ends->d_km * u / (1 + u);
}

double radial_smooth_nu(const p1812_terrain *terrain, double curvature, const p1812_ends *ends) {
    const er_radial *radial = (const er_radial *)terrain;
    const double *points_km = radial->points.x_km;
    if (radial->count == 0) return -INFINITY;
    double wavelength_m = terrain->setup->wavelength_m;
    size_t i = first_from(radial, top_of_nu(curvature, ends));
    if (i == radial->count) i--;
    double best = p1812_nu(0, points_km[i], ends, curvature, wavelength_m);
    /* It rises towards its top and falls behind it: uphill on both sides finds it. */
    for (size_t k = i; k-- > 0;) {
        double here = p1812_nu(0, points_km[k], ends, curvature, wavelength_m);
        if (here < best) break;
        best = here;
    }
    for (size_t k = i + 1; k < radial->count; k++) {
        double here = p1812_nu(0, points_km[k], ends, curvature, wavelength_m);
        if (here < best) break;
        best = here;
    }
    return best;
}
