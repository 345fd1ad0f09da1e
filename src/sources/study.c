#include "sources/study_parts.h"
#include "sources/yaml_schema.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

/** The first line that libcyaml logs. */
typedef struct cyaml_line {
    char text[300];
} cyaml_line;

static void keep_first_line(cyaml_log_t level, void *user, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void keep_first_line(cyaml_log_t level, void *user, const char *format, va_list args) {
    cyaml_line *line = user;
    (void)level;
    if (line->text[0]) return;
    vsnprintf(line->text, sizeof line->text, format, args);
    line->text[strcspn(line->text, "\n")] = '\0';
}

/** Load into raw structs. The tree has passed the schema, so a failure here is of memory, or a
 *  number out of a double's range. libcyaml reads numbers by the locale: it gets the C one. */
static er_status load(er_context *ctx, const char *path, const cyaml_config_t *config,
                      const char *text, size_t size, raw_study **raw) {
    cyaml_line *line = config->log_ctx;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    locale_t before = uselocale(c);
    cyaml_err_t failed = cyaml_load_data((const uint8_t *)text, size, config, &study_schema,
                                         (cyaml_data_t **)raw, NULL);
    uselocale(before);
    freelocale(c);
    if (failed == CYAML_OK) return ER_OK;
    if (failed == CYAML_ERR_OOM) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    return er_fail(ctx, ER_ERR_INPUT, "%s: can't be read as a study: %s (%s)", path,
                   cyaml_strerror(failed), line->text);
}

static er_status parse(er_context *ctx, er_arena *arena, const char *path, const char *text,
                       size_t size, const er_yaml_node **root, er_study *study) {
    ER_TRY(er_yaml_parse(ctx, arena, path, text, size, root));
    ER_TRY(er_yaml_check(ctx, path, *root, &study_schema));
    cyaml_line line = {""};
    const cyaml_config_t config = {.log_fn = keep_first_line,
                                   .log_ctx = &line,
                                   .mem_fn = cyaml_mem,
                                   .log_level = CYAML_LOG_ERROR,
                                   .flags = CYAML_CFG_NO_ALIAS};
    raw_study *raw = NULL;
    ER_TRY(load(ctx, path, &config, text, size, &raw));
    er_status status = study_build(ctx, arena, raw, *root, study);
    if (status == ER_OK) status = study_fill_defaults(ctx, arena, raw, study);
    cyaml_free(&config, &study_schema, raw, 0);
    ER_TRY(status);
    ER_TRY(er_arena_text(ctx, arena, path, strlen(path), &study->path));
    char sha256[65];
    er_sha256(text, size, sha256);
    ER_TRY(er_arena_text(ctx, arena, sha256, strlen(sha256), &study->sha256));
    return study_check(ctx, study, *root);
}

er_status study_parse(er_context *ctx, er_arena *arena, const char *path, const char *text,
                      size_t size, er_study *out) {
    er_study study = {.path = NULL};
    const er_yaml_node *root = NULL;
    ER_TRY(parse(ctx, arena, path, text, size, &root, &study));
    *out = study;
    return ER_OK;
}

er_status er_study_read(er_context *ctx, er_arena *arena, const char *path, er_study *out) {
    char *text = NULL;
    size_t size = 0;
    ER_TRY(er_file_read(ctx, path, ER_YAML_SIZE_LIMIT, &text, &size));
    er_study study = {.path = NULL};
    const er_yaml_node *root = NULL;
    er_status status = parse(ctx, arena, path, text, size, &root, &study);
    if (status == ER_OK) status = study_check_files(ctx, &study, root);
    if (status == ER_OK) *out = study;
    er_free(text);
    return status;
}

er_status er_study_path(er_context *ctx, er_arena *arena, const er_study *study, const char *path,
                        const char **out) {
    return er_path_beside(ctx, arena, study ? study->path : "", path, out);
}

const er_study_scheme *er_study_scheme_named(const er_study *study, const char *name) {
    for (size_t i = 0; i < study->scheme_count; i++)
        if (strcmp(study->schemes[i].name, name) == 0) return &study->schemes[i];
    return NULL;
}

bool er_study_scheme_has_group(const er_study_scheme *scheme, const char *group) {
    for (size_t i = 0; i < scheme->group_count; i++)
        if (strcmp(scheme->groups[i].name, group) == 0) return true;
    return false;
}

bool er_study_balances(const er_study *study, const char *scheme) {
    if (!study || study->balance_scheme_count == 0) return true;
    for (size_t i = 0; i < study->balance_scheme_count; i++)
        if (strcmp(study->balance_schemes[i], scheme) == 0) return true;
    return false;
}
