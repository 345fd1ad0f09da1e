/* The study's conditions as the search asks for them: quotas of candidates, floors of demand. */
#include "analysis/choose.h"
#include "store/members.h"

#include <math.h>
#include <string.h>

/* A count that a condition asks for is a whole number, but for rounding. */
static const double whole_noise = 1e-9;
/* Sums of persons agree to this part of them. */
static const double share_noise = 1e-9;

static bool is_listed(const char *name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

er_status er_choosing_belongs(const er_choosing_question *q, const char *scheme,
                              const char *const *groups, size_t group_count, const int64_t *units,
                              size_t count, bool *belongs) {
    er_unit_group *members = NULL;
    size_t member_count = 0;
    ER_TRY(er_store_unit_groups(q->world->ctx, q->world->store, q->arena, scheme, &members,
                                &member_count));
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        const er_unit_group *of = er_members_of(members, member_count, units[i], &found);
        belongs[i] = false;
        for (size_t k = 0; k < found; k++)
            belongs[i] = belongs[i] || is_listed(of[k].group, groups, group_count);
    }
    return ER_OK;
}

/* ---- one condition on some groups together --------------------------------------------------- */

static er_status name_groups(er_choosing_question *q, const er_study_choose_rule *rule,
                             const char *const *groups, size_t count, const char **out) {
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_arena_format(q->world->ctx, q->arena, &text, "%s%s%s", text, i ? ", " : "",
                               groups[i]));
    return er_arena_format(q->world->ctx, q->arena, out, "%s (%s)", text, rule->scheme);
}

static size_t at_least(double number) {
    return isnan(number) ? 0 : (size_t)fmax(ceil(number - whole_noise), 0);
}

static size_t at_most(double number) {
    if (isnan(number) || number > 1e15) return SIZE_MAX;
    return (size_t)fmax(floor(number + whole_noise), 0);
}

static er_status add_quota(er_choosing_question *q, const er_study_choose_rule *rule,
                           const char *name, const char *const *groups, size_t group_count) {
    er_choosing_world *w = q->world;
    er_siting_quota *quota = &q->quotas[q->quota_count];
    bool *belongs = NULL;
    int64_t *units = NULL;
    if (isnan(rule->least) && isnan(rule->most) && isnan(rule->least_share) &&
        isnan(rule->most_share))
        return ER_OK;
    /* what stands already is one more candidate, in no group */
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->site_count + 1) * sizeof *belongs, &belongs));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->site_count + 1) * sizeof *units, &units));
    for (size_t i = 0; i < q->site_count; i++)
        units[i] = q->sites[i].unit_id;
    ER_TRY(
        er_choosing_belongs(q, rule->scheme, groups, group_count, units, q->site_count, belongs));
    *quota = (er_siting_quota){.name = name,
                               .belongs = belongs,
                               .least = at_least(rule->least),
                               .most = at_most(rule->most),
                               .least_share = isnan(rule->least_share) ? 0 : rule->least_share,
                               .most_share = isnan(rule->most_share) ? 1 : rule->most_share};
    q->quota_count++;
    return ER_OK;
}

static er_status add_floor(er_choosing_question *q, const er_study_choose_rule *rule,
                           const char *name, const char *const *groups, size_t group_count) {
    er_choosing_world *w = q->world;
    er_siting_floor *floor_ = &q->floors[q->floor_count];
    bool *of_base = NULL, *belongs = NULL;
    int64_t *units = NULL;
    er_sum all = {0}, served = {0}, open = {0};
    if (isnan(rule->covered_share)) return ER_OK;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *of_base, &of_base));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *units, &units));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (q->demand_count + 1) * sizeof *belongs, &belongs));
    for (size_t i = 0; i < w->base_count; i++)
        units[i] = w->units[w->bases[i]].id;
    ER_TRY(
        er_choosing_belongs(q, rule->scheme, groups, group_count, units, w->base_count, of_base));
    for (size_t i = 0; i < w->base_count; i++) {
        if (!of_base[i]) continue;
        er_sum_add(&all, w->units[w->bases[i]].persons);
        er_sum_add(&served, q->before[i]);
    }
    for (size_t i = 0; i < q->first_backed; i++) {
        belongs[i] = of_base[q->base[i]];
        if (belongs[i]) er_sum_add(&open, q->open_persons[i]);
    }
    double needed = rule->covered_share * er_sum_value(&all) - er_sum_value(&served);
    if (!(needed > 0)) return ER_OK; /* what is there serves enough */
    if (!(er_sum_value(&open) > 0))
        return er_fail(w->ctx, ER_ERR_INFEASIBLE,
                       "choose, question %s: %s: cells of %g m see nobody there who is not served, "
                       "but %.6g more persons are to be: give a smaller cell_m",
                       q->ask->name, name, q->world->cell_m, needed);
    *floor_ = (er_siting_floor){.name = name,
                                .belongs = belongs,
                                .share = fmin(needed / er_sum_value(&open), 1),
                                .whole = er_sum_value(&all),
                                .asked = rule->covered_share,
                                .already = er_sum_value(&served)};
    q->floor_bases[q->floor_count] = of_base;
    q->floor_persons[q->floor_count++] = needed;
    return ER_OK;
}

static er_status add_rule(er_choosing_question *q, const er_study_choose_rule *rule,
                          const char *const *groups, size_t count) {
    const char *name = NULL;
    ER_TRY(name_groups(q, rule, groups, count, &name));
    ER_TRY(add_quota(q, rule, name, groups, count));
    return add_floor(q, rule, name, groups, count);
}

/* ---- all ------------------------------------------------------------------------------------- */

static er_status groups_of(er_choosing_question *q, const er_study_choose_rule *rule,
                           er_group **groups, size_t *count) {
    ER_TRY(er_store_groups(q->world->ctx, q->world->store, q->arena, rule->scheme, groups, count));
    if (*count == 0)
        return er_fail(q->world->ctx, ER_ERR_NOT_FOUND,
                       "choose, question %s: the workspace has no scheme '%s': run `evenreach "
                       "classify` first",
                       q->ask->name, rule->scheme);
    for (size_t i = 0; i < rule->group_count; i++) {
        bool found = false;
        for (size_t k = 0; k < *count; k++)
            found = found || strcmp((*groups)[k].name, rule->groups[i]) == 0;
        if (!found)
            return er_fail(q->world->ctx, ER_ERR_NOT_FOUND,
                           "choose, question %s: the scheme '%s' has no group '%s'", q->ask->name,
                           rule->scheme, rule->groups[i]);
    }
    return ER_OK;
}

static er_status count_conditions(er_choosing_question *q, size_t *most) {
    for (size_t i = 0; i < q->ask->rule_count; i++) {
        er_group *groups = NULL;
        size_t count = 0;
        ER_TRY(groups_of(q, &q->ask->rules[i], &groups, &count));
        *most += q->ask->rules[i].group_count > 0 ? 1 : count;
    }
    return ER_OK;
}

/** Which candidates stand in the groups of the first condition. */
static er_status find_first(er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    const er_study_choose_rule *rule = q->ask->rules;
    bool *inside = NULL;
    int64_t *units = NULL;
    if (q->ask->rule_count == 0 || rule->group_count == 0) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *inside, &inside));
    ER_TRY(er_arena_alloc(ctx, q->arena, (q->site_count + 1) * sizeof *units, &units));
    for (size_t i = 0; i < q->site_count; i++)
        units[i] = q->sites[i].unit_id;
    q->in_first = inside;
    return er_choosing_belongs(q, rule->scheme, rule->groups, rule->group_count, units,
                               q->site_count, inside);
}

er_status er_choosing_rules(er_choosing_question *q) {
    er_context *ctx = q->world->ctx;
    size_t most = 1;
    ER_TRY(count_conditions(q, &most));
    ER_TRY(er_arena_alloc(ctx, q->arena, most * sizeof *q->quotas, &q->quotas));
    ER_TRY(er_arena_alloc(ctx, q->arena, most * sizeof *q->floors, &q->floors));
    ER_TRY(er_arena_alloc(ctx, q->arena, most * sizeof *q->floor_bases, &q->floor_bases));
    ER_TRY(er_arena_alloc(ctx, q->arena, most * sizeof *q->floor_persons, &q->floor_persons));
    for (size_t i = 0; i < q->ask->rule_count; i++) {
        const er_study_choose_rule *rule = &q->ask->rules[i];
        er_group *groups = NULL;
        size_t count = 0;
        if (rule->group_count > 0) {
            ER_TRY(add_rule(q, rule, rule->groups, rule->group_count));
            continue;
        }
        ER_TRY(groups_of(q, rule, &groups, &count));
        for (size_t k = 0; k < count; k++) {
            const char *one[] = {groups[k].name};
            ER_TRY(add_rule(q, rule, one, 1));
        }
    }
    return find_first(q);
}

bool er_choosing_holds_floors(const er_choosing_question *q, const double *after) {
    for (size_t f = 0; f < q->floor_count; f++) {
        er_sum gained = {0};
        for (size_t i = 0; i < q->world->base_count; i++)
            if (q->floor_bases[f][i]) er_sum_add(&gained, after[i] - q->before[i]);
        if (er_sum_value(&gained) < q->floor_persons[f] * (1 - share_noise)) return false;
    }
    return true;
}

double er_choosing_share_in_rules(const er_choosing_question *q, const er_choosing_plan *plan) {
    size_t inside = 0;
    if (!q->in_first || plan->count == 0) return NAN;
    for (size_t i = 0; i < plan->count; i++)
        if (q->in_first[plan->found[i]]) inside++;
    return (double)inside / (double)plan->count;
}
