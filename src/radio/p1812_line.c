#include "radio/p1812.h"

static const double LN10 = 2.30258509299404568402;

static bool is_sea(er_zone zone) {
    return zone == ER_ZONE_SEA;
}

static p1812_stretches stretches_start(bool inside) {
    return (p1812_stretches){
        .start_km = inside ? 0 : NAN, .first_km = inside ? 0 : NAN, .last_km = NAN};
}

/** Go on to a point; the ground changes hands half way from the one before. */
static void stretches_push(p1812_stretches *s, double half_way_km, bool inside) {
    bool was_inside = !isnan(s->start_km);
    if (inside == was_inside) return;
    if (inside) {
        s->start_km = half_way_km;
        if (isnan(s->first_km)) s->first_km = half_way_km;
        return;
    }
    s->longest_km = p1812_max(s->longest_km, half_way_km - s->start_km);
    s->sum_km += half_way_km - s->start_km;
    s->last_km = half_way_km;
    s->start_km = NAN;
}

p1812_line p1812_line_start(double ground_m, er_zone zone) {
    return (p1812_line){.end = {.ground_m = ground_m},
                        .last_zone = zone,
                        .tx_ground_m = ground_m,
                        .tx_zone = zone,
                        .sea = stretches_start(is_sea(zone)),
                        .land = stretches_start(!is_sea(zone)),
                        .inland = stretches_start(zone == ER_ZONE_INLAND)};
}

void p1812_line_change(p1812_line *line, double half_way_km, er_zone zone) {
    stretches_push(&line->sea, half_way_km, is_sea(zone));
    stretches_push(&line->land, half_way_km, !is_sea(zone));
    stretches_push(&line->inland, half_way_km, zone == ER_ZONE_INLAND);
    line->last_zone = zone;
}

double p1812_beta0(double phi_deg, double dtm_km, double tau) {
    double latitude = fabs(phi_deg);
    /* Eq. 2: path dependence by the longest stretch over land. */
    double mu1 = p1812_power(
        exp(-LN10 * dtm_km / (16 - 6.6 * tau)) + exp(-LN10 * 5 * (0.496 + 0.354 * tau)), 0.2);
    mu1 = p1812_min(mu1, 1);
    /* Eq. 4 and 5. */
    if (latitude > 70) return 4.17 * mu1 * p1812_power(mu1, 0.3);
    return exp(LN10 * (1.67 - 0.015 * latitude)) * mu1 *
           p1812_power(mu1, -0.935 + 0.0176 * latitude);
}
