#include "cli/equity_lorenz.h"

#include <stdio.h>
#include <string.h>

enum { LINE = 80 }; /* two numbers of at most 31 bytes, a comma and a newline */

er_status er_equity_write_lorenz(er_context *ctx, const er_equity_table *table, const char *path) {
    static const char heading[] = "weight_share,value_share\n";
    double *weight = NULL, *value = NULL;
    char *text = NULL, *at, first[32], second[32];
    size_t count;
    ER_TRY(er_equity_lorenz(ctx, table, &weight, &value, &count));
    er_status status;
    ER_GOTO(status, end, er_alloc(ctx, count + 1, LINE, &text));
    at = stpcpy(text, heading);
    for (size_t i = 0; i < count; i++)
        at += snprintf(at, LINE, "%s,%s\n", er_format_double(weight[i], first),
                       er_format_double(value[i], second));
    status = er_file_write(ctx, path, text, (size_t)(at - text));
end:
    er_free(text);
    er_free(weight);
    er_free(value);
    return status;
}
