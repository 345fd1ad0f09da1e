/* evenreach cover: disc coverage of every unit and venue, and what it comes to in all. */
#include "cli/cli.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *study;
    double radius_m;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose radius rules and working plane are used", offsetof(struct options, study)},
    {"radius-m", 0, ER_OPTION_NUMBER, "R", false,
     "radius of stations that state none, in place of the study's rules",
     offsetof(struct options, radius_m)},
    {0},
};

/** A stratum summed over the units of the largest level (the venues, where there are no units). */
struct total {
    const char *stratum;
    const char *operator_;
    er_sum area_km2, served_km2, unknown_km2;
    er_sum persons, persons_served, persons_unknown;
    bool persons_known;
};

struct result {
    int64_t run_id;
    const char *level; /**< that was summed; null for venues */
    struct total *totals;
    size_t count;
    er_run run;
};

static bool same_operator(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static struct total *total_of(struct result *result, const er_cover_row *row) {
    for (size_t i = 0; i < result->count; i++)
        if (strcmp(result->totals[i].stratum, row->stratum) == 0 &&
            same_operator(result->totals[i].operator_, row->operator_))
            return &result->totals[i];
    struct total *total = &result->totals[result->count++];
    *total = (struct total){.stratum = row->stratum, .operator_ = row->operator_};
    return total;
}

static void add_row(struct result *result, const er_cover_row *row) {
    struct total *total = total_of(result, row);
    er_sum_add(&total->area_km2, row->area_km2);
    er_sum_add(&total->served_km2, row->served_km2);
    er_sum_add(&total->unknown_km2, row->unknown_km2);
    if (!isfinite(row->persons)) return;
    total->persons_known = true;
    er_sum_add(&total->persons, row->persons);
    er_sum_add(&total->persons_served, row->persons_served);
    er_sum_add(&total->persons_unknown, row->persons_unknown);
}

static int64_t largest_id(const er_unit *units, size_t count) {
    int64_t largest = 0;
    for (size_t i = 0; i < count; i++)
        if (units[i].id > largest) largest = units[i].id;
    return largest;
}

/** Any, all, then the operators by name. */
static int by_stratum(const void *left, const void *right) {
    const struct total *a = left, *b = right;
    static const char *const order[] = {"any", "all"};
    for (size_t i = 0; i < 2; i++) {
        bool first = strcmp(a->stratum, order[i]) == 0, second = strcmp(b->stratum, order[i]) == 0;
        if (first || second) return second - first;
    }
    return strcmp(a->operator_ ? a->operator_ : "", b->operator_ ? b->operator_ : "");
}

/** Sum the rows of the largest level that has units; rows come by area, strata in one order. */
static er_status sum_up(er_context *ctx, er_store *store, er_arena *arena, struct result *result) {
    er_level *levels = NULL;
    er_unit *units = NULL;
    er_cover_row *rows = NULL;
    bool *wanted = NULL;
    size_t level_count = 0, unit_count = 0, row_count = 0;
    ER_TRY(er_store_levels(ctx, store, arena, &levels, &level_count));
    for (size_t i = 0; i < level_count && !result->level; i++)
        if (levels[i].unit_count > 0) result->level = levels[i].name;
    if (result->level)
        ER_TRY(er_store_units(ctx, store, arena, result->level, false, &units, &unit_count));
    ER_TRY(er_store_cover(ctx, store, arena, result->run_id, result->level ? "unit" : "venue",
                          &rows, &row_count));
    int64_t largest = largest_id(units, unit_count);
    ER_TRY(er_arena_alloc(ctx, arena, ((size_t)largest + 1) * sizeof *wanted, &wanted));
    for (size_t i = 0; i < unit_count; i++)
        wanted[units[i].id] = true;
    ER_TRY(er_arena_alloc(ctx, arena, (row_count + 1) * sizeof *result->totals, &result->totals));
    for (size_t i = 0; i < row_count; i++)
        if (!result->level || (rows[i].area_id <= largest && wanted[rows[i].area_id]))
            add_row(result, &rows[i]);
    if (result->count > 1) qsort(result->totals, result->count, sizeof *result->totals, by_stratum);
    return ER_OK;
}

static double share(double part, double whole) {
    return whole > 0 ? part / whole : NAN;
}

static er_status print_json(er_invocation *invocation, const struct result *result) {
    er_json *json = er_json_object(), *strata = er_json_array();
    er_json_add_int(json, "run", result->run_id);
    er_json_add_text(json, "model", result->run.model);
    er_json_add_text(json, "level", result->level);
    er_json_add(json, "parameters", json_tokener_parse(result->run.parameters));
    for (size_t i = 0; i < result->count; i++) {
        const struct total *t = &result->totals[i];
        double area = er_sum_value(&t->area_km2), served = er_sum_value(&t->served_km2);
        double persons = t->persons_known ? er_sum_value(&t->persons) : (double)NAN;
        double reached = t->persons_known ? er_sum_value(&t->persons_served) : (double)NAN;
        double unknown = t->persons_known ? er_sum_value(&t->persons_unknown) : (double)NAN;
        er_json *one = er_json_object();
        er_json_add_text(one, "stratum", t->stratum);
        er_json_add_text(one, "operator", t->operator_);
        er_json_add_number(one, "area_km2", area);
        er_json_add_number(one, "served_km2", served);
        er_json_add_number(one, "unknown_km2", er_sum_value(&t->unknown_km2));
        er_json_add_number(one, "area_share", share(served, area));
        er_json_add_number(one, "persons", persons);
        er_json_add_number(one, "persons_served", reached);
        er_json_add_number(one, "persons_unknown", unknown);
        er_json_add_number(one, "persons_share", share(reached, persons));
        er_json_append(strata, one);
    }
    er_json_add(json, "strata", strata);
    return er_print_json(invocation, json);
}

static const char *stratum_title(er_context *ctx, const struct total *total) {
    if (total->operator_) return total->operator_;
    return er_text(ctx, strcmp(total->stratum, "any") == 0 ? "any operator" : "all operators");
}

static er_status print_table(er_invocation *invocation, const struct result *result) {
    static const char *const headings[] = {"served km2",     "area, %",    "unknown km2",
                                           "persons served", "persons, %", "unknown persons"};
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 7, &table));
    er_columns_text(table, "");
    for (size_t i = 0; i < 6; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    for (size_t i = 0; i < result->count; i++) {
        const struct total *t = &result->totals[i];
        double area = er_sum_value(&t->area_km2), served = er_sum_value(&t->served_km2);
        double persons = er_sum_value(&t->persons), reached = er_sum_value(&t->persons_served);
        er_columns_text(table, stratum_title(ctx, t));
        er_columns_number(table, served, 2);
        er_columns_number(table, 100 * share(served, area), 2);
        er_columns_number(table, er_sum_value(&t->unknown_km2), 2);
        er_columns_number(table, t->persons_known ? reached : (double)NAN, 0);
        er_columns_number(table, t->persons_known ? 100 * share(reached, persons) : (double)NAN, 2);
        er_columns_number(table, t->persons_known ? er_sum_value(&t->persons_unknown) : (double)NAN,
                          0);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/** The study with the options applied; without one only what the stations state is known. */
static er_status take_study(er_context *ctx, er_arena *arena, const struct options *o,
                            er_study *study) {
    if (!isnan(o->radius_m) && !(o->radius_m > 0 && o->radius_m <= ER_DISC_RADIUS_LIMIT_M))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--radius-m: give a number of metres above 0, at most 200000");
    *study = (er_study){.coverage_model = "disc", .default_radius_m = NAN};
    if (o->study) ER_TRY(er_study_read(ctx, arena, o->study, study));
    if (isnan(o->radius_m)) return ER_OK;
    study->radius_count = 0;
    study->default_radius_m = o->radius_m;
    study->defaults = NULL; /* the radius is the user's, not the program's */
    study->default_count = 0;
    return ER_OK;
}

static er_status cover(er_invocation *invocation, er_store *store, er_arena *arena,
                       const er_study *study) {
    er_context *ctx = invocation->ctx;
    struct result result = {0};
    ER_TRY(er_cover(ctx, store, study, &result.run_id));
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &result.run));
    ER_TRY(sum_up(ctx, store, arena, &result));
    return invocation->json ? print_json(invocation, &result) : print_table(invocation, &result);
}

static er_status run(er_invocation *invocation) {
    er_context *ctx = invocation->ctx;
    er_arena *arena = NULL;
    er_store *store = NULL;
    er_study study;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, end, take_study(ctx, arena, invocation->options, &study));
    ER_GOTO(status, end, er_store_open(ctx, invocation->workspace, ER_STORE_WRITE, &store));
    status = cover(invocation, store, arena, &study);
end:
    er_store_close(store);
    er_arena_free(arena);
    return status;
}

const er_command er_command_cover = {
    .name = "cover",
    .summary = "compute the coverage of every unit and venue by the stations' discs",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .run = run,
};
