/* Terrain that can't be used is refused in one line that says why. */
#include "terrain_fixture.h"

static void expect_refusal(er_context *ctx, const char *path, er_status status, const char *word) {
    er_terrain_options options = er_terrain_defaults(path);
    er_terrain *terrain = NULL;
    er_status got = er_terrain_open(ctx, &options, &terrain);
    if (got != status || !strstr(er_context_error(ctx), word) || terrain)
        fail_msg("%s: got %s '%s', wanted %s with '%s'", path, er_status_name(got),
                 er_context_error(ctx), er_status_name(status), word);
    assert_null(strchr(er_context_error(ctx), '\n'));
}

static void rasters_that_can_not_be_placed_are_refused(void **state) {
    er_context *ctx = *state;
    raster_spec spec = {"bad.tif", NULL, 30, 30, UTM_TRANSFORM, .value = slope};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "has no reference system");
    spec.crs = UTM;
    spec.transform[2] = 3;
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "is rotated");
    memset(spec.transform, 0, sizeof spec.transform);
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "does not say where it lies");
    spec.transform[0] = 20037508 - 300;
    spec.transform[3] = 1000;
    spec.transform[1] = 20;
    spec.transform[5] = -20;
    spec.crs = "EPSG:3857";
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "180th meridian");
    spec.transform[0] = 1e12;
    spec.crs = UTM;
    expect_refusal(ctx, raster_make(&spec), ER_ERR_CRS, "nowhere on the Earth");
    spec = (raster_spec){"complex.tif",       UTM, 30, 30, UTM_TRANSFORM, .value = slope,
                         .type = GDT_CFloat32};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "complex numbers");
    expect_refusal(ctx, raster_path("none.tif"), ER_ERR_IO, "is not a file");
    expect_refusal(ctx, raster_folder, ER_ERR_IO, "is not a file");
    spec = (raster_spec){"mosaic.vrt", UTM, 30, 30, UTM_TRANSFORM, .value = slope};
    expect_refusal(ctx, raster_make(&spec), ER_ERR_INPUT, "refers to other files");
}

static void damaged_files_are_refused(void **state) {
    er_context *ctx = *state;
    assert_ok(ctx, er_file_write(ctx, raster_path("empty.tif"), "", 0));
    expect_refusal(ctx, raster_path("empty.tif"), ER_ERR_INPUT, "empty.tif: can't be read");
    assert_ok(ctx, er_file_write(ctx, raster_path("text.tif"), "this is no raster\n", 18));
    expect_refusal(ctx, raster_path("text.tif"), ER_ERR_INPUT, "text.tif: can't be read");
    char *data = NULL;
    size_t size = 0;
    assert_ok(ctx, er_file_read(ctx, slope_path(), (size_t)1 << 30, &data, &size));
    assert_ok(ctx, er_file_write(ctx, raster_path("cut.tif"), data, size / 2));
    er_free(data);
    /* GDAL puts the index first or last; either way there is one clear line. */
    er_terrain_options options = er_terrain_defaults(raster_path("cut.tif"));
    er_terrain *terrain = NULL;
    er_ground *ground = NULL;
    er_status status = er_terrain_open(ctx, &options, &terrain);
    if (status == ER_OK)
        status = er_ground_read(ctx, terrain, (er_box){121.4, 24.8, 121.6, 25.1}, 0, &ground);
    assert_int_equal(status, ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(ctx), "cut.tif: can't be read"));
    assert_null(ground);
    er_terrain_close(terrain);
}

static void a_window_has_its_limit(void **state) {
    er_context *ctx = *state;
    const char *path = raster_path("huge.tif");
    const char *const sparse[] = {"SPARSE_OK=TRUE", "TILED=YES", NULL};
    GDALDatasetH data = GDALCreate(GDALGetDriverByName("GTiff"), path, 60000, 60000, 1, GDT_Int16,
                                   (char **)(void *)sparse);
    assert_non_null(data);
    double transform[6] = {100, 0.001, 0, 60, 0, -0.001};
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
    OSRImportFromEPSG(system, 4326);
    GDALSetGeoTransform(data, transform);
    GDALSetSpatialRef(data, system);
    OSRDestroySpatialReference(system);
    GDALClose(data);
    er_terrain_options options = er_terrain_defaults(path);
    er_terrain *terrain = open_terrain(ctx, &options);
    er_ground *ground = NULL;
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){100, 0, 160, 60}, 1000, &ground),
                     ER_ERR_MEMORY);
    assert_non_null(strstr(er_context_error(ctx), "60000 by 60000 cells at once are too many"));
    assert_null(ground);
    ground = read_ground(ctx, terrain, home, 1000); /* a small piece of it is no matter */
    er_profile_point point;
    er_ground_at(ground, &home, 1, &point);
    assert_true(point.ground_m == 0);
    er_ground_free(ground);
    er_terrain_close(terrain);
}

static void a_picture_is_no_terrain(void **state) {
    er_context *ctx = *state;
    const char *path = raster_path("picture.tif");
    const char *const options[] = {"PHOTOMETRIC=RGB", NULL};
    GDALDatasetH data = GDALCreate(GDALGetDriverByName("GTiff"), path, 30, 30, 3, GDT_Byte,
                                   (char **)(void *)options);
    assert_non_null(data);
    GDALClose(data);
    expect_refusal(ctx, path, ER_ERR_INPUT, "part of a picture");
}

static void options_out_of_range_are_refused(void **state) {
    er_context *ctx = *state;
    er_clutter_class table[] = {{7, -20, "urban", 0}};
    er_terrain *terrain = NULL;
    er_terrain_options options = er_terrain_defaults(slope_path());
    options.step_m = 0.05;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.step_m = INFINITY;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.step_m = NAN;
    options.classes = table;
    options.class_count = 1;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_USAGE);
    options.clutter = raster_path("slope.tif");
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    table[0].height_m = 5;
    table[0].zone = (er_zone)9;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_RANGE);
    options.classes = NULL;
    options.elevation = NULL;
    assert_int_equal(er_terrain_open(ctx, &options, &terrain), ER_ERR_USAGE);
    options = er_terrain_defaults(raster_path("slope.tif"));
    terrain = open_terrain(ctx, &options);
    er_ground *ground = NULL;
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){0, 91, 0, 91}, 0, &ground),
                     ER_ERR_RANGE);
    assert_int_equal(er_ground_read(ctx, terrain, (er_box){0, 0, 0, 0}, NAN, &ground),
                     ER_ERR_RANGE);
    er_terrain_close(terrain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rasters_that_can_not_be_placed_are_refused),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(a_window_has_its_limit),
        cmocka_unit_test(a_picture_is_no_terrain),
        cmocka_unit_test(options_out_of_range_are_refused),
    };
    return cmocka_run_group_tests_name("terrain_refused", tests, test_context_up,
                                       test_context_down);
}
