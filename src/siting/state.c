#include "siting/state.h"

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/** What a class adds when it is met for the so manieth time. */
static int64_t weight_at(const er_siting_problem *p, size_t class, uint32_t times) {
    if (times == 1) return p->weight[class];
    return times == 2 && p->second ? p->second[class] : 0;
}

er_status er_siting_state_new(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                              er_siting_state *out) {
    er_siting_state s = {.problem = problem};
    ER_TRY(er_arena_alloc(ctx, arena, (problem->class_count + 1) * sizeof *s.times, &s.times));
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *s.gain, &s.gain));
    ER_TRY(er_arena_alloc(ctx, arena, problem->count + 1, &s.chosen));
    if (problem->worth)
        ER_TRY(er_arena_alloc(ctx, arena, (problem->class_count + 1) * sizeof *s.top, &s.top));
    for (size_t c = 0; c < problem->class_count; c++)
        for (size_t k = problem->class_start[c]; k < problem->class_start[c + 1]; k++)
            s.gain[problem->members[k]] +=
                problem->worth ? problem->member_worth[k] : problem->weight[c];
    *out = s;
    return ER_OK;
}

/** What the candidates of a class would add changes. */
static void change_gains(er_siting_state *state, size_t class, int64_t by) {
    const er_siting_problem *p = state->problem;
    if (by == 0) return;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        state->gain[p->members[k]] += by;
}

/** The best of the chosen is worth so much from now on. */
static void change_top(er_siting_state *state, size_t class, int64_t top) {
    const er_siting_problem *p = state->problem;
    int64_t before = state->top[class];
    if (top == before) return;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        state->gain[p->members[k]] +=
            larger(p->member_worth[k] - top, 0) - larger(p->member_worth[k] - before, 0);
    state->met += top - before;
    state->top[class] = top;
}

/** The most that a chosen candidate but this one is worth. */
static int64_t top_without(const er_siting_state *state, size_t class, size_t candidate) {
    const er_siting_problem *p = state->problem;
    int64_t top = 0;
    for (size_t k = p->class_start[class]; k < p->class_start[class + 1]; k++)
        if (p->members[k] != candidate && state->chosen[p->members[k]])
            top = larger(top, p->member_worth[k]);
    return top;
}

void er_siting_add(er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    state->chosen[candidate] = true;
    state->count++;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++) {
        size_t c = p->classes[k];
        uint32_t times = ++state->times[c];
        if (p->worth) {
            change_top(state, c, larger(state->top[c], p->worth[k]));
        } else {
            state->met += weight_at(p, c, times);
            change_gains(state, c, weight_at(p, c, times + 1) - weight_at(p, c, times));
        }
    }
}

void er_siting_remove(er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    state->chosen[candidate] = false;
    state->count--;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++) {
        size_t c = p->classes[k];
        uint32_t times = state->times[c]--;
        if (p->worth) {
            if (p->worth[k] == state->top[c])
                change_top(state, c, top_without(state, c, candidate));
        } else {
            state->met -= weight_at(p, c, times);
            change_gains(state, c, weight_at(p, c, times) - weight_at(p, c, times + 1));
        }
    }
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

int64_t er_siting_level(const er_siting_state *state, size_t class) {
    const er_siting_problem *p = state->problem;
    uint32_t times = state->times[class];
    if (p->worth) return state->top[class];
    return times == 0 ? 0 : weight_at(p, class, 1) + (times > 1 ? weight_at(p, class, 2) : 0);
}

int64_t er_siting_loss(const er_siting_state *state, size_t candidate) {
    const er_siting_problem *p = state->problem;
    int64_t loss = 0;
    for (size_t k = p->start[candidate]; k < p->start[candidate + 1]; k++) {
        size_t c = p->classes[k];
        if (p->worth)
            loss +=
                p->worth[k] == state->top[c] ? state->top[c] - top_without(state, c, candidate) : 0;
        else
            loss += weight_at(p, c, state->times[c]);
    }
    return loss;
}
