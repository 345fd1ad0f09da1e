/* Stations in service, and units that have some. */
#include "analysis/targets.h"

#include <math.h>
#include <string.h>

/** Is the station one that the ask counts? Open: it does not state its technology or operator. */
static er_scope_state is_asked(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                               size_t station) {
    const er_balance_data *d = &job->data;
    const char *technology = ask->definition->technology;
    const er_station *row = &d->stations[station];
    if (!job->counts[station]) return ER_SCOPE_OUT;
    if (technology && row->technology && !er_same_text(technology, row->technology))
        return ER_SCOPE_OUT;
    bool unstated = technology && !row->technology;
    if (stratum >= ER_COVER_OPERATORS) {
        size_t operator_ = stratum - ER_COVER_OPERATORS;
        bool nameless = strcmp(d->operators[operator_], ER_NO_OPERATOR) == 0;
        if (!row->operator_ && !nameless) unstated = true;
        if (row->operator_ && d->station_operator[station] != operator_) return ER_SCOPE_OUT;
    }
    return unstated ? ER_SCOPE_OPEN : ER_SCOPE_IN;
}

static void rest_on(const er_target_job *job, size_t station, er_target_tally *tally) {
    tally->rests++;
    tally->assumed += job->is_assumed[station];
    tally->synthetic = tally->synthetic || job->data.stations[station].synthetic;
}

void er_target_rest_on_stations(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    for (size_t i = 0; i < d->station_count; i++)
        if (is_asked(job, ask, stratum, i) != ER_SCOPE_OUT &&
            er_scope_of(d, ask->scope, d->station_unit[i]) != ER_SCOPE_OUT)
            rest_on(job, i, tally);
}

static er_scope_state both(er_scope_state a, er_scope_state b) {
    if (a == ER_SCOPE_OUT || b == ER_SCOPE_OUT) return ER_SCOPE_OUT;
    return a == ER_SCOPE_IN ? b : a;
}

er_status er_target_count_stations(const er_target_job *job, const er_target_ask *ask,
                                   size_t stratum, er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    int64_t surely = 0, maybe = 0, all = 0;
    for (size_t i = 0; i < d->station_count; i++) {
        er_scope_state asked = is_asked(job, ask, stratum, i);
        er_scope_state state = both(asked, er_scope_of(d, ask->scope, d->station_unit[i]));
        all += asked != ER_SCOPE_OUT;
        surely += state == ER_SCOPE_IN;
        maybe += state == ER_SCOPE_OPEN;
        if (state != ER_SCOPE_OUT) rest_on(job, i, tally);
    }
    tally->part = (double)surely;
    tally->high = (double)(surely + maybe);
    tally->whole = ask->scope->scheme ? (double)all : NAN;
    tally->missing = d->station_count == 0;
    if (tally->missing) er_target_tell(&tally->notes, "No stations are loaded.");
    if (maybe > 0)
        er_target_tell(&tally->notes, "Of %lld stations it is not known whether they count.",
                       (long long)maybe);
    return ER_OK;
}

/** Does the unit have stations of the stratum? `surely` and `maybe` hold them by operator and unit
 *  (operators, then those without one). */
static er_scope_state is_equipped(const er_target_job *job, size_t stratum, size_t unit,
                                  const int64_t *surely, const int64_t *maybe) {
    const er_balance_data *d = &job->data;
    size_t kinds = d->operator_count + 1;
    const int64_t *own = surely + unit * kinds, *open = maybe + unit * kinds;
    er_scope_state state = stratum == ER_COVER_ALL ? ER_SCOPE_IN : ER_SCOPE_OUT;
    bool asked = false;
    for (size_t i = 0; i < kinds; i++) {
        er_scope_state here = own[i] > 0 ? ER_SCOPE_IN : open[i] > 0 ? ER_SCOPE_OPEN : ER_SCOPE_OUT;
        if (stratum == ER_COVER_ALL) {
            /* a station without operator is none that could be asked for */
            if (i == d->operator_count || !job->is_covered[i] ||
                strcmp(d->operators[i], ER_NO_OPERATOR) == 0)
                continue;
            asked = true;
            state = both(state, here);
        } else if (here == ER_SCOPE_IN || state == ER_SCOPE_OUT) {
            state = here;
        }
    }
    return stratum == ER_COVER_ALL && !asked ? ER_SCOPE_OUT : state;
}

er_status er_target_count_equipped(const er_target_job *job, const er_target_ask *ask,
                                   size_t stratum, er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    size_t level = er_target_level(job, ask), kinds = d->operator_count + 1;
    int64_t *surely = NULL, *maybe = NULL, served = 0, open = 0, whole = 0, whole_open = 0;
    ER_TRY(er_alloc(job->ctx, d->unit_count * kinds, sizeof *surely, &surely));
    er_status status = er_alloc(job->ctx, d->unit_count * kinds, sizeof *maybe, &maybe);
    for (size_t i = 0; i < d->station_count && status == ER_OK; i++) {
        er_scope_state asked = is_asked(job, ask, stratum, i);
        size_t unit = er_balance_ancestor(d, d->station_unit[i], level);
        if (asked == ER_SCOPE_OUT || unit == ER_NOWHERE) continue;
        (asked == ER_SCOPE_IN ? surely : maybe)[unit * kinds + d->station_operator[i]]++;
        if (er_scope_of(d, ask->scope, unit) != ER_SCOPE_OUT) rest_on(job, i, tally);
    }
    for (size_t u = 0; u < d->unit_count && status == ER_OK; u++) {
        if (d->unit_level[u] != level) continue;
        er_scope_state scope = er_scope_of(d, ask->scope, u);
        er_scope_state state = is_equipped(job, stratum, u, surely, maybe);
        whole += scope == ER_SCOPE_IN;
        whole_open += scope == ER_SCOPE_OPEN;
        served += both(scope, state) == ER_SCOPE_IN;
        open += scope == ER_SCOPE_IN && state == ER_SCOPE_OPEN;
    }
    er_free(surely);
    er_free(maybe);
    tally->part = (double)served;
    tally->whole = (double)whole;
    tally->whole_open = (double)whole_open;
    tally->high = (double)(served + open + whole_open);
    tally->missing = d->station_count == 0;
    if (tally->missing) er_target_tell(&tally->notes, "No stations are loaded.");
    return status;
}
