#include "analysis/sentence.h"

#include "core/catalogue.h"

er_status er_sentence_vof(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                          va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    er_status status = er_arena_vformat(ctx, arena, &out->english, format, arguments);
    if (status == ER_OK)
        status = er_arena_vformat(ctx, arena, &out->chinese, er_catalogue_zh_tw(format), again);
    va_end(again);
    return status;
}

er_status er_sentence_of(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                         ...) {
    va_list arguments;
    va_start(arguments, format);
    er_status status = er_sentence_vof(ctx, arena, out, format, arguments);
    va_end(arguments);
    return status;
}

static er_status put(er_context *ctx, er_arena *arena, const char **out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    er_status status = er_arena_vformat(ctx, arena, out, format, arguments);
    va_end(arguments);
    return status;
}

er_status er_sentence_join(er_context *ctx, er_arena *arena, er_sentence *out,
                           const char *english_format, const char *chinese_format,
                           const er_sentence *parts, size_t count) {
    er_sentence p[ER_SENTENCE_PARTS] = {{"", ""}, {"", ""}, {"", ""}};
    for (size_t i = 0; i < count && i < ER_SENTENCE_PARTS; i++)
        p[i] = parts[i];
    ER_TRY(
        put(ctx, arena, &out->english, english_format, p[0].english, p[1].english, p[2].english));
    return put(ctx, arena, &out->chinese, chinese_format, p[0].chinese, p[1].chinese, p[2].chinese);
}

er_sentence er_sentence_text(const char *english) {
    return (er_sentence){english, er_catalogue_zh_tw(english)};
}

er_sentence er_sentence_name(const char *name) {
    return (er_sentence){name, name};
}

er_status er_sentence_with(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                           const er_sentence *parts, size_t count) {
    return er_sentence_join(ctx, arena, out, format, er_catalogue_zh_tw(format), parts, count);
}
