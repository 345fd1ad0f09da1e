/** A table for people: cells in rows, columns as wide as their widest cell. */
#ifndef EVENREACH_CORE_COLUMNS_H
#define EVENREACH_CORE_COLUMNS_H

#include "evenreach/core.h"

#include <stdio.h>

typedef struct er_columns er_columns;

/** A table of `width` columns (1 or more), printed two spaces from the left edge. */
er_status er_columns_new(er_context *ctx, size_t width, er_columns **out);
void er_columns_free(er_columns *columns);

/* Each fills the next cell, from left to right, row by row. A failure is kept until the printing.
 */

/** Left-aligned; a null text is an empty cell. */
void er_columns_text(er_columns *columns, const char *text);
/** Right-aligned, for the heading over a number. */
void er_columns_right(er_columns *columns, const char *text);
enum { ER_NUMBER_TEXT = 96 };
/** The number as a table shows it: commas between thousands, `decimals` (0 to 12); a dash if not
 *  finite. `buffer` holds ER_NUMBER_TEXT bytes. Returns buffer. */
const char *er_number_text(double value, int decimals, char *buffer);
/** Right-aligned with commas between thousands and `decimals` (0 to 12); a dash if not finite. */
void er_columns_number(er_columns *columns, double value, int decimals);
/** Fill the rest of the row with empty cells. */
void er_columns_end_row(er_columns *columns);

/** Blank in place what would move the cursor, colour the terminal or turn a line around, as every
 *  cell is: for a name out of a file that is printed beside a table. */
void er_columns_plain(char *text);

/** Print and empty the table. */
er_status er_columns_print(er_columns *columns, FILE *out);

#endif
