/** The small server of an output folder: GET and HEAD of its files, nothing else, for viewers that
 *  want addresses. Its parts; the way in is er_view (evenreach/outputs.h). */
#ifndef EVENREACH_OUTPUTS_SERVE_H
#define EVENREACH_OUTPUTS_SERVE_H

#include "evenreach/core.h"

#include <sys/types.h>

struct MHD_Connection;
struct MHD_Response;

/** A file's place below the folder, at most so long. */
enum { ER_SERVE_PATH_LIMIT = 512 };

/** The place below the folder that the path of a request (escaped as it came, without its query)
 *  asks for: "" for the folder itself. False for what is no place of a file: escapes that are not
 *  whole, escaped slashes, backslashes, control characters and NUL, bytes that are not UTF-8, empty
 *  names, names that begin with a dot ("..", ".evenreach" and all hidden files), what is too long.
 */
bool er_serve_path(const char *request, char out[ER_SERVE_PATH_LIMIT]);

/** Open the regular file at a place below the folder `root` (a descriptor), following no link of
 *  any kind. -1: there is none that may be seen. */
int er_serve_open(int root, const char *place, off_t *size, struct timespec *changed);

/** What a file is, by its name's end; octets where that is not known. */
const char *er_serve_type(const char *place);

/** The part of a file of `size` bytes that a Range header asks for. */
typedef enum er_range { ER_RANGE_WHOLE, ER_RANGE_PART, ER_RANGE_NONE } er_range;

/** "bytes=A-B", "bytes=A-" or "bytes=-N" (RFC 9110, section 14). Anything else, and several parts
 *  at once, are the whole. ER_RANGE_NONE: begins past the end. */
er_range er_serve_range(const char *header, uint64_t size, uint64_t *first, uint64_t *length);

/** The text as it may stand in HTML, and as one name of an address; in the arena. */
er_status er_html_text(er_context *ctx, er_arena *arena, const char *text, const char **out);
er_status er_address_text(er_context *ctx, er_arena *arena, const char *text, const char **out);

/** The page that lists the folder's files that er_serve_open opens; `root` is its descriptor.
 *  `*out` is malloc'd. */
er_status er_serve_index(er_context *ctx, const char *folder, int root, char **out, size_t *size);

/** A tile "Z/X/Y.pbf" (Y counted from the north) of the folder's evenreach.mbtiles; `*out` is
 *  malloc'd, null where there is no such tile. False where the name is none of a tile. */
bool er_serve_tile(const char *folder, const char *name, void **out, size_t *size);

#endif
