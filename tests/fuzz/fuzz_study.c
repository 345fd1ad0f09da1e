/* A study of any bytes is read or refused in one line; what was read explains itself as YAML that
 * reads back to the same explanation. */
#include "sources/study_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** The explanation without its marks of defaults: they are given figures the second time. */
static void remove_marks(char *text) {
    for (char *mark; (mark = strstr(text, "  # default\n"));)
        memmove(mark, mark + 11, strlen(mark + 11) + 1);
}

static void fail(const char *what, const char *detail) {
    fprintf(stderr, "%s: %s\n", what, detail);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_context *ctx = NULL;
    er_arena *arena = NULL;
    er_study study, again;
    char *first = NULL, *second = NULL;
    if (er_context_new(&ctx) != ER_OK || er_arena_new(ctx, &arena) != ER_OK) abort();
    if (study_parse(ctx, arena, "study.yaml", (const char *)data, size, &study) != ER_OK) {
        if (er_context_error(ctx)[0] == '\0') fail("refused", "without a line");
    } else {
        if (er_study_explain(ctx, &study, &first) != ER_OK) fail("explain", er_context_error(ctx));
        if (study_parse(ctx, arena, "study.yaml", first, strlen(first), &again) != ER_OK)
            fail(er_context_error(ctx), first);
        if (er_study_explain(ctx, &again, &second) != ER_OK) fail("explain", er_context_error(ctx));
        remove_marks(first);
        if (strcmp(first, second) != 0) fail("not the same study", first);
    }
    er_free(first);
    er_free(second);
    er_arena_free(arena);
    er_context_free(ctx);
    return 0;
}
