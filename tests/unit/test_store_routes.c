/* Routes, candidate sites, and what the step "routes" finds, in the workspace and back. */
#include "unit/store_world.h"

static const member route_members[] = {
    MEMBER(er_route, INT, id),         MEMBER(er_route, INT, source_id),
    MEMBER(er_route, TEXT, code),      MEMBER(er_route, TEXT, pilot_code),
    MEMBER(er_route, TEXT, name),      MEMBER(er_route, TEXT, name_en),
    MEMBER(er_route, TEXT, type),      MEMBER(er_route, TEXT, operator_),
    MEMBER(er_route, REAL, speed_kmh), MEMBER(er_route, BOOL, synthetic),
    MEMBER(er_route, REAL, length_m)};
static const member candidate_members[] = {
    MEMBER(er_candidate, INT, id),         MEMBER(er_candidate, INT, source_id),
    MEMBER(er_candidate, TEXT, code),      MEMBER(er_candidate, TEXT, name),
    MEMBER(er_candidate, REAL, height_m),  MEMBER(er_candidate, REAL, cost),
    MEMBER(er_candidate, POINT, position), MEMBER(er_candidate, BOOL, synthetic)};
static const member route_row_members[] = {
    MEMBER(er_route_row, INT, run_id),         MEMBER(er_route_row, INT, route_id),
    MEMBER(er_route_row, TEXT, stratum),       MEMBER(er_route_row, TEXT, operator_),
    MEMBER(er_route_row, REAL, length_m),      MEMBER(er_route_row, REAL, served_m),
    MEMBER(er_route_row, REAL, unknown_m),     MEMBER(er_route_row, INT, gaps),
    MEMBER(er_route_row, REAL, longest_gap_m), MEMBER(er_route_row, REAL, speed_kmh),
    MEMBER(er_route_row, REAL, gap_minutes),   MEMBER(er_route_row, REAL, longest_gap_minutes)};
static const member route_gap_members[] = {
    MEMBER(er_route_gap, INT, run_id),   MEMBER(er_route_gap, INT, route_id),
    MEMBER(er_route_gap, TEXT, stratum), MEMBER(er_route_gap, TEXT, operator_),
    MEMBER(er_route_gap, INT, number),   MEMBER(er_route_gap, TEXT, state),
    MEMBER(er_route_gap, REAL, from_m),  MEMBER(er_route_gap, REAL, to_m),
    MEMBER(er_route_gap, REAL, minutes)};
static const member route_part_members[] = {
    MEMBER(er_route_part, INT, run_id),    MEMBER(er_route_part, INT, route_id),
    MEMBER(er_route_part, INT, unit_id),   MEMBER(er_route_part, TEXT, scheme),
    MEMBER(er_route_part, TEXT, group),    MEMBER(er_route_part, REAL, length_m),
    MEMBER(er_route_part, REAL, served_m), MEMBER(er_route_part, REAL, unknown_m)};

static void routes_come_back_by_code(void **state) {
    fixture *f = *state;
    uint8_t wkb[50], other[50];
    er_source source = {.kind = "routes", .transform_accuracy_m = NAN};
    er_route *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    er_bytes shape = line(wkb, 119.5, 23.5, 120.25, 23.625);
    er_route ferry = {.source_id = source.id,
                      .code = "F-1",
                      .pilot_code = "p",
                      .name = "布袋—馬公",
                      .name_en = "Budai-Magong",
                      .type = "ferry",
                      .operator_ = "C",
                      .speed_kmh = 46.5,
                      .synthetic = true,
                      .length_m = 77123.5,
                      .geometry = shape};
    /* a line alone: what stands behind the head of the multiline */
    er_route trail = plain_route("A-1", (er_bytes){shape.data + 9, shape.size - 9});
    assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &ferry));
    assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &trail));
    assert_true(ferry.id > 0 && trail.id > ferry.id);
#define BAD(change, status, word)                                                                  \
    do {                                                                                           \
        er_route route = ferry;                                                                    \
        route.code = "B";                                                                          \
        REFUSED(f, er_route, er_store_add_route, route, change, status, word);                     \
    } while (0)
    BAD(code = "F-1", ER_ERR_INPUT, "there already");
    BAD(code = "", ER_ERR_INPUT, "needs a code");
    BAD(code = NULL, ER_ERR_INPUT, "needs a code");
    BAD(speed_kmh = 0, ER_ERR_RANGE, "speed");
    BAD(speed_kmh = -4, ER_ERR_RANGE, "speed");
    BAD(speed_kmh = INFINITY, ER_ERR_RANGE, "speed");
    BAD(length_m = 0, ER_ERR_RANGE, "length");
    BAD(length_m = NAN, ER_ERR_RANGE, "length");
    BAD(length_m = INFINITY, ER_ERR_RANGE, "length");
    BAD(geometry.size = 49, ER_ERR_GEOMETRY, "not a line");
    BAD(geometry.data = NULL, ER_ERR_GEOMETRY, "not a line");
    BAD(geometry = line(other, 0, 0, 0, 91), ER_ERR_RANGE, "a line lies outside");
    BAD(geometry = line(other, 0, 0, 0, NAN), ER_ERR_GEOMETRY, "not a line");
#undef BAD
    uint8_t polygon[93], few[50];
    trail.code = "B";
    trail.geometry = rectangle(polygon, 121, 25, 1, 1);
    assert_int_equal(er_store_add_route(f->ctx, f->store, &trail), ER_ERR_GEOMETRY);
    trail.geometry = line(few, 121, 25, 122, 26);
    few[14] = 1; /* a line of one point */
    trail.geometry.size -= 16;
    assert_int_equal(er_store_add_route(f->ctx, f->store, &trail), ER_ERR_GEOMETRY);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    reopen(f, ER_STORE_READ);
    trail.code = "A-1";
    assert_ok(f->ctx, er_store_routes(f->ctx, f->store, f->arena, true, &rows, &count));
    assert_int_equal(count, 2);
    SAME(route_members, &rows[0], &trail);
    SAME(route_members, &rows[1], &ferry);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(rows[i].geometry.size, sizeof wkb);
        assert_memory_equal(rows[i].geometry.data, wkb, sizeof wkb);
    }
    assert_ok(f->ctx, er_store_routes(f->ctx, f->store, f->arena, false, &rows, &count));
    assert_int_equal(count, 2);
    assert_null(rows[1].geometry.data);
    SAME(route_members, &rows[1], &ferry);
}

/** Several parts, the other byte order, heights left out. */
static void lines_of_every_make_are_read(void **state) {
    fixture *f = *state;
    static const uint8_t big_endian_with_z[] = {0,    0,    0, 3, 0xED, 0, 0, 0,
                                                2, /* multiline Z of two */
                                                0,    0,    0, 3, 0xEA, 0, 0, 0,
                                                2, /* line Z of two points: (1, 2, 7), (3, 2, 7) */
                                                0x3F, 0xF0, 0, 0, 0,    0, 0, 0,
                                                0x40, 0,    0, 0, 0,    0, 0, 0,
                                                0x40, 0x1C, 0, 0, 0,    0, 0, 0,
                                                0x40, 0x08, 0, 0, 0,    0, 0, 0,
                                                0x40, 0,    0, 0, 0,    0, 0, 0,
                                                0x40, 0x1C, 0, 0, 0,    0, 0, 0,
                                                0,    0,    0, 0, 2,    0, 0, 0,
                                                2, /* line of two points: (1, 1), (2, 2) */
                                                0x3F, 0xF0, 0, 0, 0,    0, 0, 0,
                                                0x3F, 0xF0, 0, 0, 0,    0, 0, 0,
                                                0x40, 0,    0, 0, 0,    0, 0, 0,
                                                0x40, 0,    0, 0, 0,    0, 0, 0};
    static const uint8_t part[9] = {1, 2, 0, 0, 0, 2, 0, 0, 0};
    const double points[2][4] = {{1, 2, 3, 2}, {1, 1, 2, 2}};
    er_route route = plain_route("z", (er_bytes){big_endian_with_z, sizeof big_endian_with_z});
    er_route *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &route));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_routes(f->ctx, f->store, f->arena, true, &rows, &count));
    assert_int_equal(rows[0].geometry.size, 9 + 2 * (9 + 32));
    for (size_t i = 0; i < 2; i++) {
        const uint8_t *at = rows[0].geometry.data + 9 + i * (9 + 32);
        assert_memory_equal(at, part, sizeof part);
        assert_memory_equal(at + 9, points[i], sizeof points[i]);
    }
}

static void candidates_come_back_by_code(void **state) {
    fixture *f = *state;
    er_candidate *rows;
    size_t count;
    er_source source = {.kind = "candidates", .transform_accuracy_m = NAN};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    er_candidate roof = {.source_id = source.id,
                         .code = "R",
                         .name = "樓頂",
                         .height_m = 25.5,
                         .cost = 0,
                         .position = {121.5, 25},
                         .synthetic = true};
    er_candidate lamp = {.code = "L", .height_m = NAN, .cost = NAN, .position = {-180, -90}};
    assert_ok(f->ctx, er_store_add_candidate(f->ctx, f->store, &roof));
    assert_ok(f->ctx, er_store_add_candidate(f->ctx, f->store, &lamp));
#define BAD(change, status, word)                                                                  \
    do {                                                                                           \
        er_candidate candidate = roof;                                                             \
        candidate.code = "B";                                                                      \
        REFUSED(f, er_candidate, er_store_add_candidate, candidate, change, status, word);         \
    } while (0)
    BAD(code = "L", ER_ERR_INPUT, "there already");
    BAD(code = NULL, ER_ERR_INPUT, "needs a code");
    BAD(position.x = NAN, ER_ERR_GEOMETRY, "needs a position");
    BAD(position.y = 90.5, ER_ERR_RANGE, "latitude");
    BAD(height_m = -1, ER_ERR_RANGE, "height_m");
    BAD(height_m = 10001, ER_ERR_RANGE, "height_m");
    BAD(cost = -1, ER_ERR_RANGE, "cost");
    BAD(cost = INFINITY, ER_ERR_RANGE, "cost");
#undef BAD
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_candidates(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(count, 2);
    SAME(candidate_members, &rows[0], &lamp);
    SAME(candidate_members, &rows[1], &roof);
}

static er_route_row plain_row(const world *w, int route, const char *stratum, const char *name) {
    return (er_route_row){.run_id = w->run,
                          .route_id = w->routes[route],
                          .stratum = stratum,
                          .operator_ = name,
                          .length_m = 1000,
                          .speed_kmh = NAN,
                          .gap_minutes = NAN,
                          .longest_gap_minutes = NAN};
}

static void shares_come_back_by_route_stratum_and_operator(void **state) {
    fixture *f = *state;
    world w = make_world(f, "routes");
    const er_route_row want[] = {
        {w.run, w.routes[FIRST], "any", NULL, 1234.5, 1000, 34.5, 3, 150.25, 60, 0.2, 0.15},
        plain_row(&w, FIRST, "all", NULL),
        plain_row(&w, FIRST, "operator", "A"),
        plain_row(&w, FIRST, "operator", "B"),
        plain_row(&w, SECOND, "any", NULL)};
    ROUND_TRIP(f, er_route_row, er_store_add_route_row, er_store_route_rows, route_row_members,
               want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_route_row, er_store_add_route_row, plain_row(&w, SECOND, "all", NULL), change,   \
            ER_ERR_RANGE, word)
    BAD(length_m = -1, "length_m");
    BAD(served_m = NAN, "served_m");
    BAD(unknown_m = -1, "unknown_m");
    BAD(gaps = -1, "gaps");
    BAD(longest_gap_m = -1, "longest_gap_m");
    BAD(speed_kmh = 0, "speed_kmh");
    BAD(gap_minutes = -1, "gap_minutes");
    BAD(longest_gap_minutes = -1, "longest_gap_minutes");
    BAD(operator_ = "A", "operator");
    BAD(stratum = NULL, "stratum");
#undef BAD
    REFUSED(f, er_route_row, er_store_add_route_row, want[4], route_id = 99, ER_ERR_INTERNAL,
            "not in the workspace");
}

static void gaps_come_back_along_the_route(void **state) {
    fixture *f = *state;
    uint8_t wkb[50];
    world w = make_world(f, "routes");
    const er_bytes shape = line(wkb, 121, 25, 121, 25.5);
    const er_route_gap want[] = {
        {w.run, w.routes[FIRST], "any", NULL, 2, "unserved", 100.5, 350, 0.25, shape},
        {w.run, w.routes[FIRST], "any", NULL, 10, "unknown", 400, 400, NAN, shape},
        {w.run, w.routes[FIRST], "operator", "A", 1, "unserved", 0, 350, NAN, shape},
        {w.run, w.routes[FIRST], "operator", "B", 1, "unserved", 0, 350, NAN, shape},
        {w.run, w.routes[SECOND], "any", NULL, 1, "unserved", 0, 350, NAN, shape}};
    ROUND_TRIP(f, er_route_gap, er_store_add_route_gap, er_store_route_gaps, route_gap_members,
               want);
    er_route_gap *rows;
    size_t count;
    assert_ok(f->ctx, er_store_route_gaps(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(rows[4].geometry.size, sizeof wkb);
    assert_memory_equal(rows[4].geometry.data, wkb, sizeof wkb);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_route_gap, er_store_add_route_gap, want[0], change, ER_ERR_RANGE, word)
    BAD(number = 0, "number");
    BAD(state = "served", "state");
    BAD(from_m = -1, "from_m");
    BAD(to_m = 100, "to_m");
    BAD(to_m = NAN, "to_m");
    BAD(minutes = -1, "minutes");
    BAD(operator_ = "A", "operator");
#undef BAD
}

/** Units first, by code, what is in none behind them; then the groups of the schemes. */
static void parts_come_back_units_first(void **state) {
    fixture *f = *state;
    world w = make_world(f, "routes");
    const er_route_part want[] = {
        {w.run, w.routes[FIRST], w.units[FIRST], NULL, NULL, 600.5, 500, 0.5},
        {w.run, w.routes[FIRST], w.units[SECOND], NULL, NULL, 300, 0, 300},
        {w.run, w.routes[FIRST], 0, NULL, NULL, 100, 0, 0},
        {w.run, w.routes[FIRST], 0, "area_class", "(outside)", 100, 0, 0},
        {w.run, w.routes[FIRST], 0, "area_class", "remote", 600.5, 500, 0.5},
        {w.run, w.routes[FIRST], 0, "region", "north", 600.5, 500, 0.5},
        {w.run, w.routes[SECOND], 0, NULL, NULL, 100, 0, 0}};
    ROUND_TRIP(f, er_route_part, er_store_add_route_part, er_store_route_parts, route_part_members,
               want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_route_part, er_store_add_route_part, want[5], change, ER_ERR_RANGE, word)
    BAD(group = NULL, "group_name");
    BAD(unit_id = w.units[FIRST], "unit_id");
    BAD(length_m = -1, "length_m");
    BAD(served_m = NAN, "served_m");
    BAD(unknown_m = -1, "unknown_m");
#undef BAD
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(routes_come_back_by_code),       TEST(lines_of_every_make_are_read),
        TEST(candidates_come_back_by_code),   TEST(shares_come_back_by_route_stratum_and_operator),
        TEST(gaps_come_back_along_the_route), TEST(parts_come_back_units_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
