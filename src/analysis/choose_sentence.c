/* Plans and their choices in plain sentences, in both languages at once. */
#include "analysis/choose.h"
#include "core/catalogue.h"
#include "core/columns.h"

#include <math.h>
#include <string.h>

enum { PARTS = 6 };

/** Fill parts in, each in its language; `format` has a %s for each part. */
static er_status tell(const er_choosing_question *q, er_sentence *out, const char *format,
                      const er_sentence *parts, size_t count) {
    er_context *ctx = q->world->ctx;
    const char *zh = er_catalogue_zh_tw(format);
    er_sentence p[PARTS] = {{"", ""}, {"", ""}, {"", ""}, {"", ""}, {"", ""}, {"", ""}};
    for (size_t i = 0; i < count && i < PARTS; i++)
        p[i] = parts[i];
    ER_TRY(er_arena_format(ctx, q->arena, &out->english, format, p[0].english, p[1].english,
                           p[2].english, p[3].english, p[4].english, p[5].english));
    return er_arena_format(ctx, q->arena, &out->chinese, zh, p[0].chinese, p[1].chinese,
                           p[2].chinese, p[3].chinese, p[4].chinese, p[5].chinese);
}

/** The same text in both languages. */
static er_status number(const er_choosing_question *q, double value, int decimals,
                        er_sentence *out) {
    char text[ER_NUMBER_TEXT];
    er_number_text(value, decimals, text);
    ER_TRY(er_arena_format(q->world->ctx, q->arena, &out->english, "%s", text));
    out->chinese = out->english;
    return ER_OK;
}

static er_sentence word(const char *english) {
    return (er_sentence){english, er_catalogue_zh_tw(english)};
}

static er_sentence named(const char *name, const char *name_en, const char *code) {
    const char *own = name ? name : code;
    return (er_sentence){name_en && name_en[0] ? name_en : own, own && own[0] ? own : code};
}

static er_sentence site_name(const er_choosing_question *q, size_t site) {
    const er_choosing_site *s = &q->sites[site];
    return named(s->name, s->name_en, s->code);
}

static er_sentence group_title(const er_choosing_question *q, const char *group) {
    for (size_t i = 0; i < q->group_count; i++)
        if (strcmp(q->groups[i].name, group) == 0)
            return named(q->groups[i].title_zh ? q->groups[i].title_zh : q->groups[i].title,
                         q->groups[i].title, group);
    return (er_sentence){group, group};
}

static er_sentence index_name(const er_choosing_question *q) {
    const char *name = q->ask->inequality ? q->ask->inequality : "theil_t";
    if (strcmp(name, "gini") == 0) return word("the Gini index");
    if (strcmp(name, "fgt1") == 0) return word("the shortfall under the floor (FGT 1)");
    return word("Theil T");
}

static bool is_pack(const er_choosing_question *q) {
    return strcmp(q->ask->place, "mobile_pack") == 0;
}

/* ---- plans ----------------------------------------------------------------------------------- */

static const char *gain_of_one(const er_choosing_question *q) {
    if (q->of_pilots)
        return "With this pilot %s persons more are within reach of one (%s %% to %s %%)";
    if (is_pack(q)) return "With this mobile pack %s persons more are served (%s %% to %s %%)";
    return "With this station %s persons more are served (%s %% to %s %%)";
}

static er_status tell_gain(const er_choosing_question *q, const er_choosing_plan *plan,
                           er_sentence *out) {
    er_sentence p[4];
    ER_TRY(number(q, (double)plan->count, 0, &p[0]));
    ER_TRY(number(q, plan->persons_after - q->persons_before, 0, &p[1]));
    ER_TRY(number(q, 100 * q->persons_before / q->persons, 2, &p[2]));
    ER_TRY(number(q, 100 * plan->persons_after / q->persons, 2, &p[3]));
    if (plan->count == 1) return tell(q, out, gain_of_one(q), &p[1], 3);
    if (q->of_pilots)
        return tell(q, out,
                    "With these %s pilots %s persons more are within reach of one (%s %% to %s %%)",
                    p, 4);
    if (is_pack(q))
        return tell(q, out,
                    "With these %s mobile packs %s persons more are served (%s %% to %s %%)", p, 4);
    return tell(q, out, "With these %s stations %s persons more are served (%s %% to %s %%)", p, 4);
}

static er_status list_groups(const er_choosing_question *q, er_sentence *out) {
    const er_study_choose_rule *rule = q->ask->rules;
    *out = group_title(q, rule->groups[0]);
    for (size_t i = 1; i < rule->group_count; i++) {
        er_sentence p[2] = {*out, group_title(q, rule->groups[i])};
        ER_TRY(tell(q, out, i + 1 < rule->group_count ? "%s, %s" : "%s and %s", p, 2));
    }
    return ER_OK;
}

static er_status tell_groups(const er_choosing_question *q, const er_choosing_plan *plan,
                             er_sentence *out) {
    double share = er_choosing_share_in_rules(q, plan);
    er_sentence p[3];
    *out = (er_sentence){"", ""};
    if (isnan(share)) return ER_OK;
    ER_TRY(number(q, round(share * (double)plan->count), 0, &p[0]));
    ER_TRY(number(q, (double)plan->count, 0, &p[1]));
    ER_TRY(list_groups(q, &p[2]));
    return tell(q, out, ", %s of %s stand in these areas: %s", p, 3);
}

static er_status tell_index(const er_choosing_question *q, const er_choosing_plans *plans,
                            const er_choosing_plan *plan, er_sentence *out) {
    double before = plans->before.value, after = plan->index.value;
    er_sentence p[3] = {index_name(q)};
    *out = word(".");
    if (isnan(before) || isnan(after)) return ER_OK;
    ER_TRY(number(q, before, 6, &p[1]));
    ER_TRY(number(q, after, 6, &p[2]));
    if (strcmp(p[1].english, p[2].english) == 0) return tell(q, out, "; %s stays at %s.", p, 2);
    return tell(q, out, after < before ? "; %s falls from %s to %s." : "; %s rises from %s to %s.",
                p, 3);
}

/** What the conditions cost: beside the plan asked for. */
static er_status tell_free(const er_choosing_question *q, const er_choosing_plans *plans,
                           er_sentence *out) {
    const er_choosing_plan *asked = &plans->items[0], *other = NULL;
    er_sentence p[4];
    for (size_t i = 1; i < plans->count; i++)
        if (strcmp(plans->items[i].variant, "free") == 0) other = &plans->items[i];
    *out = (er_sentence){"", ""};
    if (!other) return ER_OK;
    if (other->count == asked->count &&
        memcmp(other->found, asked->found, asked->count * sizeof *asked->found) == 0) {
        *out = word(" Without the conditions the plan would be the same.");
        return ER_OK;
    }
    ER_TRY(number(q, other->persons_after - q->persons_before, 0, &p[0]));
    p[1] = index_name(q);
    ER_TRY(number(q, other->index.value, 6, &p[2]));
    return tell(q, out,
                other->persons_after >= asked->persons_after
                    ? " Without the conditions it would be %s persons more, and %s would be %s."
                    : " The search without the conditions finds %s persons more, and %s of %s.",
                p, 3);
}

static er_status tell_priority(const er_choosing_question *q, const er_choosing_plan *plan,
                               er_sentence *out) {
    er_sentence p;
    ER_TRY(number(q, 1 + plan->priority, 2, &p));
    return tell(
        q, out,
        plan->exchanged
            ? " By exchanges of sites from the plan that is chosen as if a person in a unit "
              "without any coverage counted %s times one in a unit that has all."
            : " Chosen as if a person in a unit without any coverage counted %s times one in "
              "a unit that has all.",
        &p, 1);
}

static er_status join(const er_choosing_question *q, const er_sentence *parts, size_t count,
                      er_sentence *out) {
    *out = parts[0];
    for (size_t i = 1; i < count; i++) {
        ER_TRY(er_arena_format(q->world->ctx, q->arena, &out->english, "%s%s", out->english,
                               parts[i].english));
        ER_TRY(er_arena_format(q->world->ctx, q->arena, &out->chinese, "%s%s", out->chinese,
                               parts[i].chinese));
    }
    return ER_OK;
}

er_status er_choosing_plan_sentence(const er_choosing_question *q, const er_choosing_plans *plans,
                                    size_t at, er_sentence *out) {
    const er_choosing_plan *plan = &plans->items[at];
    er_sentence p[4] = {{"", ""}, {"", ""}, {"", ""}, {"", ""}};
    ER_TRY(tell_gain(q, plan, &p[0]));
    ER_TRY(tell_groups(q, plan, &p[1]));
    ER_TRY(tell_index(q, plans, plan, &p[2]));
    if (at == 0) ER_TRY(tell_free(q, plans, &p[3]));
    if (plan->priority > 0) ER_TRY(tell_priority(q, plan, &p[3]));
    return join(q, p, 4, out);
}

/* ---- choices --------------------------------------------------------------------------------- */

static er_status tell_who(const er_choosing_question *q, const er_choosing_plan *plan, size_t rank,
                          er_sentence *out) {
    size_t site = plan->found[plan->rank[rank]], row = plan->most_owner[rank];
    er_sentence p[5] = {site_name(q, site)};
    if (row == SIZE_MAX)
        return tell(q, out,
                    q->of_pilots ? "%s: nobody more comes within reach of a pilot"
                                 : "%s: nobody more is served",
                    p, 1);
    const er_unit *unit = &q->world->units[er_choosing_unit(q->world, q->owner_unit[row])];
    ER_TRY(number(q, plan->gains[rank], 0, &p[1]));
    p[2] = named(unit->name, unit->name_en, unit->code);
    ER_TRY(number(q, plan->most_persons[rank], 0, &p[3]));
    return tell(q, out,
                q->of_pilots
                    ? "%s: %s persons more are within reach of a pilot, most of them in %s (%s)"
                    : "%s: %s persons more are served, most of them in %s (%s)",
                p, 4);
}

static er_status tell_group(const er_choosing_question *q, const er_choosing_plan *plan,
                            size_t rank, er_sentence *out) {
    *out = (er_sentence){"", ""};
    if (!plan->most_group[rank]) return ER_OK;
    const er_sentence group = group_title(q, plan->most_group[rank]);
    return tell(q, out, " and in the group %s", &group, 1);
}

static er_status tell_index_after(const er_choosing_question *q, const er_choosing_plan *plan,
                                  size_t rank, er_sentence *out) {
    er_sentence p[2] = {index_name(q)};
    *out = (er_sentence){"", ""};
    if (isnan(plan->indices[rank].value)) return ER_OK;
    ER_TRY(number(q, plan->indices[rank].value, 6, &p[1]));
    return tell(q, out, "; %s becomes %s", p, 2);
}

static er_status tell_next(const er_choosing_question *q, const er_choosing_plan *plan, size_t rank,
                           er_sentence *out) {
    size_t at = plan->rank[rank], next = plan->next[at];
    if (next == SIZE_MAX) {
        *out = word("; nothing else would add anything in its place.");
        return ER_OK;
    }
    er_sentence p[2] = {site_name(q, next)};
    ER_TRY(number(q, plan->next_persons[at], 0, &p[1]));
    return tell(q, out, "; next best in its place would have been %s, with about %s.", p, 2);
}

er_status er_choosing_choice_sentence(const er_choosing_question *q, const er_choosing_plans *plans,
                                      size_t at, size_t rank, er_sentence *out) {
    const er_choosing_plan *plan = &plans->items[at];
    er_sentence p[4];
    ER_TRY(tell_who(q, plan, rank, &p[0]));
    ER_TRY(tell_group(q, plan, rank, &p[1]));
    ER_TRY(tell_index_after(q, plan, rank, &p[2]));
    ER_TRY(tell_next(q, plan, rank, &p[3]));
    return join(q, p, 4, out);
}
