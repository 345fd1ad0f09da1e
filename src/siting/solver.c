/* The exact search. What CBC (Forrest and others, COIN-OR branch and cut) is given is a relaxation
 * by a hair, so that "there is none" holds in spite of its tolerances; what it finds is checked in
 * whole numbers, and ruled out and searched on where it falls short. One thread, no time limit. */
#include "siting/solver.h"

#include <math.h>
#include <string.h>

#include <Cbc_C_Interface.h>

/* Weights are given to the solver as parts of this, for its tolerances are absolute, 1e-7. */
static const double whole = 1e4;
/* Classes of less than this share of all are taken as met. */
static const double hair = 1e-8;
/* What the solver may be off by, as a share of what is needed. */
static const double slack = 1e-8;
/* Counts are whole: a bound that is above one by more than this means the next. */
static const double whole_count = 1e-4;
/* Larger problems are left to the quick bounds: a linear relaxation of these takes half a second.
 */
static const int64_t most_pairs = 12000;
/* Up to here a search has all its nodes; beyond, fewer, so that it takes about as long. */
static const int64_t few_pairs = 100;
/* Sets that fall short by the solver's tolerance and are ruled out, before it is left at that. */
enum { MOST_ROUNDS = 20 };

/** What becomes of a class in the model. */
enum part { PART_LEFT, PART_OWED, PART_SINGLE, PART_SHARED };

struct model {
    Cbc_Model *cbc;
    const er_siting_problem *problem;
    int64_t needed;
    double *columns; /**< coefficients of candidates, then of shared classes */
    int *indices;
    double *ones;
    int column_count;
};

struct answer {
    bool *chosen; /**< null: no set was found */
    double at_least;
    bool none; /**< proven: there is no set */
};

static double share_of(const struct model *m, int64_t units) {
    return (double)units / (double)m->problem->total;
}

/** Without an owed class the need can't be met; a single one has one candidate and needs no
 *  variable of its own. */
static enum part part_of(const struct model *m, size_t c) {
    const er_siting_problem *p = m->problem;
    if (p->weight[c] > p->total - m->needed && share_of(m, p->weight[c]) > 2 * slack)
        return PART_OWED;
    if (share_of(m, p->weight[c]) < hair) return PART_LEFT;
    return p->class_start[c + 1] - p->class_start[c] == 1 ? PART_SINGLE : PART_SHARED;
}

static void add_row(struct model *m, int count, const double *values, char sense, double side) {
    Cbc_addRow(m->cbc, "", count, m->indices, values, sense, side);
}

/** Indices of the candidates of a class; returns their number. */
static int members_of(struct model *m, size_t c) {
    const er_siting_problem *p = m->problem;
    int count = 0;
    for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++) {
        m->ones[count] = 1;
        m->indices[count++] = (int)p->members[k];
    }
    return count;
}

/** y_i <= sum of x_j over the candidates of a shared class; an owed class: 1 <= that sum. */
static void add_class(struct model *m, size_t c, double *met) {
    const er_siting_problem *p = m->problem;
    double weight = whole * share_of(m, p->weight[c]);
    enum part part = part_of(m, c);
    int count = members_of(m, c);
    if (part == PART_OWED) add_row(m, count, m->ones, 'G', 1);
    if (part == PART_SINGLE) m->columns[m->indices[0]] += weight;
    if (part == PART_SHARED) {
        Cbc_addCol(m->cbc, "", 0, 1, 0, 0, 0, NULL, NULL);
        m->columns[m->column_count] = weight;
        m->ones[count] = -1;
        m->indices[count] = m->column_count++;
        add_row(m, count + 1, m->ones, 'G', 0);
    } else if (part != PART_SINGLE) {
        *met += weight;
    }
}

static void add_need(struct model *m, double met) {
    double side = whole * share_of(m, m->needed) * (1 - slack) - met;
    int count = 0;
    for (int j = 0; j < m->column_count; j++) {
        if (m->columns[j] == 0) continue;
        m->columns[count] = m->columns[j];
        m->indices[count++] = j;
    }
    if (side > 0) add_row(m, count, m->columns, 'G', side);
}

/** From `fewest` to `most` candidates. */
static void add_counts(struct model *m, size_t fewest, size_t most) {
    int count = (int)m->problem->count;
    for (int j = 0; j < count; j++) {
        m->indices[j] = j;
        m->ones[j] = 1;
    }
    add_row(m, count, m->ones, 'G', (double)fewest);
    add_row(m, count, m->ones, 'L', (double)most);
}

static void fill(struct model *m, size_t fewest, size_t most) {
    double met = 0;
    for (size_t j = 0; j < m->problem->count; j++)
        Cbc_addCol(m->cbc, "", 0, 1, 1, 1, 0, NULL, NULL);
    m->column_count = (int)m->problem->count;
    for (size_t c = 0; c < m->problem->class_count; c++)
        add_class(m, c, &met);
    add_need(m, met);
    add_counts(m, fewest, most);
}

/** A set that falls short, and so do all its parts: one candidate at least is not of it. */
static void rule_out(struct model *m, const bool *chosen) {
    int count = 0;
    for (size_t j = 0; j < m->problem->count; j++) {
        if (chosen[j]) continue;
        m->ones[count] = 1;
        m->indices[count++] = (int)j;
    }
    add_row(m, count, m->ones, 'G', 1);
}

static er_status model_new(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                           struct model *m) {
    size_t columns = problem->count + problem->class_count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, columns * sizeof *m->columns, &m->columns));
    ER_TRY(er_arena_alloc(ctx, arena, columns * sizeof *m->indices, &m->indices));
    ER_TRY(er_arena_alloc(ctx, arena, columns * sizeof *m->ones, &m->ones));
    m->cbc = Cbc_newModel();
    if (!m->cbc) return er_fail(ctx, ER_ERR_MEMORY, "not enough memory for the solver");
    return ER_OK;
}

/** Run the search once. Nothing is taken for granted: where the codes do not say clearly what was
 *  proven, nothing was. */
static void run(struct model *m, int64_t most_nodes, bool *chosen, struct answer *out) {
    *out = (struct answer){.at_least = 0};
    Cbc_setLogLevel(m->cbc, 0);
    /* The start is good already and what is left is to prove it: with rows of this kind searches
     * took up to ten times longer with these. */
    Cbc_setParameter(m->cbc, "preprocess", "off");
    Cbc_setParameter(m->cbc, "cuts", "off");
    Cbc_setParameter(m->cbc, "heuristics", "off");
    Cbc_setParameter(m->cbc, "strong", "0");
    Cbc_setObjSense(m->cbc, 1);
    Cbc_setMaximumNodes(m->cbc, (int)most_nodes);
    Cbc_solve(m->cbc);
    int status = Cbc_status(m->cbc);
    if (Cbc_isAbandoned(m->cbc) || Cbc_isContinuousUnbounded(m->cbc) || status < 0 || status > 1)
        return;
    out->none = status == 0 && Cbc_isProvenInfeasible(m->cbc);
    double best = Cbc_getBestPossibleObjValue(m->cbc);
    if (isfinite(best) && best >= 0 && best <= (double)m->problem->count) out->at_least = best;
    const double *solution = Cbc_bestSolution(m->cbc);
    if (!solution || out->none) return;
    for (size_t j = 0; j < m->problem->count; j++)
        chosen[j] = solution[j] > 0.5;
    out->chosen = chosen;
}

/** Sets that the solver took for good and that fall short. */
struct ruled_out {
    bool *sets; /**< one behind the other */
    size_t count;
};

static er_status search_once(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                             int64_t needed, size_t fewest, size_t most, int64_t most_nodes,
                             struct ruled_out *out_of_it, struct answer *answer) {
    struct model m = {.problem = problem, .needed = needed};
    er_status status = ER_OK;
    /* CBC keeps some of its state, a signal handler for one, in globals. */
#pragma omp critical(er_siting_cbc)
    {
        status = model_new(ctx, arena, problem, &m);
        if (status == ER_OK) {
            fill(&m, fewest, most);
            for (size_t i = 0; i < out_of_it->count; i++)
                rule_out(&m, out_of_it->sets + i * problem->count);
            run(&m, most_nodes, out_of_it->sets + out_of_it->count * problem->count, answer);
            Cbc_deleteModel(m.cbc);
        }
    }
    return status;
}

static void raise_bound(const struct answer *answer, size_t count, size_t *bound) {
    size_t at_least = (size_t)ceil(fmax(answer->at_least - whole_count, 0));
    if (answer->none || at_least > count) at_least = count;
    if (at_least > *bound) *bound = at_least;
}

er_status er_siting_solve(er_context *ctx, er_arena *arena, er_siting_state *state, int64_t needed,
                          int64_t most_nodes, size_t *bound) {
    const er_siting_problem *problem = state->problem;
    int64_t pairs = (int64_t)problem->start[problem->count];
    struct ruled_out out_of_it = {0};
    er_siting_state found;
    if (pairs > most_pairs) return ER_OK;
    if (pairs > few_pairs) most_nodes = most_nodes * few_pairs / pairs + 1;
    ER_TRY(er_arena_alloc(ctx, arena, (MOST_ROUNDS + 1) * problem->count + 1, &out_of_it.sets));
    ER_TRY(er_siting_state_new(ctx, arena, problem, &found));
    for (int round = 0; round < MOST_ROUNDS && state->count > *bound; round++) {
        struct answer answer;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(search_once(ctx, arena, problem, needed, *bound, state->count - 1, most_nodes,
                           &out_of_it, &answer));
        raise_bound(&answer, state->count, bound);
        if (!answer.chosen) return ER_OK;
        er_siting_set(&found, answer.chosen);
        if (found.met >= needed && found.count < state->count) {
            er_siting_set(state, answer.chosen);
            return ER_OK;
        }
        if (found.met >= needed) return ER_OK;
        out_of_it.count++;
    }
    return ER_OK;
}
