/* evenreach equity: the inequality of a column of any table. */
#include "cli/equity_print.h"
#include "cli/equity_read.h"

#include <math.h>
#include <stddef.h>

struct options {
    const char *value;
    const char *weight;
    const char *group;
    const char *layer;
    const char *encoding;
    double floor;
    double epsilon;
    int64_t seed;
    int64_t resamples;
    double level;
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
    {"floor", 0, ER_OPTION_NUMBER, "X", false,
     "floor that shortfall (FGT) is measured against; at the floor is not below it",
     offsetof(struct options, floor)},
    {"epsilon", 0, ER_OPTION_NUMBER, "E", false, "aversion of the Atkinson index (default: 0.5)",
     offsetof(struct options, epsilon)},
    {"resamples", 0, ER_OPTION_INT, "N", false, "draw N bootstrap resamples for intervals",
     offsetof(struct options, resamples)},
    {"seed", 0, ER_OPTION_INT, "N", false, "seed of the resamples (default: 1)",
     offsetof(struct options, seed)},
    {"level", 0, ER_OPTION_NUMBER, "P", false, "level of the intervals (default: 0.95)",
     offsetof(struct options, level)},
    {"layer", 0, ER_OPTION_TEXT, "NAME", false, "layer of the file, if it has several",
     offsetof(struct options, layer)},
    {"encoding", 0, ER_OPTION_TEXT, "NAME", false, "encoding of a text file (default: detected)",
     offsetof(struct options, encoding)},
    {0},
};

static er_status check(er_context *ctx, struct options *o) {
    if (isnan(o->epsilon)) o->epsilon = 0.5;
    if (isnan(o->level)) o->level = 0.95;
    if (!(o->epsilon > 0 && o->epsilon <= 1000))
        return er_fail(ctx, ER_ERR_USAGE, "--epsilon: give a number above 0, at most 1000");
    if (!isnan(o->floor) && !(o->floor >= ER_EQUITY_SMALLEST && o->floor <= ER_EQUITY_LARGEST))
        return er_fail(ctx, ER_ERR_USAGE, "--floor: give a number above 0");
    if (!(o->level > 0 && o->level < 1))
        return er_fail(ctx, ER_ERR_USAGE, "--level: give a number between 0 and 1");
    if (o->resamples != INT64_MIN && (o->resamples < 1 || o->resamples > ER_EQUITY_MAX_RESAMPLES))
        return er_fail(ctx, ER_ERR_USAGE, "--resamples: give a number from 1 to 1000000");
    if (o->seed == INT64_MIN) o->seed = 1;
    if (o->seed < 0) return er_fail(ctx, ER_ERR_USAGE, "--seed: give a number of 0 or more");
    return ER_OK;
}

static er_status compute(er_context *ctx, const struct options *o, const er_equity_rows *rows,
                         er_equity_group *groups, er_equity_interval *intervals,
                         er_equity_report *report) {
    er_equity_table table = {.value = rows->value,
                             .weight = rows->weight,
                             .group = rows->group,
                             .count = rows->count,
                             .group_count = (uint32_t)rows->group_count};
    report->parameters = (er_equity_parameters){.floor = o->floor, .atkinson_epsilon = o->epsilon};
    ER_TRY(er_equity(ctx, &table, &report->parameters, &report->result, groups));
    if (o->resamples == INT64_MIN) return ER_OK;
    report->resampling = (er_equity_resampling){.resamples = (size_t)o->resamples,
                                                .seed = (uint64_t)o->seed,
                                                .level = o->level,
                                                .method = ER_EQUITY_BCA};
    report->intervals = intervals;
    return er_equity_resample(ctx, &table, &report->parameters, &report->resampling, intervals);
}

static er_status report_on(er_invocation *invocation, er_arena *arena, const struct options *o,
                           const er_equity_rows *rows) {
    er_equity_group *groups = NULL;
    er_equity_interval intervals[ER_FIGURE_COUNT];
    ER_TRY(
        er_arena_alloc(invocation->ctx, arena, (rows->group_count + 1) * sizeof *groups, &groups));
    er_equity_report report = {.group_names = rows->group_names,
                               .groups = groups,
                               .group_count = rows->group_count,
                               .rejected = rows->rejected};
    ER_TRY(compute(invocation->ctx, o, rows, groups, intervals, &report));
    invocation->incomplete = rows->rejected > 0;
    return invocation->json ? er_equity_print_json(invocation, &report)
                            : er_equity_print_text(invocation, &report);
}

static er_status run(er_invocation *invocation) {
    struct options *o = invocation->options;
    ER_TRY(check(invocation->ctx, o));
    er_equity_columns columns = {.path = invocation->operands[0],
                                 .layer = o->layer,
                                 .encoding = o->encoding,
                                 .value = o->value,
                                 .weight = o->weight,
                                 .group = o->group};
    er_equity_rows rows;
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(invocation->ctx, &arena));
    er_status status = er_equity_read(invocation->ctx, arena, &columns, &rows);
    if (status == ER_OK) {
        status = report_on(invocation, arena, o, &rows);
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
