/* Reference systems: definitions, datum shifts, what is refused. */
#include "test.h"

#include "evenreach/geometry.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

static er_point to_wgs84(er_context *ctx, const char *crs, er_point p, er_transform_info *info) {
    er_transform *transform = NULL;
    size_t failed = 7;
    assert_ok(ctx, er_transform_new(ctx, crs, false, &transform, info));
    assert_ok(ctx, er_transform_points(ctx, transform, &p, 1, &failed));
    assert_int_equal(failed, 0);
    er_transform_free(transform);
    return p;
}

static void twd67_is_shifted(void **state) {
    er_context *ctx = *state;
    er_transform_info info;
    er_point old = to_wgs84(ctx, "EPSG:3828", (er_point){302000, 2770000}, &info);
    assert_string_equal(info.authority, "EPSG:3828");
    assert_string_equal(info.crs_name, "TWD67 / TM2 zone 121");
    assert_true(info.built_in && !info.ballpark);
    assert_true(info.accuracy_m >= 4 && info.accuracy_m <= 10);
    assert_non_null(strstr(info.method, "-752"));
    er_plane *twd97 = NULL;
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3826", &twd97));
    er_point p = old;
    er_plane_forward(twd97, &p, 1);
    assert_true(fabs(p.x - 302829.6) < 2 && fabs(p.y - 2769795) < 2);
    er_plane_free(twd97);
    /* what PROJ does by itself is the fault that this table is for */
    PJ *rough = proj_create_crs_to_crs(NULL, "EPSG:3828", "OGC:CRS84", NULL);
    PJ_COORD c = proj_trans(rough, PJ_FWD, proj_coord(302000, 2770000, 0, 0));
    proj_destroy(rough);
    double off_m = er_geodesic_distance(old, (er_point){c.xy.x, c.xy.y});
    assert_true(off_m > 800 && off_m < 900);
}

/** The affine formula for the plane of zone 121, published apart from the table's parameters. */
static void the_shift_agrees_with_the_affine_formula(void **state) {
    er_context *ctx = *state;
    const double a = 0.00001549, b = 0.000006521;
    er_plane *twd97 = NULL;
    assert_ok(ctx, er_plane_from_crs(ctx, "EPSG:3826", &twd97));
    er_random random = er_random_stream(67, 0);
    er_transform *transform = NULL;
    assert_ok(ctx, er_transform_new(ctx, "EPSG:3828", false, &transform, NULL));
    for (int i = 0; i < 200; i++) {
        er_point old = {150e3 + 200e3 * er_random_unit(&random),
                        2430e3 + 370e3 * er_random_unit(&random)};
        er_point p = old;
        assert_ok(ctx, er_transform_points(ctx, transform, &p, 1, NULL));
        er_plane_forward(twd97, &p, 1);
        double x = old.x + 807.8 + a * old.x + b * old.y, y = old.y - 248.6 + a * old.y + b * old.x;
        if (!(hypot(p.x - x, p.y - y) < 6)) /* 4 m on land; the corners lie at sea */
            fail_msg("%.1f %.1f: %g m apart", old.x, old.y, hypot(p.x - x, p.y - y));
    }
    er_transform_free(transform);
    er_plane_free(twd97);
}

static void every_system_of_a_datum_is_shifted_alike(void **state) {
    er_context *ctx = *state;
    /* the same place given in zone 121, zone 119 and degrees of the old datum */
    PJ *to_119 = proj_create_crs_to_crs(NULL, "EPSG:3828", "EPSG:3827", NULL);
    PJ *raw = proj_create_crs_to_crs(NULL, "EPSG:3828", "EPSG:3821", NULL);
    PJ *to_degrees = proj_normalize_for_visualization(NULL, raw);
    PJ_COORD start = proj_coord(180000, 2620000, 0, 0);
    PJ_COORD in_119 = proj_trans(to_119, PJ_FWD, start);
    PJ_COORD in_degrees = proj_trans(to_degrees, PJ_FWD, start);
    proj_destroy(to_119);
    proj_destroy(raw);
    proj_destroy(to_degrees);
    er_transform_info info;
    er_point a = to_wgs84(ctx, "EPSG:3828", (er_point){180000, 2620000}, NULL);
    er_point b = to_wgs84(ctx, "EPSG:3827", (er_point){in_119.xy.x, in_119.xy.y}, &info);
    assert_true(info.built_in);
    er_point c = to_wgs84(ctx, "EPSG:3821", (er_point){in_degrees.xy.x, in_degrees.xy.y}, &info);
    assert_true(info.built_in);
    assert_true(er_geodesic_distance(a, b) < 0.01);
    assert_true(er_geodesic_distance(a, c) < 0.01);
}

/** What a shapefile's .prj says: no authority at all. */
static const char *const prj_twd67 =
    "PROJCS[\"TWD_1967_TM_Taiwan\",GEOGCS[\"GCS_TWD_1967\",DATUM[\"D_TWD_1967\","
    "SPHEROID[\"GRS_1967_Truncated\",6378160.0,298.25]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",250000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",121.0],PARAMETER[\"Scale_Factor\",0.9999],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

static void a_shapefile_without_authority_is_recognised(void **state) {
    er_context *ctx = *state;
    er_transform_info info;
    er_point p = to_wgs84(ctx, prj_twd67, (er_point){302000, 2770000}, &info);
    assert_true(info.built_in);
    assert_string_equal(info.authority, "EPSG:3828");
    er_point q = to_wgs84(ctx, "EPSG:3828", (er_point){302000, 2770000}, NULL);
    assert_true(er_geodesic_distance(p, q) < 1e-6);
    static const char *const prj_degrees =
        "GEOGCS[\"GCS_TWD_1967\",DATUM[\"D_TWD_1967\",SPHEROID[\"GRS_1967_Truncated\",6378160.0,"
        "298.25]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
    to_wgs84(ctx, prj_degrees, (er_point){121.5, 25}, &info);
    assert_true(info.built_in);
    assert_string_equal(info.authority, "EPSG:3821");
}

static void systems_that_proj_knows_need_no_table(void **state) {
    er_context *ctx = *state;
    /* on a central meridian: the latitude at the geodesic distance y / k0 from the equator */
    static const struct {
        const char *crs;
        er_point given, wanted;
        double within_m, accuracy_m;
    } cases[] = {
        {"EPSG:4326", {121.5, 25}, {121.5, 25}, 1e-6, 0},
        {"OGC:CRS84", {121.5, 25}, {121.5, 25}, 1e-6, 0},
        {"EPSG:3824", {121.5, 25}, {121.5, 25}, 1e-6, 1},
        {"EPSG:3826", {250000, 2655023.124957}, {121, 24}, 1e-3, 1},
        {"EPSG:3825", {250000, 2655023.124957}, {119, 24}, 1e-3, 1},
        {"EPSG:3857", {13525000, 2875000}, {121.497142177, 24.993937490}, 1e-3, 0},
        {"EPSG:4979", {121.5, 25}, {121.5, 25}, 1e-6, 0},
        {"EPSG:25832", {500000, 6200000}, {9, 55.945375002}, 1e-3, 1},
        {"EPSG:7405", {400000, 300000}, {-2, 52.6}, 500, NAN}, /* compound */
        {"+proj=longlat +datum=WGS84", {121.5, 25}, {121.5, 25}, 1e-6, NAN},
        {"+proj=utm +zone=51 +datum=WGS84 +units=m",
         {500000, 2800000},
         {123, 25.316553373},
         1e-3,
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_transform_info info;
        er_point p = to_wgs84(ctx, cases[i].crs, cases[i].given, &info);
        assert_false(info.ballpark || info.built_in);
        double off_m = er_geodesic_distance(p, cases[i].wanted);
        if (!(off_m <= cases[i].within_m))
            fail_msg("%s: %.8f %.8f is %g m off", cases[i].crs, p.x, p.y, off_m);
        if (!isnan(cases[i].accuracy_m) && info.accuracy_m != cases[i].accuracy_m)
            fail_msg("%s: accuracy %g", cases[i].crs, info.accuracy_m);
        assert_true(strlen(info.method) > 3);
    }
}

static const char *const made_up =
    "GEOGCRS[\"Made up\",DATUM[\"Made up datum\",ELLIPSOID[\"Bessel 1841\",6377397.155,"
    "299.1528128]],CS[ellipsoidal,2],AXIS[\"latitude\",north],AXIS[\"longitude\",east],"
    "ANGLEUNIT[\"degree\",0.0174532925199433]]";

static void a_ballpark_shift_is_refused_unless_asked_for(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *crs, *named;
    } cases[] = {
        {made_up, "Made up"},
        {"+proj=tmerc +lat_0=0 +lon_0=121 +k=0.9999 +x_0=250000 +ellps=aust_SA", "unknown"},
        {"EPSG:4243", "Kalianpur 1880"},
        {"EPSG:4199", "EPSG:4199"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_transform *transform = NULL;
        er_transform_info info;
        if (er_transform_new(ctx, cases[i].crs, false, &transform, &info) != ER_ERR_CRS)
            fail_msg("%s is taken", cases[i].crs);
        assert_null(transform);
        assert_non_null(strstr(er_context_error(ctx), cases[i].named));
        assert_non_null(strstr(er_context_error(ctx), "--allow-ballpark"));
        assert_ok(ctx, er_transform_new(ctx, cases[i].crs, true, &transform, &info));
        assert_true(info.ballpark && !info.built_in && isnan(info.accuracy_m));
        er_transform_free(transform);
    }
    /* what can be reached properly is never done roughly */
    er_transform *transform = NULL;
    er_transform_info info;
    assert_ok(ctx, er_transform_new(ctx, "EPSG:3828", true, &transform, &info));
    assert_true(info.built_in && !info.ballpark);
    er_transform_free(transform);
}

static void what_is_no_map_system_is_refused(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *crs, *says;
    } cases[] = {
        {"EPSG:4978", "geocentric"},
        {"EPSG:5773", "heights"},
        {"LOCAL_CS[\"Yard\",UNIT[\"metre\",1]]", "local"},
        {"EPSG:99999999", "not known"},
        {"", "not known"},
        {"PROJCS[\"cut", "not known"},
        {"{\"type\":\"ProjectedCRS\"}", "not known"},
        {"+proj=nonsense", "not known"},
        {"+proj=pipeline +step +proj=axisswap +order=2,1", "not known"},
        {"urn:ogc:def:ellipsoid:EPSG::7030", "not a reference system"}, /* an ellipsoid */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_transform *transform = NULL;
        if (er_transform_new(ctx, cases[i].crs, true, &transform, NULL) != ER_ERR_CRS)
            fail_msg("'%s' is taken", cases[i].crs);
        if (!strstr(er_context_error(ctx), cases[i].says))
            fail_msg("'%s': %s", cases[i].crs, er_context_error(ctx));
    }
    char *endless = malloc(1000001);
    memset(endless, 'A', 1000000);
    endless[1000000] = '\0';
    er_transform *transform = NULL;
    assert_int_equal(er_transform_new(ctx, endless, true, &transform, NULL), ER_ERR_CRS);
    assert_true(strlen(er_context_error(ctx)) < 300);
    free(endless);
}

static void points_that_fail_are_counted(void **state) {
    er_context *ctx = *state;
    er_transform *transform = NULL;
    assert_ok(ctx, er_transform_new(ctx, "EPSG:3826", false, &transform, NULL));
    er_point points[] = {{250000, 2655023}, {NAN, 0}, {1e30, 1e30}, {250000, 2500000}};
    size_t failed = 0;
    assert_ok(ctx, er_transform_points(ctx, transform, points, 4, &failed));
    assert_int_equal(failed, 2);
    assert_true(isnan(points[1].x) && isnan(points[2].y) && fabs(points[3].x - 121) < 1e-6);
    assert_ok(ctx, er_transform_points(ctx, transform, NULL, 0, NULL));
    er_transform_free(transform);
    er_transform_free(NULL);
}

static void distances_are_geodesic(void **state) {
    (void)state;
    /* JFK to LHR, from the documentation of GeographicLib's GeodSolve */
    er_point jfk = {-73.8, 40.6}, lhr = {-0.5, 51.6};
    assert_true(fabs(er_geodesic_distance(jfk, lhr) - 5551759.400) < 0.001);
    assert_true(isnan(er_geodesic_distance(jfk, (er_point){0, 91})));
    assert_true(er_geodesic_distance((er_point){180, -17}, (er_point){-180, -17}) < 1e-6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twd67_is_shifted),
        cmocka_unit_test(the_shift_agrees_with_the_affine_formula),
        cmocka_unit_test(every_system_of_a_datum_is_shifted_alike),
        cmocka_unit_test(a_shapefile_without_authority_is_recognised),
        cmocka_unit_test(systems_that_proj_knows_need_no_table),
        cmocka_unit_test(a_ballpark_shift_is_refused_unless_asked_for),
        cmocka_unit_test(what_is_no_map_system_is_refused),
        cmocka_unit_test(points_that_fail_are_counted),
        cmocka_unit_test(distances_are_geodesic),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
