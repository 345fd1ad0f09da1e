#include "analysis/check.h"
#include "core/order.h"

#include <stdio.h>
#include <stdlib.h>

/** Stations of one source with whether each lies in a unit. */
struct group {
    const er_source *source;
    er_point *places;
    int64_t *ids;
    const er_station **stations;
    size_t count;
};

/** Two rows that would count one installation twice. */
static bool same_station(const er_station *a, const er_station *b) {
    return a->position.x == b->position.x && a->position.y == b->position.y &&
           er_equal_texts(a->operator_, b->operator_) && er_equal_texts(a->band, b->band) &&
           er_equal_texts(a->code, b->code) && er_equal_texts(a->technology, b->technology);
}

/** Ids of the stations with sectors of their own, in order: a list with a row for every sector is
 *  no list of copies (er_check_sectors tells which sectors are there twice). */
static er_status with_sectors(er_context *ctx, er_checking *check, int64_t **ids, size_t *count) {
    er_sector *sectors = NULL;
    ER_TRY(er_store_sectors(ctx, check->store, check->arena, &sectors, count));
    ER_TRY(er_arena_alloc(ctx, check->arena, *count * sizeof **ids, ids));
    for (size_t i = 0; i < *count; i++)
        (*ids)[i] = sectors[i].station_id;
    if (*count > 1) qsort(*ids, *count, sizeof **ids, er_order_ids);
    return ER_OK;
}

/** The rows are sorted so that equal ones stand side by side. */
static er_status duplicates(er_context *ctx, er_checking *check, const er_station *stations,
                            size_t count) {
    int64_t found = 0, *ids = NULL;
    size_t id_count = 0;
    const er_station *first = NULL;
    ER_TRY(with_sectors(ctx, check, &ids, &id_count));
    for (size_t i = 1; i < count; i++) {
        if (!same_station(&stations[i - 1], &stations[i])) continue;
        if (id_count > 0 && bsearch(&stations[i].id, ids, id_count, sizeof *ids, er_order_ids))
            continue;
        if (found++ == 0) first = &stations[i];
    }
    if (found == 0) return ER_OK;
    return er_check_add(ctx, check, "duplicate", true, 0, found,
                        "%lld stations are there twice with the same place, operator, band and "
                        "code, such as row %lld of %s: take the copies out",
                        (long long)found, (long long)first->row,
                        er_check_path(check, first->source_id));
}

static er_status outside(er_context *ctx, er_checking *check, const struct group *group,
                         int64_t count) {
    const er_station *first = NULL;
    for (size_t i = 0; i < group->count; i++)
        if (!group->ids[i] && (!first || group->stations[i]->row < first->row))
            first = group->stations[i];
    return er_check_add(ctx, check, "outside", true, group->source->id, count,
                        "%s: %lld of %zu stations lie in no unit, such as row %lld (%.5f, %.5f): "
                        "check their coordinates; their discs still count where they reach a unit",
                        group->source->path, (long long)count, group->count, (long long)first->row,
                        first->position.x, first->position.y);
}

static er_status check_group(er_context *ctx, er_checking *check, const struct group *group) {
    int64_t count = 0;
    bool shifted = false;
    ER_TRY(er_store_locate(ctx, check->store, check->levels[0].name, group->places, group->count,
                           group->ids));
    for (size_t i = 0; i < group->count; i++)
        count += group->ids[i] == 0;
    if (count == 0) return ER_OK;
    ER_TRY(er_check_shift(ctx, check, group->source, group->places, group->count, count, &shifted));
    return shifted ? ER_OK : outside(ctx, check, group, count);
}

er_status er_check_stations(er_context *ctx, er_checking *check) {
    er_station *stations = NULL;
    size_t count = 0;
    struct group group = {0};
    ER_TRY(er_store_stations(ctx, check->store, check->arena, &stations, &count));
    ER_TRY(duplicates(ctx, check, stations, count));
    if (count == 0 || !er_places_finest(check->places)) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *group.places, &group.places));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *group.ids, &group.ids));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *group.stations, &group.stations));
    for (size_t s = 0; s < check->source_count; s++) {
        group.source = &check->sources[s];
        group.count = 0;
        for (size_t i = 0; i < count; i++) {
            if (stations[i].source_id != group.source->id) continue;
            group.places[group.count] = stations[i].position;
            group.stations[group.count++] = &stations[i];
        }
        if (group.count > 0) ER_TRY(check_group(ctx, check, &group));
    }
    return ER_OK;
}
