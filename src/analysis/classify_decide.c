/* Every unit against every rule, with three answers: a rule holds, fails, or can't be said because
 * the measure is not known. What can't be said never falls through to the next rule in silence. */
#include "analysis/classify.h"

#include <math.h>
#include <string.h>

struct deciding {
    er_context *ctx;
    er_arena *arena;
    const er_study_scheme *scheme;
    er_ready_rule *rules;
    const er_unit *unit;
    er_finding *findings; /* one per rule, of the unit at hand */
    er_classified *out;
    size_t member_capacity, borderline_capacity;
};

static er_status add_member(struct deciding *d, const er_unit_group *member) {
    er_classified *out = d->out;
    ER_TRY(er_reserve(d->ctx, &out->members, &d->member_capacity, out->member_count + 1,
                      sizeof *member));
    out->members[out->member_count++] = *member;
    return ER_OK;
}

static er_unit_group membership(const struct deciding *d, const char *group,
                                const er_finding *finding, bool borderline) {
    bool compared = finding && finding->limit;
    return (er_unit_group){.unit_id = d->unit->id,
                           .scheme = d->scheme->name,
                           .group = group,
                           .rule = finding ? finding->rule->rule->id : NULL,
                           .value = compared ? finding->value : NAN,
                           .threshold = compared ? finding->limit->value : NAN,
                           .borderline = borderline};
}

static er_status add_unknown(struct deciding *d, const er_finding *finding) {
    er_unit_group member = membership(d, ER_GROUP_UNKNOWN, finding, false);
    ER_TRY(er_reason_unknown(d->ctx, d->arena, finding, &member.reason, &member.reason_zh));
    d->out->unknown_count++;
    return add_member(d, &member);
}

/** How far a comparison was from coming out the other way. */
static double distance(const er_finding *finding) {
    return fabs(finding->value / finding->limit->value - 1);
}

/** Of the comparisons that failed, the one that came nearest to holding; null if there is none. */
static const er_finding *nearest_failure(const struct deciding *d) {
    const er_finding *nearest = NULL;
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        const er_finding *finding = &d->findings[i];
        if (!finding->limit || finding->verdict != ER_FAILS) continue;
        if (!nearest || distance(finding) < distance(nearest)) nearest = finding;
    }
    return nearest;
}

static bool any_borderline(const struct deciding *d, size_t rule_count) {
    for (size_t i = 0; i < rule_count; i++)
        if (d->findings[i].borderline) return true;
    return false;
}

static er_status add_otherwise(struct deciding *d) {
    if (!d->scheme->otherwise) {
        d->out->left_over_count++;
        return ER_OK;
    }
    const er_finding *nearest = nearest_failure(d);
    er_unit_group member =
        membership(d, d->scheme->otherwise, nearest, any_borderline(d, d->scheme->rule_count));
    member.rule = "otherwise";
    ER_TRY(er_reason_otherwise(d->ctx, d->arena, nearest, &member.reason, &member.reason_zh));
    return add_member(d, &member);
}

/** The first rule that holds decides, unless an earlier one can't be said and would have put the
 *  unit elsewhere. */
static er_status decide_one(struct deciding *d) {
    const er_finding *open = NULL; /* the first that can't be said and names another group */
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        const er_finding *finding = &d->findings[i];
        if (finding->verdict == ER_UNDECIDED && !open) open = finding;
        if (finding->verdict != ER_HOLDS) continue;
        for (size_t k = 0; k < i; k++)
            if (d->findings[k].verdict == ER_UNDECIDED &&
                strcmp(d->findings[k].group, finding->group) != 0)
                return add_unknown(d, &d->findings[k]);
        er_unit_group member = membership(d, finding->group, finding, any_borderline(d, i + 1));
        ER_TRY(er_reason_holds(d->ctx, d->arena, finding, &member.reason, &member.reason_zh));
        d->rules[i].decides++;
        return add_member(d, &member);
    }
    return open ? add_unknown(d, open) : add_otherwise(d);
}

/** Whether a reason is among those that a text joins. */
static bool is_among(const char *reason, const char *joined, const char *separator) {
    size_t size = strlen(reason), gap = strlen(separator);
    for (const char *at = joined; (at = strstr(at, reason)); at++) {
        bool starts = at == joined ||
                      ((size_t)(at - joined) >= gap && strncmp(at - gap, separator, gap) == 0);
        if (starts && (!at[size] || strncmp(at + size, separator, gap) == 0)) return true;
    }
    return false;
}

/** Put another rule's reason behind a flag that a first one has set, unless it says the same. */
static er_status add_reason(struct deciding *d, er_unit_group *member, const er_finding *finding) {
    const char *english = NULL, *chinese = NULL, *parts[2][2];
    ER_TRY(er_reason_holds(d->ctx, d->arena, finding, &english, &chinese));
    parts[0][0] = member->reason;
    parts[0][1] = english;
    parts[1][0] = member->reason_zh;
    parts[1][1] = chinese;
    const char **targets[] = {&member->reason, &member->reason_zh};
    const char *separators[] = {"; ", ";"};
    for (int i = 0; i < 2; i++) {
        if (is_among(parts[i][1], parts[i][0], separators[i])) continue;
        size_t a = strlen(parts[i][0]), gap = strlen(separators[i]), b = strlen(parts[i][1]);
        char *joined = NULL;
        ER_TRY(er_arena_alloc(d->ctx, d->arena, a + gap + b + 1, &joined));
        memcpy(joined, parts[i][0], a);
        memcpy(joined + a, separators[i], gap);
        memcpy(joined + a + gap, parts[i][1], b);
        *targets[i] = joined;
    }
    member->borderline = member->borderline || finding->borderline;
    if (isnan(member->value) && finding->limit) {
        member->value = finding->value;
        member->threshold = finding->limit->value;
    }
    return ER_OK;
}

/** Every rule that holds sets a flag; a group is set once. */
static er_status decide_flags(struct deciding *d) {
    size_t first = d->out->member_count;
    const er_finding *open = NULL;
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        const er_finding *finding = &d->findings[i];
        if (finding->verdict == ER_UNDECIDED && !open) open = finding;
        if (finding->verdict != ER_HOLDS) continue;
        d->rules[i].decides++;
        er_unit_group *same = NULL;
        for (size_t m = first; m < d->out->member_count && !same; m++)
            if (strcmp(d->out->members[m].group, finding->group) == 0) same = &d->out->members[m];
        if (same) {
            ER_TRY(add_reason(d, same, finding));
            continue;
        }
        er_unit_group member = membership(d, finding->group, finding, finding->borderline);
        ER_TRY(er_reason_holds(d->ctx, d->arena, finding, &member.reason, &member.reason_zh));
        ER_TRY(add_member(d, &member));
    }
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        bool flagged = d->findings[i].verdict != ER_UNDECIDED;
        for (size_t m = first; m < d->out->member_count && !flagged; m++)
            flagged = strcmp(d->out->members[m].group, d->findings[i].group) == 0;
        if (!flagged) return add_unknown(d, &d->findings[i]);
    }
    return d->out->member_count > first ? ER_OK : add_otherwise(d);
}

/** The comparisons within the margin that mattered: in an ordered scheme, those that were reached.
 */
static er_status note_borderlines(struct deciding *d, size_t first_member) {
    er_classified *out = d->out;
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        const er_finding *finding = &d->findings[i];
        if (finding->borderline) {
            er_borderline *line;
            ER_TRY(er_reserve(d->ctx, &out->borderlines, &d->borderline_capacity,
                              out->borderline_count + 1, sizeof *line));
            line = &out->borderlines[out->borderline_count++];
            *line = (er_borderline){
                .unit = d->unit,
                .group = out->member_count > first_member ? out->members[first_member].group : NULL,
                .rule = finding->rule->rule->id,
                .value = finding->value,
                .threshold = finding->limit->value};
        }
        if (!d->scheme->overlapping && finding->verdict == ER_HOLDS) break;
    }
    return ER_OK;
}

static er_status decide_unit(struct deciding *d) {
    size_t first_member = d->out->member_count;
    for (size_t i = 0; i < d->scheme->rule_count; i++) {
        d->findings[i] = er_rule_apply(&d->rules[i], d->unit, d->scheme->borderline_margin);
        if (d->findings[i].verdict == ER_HOLDS) d->rules[i].holds++;
    }
    ER_TRY(d->scheme->overlapping ? decide_flags(d) : decide_one(d));
    return note_borderlines(d, first_member);
}

static er_status list_groups(struct deciding *d) {
    const er_study_scheme *scheme = d->scheme;
    er_classified *out = d->out;
    bool has_unknown = out->unknown_count == 0;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, (scheme->group_count + 1) * sizeof *out->groups,
                          &out->groups));
    for (size_t i = 0; i < scheme->group_count; i++) {
        const er_study_group *group = &scheme->groups[i];
        if (strcmp(group->name, ER_GROUP_UNKNOWN) == 0) has_unknown = true;
        out->groups[i] = (er_group){.scheme = scheme->name,
                                    .name = group->name,
                                    .title = group->title,
                                    .title_zh = group->title_zh,
                                    .rank = (int64_t)i};
    }
    out->group_count = scheme->group_count;
    if (!has_unknown)
        out->groups[out->group_count++] = (er_group){.scheme = scheme->name,
                                                     .name = ER_GROUP_UNKNOWN,
                                                     .title = "unknown",
                                                     .title_zh = "不明",
                                                     .rank = (int64_t)scheme->group_count};
    return ER_OK;
}

/** Move what grew into the arena. */
static er_status keep(er_context *ctx, er_arena *arena, void *array_address, size_t size) {
    void *grown, *kept = NULL;
    memcpy(&grown, array_address, sizeof grown);
    er_status status = er_arena_alloc(ctx, arena, size, &kept);
    if (status == ER_OK && size > 0) memcpy(kept, grown, size);
    er_free(grown);
    memcpy(array_address, &kept, sizeof kept);
    return status;
}

er_status er_classify_units(er_context *ctx, er_arena *arena, const er_study_scheme *scheme,
                            er_ready_rule *rules, const er_unit *units, size_t count,
                            er_classified *out) {
    er_classified found = {0};
    struct deciding d = {
        .ctx = ctx, .arena = arena, .scheme = scheme, .rules = rules, .out = &found};
    er_status status =
        er_arena_alloc(ctx, arena, scheme->rule_count * sizeof *d.findings, &d.findings);
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        d.unit = &units[i];
        status = decide_unit(&d);
        if (status == ER_OK && i % 1024 == 0) status = er_check_cancel(ctx);
    }
    er_status kept = keep(ctx, arena, &found.members, found.member_count * sizeof *found.members);
    er_status lines =
        keep(ctx, arena, &found.borderlines, found.borderline_count * sizeof *found.borderlines);
    ER_TRY(status);
    ER_TRY(kept);
    ER_TRY(lines);
    ER_TRY(list_groups(&d));
    *out = found;
    return ER_OK;
}
