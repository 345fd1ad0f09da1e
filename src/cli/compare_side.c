#include "cli/compare_side.h"

#include <string.h>
#include <sys/stat.h>

enum { DIGITS_OF_A_YEAR = 4 };

static bool is_digits(const char *text, size_t length) {
    return length > 0 && strspn(text, "0123456789") >= length;
}

static bool is_file(const char *path) {
    struct stat info;
    return stat(path, &info) == 0;
}

/** 2021, 2021-12 or 2021-12-31. */
static bool looks_like_a_day(const char *text) {
    size_t length = strlen(text);
    if (!is_digits(text, DIGITS_OF_A_YEAR)) return false;
    if (length == 4) return true;
    if (text[4] != '-' || !is_digits(text + 5, 2)) return false;
    return length == 7 || (length == 10 && text[7] == '-' && is_digits(text + 8, 2));
}

static er_status read_day(er_context *ctx, er_arena *arena, const char *text,
                          er_compare_side *out) {
    char day[11], today[11];
    if (!er_last_day(text, day))
        return er_fail(ctx, ER_ERR_USAGE, "'%s' is no day: give one such as 2021-12-31, or a year",
                       text);
    er_today(today);
    if (strcmp(day, today) > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%s is still to come: its coverage is that of what is known today", day);
    return er_arena_text(ctx, arena, day, strlen(day), &out->as_of);
}

/** The coverage run before the newest one. */
static er_status read_previous(er_context *ctx, er_store *store, er_arena *arena,
                               er_compare_side *out) {
    er_run *runs = NULL;
    size_t count = 0, found = 0;
    ER_TRY(er_store_runs(ctx, store, arena, &runs, &count));
    for (size_t i = count; i-- > 0;) {
        if (strcmp(runs[i].step, "cover") != 0 || found++ == 0) continue;
        out->run_id = runs[i].id;
        return ER_OK;
    }
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "%s has no coverage run before its newest one: name another workspace, or a "
                   "day",
                   er_store_path(store));
}

static er_status read_number(er_context *ctx, const char *text, int64_t *id) {
    if (is_digits(text, strlen(text)) && er_parse_int64(text, id) && *id > 0) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE, "'%s' is no number of a run: give one such as run:7", text);
}

/** A workspace file, or FILE#7. */
static er_status read_file(er_context *ctx, er_arena *arena, const char *text,
                           er_compare_side *out) {
    const char *mark = strrchr(text, '#');
    if (mark && !is_file(text)) {
        ER_TRY(read_number(ctx, mark + 1, &out->run_id));
        ER_TRY(er_arena_text(ctx, arena, text, (size_t)(mark - text), &text));
    }
    if (!is_file(text))
        return er_fail(ctx, ER_ERR_NOT_FOUND,
                       "'%s' is no run (run:7, newest, previous), no day (2021, 2021-12-31) and no "
                       "workspace file",
                       text);
    return er_arena_text(ctx, arena, text, strlen(text), &out->workspace);
}

static er_status read_here(er_context *ctx, er_store *store, er_arena *arena, const char *text,
                           er_compare_side *out, bool *known) {
    static const char prefix[] = "run:";
    *known = true;
    if (strcmp(text, "newest") == 0) return ER_OK;
    if (strcmp(text, "previous") == 0) return store ? read_previous(ctx, store, arena, out) : ER_OK;
    if (strncmp(text, prefix, sizeof prefix - 1) == 0)
        return read_number(ctx, text + sizeof prefix - 1, &out->run_id);
    if (text[0] == '#') return read_number(ctx, text + 1, &out->run_id);
    if (looks_like_a_day(text)) return read_day(ctx, arena, text, out);
    if (is_digits(text, strlen(text))) return read_number(ctx, text, &out->run_id);
    *known = false;
    return ER_OK;
}

er_status er_compare_side_read(er_context *ctx, er_store *store, er_arena *arena, const char *text,
                               er_compare_side *out) {
    bool here = false;
    *out = (er_compare_side){0};
    ER_TRY(read_here(ctx, store, arena, text, out, &here));
    if (here && !store)
        return er_fail(ctx, ER_ERR_USAGE,
                       "'%s' is a run or day of a workspace: name that one by -w FILE", text);
    return here ? ER_OK : read_file(ctx, arena, text, out);
}
