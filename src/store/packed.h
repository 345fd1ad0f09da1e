/** store/packed.h: what a coverage run served, packed into a BLOB each way.
 *
 * A packed BLOB: the number of bytes within (8, the lowest first), then these deflated (RFC 1950).
 * Within stand whole numbers of 7 bits a byte, the lowest first, the top bit set but in the last;
 * and columns of doubles, as 8 planes: the lowest bytes of all of them first. Such planes deflate
 * to about two thirds of what the doubles would.
 */
#ifndef EVENREACH_STORE_PACKED_H
#define EVENREACH_STORE_PACKED_H

#include "evenreach/store.h"

/** Most cells of a mask: a square of 4,096. */
#define STORE_MASK_CELLS ((int64_t)1 << 24)

/** Bytes on their way in; free `data` with er_free. */
typedef struct packed_writer {
    uint8_t *data;
    size_t size;
    size_t capacity;
} packed_writer;

er_status packed_put(er_context *ctx, packed_writer *writer, uint64_t number);
/** Text behind its length. */
er_status packed_put_text(er_context *ctx, packed_writer *writer, const char *text);
/** A column: `count` doubles, `stride` bytes apart. */
er_status packed_put_doubles(er_context *ctx, packed_writer *writer, const void *first,
                             size_t count, size_t stride);
/** The BLOB; free with er_free. */
er_status packed_finish(er_context *ctx, const packed_writer *writer, uint8_t **blob, size_t *size);

/** Bytes on their way out. Every taking is false where the bytes end before it does. */
typedef struct packed_reader {
    const uint8_t *at;
    size_t left;
} packed_reader;

/** Inflate a BLOB; *data is to be freed with er_free. False in *sound where it is damaged. */
er_status packed_open(er_context *ctx, er_bytes blob, uint8_t **data, packed_reader *reader,
                      bool *sound);
bool packed_take(packed_reader *reader, uint64_t *number);
/** The text's bytes, which are not ended by a zero. */
bool packed_take_text(packed_reader *reader, const char **text, size_t *length);
bool packed_take_doubles(packed_reader *reader, void *first, size_t count, size_t stride);

/* ---- packed_cover.c: discs and masks --------------------------------------------------------- */

/** Free *blob with er_free. */
er_status packed_from_discs(er_context *ctx, const er_cover_disc *discs, size_t count,
                            uint8_t **blob, size_t *size);
/** ER_ERR_STORE that names `path` unless these are `count` discs that lie on the Earth, each with a
 *  radius above 0. */
er_status packed_to_discs(er_context *ctx, er_arena *arena, const char *path, er_bytes blob,
                          size_t count, er_cover_disc **discs);

/** Free *blob with er_free. */
er_status packed_from_states(er_context *ctx, const uint8_t *states, size_t cells, uint8_t **blob,
                             size_t *size);
/** ER_ERR_STORE that names `path` unless these are so many states. */
er_status packed_to_states(er_context *ctx, er_arena *arena, const char *path, er_bytes blob,
                           size_t cells, uint8_t **states);

#endif
