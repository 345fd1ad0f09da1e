#include "outputs/stations.h"

#include "evenreach/analysis.h"

struct visiting {
    er_data *data;
    er_unit_finder *finder;
    er_station_visitor *visit;
    void *user;
    int64_t visited;
};

static er_status find_units(const struct visiting *v, const er_station_batch *batch,
                            int64_t *units) {
    er_point *places = NULL;
    ER_TRY(er_alloc(v->data->ctx, batch->count, sizeof *places, &places));
    for (size_t i = 0; i < batch->count; i++)
        places[i] = batch->stations[i]->position;
    er_status status = er_unit_finder_find(v->data->ctx, v->finder, places, batch->count, units);
    er_free(places);
    return status;
}

static er_status visit_one(const struct visiting *v, const er_station_batch *batch, size_t i,
                           int64_t unit_id) {
    er_data *data = v->data;
    er_shown_station shown = {.station = batch->stations[i],
                              .unit = er_data_unit(data, unit_id),
                              .sectors = batch->sectors[i],
                              .sector_count = batch->sector_counts[i]};
    shown.group = data->classes ? er_data_group(data->classes, unit_id) : NULL;
    shown.radius_m =
        er_station_radius(data->study, shown.station, shown.group, &shown.radius_is_default);
    return v->visit(data, &shown, v->user);
}

static er_status visit_batch(er_context *ctx, const er_station_batch *batch, void *user) {
    struct visiting *v = user;
    int64_t *units = NULL;
    er_progress(ctx, "reading stations", (uint64_t)v->visited, (uint64_t)v->data->stations.all);
    ER_TRY(er_alloc(ctx, batch->count, sizeof *units, &units));
    er_status status = find_units(v, batch, units);
    for (size_t i = 0; i < batch->count && status == ER_OK; i++)
        status = visit_one(v, batch, i, units[i]);
    v->visited += (int64_t)batch->count;
    er_free(units);
    return status;
}

typedef er_status reading(er_context *ctx, er_store *store, er_station_reader *read, void *user);

static er_status visit_all(er_data *data, reading *each, er_station_visitor *visit, void *user) {
    struct visiting v = {.data = data, .visit = visit, .user = user};
    ER_TRY(er_unit_finder_new(data->ctx, data->store, &v.finder));
    er_status status = each(data->ctx, data->store, visit_batch, &v);
    er_unit_finder_free(v.finder);
    return status;
}

er_status er_visit_stations(er_data *data, er_station_visitor *visit, void *user) {
    return visit_all(data, er_store_each_station, visit, user);
}

er_status er_visit_any_stations(er_data *data, er_station_visitor *visit, void *user) {
    return visit_all(data, er_store_any_station, visit, user);
}
