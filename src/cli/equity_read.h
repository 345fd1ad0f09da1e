#ifndef EVENREACH_CLI_EQUITY_READ_H
#define EVENREACH_CLI_EQUITY_READ_H

#include "cli/cli.h"

/** The columns of a table that the indices need. */
typedef struct er_equity_columns {
    const char *path;
    const char *layer;    /**< null: the only one */
    const char *encoding; /**< null: detected */
    const char *value;
    const char *weight; /**< null: all 1 */
    const char *group;  /**< null: no groups */
} er_equity_columns;

/** The usable rows. Names are sorted by their bytes, so that group numbers do not depend on the
 *  order of rows. */
typedef struct er_equity_rows {
    double *value;
    double *weight;           /**< null: all 1 */
    uint32_t *group;          /**< null: no groups */
    const char **group_names; /**< in the arena */
    size_t count;
    size_t group_count;
    int64_t rejected;
} er_equity_rows;

/** Read the rows; each that can't be used is counted and named in a warning. Free with
 *  er_equity_rows_free. */
er_status er_equity_read(er_context *ctx, er_arena *arena, const er_equity_columns *columns,
                         er_equity_rows *out);
void er_equity_rows_free(er_equity_rows *rows);

#endif
