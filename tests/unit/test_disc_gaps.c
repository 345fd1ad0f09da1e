/* Parts of a polygon outside the discs, against the exact area of what is inside. */
#include "unit/test.h"

#include "evenreach/geometry.h"
#include "unit/wkb_text.h"

#include <geos_c.h>
#include <math.h>

enum { MOST_DISCS = 400 };
static const er_point home = {121.5, 25};

struct fixture {
    er_context *ctx;
    er_arena *arena;
    er_plane *plane;
    GEOSContextHandle_t geos;
    er_point middle; /**< of `home`, on the plane */
};

static struct fixture up(er_context *ctx) {
    struct fixture f = {.ctx = ctx, .geos = GEOS_init_r(), .middle = home};
    assert_ok(ctx, er_arena_new(ctx, &f.arena));
    assert_ok(ctx, er_plane_new(ctx, (er_box){119, 22, 122, 26}, &f.plane));
    er_plane_forward(f.plane, &f.middle, 1);
    return f;
}

static void down(struct fixture *f) {
    er_plane_free(f->plane);
    er_arena_free(f->arena);
    GEOS_finish_r(f->geos);
}

/** A star of some kilometres around home, 0.01 degrees wide. */
static er_bytes star(uint8_t *buffer, uint64_t seed, double radius_deg) {
    enum { CORNERS = 11 };
    er_random random = er_random_stream(31, seed);
    er_point p[CORNERS + 1];
    for (int i = 0; i < CORNERS; i++) {
        double a = 2 * M_PI * (i + 0.7 * er_random_unit(&random)) / CORNERS;
        double r = radius_deg * (0.4 + 0.6 * er_random_unit(&random));
        p[i] = (er_point){home.x + r * cos(a), home.y + r * sin(a)};
    }
    p[CORNERS] = p[0];
    return wkb_ring(buffer, p, CORNERS + 1);
}

/** Discs around home, of two layers. */
static size_t make_discs(const struct fixture *f, uint64_t seed, size_t count, double spread_m,
                         double radius_m, er_disc *discs) {
    er_random random = er_random_stream(32, seed);
    for (size_t i = 0; i < count; i++) {
        double x = f->middle.x + spread_m * (er_random_unit(&random) - 0.5);
        double y = f->middle.y + spread_m * (er_random_unit(&random) - 0.5);
        discs[i] = (er_disc){x, y, radius_m * (0.2 + er_random_unit(&random)), i % 2};
    }
    return count;
}

static GEOSGeometry *read(const struct fixture *f, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(f->geos);
    GEOSGeometry *g = GEOSWKBReader_read_r(f->geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(f->geos, reader);
    assert_non_null(g);
    return g;
}

/** All corners and the point inside lie outside the discs, but for the tolerance. */
static void check_outside(const struct fixture *f, const GEOSGeometry *polygon,
                          const er_disc_union *set, const er_disc *discs, size_t count,
                          double tolerance_m) {
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(
        f->geos, GEOSGetExteriorRing_r(f->geos, GEOSGetGeometryN_r(f->geos, polygon, 0)));
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(f->geos, points, &size);
    for (unsigned i = 0; i < size; i++) {
        er_point p;
        GEOSCoordSeq_getXY_r(f->geos, points, i, &p.x, &p.y);
        er_plane_forward(f->plane, &p, 1);
        if (!er_disc_union_contains(set, p)) continue;
        double nearest = INFINITY; /* circle */
        for (size_t k = 0; k < count; k++)
            nearest =
                fmin(nearest, fabs(hypot(p.x - discs[k].x, p.y - discs[k].y) - discs[k].radius_m));
        assert_true(nearest <= tolerance_m + 1e-3);
    }
}

struct seen {
    size_t pieces;
    size_t exact;
};

static void check(struct fixture *f, const er_disc_union *set, const er_disc *discs,
                  size_t disc_count, double tolerance_m, er_bytes polygon, struct seen *seen) {
    er_area area;
    er_piece *pieces = NULL;
    size_t count = 0;
    double served_m2 = 0, gaps_m2 = 0, length_m = 0;
    assert_ok(f->ctx, er_area_from_wkb(f->ctx, f->plane, polygon, &area));
    assert_ok(f->ctx, er_disc_union_area(f->ctx, set, &area, &served_m2));
    assert_ok(f->ctx, er_disc_union_gaps(f->ctx, f->arena, f->plane, set, tolerance_m, polygon,
                                         &pieces, &count));
    GEOSGeometry *whole = read(f, polygon), *wider = GEOSBuffer_r(f->geos, whole, 1e-9, 4);
    for (size_t i = 0; i < count; i++) {
        GEOSGeometry *g = read(f, pieces[i].wkb);
        double degrees = 0;
        assert_int_equal(GEOSGeomTypeId_r(f->geos, g), GEOS_MULTIPOLYGON);
        assert_int_equal(GEOSGetNumGeometries_r(f->geos, g), 1);
        assert_int_equal(GEOSisValid_r(f->geos, g), 1);
        assert_int_equal(GEOSCovers_r(f->geos, wider, g), 1);
        seen->exact += GEOSCovers_r(f->geos, whole, g) == 1;
        GEOSLength_r(f->geos, g, &degrees);
        length_m += degrees * 1.2e5;
        gaps_m2 += pieces[i].area_m2;
        assert_true(i == 0 || pieces[i].area_m2 <= pieces[i - 1].area_m2);
        check_outside(f, g, set, discs, disc_count, tolerance_m);
        GEOSGeom_destroy_r(f->geos, g);
    }
    seen->pieces += count;
    double wanted_m2 = area.area_m2 - served_m2;
    assert_true(gaps_m2 >= wanted_m2 - 1e-6 * area.area_m2);
    assert_true(gaps_m2 <= wanted_m2 + tolerance_m * length_m + 1e-6 * area.area_m2);
    er_area_clear(&area);
    GEOSGeom_destroy_r(f->geos, whole);
    GEOSGeom_destroy_r(f->geos, wider);
}

static void gaps_are_what_the_discs_leave(void **state) {
    struct fixture f = up(*state);
    struct seen seen = {0};
    uint8_t buffer[256];
    er_disc discs[MOST_DISCS];
    for (uint64_t seed = 0; seed < 40; seed++) {
        size_t count =
            make_discs(&f, seed, 5 + 8 * seed, 12000, 4000 / sqrt(5 + 8.0 * (double)seed), discs);
        er_disc_union *set = NULL;
        er_bytes polygon = star(buffer, seed, 0.05);
        /* any and one layer, then both */
        assert_ok(f.ctx, er_disc_union_new(f.ctx, discs, count, 2, ER_DISC_ANY, 0, &set));
        check(&f, set, discs, count, 0.1, polygon, &seen);
        er_disc_union_free(set);
        assert_ok(f.ctx, er_disc_union_new(f.ctx, discs, count, 2, ER_DISC_ALL, 0, &set));
        check(&f, set, discs, count, 1, polygon, &seen);
        er_disc_union_free(set);
        assert_ok(f.ctx, er_disc_union_new(f.ctx, discs, count, 2, ER_DISC_LAYER, 1, &set));
        check(&f, set, discs, count, 0.5, polygon, &seen);
        er_disc_union_free(set);
    }
    print_message("%zu of %zu gaps are covered to the bit\n", seen.exact, seen.pieces);
    assert_true(seen.pieces > 100);
    assert_true(seen.exact > seen.pieces * 9 / 10);
    down(&f);
}

static size_t gaps_of(struct fixture *f, const er_disc *discs, size_t count, er_disc_rule rule,
                      er_bytes polygon, er_piece **pieces) {
    er_disc_union *set = NULL;
    size_t found = 0;
    assert_ok(f->ctx, er_disc_union_new(f->ctx, discs, count, 2, rule, 0, &set));
    assert_ok(f->ctx,
              er_disc_union_gaps(f->ctx, f->arena, f->plane, set, 0.5, polygon, pieces, &found));
    er_disc_union_free(set);
    return found;
}

static void all_or_nothing(void **state) {
    struct fixture f = up(*state);
    uint8_t buffer[256];
    er_bytes polygon = star(buffer, 1, 0.01);
    er_piece *pieces = NULL;
    er_disc discs[3] = {{f.middle.x, f.middle.y, 5000, 0},
                        {f.middle.x + 300, f.middle.y, 5000, 1},
                        {f.middle.x + 90000, f.middle.y, 5000, 1}};
    assert_int_equal(gaps_of(&f, discs, 3, ER_DISC_ANY, polygon, &pieces), 0);
    assert_int_equal(gaps_of(&f, discs, 2, ER_DISC_ALL, polygon, &pieces), 0);
    for (int k = 0; k < 3; k++) {
        /* far discs alone, one of two layers here, no disc at all */
        size_t count = k == 0   ? gaps_of(&f, discs + 2, 1, ER_DISC_ANY, polygon, &pieces)
                       : k == 1 ? gaps_of(&f, (er_disc[]){discs[0], discs[2]}, 2, ER_DISC_ALL,
                                          polygon, &pieces)
                                : gaps_of(&f, NULL, 0, ER_DISC_ANY, polygon, &pieces);
        er_area area;
        assert_int_equal(count, 1);
        assert_ok(f.ctx, er_area_from_wkb(f.ctx, f.plane, polygon, &area));
        assert_true(fabs(pieces[0].area_m2 - area.area_m2) <= 1e-12 * area.area_m2);
        er_area_clear(&area);
        GEOSGeometry *own = read(&f, polygon), *got = read(&f, pieces[0].wkb);
        GEOSGeometry *one = GEOSGeom_clone_r(f.geos, GEOSGetGeometryN_r(f.geos, got, 0));
        GEOSNormalize_r(f.geos, own);
        GEOSNormalize_r(f.geos, one);
        assert_int_equal(GEOSEqualsExact_r(f.geos, own, one, 0), 1);
        GEOSGeom_destroy_r(f.geos, own);
        GEOSGeom_destroy_r(f.geos, got);
        GEOSGeom_destroy_r(f.geos, one);
    }
    down(&f);
}

static void order_and_far_discs_do_not_show(void **state) {
    struct fixture f = up(*state);
    uint8_t buffer[256];
    er_bytes polygon = star(buffer, 4, 0.02);
    er_disc discs[MOST_DISCS], turned[MOST_DISCS];
    er_piece *a = NULL, *b = NULL;
    size_t count = make_discs(&f, 7, 300, 9000, 400, discs);
    for (size_t i = 0; i < count; i++)
        turned[i] = discs[(7 * i + 5) % count];
    size_t found = gaps_of(&f, discs, count, ER_DISC_ANY, polygon, &a);
    assert_true(found > 2);
    assert_int_equal(gaps_of(&f, turned, count, ER_DISC_ANY, polygon, &b), found);
    for (size_t i = 0; i < found; i++) {
        assert_int_equal(a[i].wkb.size, b[i].wkb.size);
        assert_memory_equal(a[i].wkb.data, b[i].wkb.data, a[i].wkb.size);
    }
    for (size_t i = count; i < MOST_DISCS; i++)
        turned[i] = (er_disc){f.middle.x + 20000 + 100 * (double)i, f.middle.y, 300, 0};
    assert_int_equal(gaps_of(&f, turned, MOST_DISCS, ER_DISC_ANY, polygon, &b), found);
    for (size_t i = 0; i < found; i++)
        assert_memory_equal(a[i].wkb.data, b[i].wkb.data, a[i].wkb.size);
    down(&f);
}

static void a_tolerance_is_needed(void **state) {
    struct fixture f = up(*state);
    uint8_t buffer[256];
    er_disc_union *set = NULL;
    er_piece *pieces = NULL;
    size_t count = 0;
    assert_ok(f.ctx, er_disc_union_new(f.ctx, NULL, 0, 1, ER_DISC_ANY, 0, &set));
    assert_int_equal(
        er_disc_union_gaps(f.ctx, f.arena, f.plane, set, 0, star(buffer, 1, 0.01), &pieces, &count),
        ER_ERR_RANGE);
    assert_int_equal(
        er_disc_union_gaps(f.ctx, f.arena, f.plane, set, 1, (er_bytes){buffer, 7}, &pieces, &count),
        ER_ERR_GEOMETRY);
    er_disc_union_free(set);
    down(&f);
}

int main(void) {
#define GAP_TEST(name) cmocka_unit_test_setup_teardown(name, test_context_up, test_context_down)
    const struct CMUnitTest tests[] = {
        GAP_TEST(gaps_are_what_the_discs_leave),
        GAP_TEST(all_or_nothing),
        GAP_TEST(order_and_far_discs_do_not_show),
        GAP_TEST(a_tolerance_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
