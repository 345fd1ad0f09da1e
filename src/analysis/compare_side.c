/* A side of a comparison: the coverage run, its rows, and what it served. */
#include "analysis/compare.h"
#include "store/by_id.h"

#include <math.h>
#include <string.h>

/* ---- the run --------------------------------------------------------------------------------- */

static er_status find_run(er_comparison *c, er_store *store, int64_t id, er_run *out) {
    er_run *runs = NULL;
    size_t count = 0;
    if (id == 0) return er_store_last_run(c->ctx, store, c->arena, "cover", out);
    ER_TRY(er_store_runs(c->ctx, store, c->arena, &runs, &count));
    for (size_t i = 0; i < count; i++) {
        if (runs[i].id != id) continue;
        *out = runs[i];
        if (strcmp(runs[i].step, "cover") == 0) return ER_OK;
        return er_fail(c->ctx, ER_ERR_INPUT,
                       "%s: run %lld is one of the step %s: only coverage runs can be compared",
                       er_store_path(store), (long long)id, runs[i].step);
    }
    return er_fail(c->ctx, ER_ERR_NOT_FOUND, "%s: there is no run %lld", er_store_path(store),
                   (long long)id);
}

static er_status name_side(er_comparison *c, const er_compare_side *side, er_compare_read *out) {
    const char *run = NULL, *name = NULL;
    long long id = (long long)out->run.id;
    if (side->as_of)
        name = side->as_of;
    else
        ER_TRY(er_arena_format(c->ctx, c->arena, &run, er_text(c->ctx, "run %lld"), id));
    if (side->workspace)
        ER_TRY(er_arena_format(c->ctx, c->arena, &name, er_text(c->ctx, "%s, run %lld"),
                               side->workspace, id));
    if (!name) name = run;
    out->name = name;
    if (!side->operator_) return ER_OK;
    return er_arena_format(c->ctx, c->arena, &out->name, "%s, %s", name, side->operator_);
}

/* ---- units and their rows -------------------------------------------------------------------- */

static bool is_asked(const er_cover_row *row, const char *operator_) {
    if (!operator_) return strcmp(row->stratum, "any") == 0;
    return row->operator_ && strcmp(row->operator_, operator_) == 0;
}

static er_status no_rows(er_comparison *c, er_store *store, const er_compare_read *out) {
    if (out->operator_)
        return er_fail(c->ctx, ER_ERR_NOT_FOUND,
                       "%s: run %lld has no operator '%s': look at `evenreach cover --json` for "
                       "its operators",
                       er_store_path(store), (long long)out->run.id, out->operator_);
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "%s: run %lld speaks of no unit: load units and run "
                   "`evenreach cover` again",
                   er_store_path(store), (long long)out->run.id);
}

/** Units in their order, each with its row; units without one were loaded later. */
static er_status read_units(er_comparison *c, er_store *store, er_compare_read *out) {
    er_unit *units = NULL;
    er_cover_row *rows = NULL;
    er_id_place *places = NULL;
    size_t unit_count = 0, row_count = 0, asked = 0;
    ER_TRY(er_store_units(c->ctx, store, c->arena, NULL, true, &units, &unit_count));
    ER_TRY(er_store_cover(c->ctx, store, c->arena, out->run.id, "unit", &rows, &row_count));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (row_count + 1) * sizeof *places, &places));
    ER_TRY(er_arena_alloc(c->ctx, c->arena, (unit_count + 1) * sizeof *out->rows, &out->rows));
    for (size_t i = 0; i < row_count; i++)
        if (is_asked(&rows[i], out->operator_)) places[asked++] = (er_id_place){rows[i].area_id, i};
    if (asked == 0) return no_rows(c, store, out);
    er_sort_ids(places, asked);
    for (size_t i = 0; i < unit_count; i++) {
        size_t at = er_find_id(places, asked, units[i].id, row_count);
        if (at == row_count) continue;
        out->rows[out->unit_count] = rows[at];
        units[out->unit_count++] = units[i];
    }
    out->units = units;
    return ER_OK;
}

/* ---- what it served -------------------------------------------------------------------------- */

static er_status kept_nothing(er_comparison *c, er_store *store, const er_compare_read *out) {
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "%s: run %lld kept no record of what it served, as runs of older versions did "
                   "not: run `evenreach cover` again",
                   er_store_path(store), (long long)out->run.id);
}

static bool serves_any(const er_compare_read *out) {
    for (size_t i = 0; i < out->unit_count; i++)
        if (out->rows[i].served_km2 > 0) return true;
    return false;
}

static er_status read_discs(er_comparison *c, er_store *store, er_compare_read *out) {
    size_t kept = 0;
    ER_TRY(
        er_store_cover_discs(c->ctx, store, c->arena, out->run.id, &out->discs, &out->disc_count));
    for (size_t i = 0; i < out->disc_count; i++) {
        const char *of = out->discs[i].operator_ ? out->discs[i].operator_ : ER_NO_OPERATOR;
        if (!out->operator_ || strcmp(of, out->operator_) == 0) out->discs[kept++] = out->discs[i];
    }
    out->disc_count = kept;
    return kept == 0 && serves_any(out) ? kept_nothing(c, store, out) : ER_OK;
}

static er_status read_masks(er_comparison *c, er_store *store, er_compare_read *out) {
    if (out->operator_)
        return er_fail(c->ctx, ER_ERR_UNSUPPORTED,
                       "%s: run %lld is one of signals, of which only what any operator serves is "
                       "kept: leave the operator out",
                       er_store_path(store), (long long)out->run.id);
    ER_TRY(
        er_store_cover_masks(c->ctx, store, c->arena, out->run.id, &out->masks, &out->mask_count));
    bool lost = out->mask_count == 0 && serves_any(out);
    return lost || (out->mask_count > 0 && !out->has_grid) ? kept_nothing(c, store, out) : ER_OK;
}

/* ---- a side ---------------------------------------------------------------------------------- */

static er_status read_run(er_comparison *c, er_store *store, er_compare_read *out) {
    ER_TRY(er_compare_read_record(c, out));
    ER_TRY(read_units(c, store, out));
    ER_TRY(er_compare_read_stations(c, store, out));
    return out->is_signal ? read_masks(c, store, out) : read_discs(c, store, out);
}

static er_status read_of(er_comparison *c, er_store *store, const er_compare_side *side,
                         er_compare_read *out) {
    ER_TRY(find_run(c, store, side->run_id, &out->run));
    ER_TRY(name_side(c, side, out));
    return read_run(c, store, out);
}

/** Coverage as of a day: computed, read, and taken back. */
static er_status read_day(er_comparison *c, const er_compare_side *side, er_compare_read *out) {
    if (!c->study)
        return er_fail(c->ctx, ER_ERR_USAGE,
                       "the coverage of %s must be computed: name the study that it follows",
                       side->as_of);
    er_study dated = *c->study;
    dated.time.used = true;
    dated.time.as_of = side->as_of;
    int64_t id = 0;
    ER_TRY(er_store_begin(c->ctx, c->store));
    er_status status = er_cover_within(c->ctx, c->store, &dated, NULL, &id);
    er_compare_side computed = *side;
    computed.run_id = id;
    if (status == ER_OK) status = read_of(c, c->store, &computed, out);
    er_store_rollback(c->store);
    out->run.id = 0;
    return status;
}

static er_status read_other(er_comparison *c, const er_compare_side *side, er_compare_read *out) {
    er_store *store = NULL;
    if (side->as_of)
        return er_fail(c->ctx, ER_ERR_USAGE,
                       "%s: a day can only be computed in the workspace that is worked on",
                       side->workspace);
    ER_TRY(er_store_open(c->ctx, side->workspace, ER_STORE_READ, &store));
    er_status status = read_of(c, store, side, out);
    er_store_close(store);
    return status;
}

er_status er_compare_read_side(er_comparison *c, const er_compare_side *side,
                               er_compare_read *out) {
    *out = (er_compare_read){.operator_ = side->operator_};
    if (side->workspace) return read_other(c, side, out);
    if (side->as_of) return read_day(c, side, out);
    return read_of(c, c->store, side, out);
}
