/* What can be set beside a published target: one line a measure. */
#include "analysis/targets.h"

#include <math.h>
#include <string.h>

enum { SHARES = ER_UNIT_PERCENT | ER_UNIT_SHARE, NUMBERS = SHARES | ER_UNIT_COUNT };

static const er_target_measure measures[] = {
    {"persons_served", ER_BASIS_COVERAGE, NUMBERS, false, false, true, er_target_count_persons},
    {"households_served", ER_BASIS_COVERAGE, NUMBERS, false, true, true,
     er_target_count_households},
    {"area_served", ER_BASIS_COVERAGE, SHARES | ER_UNIT_AREA, false, false, true,
     er_target_count_area},
    {"units_served", ER_BASIS_COVERAGE, NUMBERS, true, false, true, er_target_count_units},
    {"units_with_stations", ER_BASIS_STATIONS, NUMBERS, true, false, true,
     er_target_count_equipped},
    {"households_near_drop_points", ER_BASIS_DROPS, NUMBERS, false, true, false,
     er_target_count_near_drops},
    {"stations", ER_BASIS_STATIONS, NUMBERS, false, false, false, er_target_count_stations},
    {"pilots", ER_BASIS_PILOTS, NUMBERS, false, false, false, er_target_count_pilots},
    {"firms", ER_BASIS_PILOTS, NUMBERS, false, false, false, er_target_count_pilots},
    {"visits", ER_BASIS_PILOTS, NUMBERS, false, false, false, er_target_count_pilots},
    {"budget", ER_BASIS_PILOTS, SHARES | ER_UNIT_MONEY, false, false, false,
     er_target_count_pilots},
};

const er_target_measure *er_target_measure_named(const char *name) {
    for (size_t i = 0; name && i < sizeof measures / sizeof measures[0]; i++)
        if (strcmp(measures[i].name, name) == 0) return &measures[i];
    return NULL;
}

/* Units as published tables word them; letters' case does not count. */
static const struct {
    const char *word;
    er_unit_kind kind;
} units[] = {
    {"%", ER_UNIT_PERCENT},        {"％", ER_UNIT_PERCENT},     {"percent", ER_UNIT_PERCENT},
    {"per cent", ER_UNIT_PERCENT}, {"百分比", ER_UNIT_PERCENT}, {"share", ER_UNIT_SHARE},
    {"ratio", ER_UNIT_SHARE},      {"count", ER_UNIT_COUNT},    {"number", ER_UNIT_COUNT},
    {"persons", ER_UNIT_COUNT},    {"people", ER_UNIT_COUNT},   {"households", ER_UNIT_COUNT},
    {"units", ER_UNIT_COUNT},      {"towns", ER_UNIT_COUNT},    {"villages", ER_UNIT_COUNT},
    {"stations", ER_UNIT_COUNT},   {"sites", ER_UNIT_COUNT},    {"pilots", ER_UNIT_COUNT},
    {"firms", ER_UNIT_COUNT},      {"visits", ER_UNIT_COUNT},   {"人", ER_UNIT_COUNT},
    {"人次", ER_UNIT_COUNT},       {"戶", ER_UNIT_COUNT},       {"家", ER_UNIT_COUNT},
    {"件", ER_UNIT_COUNT},         {"個", ER_UNIT_COUNT},       {"座", ER_UNIT_COUNT},
    {"站", ER_UNIT_COUNT},         {"處", ER_UNIT_COUNT},       {"案", ER_UNIT_COUNT},
    {"項", ER_UNIT_COUNT},         {"km2", ER_UNIT_AREA},       {"km²", ER_UNIT_AREA},
    {"平方公里", ER_UNIT_AREA},
};

er_unit_kind er_target_unit(const char *published) {
    if (!published) return ER_UNIT_UNKNOWN;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (er_same_text(units[i].word, published)) return units[i].kind;
    /* the shape of a currency's code in ISO 4217 */
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return strlen(published) == 3 && strspn(published, capitals) == 3 ? ER_UNIT_MONEY
                                                                      : ER_UNIT_UNKNOWN;
}

size_t er_target_level(const er_target_job *job, const er_target_ask *ask) {
    if (ask->measure->of_level && ask->definition->level)
        return er_balance_level(&job->data, ask->definition->level);
    return ask->scope->level;
}

/* ---- strata ---------------------------------------------------------------------------------- */

/** An operator that "best" and "each" choose among: one with a name, or the only one. */
static bool is_named(const er_target_job *job, size_t operator_) {
    const er_balance_data *d = &job->data;
    return job->is_covered[operator_] &&
           (d->operator_count == 1 || strcmp(d->operators[operator_], ER_NO_OPERATOR) != 0);
}

static er_status count_one(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                           er_target_tally *out) {
    *out = (er_target_tally){.whole = NAN, .notes = {.ctx = job->ctx, .arena = job->arena}};
    return ask->measure->count(job, ask, stratum, out);
}

/** Of all named operators the one with most (or, of each, least). What may count is bounded apart:
 *  another operator may be the best then. The first by name wins a tie. */
static er_status choose(const er_target_job *job, const er_target_ask *ask, bool best,
                        er_target_tally *out) {
    const er_balance_data *d = &job->data;
    double high = NAN;
    bool found = false;
    for (size_t i = 0; i < d->operator_count; i++) {
        er_target_tally one;
        if (!is_named(job, i)) continue;
        ER_TRY(count_one(job, ask, ER_COVER_OPERATORS + i, &one));
        if (!found || (best ? one.high > high : one.high < high)) high = one.high;
        if (found && !(best ? one.part > out->part : one.part < out->part)) continue;
        found = true;
        *out = one;
        out->operator_ = d->operators[i];
    }
    if (found) {
        out->high = high;
        return ER_OK;
    }
    ER_TRY(count_one(job, ask, ER_COVER_ANY, out));
    out->missing = true;
    er_target_tell(&out->notes, "No operator is known.");
    return ER_OK;
}

er_status er_target_tally_of(const er_target_job *job, const er_target_ask *ask,
                             er_target_tally *out) {
    static const char prefix[] = "operator:";
    const char *stratum = ask->stratum;
    if (ask->measure->basis != ER_BASIS_COVERAGE && ask->measure->basis != ER_BASIS_STATIONS)
        return count_one(job, ask, ER_COVER_ANY, out);
    if (strcmp(stratum, "best") == 0) return choose(job, ask, true, out);
    if (strcmp(stratum, "each") == 0) return choose(job, ask, false, out);
    if (strcmp(stratum, "all") == 0 && ask->measure->all)
        return count_one(job, ask, ER_COVER_ALL, out);
    if (strncmp(stratum, prefix, sizeof prefix - 1) == 0) {
        const char *name = stratum + sizeof prefix - 1;
        for (size_t i = 0; i < job->data.operator_count; i++)
            if (strcmp(job->data.operators[i], name) == 0 && job->is_covered[i])
                return count_one(job, ask, ER_COVER_OPERATORS + i, out);
    }
    ER_TRY(count_one(job, ask, ER_COVER_ANY, out));
    if (strcmp(stratum, "any") == 0) return ER_OK;
    out->missing = true;
    er_target_tell(&out->notes,
                   "There is no figure by '%s': no such operator, or not of this measure.",
                   stratum);
    return ER_OK;
}
