/* The step: units of the store in, memberships with their reasons out. */
#include "analysis/classify.h"

#include "evenreach/analysis.h"

#include <string.h>

/** Balance shows what is in no group on lines of these names, beside the groups. */
static er_status check_names(er_context *ctx, const er_study_scheme *scheme) {
    static const char *const reserved[] = {ER_LINE_NONE, ER_LINE_OUTSIDE, ER_LINE_UNLOCATED};
    for (size_t g = 0; g < scheme->group_count; g++)
        for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
            if (strcmp(scheme->groups[g].name, reserved[i]) == 0)
                return er_fail(ctx, ER_ERR_INPUT,
                               "scheme %s: '%s' can't be the name of a group (none, outside and "
                               "unlocated have a meaning of their own); choose another",
                               scheme->name, reserved[i]);
    return ER_OK;
}

static er_status check_level(er_context *ctx, const er_study_scheme *scheme, size_t count) {
    if (count > 0) return ER_OK;
    return er_fail(ctx, ER_ERR_INPUT,
                   "scheme %s: the workspace has no units of the level '%s'; load them first",
                   scheme->name, scheme->level);
}

static er_status store_scheme(er_context *ctx, er_store *store, const er_study_scheme *scheme,
                              int64_t rank, const er_classified *found, er_json *definition) {
    char *text = NULL;
    ER_TRY(er_json_write(ctx, definition, false, &text));
    text[strcspn(text, "\n")] = '\0';
    er_scheme row = {.name = scheme->name,
                     .title = scheme->title,
                     .title_zh = scheme->title_zh,
                     .level = scheme->level,
                     .definition = text,
                     .overlapping = scheme->overlapping,
                     .rank = rank};
    er_status status = er_store_replace_scheme(ctx, store, &row, found->groups, found->group_count,
                                               found->members, found->member_count);
    er_free(text);
    return status;
}

/** One scheme; its definition is added to `definitions`. */
static er_status classify_scheme(er_context *ctx, er_store *store, er_arena *arena,
                                 const er_study *study, size_t index, er_json *definitions) {
    const er_study_scheme *scheme = &study->schemes[index];
    er_unit *units = NULL;
    size_t count = 0;
    er_ready_rule *rules = NULL;
    er_classified found;
    ER_TRY(check_names(ctx, scheme));
    ER_TRY(er_store_units(ctx, store, arena, scheme->level, false, &units, &count));
    ER_TRY(check_level(ctx, scheme, count));
    ER_TRY(er_rules_prepare(ctx, arena, study, scheme, units, count, &rules));
    ER_TRY(er_classify_units(ctx, arena, scheme, rules, units, count, &found));
    if (found.unknown_count > 0)
        er_log(ctx, ER_LOG_WARNING,
               "scheme %s: %zu units can't be decided, for a measure is not known; they are in the "
               "group '%s'",
               scheme->name, found.unknown_count, ER_GROUP_UNKNOWN);
    er_json *definition = er_scheme_definition(scheme, rules, &found, count);
    er_status status = store_scheme(ctx, store, scheme, (int64_t)index, &found, definition);
    if (status == ER_OK)
        er_json_append(definitions, definition);
    else
        er_json_free(definition);
    return status;
}

static er_status add_run(er_context *ctx, er_store *store, const er_study *study,
                         er_json *definitions) {
    char *text = NULL;
    er_json *parameters = er_json_object();
    er_json_add_text(parameters, "study_sha256", study->sha256);
    er_json_add(parameters, "schemes", definitions);
    er_status status = er_json_write(ctx, parameters, false, &text);
    er_json_free(parameters);
    ER_TRY(status);
    text[strcspn(text, "\n")] = '\0';
    er_run run = {.step = "classify", .parameters = text, .status = "done"};
    status = er_store_add_run(ctx, store, &run);
    er_free(text);
    return status;
}

static er_status classify_all(er_context *ctx, er_store *store, er_arena *arena,
                              const er_study *study) {
    er_json *definitions = er_json_array();
    for (size_t i = 0; i < study->scheme_count; i++) {
        er_progress(ctx, "classifying", i, study->scheme_count);
        er_status status = classify_scheme(ctx, store, arena, study, i, definitions);
        if (status != ER_OK) {
            er_json_free(definitions);
            return status;
        }
    }
    return add_run(ctx, store, study, definitions);
}

er_status er_classify(er_context *ctx, er_store *store, const er_study *study) {
    er_arena *arena = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, end, er_store_begin(ctx, store));
    status = classify_all(ctx, store, arena, study);
    if (status == ER_OK) status = er_store_commit(ctx, store);
    if (status != ER_OK) er_store_rollback(store);
end:
    er_arena_free(arena);
    return status;
}
