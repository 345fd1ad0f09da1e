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

/** The options of a command and the common ones, as getopt_long wants them. */
struct known {
    const er_option *options[MAX_OPTIONS];
    void *targets[MAX_OPTIONS]; /**< struct that holds each option's field */
    struct option longs[MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 2]; /**< a letter and a colon each, one colon before, NUL */
    int count;
};

/* getopt_long returns this and the option's index for a long name, a letter for a short one. */
enum { FIRST_LONG = 256 };

static void add_known(struct known *known, const er_option *options, void *target) {
    size_t letters = strlen(known->shorts);
    for (const er_option *o = options; o && o->name && known->count < MAX_OPTIONS; o++) {
        bool is_flag = o->type == ER_OPTION_FLAG;
        known->options[known->count] = o;
        known->targets[known->count] = target;
        known->longs[known->count] =
            (struct option){.name = o->name,
                            .has_arg = is_flag ? no_argument : required_argument,
                            .val = FIRST_LONG + known->count};
        if (o->letter) {
            known->shorts[letters++] = o->letter;
            if (!is_flag) known->shorts[letters++] = ':';
        }
        known->count++;
    }
}

/** Index of the option that getopt_long found; -1 if none. */
static int index_of(const struct known *known, int value) {
    if (value >= FIRST_LONG) return value - FIRST_LONG;
    for (int i = 0; i < known->count; i++)
        if (known->options[i]->letter && known->options[i]->letter == value) return i;
    return -1;
}

static er_status take_words(er_context *ctx, const er_command *command, const struct known *known,
                            int argc, char **argv) {
    opterr = 0;
    optind = 1;
    for (int value; (value = getopt_long(argc, argv, known->shorts, known->longs, NULL)) != -1;) {
        int index = index_of(known, value);
        if (index < 0 && value == ':')
            return er_fail(ctx, ER_ERR_USAGE, "%s needs a value; see 'evenreach %s --help'",
                           argv[optind - 1], command->name);
        if (index < 0)
            return er_fail(ctx, ER_ERR_USAGE, "%s is not an option here; see 'evenreach %s --help'",
                           argv[optind - 1], command->name);
        ER_TRY(take(ctx, known->options[index], known->targets[index], optarg));
    }
    return ER_OK;
}

static er_status check_complete(er_context *ctx, const er_command *command,
                                const er_invocation *invocation) {
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

er_status er_parse_options(er_context *ctx, const er_command *command, int argc, char **argv,
                           er_invocation *invocation, bool *help_wanted) {
    struct common common = {0};
    struct known known = {.shorts = ":"}; /* tells a missing value from an unknown option */
    set_unset(er_common_options, &common);
    set_unset(command->options, invocation->options);
    add_known(&known, command->options, invocation->options);
    add_known(&known, er_common_options, &common);
    ER_TRY(take_words(ctx, command, &known, argc, argv));
    ER_TRY(apply_common(ctx, &common, invocation));
    *help_wanted = common.help;
    if (common.help) return ER_OK;
    invocation->operands = (const char **)(void *)(argv + optind);
    invocation->operand_count = (size_t)(argc - optind);
    return check_complete(ctx, command, invocation);
}

void er_invocation_free(er_invocation *invocation, const er_command *command) {
    for (const er_option *o = command->options; invocation->options && o && o->name; o++)
        if (o->type == ER_OPTION_LIST)
            free(((er_text_list *)(void *)((char *)invocation->options + o->offset))->items);
    free(invocation->options);
    invocation->options = NULL;
}
