/** Options that take the place of what a study asks of the signal models. */
#ifndef EVENREACH_CLI_RADIO_OPTIONS_H
#define EVENREACH_CLI_RADIO_OPTIONS_H

#include "cli/cli.h"
#include "evenreach/study.h"

#include <stddef.h>

typedef struct er_radio_options {
    const char *model;
    const char *preset;
    double resolution_m;
} er_radio_options;

/** Their rows of a command's option table; `at` is the offset of its er_radio_options. */
#define ER_RADIO_OPTIONS(at)                                                                       \
    {"model",                                                                                      \
     0,                                                                                            \
     ER_OPTION_TEXT,                                                                               \
     "MODEL",                                                                                      \
     false,                                                                                        \
     "disc, tr38901 or p1812, in place of the study's model",                                      \
     (at) + offsetof(er_radio_options, model)},                                                    \
        {"preset",                                                                                 \
         0,                                                                                        \
         ER_OPTION_TEXT,                                                                           \
         "NAME",                                                                                   \
         false,                                                                                    \
         "what counts as covered, in place of the study's levels; see below",                      \
         (at) + offsetof(er_radio_options, preset)},                                               \
    {                                                                                              \
        "resolution-m", 0, ER_OPTION_NUMBER, "M", false,                                           \
            "side of a cell, in place of the study's",                                             \
            (at) + offsetof(er_radio_options, resolution_m)                                        \
    }

/** Put the options in place of the study's figures. ER_ERR_USAGE for what can't be. */
er_status er_radio_options_apply(er_context *ctx, er_arena *arena, const er_radio_options *options,
                                 er_study *study);

/** The presets with their titles, levels and sources. */
void er_print_coverage_presets(er_context *ctx, FILE *out);

#endif
