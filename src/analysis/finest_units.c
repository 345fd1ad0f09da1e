#include "evenreach/analysis.h"

static er_status locate_level(er_context *ctx, er_store *store, const char *level,
                              const er_point *points, size_t *open, size_t *count, er_point *places,
                              int64_t *found, int64_t *unit_ids) {
    size_t left = 0;
    for (size_t k = 0; k < *count; k++)
        places[k] = points[open[k]];
    ER_TRY(er_store_locate(ctx, store, level, places, *count, found));
    for (size_t k = 0; k < *count; k++) {
        unit_ids[open[k]] = found[k];
        if (!found[k]) open[left++] = open[k];
    }
    *count = left;
    return ER_OK;
}

er_status er_finest_units(er_context *ctx, er_store *store, const er_point *points, size_t count,
                          int64_t *unit_ids) {
    er_arena *arena = NULL;
    er_level *levels = NULL;
    er_point *places = NULL;
    int64_t *found = NULL;
    size_t *open = NULL, level_count = 0, open_count = count;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, done, er_store_levels(ctx, store, arena, &levels, &level_count));
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, count * sizeof *places, &places));
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, count * sizeof *found, &found));
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, count * sizeof *open, &open));
    for (size_t i = 0; i < count; i++) {
        unit_ids[i] = 0;
        open[i] = i;
    }
    for (size_t level = level_count; level-- > 0 && open_count > 0;)
        ER_GOTO(status, done,
                locate_level(ctx, store, levels[level].name, points, open, &open_count, places,
                             found, unit_ids));
done:
    er_arena_free(arena);
    return status;
}
