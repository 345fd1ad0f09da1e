/* A check of an output with the numbers of rows that the workspace has. */
#include "evenreach/outputs.h"

#include "outputs/names.h"

enum { OTHERS = 3 };

static er_status count_others(er_context *ctx, er_store *store, er_arena *arena,
                              er_expected_rows *out) {
    er_station *stations = NULL;
    er_sector *sectors = NULL;
    er_venue *venues = NULL;
    size_t count = 0;
    ER_TRY(er_store_stations(ctx, store, arena, &stations, &count));
    out[0] = (er_expected_rows){"stations", (int64_t)count, -1, -1};
    ER_TRY(er_store_sectors(ctx, store, arena, &sectors, &count));
    out[1] = (er_expected_rows){"sectors", (int64_t)count, -1, -1};
    ER_TRY(er_store_venues(ctx, store, arena, false, &venues, &count));
    out[2] = (er_expected_rows){"venues", (int64_t)count, -1, (int64_t)count};
    return ER_OK;
}

static er_status count_rows(er_context *ctx, er_store *store, er_arena *arena,
                            er_expected_rows **out, size_t *count) {
    er_level *levels = NULL;
    size_t level_count = 0;
    ER_TRY(er_store_levels(ctx, store, arena, &levels, &level_count));
    ER_TRY(er_arena_alloc(ctx, arena, (level_count + OTHERS) * sizeof **out, out));
    for (size_t i = 0; i < level_count; i++) {
        const char *noun = NULL, *name = NULL;
        er_unit *units = NULL;
        size_t unit_count = 0;
        ER_TRY(er_column_name(ctx, arena, levels[i].name, "level", i + 1, &noun));
        ER_TRY(er_plural(ctx, arena, noun, &name));
        ER_TRY(er_store_units(ctx, store, arena, levels[i].name, false, &units, &unit_count));
        (*out)[i] = (er_expected_rows){name, (int64_t)unit_count, -1, (int64_t)unit_count};
    }
    *count = level_count + OTHERS;
    return count_others(ctx, store, arena, *out + level_count);
}

er_status er_export_check(er_context *ctx, er_store *store, const er_output_checker *to,
                          const char *folder, er_output_checked *result) {
    er_output_checker checker = *to;
    er_arena *arena = NULL;
    er_expected_rows *expected = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status =
        store ? count_rows(ctx, store, arena, &expected, &checker.expected_count) : ER_OK;
    checker.expected = expected;
    if (status == ER_OK) status = er_output_check(ctx, folder, &checker, result);
    er_arena_free(arena);
    return status;
}
