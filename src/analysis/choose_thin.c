/* A front of many plans, shown by some of them. */
#include "analysis/choose_front.h"

#include <math.h>
#include <stdlib.h>

struct place {
    const er_choosing_plan *plan;
    size_t at;
};

static int by_persons(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    if (a->plan->conditions != b->plan->conditions) return a->plan->conditions ? -1 : 1;
    if (a->plan->persons_after != b->plan->persons_after)
        return a->plan->persons_after < b->plan->persons_after ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/** How far a plan's neighbours are apart, of the whole front in both directions; INFINITY at its
 *  ends, and for the plans that are shown in any case. */
static double room(const struct place *places, size_t count, size_t i, double persons,
                   double index) {
    const er_choosing_plan *plan = places[i].plan;
    if (plan->priority == 0 || i == 0 || i + 1 == count) return INFINITY;
    const er_choosing_plan *below = places[i - 1].plan, *above = places[i + 1].plan;
    if (below->conditions != plan->conditions || above->conditions != plan->conditions)
        return INFINITY;
    return (above->persons_after - below->persons_after) / persons +
           fabs(above->index.value - below->index.value) / index;
}

/** The most crowded plan; count: all are at ends. */
static size_t most_crowded(const struct place *places, size_t count) {
    double low = INFINITY, high = -INFINITY, least = INFINITY, most = -INFINITY, narrow = INFINITY;
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        const er_choosing_plan *plan = places[i].plan;
        low = fmin(low, plan->persons_after);
        high = fmax(high, plan->persons_after);
        least = fmin(least, plan->index.value);
        most = fmax(most, plan->index.value);
    }
    for (size_t i = 0; i < count; i++) {
        double wide = room(places, count, i, fmax(high - low, 1), fmax(most - least, 1e-12));
        if (!(wide < narrow)) continue;
        narrow = wide;
        found = i;
    }
    return found;
}

er_status er_front_thin(er_front *f, size_t wanted, size_t *kept) {
    struct place *places = NULL;
    size_t count = 0;
    *kept = er_front_mark(f);
    ER_TRY(er_alloc(f->q->world->ctx, f->count + 1, sizeof *places, &places));
    for (size_t i = 0; i < f->count; i++)
        if (f->plans[i].on_front && !er_front_repeats(f, i))
            places[count++] = (struct place){&f->plans[i], i};
    if (count > 1) qsort(places, count, sizeof *places, by_persons);
    while (*kept > wanted) {
        size_t at = most_crowded(places, count);
        if (at == count) break;
        f->plans[places[at].at].crowded = true;
        for (count--; at < count; at++)
            places[at] = places[at + 1];
        --*kept;
    }
    er_free(places);
    return ER_OK;
}
