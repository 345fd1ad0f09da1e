/* Sentences in both languages, collected while a figure is made. */
#include "analysis/targets.h"

#include <stdarg.h>
#include <string.h>

void er_target_tell_one(er_telling *telling, er_sentence sentence) {
    if (telling->status == ER_OK && telling->count < ER_TELL_MOST)
        telling->items[telling->count++] = sentence;
}

void er_target_tell(er_telling *telling, const char *format, ...) {
    er_sentence sentence;
    va_list arguments;
    if (telling->status != ER_OK) return;
    va_start(arguments, format);
    telling->status = er_sentence_vof(telling->ctx, telling->arena, &sentence, format, arguments);
    va_end(arguments);
    er_target_tell_one(telling, sentence);
}

/** One language of the sentences, as one text. */
static er_status join(const er_telling *telling, bool chinese, const char *between,
                      const char **out) {
    size_t size = 1, gap = strlen(between), at = 0;
    char *text = NULL;
    for (size_t i = 0; i < telling->count; i++)
        size += gap + strlen(chinese ? telling->items[i].chinese : telling->items[i].english);
    ER_TRY(er_arena_alloc(telling->ctx, telling->arena, size, &text));
    for (size_t i = 0; i < telling->count; i++) {
        const char *part = chinese ? telling->items[i].chinese : telling->items[i].english;
        size_t length = strlen(part);
        if (i > 0) memcpy(text + at, between, gap);
        at += i > 0 ? gap : 0;
        memcpy(text + at, part, length);
        at += length;
    }
    *out = text;
    return ER_OK;
}

er_status er_target_told(er_telling *telling, const char *between, const char *between_zh,
                         er_sentence *out) {
    ER_TRY(telling->status);
    ER_TRY(join(telling, false, between, &out->english));
    return join(telling, true, between_zh, &out->chinese);
}
