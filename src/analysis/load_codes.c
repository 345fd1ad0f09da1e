#include "analysis/load.h"

#include <string.h>

struct slot {
    const char *code; /* null: free */
    uint64_t hash;
    int64_t id;
};

/** Open addressing; only ever looked into by code, so that no result depends on its order. */
struct er_code_map {
    er_arena *arena;
    struct slot *slots;
    size_t size; /* a power of two */
    size_t used;
};

static uint64_t hash_of(const char *code) {
    uint64_t hash = 14695981039346656037u; /* FNV-1a, 64 bits */
    for (; *code; code++)
        hash = (hash ^ (unsigned char)*code) * 1099511628211u;
    return hash;
}

static struct slot *slot_of(struct slot *slots, size_t size, const char *code, uint64_t hash) {
    size_t at = (size_t)hash & (size - 1);
    while (slots[at].code && (slots[at].hash != hash || strcmp(slots[at].code, code) != 0))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

static er_status grow(er_context *ctx, er_code_map *map) {
    struct slot *slots = NULL;
    size_t size = 2 * map->size;
    ER_TRY(er_alloc(ctx, size, sizeof *slots, &slots));
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].code)
            *slot_of(slots, size, map->slots[i].code, map->slots[i].hash) = map->slots[i];
    er_free(map->slots);
    map->slots = slots;
    map->size = size;
    return ER_OK;
}

er_status er_code_map_new(er_context *ctx, er_code_map **out) {
    enum { FIRST_SIZE = 1024 };
    er_code_map *map = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *map, &map));
    map->size = FIRST_SIZE;
    er_status status = er_arena_new(ctx, &map->arena);
    if (status == ER_OK) status = er_alloc(ctx, map->size, sizeof *map->slots, &map->slots);
    if (status != ER_OK) {
        er_code_map_free(map);
        return status;
    }
    *out = map;
    return ER_OK;
}

void er_code_map_free(er_code_map *map) {
    if (!map) return;
    er_arena_free(map->arena);
    er_free(map->slots);
    er_free(map);
}

er_status er_code_map_put(er_context *ctx, er_code_map *map, const char *code, int64_t id,
                          const int64_t **value) {
    uint64_t hash = hash_of(code);
    if (4 * (map->used + 1) > 3 * map->size) ER_TRY(grow(ctx, map));
    struct slot *slot = slot_of(map->slots, map->size, code, hash);
    *value = slot->code ? &slot->id : NULL;
    if (slot->code) return ER_OK;
    ER_TRY(er_arena_text(ctx, map->arena, code, strlen(code), &slot->code));
    slot->hash = hash;
    slot->id = id;
    map->used++;
    return ER_OK;
}

const int64_t *er_code_map_find(const er_code_map *map, const char *code) {
    const struct slot *slot = slot_of(map->slots, map->size, code, hash_of(code));
    return slot->code ? &slot->id : NULL;
}

er_status er_load_begin_codes(er_context *ctx, er_loading *load) {
    er_code_map *codes = NULL;
    ER_TRY(er_code_map_new(ctx, &codes));
    load->state = codes;
    return ER_OK;
}

er_status er_load_known_code(er_context *ctx, er_loading *load, const char *code) {
    const int64_t *taken = NULL;
    return er_code_map_put(ctx, load->state, code, 0, &taken);
}

er_status er_load_take_code(er_context *ctx, er_loading *load, const char *code) {
    const int64_t *taken = NULL;
    ER_TRY(er_code_map_put(ctx, load->state, code, load->row->number, &taken));
    if (!taken) return ER_OK;
    return er_load_reject(ctx, load, "duplicate_code", "the code %.60s is there already", code);
}

void er_load_release_codes(er_loading *load) {
    er_code_map_free(load->state);
}
