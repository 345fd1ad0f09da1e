/* Years are columns; a row is a figure of a group. */
#include "cli/trend_print.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- for programs ---------------------------------------------------------------------------- */

er_status er_trend_print_json(const er_trend_view *view, const char *only) {
    er_json *json = er_json_object(), *list = er_json_array();
    for (size_t i = 0; i < view->count; i++) {
        const er_trend_row *row = &view->rows[i];
        if (only && strcmp(only, row->scheme) != 0) continue;
        er_json *one = er_json_object();
        er_json_add_int(one, "year", row->year);
        er_json_add_text(one, "as_of", row->as_of);
        er_json_add_text(one, "period", row->period);
        er_json_add_text(one, "scheme", row->scheme);
        er_json_add_text(one, "group", row->group);
        er_json_add_text(one, "subject", row->subject);
        er_json_add_text(one, "measure", row->measure);
        er_json_add_number(one, "value", row->value);
        er_json_add_text(one, "unit", row->unit);
        er_json_add_text(one, "note", row->note);
        er_json_append(list, one);
    }
    er_json_add_int(json, "run", view->run.id);
    er_json_add_text(json, "model", view->run.model);
    er_json_add(json, "parameters", json_tokener_parse(view->run.parameters));
    er_json_add(json, "rows", list);
    return er_print_json(view->invocation, json);
}

/* ---- for people ------------------------------------------------------------------------------ */

/** What the table shows, of every line of a scheme that has it. */
static const struct shown {
    const char *heading;
    const char *subject;
    const char *measure;
    const char *period;
    double factor;
    int decimals;
    bool of_whole; /**< the groups' own figures mean something else */
} shown[] = {
    {"served by any operator, persons in %", "coverage_any", "share_persons", "state", 100, 2,
     false},
    {"served by all operators, persons in %", "coverage_all", "share_persons", "state", 100, 2,
     false},
    {"stations", "stations", "value", "state", 1, 0, false},
    {"stations per 10,000 persons", "stations", "rate_per_10k", "state", 1, 2, false},
    {"pilots that began in the year", "pilots", "value", "year", 1, 0, false},
    {"pilots up to then", "pilots", "value", "cumulative", 1, 0, false},
    {"pilots up to then per 100,000 persons", "pilots", "rate_per_100k", "cumulative", 1, 3, false},
    {"Gini of the persons served", "coverage_any", "gini", "state", 1, 4, true},
    {"Gini of stations per person", "stations", "gini", "state", 1, 4, true},
    {"Gini of pilots up to then per person", "pilots", "gini", "cumulative", 1, 4, true},
    {"Theil T of the persons served", "coverage_any", "theil_t", "state", 1, 4, true},
    {"its part between groups", "coverage_any", "theil_t_between", "state", 1, 4, true},
};
enum { SHOWN = sizeof shown / sizeof shown[0] };

static bool is_shown(const er_trend_row *row, const char *scheme, const struct shown *what) {
    return strcmp(row->scheme, scheme) == 0 && strcmp(row->subject, what->subject) == 0 &&
           strcmp(row->measure, what->measure) == 0 && strcmp(row->period, what->period) == 0;
}

/** Titles of a scheme's lines. */
struct titles {
    er_context *ctx;
    er_group *groups;
    size_t count;
};

static const char *title_of(const struct titles *titles, const char *group) {
    static const char *const beside[][2] = {{ER_LINE_NONE, "in no group"},
                                            {ER_LINE_OUTSIDE, "outside all units"},
                                            {ER_LINE_UNLOCATED, "unlocated"}};
    bool chinese = er_context_language(titles->ctx) == ER_LANG_ZH_TW;
    if (!group) return er_text(titles->ctx, "all");
    for (size_t i = 0; i < titles->count; i++) {
        const er_group *one = &titles->groups[i];
        if (strcmp(one->name, group) != 0) continue;
        const char *title = chinese && one->title_zh ? one->title_zh : one->title;
        return title ? title : group;
    }
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
        if (strcmp(beside[i][0], group) == 0) return er_text(titles->ctx, beside[i][1]);
    return group;
}

/** The figure of one line in one year; NAN: there is none. */
static double figure(const er_trend_view *view, const char *scheme, const struct shown *what,
                     const char *group, int64_t year) {
    for (size_t i = 0; i < view->count; i++) {
        const er_trend_row *row = &view->rows[i];
        if (row->year == year && is_shown(row, scheme, what) && er_equal_texts(row->group, group))
            return row->value;
    }
    return NAN;
}

/** Has an earlier row of the trend the same line? */
static bool is_repeated(const er_trend_view *view, size_t i, const char *scheme,
                        const struct shown *what) {
    for (size_t k = 0; k < i; k++)
        if (is_shown(&view->rows[k], scheme, what) &&
            er_equal_texts(view->rows[k].group, view->rows[i].group))
            return true;
    return false;
}

static int64_t first_year(const er_trend_view *view) {
    return view->rows[0].year;
}

static int64_t last_year(const er_trend_view *view) {
    return view->rows[view->count - 1].year;
}

/** What stands beside the groups is shown where anything is there. */
static bool is_empty(const er_trend_view *view, const char *scheme, const struct shown *what,
                     const char *group) {
    static const char *const beside[] = {ER_LINE_NONE, ER_LINE_OUTSIDE, ER_LINE_UNLOCATED};
    for (size_t i = 0; group && i < sizeof beside / sizeof beside[0]; i++) {
        if (strcmp(beside[i], group) != 0) continue;
        for (int64_t year = first_year(view); year <= last_year(view); year++)
            if (figure(view, scheme, what, group, year) > 0) return false;
        return true;
    }
    return false;
}

static void print_lines(const er_trend_view *view, er_columns *table, const struct titles *titles,
                        const char *scheme, const struct shown *what) {
    const char *heading = er_text(view->invocation->ctx, what->heading);
    for (size_t i = 0; i < view->count; i++) {
        const er_trend_row *row = &view->rows[i];
        if (!is_shown(row, scheme, what) || is_repeated(view, i, scheme, what)) continue;
        if (what->of_whole && row->group) continue;
        if (is_empty(view, scheme, what, row->group)) continue;
        er_columns_text(table, heading);
        heading = NULL;
        er_columns_text(table, title_of(titles, row->group));
        for (int64_t year = first_year(view); year <= last_year(view); year++)
            er_columns_number(table, what->factor * figure(view, scheme, what, row->group, year),
                              what->decimals);
    }
}

static er_status print_scheme(const er_trend_view *view, const er_scheme *scheme) {
    er_context *ctx = view->invocation->ctx;
    struct titles titles = {.ctx = ctx};
    er_columns *table = NULL;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    const char *title = chinese && scheme->title_zh ? scheme->title_zh : scheme->title;
    ER_TRY(er_store_groups(ctx, view->store, view->arena, scheme->name, &titles.groups,
                           &titles.count));
    fprintf(view->invocation->out, "%s\n", title ? title : scheme->name);
    ER_TRY(er_columns_new(ctx, (size_t)(last_year(view) - first_year(view) + 3), &table));
    er_columns_text(table, "");
    er_columns_text(table, er_text(ctx, "group"));
    for (int64_t year = first_year(view); year <= last_year(view); year++) {
        char text[24];
        snprintf(text, sizeof text, "%lld", (long long)year);
        er_columns_right(table, text);
    }
    for (size_t i = 0; i < SHOWN; i++)
        print_lines(view, table, &titles, scheme->name, &shown[i]);
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

static bool has_rows(const er_trend_view *view, const char *scheme) {
    for (size_t i = 0; i < view->count; i++)
        if (strcmp(view->rows[i].scheme, scheme) == 0) return true;
    return false;
}

er_status er_trend_print_text(const er_trend_view *view, const char *only) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    bool first = true;
    er_scheme whole;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    if (count == 0) {
        ER_TRY(er_balance_whole(ctx, view->store, view->arena, &whole));
        schemes = &whole;
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (!has_rows(view, schemes[i].name)) continue;
        if (only && strcmp(only, schemes[i].name) != 0) continue;
        if (!first) fputc('\n', view->invocation->out);
        first = false;
        ER_TRY(print_scheme(view, &schemes[i]));
    }
    return ER_OK;
}
