#include "cli/cli.h"

#include <gdal.h>
#include <cpl_error.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    if (interrupted) /* the second time: at once */
        _exit(130);
    interrupted = 1;
}

static bool is_cancelled(void *user) {
    (void)user;
    return interrupted != 0;
}

/** The progress line on a terminal: redrawn at most ten times a second. */
struct meter {
    er_context *ctx;
    bool shown;
    bool quiet;
    struct timespec last;
};

static void clear_meter(struct meter *meter) {
    if (meter->shown) fputs("\r\033[K", stderr);
    meter->shown = false;
}

static void show_progress(void *user, const char *what, uint64_t done, uint64_t total) {
    struct meter *meter = user;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double since = (double)(now.tv_sec - meter->last.tv_sec) +
                   1e-9 * (double)(now.tv_nsec - meter->last.tv_nsec);
    if (meter->shown && since < 0.1) return;
    meter->last = now;
    meter->shown = true;
    const char *text = er_text(meter->ctx, what);
    if (total > 0)
        fprintf(stderr, "\r\033[K%s %3.0f %%", text, 100.0 * (double)done / (double)total);
    else
        fprintf(stderr, "\r\033[K%s %llu", text, (unsigned long long)done);
    fflush(stderr);
}

static void show_line(void *user, er_log_level level, const char *line) {
    struct meter *meter = user;
    clear_meter(meter);
    if (level == ER_LOG_WARNING)
        fprintf(stderr, "evenreach: %s%s\n", er_text(meter->ctx, "warning: "), line);
    else if (level == ER_LOG_ERROR || (level == ER_LOG_INFO && !meter->quiet))
        fprintf(stderr, "evenreach: %s\n", line);
}

static void silence_gdal(CPLErr level, CPLErrorNum number, const char *message) {
    (void)level; /* readers ask for the last message where it matters */
    (void)number;
    (void)message;
}

static int exit_code(er_status status) {
    if (status == ER_OK) return 0;
    return status == ER_ERR_USAGE ? 2 : 1;
}

static int run_command(er_context *ctx, struct meter *meter, const er_command *command, int argc,
                       char **argv) {
    er_invocation invocation = {.ctx = ctx, .out = stdout};
    bool help = false;
    invocation.options = calloc(1, command->options_size ? command->options_size : 1);
    er_status status = invocation.options
                           ? er_parse_options(ctx, command, argc, argv, &invocation, &help)
                           : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    meter->quiet = invocation.quiet;
    if (meter->quiet) er_context_set_progress(ctx, NULL, NULL);
    if (status == ER_OK && help)
        er_print_command_help(ctx, stdout, command);
    else if (status == ER_OK)
        status = command->run(&invocation);
    clear_meter(meter);
    if (status == ER_OK && fflush(stdout) != 0)
        status = er_fail(ctx, ER_ERR_IO, "the output can't be written");
    if (status != ER_OK) fprintf(stderr, "evenreach: %s\n", er_context_error(ctx));
    int code = exit_code(status);
    if (code == 0 && invocation.incomplete && invocation.strict) code = 3;
    er_invocation_free(&invocation, command);
    return code;
}

/** --lang must be known before the first line is printed, wherever it stands. */
static void find_language(er_context *ctx, int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--lang") == 0 && er_same_text(argv[i + 1], "zh-TW"))
            er_context_set_language(ctx, ER_LANG_ZH_TW);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--lang=zh-TW") == 0) er_context_set_language(ctx, ER_LANG_ZH_TW);
}

/** Put a --lang that stands before the command behind it, where the command's parser reads it. */
static void put_command_first(int argc, char **argv) {
    int first = 1;
    while (first < argc && (strcmp(argv[first], "--lang") == 0 ||
                            strncmp(argv[first], "--lang=", strlen("--lang=")) == 0))
        first += strcmp(argv[first], "--lang") == 0 ? 2 : 1;
    if (first == 1 || first >= argc) return;
    char *command = argv[first];
    memmove(argv + 2, argv + 1, (size_t)(first - 1) * sizeof *argv);
    argv[1] = command;
}

static bool has_word(int argc, char **argv, const char *word) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], word) == 0) return true;
    return false;
}

/** Keep what tile after tile asks for again, instead of giving it back and having it cleared anew:
 *  by itself, the C library does so up to 32 MB only, and learns it late. */
static void keep_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

int main(int argc, char **argv) {
    er_context *ctx = NULL;
    keep_memory();
    if (er_context_new(&ctx) != ER_OK) {
        fputs("evenreach: out of memory\n", stderr);
        return 1;
    }
    struct meter meter = {.ctx = ctx};
    er_context_set_log(ctx, show_line, &meter);
    er_context_set_cancel(ctx, is_cancelled, NULL);
    find_language(ctx, argc, argv);
    put_command_first(argc, argv);
    if (isatty(STDERR_FILENO) || has_word(argc, argv, "--progress"))
        er_context_set_progress(ctx, show_progress, &meter);
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    CPLSetErrorHandler(silence_gdal);

    int code = 0;
    const char *word = argc > 1 ? argv[1] : NULL;
    const er_command *command = word ? er_find_command(word) : NULL;
    if (command) {
        code = run_command(ctx, &meter, command, argc - 1, argv + 1);
    } else if (!word) {
        er_print_help(ctx, stderr);
        code = 2;
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
               (strcmp(word, "help") == 0 && (argc == 2 || strncmp(argv[2], "--lang", 6) == 0)) ||
               strncmp(word, "--lang", 6) == 0) {
        er_print_help(ctx, stdout);
    } else if (strcmp(word, "help") == 0 && er_find_command(argv[2])) {
        er_print_command_help(ctx, stdout, er_find_command(argv[2]));
    } else if (strcmp(word, "--version") == 0) {
        er_print_version(stdout);
    } else {
        er_fail(ctx, ER_ERR_USAGE, "'%s' is not a command; see 'evenreach --help'", word);
        fprintf(stderr, "evenreach: %s\n", er_context_error(ctx));
        code = 2;
    }
    er_context_free(ctx);
    GDALDestroyDriverManager();
    return code;
}
