/* What lies in exactly one disc: closed forms, and the identity with the union with and without
 * each disc. */
#include "disc_settings.h"

#include <stdio.h>

static const er_point shifts[] = {{0, 0}, {301234.567, 2765432.109}, {-300000, 300000}};
enum { SHIFTS = sizeof shifts / sizeof shifts[0] };

static const double near_exact = 1e-11;

static double lens(double r, double s, double d) {
    double u = (d * d + r * r - s * s) / (2 * d), v = d - u;
    return r * r * acos(u / r) - u * sqrt(r * r - u * u) + s * s * acos(v / s) -
           v * sqrt(s * s - v * v);
}

static void soles(er_context *ctx, const er_disc *discs, size_t count, const er_area *areas,
                  size_t area_count, er_disc_sole **rows, size_t *row_count) {
    *rows = NULL;
    *row_count = 99;
    assert_ok(ctx, er_disc_sole_areas(ctx, discs, count, areas, area_count, rows, row_count));
}

/** Sole areas of one polygon by disc, 0 where there is no row; also checks the rows' order. */
static void sole_by_disc(er_context *ctx, const er_disc *discs, size_t count, const er_area *area,
                         double *m2) {
    er_disc_sole *rows;
    size_t row_count;
    soles(ctx, discs, count, area, 1, &rows, &row_count);
    for (size_t i = 0; i < count; i++)
        m2[i] = 0;
    for (size_t i = 0; i < row_count; i++) {
        assert_true(rows[i].area == 0 && rows[i].disc < count && rows[i].m2 > 0);
        assert_true(i == 0 || rows[i - 1].disc < rows[i].disc);
        m2[rows[i].disc] = rows[i].m2;
    }
    er_free(rows);
}

static void expect(const char *what, double got, double expected) {
    if (!(fabs(got - expected) <= near_exact * fabs(expected)))
        fail_msg("%s: %.17g, expected %.17g", what, got, expected);
}

static case_area box_round(er_point o, double half) {
    case_area a = {0};
    case_add_box(&a, o.x - half, o.y - half, o.x + half, o.y + half);
    return a;
}

static void two_discs(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 5000);
        double m2[2], large = PI * 1e6, small = PI * 0.81e6, common = lens(1000, 900, 1300);
        er_disc d[2] = {{o.x, o.y, 1000, 0}, {o.x + 1200, o.y + 500, 900, 1}};
        sole_by_disc(*state, d, 1, &a.area, m2);
        expect("alone", m2[0], large);
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("large without the lens", m2[0], large - common);
        expect("small without the lens", m2[1], small - common);
        d[1] = (er_disc){o.x + 1900, o.y, 900, 0};
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("tangent", m2[0], large);
        expect("tangent", m2[1], small);
        d[1] = (er_disc){o.x + 100, o.y, 900, 0};
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("tangent within", m2[0], large - small);
        assert_true(m2[1] == 0);
        d[1] = (er_disc){o.x - 30, o.y + 40, 900, 0};
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("nested", m2[0], large - small);
        assert_true(m2[1] == 0);
        d[1] = (er_disc){o.x + 3000, o.y, 900, 0};
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("apart", m2[0], large);
        expect("apart", m2[1], small);
        case_clear(&a);
    }
}

static void one_centre_counts_once(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 5000);
        er_disc d[5] = {{o.x, o.y, 800, 0},
                        {o.x, o.y, 1000, 1},
                        {o.x, o.y, 1000, 0},
                        {o.x, o.y, 300, 7},
                        {o.x + 900, o.y, 500, 0}};
        double m2[5], common = lens(1000, 500, 900);
        sole_by_disc(*state, d, 4, &a.area, m2);
        assert_true(m2[0] == 0 && m2[2] == 0 && m2[3] == 0);
        expect("first of the largest", m2[1], PI * 1e6);
        sole_by_disc(*state, d, 5, &a.area, m2);
        assert_true(m2[0] == 0 && m2[2] == 0 && m2[3] == 0);
        expect("first of the largest", m2[1], PI * 1e6 - common);
        expect("beside it", m2[4], PI * 0.25e6 - common);
        case_clear(&a);
    }
}

/** Three equal discs in a ring, all overlapping in the middle (Fewell 2006). */
static void three_discs(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = box_round(o, 5000);
        double r = 1000, side = 900, m2[4], away = side / sqrt(3.0);
        er_disc d[4];
        for (int i = 0; i < 3; i++) {
            double angle = 0.3 + 2 * PI * i / 3;
            d[i] = (er_disc){o.x + away * cos(angle), o.y + away * sin(angle), r, 0};
        }
        double out = -0.5 * away + sqrt(r * r - 0.25 * side * side);
        double chord = sqrt(3.0) * out;
        double middle =
            sqrt(3.0) / 4 * chord * chord +
            3 * (r * r * asin(chord / (2 * r)) - chord / 4 * sqrt(4 * r * r - chord * chord));
        double expected = PI * r * r - 2 * lens(r, r, side) + middle;
        sole_by_disc(*state, d, 3, &a.area, m2);
        for (int i = 0; i < 3; i++)
            if (!(fabs(m2[i] - expected) <= 1e-9 * expected))
                fail_msg("disc %d: %.17g, expected %.17g", i, m2[i], expected);
        d[3] = (er_disc){o.x, o.y, 4000, 0}; /* round all: what they cover is covered again */
        sole_by_disc(*state, d, 4, &a.area, m2);
        assert_true(m2[0] == 0 && m2[1] == 0 && m2[2] == 0);
        double all = 3 * PI * r * r - 3 * lens(r, r, side) + middle;
        if (!(fabs(m2[3] - (PI * 16e6 - all)) <= 1e-10 * PI * 16e6))
            fail_msg("round: %.17g", m2[3]);
        case_clear(&a);
    }
}

static void polygons_cut(void **state) {
    for (int k = 0; k < SHIFTS; k++) {
        er_point o = shifts[k];
        case_area a = {0}, b = {0};
        double m2[2], common = lens(1000, 1000, 1000);
        er_disc d[2] = {{o.x - 500, o.y, 1000, 0}, {o.x + 500, o.y, 1000, 0}};
        case_add_box(&a, o.x - 5000, o.y, o.x + 5000, o.y + 5000); /* halves both */
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("half", m2[0], 0.5 * (PI * 1e6 - common));
        expect("half", m2[1], 0.5 * (PI * 1e6 - common));
        case_add_box(&b, o.x - 1400, o.y - 10, o.x - 900, o.y + 10); /* within one alone */
        sole_by_disc(*state, d, 2, &b.area, m2);
        expect("within one", m2[0], 10000);
        assert_true(m2[1] == 0);
        case_clear(&a), case_clear(&b);
        case_add_box(&a, o.x - 5000, o.y - 5000, o.x, o.y + 5000); /* through both crossings */
        sole_by_disc(*state, d, 2, &a.area, m2);
        expect("left", m2[0], PI * 1e6 - common);
        assert_true(m2[1] == 0);
        case_add_box(&b, o.x - 300, o.y - 300, o.x + 300, o.y + 300); /* within both */
        sole_by_disc(*state, d, 2, &b.area, m2);
        assert_true(m2[0] == 0 && m2[1] == 0);
        case_clear(&a), case_clear(&b);
    }
}

static void many_polygons(void **state) {
    er_disc d[2] = {{0, 0, 1000, 0}, {1500, 0, 1000, 0}};
    case_area cases[3] = {0};
    er_area areas[3];
    case_add_box(&cases[0], 1000, -2000, 4000, 2000);
    case_add_box(&cases[1], 9000, 9000, 9100, 9100); /* far away */
    case_add_box(&cases[2], -4000, -4000, 4000, 4000);
    for (int i = 0; i < 3; i++)
        areas[i] = cases[i].area;
    er_disc_sole *rows;
    size_t count;
    soles(*state, d, 2, areas, 3, &rows, &count);
    assert_int_equal(count, 3);
    assert_true(rows[0].area == 0 && rows[0].disc == 1);
    assert_true(rows[1].area == 2 && rows[1].disc == 0);
    assert_true(rows[2].area == 2 && rows[2].disc == 1);
    er_free(rows);
    soles(*state, d, 0, areas, 3, &rows, &count);
    assert_int_equal(count, 0);
    er_free(rows);
    soles(*state, d, 2, areas, 0, &rows, &count);
    assert_int_equal(count, 0);
    er_free(rows);
    d[1].radius_m = NAN;
    assert_int_equal(er_disc_sole_areas(*state, d, 2, areas, 3, &rows, &count), ER_ERR_RANGE);
    for (int i = 0; i < 3; i++)
        case_clear(&cases[i]);
}

/* ---- the identity ---------------------------------------------------------------------------- */

static double union_area(er_context *ctx, const er_disc *discs, size_t count, const er_area *area) {
    er_disc_union *set = NULL;
    double served = NAN;
    assert_ok(ctx, er_disc_union_new(ctx, discs, count, LAYERS, ER_DISC_ANY, 0, &set));
    assert_ok(ctx, er_disc_union_area(ctx, set, area, &served));
    er_disc_union_free(set);
    return served;
}

/** All discs but those with the centre of disc i. */
static size_t without(const er_disc *discs, size_t count, size_t i, er_disc *rest) {
    size_t kept = 0;
    for (size_t k = 0; k < count; k++)
        if (discs[k].x != discs[i].x || discs[k].y != discs[i].y) rest[kept++] = discs[k];
    return kept;
}

static bool is_first_of_largest(const er_disc *discs, size_t count, size_t i) {
    for (size_t k = 0; k < count; k++)
        if (discs[k].x == discs[i].x && discs[k].y == discs[i].y &&
            (discs[k].radius_m > discs[i].radius_m ||
             (discs[k].radius_m == discs[i].radius_m && k < i)))
            return false;
    return true;
}

/* What is too little to be named. */
static const double least_share = 1e-9;

/** Largest difference between a disc's sole area and what the union loses without it, over the
 *  disc's area; a part that is left out must be too little. */
static double worst_of(er_context *ctx, const struct setting *s) {
    er_disc rest[DISC_LIMIT];
    double m2[DISC_LIMIT], worst = 0;
    double all = union_area(ctx, s->discs, s->disc_count, &s->area.area);
    sole_by_disc(ctx, s->discs, s->disc_count, &s->area.area, m2);
    for (size_t i = 0; i < s->disc_count; i++) {
        if (!is_first_of_largest(s->discs, s->disc_count, i)) {
            assert_true(m2[i] == 0);
            continue;
        }
        size_t count = without(s->discs, s->disc_count, i, rest);
        double lost = all - union_area(ctx, rest, count, &s->area.area);
        double disc = PI * s->discs[i].radius_m * s->discs[i].radius_m;
        if (m2[i] == 0 && lost > 0 && lost <= 1.01 * least_share * disc) continue;
        worst = fmax(worst, fabs(m2[i] - lost) / disc);
    }
    return worst;
}

/** Discs that touch: along a line from one place, inside and outside, and across it. */
static void make_tangent(er_random *random, struct setting *s) {
    er_point o = {s->discs[0].x, s->discs[0].y};
    double angle = er_random_below(random, 2) ? 0 : between(random, 0, 2 * PI);
    double x = cos(angle), y = sin(angle);
    if (angle == 0 && er_random_below(random, 2)) x = 0, y = 1;
    s->disc_count = 2 + (size_t)er_random_below(random, 9);
    for (size_t i = 0; i < s->disc_count; i++) {
        double r = 250 * (double)whole(random, 1, 6);
        double at = er_random_below(random, 2) ? r : -r; /* all of them through o */
        if (er_random_below(random, 4) == 0) at += 500 * (double)whole(random, -3, 3);
        if (er_random_below(random, 8) == 0) at += 1e-6 * er_random_normal(random);
        s->discs[i].radius_m = r;
        s->discs[i].x = o.x + at * x;
        s->discs[i].y = o.y + at * y;
    }
}

/** A grid of equal discs, whose circles pass through the grid's points, with the polygon. */
static void make_grid(er_random *random, struct setting *s) {
    static const double radii[] = {500, 707.1067811865476, 1000, 250};
    er_point o = {s->discs[0].x, s->discs[0].y};
    double r = radii[er_random_below(random, 4)];
    s->disc_count = 2 + (size_t)er_random_below(random, DISC_LIMIT - 1);
    for (size_t i = 0; i < s->disc_count; i++) {
        s->discs[i].x = o.x + 500 * (double)whole(random, -3, 3);
        s->discs[i].y = o.y + 500 * (double)whole(random, -3, 3);
        s->discs[i].radius_m = r;
    }
}

static void union_loses_what_is_sole(void **state) {
    enum { CASES = 6000 };
    static struct setting s;
    double worst = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        memset(&s, 0, sizeof s);
        make_setting(5000000 + number, number % 5 ? 8 : DISC_LIMIT, &s);
        er_random random = er_random_stream(77, number);
        if (number % 3 == 1) make_tangent(&random, &s);
        if (number % 3 == 2) make_grid(&random, &s);
        double off = worst_of(*state, &s);
        if (!(off <= 1e-10)) fail_msg("case %u: off by %g of the disc", (unsigned)number, off);
        worst = fmax(worst, off);
        case_clear(&s.area);
    }
    printf("largest difference: %.2g of the disc's area\n", worst);
}

/* ---- order and threads ----------------------------------------------------------------------- */

enum { CROWD = 3000, CROWD_AREAS = 60 };

static void make_crowd(er_disc *discs, case_area *cases, er_area *areas) {
    er_random random = er_random_stream(5, 5);
    for (size_t i = 0; i < CROWD; i++) {
        discs[i] = (er_disc){20000 * er_random_unit(&random), 20000 * er_random_unit(&random),
                             between(&random, 100, 700), (uint32_t)(i % LAYERS)};
        if (i % 7 == 0 && i > 0) {
            discs[i].x = discs[i - 1].x;
            discs[i].y = discs[i - 1].y;
        }
    }
    for (size_t i = 0; i < CROWD_AREAS; i++) {
        er_point centre = {20000 * er_random_unit(&random), 20000 * er_random_unit(&random)};
        memset(&cases[i], 0, sizeof cases[i]);
        add_star(&random, &cases[i], centre, 500, 6000, false);
        areas[i] = cases[i].area;
    }
}

static int by_area_and_place(const void *left, const void *right) {
    const er_disc_sole *a = left, *b = right;
    if (a->area != b->area) return a->area < b->area ? -1 : 1;
    return (a->disc > b->disc) - (a->disc < b->disc);
}

/** Any number of threads, and the discs in another order. */
static void same_bytes(void **state) {
    er_context *ctx = *state;
    static er_disc discs[CROWD], turned[CROWD];
    static case_area cases[CROWD_AREAS];
    er_area areas[CROWD_AREAS];
    er_disc_sole *one, *four, *other;
    size_t one_count, four_count, other_count;
    make_crowd(discs, cases, areas);
    er_context_set_threads(ctx, 1);
    soles(ctx, discs, CROWD, areas, CROWD_AREAS, &one, &one_count);
    assert_true(one_count > 500);
    er_context_set_threads(ctx, 4);
    soles(ctx, discs, CROWD, areas, CROWD_AREAS, &four, &four_count);
    assert_int_equal(one_count, four_count);
    assert_memory_equal(one, four, one_count * sizeof *one);
    for (size_t i = 0; i < CROWD; i++)
        turned[i] = discs[(i * 1009 + 17) % CROWD];
    soles(ctx, turned, CROWD, areas, CROWD_AREAS, &other, &other_count);
    assert_int_equal(one_count, other_count);
    for (size_t i = 0; i < other_count; i++)
        other[i].disc = (other[i].disc * 1009 + 17) % CROWD;
    qsort(other, other_count, sizeof *other, by_area_and_place);
    assert_memory_equal(one, other, one_count * sizeof *one);
    er_free(one), er_free(four), er_free(other);
    for (size_t i = 0; i < CROWD_AREAS; i++)
        case_clear(&cases[i]);
}

/** Sole parts never overlap, and are served. */
static void no_more_than_is_served(void **state) {
    static er_disc discs[CROWD];
    static case_area cases[CROWD_AREAS];
    er_area areas[CROWD_AREAS];
    er_disc_sole *rows;
    size_t count;
    make_crowd(discs, cases, areas);
    soles(*state, discs, CROWD, areas, CROWD_AREAS, &rows, &count);
    double sum[CROWD_AREAS] = {0};
    for (size_t i = 0; i < count; i++)
        sum[rows[i].area] += rows[i].m2;
    er_free(rows);
    for (size_t i = 0; i < CROWD_AREAS; i++) {
        double served = union_area(*state, discs, CROWD, &areas[i]);
        assert_true(sum[i] > 0 && sum[i] <= served * (1 + 1e-9));
        case_clear(&cases[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_discs, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(one_centre_counts_once, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(three_discs, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(polygons_cut, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(many_polygons, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(union_loses_what_is_sole, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(same_bytes, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(no_more_than_is_served, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
