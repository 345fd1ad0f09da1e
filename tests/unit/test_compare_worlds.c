/* The step compare between workspaces, over different boundaries, on random worlds set against the
 * coverage runs themselves, and on grids of cells counted with other eyes. */
#include "compare_fixture.h"
#include "field_fixture.h"

/* ---- two workspaces -------------------------------------------------------------------------- */

static er_compare_options against(const fixture *other) {
    return (er_compare_options){.before.workspace = other->path};
}

static fixture *another(void) {
    void *state = NULL;
    assert_int_equal(fixture_up(&state), 0);
    return state;
}

static void drop(fixture *f) {
    void *state = f;
    assert_int_equal(fixture_down(&state), 0);
}

static er_station named(const char *code, double x, double y, double radius_m) {
    er_station station = station_of("A", x, y, radius_m);
    station.code = code;
    station.band = "n78";
    return station;
}

static void a_moved_disc_and_what_changed_of_stations(void **state) {
    fixture *f = *state, *old = another();
    struct stack s = make_stack(f, 23.5);
    make_stack(old, 23.5);
    /* b moves into the upper village, c grows, d has another code, e goes, f comes; the last two
     * are one: its codes are not stated and it stands within a metre */
    er_station was[] = {named("a", 120.85, low_y, 1000), named("b", 120.95, low_y, 1000),
                        named("c", 121.05, low_y, 1000), named("d", 121.15, low_y, 1000),
                        named("e", 120.9, far_y, 1000),  named(NULL, 121.1, far_y, 500)};
    er_station is[] = {named("a", 120.85, low_y, 1000), named("b", 120.95, high_y, 1000),
                       named("c", 121.05, low_y, 1500), named("d2", 121.15, low_y, 1000),
                       named("f", 120.9, far_y, 1000),  named(NULL, 121.100005, far_y, 500)};
    is[4].operator_ = "B"; /* the same place, and yet not the same station */
    add_stations(old, was, 6, 0);
    add_stations(f, is, 6, 0);
    cover_now(old, &bare_study);
    cover_now(f, &bare_study);
    er_compare_result r = compare_of(f, NULL, against(old));
    const er_compare_row *low = unit_row(&r, s.low), *high = unit_row(&r, s.high);
    assert_relative(low->served_km2.lost, M_PI, 1e-6);
    assert_relative(low->served_km2.gained, M_PI * (2.25 - 1), 1e-6);
    assert_relative(low->served_km2.kept, M_PI * 3, 1e-6);
    assert_relative(high->served_km2.gained, M_PI, 1e-6);
    assert_true(high->served_km2.before == 0);
    assert_all_add_up(&r);
    assert_int_equal(count_causes(&r, "station", "added"), 1);
    assert_int_equal(count_causes(&r, "station", "removed"), 1);
    assert_int_equal(count_causes(&r, "station", "changed"), 4);
    assert_string_equal(cause_of(&r, "station", "f")->change, "added");
    assert_string_equal(cause_of(&r, "station", "e")->change, "removed");
    assert_string_equal(cause_of(&r, "station", "b")->before, "place 120.95 23.45");
    assert_string_equal(cause_of(&r, "station", "b")->after, "place 120.95 23.55");
    assert_string_equal(cause_of(&r, "station", "c")->after, "radius_m 1500");
    assert_string_equal(cause_of(&r, "station", "d2")->before, "code d");
    assert_true(strstr(r.before, old->path) == r.before);
    drop(old);
}

static void different_boundaries_are_refused_by_name(void **state) {
    fixture *f = *state, *old = another();
    struct stack s = make_stack(f, 23.5);
    make_stack(old, 23.51);
    er_compare_options options = against(old);
    er_compare_result r;
    er_station station = named("a", 121, high_y, 1000);
    add_stations(old, &station, 1, 0);
    station.radius_m = 2000;
    add_stations(f, &station, 1, 0);
    cover_now(old, &bare_study);
    cover_now(f, &bare_study);
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(
        strstr(er_context_error(f->ctx), "village 101 (changed), village 102 (changed)"));
    assert_non_null(strstr(er_context_error(f->ctx), "2 units differ in all"));
    options.common_units = true;
    r = compare_of(f, NULL, options);
    assert_int_equal(r.left_out, 2);
    assert_int_equal(count_causes(&r, "boundary", "changed"), 2);
    for (size_t i = 0; i < r.row_count; i++)
        assert_true(r.rows[i].unit_id != s.low && r.rows[i].unit_id != s.high);
    /* the town above them has its persons evenly, not those of villages that are not compared */
    const er_compare_row *town = unit_row(&r, s.town);
    assert_relative(town->served_km2.gained, M_PI * 3, 1e-6);
    assert_relative(town->persons_served.gained, 4000 * M_PI * 3 / town->area_km2, 1e-6);
    assert_true(unit_row(&r, s.county)->persons_served.gained == town->persons_served.gained);
    assert_all_add_up(&r);
    drop(old);
}

static void a_border_that_is_written_anew_is_the_same(void **state) {
    fixture *f = *state, *old = another();
    struct stack s = make_stack(f, 23.5);
    make_stack(old, 23.5 + 1e-9); /* a tenth of a millimetre */
    er_station station = named("a", 121, 23.5, 2000);
    add_stations(old, &station, 1, 0);
    add_stations(f, &station, 1, 0);
    cover_now(old, &bare_study);
    cover_now(f, &bare_study);
    er_compare_result r = compare_of(f, NULL, against(old));
    assert_int_equal(r.left_out, 0);
    assert_true(unit_row(&r, s.low)->served_km2.lost == 0);
    assert_true(unit_row(&r, s.low)->served_km2.before > 6);
    assert_int_equal(r.cause_count, 0);
    drop(old);
}

static void units_of_one_side_alone_are_named(void **state) {
    fixture *f = *state, *old = another();
    struct stack s = make_stack(f, 23.5);
    make_stack(old, 23.5);
    er_station station = named("a", 121, low_y, 1000);
    er_compare_options options = against(old);
    er_compare_result r;
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    int64_t extra = add_layer(f, "village", "111", "11", 23.2, 23.3);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    add_stations(old, &station, 1, 0);
    add_stations(f, &station, 1, 0);
    cover_now(old, &bare_study);
    cover_now(f, &bare_study);
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "village 111 (added); 1 units differ"));
    options.common_units = true;
    r = compare_of(f, NULL, options);
    assert_int_equal(count_causes(&r, "boundary", "added"), 1);
    assert_true(unit_row(&r, s.low)->served_km2.kept > 3);
    for (size_t i = 0; i < r.row_count; i++)
        assert_true(r.rows[i].unit_id != extra);
    drop(old);
}

static void a_town_with_a_village_left_out_has_its_other_persons_on_the_rest(void **state) {
    fixture *f = *state, *old = another();
    struct stack s = make_stack(f, 23.5);
    make_stack(old, 23.5);
    er_station station = named("a", 121, low_y, 1000);
    er_compare_options options = against(old);
    int64_t orphans;
    options.common_units = true;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_persons(f, add_layer(f, "village", "103", "10", 23.55, 23.6), 400);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    add_stations(old, &station, 1, 0);
    add_stations(f, &station, 1, 0);
    cover_now(old, &bare_study);
    cover_now(f, &bare_study);
    er_compare_result r = compare_of(f, NULL, options);
    const er_compare_row *town = unit_row(&r, s.town), *low = unit_row(&r, s.low);
    assert_relative(low->persons_served.kept, 1000 * M_PI / low->area_km2, 1e-6);
    /* the villages fill the town and none else is served; 400 more live anywhere in it */
    assert_true(town->persons_served.before == low->persons_served.before);
    assert_relative(town->persons_served.after,
                    low->persons_served.after + 400 * M_PI / town->area_km2, 1e-6);
    assert_all_add_up(&r);
    drop(old);
}

/* ---- random worlds --------------------------------------------------------------------------- */

enum { STATIONS = 60 };

static void make_random(er_station *stations, uint64_t seed) {
    er_random random = er_random_stream(seed, 0);
    for (size_t i = 0; i < STATIONS; i++) {
        double x = west - 0.02 + 0.44 * er_random_unit(&random);
        double y = 23.18 + 0.44 * er_random_unit(&random);
        stations[i] = station_of(i % 2 ? "A" : "B", x, y, 300 + 4000 * er_random_unit(&random));
        if (i % 7 == 6) { /* two operators on one mast */
            stations[i].position = stations[i - 1].position;
            stations[i].radius_m = stations[i - 1].radius_m;
        }
    }
}

static double row_km2(fixture *f, int64_t run, int64_t unit, const char *stratum, const char *of) {
    return find_row(f, run, "unit", unit, stratum, of).served_km2;
}

/** What both serve is what each serves less what any does: three runs of their own. */
static void random_worlds_agree_with_their_runs(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        fixture *f = another();
        struct stack s = make_stack(f, 23.5);
        er_station stations[STATIONS];
        make_random(stations, seed);
        add_stations(f, stations, STATIONS, 0);
        int64_t run = cover_now(f, &bare_study);
        er_compare_result r = compare_of(
            f, NULL, (er_compare_options){.before.operator_ = "A", .after.operator_ = "B"});
        const int64_t units[] = {s.county, s.town, s.far, s.low, s.high};
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
            const er_compare_row *row = unit_row(&r, units[i]);
            double a = row_km2(f, run, units[i], "operator", "A");
            double b = row_km2(f, run, units[i], "operator", "B");
            double both = a + b - row_km2(f, run, units[i], "any", NULL);
            double slack = 1e-6 * row->area_km2; /* a town is the sum of its villages */
            if (units[i] == s.low || units[i] == s.high) slack = 1e-9 * row->area_km2;
            assert_true(fabs(row->served_km2.before - a) <= slack);
            assert_true(fabs(row->served_km2.after - b) <= slack);
            assert_true(fabs(row->served_km2.kept - both) <= slack);
            assert_true(both > 0);
        }
        assert_all_add_up(&r);
        drop(f);
    }
}

static void same_rows(const er_compare_result *a, const er_compare_result *b) {
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->cause_count, b->cause_count);
    assert_int_equal(a->index_count, b->index_count);
    for (size_t i = 0; i < a->row_count; i++) {
        assert_memory_equal(&a->rows[i].served_km2, &b->rows[i].served_km2,
                            sizeof a->rows[i].served_km2);
        assert_memory_equal(&a->rows[i].persons_served, &b->rows[i].persons_served,
                            sizeof a->rows[i].persons_served);
    }
    for (size_t i = 0; i < a->cause_count; i++) {
        assert_true(er_equal_texts(a->causes[i].subject, b->causes[i].subject));
        assert_true(er_equal_texts(a->causes[i].after, b->causes[i].after));
        assert_memory_equal(&a->causes[i].position, &b->causes[i].position, sizeof(er_point));
    }
    for (size_t i = 0; i < a->index_count; i++) {
        assert_true(er_equal_numbers(a->indices[i].change, b->indices[i].change));
        assert_true(er_equal_numbers(a->indices[i].low, b->indices[i].low));
        assert_true(er_equal_numbers(a->indices[i].high, b->indices[i].high));
    }
}

static er_compare_result compare_shuffled(fixture *f, const er_station *stations, size_t first) {
    make_stack(f, 23.5);
    add_stations(f, stations, 30, first % 30);
    cover_now(f, &bare_study);
    add_stations(f, stations + 30, 29, first % 29);
    cover_now(f, &bare_study);
    return compare_of(f, NULL, (er_compare_options){.before.run_id = 1});
}

static void threads_and_order_change_no_byte(void **state) {
    fixture *f = *state, *shuffled = another();
    er_station stations[STATIONS];
    make_random(stations, 11);
    for (size_t i = 0; i < STATIONS; i += 3)
        stations[i].code = "twice"; /* a code that does not say which */
    er_context_set_threads(f->ctx, 1);
    er_compare_result r = compare_shuffled(f, stations, 0);
    assert_true(count_causes(&r, "station", "added") == 29);
    er_context_set_threads(f->ctx, 2);
    er_compare_result again = compare_of(f, NULL, (er_compare_options){.before.run_id = 1});
    same_rows(&r, &again);
    er_compare_result other = compare_shuffled(shuffled, stations, 17);
    same_rows(&r, &other);
    drop(shuffled);
}

/* ---- cells ----------------------------------------------------------------------------------- */

/** Square kilometres by state before and after, straight from the masks and the cells' shares. */
static void count_cells(fixture *f, const er_study *study, const int64_t *runs, int64_t unit_id,
                        double km2[3][3]) {
    er_cover_mask *masks[2] = {NULL, NULL};
    size_t counts[2] = {0, 0}, unit_count = 0, run_count = 0, capacity = 0;
    er_unit *units = NULL;
    er_plane *plane = NULL;
    er_cell_run *cells = NULL;
    er_area area;
    er_grid grid;
    for (int side = 0; side < 2; side++)
        assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, runs[side], &masks[side],
                                               &counts[side]));
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, true, &units, &unit_count));
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, study, &plane));
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < unit_count; i++) {
        assert_ok(f->ctx, er_area_from_wkb(f->ctx, plane, units[i].geometry, &area));
        box = (er_box){fmin(box.min_x, area.box.min_x), fmin(box.min_y, area.box.min_y),
                       fmax(box.max_x, area.box.max_x), fmax(box.max_y, area.box.max_y)};
        er_area_clear(&area);
    }
    assert_ok(f->ctx, er_grid_over(f->ctx, box, study->radio.resolution_m, &grid));
    for (size_t i = 0; i < unit_count; i++) {
        if (units[i].id != unit_id) continue;
        assert_ok(f->ctx, er_area_from_wkb(f->ctx, plane, units[i].geometry, &area));
        er_tile whole = {0, 0, (int32_t)grid.columns, (int32_t)grid.rows};
        assert_ok(f->ctx,
                  er_cell_shares(f->ctx, &area, &grid, whole, &cells, &capacity, &run_count));
        for (size_t k = 0; k < run_count; k++)
            for (int64_t c = cells[k].column; c < cells[k].column + cells[k].count; c++) {
                int now[2] = {0, 0};
                for (int side = 0; side < 2; side++)
                    for (size_t m = 0; m < counts[side]; m++) {
                        const er_cover_mask *mask = &masks[side][m];
                        int64_t x = c - mask->column, y = cells[k].row - mask->row;
                        if (x >= 0 && y >= 0 && x < mask->columns && y < mask->rows)
                            now[side] = mask->states[y * mask->columns + x];
                    }
                km2[now[0]][now[1]] +=
                    cells[k].share * grid.cell_m * grid.cell_m / area.area_m2 * units[i].area_km2;
            }
        er_area_clear(&area);
    }
    er_free(cells);
    er_plane_free(plane);
}

static void make_small_towns(fixture *f, int64_t ids[2]) {
    const double side = 0.02;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 0));
    for (int i = 0; i < 2; i++) {
        uint8_t wkb[93];
        er_unit unit = {.level = "town",
                        .code = i ? "2" : "1",
                        .name = "t",
                        .persons = NAN,
                        .households = NAN,
                        .geometry = rectangle(wkb, 121 + i * side, 24, side, side)};
        assert_ok(f->ctx, er_geodesic_area(f->ctx, unit.geometry, &unit.area_km2));
        unit.area_km2 /= 1e6;
        assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
        ids[i] = unit.id;
        add_persons(f, unit.id, 1000);
    }
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** A source of stations: what a run knew of is told by the hash. */
static int64_t add_source(fixture *f, const char *hash) {
    er_source source = {.kind = "stations", .path = hash, .sha256 = hash};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return source.id;
}

static er_station mast(double x, double y) {
    er_station station = station_of("A", x, y, NAN);
    station.band = "n78";
    return station;
}

static void cells_are_set_against_cells(void **state) {
    fixture *f = *state;
    int64_t ids[2], runs[3];
    const er_study study = field_study();
    er_station first = mast(121.006, 24.01), second = mast(121.02, 24.013);
    make_small_towns(f, ids);
    runs[0] = cover_now(f, &study); /* nothing is known */
    first.source_id = add_source(f, "first");
    add_stations(f, &first, 1, 0);
    runs[1] = cover_now(f, &study);
    second.source_id = add_source(f, "second");
    add_stations(f, &second, 1, 0);
    runs[2] = cover_now(f, &study);
    er_compare_result r = compare_runs(f, runs[1], runs[2]);
    for (int i = 0; i < 2; i++) {
        double km2[3][3] = {{0}};
        const er_compare_row *row = unit_row(&r, ids[i]);
        count_cells(f, &study, runs + 1, ids[i], km2);
        double slack = 1e-9 * row->area_km2 + 0x1p-27;
        assert_true(fabs(row->served_km2.gained - km2[0][1] - km2[2][1]) <= slack);
        assert_true(fabs(row->served_km2.lost - km2[1][0] - km2[1][2]) <= slack);
        assert_true(fabs(row->served_km2.kept - km2[1][1]) <= slack);
        assert_true(fabs(row->served_km2.after - row_km2(f, runs[2], ids[i], "any", NULL)) <=
                    0x1p-28);
    }
    assert_true(unit_row(&r, ids[1])->served_km2.gained > 0.05);
    assert_true(all_row(&r)->served_km2.kept > 0.1);
    assert_all_add_up(&r);
    assert_int_equal(count_causes(&r, "station", "added"), 1);
    er_compare_result known = compare_runs(f, runs[0], runs[2]);
    const er_compare_figures *all = &all_row(&known)->served_km2;
    assert_true(all->gained > 0 && all->gained_from_unknown == all->gained);
    er_compare_result lost = compare_runs(f, runs[2], runs[0]);
    all = &all_row(&lost)->served_km2;
    assert_true(all->lost > 0 && all->lost_to_unknown == all->lost && all->after == 0);
    assert_all_add_up(&lost);
}

static void grids_and_kinds_that_differ_are_refused(void **state) {
    fixture *f = *state;
    int64_t ids[2];
    er_study study = field_study();
    const er_station station = mast(121.006, 24.01);
    er_compare_options options = {.before.run_id = 1};
    er_compare_result r;
    make_small_towns(f, ids);
    add_stations(f, &station, 1, 0);
    cover_now(f, &study);
    study.radio.resolution_m = 25;
    cover_now(f, &study);
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "the side of a cell in metres is 20 before"));
    study.coverage_model = "disc";
    study.default_radius_m = 500;
    cover_now(f, &study);
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "only runs of one kind can be compared"));
    options.after.run_id = 1;
    options.after.operator_ = "A";
    assert_int_equal(er_compare_look(f->ctx, f->store, NULL, &options, f->arena, &r, NULL),
                     ER_ERR_UNSUPPORTED);
    /* of discs another radius is a parameter that changed, and changes every station that has it */
    study.default_radius_m = 600;
    cover_now(f, &study);
    r = compare_runs(f, 3, 4);
    assert_string_equal(cause_of(&r, "parameter", "radius.default_m")->before, "500");
    assert_string_equal(cause_of(&r, "parameter", "radius.default_m")->after, "600");
    assert_int_equal(count_causes(&r, "station", "changed"), 1);
    assert_true(all_row(&r)->served_km2.gained > 0 && all_row(&r)->served_km2.lost == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_moved_disc_and_what_changed_of_stations, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(different_boundaries_are_refused_by_name, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_border_that_is_written_anew_is_the_same, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(units_of_one_side_alone_are_named, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(
            a_town_with_a_village_left_out_has_its_other_persons_on_the_rest, fixture_up,
            fixture_down),
        cmocka_unit_test(random_worlds_agree_with_their_runs),
        cmocka_unit_test_setup_teardown(threads_and_order_change_no_byte, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(cells_are_set_against_cells, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(grids_and_kinds_that_differ_are_refused, fixture_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
