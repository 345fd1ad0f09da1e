/** A trend for people and for programs. */
#ifndef EVENREACH_CLI_TREND_PRINT_H
#define EVENREACH_CLI_TREND_PRINT_H

#include "cli/cli.h"
#include "evenreach/store.h"

typedef struct er_trend_view {
    er_invocation *invocation;
    er_store *store;
    er_arena *arena;
    er_run run;
    er_trend_row *rows; /**< in the order of the run: year by year */
    size_t count;
} er_trend_view;

/** `only`: this scheme alone; null: all. */
er_status er_trend_print_text(const er_trend_view *view, const char *only);
er_status er_trend_print_json(const er_trend_view *view, const char *only);

#endif
