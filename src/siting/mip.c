/* CBC (Forrest and others, COIN-OR branch and cut) through its C interface: one thread. */
#include "siting/mip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <Cbc_C_Interface.h>

er_status er_siting_mip_column(er_context *ctx, er_siting_mip *mip, double lower, double upper,
                               double objective, bool integer) {
    size_t need = mip->columns + 1;
    ER_TRY(er_reserve(ctx, &mip->lower, &mip->column_capacity[0], need, sizeof *mip->lower));
    ER_TRY(er_reserve(ctx, &mip->upper, &mip->column_capacity[1], need, sizeof *mip->upper));
    ER_TRY(
        er_reserve(ctx, &mip->objective, &mip->column_capacity[2], need, sizeof *mip->objective));
    ER_TRY(er_reserve(ctx, &mip->integer, &mip->column_capacity[3], need, sizeof *mip->integer));
    mip->lower[mip->columns] = lower;
    mip->upper[mip->columns] = upper;
    mip->objective[mip->columns] = objective;
    mip->integer[mip->columns++] = integer;
    return ER_OK;
}

er_status er_siting_mip_entry(er_context *ctx, er_siting_mip *mip, size_t column, double value) {
    if (value == 0) return ER_OK;
    size_t need = mip->entries + 1;
    if (need > INT32_MAX) return er_fail(ctx, ER_ERR_MEMORY, "not enough memory for the solver");
    ER_TRY(er_reserve(ctx, &mip->index, &mip->entry_capacity[0], need, sizeof *mip->index));
    ER_TRY(er_reserve(ctx, &mip->value, &mip->entry_capacity[1], need, sizeof *mip->value));
    mip->index[mip->entries] = (int)column;
    mip->value[mip->entries++] = value;
    return ER_OK;
}

er_status er_siting_mip_row(er_context *ctx, er_siting_mip *mip, double least, double most) {
    size_t need = mip->rows + 1;
    ER_TRY(er_reserve(ctx, &mip->row_end, &mip->row_capacity[0], need, sizeof *mip->row_end));
    ER_TRY(er_reserve(ctx, &mip->row_least, &mip->row_capacity[1], need, sizeof *mip->row_least));
    ER_TRY(er_reserve(ctx, &mip->row_most, &mip->row_capacity[2], need, sizeof *mip->row_most));
    mip->row_end[mip->rows] = mip->entries;
    mip->row_least[mip->rows] = least;
    mip->row_most[mip->rows++] = most;
    return ER_OK;
}

er_status er_siting_mip_conditions(er_context *ctx, er_siting_mip *mip,
                                   const er_siting_checked *checked,
                                   const er_siting_condition *conditions, size_t count) {
    for (size_t c = 0; c < count; c++) {
        double least, most;
        if (!er_siting_condition_row(checked, &conditions[c], &least, &most)) continue;
        for (size_t j = 0; j < checked->free_count; j++)
            ER_TRY(er_siting_mip_entry(
                ctx, mip, j,
                er_siting_condition_amount(checked, &conditions[c], checked->free[j])));
        ER_TRY(er_siting_mip_row(ctx, mip, least, most));
    }
    return ER_OK;
}

er_status er_siting_mip_rule_out(er_context *ctx, er_siting_mip *mip, const bool *chosen,
                                 size_t count) {
    double within = 0;
    for (size_t j = 0; j < count; j++) {
        ER_TRY(er_siting_mip_entry(ctx, mip, j, chosen[j] ? -1 : 1));
        within += chosen[j];
    }
    return er_siting_mip_row(ctx, mip, 1 - within, INFINITY);
}

static void add_row(Cbc_Model *cbc, const er_siting_mip *mip, size_t row) {
    size_t begin = row > 0 ? mip->row_end[row - 1] : 0;
    int count = (int)(mip->row_end[row] - begin);
    double least = mip->row_least[row], most = mip->row_most[row];
    const int *index = mip->index + begin;
    const double *value = mip->value + begin;
    if (least == most) {
        Cbc_addRow(cbc, "", count, index, value, 'E', least);
    } else {
        if (least > -INFINITY) Cbc_addRow(cbc, "", count, index, value, 'G', least);
        if (most < INFINITY) Cbc_addRow(cbc, "", count, index, value, 'L', most);
    }
}

/** Rows without entries say something of nothing: the solver is not asked about these. */
static bool empty_rows_hold(const er_siting_mip *mip) {
    for (size_t r = 0; r < mip->rows; r++)
        if (mip->row_end[r] == (r > 0 ? mip->row_end[r - 1] : 0) &&
            (mip->row_least[r] > 0 || mip->row_most[r] < 0))
            return false;
    return true;
}

static void fill(Cbc_Model *cbc, const er_siting_mip *mip) {
    for (size_t j = 0; j < mip->columns; j++)
        Cbc_addCol(cbc, "", mip->lower[j], mip->upper[j], mip->objective[j],
                   mip->integer[j] ? 1 : 0, 0, NULL, NULL);
    for (size_t r = 0; r < mip->rows; r++)
        if (mip->row_end[r] > (r > 0 ? mip->row_end[r - 1] : 0)) add_row(cbc, mip, r);
}

/** What the solver is asked to look at between its nodes. */
struct watch {
    er_context *ctx;
    const er_siting_mip_effort *effort;
    int64_t nodes;
    bool cancelled;
};

/** Called where the solver asks for cuts. When the caller cancels, a cut that nothing satisfies
 * ends every branch that is left; what the solver then says is not looked at. */
static void look_around(void *osi, void *cuts, void *data) {
    struct watch *watch = data;
    static const int first[] = {0};
    static const double one[] = {1};
    if (Osi_getNumCols(osi) == 0) return;
    er_progress(watch->ctx, "searching", (uint64_t)watch->nodes++,
                (uint64_t)watch->effort->most_nodes);
    if (!watch->cancelled && er_check_cancel(watch->ctx) == ER_OK) return;
    watch->cancelled = true;
    OsiCuts_addRowCut(cuts, 1, first, one, 'L', -1);
}

static void set_limits(Cbc_Model *cbc, const er_siting_mip_effort *effort) {
    char seconds[32];
    /* Mostly the start is good already and what is left is to prove it: with rows of this kind
     * searches took up to ten times longer with these. */
    Cbc_setParameter(cbc, "presolve", "off");
    Cbc_setParameter(cbc, "preprocess", "off"); /* with it, some models fail within CBC 2.10.8 */
    if (!effort->thorough) {
        Cbc_setParameter(cbc, "cuts", "off");
        Cbc_setParameter(cbc, "heuristics", "off");
    }
    if (effort->gap > 0) Cbc_setAllowableFractionGap(cbc, effort->gap);
    Cbc_setObjSense(cbc, 1);
    Cbc_setMaximumNodes(cbc, (int)effort->most_nodes);
    if (effort->cutoff < INFINITY) Cbc_setCutoff(cbc, effort->cutoff);
    if (effort->any) Cbc_setMaximumSolutions(cbc, 1);
    if (!(effort->most_seconds < INFINITY)) return;
    snprintf(seconds, sizeof seconds, "%.3f", effort->most_seconds);
    Cbc_setParameter(cbc, "timeMode", "elapsed");
    Cbc_setParameter(cbc, "seconds", seconds);
    Cbc_setMaximumSeconds(cbc, effort->most_seconds);
}

static void read_answer(Cbc_Model *cbc, const er_siting_mip *mip, double *solution,
                        er_siting_mip_answer *out) {
    int status = Cbc_status(cbc);
    if (Cbc_isAbandoned(cbc) || Cbc_isContinuousUnbounded(cbc) || status < 0 || status > 1) return;
    out->done = status == 0;
    out->none = status == 0 && Cbc_isProvenInfeasible(cbc);
    double bound = Cbc_getBestPossibleObjValue(cbc);
    if (isfinite(bound) && fabs(bound) < 1e30) out->bound = bound;
    const double *best = Cbc_bestSolution(cbc);
    if (!best || out->none) return;
    out->found = true;
    for (size_t j = 0; j < mip->columns; j++)
        solution[j] = best[j];
}

er_status er_siting_mip_solve(er_context *ctx, const er_siting_mip *mip,
                              const er_siting_mip_effort *effort, double *solution,
                              er_siting_mip_answer *out) {
    er_status status = ER_OK;
    struct watch watch = {.ctx = ctx, .effort = effort};
    *out = (er_siting_mip_answer){.bound = -INFINITY};
    if (!(effort->most_seconds > 0)) return er_check_cancel(ctx);
    if (!empty_rows_hold(mip) || mip->columns == 0) {
        out->none = !empty_rows_hold(mip);
        out->found = !out->none;
        out->done = true;
        return ER_OK;
    }
#pragma omp critical(er_siting_cbc)
    {
        Cbc_Model *cbc = Cbc_newModel();
        if (!cbc) {
            status = er_fail(ctx, ER_ERR_MEMORY, "not enough memory for the solver");
        } else {
            fill(cbc, mip);
            Cbc_setLogLevel(cbc, 0);
            set_limits(cbc, effort);
            Cbc_addCutCallback(cbc, look_around, "watch", &watch);
            Cbc_solve(cbc);
            if (watch.cancelled)
                status = er_check_cancel(ctx);
            else
                read_answer(cbc, mip, solution, out);
            Cbc_deleteModel(cbc);
        }
    }
    return status;
}

void er_siting_mip_free(er_siting_mip *mip) {
    er_free(mip->lower);
    er_free(mip->upper);
    er_free(mip->objective);
    er_free(mip->integer);
    er_free(mip->row_end);
    er_free(mip->row_least);
    er_free(mip->row_most);
    er_free(mip->index);
    er_free(mip->value);
    *mip = (er_siting_mip){0};
}
