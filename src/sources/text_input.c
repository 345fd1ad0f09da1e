#include "sources/text_input.h"

#include "sources/encoding.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    CHUNK = 1 << 20,
    RECORD_LIMIT = 16 << 20 /**< bytes of one record: an unclosed quote must not eat the memory */
};

struct er_text_input {
    char *path;
    FILE *file;
    char encoding[48];
    iconv_t stream; /**< for wide encodings: the whole stream is converted; else (iconv_t)-1 */
    iconv_t record; /**< for others but UTF-8: each record is converted; else (iconv_t)-1 */
    long first;     /**< offset of the first byte behind the byte order mark */
    char *raw;      /**< bytes not converted yet (stream only) */
    size_t raw_used;
    char *buffer;
    size_t capacity;
    size_t start; /**< of the current record */
    size_t end;   /**< of what is read */
    bool ended;
    char *converted;
    size_t converted_capacity;
    char *escaped;
    size_t escaped_capacity;
    uint64_t records;
};

static const iconv_t no_converter = (iconv_t)-1;

static er_status read_failure(er_context *ctx, const er_text_input *input) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be read: %s", input->path, strerror(errno));
}

/** Convert what can be of raw bytes and append it; a bad unit becomes the byte FF, which is in no
 *  UTF-8 text, so that its record is found to be damaged. */
static er_status append_converted(er_context *ctx, er_text_input *input) {
    char *from = input->raw;
    size_t left = input->raw_used;
    while (left > 0) {
        ER_TRY(er_reserve(ctx, &input->buffer, &input->capacity, input->end + 2 * left + 8, 1));
        char *to = input->buffer + input->end;
        size_t room = input->capacity - input->end - 2;
        size_t result = iconv(input->stream, &from, &left, &to, &room);
        input->end = (size_t)(to - input->buffer);
        if (result != (size_t)-1 || errno == E2BIG) continue;
        if (errno == EINVAL && !input->ended) break; /* the rest of it comes with the next chunk */
        size_t skip = left < 2 ? left : 2;
        from += skip;
        left -= skip;
        input->buffer[input->end++] = '\xFF';
    }
    memmove(input->raw, from, left);
    input->raw_used = left;
    return ER_OK;
}

/** Read another chunk behind the unread rest, which moves to the front of the buffer. */
static er_status refill(er_context *ctx, er_text_input *input) {
    ER_TRY(er_check_cancel(ctx));
    if (input->start > 0) {
        memmove(input->buffer, input->buffer + input->start, input->end - input->start);
        input->end -= input->start;
        input->start = 0;
    }
    ER_TRY(er_reserve(ctx, &input->buffer, &input->capacity, input->end + CHUNK + 2, 1));
    bool wide = input->stream != no_converter;
    char *target = wide ? input->raw + input->raw_used : input->buffer + input->end;
    size_t got = fread(target, 1, CHUNK, input->file);
    if (got == 0 && ferror(input->file)) return read_failure(ctx, input);
    if (got == 0) input->ended = true;
    if (wide) {
        input->raw_used += got;
        return append_converted(ctx, input);
    }
    input->end += got;
    return ER_OK;
}

er_status er_text_input_rewind(er_context *ctx, er_text_input *input) {
    if (fseek(input->file, input->first, SEEK_SET) != 0) return read_failure(ctx, input);
    if (input->stream != no_converter) iconv(input->stream, NULL, NULL, NULL, NULL);
    input->raw_used = input->start = input->end = 0;
    input->ended = false;
    input->records = 0;
    return ER_OK;
}

/** Look at every line of the file to find its encoding. */
static er_status find_encoding(er_context *ctx, er_text_input *input) {
    er_encoding_survey survey = {0};
    while (!input->ended) {
        ER_TRY(refill(ctx, input));
        for (;;) {
            char *line = input->buffer + input->start;
            size_t rest = input->end - input->start;
            char *newline = memchr(line, '\n', rest);
            bool whole = newline || input->ended || rest > RECORD_LIMIT;
            if (!whole || rest == 0) break;
            size_t length = newline ? (size_t)(newline - line) : rest;
            er_encoding_look(&survey, line, length);
            input->start += newline ? length + 1 : length;
        }
    }
    snprintf(input->encoding, sizeof input->encoding, "%s", er_encoding_decide(&survey));
    return ER_OK;
}

static bool is_wide(const char *encoding) {
    return strncasecmp(encoding, "UTF-16", 6) == 0 || strncasecmp(encoding, "UTF16", 5) == 0 ||
           strncasecmp(encoding, "UCS", 3) == 0 || strncasecmp(encoding, "UTF-32", 6) == 0 ||
           strncasecmp(encoding, "UTF32", 5) == 0;
}

static er_status set_up(er_context *ctx, er_text_input *input, const char *encoding) {
    char head[4];
    size_t mark = 0, got = fread(head, 1, sizeof head, input->file);
    const char *marked = er_encoding_of_mark(head, got, &mark);
    input->first = (long)mark;
    ER_TRY(er_text_input_rewind(ctx, input));
    if (encoding)
        snprintf(input->encoding, sizeof input->encoding, "%s", encoding);
    else if (marked)
        snprintf(input->encoding, sizeof input->encoding, "%s", marked);
    else {
        ER_TRY(find_encoding(ctx, input));
        ER_TRY(er_text_input_rewind(ctx, input));
    }
    if (er_same_text(input->encoding, "UTF-8") || er_same_text(input->encoding, "UTF8"))
        return ER_OK;
    if (!is_wide(input->encoding)) return er_encoding_open(ctx, input->encoding, &input->record);
    ER_TRY(er_alloc(ctx, CHUNK + 16, 1, &input->raw));
    return er_encoding_open(ctx, input->encoding, &input->stream);
}

er_status er_text_input_open(er_context *ctx, const char *path, const char *encoding,
                             er_text_input **out) {
    er_text_input *input = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *input, &input));
    input->stream = input->record = no_converter;
    er_status status = er_alloc(ctx, strlen(path) + 1, 1, &input->path);
    if (status != ER_OK) goto failed;
    strcpy(input->path, path);
    input->file = fopen(path, "rb");
    if (!input->file) {
        status = read_failure(ctx, input);
        goto failed;
    }
    setvbuf(input->file, NULL, _IONBF, 0); /* read in chunks of our own */
    ER_GOTO(status, failed, er_reserve(ctx, &input->buffer, &input->capacity, CHUNK + 2, 1));
    ER_GOTO(status, failed, set_up(ctx, input, encoding));
    *out = input;
    return ER_OK;
failed:
    er_text_input_close(input);
    return status;
}

void er_text_input_close(er_text_input *input) {
    if (!input) return;
    if (input->file) fclose(input->file);
    if (input->stream != no_converter) iconv_close(input->stream);
    if (input->record != no_converter) iconv_close(input->record);
    er_free(input->path);
    er_free(input->raw);
    er_free(input->buffer);
    er_free(input->converted);
    er_free(input->escaped);
    er_free(input);
}

const char *er_text_input_encoding(const er_text_input *input) {
    return input->encoding;
}

/** Where a scan for a record's end has come to; kept while more bytes are read. */
struct scan {
    size_t at; /**< from the record's start */
    bool quoted;
    bool field_start;
};

/** Find the line end that closes the record: one that is not inside quotes. */
static bool find_record_end(const er_text_input *input, char separator, struct scan *scan,
                            size_t *length) {
    const char *record = input->buffer + input->start;
    size_t available = input->end - input->start;
    *length = available;
    if (scan->at == 0) { /* the usual case: a line without any quote */
        const char *newline = memchr(record, '\n', available);
        size_t line = newline ? (size_t)(newline - record) : available;
        if (!memchr(record, '"', line)) {
            *length = line;
            return newline != NULL;
        }
    }
    for (; scan->at < available; scan->at++) {
        char c = record[scan->at];
        if (scan->quoted) {
            if (c != '"') continue;
            if (scan->at + 1 == available && !input->ended) return false; /* "" or the end? */
            if (scan->at + 1 < available && record[scan->at + 1] == '"')
                scan->at++;
            else
                scan->quoted = false;
        } else if (c == '\n') {
            *length = scan->at;
            return true;
        } else if (c == '"' && scan->field_start) {
            scan->quoted = true;
            scan->field_start = false;
        } else {
            scan->field_start = c == separator;
        }
    }
    return false;
}

static er_status next_raw(er_context *ctx, er_text_input *input, char separator, size_t *length,
                          bool *more) {
    struct scan scan = {.field_start = true};
    while (!find_record_end(input, separator, &scan, length)) {
        if (*length > RECORD_LIMIT)
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: record %llu is longer than 16 MiB: a quote may be left open there",
                           input->path, (unsigned long long)input->records + 1);
        if (input->ended) {
            if (scan.quoted)
                return er_fail(ctx, ER_ERR_INPUT,
                               "%s: record %llu opens a quote that is never closed: close it, or "
                               "double a quote that belongs to the text",
                               input->path, (unsigned long long)input->records + 1);
            break;
        }
        ER_TRY(refill(ctx, input));
    }
    *more = *length > 0 || input->start < input->end;
    return ER_OK;
}

static bool is_blank(const char *record, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (record[i] != ' ' && record[i] != '\r') return false;
    return true;
}

/** The record in UTF-8. */
static er_status decode(er_context *ctx, er_text_input *input, char **record, size_t *length,
                        bool *valid) {
    er_status status = ER_OK;
    if (input->record != no_converter)
        status = er_encoding_convert(ctx, input->record, *record, *length, &input->converted,
                                     &input->converted_capacity, length);
    if (status != ER_OK && status != ER_ERR_INPUT) return status;
    if (status == ER_OK && input->record != no_converter) *record = input->converted;
    *valid = status == ER_OK && er_utf8_valid(*record, *length);
    if (*valid) return ER_OK;
    ER_TRY(er_encoding_escape(ctx, *record, *length, &input->escaped, &input->escaped_capacity,
                              length));
    *record = input->escaped;
    return ER_OK;
}

er_status er_text_input_next(er_context *ctx, er_text_input *input, char separator, char **record,
                             size_t *length, bool *valid, bool *more) {
    bool blank = true;
    while (blank) {
        ER_TRY(next_raw(ctx, input, separator, length, more));
        if (!*more) return ER_OK;
        *record = input->buffer + input->start;
        blank = is_blank(*record, *length);
        input->start += *length;
        if (input->start < input->end) input->start++; /* the line end */
        input->records++;
    }
    if ((*record)[*length - 1] == '\r') --*length;
    (*record)[*length] = '\0';
    return decode(ctx, input, record, length, valid);
}
