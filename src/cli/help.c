#include "cli/cli.h"

#include <gdal.h>
#include <cyaml/cyaml.h>
#include <geos_c.h>
#include <json-c/json.h>
#include <nettle/version.h>
#include <proj.h>
#include <sqlite3.h>
#include <spatialite.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>

static void print_padded(FILE *out, const char *text, size_t width) {
    size_t columns = er_utf8_columns(text);
    fprintf(out, "%s%*s", text, columns < width ? (int)(width - columns) : 1, "");
}

static void print_options(er_context *ctx, FILE *out, const er_option *options) {
    for (const er_option *o = options; o && o->name; o++) {
        char left[96];
        int used = o->letter ? snprintf(left, sizeof left, "  -%c, --%s", o->letter, o->name)
                             : snprintf(left, sizeof left, "      --%s", o->name);
        if (o->argument && used > 0 && (size_t)used < sizeof left)
            snprintf(left + used, sizeof left - (size_t)used, " %s", o->argument);
        print_padded(out, left, 30);
        fprintf(out, "%s%s\n", er_text(ctx, o->help), o->required ? er_text(ctx, " (needed)") : "");
    }
}

void er_print_help(er_context *ctx, FILE *out) {
    fprintf(out, "%s\n\n",
            er_text(ctx, "evenreach: coverage, regional balance and siting of mobile "
                         "networks and pilots"));
    fprintf(out, "%s\n  evenreach COMMAND [--help] ...\n  evenreach --version\n\n%s\n",
            er_text(ctx, "Usage:"), er_text(ctx, "Commands:"));
    for (size_t i = 0; er_commands[i]; i++) {
        char left[64];
        snprintf(left, sizeof left, "  %s", er_commands[i]->name);
        print_padded(out, left, 14);
        fprintf(out, "%s\n", er_text(ctx, er_commands[i]->summary));
    }
    fprintf(out, "\n%s\n",
            er_text(ctx, "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but "
                         "inputs were rejected or a target is missed (--strict)."));
}

void er_print_command_help(er_context *ctx, FILE *out, const er_command *command) {
    fprintf(out, "%s\n\n%s\n  evenreach %s%s%s%s\n", er_text(ctx, command->summary),
            er_text(ctx, "Usage:"), command->name, command->needs_workspace ? " -w FILE" : "",
            command->operands ? " " : "", command->operands ? command->operands : "");
    if (command->options && command->options->name) {
        fprintf(out, "\n%s\n", er_text(ctx, "Options:"));
        print_options(ctx, out, command->options);
    }
    if (command->more_help) command->more_help(ctx, out);
    fprintf(out, "\n%s\n", er_text(ctx, "Options of every command:"));
    print_options(ctx, out, er_common_options);
}

void er_print_version(FILE *out) {
    PJ_INFO proj = proj_info();
    fprintf(out, "evenreach %s\n", er_version());
    fprintf(out, "GDAL %s, PROJ %s, GEOS %s, SQLite %s, SpatiaLite %s, json-c %s\n",
            GDALVersionInfo("RELEASE_NAME"), proj.version, GEOSversion(), sqlite3_libversion(),
            spatialite_version(), json_c_version());
    fprintf(out, "libcyaml %s, libyaml %s, nettle %d.%d, utf8proc %s\n", cyaml_version_str,
            yaml_get_version_string(), nettle_version_major(), nettle_version_minor(),
            utf8proc_version());
}

er_status er_print_completion(er_context *ctx, FILE *out, const char *shell) {
    bool zsh = er_same_text(shell, "zsh");
    if (!zsh && !er_same_text(shell, "bash"))
        return er_fail(ctx, ER_ERR_USAGE, "'%s' is not one of bash, zsh", shell);
    if (zsh) fputs("autoload -U +X bashcompinit && bashcompinit\n", out);
    fputs("_evenreach() {\n  local word=${COMP_WORDS[COMP_CWORD]}\n"
          "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '--help --version",
          out);
    for (size_t i = 0; er_commands[i]; i++)
        fprintf(out, " %s", er_commands[i]->name);
    fputs("' -- \"$word\"))\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n", out);
    for (size_t i = 0; er_commands[i]; i++) {
        fprintf(out, "  %s) COMPREPLY=($(compgen -f -W '", er_commands[i]->name);
        for (const er_option *o = er_commands[i]->options; o && o->name; o++)
            fprintf(out, "--%s ", o->name);
        for (const er_option *o = er_common_options; o->name; o++)
            fprintf(out, "--%s%s", o->name, o[1].name ? " " : "");
        fputs("' -- \"$word\")) ;;\n", out);
    }
    fputs("  esac\n}\ncomplete -F _evenreach evenreach\n", out);
    return ER_OK;
}

er_status er_print_json(er_invocation *invocation, er_json *json) {
    char *text = NULL;
    er_status status = er_json_write(invocation->ctx, json, true, &text);
    er_json_free(json);
    if (status == ER_OK && fputs(text, invocation->out) < 0)
        status = er_fail(invocation->ctx, ER_ERR_IO, "the output can't be written");
    er_free(text);
    return status;
}
