/** Sentences that the store keeps in both languages at once. */
#ifndef EVENREACH_ANALYSIS_SENTENCE_H
#define EVENREACH_ANALYSIS_SENTENCE_H

#include "evenreach/core.h"

enum { ER_SENTENCE_PARTS = 3 };

typedef struct er_sentence {
    const char *english;
    const char *chinese;
} er_sentence;

/** Fill a sentence in: `format` is the English one, whose translation is looked up. Words among the
 *  arguments are names, the same in both. Lives in the arena. */
er_status er_sentence_of(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                         ...) __attribute__((format(printf, 4, 5)));

er_status er_sentence_vof(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                          va_list arguments) __attribute__((format(printf, 4, 0)));

/** A text of the catalogue, and a name, which is the same in both languages. */
er_sentence er_sentence_text(const char *english);
er_sentence er_sentence_name(const char *name);

/** Fill parts into a format of the catalogue, with one %s for every part. Lives in the arena. */
er_status er_sentence_with(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                           const er_sentence *parts, size_t count);

/** Put parts together, each in its language: the formats are punctuation alone, with one %s for
 *  every part. Lives in the arena. */
er_status er_sentence_join(er_context *ctx, er_arena *arena, er_sentence *out,
                           const char *english_format, const char *chinese_format,
                           const er_sentence *parts, size_t count);

#endif
