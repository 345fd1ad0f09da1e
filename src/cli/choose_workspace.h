/** `choose` on a workspace: the questions of a study, answered from its coverage. */
#ifndef EVENREACH_CLI_CHOOSE_WORKSPACE_H
#define EVENREACH_CLI_CHOOSE_WORKSPACE_H

#include "cli/cli.h"

#include <stddef.h>

typedef struct er_choose_workspace_options {
    const char *study;
    const char *question;
    const char *scenario;
    int64_t plan;
} er_choose_workspace_options;

/** Their rows of the command's option table; `at` is the offset of its
 *  er_choose_workspace_options. */
#define ER_CHOOSE_WORKSPACE_OPTIONS(at)                                                            \
    {"study",                                                                                      \
     0,                                                                                            \
     ER_OPTION_FILE,                                                                               \
     "STUDY.yaml",                                                                                 \
     false,                                                                                        \
     "with -w: the study whose questions are answered",                                            \
     (at) + offsetof(er_choose_workspace_options, study)},                                         \
        {"question",                                                                               \
         0,                                                                                        \
         ER_OPTION_TEXT,                                                                           \
         "NAME",                                                                                   \
         false,                                                                                    \
         "with -w: answer this question alone",                                                    \
         (at) + offsetof(er_choose_workspace_options, question)},                                  \
        {"scenario",                                                                               \
         0,                                                                                        \
         ER_OPTION_FILE,                                                                           \
         "FILE",                                                                                   \
         false,                                                                                    \
         "with -w: write a workspace in which a plan is built, to be compared with this one",      \
         (at) + offsetof(er_choose_workspace_options, scenario)},                                  \
    {                                                                                              \
        "plan", 0, ER_OPTION_INT, "N", false, "with --scenario: number of the plan (default: 1)",  \
            (at) + offsetof(er_choose_workspace_options, plan)                                     \
    }

/** Answer, print, and write the scenario that is asked for. */
er_status er_choose_on_workspace(er_invocation *invocation,
                                 const er_choose_workspace_options *options);
/** ER_ERR_USAGE if one of them is given without -w. */
er_status er_choose_without_workspace(er_context *ctx, const er_choose_workspace_options *options);

#endif
