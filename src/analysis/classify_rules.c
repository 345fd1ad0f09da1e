/* A scheme's rules with their thresholds worked out, and one rule applied to one unit. */
#include "analysis/classify.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    er_class_measure measure;
} measures[] = {
    {"density_per_km2", ER_MEASURE_DENSITY},
    {"persons", ER_MEASURE_PERSONS},
    {"area_km2", ER_MEASURE_AREA},
    {"households", ER_MEASURE_HOUSEHOLDS},
};

double er_unit_measure(er_class_measure measure, const er_unit *unit) {
    switch (measure) {
    case ER_MEASURE_DENSITY:
        return unit->area_km2 > 0 ? unit->persons / unit->area_km2 : NAN;
    case ER_MEASURE_PERSONS:
        return unit->persons;
    case ER_MEASURE_AREA:
        return unit->area_km2;
    case ER_MEASURE_HOUSEHOLDS:
        return unit->households;
    case ER_MEASURE_NONE:
        break;
    }
    return NAN;
}

/** The mean over the units whose measure is known: total persons over total area for a density, so
 *  that a small dense unit does not count as much as a wide one; else the plain mean. */
static double mean_of(er_class_measure measure, const er_unit *units, size_t count) {
    er_sum amount = {0}, base = {0};
    for (size_t i = 0; i < count; i++) {
        double value = er_unit_measure(measure, &units[i]);
        if (isnan(value)) continue;
        bool density = measure == ER_MEASURE_DENSITY;
        er_sum_add(&amount, density ? units[i].persons : value);
        er_sum_add(&base, density ? units[i].area_km2 : 1);
    }
    return er_sum_value(&base) > 0 ? er_sum_value(&amount) / er_sum_value(&base) : NAN;
}

static er_status prepare_limit(er_context *ctx, const er_study_scheme *scheme, const er_rule *rule,
                               const char *text, double mean, er_limit *out) {
    er_threshold threshold;
    if (!text) return ER_OK;
    if (!er_threshold_parse(text, &threshold))
        return er_fail(ctx, ER_ERR_INPUT,
                       "scheme %s, rule %s: '%.60s' is not a threshold; write a number such as "
                       "125, or a part of the mean such as 0.2 * mean",
                       scheme->name, rule->id, text);
    *out = (er_limit){.given = true,
                      .of_mean = threshold.of_mean,
                      .factor = threshold.value,
                      .value = threshold.of_mean ? threshold.value * mean : threshold.value};
    return ER_OK;
}

static er_status prepare_measure(er_context *ctx, const er_study_scheme *scheme,
                                 const er_rule *rule, const er_unit *units, size_t count,
                                 er_ready_rule *out) {
    bool threshold = rule->below || rule->at_least;
    for (size_t i = 0; rule->measure && i < sizeof measures / sizeof measures[0]; i++)
        if (strcmp(measures[i].name, rule->measure) == 0) out->measure = measures[i].measure;
    if (rule->measure && !out->measure)
        return er_fail(ctx, ER_ERR_INPUT,
                       "scheme %s, rule %s: '%.60s' is not a measure (density_per_km2, persons, "
                       "area_km2, households)",
                       scheme->name, rule->id, rule->measure);
    if (!rule->measure != !threshold)
        return er_fail(ctx, ER_ERR_INPUT,
                       "scheme %s, rule %s: a measure and a threshold (below, at_least) go "
                       "together; one of them is missing",
                       scheme->name, rule->id);
    if (!rule->measure) return ER_OK;
    out->mean = mean_of(out->measure, units, count);
    ER_TRY(prepare_limit(ctx, scheme, rule, rule->below, out->mean, &out->below));
    return prepare_limit(ctx, scheme, rule, rule->at_least, out->mean, &out->at_least);
}

static er_status prepare(er_context *ctx, er_arena *arena, const er_study *study,
                         const er_study_scheme *scheme, const er_rule *rule, const er_unit *units,
                         size_t count, er_ready_rule *out) {
    *out = (er_ready_rule){.rule = rule, .mean = NAN};
    if (!rule->group && !(rule->list && rule->list_column))
        return er_fail(ctx, ER_ERR_INPUT, "scheme %s, rule %s: it names no group", scheme->name,
                       rule->id);
    ER_TRY(prepare_measure(ctx, scheme, rule, units, count, out));
    if (!rule->list) return ER_OK;
    ER_TRY(er_code_list_read(ctx, arena, study, scheme, rule, &out->list));
    return er_code_list_check(ctx, &out->list, scheme, rule, units, count);
}

er_status er_rules_prepare(er_context *ctx, er_arena *arena, const er_study *study,
                           const er_study_scheme *scheme, const er_unit *units, size_t count,
                           er_ready_rule **out) {
    er_ready_rule *rules = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, scheme->rule_count * sizeof *rules, &rules));
    for (size_t i = 0; i < scheme->rule_count; i++)
        ER_TRY(prepare(ctx, arena, study, scheme, &scheme->rules[i], units, count, &rules[i]));
    *out = rules;
    return ER_OK;
}

static bool is_near(double value, double limit, double margin) {
    /* one unit in the last place of grace: 95 and 105 are within 5 % of 100 */
    return fabs(value - limit) <= margin * fabs(limit) * (1 + 1e-12);
}

static er_verdict limit_verdict(const er_limit *limit, bool is_below, double value) {
    if (isnan(value) || isnan(limit->value)) return ER_UNDECIDED;
    return (is_below ? value < limit->value : value >= limit->value) ? ER_HOLDS : ER_FAILS;
}

/** Compare with the limits that are given: one that fails decides. Of those that share the verdict
 *  the nearest is shown. */
static void compare(const er_ready_rule *rule, double margin, er_finding *finding) {
    const er_limit *limits[] = {&rule->below, &rule->at_least};
    er_verdict verdicts[2] = {ER_HOLDS, ER_HOLDS};
    for (int i = 0; i < 2; i++) {
        if (!limits[i]->given) continue;
        verdicts[i] = limit_verdict(limits[i], i == 0, finding->value);
        if (is_near(finding->value, limits[i]->value, margin)) finding->borderline = true;
    }
    bool fails = verdicts[0] == ER_FAILS || verdicts[1] == ER_FAILS;
    bool undecided = verdicts[0] == ER_UNDECIDED || verdicts[1] == ER_UNDECIDED;
    finding->verdict = fails ? ER_FAILS : undecided ? ER_UNDECIDED : ER_HOLDS;
    for (int i = 0; i < 2; i++) {
        if (!limits[i]->given || verdicts[i] != finding->verdict) continue;
        if (finding->limit && !(fabs(finding->value - limits[i]->value) <
                                fabs(finding->value - finding->limit->value)))
            continue;
        finding->limit = limits[i];
        finding->is_below = i == 0;
    }
}

er_finding er_rule_apply(const er_ready_rule *rule, const er_unit *unit, double margin) {
    const er_rule *asked = rule->rule;
    er_finding finding = {.rule = rule, .verdict = ER_FAILS, .group = asked->group, .value = NAN};
    if (asked->code_prefix &&
        strncmp(unit->code, asked->code_prefix, strlen(asked->code_prefix)) != 0)
        return finding;
    if (asked->list) {
        finding.entry = er_code_list_find(&rule->list, unit->code);
        if (!finding.entry) return finding;
        if (asked->list_column) finding.group = finding.entry->group;
    }
    finding.verdict = ER_HOLDS;
    if (rule->measure) {
        finding.compared = true;
        finding.value = er_unit_measure(rule->measure, unit);
        compare(rule, margin, &finding);
    }
    return finding;
}
