/* A coverage run as JSON and as tables for people. */
#include "cli/cover_result.h"

#include "core/columns.h"
#include "outputs/summary.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static double share(double part, double whole) {
    return whole > 0 ? part / whole : NAN;
}

/** A sum of persons; NAN where none are known. */
static double persons_in(const er_cover_total *total, const er_sum *sum) {
    return total->persons_known ? er_sum_value(sum) : (double)NAN;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static er_json *stratum_json(const er_cover_total *t) {
    double area = er_sum_value(&t->area_km2), served = er_sum_value(&t->served_km2);
    double persons = persons_in(t, &t->persons), reached = persons_in(t, &t->persons_served);
    er_json *json = er_json_object();
    er_json_add_text(json, "stratum", t->stratum);
    er_json_add_text(json, "operator", t->operator_);
    er_json_add_number(json, "area_km2", area);
    er_json_add_number(json, "served_km2", served);
    er_json_add_number(json, "unknown_km2", er_sum_value(&t->unknown_km2));
    er_json_add_number(json, "area_share", share(served, area));
    er_json_add_number(json, "persons", persons);
    er_json_add_number(json, "persons_served", reached);
    er_json_add_number(json, "persons_unknown", persons_in(t, &t->persons_unknown));
    er_json_add_number(json, "persons_share", share(reached, persons));
    return json;
}

static er_json *level_json(const er_cover_level_total *level) {
    double area = er_sum_value(&level->area_km2), persons = persons_in(level->of, &level->persons);
    er_json *json = er_json_object();
    er_json_add_text(json, "stratum", level->of->stratum);
    er_json_add_text(json, "operator", level->of->operator_);
    er_json_add_text(json, "level", level->level);
    er_json_add_int(json, "rank", level->rank);
    er_json_add_number(json, "area_km2", area);
    er_json_add_number(json, "area_share", share(area, er_sum_value(&level->of->area_km2)));
    er_json_add_number(json, "persons", persons);
    er_json_add_number(json, "persons_share", share(persons, er_sum_value(&level->of->persons)));
    return json;
}

static er_json *assumption_json(const er_assumption *a) {
    er_json *json = er_assumption_json(a);
    er_json_add_number(json, "share", share((double)a->rows_affected, (double)a->rows_total));
    return json;
}

static er_status print_json(er_invocation *invocation, const er_cover_result *result) {
    er_json *json = er_json_object(), *strata = er_json_array(), *levels = er_json_array();
    er_json *assumptions = er_json_array();
    er_json_add_int(json, "run", result->run.id);
    er_json_add_text(json, "model", result->run.model);
    er_json_add_text(json, "level", result->level);
    er_json_add(json, "parameters", json_tokener_parse(result->run.parameters));
    for (size_t i = 0; i < result->count; i++)
        er_json_append(strata, stratum_json(&result->totals[i]));
    for (size_t i = 0; i < result->level_count; i++)
        er_json_append(levels, level_json(&result->levels[i]));
    for (size_t i = 0; i < result->assumption_count; i++)
        er_json_append(assumptions, assumption_json(&result->assumptions[i]));
    er_json_add(json, "strata", strata);
    er_json_add(json, "signal_levels", levels);
    er_json_add(json, "assumptions", assumptions);
    return er_print_json(invocation, json);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const char *stratum_title(er_context *ctx, const er_cover_total *total) {
    if (total->operator_) return er_operator_title(ctx, total->operator_);
    return er_text(ctx, strcmp(total->stratum, "any") == 0 ? "any operator" : "all operators");
}

static er_status print_columns(er_invocation *invocation, er_columns *table) {
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

static er_status print_strata(er_invocation *invocation, const er_cover_result *result) {
    static const char *const headings[] = {"served km2",     "area, %",    "unknown km2",
                                           "persons served", "persons, %", "unknown persons"};
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 7, &table));
    er_columns_text(table, "");
    for (size_t i = 0; i < 6; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < result->count; i++) {
        const er_cover_total *t = &result->totals[i];
        double area = er_sum_value(&t->area_km2), served = er_sum_value(&t->served_km2);
        double persons = persons_in(t, &t->persons), reached = persons_in(t, &t->persons_served);
        er_columns_text(table, stratum_title(ctx, t));
        er_columns_number(table, served, 2);
        er_columns_number(table, 100 * share(served, area), 2);
        er_columns_number(table, er_sum_value(&t->unknown_km2), 2);
        er_columns_number(table, reached, 0);
        er_columns_number(table, 100 * share(reached, persons), 2);
        er_columns_number(table, persons_in(t, &t->persons_unknown), 0);
    }
    return print_columns(invocation, table);
}

static er_status print_levels(er_invocation *invocation, const er_cover_result *result) {
    static const char *const headings[] = {"km2", "area, %", "persons", "persons, %"};
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    fputc('\n', invocation->out);
    ER_TRY(er_columns_new(ctx, 6, &table));
    er_columns_text(table, "");
    er_columns_text(table, er_text(ctx, "signal level"));
    for (size_t i = 0; i < 4; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < result->level_count; i++) {
        const er_cover_level_total *l = &result->levels[i];
        double area = er_sum_value(&l->area_km2), persons = persons_in(l->of, &l->persons);
        er_columns_text(table, stratum_title(ctx, l->of));
        er_columns_text(table, l->level);
        er_columns_number(table, area, 2);
        er_columns_number(table, 100 * share(area, er_sum_value(&l->of->area_km2)), 2);
        er_columns_number(table, persons, 0);
        er_columns_number(table, 100 * share(persons, er_sum_value(&l->of->persons)), 2);
    }
    return print_columns(invocation, table);
}

static double number_in(json_object *parameters, const char *object, const char *key) {
    json_object *of = NULL, *value = NULL;
    if (!json_object_object_get_ex(parameters, object, &of) ||
        !json_object_object_get_ex(of, key, &value) || !value)
        return NAN;
    return json_object_get_double(value);
}

/** What the figures rest on: nothing of it is a measurement of a network. */
static er_status print_basis(er_invocation *invocation, const er_cover_result *result) {
    er_context *ctx = invocation->ctx;
    json_object *parameters = json_tokener_parse(result->run.parameters);
    double synthetic = number_in(parameters, "stations", "synthetic_share");
    json_object_put(parameters);
    fprintf(invocation->out, "\n  %s: %.1f\n", er_text(ctx, "synthetic stations, %"),
            isnan(synthetic) ? 0 : 100 * synthetic);
    if (result->assumption_count == 0) return ER_OK;
    fprintf(invocation->out, "  %s:\n", er_text(ctx, "supposed, and for how many in 100"));
    bool chinese = er_context_language(ctx) == ER_LANG_ZH_TW;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 4, &table));
    for (size_t i = 0; i < result->assumption_count; i++) {
        const er_assumption *a = &result->assumptions[i];
        er_columns_text(table, a->field);
        er_columns_text(table, chinese && a->value_zh ? a->value_zh : a->value);
        er_columns_number(table, 100 * share((double)a->rows_affected, (double)a->rows_total), 1);
        er_columns_text(table, chinese && a->basis_zh ? a->basis_zh : a->basis);
    }
    return print_columns(invocation, table);
}

er_status er_cover_result_print(er_invocation *invocation, const er_cover_result *result) {
    if (invocation->json) return print_json(invocation, result);
    ER_TRY(print_strata(invocation, result));
    if (result->level_count == 0) return ER_OK;
    ER_TRY(print_levels(invocation, result));
    return print_basis(invocation, result);
}
