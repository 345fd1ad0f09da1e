/* The workbook of an export, read back with GDAL, and its XML as it stands in the file. */
#include "unit/outputs_files.h"

#include "outputs/format_xlsx.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <signal.h>
#include <sys/resource.h>

static er_status try_export(fixture *f) {
    static const char *const formats[] = {"xlsx"};
    const er_export_options options = {.formats = formats, .format_count = 1};
    return er_export(f->ctx, f->store, &outputs_study, &options, out_folder(f));
}

static const char *book_path(const fixture *f) {
    static char path[160];
    snprintf(path, sizeof path, "%s/evenreach.xlsx", out_folder(f));
    return path;
}

static GDALDatasetH open_book(const fixture *f) {
    GDALAllRegister();
    CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE");
    GDALDatasetH book = GDALOpenEx(book_path(f), GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(book);
    return book;
}

/** A file inside the workbook; free with CPLFree. */
static char *inner_file(const fixture *f, const char *name) {
    char path[400];
    GByte *text = NULL;
    snprintf(path, sizeof path, "/vsizip/{%s}/%s", book_path(f), name);
    assert_true(VSIIngestFile(NULL, path, &text, NULL, -1));
    return (char *)text;
}

static OGRFeatureH row_of(OGRLayerH layer, const char *field, const char *value) {
    OGRFeatureH feature;
    OGR_L_ResetReading(layer);
    while ((feature = OGR_L_GetNextFeature(layer))) {
        int at = OGR_F_GetFieldIndex(feature, field);
        assert_true(at >= 0);
        if (strcmp(OGR_F_GetFieldAsString(feature, at), value) == 0) return feature;
        OGR_F_Destroy(feature);
    }
    fail_msg("no row with %s = %s", field, value);
    return NULL;
}

static void sheets_are_the_tables(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f));
    GDALDatasetH book = open_book(f);
    assert_string_equal(OGR_L_GetName(GDALDatasetGetLayer(book, 0)), "about");
    OGRLayerH towns = GDALDatasetGetLayerByName(book, "towns");
    assert_non_null(towns);
    assert_int_equal(OGR_L_GetFeatureCount(towns, 1), 3);
    OGRFeatureH town = row_of(towns, "code", "A2");
    assert_true(OGR_F_GetFieldAsDouble(town, OGR_F_GetFieldIndex(town, "persons")) == 3000);
    assert_true(OGR_F_GetFieldAsDouble(town, OGR_F_GetFieldIndex(town, "persons_share_any")) ==
                0.6);
    assert_string_equal(OGR_F_GetFieldAsString(town, OGR_F_GetFieldIndex(town, "name")),
                        HOSTILE_FORMULA);
    OGR_F_Destroy(town);
    town = row_of(towns, "code", "B1");
    assert_false(OGR_F_IsFieldSetAndNotNull(town, OGR_F_GetFieldIndex(town, "persons_share_any")));
    OGR_F_Destroy(town);
    GDALClose(book);
}

static void texts_are_no_formulas_and_the_xml_is_well_formed(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f));
    char folder[200];
    snprintf(folder, sizeof folder, "/vsizip/{%s}/xl/worksheets", book_path(f));
    char **names = VSIReadDir(folder);
    assert_true(CSLCount(names) > 10);
    for (int i = 0; i < CSLCount(names); i++) {
        char name[200];
        if (!strstr(names[i], ".xml")) continue; /* _rels */
        snprintf(name, sizeof name, "xl/worksheets/%s", names[i]);
        char *xml = inner_file(f, name);
        assert_null(strstr(xml, "<f>"));
        for (const char *c = xml; *c; c++)
            assert_true((unsigned char)*c >= ' ' || strchr("\n\r\t", *c));
        assert_true(er_utf8_valid(xml, strlen(xml)));
        if (strcmp(names[i], "sheet1.xml") != 0) {
            assert_non_null(strstr(xml, "state=\"frozen\""));
            assert_non_null(strstr(xml, "customWidth=\"1\""));
            assert_non_null(strstr(xml, "SYNTHETIC DATA") || !strstr(xml, "<tabColor") ? xml
                                                                                       : NULL);
        }
        CPLFree(xml);
    }
    CSLDestroy(names);
    char *styles = inner_file(f, "xl/styles.xml");
    assert_non_null(strstr(styles, "0.00%"));
    CPLFree(styles);
}

static void the_first_sheet_is_loud_about_synthetic_data(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, try_export(f));
    char *first = inner_file(f, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(first, "SYNTHETIC DATA"));
    assert_non_null(strstr(first, "合成資料"));
    assert_non_null(strstr(first, "Made-up stations"));
    assert_non_null(strstr(first, "小研究"));
    CPLFree(first);
    char *core = inner_file(f, "docProps/core.xml");
    assert_non_null(strstr(core, "2000-01-01T00:00:00Z"));
    CPLFree(core);
}

static void add_level(fixture *f, const char *name, int rank) {
    uint8_t wkb[93];
    er_unit unit = {.source_id = add_source(f, "units", "More units", false),
                    .level = name,
                    .code = "X",
                    .name = "X",
                    .area_km2 = 1,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = rectangle(wkb, 120, 23, 0.1, 0.1)};
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, name, rank));
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
}

static void long_names_are_cut_and_stay_apart(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_level(f, "a level of a very long name indeed one", 2);
    add_level(f, "a level of a very long name indeed two", 3);
    add_level(f, "about", 4);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, try_export(f));
    GDALDatasetH book = open_book(f);
    assert_non_null(GDALDatasetGetLayerByName(book, "a_level_of_a_very_long_name_ind"));
    assert_non_null(GDALDatasetGetLayerByName(book, "a_level_of_a_very_long_name_2"));
    assert_non_null(GDALDatasetGetLayerByName(book, "abouts"));
    for (int i = 0; i < GDALDatasetGetLayerCount(book); i++)
        assert_true(strlen(OGR_L_GetName(GDALDatasetGetLayer(book, i))) <= 31);
    GDALClose(book);
}

static void a_text_too_long_for_a_cell_is_cut_and_said(void **state) {
    fixture *f = *state;
    enum { CHARACTERS = 33000, BYTES = 3 };
    char *name = calloc(CHARACTERS * BYTES + 1, 1);
    assert_non_null(name);
    for (size_t i = 0; i < CHARACTERS; i++)
        memcpy(name + i * BYTES, "臺", BYTES);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_pilot pilot = {.source_id = add_source(f, "pilots", "Long", false),
                      .code = "long",
                      .name = name,
                      .year = INT64_MIN,
                      .smes = NAN,
                      .visits = NAN,
                      .revenue = NAN,
                      .persons_served = NAN,
                      .budget = NAN};
    assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, try_export(f));
    assert_non_null(strstr(f->warning, "pilots"));
    GDALDatasetH book = open_book(f);
    OGRFeatureH row = row_of(GDALDatasetGetLayerByName(book, "pilots"), "code", "long");
    assert_int_equal(strlen(OGR_F_GetFieldAsString(row, OGR_F_GetFieldIndex(row, "name"))),
                     32767 * BYTES);
    OGR_F_Destroy(row);
    GDALClose(book);
    free(name);
}

static void twice_gives_the_same_bytes(void **state) {
    fixture *f = *state;
    char first[65], second[65];
    assert_ok(f->ctx, try_export(f));
    assert_ok(f->ctx, er_file_sha256(f->ctx, book_path(f), first));
    er_context_set_language(f->ctx, ER_LANG_ZH_TW);
    assert_ok(f->ctx, try_export(f));
    er_context_set_language(f->ctx, ER_LANG_EN);
    assert_ok(f->ctx, er_file_sha256(f->ctx, book_path(f), second));
    assert_string_equal(first, second);
}

/** A full disc, played by a limit on the size of files. */
static void a_full_disc_leaves_nothing_behind(void **state) {
    fixture *f = *state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    static const rlim_t sizes[] = {0, 500, 5000, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct rlimit full = {sizes[i], before.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
        er_status status = try_export(f);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, ER_ERR_IO);
        assert_non_null(strstr(er_context_error(f->ctx), "evenreach.xlsx"));
        assert_int_not_equal(access(out_folder(f), F_OK), 0);
    }
}

static void a_file_cut_short_is_noticed(void **state) {
    fixture *f = *state;
    er_xlsx_sheet sheets[] = {{.name = "fields", .rows = 1}};
    assert_ok(f->ctx, try_export(f));
    assert_int_equal(er_xlsx_check(f->ctx, book_path(f), sheets, 1), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(f->ctx), "cut short in fields"));
    GDALDatasetH book = open_book(f);
    sheets[0].rows = OGR_L_GetFeatureCount(GDALDatasetGetLayerByName(book, "fields"), 1);
    GDALClose(book);
    assert_ok(f->ctx, er_xlsx_check(f->ctx, book_path(f), sheets, 1));
    assert_int_equal(truncate(book_path(f), 9000), 0);
    assert_int_equal(er_xlsx_check(f->ctx, book_path(f), sheets, 1), ER_ERR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sheets_are_the_tables, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(texts_are_no_formulas_and_the_xml_is_well_formed,
                                        outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_first_sheet_is_loud_about_synthetic_data, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(long_names_are_cut_and_stay_apart, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_text_too_long_for_a_cell_is_cut_and_said, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(twice_gives_the_same_bytes, outputs_up, fixture_down),
        cmocka_unit_test_setup_teardown(a_full_disc_leaves_nothing_behind, outputs_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_file_cut_short_is_noticed, outputs_up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
