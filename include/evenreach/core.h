/** evenreach/core.h: status codes, the context, text, numbers, JSON, files, random numbers.
 *
 * Every fallible function returns an er_status, takes the context first and writes its result
 * through the last pointers. On failure the outputs are untouched (or null) and the context holds
 * one line for people. Nothing here is global: two contexts may be used in two threads at once;
 * one context belongs to one thread (the library's own OpenMP threads only read it).
 */
#ifndef EVENREACH_CORE_H
#define EVENREACH_CORE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- status ---------------------------------------------------------------------------- */

typedef enum er_status {
    ER_OK = 0,
    ER_ERR_USAGE,      /**< the call or the command line is wrong (exit code 2) */
    ER_ERR_INPUT,      /**< a file's content can't be used */
    ER_ERR_IO,         /**< a file can't be opened, read or written */
    ER_ERR_RANGE,      /**< a number is outside its stated range */
    ER_ERR_GEOMETRY,   /**< a geometry is invalid and can't be repaired */
    ER_ERR_CRS,        /**< a reference system is unknown, ambiguous, or reached only by ballpark */
    ER_ERR_STORE,      /**< the workspace is missing, damaged, locked or of another version */
    ER_ERR_NOT_FOUND,  /**< a named thing is not there */
    ER_ERR_INFEASIBLE, /**< conditions that cannot all hold */
    ER_ERR_UNSUPPORTED, /**< valid, but not something this build does */
    ER_ERR_MEMORY,      /**< allocation failed or a size limit was passed */
    ER_ERR_CANCELLED,   /**< the caller's cancel function said so */
    ER_ERR_INTERNAL,    /**< a fault of the library: please report */
    ER_STATUS_COUNT
} er_status;

/** Short stable name of a code, such as "input". Never null; static storage. */
const char *er_status_name(er_status status);
/** What the code means, in English. Never null; static storage. */
const char *er_status_text(er_status status);

/** Return from the calling function if an expression is not ER_OK. */
#define ER_TRY(expression)                                                                         \
    do {                                                                                           \
        er_status er_try_status_ = (expression);                                                   \
        if (er_try_status_ != ER_OK) return er_try_status_;                                        \
    } while (0)

/** Go to a clean-up label if an expression is not ER_OK; the code is in `status`. */
#define ER_GOTO(status, label, expression)                                                         \
    do {                                                                                           \
        (status) = (expression);                                                                   \
        if ((status) != ER_OK) goto label;                                                         \
    } while (0)

/* ---- context --------------------------------------------------------------------------- */

typedef struct er_context er_context;

typedef enum er_log_level { ER_LOG_ERROR, ER_LOG_WARNING, ER_LOG_INFO, ER_LOG_DEBUG } er_log_level;
typedef enum er_language { ER_LANG_EN, ER_LANG_ZH_TW } er_language;

/** Receives one line without its newline. */
typedef void (*er_log_fn)(void *user, er_log_level level, const char *line);
/** `done` of `total` units of the step called `what` (total 0: not known). */
typedef void (*er_progress_fn)(void *user, const char *what, uint64_t done, uint64_t total);
/** True to stop: the running call returns ER_ERR_CANCELLED and undoes what it began. */
typedef bool (*er_cancel_fn)(void *user);

/** Make a context: English, silent, as many threads as cores. Free with er_context_free. */
er_status er_context_new(er_context **out);
void er_context_free(er_context *ctx);

void er_context_set_log(er_context *ctx, er_log_fn log, void *user);
void er_context_set_progress(er_context *ctx, er_progress_fn progress, void *user);
void er_context_set_cancel(er_context *ctx, er_cancel_fn cancel, void *user);
/** Threads of parallel parts, 1 or more; 0 means one per core. Results never depend on it. */
void er_context_set_threads(er_context *ctx, int threads);
int er_context_threads(const er_context *ctx);
void er_context_set_language(er_context *ctx, er_language language);
er_language er_context_language(const er_context *ctx);
/** While files grow in a folder that no one named, failures and log lines say the name that was
 *  given: they write `shown` wherever they would write `inside`, which begins with it. Both are the
 *  caller's and are looked at until the next call; null: no longer. */
void er_context_set_shown_folder(er_context *ctx, const char *inside, const char *shown);

/** The last failure's line ("" if none). Owned by the context, valid until the next failure. */
const char *er_context_error(const er_context *ctx);

/** Record a failure and return `status`, so that `return er_fail(...)` is the one way to fail.
 *  The format is looked up in the language's catalogue first; write it in English, name the file,
 *  row or option, and say what to do. A newline is turned into a space. */
er_status er_fail(er_context *ctx, er_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Log a line below errors (translated like er_fail). */
void er_log(er_context *ctx, er_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Report progress; cheap enough to call often (callers need not thin it out). */
void er_progress(er_context *ctx, const char *what, uint64_t done, uint64_t total);
/** ER_ERR_CANCELLED (with its line recorded) if the caller wants to stop. */
er_status er_check_cancel(er_context *ctx);

/** The text in the context's language; the English text itself where there is no translation.
 *  One catalogue serves help, tables, reasons and errors: src/core/zh_tw/<room>.inc. */
const char *er_text(const er_context *ctx, const char *english);

/** Version of this library, such as "0.7.0". */
const char *er_version(void);

/* ---- memory ---------------------------------------------------------------------------- */

/** count*size bytes, zeroed; fails on overflow and on null. Free with er_free. */
er_status er_alloc(er_context *ctx, size_t count, size_t size, void *out_pointer_address);
/** Grow *array (elements of `size` bytes) to hold at least `need`; doubles; keeps content. */
er_status er_reserve(er_context *ctx, void *array_address, size_t *capacity, size_t need,
                     size_t size);
void er_free(void *pointer);

/** Strings that live and die together. */
typedef struct er_arena er_arena;
er_status er_arena_new(er_context *ctx, er_arena **out);
void er_arena_free(er_arena *arena);
/** Zeroed memory aligned for any type. */
er_status er_arena_alloc(er_context *ctx, er_arena *arena, size_t size, void *out_pointer_address);
/** A copy of `length` bytes with a NUL behind. */
er_status er_arena_text(er_context *ctx, er_arena *arena, const char *text, size_t length,
                        const char **out);
/** printf into the arena. */
er_status er_arena_format(er_context *ctx, er_arena *arena, const char **out, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));
er_status er_arena_vformat(er_context *ctx, er_arena *arena, const char **out, const char *format,
                           va_list arguments) __attribute__((format(printf, 4, 0)));

/* ---- text and numbers (independent of the locale) ----------------------------------------- */

/** True for well-formed UTF-8 (no surrogates, no overlong forms, no NUL). */
bool er_utf8_valid(const char *text, size_t length);
/** Columns that a terminal uses for the text; wide characters count two. */
size_t er_utf8_columns(const char *text);
/** Move `*text`/`*length` past white space at both ends: ASCII, U+00A0, U+3000, BOM. */
void er_trim(const char **text, size_t *length);
/** Compare without case of ASCII letters. */
bool er_same_text(const char *a, const char *b);
/** The same bytes, or both null: two fields that say the same. */
bool er_equal_texts(const char *a, const char *b);
/** The same number, or both NAN: two fields that say the same. */
bool er_equal_numbers(double a, double b);

/** Read a whole text as a number: optional sign, decimal point, exponent; surrounding space
 *  allowed; a thousands comma only in the form 1,234,567.8. False for anything else, NaN and
 *  infinity included. */
bool er_parse_double(const char *text, double *out);
bool er_parse_int64(const char *text, int64_t *out);
/** Shortest text that reads back as the same double, with a point; "null" for NaN and infinity.
 *  `buffer` holds at least 32 bytes. Returns buffer. */
const char *er_format_double(double value, char *buffer);
/** Round half away from zero to `decimals` (0 to 12); keeps NaN. Removes negative zero. */
double er_round(double value, int decimals);

/* ---- JSON results ---------------------------------------------------------------------- */

struct json_object;
typedef struct json_object er_json;

er_json *er_json_object(void);
er_json *er_json_array(void);
void er_json_free(er_json *json);
/** The same document for one more owner, who frees it too. */
er_json *er_json_share(er_json *json);
/* Each adds to an object; `json` passes its ownership on. A non-finite number becomes null. */
void er_json_add(er_json *object, const char *key, er_json *json);
void er_json_add_text(er_json *object, const char *key, const char *text_or_null);
void er_json_add_number(er_json *object, const char *key, double value);
void er_json_add_int(er_json *object, const char *key, int64_t value);
void er_json_add_bool(er_json *object, const char *key, bool value);
void er_json_append(er_json *array, er_json *json);
void er_json_append_text(er_json *array, const char *text);
void er_json_append_number(er_json *array, double value);
void er_json_append_int(er_json *array, int64_t value);
void er_json_append_bool(er_json *array, bool value);
/** The document as UTF-8 with a newline at its end; free with er_free. Keys keep their order. */
er_status er_json_write(er_context *ctx, er_json *json, bool pretty, char **out);

/* ---- files ----------------------------------------------------------------------------- */

/** Whole file, at most `limit` bytes, with a NUL behind; free with er_free. */
er_status er_file_read(er_context *ctx, const char *path, size_t limit, char **out, size_t *size);
/** Write aside in the same folder, flush, rename over `path`: old content or new, never half. */
er_status er_file_write(er_context *ctx, const char *path, const void *data, size_t size);
/** Make a folder and its parents. */
er_status er_make_folder(er_context *ctx, const char *path);
/** SHA-256 of a file's bytes as 64 hexadecimal digits and a NUL. */
er_status er_file_sha256(er_context *ctx, const char *path, char out[65]);
/** SHA-256 of memory. */
void er_sha256(const void *data, size_t size, char out[65]);
/** `name` seen from the folder of `base` (unchanged if absolute); in the arena. */
er_status er_path_beside(er_context *ctx, er_arena *arena, const char *base, const char *name,
                         const char **out);

/* ---- random numbers -------------------------------------------------------------------- */

/** Counter-based generator: draw i of stream s under seed k is a pure function of (k, s, i), so
 *  that results do not depend on threads. SplitMix64 output function (Steele, Lea, Flood:
 *  Fast Splittable Pseudorandom Number Generators, OOPSLA 2014) over a keyed counter. */
typedef struct er_random {
    uint64_t key;
    uint64_t counter;
} er_random;
er_random er_random_stream(uint64_t seed, uint64_t stream);
uint64_t er_random_bits(er_random *random);
/** Uniform in [0, 1), 53 bits. */
double er_random_unit(er_random *random);
/** Uniform integer in [0, n), without modulo bias; n at least 1. */
uint64_t er_random_below(er_random *random, uint64_t n);
/** Standard normal deviate (Box-Muller, one of the pair). */
double er_random_normal(er_random *random);

/** Margin in standard deviations for a probability 0 < p < 1 (inverse normal; Acklam's start and
 * two steps of Halley's method, to a double's last digits). Infinite at 0 and 1, NAN outside. */
double er_normal_quantile(double probability);
/** Share of the standard normal distribution up to z. */
double er_normal_probability(double z);

/* ---- sums ------------------------------------------------------------------------------ */

/** Compensated sum (Neumaier 1974). Start from {0}. */
typedef struct er_sum {
    double high;
    double low;
} er_sum;
void er_sum_add(er_sum *sum, double value);
double er_sum_value(const er_sum *sum);

#ifdef __cplusplus
}
#endif
#endif
