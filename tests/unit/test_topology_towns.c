/* The bundled study's towns and counties with fewer corners: nothing opens, overlaps or is lost. */
#include "evenreach/geometry.h"
#include "outputs/shapes.h"
#include "test.h"

#include <gdal.h>
#include <geos_c.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

enum { COUNTIES = 22, TOWNS = 368, ALL = COUNTIES + TOWNS };

struct world {
    er_context *ctx;
    er_arena *arena;
    er_bytes full[ALL]; /**< counties first */
    int county[TOWNS];
    int county_code[COUNTIES];
    er_topology *topology;
    GEOSContextHandle_t geos;
};

static void read_layer(struct world *w, const char *name, size_t first, size_t count) {
    char path[512];
    snprintf(path, sizeof path, TEST_DATA_DIR "/../gisdata/tw/%s.fgb", name);
    GDALDatasetH data = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(data);
    OGRLayerH layer = GDALDatasetGetLayer(data, 0);
    OGRFeatureH feature;
    size_t i = first;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        assert_true(i < first + count);
        OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
        uint8_t *bytes = NULL;
        size_t size = OGR_G_WkbSizeEx(shape);
        assert_ok(w->ctx, er_arena_alloc(w->ctx, w->arena, size, &bytes));
        OGR_G_ExportToIsoWkb(shape, wkbNDR, bytes);
        w->full[i] = (er_bytes){bytes, size};
        if (first == 0)
            w->county_code[i] =
                atoi(OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, "code")));
        else
            w->county[i - first] =
                atoi(OGR_F_GetFieldAsString(feature, OGR_F_GetFieldIndex(feature, "parent_code")));
        OGR_F_Destroy(feature);
        i++;
    }
    assert_int_equal(i, first + count);
    GDALClose(data);
}

static int world_up(void **state) {
    struct world *w = calloc(1, sizeof *w);
    if (er_context_new(&w->ctx) != ER_OK) return -1;
    GDALAllRegister();
    w->geos = GEOS_init_r();
    assert_ok(w->ctx, er_arena_new(w->ctx, &w->arena));
    read_layer(w, "counties", 0, COUNTIES);
    read_layer(w, "towns", COUNTIES, TOWNS);
    assert_ok(w->ctx, er_shapes_on_grid(w->ctx, w->arena, w->full, ALL, w->full));
    assert_ok(w->ctx, er_topology_new(w->ctx, w->full, NULL, ALL, &w->topology));
    *state = w;
    return 0;
}

static int world_down(void **state) {
    struct world *w = *state;
    er_topology_free(w->topology);
    er_arena_free(w->arena);
    er_context_free(w->ctx);
    GEOS_finish_r(w->geos);
    free(w);
    return 0;
}

static GEOSGeometry *geos_of(const struct world *w, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(w->geos);
    GEOSGeometry *out = GEOSWKBReader_read_r(w->geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(w->geos, reader);
    assert_non_null(out);
    return out;
}

static GEOSGeometry *shape_of(const struct world *w, size_t i) {
    er_bytes wkb;
    assert_ok(w->ctx, er_topology_wkb(w->ctx, w->arena, w->topology, i, &wkb));
    return geos_of(w, wkb);
}

static double area_of(const struct world *w, const GEOSGeometry *shape) {
    double area = 0;
    assert_int_equal(GEOSArea_r(w->geos, shape, &area), 1);
    return area;
}

/** Parts and holes of the union of some shapes, its area, and the sum of theirs. */
struct whole {
    int parts;
    int holes;
    double area;
    double sum;
    GEOSGeometry *shape;
};

/** Of the towns of a county (0: of all). */
static struct whole whole_of(const struct world *w, int county) {
    struct whole out = {0};
    GEOSGeometry *towns[TOWNS];
    unsigned count = 0;
    for (size_t i = 0; i < TOWNS; i++) {
        if (county && w->county[i] != county) continue;
        towns[count] = shape_of(w, COUNTIES + i);
        out.sum += area_of(w, towns[count++]);
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(w->geos, GEOS_GEOMETRYCOLLECTION, towns, count);
    out.shape = GEOSUnaryUnion_r(w->geos, all);
    GEOSGeom_destroy_r(w->geos, all);
    assert_non_null(out.shape);
    out.area = area_of(w, out.shape);
    out.parts = GEOSGetNumGeometries_r(w->geos, out.shape);
    for (int i = 0; i < out.parts; i++)
        out.holes += GEOSGetNumInteriorRings_r(w->geos, GEOSGetGeometryN_r(w->geos, out.shape, i));
    return out;
}

static void check_each(const struct world *w, double least_share, double *drift) {
    double before = 0, after = 0;
    for (size_t i = 0; i < ALL; i++) {
        GEOSGeometry *full = geos_of(w, w->full[i]), *shape = shape_of(w, i);
        if (GEOSisValid_r(w->geos, shape) != 1)
            fail_msg("%zu: %s", i, GEOSisValidReason_r(w->geos, shape));
        assert_int_equal(GEOSGetNumGeometries_r(w->geos, shape),
                         GEOSGetNumGeometries_r(w->geos, full));
        before += area_of(w, full);
        after += area_of(w, shape);
        assert_true(area_of(w, shape) >= least_share * area_of(w, full));
        GEOSGeom_destroy_r(w->geos, full);
        GEOSGeom_destroy_r(w->geos, shape);
    }
    *drift = fabs(after / before - 1);
}

static void test_neighbours_keep_meeting_and_islands_stay(void **state) {
    struct world *w = *state;
    const struct {
        double tolerance_m;
        double drift;
        double least_share; /**< of the area of any unit */
    } steps[] = {{0, 1e-12, 1 - 1e-9}, {30, 5e-5, 0.9}, {200, 5e-4, 0.5}, {2000, 5e-3, 0.01}};
    struct whole first = {0};
    for (size_t i = 0; i < 4; i++) {
        double drift;
        assert_ok(w->ctx, er_topology_simplify(w->ctx, w->topology, steps[i].tolerance_m));
        check_each(w, steps[i].least_share, &drift);
        if (drift > steps[i].drift) fail_msg("areas change by %g", drift);
        struct whole now = whole_of(w, 0);
        assert_relative(now.sum, now.area, 1e-9); /* no overlap */
        if (i == 0) first = now;
        assert_int_equal(now.parts, first.parts);
        assert_int_equal(now.holes, first.holes); /* no gap */
        if (i > 0) GEOSGeom_destroy_r(w->geos, now.shape);
    }
    GEOSGeom_destroy_r(w->geos, first.shape);
}

static void test_counties_stay_the_union_of_their_towns(void **state) {
    struct world *w = *state;
    bool same[COUNTIES];
    size_t count = 0;
    for (double tolerance_m = 0; tolerance_m <= 500; tolerance_m += 250) {
        assert_ok(w->ctx, er_topology_simplify(w->ctx, w->topology, tolerance_m));
        for (size_t c = 0; c < COUNTIES; c++) {
            struct whole towns = whole_of(w, w->county_code[c]);
            GEOSGeometry *county = shape_of(w, c);
            GEOSGeometry *apart = GEOSSymDifference_r(w->geos, county, towns.shape);
            double share = area_of(w, apart) / towns.area;
            if (tolerance_m == 0) same[c] = share < 1e-12; /* four counties are not, in the data */
            if (same[c] && share > 1e-12) fail_msg("%d: %g", w->county_code[c], share);
            count += same[c];
            GEOSGeom_destroy_r(w->geos, apart);
            GEOSGeom_destroy_r(w->geos, county);
            GEOSGeom_destroy_r(w->geos, towns.shape);
        }
    }
    assert_int_equal(count, (size_t)3 * (COUNTIES - 4));
}

/** Every corner of the full border lies within the tolerance of the new one. */
static void test_no_border_strays_further_than_stated(void **state) {
    struct world *w = *state;
    const double tolerance_m = 100, metre = 1 / 111000.0; /* of latitude; there it is a bit less */
    assert_ok(w->ctx, er_topology_simplify(w->ctx, w->topology, tolerance_m));
    for (size_t i = 0; i < ALL; i += 7) {
        GEOSGeometry *full = geos_of(w, w->full[i]), *shape = shape_of(w, i);
        GEOSGeometry *old = GEOSBoundary_r(w->geos, full), *now = GEOSBoundary_r(w->geos, shape);
        double apart = 0;
        assert_int_equal(GEOSHausdorffDistance_r(w->geos, old, now, &apart), 1);
        assert_true(apart <= tolerance_m * metre * 1.12); /* 1 / cos 26.4 degrees */
        GEOSGeom_destroy_r(w->geos, old);
        GEOSGeom_destroy_r(w->geos, now);
        GEOSGeom_destroy_r(w->geos, full);
        GEOSGeom_destroy_r(w->geos, shape);
    }
}

static char *text_of(const struct world *w, er_topology *topology) {
    er_json *json = NULL;
    char *text = NULL;
    assert_ok(w->ctx, er_topology_simplify(w->ctx, topology, 50));
    assert_ok(w->ctx, er_topology_json(w->ctx, topology, NULL, 0, &json));
    assert_ok(w->ctx, er_json_write(w->ctx, json, false, &text));
    er_json_free(json);
    return text;
}

static void test_the_order_of_geometries_does_not_matter(void **state) {
    struct world *w = *state;
    er_topology *other = NULL;
    er_bytes turned[ALL], one, two;
    for (size_t i = 0; i < ALL; i++)
        turned[i] = w->full[ALL - 1 - i];
    assert_ok(w->ctx, er_topology_new(w->ctx, turned, NULL, ALL, &other));
    char *here = text_of(w, w->topology), *there = text_of(w, other);
    assert_string_equal(here, there);
    for (size_t i = 0; i < ALL; i++) {
        assert_ok(w->ctx, er_topology_wkb(w->ctx, w->arena, w->topology, i, &one));
        assert_ok(w->ctx, er_topology_wkb(w->ctx, w->arena, other, ALL - 1 - i, &two));
        assert_int_equal(one.size, two.size);
        assert_memory_equal(one.data, two.data, one.size);
    }
    er_free(here);
    er_free(there);
    er_topology_free(other);
}

static void test_islands_are_bodies_of_their_own(void **state) {
    struct world *w = *state;
    uint32_t body[TOWNS], size[TOWNS] = {0}, largest = 0, bodies = 0;
    assert_ok(w->ctx, er_topology_bodies(w->ctx, w->topology, COUNTIES, TOWNS, body));
    for (size_t i = 0; i < TOWNS; i++) {
        assert_true(body[i] <= bodies); /* in the order of their first towns */
        bodies += body[i] == bodies;
        size[body[i]]++;
    }
    for (uint32_t i = 0; i < TOWNS; i++)
        if (size[i] > size[largest]) largest = i;
    assert_int_equal(bodies, 14);
    assert_int_equal(size[largest], 349);
    for (size_t i = 0; i < TOWNS; i++) {
        static const int apart[] = {9007, 9020, 10013, 10014, 10016};
        bool known = false;
        for (size_t k = 0; k < 5; k++)
            known = known || w->county[i] == apart[k];
        assert_true(known || body[i] == largest);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_neighbours_keep_meeting_and_islands_stay),
        cmocka_unit_test(test_counties_stay_the_union_of_their_towns),
        cmocka_unit_test(test_no_border_strays_further_than_stated),
        cmocka_unit_test(test_the_order_of_geometries_does_not_matter),
        cmocka_unit_test(test_islands_are_bodies_of_their_own),
    };
    return cmocka_run_group_tests(tests, world_up, world_down);
}
