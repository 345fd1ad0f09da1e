/* Any bytes as what a coverage run served: a first byte says whether as discs or as states of
 * cells, and whether they are a whole BLOB or what is deflated in one; two bytes say how many there
 * should be. What is read keeps its promises and is packed and read back as the same. */
#include "store/packed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3, AS_STATES = 1, DEFLATED_HERE = 2 };

static void check_line(er_context *ctx, er_status status) {
    if (status != ER_ERR_STORE && status != ER_ERR_MEMORY) abort();
    if (!strstr(er_context_error(ctx), "w.sqlite") && status == ER_ERR_STORE) abort();
}

static bool same_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_disc(const er_cover_disc *a, const er_cover_disc *b) {
    return a->station_id == b->station_id && a->position.x == b->position.x &&
           a->position.y == b->position.y && a->radius_m == b->radius_m &&
           same_text(a->operator_, b->operator_);
}

static void check_discs(er_context *ctx, er_arena *arena, er_bytes blob, size_t count) {
    er_cover_disc *discs = NULL, *again = NULL;
    uint8_t *packed = NULL;
    size_t size = 0;
    er_status status = packed_to_discs(ctx, arena, "w.sqlite", blob, count, &discs);
    if (status != ER_OK) {
        check_line(ctx, status);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (!(fabs(discs[i].position.x) <= 180 && fabs(discs[i].position.y) <= 90 &&
              discs[i].radius_m > 0 && isfinite(discs[i].radius_m)))
            abort();
    if (packed_from_discs(ctx, discs, count, &packed, &size) != ER_OK) abort();
    if (packed_to_discs(ctx, arena, "w.sqlite", (er_bytes){packed, size}, count, &again) != ER_OK)
        abort();
    for (size_t i = 0; i < count; i++)
        if (!same_disc(&discs[i], &again[i])) abort();
    er_free(packed);
}

static void check_states(er_context *ctx, er_arena *arena, er_bytes blob, size_t cells) {
    uint8_t *states = NULL, *again = NULL, *packed = NULL;
    size_t size = 0;
    er_status status = packed_to_states(ctx, arena, "w.sqlite", blob, cells, &states);
    if (status != ER_OK) {
        check_line(ctx, status);
        return;
    }
    for (size_t i = 0; i < cells; i++)
        if (states[i] > ER_CELL_UNKNOWN) abort();
    if (packed_from_states(ctx, states, cells, &packed, &size) != ER_OK) abort();
    if (packed_to_states(ctx, arena, "w.sqlite", (er_bytes){packed, size}, cells, &again) != ER_OK)
        abort();
    if (cells > 0 && memcmp(states, again, cells) != 0) abort();
    er_free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_context *ctx = NULL;
    er_arena *arena = NULL;
    uint8_t *made = NULL;
    if (size < HEAD) return 0;
    if (er_context_new(&ctx) != ER_OK || er_arena_new(ctx, &arena) != ER_OK) abort();
    size_t count = (size_t)data[1] | (size_t)data[2] << 8;
    er_bytes blob = {data + HEAD, size - HEAD};
    if (data[0] & DEFLATED_HERE) {
        packed_writer writer = {0};
        if (er_reserve(ctx, &writer.data, &writer.capacity, blob.size + 1, 1) != ER_OK) abort();
        memcpy(writer.data, blob.data, blob.size);
        writer.size = blob.size;
        if (packed_finish(ctx, &writer, &made, &blob.size) != ER_OK) abort();
        blob.data = made;
        er_free(writer.data);
    }
    if (data[0] & AS_STATES)
        check_states(ctx, arena, blob, count);
    else
        check_discs(ctx, arena, blob, count);
    er_free(made);
    er_arena_free(arena);
    er_context_free(ctx);
    return 0;
}
