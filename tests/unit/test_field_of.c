/* Fields of stations that stand in no workspace, and single sectors of a field. */
#include "field_fixture.h"
#include "raster_fixture.h"

static const double west = 121, south = 24;
enum { STATIONS = 12, POINTS = 300 };

/* ---- the world ------------------------------------------------------------------------------- */

static double hills(double column, double row) {
    return column > 130 ? NAN : 150 + 120 * sin(column / 9) * cos(row / 7);
}

static const er_sector_rule rules[] = {{.height_m = 20,
                                        .power_dbm = 38,
                                        .bandwidth_mhz = 60,
                                        .subcarrier_khz = 30,
                                        .dl_share = 0.75,
                                        .sectors = 1,
                                        .gain_dbi = 9,
                                        .beamwidth_deg = 90,
                                        .vertical_beamwidth_deg = 20,
                                        .front_to_back_db = 25,
                                        .tilt_deg = 2,
                                        .dl_layers = 1,
                                        .ul_layers = 1,
                                        .range_m = NAN}};

/** Over flat ground, or over hills that end in the east. */
static er_study study_of(bool terrain) {
    er_study study = field_study();
    study.radio.sectors = rules;
    study.radio.sight = "expected";
    study.radio.edge_probability = 0.8;
    if (!terrain) return study;
    raster_spec ground = {.name = "hills.tif",
                          .crs = "EPSG:4326",
                          .columns = 150,
                          .rows = 130,
                          .transform = {120.99, 0.001, 0, 24.12, 0, -0.001},
                          .no_data = -9999,
                          .value = hills};
    static er_sector_rule near;
    near = rules[0];
    near.range_m = 6000;
    study.radio.sectors = &near;
    study.coverage_model = "p1812";
    study.radio.elevation = raster_make(&ground);
    return study;
}

/** Some of one place, some of one operator, of two bands. */
static void make_stations(er_station *stations) {
    for (int i = 0; i < STATIONS; i++) {
        er_random random = er_random_stream(6, (uint64_t)i);
        double x = west + 0.02 + 0.06 * er_random_unit(&random);
        double y = south + 0.02 + 0.06 * er_random_unit(&random);
        stations[i] = field_station(i % 3 ? "A" : i % 2 ? "B" : NULL, x, y);
        if (i % 4 == 1) stations[i].position = stations[i - 1].position;
        if (i % 5 == 2) stations[i].band = "n1";
        stations[i].height_m = i % 2 ? 15.0 + i : NAN;
        stations[i].row = i + 1;
    }
}

static void make_points(er_point *points) {
    for (int i = 0; i < POINTS; i++) {
        er_random random = er_random_stream(3, (uint64_t)i);
        points[i].x = west + 0.01 + 0.15 * er_random_unit(&random);
        points[i].y = south + 0.1 * er_random_unit(&random);
    }
}

/** Bit by bit, but for the padding and the sector. */
static void assert_same_figures(const er_signal *a, const er_signal *b) {
    assert_memory_equal(&a->rsrp_dbm, &b->rsrp_dbm, sizeof a->rsrp_dbm);
    assert_memory_equal(&a->sigma_db, &b->sigma_db, sizeof a->sigma_db);
    assert_memory_equal(&a->sinr_db, &b->sinr_db, sizeof a->sinr_db);
    assert_memory_equal(&a->loss_db, &b->loss_db, sizeof a->loss_db);
    assert_memory_equal(&a->uplink_snr_db, &b->uplink_snr_db, sizeof a->uplink_snr_db);
    assert_int_equal(a->servers, b->servers);
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->unknown, b->unknown);
}

static er_field *new_of(fixture *f, const er_study *study, const er_plane *plane,
                        const er_station *stations, const er_sector *sectors, size_t count,
                        const char *environment) {
    er_field *field = NULL;
    assert_ok(f->ctx,
              er_field_new_of(f->ctx, study, plane, stations, sectors, count, environment, &field));
    return field;
}

/* ---- the same as a workspace's --------------------------------------------------------------- */

static void assert_same_fields(fixture *f, const er_field *a, const er_field *b) {
    er_point points[POINTS];
    uint32_t operators, others;
    const char *const *names = er_field_operators(a, &operators, NULL);
    const char *const *other_names = er_field_operators(b, &others, NULL);
    assert_int_equal(operators, others);
    for (uint32_t o = 0; o < operators; o++)
        assert_string_equal(names[o], other_names[o]);
    size_t room = (size_t)operators * POINTS + 1, heard = 0;
    er_signal *of_a = malloc(room * sizeof *of_a), *of_b = malloc(room * sizeof *of_b);
    assert_true(of_a && of_b);
    make_points(points);
    assert_ok(f->ctx, er_field_points(f->ctx, a, points, POINTS, of_a));
    assert_ok(f->ctx, er_field_points(f->ctx, b, points, POINTS, of_b));
    for (size_t i = 0; i + 1 < room; i++) {
        assert_same_figures(&of_a[i], &of_b[i]);
        assert_int_equal(of_a[i].sector, of_b[i].sector);
        heard += of_a[i].sector != UINT32_MAX;
    }
    assert_true(heard > POINTS / 10);
    free(of_a);
    free(of_b);
}

/** Rules say what the antennas are. */
static void a_field_of_stations_is_the_workspaces(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS], *rows = NULL;
    size_t count;
    make_stations(stations);
    field_add_areas(f, west, south);
    add_stations(f, stations, STATIONS, 5);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    for (int terrain = 0; terrain < 2; terrain++) {
        er_study study = study_of(terrain);
        struct field_world w = open_field(f, &study);
        er_field *of = new_of(f, &study, w.plane, rows, NULL, count, NULL);
        assert_same_fields(f, w.field, of);
        er_field_free(of);
        close_field(&w);
    }
}

static void stated_antennas_are_the_workspaces(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS], *rows = NULL;
    er_sector sectors[STATIONS];
    size_t count;
    make_stations(stations);
    field_add_areas(f, west, south);
    add_stations(f, stations, STATIONS, 1);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < count; i++) {
        sectors[i] = plain_sector(0, NAN);
        sectors[i].station_id = rows[i].id;
        sectors[i].power_dbm = 30 + (double)i;
        if (i % 2) sectors[i].azimuth_deg = 30 * (double)i;
        if (i % 3 == 0) sectors[i].band = "n41";
        assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sectors[i]));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_study study = study_of(false);
    struct field_world w = open_field(f, &study);
    er_field *of = new_of(f, &study, w.plane, rows, sectors, count, NULL);
    const er_emitter *emitters = er_field_sectors(of, &count);
    assert_int_equal(count, STATIONS);
    for (size_t i = 0; i < count; i++)
        assert_true(emitters[i].station == &rows[i] && emitters[i].sector == &sectors[i]);
    assert_same_fields(f, w.field, of);
    er_field_free(of);
    close_field(&w);
}

static void the_order_of_stations_does_not_matter(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS], turned[STATIONS];
    er_point points[POINTS];
    static er_signal a[3 * POINTS], b[3 * POINTS];
    er_study study = study_of(false);
    er_plane *plane = NULL;
    make_stations(stations);
    make_points(points);
    assert_ok(f->ctx, er_plane_new(f->ctx, (er_box){west, south, west + 0.2, south + 0.1}, &plane));
    for (size_t i = 0; i < STATIONS; i++)
        turned[i] = stations[(5 * i + 3) % STATIONS];
    er_field *one = new_of(f, &study, plane, stations, NULL, STATIONS, NULL);
    er_field *other = new_of(f, &study, plane, turned, NULL, STATIONS, NULL);
    assert_ok(f->ctx, er_field_points(f->ctx, one, points, POINTS, a));
    assert_ok(f->ctx, er_field_points(f->ctx, other, points, POINTS, b));
    size_t count;
    const er_emitter *first = er_field_sectors(one, &count),
                     *second = er_field_sectors(other, &count);
    for (size_t i = 0; i < sizeof a / sizeof a[0]; i++) {
        assert_true(fabs(a[i].rsrp_dbm - b[i].rsrp_dbm) == 0 || isnan(a[i].rsrp_dbm));
        assert_true(fabs(a[i].sinr_db - b[i].sinr_db) < 1e-9 || isnan(a[i].rsrp_dbm));
        assert_int_equal(a[i].level, b[i].level);
        assert_int_equal(a[i].sector == UINT32_MAX, b[i].sector == UINT32_MAX);
        if (a[i].sector == UINT32_MAX) continue;
        assert_int_equal(first[a[i].sector].station->row, second[b[i].sector].station->row);
    }
    /* stations of one place are one site, wherever they stand in the list */
    const er_sites *sites = er_field_sites(other);
    for (size_t i = 0; i < STATIONS; i++) {
        size_t wanted = 0;
        while (turned[wanted].position.x != turned[i].position.x ||
               turned[wanted].position.y != turned[i].position.y)
            wanted++;
        assert_int_equal(sites->site[i], wanted);
    }
    er_field_free(one);
    er_field_free(other);
    er_plane_free(plane);
}

static void an_environment_may_be_given(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS];
    er_study study = study_of(false), rural = study;
    er_environment_rule rma[] = {{.environment = "rma"}};
    er_plane *plane = NULL;
    er_field *refused = NULL;
    make_stations(stations);
    rural.radio.environments = rma;
    /* a rule by clutter, which would ask for terrain */
    er_environment_rule by_clutter[] = {{.clutter = "town", .environment = "umi"}};
    study.radio.environments = by_clutter;
    assert_ok(f->ctx, er_plane_new(f->ctx, (er_box){west, south, west + 0.2, south + 0.1}, &plane));
    er_field *given = new_of(f, &study, plane, stations, NULL, STATIONS, "rma");
    er_field *ruled = new_of(f, &rural, plane, stations, NULL, STATIONS, NULL);
    assert_same_fields(f, given, ruled);
    er_field_free(given);
    given = new_of(f, &study, plane, stations, NULL, STATIONS, "umi");
    size_t count;
    assert_string_equal(er_field_sectors(given, &count)[0].model->name, "tr38901-umi");
    assert_int_equal(
        er_field_new_of(f->ctx, &study, plane, stations, NULL, STATIONS, "suburb", &refused),
        ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "suburb"));
    study.coverage_model = "disc";
    assert_int_equal(
        er_field_new_of(f->ctx, &study, plane, stations, NULL, STATIONS, NULL, &refused),
        ER_ERR_UNSUPPORTED);
    assert_null(refused);
    er_field_free(given);
    er_field_free(ruled);
    er_plane_free(plane);
}

static void no_station_is_no_signal(void **state) {
    fixture *f = *state;
    er_study study = study_of(false);
    er_plane *plane = NULL;
    er_signal signal;
    uint32_t operators;
    assert_ok(f->ctx, er_plane_new(f->ctx, (er_box){west, south, west + 0.2, south + 0.1}, &plane));
    er_field *field = new_of(f, &study, plane, NULL, NULL, 0, NULL);
    er_field_operators(field, &operators, NULL);
    assert_int_equal(operators, 0);
    assert_ok(f->ctx, er_field_points(f->ctx, field, &(er_point){121.1, 24.05}, 1, &signal));
    assert_int_equal(er_field_alone(f->ctx, field, 0, NULL, 0, &signal), ER_ERR_RANGE);
    er_field_free(field);
    er_plane_free(plane);
}

/* ---- one sector alone ------------------------------------------------------------------------ */

static void alone_is_as_if_nothing_else_transmitted(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS];
    er_sector sectors[STATIONS];
    er_point points[POINTS];
    er_signal alone[POINTS], wanted[POINTS];
    er_plane *plane = NULL;
    make_stations(stations);
    make_points(points);
    for (size_t i = 0; i < STATIONS; i++) {
        sectors[i] = plain_sector(0, NAN);
        sectors[i].power_dbm = 20 + 2 * (double)i; /* of one place, but of other ranges */
        if (i % 2) sectors[i].azimuth_deg = 30 * (double)i;
    }
    assert_ok(f->ctx, er_plane_new(f->ctx, (er_box){west, south, west + 0.2, south + 0.1}, &plane));
    for (int terrain = 0; terrain < 2; terrain++) {
        er_study study = study_of(terrain);
        er_field *all = new_of(f, &study, plane, stations, sectors, STATIONS, NULL);
        size_t heard = 0, silent = 0, unknown = 0;
        for (size_t s = 0; s < STATIONS; s++) {
            er_field *one = new_of(f, &study, plane, &stations[s], &sectors[s], 1, NULL);
            assert_ok(f->ctx, er_field_alone(f->ctx, all, s, points, POINTS, alone));
            assert_ok(f->ctx, er_field_points(f->ctx, one, points, POINTS, wanted));
            for (size_t i = 0; i < POINTS; i++) {
                assert_same_figures(&alone[i], &wanted[i]);
                assert_true(alone[i].sector == (wanted[i].sector == 0 ? s : UINT32_MAX));
                heard += alone[i].sector == s;
                silent += alone[i].sector != s;
                unknown += alone[i].unknown;
            }
            er_field_free(one);
        }
        assert_true(heard > 30 && silent > 100);
        assert_true((unknown > 100) == terrain);
        er_field_free(all);
    }
    er_plane_free(plane);
}

int main(void) {
#define OF_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        OF_TEST(a_field_of_stations_is_the_workspaces),
        OF_TEST(stated_antennas_are_the_workspaces),
        OF_TEST(the_order_of_stations_does_not_matter),
        OF_TEST(an_environment_may_be_given),
        OF_TEST(no_station_is_no_signal),
        OF_TEST(alone_is_as_if_nothing_else_transmitted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
