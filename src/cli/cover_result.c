#include "cli/cover_result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static er_cover_total *find_total(const er_cover_result *result, const char *stratum,
                                  const char *operator_) {
    for (size_t i = 0; i < result->count; i++)
        if (er_equal_texts(result->totals[i].stratum, stratum) &&
            er_equal_texts(result->totals[i].operator_, operator_))
            return &result->totals[i];
    return NULL;
}

static void add_row(er_cover_result *result, const er_cover_row *row) {
    er_cover_total *total = find_total(result, row->stratum, row->operator_);
    if (!total) {
        total = &result->totals[result->count++];
        *total = (er_cover_total){.stratum = row->stratum, .operator_ = row->operator_};
    }
    er_sum_add(&total->area_km2, row->area_km2);
    er_sum_add(&total->served_km2, row->served_km2);
    er_sum_add(&total->unknown_km2, row->unknown_km2);
    if (!isfinite(row->persons)) return;
    total->persons_known = true;
    er_sum_add(&total->persons, row->persons);
    er_sum_add(&total->persons_served, row->persons_served);
    er_sum_add(&total->persons_unknown, row->persons_unknown);
}

static void add_level(er_cover_result *result, const er_cover_level_row *row) {
    const er_cover_total *of = find_total(result, row->stratum, row->operator_);
    er_cover_level_total *total = NULL;
    if (!of) return; /* a level of an area without figures */
    for (size_t i = 0; i < result->level_count && !total; i++)
        if (result->levels[i].of == of && result->levels[i].rank == row->rank)
            total = &result->levels[i];
    if (!total) {
        total = &result->levels[result->level_count++];
        *total = (er_cover_level_total){.of = of, .level = row->level, .rank = row->rank};
    }
    er_sum_add(&total->area_km2, row->area_km2);
    if (isfinite(row->persons)) er_sum_add(&total->persons, row->persons);
}

/** Any, all, then the operators by name. */
static int by_stratum(const void *left, const void *right) {
    const er_cover_total *a = left, *b = right;
    static const char *const order[] = {"any", "all"};
    for (size_t i = 0; i < 2; i++) {
        bool first = strcmp(a->stratum, order[i]) == 0, second = strcmp(b->stratum, order[i]) == 0;
        if (first || second) return second - first;
    }
    return strcmp(a->operator_ ? a->operator_ : "", b->operator_ ? b->operator_ : "");
}

static int by_rank(const void *left, const void *right) {
    const er_cover_level_total *a = left, *b = right;
    if (a->of != b->of) return a->of < b->of ? -1 : 1; /* totals lie in one array, in order */
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/** The areas that are summed: those of the largest level. */
struct wanted {
    const char *kind;
    bool *units; /**< by id; null: every area */
    int64_t largest;
};

static bool is_wanted(const struct wanted *wanted, int64_t area_id) {
    return !wanted->units || (area_id <= wanted->largest && wanted->units[area_id]);
}

static er_status choose_areas(er_context *ctx, er_store *store, er_arena *arena, const char *level,
                              struct wanted *out) {
    er_unit *units = NULL;
    size_t count = 0;
    *out = (struct wanted){.kind = level ? "unit" : "venue"};
    if (!level) return ER_OK;
    ER_TRY(er_store_units(ctx, store, arena, level, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (units[i].id > out->largest) out->largest = units[i].id;
    ER_TRY(
        er_arena_alloc(ctx, arena, ((size_t)out->largest + 1) * sizeof *out->units, &out->units));
    for (size_t i = 0; i < count; i++)
        out->units[units[i].id] = true;
    return ER_OK;
}

static er_status sum_figures(er_context *ctx, er_store *store, er_arena *arena,
                             const struct wanted *wanted, er_cover_result *result) {
    er_cover_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_cover(ctx, store, arena, result->run.id, wanted->kind, &rows, &count));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *result->totals, &result->totals));
    for (size_t i = 0; i < count; i++)
        if (is_wanted(wanted, rows[i].area_id)) add_row(result, &rows[i]);
    if (result->count > 1) qsort(result->totals, result->count, sizeof *result->totals, by_stratum);
    return ER_OK;
}

static er_status sum_levels(er_context *ctx, er_store *store, er_arena *arena,
                            const struct wanted *wanted, er_cover_result *result) {
    er_cover_level_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_cover_levels(ctx, store, arena, result->run.id, wanted->kind, &rows, &count));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *result->levels, &result->levels));
    for (size_t i = 0; i < count; i++)
        if (is_wanted(wanted, rows[i].area_id)) add_level(result, &rows[i]);
    if (result->level_count > 1)
        qsort(result->levels, result->level_count, sizeof *result->levels, by_rank);
    return ER_OK;
}

static er_status read_assumptions(er_context *ctx, er_store *store, er_arena *arena,
                                  er_cover_result *result) {
    er_assumption *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_assumptions(ctx, store, arena, &rows, &count));
    result->assumptions = rows;
    for (size_t i = 0; i < count; i++)
        if (rows[i].run_id == result->run.id) rows[result->assumption_count++] = rows[i];
    return ER_OK;
}

er_status er_cover_result_read(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_result *out) {
    er_level *levels = NULL;
    size_t count = 0;
    struct wanted wanted;
    *out = (er_cover_result){0};
    ER_TRY(er_store_last_run(ctx, store, arena, "cover", &out->run));
    out->run.id = run_id;
    ER_TRY(er_store_levels(ctx, store, arena, &levels, &count));
    for (size_t i = 0; i < count && !out->level; i++)
        if (levels[i].unit_count > 0) out->level = levels[i].name;
    ER_TRY(choose_areas(ctx, store, arena, out->level, &wanted));
    ER_TRY(sum_figures(ctx, store, arena, &wanted, out));
    ER_TRY(sum_levels(ctx, store, arena, &wanted, out));
    return read_assumptions(ctx, store, arena, out);
}
