/* Persons served: evenly inside the finest units that have a figure, summed up from there. */
#include "analysis/cover.h"

#include <math.h>
#include <stdlib.h>

/* Sums of shares and the figure they were shared from differ by rounding only. */
static const double same_figure = 1e-9;

struct place {
    int64_t id;
    size_t index;
};

/** What the units below one add up to. */
struct below {
    bool known;
    er_sum persons;
    er_sum served;
    er_sum unknown;
};

static int by_id(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static struct place *sorted_places(er_context *ctx, const er_cover_job *job) {
    struct place *places = NULL;
    if (er_alloc(ctx, job->unit_count, sizeof *places, &places) != ER_OK) return NULL;
    for (size_t i = 0; i < job->unit_count; i++)
        places[i] = (struct place){job->units[i].id, i};
    if (job->unit_count > 1) qsort(places, job->unit_count, sizeof *places, by_id);
    return places;
}

/** Index of a unit's parent; the number of units if it has none. A parent comes before its units,
 *  since its level has the lower rank. */
static size_t parent_of(const er_cover_job *job, const struct place *places, size_t i) {
    struct place wanted = {.id = job->units[i].parent_id};
    const struct place *found =
        wanted.id ? bsearch(&wanted, places, job->unit_count, sizeof *places, by_id) : NULL;
    return found && found->index < i ? found->index : job->unit_count;
}

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
    struct place *places = sorted_places(ctx, job);
    if (!places) {
        er_free(below);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
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
        size_t parent = parent_of(job, places, i);
        if (parent == job->unit_count) continue;
        below[parent].known = true;
        er_sum_add(&below[parent].persons, job->persons[i]);
        er_sum_add(&below[parent].served, served[i]);
        er_sum_add(&below[parent].unknown, unknown[i]);
    }
    for (size_t i = job->unit_count; i < job->area_count; i++) /* nobody lives in a venue */
        job->persons[i] = served[i] = unknown[i] = NAN;
    er_free(places);
    er_free(below);
    return ER_OK;
}
