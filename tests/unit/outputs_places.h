/** A workspace with runs of venues, routes and single sites, filled by hand: no two figures are
 *  alike, so that one in a wrong column is seen. */
#ifndef EVENREACH_OUTPUTS_PLACES_H
#define EVENREACH_OUTPUTS_PLACES_H

#include "unit/outputs_files.h"
#include "unit/wkb_text.h"

#include "evenreach/analysis.h"

typedef struct places {
    const char *synthetic; /**< the kind of input whose source is synthetic; null: none */
    bool backwards;        /**< rows are added from the last to the first */
    bool stale;            /**< a newer coverage run comes last */
    bool nobody;           /**< no person is served; nothing at all with `nothing` */
    bool nothing;
} places;

typedef struct place_ids {
    int64_t venues[4], routes[3], stations[3], towns[3];
} place_ids;

static inline int64_t places_source(fixture *f, const places *p, const char *kind) {
    return add_source(f, kind, kind, p->synthetic && strcmp(p->synthetic, kind) == 0);
}

/* ---- inputs ---------------------------------------------------------------------------------- */

static inline void add_places_stations(fixture *f, const places *p, place_ids *ids) {
    static const char *const codes[] = {"S1", "S2", NULL};
    static const char *const operators[] = {"Alpha Net", "乙電信", "Alpha Net"};
    int64_t source = places_source(f, p, "stations");
    for (size_t n = 0; n < 3; n++) {
        size_t i = p->backwards ? 2 - n : n;
        er_station station = plain_station(120.04 + 0.1 * (double)i, 23.05);
        station.source_id = source;
        station.code = codes[i];
        station.operator_ = operators[i];
        station.synthetic = i == 1;
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &station, &ids->stations[i]));
    }
}

/** a0 and v2 came after the run; v1 has everything, v3 (synthetic) next to nothing, no name. */
static inline void add_places_venues(fixture *f, const places *p, place_ids *ids) {
    static const char *const codes[] = {"a0", "v1", "v2", "v3"};
    int64_t source = places_source(f, p, "venues");
    for (size_t n = 0; n < 4; n++) {
        size_t i = p->backwards ? 3 - n : n;
        uint8_t wkb[93];
        er_venue venue = {.source_id = source,
                          .code = codes[i],
                          .name = i == 1 ? "劇場" : NULL,
                          .name_en = i == 1 ? "Theatre" : NULL,
                          .services = i == 1 ? "video;drone" : NULL,
                          .peak_crowd = NAN,
                          .reported_area_ha = i == 1 ? 4.5 : NAN,
                          .reported_share = i == 1 ? 1 : NAN,
                          .accuracy_m = NAN,
                          .synthetic = i == 3,
                          .target_share = NAN,
                          .area_m2 = 40000,
                          .geometry =
                              rectangle(wkb, 120.03 + 0.01 * (double)i, 23.05, 0.002, 0.002)};
        assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
        ids->venues[i] = venue.id;
    }
}

/** A multilinestring of lines of two points each. The buffer holds 9 bytes and 41 a line. */
static inline er_bytes places_lines(uint8_t *buffer, const er_point (*lines)[2], uint32_t count) {
    uint8_t *at = wkb_u32(wkb_head(buffer, 5), count);
    for (uint32_t i = 0; i < count; i++)
        at = wkb_path(wkb_head(at, 2), lines[i], 2);
    return (er_bytes){buffer, (size_t)(at - buffer)};
}

enum { LINES_SIZE = 9 + 2 * 41 };

/** r0 came after the run; r1 has everything; r2 (synthetic) has no name and no speed. */
static inline void add_places_routes(fixture *f, const places *p, place_ids *ids) {
    static const char *const codes[] = {"r0", "r1", "r2"};
    int64_t source = places_source(f, p, "routes");
    for (size_t n = 0; n < 3; n++) {
        size_t i = p->backwards ? 2 - n : n;
        uint8_t wkb[LINES_SIZE];
        const er_point way[2][2] = {{{120.123456789, 23.02}, {120.14, 23.03}},
                                    {{120.15, 23.03}, {120.16, 23.04}}};
        er_route route = {.source_id = source,
                          .code = codes[i],
                          .name = i == 1 ? "渡輪" : NULL,
                          .name_en = i == 1 ? "Ferry" : NULL,
                          .type = i == 1 ? "ferry" : NULL,
                          .pilot_code = i == 1 ? "p1" : NULL,
                          .speed_kmh = i == 1 ? 30 : NAN,
                          .synthetic = i == 2,
                          .length_m = 3500,
                          .geometry = places_lines(wkb, way, i == 1 ? 2 : 1)};
        assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &route));
        ids->routes[i] = route.id;
    }
}

/* ---- runs ------------------------------------------------------------------------------------ */

static inline int64_t places_run(fixture *f, const char *step) {
    er_run run = {.step = step, .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    return run.id;
}

static inline void add_places_cover(fixture *f, const place_ids *ids) {
    int64_t run = places_run(f, "cover");
    /* coarser cells than the venues run's: these figures must not be shown beside its own */
    const er_cover_row row = {run, "venue", ids->venues[1], "any", NULL, 0.04, 0.01, 0, NAN,
                              NAN, NAN};
    assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
}

static inline void add_places_findings(fixture *f, const place_ids *ids, int64_t run) {
    const er_venue_finding findings[2] = {{.venue_id = ids->venues[1],
                                           .unit_id = ids->towns[0],
                                           .cell_m = 5,
                                           .cells = 1600,
                                           .target_share = 0.95,
                                           .operators = 2,
                                           .operators_reached = 1,
                                           .holes = 3,
                                           .largest_hole_m2 = 5000.5,
                                           .worst = {120.041, 23.051},
                                           .worst_dbm = -118.25,
                                           .worst_margin_db = -8.25,
                                           .worst_margin_m = -123.5,
                                           .serving_station_id = ids->stations[0],
                                           .serving_distance_m = 210.5,
                                           .helping_station_id = ids->stations[1],
                                           .helping_distance_m = 900.25,
                                           .helping_how = "planned",
                                           .failing_station_id = ids->stations[0],
                                           .failing_left_m2 = 1234.5,
                                           .verdict = "coverage_short",
                                           .reason = "75 % is served",
                                           .reason_zh = "涵蓋 75 %"},
                                          {.venue_id = ids->venues[3],
                                           .cell_m = 5,
                                           .target_share = 0.5,
                                           .largest_hole_m2 = NAN,
                                           .worst = {NAN, NAN},
                                           .worst_dbm = NAN,
                                           .worst_margin_db = NAN,
                                           .worst_margin_m = NAN,
                                           .serving_distance_m = NAN,
                                           .helping_distance_m = NAN,
                                           .failing_left_m2 = NAN,
                                           .verdict = "unknown",
                                           .reason = "nothing is known",
                                           .reason_zh = "未知"}};
    for (size_t i = 0; i < 2; i++) {
        er_venue_finding row = findings[i];
        row.run_id = run;
        assert_ok(f->ctx, er_store_add_venue_finding(f->ctx, f->store, &row));
    }
}

static inline void add_places_venue_rows(fixture *f, const place_ids *ids, int64_t run) {
    const er_venue_row rows[] = {{run, ids->venues[1], "any", NULL, 40000, 30000, 4000, 20000,
                                  -110.5, -95.25, -80.125, 11, 51, 2, 5},
                                 {run, ids->venues[1], "all", NULL, 40000, 10000, 4000, NAN, NAN,
                                  NAN, NAN, NAN, NAN, NAN, NAN},
                                 {run, ids->venues[1], "operator", "Alpha Net", 40000, 29000, 4000,
                                  NAN, -111, -96, -81, 10, 50, 1, 4},
                                 {run, ids->venues[1], "operator", "乙電信", 40000, 11000, 4000,
                                  NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN},
                                 {run, ids->venues[3], "any", NULL, 40000, 0, 40000, NAN, NAN, NAN,
                                  NAN, NAN, NAN, NAN, NAN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_ok(f->ctx, er_store_add_venue_row(f->ctx, f->store, &rows[i]));
    const er_venue_service_row services[] = {{run, ids->venues[1], "video", "Alpha Net",
                                              "capacity_short", 25, 2.5, 800, 1.5, 6.5, 0.25, 0.75,
                                              "too slow", "太慢"},
                                             {run, ids->venues[1], "drone", NULL, "unknown", NAN,
                                              10, NAN, NAN, NAN, NAN, NAN, "unsaid", "不明"}};
    for (size_t i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_venue_service(f->ctx, f->store, &services[i]));
    const er_venue_failure failures[] = {{run, ids->venues[1], ids->stations[0], 29000, 1234.5},
                                         {run, ids->venues[1], ids->stations[2], 100, 29950}};
    for (size_t i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_venue_failure(f->ctx, f->store, &failures[i]));
}

static inline void add_places_holes(fixture *f, const place_ids *ids, int64_t run) {
    static const struct {
        size_t venue;
        int64_t number;
        const char *state;
        double area_m2, x;
    } rows[] = {{1, 1, "unserved", 5000.5, 120.04},
                {1, 2, "unserved", 999.5, 120.0412345678901},
                {1, 1, "unknown", 4000, 120.0405},
                {3, 1, "unknown", 40000, 120.06}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t wkb[93];
        const er_venue_hole hole = {run,
                                    ids->venues[rows[i].venue],
                                    rows[i].number,
                                    rows[i].state,
                                    rows[i].area_m2,
                                    rectangle(wkb, rows[i].x, 23.05, 0.0003, 0.0003),
                                    {rows[i].x + 0.0001, 23.0501}};
        assert_ok(f->ctx, er_store_add_venue_hole(f->ctx, f->store, &hole));
    }
}

static inline void add_places_plans(fixture *f, const place_ids *ids, int64_t run) {
    er_plan plans[2] = {{0, run, "venue", ids->venues[1], "mobile_pack", 0.95, 0.75, 0.9, false, 1,
                         1, true, 12, "not enough", "不足"},
                        {0, run, "venue", ids->venues[1], "small_cells", 0.95, 0.75, 0.98, true, 2,
                         1, false, 13, NULL, NULL}};
    for (size_t n = 0; n < 2; n++)
        assert_ok(f->ctx, er_store_add_plan(f->ctx, f->store, &plans[n]));
    const er_choice choices[] = {{plans[0].id,
                                  1,
                                  "v1-1",
                                  "mobile pack",
                                  "n78",
                                  12,
                                  40.5,
                                  8.5,
                                  NAN,
                                  6000.5,
                                  0.9,
                                  {120.0401, 23.0501}},
                                 {plans[1].id,
                                  1,
                                  "v1-2",
                                  "small cell",
                                  NULL,
                                  8,
                                  NAN,
                                  NAN,
                                  100,
                                  7000.25,
                                  0.925,
                                  {120.0402, 23.0502}},
                                 {plans[1].id,
                                  2,
                                  "v1-3",
                                  "small cell",
                                  NULL,
                                  8.5,
                                  NAN,
                                  NAN,
                                  110,
                                  2200.25,
                                  0.98,
                                  {120.0403, 23.0503}}};
    for (size_t i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_choice(f->ctx, f->store, &choices[i]));
}

static inline void add_places_venues_run(fixture *f, const place_ids *ids) {
    int64_t run = places_run(f, "venues");
    add_places_findings(f, ids, run);
    add_places_venue_rows(f, ids, run);
    add_places_holes(f, ids, run);
    add_places_plans(f, ids, run);
}

/** The third gap of r1 is shorter than a centimetre; a part of its second one too. */
static inline void add_places_gaps(fixture *f, const place_ids *ids, int64_t run) {
    static const struct {
        size_t route;
        const char *stratum, *operator_;
        int64_t number;
        const char *state;
        double from_m, to_m, minutes;
        er_point lines[2][2];
        uint32_t count;
    } rows[] = {
        {1,
         "any",
         NULL,
         1,
         "unserved",
         100.5,
         1100.5,
         2,
         {{{120.125, 23.021}, {120.13, 23.025}}},
         1},
        {1,
         "any",
         NULL,
         2,
         "unknown",
         1500,
         1700,
         0.4,
         {{{120.135, 23.0275}, {120.136, 23.028}}, {{120.15, 23.03}, {120.150000001, 23.03}}},
         2},
        {1,
         "any",
         NULL,
         3,
         "unserved",
         3000,
         3000.001,
         0.000002,
         {{{120.155, 23.035}, {120.155000001, 23.035}}},
         1},
        {1,
         "operator",
         "乙電信",
         1,
         "unserved",
         90,
         2990,
         5.8,
         {{{120.125, 23.021}, {120.13, 23.025}}},
         1},
        {2,
         "any",
         NULL,
         1,
         "unserved",
         0,
         7,
         NAN,
         {{{120.123456789, 23.02}, {120.1235, 23.0201}}},
         1}};
    for (size_t n = 0, count = sizeof rows / sizeof rows[0]; n < count; n++) {
        uint8_t wkb[LINES_SIZE];
        const er_route_gap gap = {run,
                                  ids->routes[rows[n].route],
                                  rows[n].stratum,
                                  rows[n].operator_,
                                  rows[n].number,
                                  rows[n].state,
                                  rows[n].from_m,
                                  rows[n].to_m,
                                  rows[n].minutes,
                                  places_lines(wkb, rows[n].lines, rows[n].count)};
        assert_ok(f->ctx, er_store_add_route_gap(f->ctx, f->store, &gap));
    }
}

static inline void add_places_routes_run(fixture *f, const places *p, const place_ids *ids) {
    int64_t run = places_run(f, "routes");
    const er_route_row rows[] = {
        {run, ids->routes[1], "any", NULL, 3500, 2275, 200, 2, 1000, 30, 2.000002, 2},
        {run, ids->routes[1], "all", NULL, 3500, 350, 200, 1, 2900, 30, 5.9, 5.8},
        {run, ids->routes[1], "operator", "Alpha Net", 3500, 2100, 200, 0, 0, 30, 0, 0},
        {run, ids->routes[1], "operator", "乙電信", 3500, 525, 200, 1, 2900, 30, 5.8, 5.8},
        {run, ids->routes[2], "any", NULL, 1500, 1493, 0, 1, 7, NAN, NAN, NAN}};
    for (size_t n = 0, count = sizeof rows / sizeof rows[0]; n < count; n++)
        assert_ok(f->ctx, er_store_add_route_row(f->ctx, f->store,
                                                 &rows[p->backwards ? count - 1 - n : n]));
    add_places_gaps(f, ids, run);
    const er_route_part parts[] = {
        {run, ids->routes[1], ids->towns[1], NULL, NULL, 3000, 2000, 150},
        {run, ids->routes[1], 0, NULL, ER_LINE_OUTSIDE, 500, 275, 50},
        {run, ids->routes[1], 0, "area_class", "urban", 3000, 2000, 150}};
    for (size_t i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_route_part(f->ctx, f->store, &parts[i]));
}

static inline void add_places_resilience(fixture *f, const places *p, const place_ids *ids) {
    int64_t run = places_run(f, "resilience");
    const er_site_loss losses[] = {{run, 1, ids->stations[1], 2, "urban", 250.25, 1.5, 1},
                                   {run, 2, ids->stations[2], 1, NULL, 0, 0.5, 0}};
    for (size_t i = 0; i < 2; i++)
        assert_ok(f->ctx, er_store_add_site_loss(f->ctx, f->store, &losses[i]));
    bool none = p->nobody || p->nothing;
    er_resilience_row rows[] = {
        {run, "urban", 2, 1, 1000, 250.25, 30, 1.5, 2, 1, ids->stations[1], 250.25},
        {run, ER_LINE_NONE, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0},
        {run, NULL, 3, 2, 1001, 250.25, 40, 2, 2, 1, ids->stations[1], 250.25}};
    for (size_t i = 0; i < 3; i++) {
        if (none) rows[i].persons_served = rows[i].persons_sole = rows[i].worst_persons = 0;
        if (p->nothing) rows[i].area_km2_served = rows[i].area_km2_sole = 0;
        assert_ok(f->ctx, er_store_add_resilience(f->ctx, f->store, &rows[i]));
    }
}

static inline void build_places(fixture *f, places p) {
    place_ids ids = {0};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_outputs_units(f, ids.towns);
    add_outputs_schemes(f, ids.towns);
    add_places_stations(f, &p, &ids);
    add_places_venues(f, &p, &ids);
    add_places_routes(f, &p, &ids);
    places_source(f, &p, "service_needs");
    places_source(f, &p, "candidates");
    add_places_cover(f, &ids);
    add_places_venues_run(f, &ids);
    add_places_routes_run(f, &p, &ids);
    add_places_resilience(f, &p, &ids);
    if (p.stale) add_places_cover(f, &ids);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static inline void export_world(fixture *f, places world) {
    build_places(f, world);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &outputs_study, NULL, out_folder(f)));
}

#define PLACES_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

#endif
