/* evenreach equity: the inequality of a column of any table. */
#include "cli/equity_lorenz.h"
#include "cli/equity_print.h"
#include "cli/equity_read.h"
#include "cli/equity_space.h"

#include <math.h>
#include <stddef.h>

enum { DEFAULT_PERMUTATIONS = 999 }; /* of Moran's I */

struct options {
    const char *value;
    const char *weight;
    const char *group;
    const char *order;
    const char *cluster;
    const char *interval;
    const char *lorenz;
    const char *layer;
    const char *encoding;
    double floor;
    double epsilon;
    int64_t seed;
    int64_t resamples;
    int64_t permutations;
    double level;
    bool influence;
    er_space_options space;
};

static const er_option options[] = {
    {"value", 0, ER_OPTION_TEXT, "COL", true, "column of the quantity, 0 or more",
     offsetof(struct options, value)},
    {"weight", 0, ER_OPTION_TEXT, "COL", false,
     "column of the weights, such as persons (default: "
     "every row counts 1)",
     offsetof(struct options, weight)},
    {"group", 0, ER_OPTION_TEXT, "COL", false, "column of the groups, for between and within",
     offsetof(struct options, group)},
    {"order", 0, ER_OPTION_TEXT, "COL", false,
     "column that rows are ranked by, for the concentration index",
     offsetof(struct options, order)},
    {"floor", 0, ER_OPTION_NUMBER, "X", false,
     "floor that shortfall (FGT) is measured against; at the floor is not below it",
     offsetof(struct options, floor)},
    {"epsilon", 0, ER_OPTION_NUMBER, "E", false, "aversion of the Atkinson index (default: 0.5)",
     offsetof(struct options, epsilon)},
    {"resamples", 0, ER_OPTION_INT, "N", false, "draw N bootstrap resamples for intervals",
     offsetof(struct options, resamples)},
    {"cluster", 0, ER_OPTION_TEXT, "COL", false,
     "column of rows that are drawn together, such as counties", offsetof(struct options, cluster)},
    {"interval", 0, ER_OPTION_TEXT, "METHOD", false,
     "how intervals are made: studentised (default), bca or percentile",
     offsetof(struct options, interval)},
    {"level", 0, ER_OPTION_NUMBER, "P", false, "level of the intervals (default: 0.95)",
     offsetof(struct options, level)},
    {"permutations", 0, ER_OPTION_INT, "N", false,
     "permutations that test the part between groups, and Moran's I (there by default: 999)",
     offsetof(struct options, permutations)},
    {"seed", 0, ER_OPTION_INT, "N", false, "seed of resamples and permutations (default: 1)",
     offsetof(struct options, seed)},
    {"influence", 0, ER_OPTION_FLAG, NULL, false,
     "show the figures without each group, and with its rows raised to the mean",
     offsetof(struct options, influence)},
    {"lorenz", 0, ER_OPTION_FILE, "FILE", false,
     "write the points of the Lorenz curve to a CSV file", offsetof(struct options, lorenz)},
    ER_SPACE_OPTIONS(offsetof(struct options, space)),
    {"layer", 0, ER_OPTION_TEXT, "NAME", false, "layer of the file, if it has several",
     offsetof(struct options, layer)},
    {"encoding", 0, ER_OPTION_TEXT, "NAME", false, "encoding of a text file (default: detected)",
     offsetof(struct options, encoding)},
    {0},
};

/** Nothing that speaks of intervals may be asked for without resamples. */
static er_status check_unsampled(er_context *ctx, const struct options *o) {
    const char *asked = o->cluster         ? "cluster"
                        : o->interval      ? "interval"
                        : !isnan(o->level) ? "level"
                                           : NULL;
    return asked ? er_fail(ctx, ER_ERR_USAGE,
                           "--%s: give the number of resamples too (--resamples)", asked)
                 : ER_OK;
}

/** An interval needs a resample beyond each of its ends. */
static er_status check_sampled(er_context *ctx, struct options *o) {
    if (isnan(o->level)) o->level = 0.95;
    if (o->resamples < 1 || o->resamples > ER_EQUITY_MAX_RESAMPLES)
        return er_fail(ctx, ER_ERR_USAGE, "--resamples: give a number from 1 to 1000000");
    if (!(o->level > 0 && o->level < 1))
        return er_fail(ctx, ER_ERR_USAGE, "--level: give a number between 0 and 1");
    double needed = ceil(2 / (1 - o->level) * (1 - 1e-12)); /* 1 - 0.95 is a little under 0.05 */
    if ((double)o->resamples < needed)
        er_log(ctx, ER_LOG_WARNING,
               "--resamples: %lld are too few for an interval of %g %%: give %.0f or more",
               (long long)o->resamples, 100 * o->level, needed);
    return ER_OK;
}

static er_status check_numbers(er_context *ctx, struct options *o) {
    if (isnan(o->epsilon)) o->epsilon = 0.5;
    if (!(o->epsilon > 0 && o->epsilon <= 1000))
        return er_fail(ctx, ER_ERR_USAGE, "--epsilon: give a number above 0, at most 1000");
    if (!isnan(o->floor) && !(o->floor >= ER_EQUITY_SMALLEST && o->floor <= ER_EQUITY_LARGEST))
        return er_fail(ctx, ER_ERR_USAGE, "--floor: give a number above 0, from 1e-100 to 1e100");
    if (o->permutations != INT64_MIN &&
        (o->permutations < 1 || o->permutations > ER_EQUITY_MAX_RESAMPLES))
        return er_fail(ctx, ER_ERR_USAGE, "--permutations: give a number from 1 to 1000000");
    if (o->seed == INT64_MIN) o->seed = 1;
    if (o->seed < 0) return er_fail(ctx, ER_ERR_USAGE, "--seed: give a number of 0 or more");
    return ER_OK;
}

static er_status check(er_context *ctx, struct options *o, er_equity_method *method) {
    ER_TRY(check_numbers(ctx, o));
    *method = ER_EQUITY_STUDENTISED;
    if (o->interval && !er_equity_method_of(o->interval, method))
        return er_fail(ctx, ER_ERR_USAGE, "--interval: give studentised, bca or percentile");
    if (o->permutations != INT64_MIN && !o->group && !o->space.moran)
        return er_fail(ctx, ER_ERR_USAGE, "--permutations: give the groups too (--group)");
    if (o->influence && !o->group)
        return er_fail(ctx, ER_ERR_USAGE, "--influence: give the groups too (--group)");
    ER_TRY(o->resamples == INT64_MIN ? check_unsampled(ctx, o) : check_sampled(ctx, o));
    return er_space_check(ctx, &o->space);
}

/** What is filled in for the report. */
struct room {
    er_equity_group *groups;
    er_equity_influence *influences;
    er_equity_interval intervals[ER_FIGURE_COUNT];
    er_equity_test test;
    er_space_report space;
};

static er_status compute(er_context *ctx, const struct options *o, const er_equity_table *table,
                         struct room *room, er_equity_report *report) {
    ER_TRY(er_equity(ctx, table, &report->parameters, &report->result, room->groups));
    if (o->influence) {
        report->influences = room->influences;
        ER_TRY(er_equity_influences(ctx, table, &report->parameters, room->influences));
    }
    if (o->permutations != INT64_MIN && o->group) {
        report->test = &room->test;
        ER_TRY(er_equity_permutation(ctx, table, (size_t)o->permutations, (uint64_t)o->seed,
                                     &room->test));
    }
    if (o->resamples == INT64_MIN) return ER_OK;
    report->intervals = room->intervals;
    return er_equity_resample(ctx, table, &report->parameters, &report->resampling,
                              room->intervals);
}

/** Look at where the values lie, if that is asked for. */
static er_status look_at_space(er_context *ctx, er_arena *arena, const struct options *o,
                               const er_equity_columns *columns, const er_equity_rows *rows,
                               struct room *room, er_equity_report *report) {
    const er_space_draws draws = {.permutations = o->permutations > 0 ? (size_t)o->permutations
                                                                      : DEFAULT_PERMUTATIONS,
                                  .seed = (uint64_t)o->seed};
    if (!o->space.moran) return ER_OK;
    report->space = &room->space;
    return er_space_find(ctx, arena, columns, rows, &o->space, &draws, &room->space);
}

static er_status report_on(er_invocation *invocation, er_arena *arena, const struct options *o,
                           er_equity_method method, const er_equity_columns *columns,
                           const er_equity_rows *rows) {
    er_context *ctx = invocation->ctx;
    size_t groups = rows->groups.count;
    struct room room = {0};
    er_equity_table table = {.value = rows->value,
                             .weight = rows->weight,
                             .group = rows->groups.of_row,
                             .count = rows->count,
                             .group_count = (uint32_t)groups,
                             .order = rows->order,
                             .cluster = rows->clusters.of_row,
                             .cluster_count = (uint32_t)rows->clusters.count};
    er_equity_report report = {
        .parameters = {.floor = o->floor, .atkinson_epsilon = o->epsilon},
        .group_names = rows->groups.names,
        .group_count = groups,
        .resampling = {.resamples = o->resamples > 0 ? (size_t)o->resamples : 0,
                       .seed = (uint64_t)o->seed,
                       .level = o->level,
                       .method = method},
        .cluster_count = rows->clusters.count,
        .rejected = rows->rejected};
    ER_TRY(er_arena_alloc(ctx, arena, (groups + 1) * sizeof *room.groups, &room.groups));
    ER_TRY(er_arena_alloc(ctx, arena, (groups + 1) * sizeof *room.influences, &room.influences));
    report.groups = room.groups;
    ER_TRY(compute(ctx, o, &table, &room, &report));
    if (o->lorenz) ER_TRY(er_equity_write_lorenz(ctx, &table, o->lorenz));
    ER_TRY(look_at_space(ctx, arena, o, columns, rows, &room, &report));
    invocation->incomplete = rows->rejected > 0 || room.space.left_out > 0;
    return invocation->json ? er_equity_print_json(invocation, &report)
                            : er_equity_print_text(invocation, &report);
}

static er_status run(er_invocation *invocation) {
    struct options *o = invocation->options;
    er_equity_method method;
    ER_TRY(check(invocation->ctx, o, &method));
    er_equity_columns columns = {.path = invocation->operands[0],
                                 .layer = o->layer,
                                 .encoding = o->encoding,
                                 .value = o->value,
                                 .weight = o->weight,
                                 .group = o->group,
                                 .order = o->order,
                                 .cluster = o->cluster};
    er_equity_rows rows;
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    er_status status = er_equity_read(invocation->ctx, arena, &columns, &rows);
    if (status == ER_OK) {
        status = report_on(invocation, arena, o, method, &columns, &rows);
        er_equity_rows_free(&rows);
    }
    er_arena_free(arena);
    return status;
}

const er_command er_command_equity = {
    .name = "equity",
    .summary = "inequality of a column of a table: Gini, Theil, Atkinson, Palma, Hoover, HHI, FGT",
    .operands = "TABLE",
    .operand_min = 1,
    .operand_max = 1,
    .options = options,
    .options_size = sizeof(struct options),
    .run = run,
};
