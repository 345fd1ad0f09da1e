/* One cloud-optimised GeoTIFF: values, layout, the same bytes for any order of tiles, clean-up. */
#include "unit/folder_fixture.h"
#include "unit/test.h"

#include "analysis/geotiff.h"

#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS = 1500, ROWS = 1100, HOLE = 600 };
static const er_grid grid = {-30000, 41250, 50, COLUMNS, ROWS};
/* Too large to be kept in memory until the file is made. */
static const er_grid large_grid = {-30000, 41250, 50, 2700, 1700};
static const char crs[] = "+proj=laea +lat_0=23.7 +lon_0=120.9 +datum=WGS84 +units=m +no_defs";

typedef struct fixture {
    er_context *ctx;
    char folder[64];
} fixture;

static int up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    if (!test_folder_make(f->folder, "tiff") || er_context_new(&f->ctx) != ER_OK) return -1;
    *state = f;
    return 0;
}

static int down(void **state) {
    fixture *f = *state;
    er_context_free(f->ctx);
    int failed = test_folder_remove(f->folder);
    free(f);
    return failed;
}

/** What a cell holds; NAN where nothing is written or the value itself is unknown. */
static float value_at(int64_t column, int64_t row) {
    if (column < HOLE && row < HOLE) return NAN;
    if ((column * 31 + row * 17) % 97 == 0) return NAN;
    return (float)(-100 + 20 * sin((double)column / 90) + 0.01 * (double)(row % 700));
}

static const er_geotiff_band band = {"rsrp_dbm", "dBm", ER_GEOTIFF_FLOAT, NAN, false, true};

static void note(const fixture *f, er_geotiff *file) {
    assert_ok(f->ctx, er_geotiff_note(f->ctx, file, "MODEL", "p1812"));
    assert_ok(f->ctx, er_geotiff_note(f->ctx, file, "TIFFTAG_SOFTWARE", "evenreach"));
    assert_ok(f->ctx, er_geotiff_note(f->ctx, file, "PRESET", NULL));
}

static er_status write_tile(er_context *ctx, er_geotiff *file, er_tile tile) {
    float *values = calloc((size_t)tile.columns * (size_t)tile.rows, sizeof *values);
    assert_non_null(values);
    bool any = false;
    for (int32_t r = 0; r < tile.rows; r++)
        for (int32_t c = 0; c < tile.columns; c++) {
            float value = value_at(tile.column + c, tile.row + r);
            values[(size_t)r * (size_t)tile.columns + (size_t)c] = value;
            any = any || !isnan(value);
        }
    er_status status = any ? er_geotiff_write(ctx, file, tile, values) : ER_OK;
    free(values);
    return status;
}

/** Write the whole raster in tiles of a size, backwards if asked. */
static void write_grid(fixture *f, const er_grid *on, const char *name, int32_t tile_cells,
                       bool backwards) {
    char work[96], path[96];
    er_geotiff *file = NULL;
    snprintf(work, sizeof work, "%s/work.tif", f->folder);
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    assert_ok(f->ctx, er_geotiff_new(f->ctx, work, on, crs, &band, &file));
    size_t count = er_grid_tile_count(on, tile_cells);
    for (size_t i = 0; i < count; i++) {
        er_tile tile = er_grid_tile(on, tile_cells, backwards ? count - 1 - i : i);
        assert_ok(f->ctx, write_tile(f->ctx, file, tile));
    }
    note(f, file);
    assert_ok(f->ctx, er_geotiff_finish(f->ctx, file, path));
    er_geotiff_free(file);
}

static void write_raster(fixture *f, const char *name, int32_t tile_cells, bool backwards) {
    write_grid(f, &grid, name, tile_cells, backwards);
}

static void same_file(const fixture *f, const char *a, const char *b) {
    char path[96], first[65], second[65];
    snprintf(path, sizeof path, "%s/%s", f->folder, a);
    assert_ok(f->ctx, er_file_sha256(f->ctx, path, first));
    snprintf(path, sizeof path, "%s/%s", f->folder, b);
    assert_ok(f->ctx, er_file_sha256(f->ctx, path, second));
    assert_string_equal(first, second);
}

static void test_order_and_threads_leave_no_trace(void **state) {
    fixture *f = *state;
    er_context_set_threads(f->ctx, 1);
    write_raster(f, "a.tif", 256, false);
    write_raster(f, "b.tif", 256, true);
    write_raster(f, "c.tif", 333, false);
    er_context_set_threads(f->ctx, 2);
    write_raster(f, "d.tif", 512, true);
    same_file(f, "a.tif", "b.tif");
    same_file(f, "a.tif", "c.tif");
    same_file(f, "a.tif", "d.tif");
    assert_int_equal(files_in(f->folder), 4); /* no work file, no overviews beside */
}

static void test_order_and_threads_leave_no_trace_through_a_work_file(void **state) {
    fixture *f = *state;
    er_context_set_threads(f->ctx, 1);
    write_grid(f, &large_grid, "a.tif", 512, false);
    er_context_set_threads(f->ctx, 2);
    write_grid(f, &large_grid, "b.tif", 500, true);
    same_file(f, "a.tif", "b.tif");
    assert_int_equal(files_in(f->folder), 2); /* no work file, no overviews beside */
}

static void test_threads_may_write_at_once(void **state) {
    fixture *f = *state;
    char work[96], path[96];
    er_geotiff *file = NULL;
    int failed = 0;
    write_raster(f, "one.tif", 128, false);
    snprintf(work, sizeof work, "%s/work.tif", f->folder);
    snprintf(path, sizeof path, "%s/many.tif", f->folder);
    assert_ok(f->ctx, er_geotiff_new(f->ctx, work, &grid, crs, &band, &file));
    int count = (int)er_grid_tile_count(&grid, 128);
#pragma omp parallel for schedule(dynamic) num_threads(4) reduction(+ : failed)
    for (int i = 0; i < count; i++) {
        er_context *own = NULL;
        failed += er_context_new(&own) != ER_OK ||
                  write_tile(own, file, er_grid_tile(&grid, 128, (size_t)i)) != ER_OK;
        er_context_free(own);
    }
    assert_int_equal(failed, 0);
    note(f, file);
    assert_ok(f->ctx, er_geotiff_finish(f->ctx, file, path));
    er_geotiff_free(file);
    same_file(f, "one.tif", "many.tif");
}

static void check_values(GDALRasterBandH cells, int columns, int rows) {
    size_t count = (size_t)columns * (size_t)rows;
    float *values = calloc(count, sizeof *values);
    assert_non_null(values);
    assert_int_equal(
        GDALRasterIO(cells, GF_Read, 0, 0, columns, rows, values, columns, rows, GDT_Float32, 0, 0),
        CE_None);
    for (size_t i = 0; i < count; i++) {
        float want = value_at((int64_t)i % columns, (int64_t)i / columns);
        assert_true(isnan(want) ? isnan(values[i]) : values[i] == want);
    }
    free(values);
}

static void test_values_and_description(void **state) {
    fixture *f = *state;
    char path[96];
    double corner[6];
    int known = 0;
    write_raster(f, "a.tif", 256, false);
    snprintf(path, sizeof path, "%s/a.tif", f->folder);
    GDALAllRegister();
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    GDALRasterBandH cells = GDALGetRasterBand(dataset, 1);
    assert_string_equal(GDALGetMetadataItem(dataset, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
    assert_string_equal(GDALGetMetadataItem(dataset, "MODEL", NULL), "p1812");
    assert_string_equal(GDALGetMetadataItem(dataset, "TIFFTAG_SOFTWARE", NULL), "evenreach");
    assert_null(GDALGetMetadataItem(dataset, "PRESET", NULL));
    assert_null(GDALGetMetadataItem(dataset, "TIFFTAG_DATETIME", NULL));
    assert_string_equal(GDALGetDescription(cells), "rsrp_dbm");
    assert_string_equal(GDALGetRasterUnitType(cells), "dBm");
    assert_true(isnan(GDALGetRasterNoDataValue(cells, &known)) && known);
    assert_int_equal(GDALGetGeoTransform(dataset, corner), CE_None);
    assert_true(corner[0] == grid.left_m && corner[1] == 50 && corner[3] == grid.top_m &&
                corner[5] == -50);
    OGRSpatialReferenceH wanted = OSRNewSpatialReference(NULL);
    OSRSetFromUserInput(wanted, crs);
    assert_true(OSRIsSame(GDALGetSpatialRef(dataset), wanted));
    OSRRelease(wanted);
    check_values(cells, COLUMNS, ROWS);
    GDALClose(dataset);
}

static void test_values_through_a_work_file(void **state) {
    fixture *f = *state;
    char path[96];
    write_grid(f, &large_grid, "a.tif", 512, false);
    snprintf(path, sizeof path, "%s/a.tif", f->folder);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    assert_string_equal(GDALGetMetadataItem(dataset, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
    assert_string_equal(GDALGetMetadataItem(dataset, "MODEL", NULL), "p1812");
    check_values(GDALGetRasterBand(dataset, 1), (int)large_grid.columns, (int)large_grid.rows);
    GDALClose(dataset);
}

/** Overviews average the cells that have data: the first cell of the first overview. */
static void test_overviews_average(void **state) {
    fixture *f = *state;
    char path[96];
    float got = 0;
    double sum = 0;
    int count = 0;
    write_raster(f, "a.tif", 256, false);
    snprintf(path, sizeof path, "%s/a.tif", f->folder);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH cells = GDALGetRasterBand(dataset, 1);
    assert_true(GDALGetOverviewCount(cells) >= 2);
    GDALRasterBandH half = GDALGetOverview(cells, 0);
    assert_int_equal(GDALGetRasterBandXSize(half), COLUMNS / 2);
    assert_int_equal(GDALRasterIO(half, GF_Read, 400, 10, 1, 1, &got, 1, 1, GDT_Float32, 0, 0),
                     CE_None);
    for (int k = 0; k < 4; k++) {
        float value = value_at(800 + k % 2, 20 + k / 2);
        if (isnan(value)) continue;
        sum += value;
        count++;
    }
    assert_true(fabs(got - sum / count) < 1e-4);
    GDALClose(dataset);
}

/** What the only byte written, and its neighbours near and far, read as. */
static void check_bytes(fixture *f, const er_grid *on, er_geotiff_band bytes, bool no_data_known) {
    static const int places[][2] = {{700, 700}, {701, 700}, {5, 5}, {COLUMNS - 1, ROWS - 1}};
    const uint8_t three = 3;
    char work[96], path[96];
    er_geotiff *file = NULL;
    int known = 0;
    snprintf(work, sizeof work, "%s/work.tif", f->folder);
    snprintf(path, sizeof path, "%s/a.tif", f->folder);
    assert_ok(f->ctx, er_geotiff_new(f->ctx, work, on, crs, &bytes, &file));
    assert_ok(f->ctx, er_geotiff_write(f->ctx, file, (er_tile){700, 700, 1, 1}, &three));
    assert_ok(f->ctx, er_geotiff_finish(f->ctx, file, path));
    er_geotiff_free(file);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    GDALRasterBandH cells = GDALGetRasterBand(dataset, 1);
    double no_data = GDALGetRasterNoDataValue(cells, &known);
    assert_int_equal(known, no_data_known);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        uint8_t got = 77;
        double blank = bytes.zero_unless_written ? 0 : no_data;
        assert_int_equal(GDALRasterIO(cells, GF_Read, places[i][0], places[i][1], 1, 1, &got, 1, 1,
                                      GDT_Byte, 0, 0),
                         CE_None);
        assert_true(got == (i == 0 ? 3 : blank));
    }
    GDALClose(dataset);
    unlink(path);
}

static void test_cells_never_written(void **state) {
    const er_geotiff_band zero = {"level", NULL, ER_GEOTIFF_BYTE, 255, true, false};
    const er_geotiff_band blank = {"level", NULL, ER_GEOTIFF_BYTE, 255, false, false};
    const er_geotiff_band none = {"level", NULL, ER_GEOTIFF_BYTE, NAN, true, false};
    const er_grid vast = {-30000, 41250, 50, 4500, 4000}; /* bytes, too, go to a work file */
    const er_grid *grids[] = {&grid, &vast};
    for (size_t i = 0; i < sizeof grids / sizeof grids[0]; i++) {
        check_bytes(*state, grids[i], zero, true);
        check_bytes(*state, grids[i], blank, true);
        check_bytes(*state, grids[i], none, false);
    }
}

static bool always(void *user) {
    (void)user;
    return true;
}

static void test_cancel_leaves_nothing(void **state) {
    fixture *f = *state;
    char work[96], path[96];
    er_geotiff *file = NULL;
    snprintf(work, sizeof work, "%s/work.tif", f->folder);
    snprintf(path, sizeof path, "%s/a.tif", f->folder);
    assert_ok(f->ctx, er_geotiff_new(f->ctx, work, &grid, crs, &band, &file));
    assert_ok(f->ctx, write_tile(f->ctx, file, er_grid_tile(&grid, 256, 20)));
    er_context_set_cancel(f->ctx, always, NULL);
    assert_int_equal(er_geotiff_finish(f->ctx, file, path), ER_ERR_CANCELLED);
    er_context_set_cancel(f->ctx, NULL, NULL);
    er_geotiff_free(file);
    unlink(path); /* what GDAL began is the caller's to remove, with its folder */
    assert_int_equal(files_in(f->folder), 0);
}

static void test_refusals_name_the_file(void **state) {
    fixture *f = *state;
    er_geotiff *file = NULL;
    er_grid large = grid;
    large.columns = INT64_C(1) << 40;
    assert_int_equal(er_geotiff_new(f->ctx, "x.tif", &large, crs, &band, &file), ER_ERR_RANGE);
    assert_int_equal(
        er_geotiff_new(f->ctx, "/nowhere/at/all/x.tif", &large_grid, crs, &band, &file), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(f->ctx), "/nowhere/at/all/x.tif"));
    assert_null(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_and_threads_leave_no_trace, up, down),
        cmocka_unit_test_setup_teardown(test_order_and_threads_leave_no_trace_through_a_work_file,
                                        up, down),
        cmocka_unit_test_setup_teardown(test_threads_may_write_at_once, up, down),
        cmocka_unit_test_setup_teardown(test_values_and_description, up, down),
        cmocka_unit_test_setup_teardown(test_values_through_a_work_file, up, down),
        cmocka_unit_test_setup_teardown(test_overviews_average, up, down),
        cmocka_unit_test_setup_teardown(test_cells_never_written, up, down),
        cmocka_unit_test_setup_teardown(test_cancel_leaves_nothing, up, down),
        cmocka_unit_test_setup_teardown(test_refusals_name_the_file, up, down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
