/* Is there a set of sites that holds conditions and serves all demand within a distance? A set
 * covering problem, settled by CBC. */
#include "siting/mip.h"
#include "siting/near_reduce.h"

#include <math.h>
#include <string.h>

/** A site within reach of every row that no kept one is: at least one. */
static er_status add_needs(er_context *ctx, er_arena *scratch, er_siting_mip *mip,
                           const er_siting_near *near, double within, bool only_number) {
    er_siting_reduced reduced;
    ER_TRY(er_siting_near_reduce(ctx, scratch, near, within, only_number, &reduced));
    for (size_t f = 0; f < near->checked->free_count; f++)
        if (reduced.site_out[f]) mip->upper[f] = 0;
    for (size_t i = 0; i < near->count; i++) {
        if (reduced.row_out[i]) continue;
        for (size_t p = near->start[i]; p < near->start[i + 1] && near->row[p].distance <= within;
             p++)
            if (!reduced.site_out[near->row[p].other])
                ER_TRY(er_siting_mip_entry(ctx, mip, near->row[p].other, 1));
        ER_TRY(er_siting_mip_row(ctx, mip, 1, INFINITY));
    }
    return ER_OK;
}

/** Do the conditions on sites look at nothing but their number? */
static bool only_number_counts(const er_siting_condition *conditions, size_t count) {
    for (size_t c = 0; c < count; c++)
        if (conditions[c].kind != ER_SITING_NEED && conditions[c].kind != ER_SITING_COUNT)
            return false;
    return true;
}

static er_status fill(er_context *ctx, er_arena *scratch, er_siting_mip *mip,
                      const er_siting_near *near, double within,
                      const er_siting_condition *conditions, size_t count) {
    for (size_t f = 0; f < near->checked->free_count; f++)
        ER_TRY(er_siting_mip_column(ctx, mip, 0, 1, 1, true));
    ER_TRY(er_siting_mip_conditions(ctx, mip, near->checked, conditions, count));
    for (size_t c = 0; c < count; c++)
        if (conditions[c].kind == ER_SITING_NEED)
            ER_TRY(
                add_needs(ctx, scratch, mip, near, within, only_number_counts(conditions, count)));
    return ER_OK;
}

/** What the solver found, in whole sites, is looked at again. */
static bool holds(const er_siting_near *near, double within, const er_siting_condition *conditions,
                  size_t count, const bool *chosen, er_siting_tally *tally) {
    for (size_t f = 0; f < near->checked->free_count; f++)
        if (chosen[f]) er_siting_tally_add(tally, near->checked->free[f]);
    for (size_t c = 0; c < count; c++) {
        if (!er_siting_tally_holds(tally, &conditions[c])) return false;
        for (size_t i = 0; conditions[c].kind == ER_SITING_NEED && i < near->count; i++) {
            bool served = er_siting_near_kept(near, i, within);
            for (size_t p = near->start[i]; !served && p < near->start[i + 1]; p++)
                served = near->row[p].distance <= within && chosen[near->row[p].other];
            if (!served) return false;
        }
    }
    return true;
}

static er_status solve(er_context *ctx, er_arena *scratch, er_siting_mip *mip,
                       const er_siting_near *near, double within,
                       const er_siting_condition *conditions, size_t count, int64_t most_nodes,
                       double most_seconds, bool *chosen, er_siting_possible *out) {
    const er_siting_mip_effort effort = {
        .most_nodes = most_nodes, .most_seconds = most_seconds, .cutoff = INFINITY, .any = true};
    er_siting_mip_answer answer;
    er_siting_tally tally;
    double *solution = NULL;
    bool *found = NULL;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(fill(ctx, scratch, mip, near, within, conditions, count));
    ER_TRY(er_arena_alloc(ctx, scratch, (mip->columns + 1) * sizeof *solution, &solution));
    ER_TRY(er_arena_alloc(ctx, scratch, mip->columns + 1, &found));
    ER_TRY(er_siting_tally_new(ctx, scratch, near->checked, &tally));
    ER_TRY(er_siting_mip_solve(ctx, mip, &effort, solution, &answer));
    *out = answer.none ? ER_SITING_IMPOSSIBLE : ER_SITING_UNKNOWN;
    if (!answer.found) return ER_OK;
    for (size_t f = 0; f < mip->columns; f++)
        found[f] = solution[f] > 0.5;
    if (!holds(near, within, conditions, count, found, &tally)) return ER_OK;
    *out = ER_SITING_POSSIBLE;
    if (chosen) memcpy(chosen, found, mip->columns);
    return ER_OK;
}

er_status er_siting_near_possible(er_context *ctx, const er_siting_near *near, double within,
                                  const er_siting_condition *conditions, size_t count,
                                  int64_t most_nodes, double most_seconds, bool *chosen,
                                  er_siting_possible *out) {
    er_siting_mip mip = {0};
    er_arena *scratch = NULL;
    ER_TRY(er_arena_new(ctx, &scratch));
    er_status status = solve(ctx, scratch, &mip, near, within, conditions, count, most_nodes,
                             most_seconds, chosen, out);
    er_siting_mip_free(&mip);
    er_arena_free(scratch);
    return status;
}

/* ---- any set --------------------------------------------------------------------------------- */

struct question {
    er_context *ctx;
    const er_siting_near *near;
    int64_t most_nodes;
};

static er_status ask(void *user, const er_siting_condition *conditions, size_t count,
                     er_siting_possible *out) {
    struct question *q = user;
    return er_siting_near_possible(q->ctx, q->near, INFINITY, conditions, count, q->most_nodes,
                                   er_siting_seconds_left(&q->near->checked->deadline), NULL, out);
}

er_status er_siting_near_any(er_context *ctx, er_arena *scratch, const er_siting_near *near,
                             int64_t most_nodes, bool *chosen) {
    struct question question = {ctx, near, most_nodes};
    er_siting_condition *conditions = NULL;
    er_siting_possible possible = ER_SITING_UNKNOWN;
    size_t count = 0;
    ER_TRY(er_siting_conditions(ctx, scratch, near->checked, &conditions, &count));
    ER_TRY(er_siting_near_possible(ctx, near, INFINITY, conditions, count, most_nodes,
                                   er_siting_seconds_left(&near->checked->deadline), chosen,
                                   &possible));
    if (possible == ER_SITING_POSSIBLE) return ER_OK;
    if (possible == ER_SITING_IMPOSSIBLE)
        return er_siting_fail_conflict(ctx, near->checked, conditions, count, ask, &question);
    return er_siting_fail_no_plan(ctx, near->checked, most_nodes);
}
