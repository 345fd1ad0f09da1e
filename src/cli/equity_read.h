#ifndef EVENREACH_CLI_EQUITY_READ_H
#define EVENREACH_CLI_EQUITY_READ_H

#include "cli/cli.h"

/** The columns of a table that the indices need. */
typedef struct er_equity_columns {
    const char *path;
    const char *layer;    /**< null: the only one */
    const char *encoding; /**< null: detected */
    const char *value;
    const char *weight;  /**< null: all 1 */
    const char *group;   /**< null: no groups */
    const char *order;   /**< null: nothing to rank by */
    const char *cluster; /**< null: every row is drawn by itself */
} er_equity_columns;

/** What rows are called in a column, by number. Numbered by the bytes of the names, so that they do
 *  not depend on the order of rows. */
typedef struct er_equity_labels {
    uint32_t *of_row;   /**< null: there is no such column */
    const char **names; /**< in the arena */
    size_t count;
} er_equity_labels;

/** The usable rows. */
typedef struct er_equity_rows {
    double *value;
    double *weight;  /**< null: all 1 */
    double *order;   /**< null: none */
    int64_t *number; /**< of each row in the file */
    er_equity_labels groups;
    er_equity_labels clusters;
    size_t count;
    int64_t rejected;
} er_equity_rows;

/** Read the rows; each that can't be used is counted and named in a warning. Free with
 *  er_equity_rows_free. */
er_status er_equity_read(er_context *ctx, er_arena *arena, const er_equity_columns *columns,
                         er_equity_rows *out);
void er_equity_rows_free(er_equity_rows *rows);

#endif
