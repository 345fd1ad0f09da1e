/* Random discs and polygons against an independent integration and against GEOS unions of inner and
 * outer polygons, which bracket the truth. */
#include "disc_settings.h"

#include <geos_c.h>
#include <stdio.h>

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
