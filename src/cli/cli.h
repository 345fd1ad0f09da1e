/** The command line: one table of commands, each with one table of options. Help, completion,
 *  the parser and the README check all read these tables. */
#ifndef EVENREACH_CLI_H
#define EVENREACH_CLI_H

#include "evenreach/core.h"

#include <stdio.h>

typedef enum er_option_type {
    ER_OPTION_FLAG,   /**< bool */
    ER_OPTION_TEXT,   /**< const char * */
    ER_OPTION_FILE,   /**< const char *, completed as a file name */
    ER_OPTION_NUMBER, /**< double, NAN when not given */
    ER_OPTION_INT,    /**< int64_t, INT64_MIN when not given */
    ER_OPTION_LIST    /**< er_text_list: the option may be repeated */
} er_option_type;

typedef struct er_text_list {
    const char **items;
    size_t count;
} er_text_list;

typedef struct er_option {
    const char *name; /**< without the dashes */
    char letter;      /**< short form, or 0 */
    er_option_type type;
    const char *argument; /**< what its argument is called in help; null for flags */
    bool required;
    const char *help; /**< English; looked up in the catalogue */
    size_t offset;    /**< of its field in the command's own options struct */
} er_option;

/** What every command gets. */
typedef struct er_invocation {
    er_context *ctx;
    void *options;         /**< the command's own struct, filled in */
    const char **operands; /**< words that are not options */
    size_t operand_count;
    bool strict;           /**< --strict: rejects and missed targets make the exit code 3 */
    bool json;             /**< --json */
    bool language_given;   /**< --lang; else a command may follow the study's language */
    bool quiet;            /**< --quiet: no progress, no informative lines */
    const char *workspace; /**< -w FILE, or null */
    FILE *out;             /**< data goes here */
    bool incomplete; /**< set by the command: done, but inputs were rejected or a target missed */
} er_invocation;

typedef struct er_command {
    const char *name;
    const char *summary;  /**< one line, English; looked up in the catalogue */
    const char *operands; /**< such as "STUDY.yaml", or null if it takes none */
    size_t operand_min;
    size_t operand_max;
    const er_option *options; /**< ends with a null name; may be null */
    size_t options_size;      /**< sizeof of the options struct */
    bool needs_workspace;
    void (*more_help)(er_context *ctx, FILE *out); /**< printed behind the options; may be null */
    er_status (*run)(er_invocation *invocation);
} er_command;

/** All commands, in the order of the help; ends with a null name. */
extern const er_command *const er_commands[];
extern const er_option er_common_options[];

const er_command *er_find_command(const char *name);

/** Fill `options` (zeroed by the caller) and the invocation from the words behind the command. */
er_status er_parse_options(er_context *ctx, const er_command *command, int argc, char **argv,
                           er_invocation *invocation, bool *help_wanted);
void er_invocation_free(er_invocation *invocation, const er_command *command);

void er_print_help(er_context *ctx, FILE *out);
void er_print_command_help(er_context *ctx, FILE *out, const er_command *command);
void er_print_version(FILE *out);
/** Shell words for `bash` or `zsh`. */
er_status er_print_completion(er_context *ctx, FILE *out, const char *shell);

/** Print a JSON document to the invocation's output and free it. */
er_status er_print_json(er_invocation *invocation, er_json *json);

/** The name of an operator, or words for stations that state none. */
const char *er_operator_title(const er_context *ctx, const char *operator_);

#endif
