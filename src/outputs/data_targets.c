/* Targets in the headline and in the summary. */
#include "outputs/headline.h"
#include "outputs/sheet.h"
#include "outputs/summary.h"

#include "evenreach/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const verdicts[] = {ER_TARGET_MET, ER_TARGET_MISSED, ER_TARGET_CANNOT_SAY};
enum { VERDICTS = sizeof verdicts / sizeof verdicts[0], FIGURE_DIGITS = 6 };

/** Main rows of the newest run, moved to the front of `rows`. */
static er_status read_main(const er_data *data, er_target_row **rows, size_t *count) {
    size_t all = 0;
    *count = 0;
    ER_TRY(er_store_target_rows(data->ctx, data->store, data->arena, data->targets_run->id, rows,
                                &all));
    for (size_t i = 0; i < all; i++)
        if (er_target_is_main(&(*rows)[i])) (*rows)[(*count)++] = (*rows)[i];
    return ER_OK;
}

/** A published result alone is nothing to be met. */
static bool asks(const er_target_row *row, const char *verdict) {
    return !isnan(row->target) && strcmp(row->verdict, verdict) == 0;
}

/* ---- headline -------------------------------------------------------------------------------- */

/** The targets of a verdict: "code year, year; code year". Codes follow each other; a target may
 *  state no year. */
static er_status list_of(const er_data *data, const er_target_row *rows, size_t count,
                         const char *verdict, const char **out) {
    const char *list = "", *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!asks(&rows[i], verdict)) continue;
        bool same = last && strcmp(last, rows[i].code) == 0;
        char year[24] = "";
        if (rows[i].year) snprintf(year, sizeof year, " %lld", (long long)rows[i].year);
        ER_TRY(er_arena_format(data->ctx, data->arena, &list, "%s%s%s%s", list,
                               !last  ? ""
                               : same ? ","
                                      : "; ",
                               same ? "" : rows[i].code, year));
        last = rows[i].code;
    }
    *out = list;
    return ER_OK;
}

er_status er_headline_targets(const er_data *data, FILE *out) {
    er_target_row *rows = NULL;
    size_t count = 0, of[VERDICTS] = {0};
    if (!data->targets_run) return ER_OK;
    ER_TRY(read_main(data, &rows, &count));
    for (size_t v = 0; v < VERDICTS; v++)
        for (size_t i = 0; i < count; i++)
            of[v] += asks(&rows[i], verdicts[v]);
    if (of[0] + of[1] + of[2] == 0) return ER_OK;
    er_headline_note(data, out, "Targets: %zu, of which %zu met, %zu missed, %zu can't be said.",
                     of[0] + of[1] + of[2], of[0], of[1], of[2]);
    for (size_t v = 0; v < VERDICTS; v++) {
        const char *list = NULL;
        if (of[v] == 0) continue;
        ER_TRY(list_of(data, rows, count, verdicts[v], &list));
        er_headline_note(data, out, "  %s: %s", er_target_title(data->ctx, verdicts[v]), list);
    }
    return ER_OK;
}

/* ---- summary --------------------------------------------------------------------------------- */

static void add_number(er_json *json, const char *key, double value, int decimals) {
    er_json_add_number(json, key, er_round(value, decimals));
}

static er_json *row_json(const er_target_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "code", row->code);
    er_json_add_int(json, "year", row->year);
    er_json_add_text(json, "measure", row->measure);
    er_json_add_text(json, "measure_zh", row->measure_zh);
    er_json_add_text(json, "denominator", row->denominator);
    er_json_add_text(json, "denominator_zh", row->denominator_zh);
    er_json_add_text(json, "unit", row->unit);
    er_json_add_text(json, "period", row->period);
    er_json_add_number(json, "target", row->target);
    er_json_add_number(json, "published", row->published);
    add_number(json, "figure", row->figure, FIGURE_DIGITS);
    add_number(json, "gap", row->gap, FIGURE_DIGITS);
    er_json_add_text(json, "verdict", row->verdict);
    add_number(json, "unknown_share", row->unknown_share, ER_DIGITS_SHARE);
    add_number(json, "assumed_share", row->assumed_share, ER_DIGITS_SHARE);
    er_json_add_bool(json, "synthetic", row->synthetic);
    er_json_add_text(json, "definition", row->definition);
    er_json_add_text(json, "definition_zh", row->definition_zh);
    er_json_add_text(json, "reason", row->reason);
    er_json_add_text(json, "reason_zh", row->reason_zh);
    return json;
}

er_status er_summary_targets(const er_data *data, er_json **out) {
    er_target_row *rows = NULL;
    size_t count = 0;
    *out = NULL;
    if (!data->targets_run) return ER_OK;
    ER_TRY(read_main(data, &rows, &count));
    er_json *json = er_json_object(), *list = er_json_array();
    for (size_t v = 0; v < VERDICTS; v++) {
        int64_t some = 0;
        for (size_t i = 0; i < count; i++)
            some += asks(&rows[i], verdicts[v]);
        er_json_add_int(json, verdicts[v], some);
    }
    for (size_t i = 0; i < count; i++)
        er_json_append(list, row_json(&rows[i]));
    er_json_add(json, "targets", list);
    *out = json;
    return ER_OK;
}
