#include "analysis/sentence.h"

#include "core/catalogue.h"

er_status er_sentence_of(er_context *ctx, er_arena *arena, er_sentence *out, const char *format,
                         ...) {
    va_list arguments;
    va_start(arguments, format);
    er_status status = er_arena_vformat(ctx, arena, &out->english, format, arguments);
    va_end(arguments);
    if (status != ER_OK) return status;
    va_start(arguments, format);
    status = er_arena_vformat(ctx, arena, &out->chinese, er_catalogue_zh_tw(format), arguments);
    va_end(arguments);
    return status;
}
