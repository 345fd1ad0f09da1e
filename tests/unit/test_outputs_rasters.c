/* Rasters of an export: cells against the discs, colours, places, files that are whole. */
#include "unit/outputs_files.h"

#include "evenreach/analysis.h"
#include "outputs/raster_cover.h"

#include <gdal.h>
#include <ogr_srs_api.h>
#include <signal.h>
#include <sys/resource.h>

static er_status try_export(fixture *f, const char *format) {
    const char *const formats[] = {format};
    const er_export_options options = {.formats = formats, .format_count = 1};
    return er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f));
}

static const char *raster_path(const fixture *f, const char *name) {
    static char path[200];
    snprintf(path, sizeof path, "%s/coverage/%s", out_folder(f), name);
    return path;
}

static GDALDatasetH open_raster(const fixture *f, const char *name) {
    GDALAllRegister();
    GDALDatasetH raster = GDALOpen(raster_path(f, name), GA_ReadOnly);
    assert_non_null(raster);
    return raster;
}

static int cell_at(GDALDatasetH raster, double lon, double lat) {
    double corner[6];
    uint8_t value = 0;
    assert_int_equal(GDALGetGeoTransform(raster, corner), CE_None);
    int column = (int)floor((lon - corner[0]) / corner[1]);
    int row = (int)floor((lat - corner[3]) / corner[5]);
    assert_int_equal(GDALRasterIO(GDALGetRasterBand(raster, 1), GF_Read, column, row, 1, 1, &value,
                                  1, 1, GDT_Byte, 0, 0),
                     CE_None);
    return value;
}

/* Alpha Net at 120.02 (700 m) and 120.12, the other at 120.13 (1500 m), all at 23.05. */
static void check_cells(GDALDatasetH raster) {
    assert_int_equal(cell_at(raster, 120.0201, 23.0501), 1);
    assert_int_equal(cell_at(raster, 120.0301, 23.0501), 0); /* 1 km away */
    assert_int_equal(cell_at(raster, 120.1251, 23.0501), 2); /* both */
    assert_int_equal(cell_at(raster, 120.1101, 23.0501), 1); /* Alpha Net alone */
    assert_int_equal(cell_at(raster, 120.1401, 23.0501), 1); /* the other alone */
    assert_int_equal(cell_at(raster, 120.0501, 23.0901), 0);
}

/** Every cell against its own distance from every station, on the study's plane. */
static void every_cell_is_what_its_middle_is(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f, "cog"));
    GDALDatasetH raster = open_raster(f, "operators.tif");
    int columns = GDALGetRasterXSize(raster), rows = GDALGetRasterYSize(raster);
    assert_int_equal(columns, 300);
    assert_int_equal(rows, 100);
    er_plane *plane = NULL;
    er_sites sites = {0};
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, &outputs_study, &plane));
    assert_ok(f->ctx, er_sites_read(f->ctx, f->store, f->arena, &outputs_study, plane, &sites));
    assert_true(sites.count >= 3);
    int served = 0;
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            double lon = 120 + (x + 0.5) * 0.001, lat = 23.1 - (y + 0.5) * 0.001;
            er_point middle = {lon, lat};
            unsigned operators = 0;
            er_plane_forward(plane, &middle, 1);
            for (size_t i = 0; i < sites.count; i++)
                if (hypot(middle.x - sites.discs[i].x, middle.y - sites.discs[i].y) <=
                    sites.discs[i].radius_m)
                    operators |= 1u << sites.discs[i].layer;
            assert_int_equal(cell_at(raster, lon, lat), __builtin_popcount(operators));
            served += operators != 0;
        }
    assert_true(served > 500);
    er_plane_free(plane);
    GDALClose(raster);
}

static void a_cog_is_one(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f, "cog"));
    GDALDatasetH raster = open_raster(f, "operators.tif");
    check_cells(raster);
    assert_string_equal(GDALGetMetadataItem(raster, "LAYOUT", "IMAGE_STRUCTURE"), "COG");
    assert_string_equal(GDALGetMetadataItem(raster, "SYNTHETIC", NULL), "yes");
    OGRSpatialReferenceH system = GDALGetSpatialRef(raster);
    assert_string_equal(OSRGetAuthorityCode(system, NULL), "4326");
    GDALRasterBandH band = GDALGetRasterBand(raster, 1);
    assert_true(GDALGetRasterNoDataValue(band, NULL) == ER_PIXEL_OUTSIDE);
    GDALColorTableH colours = GDALGetRasterColorTable(band);
    assert_non_null(colours);
    GDALColorEntry entry = *GDALGetColorEntry(colours, 2);
    assert_int_equal(entry.c1 << 16 | entry.c2 << 8 | entry.c3, 0x253494); /* the most: darkest */
    GDALClose(raster);
}

static void a_picture_has_its_place_beside_it(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f, "png"));
    GDALDatasetH raster = open_raster(f, "operators.png");
    check_cells(raster);
    GDALColorTableH colours = GDALGetRasterColorTable(GDALGetRasterBand(raster, 1));
    assert_int_equal(GDALGetColorEntry(colours, ER_PIXEL_OUTSIDE)->c4, 0); /* transparent */
    assert_int_equal(GDALGetColorEntry(colours, 0)->c4, 255);
    GDALClose(raster);
    char *world = file_text(f, "coverage/operators.pgw");
    assert_string_equal(world, "0.001\n0\n0\n-0.001\n120.0005\n23.0995\n");
    er_free(world);
    char *prj = file_text(f, "coverage/operators.prj");
    assert_non_null(strstr(prj, "GCS_WGS_1984"));
    er_free(prj);
    char *aux = file_text(f, "coverage/operators.png.aux.xml");
    assert_non_null(strstr(aux, "WGS 84"));
    er_free(aux);
}

static void the_legend_says_what_the_values_mean(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f, "png"));
    char *legend = file_text(f, "coverage/legend.csv");
    static const char wanted[] = "raster,value,colour,meaning,meaning_zh\n"
                                 "operators,0,#ffffcc,unserved,無服務\n"
                                 "operators,1,#c7e9b4,operators that serve: 1,涵蓋的業者數：1\n"
                                 "operators,2,#253494,operators that serve: 2,涵蓋的業者數：2\n"
                                 "operators,254,#bdbdbd,unknown,未知\n"
                                 "operators,255,,outside the units,行政區之外\n";
    assert_string_equal(legend, wanted);
    er_free(legend);
}

/* Side by side from 120 E, 0.02 degrees each: best, fair, unknown; two operators over the first. */
static void add_signal_run(fixture *f) {
    static const struct {
        const char *stratum, *operator_, *level;
        int64_t rank;
        double x;
    } rows[] = {{"any", NULL, "best", 0, 120},
                {"any", NULL, "fair", 1, 120.02},
                {"any", NULL, "unknown", 2, 120.04},
                {"operator", "Alpha Net", "best", 0, 120},
                {"operator", "乙電信", "fair", 1, 120},
                {"operator", "Alpha Net", "fair", 1, 120.02},
                {"operator", "乙電信", "unknown", 2, 120.02}};
    er_run run = {.step = "cover", .model = "p1812", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t wkb[93];
        const er_cover_outline outline = {run.id,
                                          rows[i].stratum,
                                          rows[i].operator_,
                                          rows[i].rank,
                                          rows[i].level,
                                          4.5,
                                          rectangle(wkb, rows[i].x, 23, 0.02, 0.02)};
        assert_ok(f->ctx, er_store_add_cover_outline(f->ctx, f->store, &outline));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static void a_signal_run_has_levels_too(void **state) {
    static const er_study_level levels[] = {{"best", "Best", "最佳", -90, NAN, NAN},
                                            {"fair", "Fair", "尚可", -110, 7, 1}};
    static const char *const formats[] = {"cog"};
    const er_export_options options = {.formats = formats, .format_count = 1};
    fixture *f = *state;
    er_study study = outputs_study;
    study.radio.levels = levels;
    study.radio.level_count = 2;
    add_signal_run(f);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &study, &options, out_folder(f)));
    GDALDatasetH operators = open_raster(f, "operators.tif");
    assert_int_equal(cell_at(operators, 120.0101, 23.0101), 2);
    assert_int_equal(cell_at(operators, 120.0301, 23.0101), 1);
    assert_int_equal(cell_at(operators, 120.0501, 23.0101), ER_PIXEL_UNKNOWN);
    assert_int_equal(cell_at(operators, 120.0801, 23.0101), 0);
    GDALClose(operators);
    GDALDatasetH level = open_raster(f, "level.tif");
    assert_int_equal(cell_at(level, 120.0101, 23.0101), 2); /* the strictest */
    assert_int_equal(cell_at(level, 120.0301, 23.0101), 1);
    assert_int_equal(cell_at(level, 120.0501, 23.0101), ER_PIXEL_UNKNOWN);
    assert_int_equal(cell_at(level, 120.0801, 23.0101), 0);
    GDALClose(level);
    char *legend = file_text(f, "coverage/legend.csv");
    assert_non_null(strstr(legend, "level,1,#c7e9b4,Fair,尚可\nlevel,2,#253494,Best,最佳\n"));
    er_free(legend);
}

static void twice_gives_the_same_bytes(void **state) {
    fixture *f = *state;
    static const char *const files[][2] = {{"cog", "operators.tif"}, {"png", "operators.png"}};
    for (size_t i = 0; i < 2; i++) {
        char first[65], second[65];
        er_context_set_threads(f->ctx, 1);
        assert_ok(f->ctx, try_export(f, files[i][0]));
        assert_ok(f->ctx, er_file_sha256(f->ctx, raster_path(f, files[i][1]), first));
        er_context_set_threads(f->ctx, 4);
        assert_ok(f->ctx, try_export(f, files[i][0]));
        assert_ok(f->ctx, er_file_sha256(f->ctx, raster_path(f, files[i][1]), second));
        assert_string_equal(first, second);
    }
}

/** A full disc, played by a limit on the size of files. */
static void a_full_disc_leaves_nothing_behind(void **state) {
    fixture *f = *state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    static const char *const formats[] = {"cog", "png"};
    static const rlim_t sizes[] = {0, 100, 400};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            struct rlimit full = {sizes[k], before.rlim_max};
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
            er_status status = try_export(f, formats[i]);
            assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
            assert_int_equal(status, ER_ERR_IO);
            assert_int_not_equal(access(out_folder(f), F_OK), 0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cell_is_what_its_middle_is, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_cog_is_one, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_picture_has_its_place_beside_it, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(the_legend_says_what_the_values_mean, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_signal_run_has_levels_too, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(twice_gives_the_same_bytes, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_full_disc_leaves_nothing_behind, outputs_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
