#include "analysis/check.h"

/** Drop points of one source, and the unit that holds each. */
struct drops {
    const er_source *source;
    const er_drop_point **rows;
    er_point *places;
    int64_t *units;
    size_t count;
};

static const char *name_of(er_context *ctx, const er_drop_point *row) {
    return row->code ? row->code : er_text(ctx, "one without a code");
}

/** The rows are sorted so that equal ones stand side by side. */
static er_status duplicates(er_context *ctx, er_checking *check, const er_drop_point *rows,
                            size_t count) {
    const er_drop_point *first = NULL;
    int64_t found = 0;
    for (size_t i = 1; i < count; i++) {
        const er_drop_point *a = &rows[i - 1], *b = &rows[i];
        bool same = a->position.x == b->position.x && a->position.y == b->position.y &&
                    er_equal_texts(a->operator_, b->operator_) && er_equal_texts(a->code, b->code);
        if (same && found++ == 0) first = b;
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "duplicate", true, 0, found,
                        "%lld drop points are there twice with the same place, operator and code, "
                        "such as %s (%.5f, %.5f) of %s: take the copies out",
                        (long long)found, name_of(ctx, first), first->position.x, first->position.y,
                        er_check_path(check, first->source_id));
}

static er_status outside(er_context *ctx, er_checking *check, const struct drops *drops,
                         int64_t count) {
    const er_drop_point *first = NULL;
    for (size_t i = 0; i < drops->count && !first; i++)
        if (!drops->units[i]) first = drops->rows[i];
    return er_check_add(
        ctx, check, "outside", true, drops->source->id, count,
        "%s: %lld of %zu drop points lie in no unit, such as %s (%.5f, %.5f): check their "
        "coordinates; they still serve the households within their reach",
        drops->source->path, (long long)count, drops->count, name_of(ctx, first), first->position.x,
        first->position.y);
}

static er_status check_source(er_context *ctx, er_checking *check, const struct drops *drops) {
    int64_t count = 0;
    bool shifted = false;
    ER_TRY(er_store_locate(ctx, check->store, check->levels[0].name, drops->places, drops->count,
                           drops->units));
    for (size_t i = 0; i < drops->count; i++)
        count += drops->units[i] == 0;
    if (count == 0) return ER_OK;
    ER_TRY(er_check_shift(ctx, check, drops->source, drops->places, drops->count, count, &shifted));
    return shifted ? ER_OK : outside(ctx, check, drops, count);
}

er_status er_check_drop_points(er_context *ctx, er_checking *check) {
    er_drop_point *rows = NULL;
    size_t count = 0;
    struct drops drops = {0};
    ER_TRY(er_store_drop_points(ctx, check->store, check->arena, &rows, &count));
    ER_TRY(duplicates(ctx, check, rows, count));
    if (count == 0 || !er_places_finest(check->places)) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *drops.rows, &drops.rows));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *drops.places, &drops.places));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *drops.units, &drops.units));
    for (size_t s = 0; s < check->source_count; s++) {
        drops.source = &check->sources[s];
        drops.count = 0;
        for (size_t i = 0; i < count; i++) {
            if (rows[i].source_id != drops.source->id) continue;
            drops.places[drops.count] = rows[i].position;
            drops.rows[drops.count++] = &rows[i];
        }
        if (drops.count > 0) ER_TRY(check_source(ctx, check, &drops));
    }
    return ER_OK;
}
