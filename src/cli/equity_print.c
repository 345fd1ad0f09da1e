/* The result of `equity`, for programs and for people. */
#include "cli/equity_print.h"
#include "cli/equity_space.h"

#include "core/columns.h"

#include <math.h>
#include <string.h>

/** The figures in the order of the output for people; the mean comes before them. */
static const struct {
    er_equity_figure figure;
    const char *title;
} titles[] = {
    {ER_FIGURE_GINI, "Gini"},
    {ER_FIGURE_THEIL_T, "Theil T"},
    {ER_FIGURE_THEIL_L, "Theil L"},
    {ER_FIGURE_ATKINSON, "Atkinson"},
    {ER_FIGURE_PALMA, "Palma ratio"},
    {ER_FIGURE_HOOVER, "Hoover"},
    {ER_FIGURE_HHI, "HHI (concentration)"},
    {ER_FIGURE_CV, "coefficient of variation"},
    {ER_FIGURE_CONCENTRATION, "concentration index"},
    {ER_FIGURE_BETWEEN, "Theil T between groups"},
    {ER_FIGURE_WITHIN, "Theil T within groups"},
    {ER_FIGURE_FGT_0, "share below the floor (FGT 0)"},
    {ER_FIGURE_FGT_1, "depth below the floor (FGT 1)"},
    {ER_FIGURE_FGT_2, "severity below the floor (FGT 2)"},
};
enum { TITLE_COUNT = sizeof titles / sizeof titles[0] };

static const char *const methods[] = {[ER_EQUITY_STUDENTISED] = "studentised",
                                      [ER_EQUITY_BCA] = "bca",
                                      [ER_EQUITY_PERCENTILE] = "percentile"};

bool er_equity_method_of(const char *name, er_equity_method *out) {
    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++)
        if (strcmp(name, methods[m]) == 0) {
            *out = (er_equity_method)m;
            return true;
        }
    return false;
}

static er_json *fgt_json(const er_equity_result *result) {
    static const char *const keys[] = {"0", "1", "2"};
    er_json *fgt = er_json_object();
    for (int a = 0; a < 3; a++)
        er_json_add_number(fgt, keys[a], result->fgt[a]);
    return fgt;
}

static er_json *figures_json(const double figures[ER_FIGURE_COUNT]) {
    er_json *object = er_json_object();
    for (int f = 0; f < ER_FIGURE_COUNT; f++)
        er_json_add_number(object, er_equity_figure_name((er_equity_figure)f), figures[f]);
    return object;
}

static er_json *test_json(const er_equity_test *test) {
    er_json *object = er_json_object();
    er_json_add_number(object, "statistic", test->statistic);
    er_json_add_number(object, "p", test->p);
    er_json_add_int(object, "permutations", (int64_t)test->permutations);
    er_json_add_int(object, "seed", (int64_t)test->seed);
    return object;
}

static er_json *groups_json(const er_equity_report *report) {
    er_json *list = er_json_array();
    for (size_t g = 0; g < report->group_count; g++) {
        const er_equity_group *group = &report->groups[g];
        er_json *one = er_json_object();
        er_json_add_text(one, "group", report->group_names[g]);
        er_json_add_int(one, "n", (int64_t)group->n);
        er_json_add_number(one, "weight", group->weight);
        er_json_add_number(one, "mean", group->mean);
        er_json_add_number(one, "between", group->between);
        er_json_add_number(one, "share_of_between", group->share_of_between);
        er_json_add_number(one, "gap_share", group->gap_share);
        er_json_add_number(one, "theil_t", group->theil_t);
        er_json_add_number(one, "location_quotient", group->location_quotient);
        if (report->influences) {
            er_json_add(one, "without", figures_json(report->influences[g].without));
            er_json_add(one, "raised", figures_json(report->influences[g].raised));
        }
        er_json_append(list, one);
    }
    return list;
}

static er_json *intervals_json(const er_equity_report *report) {
    er_json *object = er_json_object();
    er_json_add_number(object, "level", report->resampling.level);
    er_json_add_int(object, "resamples", (int64_t)report->resampling.resamples);
    er_json_add_int(object, "seed", (int64_t)report->resampling.seed);
    er_json_add_text(object, "method", methods[report->resampling.method]);
    if (report->cluster_count > 0)
        er_json_add_int(object, "clusters", (int64_t)report->cluster_count);
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        er_json *one = NULL;
        const er_equity_interval *interval = &report->intervals[f];
        if (!isnan(interval->low)) {
            one = er_json_object();
            er_json_add_number(one, "low", interval->low);
            er_json_add_number(one, "high", interval->high);
            er_json_add_int(one, "defined", (int64_t)interval->defined);
        }
        er_json_add(object, er_equity_figure_name((er_equity_figure)f), one);
    }
    return object;
}

/** Why there are no intervals, or null. */
static const char *why_no_intervals(const er_equity_report *report) {
    if (!report->intervals) return NULL;
    const er_equity_interval *of_mean = &report->intervals[ER_FIGURE_MEAN];
    if (of_mean->defined == 0 || !isnan(of_mean->low)) return NULL;
    return "only one row or cluster can be drawn: resamples do not vary, so there are no intervals";
}

er_status er_equity_print_json(er_invocation *invocation, const er_equity_report *report) {
    const er_equity_result *result = &report->result;
    er_json *json = er_json_object(), *notes = er_json_array();
    er_json_add_int(json, "n", (int64_t)result->n);
    er_json_add_int(json, "rejected", report->rejected);
    er_json_add_number(json, "weight", result->weight);
    er_json_add_number(json, "mean", result->mean);
    for (int f = ER_FIGURE_GINI; f < ER_FIGURE_COUNT; f++)
        if (f < ER_FIGURE_FGT_0 || f > ER_FIGURE_FGT_2)
            er_json_add_number(json, er_equity_figure_name((er_equity_figure)f),
                               er_equity_figure_of(result, (er_equity_figure)f));
    er_json_add(json, "fgt", fgt_json(result));
    er_json_add(json, "groups", groups_json(report));
    if (report->intervals) er_json_add(json, "ci", intervals_json(report));
    if (report->test) er_json_add(json, "permutation", test_json(report->test));
    er_json_add_number(json, "epsilon", report->parameters.atkinson_epsilon);
    er_json_add_number(json, "floor", report->parameters.floor);
    for (int bit = 0; bit < ER_EQUITY_NOTE_COUNT; bit++)
        if (result->notes & 1u << bit)
            er_json_append_text(
                notes, er_text(invocation->ctx, er_equity_note_text((er_equity_note)(1u << bit))));
    if (why_no_intervals(report))
        er_json_append_text(notes, er_text(invocation->ctx, why_no_intervals(report)));
    if (report->space) er_space_json(invocation->ctx, report->space, json, notes);
    er_json_add(json, "notes", notes);
    return er_print_json(invocation, json);
}

static er_status print_figures(er_invocation *invocation, const er_equity_report *report,
                               er_columns *table) {
    er_context *ctx = invocation->ctx;
    const er_equity_result *result = &report->result;
    er_columns_text(table, er_text(ctx, "rows"));
    er_columns_number(table, (double)result->n, 0);
    er_columns_text(table, er_text(ctx, "rows rejected"));
    er_columns_number(table, (double)report->rejected, 0);
    er_columns_text(table, er_text(ctx, "weight"));
    er_columns_number(table, result->weight, result->weight == floor(result->weight) ? 0 : 3);
    er_columns_text(table, er_text(ctx, "mean"));
    er_columns_number(table, result->mean, 6);
    for (int i = 0; i < TITLE_COUNT; i++) {
        er_columns_text(table, er_text(ctx, titles[i].title));
        er_columns_number(table, er_equity_figure_of(result, titles[i].figure), 6);
    }
    return er_columns_print(table, invocation->out);
}

static er_status print_groups(er_invocation *invocation, const er_equity_report *report) {
    static const char *const heads[] = {
        "rows", "weight", "mean", "Theil T", "share of between", "gap share", "location quotient"};
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 8, &table));
    er_columns_text(table, er_text(invocation->ctx, "group"));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        er_columns_right(table, er_text(invocation->ctx, heads[i]));
    for (size_t g = 0; g < report->group_count; g++) {
        const er_equity_group *group = &report->groups[g];
        er_columns_text(table, report->group_names[g]);
        er_columns_number(table, (double)group->n, 0);
        er_columns_number(table, group->weight, group->weight == floor(group->weight) ? 0 : 3);
        er_columns_number(table, group->mean, 6);
        er_columns_number(table, group->theil_t, 6);
        er_columns_number(table, group->share_of_between, 6);
        er_columns_number(table, group->gap_share, 6);
        er_columns_number(table, group->location_quotient, 6);
    }
    fputc('\n', invocation->out);
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static void print_interval(er_context *ctx, const char *title, const er_equity_interval *interval,
                           er_columns *table) {
    er_columns_text(table, er_text(ctx, title));
    er_columns_number(table, interval->low, 6);
    er_columns_number(table, interval->high, 6);
}

static er_status print_intervals(er_invocation *invocation, const er_equity_report *report) {
    er_context *ctx = invocation->ctx;
    const er_equity_resampling *resampling = &report->resampling;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 3, &table));
    fputc('\n', invocation->out);
    fprintf(invocation->out, er_text(ctx, "%g %% interval of %zu resamples, seed %llu"),
            100 * resampling->level, resampling->resamples, (unsigned long long)resampling->seed);
    fprintf(invocation->out, " (%s)", er_text(ctx, methods[resampling->method]));
    if (report->cluster_count > 0) {
        fputc(' ', invocation->out);
        fprintf(invocation->out, er_text(ctx, "drawn by %zu clusters"), report->cluster_count);
    }
    fputc('\n', invocation->out);
    print_interval(ctx, "mean", &report->intervals[ER_FIGURE_MEAN], table);
    for (int i = 0; i < TITLE_COUNT; i++)
        print_interval(ctx, titles[i].title, &report->intervals[titles[i].figure], table);
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static const er_equity_figure shown_influences[] = {ER_FIGURE_MEAN, ER_FIGURE_GINI,
                                                    ER_FIGURE_THEIL_T};
enum { INFLUENCE_COUNT = sizeof shown_influences / sizeof shown_influences[0] };

static er_status print_influences(er_invocation *invocation, const er_equity_report *report) {
    static const char *const heads[] = {"mean without it", "Gini without it", "Theil T without it",
                                        "mean if raised",  "Gini if raised",  "Theil T if raised"};
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 1 + 2 * INFLUENCE_COUNT, &table));
    er_columns_text(table, er_text(invocation->ctx, "group"));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        er_columns_right(table, er_text(invocation->ctx, heads[i]));
    for (size_t g = 0; g < report->group_count; g++) {
        er_columns_text(table, report->group_names[g]);
        for (int i = 0; i < INFLUENCE_COUNT; i++)
            er_columns_number(table, report->influences[g].without[shown_influences[i]], 6);
        for (int i = 0; i < INFLUENCE_COUNT; i++)
            er_columns_number(table, report->influences[g].raised[shown_influences[i]], 6);
    }
    fputc('\n', invocation->out);
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static void print_test(er_invocation *invocation, const er_equity_test *test) {
    er_context *ctx = invocation->ctx;
    fputc('\n', invocation->out);
    if (isnan(test->p))
        fputs(er_text(ctx, "there is no inequality whose part between groups could be tested"),
              invocation->out);
    else
        fprintf(invocation->out,
                er_text(ctx,
                        "%.4g %% of Theil T lies between groups: p = %.4g by %zu permutations, "
                        "seed %llu"),
                100 * test->statistic, test->p, test->permutations, (unsigned long long)test->seed);
    fputc('\n', invocation->out);
}

er_status er_equity_print_text(er_invocation *invocation, const er_equity_report *report) {
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 2, &table));
    er_status status = print_figures(invocation, report, table);
    er_columns_free(table);
    if (status == ER_OK && report->group_count > 0) status = print_groups(invocation, report);
    if (status == ER_OK && report->influences) status = print_influences(invocation, report);
    if (status == ER_OK && report->intervals) status = print_intervals(invocation, report);
    if (status == ER_OK && report->space) status = er_space_text(invocation, report->space);
    ER_TRY(status);
    if (report->test) print_test(invocation, report->test);
    const char *no_intervals = why_no_intervals(report);
    if (report->result.notes || no_intervals) fputc('\n', invocation->out);
    for (int bit = 0; bit < ER_EQUITY_NOTE_COUNT; bit++)
        if (report->result.notes & 1u << bit)
            fprintf(invocation->out, "  %s\n",
                    er_text(invocation->ctx, er_equity_note_text((er_equity_note)(1u << bit))));
    if (no_intervals) fprintf(invocation->out, "  %s\n", er_text(invocation->ctx, no_intervals));
    return ER_OK;
}
