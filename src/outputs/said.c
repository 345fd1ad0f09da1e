#include "outputs/said.h"

#include "core/catalogue.h"

#include <string.h>

enum { MOST_PARTS = 3, DEEPEST = 3 };

/** Formats by which the steps put texts together, each %s a name or a text that is itself of the
 *  catalogue. The last fits many a text: it counts only where what follows the name is translated.
 */
static const char *const formats[] = {
    "no radius stated; band %s, group %s: %s",
    "candidates outside every unit are left out: %s",
    "candidates at the place of another one are taken once: %s",
    "more than %s m",
    "%s: %s",
};
enum { FORMATS = sizeof formats / sizeof formats[0], NAMED = FORMATS - 1 };

struct part {
    const char *text;
    size_t length;
};

/** The parts of `text` that stand for the %s of `format`, each as short as it can be. */
static bool take_apart(const char *format, const char *text, struct part *parts, size_t *count) {
    *count = 0;
    for (const char *gap; (gap = strstr(format, "%s")); format = gap + 2) {
        size_t before = (size_t)(gap - format);
        if (strncmp(format, text, before) != 0) return false;
        text += before;
        const char *next = strstr(gap + 2, "%s");
        size_t after = next ? (size_t)(next - gap - 2) : strlen(gap + 2);
        const char *end = text + strlen(text);
        if (!next && after <= (size_t)(end - text)) /* the last reaches to the end of the text */
            end -= after;
        else
            for (end = text; *end && strncmp(end, gap + 2, after) != 0;)
                end++;
        parts[(*count)++] = (struct part){text, (size_t)(end - text)};
        text = end;
    }
    return strcmp(format, text) == 0;
}

static er_status say(er_context *ctx, er_arena *arena, const char *english, int depth,
                     const char **out);

/** Put the parts into the format's translation, which keeps their order. */
static er_status put_together(er_context *ctx, er_arena *arena, size_t f, const struct part *parts,
                              size_t count, int depth, const char **out) {
    const char *format = er_catalogue_zh_tw(formats[f]), *made = "";
    bool told = f != NAMED;
    for (size_t i = 0; i < count; i++) {
        const char *part = NULL, *said = NULL, *gap = strstr(format, "%s");
        ER_TRY(er_arena_text(ctx, arena, parts[i].text, parts[i].length, &part));
        ER_TRY(say(ctx, arena, part, depth + 1, &said));
        if (f == NAMED && i == 0) said = NULL; /* a name, whatever word it may be */
        told = told || said;
        ER_TRY(er_arena_format(ctx, arena, &made, "%s%.*s%s", made, (int)(gap - format), format,
                               said ? said : part));
        format = gap + 2;
    }
    if (told) ER_TRY(er_arena_format(ctx, arena, out, "%s%s", made, format));
    return ER_OK;
}

static er_status say(er_context *ctx, er_arena *arena, const char *english, int depth,
                     const char **out) {
    const char *whole = er_catalogue_zh_tw(english);
    *out = whole != english ? whole : NULL;
    for (size_t f = 0; !*out && f < FORMATS && depth < DEEPEST; f++) {
        struct part parts[MOST_PARTS];
        size_t count = 0;
        if (take_apart(formats[f], english, parts, &count))
            ER_TRY(put_together(ctx, arena, f, parts, count, depth, out));
    }
    return ER_OK;
}

er_status er_said_zh_tw(er_context *ctx, er_arena *arena, const char *english, const char **out) {
    *out = NULL;
    return english ? say(ctx, arena, english, 0, out) : ER_OK;
}
