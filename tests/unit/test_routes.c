/* The step "routes" on a small workspace whose figures have closed forms. */
#include "field_fixture.h"

#include "analysis/cover.h"

/* Two towns side by side at 121 degrees; the county around them reaches further south. */
static const double west = 120.8, middle = 121, east = 121.2, south = 23.4, north = 23.6;

static const er_study_scheme schemes[] = {{.name = "area_class"}, {.name = "flags"}};
static const er_study_speed speeds[] = {{"ferry", 30}, {"trail", 3}};

static er_study disc_study(double step_m) {
    return (er_study){.path = "s.yaml",
                      .coverage_model = "disc",
                      .default_radius_m = NAN,
                      .sha256 = "",
                      .schemes = schemes,
                      .scheme_count = 2,
                      .routes = {.step_m = step_m, .speeds = speeds, .speed_count = 2}};
}

static void add_schemes(fixture *f, int64_t town_west, int64_t town_east) {
    const er_scheme area = {.name = "area_class", .level = "town", .definition = "{}"},
                    flags = {.name = "flags",
                             .level = "town",
                             .definition = "{}",
                             .overlapping = true,
                             .rank = 1};
    const er_group area_groups[] = {{.scheme = "area_class", .name = "remote"}},
                   flag_groups[] = {{.scheme = "flags", .name = "x"},
                                    {.scheme = "flags", .name = "y", .rank = 1}};
    const er_unit_group area_members[] = {{.unit_id = town_west,
                                           .scheme = "area_class",
                                           .group = "remote",
                                           .rule = "r",
                                           .value = NAN,
                                           .threshold = NAN}};
    er_unit_group flag_members[] = {area_members[0], area_members[0], area_members[0]};
    for (size_t i = 0; i < 3; i++)
        flag_members[i].scheme = "flags";
    flag_members[0].group = "x";
    flag_members[1].group = "y";
    flag_members[2].group = "y";
    flag_members[2].unit_id = town_east;
    assert_ok(f->ctx,
              er_store_replace_scheme(f->ctx, f->store, &area, area_groups, 1, area_members, 1));
    assert_ok(f->ctx,
              er_store_replace_scheme(f->ctx, f->store, &flags, flag_groups, 2, flag_members, 3));
}

static void add_world(fixture *f) {
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    add_unit(f, "county", "1", NULL, west, south - 0.1, east - west, north - south + 0.1);
    int64_t a = add_unit(f, "town", "10", "1", west, south, middle - west, north - south);
    int64_t b = add_unit(f, "town", "11", "1", middle, south, east - middle, north - south);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    add_schemes(f, a, b);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** A route of parts that all have `each` points. */
static void add_route(fixture *f, const char *code, const char *type, double speed_kmh,
                      const er_point *points, size_t each, size_t parts) {
    size_t part_start[8] = {0};
    er_way way;
    er_route route = {.code = code, .type = type, .speed_kmh = speed_kmh};
    for (size_t i = 0; i < parts; i++)
        part_start[i + 1] = part_start[i] + each;
    assert_ok(f->ctx, er_way_write(f->ctx, f->arena, points, part_start, parts, &route.geometry));
    assert_ok(f->ctx, er_way_read(f->ctx, f->arena, route.geometry, &way));
    route.length_m = way.length_m;
    bool alone = er_store_begin(f->ctx, f->store) == ER_OK;
    assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &route));
    if (alone) assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static er_station disc_of(const char *operator_, er_point place, double radius_m) {
    er_station station = plain_station(place.x, place.y);
    station.operator_ = operator_;
    station.radius_m = radius_m;
    return station;
}

/** What a run says. */
typedef struct answers {
    er_route_row *rows;
    size_t row_count;
    er_route_gap *gaps;
    size_t gap_count;
    er_route_part *parts;
    size_t part_count;
} answers;

static answers look(fixture *f, const er_study *study) {
    int64_t run = 0;
    answers a;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, &run));
    assert_ok(f->ctx, er_routes(f->ctx, f->store, study, &run));
    assert_ok(f->ctx, er_store_route_rows(f->ctx, f->store, f->arena, run, &a.rows, &a.row_count));
    assert_ok(f->ctx, er_store_route_gaps(f->ctx, f->store, f->arena, run, &a.gaps, &a.gap_count));
    assert_ok(f->ctx,
              er_store_route_parts(f->ctx, f->store, f->arena, run, &a.parts, &a.part_count));
    return a;
}

static const er_route_row *row_of(const answers *a, const char *stratum, const char *operator_) {
    for (size_t i = 0; i < a->row_count; i++)
        if (strcmp(a->rows[i].stratum, stratum) == 0 &&
            (!operator_ || strcmp(a->rows[i].operator_, operator_) == 0))
            return &a->rows[i];
    fail_msg("no row of %s %s", stratum, operator_ ? operator_ : "");
    return NULL;
}

/** Every stratum's lengths add up, and its gaps to what is not served. */
static void assert_sums(const answers *a) {
    for (size_t i = 0; i < a->row_count; i++) {
        const er_route_row *row = &a->rows[i];
        double unserved = row->length_m - row->served_m - row->unknown_m, gaps = 0, unknown = 0;
        assert_true(row->served_m >= 0 && row->unknown_m >= 0 && unserved >= 0);
        if (strcmp(row->stratum, "all") == 0) continue;
        for (size_t g = 0; g < a->gap_count; g++) {
            const er_route_gap *gap = &a->gaps[g];
            if (gap->route_id != row->route_id || strcmp(gap->stratum, row->stratum) != 0 ||
                (row->operator_ && strcmp(gap->operator_, row->operator_) != 0))
                continue;
            *(strcmp(gap->state, "unknown") == 0 ? &unknown : &gaps) += gap->to_m - gap->from_m;
        }
        assert_within(gaps, unserved, 1e-9 * row->length_m);
        assert_within(unknown, row->unknown_m, 1e-9 * row->length_m);
    }
}

static void a_line_through_a_disc_is_served_by_a_chord(void **state) {
    fixture *f = *state;
    const er_point line[] = {{120.9, 23.45}, {120.9, 23.55}};
    const er_point beside = er_geodesic_direct((er_point){120.9, 23.5}, 90, 600);
    const er_station stations[] = {disc_of("A", beside, 1000),
                                   disc_of("B", (er_point){120.9, 23.5}, 300)};
    const er_study study = disc_study(0.5);
    add_world(f);
    add_stations(f, stations, 2, 0);
    add_route(f, "r", "ferry", NAN, line, 2, 1);
    answers a = look(f, &study);
    assert_sums(&a);
    assert_int_equal(a.row_count, 4);
    const double length = er_geodesic_distance(line[0], line[1]),
                 before = er_geodesic_distance(line[0], (er_point){120.9, 23.5});
    const er_route_row *any = row_of(&a, "any", NULL), *both = row_of(&a, "all", NULL);
    assert_within(any->length_m, length, 1e-6);
    assert_within(any->served_m, 2 * 800, 0.51);
    assert_within(row_of(&a, "operator", "A")->served_m, 2 * 800, 0.51);
    assert_within(row_of(&a, "operator", "B")->served_m, 2 * 300, 0.51);
    assert_within(both->served_m, 2 * 300, 0.51);
    assert_true(any->unknown_m == 0 && any->gaps == 2 && both->gaps == 2);
    assert_within(any->longest_gap_m, fmax(before, length - before) - 800, 0.51);
    assert_true(any->speed_kmh == 30);
    assert_within(any->gap_minutes, (length - any->served_m) / 500, 1e-9); /* 30 km/h: 500 m/min */
    assert_within(any->longest_gap_minutes, any->longest_gap_m / 500, 1e-12);
    /* any and the operators, two each; not all */
    assert_int_equal(a.gap_count, 6);
    assert_string_equal(a.gaps[0].stratum, "any");
    assert_true(a.gaps[0].from_m == 0 && a.gaps[0].number == 1 && a.gaps[1].number == 2);
    assert_within(a.gaps[0].to_m, before - 800, 0.51);
    assert_within(a.gaps[1].from_m, before + 800, 0.51);
    assert_true(a.gaps[1].to_m == length);
    assert_within(a.gaps[1].minutes, (a.gaps[1].to_m - a.gaps[1].from_m) / 500, 1e-12);
    /* their geometry lies along the way */
    for (size_t g = 0; g < a.gap_count; g++) {
        er_way way;
        assert_ok(f->ctx, er_way_read(f->ctx, f->arena, a.gaps[g].geometry, &way));
        assert_within(way.length_m, a.gaps[g].to_m - a.gaps[g].from_m, 1e-6);
        assert_within(er_geodesic_distance(line[0], way.points[0]), a.gaps[g].from_m, 1e-6);
    }
}

static const er_route_part *part_of(const answers *a, int64_t unit, const char *scheme,
                                    const char *group) {
    for (size_t i = 0; i < a->part_count; i++) {
        const er_route_part *part = &a->parts[i];
        if (!scheme ? !part->scheme && part->unit_id == unit
                    : part->scheme && strcmp(part->scheme, scheme) == 0 &&
                          strcmp(part->group, group) == 0)
            return part;
    }
    fail_msg("no part of unit %lld, %s %s", (long long)unit, scheme ? scheme : "",
             group ? group : "");
    return NULL;
}

static void parts_add_up_by_unit_and_by_group(void **state) {
    fixture *f = *state;
    er_unit *units;
    size_t count;
    add_world(f);
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    /* Over the towns' border in the middle of the first edge, then south through the county, then
     * out to the sea. */
    const er_point line[] = {{120.9, 23.5}, {121.1, 23.5}, {121.1, 23.35}, {121.1, 23.25}};
    const er_station stations[] = {disc_of("A", line[0], 1000)};
    const er_study study = disc_study(1);
    add_stations(f, stations, 1, 0);
    add_route(f, "r", "ferry", NAN, line, 4, 1);
    answers a = look(f, &study);
    const double half = er_geodesic_distance(line[0], line[1]) / 2,
                 to_county = er_geodesic_distance(line[1], (er_point){121.1, south}),
                 in_county =
                     er_geodesic_distance((er_point){121.1, south}, (er_point){121.1, south - 0.1}),
                 length = a.rows[0].length_m;
    const double at_sea = length - 2 * half - to_county - in_county;
    assert_int_equal(count, 3);
    assert_string_equal(units[1].code, "10");
    assert_within(part_of(&a, units[1].id, NULL, NULL)->length_m, half, 1.01);
    assert_within(part_of(&a, units[1].id, NULL, NULL)->served_m, 1000, 1.01);
    assert_within(part_of(&a, units[2].id, NULL, NULL)->length_m, half + to_county, 1.01);
    assert_true(part_of(&a, units[2].id, NULL, NULL)->served_m == 0);
    assert_within(part_of(&a, units[0].id, NULL, NULL)->length_m, in_county, 1.01);
    assert_within(part_of(&a, 0, NULL, NULL)->length_m, at_sea, 1.01);
    assert_string_equal(part_of(&a, 0, NULL, NULL)->group, ER_LINE_OUTSIDE);
    assert_within(part_of(&a, 0, "area_class", "remote")->length_m, half, 1.01);
    assert_within(part_of(&a, 0, "area_class", ER_LINE_NONE)->length_m, half + to_county, 1.01);
    /* a county is no town */
    assert_within(part_of(&a, 0, "area_class", ER_LINE_OUTSIDE)->length_m, in_county + at_sea,
                  1.01);
    assert_within(part_of(&a, 0, "flags", "x")->length_m, half, 1.01);
    assert_within(part_of(&a, 0, "flags", "y")->length_m, 2 * half + to_county, 1.01);
    double by_unit = 0, by_class = 0, served = 0;
    for (size_t i = 0; i < a.part_count; i++) {
        const er_route_part *part = &a.parts[i];
        if (!part->scheme) by_unit += part->length_m;
        if (!part->scheme) served += part->served_m;
        if (part->scheme && strcmp(part->scheme, "area_class") == 0) by_class += part->length_m;
    }
    assert_int_equal(a.part_count, 4 + 3 + 3);
    assert_within(by_unit, length, 1e-9 * length);
    assert_within(by_class, length, 1e-9 * length);
    assert_within(served, row_of(&a, "any", NULL)->served_m, 1e-9 * length);
}

static void gaps_go_on_only_where_parts_meet(void **state) {
    fixture *f = *state;
    const er_point apart[] = {{120.9, 23.5}, {120.95, 23.5}, {120.96, 23.5}, {121.05, 23.5}},
                   meeting[] = {{120.9, 23.5}, {120.95, 23.5}, {120.95, 23.5}, {121.05, 23.5}};
    const er_station stations[] = {disc_of("A", (er_point){121.2, 23.45}, 1000)};
    const er_study study = disc_study(25);
    add_world(f);
    add_stations(f, stations, 1, 0);
    add_route(f, "apart", "hike", NAN, apart, 2, 2);
    add_route(f, "meeting", NULL, 6, meeting, 2, 2);
    answers a = look(f, &study);
    assert_sums(&a);
    const double first = er_geodesic_distance(apart[0], apart[1]),
                 second = er_geodesic_distance(apart[2], apart[3]);
    const er_route_row *row = &a.rows[0];
    assert_within(row->length_m, first + second, 1e-6);
    assert_int_equal(row->gaps, 2);
    assert_within(row->longest_gap_m, second, 1e-6);
    assert_true(isnan(row->speed_kmh) && isnan(row->gap_minutes));
    assert_true(isnan(row->longest_gap_minutes) && isnan(a.gaps[0].minutes));
    assert_within(a.gaps[1].from_m, first, 1e-6); /* not where the next part lies on the map */
    row = &a.rows[3];
    assert_string_equal(row->stratum, "any");
    assert_int_equal(row->gaps, 1);
    assert_true(row->speed_kmh == 6 && row->longest_gap_m == row->length_m);
    assert_within(row->gap_minutes, row->length_m / 100, 1e-9);
}

static void over_the_antimeridian_nothing_jumps(void **state) {
    fixture *f = *state;
    const er_point line[] = {{179.9, -17}, {-179.9, -17}};
    const er_station stations[] = {disc_of("A", (er_point){180, -17}, 2000)};
    const er_study study = disc_study(1);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 0));
    add_unit(f, "town", "w", NULL, 179.8, -17.2, 0.2, 0.4);
    add_unit(f, "town", "e", NULL, -180, -17.2, 0.2, 0.4);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    add_stations(f, stations, 1, 0);
    add_route(f, "r", "ferry", NAN, line, 2, 1);
    answers a = look(f, &study);
    assert_sums(&a);
    const er_route_row *any = row_of(&a, "any", NULL);
    assert_within(any->length_m, er_geodesic_distance(line[0], line[1]), 1e-6);
    assert_within(any->served_m, 4000, 1.01);
    assert_int_equal(any->gaps, 2);
    assert_within(a.gaps[0].to_m - a.gaps[0].from_m, a.gaps[1].to_m - a.gaps[1].from_m, 1.01);
    assert_int_equal(a.part_count, 2);
    assert_within(a.parts[0].length_m, any->length_m / 2, 1.01);
    assert_within(a.parts[1].length_m, any->length_m / 2, 1.01);
}

static void without_stations_nothing_is_known(void **state) {
    fixture *f = *state;
    const er_point line[] = {{120.9, 23.45}, {120.9, 23.55}};
    const er_study study = disc_study(25);
    add_world(f);
    add_route(f, "r", "ferry", NAN, line, 2, 1);
    answers a = look(f, &study);
    assert_int_equal(a.row_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(a.rows[i].unknown_m == a.rows[i].length_m && a.rows[i].served_m == 0);
        assert_true(a.rows[i].gaps == 0 && a.rows[i].longest_gap_m == 0);
        assert_true(a.rows[i].gap_minutes == 0);
    }
    assert_int_equal(a.gap_count, 1);
    assert_string_equal(a.gaps[0].state, "unknown");
    assert_true(a.gaps[0].from_m == 0 && a.gaps[0].to_m == a.rows[0].length_m);
    assert_sums(&a);
}

static void what_the_plane_does_not_hold_is_unknown(void **state) {
    fixture *f = *state;
    /* a quarter of the Earth from the central meridian, and through the disc */
    const er_point line[] = {{-149, 0}, {-148.9, 0.1}, {120.9, 23.45}, {120.9, 23.55}};
    const er_station stations[] = {disc_of("A", (er_point){120.9, 23.5}, 1000),
                                   disc_of("B", (er_point){120.9, 23.5}, 3000)};
    er_study study = disc_study(5);
    study.working_crs = "EPSG:3826";
    add_world(f);
    add_stations(f, stations, 2, 0);
    add_route(f, "r", "ferry", NAN, line, 2, 2);
    answers a = look(f, &study);
    assert_sums(&a);
    const double far = er_geodesic_distance(line[0], line[1]);
    for (size_t i = 0; i < a.row_count; i++)
        assert_within(a.rows[i].unknown_m, far, 1e-6);
    assert_within(row_of(&a, "operator", "A")->served_m, 2000, 5.01);
    assert_within(row_of(&a, "operator", "B")->served_m, 6000, 5.01);
    assert_int_equal(row_of(&a, "any", NULL)->gaps, 2);
}

static void pieces_are_what_the_field_says_of_their_middles(void **state) {
    fixture *f = *state;
    enum { PIECES = 400 };
    const er_point line[] = {{120.9, 23.45}, {120.92, 23.55}};
    const er_station stations[] = {field_station("A", 120.91, 23.5),
                                   field_station("B", 120.912, 23.53)};
    er_study study = field_study();
    er_signal signals[2 * PIECES];
    er_point middles[PIECES];
    double length, azimuth, served[2] = {0}, any = 0, all = 0;
    er_geodesic_inverse(line[0], line[1], &length, &azimuth);
    study.schemes = schemes;
    study.scheme_count = 2;
    study.routes = (er_study_routes){.step_m = length / (PIECES - 0.5)};
    field_add_areas(f, 120.8, 23.45);
    add_stations(f, stations, 2, 0);
    add_route(f, "r", "ferry", NAN, line, 2, 1);
    answers a = look(f, &study);
    struct field_world w = open_field(f, &study);
    for (size_t i = 0; i < PIECES; i++)
        middles[i] = er_geodesic_direct(line[0], azimuth, length * ((double)i + 0.5) / PIECES);
    assert_ok(f->ctx, er_field_points(f->ctx, w.field, middles, PIECES, signals));
    for (size_t i = 0; i < PIECES; i++) {
        bool by_a = signals[i].level > 0, by_b = signals[PIECES + i].level > 0;
        served[0] += by_a * length / PIECES;
        served[1] += by_b * length / PIECES;
        any += (by_a || by_b) * length / PIECES;
        all += (by_a && by_b) * length / PIECES;
    }
    close_field(&w);
    assert_true(served[0] > 0 && served[0] < length && any > served[0] && all < served[0]);
    assert_within(row_of(&a, "operator", "A")->served_m, served[0], 1e-6);
    assert_within(row_of(&a, "operator", "B")->served_m, served[1], 1e-6);
    assert_within(row_of(&a, "any", NULL)->served_m, any, 1e-6);
    assert_within(row_of(&a, "all", NULL)->served_m, all, 1e-6);
    assert_sums(&a);
}

/* ---- the same bytes ---------------------------------------------------------------------------
 */

static void hex(FILE *to, er_bytes bytes) {
    for (size_t i = 0; i < bytes.size; i++)
        fprintf(to, "%02x", bytes.data[i]);
}

/** Everything a run says, without ids. */
static char *dump(const answers *a) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < a->row_count; i++)
        fprintf(to, "%s %s %a %a %a %lld %a\n", a->rows[i].stratum,
                a->rows[i].operator_ ? a->rows[i].operator_ : "", a->rows[i].length_m,
                a->rows[i].served_m, a->rows[i].unknown_m, (long long)a->rows[i].gaps,
                a->rows[i].longest_gap_m);
    for (size_t i = 0; i < a->gap_count; i++) {
        fprintf(to, "%s %lld %s %a %a ", a->gaps[i].stratum, (long long)a->gaps[i].number,
                a->gaps[i].state, a->gaps[i].from_m, a->gaps[i].to_m);
        hex(to, a->gaps[i].geometry);
        fputc('\n', to);
    }
    for (size_t i = 0; i < a->part_count; i++)
        fprintf(to, "%s %s %a %a\n", a->parts[i].scheme ? a->parts[i].scheme : "",
                a->parts[i].group ? a->parts[i].group : "", a->parts[i].length_m,
                a->parts[i].served_m);
    fclose(to);
    return text;
}

enum { MANY = 40 };

static void add_many(fixture *f, size_t first) {
    er_station stations[MANY];
    for (size_t i = 0; i < MANY; i++) {
        er_random random = er_random_stream(4, i);
        double x = west + 0.4 * er_random_unit(&random), y = south + 0.2 * er_random_unit(&random);
        stations[i] =
            disc_of(i % 3 ? "A" : "B", (er_point){x, y}, 500 + 2000 * er_random_unit(&random));
    }
    add_stations(f, stations, MANY, first);
    for (size_t k = 0; k < MANY; k++) {
        size_t i = (first + 7 * k) % MANY;
        er_random random = er_random_stream(5, i);
        er_point points[6];
        char code[8];
        snprintf(code, sizeof code, "r%02zu", i);
        for (size_t p = 0; p < 6; p++)
            points[p] = (er_point){west + 0.4 * er_random_unit(&random),
                                   south - 0.2 + 0.5 * er_random_unit(&random)};
        add_route(f, code, "ferry", NAN, points, 3, 2);
    }
}

static char *dump_of(size_t first, int threads) {
    void *state = NULL;
    const er_study study = disc_study(50);
    if (fixture_up(&state) != 0 || !state) abort();
    fixture *f = state;
    er_context_set_threads(f->ctx, threads);
    add_world(f);
    add_many(f, first);
    answers a = look(f, &study);
    assert_sums(&a);
    assert_int_equal(a.row_count, MANY * 4);
    char *text = dump(&a);
    assert_int_equal(fixture_down(&state), 0);
    return text;
}

static void results_do_not_depend_on_threads_or_row_order(void **state) {
    (void)state;
    char *one = dump_of(0, 1), *four = dump_of(0, 4), *other = dump_of(13, 3);
    assert_true(strlen(one) > 10000);
    assert_string_equal(one, four);
    assert_string_equal(one, other);
    free(one);
    free(four);
    free(other);
}

static void what_is_missing_is_said(void **state) {
    fixture *f = *state;
    const er_point line[] = {{120.9, 23.45}, {120.9, 23.55}};
    er_study study = disc_study(25);
    int64_t run = 0;
    add_world(f);
    assert_int_equal(er_routes(f->ctx, f->store, &study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach load routes"));
    add_route(f, "r", "ferry", NAN, line, 2, 1);
    assert_int_not_equal(er_routes(f->ctx, f->store, &study, &run), ER_OK);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach cover"));
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &run));
    assert_ok(f->ctx, er_routes(f->ctx, f->store, &study, &run));
    study.default_radius_m = 700; /* another coverage */
    assert_int_equal(er_routes(f->ctx, f->store, &study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach cover"));
}

#define test_on_workspace(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_on_workspace(a_line_through_a_disc_is_served_by_a_chord),
        test_on_workspace(parts_add_up_by_unit_and_by_group),
        test_on_workspace(gaps_go_on_only_where_parts_meet),
        test_on_workspace(over_the_antimeridian_nothing_jumps),
        test_on_workspace(without_stations_nothing_is_known),
        test_on_workspace(what_the_plane_does_not_hold_is_unknown),
        test_on_workspace(pieces_are_what_the_field_says_of_their_middles),
        test_on_workspace(what_is_missing_is_said),
        cmocka_unit_test(results_do_not_depend_on_threads_or_row_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
