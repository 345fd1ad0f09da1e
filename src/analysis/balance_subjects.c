/* The subjects whose evenness is measured. One line a subject. */
#include "analysis/balance.h"

static const er_balance_topic topics[] = {
    {ER_BALANCE_STATIONS, "stations", "stations per person", "stations", "per 10,000 persons", 1e4},
    {ER_BALANCE_PILOTS, "pilots", "pilots per person", "pilots", "per 100,000 persons", 1e5},
    {ER_BALANCE_FIRMS, "firms", "firms in pilots per person", "firms in pilots",
     "per 100,000 persons", 1e5},
    {ER_BALANCE_VISITS, "visits", "visits to pilots per person", "visits to pilots",
     "per 1,000 persons", 1e3},
    {ER_BALANCE_BUDGET, "budget", "budget of pilots per person", "budget of pilots", "per person",
     1},
    {ER_BALANCE_COVERAGE, "coverage_any", "served by any operator", "persons served",
     "share of the persons served", 0},
    {ER_BALANCE_COVERAGE, "coverage_all", "served by all operators", "persons served",
     "share of the persons served", 0},
};

const er_balance_topic *er_balance_topics(size_t *count) {
    *count = sizeof topics / sizeof topics[0];
    return topics;
}

double er_balance_brings(const er_pilot *pilot, er_brought brought) {
    switch (brought) {
    case ER_FIRMS:
        return pilot->smes;
    case ER_VISITS:
        return pilot->visits;
    default:
        return pilot->budget;
    }
}

bool er_balance_is_brought(er_balance_subject kind) {
    return (kind & (ER_BALANCE_FIRMS | ER_BALANCE_VISITS | ER_BALANCE_BUDGET)) != 0;
}

er_brought er_balance_brought(er_balance_subject kind) {
    return kind == ER_BALANCE_FIRMS ? ER_FIRMS : kind == ER_BALANCE_VISITS ? ER_VISITS : ER_BUDGET;
}

/** "coverage:NAME" in the arena. */
static er_status operator_quantity(const er_balance_data *d, size_t operator_,
                                   er_balance_quantity *out) {
    *out = (er_balance_quantity){.kind = ER_BALANCE_COVERAGE,
                                 .stratum = ER_COVER_OPERATORS + operator_};
    return er_arena_format(d->ctx, d->arena, &out->subject, "coverage:%s", d->operators[operator_]);
}

er_status er_balance_list_quantities(er_balance_data *d) {
    size_t topic_count = sizeof topics / sizeof topics[0], strata = 0;
    d->quantity_count = topic_count + d->operator_count;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->quantity_count * sizeof *d->quantities,
                          &d->quantities));
    for (size_t i = 0; i < topic_count; i++) {
        bool covers = topics[i].kind == ER_BALANCE_COVERAGE;
        d->quantities[i] = (er_balance_quantity){.kind = topics[i].kind,
                                                 .subject = topics[i].name,
                                                 .topic = &topics[i],
                                                 .stratum = covers ? strata++ : 0};
    }
    for (size_t i = 0; i < d->operator_count; i++)
        ER_TRY(operator_quantity(d, i, &d->quantities[topic_count + i]));
    return ER_OK;
}
