/* The signal field over terrain: every cell is what `link` says, and what lies beyond the ground
 * that is known is unknown. */
#include "field_fixture.h"
#include "raster_fixture.h"

static const double west = 121, south = 24, end_of_ground = 121.13;
enum { COLUMNS = 150, ROWS = 170 };
static const double pixel = 0.001;

static double hills(double column, double row) {
    return 150 + 120 * sin(column / 9) * cos(row / 7) + 40 * sin(column / 2.3 + row / 3.1);
}

static double quarters(double column, double row) {
    return column < 70 && row < 90 ? 1 : 2;
}

static const er_sector_rule sector_rule = {.height_m = 30,
                                           .power_dbm = 43,
                                           .bandwidth_mhz = 100,
                                           .subcarrier_khz = 30,
                                           .dl_share = 0.75,
                                           .sectors = 2,
                                           .gain_dbi = 15,
                                           .beamwidth_deg = 90,
                                           .vertical_beamwidth_deg = 12,
                                           .front_to_back_db = 25,
                                           .tilt_deg = 2,
                                           .dl_layers = 1,
                                           .ul_layers = 1,
                                           .range_m = 2500};
static const er_study_clutter classes[] = {{.value = 1, .height_m = 12, .name = "town"},
                                           {.value = 2, .height_m = 0, .name = "open"}};

static er_study ground_study(void) {
    raster_spec ground = {
        .name = "hills.tif",
        .crs = "EPSG:4326",
        .columns = COLUMNS,
        .rows = ROWS,
        .transform = {end_of_ground - COLUMNS * pixel, pixel, 0, 24.13, 0, -pixel},
        .value = hills};
    raster_spec clutter = ground;
    er_study study = field_study();
    clutter.name = "clutter.tif";
    clutter.value = quarters;
    study.coverage_model = "p1812";
    study.radio.elevation = raster_make(&ground);
    study.radio.clutter = raster_make(&clutter);
    study.radio.clutter_classes = classes;
    study.radio.clutter_class_count = 2;
    study.radio.sectors = &sector_rule;
    study.radio.resolution_m = 100;
    study.radio.edge_probability = 0.9;
    return study;
}

static void add_world(fixture *f) {
    er_station stations[] = {field_station("A", 121.03, 24.04), field_station("A", 121.05, 24.06),
                             field_station("B", 121.07, 24.05)};
    field_add_areas(f, west, south);
    add_stations(f, stations, 3, 0);
}

/** RSRP of an emitter by the functions that `link` uses; NAN beyond its range. */
static double link_dbm(fixture *f, er_terrain *terrain, const er_emitter *e, er_point place,
                       double *loss_db) {
    double distance_m, azimuth_deg;
    er_path path = e->path;
    er_path_result result;
    er_geodesic_inverse(e->position, place, &distance_m, &azimuth_deg);
    if (distance_m > e->range_m) return NAN;
    assert_ok(f->ctx,
              er_terrain_profile(f->ctx, terrain, f->arena, e->position, place, &path.profile));
    path.tx_lat_deg = e->position.y;
    path.tx_lon_deg = e->position.x;
    path.rx_lat_deg = place.y;
    path.rx_lon_deg = place.x;
    assert_ok(f->ctx, er_path_loss(f->ctx, e->model, &path, &result, NULL));
    double rise_m = path.profile.points[path.profile.count - 1].ground_m + path.rx_height_m -
                    path.profile.points[0].ground_m - path.tx_height_m;
    double gain = er_antenna_gain_dbi(e->antenna, azimuth_deg - e->azimuth_deg,
                                      atan2(rise_m, distance_m) * 180 / M_PI, e->tilt_deg);
    *loss_db = result.loss_db;
    return er_rsrp_dbm(&e->budget, gain, result.loss_db);
}

static void every_cell_is_what_the_link_says(void **state) {
    fixture *f = *state;
    er_study study = ground_study();
    er_terrain_options options = er_terrain_defaults(study.radio.elevation);
    er_clutter_class as_class[] = {{1, 12, "town", 0}, {2, 0, "open", 0}};
    er_terrain *terrain = NULL;
    size_t count, compared = 0;
    options.clutter = study.radio.clutter;
    options.classes = as_class;
    options.class_count = 2;
    assert_ok(f->ctx, er_terrain_open(f->ctx, &options, &terrain));
    add_world(f);
    struct field_world w = open_field(f, &study);
    const er_emitter *emitters = er_field_sectors(w.field, &count);
    assert_int_equal(count, 6);
    for (int i = 0; i < 150; i++) {
        er_random random = er_random_stream(9, (uint64_t)i);
        er_point place = {121.01 + 0.08 * er_random_unit(&random),
                          24.02 + 0.06 * er_random_unit(&random)};
        er_signal signals[2];
        assert_ok(f->ctx, er_field_points(f->ctx, w.field, &place, 1, signals));
        double best_dbm = -INFINITY, best_loss_db = NAN, others_mw = 0;
        for (size_t s = 0; s < count; s++) {
            double loss_db, dbm = NAN;
            if (emitters[s].operator_ == 0)
                dbm = link_dbm(f, terrain, &emitters[s], place, &loss_db);
            if (isnan(dbm)) continue;
            others_mw += pow(10, dbm / 10);
            if (dbm > best_dbm) best_dbm = dbm, best_loss_db = loss_db;
        }
        if (isinf(best_dbm)) {
            assert_true(isnan(signals[0].rsrp_dbm));
            continue;
        }
        compared++;
        assert_true(fabs(signals[0].loss_db - best_loss_db) < 1e-4);
        assert_true(fabs(signals[0].rsrp_dbm - best_dbm) < 1e-4);
        assert_true(signals[0].sigma_db == 5.5);
        assert_false(signals[0].unknown);
        double sinr_db =
            er_sinr_db(&emitters[0].budget, best_dbm, 0.5 * (others_mw - pow(10, best_dbm / 10)));
        assert_true(fabs(signals[0].sinr_db - sinr_db) < 1e-3);
    }
    assert_true(compared > 40);
    close_field(&w);
    er_terrain_close(terrain);
}

static void points_together_are_as_one_by_one(void **state) {
    fixture *f = *state;
    enum { COUNT = 60 };
    er_study study = ground_study();
    er_point places[COUNT];
    er_signal together[2 * COUNT], alone[2];
    add_world(f);
    struct field_world w = open_field(f, &study);
    for (int i = 0; i < COUNT; i++) {
        er_random random = er_random_stream(4, (uint64_t)i);
        places[i].x = west + 0.15 * er_random_unit(&random);
        places[i].y = south + 0.1 * er_random_unit(&random);
    }
    assert_ok(f->ctx, er_field_points(f->ctx, w.field, places, COUNT, together));
    for (int i = 0; i < COUNT; i++) {
        assert_ok(f->ctx, er_field_points(f->ctx, w.field, &places[i], 1, alone));
        for (int o = 0; o < 2; o++) {
            const er_signal *a = &alone[o], *b = &together[o * COUNT + i];
            assert_memory_equal(&a->rsrp_dbm, &b->rsrp_dbm, sizeof a->rsrp_dbm);
            assert_memory_equal(&a->sinr_db, &b->sinr_db, sizeof a->sinr_db);
            assert_true(a->sector == b->sector && a->unknown == b->unknown);
        }
    }
    close_field(&w);
}

static er_cover_row town_row(fixture *f, int64_t run, const char *code, const char *stratum) {
    return find_row(f, run, "unit", unit_id_of(f, code), stratum, NULL);
}

static void beyond_the_ground_nothing_is_known(void **state) {
    fixture *f = *state;
    er_study study = ground_study();
    int64_t run = 0;
    add_world(f);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &run));
    er_cover_row east = town_row(f, run, "11", "any"), in = town_row(f, run, "10", "any");
    /* town 11 goes from 121.1 to 121.2 degrees: 30 % of it has ground, a pixel's half less */
    assert_true(fabs(east.unknown_km2 / east.area_km2 - 0.7) < 0.015);
    assert_true(in.unknown_km2 == 0 && in.served_km2 > 1 && in.served_km2 < 0.9 * in.area_km2);
    assert_true(fabs(east.persons_unknown / 3000 - 0.7) < 0.015);
    er_cover_outline *outlines = NULL;
    size_t count, unknown = 0;
    assert_ok(f->ctx, er_store_cover_outlines(f->ctx, f->store, f->arena, run, &outlines, &count));
    for (size_t i = 0; i < count; i++)
        unknown += strcmp(outlines[i].level, "unknown") == 0 && outlines[i].rank == 2;
    assert_int_equal(unknown, 4); /* of any, all, A, B */
    /* a station that stands where nothing is known: what it reaches is unknown, unless served */
    er_station lost = field_station("B", 121.135, 24.05);
    add_stations(f, &lost, 1, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &run));
    er_cover_row after = town_row(f, run, "11", "any");
    assert_non_null(strstr(f->warning, "2 of 8 sectors stand where the terrain says nothing"));
    assert_true(after.unknown_km2 > east.unknown_km2 + 5);
    assert_true(after.served_km2 == east.served_km2);
}

static void tiles_and_threads_do_not_show(void **state) {
    fixture *f = *state;
    static const int32_t tiles[] = {256, 16, 37};
    er_study study = ground_study();
    er_cover_row *first = NULL;
    size_t wanted = 0, count;
    add_world(f);
    for (size_t i = 0; i < 3; i++)
        for (int threads = 1; threads <= 2; threads++) {
            er_cover_options options = {.tile_cells = tiles[i]};
            er_cover_row *rows = NULL;
            int64_t run = 0;
            er_context_set_threads(f->ctx, threads);
            assert_ok(f->ctx, er_cover_with(f->ctx, f->store, &study, &options, &run));
            assert_ok(f->ctx,
                      er_store_cover(f->ctx, f->store, f->arena, run, "unit", &rows, &count));
            if (!first) first = rows, wanted = count;
            assert_int_equal(count, wanted);
            for (size_t k = 0; k < count; k++)
                assert_true(rows[k].served_km2 == first[k].served_km2 &&
                            rows[k].unknown_km2 == first[k].unknown_km2);
        }
}

static void clutter_at_the_station_chooses_the_environment(void **state) {
    fixture *f = *state;
    static const er_environment_rule rules[] = {{.clutter = "town", .environment = "umi"},
                                                {.environment = "rma"}};
    er_station stations[] = {field_station("A", 121.01, 24.1), field_station("A", 121.09, 24.01)};
    er_study study = ground_study();
    size_t count;
    study.coverage_model = "tr38901";
    study.radio.environments = rules;
    study.radio.environment_count = 2;
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
    struct field_world w = open_field(f, &study);
    const er_emitter *emitters = er_field_sectors(w.field, &count);
    assert_int_equal(count, 4);
    assert_string_equal(emitters[0].model->name, "tr38901-umi");
    assert_string_equal(emitters[2].model->name, "tr38901-rma");
    close_field(&w);
}

static size_t assumptions_of(fixture *f, const char *field) {
    er_assumption *rows = NULL;
    size_t count, found = 0;
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        found += strcmp(rows[i].field, field) == 0;
    return found;
}

static void the_record_says_what_the_terrain_is(void **state) {
    fixture *f = *state;
    er_study study = ground_study();
    er_run run;
    int64_t id;
    add_world(f);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &id));
    assert_int_equal(assumptions_of(f, "terrain_resolution_m"),
                     0); /* cells as wide as the ground's */
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &run));
    assert_non_null(strstr(run.parameters, "\"sigma_loc_db\":5.5"));
    assert_non_null(strstr(run.parameters, "\"terrain_resolution_m\":10"));
    assert_non_null(strstr(run.parameters, "\"sight\":null"));
    study.radio.resolution_m = 50;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &id));
    assert_int_equal(assumptions_of(f, "terrain_resolution_m"), 1);
    study.coverage_model = "tr38901"; /* which does not look at the ground on the way */
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &id));
    assert_int_equal(assumptions_of(f, "terrain_resolution_m"), 1);
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &run));
    assert_non_null(strstr(run.parameters, "\"sight\":\"los\""));
    assert_non_null(strstr(run.parameters, "\"n0\":null"));
}

static void terrain_must_be_there(void **state) {
    fixture *f = *state;
    er_study study = ground_study();
    er_field *field = NULL;
    er_plane *plane = NULL;
    add_world(f);
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, &study, &plane));
    study.radio.elevation = NULL;
    assert_int_equal(er_field_new(f->ctx, f->store, &study, plane, &field), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "elevation"));
    study.radio.elevation = "/nowhere/at-all.tif";
    assert_int_not_equal(er_field_new(f->ctx, f->store, &study, plane, &field), ER_OK);
    assert_null(field);
    er_plane_free(plane);
}

int main(void) {
#define GROUND_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        GROUND_TEST(every_cell_is_what_the_link_says),
        GROUND_TEST(points_together_are_as_one_by_one),
        GROUND_TEST(beyond_the_ground_nothing_is_known),
        GROUND_TEST(tiles_and_threads_do_not_show),
        GROUND_TEST(clutter_at_the_station_chooses_the_environment),
        GROUND_TEST(the_record_says_what_the_terrain_is),
        GROUND_TEST(terrain_must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
