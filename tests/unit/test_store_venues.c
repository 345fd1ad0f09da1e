/* What the step "venues" finds, in the workspace and back. */
#include "unit/store_world.h"

static const member venue_row_members[] = {
    MEMBER(er_venue_row, INT, run_id),        MEMBER(er_venue_row, INT, venue_id),
    MEMBER(er_venue_row, TEXT, stratum),      MEMBER(er_venue_row, TEXT, operator_),
    MEMBER(er_venue_row, REAL, area_m2),      MEMBER(er_venue_row, REAL, served_m2),
    MEMBER(er_venue_row, REAL, unknown_m2),   MEMBER(er_venue_row, REAL, indoor_m2),
    MEMBER(er_venue_row, REAL, rsrp_p5_dbm),  MEMBER(er_venue_row, REAL, rsrp_p50_dbm),
    MEMBER(er_venue_row, REAL, rsrp_p95_dbm), MEMBER(er_venue_row, REAL, dl_p5_mbps),
    MEMBER(er_venue_row, REAL, dl_p50_mbps),  MEMBER(er_venue_row, REAL, ul_p5_mbps),
    MEMBER(er_venue_row, REAL, ul_p50_mbps)};
static const member venue_finding_members[] = {MEMBER(er_venue_finding, INT, run_id),
                                               MEMBER(er_venue_finding, INT, venue_id),
                                               MEMBER(er_venue_finding, INT, unit_id),
                                               MEMBER(er_venue_finding, REAL, cell_m),
                                               MEMBER(er_venue_finding, INT, cells),
                                               MEMBER(er_venue_finding, REAL, target_share),
                                               MEMBER(er_venue_finding, INT, operators),
                                               MEMBER(er_venue_finding, INT, operators_reached),
                                               MEMBER(er_venue_finding, INT, holes),
                                               MEMBER(er_venue_finding, REAL, largest_hole_m2),
                                               MEMBER(er_venue_finding, POINT, worst),
                                               MEMBER(er_venue_finding, REAL, worst_dbm),
                                               MEMBER(er_venue_finding, REAL, worst_margin_db),
                                               MEMBER(er_venue_finding, REAL, worst_margin_m),
                                               MEMBER(er_venue_finding, INT, serving_station_id),
                                               MEMBER(er_venue_finding, REAL, serving_distance_m),
                                               MEMBER(er_venue_finding, INT, helping_station_id),
                                               MEMBER(er_venue_finding, REAL, helping_distance_m),
                                               MEMBER(er_venue_finding, TEXT, helping_how),
                                               MEMBER(er_venue_finding, INT, failing_station_id),
                                               MEMBER(er_venue_finding, REAL, failing_left_m2),
                                               MEMBER(er_venue_finding, TEXT, verdict),
                                               MEMBER(er_venue_finding, TEXT, reason),
                                               MEMBER(er_venue_finding, TEXT, reason_zh)};
static const member venue_failure_members[] = {
    MEMBER(er_venue_failure, INT, run_id), MEMBER(er_venue_failure, INT, venue_id),
    MEMBER(er_venue_failure, INT, station_id), MEMBER(er_venue_failure, REAL, serving_m2),
    MEMBER(er_venue_failure, REAL, left_m2)};
static const member venue_service_row_members[] = {MEMBER(er_venue_service_row, INT, run_id),
                                                   MEMBER(er_venue_service_row, INT, venue_id),
                                                   MEMBER(er_venue_service_row, TEXT, service),
                                                   MEMBER(er_venue_service_row, TEXT, operator_),
                                                   MEMBER(er_venue_service_row, TEXT, verdict),
                                                   MEMBER(er_venue_service_row, REAL, dl_need_mbps),
                                                   MEMBER(er_venue_service_row, REAL, ul_need_mbps),
                                                   MEMBER(er_venue_service_row, REAL, users),
                                                   MEMBER(er_venue_service_row, REAL, dl_p5_mbps),
                                                   MEMBER(er_venue_service_row, REAL, dl_p50_mbps),
                                                   MEMBER(er_venue_service_row, REAL, ul_p5_mbps),
                                                   MEMBER(er_venue_service_row, REAL, ul_p50_mbps),
                                                   MEMBER(er_venue_service_row, TEXT, reason),
                                                   MEMBER(er_venue_service_row, TEXT, reason_zh)};
static const member venue_hole_members[] = {
    MEMBER(er_venue_hole, INT, run_id),   MEMBER(er_venue_hole, INT, venue_id),
    MEMBER(er_venue_hole, INT, number),   MEMBER(er_venue_hole, TEXT, state),
    MEMBER(er_venue_hole, REAL, area_m2), MEMBER(er_venue_hole, POINT, inside)};
static const member plan_members[] = {MEMBER(er_plan, INT, id),
                                      MEMBER(er_plan, INT, run_id),
                                      MEMBER(er_plan, TEXT, subject),
                                      MEMBER(er_plan, INT, area_id),
                                      MEMBER(er_plan, TEXT, kind),
                                      MEMBER(er_plan, REAL, target_share),
                                      MEMBER(er_plan, REAL, share_before),
                                      MEMBER(er_plan, REAL, share_after),
                                      MEMBER(er_plan, BOOL, reached),
                                      MEMBER(er_plan, INT, count),
                                      MEMBER(er_plan, INT, bound),
                                      MEMBER(er_plan, BOOL, proven),
                                      MEMBER(er_plan, INT, candidates),
                                      MEMBER(er_plan, TEXT, note),
                                      MEMBER(er_plan, TEXT, note_zh)};
static const member choice_members[] = {
    MEMBER(er_choice, INT, plan_id),    MEMBER(er_choice, INT, rank),
    MEMBER(er_choice, TEXT, code),      MEMBER(er_choice, TEXT, operator_),
    MEMBER(er_choice, TEXT, band),      MEMBER(er_choice, REAL, height_m),
    MEMBER(er_choice, REAL, power_dbm), MEMBER(er_choice, REAL, gain_dbi),
    MEMBER(er_choice, REAL, radius_m),  MEMBER(er_choice, REAL, adds_m2),
    MEMBER(er_choice, REAL, share),     MEMBER(er_choice, POINT, position)};

static er_venue_row empty_row(const world *w, int venue, const char *stratum, const char *name) {
    return (er_venue_row){.run_id = w->run,
                          .venue_id = w->venues[venue],
                          .stratum = stratum,
                          .operator_ = name,
                          .area_m2 = 1e4,
                          .served_m2 = 0,
                          .unknown_m2 = 1e4,
                          .indoor_m2 = NAN,
                          .rsrp_p5_dbm = NAN,
                          .rsrp_p50_dbm = NAN,
                          .rsrp_p95_dbm = NAN,
                          .dl_p5_mbps = NAN,
                          .dl_p50_mbps = NAN,
                          .ul_p5_mbps = NAN,
                          .ul_p50_mbps = NAN};
}

static void shares_come_back_by_venue_stratum_and_operator(void **state) {
    fixture *f = *state;
    world w = make_world(f, "venues");
    const er_venue_row want[] = {{w.run, w.venues[FIRST], "any", NULL, 35000.25, 30000, 100.5, 2e4,
                                  -120.5, -95, -60.25, 1.5, 20, 0.25, 3},
                                 empty_row(&w, FIRST, "all", NULL),
                                 empty_row(&w, FIRST, "operator", "A"),
                                 empty_row(&w, FIRST, "operator", "中"),
                                 empty_row(&w, SECOND, "any", NULL)};
    ROUND_TRIP(f, er_venue_row, er_store_add_venue_row, er_store_venue_rows, venue_row_members,
               want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_venue_row, er_store_add_venue_row, empty_row(&w, SECOND, "all", NULL), change,   \
            ER_ERR_RANGE, word)
    BAD(served_m2 = -1, "served_m2");
    BAD(served_m2 = NAN, "served_m2");
    BAD(unknown_m2 = -1e-9, "unknown_m2");
    BAD(area_m2 = NAN, "area_m2");
    BAD(dl_p5_mbps = -1, "dl_p5_mbps");
    BAD(indoor_m2 = -1, "indoor_m2");
    BAD(operator_ = "A", "operator");
    BAD(stratum = "each", "stratum");
    BAD(stratum = "operator", "operator");
#undef BAD
    REFUSED(f, er_venue_row, er_store_add_venue_row, want[4], venue_id = 99, ER_ERR_INTERNAL,
            "not in the workspace");
    REFUSED(f, er_venue_row, er_store_add_venue_row, want[4], run_id = 99, ER_ERR_INTERNAL,
            "(run 99)");
}

static void findings_come_back_by_venue(void **state) {
    fixture *f = *state;
    world w = make_world(f, "venues");
    const er_venue_finding want[] = {{.run_id = w.run,
                                      .venue_id = w.venues[FIRST],
                                      .unit_id = w.units[FIRST],
                                      .cell_m = 5,
                                      .cells = 1234,
                                      .target_share = 0.95,
                                      .operators = 3,
                                      .operators_reached = 1,
                                      .holes = 2,
                                      .largest_hole_m2 = 450.5,
                                      .worst = {121.25, 25.125},
                                      .worst_dbm = -131.5,
                                      .worst_margin_db = -12.25,
                                      .worst_margin_m = -40,
                                      .serving_station_id = w.stations[FIRST],
                                      .serving_distance_m = 0,
                                      .helping_station_id = w.stations[SECOND],
                                      .helping_distance_m = 812.5,
                                      .helping_how = "planned",
                                      .failing_station_id = w.stations[FIRST],
                                      .failing_left_m2 = 0,
                                      .verdict = "coverage_short",
                                      .reason = "5 % of it has no signal.",
                                      .reason_zh = "百分之五沒有訊號。"},
                                     {.run_id = w.run,
                                      .venue_id = w.venues[SECOND],
                                      .cell_m = 0.5,
                                      .target_share = 0,
                                      .largest_hole_m2 = NAN,
                                      .worst = {NAN, NAN},
                                      .worst_dbm = NAN,
                                      .worst_margin_db = NAN,
                                      .worst_margin_m = NAN,
                                      .serving_distance_m = NAN,
                                      .helping_distance_m = NAN,
                                      .failing_left_m2 = NAN,
                                      .verdict = "unknown",
                                      .reason = "",
                                      .reason_zh = ""}};
    const struct {
        size_t offset;
        const char *name;
    } parents[] = {{offsetof(er_venue_finding, unit_id), "unit_id"},
                   {offsetof(er_venue_finding, serving_station_id), "serving_station_id"},
                   {offsetof(er_venue_finding, helping_station_id), "helping_station_id"},
                   {offsetof(er_venue_finding, failing_station_id), "failing_station_id"}};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) {
        er_venue_finding row = want[1];
        *(int64_t *)(void *)((char *)&row + parents[i].offset) = 99;
        if (er_store_add_venue_finding(f->ctx, f->store, &row) != ER_ERR_INTERNAL)
            fail_msg("%s names nothing, and was taken", parents[i].name);
    }
    ROUND_TRIP(f, er_venue_finding, er_store_add_venue_finding, er_store_venue_findings,
               venue_finding_members, want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_venue_finding, er_store_add_venue_finding, want[1], change, ER_ERR_RANGE, word)
    BAD(cell_m = 0, "cell_m");
    BAD(cells = -1, "cells");
    BAD(target_share = 1.01, "target_share");
    BAD(target_share = NAN, "target_share");
    BAD(operators = -1, "operators");
    BAD(holes = -1, "holes");
    BAD(largest_hole_m2 = -1, "largest_hole_m2");
    BAD(serving_distance_m = -1, "serving_distance_m");
    BAD(helping_how = "far", "helping_how");
    BAD(failing_left_m2 = -1, "failing_left_m2");
    BAD(verdict = "fine", "verdict");
    BAD(verdict = NULL, "verdict");
    BAD(reason_zh = NULL, "reason_zh");
    BAD(worst.y = 91, "latitude");
#undef BAD
}

static void failures_come_back_by_venue_and_station(void **state) {
    fixture *f = *state;
    world w = make_world(f, "venues");
    const er_venue_failure want[] = {{w.run, w.venues[FIRST], w.stations[FIRST], 300.5, 20.25},
                                     {w.run, w.venues[FIRST], w.stations[SECOND], 0, 0},
                                     {w.run, w.venues[SECOND], w.stations[FIRST], 7, 8}};
    ROUND_TRIP(f, er_venue_failure, er_store_add_venue_failure, er_store_venue_failures,
               venue_failure_members, want);
    REFUSED(f, er_venue_failure, er_store_add_venue_failure, want[0], serving_m2 = -1, ER_ERR_RANGE,
            "serving_m2");
    REFUSED(f, er_venue_failure, er_store_add_venue_failure, want[0], left_m2 = NAN, ER_ERR_RANGE,
            "left_m2");
    REFUSED(f, er_venue_failure, er_store_add_venue_failure, want[0], station_id = 99,
            ER_ERR_INTERNAL, "not in the workspace");
}

static void services_come_back_by_venue_and_service(void **state) {
    fixture *f = *state;
    world w = make_world(f, "venues");
    const er_venue_service_row want[] = {
        {w.run, w.venues[FIRST], "ar", "甲", "capacity_short", 20, 5, 150, 1.5, 3, 0.25, 0.5,
         "Too many.", "人太多。"},
        {w.run, w.venues[FIRST], "vr", NULL, "unknown", NAN, NAN, NAN, NAN, NAN, NAN, NAN, "?",
         "?"},
        {w.run, w.venues[SECOND], "ar", "A", "ready_outdoors", 1, 1, 0, 0, 0, 0, 0, "", ""}};
    ROUND_TRIP(f, er_venue_service_row, er_store_add_venue_service, er_store_venue_services,
               venue_service_row_members, want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_venue_service_row, er_store_add_venue_service, want[0], change, ER_ERR_RANGE,    \
            word)
    BAD(service = "", "service");
    BAD(service = NULL, "service");
    BAD(verdict = "READY", "verdict");
    BAD(users = -1, "users");
    BAD(dl_need_mbps = -1, "dl_need_mbps");
    BAD(ul_p50_mbps = -1, "ul_p50_mbps");
    BAD(reason = NULL, "reason");
#undef BAD
}

static void holes_come_back_by_venue_state_and_number(void **state) {
    fixture *f = *state;
    uint8_t wkb[93], outside[93];
    world w = make_world(f, "venues");
    const er_bytes shape = rectangle(wkb, 121.1, 25.1, 0.01, 0.02);
    const er_venue_hole want[] = {
        {w.run, w.venues[FIRST], 1, "unserved", 250.5, shape, {121.105, 25.11}},
        {w.run, w.venues[FIRST], 2, "unserved", 25, shape, {NAN, NAN}},
        {w.run, w.venues[FIRST], 10, "unserved", 0, shape, {NAN, NAN}},
        {w.run, w.venues[FIRST], 1, "unknown", 25, shape, {NAN, NAN}},
        {w.run, w.venues[SECOND], 1, "unserved", 25, shape, {NAN, NAN}}};
    ROUND_TRIP(f, er_venue_hole, er_store_add_venue_hole, er_store_venue_holes, venue_hole_members,
               want);
    er_venue_hole *rows;
    size_t count;
    assert_ok(f->ctx, er_store_venue_holes(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(rows[0].geometry.size, 102); /* a multipolygon of the one polygon */
    assert_memory_equal(rows[0].geometry.data + 9, wkb, sizeof wkb);
#define BAD(change, status, word)                                                                  \
    REFUSED(f, er_venue_hole, er_store_add_venue_hole, want[0], change, status, word)
    BAD(number = 0, ER_ERR_RANGE, "number");
    BAD(state = "served", ER_ERR_RANGE, "state");
    BAD(area_m2 = -1, ER_ERR_RANGE, "area_m2");
    BAD(geometry = rectangle(outside, 180, 25, 1, 1), ER_ERR_RANGE, "a polygon lies outside");
    BAD(geometry.size = 92, ER_ERR_GEOMETRY, "not a polygon");
    BAD(geometry.data = NULL, ER_ERR_GEOMETRY, "not a polygon");
#undef BAD
}

static er_plan plain_plan(int64_t run_id, int64_t venue_id, const char *kind) {
    return (er_plan){.run_id = run_id,
                     .subject = "venue",
                     .area_id = venue_id,
                     .kind = kind,
                     .target_share = 0.5,
                     .share_before = 0.25,
                     .share_after = 0.75,
                     .count = 2};
}

static void plans_and_choices_come_back(void **state) {
    fixture *f = *state;
    world w = make_world(f, "venues");
    er_plan want[] = {plain_plan(w.run, w.venues[FIRST], "mobile_pack"),
                      plain_plan(w.run, w.venues[FIRST], "small_cells"),
                      plain_plan(w.run, w.venues[SECOND], "mobile_pack")};
    want[1].reached = want[1].proven = true;
    want[1].bound = 2;
    want[1].candidates = 400;
    want[1].share_after = 1.0000005; /* a rounding above 1 */
    want[2].note = "No place is in reach.";
    want[2].note_zh = "沒有可及的地點。";
    ROUND_TRIP(f, er_plan, er_store_add_plan, er_store_plans, plan_members, want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_plan, er_store_add_plan, plain_plan(w.run, w.venues[SECOND], "small_cells"),     \
            change, ER_ERR_RANGE, word)
    BAD(target_share = 1.5, "target_share");
    BAD(share_before = -0.1, "share_before");
    BAD(share_after = 1.1, "share_after");
    BAD(share_after = NAN, "share_after");
    BAD(count = -1, "count");
    BAD(bound = -1, "bound");
    BAD(candidates = -1, "candidates");
    BAD(subject = "", "subject");
    BAD(kind = NULL, "kind");
#undef BAD
    const er_choice choices[] = {
        {want[0].id, 1, "P1", "甲", "n78", 8, 33, 8, NAN, 5e3, 0.5, {121.25, 25.5}},
        {want[1].id, 1, "1-3", NULL, NULL, 10000, NAN, NAN, 150, 1e4, 0.25, {121, 25}},
        {want[1].id, 2, "1-1", "A", "n1", NAN, -100, 80, NAN, 0, 1.0000005, {121, 25}},
        {want[2].id, 1, "Q", "A", "n1", 3, 30, 8, NAN, 0, 0, {121, 25}}};
    const size_t wanted = sizeof choices / sizeof *choices;
    for (size_t i = wanted; i-- > 0;)
        assert_ok(f->ctx, er_store_add_choice(f->ctx, f->store, &choices[i]));
    assert_int_equal(er_store_add_choice(f->ctx, f->store, &choices[0]), ER_ERR_INTERNAL);
    er_choice *rows;
    size_t count;
    assert_ok(f->ctx, er_store_choices(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < wanted; i++)
        SAME(choice_members, &rows[i], &choices[i]);
    assert_ok(f->ctx, er_store_choices(f->ctx, f->store, f->arena, w.run + 1, &rows, &count));
    assert_int_equal(count, 0);
#define BAD(change, status, word)                                                                  \
    do {                                                                                           \
        er_choice choice = choices[0];                                                             \
        choice.rank = 9;                                                                           \
        REFUSED(f, er_choice, er_store_add_choice, choice, change, status, word);                  \
    } while (0)
    BAD(rank = 0, ER_ERR_RANGE, "rank");
    BAD(code = "", ER_ERR_RANGE, "code");
    BAD(height_m = 10001, ER_ERR_RANGE, "height_m");
    BAD(power_dbm = 101, ER_ERR_RANGE, "power_dbm");
    BAD(gain_dbi = 81, ER_ERR_RANGE, "gain_dbi");
    BAD(radius_m = 0, ER_ERR_RANGE, "radius_m");
    BAD(adds_m2 = -1, ER_ERR_RANGE, "adds_m2");
    BAD(share = 2, ER_ERR_RANGE, "share");
    BAD(position = ((er_point){NAN, NAN}), ER_ERR_RANGE, "geom");
    BAD(position.x = 181, ER_ERR_RANGE, "longitude");
    BAD(plan_id = 99, ER_ERR_INTERNAL, "not in the workspace");
#undef BAD
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shares_come_back_by_venue_stratum_and_operator),
        TEST(findings_come_back_by_venue),
        TEST(failures_come_back_by_venue_and_station),
        TEST(services_come_back_by_venue_and_service),
        TEST(holes_come_back_by_venue_state_and_number),
        TEST(plans_and_choices_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
