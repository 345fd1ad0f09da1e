/** Studies as texts, for the tests of the study reader. */
#ifndef EVENREACH_TEST_STUDY_FIXTURE_H
#define EVENREACH_TEST_STUDY_FIXTURE_H

#include "test.h"

#include "sources/study_parts.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define INPUTS "inputs:\n  - units: towns.csv\n    level: town\n"

static inline er_arena *arena_of(er_context *ctx) {
    er_arena *arena = NULL;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    return arena;
}

static inline er_study parse(er_context *ctx, er_arena *arena, const char *text) {
    er_study study;
    assert_ok(ctx, study_parse(ctx, arena, "s.yaml", text, strlen(text), &study));
    return study;
}

/** A study of the fuzz corpus; to be freed with er_free. */
static inline char *corpus_text(er_context *ctx, const char *name) {
    char path[512], *text = NULL;
    size_t size;
    snprintf(path, sizeof path, "%s/fuzz/corpus/fuzz_study/%s", TEST_DATA_DIR, name);
    assert_ok(ctx, er_file_read(ctx, path, 1 << 20, &text, &size));
    return text;
}

#endif
