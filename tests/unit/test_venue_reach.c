/* Venues over discs against `reach`, which reads the same places from files and knows nothing of
 * workspaces, surveys and networks. Both take the plane for the venues' extent, wherever the units
 * of the workspace are. */
#include "venue_fixture.h"

enum { VENUES = 50, STATIONS = 40 };

static void write_stations(const char *path, const er_station *stations) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "lon,lat,radius_m\n");
    for (size_t i = 0; i < STATIONS; i++)
        fprintf(file, "%.17g,%.17g,%.17g\n", stations[i].position.x, stations[i].position.y,
                stations[i].radius_m);
    fclose(file);
}

/** A ring as star() makes it: 9 bytes before the number of its points, 13 before these. */
static void write_ring(FILE *file, er_bytes wkb) {
    uint32_t count;
    memcpy(&count, wkb.data + 9, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        er_point p;
        memcpy(&p, wkb.data + 13 + i * sizeof p, sizeof p);
        fprintf(file, "%s[%.17g,%.17g]", i > 0 ? "," : "", p.x, p.y);
    }
}

static void write_venues(const char *path, const er_venue *venues) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < VENUES; i++) {
        fprintf(file,
                "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\"},\"geometry\":"
                "{\"type\":\"Polygon\",\"coordinates\":[[",
                i > 0 ? "," : "", venues[i].code);
        write_ring(file, venues[i].geometry);
        fprintf(file, "]]}}");
    }
    fprintf(file, "]}");
    fclose(file);
}

static void make(fixture *f, er_station *stations, er_venue *venues) {
    static uint8_t shapes[VENUES][SHAPE_SIZE];
    static char codes[VENUES][16];
    er_random random = er_random_stream(9, 1);
    draw_stations(stations, STATIONS, 4000, 6);
    for (size_t i = 0; i < STATIONS; i++)
        stations[i].radius_m = 50 + 600 * er_random_unit(&random);
    for (uint32_t i = 0; i < VENUES; i++) {
        double east_m = 4000 * er_random_unit(&random), north_m = 4000 * er_random_unit(&random);
        double radius_m = pow(10, 1 + 2 * er_random_unit(&random));
        snprintf(codes[i], sizeof codes[i], "x%02u", i);
        venues[i] =
            plain_venue(codes[i], star(shapes[i], &random, east_m, north_m, radius_m, 3 + i));
        add_venue(f, venues[i]);
    }
    add_stations(f, stations, STATIONS, 3);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    add_unit(f, "county", "wide", NULL, 119, 22, 6, 3);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** The coverage run says of venues what their own step says. */
static void compare_with_cover(fixture *f, int64_t cover, const er_venue_row *rows, size_t count) {
    er_cover_row *covered = NULL;
    size_t covered_count = 0;
    assert_ok(f->ctx,
              er_store_cover(f->ctx, f->store, f->arena, cover, "venue", &covered, &covered_count));
    assert_true(covered_count == count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (covered[k].area_id == rows[i].venue_id &&
                strcmp(covered[k].stratum, rows[i].stratum) == 0 &&
                er_equal_texts(covered[k].operator_, rows[i].operator_))
                assert_within(covered[k].served_km2 * 1e6, rows[i].served_m2,
                              1e-9 * rows[i].area_m2);
}

static const er_venue_row *row_of(const er_venue_row *rows, size_t count, int64_t venue) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].venue_id == venue && strcmp(rows[i].stratum, "any") == 0) return &rows[i];
    fail_msg("no row of venue %lld", (long long)venue);
    return NULL;
}

static void served_areas_are_those_of_reach(void **state) {
    fixture *f = *state;
    er_station stations[STATIONS];
    er_venue drawn[VENUES], *venues;
    er_venue_row *rows = NULL;
    er_reach_result reach;
    er_study study = venue_disc_study(500);
    char places[128], areas[128];
    size_t count, venue_count, partly = 0;
    int64_t run = 0, cover = 0;
    study.venues.closing = false;
    make(f, stations, drawn);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &cover));
    assert_ok(f->ctx, er_venues(f->ctx, f->store, &study, &run));
    assert_ok(f->ctx, er_store_venue_rows(f->ctx, f->store, f->arena, run, &rows, &count));
    compare_with_cover(f, cover, rows, count);
    venues = read_venues(f, &venue_count);
    snprintf(places, sizeof places, "%s/stations.csv", f->folder);
    snprintf(areas, sizeof areas, "%s/venues.geojson", f->folder);
    write_stations(places, stations);
    write_venues(areas, drawn);
    er_reach_request request = {.stations = er_table_defaults(places),
                                .areas = er_table_defaults(areas),
                                .key = "code",
                                .radius_m = NAN,
                                .radius_field = "radius_m"};
    request.stations.crs = "EPSG:4326";
    assert_ok(f->ctx, er_reach(f->ctx, f->arena, &request, &reach));
    assert_int_equal(reach.area_count, VENUES);
    assert_int_equal(reach.stations_used, STATIONS);
    for (size_t i = 0; i < VENUES; i++) {
        assert_string_equal(reach.areas[i].key, venues[i].code);
        const er_venue_row *row = row_of(rows, count, venues[i].id);
        double share = reach.areas[i].served_m2 / reach.areas[i].area_m2;
        assert_within(row->served_m2 / row->area_m2, share, 1e-9);
        /* areas of `reach` are the plane's; geodesic ones carry some 1e-3 m2 of rounding */
        assert_within(row->served_m2, reach.areas[i].served_m2, 1e-9 * row->area_m2 + 5e-3);
        partly += share > 0.01 && share < 0.99;
    }
    assert_true(partly > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(served_areas_are_those_of_reach, fixture_up, fixture_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
