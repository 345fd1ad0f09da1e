#include "sources/encoding.h"

#include <errno.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(const char *text, size_t length) {
    size_t at = 0;
    for (; at + 8 <= length; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        if (word & 0x8080808080808080u) return false;
    }
    for (; at < length; at++)
        if ((unsigned char)text[at] & 0x80) return false;
    return true;
}

void er_encoding_look(er_encoding_survey *survey, const char *line, size_t length) {
    if (is_ascii(line, length)) return;
    if (er_utf8_valid(line, length))
        survey->lines_utf8++;
    else
        survey->lines_foreign++;
}

const char *er_encoding_decide(const er_encoding_survey *survey) {
    return survey->lines_foreign > survey->lines_utf8 ? "CP950" : "UTF-8";
}

const char *er_encoding_of_mark(const char *bytes, size_t length, size_t *mark_size) {
    static const struct {
        const char *mark;
        size_t size;
        const char *encoding;
    } marks[] = {
        {"\xFF\xFE\x00\x00", 4, "UTF-32LE"}, {"\x00\x00\xFE\xFF", 4, "UTF-32BE"},
        {"\xEF\xBB\xBF", 3, "UTF-8"},        {"\xFF\xFE", 2, "UTF-16LE"},
        {"\xFE\xFF", 2, "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (length >= marks[i].size && memcmp(bytes, marks[i].mark, marks[i].size) == 0) {
            *mark_size = marks[i].size;
            return marks[i].encoding;
        }
    *mark_size = 0;
    return NULL;
}

er_status er_encoding_open(er_context *ctx, const char *encoding, iconv_t *out) {
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return er_fail(ctx, ER_ERR_USAGE,
                       "'%s' is not a known encoding: give one such as UTF-8 or CP950", encoding);
    *out = converter;
    return ER_OK;
}

er_status er_encoding_convert(er_context *ctx, iconv_t converter, const char *text, size_t length,
                              char **buffer, size_t *capacity, size_t *out_length) {
    iconv(converter, NULL, NULL, NULL, NULL);
    char *from = (char *)(uintptr_t)text;
    size_t left = length, used = 0;
    while (left > 0) {
        ER_TRY(er_reserve(ctx, buffer, capacity, used + 2 * left + 8, 1));
        char *to = *buffer + used;
        size_t room = *capacity - used - 1;
        size_t result = iconv(converter, &from, &left, &to, &room);
        used = (size_t)(to - *buffer);
        if (result == (size_t)-1 && errno != E2BIG) return ER_ERR_INPUT;
    }
    ER_TRY(er_reserve(ctx, buffer, capacity, used + 1, 1));
    (*buffer)[used] = '\0';
    *out_length = used;
    return ER_OK;
}

er_status er_encoding_escape(er_context *ctx, const char *text, size_t length, char **buffer,
                             size_t *capacity, size_t *out_length) {
    static const char digits[] = "0123456789ABCDEF";
    ER_TRY(er_reserve(ctx, buffer, capacity, 4 * length + 1, 1));
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        utf8proc_int32_t codepoint = 0;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                                 (utf8proc_ssize_t)(length - at), &codepoint);
        if (size > 0 && codepoint != 0) {
            memcpy(*buffer + used, text + at, (size_t)size);
            used += (size_t)size;
            at += (size_t)size;
            continue;
        }
        unsigned char byte = (unsigned char)text[at++];
        (*buffer)[used++] = '\\';
        (*buffer)[used++] = 'x';
        (*buffer)[used++] = digits[byte >> 4];
        (*buffer)[used++] = digits[byte & 15];
    }
    (*buffer)[used] = '\0';
    *out_length = used;
    return ER_OK;
}
