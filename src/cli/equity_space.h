/** Where a table's values lie: the options of `equity` that ask for it, and what it finds. */
#ifndef EVENREACH_CLI_EQUITY_SPACE_H
#define EVENREACH_CLI_EQUITY_SPACE_H

#include "cli/equity_read.h"
#include "evenreach/equity.h"
#include "evenreach/geometry.h"

#include <stddef.h>

typedef struct er_space_options {
    bool moran;
    const char *neighbours;
    const char *links;
    const char *key;
    int64_t nearest;
    double tolerance_m;
    double fdr;
} er_space_options;

/** A row of a command's option table; `at` is the offset of its er_space_options. */
#define ER_SPACE_OPTION(at, name, type, argument, help, field)                                     \
    { name, 0, type, argument, false, help, (at) + offsetof(er_space_options, field) }
#define ER_SPACE_OPTIONS(at)                                                                       \
    ER_SPACE_OPTION(at, "moran", ER_OPTION_FLAG, NULL,                                             \
                    "Moran's I, and local Moran of every row of polygons or points, unweighted",   \
                    moran),                                                                        \
        ER_SPACE_OPTION(at, "neighbours", ER_OPTION_TEXT, "RULE",                                  \
                        "queen: polygons that touch, rook: along a line (default: queen)",         \
                        neighbours),                                                               \
        ER_SPACE_OPTION(at, "tolerance-m", ER_OPTION_NUMBER, "M",                                  \
                        "borders no further apart touch (default: 0)", tolerance_m),               \
        ER_SPACE_OPTION(at, "nearest", ER_OPTION_INT, "K",                                         \
                        "join what has no neighbours, and points, to the K nearest (default: 0)",  \
                        nearest),                                                                  \
        ER_SPACE_OPTION(at, "links", ER_OPTION_FILE, "FILE",                                       \
                        "table of more neighbours, such as ferry lines: from_code, to_code",       \
                        links),                                                                    \
        ER_SPACE_OPTION(at, "key", ER_OPTION_TEXT, "COL",                                          \
                        "column that names each row, for links and the result", key),              \
        ER_SPACE_OPTION(at, "fdr", ER_OPTION_NUMBER, "RATE",                                       \
                        "false discovery rate of local clusters (default: 0.05)", fdr)

/** Random orders of the values. */
typedef struct er_space_draws {
    size_t permutations;
    uint64_t seed;
} er_space_draws;

/** What was found, by the rows' keys, or by their numbers where there is no key. */
typedef struct er_space_report {
    const er_space_options *options; /**< defaults filled in */
    size_t count;
    size_t left_out;         /**< rows that have a value and no place */
    const char *const *keys; /**< null: no key */
    const int64_t *numbers;
    size_t pairs;
    size_t joined; /**< rows that touch none and have neighbours by link or nearness alone */
    er_moran moran;
    const er_local_moran *locals;
} er_space_report;

/** Fill the defaults in. ER_ERR_USAGE for what can't be, and for options without --moran. */
er_status er_space_check(er_context *ctx, er_space_options *options);
/** Read the places of the rows and look at their neighbours. Everything lives in the arena. */
er_status er_space_find(er_context *ctx, er_arena *arena, const er_equity_columns *columns,
                        const er_equity_rows *rows, const er_space_options *options,
                        const er_space_draws *draws, er_space_report *out);

/** Add the keys moran and local, and what is undefined to the notes. */
void er_space_json(er_context *ctx, const er_space_report *report, er_json *json, er_json *notes);
er_status er_space_text(er_invocation *invocation, const er_space_report *report);

#endif
