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
    const er_scorecard_row *cards;
    size_t card_count;
    const er_lever_row *levers;
    size_t lever_count;
    const er_balance_unit_row *unit_rows;
    size_t unit_row_count;
    const er_unit *units; /**< of all levels */
    size_t unit_count;
    const char *scheme;  /**< shown alone; null: all */
    const char *subject; /**< shown alone in scorecard and ranking; null: all */
    const char *level;   /**< whose units are ranked; null: none */
} er_balance_view;

/** One scheme as tables for people: lines by group, then the indices. */
er_status er_balance_print_text(const er_balance_view *view, const er_scheme *scheme);
/** One scheme as an object: its lines, and in each the measures by subject. */
er_status er_balance_json(const er_balance_view *view, const er_scheme *scheme, er_json **out);

/** The unit of an id, or null. */
const er_unit *er_balance_view_unit(const er_balance_view *view, int64_t id);
/** What a subject measures, in the language of the output. */
const char *er_balance_topic_title(const er_balance_view *view, const char *subject);
/** What a cluster's name means, in the language of the output; "" for none. */
const char *er_balance_cluster_title(const er_context *ctx, const char *cluster);

/** How far from even each subject is, and in words. */
er_status er_balance_print_scorecard(const er_balance_view *view, const er_scheme *scheme);
er_json *er_balance_scorecard_json(const er_balance_view *view);
er_json *er_balance_levers_json(const er_balance_view *view);

/** The units of a level by their rank, one table a subject. */
er_status er_balance_print_units(const er_balance_view *view);
er_status er_balance_units_json(const er_balance_view *view, er_json **out);

#endif
