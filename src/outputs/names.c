#include "outputs/names.h"

#include <string.h>

er_status er_column_name(er_context *ctx, er_arena *arena, const char *text, const char *fallback,
                         size_t number, const char **out) {
    enum { LONGEST = 40 }; /* of a name that stays readable as a heading */
    char name[LONGEST + 1];
    size_t used = 0;
    bool gap = false;
    for (const char *c = text; *c && used + 2 < sizeof name; c++) {
        bool upper = *c >= 'A' && *c <= 'Z';
        if (upper || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9')) {
            if (gap && used > 0) name[used++] = '_';
            name[used++] = (char)(upper ? *c - 'A' + 'a' : *c);
            gap = false;
        } else {
            gap = true;
        }
    }
    name[used] = '\0';
    if (used == 0) return er_arena_format(ctx, arena, out, "%s_%zu", fallback, number);
    return er_arena_text(ctx, arena, name, used, out);
}

static bool ends_with(const char *text, size_t length, const char *end) {
    size_t size = strlen(end);
    return length >= size && memcmp(text + length - size, end, size) == 0;
}

er_status er_plural(er_context *ctx, er_arena *arena, const char *noun, const char **out) {
    size_t length = strlen(noun);
    bool vowel_before = length >= 2 && strchr("aeiou", noun[length - 2]);
    if (length > 1 && noun[length - 1] == 'y' && !vowel_before)
        return er_arena_format(ctx, arena, out, "%.*sies", (int)(length - 1), noun);
    static const char *const hissing[] = {"s", "x", "z", "ch", "sh"};
    for (size_t i = 0; i < sizeof hissing / sizeof hissing[0]; i++)
        if (ends_with(noun, length, hissing[i]))
            return er_arena_format(ctx, arena, out, "%ses", noun);
    return er_arena_format(ctx, arena, out, "%ss", noun);
}
