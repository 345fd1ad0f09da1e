#include "analysis/reach.h"

#include <math.h>
#include <string.h>

enum { LISTED_REMARKS = 100 }; /* more than anyone reads; the rest is counted */

er_status er_reach_remark_on(er_reaching *r, er_reach_remarks *remarks, const char *path,
                             int64_t row, const char *reason) {
    if (remarks->count++ >= LISTED_REMARKS) return ER_OK;
    if (!remarks->items)
        ER_TRY(er_arena_alloc(r->ctx, r->arena, LISTED_REMARKS * sizeof *remarks->items,
                              &remarks->items));
    er_reach_remark *remark = &remarks->items[remarks->listed++];
    remark->path = path;
    remark->row = row;
    return er_arena_text(r->ctx, r->arena, reason, strlen(reason), &remark->reason);
}

/** The plane that was asked for, or that both files are on, or one of our own. */
static er_status choose_plane(er_reaching *r, const er_table *stations, const er_table *areas) {
    const char *crs = r->request->work_crs;
    const char *of_stations = er_table_about(stations)->crs, *of_areas = er_table_about(areas)->crs;
    if (!crs && of_stations && of_areas && strcmp(of_stations, of_areas) == 0) {
        bool equal_area = false;
        ER_TRY(er_crs_is_equal_area(r->ctx, of_areas, &equal_area));
        if (equal_area) crs = of_areas;
    }
    if (crs)
        ER_TRY(er_plane_from_crs(r->ctx, crs, &r->plane));
    else
        ER_TRY(er_plane_new(r->ctx, r->shapes.extent, &r->plane));
    r->straight = crs && of_areas && strcmp(crs, of_areas) == 0;
    const char *definition = er_plane_definition(r->plane);
    return er_arena_text(r->ctx, r->arena, definition, strlen(definition), &r->result->working_crs);
}

/** Where stations are expected: round the areas, so that undeclared and exchanged coordinates are
 *  recognised. The box of areas across the antimeridian goes once round. */
static er_box station_extent(er_box areas) {
    static const double margin_degrees = 1;
    if (areas.min_x > areas.max_x) {
        areas.min_x = -180;
        areas.max_x = 180;
    }
    areas.min_x -= margin_degrees;
    areas.max_x += margin_degrees;
    areas.min_y = fmax(areas.min_y - margin_degrees, -90);
    areas.max_y = fmin(areas.max_y + margin_degrees, 90);
    return areas;
}

static er_status read_stations(er_reaching *r, const er_table *areas) {
    er_table_options options = r->request->stations;
    er_table *stations = NULL;
    options.expected_extent = station_extent(r->shapes.extent);
    ER_TRY(er_table_open(r->ctx, &options, &stations));
    er_status status = choose_plane(r, stations, areas);
    if (status == ER_OK) status = er_reach_project_shapes(r);
    if (status == ER_OK) status = er_reach_read_stations(r, stations);
    er_table_close(stations);
    return status;
}

static er_status read_all(er_reaching *r) {
    er_table *areas = NULL;
    ER_TRY(er_table_open(r->ctx, &r->request->areas, &areas));
    er_status status = er_reach_read_shapes(r, areas);
    if (status == ER_OK) status = read_stations(r, areas);
    er_table_close(areas);
    return status;
}

static er_status measure(er_reaching *r) {
    er_disc_union *set = NULL;
    er_reach_result *result = r->result;
    size_t count = r->shapes.area_count;
    double *served = NULL;
    ER_TRY(er_arena_alloc(r->ctx, r->arena, count * sizeof *served, &served));
    ER_TRY(er_disc_union_new(r->ctx, r->discs.items, r->discs.count, 1, ER_DISC_ANY, 0, &set));
    er_status status = er_disc_union_areas(r->ctx, set, r->shapes.areas, count, served);
    er_disc_union_free(set);
    ER_TRY(status);
    er_sum area_sum = {0}, served_sum = {0};
    for (size_t i = 0; i < count; i++) {
        result->areas[i].area_m2 = r->shapes.areas[i].area_m2;
        result->areas[i].served_m2 = served[i];
        er_sum_add(&area_sum, result->areas[i].area_m2);
        er_sum_add(&served_sum, served[i]);
    }
    result->area_count = count;
    result->total = (er_reach_area){NULL, er_sum_value(&area_sum), er_sum_value(&served_sum)};
    return ER_OK;
}

er_status er_reach(er_context *ctx, er_arena *arena, const er_reach_request *request,
                   er_reach_result *result) {
    er_reaching r = {.ctx = ctx, .arena = arena, .request = request, .result = result};
    *result = (er_reach_result){0};
    er_status status = er_arena_new(ctx, &r.shapes.arena);
    if (status == ER_OK) status = read_all(&r);
    if (status == ER_OK) status = measure(&r);
    er_reach_clear_shapes(&r.shapes);
    er_free(r.discs.items);
    er_plane_free(r.plane);
    return status;
}
