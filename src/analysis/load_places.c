#include "analysis/load.h"

#include "sources/fold.h"

#include <stdlib.h>
#include <string.h>

struct er_places {
    er_arena *arena;
    er_unit *units; /* by rank of the level, then code */
    size_t count;
    const er_unit **by_id; /* sorted */
    er_level *levels;      /* by rank */
    size_t level_count;
    const char **folded;  /* names as compared; null: none */
    er_code_map *by_code; /* place in `units`; the finest level wins */
};

static int compare_ids(const void *left, const void *right) {
    const er_unit *const *a = left, *const *b = right;
    return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

static er_status index_units(er_context *ctx, er_places *places) {
    size_t count = places->count;
    const int64_t *taken;
    ER_TRY(er_code_map_new(ctx, &places->by_code));
    ER_TRY(er_arena_alloc(ctx, places->arena, (count + 1) * sizeof *places->by_id, &places->by_id));
    ER_TRY(
        er_arena_alloc(ctx, places->arena, (count + 1) * sizeof *places->folded, &places->folded));
    for (size_t i = 0; i < count; i++)
        places->by_id[i] = &places->units[i];
    if (count > 1) qsort(places->by_id, count, sizeof *places->by_id, compare_ids);
    for (size_t i = count; i-- > 0;) /* the finest level stands last and goes first */
        ER_TRY(er_code_map_put(ctx, places->by_code, places->units[i].code, (int64_t)i, &taken));
    for (size_t i = 0; i < count; i++) {
        if (!places->units[i].name) continue;
        char *folded = NULL;
        ER_TRY(er_fold(ctx, places->units[i].name, &folded));
        er_status status =
            er_arena_text(ctx, places->arena, folded, strlen(folded), &places->folded[i]);
        er_free(folded);
        if (status != ER_OK) return status;
    }
    return ER_OK;
}

er_status er_places_new(er_context *ctx, er_store *store, er_places **out) {
    er_places *places = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *places, &places));
    er_status status = er_arena_new(ctx, &places->arena);
    if (status == ER_OK)
        status =
            er_store_units(ctx, store, places->arena, NULL, false, &places->units, &places->count);
    if (status == ER_OK)
        status = er_store_levels(ctx, store, places->arena, &places->levels, &places->level_count);
    if (status == ER_OK) status = index_units(ctx, places);
    if (status != ER_OK) {
        er_places_free(places);
        return status;
    }
    *out = places;
    return ER_OK;
}

void er_places_free(er_places *places) {
    if (!places) return;
    er_code_map_free(places->by_code);
    er_arena_free(places->arena);
    er_free(places);
}

static int compare_codes(const void *left, const void *right) {
    return strcmp(((const er_unit *)left)->code, ((const er_unit *)right)->code);
}

const er_unit *er_places_by_code(const er_places *places, const char *level, const char *code) {
    if (!level) {
        const int64_t *found = er_code_map_find(places->by_code, code);
        return found ? &places->units[*found] : NULL;
    }
    size_t start = 0, count = 0;
    while (start < places->count && strcmp(places->units[start].level, level) != 0)
        start++;
    while (start + count < places->count && strcmp(places->units[start + count].level, level) == 0)
        count++;
    const er_unit wanted = {.code = code};
    return count ? bsearch(&wanted, places->units + start, count, sizeof wanted, compare_codes)
                 : NULL;
}

const er_unit *er_places_first(const er_places *places) {
    return places->units;
}

const er_unit *er_places_by_id(const er_places *places, int64_t id) {
    const er_unit wanted = {.id = id}, *key = &wanted;
    const er_unit **found = places->count ? bsearch(&key, places->by_id, places->count,
                                                    sizeof *places->by_id, compare_ids)
                                          : NULL;
    return found ? *found : NULL;
}

/** The one unit of a folded name at a level with a given parent (0: any). */
static const er_unit *one_named(const er_places *places, const char *level, int64_t parent_id,
                                const char *name) {
    const er_unit *found = NULL;
    for (size_t i = 0; i < places->count; i++) {
        const er_unit *unit = &places->units[i];
        if (!places->folded[i] || strcmp(places->folded[i], name) != 0) continue;
        if (level && strcmp(unit->level, level) != 0) continue;
        if (parent_id && unit->parent_id != parent_id) continue;
        if (found) return NULL;
        found = unit;
    }
    return found;
}

er_status er_places_by_name(er_context *ctx, const er_places *places, const char *county,
                            const char *town, const er_unit **out) {
    char *name = NULL;
    *out = NULL;
    if (!county || places->level_count == 0) return ER_OK;
    ER_TRY(er_fold(ctx, county, &name));
    const er_unit *above = name[0] ? one_named(places, places->levels[0].name, 0, name) : NULL;
    er_free(name);
    *out = above;
    if (!above || !town) return ER_OK;
    ER_TRY(er_fold(ctx, town, &name));
    *out = name[0] ? one_named(places, NULL, above->id, name) : NULL;
    er_free(name);
    return ER_OK;
}

bool er_places_within(const er_places *places, const er_unit *unit, const er_unit *other) {
    for (size_t steps = 0; unit && steps <= places->level_count; steps++) {
        if (unit->id == other->id) return true;
        unit = unit->parent_id ? er_places_by_id(places, unit->parent_id) : NULL;
    }
    return false;
}

const char *er_places_finest(const er_places *places) {
    for (size_t i = places->level_count; i-- > 0;)
        if (places->levels[i].unit_count > 0) return places->levels[i].name;
    return NULL;
}
