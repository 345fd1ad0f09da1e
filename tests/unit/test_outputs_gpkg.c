/* The GeoPackage of an export, looked at with SQLite, GDAL and an eye for its styles. */
#include "unit/outputs_files.h"
#include "unit/styled_picture.h"

#include "outputs/format_gpkg.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

static er_status try_export(fixture *f) {
    static const char *const formats[] = {"gpkg"};
    const er_export_options options = {.formats = formats, .format_count = 1};
    return er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f));
}

static const char *gpkg_path(const fixture *f) {
    static char path[160];
    snprintf(path, sizeof path, "%s/evenreach.gpkg", out_folder(f));
    return path;
}

static sqlite3 *open_gpkg(fixture *f) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open_v2(gpkg_path(f), &database, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    return database;
}

static sqlite3 *export_and_open(fixture *f) {
    assert_ok(f->ctx, try_export(f));
    return open_gpkg(f);
}

/** First column of the first row of a query; in static memory. */
static const char *answer(sqlite3 *database, const char *query) {
    static char text[4096];
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, query, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query, sqlite3_errmsg(database));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const unsigned char *got = sqlite3_column_text(statement, 0);
    snprintf(text, sizeof text, "%s", got ? (const char *)got : "(null)");
    sqlite3_finalize(statement);
    return text;
}

static void assert_answer(sqlite3 *database, const char *query, const char *wanted) {
    const char *got = answer(database, query);
    if (strcmp(got, wanted) != 0) fail_msg("%s: '%s', not '%s'", query, got, wanted);
}

static void layers_and_tables_are_in_one_file(void **state) {
    sqlite3 *database = export_and_open(*state);
    assert_answer(database, "SELECT count(*) FROM towns", "3");
    assert_answer(database, "SELECT data_type FROM gpkg_contents WHERE table_name = 'towns'",
                  "features");
    assert_answer(database, "SELECT count(*) FROM rtree_towns_geom", "3");
    assert_answer(database, "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'towns'",
                  "4326");
    assert_answer(database, "SELECT data_type FROM gpkg_contents WHERE table_name = 'balance'",
                  "attributes");
    assert_answer(database, "SELECT count(*) FROM pilots WHERE geom IS NULL", "2");
    assert_answer(database,
                  "SELECT description LIKE '[SYNTHETIC] base stations%/%' FROM gpkg_contents "
                  "WHERE table_name = 'stations'",
                  "1");
    assert_answer(database, "SELECT count(DISTINCT last_change) FROM gpkg_contents", "1");
    assert_answer(database, "PRAGMA integrity_check", "ok");
    assert_answer(database, "SELECT count(*) FROM pragma_foreign_key_check", "0");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void texts_and_numbers_are_as_they_were(void **state) {
    sqlite3 *database = export_and_open(*state);
    assert_answer(database, "SELECT name FROM towns WHERE code = 'A1'", HOSTILE_MARKUP);
    assert_answer(database, "SELECT name FROM towns WHERE code = 'A2'", HOSTILE_FORMULA);
    assert_answer(database, "SELECT name FROM towns WHERE code = 'B1'", HOSTILE_JSON);
    assert_answer(database, "SELECT typeof(persons) || persons FROM towns WHERE code = 'A2'",
                  "real3000.0");
    assert_answer(database, "SELECT typeof(persons_share_any) FROM towns WHERE code = 'B1'",
                  "null");
    assert_answer(database, "SELECT typeof(stations) || stations FROM towns WHERE code = 'A2'",
                  "integer2");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void every_column_is_described(void **state) {
    sqlite3 *database = export_and_open(*state);
    assert_answer(database,
                  "SELECT count(*) FROM fields f LEFT JOIN gpkg_data_columns d ON d.table_name = "
                  "f.layer AND d.column_name = f.field WHERE d.description IS NULL",
                  "0");
    assert_answer(database,
                  "SELECT count(*) FROM gpkg_data_columns d JOIN pragma_table_info(d.table_name) p "
                  "ON p.name = d.column_name",
                  answer(database, "SELECT count(*) FROM gpkg_data_columns"));
    assert_answer(database,
                  "SELECT description FROM gpkg_data_columns WHERE table_name = 'towns' AND "
                  "column_name = 'area_km2'",
                  "geodesic area of the polygon [km2] / 多邊形的測地線面積");
    assert_answer(database,
                  "SELECT count(*) FROM gpkg_extensions WHERE extension_name = "
                  "'gpkg_schema'",
                  "2");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* ---- styles ---------------------------------------------------------------------------------- */

static bool has_column(sqlite3 *database, const char *table, const char *column) {
    char query[512];
    snprintf(query, sizeof query, "SELECT count(*) FROM pragma_table_info('%s') WHERE name = '%s'",
             table, column);
    return strcmp(answer(database, query), "1") == 0;
}

/** Every PropertyName below a node is a column of the table. */
static void check_properties(sqlite3 *database, const char *table, const CPLXMLNode *node,
                             int *count) {
    for (; node; node = node->psNext) {
        if (is_element(node, "ogc:PropertyName")) {
            assert_true(has_column(database, table, node->psChild->pszValue));
            ++*count;
        }
        check_properties(database, table, node->psChild, count);
    }
}

static int children(CPLXMLNode *node, const char *name) {
    int count = 0;
    for (CPLXMLNode *child = node ? node->psChild : NULL; child; child = child->psNext)
        count += is_element(child, name);
    return count;
}

/** The field in a renderer's attribute: itself, or what stands in double quotes. */
static void renderer_field(const char *attribute, char out[128]) {
    const char *quote = strchr(attribute, '"');
    if (quote) attribute = quote + 1;
    snprintf(out, 128, "%.*s", (int)strcspn(attribute, "\""), attribute);
}

static void check_style(sqlite3 *database, const char *table, const char *qml_text,
                        const char *sld_text) {
    char field[128];
    CPLXMLNode *qml = CPLParseXMLString(qml_text), *sld = CPLParseXMLString(sld_text);
    assert_non_null(qml);
    assert_non_null(sld);
    CPLXMLNode *renderer = CPLGetXMLNode(qml, "=qgis.renderer-v2");
    assert_non_null(renderer);
    renderer_field(xml_value(renderer, "attr"), field);
    assert_true(has_column(database, table, field));
    bool graduated = strcmp(xml_value(renderer, "type"), "graduatedSymbol") == 0;
    int classes = graduated ? children(CPLGetXMLNode(renderer, "ranges"), "range")
                            : children(CPLGetXMLNode(renderer, "categories"), "category");
    assert_true(classes >= 2);
    assert_int_equal(children(CPLGetXMLNode(renderer, "symbols"), "symbol"), classes);
    CPLXMLNode *type =
        CPLGetXMLNode(sld, "=StyledLayerDescriptor.NamedLayer.UserStyle.se:FeatureTypeStyle");
    assert_int_equal(children(type, "se:Rule"), classes);
    int properties = 0;
    check_properties(database, table, sld, &properties);
    assert_true(properties >= classes - 1);
    CPLDestroyXMLNode(qml);
    CPLDestroyXMLNode(sld);
}

static void styles_name_what_there_is(void **state) {
    static const char query[] = "SELECT f_table_name, styleQML, styleSLD FROM layer_styles";
    sqlite3 *database = export_and_open(*state);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, query, -1, &statement, NULL), SQLITE_OK);
    int count = 0;
    for (; sqlite3_step(statement) == SQLITE_ROW; count++)
        check_style(database, (const char *)sqlite3_column_text(statement, 0),
                    (const char *)sqlite3_column_text(statement, 1),
                    (const char *)sqlite3_column_text(statement, 2));
    assert_true(count >= 12);
    sqlite3_finalize(statement);
    /* every layer with a place has styles, one of them for want of a choice, where QGIS looks */
    assert_answer(database,
                  "SELECT group_concat(c.table_name) FROM gpkg_contents c WHERE data_type = "
                  "'features' AND 1 <> (SELECT count(*) FROM layer_styles s WHERE s.f_table_name "
                  "= c.table_name AND useAsDefault = 1 AND f_table_catalog = '' AND "
                  "f_table_schema = '' AND f_geometry_column = (SELECT column_name FROM "
                  "gpkg_geometry_columns g WHERE g.table_name = c.table_name))",
                  "(null)");
    assert_answer(database,
                  "SELECT count(*) - count(DISTINCT f_table_name || '/' || styleName) "
                  "FROM layer_styles",
                  "0");
    assert_answer(database, "SELECT DISTINCT update_time FROM layer_styles",
                  "2000-01-01T00:00:00.000Z");
    assert_answer(database,
                  "SELECT styleName FROM layer_styles WHERE f_table_name = 'towns' AND "
                  "useAsDefault",
                  "persons_share_any");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static long pixel(uint8_t pixels[PICTURE_BANDS][PICTURE_SIZE * PICTURE_SIZE], int column, int row) {
    int at = row * PICTURE_SIZE + column;
    return (long)pixels[0][at] << 16 | (long)pixels[1][at] << 8 | (long)pixels[2][at];
}

/** Towns of 0.1 degree side by side from 120 E: served by 0.6, served by 0.6, nothing known. */
static void towns_are_drawn_by_their_share(void **state) {
    static uint8_t pixels[PICTURE_BANDS][PICTURE_SIZE * PICTURE_SIZE];
    fixture *f = *state;
    sqlite3 *database = export_and_open(f);
    char sld[16384];
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database,
                                        "SELECT styleSLD FROM layer_styles WHERE f_table_name = "
                                        "'towns' AND styleName = 'persons_share_any'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(sld, sizeof sld, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(gpkg_path(f), GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(file);
    draw_layer(GDALDatasetGetLayerByName(file, "towns"), sld, 120, 23.1, 0.3, pixels);
    GDALClose(file);
    assert_int_equal(pixel(pixels, 5, 5), 0xC7E9B4); /* 50 to 80 % */
    assert_int_equal(pixel(pixels, 30, 10), 0xC7E9B4);
    assert_int_equal(pixel(pixels, 50, 10), 0xBDBDBD); /* nothing known */
    assert_int_equal(pixel(pixels, 30, 50), 0);        /* no town */
}

/* ---- names, bytes, failures ------------------------------------------------------------------ */

static void kept_names_are_stepped_around(void **state) {
    fixture *f = *state;
    uint8_t wkb[93];
    const char *const levels[] = {"gpkg_content", "layer_style"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 2; i++) {
        er_unit unit = {.source_id = add_source(f, "units", "More units", false),
                        .level = levels[i],
                        .code = "X",
                        .name = "X",
                        .area_km2 = 1,
                        .persons = NAN,
                        .households = NAN,
                        .geometry = rectangle(wkb, 120, 23, 0.1, 0.1)};
        assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, levels[i], 2 + i));
        assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    sqlite3 *database = export_and_open(f);
    assert_answer(database, "SELECT count(*) FROM level_gpkg_contents", "1");
    assert_answer(database, "SELECT count(*) FROM level_layer_styles", "1");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static void twice_gives_the_same_bytes(void **state) {
    fixture *f = *state;
    char first[65], second[65];
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_file_sha256(f->ctx, gpkg_path(f), first));
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_file_sha256(f->ctx, gpkg_path(f), second));
    assert_string_equal(first, second);
}

/** A full disc, played by a limit on the size of files. */
static void a_full_disc_leaves_nothing_behind(void **state) {
    fixture *f = *state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t size = 1000; size < 700000; size = size * 2) {
        struct rlimit full = {size, before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
        er_status status = try_export(f);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        if (status == ER_OK) { /* large enough: it must be whole */
            assert_true(size > 100000);
            sqlite3 *database = open_gpkg(f);
            assert_answer(database, "PRAGMA integrity_check", "ok");
            assert_int_equal(sqlite3_close(database), SQLITE_OK);
            return;
        }
        assert_int_equal(status, ER_ERR_IO);
        assert_non_null(strstr(er_context_error(f->ctx), "evenreach.gpkg"));
        assert_int_not_equal(access(out_folder(f), F_OK), 0);
    }
}

static void a_file_cut_short_is_noticed(void **state) {
    fixture *f = *state;
    const er_gpkg_table whole = {"towns", 3, true}, short_of_one = {"towns", 4, true};
    const er_gpkg_table not_indexed = {"balance", 0, true}, missing = {"nowhere", 0, false};
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_gpkg_settle(f->ctx, gpkg_path(f), NULL, 0, &whole, 1));
    const er_gpkg_table *const wrong[] = {&short_of_one, &not_indexed, &missing};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(er_gpkg_settle(f->ctx, gpkg_path(f), NULL, 0, wrong[i], 1), ER_ERR_IO);
        assert_non_null(strstr(er_context_error(f->ctx), "cut short"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(layers_and_tables_are_in_one_file, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(texts_and_numbers_are_as_they_were, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(every_column_is_described, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(styles_name_what_there_is, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(towns_are_drawn_by_their_share, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(kept_names_are_stepped_around, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(twice_gives_the_same_bytes, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_full_disc_leaves_nothing_behind, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_file_cut_short_is_noticed, outputs_up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
