/* Balance of one scheme, for people and for programs. */
#include "cli/balance_print.h"

#include "core/columns.h"

#include <math.h>
#include <string.h>

/** A line of a scheme: a group, one beside the groups, or (name null) the whole. */
struct line {
    const char *name;
    const char *title; /* in the language of the output; null: none */
    const char *title_en;
    const char *title_zh;
};

static double figure(const er_balance_view *view, const er_scheme *scheme, const char *line,
                     const char *subject, const char *measure) {
    for (size_t i = 0; i < view->row_count; i++) {
        const er_balance_row *row = &view->rows[i];
        if (er_equal_texts(row->scheme, scheme->name) && er_equal_texts(row->group, line) &&
            er_equal_texts(row->subject, subject) && er_equal_texts(row->measure, measure))
            return row->value;
    }
    return NAN;
}

static bool has_line(const er_balance_view *view, const er_scheme *scheme, const char *line) {
    for (size_t i = 0; i < view->row_count; i++)
        if (er_equal_texts(view->rows[i].scheme, scheme->name) &&
            er_equal_texts(view->rows[i].group, line))
            return true;
    return false;
}

/** Groups in their order, then none, outside, unlocated, then the whole. */
static er_status list_lines(const er_balance_view *view, const er_scheme *scheme, struct line **out,
                            size_t *count) {
    static const char *const beside[][2] = {{ER_LINE_NONE, "in no group"},
                                            {ER_LINE_OUTSIDE, "outside all units"},
                                            {ER_LINE_UNLOCATED, "unlocated"}};
    er_context *ctx = view->invocation->ctx;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    er_group *groups = NULL;
    size_t group_count = 0;
    ER_TRY(er_store_groups(ctx, view->store, view->arena, scheme->name, &groups, &group_count));
    ER_TRY(er_arena_alloc(ctx, view->arena, (group_count + 4) * sizeof **out, out));
    for (size_t g = 0; g < group_count; g++) {
        const er_group *group = &groups[g];
        const char *title = chinese && group->title_zh ? group->title_zh : group->title;
        (*out)[g] = (struct line){group->name, title, group->title, group->title_zh};
    }
    *count = group_count;
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
        if (has_line(view, scheme, beside[i][0]))
            (*out)[(*count)++] =
                (struct line){beside[i][0], er_text(ctx, beside[i][1]), NULL, NULL};
    (*out)[(*count)++] = (struct line){NULL, er_text(ctx, "all"), NULL, NULL};
    return ER_OK;
}

/* ---- for people ---- */

/** A column of the first table. */
struct column {
    const char *heading;
    const char *subject;
    const char *measure;
    double factor;
    int decimals;
};

static const struct column columns[] = {
    {"units", "units", "value", 1, 0},
    {"area km²", "area", "value", 1, 1},
    {"persons", "persons", "value", 1, 0},
    {"stations", "stations", "value", 1, 0},
    {"per 10k", "stations", "rate_per_10k", 1, 2},
    {"quotient", "stations", "location_quotient", 1, 2},
    {"pilots", "pilots", "value", 1, 0},
    {"per 100k", "pilots", "rate_per_100k", 1, 2},
    {"quotient", "pilots", "location_quotient", 1, 2},
    {"sites", "pilot_sites", "value", 1, 0},
    {"any %", "coverage_any", "share_persons", 100, 2},
    {"all %", "coverage_all", "share_persons", 100, 2},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static er_status print_lines(const er_balance_view *view, const er_scheme *scheme,
                             const struct line *lines, size_t line_count) {
    er_context *ctx = view->invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, COLUMNS + 1, &table));
    er_columns_text(table, er_text(ctx, "group"));
    for (size_t c = 0; c < COLUMNS; c++)
        er_columns_right(table, er_text(ctx, columns[c].heading));
    for (size_t i = 0; i < line_count; i++) {
        er_columns_text(table, lines[i].title ? lines[i].title : lines[i].name);
        for (size_t c = 0; c < COLUMNS; c++)
            er_columns_number(table,
                              columns[c].factor * figure(view, scheme, lines[i].name,
                                                         columns[c].subject, columns[c].measure),
                              columns[c].decimals);
    }
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

/** A subject in the language of the output, in the arena: "coverage:NAME" keeps its name. */
static er_status subject_title(const er_balance_view *view, const char *subject, const char **out) {
    static const char prefix[] = "coverage:";
    er_context *ctx = view->invocation->ctx;
    *out = er_balance_topic_title(view, subject);
    if (strncmp(subject, prefix, sizeof prefix - 1) != 0) return ER_OK;
    const char *served = er_text(ctx, "served by "), *name = subject + sizeof prefix - 1;
    size_t a = strlen(served), b = strlen(name);
    char *title = NULL;
    ER_TRY(er_arena_alloc(ctx, view->arena, a + b + 1, &title));
    memcpy(title, served, a);
    memcpy(title + a, name, b);
    *out = title;
    return ER_OK;
}

/** The line with the greatest share of the gap between groups; null if there is none. */
static const struct line *driver_of(const er_balance_view *view, const er_scheme *scheme,
                                    const char *subject, const struct line *lines,
                                    size_t line_count) {
    const struct line *driver = NULL;
    double greatest = 0;
    for (size_t i = 0; i + 1 < line_count; i++) {
        double share = figure(view, scheme, lines[i].name, subject, "gap_share");
        if (!(share > greatest)) continue;
        greatest = share;
        driver = &lines[i];
    }
    return driver;
}

static const char *const measures[] = {"gini", "theil_t", "theil_t_between", "theil_t_within"};

/** The subjects that have an index, in the order of the rows, and the group that drives the gap. */
static er_status print_indices(const er_balance_view *view, const er_scheme *scheme,
                               const struct line *lines, size_t line_count) {
    static const char *const headings[] = {"Gini", "Theil T", "between", "within", "widest gap"};
    er_context *ctx = view->invocation->ctx;
    er_columns *table = NULL;
    er_status status = ER_OK;
    ER_TRY(er_columns_new(ctx, 6, &table));
    er_columns_text(table, er_text(ctx, "evenness over units"));
    for (size_t i = 0; i < 5; i++)
        (i < 4 ? er_columns_right : er_columns_text)(table, er_text(ctx, headings[i]));
    for (size_t r = 0; r < view->row_count; r++) {
        const er_balance_row *row = &view->rows[r];
        if (!er_equal_texts(row->scheme, scheme->name) || row->group ||
            !er_equal_texts(row->measure, "gini"))
            continue;
        const char *title = row->subject;
        ER_GOTO(status, end, subject_title(view, row->subject, &title));
        er_columns_text(table, title);
        for (size_t m = 0; m < 4; m++)
            er_columns_number(table, figure(view, scheme, NULL, row->subject, measures[m]), 4);
        const struct line *driver = driver_of(view, scheme, row->subject, lines, line_count);
        er_columns_text(table, !driver ? "-" : driver->title ? driver->title : driver->name);
    }
    fputc('\n', view->invocation->out);
    status = er_columns_print(table, view->invocation->out);
end:
    er_columns_free(table);
    return status;
}

/** Notes of the further indices would stand here without their figures. */
static bool is_printed(const er_balance_row *row) {
    size_t count;
    const er_balance_measure *table = er_balance_measures(&count);
    for (size_t m = 0; m < sizeof measures / sizeof measures[0]; m++)
        if (er_equal_texts(row->measure, measures[m])) return true;
    for (size_t m = 0; m < count; m++)
        if (er_equal_texts(table[m].name, row->measure)) return table[m].of_groups;
    return false;
}

enum { NAMED_SUBJECTS = 3 }; /* a note on more of them stands alone */

/** A note and what it is about, as one text in the arena. */
static er_status note_text(const er_balance_view *view, const er_scheme *scheme, const char *note,
                           const char **out) {
    er_context *ctx = view->invocation->ctx;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    const char *last = NULL, *names = NULL;
    size_t count = 0;
    for (size_t i = 0; i < view->row_count; i++) { /* rows of a subject follow each other */
        const er_balance_row *row = &view->rows[i];
        const char *title = NULL;
        if (!er_equal_texts(row->scheme, scheme->name) || !er_equal_texts(row->note, note) ||
            !is_printed(row) || er_equal_texts(row->subject, last))
            continue;
        last = row->subject;
        ER_TRY(subject_title(view, row->subject, &title));
        if (count++ == 0)
            names = title;
        else
            ER_TRY(er_arena_format(ctx, view->arena, &names, chinese ? "%s、%s" : "%s, %s", names,
                                   title));
    }
    if (count > NAMED_SUBJECTS)
        *out = er_text(ctx, note);
    else
        ER_TRY(er_arena_format(ctx, view->arena, out, chinese ? "%s：%s" : "%s: %s", names,
                               er_text(ctx, note)));
    return ER_OK;
}

/** Every different note once, in the order of the rows. Operators are named as files do: the table
 *  lets nothing steer the terminal. */
static er_status print_notes(const er_balance_view *view, const er_scheme *scheme) {
    er_columns *table = NULL;
    er_status status = ER_OK;
    bool any = false;
    ER_TRY(er_columns_new(view->invocation->ctx, 1, &table));
    for (size_t i = 0; i < view->row_count; i++) {
        const er_balance_row *row = &view->rows[i];
        const char *text = NULL;
        bool said = !row->note || !er_equal_texts(row->scheme, scheme->name) || !is_printed(row);
        for (size_t k = 0; k < i && !said; k++)
            said = er_equal_texts(view->rows[k].scheme, scheme->name) &&
                   er_equal_texts(view->rows[k].note, row->note) && is_printed(&view->rows[k]);
        if (said) continue;
        any = true;
        ER_GOTO(status, end, note_text(view, scheme, row->note, &text));
        er_columns_text(table, text);
    }
    if (any) fputc('\n', view->invocation->out);
    status = er_columns_print(table, view->invocation->out);
end:
    er_columns_free(table);
    return status;
}

/** As a table of one cell, from the edge on. */
static er_status print_title(const er_balance_view *view, const er_scheme *scheme) {
    er_context *ctx = view->invocation->ctx;
    const char *title = er_context_language(ctx) == ER_LANG_ZH_TW && scheme->title_zh
                            ? scheme->title_zh
                            : scheme->title;
    const char *line = NULL;
    ER_TRY(er_arena_format(ctx, view->arena, &line, "%s (%s, %s)", title ? title : scheme->name,
                           scheme->name, scheme->level));
    er_columns_plain((char *)(uintptr_t)line);
    fprintf(view->invocation->out, "%s\n", line);
    return ER_OK;
}

er_status er_balance_print_text(const er_balance_view *view, const er_scheme *scheme) {
    struct line *lines = NULL;
    size_t count = 0;
    ER_TRY(list_lines(view, scheme, &lines, &count));
    ER_TRY(print_title(view, scheme));
    ER_TRY(print_lines(view, scheme, lines, count));
    ER_TRY(print_indices(view, scheme, lines, count));
    return print_notes(view, scheme);
}

/* ---- for programs ---- */

/** The measures of one line by subject: rows of a line and subject follow each other. */
static er_json *line_json(const er_balance_view *view, const er_scheme *scheme,
                          const struct line *line) {
    er_json *json = er_json_object(), *subject = NULL;
    const char *last = NULL;
    er_json_add_text(json, "line", line->name ? line->name : "all");
    if (line->title_en || line->title_zh) {
        er_json_add_text(json, "title", line->title_en);
        er_json_add_text(json, "title_zh", line->title_zh);
    }
    for (size_t i = 0; i < view->row_count; i++) {
        const er_balance_row *row = &view->rows[i];
        if (!er_equal_texts(row->scheme, scheme->name) || !er_equal_texts(row->group, line->name))
            continue;
        if (!er_equal_texts(row->subject, last)) {
            subject = er_json_object();
            er_json_add(json, row->subject, subject);
            last = row->subject;
        }
        er_json_add_number(subject, row->measure, row->value);
    }
    return json;
}

static er_json *notes_json(const er_balance_view *view, const er_scheme *scheme) {
    er_json *notes = er_json_array();
    for (size_t i = 0; i < view->row_count; i++) {
        const er_balance_row *row = &view->rows[i];
        if (!row->note || !er_equal_texts(row->scheme, scheme->name)) continue;
        er_json *note = er_json_object();
        er_json_add_text(note, "line", row->group ? row->group : "all");
        er_json_add_text(note, "subject", row->subject);
        er_json_add_text(note, "measure", row->measure);
        er_json_add_text(note, "note", er_text(view->invocation->ctx, row->note));
        er_json_append(notes, note);
    }
    return notes;
}

er_status er_balance_json(const er_balance_view *view, const er_scheme *scheme, er_json **out) {
    struct line *lines = NULL;
    size_t count = 0;
    ER_TRY(list_lines(view, scheme, &lines, &count));
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_text(json, "scheme", scheme->name);
    er_json_add_text(json, "title", scheme->title);
    er_json_add_text(json, "title_zh", scheme->title_zh);
    er_json_add_text(json, "level", scheme->level);
    er_json_add_bool(json, "overlapping", scheme->overlapping);
    for (size_t i = 0; i < count; i++)
        er_json_append(list, line_json(view, scheme, &lines[i]));
    er_json_add(json, "lines", list);
    er_json_add(json, "notes", notes_json(view, scheme));
    *out = json;
    return ER_OK;
}
