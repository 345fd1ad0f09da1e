#include "cli/export_check.h"

/** Of each kind: its key in JSON, the key of one of it, and the same in words. */
static const struct words {
    const char *key;
    const char *key_of_one;
    const char *layer;
    const char *one;
    const char *many;
} kinds[ER_OUTPUT_KINDS] = {
    [ER_OUTPUT_FEATURES] = {"features", "feature",
                            "layer %s: ", "feature %lld: ", "%lld features, "},
    [ER_OUTPUT_ROWS] = {"rows", "row", "table %s: ", "row %lld: ", "%lld rows, "},
    [ER_OUTPUT_CELLS] = {"cells", "row", "layer %s: ", "row %lld: ", "%lld cells, "},
};

static void print_violation(void *owner, const er_output_violation *v) {
    const er_check_print *print = owner;
    er_invocation *invocation = print->invocation;
    const struct words *words = &kinds[v->kind];
    const char *rule = er_text(invocation->ctx, v->rule);
    if (print->violations) {
        er_json *line = er_json_object();
        er_json_add_text(line, "file", v->file);
        if (v->layer) er_json_add_text(line, "layer", v->layer);
        if (v->number > 0) er_json_add_int(line, words->key_of_one, v->number);
        er_json_add_text(line, "rule", v->rule);
        er_json_add_text(line, "detail", v->detail);
        er_json_append(print->violations, line);
        return;
    }
    fprintf(invocation->out, er_text(invocation->ctx, "%s: "), v->file);
    if (v->layer) fprintf(invocation->out, er_text(invocation->ctx, words->layer), v->layer);
    if (v->number > 0)
        fprintf(invocation->out, er_text(invocation->ctx, words->one), (long long)v->number);
    fputs(rule, invocation->out);
    if (v->detail) fprintf(invocation->out, " (%s)", v->detail);
    fputc('\n', invocation->out);
}

static void print_file(void *owner, const er_output_file *file) {
    const er_check_print *print = owner;
    er_invocation *invocation = print->invocation;
    if (print->files) {
        er_json *line = er_json_object();
        er_json_add_text(line, "file", file->name);
        for (int kind = 0; kind < ER_OUTPUT_KINDS; kind++)
            if (file->has[kind]) er_json_add_int(line, kinds[kind].key, file->count[kind]);
        er_json_add_int(line, "violations", file->violations);
        er_json_append(print->files, line);
        return;
    }
    if (invocation->quiet) return;
    fprintf(invocation->out, er_text(invocation->ctx, "  %s: "), file->name);
    for (int kind = 0; kind < ER_OUTPUT_KINDS; kind++)
        if (file->has[kind])
            fprintf(invocation->out, er_text(invocation->ctx, kinds[kind].many),
                    (long long)file->count[kind]);
    fprintf(invocation->out, er_text(invocation->ctx, "%lld violations\n"),
            (long long)file->violations);
}

void er_check_print_start(er_invocation *invocation, bool as_json, er_check_print *out) {
    *out = (er_check_print){.invocation = invocation};
    out->checker =
        (er_output_checker){.violation = print_violation, .file = print_file, .owner = out};
    if (!as_json) return;
    out->files = er_json_array();
    out->violations = er_json_array();
}

er_status er_check_print_end(er_check_print *print, bool succeeded) {
    if (!print->files) return ER_OK;
    er_json *document = er_json_object();
    er_json_add(document, "files", print->files);
    er_json_add(document, "violations", print->violations);
    if (succeeded) return er_print_json(print->invocation, document);
    er_json_free(document);
    return ER_OK;
}

er_status er_check_only(er_invocation *invocation, er_store *store, const char *folder) {
    er_check_print print;
    er_check_print_start(invocation, invocation->json, &print);
    er_output_checked checked;
    er_status status = er_export_check(invocation->ctx, store, &print.checker, folder, &checked);
    er_status printed = er_check_print_end(&print, status == ER_OK);
    if (status == ER_OK) status = printed;
    if (status != ER_OK || checked.violations == 0) return status;
    return er_fail(invocation->ctx, ER_ERR_INPUT, "%s: %lld violations in %lld files checked",
                   folder, (long long)checked.violations, (long long)checked.files);
}
