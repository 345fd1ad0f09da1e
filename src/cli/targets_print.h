/** What a run of the step "targets" says, as JSON and as a table for people. */
#ifndef EVENREACH_CLI_TARGETS_PRINT_H
#define EVENREACH_CLI_TARGETS_PRINT_H

#include "cli/cli.h"
#include "core/columns.h"
#include "evenreach/store.h"

typedef struct er_targets_shown {
    er_target_row *rows; /**< of one run: by code, year, then variants, "main" first */
    size_t row_count;
    er_target *published; /**< what is loaded, for the documents */
    size_t published_count;
    er_run run;
    int64_t missed;   /**< main rows */
    const char *code; /**< only of this target; null: of all */
    bool variants;    /**< for people: every definition, too */
} er_targets_shown;

er_status er_print_targets_json(er_invocation *invocation, const er_targets_shown *shown);
er_status er_print_targets_table(er_invocation *invocation, const er_targets_shown *shown);

/* ---- shared by the tables for people --------------------------------------------------------- */

bool er_target_is_shown(const er_targets_shown *shown, const er_target_row *row);
/** Where a main row is published, or null. */
const char *er_target_document(const er_targets_shown *shown, const er_target_row *row);
/** As many for every figure of a row, so that they stand under each other: two of a percentage,
 * four of a share, none of whole numbers. */
int er_target_decimals(const er_target_row *row);
/** A row of headings; bit i of `numbers`: column i is of numbers. */
void er_target_headings(er_context *ctx, er_columns *table, const char *const *headings,
                        size_t count, unsigned numbers);
/** Definition, source and reason of every target, and its variants where they are asked for. */
er_status er_print_targets_texts(er_invocation *invocation, const er_targets_shown *shown);

#endif
