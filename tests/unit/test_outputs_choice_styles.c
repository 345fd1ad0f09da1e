/* How the sites of a choice are drawn: the plan that was asked for, and apart from it the others,
 * which have many sites at the very same places. */
#include "unit/outputs_siting.h"
#include "unit/styled_picture.h"

#include <cpl_conv.h>
#include <sqlite3.h>

enum { STATION = 0x0072B2, PILOT = 0x009E73, PACK = 0xE69F00, CELL = 0xCC79A7, ASIDE = 0xD9D9D9 };

/* The rows of the map: three places for venues, plan 1 (two sites), plan 2 (the first of them
 * again), the pilot. */
enum { ROWS = 7, OF_ANOTHER_PLAN = 5 };
static const long colours[ROWS] = {PACK, CELL, CELL, STATION, STATION, ASIDE, PILOT};

static void export_choices(fixture *f, const er_export_options *options) {
    const er_study study = study_with_questions();
    build_places(f, (places){0});
    add_choose(f);
    assert_ok(f->ctx, er_export(f->ctx, f->store, &study, options, out_folder(f)));
}

static const char *gpkg_path(const fixture *f) {
    static char path[160];
    snprintf(path, sizeof path, "%s/evenreach.gpkg", out_folder(f));
    return path;
}

/** A style of the layer of choices as QGIS finds it; `what` is styleQML or styleSLD. */
static CPLXMLNode *style_of(fixture *f, const char *what, const char *name) {
    static const char *const formats[] = {"gpkg"};
    const er_export_options options = {.formats = formats, .format_count = 1};
    char query[256];
    sqlite3 *database = NULL;
    sqlite3_stmt *row = NULL;
    export_choices(f, &options);
    assert_int_equal(sqlite3_open_v2(gpkg_path(f), &database, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    snprintf(query, sizeof query,
             "SELECT %s FROM layer_styles WHERE f_table_name = 'choices' AND styleName = '%s'",
             what, name);
    assert_int_equal(sqlite3_prepare_v2(database, query, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    CPLXMLNode *style = CPLParseXMLString((const char *)sqlite3_column_text(row, 0));
    assert_non_null(style);
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    return style;
}

/* ---- QGIS ------------------------------------------------------------------------------------ */

/** "0" or "1": below, or over it, what is drawn with this symbol. */
static const char *pass_of(CPLXMLNode *renderer, const char *symbol) {
    for (CPLXMLNode *one = CPLGetXMLNode(renderer, "symbols")->psChild; one; one = one->psNext)
        if (is_element(one, "symbol") && strcmp(xml_value(one, "name"), symbol) == 0)
            return xml_value(one, "layer.pass");
    fail_msg("no symbol %s", symbol);
    return NULL;
}

static void qgis_has_the_other_plans_switched_off(void **state) {
    CPLXMLNode *qml = style_of(*state, "styleQML", "kind");
    CPLXMLNode *renderer = CPLGetXMLNode(qml, "=qgis.renderer-v2");
    assert_string_equal(xml_value(renderer, "type"), "categorizedSymbol");
    assert_string_equal(xml_value(renderer, "attr"),
                        "CASE WHEN \"plan\" > 1 THEN 'of another plan' ELSE \"kind\" END");
    assert_string_equal(xml_value(renderer, "symbollevels"), "1");
    int categories = 0, off = 0;
    for (CPLXMLNode *one = CPLGetXMLNode(renderer, "categories")->psChild; one; one = one->psNext) {
        bool aside = strcmp(xml_value(one, "value"), "of another plan") == 0;
        assert_string_equal(xml_value(one, "render"), aside ? "false" : "true");
        assert_string_equal(pass_of(renderer, xml_value(one, "symbol")), aside ? "0" : "1");
        if (aside)
            assert_string_equal(xml_value(one, "label"), "of a plan beside the one asked for");
        categories++;
        off += aside;
    }
    assert_int_equal(off, 1);
    assert_int_equal(categories, 6); /* four kinds, the rest, the other plans */
    CPLDestroyXMLNode(qml);
}

static void the_legend_is_in_chinese_too(void **state) {
    CPLXMLNode *qml = style_of(*state, "styleQML", "kind zh-TW");
    char *text = CPLSerializeXMLTree(qml);
    assert_non_null(strstr(text, "\"屬於所求方案以外的方案\""));
    CPLFree(text);
    CPLDestroyXMLNode(qml);
}

/* ---- other programs -------------------------------------------------------------------------- */

/** Two rules' worth of drawing: what stands aside first, so that it is covered. */
static void a_descriptor_draws_each_site_once(void **state) {
    fixture *f = *state;
    CPLXMLNode *sld = style_of(f, "styleSLD", "kind");
    CPLXMLNode *types[2] = {NULL};
    int count = 0;
    for (CPLXMLNode *one = user_style(sld)->psChild; one; one = one->psNext)
        if (is_element(one, "se:FeatureTypeStyle") && count < 2) types[count++] = one;
    assert_int_equal(count, 2);
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(gpkg_path(f), GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(file);
    OGRLayerH layer = GDALDatasetGetLayerByName(file, "choices");
    for (int row = 0; row < ROWS; row++) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        assert_non_null(feature);
        bool aside = row == OF_ANOTHER_PLAN;
        assert_int_equal(colour_by(types[0], feature), aside ? ASIDE : -1);
        assert_int_equal(colour_by(types[1], feature), aside ? -1 : colours[row]);
        OGR_F_Destroy(feature);
    }
    assert_null(OGR_L_GetNextFeature(layer));
    GDALClose(file);
    CPLDestroyXMLNode(sld);
}

/** Plan 2 has the first site of plan 1 again, and comes after it. */
static void the_plan_asked_for_is_on_top(void **state) {
    static uint8_t pixels[PICTURE_BANDS][PICTURE_SIZE * PICTURE_SIZE];
    fixture *f = *state;
    CPLXMLNode *sld = style_of(f, "styleSLD", "kind");
    char *text = CPLSerializeXMLTree(sld);
    GDALAllRegister();
    GDALDatasetH file = GDALOpenEx(gpkg_path(f), GDAL_OF_VECTOR, NULL, NULL, NULL);
    /* 0.06 degree around the sites at 120.2501234, 23.06 and 23.07 */
    draw_layer(GDALDatasetGetLayerByName(file, "choices"), text, 120.22, 23.09, 0.06, pixels);
    GDALClose(file);
    int station = 0, aside = 0;
    for (int i = 0; i < PICTURE_SIZE * PICTURE_SIZE; i++) {
        long colour = (long)pixels[0][i] << 16 | (long)pixels[1][i] << 8 | (long)pixels[2][i];
        station += colour == STATION;
        aside += colour == ASIDE;
    }
    assert_int_equal(station, 1); /* the other one is where the pilot is */
    assert_int_equal(aside, 0);
    CPLFree(text);
    CPLDestroyXMLNode(sld);
}

/** A kind that no class is of is drawn as the rest, and not where it stands aside. */
static void an_unknown_kind_is_the_rest(void **state) {
    fixture *f = *state;
    CPLXMLNode *sld = style_of(f, "styleSLD", "kind");
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(gpkg_path(f), &database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database,
                     "CREATE TABLE seen AS SELECT * FROM choices; "
                     "UPDATE seen SET kind = CASE fid WHEN 1 THEN NULL ELSE 'mast' END",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    GDALAllRegister();
    static const char *const all[] = {"LIST_ALL_TABLES=YES", NULL};
    GDALDatasetH file = GDALOpenEx(gpkg_path(f), GDAL_OF_VECTOR, NULL, all, NULL);
    OGRLayerH layer = GDALDatasetGetLayerByName(file, "seen");
    assert_non_null(layer);
    int rest = 0, aside = 0;
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature))
        for (CPLXMLNode *one = user_style(sld)->psChild; one; one = one->psNext) {
            if (!is_element(one, "se:FeatureTypeStyle")) continue;
            rest += colour_by(one, feature) == 0xBDBDBD;
            aside += colour_by(one, feature) == ASIDE;
        }
    assert_int_equal(rest, ROWS - 1);
    assert_int_equal(aside, 1);
    GDALClose(file);
    CPLDestroyXMLNode(sld);
}

/* ---- properties of GeoJSON ------------------------------------------------------------------- */

static void simplestyle_marks_the_other_plans(void **state) {
    fixture *f = *state;
    const er_export_options options = {.simplestyle = true};
    export_choices(f, &options);
    json_object *choices = file_json(f, "geojson/choices.geojson");
    assert_int_equal(json_object_array_length(member(choices, "features")), ROWS);
    for (size_t row = 0; row < ROWS; row++) {
        char colour[16];
        snprintf(colour, sizeof colour, "#%06lx", (unsigned long)colours[row]);
        assert_string_equal(text_of(choices, row, "marker-color"), colour);
        assert_string_equal(text_of(choices, row, "marker-size"),
                            row == OF_ANOTHER_PLAN ? "small" : "medium");
    }
    json_object_put(choices);
}

/** Without the columns that it is told by, too. */
static void simplestyle_needs_no_column_to_be_kept(void **state) {
    static const char *const fields[] = {"code"};
    fixture *f = *state;
    const er_export_options options = {.simplestyle = true, .fields = fields, .field_count = 1};
    export_choices(f, &options);
    json_object *choices = file_json(f, "geojson/choices.geojson");
    assert_string_equal(text_of(choices, OF_ANOTHER_PLAN, "marker-color"), "#d9d9d9");
    assert_string_equal(text_of(choices, 3, "marker-color"), "#0072b2");
    json_object_put(choices);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PLACES_TEST(qgis_has_the_other_plans_switched_off),
        PLACES_TEST(the_legend_is_in_chinese_too),
        PLACES_TEST(a_descriptor_draws_each_site_once),
        PLACES_TEST(the_plan_asked_for_is_on_top),
        PLACES_TEST(an_unknown_kind_is_the_rest),
        PLACES_TEST(simplestyle_marks_the_other_plans),
        PLACES_TEST(simplestyle_needs_no_column_to_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
