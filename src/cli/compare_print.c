/* A comparison for people. */
#include "cli/compare_print.h"

#include "core/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOP_UNITS = 5, LISTED_CAUSES = 10 };

static const char *tr(const er_compare_view *view, const char *english) {
    return er_text(view->invocation->ctx, english);
}

static bool is_chinese(const er_compare_view *view) {
    return er_context_language(view->invocation->ctx) == ER_LANG_ZH_TW;
}

static void heading(const er_compare_view *view, const char *english) {
    fprintf(view->invocation->out, "\n%s\n", tr(view, english));
}

/* ---- groups ---------------------------------------------------------------------------------- */

static const char *titled(const er_compare_view *view, const char *title, const char *title_zh,
                          const char *name) {
    if (is_chinese(view) && title_zh) return title_zh;
    return title ? title : name;
}

static double percent(double part, double whole) {
    return whole > 0 ? 100 * part / whole : NAN;
}

/** Persons where they are known, else area. */
static void put_figures(er_columns *table, const er_compare_row *row) {
    const er_compare_figures *p = &row->persons_served, *a = &row->served_km2;
    er_columns_number(table, p->before, 0);
    er_columns_number(table, p->gained, 0);
    er_columns_number(table, p->lost, 0);
    er_columns_number(table, p->after, 0);
    er_columns_number(table, percent(p->after, row->persons), 2);
    er_columns_number(table, a->before, 2);
    er_columns_number(table, a->gained, 2);
    er_columns_number(table, a->lost, 2);
    er_columns_number(table, a->after, 2);
    er_columns_number(table, percent(a->after, row->area_km2), 2);
}

static er_status new_table(const er_compare_view *view, const char *first, er_columns **table) {
    static const char *const headings[] = {"persons before", "gained", "lost", "after", "%",
                                           "km² before",     "gained", "lost", "after", "%"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    ER_TRY(er_columns_new(view->invocation->ctx, 1 + FIGURES, table));
    er_columns_text(*table, tr(view, first));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(*table, tr(view, headings[i]));
    return ER_OK;
}

static er_status finish(const er_compare_view *view, er_columns *table) {
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

static bool is_of(const er_compare_row *row, const char *scheme) {
    return row->scheme && strcmp(row->scheme, scheme) == 0;
}

static const char *group_title(const er_compare_view *view, const er_group *groups, size_t count,
                               const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(groups[i].name, name) == 0)
            return titled(view, groups[i].title, groups[i].title_zh, name);
    return strcmp(name, ER_LINE_NONE) == 0 ? tr(view, "in no group") : name;
}

/** The line of what is in no group is shown if there is something. */
static bool is_shown(const er_compare_row *row) {
    return strcmp(row->group, ER_LINE_NONE) != 0 || row->area_km2 > 0;
}

static er_status print_scheme(const er_compare_view *view, const er_scheme *scheme) {
    const er_compare_result *r = view->result;
    er_context *ctx = view->invocation->ctx;
    er_group *groups = NULL;
    size_t count = 0;
    er_columns *table = NULL;
    ER_TRY(er_store_groups(ctx, view->store, view->arena, scheme->name, &groups, &count));
    fputc('\n', view->invocation->out);
    ER_TRY(new_table(view, titled(view, scheme->title, scheme->title_zh, scheme->name), &table));
    for (size_t i = 0; i < r->row_count; i++) {
        if (!is_of(&r->rows[i], scheme->name) || !is_shown(&r->rows[i])) continue;
        er_columns_text(table, group_title(view, groups, count, r->rows[i].group));
        put_figures(table, &r->rows[i]);
    }
    er_columns_text(table, tr(view, "all"));
    put_figures(table, &r->rows[r->row_count - 1]);
    return finish(view, table);
}

static er_status print_groups(const er_compare_view *view) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    size_t count = 0;
    er_columns *table = NULL;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    for (size_t s = 0; s < count; s++)
        ER_TRY(print_scheme(view, &schemes[s]));
    if (count > 0) return ER_OK;
    fputc('\n', view->invocation->out);
    ER_TRY(new_table(view, "", &table));
    er_columns_text(table, tr(view, "all"));
    put_figures(table, &view->result->rows[view->result->row_count - 1]);
    return finish(view, table);
}

/* ---- units ----------------------------------------------------------------------------------- */

/** What a unit gained or lost: persons, or area where they are not known. */
static double amount(const er_compare_row *row, bool lost) {
    const er_compare_figures *f =
        isnan(row->persons_served.after) ? &row->served_km2 : &row->persons_served;
    return lost ? f->lost : f->gained;
}

struct ranked {
    double amount;
    size_t place;
};

static int by_amount(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->amount != b->amount) return a->amount < b->amount ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

static const char *unit_name(const er_compare_view *view, const er_unit *units, size_t count,
                             int64_t id) {
    for (size_t i = 0; i < count; i++) {
        if (units[i].id != id) continue;
        if (!is_chinese(view) && units[i].name_en) return units[i].name_en;
        return units[i].name;
    }
    return NULL;
}

/** The level that units are ranked at: the finest one of no more than this, so that a village is
 *  not lost among thousands. */
static er_status choose_level(const er_compare_view *view, const char **level) {
    enum { MOST_UNITS = 2000 };
    er_level *levels = NULL;
    size_t count = 0;
    ER_TRY(er_store_levels(view->invocation->ctx, view->store, view->arena, &levels, &count));
    *level = count > 0 ? levels[0].name : "";
    for (size_t i = 0; i < count; i++)
        if (levels[i].unit_count > 0 && levels[i].unit_count <= MOST_UNITS) *level = levels[i].name;
    return ER_OK;
}

static er_status print_top(const er_compare_view *view, const char *level, bool lost) {
    const er_compare_result *r = view->result;
    er_context *ctx = view->invocation->ctx;
    struct ranked *ranks = NULL;
    er_unit *units = NULL;
    er_columns *table = NULL;
    size_t count = 0, unit_count = 0;
    ER_TRY(er_arena_alloc(ctx, view->arena, r->row_count * sizeof *ranks, &ranks));
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit_id && strcmp(r->rows[i].level, level) == 0 &&
            amount(&r->rows[i], lost) > 0)
            ranks[count++] = (struct ranked){amount(&r->rows[i], lost), i};
    if (count == 0) return ER_OK;
    qsort(ranks, count, sizeof *ranks, by_amount);
    ER_TRY(er_store_units(ctx, view->store, view->arena, level, false, &units, &unit_count));
    heading(view, lost ? "where most was lost" : "where most was gained");
    ER_TRY(new_table(view, "unit", &table));
    for (size_t k = 0; k < count && k < TOP_UNITS; k++) {
        const er_compare_row *row = &r->rows[ranks[k].place];
        const char *name = unit_name(view, units, unit_count, row->unit_id), *label = NULL;
        er_status status = er_arena_format(ctx, view->arena, &label, "%s %s %s", row->level,
                                           row->code, name ? name : "");
        if (status != ER_OK) {
            er_columns_free(table);
            return status;
        }
        er_columns_text(table, label);
        put_figures(table, row);
    }
    return finish(view, table);
}

/* ---- indices --------------------------------------------------------------------------------- */

static const char *scheme_title(const er_compare_view *view, const er_scheme *schemes, size_t count,
                                const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(schemes[i].name, name) == 0)
            return titled(view, schemes[i].title, schemes[i].title_zh, name);
    return tr(view, name); /* the whole, where there is no scheme */
}

/** A figure's name for people; its own where there is none. */
static const char *measure_title(const er_compare_view *view, const char *name) {
    static const char *const titles[][2] = {{"mean", "mean"},
                                            {"gini", "Gini"},
                                            {"theil_t", "Theil T"},
                                            {"theil_t_between", "Theil T between groups"},
                                            {"fgt_0", "share below the floor (FGT 0)"},
                                            {"fgt_1", "depth below the floor (FGT 1)"},
                                            {"fgt_2", "severity below the floor (FGT 2)"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (strcmp(titles[i][0], name) == 0) return tr(view, titles[i][1]);
    return name;
}

static er_status print_indices(const er_compare_view *view) {
    static const char *const headings[] = {"before", "after", "change", "from", "to"};
    const er_compare_result *r = view->result;
    er_scheme *schemes = NULL;
    size_t scheme_count = 0;
    er_columns *table = NULL;
    if (r->index_count == 0) return ER_OK;
    ER_TRY(
        er_store_schemes(view->invocation->ctx, view->store, view->arena, &schemes, &scheme_count));
    heading(view, "how evenly coverage is spread, with the interval of the change");
    ER_TRY(er_columns_new(view->invocation->ctx, 7, &table));
    er_columns_text(table, tr(view, "scheme"));
    er_columns_text(table, tr(view, "measure"));
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        er_columns_right(table, tr(view, headings[i]));
    for (size_t i = 0; i < r->index_count; i++) {
        const er_compare_index *index = &r->indices[i];
        er_columns_text(table, scheme_title(view, schemes, scheme_count, index->scheme));
        er_columns_text(table, measure_title(view, index->measure));
        er_columns_number(table, index->before, 6);
        er_columns_number(table, index->after, 6);
        er_columns_number(table, index->change, 6);
        er_columns_number(table, index->low, 6);
        er_columns_number(table, index->high, 6);
    }
    return finish(view, table);
}

/* ---- causes ---------------------------------------------------------------------------------- */

static const char *const kinds[] = {"station", "boundary", "population", "parameter", "model"};
static const char *const kind_titles[] = {"stations", "boundaries", "population", "parameters",
                                          "model and program"};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static size_t count_causes(const er_compare_result *r, const char *kind, const char *change) {
    size_t count = 0;
    for (size_t i = 0; i < r->cause_count; i++)
        count += strcmp(r->causes[i].kind, kind) == 0 && strcmp(r->causes[i].change, change) == 0;
    return count;
}

static er_status print_counts(const er_compare_view *view) {
    static const char *const changes[] = {"added", "removed", "changed"};
    er_columns *table = NULL;
    if (view->result->cause_count == 0) {
        heading(view, "no cause was found: both sides rest on the same");
        return ER_OK;
    }
    heading(view, "what is not the same on both sides");
    ER_TRY(er_columns_new(view->invocation->ctx, 4, &table));
    er_columns_text(table, "");
    for (size_t k = 0; k < 3; k++)
        er_columns_right(table, tr(view, changes[k]));
    for (size_t i = 0; i < KINDS; i++) {
        double counts[3];
        for (size_t k = 0; k < 3; k++)
            counts[k] = (double)count_causes(view->result, kinds[i], changes[k]);
        if (counts[0] + counts[1] + counts[2] == 0) continue;
        er_columns_text(table, tr(view, kind_titles[i]));
        for (size_t k = 0; k < 3; k++)
            er_columns_number(table, counts[k], 0);
    }
    return finish(view, table);
}

/** Parameters and models by name, the first ones. */
static er_status print_settings(const er_compare_view *view) {
    const er_compare_result *r = view->result;
    er_columns *table = NULL;
    size_t listed = 0;
    for (size_t i = 0; i < r->cause_count; i++) {
        const er_compare_cause *cause = &r->causes[i];
        bool setting = strcmp(cause->kind, "parameter") == 0 || strcmp(cause->kind, "model") == 0;
        if (!setting || listed++ >= LISTED_CAUSES) continue;
        if (!table) {
            fputc('\n', view->invocation->out);
            ER_TRY(er_columns_new(view->invocation->ctx, 3, &table));
            er_columns_text(table, tr(view, "parameter"));
            er_columns_text(table, tr(view, "before"));
            er_columns_text(table, tr(view, "after"));
        }
        er_columns_text(table, cause->subject);
        er_columns_text(table, cause->before ? cause->before : "-");
        er_columns_text(table, cause->after ? cause->after : "-");
    }
    return table ? finish(view, table) : ER_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static er_status print_sentence(const er_compare_view *view) {
    const er_compare_result *r = view->result;
    FILE *out = view->invocation->out;
    const char *english = NULL, *chinese = NULL;
    ER_TRY(er_compare_sentences(view->invocation->ctx, view->arena, &r->rows[r->row_count - 1],
                                r->indices, r->index_count, &english, &chinese));
    fprintf(out, "%s: %s\n", tr(view, "before"), r->before);
    fprintf(out, "%s: %s\n", tr(view, "after"), r->after);
    fprintf(out, "%s\n", is_chinese(view) ? chinese : english);
    if (r->left_out > 0) {
        fprintf(out, tr(view, "%zu units are not the same on both sides and are left out."),
                r->left_out);
        fputc('\n', out);
    }
    return ER_OK;
}

er_status er_compare_print_text(const er_compare_view *view) {
    const char *level = NULL;
    ER_TRY(choose_level(view, &level));
    ER_TRY(print_sentence(view));
    ER_TRY(print_groups(view));
    ER_TRY(print_top(view, level, false));
    ER_TRY(print_top(view, level, true));
    ER_TRY(print_indices(view));
    ER_TRY(print_counts(view));
    return print_settings(view);
}
