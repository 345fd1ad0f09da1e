/* The outline of a disc union as polygons: valid, oriented, on the grid, close to the arcs. */
#include "disc_cases.h"

#include <geos_c.h>
#include <stdio.h>

struct fixture {
    er_context *ctx;
    er_arena *arena;
    er_plane *plane;
    GEOSContextHandle_t geos;
};

static struct fixture fixture;

static int up(void **state) {
    fixture = (struct fixture){0};
    if (er_context_new(&fixture.ctx) != ER_OK) return -1;
    if (er_arena_new(fixture.ctx, &fixture.arena) != ER_OK) return -1;
    er_box extent = {120.0, 22.0, 122.0, 25.0};
    if (er_plane_new(fixture.ctx, extent, &fixture.plane) != ER_OK) return -1;
    fixture.geos = GEOS_init_r();
    *state = &fixture;
    return 0;
}

static int down(void **state) {
    (void)state;
    GEOS_finish_r(fixture.geos);
    er_plane_free(fixture.plane);
    er_arena_free(fixture.arena);
    er_context_free(fixture.ctx);
    return 0;
}

static er_disc_union *make_set(const er_disc *discs, size_t count) {
    er_disc_union *set = NULL;
    assert_ok(fixture.ctx, er_disc_union_new(fixture.ctx, discs, count, 1, ER_DISC_ANY, 0, &set));
    return set;
}

static double total(const er_disc_union *set) {
    double area = NAN;
    assert_ok(fixture.ctx, er_disc_union_total(fixture.ctx, set, &area));
    return area;
}

static void check_ring(const GEOSGeometry *ring, bool exterior) {
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(fixture.geos, ring);
    char turn = 0;
    unsigned count = 0;
    assert_int_equal(GEOSCoordSeq_isCCW_r(fixture.geos, points, &turn), 1);
    assert_int_equal(turn, exterior);
    GEOSCoordSeq_getSize_r(fixture.geos, points, &count);
    for (unsigned i = 0; i < count; i++) {
        double x, y;
        char text[64];
        GEOSCoordSeq_getXY_r(fixture.geos, points, i, &x, &y);
        /* Seven decimals hold the whole coordinate. */
        snprintf(text, sizeof text, "%.7f", x);
        assert_true(strtod(text, NULL) == x);
        snprintf(text, sizeof text, "%.7f", y);
        assert_true(strtod(text, NULL) == y);
    }
}

/** Read an outline back, with everything checked that must hold of each. */
static GEOSGeometry *outline(const er_disc_union *set, double tolerance_m, er_bytes clip,
                             er_bytes *wkb) {
    assert_ok(fixture.ctx, er_disc_union_outline(fixture.ctx, fixture.arena, fixture.plane, set,
                                                 tolerance_m, clip, wkb));
    static const uint8_t head[5] = {1, 6, 0, 0, 0};
    assert_memory_equal(wkb->data, head, sizeof head);
    GEOSWKBReader *reader = GEOSWKBReader_create_r(fixture.geos);
    GEOSGeometry *all = GEOSWKBReader_read_r(fixture.geos, reader, wkb->data, wkb->size);
    GEOSWKBReader_destroy_r(fixture.geos, reader);
    assert_non_null(all);
    assert_int_equal(GEOSisValid_r(fixture.geos, all), 1);
    for (int i = 0; i < GEOSGetNumGeometries_r(fixture.geos, all); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(fixture.geos, all, i);
        check_ring(GEOSGetExteriorRing_r(fixture.geos, part), true);
        for (int h = 0; h < GEOSGetNumInteriorRings_r(fixture.geos, part); h++)
            check_ring(GEOSGetInteriorRingN_r(fixture.geos, part, h), false);
    }
    return all;
}

/** Area on the plane of an outline, which has chords for arcs. */
static double plane_area(er_bytes wkb) {
    er_area area = {0};
    assert_ok(fixture.ctx, er_area_from_wkb(fixture.ctx, fixture.plane, wkb, &area));
    double area_m2 = area.area_m2;
    er_area_clear(&area);
    return area_m2;
}

static void expect_shape(const er_disc *discs, size_t count, int parts, int holes, double below,
                         double tolerance_m) {
    er_disc_union *set = make_set(discs, count);
    er_bytes wkb = {0};
    GEOSGeometry *all = outline(set, tolerance_m, (er_bytes){0}, &wkb);
    assert_int_equal(GEOSGetNumGeometries_r(fixture.geos, all), parts);
    int found = 0;
    for (int i = 0; i < parts; i++)
        found += GEOSGetNumInteriorRings_r(fixture.geos, GEOSGetGeometryN_r(fixture.geos, all, i));
    assert_int_equal(found, holes);
    double exact = total(set), flat = plane_area(wkb);
    if (!(fabs(flat - exact) <= below * exact)) fail_msg("flattened %.9g, exact %.9g", flat, exact);
    GEOSGeom_destroy_r(fixture.geos, all);
    er_disc_union_free(set);
}

static void shapes(void **state) {
    (void)state;
    er_disc one = {1234.5, -4321.25, 1000, 0};
    expect_shape(&one, 1, 1, 0, 1.5e-3, 1);
    expect_shape(&one, 1, 1, 0, 2e-5, 0.01);
    er_disc two[2] = {{0, 0, 1000, 0}, {1500, 0, 800, 0}};
    expect_shape(two, 2, 1, 0, 2e-3, 1);
    two[1].x = 1900;
    expect_shape(two, 2, 2, 0, 2e-3, 1);
    two[1] = (er_disc){10, 10, 200, 0};
    expect_shape(two, 2, 1, 0, 2e-3, 1);
    er_disc ring[12];
    for (int i = 0; i < 12; i++)
        ring[i] = (er_disc){5000 * cos(PI * i / 6), 5000 * sin(PI * i / 6), 1500, 0};
    expect_shape(ring, 12, 1, 1, 2e-3, 1);
    /* An island in the hole of a ring. */
    er_disc island[13];
    memcpy(island, ring, sizeof ring);
    island[12] = (er_disc){0, 0, 1000, 0};
    expect_shape(island, 13, 2, 1, 2e-3, 1);
}

/** Discs and a hole over the 180th meridian are cut there, into parts of as many km2. */
static void the_meridian_cuts(void **state) {
    (void)state;
    er_plane_free(fixture.plane);
    assert_ok(fixture.ctx,
              er_plane_new(fixture.ctx, (er_box){179, -18, -179, -16}, &fixture.plane));
    er_disc one = {0, 100, 1000, 0};
    expect_shape(&one, 1, 2, 0, 1.5e-3, 1);
    er_disc apart[3] = {{0, 0, 1000, 0}, {5000, 0, 1000, 0}, {-5000, 0, 1000, 0}};
    expect_shape(apart, 3, 4, 0, 1.5e-3, 1);
    er_disc ring[12];
    for (int i = 0; i < 12; i++)
        ring[i] = (er_disc){5000 * cos(PI * i / 6), 5000 * sin(PI * i / 6), 1500, 0};
    expect_shape(ring, 12, 2, 0, 2e-3, 1);
    for (int i = 0; i < 12; i++)
        ring[i].x += 7000; /* hole on the one side alone */
    expect_shape(ring, 12, 1, 1, 2e-3, 1);
    /* within a clip that is given in two parts */
    static const char text[] = "MULTIPOLYGON(((179.99 -18,180 -18,180 -16,179.99 -16,179.99 -18)),"
                               "((-180 -18,-179.99 -18,-179.99 -16,-180 -16,-180 -18)))";
    GEOSWKTReader *reader = GEOSWKTReader_create_r(fixture.geos);
    GEOSGeometry *clip = GEOSWKTReader_read_r(fixture.geos, reader, text);
    GEOSWKTReader_destroy_r(fixture.geos, reader);
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(fixture.geos);
    size_t size = 0;
    unsigned char *bytes = GEOSWKBWriter_write_r(fixture.geos, writer, clip, &size);
    GEOSWKBWriter_destroy_r(fixture.geos, writer);
    er_disc_union *set = make_set(&one, 1);
    er_bytes wkb = {0};
    GEOSGeometry *all = outline(set, 1, (er_bytes){bytes, size}, &wkb);
    assert_int_equal(GEOSGetNumGeometries_r(fixture.geos, all), 2);
    GEOSGeom_destroy_r(fixture.geos, all);
    GEOSGeom_destroy_r(fixture.geos, clip);
    GEOSFree_r(fixture.geos, bytes);
    er_disc_union_free(set);
}

static void nothing_is_an_empty_multipolygon(void **state) {
    (void)state;
    er_disc_union *set = make_set(NULL, 0);
    er_bytes wkb = {0};
    GEOSGeometry *all = outline(set, 1, (er_bytes){0}, &wkb);
    assert_int_equal(GEOSGetNumGeometries_r(fixture.geos, all), 0);
    GEOSGeom_destroy_r(fixture.geos, all);
    er_disc_union_free(set);
}

static void chords_stay_within_the_tolerance(void **state) {
    (void)state;
    static const double tolerances[] = {0.1, 1, 10, 200};
    er_disc disc = {-2000, 3000, 1500, 0};
    for (int t = 0; t < 4; t++) {
        er_disc_union *set = make_set(&disc, 1);
        er_bytes wkb = {0};
        GEOSGeometry *all = outline(set, tolerances[t], (er_bytes){0}, &wkb);
        const GEOSGeometry *part = GEOSGetGeometryN_r(fixture.geos, all, 0);
        const GEOSCoordSequence *ring =
            GEOSGeom_getCoordSeq_r(fixture.geos, GEOSGetExteriorRing_r(fixture.geos, part));
        unsigned count = 0;
        GEOSCoordSeq_getSize_r(fixture.geos, ring, &count);
        double furthest = 0, grid_m = 0.02;
        er_point last = {0, 0};
        for (unsigned i = 0; i < count; i++) {
            er_point p;
            GEOSCoordSeq_getXY_r(fixture.geos, ring, i, &p.x, &p.y);
            er_plane_forward(fixture.plane, &p, 1);
            assert_true(fabs(hypot(p.x - disc.x, p.y - disc.y) - disc.radius_m) < grid_m);
            double x = 0.5 * (p.x + last.x) - disc.x, y = 0.5 * (p.y + last.y) - disc.y;
            if (i > 0) furthest = fmax(furthest, disc.radius_m - hypot(x, y));
            last = p;
        }
        assert_true(furthest <= tolerances[t] + grid_m);
        /* And no finer than asked for: a fifth of the tolerance would be four times the points. */
        assert_true(furthest >= 0.5 * tolerances[t] || tolerances[t] > 100);
        GEOSGeom_destroy_r(fixture.geos, all);
        er_disc_union_free(set);
    }
}

static er_bytes box_wkb(er_box box) {
    double x0 = box.min_x, y0 = box.min_y, x1 = box.max_x, y1 = box.max_y;
    double points[5][2] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
    uint8_t bytes[13 + sizeof points] = {1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};
    memcpy(bytes + 13, points, sizeof points);
    const char *copy = NULL;
    assert_ok(fixture.ctx,
              er_arena_text(fixture.ctx, fixture.arena, (const char *)bytes, sizeof bytes, &copy));
    return (er_bytes){(const uint8_t *)copy, sizeof bytes};
}

/** Random clusters and lattices, where circles touch, coincide and meet in one point; clipped. */
static void many_discs_stay_valid(void **state) {
    (void)state;
    enum { MOST = 400, CASES = 60 };
    static er_disc d[MOST];
    er_bytes clip = box_wkb((er_box){120.95, 23.42, 121.07, 23.53});
    er_area clip_area = {0};
    assert_ok(fixture.ctx, er_area_from_wkb(fixture.ctx, fixture.plane, clip, &clip_area));
    for (uint64_t number = 0; number < CASES; number++) {
        er_random random = er_random_stream(99, number);
        size_t count = 2 + (size_t)er_random_below(&random, MOST - 2);
        for (size_t i = 0; i < count; i++) {
            if (number % 2)
                d[i] = (er_disc){500 * (double)er_random_below(&random, 40) - 10000,
                                 500 * (double)er_random_below(&random, 40) - 10000,
                                 250 * (double)(1 + er_random_below(&random, 3)), 0};
            else
                d[i] = (er_disc){6000 * er_random_normal(&random), 6000 * er_random_normal(&random),
                                 300 + 900 * er_random_unit(&random), 0};
        }
        er_disc_union *set = make_set(d, count);
        er_bytes wkb = {0};
        GEOSGeom_destroy_r(fixture.geos, outline(set, 1, (er_bytes){0}, &wkb));
        double exact = total(set), flat = plane_area(wkb);
        if (!(fabs(flat - exact) <= 4e-3 * exact))
            fail_msg("case %u: flattened %.9g, exact %.9g", (unsigned)number, flat, exact);
        GEOSGeom_destroy_r(fixture.geos, outline(set, 0.5, clip, &wkb));
        assert_ok(fixture.ctx, er_disc_union_area(fixture.ctx, set, &clip_area, &exact));
        flat = exact > 0 ? plane_area(wkb) : 0;
        if (!(fabs(flat - exact) <= 4e-3 * exact))
            fail_msg("case %u, clipped: flattened %.9g, exact %.9g", (unsigned)number, flat, exact);
        er_disc_union_free(set);
    }
    er_area_clear(&clip_area);
}

static void wrong_arguments_are_refused(void **state) {
    (void)state;
    er_disc one = {0, 0, 1000, 0};
    er_disc_union *set = make_set(&one, 1);
    er_bytes wkb = {0};
    static const double wrong[] = {0, -1, NAN};
    for (int i = 0; i < 3; i++)
        assert_int_equal(er_disc_union_outline(fixture.ctx, fixture.arena, fixture.plane, set,
                                               wrong[i], (er_bytes){0}, &wkb),
                         ER_ERR_RANGE);
    static const uint8_t noise[7] = {1, 3, 0, 0, 0, 9, 9};
    assert_int_equal(er_disc_union_outline(fixture.ctx, fixture.arena, fixture.plane, set, 1,
                                           (er_bytes){noise, sizeof noise}, &wkb),
                     ER_ERR_GEOMETRY);
    assert_null(wkb.data);
    er_disc_union_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shapes, up, down),
        cmocka_unit_test_setup_teardown(the_meridian_cuts, up, down),
        cmocka_unit_test_setup_teardown(nothing_is_an_empty_multipolygon, up, down),
        cmocka_unit_test_setup_teardown(chords_stay_within_the_tolerance, up, down),
        cmocka_unit_test_setup_teardown(many_discs_stay_valid, up, down),
        cmocka_unit_test_setup_teardown(wrong_arguments_are_refused, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
