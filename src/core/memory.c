#include "evenreach/core.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

/** A large array costs thousands of page faults when it is first touched, or a few where the
 *  system gives large pages on request. It need not: nothing depends on the answer. */
static void ask_for_large_pages(void *memory, size_t size) {
#ifdef __linux__
    const size_t page = 4096, enough = (size_t)4 << 20;
    if (size < enough) return;
    size_t skipped = (page - (uintptr_t)memory % page) % page;
    madvise((char *)memory + skipped, (size - skipped) / page * page, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)size;
#endif
}

er_status er_alloc(er_context *ctx, size_t count, size_t size, void *out_pointer_address) {
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ask_for_large_pages(memory, count * size);
    memcpy(out_pointer_address, &memory, sizeof memory);
    return ER_OK;
}

er_status er_reserve(er_context *ctx, void *array_address, size_t *capacity, size_t need,
                     size_t size) {
    if (need <= *capacity) return ER_OK;
    size_t grown = *capacity < 8 ? 8 : *capacity;
    while (grown < need) {
        if (grown > SIZE_MAX / 2) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
        grown += grown / 2 + 8;
    }
    if (size == 0 || grown > SIZE_MAX / size) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    void *memory;
    memcpy(&memory, array_address, sizeof memory);
    memory = realloc(memory, grown * size);
    if (!memory) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ask_for_large_pages(memory, grown * size);
    memcpy(array_address, &memory, sizeof memory);
    *capacity = grown;
    return ER_OK;
}

void er_free(void *pointer) {
    free(pointer);
}

struct block {
    struct block *next;
    size_t size;
    size_t used;
    max_align_t data[];
};

struct er_arena {
    struct block *first;
};

er_status er_arena_new(er_context *ctx, er_arena **out) {
    return er_alloc(ctx, 1, sizeof **out, out);
}

void er_arena_free(er_arena *arena) {
    if (!arena) return;
    for (struct block *block = arena->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

/** Zeroed memory of the arena, or null. */
static void *take(er_arena *arena, size_t size) {
    enum { BLOCK_SIZE = 64 * 1024 };
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX / 2) return NULL;
    size = size ? (size + align - 1) / align * align : align;
    struct block *block = arena->first;
    if (!block || block->size - block->used < size) {
        size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        block = calloc(1, sizeof *block + room);
        if (!block) return NULL;
        block->size = room;
        block->next = arena->first;
        arena->first = block;
    }
    void *memory = (char *)block->data + block->used;
    block->used += size;
    return memory;
}

er_status er_arena_alloc(er_context *ctx, er_arena *arena, size_t size, void *out_pointer_address) {
    void *memory = take(arena, size);
    if (!memory) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    memcpy(out_pointer_address, &memory, sizeof memory);
    return ER_OK;
}

er_status er_arena_text(er_context *ctx, er_arena *arena, const char *text, size_t length,
                        const char **out) {
    char *copy = length < SIZE_MAX ? take(arena, length + 1) : NULL;
    if (!copy) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    memcpy(copy, text, length);
    *out = copy;
    return ER_OK;
}

er_status er_arena_vformat(er_context *ctx, er_arena *arena, const char **out, const char *format,
                           va_list arguments) {
    va_list again;
    char *text = NULL;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    er_status status = length < 0 ? er_fail(ctx, ER_ERR_INTERNAL, "a text can't be formatted")
                                  : er_arena_alloc(ctx, arena, (size_t)length + 1, &text);
    if (status == ER_OK) {
        vsnprintf(text, (size_t)length + 1, format, again);
        *out = text;
    }
    va_end(again);
    return status;
}

er_status er_arena_format(er_context *ctx, er_arena *arena, const char **out, const char *format,
                          ...) {
    va_list arguments;
    va_start(arguments, format);
    er_status status = er_arena_vformat(ctx, arena, out, format, arguments);
    va_end(arguments);
    return status;
}
