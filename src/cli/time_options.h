/** Options that say which day a step is of. */
#ifndef EVENREACH_CLI_TIME_OPTIONS_H
#define EVENREACH_CLI_TIME_OPTIONS_H

#include "cli/cli.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#include <stddef.h>

typedef struct er_time_options {
    const char *as_of;
    bool planned;
} er_time_options;

/** Their rows of a command's option table; `at` is the offset of its er_time_options. */
#define ER_TIME_OPTIONS(at)                                                                        \
    {"as-of",                                                                                      \
     0,                                                                                            \
     ER_OPTION_TEXT,                                                                               \
     "DATE",                                                                                       \
     false,                                                                                        \
     "only what is there on this day (of a month or year its last one), in place of the study's",  \
     (at) + offsetof(er_time_options, as_of)},                                                     \
    {                                                                                              \
        "planned", 0, ER_OPTION_FLAG, NULL, false, "count planned rows from their date on",        \
            (at) + offsetof(er_time_options, planned)                                              \
    }

/** Put the options in place of the study's day. ER_ERR_USAGE for what is no date. A day that lies
 *  in the future is warned about. */
er_status er_time_options_apply(er_context *ctx, er_arena *arena, const er_time_options *options,
                                er_study *study);
/** The same for a step behind coverage, which is of the day of the newest coverage run: the study
 *  (null: none was given) has that day then, and another one is refused. */
er_status er_time_options_adopt(er_context *ctx, er_store *store, er_arena *arena,
                                const er_time_options *options, er_study *study);
/** ER_ERR_USAGE for --planned where the study has no day to count it on. */
er_status er_time_options_check(er_context *ctx, const er_time_options *options,
                                const er_study *study);

#endif
