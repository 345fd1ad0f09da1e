/* Areas of disc unions that have a closed form, and identities that hold without one. */
#include "disc_cases.h"

#include <stdio.h>

static double served_by(er_context *ctx, const er_disc *discs, size_t count, uint32_t layers,
                        er_disc_rule rule, uint32_t layer, const er_area *area) {
    er_disc_union *set = NULL;
    double served = NAN;
    assert_ok(ctx, er_disc_union_new(ctx, discs, count, layers, rule, layer, &set));
    assert_ok(ctx, er_disc_union_area(ctx, set, area, &served));
    er_disc_union_free(set);
    return served;
}

static double served_any(er_context *ctx, const er_disc *discs, size_t count, const er_area *area) {
    return served_by(ctx, discs, count, 1, ER_DISC_ANY, 0, area);
}

/** Relative to the expected area; an expected 0 must come out as 0. */
static void expect(const char *what, double got, double expected, double tolerance) {
    if (!(fabs(got - expected) <= tolerance * fabs(expected)))
        fail_msg("%s: %.17g, expected %.17g, relative error %.2g", what, got, expected,
                 (got - expected) / expected);
}

/** Where the cases are tried: at the origin, far off with odd fractions, near a whole number. */
static const er_point shifts[] = {{0, 0}, {301234.567, 2765432.109}, {-300000, 300000}};
enum { SHIFTS = sizeof shifts / sizeof shifts[0] };

static const double near_exact = 1e-11;

static double lens(double r, double s, double d) {
    double u = (d * d + r * r - s * s) / (2 * d), v = d - u;
    return r * r * acos(u / r) - u * sqrt(r * r - u * u) + s * s * acos(v / s) -
           v * sqrt(s * s - v * v);
}

static case_area box_round(er_point o, double half) {
    case_area a = {0};
    case_add_box(&a, o.x - half, o.y - half, o.x + half, o.y + half);
    return a;
}

static void one_disc(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        er_disc disc = {o.x, o.y, 1000, 0};
        double whole = PI * 1e6;
        case_area a = box_round(o, 5000);
        expect("inside", served_any(*state, &disc, 1, &a.area), whole, near_exact);
        disc.x = o.x + 5000;
        expect("half over an edge", served_any(*state, &disc, 1, &a.area), whole / 2, near_exact);
        disc.y = o.y - 5000;
        expect("over a corner", served_any(*state, &disc, 1, &a.area), whole / 4, near_exact);
        disc.x = o.x + 4400; /* a segment beyond the edge, 600 m from the centre */
        disc.y = o.y;
        double segment = 1e6 * acos(0.6) - 600 * 800;
        expect("over an edge", served_any(*state, &disc, 1, &a.area), whole - segment, near_exact);
        disc.x = o.x + 5600;
        expect("a cap inside", served_any(*state, &disc, 1, &a.area), segment, near_exact);
        disc.x = o.x + 6000; /* touches the edge from outside */
        assert_float_equal(served_any(*state, &disc, 1, &a.area), 0, 1e-3);
        disc.x = o.x + 4000; /* touches it from inside */
        expect("tangent inside", served_any(*state, &disc, 1, &a.area), whole, near_exact);
        disc.x = o.x + 9000;
        assert_true(served_any(*state, &disc, 1, &a.area) == 0);
        disc = (er_disc){o.x + 3, o.y - 4, 8000, 0};
        expect("round the polygon", served_any(*state, &disc, 1, &a.area), 1e8, near_exact);
        disc = (er_disc){o.x, o.y, 5000, 0};
        expect("in the square", served_any(*state, &disc, 1, &a.area), PI * 25e6, near_exact);
        disc.radius_m = 5000 * sqrt(2.0);
        expect("round the square", served_any(*state, &disc, 1, &a.area), 1e8, near_exact);
        case_clear(&a);
    }
}

static void corners_of_any_angle(void **state) {
    for (int k = 0; k < SHIFTS; k++)
        for (int degrees = 1; degrees < 180; degrees += 7)
            for (int turn = 0; turn < 360; turn += 31) {
                double angle = degrees * PI / 180, from = turn * PI / 180;
                er_point o = shifts[k];
                er_point p[3] = {o,
                                 {o.x + 9e4 * cos(from), o.y + 9e4 * sin(from)},
                                 {o.x + 9e4 * cos(from + angle), o.y + 9e4 * sin(from + angle)}};
                case_area a = {0};
                case_add_ring(&a, p, 3);
                er_disc disc = {o.x, o.y, 700, 0};
                double served = served_any(*state, &disc, 1, &a.area);
                /* The far vertices are rounded to an ulp of 4e-10 m at 9e4 m. */
                expect("corner", served, 0.5 * angle * 490000, 1e-10);
                case_clear(&a);
            }
}

static void two_discs(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 5000);
        er_disc d[2] = {{o.x, o.y, 1000, 0}, {o.x + 1200, o.y + 500, 900, 1}};
        double both = PI * (1e6 + 0.81e6), common = lens(1000, 900, 1300);
        expect("overlap", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area), both - common,
               near_exact);
        expect("lens", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area), common, near_exact);
        expect("one layer", served_by(*state, d, 2, 2, ER_DISC_LAYER, 1, &a.area), PI * 0.81e6,
               near_exact);
        d[1] = (er_disc){o.x + 1900, o.y, 900, 1};
        expect("tangent", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area), both, near_exact);
        assert_float_equal(served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area), 0, 1e-3);
        d[1] = (er_disc){o.x + 100, o.y, 900, 1};
        expect("tangent within", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area), PI * 1e6,
               near_exact);
        expect("tangent within, all", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area),
               PI * 0.81e6, near_exact);
        d[1] = (er_disc){o.x - 30, o.y + 40, 900, 1};
        expect("nested", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area), PI * 1e6, near_exact);
        expect("nested, all", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area), PI * 0.81e6,
               near_exact);
        d[1] = (er_disc){o.x, o.y, 1000, 1};
        expect("identical", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area), PI * 1e6,
               near_exact);
        expect("identical, all", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area), PI * 1e6,
               near_exact);
        for (int power = -9; power < 1; power++) {
            d[1] = (er_disc){o.x + pow(10, power), o.y, 1000, 1};
            double real = d[1].x - o.x; /* what the coordinate can hold */
            double shared = real > 0 ? lens(1000, 1000, real) : PI * 1e6;
            expect("all but identical", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &a.area), shared,
                   near_exact);
            expect("all but identical", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &a.area),
                   2 * PI * 1e6 - shared, near_exact);
        }
        case_clear(&a);
    }
}

/** Common part of three equal discs in a ring: a circular triangle (Fewell 2006, Area of common
 *  overlap of three circles): the inner triangle plus three segments. */
static void three_discs(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 5000);
        double r = 1000, side = 900;
        er_disc d[3];
        for (int i = 0; i < 3; i++) {
            double angle = 0.3 + 2 * PI * i / 3, away = side / sqrt(3.0);
            d[i] = (er_disc){o.x + away * cos(angle), o.y + away * sin(angle), r, (uint32_t)i};
        }
        /* Corners of the circular triangle: on the axes of symmetry, at this distance. */
        double corner = sqrt(r * r - side * side / 4) - side / (2 * sqrt(3.0));
        double chord = corner * sqrt(3.0), angle = 2 * asin(chord / (2 * r));
        double common = sqrt(3.0) / 4 * chord * chord + 1.5 * r * r * (angle - sin(angle));
        double all = served_by(*state, d, 3, 3, ER_DISC_ALL, 0, &a.area);
        double any = served_by(*state, d, 3, 3, ER_DISC_ANY, 0, &a.area);
        expect("circular triangle", all, common, near_exact);
        expect("three discs", any, 3 * PI * r * r - 3 * lens(r, r, side) + common, near_exact);
        case_clear(&a);
    }
}

/** n discs in a ring that leave a hole in the middle. */
static void ring_of_discs(void **state) {
    static const int sizes[] = {7, 24, 360, 1000};
    for (int k = 0; k < SHIFTS; k++)
        for (int s = 0; s < 4; s++) {
            int n = sizes[s];
            er_point o = shifts[k];
            case_area a = box_round(o, 9000);
            er_disc *d = calloc((size_t)n, sizeof *d);
            /* The next but one must not overlap for the closed form. */
            double ring = 5000, apart = 2 * ring * sin(PI / n), r = 0.7 * apart;
            for (int i = 0; i < n; i++) {
                double angle = 2 * PI * i / n;
                d[i] = (er_disc){o.x + ring * cos(angle), o.y + ring * sin(angle), r, 0};
            }
            expect("ring", served_any(*state, d, (size_t)n, &a.area),
                   n * (PI * r * r - lens(r, r, apart)), 1e-10);
            er_disc_union *set = NULL;
            assert_ok(*state, er_disc_union_new(*state, d, (size_t)n, 1, ER_DISC_ANY, 0, &set));
            double total = 0;
            assert_ok(*state, er_disc_union_total(*state, set, &total));
            expect("total", total, n * (PI * r * r - lens(r, r, apart)), 1e-10);
            assert_false(er_disc_union_contains(set, o));
            assert_true(er_disc_union_contains(set, (er_point){o.x + ring, o.y}));
            er_disc_union_free(set);
            free(d);
            case_clear(&a);
        }
}

static void bundles(void **state) {
    enum { MANY = 1000 };
    static er_disc d[MANY];
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 1000), wide = box_round(o, 30000);
        for (int i = 0; i < MANY; i++)
            d[i] = (er_disc){o.x, o.y - 1000, 800, 0};
        expect("coincident", served_any(*state, d, MANY, &a.area), PI * 320000, near_exact);
        for (int i = 0; i < MANY; i++) /* two layers of coincident discs */
            d[i].layer = (uint32_t)i % 2;
        expect("coincident, all", served_by(*state, d, MANY, 2, ER_DISC_ALL, 0, &a.area),
               PI * 320000, near_exact);
        /* Through one point, all round it: the union of the discs with the diameters of a circle's
         * inside, that is a circle of radius 2 r but for slivers between neighbours. */
        for (int i = 0; i < MANY; i++) {
            double angle = 2 * PI * i / MANY;
            d[i] = (er_disc){o.x + 1000 * cos(angle), o.y + 1000 * sin(angle), 1000, 0};
        }
        /* Neighbours meet at the common point and at distance 2 r cos(pi / n): in polar
         * coordinates the rim is 2 r cos(t), |t| <= pi / n, n times. */
        double t = PI / MANY, rim = MANY * 2e6 * (t + sin(t) * cos(t));
        expect("through one point", served_any(*state, d, MANY, &wide.area), rim, near_exact);
        /* Nested, all tangent at one point. */
        for (int i = 0; i < MANY; i++)
            d[i] = (er_disc){o.x + 2 * (i + 1), o.y, 2 * (i + 1), 0};
        expect("tangent at one point", served_any(*state, d, MANY, &wide.area), PI * 4e6,
               near_exact);
        case_clear(&a);
        case_clear(&wide);
    }
}

/** A hundred equal discs on one roof: the rim in a wide box and in its parts. */
static void roof(void **state) {
    enum { MANY = 100 };
    static er_disc d[MANY];
    er_random random = er_random_stream(7, 0);
    er_point o = shifts[1];
    for (int i = 0; i < MANY; i++)
        d[i] = (er_disc){o.x + 2 * er_random_unit(&random), o.y + 2 * er_random_unit(&random),
                         i < 50 ? 1000 : 1000 + er_random_unit(&random), 0};
    case_area box = box_round(o, 3000);
    static scan reference;
    reference = (scan){d, MANY, 1, ER_DISC_ANY, 0, &box.area, {0}, 0};
    /* Only a handful of discs reach the rim; the scan lines are given those in reach of it. */
    double served = served_any(*state, d, MANY, &box.area);
    assert_true(served > PI * 1e6 && served < PI * 1003.0 * 1003.0);
    double low = 0, high = 0;
    size_t used = 0;
    er_disc rim[MANY];
    for (int i = 0; i < MANY; i++) { /* grow the set: it must never shrink the area */
        rim[used++] = d[i];
        high = served_any(*state, rim, used, &box.area);
        assert_true(high >= low * (1 - 1e-13));
        low = high;
    }
    assert_true(high == served);
    reference.disc_count = 12;
    expect("roof by scan lines", served_any(*state, d, 12, &box.area), scan_area(&reference), 1e-9);
    case_clear(&box);
}

static void polygons_with_holes(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        enum { SIDES = 48 };
        er_point hole[SIDES];
        for (int i = 0; i < SIDES; i++) { /* vertices on a circle, clockwise */
            double angle = -2 * PI * i / SIDES;
            hole[i] = (er_point){o.x + 1000 * cos(angle), o.y + 1000 * sin(angle)};
        }
        case_area a = box_round(o, 4000);
        case_add_ring(&a, hole, SIDES);
        double gap = 0.5 * SIDES * 1e6 * sin(2 * PI / SIDES);
        er_disc disc = {o.x, o.y, 2500, 0};
        expect("hole within the disc", served_any(*state, &disc, 1, &a.area), PI * 6.25e6 - gap,
               near_exact);
        disc.radius_m = 1000; /* the hole's vertices lie on the circle */
        expect("hole in the disc's rim", served_any(*state, &disc, 1, &a.area), PI * 1e6 - gap,
               1e-9);
        disc.radius_m = 900;
        assert_float_equal(served_any(*state, &disc, 1, &a.area), 0, 1e-6);
        case_clear(&a);
        case_area inner = {0};
        er_point ring[SIDES];
        for (int i = 0; i < SIDES; i++)
            ring[i] = hole[SIDES - 1 - i];
        case_add_ring(&inner, ring, SIDES);
        disc.radius_m = 1000;
        expect("vertices on the circle", served_any(*state, &disc, 1, &inner.area), gap,
               near_exact);
        case_clear(&inner);
    }
}

/** Two parts that touch in a point, and a hole that touches the exterior in one. */
static void rings_that_touch(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = {0};
        case_add_box(&a, o.x - 2000, o.y - 2000, o.x, o.y);
        case_add_box(&a, o.x, o.y, o.x + 2000, o.y + 2000);
        er_point hole[3] = {o, {o.x + 500, o.y + 1000}, {o.x + 1000, o.y + 500}};
        case_add_ring(&a, hole, 3);
        er_disc disc = {o.x, o.y, 1800, 0};
        expect("touching rings", served_any(*state, &disc, 1, &a.area),
               PI * 3.24e6 / 2 - 0.5 * (1000.0 * 1000 - 500.0 * 500), near_exact);
        case_clear(&a);
    }
}

/** An edge through the two points where circles meet; an edge that is their common tangent. */
static void edges_through_meeting_points(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        /* Centres 600 m left and right, radius 1000: the circles meet at (0, +-800). */
        er_disc d[2] = {{o.x - 600, o.y, 1000, 0}, {o.x + 600, o.y, 1000, 1}};
        double any = 2 * PI * 1e6 - lens(1000, 1000, 1200), all = lens(1000, 1000, 1200);
        case_area right = {0}, under = {0};
        case_add_box(&right, o.x, o.y - 3000, o.x + 3000, o.y + 3000);
        expect("through both", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &right.area), any / 2,
               near_exact);
        expect("through both, all", served_by(*state, d, 2, 2, ER_DISC_ALL, 0, &right.area),
               all / 2, near_exact);
        case_add_box(&under, o.x - 3000, o.y - 3000, o.x + 3000, o.y + 1000);
        expect("common tangent", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &under.area), any,
               near_exact);
        case_clear(&right);
        case_clear(&under);
        case_add_box(&under, o.x - 3000, o.y - 3000, o.x + 3000, o.y + 800);
        /* Above 800 lie a cap of each disc, which just don't overlap there. */
        double cap = 1e6 * acos(0.8) - 800 * 600;
        expect("through one, level", served_by(*state, d, 2, 2, ER_DISC_ANY, 0, &under.area),
               any - 2 * cap, near_exact);
        case_clear(&under);
    }
}

/** Clustered discs, a lattice among them, over a box and over a partition of it. */
static void parts_add_up(void **state) {
    enum { MANY = 3000, ROWS = 13 };
    static er_disc d[MANY];
    static const er_disc_rule rules[3] = {ER_DISC_LAYER, ER_DISC_ANY, ER_DISC_ALL};
    er_random random = er_random_stream(11, 4);
    for (int i = 0; i < MANY; i++) {
        if (i % 3 == 0)
            d[i] = (er_disc){128.0 * (double)er_random_below(&random, 300),
                             128.0 * (double)er_random_below(&random, 300), 512, 0};
        else
            d[i] = (er_disc){20000 + 5000 * er_random_normal(&random),
                             20000 + 5000 * er_random_normal(&random),
                             300 + 1700 * er_random_unit(&random), 0};
        d[i].layer = (uint32_t)er_random_below(&random, 3);
    }
    for (int rule = 0; rule < 3; rule++) {
        case_area whole = {0};
        case_add_box(&whole, 0, 0, 40000, 39000);
        double expected = served_by(*state, d, MANY, 3, rules[rule], 2, &whole.area), sum = 0;
        er_disc_union *set = NULL;
        assert_ok(*state, er_disc_union_new(*state, d, MANY, 3, rules[rule], 2, &set));
        enum { PARTS = 2 * ROWS };
        er_area parts[PARTS];
        case_area owners[PARTS] = {0};
        for (size_t i = 0; i < ROWS; i++) { /* strips, each cut by a slanting line */
            double y0 = 3000.0 * (double)i, y1 = y0 + 3000;
            double x0 = 512.0 * (double)i, x1 = 39936 - x0;
            er_point left[4] = {{0, y0}, {x0, y0}, {x1, y1}, {0, y1}};
            er_point right[4] = {{x0, y0}, {40000, y0}, {40000, y1}, {x1, y1}};
            case_add_ring(&owners[2 * i], left, 4);
            case_add_ring(&owners[2 * i + 1], right, 4);
        }
        for (int i = 0; i < PARTS; i++)
            parts[i] = owners[i].area;
        double served[PARTS];
        assert_ok(*state, er_disc_union_areas(*state, set, parts, PARTS, served));
        for (int i = 0; i < PARTS; i++) {
            sum += served[i];
            case_clear(&owners[i]);
        }
        expect("sum of parts", sum, expected, 1e-12);
        er_disc_union_free(set);
        case_clear(&whole);
    }
}

static void same_bits_for_any_order_and_thread_count(void **state) {
    enum { MANY = 2000, AREAS = 40 };
    static er_disc d[MANY], shuffled[MANY];
    er_random random = er_random_stream(3, 9);
    for (int i = 0; i < MANY; i++)
        d[i] =
            (er_disc){300 * (double)er_random_below(&random, 90), 20000 * er_random_unit(&random),
                      200 + 900 * er_random_unit(&random), (uint32_t)er_random_below(&random, 3)};
    case_area owners[AREAS] = {0};
    er_area areas[AREAS];
    for (int i = 0; i < AREAS; i++) {
        er_point p[30], o = {27000 * er_random_unit(&random), 20000 * er_random_unit(&random)};
        for (int k = 0; k < 30; k++) {
            double r = 500 + 4000 * er_random_unit(&random);
            p[k] = (er_point){o.x + r * cos(2 * PI * k / 30), o.y + r * sin(2 * PI * k / 30)};
        }
        case_add_ring(&owners[i], p, 30);
        areas[i] = owners[i].area;
    }
    double first[AREAS], again[AREAS];
    for (int rule = 0; rule < 3; rule++)
        for (int round = 0; round < 4; round++) {
            memcpy(shuffled, d, sizeof d);
            for (uint64_t i = MANY - 1; round > 0 && i > 0; i--) {
                uint64_t k = er_random_below(&random, i + 1);
                er_disc swap = shuffled[i];
                shuffled[i] = shuffled[k];
                shuffled[k] = swap;
            }
            er_context_set_threads(*state, round == 0 ? 1 : round);
            er_disc_union *set = NULL;
            assert_ok(*state,
                      er_disc_union_new(*state, shuffled, MANY, 3, (er_disc_rule)rule, 1, &set));
            assert_ok(*state,
                      er_disc_union_areas(*state, set, areas, AREAS, round ? again : first));
            if (round) assert_memory_equal(first, again, sizeof first);
            er_disc_union_free(set);
        }
    for (int i = 0; i < AREAS; i++)
        case_clear(&owners[i]);
}

static void wrong_input_is_refused(void **state) {
    static const er_disc wrong[] = {{0, 0, 0, 0},        {0, 0, -5, 0},  {0, 0, NAN, 0},
                                    {0, 0, INFINITY, 0}, {0, 0, 3e5, 0}, {NAN, 0, 100, 0},
                                    {0, INFINITY, 9, 0}, {0, 0, 100, 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        er_disc_union *set = NULL;
        assert_int_equal(er_disc_union_new(*state, &wrong[i], 1, 2, ER_DISC_ANY, 0, &set),
                         ER_ERR_RANGE);
        assert_null(set);
    }
    /* No disc at all, and a layer without any. */
    case_area a = box_round(shifts[0], 1000);
    er_disc disc = {0, 0, 500, 0};
    assert_true(served_by(*state, &disc, 0, 1, ER_DISC_ANY, 0, &a.area) == 0);
    assert_true(served_by(*state, &disc, 1, 2, ER_DISC_ALL, 0, &a.area) == 0);
    assert_true(served_by(*state, &disc, 1, 2, ER_DISC_LAYER, 1, &a.area) == 0);
    case_clear(&a);
}

#define WITH_CONTEXT(test) cmocka_unit_test_setup_teardown(test, test_context_up, test_context_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CONTEXT(one_disc),
        WITH_CONTEXT(corners_of_any_angle),
        WITH_CONTEXT(two_discs),
        WITH_CONTEXT(three_discs),
        WITH_CONTEXT(ring_of_discs),
        WITH_CONTEXT(bundles),
        WITH_CONTEXT(roof),
        WITH_CONTEXT(polygons_with_holes),
        WITH_CONTEXT(rings_that_touch),
        WITH_CONTEXT(edges_through_meeting_points),
        WITH_CONTEXT(parts_add_up),
        WITH_CONTEXT(same_bits_for_any_order_and_thread_count),
        WITH_CONTEXT(wrong_input_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
