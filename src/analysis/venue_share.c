/* How much of a venue is served. */
#include "analysis/venues.h"

/* Areas that differ by less than this share of the whole differ by rounding. */
static const double rounding = 1e-12;

double er_venue_unserved_m2(const er_venue_row *row) {
    double unserved_m2 = row->area_m2 - row->served_m2 - row->unknown_m2;
    return unserved_m2 > rounding * row->area_m2 ? unserved_m2 : 0;
}

bool er_venue_reaches(const er_venue_row *row, double target_share) {
    return row->served_m2 >= (target_share - rounding) * row->area_m2;
}
