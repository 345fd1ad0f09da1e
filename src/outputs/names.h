/** Names of columns and files, made from names that people wrote. */
#ifndef EVENREACH_OUTPUTS_NAMES_H
#define EVENREACH_OUTPUTS_NAMES_H

#include "evenreach/core.h"

/** The name in snake_case of a-z, 0-9 and _, safe as a column and as a file name; `fallback` and
 *  the number (from 1) where the text has no such character ("operator_2"). In the arena. */
er_status er_column_name(er_context *ctx, er_arena *arena, const char *text, const char *fallback,
                         size_t number, const char **out);

/** English plural of a snake_case noun: county, counties; town, towns. In the arena. */
er_status er_plural(er_context *ctx, er_arena *arena, const char *noun, const char **out);

#endif
