/* What a bound by prices says: in whole units, and of single sites. */
#include "siting/relaxation.h"

#include <math.h>

/* Sums of doubles of about 1 in all: what a bound must be clear by to count. */
static const double rounding = 1e-9;

static bool is_fewest(const er_siting_relaxation *r) {
    return r->whole_cost > 0;
}

double er_siting_relaxation_reached(const er_siting_relaxation *r, const er_siting_sites *best) {
    if (is_fewest(r)) return -(double)best->tally.cost / r->whole_cost;
    return (double)best->state.met / r->whole;
}

/** The units that a value stands for: whole grains, to the safe side. */
static int64_t units_of(const er_siting_relaxation *r, double value) {
    if (is_fewest(r)) {
        int64_t grain = er_siting_cost_grain(r->rows->checked);
        double cost = (-value - rounding) * r->whole_cost;
        return cost > 0 ? (int64_t)ceil(cost / (double)grain) * grain : 0;
    }
    double met = (value + rounding) * r->whole;
    return (int64_t)floor(met / (double)r->rows->grain) * r->rows->grain;
}

void er_siting_relaxation_keep(const er_siting_relaxation *r, const er_siting_sites *best,
                               int64_t *bound) {
    int64_t units = units_of(r, r->value);
    int64_t reached = is_fewest(r) ? best->tally.cost : best->state.met;
    if (is_fewest(r)) {
        if (units > reached) units = reached;
        if (units > *bound) *bound = units;
    } else {
        if (units < reached) units = reached;
        if (units < *bound) *bound = units;
    }
}

bool er_siting_relaxation_is_within(const er_siting_relaxation *r, const er_siting_sites *best,
                                    int64_t bound, double gap) {
    double reached = is_fewest(r) ? (double)best->tally.cost : (double)best->state.met;
    double whole = reached + (is_fewest(r) ? 0 : (double)r->rows->kept_value);
    return fabs((double)bound - reached) <= gap * whole;
}

void er_siting_relaxation_fix(const er_siting_relaxation *r, const er_siting_sites *best,
                              uint8_t *fixed) {
    size_t count = r->rows->problem.count, taken = er_siting_relaxation_taken(r);
    double reached = er_siting_relaxation_reached(r, best) - rounding;
    double last = taken < r->most || taken == 0 ? 0 : r->scores[taken - 1].score;
    double next = taken < count ? fmax(r->scores[taken].score, 0) : 0;
    for (size_t n = 0; n < count; n++) {
        double changed =
            n < taken ? r->value - r->scores[n].score + next : r->value - last + r->scores[n].score;
        if (changed < reached) fixed[r->scores[n].site] = n < taken ? ER_SITING_IN : ER_SITING_OUT;
    }
}
