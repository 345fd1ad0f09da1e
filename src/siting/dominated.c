/* Candidates that another one can always stand in for. */
#include "siting/problem.h"

static size_t size_of(const er_siting_problem *p, size_t j) {
    return p->start[j + 1] - p->start[j];
}

/** True if b meets every class that a meets. */
static bool within(const er_siting_problem *p, size_t a, size_t b) {
    size_t k = p->start[b], end = p->start[b + 1];
    for (size_t i = p->start[a]; i < p->start[a + 1]; i++) {
        while (k < end && p->classes[k] < p->classes[i])
            k++;
        if (k == end || p->classes[k] != p->classes[i]) return false;
    }
    return true;
}

/** The class of a candidate that fewest others meet: whoever can stand in for it meets that. */
static size_t rarest(const er_siting_problem *p, size_t j) {
    size_t best = p->classes[p->start[j]];
    for (size_t k = p->start[j]; k < p->start[j + 1]; k++) {
        size_t c = p->classes[k];
        if (p->class_start[c + 1] - p->class_start[c] <
            p->class_start[best + 1] - p->class_start[best])
            best = c;
    }
    return best;
}

static bool is_dominated(const er_siting_problem *p, size_t a) {
    if (size_of(p, a) == 0) return true;
    size_t c = rarest(p, a);
    for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++) {
        size_t b = p->members[k];
        bool larger = size_of(p, b) > size_of(p, a) || (size_of(p, b) == size_of(p, a) && b < a);
        if (larger && within(p, a, b)) return true;
    }
    return false;
}

er_status er_siting_drop_dominated(er_context *ctx, er_arena *arena,
                                   const er_siting_problem *problem, er_siting_problem *out) {
    size_t *kept = NULL, kept_count = 0, *row_start = NULL, filled = 0;
    uint32_t *number = NULL, *members = NULL; /* number: among the kept, from 1 */
    size_t pairs = problem->class_start[problem->class_count];
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *kept, &kept));
    ER_TRY(er_arena_alloc(ctx, arena, (problem->count + 1) * sizeof *number, &number));
    ER_TRY(er_arena_alloc(ctx, arena, (problem->class_count + 1) * sizeof *row_start, &row_start));
    ER_TRY(er_arena_alloc(ctx, arena, (pairs + 1) * sizeof *members, &members));
    for (size_t j = 0; j < problem->count; j++) {
        if (is_dominated(problem, j)) continue;
        kept[kept_count++] = problem->candidate[j];
        number[j] = (uint32_t)kept_count;
    }
    for (size_t c = 0; c < problem->class_count; c++) {
        for (size_t k = problem->class_start[c]; k < problem->class_start[c + 1]; k++)
            if (number[problem->members[k]] > 0)
                members[filled++] = number[problem->members[k]] - 1;
        row_start[c + 1] = filled;
    }
    ER_TRY(er_siting_merge(ctx, arena, kept_count, kept, problem->class_count, row_start, members,
                           problem->weight, out));
    out->total_of_all = problem->total_of_all;
    out->shift = problem->shift;
    return ER_OK;
}
