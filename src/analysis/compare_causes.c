/* Why two sides are not the same, beyond stations and boundaries: population, parameters, model and
 * program. */
#include "analysis/compare.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

er_status er_compare_add_cause(er_comparison *c, er_compare_cause cause) {
    er_compare_result *r = c->result;
    if (r->cause_count == c->cause_capacity) {
        size_t capacity = c->cause_capacity ? 2 * c->cause_capacity : 64;
        er_compare_cause *causes = NULL;
        ER_TRY(er_arena_alloc(c->ctx, c->arena, capacity * sizeof *causes, &causes));
        if (r->cause_count > 0) memcpy(causes, r->causes, r->cause_count * sizeof *causes);
        r->causes = causes;
        c->cause_capacity = capacity;
    }
    r->causes[r->cause_count++] = cause;
    return ER_OK;
}

static const er_point nowhere = {NAN, NAN};

static const char *change_of(const char *before, const char *after) {
    return !before ? "added" : !after ? "removed" : "changed";
}

/* ---- population ------------------------------------------------------------------------------ */

static er_status number_text(er_comparison *c, double value, const char **out) {
    char number[32];
    *out = NULL;
    if (isnan(value)) return ER_OK;
    return er_arena_format(c->ctx, c->arena, out, "%s", er_format_double(value, number));
}

/** Of the finest units that have a figure; others are sums of those. */
static er_status population_causes(er_comparison *c) {
    bool *has_below = NULL;
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (c->unit_count + 1) * sizeof *has_below, &has_below));
    for (size_t i = c->unit_count; i-- > 0;) {
        const er_compare_unit *unit = &c->units[i];
        bool known = !isnan(unit->row[ER_BEFORE]->persons) || !isnan(unit->row[ER_AFTER]->persons);
        if (known && unit->parent != ER_NO_UNIT) has_below[unit->parent] = true;
    }
    for (size_t i = 0; i < c->unit_count; i++) {
        const er_compare_unit *unit = &c->units[i];
        double before = unit->row[ER_BEFORE]->persons, after = unit->row[ER_AFTER]->persons;
        if (has_below[i] || er_equal_numbers(before, after)) continue;
        er_compare_cause cause = {.kind = "population", .position = unit->unit[ER_AFTER]->inside};
        ER_TRY(number_text(c, before, &cause.before));
        ER_TRY(number_text(c, after, &cause.after));
        cause.change = change_of(cause.before, cause.after);
        ER_TRY(er_arena_format(c->ctx, c->arena, &cause.subject, "%s %s",
                               unit->unit[ER_AFTER]->level, unit->unit[ER_AFTER]->code));
        ER_TRY(er_compare_add_cause(c, cause));
    }
    return ER_OK;
}

/* ---- parameters ------------------------------------------------------------------------------ */

/** What a run counted is no parameter of it: stations are causes of their own. */
static bool is_counted(const char *key) {
    static const char *const counted[] = {"stations", "operators", "all_means", "sectors"};
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        if (strcmp(key, counted[i]) == 0) return true;
    return false;
}

/** A parameter under its dotted key, such as radius.rules.0.radius_m. */
struct parameter {
    const char *key;
    const char *value;
};

struct flat {
    struct parameter *items;
    size_t count;
    size_t capacity;
};

enum { DEEPEST = 16 };

static er_status add_value(er_comparison *c, struct flat *flat, const char *key,
                           json_object *json) {
    const char *text = json ? json_object_get_string(json) : "null";
    ER_TRY(er_reserve(c->ctx, &flat->items, &flat->capacity, flat->count + 1, sizeof *flat->items));
    struct parameter *item = &flat->items[flat->count];
    item->key = key;
    ER_TRY(er_arena_text(c->ctx, c->arena, text, strlen(text), &item->value));
    flat->count++;
    return ER_OK;
}

static er_status dotted(er_comparison *c, const char *before, const char *key, const char **out) {
    return er_arena_format(c->ctx, c->arena, out, "%s%s%s", before, before[0] ? "." : "", key);
}

static er_status flatten(er_comparison *c, struct flat *flat, const char *key, json_object *json,
                         int depth) {
    const char *below = NULL;
    if (depth < DEEPEST && json_object_is_type(json, json_type_object)) {
        json_object_object_foreach(json, name, value) {
            if (depth == 0 && is_counted(name)) continue;
            ER_TRY(dotted(c, key, name, &below));
            ER_TRY(flatten(c, flat, below, value, depth + 1));
        }
        return ER_OK;
    }
    if (depth < DEEPEST && json_object_is_type(json, json_type_array)) {
        size_t count = json_object_array_length(json);
        for (size_t i = 0; i < count; i++) {
            char number[24];
            er_format_double((double)i, number);
            ER_TRY(dotted(c, key, number, &below));
            ER_TRY(flatten(c, flat, below, json_object_array_get_idx(json, i), depth + 1));
        }
        return ER_OK;
    }
    return key[0] ? add_value(c, flat, key, json) : ER_OK;
}

static int by_key(const void *left, const void *right) {
    const struct parameter *a = left, *b = right;
    return strcmp(a->key, b->key);
}

static er_status read_flat(er_comparison *c, const char *text, struct flat *flat) {
    json_object *json = json_tokener_parse(text ? text : "");
    er_status status = flatten(c, flat, "", json, 0);
    json_object_put(json);
    if (flat->count > 1) qsort(flat->items, flat->count, sizeof *flat->items, by_key);
    return status;
}

static er_status add_parameter(er_comparison *c, const char *key, const char *before,
                               const char *after) {
    const er_compare_cause cause = {.kind = "parameter",
                                    .change = change_of(before, after),
                                    .subject = key,
                                    .before = before,
                                    .after = after,
                                    .position = nowhere};
    if (er_equal_texts(before, after)) return ER_OK;
    return er_compare_add_cause(c, cause);
}

static er_status merge(er_comparison *c, const struct flat *a, const struct flat *b) {
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        int order = i == a->count ? 1 : k == b->count ? -1 : by_key(&a->items[i], &b->items[k]);
        const char *key = order <= 0 ? a->items[i].key : b->items[k].key;
        ER_TRY(add_parameter(c, key, order <= 0 ? a->items[i].value : NULL,
                             order >= 0 ? b->items[k].value : NULL));
        i += order <= 0;
        k += order >= 0;
    }
    return ER_OK;
}

static er_status parameter_causes(er_comparison *c) {
    struct flat flat[ER_SIDES] = {{0}, {0}};
    er_status status = ER_OK;
    for (int side = 0; side < ER_SIDES && status == ER_OK; side++)
        status = read_flat(c, c->sides[side].run.parameters, &flat[side]);
    if (status == ER_OK) status = merge(c, &flat[ER_BEFORE], &flat[ER_AFTER]);
    if (status == ER_OK)
        status = add_parameter(c, "operator", c->sides[ER_BEFORE].operator_,
                               c->sides[ER_AFTER].operator_);
    for (int side = 0; side < ER_SIDES; side++)
        er_free(flat[side].items);
    return status;
}

/* ---- model and program ----------------------------------------------------------------------- */

static er_status add_model(er_comparison *c, const char *subject, const char *before,
                           const char *after) {
    const er_compare_cause cause = {.kind = "model",
                                    .change = change_of(before, after),
                                    .subject = subject,
                                    .before = before,
                                    .after = after,
                                    .position = nowhere};
    if (er_equal_texts(before, after)) return ER_OK;
    return er_compare_add_cause(c, cause);
}

static er_status program_of(er_comparison *c, const er_run *run, const char **out) {
    json_object *json = json_tokener_parse(run->versions ? run->versions : ""), *value = NULL;
    er_status status = ER_OK;
    *out = NULL;
    if (json_object_object_get_ex(json, "evenreach", &value) && value) {
        const char *text = json_object_get_string(value);
        status = er_arena_text(c->ctx, c->arena, text, strlen(text), out);
    }
    json_object_put(json);
    return status;
}

er_status er_compare_other_causes(er_comparison *c) {
    const char *program[ER_SIDES] = {NULL, NULL};
    ER_TRY(population_causes(c));
    ER_TRY(parameter_causes(c));
    ER_TRY(add_model(c, "model", c->sides[ER_BEFORE].run.model, c->sides[ER_AFTER].run.model));
    for (int side = 0; side < ER_SIDES; side++)
        ER_TRY(program_of(c, &c->sides[side].run, &program[side]));
    return add_model(c, "evenreach", program[ER_BEFORE], program[ER_AFTER]);
}
