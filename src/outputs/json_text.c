#include "outputs/json_text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

er_status er_json_text_open(er_context *ctx, const char *path, er_json_text *out) {
    *out = (er_json_text){.path = NULL, .file = -1};
    ER_TRY(er_alloc(ctx, ER_JSON_TEXT_ROOM, 1, &out->buffer));
    out->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out->file < 0) {
        er_free(out->buffer);
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path, strerror(errno));
    }
    out->path = path;
    return ER_OK;
}

static void flush(er_json_text *text) {
    for (size_t at = 0; !text->failure && at < text->used;) {
        ssize_t put = write(text->file, text->buffer + at, text->used - at);
        if (put > 0)
            at += (size_t)put;
        else if (put == 0 || errno != EINTR)
            text->failure = put == 0 ? ENOSPC : errno;
    }
    text->flushed += (int64_t)text->used;
    text->used = 0;
}

er_status er_json_text_check(er_context *ctx, const er_json_text *text) {
    if (!text->failure) return ER_OK;
    if (text->failure == ENOSPC)
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written; is the disc full?", text->path);
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", text->path, strerror(text->failure));
}

er_status er_json_text_close(er_context *ctx, er_json_text *text) {
    flush(text);
    int closed = close(text->file);
    if (closed != 0 && !text->failure) text->failure = errno;
    er_status status = er_json_text_check(ctx, text);
    er_free(text->buffer);
    *text = (er_json_text){.path = NULL, .file = -1};
    return status;
}

void er_json_text_abandon(er_json_text *text) {
    if (!text->path) return;
    close(text->file);
    er_free(text->buffer);
    text->path = NULL;
}

int64_t er_json_text_at(const er_json_text *text) {
    return text->flushed + (int64_t)text->used;
}

void er_json_text_seek(er_json_text *text, int64_t at) {
    flush(text);
    text->flushed = at;
    if (!text->failure && lseek(text->file, (off_t)at, SEEK_SET) < 0) text->failure = errno;
}

void er_json_text_raw(er_json_text *text, const char *bytes, size_t size) {
    while (size > 0) {
        if (text->used == ER_JSON_TEXT_ROOM) flush(text);
        size_t room = ER_JSON_TEXT_ROOM - text->used, part = size < room ? size : room;
        memcpy(text->buffer + text->used, bytes, part);
        text->used += part;
        bytes += part;
        size -= part;
    }
}

void er_json_text_put(er_json_text *text, const char *words) {
    er_json_text_raw(text, words, strlen(words));
}

/* ---- strings --------------------------------------------------------------------------------- */

/** The letter behind the backslash; 0: there is no short form. */
static char short_escape(unsigned char byte) {
    switch (byte) {
    case '\b':
        return 'b';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\f':
        return 'f';
    case '"':
    case '\\':
    case '/':
        return (char)byte;
    default:
        return '\0';
    }
}

static bool is_plain(const er_json_text *text, unsigned char byte) {
    return byte >= 0x20 && byte != '"' && byte != '\\' && !(byte == '/' && text->escape_slash);
}

static void put_escaped(er_json_text *text, unsigned char byte) {
    static const char digits[] = "0123456789abcdef";
    char letter = short_escape(byte);
    const char brief[] = {'\\', letter};
    const char full[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    er_json_text_raw(text, letter ? brief : full, letter ? sizeof brief : sizeof full);
}

void er_json_text_string(er_json_text *text, const char *value) {
    if (!value) {
        er_json_text_put(text, "null");
        return;
    }
    er_json_text_raw(text, "\"", 1);
    while (*value) {
        size_t plain = 0;
        while (value[plain] && is_plain(text, (unsigned char)value[plain]))
            plain++;
        er_json_text_raw(text, value, plain);
        value += plain;
        if (*value) put_escaped(text, (unsigned char)*value++);
    }
    er_json_text_raw(text, "\"", 1);
}
