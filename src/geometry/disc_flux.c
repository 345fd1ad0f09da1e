#include "geometry/disc_union.h"

#include <math.h>

static void add_end(er_leaf_flux *flux, er_point at, bool border, int sign) {
    double x = sign * (at.x - flux->origin.x), y = sign * (at.y - flux->origin.y);
    flux->all.x += x;
    flux->all.y += y;
    if (!border) return;
    flux->border.x += x;
    flux->border.y += y;
    flux->balance += sign;
}

void er_leaf_flux_segment(er_leaf_flux *flux, er_point from, bool from_border, er_point to,
                          bool to_border) {
    er_point o = flux->origin;
    flux->all.doubled += er_cross(from.x - o.x, from.y - o.y, to.x - o.x, to.y - o.y);
    add_end(flux, from, from_border, -1);
    add_end(flux, to, to_border, 1);
}

void er_leaf_flux_arc(er_leaf_flux *flux, const er_disc *disc, er_point from, bool from_border,
                      er_point to, bool to_border) {
    static const double doubled_pi = 2 * 3.14159265358979323846;
    if (from.x == to.x && from.y == to.y) {
        flux->all.doubled += doubled_pi * disc->radius_m * disc->radius_m;
        return;
    }
    er_leaf_flux_segment(flux, from, from_border, to, to_border);
    flux->all.doubled += er_arc_segment_doubled(disc, from, to);
}

er_flux er_leaf_flux_total(const er_leaf_flux *flux) {
    /* Ends that differ by more than this are no rounding: a vertex on the cell's border, say. */
    static const double rounding_m = 1e-3;
    er_flux total = flux->all;
    if (flux->balance == 0 && fabs(flux->all.x - flux->border.x) < rounding_m &&
        fabs(flux->all.y - flux->border.y) < rounding_m) {
        total.x = flux->border.x;
        total.y = flux->border.y;
    }
    return total;
}

er_flux er_flux_moved(er_flux flux, double by_x, double by_y) {
    flux.doubled += er_cross(by_x, by_y, flux.x, flux.y);
    return flux;
}
