/* Areas in degrees and on the plane, reading of WKB, validity and repair. */
#include "test.h"
#include "wkb_text.h"

#include "geometry/wkb.h"

#include <gdal.h>
#include <geodesic.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <string.h>

static const double a_m = 6378137, flattening = 1 / 298.257223563;

/** Area in m² between the equator and a latitude, a radian wide: Snyder, Map Projections: A Working
 *  Manual (1987), eq. 3-12, times a²/2. */
static double zone_area(double latitude_degrees) {
    double e2 = flattening * (2 - flattening), e = sqrt(e2);
    double s = sin(latitude_degrees * M_PI / 180);
    return a_m * a_m / 2 * (1 - e2) *
           (s / (1 - e2 * s * s) - log((1 - e * s) / (1 + e * s)) / (2 * e));
}

enum { MOST = 20000 };
static er_point corners[MOST];
static uint8_t buffer[16 * MOST + 64];

/** A cell of latitude and longitude whose parallels are followed in `steps` short geodesics. */
static er_bytes cell(er_box box, uint32_t steps) {
    uint32_t n = 0;
    for (uint32_t i = 0; i <= steps; i++)
        corners[n++] = (er_point){box.min_x + (box.max_x - box.min_x) * i / steps, box.min_y};
    for (uint32_t i = 0; i <= steps; i++)
        corners[n++] = (er_point){box.max_x - (box.max_x - box.min_x) * i / steps, box.max_y};
    corners[n++] = corners[0];
    return wkb_ring(buffer, corners, n);
}

static void cells_have_their_closed_area(void **state) {
    er_context *ctx = *state;
    const er_box boxes[] = {{120, 23, 121, 24},
                            {8, 54, 9, 55},
                            {179.5, -18, 180.5, -17},
                            {-70, -1, -69, 1},
                            {20, 78, 21, 79}};
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        double width = (boxes[i].max_x - boxes[i].min_x) * M_PI / 180;
        double wanted = width * (zone_area(boxes[i].max_y) - zone_area(boxes[i].min_y)), area;
        assert_ok(ctx, er_geodesic_area(ctx, cell(boxes[i], 4000), &area));
        if (!(fabs(area / wanted - 1) < 1e-9)) fail_msg("cell %zu: %.17g", i, area / wanted - 1);
        er_plane *plane = NULL;
        er_area on_plane;
        assert_ok(ctx, er_plane_new(ctx,
                                    (er_box){boxes[i].min_x - 1, boxes[i].min_y - 1,
                                             boxes[i].max_x + 1, boxes[i].max_y + 1},
                                    &plane));
        assert_ok(ctx, er_area_from_wkb(ctx, plane, cell(boxes[i], 4000), &on_plane));
        if (!(fabs(on_plane.area_m2 / wanted - 1) < 1e-9))
            fail_msg("cell %zu on the plane: %.17g", i, on_plane.area_m2 / wanted - 1);
        er_area_clear(&on_plane);
        er_plane_free(plane);
    }
}

/** Four corners at `size` degrees about a place, far from and near to the plane's centre. */
static void expect_same_areas(er_context *ctx, const er_plane *plane, er_point at, double size,
                              double tolerance) {
    er_point p[5] = {at,
                     {at.x + size, at.y + 0.1 * size},
                     {at.x + 0.9 * size, at.y + size},
                     {at.x - 0.1 * size, at.y + 0.9 * size},
                     at};
    er_area on_plane;
    double geodesic;
    assert_ok(ctx, er_geodesic_area(ctx, wkb_ring(buffer, p, 5), &geodesic));
    assert_ok(ctx, er_area_from_wkb(ctx, plane, wkb_ring(buffer, p, 5), &on_plane));
    if (!(fabs(on_plane.area_m2 / geodesic - 1) < tolerance))
        fail_msg("%g degrees at %g %g: %g", size, at.x, at.y, on_plane.area_m2 / geodesic - 1);
    assert_true(on_plane.ring_count == 1);
    er_area_clear(&on_plane);
}

static void plane_areas_are_geodesic_areas(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.4}, &plane));
    expect_same_areas(ctx, plane, (er_point){118.5, 22}, 3, 1e-8);
    expect_same_areas(ctx, plane, (er_point){120, 23}, 1, 1e-8);
    expect_same_areas(ctx, plane, (er_point){118.3, 24.4}, 0.1, 1e-9);
    expect_same_areas(ctx, plane, (er_point){121.5, 25}, 0.01, 1e-9);
    expect_same_areas(ctx, plane, (er_point){120.1, 24.1}, 0.001, 1e-8);
    er_plane_free(plane);
    assert_ok(ctx, er_plane_new(ctx, (er_box){176.9, -20.7, -178.2, -12.4}, &plane));
    expect_same_areas(ctx, plane, (er_point){178.5, -18}, 3, 1e-8);
    expect_same_areas(ctx, plane, (er_point){-181.5, -18}, 3, 1e-8);
    expect_same_areas(ctx, plane, (er_point){179.95, -17}, 0.1, 1e-9);
    er_plane_free(plane);
}

static void holes_and_parts_count_and_orientation_does_not(void **state) {
    er_context *ctx = *state;
    const er_point outer[] = {{120, 23}, {121, 23}, {121, 24}, {120, 24}, {120, 23}};
    const er_point hole[] = {
        {120.4, 23.4}, {120.6, 23.4}, {120.6, 23.6}, {120.4, 23.6}, {120.4, 23.4}};
    const er_point island[] = {{122, 23}, {122, 23.1}, {122.1, 23.1}, {122.1, 23}, {122, 23}};
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){120, 23, 122.1, 24}, &plane));
    double big, small, other, all;
    assert_ok(ctx, er_geodesic_area(ctx, wkb_ring(buffer, outer, 5), &big));
    assert_ok(ctx, er_geodesic_area(ctx, wkb_ring(buffer, hole, 5), &small));
    assert_ok(ctx, er_geodesic_area(ctx, wkb_ring(buffer, island, 5), &other));
    uint8_t *end = wkb_u32(wkb_head(buffer, 6), 2); /* the hole is wound like its exterior */
    end = wkb_path(wkb_path(wkb_u32(wkb_head(end, 3), 2), outer, 5), hole, 5);
    end = wkb_path(wkb_u32(wkb_head(end, 3), 1), island, 5); /* wound clockwise */
    er_bytes wkb = {buffer, (size_t)(end - buffer)};
    assert_ok(ctx, er_geodesic_area(ctx, wkb, &all));
    assert_true(fabs(all / (big - small + other) - 1) < 1e-14);
    er_area area;
    assert_ok(ctx, er_area_from_wkb(ctx, plane, wkb, &area));
    assert_int_equal(area.ring_count, 3);
    assert_true(fabs(area.area_m2 / all - 1) < 1e-8);
    double signed_sum = 0;
    for (size_t ring = 0; ring < 3; ring++) {
        const er_point *p = area.points + area.ring_start[ring];
        size_t count = area.ring_start[ring + 1] - area.ring_start[ring];
        double twice = 0;
        assert_memory_equal(p, p + count - 1, sizeof *p);
        for (size_t i = 0; i + 1 < count; i++) {
            twice += (p[i].x - p[0].x) * (p[i + 1].y - p[0].y) -
                     (p[i + 1].x - p[0].x) * (p[i].y - p[0].y);
            assert_true(p[i].x >= area.box.min_x && p[i].x <= area.box.max_x);
            assert_true(p[i].y >= area.box.min_y && p[i].y <= area.box.max_y);
        }
        assert_true(ring == 1 ? twice < 0 : twice > 0);
        signed_sum += twice / 2;
    }
    assert_true(fabs(signed_sum / area.area_m2 - 1) < 1e-12);
    er_area_clear(&area);
    er_plane_free(plane);
}

static void wkb_of_every_kind_is_read(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *hex;
        er_wkb_kind kind;
        size_t points, paths, parts;
    } cases[] = {
        /* POINT (1 2), little and big endian */
        {"0101000000000000000000f03f0000000000000040", ER_WKB_POINTS, 1, 0, 0},
        {"00000000013ff00000000000004000000000000000", ER_WKB_POINTS, 1, 0, 0},
        /* POINT ZM (1 2 3 4) of ISO; the same with the flags and the SRID of EWKB; POINT M */
        {"01b90b0000000000000000f03f000000000000004000000000000008400000000000001040",
         ER_WKB_POINTS, 1, 0, 0},
        {"01010000e0e6100000000000000000f03f000000000000004000000000000008400000000000001040",
         ER_WKB_POINTS, 1, 0, 0},
        {"01d1070000000000000000f03f00000000000000400000000000000840", ER_WKB_POINTS, 1, 0, 0},
        /* POINT EMPTY, POLYGON EMPTY */
        {"0101000000000000000000f87f000000000000f87f", ER_WKB_POINTS, 0, 0, 0},
        {"010300000000000000", ER_WKB_POLYGONS, 0, 0, 0},
        /* MULTIPOINT of one, big endian within little endian */
        {"01040000000100000000000000013ff00000000000004000000000000000", ER_WKB_POINTS, 1, 0, 0},
        /* LINESTRING (1 2, 2 1) */
        {"010200000002000000000000000000f03f00000000000000400000000000000040000000000000f03f",
         ER_WKB_LINES, 2, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size = strlen(cases[i].hex) / 2;
        for (size_t j = 0; j < size; j++) {
            unsigned byte;
            sscanf(cases[i].hex + 2 * j, "%2x", &byte);
            buffer[j] = (uint8_t)byte;
        }
        er_wkb_shape shape;
        assert_ok(ctx, er_wkb_read(ctx, (er_bytes){buffer, size}, &shape));
        assert_int_equal(shape.kind, cases[i].kind);
        assert_int_equal(shape.point_count, cases[i].points);
        assert_int_equal(shape.path_count, cases[i].paths);
        assert_int_equal(shape.part_count, cases[i].parts);
        if (shape.point_count > 0) assert_true(shape.points[0].x == 1 && shape.points[0].y == 2);
        er_wkb_clear(&shape);
        for (size_t cut = 0; cut < size; cut++) {
            uint8_t *exact = malloc(cut + 1);
            memcpy(exact, buffer, cut);
            assert_int_equal(er_wkb_read(ctx, (er_bytes){exact, cut}, &shape), ER_ERR_GEOMETRY);
            free(exact);
        }
        assert_int_equal(er_wkb_read(ctx, (er_bytes){buffer, size + 1}, &shape), ER_ERR_GEOMETRY);
    }
}

static void hostile_wkb_is_refused(void **state) {
    er_context *ctx = *state;
    er_wkb_shape shape;
    er_area area;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){120, 23, 121, 24}, &plane));
    /* four thousand million rings, in nine bytes and some */
    uint8_t *end = wkb_u32(wkb_u32(wkb_head(buffer, 3), 0xFFFFFFFFu), 0xFFFFFFFFu);
    assert_int_equal(er_wkb_read(ctx, (er_bytes){buffer, (size_t)(end - buffer)}, &shape),
                     ER_ERR_GEOMETRY);
    end = wkb_u32(wkb_head(buffer, 7), 0); /* a collection */
    assert_int_equal(er_wkb_read(ctx, (er_bytes){buffer, (size_t)(end - buffer)}, &shape),
                     ER_ERR_GEOMETRY);
    assert_int_equal(er_wkb_read(ctx, (er_bytes){NULL, 0}, &shape), ER_ERR_GEOMETRY);
    const struct {
        er_point p[5];
        uint32_t count;
        const char *says;
    } bad[] = {
        {{{120, 23}, {121, 23}, {NAN, 24}, {120, 23}}, 4, "finite"},
        {{{120, 23}, {121, 23}, {121, INFINITY}, {120, 23}}, 4, "finite"},
        {{{120, 23}, {121, 23}, {121, 91}, {120, 23}}, 4, "latitude 91"},
        {{{302000, 23}, {302001, 23}, {302001, 24}, {302000, 23}}, 4, "longitude 302000"},
        {{{120, 23}, {121, 23}, {121, 24}, {120, 24}}, 4, "not closed"},
        {{{120, 23}, {121, 23}, {120, 23}}, 3, "fewer than 4"},
        {{{120, 23}, {121, 23}, {121, 23}, {120, 23}}, 4, "no area"},
        {{{-60, -23}, {-61, -23}, {-61, -24}, {-60, -23}}, 4, "too far"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        er_bytes wkb = wkb_ring(buffer, bad[i].p, bad[i].count);
        if (er_area_from_wkb(ctx, plane, wkb, &area) != ER_ERR_GEOMETRY)
            fail_msg("case %zu is taken: %g m2", i, area.area_m2);
        if (!strstr(er_context_error(ctx), bad[i].says))
            fail_msg("case %zu says %s", i, er_context_error(ctx));
    }
    er_plane_free(plane);
}

static void a_bad_polygon_is_explained_and_repaired(void **state) {
    er_context *ctx = *state;
    static const struct {
        er_point p[8];
        uint32_t count;
        const char *says; /**< null: valid */
        bool repairable;
        double area; /**< in square degrees, after repair */
        double change;
    } cases[] = {
        {{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}, 5, NULL, false, 0, 0},
        /* a bow-tie: two triangles of area 1; as written they cancel */
        {{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}, 5, "Self-intersection at 1 1", true, 2, 1},
        /* a square with a small loop at its corner */
        {{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, -0.1}, {-0.1, 0}, {0, 0}},
         7,
         "elf-intersection",
         true,
         4.0025,
         0.002},
        {{{0, 0}, {2, 0}, {2, 2}, {0, 2}}, 4, "not closed", true, 4, 0},
        {{{0, 0}, {2, 0}, {1, 0}, {0, 0}}, 4, "", false, 0, 0},
        {{{0, 0}, {2, 0}, {0, 0}}, 3, "fewer than 4", false, 0, 0},
        {{{0, 0}, {2, 0}, {2, 91}, {0, 0}}, 4, "latitude 91", false, 0, 0},
        {{{0, 0}, {2, 0}, {NAN, 1}, {0, 0}}, 4, "finite", false, 0, 0},
    };
    er_arena *arena = NULL;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *reason = "untouched";
        er_bytes repaired = {buffer, 1};
        double change = -1;
        assert_ok(ctx, er_polygon_check(ctx, arena, wkb_ring(buffer, cases[i].p, cases[i].count),
                                        &reason, &repaired, &change));
        if ((reason != NULL) != (cases[i].says != NULL)) fail_msg("case %zu: %s", i, reason);
        if (cases[i].says && !strstr(reason, cases[i].says)) fail_msg("case %zu: %s", i, reason);
        if ((repaired.data != NULL) != cases[i].repairable) fail_msg("case %zu: repair", i);
        if (!repaired.data) continue;
        if (!(fabs(change - cases[i].change) < 0.002)) fail_msg("case %zu: change %g", i, change);
        const char *again;
        er_bytes none;
        assert_ok(ctx, er_polygon_check(ctx, arena, repaired, &again, &none, &change));
        assert_null(again);
        double area_m2;
        assert_ok(ctx, er_geodesic_area(ctx, repaired, &area_m2));
        double degree_m = 111.1e3; /* near the equator */
        assert_true(fabs(area_m2 / (degree_m * degree_m) / cases[i].area - 1) < 0.01);
    }
    const char *reason = NULL;
    er_bytes repaired;
    double change;
    assert_ok(ctx,
              er_polygon_check(ctx, arena, (er_bytes){buffer, 3}, &reason, &repaired, &change));
    assert_non_null(strstr(reason, "cut short"));
    assert_null(repaired.data);
    er_arena_free(arena);
}

static er_point *ring_points(OGRGeometryH ring, int *count) {
    *count = OGR_G_GetPointCount(ring);
    er_point *points = calloc((size_t)*count, sizeof *points);
    for (int i = 0; i < *count; i++)
        points[i] = (er_point){OGR_G_GetX(ring, i), OGR_G_GetY(ring, i)};
    return points;
}

/** Geodesic area of an OGR multipolygon, straight from PROJ. */
static double proj_area(OGRGeometryH geometry) {
    struct geod_geodesic ellipsoid;
    double total = 0;
    geod_init(&ellipsoid, a_m, flattening);
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbMultiPolygon) {
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            total += proj_area(OGR_G_GetGeometryRef(geometry, i));
        return total;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++) {
        int count;
        er_point *points = ring_points(OGR_G_GetGeometryRef(geometry, i), &count);
        double *latitudes = calloc((size_t)count, sizeof *latitudes);
        double *longitudes = calloc((size_t)count, sizeof *longitudes), area;
        for (int j = 0; j < count; j++) {
            latitudes[j] = points[j].y;
            longitudes[j] = points[j].x;
        }
        geod_polygonarea(&ellipsoid, latitudes, longitudes, count - 1, &area, NULL);
        total += i == 0 ? fabs(area) : -fabs(area);
        free(points);
        free(latitudes);
        free(longitudes);
    }
    return total;
}

/** Every feature of a file of the bundled study, on the study's plane. Returns how many. */
static int check_file(er_context *ctx, const er_plane *plane, const char *name, double tolerance) {
    char path[512];
    snprintf(path, sizeof path, "%s/../gisdata/tw/%s", TEST_DATA_DIR, name);
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (!file) fail_msg("%s can't be opened", path);
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    int checked = 0;
    for (OGRFeatureH f; (f = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(f), checked++) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(f);
        int size = OGR_G_WkbSize(geometry);
        uint8_t *wkb = malloc((size_t)size);
        er_bytes bytes = {wkb, (size_t)size};
        double area = 0, wanted = proj_area(geometry);
        er_area on_plane;
        OGR_G_ExportToIsoWkb(geometry, wkbXDR, wkb);
        assert_ok(ctx, er_geodesic_area(ctx, bytes, &area));
        assert_ok(ctx, er_area_from_wkb(ctx, plane, bytes, &on_plane));
        if (!(fabs(area / wanted - 1) < 1e-12))
            fail_msg("%s %d: geodesic area off by %g", name, checked, area / wanted - 1);
        if (!(fabs(on_plane.area_m2 / wanted - 1) < tolerance))
            fail_msg("%s %d: plane area off by %g", name, checked, on_plane.area_m2 / wanted - 1);
        er_area_clear(&on_plane);
        free(wkb);
    }
    GDALClose(file);
    return checked;
}

static void bundled_boundaries_keep_their_geodesic_area(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.4}, &plane));
    GDALAllRegister();
    assert_int_equal(check_file(ctx, plane, "counties.fgb", 1e-7), 22);
    assert_int_equal(check_file(ctx, plane, "towns.fgb", 1e-7), 368);
    assert_true(check_file(ctx, plane, "villages.fgb", 1e-6) > 7000);
    er_plane_free(plane);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_their_closed_area),
        cmocka_unit_test(plane_areas_are_geodesic_areas),
        cmocka_unit_test(holes_and_parts_count_and_orientation_does_not),
        cmocka_unit_test(bundled_boundaries_keep_their_geodesic_area),
        cmocka_unit_test(wkb_of_every_kind_is_read),
        cmocka_unit_test(hostile_wkb_is_refused),
        cmocka_unit_test(a_bad_polygon_is_explained_and_repaired),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
