#include "evenreach/core.h"
#include "core/catalogue.h"

#include <omp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 2048 };

struct er_context {
    er_log_fn log;
    void *log_user;
    er_progress_fn progress;
    void *progress_user;
    er_cancel_fn cancel;
    void *cancel_user;
    int threads;
    er_language language;
    const char *inside; /**< a folder that lines do not name; null: none */
    const char *shown;  /**< what they say in its place, the beginning of it */
    char error[LINE_SIZE];
};

er_status er_context_new(er_context **out) {
    *out = calloc(1, sizeof **out);
    return *out ? ER_OK : ER_ERR_MEMORY;
}

void er_context_free(er_context *ctx) {
    free(ctx);
}

void er_context_set_log(er_context *ctx, er_log_fn log, void *user) {
    ctx->log = log;
    ctx->log_user = user;
}

void er_context_set_progress(er_context *ctx, er_progress_fn progress, void *user) {
    ctx->progress = progress;
    ctx->progress_user = user;
}

void er_context_set_cancel(er_context *ctx, er_cancel_fn cancel, void *user) {
    ctx->cancel = cancel;
    ctx->cancel_user = user;
}

void er_context_set_threads(er_context *ctx, int threads) {
    ctx->threads = threads > 0 ? threads : 0;
}

int er_context_threads(const er_context *ctx) {
    return ctx->threads > 0 ? ctx->threads : omp_get_num_procs();
}

void er_context_set_language(er_context *ctx, er_language language) {
    ctx->language = language;
}

er_language er_context_language(const er_context *ctx) {
    return ctx->language;
}

void er_context_set_shown_folder(er_context *ctx, const char *inside, const char *shown) {
    ctx->inside = inside;
    ctx->shown = shown;
}

const char *er_context_error(const er_context *ctx) {
    return ctx->error;
}

const char *er_text(const er_context *ctx, const char *english) {
    return ctx->language == ER_LANG_ZH_TW ? er_catalogue_zh_tw(english) : english;
}

/** Cut off the rest of the folder's name where the line says all of it. */
static void show_folder(const er_context *ctx, char *line) {
    if (!ctx->inside) return;
    size_t whole = strlen(ctx->inside), kept = strlen(ctx->shown);
    for (char *at = line; (at = strstr(at, ctx->inside)); at += kept)
        memmove(at + kept, at + whole, strlen(at + whole) + 1);
}

/** One line out of a format in the context's language: control characters become spaces, a cut
 * never splits a character. */
static void format_line(const er_context *ctx, char line[LINE_SIZE], const char *format,
                        va_list arguments) {
    int length = vsnprintf(line, LINE_SIZE, er_text(ctx, format), arguments);
    if (length >= LINE_SIZE) {
        size_t end = LINE_SIZE - 1;
        while (end > 0 && ((unsigned char)line[end - 1] & 0xC0) == 0x80)
            end--;
        if (end > 0 && ((unsigned char)line[end - 1] & 0x80)) end--;
        line[end] = '\0';
    }
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
    show_folder(ctx, line);
}

er_status er_fail(er_context *ctx, er_status status, const char *format, ...) {
    char line[LINE_SIZE]; /* apart: an argument may be the context's own last line */
    va_list arguments;
    va_start(arguments, format);
    format_line(ctx, line, format, arguments);
    va_end(arguments);
    memcpy(ctx->error, line, sizeof line);
    return status;
}

void er_log(er_context *ctx, er_log_level level, const char *format, ...) {
    if (!ctx->log) return;
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    format_line(ctx, line, format, arguments);
    va_end(arguments);
    ctx->log(ctx->log_user, level, line);
}

void er_progress(er_context *ctx, const char *what, uint64_t done, uint64_t total) {
    if (ctx->progress) ctx->progress(ctx->progress_user, what, done, total);
}

er_status er_check_cancel(er_context *ctx) {
    if (ctx->cancel && ctx->cancel(ctx->cancel_user))
        return er_fail(ctx, ER_ERR_CANCELLED, "stopped on request; nothing was changed");
    return ER_OK;
}

const char *er_version(void) {
    return EVENREACH_VERSION;
}
