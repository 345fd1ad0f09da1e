/* evenreach reach: the part of each polygon within a radius of a point. */
#include "cli/cli.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <math.h>
#include <stddef.h>

struct options {
    const char *stations;
    const char *areas;
    const char *key;
    double radius_m;
    const char *radius_field;
    const char *stations_layer;
    const char *areas_layer;
    const char *stations_crs;
    const char *areas_crs;
    const char *crs;
    const char *work_crs;
    const char *x;
    const char *y;
    const char *encoding;
    bool allow_ballpark;
    int64_t name_rejects;
};

static const er_option options[] = {
    {"stations", 0, ER_OPTION_FILE, "FILE", true, "points, in any format that GDAL reads",
     offsetof(struct options, stations)},
    {"areas", 0, ER_OPTION_FILE, "FILE", true, "polygons, in any format that GDAL reads",
     offsetof(struct options, areas)},
    {"key", 0, ER_OPTION_TEXT, "FIELD", true, "field of the areas that names them",
     offsetof(struct options, key)},
    {"radius-m", 0, ER_OPTION_NUMBER, "R", false, "radius of every station in metres",
     offsetof(struct options, radius_m)},
    {"radius-field", 0, ER_OPTION_TEXT, "FIELD", false,
     "field of the stations with their radius in metres", offsetof(struct options, radius_field)},
    {"stations-layer", 0, ER_OPTION_TEXT, "NAME", false,
     "layer of the stations' file, if it has several", offsetof(struct options, stations_layer)},
    {"areas-layer", 0, ER_OPTION_TEXT, "NAME", false, "layer of the areas' file, if it has several",
     offsetof(struct options, areas_layer)},
    {"stations-crs", 0, ER_OPTION_TEXT, "CRS", false,
     "reference system of the stations, if not the file's own",
     offsetof(struct options, stations_crs)},
    {"areas-crs", 0, ER_OPTION_TEXT, "CRS", false,
     "reference system of the areas, if not the file's own", offsetof(struct options, areas_crs)},
    {"crs", 0, ER_OPTION_TEXT, "CRS", false, "reference system of both files",
     offsetof(struct options, crs)},
    {"work-crs", 0, ER_OPTION_TEXT, "CRS", false,
     "working plane, a projected system in metres (default: equal-area)",
     offsetof(struct options, work_crs)},
    {"x", 0, ER_OPTION_TEXT, "FIELD", false, "field of the stations with x or the longitude",
     offsetof(struct options, x)},
    {"y", 0, ER_OPTION_TEXT, "FIELD", false, "field of the stations with y or the latitude",
     offsetof(struct options, y)},
    {"encoding", 0, ER_OPTION_TEXT, "NAME", false, "encoding of a text file (default: detected)",
     offsetof(struct options, encoding)},
    {"allow-ballpark", 0, ER_OPTION_FLAG, NULL, false,
     "accept a datum shift that is not known (up to a kilometre off)",
     offsetof(struct options, allow_ballpark)},
    {"name-rejects", 0, ER_OPTION_INT, "N", false,
     "name up to N rejected rows, at most 100 (default: 5)",
     offsetof(struct options, name_rejects)},
    {0},
};

static er_status check(er_context *ctx, struct options *o) {
    bool given = !isnan(o->radius_m);
    if (given == (o->radius_field != NULL))
        return er_fail(ctx, ER_ERR_USAGE, "give either --radius-m or --radius-field");
    if (given && !(o->radius_m > 0 && o->radius_m <= ER_DISC_RADIUS_LIMIT_M))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--radius-m: give a number of metres above 0, at most 200000");
    if (o->crs && (o->stations_crs || o->areas_crs))
        return er_fail(ctx, ER_ERR_USAGE, "give either --crs, or --stations-crs and --areas-crs");
    if (o->name_rejects == INT64_MIN) o->name_rejects = 5;
    if (o->name_rejects < 0 || o->name_rejects > 100)
        return er_fail(ctx, ER_ERR_USAGE, "--name-rejects: give a number from 0 to 100");
    return ER_OK;
}

static er_reach_request request_of(const struct options *o) {
    er_reach_request request = {.stations = er_table_defaults(o->stations),
                                .areas = er_table_defaults(o->areas),
                                .key = o->key,
                                .radius_m = o->radius_m,
                                .radius_field = o->radius_field,
                                .work_crs = o->work_crs};
    request.stations.layer = o->stations_layer;
    request.stations.layer_option = "--stations-layer";
    request.stations.crs = o->stations_crs ? o->stations_crs : o->crs;
    request.stations.x_column = o->x;
    request.stations.y_column = o->y;
    request.stations.encoding = o->encoding;
    request.stations.allow_ballpark = o->allow_ballpark;
    request.areas.layer = o->areas_layer;
    request.areas.layer_option = "--areas-layer";
    request.areas.crs = o->areas_crs ? o->areas_crs : o->crs;
    request.areas.encoding = o->encoding;
    request.areas.allow_ballpark = o->allow_ballpark;
    return request;
}

/* ---- printing ------------------------------------------------------------------------------ */

static void add_figures(er_json *json, const er_reach_area *area) {
    er_json_add_number(json, "area_km2", area->area_m2 / 1e6);
    er_json_add_number(json, "served_km2", area->served_m2 / 1e6);
    er_json_add_number(json, "share", area->served_m2 / area->area_m2);
}

static void add_remarks(er_json *json, const char *key, const er_reach_remarks *remarks,
                        size_t most) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < remarks->listed && i < most; i++) {
        er_json *remark = er_json_object();
        er_json_add_text(remark, "file", remarks->items[i].path);
        er_json_add_int(remark, "row", remarks->items[i].row);
        er_json_add_text(remark, "reason", remarks->items[i].reason);
        er_json_append(list, remark);
    }
    er_json_add(json, key, list);
}

static er_status print_json(er_invocation *invocation, const struct options *o,
                            const er_reach_result *result) {
    er_json *json = er_json_object(), *areas = er_json_array(), *total = er_json_object();
    er_json *stations = er_json_object();
    er_json_add_text(json, "model", "disc");
    for (size_t i = 0; i < result->area_count; i++) {
        er_json *area = er_json_object();
        er_json_add_text(area, "key", result->areas[i].key);
        add_figures(area, &result->areas[i]);
        er_json_append(areas, area);
    }
    er_json_add(json, "areas", areas);
    add_figures(total, &result->total);
    er_json_add(json, "total", total);
    er_json_add_text(json, "working_crs", result->working_crs);
    er_json_add_int(stations, "used", result->stations_used);
    er_json_add_int(stations, "rejected", result->stations_rejected);
    er_json_add(json, "stations", stations);
    er_json_add_int(json, "rejected", (int64_t)result->rejected.count);
    add_remarks(json, "rejects", &result->rejected, (size_t)o->name_rejects);
    er_json_add_int(json, "repaired", (int64_t)result->repaired.count);
    add_remarks(json, "repairs", &result->repaired, (size_t)o->name_rejects);
    return er_print_json(invocation, json);
}

static void print_row(er_columns *columns, const char *key, const er_reach_area *area) {
    er_columns_text(columns, key);
    er_columns_number(columns, area->area_m2 / 1e6, 3);
    er_columns_number(columns, area->served_m2 / 1e6, 3);
    er_columns_number(columns, 100 * area->served_m2 / area->area_m2, 2);
}

static er_status print_text(er_invocation *invocation, const er_reach_result *result) {
    er_context *ctx = invocation->ctx;
    er_columns *columns = NULL;
    ER_TRY(er_columns_new(ctx, 4, &columns));
    er_columns_text(columns, er_text(ctx, "name"));
    er_columns_right(columns, er_text(ctx, "km²"));
    er_columns_right(columns, er_text(ctx, "served km²"));
    er_columns_right(columns, er_text(ctx, "served %"));
    for (size_t i = 0; i < result->area_count; i++)
        print_row(columns, result->areas[i].key, &result->areas[i]);
    print_row(columns, er_text(ctx, "total"), &result->total);
    er_status status = er_columns_print(columns, invocation->out);
    er_columns_free(columns);
    return status;
}

static void warn(er_context *ctx, const er_reach_result *result, size_t most) {
    const er_reach_remarks *rejected = &result->rejected, *repaired = &result->repaired;
    for (size_t i = 0; i < rejected->listed && i < most; i++)
        er_log(ctx, ER_LOG_WARNING, "%s, row %lld: %s; left out", rejected->items[i].path,
               (long long)rejected->items[i].row, rejected->items[i].reason);
    if (rejected->count > most)
        er_log(ctx, ER_LOG_WARNING, "%zu more rows are left out", rejected->count - most);
    for (size_t i = 0; i < repaired->listed && i < most; i++)
        er_log(ctx, ER_LOG_WARNING, "%s, row %lld: %s; repaired", repaired->items[i].path,
               (long long)repaired->items[i].row, repaired->items[i].reason);
    if (repaired->count > most)
        er_log(ctx, ER_LOG_WARNING, "%zu more rows are repaired", repaired->count - most);
}

static er_status run(er_invocation *invocation) {
    struct options *o = invocation->options;
    er_context *ctx = invocation->ctx;
    er_arena *arena = NULL;
    er_reach_result result;
    ER_TRY(check(ctx, o));
    er_reach_request request = request_of(o);
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_reach(ctx, arena, &request, &result);
    if (status == ER_OK) {
        warn(ctx, &result, (size_t)o->name_rejects);
        invocation->incomplete = result.rejected.count > 0;
        status =
            invocation->json ? print_json(invocation, o, &result) : print_text(invocation, &result);
    }
    er_arena_free(arena);
    return status;
}

const er_command er_command_reach = {
    .name = "reach",
    .summary = "area of each polygon within a radius of a station, exact with arcs",
    .options = options,
    .options_size = sizeof(struct options),
    .run = run,
};
