/** GeoJSON read piece by piece: never more in memory than one feature. The bounds of the features
 *  are found by brackets and quotes alone; what they hold is json-c's to parse (chosen because the
 *  program has it already, parses strictly, checks UTF-8 and limits the depth). Independent of what
 *  writes the files. */
#ifndef EVENREACH_OUTPUTS_CHECK_STREAM_H
#define EVENREACH_OUTPUTS_CHECK_STREAM_H

#include "evenreach/core.h"

#include <json-c/json.h>
#include <stdio.h>

typedef struct er_check_stream er_check_stream;

/** A piece of the file, in its order. */
typedef enum er_check_piece {
    ER_CHECK_FEATURE,  /**< an element of `features`, or a record of a sequence */
    ER_CHECK_DOCUMENT, /**< what is around the features, they themselves left out; comes last */
    ER_CHECK_BROKEN,   /**< no JSON: `complaint` says why; nothing comes after it */
    ER_CHECK_END
} er_check_piece;

/** Read from an open file. Free with er_check_stream_free. */
er_status er_check_stream_new(er_context *ctx, FILE *file, bool is_sequence, er_check_stream **out);
void er_check_stream_free(er_check_stream *stream);
/** The next piece; *json is null but for a feature and the document, and lives until the next call.
 *  `complaint` is English, of the catalogue. ER_ERR_MEMORY and ER_ERR_IO only. */
er_status er_check_stream_next(er_context *ctx, er_check_stream *stream, er_check_piece *piece,
                               json_object **json, const char **complaint);

#endif
