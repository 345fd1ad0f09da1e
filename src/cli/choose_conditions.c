/* --floor, --cap and --covered: groups, and how many or how much of each. */
#include "cli/choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool er_choose_amount(const char *text, double *value, bool *share) {
    char number[64];
    size_t length = strlen(text);
    bool percent = length > 1 && text[length - 1] == '%';
    if (length >= sizeof number) return false;
    memcpy(number, text, length + 1);
    if (percent) number[length - 1] = '\0';
    if (!er_parse_double(number, value)) return false;
    if (percent) *value /= 100;
    *share = percent || (strchr(number, '.') && *value <= 1);
    return *value >= 0 && (!*share || *value <= 1);
}

/** A condition of the command line: "offshore,remote=0.3". */
struct condition {
    const char *option;
    const char *text;
    const char *names; /* in the arena, the commas still in */
    size_t names_length;
    double value;
    bool share;
};

static er_status parse(er_context *ctx, er_arena *arena, const char *option, const char *text,
                       struct condition *out) {
    const char *equals = strrchr(text, '=');
    *out = (struct condition){.option = option, .text = text, .names = ""};
    if (!equals || equals == text || !er_choose_amount(equals + 1, &out->value, &out->share))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--%s: '%.80s' is not GROUP=X, with X a whole number or a share such as 0.3 "
                       "or 30%%",
                       option, text);
    if (!out->share && out->value != floor(out->value))
        return er_fail(ctx, ER_ERR_USAGE, "--%s: '%.80s': a number of sites is whole", option,
                       text);
    out->names_length = (size_t)(equals - text);
    return er_arena_text(ctx, arena, text, out->names_length, &out->names);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static bool in_list(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; at;) {
        const char *comma = strchr(at, ',');
        size_t part = comma ? (size_t)(comma - at) : strlen(at);
        er_trim(&at, &part);
        if (part == length && memcmp(at, name, length) == 0) return true;
        at = comma ? comma + 1 : NULL;
    }
    return false;
}

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** The groups that places belong to, by their bytes; in the arena. */
static er_status list_groups(er_context *ctx, er_arena *arena, const er_choose_place *places,
                             size_t count, const char ***out, size_t *group_count) {
    const char **names = NULL;
    size_t used = 0, kept = 0;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *names, &names));
    for (size_t i = 0; i < count; i++)
        if (places[i].group) names[used++] = places[i].group;
    qsort(names, used, sizeof *names, by_text);
    for (size_t i = 0; i < used; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0) names[kept++] = names[i];
    *out = names;
    *group_count = kept;
    return ER_OK;
}

/** Every name of a list must be a group: a slip would be a condition that holds without a word. */
static er_status check_names(er_context *ctx, const struct condition *condition, const char *path,
                             const char **groups, size_t count) {
    for (const char *at = condition->names; at;) {
        const char *comma = strchr(at, ','), *name = at;
        size_t length = comma ? (size_t)(comma - at) : strlen(at);
        bool found = false;
        er_trim(&name, &length);
        for (size_t g = 0; g < count && !found; g++)
            found = strlen(groups[g]) == length && memcmp(groups[g], name, length) == 0;
        if (!found)
            return er_fail(ctx, ER_ERR_NOT_FOUND, "--%s: '%.*s' is no group of %s",
                           condition->option, length < 80 ? (int)length : 80, name, path);
        at = comma ? comma + 1 : NULL;
    }
    return ER_OK;
}

/** Who belongs: places of the group itself, or of one of the list. */
static er_status members(er_context *ctx, er_arena *arena, const char *names, bool whole,
                         const er_choose_place *places, size_t count, const bool **out) {
    bool *belongs = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, count + 1, &belongs));
    for (size_t i = 0; i < count; i++)
        belongs[i] = places[i].group && (whole ? strcmp(places[i].group, names) == 0
                                               : in_list(names, places[i].group));
    *out = belongs;
    return ER_OK;
}

/** A condition as one or, for "*", as many as there are groups: for each the names, whether they
 *  are one group's whole name, and the condition's title. */
struct group_set {
    const char *names;
    bool whole;
    const char *title;
};

static er_status expand(er_context *ctx, er_arena *arena, const struct condition *condition,
                        const char *path, const char **groups, size_t count, struct group_set **out,
                        size_t *out_count) {
    const char *amount = condition->text + condition->names_length; /* "=X" */
    bool each = strcmp(condition->names, "*") == 0, whole = each;
    for (size_t g = 0; g < count; g++)
        whole = whole || strcmp(groups[g], condition->names) == 0;
    if (!whole) ER_TRY(check_names(ctx, condition, path, groups, count));
    *out_count = each ? count : 1;
    ER_TRY(er_arena_alloc(ctx, arena, (*out_count + 1) * sizeof **out, out));
    for (size_t i = 0; i < *out_count; i++) {
        struct group_set *set = &(*out)[i];
        *set = (struct group_set){.names = each ? groups[i] : condition->names, .whole = whole};
        ER_TRY(er_arena_format(ctx, arena, &set->title, "--%s %s%s", condition->option, set->names,
                               amount));
    }
    return ER_OK;
}

/* ---- quotas and floors ----------------------------------------------------------------------- */

static void set_bound(er_siting_quota *quota, const struct condition *condition, bool floor) {
    if (condition->share && floor)
        quota->least_share = condition->value;
    else if (condition->share)
        quota->most_share = condition->value;
    else if (floor)
        quota->least = condition->value < (double)SIZE_MAX ? (size_t)condition->value : SIZE_MAX;
    else if (condition->value < (double)SIZE_MAX)
        quota->most = (size_t)condition->value;
}

static er_status add_quota(er_context *ctx, er_arena *arena, const er_choose_world *world,
                           const char *option, const char *text, er_siting_quota **quotas,
                           size_t *capacity, size_t *count) {
    struct condition condition;
    struct group_set *sets = NULL;
    const char **groups = NULL;
    size_t set_count = 0, group_count = 0;
    ER_TRY(parse(ctx, arena, option, text, &condition));
    ER_TRY(
        list_groups(ctx, arena, world->sites.items, world->candidate_count, &groups, &group_count));
    ER_TRY(
        expand(ctx, arena, &condition, world->sites.path, groups, group_count, &sets, &set_count));
    ER_TRY(er_reserve(ctx, quotas, capacity, *count + set_count, sizeof **quotas));
    for (size_t i = 0; i < set_count; i++) {
        er_siting_quota quota = {.name = sets[i].title, .most = SIZE_MAX, .most_share = 1};
        ER_TRY(members(ctx, arena, sets[i].names, sets[i].whole, world->sites.items,
                       world->sites.count, &quota.belongs));
        set_bound(&quota, &condition, strcmp(option, "floor") == 0);
        (*quotas)[(*count)++] = quota;
    }
    return ER_OK;
}

static er_status add_quotas(er_context *ctx, er_arena *arena, const er_choose_options *o,
                            er_choose_world *world) {
    er_siting_quota *quotas = NULL, *kept = NULL;
    size_t capacity = 0, count = 0;
    er_status status = ER_OK;
    for (size_t i = 0; i < o->floors.count && status == ER_OK; i++)
        status =
            add_quota(ctx, arena, world, "floor", o->floors.items[i], &quotas, &capacity, &count);
    for (size_t i = 0; i < o->caps.count && status == ER_OK; i++)
        status = add_quota(ctx, arena, world, "cap", o->caps.items[i], &quotas, &capacity, &count);
    if (status == ER_OK) status = er_arena_alloc(ctx, arena, (count + 1) * sizeof *kept, &kept);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        kept[i] = quotas[i];
    er_free(quotas);
    world->task.quotas = kept;
    world->task.quota_count = count;
    return status;
}

static er_status add_floor(er_context *ctx, er_arena *arena, const er_choose_world *world,
                           const char *text, er_siting_floor **floors, size_t *capacity,
                           size_t *count) {
    struct condition condition;
    struct group_set *sets = NULL;
    const char **groups = NULL;
    size_t set_count = 0, group_count = 0;
    ER_TRY(parse(ctx, arena, "covered", text, &condition));
    if (!condition.share && condition.value > 1)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--covered: '%.80s': a share is from 0 to 1, or a percentage", text);
    ER_TRY(
        list_groups(ctx, arena, world->demand.items, world->demand.count, &groups, &group_count));
    ER_TRY(
        expand(ctx, arena, &condition, world->demand.path, groups, group_count, &sets, &set_count));
    ER_TRY(er_reserve(ctx, floors, capacity, *count + set_count, sizeof **floors));
    for (size_t i = 0; i < set_count; i++) {
        er_siting_floor floor = {.name = sets[i].title, .share = condition.value};
        ER_TRY(members(ctx, arena, sets[i].names, sets[i].whole, world->demand.items,
                       world->demand.count, &floor.belongs));
        (*floors)[(*count)++] = floor;
    }
    return ER_OK;
}

static er_status add_floors(er_context *ctx, er_arena *arena, const er_choose_options *o,
                            er_choose_world *world) {
    er_siting_floor *floors = NULL, *kept = NULL;
    size_t capacity = 0, count = 0;
    er_status status = ER_OK;
    for (size_t i = 0; i < o->covered.count && status == ER_OK; i++)
        status = add_floor(ctx, arena, world, o->covered.items[i], &floors, &capacity, &count);
    if (status == ER_OK) status = er_arena_alloc(ctx, arena, (count + 1) * sizeof *kept, &kept);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        kept[i] = floors[i];
    er_free(floors);
    world->task.floors = kept;
    world->task.floor_count = count;
    return status;
}

er_status er_choose_conditions(er_context *ctx, er_arena *arena, const er_choose_request *request,
                               er_choose_world *world) {
    ER_TRY(add_quotas(ctx, arena, request->options, world));
    return add_floors(ctx, arena, request->options, world);
}
