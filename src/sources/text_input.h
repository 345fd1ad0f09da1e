/** The records of a text table as bytes: decoding of wide encodings, line ends inside quotes. */
#ifndef EVENREACH_SOURCES_TEXT_INPUT_H
#define EVENREACH_SOURCES_TEXT_INPUT_H

#include "evenreach/core.h"

typedef struct er_text_input er_text_input;

/** Open a file; `encoding` null: found by mark or by looking at all of it. */
er_status er_text_input_open(er_context *ctx, const char *path, const char *encoding,
                             er_text_input **out);
void er_text_input_close(er_text_input *input);
/** The encoding used. */
const char *er_text_input_encoding(const er_text_input *input);
/** Back to the first record. */
er_status er_text_input_rewind(er_context *ctx, er_text_input *input);
/** The next record without its line end, in UTF-8 with a NUL behind, to be changed at will until
 *  the next call; blank ones are skipped. `separator` tells where a quote may open a field. A
 *  record whose bytes are not of the encoding comes with *valid false and each such byte written
 *  as \xHH. */
er_status er_text_input_next(er_context *ctx, er_text_input *input, char separator, char **record,
                             size_t *length, bool *valid, bool *more);

#endif
