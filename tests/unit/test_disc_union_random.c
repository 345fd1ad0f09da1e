/* Random discs and polygons against an independent integration and against GEOS unions of inner and
 * outer polygons, which bracket the truth. */
#include "disc_cases.h"

#include <geos_c.h>
#include <stdio.h>

enum { DISC_LIMIT = 24, LAYERS = 3 };

struct setting {
    er_disc discs[DISC_LIMIT];
    size_t disc_count;
    case_area area;
};

static double between(er_random *random, double low, double high) {
    return low + (high - low) * er_random_unit(random);
}

static int64_t whole(er_random *random, int64_t low, int64_t high) {
    return low + (int64_t)er_random_below(random, (uint64_t)(high - low + 1));
}

/** Discs of four kinds: anywhere, on one roof, on a lattice, through one point. */
static void make_discs(er_random *random, struct setting *s, size_t most, er_point shift) {
    s->disc_count = 1 + (size_t)er_random_below(random, most);
    int kind = (int)er_random_below(random, 4);
    double spread = kind == 1 ? 2 : 3000;
    for (size_t i = 0; i < s->disc_count; i++) {
        er_disc *d = &s->discs[i];
        d->radius_m = between(random, 300, 2000);
        d->x = between(random, -spread, spread);
        d->y = between(random, -spread, spread);
        if (kind == 2) {
            d->radius_m = 500 * (double)whole(random, 1, 3);
            d->x = 500 * (double)whole(random, -5, 5);
            d->y = 500 * (double)whole(random, -5, 5);
        } else if (kind == 3) {
            double angle = between(random, 0, 2 * PI);
            d->x = d->radius_m * cos(angle);
            d->y = d->radius_m * sin(angle);
        }
        d->x += shift.x;
        d->y += shift.y;
        d->layer = (uint32_t)er_random_below(random, LAYERS);
    }
}

static void add_star(er_random *random, case_area *area, er_point centre, double inner,
                     double outer, bool hole) {
    er_point points[24];
    size_t count = 3 + (size_t)er_random_below(random, 10);
    for (size_t i = 0; i < count; i++) {
        double angle = 2 * PI * ((double)i + 0.9 * er_random_unit(random)) / (double)count;
        double radius = between(random, inner, outer);
        er_point p = {centre.x + radius * cos(angle), centre.y + radius * sin(angle)};
        points[hole ? count - 1 - i : i] = p;
    }
    case_add_ring(area, points, count);
}

/** A star, often with a hole and a second part; now and then a lattice box with a lattice hole. */
static void make_area(er_random *random, case_area *area, er_point shift) {
    if (er_random_below(random, 4) == 0) {
        double x = shift.x + 500 * (double)whole(random, -6, 0);
        double y = shift.y + 500 * (double)whole(random, -6, 0);
        case_add_box(area, x, y, x + 3000, y + 2500);
        if (er_random_below(random, 2)) {
            er_point hole[4] = {{x + 1000, y + 500},
                                {x + 1000, y + 1500},
                                {x + 2000, y + 1500},
                                {x + 2000, y + 500}};
            case_add_ring(area, hole, 4);
        }
        return;
    }
    er_point centre = {shift.x + between(random, -1500, 1500),
                       shift.y + between(random, -1500, 1500)};
    /* With three vertices a hole of a tenth still lies inside. */
    add_star(random, area, centre, 1500, 3000, false);
    size_t corners = area->area.ring_start[1] - 1;
    if (corners > 7 && er_random_below(random, 2)) add_star(random, area, centre, 100, 400, true);
    if (er_random_below(random, 3) == 0)
        add_star(random, area, (er_point){centre.x + 6100, centre.y}, 500, 3000, false);
}

static void make_setting(uint64_t number, size_t most, struct setting *s) {
    er_random random = er_random_stream(20260701, number);
    static const double shifts[3] = {0, 250000, 2770000};
    double by = shifts[er_random_below(&random, 3)];
    make_discs(&random, s, most, (er_point){by, 0.5 * by});
    make_area(&random, &s->area, (er_point){by, 0.5 * by});
}

static double engine(er_context *ctx, const struct setting *s, er_disc_rule rule, uint32_t layer) {
    er_disc_union *set = NULL;
    double served = NAN;
    assert_ok(ctx, er_disc_union_new(ctx, s->discs, s->disc_count, LAYERS, rule, layer, &set));
    assert_ok(ctx, er_disc_union_area(ctx, set, &s->area.area, &served));
    er_disc_union_free(set);
    return served;
}

static void agrees_with_scan_lines(void **state) {
    enum { CASES = 1500 };
    static struct setting s;
    static scan reference;
    double worst = 0;
    for (uint64_t number = 0; number < CASES; number++) {
        memset(&s, 0, sizeof s);
        make_setting(number, 8, &s);
        er_disc_rule rule = (er_disc_rule)(number % 3);
        double served = engine(*state, &s, rule, 1);
        reference = (scan){s.discs, s.disc_count, LAYERS, rule, 1, &s.area.area, {0}, 0};
        double expected = scan_area(&reference);
        double error = fabs(served - expected) / s.area.area.area_m2;
        if (!(error <= 1e-9))
            fail_msg("case %u, rule %u: %.17g, by scan lines %.17g, off by %g", (unsigned)number,
                     (unsigned)rule, served, expected, error);
        worst = fmax(worst, error);
        case_clear(&s.area);
    }
    printf("largest difference: %.2g of the polygon's area\n", worst);
}

/* ---- GEOS ------------------------------------------------------------------------------------ */

static GEOSGeometry *geos_ring(GEOSContextHandle_t geos, const er_point *points, size_t count) {
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, (unsigned)count, 2);
    for (size_t i = 0; i < count; i++)
        GEOSCoordSeq_setXY_r(geos, sequence, (unsigned)i, points[i].x, points[i].y);
    return GEOSGeom_createLinearRing_r(geos, sequence);
}

static GEOSGeometry *geos_disc(GEOSContextHandle_t geos, const er_disc *d, bool outer) {
    enum { SIDES = 96 };
    er_point points[SIDES + 1];
    double radius = outer ? d->radius_m / cos(PI / SIDES) : d->radius_m;
    for (size_t i = 0; i < SIDES; i++) {
        double angle = 2 * PI * (double)i / SIDES;
        points[i] = (er_point){d->x + radius * cos(angle), d->y + radius * sin(angle)};
    }
    points[SIDES] = points[0];
    return GEOSGeom_createPolygon_r(geos, geos_ring(geos, points, SIDES + 1), NULL, 0);
}

static GEOSGeometry *geos_area(GEOSContextHandle_t geos, const er_area *area) {
    /* Rings as polygons, holes taken away: the order of the rings is exterior, holes, exterior. */
    GEOSGeometry *whole_area = GEOSGeom_createEmptyPolygon_r(geos);
    for (size_t r = 0; r < area->ring_count; r++) {
        const er_point *p = area->points + area->ring_start[r];
        size_t count = area->ring_start[r + 1] - area->ring_start[r];
        double doubled = 0;
        for (size_t i = 0; i + 1 < count; i++)
            doubled += (p[i].x - p[0].x) * (p[i + 1].y - p[0].y) -
                       (p[i].y - p[0].y) * (p[i + 1].x - p[0].x);
        GEOSGeometry *ring = GEOSGeom_createPolygon_r(geos, geos_ring(geos, p, count), NULL, 0);
        GEOSGeometry *next = doubled > 0 ? GEOSUnion_r(geos, whole_area, ring)
                                         : GEOSDifference_r(geos, whole_area, ring);
        assert_non_null(next);
        GEOSGeom_destroy_r(geos, whole_area);
        GEOSGeom_destroy_r(geos, ring);
        whole_area = next;
    }
    return whole_area;
}

static GEOSGeometry *geos_layer(GEOSContextHandle_t geos, const struct setting *s, int layer,
                                bool outer) {
    GEOSGeometry *parts[DISC_LIMIT];
    unsigned count = 0;
    for (size_t i = 0; i < s->disc_count; i++)
        if (layer < 0 || s->discs[i].layer == (uint32_t)layer)
            parts[count++] = geos_disc(geos, &s->discs[i], outer);
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTIPOLYGON, parts, count);
    GEOSGeometry *joined = GEOSUnaryUnion_r(geos, all);
    assert_non_null(joined);
    GEOSGeom_destroy_r(geos, all);
    return joined;
}

static double geos_served(GEOSContextHandle_t geos, const struct setting *s, er_disc_rule rule,
                          bool outer) {
    GEOSGeometry *rest = geos_area(geos, &s->area.area);
    for (int layer = 0; layer < (rule == ER_DISC_ALL ? LAYERS : 1); layer++) {
        GEOSGeometry *set = geos_layer(geos, s, rule == ER_DISC_ANY ? -1 : layer, outer);
        GEOSGeometry *next = GEOSIntersection_r(geos, rest, set);
        assert_non_null(next);
        GEOSGeom_destroy_r(geos, rest);
        GEOSGeom_destroy_r(geos, set);
        rest = next;
    }
    double area = 0;
    GEOSArea_r(geos, rest, &area);
    GEOSGeom_destroy_r(geos, rest);
    return area;
}

static void lies_between_inner_and_outer_polygons(void **state) {
    enum { CASES = 3000 };
    static struct setting s;
    GEOSContextHandle_t geos = GEOS_init_r();
    for (uint64_t number = 0; number < CASES; number++) {
        memset(&s, 0, sizeof s);
        make_setting(1000000 + number, number % 10 ? 8 : DISC_LIMIT, &s);
        er_disc_rule rule = (er_disc_rule)(number % 3);
        double served = engine(*state, &s, rule, 0);
        double inner = geos_served(geos, &s, rule, false);
        double outer = geos_served(geos, &s, rule, true);
        double slack = 1e-9 * s.area.area.area_m2;
        if (!(served >= inner - slack && served <= outer + slack))
            fail_msg("case %u, rule %u: %.17g is not between %.17g and %.17g", (unsigned)number,
                     (unsigned)rule, served, inner, outer);
        case_clear(&s.area);
    }
    GEOS_finish_r(geos);
}

/** any + all pairs and the triple by inclusion and exclusion; any >= each >= all. */
static void layers_obey_inclusion_and_exclusion(void **state) {
    enum { CASES = 1000 };
    static struct setting s, pair;
    for (uint64_t number = 0; number < CASES; number++) {
        memset(&s, 0, sizeof s);
        make_setting(2000000 + number, DISC_LIMIT, &s);
        double any = engine(*state, &s, ER_DISC_ANY, 0), all = engine(*state, &s, ER_DISC_ALL, 0);
        double sum = all, slack = 2e-10 * s.area.area.area_m2;
        for (uint32_t layer = 0; layer < LAYERS; layer++) {
            double one = engine(*state, &s, ER_DISC_LAYER, layer);
            if (one > any + slack || all > one + slack) fail_msg("case %u", (unsigned)number);
            sum += one;
        }
        for (uint32_t left_out = 0; left_out < LAYERS; left_out++) {
            pair = s; /* the third layer: a disc over everything */
            pair.disc_count = 0;
            for (size_t i = 0; i < s.disc_count; i++)
                if (s.discs[i].layer != left_out) pair.discs[pair.disc_count++] = s.discs[i];
            if (pair.disc_count == DISC_LIMIT) continue;
            er_box box = s.area.area.box;
            pair.discs[pair.disc_count++] = (er_disc){
                0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y), 50000, left_out};
            sum -= engine(*state, &pair, ER_DISC_ALL, 0);
        }
        if (fabs(sum - any) > slack && s.disc_count < DISC_LIMIT)
            fail_msg("case %u: any %.17g, by inclusion and exclusion %.17g", (unsigned)number, any,
                     sum);
        case_clear(&s.area);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(agrees_with_scan_lines, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(lies_between_inner_and_outer_polygons, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(layers_obey_inclusion_and_exclusion, test_context_up,
                                        test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
