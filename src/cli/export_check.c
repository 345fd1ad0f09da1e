#include "cli/export_check.h"

static void print_violation(void *owner, const er_output_violation *v) {
    const er_check_print *print = owner;
    er_invocation *invocation = print->invocation;
    const char *rule = er_text(invocation->ctx, v->rule);
    if (print->violations) {
        er_json *line = er_json_object();
        er_json_add_text(line, "file", v->file);
        if (v->layer) er_json_add_text(line, "layer", v->layer);
        if (v->feature > 0) er_json_add_int(line, "feature", v->feature);
        er_json_add_text(line, "rule", v->rule);
        er_json_add_text(line, "detail", v->detail);
        er_json_append(print->violations, line);
        return;
    }
    fprintf(invocation->out, er_text(invocation->ctx, "%s: "), v->file);
    if (v->layer) fprintf(invocation->out, er_text(invocation->ctx, "layer %s: "), v->layer);
    if (v->feature > 0)
        fprintf(invocation->out, er_text(invocation->ctx, "feature %lld: "), (long long)v->feature);
    fputs(rule, invocation->out);
    if (v->detail) fprintf(invocation->out, " (%s)", v->detail);
    fputc('\n', invocation->out);
}

static void print_file(void *owner, const char *name, int64_t features, int64_t violations) {
    const er_check_print *print = owner;
    er_invocation *invocation = print->invocation;
    if (print->files) {
        er_json *line = er_json_object();
        er_json_add_text(line, "file", name);
        er_json_add_int(line, "features", features);
        er_json_add_int(line, "violations", violations);
        er_json_append(print->files, line);
        return;
    }
    if (invocation->quiet) return;
    fprintf(invocation->out, er_text(invocation->ctx, "  %s: %lld features, %lld violations\n"),
            name, (long long)features, (long long)violations);
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
