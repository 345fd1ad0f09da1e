#include "analysis/load.h"

enum field { CODE, PILOT_CODE, NAME, NAME_EN, TYPE, OPERATOR, SPEED };

static const er_load_field fields[] = {
    [CODE] = {"code", true},        [PILOT_CODE] = {"pilot_code", false},
    [NAME] = {"name", false},       [NAME_EN] = {"name_en", false},
    [TYPE] = {"type", false},       [OPERATOR] = {"operator", false},
    [SPEED] = {"speed_kmh", false}, {NULL, false},
};

static er_status begin(er_context *ctx, er_loading *load) {
    er_route *routes = NULL;
    size_t count = 0;
    ER_TRY(er_load_begin_codes(ctx, load));
    ER_TRY(er_store_routes(ctx, load->store, load->arena, false, &routes, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_load_known_code(ctx, load, routes[i].code));
    return ER_OK;
}

static er_status read_fields(er_context *ctx, er_loading *load, er_route *route) {
    static const double speed_max_kmh = 1000;
    static const er_load_place texts[] = {{PILOT_CODE, offsetof(er_route, pilot_code)},
                                          {NAME, offsetof(er_route, name)},
                                          {NAME_EN, offsetof(er_route, name_en)},
                                          {TYPE, offsetof(er_route, type)},
                                          {OPERATOR, offsetof(er_route, operator_)}};
    ER_TRY(er_load_texts(ctx, load, texts, sizeof texts / sizeof texts[0], route));
    return er_load_number(ctx, load, SPEED, 0, true, speed_max_kmh, &route->speed_kmh);
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    er_route route = {.source_id = load->source.id};
    er_way line = {.part_count = 0};
    ER_TRY(er_load_needed(ctx, load, CODE, &route.code));
    if (load->rejected) return ER_OK;
    ER_TRY(read_fields(ctx, load, &route));
    if (!load->rejected) ER_TRY(er_load_line(ctx, load, route.code, &line));
    if (!load->rejected) ER_TRY(er_load_take_code(ctx, load, route.code));
    if (load->rejected) return ER_OK;
    route.length_m = line.length_m;
    route.synthetic = er_load_synthetic(load);
    ER_TRY(er_way_write(ctx, load->row_arena, line.points, line.part_start, line.part_count,
                        &route.geometry));
    return er_store_add_route(ctx, load->store, &route);
}

static er_status end(er_context *ctx, er_loading *load) {
    return er_load_note(
        ctx, load, "route", "geometry", "repaired",
        er_sentence_text("parts of a line without two different places were left out"),
        load->report.rows_repaired);
}

const er_load_kind er_load_routes = {
    .name = "routes",
    .fields = fields,
    .needs_places = true,
    .begin = begin,
    .row = row,
    .end = end,
    .release = er_load_release_codes,
};
