#include "cli/targets_print.h"

#include "analysis/targets.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

bool er_target_is_shown(const er_targets_shown *shown, const er_target_row *row) {
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

static er_json *target_json(const er_targets_shown *shown, const er_target_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "code", row->code);
    er_json_add_int(json, "year", row->year);
    er_json_add_text(json, "measure", row->measure);
    er_json_add_text(json, "denominator", row->denominator);
    er_json_add_text(json, "measure_zh", row->measure_zh);
    er_json_add_text(json, "denominator_zh", row->denominator_zh);
    er_json_add_text(json, "document", er_target_document(shown, row));
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
        if (!er_target_is_shown(shown, row)) continue;
        if (er_target_is_main(row)) {
            er_json *one = target_json(shown, row);
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

int er_target_decimals(const er_target_row *row) {
    const double shown[] = {row->target, row->figure, row->published, row->gap};
    er_unit_kind unit = er_target_unit(row->unit);
    if (unit == ER_UNIT_PERCENT) return 2;
    if (unit == ER_UNIT_SHARE) return 4;
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        if (isfinite(shown[i]) && er_round(shown[i], 0) != er_round(shown[i], 2)) return 2;
    return 0;
}

void er_target_headings(er_context *ctx, er_columns *table, const char *const *headings,
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
    er_target_headings(ctx, table, headings, WIDTH, NUMBERS);
    for (size_t i = 0; i < shown->row_count; i++) {
        const er_target_row *row = &shown->rows[i];
        char year[24];
        if (!er_target_is_shown(shown, row) || !er_target_is_main(row)) continue;
        snprintf(year, sizeof year, row->year ? "%lld" : "-", (long long)row->year);
        int decimals = er_target_decimals(row);
        er_columns_text(table, row->code);
        er_columns_right(table, year);
        er_columns_number(table, row->target, decimals);
        er_columns_number(table, row->figure, decimals);
        er_columns_text(table, row->unit);
        er_columns_number(table, row->published, decimals);
        er_columns_number(table, row->gap, decimals);
        er_columns_text(table, er_target_title(ctx, row->verdict));
        er_columns_number(table, 100 * row->unknown_share, 2);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_print_targets_table(er_invocation *invocation, const er_targets_shown *shown) {
    ER_TRY(print_main(invocation, shown));
    return er_print_targets_texts(invocation, shown);
}
