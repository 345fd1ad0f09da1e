/* Persons served: evenly inside the finest units that have a figure, summed up from there. */
#include "analysis/cover.h"

#include <math.h>

/* Sums of shares and the figure they were shared from differ by rounding only. */
static const double same_figure = 1e-9;

/** What the units below one add up to. */
struct below {
    bool known;
    er_sum persons;
    er_sum served;
    er_sum unknown;
};

/** A unit's figures from those below it; what its own figure has beyond them has no place. */
static void take_sums(double own, const struct below *below, double *persons, double *served,
                      double *unknown) {
    double sum = er_sum_value(&below->persons);
    *persons = sum;
    *unknown = er_sum_value(&below->unknown);
    if (isfinite(own) && fabs(own - sum) <= same_figure * fmax(own, sum))
        *persons = own;
    else if (isfinite(own) && own > sum) {
        *persons = own;
        *unknown += own - sum;
    }
    *served = fmin(er_sum_value(&below->served), *persons - *unknown);
}

er_status er_cover_persons(er_context *ctx, er_cover_job *job, const er_cover_split *split) {
    double *served = split->persons_served, *unknown = split->persons_unknown;
    struct below *below = NULL;
    ER_TRY(er_alloc(ctx, job->unit_count, sizeof *below, &below));
    for (size_t i = job->unit_count; i-- > 0;) { /* from the finest level up, by code */
        double own = job->units[i].persons;
        if (below[i].known) {
            take_sums(own, &below[i], &job->persons[i], &served[i], &unknown[i]);
        } else if (isfinite(own)) {
            job->persons[i] = own;
            job->is_base[i] = true;
            served[i] = own * (split->served_km2[i] / job->area_km2[i]);
            unknown[i] = own * (split->unknown_km2[i] / job->area_km2[i]);
        } else {
            job->persons[i] = served[i] = unknown[i] = NAN;
            continue;
        }
        size_t parent = job->parents[i];
        if (parent == job->unit_count) continue;
        below[parent].known = true;
        er_sum_add(&below[parent].persons, job->persons[i]);
        er_sum_add(&below[parent].served, served[i]);
        er_sum_add(&below[parent].unknown, unknown[i]);
    }
    for (size_t i = job->unit_count; i < job->area_count; i++) /* nobody lives in a venue */
        job->persons[i] = served[i] = unknown[i] = NAN;
    er_free(below);
    return ER_OK;
}
