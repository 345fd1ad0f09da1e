/* Which units both sides have, and what differs about the others. */
#include "analysis/compare.h"
#include "store/by_id.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 3 }; /* of the units that differ, in a refusal */

/* ---- looking units up ------------------------------------------------------------------------ */

/** A unit under its name: level and code. */
struct named {
    const char *level;
    const char *code;
    size_t place;
};

static int by_name(const void *left, const void *right) {
    const struct named *a = left, *b = right;
    int order = strcmp(a->level, b->level);
    return order ? order : strcmp(a->code, b->code);
}

static er_status list_names(er_comparison *c, const er_unit *units, size_t count,
                            struct named **out) {
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (count + 1) * sizeof **out, out));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = (struct named){units[i].level, units[i].code, i};
    if (count > 1) qsort(*out, count, sizeof **out, by_name);
    return ER_OK;
}

static size_t find_name(const struct named *names, size_t count, const er_unit *unit) {
    const struct named key = {unit->level, unit->code, 0};
    const struct named *found =
        count == 0 ? NULL : bsearch(&key, names, count, sizeof key, by_name);
    return found ? found->place : ER_NO_UNIT;
}

/* ---- what is not the same -------------------------------------------------------------------- */

/** Units that differ so far. */
struct differing {
    size_t count;
    char first[256]; /* the first ones, for a refusal */
};

static const char *change_title(const er_context *ctx, const char *change) {
    if (strcmp(change, "added") == 0) return er_text(ctx, "added");
    return er_text(ctx, strcmp(change, "removed") == 0 ? "removed" : "changed");
}

static er_status add_difference(er_comparison *c, struct differing *found, const er_unit *unit,
                                er_compare_cause cause) {
    size_t used = strlen(found->first);
    if (found->count < NAMED)
        snprintf(found->first + used, sizeof found->first - used, "%s%s %s (%s)", used ? ", " : "",
                 unit->level, unit->code, change_title(c->ctx, cause.change));
    found->count++;
    cause.kind = "boundary";
    cause.position = unit->inside;
    ER_TRY(er_arena_format(c->ctx, c->arena, &cause.subject, "%s %s", unit->level, unit->code));
    return er_compare_add_cause(c, cause);
}

static er_status area_text(er_comparison *c, double km2, const char **out) {
    char number[32];
    return er_arena_format(c->ctx, c->arena, out, "%s km2",
                           er_format_double(er_round(km2, 6), number));
}

static er_status add_changed(er_comparison *c, struct differing *found, const er_unit *unit,
                             double before_km2, double after_km2, double share) {
    char number[32];
    er_compare_cause cause = {.change = "changed"};
    const char *area = NULL;
    ER_TRY(area_text(c, before_km2, &cause.before));
    ER_TRY(area_text(c, after_km2, &area));
    ER_TRY(er_arena_format(c->ctx, c->arena, &cause.after, "%s; %s %% of the outline differs", area,
                           er_format_double(er_round(100 * share, 4), number)));
    return add_difference(c, found, unit, cause);
}

/** Is the unit the same on both sides? */
static er_status is_same(er_comparison *c, const er_compare_unit *unit, struct differing *found,
                         bool *same) {
    const er_unit *before = unit->unit[ER_BEFORE], *after = unit->unit[ER_AFTER];
    double was_km2 = unit->row[ER_BEFORE]->area_km2, is_km2 = unit->row[ER_AFTER]->area_km2;
    double share = 0;
    ER_TRY(er_polygon_difference(c->ctx, before->geometry, after->geometry, &share));
    *same = fabs(was_km2 - is_km2) <= ER_SAME_AREA * fmax(was_km2, is_km2) && share <= ER_SAME_AREA;
    return *same ? ER_OK : add_changed(c, found, after, was_km2, is_km2, share);
}

/** Units of one side that the other has not. */
static er_status add_missing(er_comparison *c, int side, const struct named *others,
                             struct differing *found) {
    const er_compare_read *read = &c->sides[side], *other = &c->sides[!side];
    for (size_t i = 0; i < read->unit_count; i++) {
        er_compare_cause cause = {.change = side == ER_BEFORE ? "removed" : "added"};
        if (find_name(others, other->unit_count, &read->units[i]) != ER_NO_UNIT) continue;
        ER_TRY(
            area_text(c, read->rows[i].area_km2, side == ER_BEFORE ? &cause.before : &cause.after));
        ER_TRY(add_difference(c, found, &read->units[i], cause));
    }
    return ER_OK;
}

/* ---- the units of both ----------------------------------------------------------------------- */

static er_status outside_workspace(er_comparison *c, const er_unit *unit) {
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "%s has no unit %s %s, which both sides have: compare in the workspace of one "
                   "of them",
                   er_store_path(c->store), unit->level, unit->code);
}

/** Take the units in the order of the workspace that is worked on. */
static er_status take_units(er_comparison *c, const er_unit *here, size_t here_count,
                            struct named *const *names, struct differing *found) {
    size_t common = 0;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (here_count + 1) * sizeof *c->units, &c->units));
    for (size_t i = 0; i < here_count; i++) {
        size_t at[ER_SIDES];
        for (int side = 0; side < ER_SIDES; side++)
            at[side] = find_name(names[side], c->sides[side].unit_count, &here[i]);
        if (at[ER_BEFORE] == ER_NO_UNIT || at[ER_AFTER] == ER_NO_UNIT) continue;
        er_compare_unit *unit = &c->units[c->unit_count];
        *unit = (er_compare_unit){.id = here[i].id, .parent = ER_NO_UNIT};
        bool same = false;
        for (int side = 0; side < ER_SIDES; side++) {
            unit->unit[side] = &c->sides[side].units[at[side]];
            unit->row[side] = &c->sides[side].rows[at[side]];
        }
        common++;
        if (i % 1024 == 0) ER_TRY(er_check_cancel(c->ctx));
        ER_TRY(is_same(c, unit, found, &same));
        c->unit_count += same;
    }
    for (size_t i = 0; i < c->sides[ER_AFTER].unit_count; i++) {
        const er_unit *unit = &c->sides[ER_AFTER].units[i];
        if (common > 0 &&
            find_name(names[ER_BEFORE], c->sides[ER_BEFORE].unit_count, unit) != ER_NO_UNIT &&
            find_name(names[ER_SIDES], here_count, unit) == ER_NO_UNIT)
            return outside_workspace(c, unit);
    }
    return ER_OK;
}

/** Which of these units each unit lies in, by the workspace that is worked on. */
static er_status find_parents(er_comparison *c, const er_unit *here, size_t here_count) {
    er_id_place *all = NULL, *common = NULL;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (here_count + 1) * sizeof *all, &all));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (c->unit_count + 1) * sizeof *common, &common));
    for (size_t i = 0; i < here_count; i++)
        all[i] = (er_id_place){here[i].id, i};
    for (size_t i = 0; i < c->unit_count; i++)
        common[i] = (er_id_place){c->units[i].id, i};
    er_sort_ids(all, here_count);
    er_sort_ids(common, c->unit_count);
    for (size_t i = 0; i < c->unit_count; i++) {
        size_t at = er_find_id(all, here_count, c->units[i].id, here_count);
        int64_t parent_id = at < here_count ? here[at].parent_id : 0;
        size_t parent =
            parent_id ? er_find_id(common, c->unit_count, parent_id, c->unit_count) : c->unit_count;
        c->units[i].parent = parent < i ? parent : ER_NO_UNIT;
    }
    return ER_OK;
}

/** How many units each unit of a side holds right below it, added to `below` of the unit that both
 *  sides have. */
static er_status count_below(er_comparison *c, int side, size_t *below) {
    const er_compare_read *read = &c->sides[side];
    er_id_place *places = NULL;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (c->unit_count + 1) * sizeof *places, &places));
    for (size_t i = 0; i < c->unit_count; i++)
        places[i] = (er_id_place){c->units[i].unit[side]->id, i};
    er_sort_ids(places, c->unit_count);
    for (size_t i = 0; i < read->unit_count; i++) {
        int64_t parent = read->units[i].parent_id;
        size_t at =
            parent ? er_find_id(places, c->unit_count, parent, c->unit_count) : c->unit_count;
        if (at < c->unit_count) below[at]++;
    }
    return ER_OK;
}

static er_status find_whole(er_comparison *c) {
    size_t *below[ER_SIDES] = {NULL, NULL}, *common = NULL, size = c->unit_count + 1;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, size * sizeof *common, &common));
    for (int side = 0; side < ER_SIDES; side++) {
        ER_TRY(er_arena_alloc(c->ctx, c->arena, size * sizeof *common, &below[side]));
        ER_TRY(count_below(c, side, below[side]));
    }
    for (size_t i = 0; i < c->unit_count; i++)
        if (c->units[i].parent != ER_NO_UNIT) common[c->units[i].parent]++;
    for (size_t i = 0; i < c->unit_count; i++) {
        c->units[i].has_below = common[i] > 0;
        c->units[i].is_whole = below[ER_BEFORE][i] == common[i] && below[ER_AFTER][i] == common[i];
    }
    return ER_OK;
}

static er_status refuse(er_comparison *c, const struct differing *found) {
    if (c->unit_count == 0)
        return er_fail(c->ctx, ER_ERR_INPUT,
                       "the two sides have no unit in common: they can't be compared");
    if (found->count == 0 || c->common_units) return ER_OK;
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "the two sides have different boundaries: %s%s; %zu units differ in all. Ask "
                   "for the common units to compare those that are the same",
                   found->first, found->count > NAMED ? ", ..." : "", found->count);
}

er_status er_compare_match_units(er_comparison *c) {
    struct named *names[ER_SIDES + 1] = {NULL, NULL, NULL};
    struct differing found = {0};
    er_unit *here = NULL;
    size_t here_count = 0;
    ER_TRY(er_store_units(c->ctx, c->store, c->arena, NULL, false, &here, &here_count));
    for (int side = 0; side < ER_SIDES; side++)
        ER_TRY(list_names(c, c->sides[side].units, c->sides[side].unit_count, &names[side]));
    ER_TRY(list_names(c, here, here_count, &names[ER_SIDES]));
    ER_TRY(add_missing(c, ER_BEFORE, names[ER_AFTER], &found));
    ER_TRY(add_missing(c, ER_AFTER, names[ER_BEFORE], &found));
    ER_TRY(take_units(c, here, here_count, names, &found));
    ER_TRY(refuse(c, &found));
    c->left_out = found.count;
    c->result->left_out = found.count;
    ER_TRY(find_parents(c, here, here_count));
    return find_whole(c);
}
