/* What sectors and measurements should not be like. */
#include "analysis/check.h"

#include <math.h>

/** Two antennas of one site that would count one installation twice. */
static bool same_sector(const er_sector *a, const er_sector *b) {
    return a->station_id == b->station_id && a->all_round == b->all_round &&
           er_equal_numbers(a->azimuth_deg, b->azimuth_deg) && er_equal_texts(a->band, b->band) &&
           er_equal_numbers(a->freq_mhz, b->freq_mhz) && er_equal_texts(a->code, b->code) &&
           er_equal_numbers(a->height_m, b->height_m);
}

/** Sectors of one source that say nothing of their direction. */
static er_status undirected(er_context *ctx, er_checking *check, const er_source *source,
                            const er_sector *sectors, size_t count) {
    int64_t found = 0, all = 0;
    const er_sector *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (sectors[i].source_id != source->id) continue;
        all++;
        if (!isnan(sectors[i].azimuth_deg) || sectors[i].all_round) continue;
        found++;
        if (!first || sectors[i].row < first->row) first = &sectors[i];
    }
    if (!first) return ER_OK;
    return er_check_add(ctx, check, "azimuth", false, source->id, found,
                        "%s: %lld of %lld sectors state no azimuth, such as row %lld: the study's "
                        "directions are supposed; state them, or 'omni'",
                        source->path, (long long)found, (long long)all, (long long)first->row);
}

er_status er_check_sectors(er_context *ctx, er_checking *check) {
    er_sector *sectors = NULL;
    size_t count = 0;
    int64_t found = 0;
    const er_sector *first = NULL;
    ER_TRY(er_store_sectors(ctx, check->store, check->arena, &sectors, &count));
    for (size_t i = 1; i < count; i++)
        if (same_sector(&sectors[i - 1], &sectors[i]) && found++ == 0) first = &sectors[i];
    if (first)
        ER_TRY(er_check_add(ctx, check, "duplicate", true, 0, found,
                            "%lld sectors are there twice with the same station, azimuth, band and "
                            "height, such as row %lld of %s: take the copies out",
                            (long long)found, (long long)first->row,
                            er_check_path(check, first->source_id)));
    for (size_t s = 0; s < check->source_count; s++)
        ER_TRY(undirected(ctx, check, &check->sources[s], sectors, count));
    return ER_OK;
}

/* ---- measurements -----------------------------------------------------------------------------
 */

/** The points of one source. */
static er_status outside(er_context *ctx, er_checking *check, const er_source *source,
                         const er_measurement *points, const int64_t *ids, size_t count) {
    int64_t found = 0, all = 0;
    const er_measurement *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (points[i].source_id != source->id) continue;
        all++;
        if (ids[i]) continue;
        found++;
        if (!first || points[i].row < first->row) first = &points[i];
    }
    if (!first) return ER_OK;
    return er_check_add(ctx, check, "outside", true, source->id, found,
                        "%s: %lld of %lld measurements lie in no unit, such as row %lld (%.5f, "
                        "%.5f): check their coordinates",
                        source->path, (long long)found, (long long)all, (long long)first->row,
                        first->position.x, first->position.y);
}

er_status er_check_measurements(er_context *ctx, er_checking *check) {
    er_measurement *points = NULL;
    er_point *places = NULL;
    int64_t *ids = NULL;
    size_t count = 0;
    ER_TRY(er_store_measurements(ctx, check->store, check->arena, &points, &count));
    if (count == 0 || check->level_count == 0) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *ids, &ids));
    for (size_t i = 0; i < count; i++)
        places[i] = points[i].position;
    ER_TRY(er_store_locate(ctx, check->store, check->levels[0].name, places, count, ids));
    for (size_t s = 0; s < check->source_count; s++)
        ER_TRY(outside(ctx, check, &check->sources[s], points, ids, count));
    return ER_OK;
}
