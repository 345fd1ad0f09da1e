/* The 368 bundled townships: served areas against GEOS unions of 1,024-sided polygons, township
 * and county areas against geodesic areas. */
#include "test.h"

#include "evenreach/geometry.h"
#include "evenreach/sources.h"

#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SIDES = 1024, STATIONS = 1200 };

static const double TURN = 6.28318530717958647692;

struct study {
    er_arena *arena;
    er_bytes *wkb;
    size_t count;
};

static void read_units(er_context *ctx, const char *name, struct study *study) {
    char path[512];
    snprintf(path, sizeof path, "%s/../gisdata/tw/%s.fgb", TEST_DATA_DIR, name);
    er_table_options options = er_table_defaults(path);
    er_table *table = NULL;
    assert_ok(ctx, er_arena_new(ctx, &study->arena));
    assert_ok(ctx, er_table_open(ctx, &options, &table));
    study->wkb = calloc(20000, sizeof *study->wkb);
    assert_non_null(study->wkb);
    for (;;) {
        er_table_row row;
        bool more = false;
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        assert_null(row.problem_code);
        const char *copy = NULL;
        assert_ok(ctx, er_arena_text(ctx, study->arena, (const char *)row.geometry.data,
                                     row.geometry.size, &copy));
        study->wkb[study->count++] = (er_bytes){(const uint8_t *)copy, row.geometry.size};
    }
    er_table_close(table);
}

static void free_study(struct study *study) {
    free(study->wkb);
    er_arena_free(study->arena);
}

/** A regular polygon with the disc's own area, so that only the shape differs. */
static GEOSGeometry *regular_polygon(GEOSContextHandle_t geos, const er_disc *disc) {
    double reach = disc->radius_m * sqrt(TURN / (SIDES * sin(TURN / SIDES)));
    GEOSCoordSequence *ring = GEOSCoordSeq_create_r(geos, SIDES + 1, 2);
    for (unsigned i = 0; i <= SIDES; i++) {
        double angle = TURN * (i % SIDES) / SIDES;
        GEOSCoordSeq_setXY_r(geos, ring, i, disc->x + reach * cos(angle),
                             disc->y + reach * sin(angle));
    }
    return GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, ring), NULL, 0);
}

/** The area's rings as a valid GEOS geometry: exterior rings minus holes, by symmetric difference
 *  of ring polygons (rings of a valid multipolygon never cross). */
static GEOSGeometry *to_geos(GEOSContextHandle_t geos, const er_area *area) {
    GEOSGeometry **lines = calloc(area->ring_count, sizeof *lines);
    assert_non_null(lines);
    for (size_t r = 0; r < area->ring_count; r++) {
        size_t begin = area->ring_start[r], size = area->ring_start[r + 1] - begin;
        GEOSCoordSequence *points = GEOSCoordSeq_create_r(geos, (unsigned)size, 2);
        for (size_t i = 0; i < size; i++)
            GEOSCoordSeq_setXY_r(geos, points, (unsigned)i, area->points[begin + i].x,
                                 area->points[begin + i].y);
        lines[r] = GEOSGeom_createLineString_r(geos, points);
    }
    GEOSGeometry *all =
        GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, lines, (unsigned)area->ring_count);
    GEOSGeometry *polygon = GEOSBuildArea_r(geos, all);
    GEOSGeom_destroy_r(geos, all);
    free(lines);
    assert_non_null(polygon);
    return polygon;
}

static double union_within(GEOSContextHandle_t geos, GEOSGeometry *const *discs,
                           const er_disc *circles, size_t count, const er_area *area) {
    GEOSGeometry **near = calloc(count, sizeof *near);
    assert_non_null(near);
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        double reach = circles[i].radius_m + 1;
        if (circles[i].x + reach > area->box.min_x && circles[i].x - reach < area->box.max_x &&
            circles[i].y + reach > area->box.min_y && circles[i].y - reach < area->box.max_y)
            near[used++] = GEOSGeom_clone_r(geos, discs[i]);
    }
    double size = 0;
    if (used > 0) {
        GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, near, used);
        GEOSGeometry *merged = GEOSUnaryUnion_r(geos, all);
        GEOSGeometry *polygon = to_geos(geos, area);
        GEOSGeometry *cut = GEOSIntersection_r(geos, merged, polygon);
        assert_non_null(cut);
        assert_int_equal(GEOSArea_r(geos, cut, &size), 1);
        GEOSGeom_destroy_r(geos, cut);
        GEOSGeom_destroy_r(geos, polygon);
        GEOSGeom_destroy_r(geos, merged);
        GEOSGeom_destroy_r(geos, all);
    }
    free(near);
    return size;
}

static er_plane *plane_of_taiwan(er_context *ctx) {
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.5}, &plane));
    return plane;
}

static void towns_agree_with_fine_polygons(void **state) {
    er_context *ctx = *state;
    struct study towns = {0};
    read_units(ctx, "towns", &towns);
    assert_int_equal(towns.count, 368);
    er_plane *plane = plane_of_taiwan(ctx);
    er_area *areas = calloc(towns.count, sizeof *areas);
    double *served = calloc(towns.count, sizeof *served);
    er_disc *discs = calloc(STATIONS, sizeof *discs);
    GEOSGeometry **polygons = calloc(STATIONS, sizeof *polygons);
    assert_true(areas && served && discs && polygons);
    for (size_t i = 0; i < towns.count; i++)
        assert_ok(ctx, er_area_from_wkb(ctx, plane, towns.wkb[i], &areas[i]));

    /* clusters round the corners of townships, so that most discs meet borders and each other */
    GEOSContextHandle_t geos = GEOS_init_r();
    er_random random = er_random_stream(368, 0);
    for (size_t i = 0; i < STATIONS; i++) {
        const er_area *area = &areas[er_random_below(&random, towns.count)];
        er_point at = area->points[er_random_below(&random, area->ring_start[area->ring_count])];
        discs[i] = (er_disc){at.x + 1500 * er_random_normal(&random),
                             at.y + 1500 * er_random_normal(&random),
                             300 + 1700 * er_random_unit(&random), 0};
        polygons[i] = regular_polygon(geos, &discs[i]);
    }
    er_disc_union *set = NULL;
    assert_ok(ctx, er_disc_union_new(ctx, discs, STATIONS, 1, ER_DISC_ANY, 0, &set));
    assert_ok(ctx, er_disc_union_areas(ctx, set, areas, towns.count, served));
    double worst = 0;
    size_t reached = 0;
    for (size_t i = 0; i < towns.count; i++) {
        double wanted = union_within(geos, polygons, discs, STATIONS, &areas[i]);
        if (wanted == 0) {
            assert_true(served[i] < 1e-3);
            continue;
        }
        reached++;
        double error = fabs(served[i] - wanted) / wanted;
        if (error > 1e-5)
            fail_msg("township %zu: %.3f m2, fine polygons %.3f m2", i + 1, served[i], wanted);
        worst = fmax(worst, error);
    }
    print_message("%zu townships reached, largest relative difference %.2g\n", reached, worst);
    assert_true(reached > 300);

    for (size_t i = 0; i < STATIONS; i++)
        GEOSGeom_destroy_r(geos, polygons[i]);
    for (size_t i = 0; i < towns.count; i++)
        er_area_clear(&areas[i]);
    GEOS_finish_r(geos);
    er_disc_union_free(set);
    free(polygons);
    free(discs);
    free(served);
    free(areas);
    er_plane_free(plane);
    free_study(&towns);
}

static void plane_areas_are_geodesic_areas(void **state) {
    er_context *ctx = *state;
    static const char *const levels[] = {"counties", "towns"};
    er_plane *plane = plane_of_taiwan(ctx);
    for (size_t l = 0; l < 2; l++) {
        struct study units = {0};
        read_units(ctx, levels[l], &units);
        double worst = 0;
        for (size_t i = 0; i < units.count; i++) {
            er_area area = {0};
            double geodesic = 0;
            assert_ok(ctx, er_area_from_wkb(ctx, plane, units.wkb[i], &area));
            assert_ok(ctx, er_geodesic_area(ctx, units.wkb[i], &geodesic));
            worst = fmax(worst, fabs(area.area_m2 - geodesic) / geodesic);
            er_area_clear(&area);
        }
        print_message("%s: largest relative difference of areas %.2g\n", levels[l], worst);
        assert_true(worst < 1e-6);
        free_study(&units);
    }
    er_plane_free(plane);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(towns_agree_with_fine_polygons),
        cmocka_unit_test(plane_areas_are_geodesic_areas),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
