/* The vector tiles of an export, read back with GDAL, and their metadata. */
#include "unit/outputs_files.h"

#include "outputs/format_mbtiles.h"

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

static er_status try_export(fixture *f) {
    static const char *const formats[] = {"mbtiles"};
    const er_export_options options = {.formats = formats, .format_count = 1};
    return er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f));
}

static const char *tiles_path(const fixture *f) {
    static char path[160];
    snprintf(path, sizeof path, "%s/evenreach.mbtiles", out_folder(f));
    return path;
}

/** First column of the first row of a query; in static memory. */
static const char *answer(const fixture *f, const char *query) {
    static char text[1 << 16];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(tiles_path(f), &database, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(database, query, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query, sqlite3_errmsg(database));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const unsigned char *got = sqlite3_column_text(statement, 0);
    snprintf(text, sizeof text, "%s", got ? (const char *)got : "(null)");
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    return text;
}

static void every_layer_is_in_the_tiles(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f));
    GDALAllRegister();
    const char *const options[] = {"ZOOM_LEVEL=10", NULL};
    GDALDatasetH tiles = GDALOpenEx(tiles_path(f), GDAL_OF_VECTOR, NULL, options, NULL);
    assert_non_null(tiles);
    static const char *const layers[] = {"counties", "towns", "stations", "venues", "pilots"};
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
        assert_non_null(GDALDatasetGetLayerByName(tiles, layers[i]));
    bool seen[3] = {false, false, false};
    OGRLayerH towns = GDALDatasetGetLayerByName(tiles, "towns");
    OGR_L_ResetReading(towns);
    for (OGRFeatureH town; (town = OGR_L_GetNextFeature(towns)); OGR_F_Destroy(town)) {
        const char *code = OGR_F_GetFieldAsString(town, OGR_F_GetFieldIndex(town, "code"));
        int share = OGR_F_GetFieldIndex(town, "persons_share_any");
        const char *name = OGR_F_GetFieldAsString(town, OGR_F_GetFieldIndex(town, "name"));
        assert_non_null(OGR_F_GetGeometryRef(town));
        if (strcmp(code, "A1") == 0) {
            seen[0] = true;
            assert_string_equal(name, HOSTILE_MARKUP);
            assert_within(OGR_F_GetFieldAsDouble(town, share), 0.6, 1e-12);
        } else if (strcmp(code, "A2") == 0) {
            seen[1] = true;
        } else {
            assert_string_equal(code, "B1");
            seen[2] = true;
            assert_false(OGR_F_IsFieldSetAndNotNull(town, share));
        }
    }
    assert_true(seen[0] && seen[1] && seen[2]);
    GDALClose(tiles);
}

static void metadata_say_what_there_is(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f));
    assert_string_equal(answer(f, "SELECT value FROM metadata WHERE name = 'name'"),
                        "A small study");
    assert_string_equal(answer(f, "SELECT value FROM metadata WHERE name = 'format'"), "pbf");
    assert_string_equal(answer(f, "SELECT value FROM metadata WHERE name = 'maxzoom'"), "10");
    assert_non_null(
        strstr(answer(f, "SELECT value FROM metadata WHERE name = 'description'"), "SYNTHETIC"));
    const char *attribution = answer(f, "SELECT value FROM metadata WHERE name = 'attribution'");
    assert_non_null(strstr(attribution, "SYNTHETIC"));
    assert_non_null(strstr(attribution, "Made-up stations"));
    assert_string_equal(answer(f, "SELECT count(*) FROM metadata m, json_each(m.value, "
                                  "'$.vector_layers') l WHERE m.name = 'json' AND "
                                  "json_extract(l.value, '$.id') IN ('towns', 'stations') AND "
                                  "json_extract(l.value, '$.fields.code') = 'String'"),
                        "2");
    assert_string_equal(answer(f, "SELECT count(*) FROM metadata m, json_each(m.value) l WHERE "
                                  "m.name = 'fields' AND json_extract(l.value, '$.field') = "
                                  "'persons_share_any' AND json_extract(l.value, '$.layer') = "
                                  "'towns' AND json_extract(l.value, '$.meaning_zh') <> ''"),
                        "1");
    double west = 0, south = 0, east = 0, north = 0;
    assert_int_equal(sscanf(answer(f, "SELECT value FROM metadata WHERE name = 'bounds'"),
                            "%lf,%lf,%lf,%lf", &west, &south, &east, &north),
                     4);
    assert_true(west <= 120 && south <= 23 && east >= 120.3 && north >= 23.1);
}

/** Viewers take the attribution for HTML. */
static void attribution_is_no_markup(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_source(f, "units", "<img src=x onerror=alert(1)>", false);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, try_export(f));
    const char *attribution = answer(f, "SELECT value FROM metadata WHERE name = 'attribution'");
    assert_non_null(strstr(attribution, "&lt;img src=x"));
    assert_null(strstr(attribution, "<img"));
}

static void threads_do_not_change_the_bytes(void **state) {
    fixture *f = *state;
    char first[65], second[65];
    er_context_set_threads(f->ctx, 1);
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_file_sha256(f->ctx, tiles_path(f), first));
    er_context_set_threads(f->ctx, 4);
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_file_sha256(f->ctx, tiles_path(f), second));
    assert_string_equal(first, second);
}

static void a_file_cut_short_is_noticed(void **state) {
    fixture *f = *state;
    const er_tile_layer whole = {"towns", 3}, short_of_one = {"towns", 4}, missing = {"x", 1};
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_tiles_settle(f->ctx, tiles_path(f), NULL, NULL, 0, &whole, 1));
    const er_tile_layer *const wrong[] = {&short_of_one, &missing};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(er_tiles_settle(f->ctx, tiles_path(f), NULL, NULL, 0, wrong[i], 1),
                         ER_ERR_IO);
        assert_non_null(strstr(er_context_error(f->ctx), "cut short"));
    }
}

/** A full disc, played by a limit on the size of files. */
static void a_full_disc_leaves_nothing_behind(void **state) {
    fixture *f = *state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    static const rlim_t sizes[] = {0, 3000, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct rlimit full = {sizes[i], before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
        er_status status = try_export(f);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, ER_ERR_IO);
        assert_non_null(strstr(er_context_error(f->ctx), "evenreach.mbtiles"));
        assert_int_not_equal(access(out_folder(f), F_OK), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_layer_is_in_the_tiles, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(metadata_say_what_there_is, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(attribution_is_no_markup, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(threads_do_not_change_the_bytes, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_file_cut_short_is_noticed, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_full_disc_leaves_nothing_behind, outputs_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
