/* Pilots, and what they brought, by their years. */
#include "analysis/targets.h"

#include <math.h>
#include <string.h>

const char *er_target_period(const er_target_ask *ask) {
    if (ask->definition->period) return ask->definition->period;
    return ask->measure->basis == ER_BASIS_PILOTS ? "year" : "state";
}

static er_scope_state in_period(const er_target_ask *ask, const er_pilot *pilot) {
    const char *period = er_target_period(ask);
    int64_t last = ask->target->year, first = INT64_MIN;
    if (strcmp(period, "year") == 0) first = last;
    if (strcmp(period, "since") == 0) first = ask->definition->first_year;
    if (pilot->year == INT64_MIN) return ER_SCOPE_OPEN;
    return pilot->year >= first && pilot->year <= last ? ER_SCOPE_IN : ER_SCOPE_OUT;
}

/** A pilot is in a scope if one of its sites is; it is open if none is, and of one it is not known,
 *  or it has no site at all. `*site` is where its sites begin, and moves behind them. */
static er_scope_state in_scope(const er_target_job *job, const er_target_ask *ask, size_t pilot,
                               size_t *site) {
    const er_balance_data *d = &job->data;
    er_scope_state state = ER_SCOPE_OUT;
    bool any = false;
    for (; *site < d->site_count &&
           (d->site_pilot[*site] == pilot || d->site_pilot[*site] == ER_NOWHERE);
         ++*site) {
        if (d->site_pilot[*site] != pilot) continue;
        any = true;
        er_scope_state here = d->site_unit[*site] == ER_NOWHERE
                                  ? ER_SCOPE_OPEN
                                  : er_scope_of(d, ask->scope, d->site_unit[*site]);
        if (here == ER_SCOPE_IN || state == ER_SCOPE_OUT) state = here;
    }
    if (!ask->scope->scheme) return ER_SCOPE_IN;
    return any ? state : ER_SCOPE_OPEN;
}

static double amount_of(const er_target_ask *ask, const er_pilot *pilot) {
    const char *measure = ask->measure->name;
    if (strcmp(measure, "firms") == 0) return pilot->smes;
    if (strcmp(measure, "visits") == 0) return pilot->visits;
    if (strcmp(measure, "budget") == 0) return pilot->budget;
    return 1;
}

static bool is_synthetic(const er_target_job *job, const er_pilot *pilot) {
    for (size_t i = 0; i < job->source_count; i++)
        if (job->sources[i].id == pilot->source_id) return job->sources[i].synthetic;
    return false;
}

/** What is counted beside the amounts. */
struct pilot_counts {
    er_sum part, maybe, whole;
    int64_t in, sure, planned, unstated, yearless, placeless;
};

static bool is_planned(const er_pilot *pilot) {
    return pilot->status && er_same_text(pilot->status, "planned");
}

static bool is_asked(const er_target_ask *ask, const er_pilot *pilot) {
    const char *document = ask->definition->document;
    return !document || er_equal_texts(document, pilot->document);
}

/** Of the same period, on any day and at any place. */
static int64_t count_planned(const er_target_job *job, const er_target_ask *ask) {
    int64_t planned = 0;
    for (size_t i = 0; i < job->pilot_count; i++)
        planned += is_planned(&job->pilots[i]) && is_asked(ask, &job->pilots[i]) &&
                   in_period(ask, &job->pilots[i]) == ER_SCOPE_IN;
    return planned;
}

static void count_pilot(const er_target_job *job, const er_target_ask *ask, const er_pilot *pilot,
                        er_scope_state scope, er_target_tally *tally, struct pilot_counts *n) {
    er_scope_state period = in_period(ask, pilot);
    double amount = amount_of(ask, pilot);
    if (period == ER_SCOPE_OUT) return;
    if (is_planned(pilot)) return; /* told, never counted */
    if (!er_pilot_counts(job->study, pilot)) return;
    if (!isnan(amount) && period == ER_SCOPE_IN) er_sum_add(&n->whole, amount);
    if (scope == ER_SCOPE_OUT) return;
    n->in++;
    n->sure += period == ER_SCOPE_IN && scope == ER_SCOPE_IN;
    tally->rests++;
    tally->assumed += is_synthetic(job, pilot);
    if (isnan(amount)) {
        n->unstated++;
    } else if (period == ER_SCOPE_IN && scope == ER_SCOPE_IN) {
        er_sum_add(&n->part, amount);
    } else {
        n->yearless += period == ER_SCOPE_OPEN;
        n->placeless += scope == ER_SCOPE_OPEN;
        er_sum_add(&n->maybe, amount);
    }
}

static void note_counts(const struct pilot_counts *n, er_target_tally *tally) {
    er_telling *notes = &tally->notes;
    if (n->unstated > 0)
        er_target_tell(notes, "%lld of the %lld pilots do not state their number.",
                       (long long)n->unstated, (long long)n->in);
    if (n->yearless > 0)
        er_target_tell(notes, "%lld pilots state no year.", (long long)n->yearless);
    if (n->placeless > 0)
        er_target_tell(notes,
                       "Of %lld pilots the place is not known well enough to say whether "
                       "they are in the scope.",
                       (long long)n->placeless);
    if (n->planned > 0)
        er_target_tell(notes, "%lld more are planned; what is planned is not counted.",
                       (long long)n->planned);
}

/** A sum of which nothing is stated is no figure; nor is "at least 0" of rows that are only part of
 *  all there are. */
static void find_none(const er_target_job *job, const er_target_ask *ask,
                      const struct pilot_counts *n, er_target_tally *tally) {
    if (job->pilot_count == 0)
        er_target_tell(&tally->notes, "No pilots are loaded.");
    else if (n->sure == 0 && ask->definition->partial)
        er_target_tell(&tally->notes, "No such pilot is known; those that are loaded are not a "
                                      "register of all.");
    else if (!(n->in > 0 && n->in == n->unstated))
        return;
    tally->missing = true;
}

er_status er_target_count_pilots(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                 er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    struct pilot_counts n = {.planned = count_planned(job, ask)};
    size_t site = 0; /* sites and pilots are both in the order of the pilots' codes */
    (void)stratum;
    for (size_t i = 0; i < d->pilot_count; i++) {
        er_scope_state scope = in_scope(job, ask, i, &site);
        if (is_asked(ask, &d->pilots[i])) count_pilot(job, ask, &d->pilots[i], scope, tally, &n);
    }
    tally->part = er_sum_value(&n.part);
    tally->high = tally->part + er_sum_value(&n.maybe);
    tally->whole = ask->scope->scheme ? er_sum_value(&n.whole) : NAN;
    tally->whole_missing = ask->scope->scheme && n.unstated > 0;
    tally->unbounded = n.unstated > 0;
    tally->synthetic = tally->assumed > 0;
    find_none(job, ask, &n, tally);
    note_counts(&n, tally);
    return ER_OK;
}
