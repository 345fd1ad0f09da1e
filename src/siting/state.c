#include "siting/state.h"

er_status er_siting_state_new(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                              er_siting_state *out) {
    er_siting_state s = {.problem = problem};
    ER_TRY(er_arena_alloc(ctx, arena, (problem->class_count + 1) * sizeof *s.times, &s.times));
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *s.gain, &s.gain));
    ER_TRY(er_arena_alloc(ctx, arena, problem->count + 1, &s.chosen));
    for (size_t c = 0; c < problem->class_count; c++)
        for (size_t k = problem->class_start[c]; k < problem->class_start[c + 1]; k++)
            s.gain[problem->members[k]] += problem->weight[c];
    *out = s;
    return ER_OK;
}

/** A class is met from now on, or no longer: what its candidates would add changes by its weight.
 */
static void change_gains(er_siting_state *state, size_t class, int64_t by) {
    const er_siting_problem *p = state->problem;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        state->gain[p->members[k]] += by;
    state->met -= by;
}

void er_siting_add(er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    state->chosen[candidate] = true;
    state->count++;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++)
        if (state->times[p->classes[k]]++ == 0)
            change_gains(state, p->classes[k], -p->weight[p->classes[k]]);
}

void er_siting_remove(er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    state->chosen[candidate] = false;
    state->count--;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++)
        if (--state->times[p->classes[k]] == 0)
            change_gains(state, p->classes[k], p->weight[p->classes[k]]);
}

void er_siting_set(er_siting_state *state, const bool *chosen) {
    for (size_t j = 0; j < state->problem->count; j++) {
        if (chosen[j] && !state->chosen[j]) er_siting_add(state, j);
        if (!chosen[j] && state->chosen[j]) er_siting_remove(state, j);
    }
}

/* Gains are kept exact by every addition, so that the next best is a scan of the candidates. */
size_t er_siting_best(const er_siting_state *state) {
    size_t best = SIZE_MAX;
    int64_t most = 0;
    for (size_t j = 0; j < state->problem->count; j++) {
        if (state->chosen[j] || state->gain[j] <= most) continue;
        best = j;
        most = state->gain[j];
    }
    return best;
}

int64_t er_siting_loss(const er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    int64_t loss = 0;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++)
        if (state->times[p->classes[k]] == 1) loss += p->weight[p->classes[k]];
    return loss;
}
