/** Options of the commands that write layers, tables and the summary: export and run. */
#ifndef EVENREACH_CLI_EXPORT_OPTIONS_H
#define EVENREACH_CLI_EXPORT_OPTIONS_H

#include "cli/cli.h"
#include "evenreach/outputs.h"

#include <stddef.h>

typedef struct er_write_options {
    er_text_list levels;
    bool bom;
    bool force;
} er_write_options;

/** Their rows of a command's option table; `at` is the offset of its er_write_options. */
#define ER_WRITE_OPTIONS(at)                                                                       \
    {"level",                                                                                      \
     0,                                                                                            \
     ER_OPTION_LIST,                                                                               \
     "LEVEL",                                                                                      \
     false,                                                                                        \
     "make a map layer of this level although it is large; may be repeated",                       \
     (at) + offsetof(er_write_options, levels)},                                                   \
        {"bom",                                                                                    \
         0,                                                                                        \
         ER_OPTION_FLAG,                                                                           \
         NULL,                                                                                     \
         false,                                                                                    \
         "begin tables with a byte order mark, for spreadsheets that need it",                     \
         (at) + offsetof(er_write_options, bom)},                                                  \
    {                                                                                              \
        "force", 0, ER_OPTION_FLAG, NULL, false,                                                   \
            "write into a folder that holds other files, and over files of the same names",        \
            (at) + offsetof(er_write_options, force)                                               \
    }

/** As er_export takes them; valid as long as `options`. */
static inline er_export_options er_export_how(const er_write_options *options) {
    return (er_export_options){.levels = options->levels.items,
                               .level_count = options->levels.count,
                               .bom = options->bom,
                               .force = options->force};
}

#endif
