/* Stations counted and their operators listed in one pass that keeps no station. */
#include "outputs/data.h"

#include <stdlib.h>
#include <string.h>

/** Operators met so far: sorted and each once up to `settled`, behind it as they came. */
struct listing {
    er_data *data;
    er_operator *items;
    size_t count;
    size_t capacity;
    size_t settled;
};

static int compare_names(const void *a, const void *b) {
    return strcmp(((const er_operator *)a)->name, ((const er_operator *)b)->name);
}

static void settle(struct listing *list) {
    size_t kept = 0;
    if (list->count > 1) qsort(list->items, list->count, sizeof *list->items, compare_names);
    for (size_t i = 0; i < list->count; i++)
        if (kept > 0 && strcmp(list->items[kept - 1].name, list->items[i].name) == 0)
            list->items[kept - 1].stations += list->items[i].stations;
        else
            list->items[kept++] = list->items[i];
    list->count = list->settled = kept;
}

er_operator *er_find_operator(er_operator *operators, size_t count, const char *name) {
    const er_operator key = {.name = name};
    return count > 0 ? bsearch(&key, operators, count, sizeof key, compare_names) : NULL;
}

/** The list doubles before it is settled again, so that many names cost no more than sorting. */
static er_status add_operator(struct listing *list, const char *name, int64_t stations) {
    enum { AT_LEAST = 64 };
    er_context *ctx = list->data->ctx;
    if (!name) return ER_OK;
    er_operator *known = er_find_operator(list->items, list->settled, name);
    if (known) {
        known->stations += stations;
        return ER_OK;
    }
    er_operator item = {.stations = stations};
    ER_TRY(er_arena_text(ctx, list->data->arena, name, strlen(name), &item.name));
    ER_TRY(er_reserve(ctx, &list->items, &list->capacity, list->count + 1, sizeof item));
    list->items[list->count++] = item;
    if (list->count - list->settled > list->settled + AT_LEAST) settle(list);
    return ER_OK;
}

static er_status count_batch(er_context *ctx, const er_station_batch *batch, void *user) {
    struct listing *list = user;
    er_data *data = list->data;
    (void)ctx;
    for (size_t i = 0; i < batch->count; i++) {
        const er_station *station = batch->stations[i];
        bool counts = er_data_station_counts(data, station);
        data->stations.all++;
        data->stations.on_the_day += counts;
        data->stations.synthetic += station->synthetic;
        ER_TRY(add_operator(list, station->operator_, counts));
    }
    return ER_OK;
}

er_status er_data_read_stations(er_data *data, const er_cover_row *cover, size_t cover_count) {
    struct listing list = {.data = data};
    er_status status = ER_OK;
    ER_GOTO(status, done, er_store_any_station(data->ctx, data->store, count_batch, &list));
    for (size_t i = 0; i < cover_count; i++)
        ER_GOTO(status, done, add_operator(&list, cover[i].operator_, 0));
    settle(&list);
    ER_GOTO(
        status, done,
        er_arena_alloc(data->ctx, data->arena, list.count * sizeof *list.items, &data->operators));
    if (list.count > 0) memcpy(data->operators, list.items, list.count * sizeof *list.items);
    data->operator_count = list.count;
    data->stratum_count = ER_STRATUM_OPERATOR + list.count;
done:
    er_free(list.items);
    return status;
}
