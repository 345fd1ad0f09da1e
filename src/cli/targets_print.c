#include "cli/targets_print.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static bool is_shown(const er_targets_shown *shown, const er_target_row *row) {
    return !shown->code || strcmp(row->code, shown->code) == 0;
}

/* ---- for programs ---------------------------------------------------------------------------- */

static void add_figures(er_json *json, const er_target_row *row) {
    er_json_add_text(json, "period", row->period);
    er_json_add_number(json, "figure", row->figure);
    er_json_add_number(json, "gap", row->gap);
    er_json_add_number(json, "part", row->part);
    er_json_add_number(json, "whole", row->whole);
    er_json_add_number(json, "unknown_share", row->unknown_share);
    er_json_add_number(json, "assumed_share", row->assumed_share);
    er_json_add_bool(json, "synthetic", row->synthetic);
    er_json_add_text(json, "verdict", row->verdict);
    er_json_add_text(json, "definition", row->definition);
    er_json_add_text(json, "definition_zh", row->definition_zh);
    er_json_add_text(json, "reason", row->reason);
    er_json_add_text(json, "reason_zh", row->reason_zh);
}

static er_json *target_json(const er_target_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "code", row->code);
    er_json_add_int(json, "year", row->year);
    er_json_add_text(json, "measure", row->measure);
    er_json_add_text(json, "denominator", row->denominator);
    er_json_add_text(json, "unit", row->unit);
    er_json_add_number(json, "target", row->target);
    er_json_add_number(json, "published", row->published);
    add_figures(json, row);
    return json;
}

er_status er_print_targets_json(er_invocation *invocation, const er_targets_shown *shown) {
    er_json *json = er_json_object(), *targets = er_json_array(), *variants = NULL;
    er_json_add_int(json, "run", shown->run.id);
    er_json_add_text(json, "model", shown->run.model);
    er_json_add(json, "parameters", json_tokener_parse(shown->run.parameters));
    er_json_add_int(json, "missed", shown->missed);
    for (size_t i = 0; i < shown->row_count; i++) {
        const er_target_row *row = &shown->rows[i];
        if (!is_shown(shown, row)) continue;
        if (er_target_is_main(row)) {
            er_json *one = target_json(row);
            variants = er_json_array();
            er_json_add(one, "variants", variants);
            er_json_append(targets, one);
        } else if (variants) { /* of the main row before it */
            er_json *one = er_json_object();
            er_json_add_text(one, "variant", row->variant);
            add_figures(one, row);
            er_json_append(variants, one);
        }
    }
    er_json_add(json, "targets", targets);
    return er_print_json(invocation, json);
}

/* ---- for people ------------------------------------------------------------------------------ */

/** Figures of a few digits, as they are published: whole numbers without a point. */
static int decimals_of(double value) {
    return isfinite(value) && er_round(value, 0) != er_round(value, 2) ? 2 : 0;
}

static void put_number(er_columns *table, double value) {
    er_columns_number(table, value, decimals_of(value));
}

static void put_headings(er_context *ctx, er_columns *table, const char *const *headings,
                         size_t count, unsigned numbers) {
    for (size_t i = 0; i < count; i++)
        (numbers & 1u << i ? er_columns_right : er_columns_text)(table, er_text(ctx, headings[i]));
}

static er_status print_main(er_invocation *invocation, const er_targets_shown *shown) {
    static const char *const headings[] = {"code",   "year",        "target",
                                           "figure", "measured in", "published",
                                           "gap",    "verdict",     "unknown %"};
    enum { WIDTH = sizeof headings / sizeof headings[0], NUMBERS = 0x16e };
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, WIDTH, &table));
    put_headings(ctx, table, headings, WIDTH, NUMBERS);
    for (size_t i = 0; i < shown->row_count; i++) {
        const er_target_row *row = &shown->rows[i];
        char year[24];
        if (!is_shown(shown, row) || !er_target_is_main(row)) continue;
        snprintf(year, sizeof year, row->year ? "%lld" : "-", (long long)row->year);
        er_columns_text(table, row->code);
        er_columns_right(table, year);
        put_number(table, row->target);
        put_number(table, row->figure);
        er_columns_text(table, row->unit);
        put_number(table, row->published);
        put_number(table, row->gap);
        er_columns_text(table, er_target_title(ctx, row->verdict));
        er_columns_number(table, 100 * row->unknown_share, 2);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/** A line whose text may come from a file: nothing in it may steer the terminal. */
static er_status print_line(er_invocation *invocation, const char *text) {
    er_columns *line = NULL;
    if (!text) return ER_OK;
    ER_TRY(er_columns_new(invocation->ctx, 1, &line));
    er_columns_text(line, text);
    er_status status = er_columns_print(line, invocation->out);
    er_columns_free(line);
    return status;
}

static er_status print_variants(er_invocation *invocation, const er_target_row *rows,
                                size_t count) {
    static const char *const headings[] = {"variant", "figure", "gap", "verdict", "definition"};
    enum { WIDTH = sizeof headings / sizeof headings[0], NUMBERS = 0x6 };
    er_context *ctx = invocation->ctx;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, WIDTH, &table));
    put_headings(ctx, table, headings, WIDTH, NUMBERS);
    for (size_t i = 0; i < count; i++) {
        er_columns_text(table, rows[i].variant);
        put_number(table, rows[i].figure);
        put_number(table, rows[i].gap);
        er_columns_text(table, er_target_title(ctx, rows[i].verdict));
        er_columns_text(table, chinese ? rows[i].definition_zh : rows[i].definition);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/** Definition and reason of every target, and its variants where they are asked for. */
static er_status print_texts(er_invocation *invocation, const er_targets_shown *shown) {
    er_context *ctx = invocation->ctx;
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    for (size_t i = 0, next; i < shown->row_count; i = next) {
        const er_target_row *row = &shown->rows[i];
        for (next = i + 1; next < shown->row_count && !er_target_is_main(&shown->rows[next]);)
            next++;
        if (!is_shown(shown, row)) continue;
        char heading[160];
        snprintf(heading, sizeof heading, row->year ? "%.120s %lld" : "%.120s", row->code,
                 (long long)row->year);
        fputc('\n', invocation->out);
        ER_TRY(print_line(invocation, heading));
        ER_TRY(print_line(invocation, chinese ? row->definition_zh : row->definition));
        ER_TRY(print_line(invocation, chinese ? row->reason_zh : row->reason));
        if (shown->variants && next > i + 1)
            ER_TRY(print_variants(invocation, row + 1, next - i - 1));
    }
    return ER_OK;
}

er_status er_print_targets_table(er_invocation *invocation, const er_targets_shown *shown) {
    ER_TRY(print_main(invocation, shown));
    return print_texts(invocation, shown);
}
