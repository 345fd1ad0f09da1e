/* Routes and what of them is served. */
#include "outputs/layers.h"
#include "outputs/shapes.h"

#include <math.h>
#include <string.h>

enum { SPEED_DIGITS = 3, MINUTE_DIGITS = 4 };

struct routes {
    er_route *items;
    size_t count;
    er_id_place *by_id;
};

static er_status read_routes(er_data *data, er_sheet *sheet, bool with_geometry,
                             struct routes *out) {
    ER_TRY(er_store_routes(data->ctx, data->store, sheet->arena, with_geometry, &out->items,
                           &out->count));
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, (out->count + 1) * sizeof *out->by_id,
                          &out->by_id));
    for (size_t i = 0; i < out->count; i++)
        out->by_id[i] = (er_id_place){out->items[i].id, i};
    er_sort_ids(out->by_id, out->count);
    return ER_OK;
}

static const er_route *route_of(const struct routes *routes, int64_t id) {
    return &routes->items[er_find_id(routes->by_id, routes->count, id, 0)];
}

static const er_field name_fields[] = {
    {"route", ER_FIELD_TEXT, 0, NULL, "code of the route", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"type", ER_FIELD_TEXT, 0, NULL, "kind of route, such as ferry, trail, rail or road", NULL},
};

static void put_name(er_sheet *sheet, const er_route *route) {
    er_put_text(sheet, route->code);
    er_put_text(sheet, route->name);
    er_put_text(sheet, route->name_en);
    er_put_text(sheet, route->type);
}

/* ---- the map: routes, and gaps on top of them ------------------------------------------------ */

static const er_field map_fields[] = {
    {"kind", ER_FIELD_TEXT, 0, NULL,
     "route, or gap: a stretch of it that no operator serves, or of which nothing is known", NULL},
    {"pilot_code", ER_FIELD_TEXT, 0, NULL, "code of the pilot that uses it", NULL},
    {"state", ER_FIELD_TEXT, 0, NULL, "of a gap: unserved or unknown", NULL},
    {"number", ER_FIELD_INT, 0, NULL, "of a gap: its number along the route", NULL},
    {"from_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "of a gap: where it begins, along the way from the route's start", NULL},
    {"to_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "of a gap: where it ends, along the way from the route's start", NULL},
    {"length_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "geodesic length", NULL},
    {"speed_kmh", ER_FIELD_REAL, SPEED_DIGITS, "km/h", "speed that is reckoned with", NULL},
    {"minutes", ER_FIELD_REAL, MINUTE_DIGITS, "min",
     "time for it at this speed; empty: no speed is known", NULL},
    {"served_share_any", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the length that at least one operator reaches", NULL},
    {"served_share_all", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the length that every operator reaches", NULL},
    {"unknown_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the length of which the data do not say whether it is served", NULL},
    {"gaps", ER_FIELD_INT, 0, "count", "of a route: stretches that no operator serves", NULL},
    {"longest_gap_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "length of the longest of them", NULL},
    {"longest_gap_minutes", ER_FIELD_REAL, MINUTE_DIGITS, "min", "time for the longest of them",
     NULL},
};

static double minutes_for(double length_m, double speed_kmh) {
    return length_m / 1000 / speed_kmh * 60;
}

/** `all`: null if there is no such row. */
static er_status put_route(er_sheet *sheet, const er_route *route, const er_route_row *any,
                           const er_route_row *all) {
    put_name(sheet, route);
    er_put_text(sheet, "route");
    er_put_text(sheet, route->pilot_code);
    for (size_t i = 0; i < 4; i++)
        er_put_nothing(sheet);
    er_put_real(sheet, any->length_m);
    er_put_real(sheet, any->speed_kmh);
    er_put_real(sheet, minutes_for(any->length_m, any->speed_kmh));
    er_put_real(sheet, er_ratio(any->served_m, any->length_m));
    er_put_real(sheet, all ? er_ratio(all->served_m, all->length_m) : NAN);
    er_put_real(sheet, er_ratio(any->unknown_m, any->length_m));
    er_put_int(sheet, any->gaps);
    er_put_real(sheet, any->longest_gap_m);
    er_put_real(sheet, any->longest_gap_minutes);
    er_put_bool(sheet, sheet->synthetic || route->synthetic);
    return er_sheet_row(sheet, route->geometry);
}

/** Routes and gaps on the grid that GeoJSON is written in: no line of it is without length. */
static er_status round_lines(er_data *data, er_sheet *sheet, struct routes *routes,
                             er_route_gap *gaps, size_t gap_count) {
    size_t count = routes->count + gap_count;
    er_bytes *lines = NULL;
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, (count + 1) * sizeof *lines, &lines));
    for (size_t i = 0; i < count; i++)
        lines[i] = i < routes->count ? routes->items[i].geometry : gaps[i - routes->count].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, lines, count, lines));
    for (size_t i = 0; i < routes->count; i++)
        routes->items[i].geometry = lines[i];
    for (size_t i = 0; i < gap_count; i++)
        gaps[i].geometry = lines[routes->count + i];
    return ER_OK;
}

static er_status put_gap(er_sheet *sheet, const er_route *route, double speed_kmh,
                         const er_route_gap *gap) {
    put_name(sheet, route);
    er_put_text(sheet, "gap");
    er_put_text(sheet, route->pilot_code);
    er_put_text(sheet, gap->state);
    er_put_int(sheet, gap->number);
    er_put_real(sheet, gap->from_m);
    er_put_real(sheet, gap->to_m);
    er_put_real(sheet, gap->to_m - gap->from_m);
    er_put_real(sheet, speed_kmh);
    er_put_real(sheet, gap->minutes);
    for (size_t i = 0; i < 6; i++)
        er_put_nothing(sheet);
    er_put_bool(sheet, sheet->synthetic || route->synthetic);
    return er_sheet_row(sheet, gap->geometry);
}

er_status er_write_routes(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct routes routes;
    er_route_row *rows = NULL;
    er_route_gap *gaps = NULL;
    size_t count = 0, gap_count = 0, gap = 0;
    ER_TRY(read_routes(data, sheet, true, &routes));
    ER_TRY(er_store_route_rows(data->ctx, data->store, sheet->arena, data->routes_run->id, &rows,
                               &count));
    ER_TRY(er_store_route_gaps(data->ctx, data->store, sheet->arena, data->routes_run->id, &gaps,
                               &gap_count));
    ER_TRY(round_lines(data, sheet, &routes, gaps, gap_count));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, map_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].stratum, "any") != 0) continue;
        const er_route *route = route_of(&routes, rows[i].route_id);
        /* in the order any, all, then the operators */
        bool has_all = i + 1 < count && rows[i + 1].route_id == route->id &&
                       strcmp(rows[i + 1].stratum, "all") == 0;
        ER_TRY(put_route(sheet, route, &rows[i], has_all ? &rows[i + 1] : NULL));
        for (; gap < gap_count && gaps[gap].route_id == route->id; gap++)
            if (strcmp(gaps[gap].stratum, "any") == 0)
                ER_TRY(put_gap(sheet, route, rows[i].speed_kmh, &gaps[gap]));
    }
    return ER_OK;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const er_field coverage_fields[] = {
    {"stratum", ER_FIELD_TEXT, 0, NULL, "any, all or operator", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"length_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "geodesic length", NULL},
    {"served_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "length that is served", NULL},
    {"unknown_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "length of which the data do not say whether it is served", NULL},
    {"served_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the length that is served",
     NULL},
    {"gaps", ER_FIELD_INT, 0, "count", "stretches that are not served", NULL},
    {"longest_gap_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "length of the longest of them", NULL},
    {"speed_kmh", ER_FIELD_REAL, SPEED_DIGITS, "km/h", "speed that is reckoned with", NULL},
    {"gap_minutes", ER_FIELD_REAL, MINUTE_DIGITS, "min", "time on all of them at this speed", NULL},
    {"longest_gap_minutes", ER_FIELD_REAL, MINUTE_DIGITS, "min", "time for the longest of them",
     NULL},
};

er_status er_write_route_coverage(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct routes routes;
    er_route_row *rows = NULL;
    size_t count = 0;
    ER_TRY(read_routes(data, sheet, false, &routes));
    ER_TRY(er_store_route_rows(data->ctx, data->store, sheet->arena, data->routes_run->id, &rows,
                               &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, coverage_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_route_row *row = &rows[i];
        const er_route *route = route_of(&routes, row->route_id);
        put_name(sheet, route);
        er_put_text(sheet, row->stratum);
        er_put_text(sheet, row->operator_);
        er_put_real(sheet, row->length_m);
        er_put_real(sheet, row->served_m);
        er_put_real(sheet, row->unknown_m);
        er_put_real(sheet, er_ratio(row->served_m, row->length_m));
        er_put_int(sheet, row->gaps);
        er_put_real(sheet, row->longest_gap_m);
        er_put_real(sheet, row->speed_kmh);
        er_put_real(sheet, row->gap_minutes);
        er_put_real(sheet, row->longest_gap_minutes);
        er_put_bool(sheet, sheet->synthetic || route->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field gap_fields[] = {
    {"stratum", ER_FIELD_TEXT, 0, NULL, "any or operator", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"number", ER_FIELD_INT, 0, NULL, "number along the route", NULL},
    {"state", ER_FIELD_TEXT, 0, NULL, "unserved or unknown", NULL},
    {"from_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "where it begins, along the way from the route's start", NULL},
    {"to_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "where it ends, along the way from the route's start", NULL},
    {"length_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "geodesic length", NULL},
    {"minutes", ER_FIELD_REAL, MINUTE_DIGITS, "min", "time for it; empty: no speed is known", NULL},
};

er_status er_write_route_gaps(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct routes routes;
    er_route_gap *gaps = NULL;
    size_t count = 0;
    ER_TRY(read_routes(data, sheet, false, &routes));
    ER_TRY(er_store_route_gaps(data->ctx, data->store, sheet->arena, data->routes_run->id, &gaps,
                               &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, gap_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_route_gap *gap = &gaps[i];
        const er_route *route = route_of(&routes, gap->route_id);
        put_name(sheet, route);
        er_put_text(sheet, gap->stratum);
        er_put_text(sheet, gap->operator_);
        er_put_int(sheet, gap->number);
        er_put_text(sheet, gap->state);
        er_put_real(sheet, gap->from_m);
        er_put_real(sheet, gap->to_m);
        er_put_real(sheet, gap->to_m - gap->from_m);
        er_put_real(sheet, gap->minutes);
        er_put_bool(sheet, sheet->synthetic || route->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field part_fields[] = {
    {"unit_code", ER_FIELD_TEXT, 0, NULL, "code of the unit; empty: a group's row, or no unit",
     NULL},
    {"unit_name", ER_FIELD_TEXT, 0, NULL, "its name", NULL},
    {"scheme", ER_FIELD_TEXT, 0, NULL, "scheme of the group; empty: a unit's row", NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "group of the scheme; outside: in no unit", NULL},
    {"length_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "geodesic length", NULL},
    {"served_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "length that at least one operator reaches",
     NULL},
    {"unknown_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "length of which the data do not say whether it is served", NULL},
};

er_status er_write_route_parts(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct routes routes;
    er_route_part *parts = NULL;
    size_t count = 0;
    ER_TRY(read_routes(data, sheet, false, &routes));
    ER_TRY(er_store_route_parts(data->ctx, data->store, sheet->arena, data->routes_run->id, &parts,
                                &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, name_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, part_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_route_part *part = &parts[i];
        const er_route *route = route_of(&routes, part->route_id);
        const er_unit *unit = part->unit_id ? er_data_unit(data, part->unit_id) : NULL;
        put_name(sheet, route);
        er_put_text(sheet, unit ? unit->code : NULL);
        er_put_text(sheet, unit ? unit->name : NULL);
        er_put_text(sheet, part->scheme);
        er_put_text(sheet, part->group);
        er_put_real(sheet, part->length_m);
        er_put_real(sheet, part->served_m);
        er_put_real(sheet, part->unknown_m);
        er_put_bool(sheet, sheet->synthetic || route->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
