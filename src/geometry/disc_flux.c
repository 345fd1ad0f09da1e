#include "geometry/disc_union.h"

void er_flux_add_segment(er_flux *flux, er_point origin, er_point from, er_point to) {
    double ax = from.x - origin.x, ay = from.y - origin.y;
    double bx = to.x - origin.x, by = to.y - origin.y;
    flux->doubled += er_cross(ax, ay, bx, by);
    flux->x += bx - ax;
    flux->y += by - ay;
}

void er_flux_add_arc(er_flux *flux, er_point origin, const er_disc *disc, er_point from,
                     er_point to) {
    static const double doubled_pi = 2 * 3.14159265358979323846;
    if (from.x == to.x && from.y == to.y) {
        flux->doubled += doubled_pi * disc->radius_m * disc->radius_m;
        return;
    }
    er_flux_add_segment(flux, origin, from, to);
    flux->doubled += er_arc_segment_doubled(disc, from, to);
}

er_flux er_flux_moved(er_flux flux, double by_x, double by_y) {
    flux.doubled += er_cross(by_x, by_y, flux.x, flux.y);
    return flux;
}
