#ifndef EVENREACH_CLI_BALANCE_PRINT_H
#define EVENREACH_CLI_BALANCE_PRINT_H

#include "cli/cli.h"
#include "evenreach/analysis.h"

/** A balance run, read back. */
typedef struct er_balance_view {
    er_invocation *invocation;
    er_store *store;
    er_arena *arena;
    const er_balance_row *rows;
    size_t row_count;
} er_balance_view;

/** One scheme as tables for people: lines by group, then the indices. */
er_status er_balance_print_text(const er_balance_view *view, const er_scheme *scheme);
/** One scheme as an object: its lines, and in each the measures by subject. */
er_status er_balance_json(const er_balance_view *view, const er_scheme *scheme, er_json **out);

#endif
