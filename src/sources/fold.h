/** Text folded for comparison: what people write in several ways becomes one way. */
#ifndef EVENREACH_SOURCES_FOLD_H
#define EVENREACH_SOURCES_FOLD_H

#include "evenreach/core.h"

/** Compatibility forms (NFKC: full-width letters and digits), case folding, character variants
 *  (src/sources/fold.c), and no white space, punctuation or control characters. Free with er_free.
 *  Text that is not UTF-8 gives an empty string. */
er_status er_fold(er_context *ctx, const char *text, char **out);

#endif
