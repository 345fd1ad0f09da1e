/* Persons, households, area and units that the coverage run serves. */
#include "analysis/targets.h"

#include <math.h>

/* A share this near to what is asked for reaches it: shares carry about twelve digits. */
static const double share_noise = 1e-12;

/** Sums of one stratum as they grow. */
struct sums {
    er_sum part, maybe, whole, open;
    int64_t without; /* units in the scope of which the figure is not known */
};

static void add(struct sums *sums, er_scope_state state, double whole, double served,
                double unknown) {
    if (state == ER_SCOPE_OUT) return;
    if (isnan(whole) || isnan(served) || isnan(unknown)) {
        sums->without++;
        return;
    }
    if (state == ER_SCOPE_OPEN) {
        er_sum_add(&sums->open, whole);
        return;
    }
    er_sum_add(&sums->whole, whole);
    er_sum_add(&sums->part, served);
    er_sum_add(&sums->maybe, unknown);
}

static void finish(const struct sums *sums, er_target_tally *tally) {
    tally->part = er_sum_value(&sums->part);
    tally->whole_open = er_sum_value(&sums->open);
    tally->high = tally->part + er_sum_value(&sums->maybe) + tally->whole_open;
    tally->whole = er_sum_value(&sums->whole);
    tally->unbounded = tally->whole_missing = sums->without > 0;
}

static const er_cover_row *row_of(const er_balance_data *d, size_t unit, size_t stratum) {
    return d->cover[unit * d->stratum_count + stratum];
}

/** What of a unit is looked at, and how much of it is served and unknown. */
struct parts {
    double whole;
    double served;
    double unknown;
};

static struct parts persons_of(const er_cover_row *row) {
    return (struct parts){row->persons, row->persons_served, row->persons_unknown};
}

static struct parts area_of(const er_cover_row *row) {
    return (struct parts){row->area_km2, row->served_km2, row->unknown_km2};
}

static struct sums sums_of_level(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                 struct parts (*parts_of)(const er_cover_row *row)) {
    const er_balance_data *d = &job->data;
    size_t level = er_target_level(job, ask);
    struct sums sums = {0};
    for (size_t u = 0; u < d->unit_count; u++) {
        if (d->unit_level[u] != level) continue;
        const er_cover_row *row = row_of(d, u, stratum);
        struct parts parts = row ? parts_of(row) : (struct parts){NAN, NAN, NAN};
        add(&sums, er_scope_of(d, ask->scope, u), parts.whole, parts.served, parts.unknown);
    }
    return sums;
}

er_status er_target_count_persons(const er_target_job *job, const er_target_ask *ask,
                                  size_t stratum, er_target_tally *tally) {
    struct sums sums = sums_of_level(job, ask, stratum, persons_of);
    finish(&sums, tally);
    if (sums.without > 0)
        er_target_tell(&tally->notes, "Of %lld units it is not known who lives there.",
                       (long long)sums.without);
    er_target_rest_on_stations(job, ask, stratum, tally);
    return ER_OK;
}

/** Shares of a unit that are served and unknown: of its persons, else of its area. */
static void shares_of(const er_cover_row *row, double *served, double *unknown) {
    *served = *unknown = NAN;
    if (!row) return;
    bool by_persons = row->persons > 0;
    double whole = by_persons ? row->persons : row->area_km2;
    if (!(whole > 0)) return;
    *served = (by_persons ? row->persons_served : row->served_km2) / whole;
    *unknown = (by_persons ? row->persons_unknown : row->unknown_km2) / whole;
}

/** Households of the finest units that have some, served as their persons are. */
er_status er_target_count_households(const er_target_job *job, const er_target_ask *ask,
                                     size_t stratum, er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    struct sums sums = {0};
    bool any = false;
    for (size_t u = 0; u < d->unit_count; u++) {
        double served, unknown, households = d->units[u].households;
        if (isnan(households) || job->has_households_below[u]) continue;
        any = true;
        shares_of(row_of(d, u, stratum), &served, &unknown);
        add(&sums, er_scope_of(d, ask->scope, u), households, households * served,
            households * unknown);
    }
    finish(&sums, tally);
    tally->missing = !any;
    if (!any) er_target_tell(&tally->notes, "No households are loaded.");
    if (sums.without > 0)
        er_target_tell(&tally->notes, "Of %lld units it is not known what is served.",
                       (long long)sums.without);
    er_target_rest_on_stations(job, ask, stratum, tally);
    return ER_OK;
}

er_status er_target_count_area(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                               er_target_tally *tally) {
    struct sums sums = sums_of_level(job, ask, stratum, area_of);
    finish(&sums, tally);
    er_target_rest_on_stations(job, ask, stratum, tally);
    return ER_OK;
}

er_status er_target_count_units(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    size_t level = er_target_level(job, ask);
    double least = ask->definition->min_share - share_noise;
    struct sums sums = {0};
    for (size_t u = 0; u < d->unit_count; u++) {
        double served, unknown;
        if (d->unit_level[u] != level) continue;
        const er_cover_row *row = row_of(d, u, stratum);
        shares_of(row && isnan(row->persons) ? NULL : row, &served, &unknown);
        bool surely = served >= least;
        bool maybe = isnan(served) || (!surely && served + unknown >= least);
        add(&sums, er_scope_of(d, ask->scope, u), 1, surely, maybe);
    }
    finish(&sums, tally);
    er_target_rest_on_stations(job, ask, stratum, tally);
    return ER_OK;
}
