/* An operator as tables for people name it. */
#include "cli/cli.h"

#include "evenreach/analysis.h"

#include <string.h>

const char *er_operator_title(const er_context *ctx, const char *operator_) {
    return strcmp(operator_, ER_NO_OPERATOR) == 0 ? er_text(ctx, "(not stated)") : operator_;
}
