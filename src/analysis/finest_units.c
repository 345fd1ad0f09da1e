#include "evenreach/analysis.h"

struct er_unit_finder {
    er_store *store;
    er_arena *arena;
    er_level *levels;
    er_unit_map **maps; /* per level, read when first needed */
    size_t level_count;
};

er_status er_unit_finder_new(er_context *ctx, er_store *store, er_unit_finder **out) {
    er_unit_finder *finder = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *finder, &finder));
    finder->store = store;
    er_status status;
    ER_GOTO(status, done, er_arena_new(ctx, &finder->arena));
    ER_GOTO(status, done,
            er_store_levels(ctx, store, finder->arena, &finder->levels, &finder->level_count));
    status = er_arena_alloc(ctx, finder->arena, finder->level_count * sizeof *finder->maps,
                            &finder->maps);
done:
    if (status == ER_OK)
        *out = finder;
    else
        er_unit_finder_free(finder);
    return status;
}

void er_unit_finder_free(er_unit_finder *finder) {
    if (!finder) return;
    for (size_t i = 0; finder->maps && i < finder->level_count; i++)
        er_unit_map_free(finder->maps[i]);
    er_arena_free(finder->arena);
    er_free(finder);
}

/** Those of the points that are still open, by a level; what it does not hold stays open. */
static er_status find_in_level(er_context *ctx, er_unit_finder *finder, size_t level,
                               const er_point *points, size_t *open, size_t *count,
                               int64_t *unit_ids) {
    enum { STEP = 8192 };
    er_unit_map **map = &finder->maps[level];
    size_t left = 0;
    if (!*map) ER_TRY(er_unit_map_read(ctx, finder->store, finder->levels[level].name, map));
    for (size_t k = 0; k < *count; k++) {
        if (k % STEP == 0) {
            ER_TRY(er_check_cancel(ctx));
            if (*count > STEP) er_progress(ctx, "locating", k, *count);
        }
        size_t i = open[k];
        ER_TRY(er_unit_map_find(ctx, *map, &points[i], 1, &unit_ids[i]));
        if (!unit_ids[i]) open[left++] = i;
    }
    *count = left;
    return ER_OK;
}

er_status er_unit_finder_find(er_context *ctx, er_unit_finder *finder, const er_point *points,
                              size_t count, int64_t *unit_ids) {
    size_t *open = NULL, open_count = count;
    ER_TRY(er_alloc(ctx, count, sizeof *open, &open));
    for (size_t i = 0; i < count; i++) {
        unit_ids[i] = 0;
        open[i] = i;
    }
    er_status status = ER_OK;
    for (size_t level = finder->level_count; status == ER_OK && level-- > 0 && open_count > 0;)
        status = find_in_level(ctx, finder, level, points, open, &open_count, unit_ids);
    er_free(open);
    return status;
}

er_status er_finest_units(er_context *ctx, er_store *store, const er_point *points, size_t count,
                          int64_t *unit_ids) {
    er_unit_finder *finder = NULL;
    ER_TRY(er_unit_finder_new(ctx, store, &finder));
    er_status status = er_unit_finder_find(ctx, finder, points, count, unit_ids);
    er_unit_finder_free(finder);
    return status;
}
