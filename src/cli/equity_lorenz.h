#ifndef EVENREACH_CLI_EQUITY_LORENZ_H
#define EVENREACH_CLI_EQUITY_LORENZ_H

#include "evenreach/equity.h"

/** Write the points of a table's Lorenz curve to a CSV file of two columns, weight_share and
 *  value_share: the old file or the new one stands there, never half of it. */
er_status er_equity_write_lorenz(er_context *ctx, const er_equity_table *table, const char *path);

#endif
