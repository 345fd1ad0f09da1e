#include "cli/cli.h"

#include <getopt.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct common {
    const char *workspace;
    const char *language;
    int64_t threads;
    bool json;
    bool strict;
    bool quiet;
    bool progress;
    bool help;
};

const er_option er_common_options[] = {
    {"workspace", 'w', ER_OPTION_FILE, "FILE", false, "the workspace file",
     offsetof(struct common, workspace)},
    {"json", 0, ER_OPTION_FLAG, NULL, false, "print the result as JSON",
     offsetof(struct common, json)},
    {"lang", 0, ER_OPTION_TEXT, "LANG", false, "language for people: en or zh-TW (default: en)",
     offsetof(struct common, language)},
    {"threads", 0, ER_OPTION_INT, "N", false,
     "threads, from 1 (default: one per core); results never depend on it",
     offsetof(struct common, threads)},
    {"strict", 0, ER_OPTION_FLAG, NULL, false,
     "exit with 3 if inputs were rejected or a target is missed", offsetof(struct common, strict)},
    {"quiet", 'q', ER_OPTION_FLAG, NULL, false, "print warnings and errors only",
     offsetof(struct common, quiet)},
    {"progress", 0, ER_OPTION_FLAG, NULL, false, "show progress even where stderr is no terminal",
     offsetof(struct common, progress)},
    {"help", 'h', ER_OPTION_FLAG, NULL, false, "show this help", offsetof(struct common, help)},
    {0},
};

enum { MAX_OPTIONS = 96 };

static void set_unset(const er_option *options, void *target) {
    for (const er_option *o = options; o && o->name; o++) {
        char *field = (char *)target + o->offset;
        if (o->type == ER_OPTION_NUMBER)
            *(double *)(void *)field = NAN;
        else if (o->type == ER_OPTION_INT)
            *(int64_t *)(void *)field = INT64_MIN;
    }
}

static bool is_set(const er_option *option, const void *target) {
    const char *field = (const char *)target + option->offset;
    switch (option->type) {
    case ER_OPTION_FLAG:
        return *(const bool *)field;
    case ER_OPTION_TEXT:
    case ER_OPTION_FILE:
        return *(const char *const *)(const void *)field != NULL;
    case ER_OPTION_NUMBER:
        return !isnan(*(const double *)(const void *)field);
    case ER_OPTION_INT:
        return *(const int64_t *)(const void *)field != INT64_MIN;
    case ER_OPTION_LIST:
        return ((const er_text_list *)(const void *)field)->count > 0;
    }
    return false;
}

static er_status take(er_context *ctx, const er_option *option, void *target, const char *text) {
    char *field = (char *)target + option->offset;
    switch (option->type) {
    case ER_OPTION_FLAG:
        *(bool *)field = true;
        break;
    case ER_OPTION_TEXT:
    case ER_OPTION_FILE:
        if (is_set(option, target))
            return er_fail(ctx, ER_ERR_USAGE, "--%s is given twice: give it once", option->name);
        *(const char **)(void *)field = text;
        break;
    case ER_OPTION_NUMBER:
        if (!er_parse_double(text, (double *)(void *)field))
            return er_fail(ctx, ER_ERR_USAGE, "--%s: '%s' is not a number", option->name, text);
        break;
    case ER_OPTION_INT:
        if (!er_parse_int64(text, (int64_t *)(void *)field))
            return er_fail(ctx, ER_ERR_USAGE, "--%s: '%s' is not a whole number", option->name,
                           text);
        break;
    case ER_OPTION_LIST: {
        er_text_list *list = (er_text_list *)(void *)field;
        const char **grown = realloc(list->items, (list->count + 1) * sizeof *grown);
        if (!grown) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
        list->items = grown;
        list->items[list->count++] = text;
        break;
    }
    }
    return ER_OK;
}

static er_status apply_common(er_context *ctx, const struct common *common,
                              er_invocation *invocation) {
    if (common->language) {
        if (er_same_text(common->language, "zh-TW") || er_same_text(common->language, "zh"))
            er_context_set_language(ctx, ER_LANG_ZH_TW);
        else if (er_same_text(common->language, "en"))
            er_context_set_language(ctx, ER_LANG_EN);
        else
            return er_fail(ctx, ER_ERR_USAGE, "--lang: '%s' is not one of en, zh-TW",
                           common->language);
    }
    if (common->threads != INT64_MIN) {
        if (common->threads < 1 || common->threads > 1024)
            return er_fail(ctx, ER_ERR_USAGE, "--threads: give a number from 1 to 1024");
        er_context_set_threads(ctx, (int)common->threads);
    }
    invocation->language_given = common->language != NULL;
    invocation->quiet = common->quiet;
    invocation->json = common->json;
    invocation->strict = common->strict;
    invocation->workspace = common->workspace;
    return ER_OK;
}

er_status er_parse_options(er_context *ctx, const er_command *command, int argc, char **argv,
                           er_invocation *invocation, bool *help_wanted) {
    struct common common = {0};
    const er_option *known[MAX_OPTIONS];
    void *targets[MAX_OPTIONS];
    struct option longs[MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 2];
    int count = 0, letters = 0;
    memset(longs, 0, sizeof longs);
    shorts[letters++] = ':';
    set_unset(er_common_options, &common);
    set_unset(command->options, invocation->options);
    for (int part = 0; part < 2; part++)
        for (const er_option *o = part ? er_common_options : command->options;
             o && o->name && count < MAX_OPTIONS; o++) {
            known[count] = o;
            targets[count] = part ? (void *)&common : invocation->options;
            longs[count].name = o->name;
            longs[count].has_arg = o->type == ER_OPTION_FLAG ? no_argument : required_argument;
            longs[count].val = 256 + count;
            if (o->letter) {
                shorts[letters++] = o->letter;
                if (o->type != ER_OPTION_FLAG) shorts[letters++] = ':';
            }
            count++;
        }
    shorts[letters] = '\0';
    opterr = 0;
    optind = 1;
    for (int value; (value = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        int index = -1;
        if (value >= 256)
            index = value - 256;
        else
            for (int i = 0; i < count; i++)
                if (known[i]->letter && known[i]->letter == value) index = i;
        if (index < 0) {
            const char *word = argv[optind - 1];
            if (value == ':')
                return er_fail(ctx, ER_ERR_USAGE, "%s needs a value; see 'evenreach %s --help'",
                               word, command->name);
            return er_fail(ctx, ER_ERR_USAGE, "%s is not an option here; see 'evenreach %s --help'",
                           word, command->name);
        }
        ER_TRY(take(ctx, known[index], targets[index], optarg));
    }
    *help_wanted = common.help;
    if (common.help) return apply_common(ctx, &common, invocation);
    ER_TRY(apply_common(ctx, &common, invocation));
    invocation->operands = (const char **)(void *)(argv + optind);
    invocation->operand_count = (size_t)(argc - optind);
    if (invocation->operand_count < command->operand_min)
        return er_fail(ctx, ER_ERR_USAGE, "%s is missing; see 'evenreach %s --help'",
                       command->operands, command->name);
    if (invocation->operand_count > command->operand_max)
        return er_fail(ctx, ER_ERR_USAGE, "'%s' is one word too many; see 'evenreach %s --help'",
                       invocation->operands[command->operand_max], command->name);
    for (const er_option *o = command->options; o && o->name; o++)
        if (o->required && !is_set(o, invocation->options))
            return er_fail(ctx, ER_ERR_USAGE, "--%s %s is missing; see 'evenreach %s --help'",
                           o->name, o->argument, command->name);
    if (command->needs_workspace && !invocation->workspace)
        return er_fail(ctx, ER_ERR_USAGE, "-w FILE is missing: name the workspace");
    return ER_OK;
}

void er_invocation_free(er_invocation *invocation, const er_command *command) {
    for (const er_option *o = command->options; invocation->options && o && o->name; o++)
        if (o->type == ER_OPTION_LIST)
            free(((er_text_list *)(void *)((char *)invocation->options + o->offset))->items);
    free(invocation->options);
    invocation->options = NULL;
}
