/* A what-if answer for people. */
#include "cli/whatif_print.h"

#include "core/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *tr(const er_whatif_view *view, const char *english) {
    return er_text(view->invocation->ctx, english);
}

static er_status finish(const er_whatif_view *view, er_columns *table) {
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

/* ---- strata ---------------------------------------------------------------------------------- */

static const char *stratum_title(const er_whatif_view *view, const er_whatif_total *total) {
    if (total->operator_) return er_operator_title(view->invocation->ctx, total->operator_);
    return tr(view, strcmp(total->stratum, "any") == 0 ? "any operator" : "all operators");
}

static er_status print_totals(const er_whatif_view *view) {
    static const char *const headings[] = {"persons before", "gained",     "lost",
                                           "after",          "km² gained", "km² lost"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    er_columns *table = NULL;
    ER_TRY(er_columns_new(view->invocation->ctx, 1 + FIGURES, &table));
    er_columns_text(table, tr(view, "served by"));
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(table, tr(view, headings[i]));
    for (size_t i = 0; i < view->answer->total_count; i++) {
        const er_whatif_total *t = &view->answer->totals[i];
        er_columns_text(table, stratum_title(view, t));
        er_columns_number(table, t->persons_before, 0);
        er_columns_number(table, t->gained_persons, 1);
        er_columns_number(table, t->lost_persons, 1);
        er_columns_number(table, t->persons_after, 0);
        er_columns_number(table, t->gained_km2, 4);
        er_columns_number(table, t->lost_km2, 4);
    }
    return finish(view, table);
}

/* ---- groups and units ------------------------------------------------------------------------ */

static er_status new_change_table(const er_whatif_view *view, const char *first,
                                  er_columns **table) {
    static const char *const headings[] = {"persons gained", "persons lost", "km² gained",
                                           "km² lost"};
    enum { FIGURES = sizeof headings / sizeof headings[0] };
    fputc('\n', view->invocation->out);
    ER_TRY(er_columns_new(view->invocation->ctx, 1 + FIGURES, table));
    er_columns_text(*table, first);
    for (size_t i = 0; i < FIGURES; i++)
        er_columns_right(*table, tr(view, headings[i]));
    return ER_OK;
}

static er_status print_groups(const er_whatif_view *view) {
    er_whatif_group *groups = NULL;
    size_t count = 0;
    ER_TRY(er_whatif_groups(view, &groups, &count));
    for (size_t first = 0, end; first < count; first = end) {
        er_columns *table = NULL;
        ER_TRY(new_change_table(view, groups[first].scheme_title, &table));
        for (end = first; end < count && strcmp(groups[end].scheme, groups[first].scheme) == 0;
             end++) {
            er_columns_text(table, groups[end].group ? groups[end].title : tr(view, "in no group"));
            er_columns_number(table, groups[end].gained_persons, 1);
            er_columns_number(table, groups[end].lost_persons, 1);
            er_columns_number(table, groups[end].gained_km2, 4);
            er_columns_number(table, groups[end].lost_km2, 4);
        }
        ER_TRY(finish(view, table));
    }
    return ER_OK;
}

/** Persons, or area where they are not known. */
static double amount(const er_whatif_unit *unit) {
    double persons = fabs(unit->persons_after - unit->persons_before);
    return isnan(persons) ? fabs(unit->after_km2 - unit->before_km2) : persons;
}

static int by_amount(const void *left, const void *right) {
    const er_whatif_unit *const *a = left, *const *b = right;
    double x = amount(*a), y = amount(*b);
    if (x != y) return x < y ? 1 : -1;
    return (*a > *b) - (*a < *b);
}

static const char *unit_title(const er_whatif_view *view, const er_unit *unit) {
    if (!unit) return "";
    if (er_context_language(view->invocation->ctx) != ER_LANG_ZH_TW && unit->name_en)
        return unit->name_en;
    return unit->name ? unit->name : unit->code;
}

static double above_0(double value) {
    return value > 0 ? value : isnan(value) ? value : 0;
}

static er_status print_units(const er_whatif_view *view) {
    const er_whatif_unit **ranked = NULL;
    size_t count = 0;
    er_columns *table = NULL;
    ER_TRY(er_arena_alloc(view->invocation->ctx, view->arena,
                          (view->answer->unit_count + 1) * sizeof *ranked, &ranked));
    for (size_t i = 0; i < view->answer->unit_count; i++)
        if (strcmp(view->answer->units[i].stratum, "any") == 0)
            ranked[count++] = &view->answer->units[i];
    if (count == 0) return ER_OK;
    qsort(ranked, count, sizeof *ranked, by_amount);
    ER_TRY(new_change_table(view, tr(view, "unit"), &table));
    for (size_t i = 0; i < count && i < view->listed_units; i++) {
        const er_whatif_unit *u = ranked[i];
        const er_unit *unit = er_whatif_unit_of(view, u->unit_id);
        const char *title = NULL;
        ER_TRY(er_arena_format(view->invocation->ctx, view->arena, &title, "%s %s",
                               unit ? unit->code : "", unit_title(view, unit)));
        er_columns_text(table, title);
        er_columns_number(table, above_0(u->persons_after - u->persons_before), 1);
        er_columns_number(table, above_0(u->persons_before - u->persons_after), 1);
        er_columns_number(table, above_0(u->after_km2 - u->before_km2), 4);
        er_columns_number(table, above_0(u->before_km2 - u->after_km2), 4);
    }
    ER_TRY(finish(view, table));
    if (count > view->listed_units) {
        fprintf(view->invocation->out, tr(view, "and %zu more units; --units N lists more"),
                count - view->listed_units);
        fputc('\n', view->invocation->out);
    }
    return ER_OK;
}

er_status er_whatif_print_text(const er_whatif_view *view) {
    const char *sentence = NULL;
    FILE *out = view->invocation->out;
    ER_TRY(er_whatif_sentence(view, er_context_language(view->invocation->ctx), &sentence));
    fprintf(out, tr(view, "coverage run %lld"), (long long)view->run_id);
    fprintf(out, "\n%s\n\n", sentence);
    ER_TRY(print_totals(view));
    ER_TRY(print_groups(view));
    return print_units(view);
}
