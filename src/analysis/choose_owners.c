/* The units that inequality is taken over, the groups that gains are told by, and what is served
 * now. */
#include "analysis/choose.h"
#include "store/members.h"

#include <string.h>

/** Level of the scheme that inequality is taken by; null: the bases' own. */
static er_status find_level(const er_choosing_question *q, const char **level) {
    const er_choosing_world *w = q->world;
    const char *name = q->ask->inequality_scheme;
    er_scheme *schemes = NULL;
    size_t count = 0;
    *level = NULL;
    if (!name && w->study->balance_scheme_count > 0) name = w->study->balance_schemes[0];
    if (!name) return ER_OK;
    ER_TRY(er_store_schemes(w->ctx, w->store, q->arena, &schemes, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, name) == 0) *level = schemes[i].level;
    if (*level) return ER_OK;
    return er_fail(w->ctx, ER_ERR_NOT_FOUND,
                   "choose, question %s: the workspace has no scheme '%s': run `evenreach "
                   "classify` first",
                   q->ask->name, name);
}

/** Rows in the order of the bases' units over them, so that the data alone decide. */
static er_status find_owners(er_choosing_question *q, const char *level) {
    er_choosing_world *w = q->world;
    size_t *row = NULL; /* of each unit, from 1 */
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *q->owner, &q->owner));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *q->owner_unit, &q->owner_unit));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->base_count * sizeof *q->owner_persons,
                          &q->owner_persons));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, w->unit_count * sizeof *row, &row));
    for (size_t i = 0; i < w->base_count; i++) {
        size_t unit = level ? er_choosing_ancestor(w, w->bases[i], level) : SIZE_MAX;
        if (unit == SIZE_MAX) unit = w->bases[i];
        if (row[unit] == 0) {
            q->owner_unit[q->owner_count] = w->units[unit].id;
            row[unit] = ++q->owner_count;
        }
        q->owner[i] = row[unit] - 1;
        q->owner_persons[q->owner[i]] += w->units[w->bases[i]].persons;
    }
    return ER_OK;
}

/* ---- groups ---------------------------------------------------------------------------------- */

static er_status groups_of(er_choosing_question *q, const int64_t *units, size_t count,
                           size_t **out) {
    er_choosing_world *w = q->world;
    er_unit_group *members = NULL;
    size_t member_count = 0;
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (count + 1) * sizeof **out, out));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = q->group_count;
    if (q->group_count == 0) return ER_OK;
    ER_TRY(er_store_unit_groups(w->ctx, w->store, q->arena, q->scheme, &members, &member_count));
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        const er_unit_group *of = er_members_of(members, member_count, units[i], &found);
        for (size_t k = 0; k < q->group_count && found > 0; k++)
            if (strcmp(q->groups[k].name, of->group) == 0) (*out)[i] = k;
    }
    return ER_OK;
}

static er_status find_groups(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    int64_t *units = NULL;
    size_t most = w->base_count > q->site_count ? w->base_count : q->site_count;
    q->scheme = q->ask->rule_count > 0 ? q->ask->rules[0].scheme : w->study->radius_scheme;
    if (q->scheme)
        ER_TRY(er_store_groups(w->ctx, w->store, q->arena, q->scheme, &q->groups, &q->group_count));
    ER_TRY(er_arena_alloc(w->ctx, q->arena, (most + 1) * sizeof *units, &units));
    for (size_t i = 0; i < w->base_count; i++)
        units[i] = w->units[w->bases[i]].id;
    ER_TRY(groups_of(q, units, w->base_count, &q->group_of));
    for (size_t i = 0; i < q->site_count; i++)
        units[i] = q->sites[i].unit_id;
    return groups_of(q, units, q->site_count, &q->site_group);
}

er_status er_choosing_owners(er_choosing_question *q) {
    er_choosing_world *w = q->world;
    const char *level = NULL;
    er_sum persons = {0};
    ER_TRY(find_level(q, &level));
    ER_TRY(find_owners(q, level));
    ER_TRY(find_groups(q));
    for (size_t i = 0; i < w->base_count; i++)
        er_sum_add(&persons, w->units[w->bases[i]].persons);
    q->persons = er_sum_value(&persons);
    return ER_OK;
}
