/* Any bytes as a rule and geometries: whatever is read has pairs that hold together, and without a
 * tolerance the same ones from behind. */
#include "evenreach/geometry.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 5, MOST = 32 };

static er_context *ctx;

static void require(bool holds) {
    if (!holds) abort();
}

/** Geometries, each behind its size in two bytes; the last one may be cut short. */
static size_t take_shapes(const uint8_t *data, size_t size, er_bytes shapes[MOST]) {
    size_t count = 0;
    while (size >= 2 && count < MOST) {
        size_t length = (size_t)data[0] | (size_t)data[1] << 8;
        data += 2;
        size -= 2;
        if (length > size) length = size;
        shapes[count++] = (er_bytes){data, length};
        data += length;
        size -= length;
    }
    return count;
}

static void check(const er_adjacency *found, size_t count) {
    bool paired[MOST] = {false};
    size_t alone = 0;
    for (size_t i = 0; i < found->count; i++) {
        const uint32_t *pair = found->pairs[i], *before = i ? found->pairs[i - 1] : NULL;
        require(pair[0] < pair[1] && pair[1] < count && found->kind[i] <= ER_ADJACENT_NEAREST);
        require(!before || before[0] < pair[0] || (before[0] == pair[0] && before[1] < pair[1]));
        paired[pair[0]] = paired[pair[1]] = true;
    }
    for (size_t i = 0; i < count; i++)
        alone += !paired[i];
    require(alone == found->alone && found->joined + alone <= count);
}

static void compare_from_behind(const er_adjacency *found, const er_bytes *shapes, size_t count,
                                const er_adjacency_rule *rule) {
    er_bytes behind[MOST];
    er_adjacency mirrored;
    bool paired[MOST][MOST] = {{false}};
    for (size_t i = 0; i < count; i++)
        behind[i] = shapes[count - 1 - i];
    require(er_adjacency_new(ctx, behind, count, rule, &mirrored) == ER_OK);
    require(mirrored.count == found->count && mirrored.alone == found->alone);
    for (size_t i = 0; i < mirrored.count; i++)
        paired[count - 1 - mirrored.pairs[i][1]][count - 1 - mirrored.pairs[i][0]] = true;
    for (size_t i = 0; i < found->count; i++)
        require(paired[found->pairs[i][0]][found->pairs[i][1]]);
    er_adjacency_free(&mirrored);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_bytes shapes[MOST];
    er_adjacency found;
    if (!ctx) require(er_context_new(&ctx) == ER_OK);
    if (size < HEAD) return 0;
    size_t count = take_shapes(data + HEAD, size - HEAD, shapes);
    const uint32_t link[1][2] = {{data[3], data[4]}};
    er_adjacency_rule rule = {.edges = data[0] & 1,
                              .tolerance_m = data[1],
                              .nearest = data[2] & 3,
                              .links = link,
                              .link_count = data[3] != data[4]};
    if (er_adjacency_new(ctx, shapes, count, &rule, &found) != ER_OK) return 0;
    check(&found, count);
    if (rule.tolerance_m == 0 && rule.nearest == 0 && rule.link_count == 0)
        compare_from_behind(&found, shapes, count, &rule);
    er_adjacency_free(&found);
    return 0;
}
