/* Why a unit is in its group, in both languages at once: the store keeps both. */
#include "analysis/classify.h"

#include "core/catalogue.h"

#include <math.h>
#include <string.h>

/** A text of both languages. */
struct both {
    const char *english;
    const char *chinese;
};

static struct both lookup(const char *english) {
    return (struct both){english, er_catalogue_zh_tw(english)};
}

static struct both measure_name(er_class_measure measure) {
    switch (measure) {
    case ER_MEASURE_DENSITY:
        return lookup("density");
    case ER_MEASURE_PERSONS:
        return lookup("population");
    case ER_MEASURE_AREA:
        return lookup("area");
    case ER_MEASURE_HOUSEHOLDS:
        return lookup("households");
    case ER_MEASURE_NONE:
        break;
    }
    return (struct both){"", ""};
}

static const char *measure_unit(er_class_measure measure) {
    return measure == ER_MEASURE_DENSITY ? "/km²" : measure == ER_MEASURE_AREA ? " km²" : "";
}

/** Fewest decimals, from one for a density, that still tell the two numbers apart. */
static int decimals_for(er_class_measure measure, double a, double b) {
    int decimals = measure == ER_MEASURE_DENSITY || measure == ER_MEASURE_AREA ? 1 : 0;
    while (decimals < 9 && a != b && er_round(a, decimals) == er_round(b, decimals))
        decimals++;
    return decimals;
}

/** How the limit hangs on the mean, such as " (one fifth of the mean)"; empty if it does not. */
static er_status part_of_mean(er_context *ctx, er_arena *arena, const er_limit *limit,
                              struct both *out) {
    static const struct {
        double factor;
        const char *text;
    } parts[] = {
        {0.1, " (one tenth of the mean)"},
        {0.2, " (one fifth of the mean)"},
        {0.25, " (a quarter of the mean)"},
        {0.5, " (half the mean)"},
        {1, " (the mean)"},
        {2, " (twice the mean)"},
    };
    *out = (struct both){"", ""};
    if (!limit->of_mean) return ER_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].factor == limit->factor) {
            *out = lookup(parts[i].text);
            return ER_OK;
        }
    char factor[32];
    er_format_double(limit->factor, factor);
    ER_TRY(er_arena_format(ctx, arena, &out->english, " (%s times the mean)", factor));
    return er_arena_format(ctx, arena, &out->chinese, er_catalogue_zh_tw(" (%s times the mean)"),
                           factor);
}

/** The comparison in words, as it came out. */
static er_status comparison(er_context *ctx, er_arena *arena, const er_finding *finding,
                            struct both *out) {
    er_class_measure measure = finding->rule->measure;
    const er_limit *limit = finding->limit;
    bool below = finding->value < limit->value;
    const char *format =
        finding->is_below
            ? (below ? "%s %s%s is below %s%s%s" : "%s %s%s is not below %s%s%s")
            : (below ? "%s %s%s is not at least %s%s%s" : "%s %s%s is at least %s%s%s");
    int decimals = decimals_for(measure, finding->value, limit->value);
    char value[32], threshold[32];
    struct both name = measure_name(measure), part;
    const char *unit = measure_unit(measure);
    er_format_double(er_round(finding->value, decimals), value);
    er_format_double(er_round(limit->value, decimals), threshold);
    ER_TRY(part_of_mean(ctx, arena, limit, &part));
    ER_TRY(er_arena_format(ctx, arena, &out->english, format, name.english, value, unit, threshold,
                           unit, part.english));
    return er_arena_format(ctx, arena, &out->chinese, er_catalogue_zh_tw(format), name.chinese,
                           value, unit, threshold, unit, part.chinese);
}

/** The words that the list or else the study gives; null if neither does. */
static struct both given_reason(const er_finding *finding) {
    const er_rule *rule = finding->rule->rule;
    struct both given = {rule->reason, rule->reason_zh};
    if (finding->entry && (finding->entry->reason || finding->entry->reason_zh))
        given = (struct both){finding->entry->reason, finding->entry->reason_zh};
    if (!given.english) given.english = given.chinese;
    if (!given.chinese) given.chinese = given.english;
    return given;
}

/** Where neither gives words: the list or the code is the reason. */
static er_status plain_reason(er_context *ctx, er_arena *arena, const er_finding *finding,
                              struct both *out) {
    const er_rule *rule = finding->rule->rule;
    if (rule->list) {
        ER_TRY(er_arena_format(ctx, arena, &out->english, "listed in %s", rule->list));
        return er_arena_format(ctx, arena, &out->chinese, er_catalogue_zh_tw("listed in %s"),
                               rule->list);
    }
    if (rule->code_prefix) {
        ER_TRY(er_arena_format(ctx, arena, &out->english, "the code begins with %s",
                               rule->code_prefix));
        return er_arena_format(ctx, arena, &out->chinese,
                               er_catalogue_zh_tw("the code begins with %s"), rule->code_prefix);
    }
    *out = lookup("the rule takes every unit");
    return ER_OK;
}

er_status er_reason_holds(er_context *ctx, er_arena *arena, const er_finding *finding,
                          const char **english, const char **chinese) {
    struct both given = given_reason(finding), figures = {NULL, NULL};
    if (finding->limit) {
        ER_TRY(comparison(ctx, arena, finding, &figures));
        if (given.english) {
            ER_TRY(er_arena_format(ctx, arena, english, "%s: %s", given.english, figures.english));
            return er_arena_format(ctx, arena, chinese, "%s:%s", given.chinese, figures.chinese);
        }
        given = figures;
    }
    if (!given.english) ER_TRY(plain_reason(ctx, arena, finding, &given));
    *english = given.english;
    *chinese = given.chinese;
    return ER_OK;
}

er_status er_reason_otherwise(er_context *ctx, er_arena *arena, const er_finding *nearest,
                              const char **english, const char **chinese) {
    struct both text = lookup("no rule takes it");
    if (nearest) ER_TRY(comparison(ctx, arena, nearest, &text));
    *english = text.english;
    *chinese = text.chinese;
    return ER_OK;
}

er_status er_reason_unknown(er_context *ctx, er_arena *arena, const er_finding *finding,
                            const char **english, const char **chinese) {
    static const char *const format = "its %s is not known, so the rule %s can't decide";
    struct both name = measure_name(finding->rule->measure);
    ER_TRY(er_arena_format(ctx, arena, english, format, name.english, finding->rule->rule->id));
    return er_arena_format(ctx, arena, chinese, er_catalogue_zh_tw(format), name.chinese,
                           finding->rule->rule->id);
}
