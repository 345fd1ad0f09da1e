/* The rasters of a signal run: what each holds, servers.csv, and that they come all or not at all.
 */
#include "unit/folder_fixture.h"
#include "unit/test.h"

#include "analysis/cover_rasters.h"
#include "analysis/field.h"

#include <gdal.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS = 90, ROWS = 70, ALL = 255 };
static const er_grid grid = {-1000, 2000, 50, COLUMNS, ROWS};
static const char *const names[] = {"signal", "server",      "servers", "operators",
                                    "sinr",   "probability", "level",   "loss"};

typedef struct fixture {
    er_context *ctx;
    char folder[64];
    er_plane *plane;
    er_antenna *antenna;
    er_study study;
    er_station stations[2];
    er_sector sector;
    er_emitter emitters[2];
    struct er_field field;
} fixture;

static const er_study_level levels[] = {{"good", "Good", "良好", -100, NAN, NAN},
                                        {"weak", "Weak", "微弱", -120, NAN, NAN}};
static const char *operators[] = {"A", "=B()"};

static void fill_field(fixture *f) {
    f->study = (er_study){.path = "study.yaml",
                          .sha256 = "5a",
                          .coverage_model = "tr38901",
                          .radio = {.preset = "arcep-4-levels",
                                    .edge_probability = 0.95,
                                    .levels = levels,
                                    .level_count = 2}};
    f->stations[0] = (er_station){.code = "x, \"1\"", .operator_ = "A", .synthetic = true};
    f->stations[1] = (er_station){.operator_ = "=B()"};
    f->sector = (er_sector){.code = "x-2"};
    for (size_t i = 0; i < 2; i++) {
        f->emitters[i] = (er_emitter){.station = &f->stations[i],
                                      .sector = i == 1 ? &f->sector : NULL,
                                      .position = {121.5 + 0.1 * (double)i, 25},
                                      .band = "n78",
                                      .model = er_path_model_find("tr38901-uma"),
                                      .path = er_path_defaults(),
                                      .budget = er_budget_defaults(3500, 100),
                                      .antenna = f->antenna,
                                      .azimuth_deg = 120,
                                      .range_m = 3000,
                                      .operator_ = (uint32_t)i};
        f->emitters[i].path.tx_height_m = 25;
    }
    f->field = (struct er_field){.study = &f->study, .emitters = f->emitters, .count = 2};
    f->field.sites.operators = operators;
    f->field.sites.operator_count = 2;
}

static int up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    if (!test_folder_make(f->folder, "rasters") || er_context_new(&f->ctx) != ER_OK) return -1;
    if (er_plane_new(f->ctx, (er_box){121, 24, 122, 25}, &f->plane) != ER_OK) return -1;
    if (er_antenna_isotropic(f->ctx, 17, &f->antenna) != ER_OK) return -1;
    fill_field(f);
    *state = f;
    return 0;
}

static int down(void **state) {
    fixture *f = *state;
    er_antenna_free(f->antenna);
    er_plane_free(f->plane);
    er_context_free(f->ctx);
    int failed = test_folder_remove(f->folder);
    free(f);
    return failed;
}

/** In the first 20 columns nothing is in range; in the next 10 nothing is known; then all is. */
static er_raster_cell cell_at(int64_t column, int64_t row) {
    er_raster_cell cell = {.best = {.rsrp_dbm = NAN,
                                    .sigma_db = NAN,
                                    .sinr_db = NAN,
                                    .loss_db = NAN,
                                    .uplink_snr_db = NAN,
                                    .sector = UINT32_MAX},
                           .probability = NAN};
    if (column < 20) return cell;
    cell.best.unknown = column < 30;
    if (column < 30) return cell;
    cell.best.rsrp_dbm = -80 - 0.37 * (double)column - 0.11 * (double)row;
    cell.best.sinr_db = 20 - 0.1 * (double)row;
    cell.best.loss_db = 100 + 0.3 * (double)column;
    cell.best.sector = (uint32_t)(row % 2);
    cell.best.servers = (uint32_t)column;
    cell.best.level = (uint8_t)(column < 60 ? 2 : row < 60 ? 1 : 0);
    cell.probability = 0.01 * (double)column;
    cell.operators = (uint32_t)(1 + row % 2);
    return cell;
}

static void send_tiles(fixture *f, er_cover_rasters *rasters, int32_t side) {
    for (size_t i = 0; i < er_grid_tile_count(&grid, side); i++) {
        er_tile tile = er_grid_tile(&grid, side, i);
        er_raster_cell *cells = calloc((size_t)tile.columns * (size_t)tile.rows, sizeof *cells);
        assert_non_null(cells);
        for (int32_t r = 0; r < tile.rows; r++)
            for (int32_t c = 0; c < tile.columns; c++)
                cells[(size_t)r * (size_t)tile.columns + (size_t)c] =
                    cell_at(tile.column + c, tile.row + r);
        if (tile.column + tile.columns > 20) /* where nothing is in range, none is sent */
            assert_ok(f->ctx, er_cover_rasters_tile(f->ctx, rasters, tile, cells));
        free(cells);
    }
}

static void write_all(fixture *f, const char *name, unsigned bits, int32_t side) {
    char folder[128];
    er_cover_rasters *rasters = NULL;
    snprintf(folder, sizeof folder, "%s/%s", f->folder, name);
    assert_ok(f->ctx,
              er_cover_rasters_open(f->ctx, folder, bits, &grid, f->plane, &f->field, &rasters));
    send_tiles(f, rasters, side);
    assert_ok(f->ctx, er_cover_rasters_close(f->ctx, rasters, true));
}

/** The folder that most tests write to; in static memory. */
static const char *out_of(const fixture *f) {
    static char folder[128];
    snprintf(folder, sizeof folder, "%s/out", f->folder);
    return folder;
}

static GDALDatasetH open_raster(const fixture *f, const char *folder, const char *name) {
    char path[160];
    GDALAllRegister();
    snprintf(path, sizeof path, "%s/%s/%s.tif", f->folder, folder, name);
    GDALDatasetH dataset = GDALOpen(path, GA_ReadOnly);
    assert_non_null(dataset);
    return dataset;
}

/** What a raster should hold at a cell, from what was sent. */
static double wanted(size_t k, const er_raster_cell *cell) {
    const double values[] = {cell->best.rsrp_dbm,
                             cell->best.sector == UINT32_MAX ? 0 : cell->best.sector + 1.0,
                             cell->best.servers,
                             cell->operators,
                             cell->best.sinr_db,
                             cell->probability,
                             cell->best.unknown ? 255 : cell->best.level,
                             cell->best.loss_db};
    return values[k];
}

static void rasters_hold_what_was_sent(void **state) {
    fixture *f = *state;
    write_all(f, "out", ALL, 32);
    assert_int_equal(files_in(out_of(f)), 9);
    for (unsigned k = 0; k < 8; k++)
        assert_int_equal(er_cover_raster_find(names[k]), 1u << k);
    assert_int_equal(er_cover_raster_find("signals"), 0);
    double *got = calloc((size_t)COLUMNS * ROWS, sizeof *got);
    assert_non_null(got);
    for (size_t k = 0; k < 8; k++) {
        GDALDatasetH dataset = open_raster(f, "out", names[k]);
        assert_string_equal(GDALGetMetadataItem(dataset, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
        assert_int_equal(GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Read, 0, 0, COLUMNS, ROWS,
                                      got, COLUMNS, ROWS, GDT_Float64, 0, 0),
                         CE_None);
        for (int64_t i = 0; i < (int64_t)COLUMNS * ROWS; i++) {
            er_raster_cell cell = cell_at(i % COLUMNS, i / COLUMNS);
            double want = wanted(k, &cell);
            if (isnan(want) ? !isnan(got[i]) : (float)got[i] != (float)want)
                fail_msg("%s, cell %d: %g for %g", names[k], (int)i, got[i], want);
        }
        GDALClose(dataset);
    }
    free(got);
}

static void they_say_what_they_are(void **state) {
    fixture *f = *state;
    int known = 0;
    write_all(f, "out", ER_RASTER_LEVEL | ER_RASTER_SERVER, 64);
    assert_int_equal(files_in(out_of(f)), 3);
    GDALDatasetH dataset = open_raster(f, "out", "level");
    static const char *const items[][2] = {
        {"MODEL", "tr38901"},         {"PRESET", "arcep-4-levels"}, {"LEVELS", "1 weak, 2 good"},
        {"EDGE_PROBABILITY", "0.95"}, {"STUDY_SHA256", "5a"},       {"SYNTHETIC", "yes"}};
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
        assert_string_equal(GDALGetMetadataItem(dataset, items[i][0], NULL), items[i][1]);
    assert_true(GDALGetRasterNoDataValue(GDALGetRasterBand(dataset, 1), &known) == 255 && known);
    GDALClose(dataset);
    char path[160], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/out/servers.csv", f->folder);
    assert_ok(f->ctx, er_file_read(f->ctx, path, 1 << 20, &text, &size));
    assert_string_equal(
        text, "server,longitude,latitude,freq_mhz,height_m,azimuth_deg,tilt_deg,power_dbm,"
              "peak_gain_dbi,range_m,carrier,operator,station,sector,band,model\n"
              "1,121.5,25,3500,25,120,0,46,17,3000,0,A,\"x, \"\"1\"\"\",,n78,tr38901-uma\n"
              "2,121.6,25,3500,25,120,0,46,17,3000,0,'=B(),,x-2,n78,tr38901-uma\n");
    er_free(text);
}

static void tiles_leave_no_trace(void **state) {
    fixture *f = *state;
    write_all(f, "one", ALL, 16);
    er_context_set_threads(f->ctx, 2);
    write_all(f, "two", ALL, 57);
    char command[256];
    snprintf(command, sizeof command, "diff -r '%s/one' '%s/two'", f->folder, f->folder);
    assert_int_equal(system(command), 0);
}

static void a_run_that_fails_leaves_the_old_ones(void **state) {
    fixture *f = *state;
    char folder[128], path[160], before[65], after[65];
    er_cover_rasters *rasters = NULL;
    write_all(f, "out", ALL, 32);
    snprintf(folder, sizeof folder, "%s/out", f->folder);
    snprintf(path, sizeof path, "%s/signal.tif", folder);
    assert_ok(f->ctx, er_file_sha256(f->ctx, path, before));
    assert_ok(f->ctx,
              er_cover_rasters_open(f->ctx, folder, ALL, &grid, f->plane, &f->field, &rasters));
    assert_int_equal(files_in(out_of(f)), 10); /* the part beside them */
    assert_ok(f->ctx, er_cover_rasters_close(f->ctx, rasters, false));
    assert_int_equal(files_in(out_of(f)), 9);
    assert_ok(f->ctx, er_file_sha256(f->ctx, path, after));
    assert_string_equal(before, after);
    /* a run with fewer rasters leaves none of the earlier run: servers.csv is of this one */
    write_all(f, "out", ER_RASTER_LOSS, 32);
    assert_int_equal(files_in(out_of(f)), 2);
    assert_int_equal(access(path, F_OK), -1);
}

static bool always(void *user) {
    (void)user;
    return true;
}

static void cancelled_it_leaves_nothing(void **state) {
    fixture *f = *state;
    char folder[128];
    er_cover_rasters *rasters = NULL;
    snprintf(folder, sizeof folder, "%s/out", f->folder);
    assert_ok(f->ctx,
              er_cover_rasters_open(f->ctx, folder, ALL, &grid, f->plane, &f->field, &rasters));
    send_tiles(f, rasters, 64);
    er_context_set_cancel(f->ctx, always, NULL);
    assert_int_equal(er_cover_rasters_close(f->ctx, rasters, true), ER_ERR_CANCELLED);
    er_context_set_cancel(f->ctx, NULL, NULL);
    assert_int_equal(files_in(out_of(f)), 0);
}

static void a_folder_that_is_a_file_is_named(void **state) {
    fixture *f = *state;
    char path[128];
    er_cover_rasters *rasters = NULL;
    snprintf(path, sizeof path, "%s/file", f->folder);
    assert_ok(f->ctx, er_file_write(f->ctx, path, "x", 1));
    assert_int_equal(er_cover_rasters_open(f->ctx, path, ALL, &grid, f->plane, &f->field, &rasters),
                     ER_ERR_IO);
    assert_non_null(strstr(er_context_error(f->ctx), path));
    assert_null(rasters);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rasters_hold_what_was_sent, up, down),
        cmocka_unit_test_setup_teardown(they_say_what_they_are, up, down),
        cmocka_unit_test_setup_teardown(tiles_leave_no_trace, up, down),
        cmocka_unit_test_setup_teardown(a_run_that_fails_leaves_the_old_ones, up, down),
        cmocka_unit_test_setup_teardown(cancelled_it_leaves_nothing, up, down),
        cmocka_unit_test_setup_teardown(a_folder_that_is_a_file_is_named, up, down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
