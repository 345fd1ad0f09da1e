/* Neighbours of rows, as a row-standardised list. */
#include "evenreach/equity.h"

#include <stdlib.h>

static int compare_numbers(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static er_status check_pairs(er_context *ctx, size_t count, const uint32_t (*pairs)[2],
                             size_t pair_count) {
    for (size_t p = 0; p < pair_count; p++)
        for (int side = 0; side < 2; side++)
            if (pairs[p][side] >= count)
                return er_fail(ctx, ER_ERR_RANGE, "pair %zu: the row %lu is not one of %zu", p + 1,
                               (unsigned long)pairs[p][side], count);
    return ER_OK;
}

/** Put both ends of every pair behind each other by row; `first` gets where each row begins. */
static void scatter(size_t count, const uint32_t (*pairs)[2], size_t pair_count, size_t *first,
                    uint32_t *to) {
    for (size_t p = 0; p < pair_count; p++) {
        if (pairs[p][0] == pairs[p][1]) continue;
        first[pairs[p][0] + 1]++;
        first[pairs[p][1] + 1]++;
    }
    for (size_t i = 0; i < count; i++)
        first[i + 1] += first[i];
    /* filling moves each row's beginning to the next row's; then they are moved back */
    for (size_t p = 0; p < pair_count; p++) {
        if (pairs[p][0] == pairs[p][1]) continue;
        to[first[pairs[p][0]]++] = pairs[p][1];
        to[first[pairs[p][1]]++] = pairs[p][0];
    }
    for (size_t i = count; i > 0; i--)
        first[i] = first[i - 1];
    first[0] = 0;
}

/** Sort each row, drop what is there twice, and share a weight of 1 out over it. */
static void standardise(er_neighbours *n) {
    size_t kept = 0;
    for (size_t i = 0; i < n->count; i++) {
        size_t from = n->first[i], size = n->first[i + 1] - from, start = kept;
        qsort(n->to + from, size, sizeof *n->to, compare_numbers);
        for (size_t k = from; k < from + size; k++)
            if (k == from || n->to[k] != n->to[k - 1]) n->to[kept++] = n->to[k];
        n->first[i] = start;
        for (size_t k = start; k < kept; k++)
            n->weight[k] = 1 / (double)(kept - start);
    }
    n->first[n->count] = kept;
}

er_status er_neighbours_new(er_context *ctx, size_t count, const uint32_t (*pairs)[2],
                            size_t pair_count, er_neighbours *out) {
    er_neighbours found = {.count = count};
    er_status status;
    if (pair_count > SIZE_MAX / 2 || count == SIZE_MAX)
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ER_TRY(check_pairs(ctx, count, pairs, pair_count));
    ER_GOTO(status, end, er_alloc(ctx, count + 1, sizeof *found.first, &found.first));
    ER_GOTO(status, end, er_alloc(ctx, 2 * pair_count, sizeof *found.to, &found.to));
    ER_GOTO(status, end, er_alloc(ctx, 2 * pair_count, sizeof *found.weight, &found.weight));
    scatter(count, pairs, pair_count, found.first, found.to);
    standardise(&found);
    *out = found;
    return ER_OK;
end:
    er_neighbours_free(&found);
    return status;
}

void er_neighbours_free(er_neighbours *neighbours) {
    er_free(neighbours->first);
    er_free(neighbours->to);
    er_free(neighbours->weight);
    *neighbours = (er_neighbours){0};
}
