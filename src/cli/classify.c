/* evenreach classify: units into groups, and what the rules came to. */
#include "cli/cli.h"
#include "core/order.h"
#include "cli/workspace.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

struct options {
    const char *study;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", true, "the study whose schemes are used",
     offsetof(struct options, study)},
    {0},
};

/** One scheme as it stands in the workspace after the step. */
struct view {
    const er_scheme *scheme;
    er_group *groups;
    size_t group_count;
    int64_t *units; /* of the scheme's level, per group */
    int64_t *borderline;
    json_object *definition;
};

struct printing {
    er_invocation *invocation;
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    const er_study *study;
};

static const char *in_language(const er_context *ctx, const char *english, const char *chinese,
                               const char *otherwise) {
    const char *first = er_context_language(ctx) == ER_LANG_ZH_TW ? chinese : english;
    return first ? first : english ? english : chinese ? chinese : otherwise;
}

/** Ids of the units of a level, ascending. */
static er_status level_ids(const struct printing *p, const char *level, int64_t **out,
                           size_t *count) {
    er_unit *units = NULL;
    int64_t *ids = NULL;
    ER_TRY(er_store_units(p->ctx, p->store, p->arena, level, false, &units, count));
    ER_TRY(er_arena_alloc(p->ctx, p->arena, *count * sizeof *ids, &ids));
    for (size_t i = 0; i < *count; i++)
        ids[i] = units[i].id;
    if (*count > 0) qsort(ids, *count, sizeof *ids, er_order_ids);
    *out = ids;
    return ER_OK;
}

static er_status count_units(const struct printing *p, struct view *view) {
    er_unit_group *members = NULL;
    int64_t *ids = NULL;
    size_t member_count = 0, id_count = 0;
    ER_TRY(level_ids(p, view->scheme->level, &ids, &id_count));
    ER_TRY(er_store_unit_groups(p->ctx, p->store, p->arena, view->scheme->name, &members,
                                &member_count));
    ER_TRY(er_arena_alloc(p->ctx, p->arena, view->group_count * sizeof *view->units, &view->units));
    ER_TRY(er_arena_alloc(p->ctx, p->arena, view->group_count * sizeof *view->borderline,
                          &view->borderline));
    for (size_t m = 0; m < member_count; m++) {
        if (id_count == 0 ||
            !bsearch(&members[m].unit_id, ids, id_count, sizeof *ids, er_order_ids))
            continue; /* a finer unit that inherits */
        for (size_t g = 0; g < view->group_count; g++)
            if (strcmp(view->groups[g].name, members[m].group) == 0) {
                view->units[g]++;
                view->borderline[g] += members[m].borderline;
            }
    }
    return ER_OK;
}

static er_status look(const struct printing *p, const er_scheme *scheme, struct view *view) {
    *view = (struct view){.scheme = scheme};
    ER_TRY(er_store_groups(p->ctx, p->store, p->arena, scheme->name, &view->groups,
                           &view->group_count));
    ER_TRY(count_units(p, view));
    view->definition = scheme->definition ? json_tokener_parse(scheme->definition) : NULL;
    if (!view->definition)
        return er_fail(p->ctx, ER_ERR_STORE, "%s: the definition of the scheme %s can't be read",
                       er_store_path(p->store), scheme->name);
    return ER_OK;
}

/* ---- JSON ---- */

static void add_json(er_json *list, const struct view *view) {
    er_json *json = json_object_get(view->definition), *groups = er_json_array();
    er_json_add_text(json, "title", view->scheme->title);
    er_json_add_text(json, "title_zh", view->scheme->title_zh);
    for (size_t g = 0; g < view->group_count; g++) {
        er_json *one = er_json_object();
        er_json_add_text(one, "group", view->groups[g].name);
        er_json_add_text(one, "title", view->groups[g].title);
        er_json_add_text(one, "title_zh", view->groups[g].title_zh);
        er_json_add_int(one, "units", view->units[g]);
        er_json_add_int(one, "borderline", view->borderline[g]);
        er_json_append(groups, one);
    }
    er_json_add(json, "groups", groups);
    er_json_append(list, json);
}

/* ---- text ---- */

static const char *text_of(json_object *object, const char *key) {
    json_object *found = NULL;
    return json_object_object_get_ex(object, key, &found) && found ? json_object_get_string(found)
                                                                   : NULL;
}

static double number_of(json_object *object, const char *key) {
    json_object *found = NULL;
    return json_object_object_get_ex(object, key, &found) && found ? json_object_get_double(found)
                                                                   : (double)NAN;
}

static er_status print_groups(const struct printing *p, const struct view *view) {
    er_columns *table = NULL;
    ER_TRY(er_columns_new(p->ctx, 4, &table));
    er_columns_text(table, er_text(p->ctx, "group"));
    er_columns_text(table, "");
    er_columns_right(table, er_text(p->ctx, "units"));
    er_columns_right(table, er_text(p->ctx, "borderline"));
    for (size_t g = 0; g < view->group_count; g++) {
        const er_group *group = &view->groups[g];
        er_columns_text(table, group->name);
        er_columns_text(table, in_language(p->ctx, group->title, group->title_zh, ""));
        er_columns_number(table, (double)view->units[g], 0);
        er_columns_number(table, (double)view->borderline[g], 0);
    }
    double left = number_of(view->definition, "units_in_no_group");
    if (left > 0) {
        er_columns_text(table, "-");
        er_columns_text(table, er_text(p->ctx, "in no group"));
        er_columns_number(table, left, 0);
    }
    er_status status = er_columns_print(table, p->invocation->out);
    er_columns_free(table);
    return status;
}

/** The rules that compare: what with, and how many units that takes. */
static er_status print_thresholds(const struct printing *p, json_object *rules) {
    static const char *const headings[] = {"rule", "measure", "threshold", "", "mean", "holds for"};
    static const char *const limits[][2] = {{"below", "below_value"},
                                            {"at_least", "at_least_value"}};
    er_columns *table = NULL;
    size_t lines = 0;
    ER_TRY(er_columns_new(p->ctx, 6, &table));
    for (size_t i = 0; i < 6; i++)
        (i > 2 ? er_columns_right : er_columns_text)(table, er_text(p->ctx, headings[i]));
    for (size_t i = 0; i < json_object_array_length(rules); i++) {
        json_object *rule = json_object_array_get_idx(rules, i);
        for (size_t k = 0; k < 2; k++) {
            const char *limit = text_of(rule, limits[k][0]);
            if (!limit) continue;
            lines++;
            er_columns_text(table, text_of(rule, "id"));
            er_columns_text(table, text_of(rule, "measure"));
            char words[96];
            snprintf(words, sizeof words, k == 0 ? "< %s" : ">= %s", limit);
            er_columns_text(table, words);
            er_columns_number(table, number_of(rule, limits[k][1]), 3);
            er_columns_number(table, number_of(rule, "mean"), 3);
            er_columns_number(table, number_of(rule, "holds"), 0);
        }
    }
    er_status status = ER_OK;
    if (lines > 0) {
        fputc('\n', p->invocation->out);
        status = er_columns_print(table, p->invocation->out);
    }
    er_columns_free(table);
    return status;
}

static er_status print_borderlines(const struct printing *p, json_object *lines, double margin) {
    if (json_object_array_length(lines) == 0) return ER_OK;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(p->ctx, 6, &table));
    for (size_t i = 0; i < json_object_array_length(lines); i++) {
        json_object *line = json_object_array_get_idx(lines, i);
        const char *group = text_of(line, "group");
        er_columns_text(table, text_of(line, "code"));
        er_columns_text(table,
                        in_language(p->ctx, text_of(line, "name_en"), text_of(line, "name"), ""));
        er_columns_text(table, group ? group : er_text(p->ctx, "in no group"));
        er_columns_text(table, text_of(line, "rule"));
        er_columns_number(table, number_of(line, "value"), 3);
        er_columns_number(table, number_of(line, "threshold"), 3);
    }
    char percent[32];
    fputc('\n', p->invocation->out);
    fprintf(p->invocation->out, er_text(p->ctx, "  borderline, within %s %% of the threshold:"),
            er_format_double(er_round(100 * margin, 6), percent));
    fputc('\n', p->invocation->out);
    er_status status = er_columns_print(table, p->invocation->out);
    er_columns_free(table);
    return status;
}

static er_status print_text(const struct printing *p, const struct view *view) {
    const er_scheme *scheme = view->scheme;
    json_object *rules = NULL, *lines = NULL;
    json_object_object_get_ex(view->definition, "rules", &rules);
    json_object_object_get_ex(view->definition, "borderline", &lines);
    fprintf(p->invocation->out, "%s (%s, %s)\n",
            in_language(p->ctx, scheme->title, scheme->title_zh, scheme->name), scheme->name,
            scheme->level);
    ER_TRY(print_groups(p, view));
    ER_TRY(print_thresholds(p, rules));
    return print_borderlines(p, lines, number_of(view->definition, "borderline_margin"));
}

static er_status print(const struct printing *p) {
    er_scheme *schemes = NULL;
    size_t count = 0, printed = 0;
    ER_TRY(er_store_schemes(p->ctx, p->store, p->arena, &schemes, &count));
    er_json *list = er_json_array();
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        struct view view;
        if (!er_study_scheme_named(p->study, schemes[i].name)) continue;
        status = look(p, &schemes[i], &view);
        if (status == ER_OK && p->invocation->json) add_json(list, &view);
        if (status == ER_OK && !p->invocation->json) {
            if (printed++ > 0) fputc('\n', p->invocation->out);
            status = print_text(p, &view);
        }
        er_json_free(view.definition);
    }
    if (status == ER_OK && p->invocation->json) {
        er_json *json = er_json_object();
        er_json_add(json, "schemes", list);
        return er_print_json(p->invocation, json);
    }
    er_json_free(list);
    return status;
}

static er_status classify(er_invocation *invocation, er_store *store, er_arena *arena) {
    const struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_study study;
    ER_TRY(er_study_read(ctx, arena, o->study, &study));
    ER_TRY(er_classify(ctx, store, &study));
    const struct printing p = {invocation, ctx, store, arena, &study};
    return print(&p);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, classify);
}

const er_command er_command_classify = {
    .name = "classify",
    .summary = "put units into the groups of the study's schemes, with reasons",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
