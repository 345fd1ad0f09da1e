/* The result of `equity`, for programs and for people. */
#include "cli/equity_print.h"

#include "core/columns.h"

#include <math.h>

struct figure {
    const char *key;
    const char *title;
    double value;
};

enum { FIGURE_COUNT = 9 };

/** The plain figures in the order of both outputs. */
static void list_figures(const er_equity_result *r, struct figure figures[FIGURE_COUNT]) {
    const struct figure listed[FIGURE_COUNT] = {
        {"gini", "Gini", r->gini},
        {"theil_t", "Theil T", r->theil_t},
        {"theil_l", "Theil L", r->theil_l},
        {"atkinson", "Atkinson", r->atkinson},
        {"palma", "Palma ratio", r->palma},
        {"hoover", "Hoover", r->hoover},
        {"hhi", "HHI (concentration)", r->hhi},
        {"theil_t_between", "Theil T between groups", r->theil_t_between},
        {"theil_t_within", "Theil T within groups", r->theil_t_within},
    };
    for (int i = 0; i < FIGURE_COUNT; i++)
        figures[i] = listed[i];
}

static er_json *fgt_json(const er_equity_result *result) {
    static const char *const keys[] = {"0", "1", "2"};
    er_json *fgt = er_json_object();
    for (int a = 0; a < 3; a++)
        er_json_add_number(fgt, keys[a], result->fgt[a]);
    return fgt;
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
        er_json_append(list, one);
    }
    return list;
}

struct named_interval {
    const char *key;
    const char *title;
    er_equity_interval interval;
};

enum { INTERVAL_COUNT = 6 };

static void list_intervals(const er_equity_ci *ci, struct named_interval list[INTERVAL_COUNT]) {
    const struct named_interval listed[INTERVAL_COUNT] = {
        {"mean", "mean", ci->mean},
        {"gini", "Gini", ci->gini},
        {"theil_t", "Theil T", ci->theil_t},
        {"theil_l", "Theil L", ci->theil_l},
        {"atkinson", "Atkinson", ci->atkinson},
        {"theil_t_between", "Theil T between groups", ci->theil_t_between},
    };
    for (int i = 0; i < INTERVAL_COUNT; i++)
        list[i] = listed[i];
}

static er_json *ci_json(const er_equity_ci *ci) {
    struct named_interval list[INTERVAL_COUNT];
    er_json *object = er_json_object();
    er_json_add_number(object, "level", ci->level);
    er_json_add_int(object, "resamples", (int64_t)ci->resamples);
    er_json_add_int(object, "seed", (int64_t)ci->seed);
    list_intervals(ci, list);
    for (int i = 0; i < INTERVAL_COUNT; i++) {
        er_json *one = NULL;
        if (list[i].interval.defined > 0) {
            one = er_json_object();
            er_json_add_number(one, "low", list[i].interval.low);
            er_json_add_number(one, "high", list[i].interval.high);
            er_json_add_int(one, "defined", (int64_t)list[i].interval.defined);
        }
        er_json_add(object, list[i].key, one);
    }
    return object;
}

er_status er_equity_print_json(er_invocation *invocation, const er_equity_report *report) {
    const er_equity_result *result = &report->result;
    struct figure figures[FIGURE_COUNT];
    er_json *json = er_json_object(), *notes = er_json_array();
    er_json_add_int(json, "n", (int64_t)result->n);
    er_json_add_int(json, "rejected", report->rejected);
    er_json_add_number(json, "weight", result->weight);
    er_json_add_number(json, "mean", result->mean);
    list_figures(result, figures);
    for (int i = 0; i < FIGURE_COUNT; i++)
        er_json_add_number(json, figures[i].key, figures[i].value);
    er_json_add(json, "fgt", fgt_json(result));
    er_json_add(json, "groups", groups_json(report));
    if (report->ci) er_json_add(json, "ci", ci_json(report->ci));
    er_json_add_number(json, "epsilon", report->parameters.atkinson_epsilon);
    er_json_add_number(json, "floor", report->parameters.floor);
    for (int bit = 0; bit < ER_EQUITY_NOTE_COUNT; bit++)
        if (result->notes & 1u << bit)
            er_json_append_text(
                notes, er_text(invocation->ctx, er_equity_note_text((er_equity_note)(1u << bit))));
    er_json_add(json, "notes", notes);
    return er_print_json(invocation, json);
}

static er_status print_figures(er_invocation *invocation, const er_equity_report *report,
                               er_columns *table) {
    er_context *ctx = invocation->ctx;
    const er_equity_result *result = &report->result;
    struct figure figures[FIGURE_COUNT];
    er_columns_text(table, er_text(ctx, "rows"));
    er_columns_number(table, (double)result->n, 0);
    er_columns_text(table, er_text(ctx, "rows rejected"));
    er_columns_number(table, (double)report->rejected, 0);
    er_columns_text(table, er_text(ctx, "weight"));
    er_columns_number(table, result->weight, result->weight == floor(result->weight) ? 0 : 3);
    er_columns_text(table, er_text(ctx, "mean"));
    er_columns_number(table, result->mean, 6);
    list_figures(result, figures);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        er_columns_text(table, er_text(ctx, figures[i].title));
        er_columns_number(table, figures[i].value, 6);
    }
    static const char *const fgt[] = {"share below the floor (FGT 0)",
                                      "depth below the floor (FGT 1)",
                                      "severity below the floor (FGT 2)"};
    for (int a = 0; a < 3; a++) {
        er_columns_text(table, er_text(ctx, fgt[a]));
        er_columns_number(table, result->fgt[a], 6);
    }
    return er_columns_print(table, invocation->out);
}

static er_status print_groups(er_invocation *invocation, const er_equity_report *report) {
    static const char *const titles[] = {
        "rows", "weight", "mean", "Theil T", "share of between", "gap share", "location quotient"};
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 8, &table));
    er_columns_text(table, er_text(invocation->ctx, "group"));
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        er_columns_right(table, er_text(invocation->ctx, titles[i]));
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

static er_status print_intervals(er_invocation *invocation, const er_equity_ci *ci) {
    struct named_interval list[INTERVAL_COUNT];
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 3, &table));
    fputc('\n', invocation->out);
    fprintf(invocation->out, er_text(invocation->ctx, "%g %% interval of %zu resamples, seed %llu"),
            100 * ci->level, ci->resamples, (unsigned long long)ci->seed);
    fputc('\n', invocation->out);
    list_intervals(ci, list);
    for (int i = 0; i < INTERVAL_COUNT; i++) {
        er_columns_text(table, er_text(invocation->ctx, list[i].title));
        er_columns_number(table, list[i].interval.low, 6);
        er_columns_number(table, list[i].interval.high, 6);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_equity_print_text(er_invocation *invocation, const er_equity_report *report) {
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, 2, &table));
    er_status status = print_figures(invocation, report, table);
    er_columns_free(table);
    if (status == ER_OK && report->group_count > 0) status = print_groups(invocation, report);
    if (status == ER_OK && report->ci) status = print_intervals(invocation, report->ci);
    ER_TRY(status);
    if (report->result.notes) fputc('\n', invocation->out);
    for (int bit = 0; bit < ER_EQUITY_NOTE_COUNT; bit++)
        if (report->result.notes & 1u << bit)
            fprintf(invocation->out, "  %s\n",
                    er_text(invocation->ctx, er_equity_note_text((er_equity_note)(1u << bit))));
    return ER_OK;
}
