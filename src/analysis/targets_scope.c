/* Which units a figure is of, and which would change sides if a threshold were a little lower or
 * higher. */
#include "analysis/targets.h"

#include "analysis/classify.h"

#include <string.h>

er_scope_state er_scope_of(const er_balance_data *d, const er_target_scope *scope, size_t unit) {
    if (!scope->scheme) return ER_SCOPE_IN;
    if (unit == ER_NOWHERE) return ER_SCOPE_OUT;
    size_t own = er_balance_ancestor(d, unit, scope->level);
    if (own != ER_NOWHERE) return scope->states[own];
    if (d->unit_level[unit] > scope->level) return ER_SCOPE_OPEN; /* it hangs on nothing */
    /* larger than the scheme's units: what all of those in it are */
    bool any = false;
    er_scope_state common = ER_SCOPE_OPEN;
    for (size_t u = 0; u < d->unit_count; u++) {
        if (d->unit_level[u] != scope->level ||
            er_balance_ancestor(d, u, d->unit_level[unit]) != unit)
            continue;
        if (any && scope->states[u] != common) return ER_SCOPE_OPEN;
        common = scope->states[u];
        any = true;
    }
    return common;
}

/* ---- from groups to a scope ------------------------------------------------------------------ */

static bool is_listed(const char *const *list, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0) return true;
    return false;
}

/** The states of the level's units by their memberships. A unit whose group can't be said is open,
 *  unless a group that it is in decides alone. */
static er_status states_of(const er_target_job *job, const er_study_target *definition,
                           size_t level, const er_unit_group *members, size_t count,
                           er_scope_state **out) {
    const er_balance_data *d = &job->data;
    bool within = definition->group_count > 0, *decided = NULL;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, d->unit_count * sizeof **out, out));
    ER_TRY(er_arena_alloc(job->ctx, job->arena, d->unit_count * sizeof *decided, &decided));
    for (size_t u = 0; u < d->unit_count; u++)
        (*out)[u] = within ? ER_SCOPE_OUT : ER_SCOPE_IN;
    for (size_t i = 0; i < count; i++) {
        size_t unit = er_balance_unit(d, members[i].unit_id);
        if (unit == ER_NOWHERE || d->unit_level[unit] != level) continue;
        bool listed =
            within ? is_listed(definition->groups, definition->group_count, members[i].group)
                   : is_listed(definition->without, definition->without_count, members[i].group);
        if (listed) {
            (*out)[unit] = within ? ER_SCOPE_IN : ER_SCOPE_OUT;
            decided[unit] = true;
        } else if (!decided[unit] && strcmp(members[i].group, ER_GROUP_UNKNOWN) == 0) {
            (*out)[unit] = ER_SCOPE_OPEN;
        }
    }
    return ER_OK;
}

static void count_units(const er_balance_data *d, er_target_scope *scope) {
    scope->units = scope->open = 0;
    for (size_t u = 0; u < d->unit_count; u++) {
        if (d->unit_level[u] != scope->level) continue;
        er_scope_state state = er_scope_of(d, scope, u);
        scope->units += state == ER_SCOPE_IN;
        scope->open += state == ER_SCOPE_OPEN;
    }
}

/* ---- borderline units ------------------------------------------------------------------------ */

static bool has_threshold(const er_study_scheme *scheme) {
    for (size_t i = 0; i < scheme->rule_count; i++)
        if (scheme->rules[i].measure) return true;
    return false;
}

/** A scheme's rules with every threshold moved by its margin, so that they hold for more units
 *  (`way` 1) or fewer (-1); what lies right on the margin counts as within it. */
static void move_limits(er_ready_rule *rules, size_t count, double margin, int way) {
    static const double grace = 1e-9; /* relative, far above rounding */
    for (size_t i = 0; i < count; i++) {
        double by = way * margin * (1 + grace);
        rules[i].below.value *= 1 + by;
        rules[i].at_least.value *= 1 - by;
    }
}

/** The states that the study's rules give with their thresholds moved. */
static er_status moved_states(const er_target_job *job, const er_study_scheme *scheme,
                              const er_study_target *definition, size_t level, er_ready_rule *rules,
                              const er_unit *units, size_t count, int way, er_scope_state **out) {
    er_ready_rule *moved = NULL;
    er_classified found;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, scheme->rule_count * sizeof *moved, &moved));
    for (size_t i = 0; i < scheme->rule_count; i++)
        moved[i] = rules[i];
    move_limits(moved, scheme->rule_count, scheme->borderline_margin, way);
    ER_TRY(er_classify_units(job->ctx, job->arena, scheme, moved, units, count, &found));
    return states_of(job, definition, level, found.members, found.member_count, out);
}

/** The scope with borderline units out: in it by every threshold; or in: by any of them. */
static er_status with_borderlines(const er_target_job *job, const er_target_scope *main,
                                  const er_scope_state *lower, const er_scope_state *higher,
                                  er_borderlines which, er_target_scope **out) {
    const er_balance_data *d = &job->data;
    er_scope_state strong = which == ER_BORDERLINE_OUT ? ER_SCOPE_OUT : ER_SCOPE_IN;
    er_target_scope *scope = NULL;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, sizeof *scope, &scope));
    *scope = *main;
    scope->borderlines = which;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, d->unit_count * sizeof *scope->states,
                          &scope->states));
    for (size_t u = 0; u < d->unit_count; u++)
        scope->states[u] = lower[u] == strong || higher[u] == strong ? strong : main->states[u];
    count_units(d, scope);
    *out = scope;
    return ER_OK;
}

static er_status find_borderlines(const er_target_job *job, er_target_scopes *out) {
    const er_target_scope *main = &out->main;
    const er_study_scheme *scheme = main->scheme;
    er_ready_rule *rules = NULL;
    er_unit *units = NULL;
    size_t count = 0;
    er_scope_state *fewer = NULL, *more = NULL;
    if (!has_threshold(scheme)) return ER_OK;
    ER_TRY(er_store_units(job->ctx, job->store, job->arena, scheme->level, false, &units, &count));
    ER_TRY(er_rules_prepare(job->ctx, job->arena, job->study, scheme, units, count, &rules));
    ER_TRY(
        moved_states(job, scheme, main->definition, main->level, rules, units, count, -1, &fewer));
    ER_TRY(moved_states(job, scheme, main->definition, main->level, rules, units, count, 1, &more));
    ER_TRY(with_borderlines(job, main, fewer, more, ER_BORDERLINE_OUT, &out->out));
    return with_borderlines(job, main, fewer, more, ER_BORDERLINE_IN, &out->in);
}

/* ---- the scopes of a definition -------------------------------------------------------------- */

static er_status read_scope(const er_target_job *job, const er_study_scheme *scheme,
                            er_target_scope *scope) {
    er_unit_group *members = NULL;
    size_t count = 0;
    scope->scheme = scheme;
    scope->level = er_balance_level(&job->data, scheme->level);
    ER_TRY(er_store_unit_groups(job->ctx, job->store, job->arena, scheme->name, &members, &count));
    if (scope->level == ER_NOWHERE || count == 0)
        return er_fail(job->ctx, ER_ERR_NOT_FOUND,
                       "targets: the workspace has no unit in the scheme '%s'; run 'evenreach "
                       "classify'",
                       scheme->name);
    return states_of(job, scope->definition, scope->level, members, count, &scope->states);
}

er_status er_target_scopes_of(const er_target_job *job, const er_study_target *definition,
                              er_target_scopes *out) {
    *out = (er_target_scopes){.main = {.definition = definition, .level = job->finest},
                              .everywhere = {.definition = definition, .level = job->finest}};
    const er_study_scheme *scheme =
        definition->scheme ? er_study_scheme_named(job->study, definition->scheme) : NULL;
    if (definition->scheme && !scheme)
        return er_fail(job->ctx, ER_ERR_INPUT, "targets: %s: the study has no scheme '%s'",
                       definition->code, definition->scheme);
    if (scheme) {
        ER_TRY(read_scope(job, scheme, &out->main));
        out->everywhere.level = out->main.level;
        ER_TRY(find_borderlines(job, out));
    }
    count_units(&job->data, &out->main);
    count_units(&job->data, &out->everywhere);
    return ER_OK;
}
