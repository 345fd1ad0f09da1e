/** A file of JSON text that is written from its beginning to its end, through one large buffer and
 *  without a formatted print a number. */
#ifndef EVENREACH_OUTPUTS_JSON_TEXT_H
#define EVENREACH_OUTPUTS_JSON_TEXT_H

#include "evenreach/core.h"

enum { ER_JSON_TEXT_ROOM = 1 << 18 };

typedef struct er_json_text {
    const char *path; /**< the caller's, for as long as the file is open */
    int file;
    char *buffer;      /**< ER_JSON_TEXT_ROOM bytes */
    size_t used;       /**< of them */
    int64_t flushed;   /**< bytes before them */
    int failure;       /**< errno of the first write that failed; nothing is written after it */
    bool escape_slash; /**< texts are put with \/ for / */
} er_json_text;

/** A new file, or an old one emptied. */
er_status er_json_text_open(er_context *ctx, const char *path, er_json_text *out);
/** What is still in the buffer goes into the file, which is closed. ER_ERR_IO, with the path and
 *  the reason, if not everything could be written. */
er_status er_json_text_close(er_context *ctx, er_json_text *text);
/** The same line if something could not be written so far. */
er_status er_json_text_check(er_context *ctx, const er_json_text *text);
/** Close after a failure; the path may be null: not open. */
void er_json_text_abandon(er_json_text *text);
/** Bytes from the beginning to here. */
int64_t er_json_text_at(const er_json_text *text);
/** What is put next goes over the bytes from an earlier place on. */
void er_json_text_seek(er_json_text *text, int64_t at);

/** Bytes as they are, of any size. */
void er_json_text_raw(er_json_text *text, const char *bytes, size_t size);
/** A text as it is. */
void er_json_text_put(er_json_text *text, const char *words);
/** A text as a JSON string with its quotes; null: null. */
void er_json_text_string(er_json_text *text, const char *value);
void er_json_text_int(er_json_text *text, int64_t value);

/** A finite number rounded to `decimals` (0 to 7) behind the point as printf's %.*f rounds it: the
 *  exact value of the double counts, and what is exactly between goes to the even digit. With
 *  `trim`, zeros at its end are left out, but for one behind the point. */
void er_json_text_fixed(er_json_text *text, double value, int decimals, bool trim);
/** A finite number that was rounded to `decimals`, with at most 15 figures (or, with `exact`, with
 *  so many that it reads back as itself: 17, or up to three fewer where those show six nines or
 *  zeros in a row, the noise of the last bit); always with a point or an exponent. */
void er_json_text_real(er_json_text *text, double value, int decimals, bool exact);

#endif
