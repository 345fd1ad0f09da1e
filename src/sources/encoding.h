/** Finding and undoing the encoding of text. */
#ifndef EVENREACH_SOURCES_ENCODING_H
#define EVENREACH_SOURCES_ENCODING_H

#include "evenreach/core.h"

#include <iconv.h>

/** What the lines of a text look like. Fed line by line; see er_encoding_decide. */
typedef struct er_encoding_survey {
    uint64_t lines_utf8;    /**< not plain ASCII, valid UTF-8 */
    uint64_t lines_foreign; /**< not UTF-8 */
} er_encoding_survey;

void er_encoding_look(er_encoding_survey *survey, const char *line, size_t length);
/** "UTF-8" or "CP950". Text of one encoding hardly ever has lines valid in the other, so a file
 *  with more UTF-8 lines than others is UTF-8 with damaged rows. */
const char *er_encoding_decide(const er_encoding_survey *survey);
/** Encoding that a byte order mark names, and the mark's size; null without one. */
const char *er_encoding_of_mark(const char *bytes, size_t length, size_t *mark_size);

/** A converter to UTF-8; ER_ERR_USAGE with a plain line for an unknown name. Close with
 *  iconv_close. */
er_status er_encoding_open(er_context *ctx, const char *encoding, iconv_t *out);
/** Convert a whole text into *buffer (grown as needed; a NUL behind). Returns ER_ERR_INPUT, and
 *  sets no line, if the bytes are not of that encoding. */
er_status er_encoding_convert(er_context *ctx, iconv_t converter, const char *text, size_t length,
                              char **buffer, size_t *capacity, size_t *out_length);
/** Text with each byte that is not part of valid UTF-8 written as \xHH, for messages and records;
 *  into *buffer as above. */
er_status er_encoding_escape(er_context *ctx, const char *text, size_t length, char **buffer,
                             size_t *capacity, size_t *out_length);

#endif
