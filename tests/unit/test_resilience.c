/* The step that sums up what hangs on single sites. */
#include "cover_fixture.h"

static const er_study grouped_study = {
    .coverage_model = "disc", .default_radius_m = NAN, .radius_scheme = "class", .sha256 = "s"};

/** The west village is of one group, the east one of another, the far town of none. */
static void classify(fixture *f, const struct world *w, bool overlapping) {
    const er_scheme scheme = {.name = "class",
                              .title = "Class",
                              .level = "village",
                              .definition = "{}",
                              .overlapping = overlapping};
    const er_group groups[] = {{.scheme = "class", .name = "b", .title = "B"},
                               {.scheme = "class", .name = "a", .title = "A", .rank = 1}};
    const er_unit_group members[] = {{.unit_id = w->village_west,
                                      .scheme = "class",
                                      .group = "b",
                                      .rule = "r",
                                      .reason = "r",
                                      .value = NAN,
                                      .threshold = NAN},
                                     {.unit_id = w->village_east,
                                      .scheme = "class",
                                      .group = "a",
                                      .rule = "r",
                                      .reason = "r",
                                      .value = NAN,
                                      .threshold = NAN}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, members, 2));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

struct result {
    er_site_loss *losses;
    size_t loss_count;
    er_resilience_row *rows;
    size_t row_count;
};

static struct result run_step(fixture *f, const er_study *study) {
    struct result result = {0};
    int64_t run = 0;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, &run));
    assert_ok(f->ctx, er_resilience(f->ctx, f->store, study, &run));
    assert_ok(f->ctx, er_store_site_losses(f->ctx, f->store, f->arena, run, &result.losses,
                                           &result.loss_count));
    assert_ok(f->ctx, er_store_resilience(f->ctx, f->store, f->arena, run, &result.rows,
                                          &result.row_count));
    return result;
}

static er_point place_of(fixture *f, int64_t id) {
    er_station *stations = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    for (size_t i = 0; i < count; i++)
        if (stations[i].id == id) return stations[i].position;
    fail_msg("no station %lld", (long long)id);
    return (er_point){0};
}

/** Two stations at one place in the west, round the venue; one in the east, whose disc another one
 *  shares; one in the far town. */
static const er_station few[] = {
    {.operator_ = "A", .height_m = NAN, .radius_m = 1000, .position = {120.9, 23.5}},
    {.operator_ = "B", .height_m = NAN, .radius_m = 2000, .position = {120.9, 23.5}},
    {.operator_ = "A", .height_m = NAN, .radius_m = 3000, .position = {121.1, 23.5}},
    {.operator_ = "B", .height_m = NAN, .radius_m = 1000, .position = {121.11, 23.5}},
    {.operator_ = "B", .height_m = NAN, .radius_m = 1500, .position = {121.3, 23.5}}};
enum { FEW = sizeof few / sizeof few[0] };

static void sites_and_groups(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    classify(f, &w, false);
    add_stations(f, few, FEW, 0);
    struct result r = run_step(f, &grouped_study);
    assert_int_equal(r.loss_count, 3); /* the one within another's disc is missed by nobody */
    const double west_persons = 1000 * M_PI * 4, east_persons = 3000 * M_PI * 8;
    er_cover_row cover = find_row(f, 1, "unit", w.village_west, "any", NULL);
    assert_true(r.losses[0].persons > r.losses[1].persons);
    assert_true(r.losses[1].persons > r.losses[2].persons);
    assert_relative(place_of(f, r.losses[0].station_id).x, 121.1, 0);
    assert_relative(r.losses[0].persons, east_persons / cover.area_km2, 1e-2);
    assert_relative(r.losses[0].area_km2, M_PI * 8, 1e-6);
    assert_true(r.losses[0].stations == 1 && r.losses[0].venues == 0);
    assert_string_equal(r.losses[0].group, "a");
    assert_relative(place_of(f, r.losses[1].station_id).x, 120.9, 0);
    assert_relative(r.losses[1].persons, west_persons / cover.area_km2, 1e-2);
    assert_true(r.losses[1].stations == 2 && r.losses[1].venues == 1);
    assert_string_equal(r.losses[1].group, "b");
    assert_null(r.losses[2].group);
    assert_int_equal(r.row_count, 4);
    assert_string_equal(r.rows[0].group, "b");
    assert_string_equal(r.rows[1].group, "a");
    assert_string_equal(r.rows[2].group, ER_LINE_NONE);
    assert_null(r.rows[3].group);
    const er_resilience_row *b = &r.rows[0], *a = &r.rows[1], *none = &r.rows[2];
    assert_true(b->sites == 1 && b->sites_sole == 1 && b->venues_served == 1 &&
                b->venues_sole == 1);
    assert_true(b->persons_sole == b->persons_served && b->persons_sole == r.losses[1].persons);
    assert_true(b->worst_station_id == r.losses[1].station_id &&
                b->worst_persons == r.losses[1].persons);
    assert_true(a->sites == 2 && a->sites_sole == 1 && a->venues_served == 0);
    assert_relative(a->area_km2_served - a->area_km2_sole, M_PI, 1e-6);
    assert_true(none->sites == 1 && none->persons_sole > 0);
}

static void without_a_scheme_the_whole_alone(void **state) {
    fixture *f = *state;
    struct world w = make_world(f);
    add_stations(f, few, FEW, 0);
    struct result r = run_step(f, &bare_study);
    assert_int_equal(r.row_count, 1);
    assert_true(r.rows[0].sites == 4 && r.rows[0].sites_sole == 3 && r.rows[0].venues_sole == 1);
    classify(f, &w, true);
    r = run_step(f, &grouped_study);
    assert_int_equal(r.row_count, 1);
    assert_non_null(strstr(f->warning, "overlap"));
}

enum { CROWD = 200 };

/** Sums by site, by group and over all agree; what one site holds is not more than is served. */
static void sums_agree(void **state) {
    fixture *f = *state;
    er_station crowd[CROWD];
    er_random random = er_random_stream(41, 0);
    struct world w = make_world(f);
    classify(f, &w, false);
    for (size_t i = 0; i < CROWD; i++)
        crowd[i] = i % 10 == 9 ? crowd[i - 1]
                               : station_of(i % 2 ? "A" : "B", west + 0.6 * er_random_unit(&random),
                                            south + 0.2 * er_random_unit(&random),
                                            200 + 2500 * er_random_unit(&random));
    add_stations(f, crowd, CROWD, 0);
    struct result r = run_step(f, &grouped_study);
    double persons = 0, area_km2 = 0, groups = 0, served = 0, sites = 0;
    for (size_t i = 0; i < r.loss_count; i++) {
        assert_true(r.losses[i].rank == (int64_t)i + 1);
        assert_true(i == 0 || r.losses[i - 1].persons >= r.losses[i].persons);
        persons += r.losses[i].persons;
        area_km2 += r.losses[i].area_km2;
    }
    const er_resilience_row *whole = &r.rows[r.row_count - 1];
    for (size_t i = 0; i + 1 < r.row_count; i++) {
        groups += r.rows[i].persons_sole;
        served += r.rows[i].persons_served;
        sites += (double)r.rows[i].sites_sole;
        assert_true(r.rows[i].persons_sole <= r.rows[i].persons_served);
        assert_true(r.rows[i].area_km2_sole <= r.rows[i].area_km2_served);
    }
    assert_true(r.loss_count > 50 && whole->sites_sole == (int64_t)r.loss_count);
    assert_relative(persons, whole->persons_sole, 1e-12);
    assert_relative(area_km2, whole->area_km2_sole, 1e-12);
    assert_relative(groups, whole->persons_sole, 1e-12);
    assert_relative(served, whole->persons_served, 1e-12);
    assert_relative(sites, (double)r.loss_count, 0);
    assert_true(whole->worst_persons == r.losses[0].persons &&
                whole->worst_station_id == r.losses[0].station_id);
    er_cover_row county = find_row(f, 1, "unit", w.county, "any", NULL);
    assert_relative(county.persons_served, whole->persons_served, 1e-12);
}

static void mistakes_are_said(void **state) {
    fixture *f = *state;
    int64_t run = 0;
    make_world(f);
    assert_int_equal(er_resilience(f->ctx, f->store, &bare_study, &run), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "evenreach cover"));
    add_stations(f, few, FEW, 0);
    er_run old = {.step = "cover", .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &old));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_int_equal(er_resilience(f->ctx, f->store, &bare_study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "single sites"));
    assert_int_equal(run, 0);
}

/** Units get persons after the run, so that what was asked of one is asked of another now. */
static void a_run_of_other_units_is_refused(void **state) {
    fixture *f = *state;
    int64_t run = 0;
    struct world w = make_world(f);
    add_stations(f, few, FEW, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &bare_study, &run));
    int64_t parts;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "block", 3));
    int64_t block = add_place(f, "block", "1011", "101", west, middle);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "block", "village", &parts));
    add_persons(f, block, 900);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_true(w.county > 0);
    assert_int_equal(er_resilience(f->ctx, f->store, &bare_study, &run), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "have changed"));
}

/** Where it is not known who lives, nobody is said to lose anything, nor that nobody does. */
static void persons_that_are_not_known(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    add_place(f, "town", "10", NULL, west, middle);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    add_stations(f, few, FEW, 0);
    struct result r = run_step(f, &bare_study);
    assert_true(r.loss_count == 1 && isnan(r.losses[0].persons) && r.losses[0].area_km2 > 12);
    assert_true(isnan(r.rows[0].persons_served) && isnan(r.rows[0].persons_sole));
    assert_true(r.rows[0].worst_station_id == 0);
}

static void nothing_is_served(void **state) {
    fixture *f = *state;
    make_world(f);
    struct result r = run_step(f, &bare_study);
    assert_true(r.loss_count == 0 && r.row_count == 1);
    assert_true(r.rows[0].persons_served == 0 && r.rows[0].worst_station_id == 0);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(sites_and_groups),
        WITH_STORE(without_a_scheme_the_whole_alone),
        WITH_STORE(sums_agree),
        WITH_STORE(mistakes_are_said),
        WITH_STORE(a_run_of_other_units_is_refused),
        WITH_STORE(persons_that_are_not_known),
        WITH_STORE(nothing_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
