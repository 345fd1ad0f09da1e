#include "store/packed.h"

#include <string.h>
#include <zlib.h>

enum {
    HEAD = 8,          /* bytes of a BLOB before what is deflated */
    MOST_RATIO = 1032, /* of deflated bytes: 258 bytes from 2 bits (zlib's technical notes) */
    LEVEL = 6,         /* zlib's own choice between speed and size */
    NUMBER_BYTES = 10  /* of the longest number: 64 bits in sevens */
};

/* ---- in -------------------------------------------------------------------------------------- */

static er_status make_room(er_context *ctx, packed_writer *writer, size_t more) {
    return er_reserve(ctx, &writer->data, &writer->capacity, writer->size + more, 1);
}

er_status packed_put(er_context *ctx, packed_writer *writer, uint64_t number) {
    ER_TRY(make_room(ctx, writer, NUMBER_BYTES));
    for (; number >= 0x80; number >>= 7)
        writer->data[writer->size++] = (uint8_t)(number | 0x80);
    writer->data[writer->size++] = (uint8_t)number;
    return ER_OK;
}

er_status packed_put_text(er_context *ctx, packed_writer *writer, const char *text) {
    size_t length = strlen(text);
    ER_TRY(packed_put(ctx, writer, length));
    ER_TRY(make_room(ctx, writer, length));
    memcpy(writer->data + writer->size, text, length);
    writer->size += length;
    return ER_OK;
}

er_status packed_put_doubles(er_context *ctx, packed_writer *writer, const void *first,
                             size_t count, size_t stride) {
    ER_TRY(make_room(ctx, writer, 8 * count));
    uint8_t *planes = writer->data + writer->size;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, (const char *)first + i * stride, sizeof bits);
        for (size_t k = 0; k < 8; k++)
            planes[k * count + i] = (uint8_t)(bits >> (8 * k));
    }
    writer->size += 8 * count;
    return ER_OK;
}

er_status packed_finish(er_context *ctx, const packed_writer *writer, uint8_t **blob,
                        size_t *size) {
    uLongf deflated = compressBound((uLong)writer->size);
    ER_TRY(er_alloc(ctx, HEAD + deflated, 1, blob));
    for (int k = 0; k < HEAD; k++)
        (*blob)[k] = (uint8_t)((uint64_t)writer->size >> (8 * k));
    if (compress2(*blob + HEAD, &deflated, writer->data, (uLong)writer->size, LEVEL) != Z_OK) {
        er_free(*blob);
        *blob = NULL;
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    *size = HEAD + deflated;
    return ER_OK;
}

/* ---- out ------------------------------------------------------------------------------------- */

er_status packed_open(er_context *ctx, er_bytes blob, uint8_t **data, packed_reader *reader,
                      bool *sound) {
    uint64_t size = 0;
    *sound = false;
    *data = NULL;
    if (blob.size < HEAD) return ER_OK;
    for (int k = 0; k < HEAD; k++)
        size |= (uint64_t)blob.data[k] << (8 * k);
    /* what could not have come of so few bytes is not reserved for */
    if (size / MOST_RATIO > blob.size) return ER_OK;
    ER_TRY(er_alloc(ctx, (size_t)size + 1, 1, data));
    uLongf inflated = (uLongf)size;
    uLong deflated = (uLong)(blob.size - HEAD);
    int rc = uncompress2(*data, &inflated, blob.data + HEAD, &deflated);
    if (rc == Z_MEM_ERROR) {
        er_free(*data);
        *data = NULL;
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    *sound = rc == Z_OK && inflated == size && deflated == blob.size - HEAD;
    *reader = (packed_reader){*data, (size_t)size};
    return ER_OK;
}

bool packed_take(packed_reader *reader, uint64_t *number) {
    *number = 0;
    for (unsigned k = 0; k < NUMBER_BYTES && reader->left > 0; k++) {
        uint64_t part = *reader->at & 0x7f;
        bool last = !(*reader->at & 0x80);
        reader->at++;
        reader->left--;
        if (k == NUMBER_BYTES - 1 && part > 1) return false; /* beyond 64 bits */
        *number |= part << (7 * k);
        if (last) return true;
    }
    return false;
}

bool packed_take_text(packed_reader *reader, const char **text, size_t *length) {
    uint64_t size;
    if (!packed_take(reader, &size) || size > reader->left) return false;
    *text = (const char *)reader->at;
    *length = (size_t)size;
    reader->at += size;
    reader->left -= (size_t)size;
    return true;
}

bool packed_take_doubles(packed_reader *reader, void *first, size_t count, size_t stride) {
    if (count > reader->left / 8) return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = 0;
        for (size_t k = 0; k < 8; k++)
            bits |= (uint64_t)reader->at[k * count + i] << (8 * k);
        memcpy((char *)first + i * stride, &bits, sizeof bits);
    }
    reader->at += 8 * count;
    reader->left -= 8 * count;
    return true;
}
