/* The bundled study's files: as the MANIFEST says, complete, valid, and the synthetic stations
 * shared out as stated. */
#include "evenreach/sources.h"
#include "evenreach/study.h"
#include "test.h"

#include <dirent.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER TEST_DATA_DIR "/../gisdata/tw/"

enum { STATIONS = 26265, COUNTIES = 22, TOWNS = 368, VILLAGES = 7701, COUNTS = 66 };

static const char *path_of(const char *name) {
    static char path[512];
    snprintf(path, sizeof path, FOLDER "%s", name);
    return path;
}

static OGRLayerH open_layer(GDALDatasetH *data, const char *name) {
    *data = GDALOpenEx(path_of(name), GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (!*data) fail_msg("%s can't be opened", name);
    return GDALDatasetGetLayer(*data, 0);
}

static const char *text_of(OGRFeatureH feature, const char *field) {
    int index = OGR_F_GetFieldIndex(feature, field);
    if (index < 0) fail_msg("no field %s", field);
    return OGR_F_GetFieldAsString(feature, index);
}

/* ---- the manifest */

static void test_manifest_names_every_file_and_its_bytes(void **state) {
    er_context *ctx = *state;
    char *text = NULL, *rest = NULL;
    size_t size;
    int listed = 0, present = 0;
    long long bytes = 0;
    assert_ok(ctx, er_file_read(ctx, path_of("MANIFEST"), 1 << 20, &text, &size));
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char name[100], sha256[65], found[65], synthetic[8];
        long long stated;
        struct stat info;
        if (strncmp(line, "file\t", 5) == 0) continue;
        if (sscanf(line, "%99[^\t]\t%64[0-9a-f]\t%lld\t%7[a-z]\t", name, sha256, &stated,
                   synthetic) != 4)
            fail_msg("not a line of a manifest: %s", line);
        assert_ok(ctx, er_file_sha256(ctx, path_of(name), found));
        if (strcmp(found, sha256) != 0)
            fail_msg("%s is not as the MANIFEST says; run scripts/build-gisdata --manifest", name);
        assert_int_equal(stat(path_of(name), &info), 0);
        assert_true(info.st_size == stated);
        assert_int_equal(strcmp(synthetic, "yes") == 0, strcmp(name, "stations.csv") == 0);
        bytes += stated;
        listed++;
    }
    er_free(text);
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "MANIFEST") != 0) present++;
    closedir(folder);
    assert_int_equal(listed, present);
    assert_true(bytes < 12 * 1024 * 1024);
}

/* ---- boundaries */

static void check_boundary(OGRFeatureH feature, size_t code_length, size_t parent_length) {
    const char *code = text_of(feature, "code");
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    assert_int_equal(strlen(code), code_length);
    assert_int_equal(strspn(code, "0123456789"), code_length);
    assert_non_null(geometry);
    if (!OGR_G_IsValid(geometry)) fail_msg("%s is not a valid polygon", code);
    if (strstr(text_of(feature, "name"), "台")) fail_msg("%s is not written with 臺", code);
    assert_true(*text_of(feature, "name"));
    if (parent_length == 0) return;
    const char *parent = text_of(feature, "parent_code");
    assert_int_equal(strlen(parent), parent_length);
    assert_memory_equal(parent, code, parent_length);
}

static void check_layer(const char *name, int count, size_t code_length, size_t parent_length) {
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, name);
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(layer), NULL), "3824");
    int seen = 0;
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); seen++) {
        check_boundary(feature, code_length, parent_length);
        OGR_F_Destroy(feature);
    }
    assert_int_equal(seen, count);
    GDALClose(data);
}

static void test_boundaries_are_complete_and_valid(void **state) {
    (void)state;
    check_layer("counties.fgb", COUNTIES, 5, 0);
    check_layer("towns.fgb", TOWNS, 8, 5);
    check_layer("villages.fgb", VILLAGES, 11, 8);
}

static void test_venues_are_valid_and_marked_approximate(void **state) {
    (void)state;
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, "venues.geojson");
    assert_int_equal(OGR_L_GetFeatureCount(layer, 1), 10);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer));) {
        assert_true(OGR_G_IsValid(OGR_F_GetGeometryRef(feature)));
        assert_int_equal(atoi(text_of(feature, "approximate")), 1);
        assert_true(atof(text_of(feature, "accuracy_m")) > 0);
        OGR_F_Destroy(feature);
    }
    GDALClose(data);
}

/* ---- stations */

/** One county and operator: the published 4G stations, the 5G stations due and found. */
typedef struct cell {
    char county[6];
    char operator_[32];
    long long stations_4g;
    int due;
    int found;
} cell;

static void read_cells(cell cells[COUNTS]) {
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, "station_counts_4g.csv");
    int count = 0;
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); count++) {
        assert_true(count < COUNTS);
        snprintf(cells[count].county, sizeof cells->county, "%s", text_of(feature, "county_code"));
        snprintf(cells[count].operator_, sizeof cells->operator_, "%s",
                 text_of(feature, "operator_short"));
        cells[count].stations_4g = atoll(text_of(feature, "stations_4g"));
        OGR_F_Destroy(feature);
    }
    assert_int_equal(count, COUNTS);
    GDALClose(data);
}

/** Hamilton's method, step by step: each leftover goes to the largest remainder not yet served. */
static void share_out(cell cells[COUNTS]) {
    long long whole = 0, remainder[COUNTS];
    int left = STATIONS;
    for (int i = 0; i < COUNTS; i++)
        whole += cells[i].stations_4g;
    for (int i = 0; i < COUNTS; i++) {
        cells[i].due = (int)(STATIONS * cells[i].stations_4g / whole);
        remainder[i] = STATIONS * cells[i].stations_4g % whole;
        left -= cells[i].due;
    }
    for (; left > 0; left--) {
        int best = 0;
        for (int i = 1; i < COUNTS; i++)
            if (remainder[i] > remainder[best]) best = i;
        cells[best].due++;
        remainder[best] = -1;
    }
}

typedef struct village {
    char county[6];
    OGREnvelope box;
    OGRGeometryH geometry;
    OGRPreparedGeometryH prepared;
} village;

static village *read_villages(void) {
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, "villages.fgb");
    village *villages = calloc(VILLAGES, sizeof *villages);
    int count = 0;
    assert_non_null(villages);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); count++) {
        assert_true(count < VILLAGES);
        snprintf(villages[count].county, sizeof villages->county, "%.5s", text_of(feature, "code"));
        villages[count].geometry = OGR_G_Clone(OGR_F_GetGeometryRef(feature));
        villages[count].prepared = OGRCreatePreparedGeometry(villages[count].geometry);
        OGR_G_GetEnvelope(villages[count].geometry, &villages[count].box);
        OGR_F_Destroy(feature);
    }
    GDALClose(data);
    return villages;
}

static void free_villages(village *villages) {
    for (int i = 0; i < VILLAGES; i++) {
        OGRDestroyPreparedGeometry(villages[i].prepared);
        OGR_G_DestroyGeometry(villages[i].geometry);
    }
    free(villages);
}

/** County of the village that holds the point; "" if none does. */
static const char *county_at(const village *villages, double lon, double lat) {
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    const char *county = "";
    OGR_G_SetPoint_2D(point, 0, lon, lat);
    for (int i = 0; i < VILLAGES && !*county; i++) {
        const OGREnvelope *box = &villages[i].box;
        if (lon >= box->MinX && lon <= box->MaxX && lat >= box->MinY && lat <= box->MaxY &&
            OGRPreparedGeometryContains(villages[i].prepared, point))
            county = villages[i].county;
    }
    OGR_G_DestroyGeometry(point);
    return county;
}

static void check_station(OGRFeatureH feature) {
    static const char *const bands[] = {"n1", "n28", "n41", "n78", "n257"};
    bool known = false;
    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++)
        if (strcmp(text_of(feature, "band"), bands[i]) == 0) known = true;
    assert_true(known);
    assert_string_equal(text_of(feature, "technology"), "5G");
    assert_string_equal(text_of(feature, "status"), "in_service");
    assert_string_equal(text_of(feature, "synthetic"), "true");
    const char *date = text_of(feature, "date_on");
    assert_true(strcmp(date, "2020-07") >= 0 && strcmp(date, "2022-12") <= 0);
    double height_m = atof(text_of(feature, "height_m"));
    assert_true(height_m >= 10 && height_m <= 50);
}

static void test_stations_are_shared_out_by_the_published_counts(void **state) {
    (void)state;
    cell cells[COUNTS] = {0};
    read_cells(cells);
    share_out(cells);
    village *villages = read_villages();
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, "stations.csv");
    int count = 0;
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); count++) {
        check_station(feature);
        const char *county =
            county_at(villages, atof(text_of(feature, "lon")), atof(text_of(feature, "lat")));
        if (!*county) fail_msg("station %s lies in no village", text_of(feature, "code"));
        for (int i = 0; i < COUNTS; i++)
            if (strcmp(cells[i].county, county) == 0 &&
                strcmp(cells[i].operator_, text_of(feature, "operator")) == 0)
                cells[i].found++;
        OGR_F_Destroy(feature);
    }
    GDALClose(data);
    free_villages(villages);
    assert_int_equal(count, STATIONS);
    for (int i = 0; i < COUNTS; i++)
        if (cells[i].found != cells[i].due)
            fail_msg("%s %s: %d stations where %d are due", cells[i].county, cells[i].operator_,
                     cells[i].found, cells[i].due);
}

/* ---- tables and the study */

static void check_rows(const char *name, int count) {
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, name);
    assert_int_equal(OGR_L_GetFeatureCount(layer, 1), count);
    GDALClose(data);
}

static void test_tables_have_their_rows(void **state) {
    (void)state;
    check_rows("population.csv", TOWNS);
    check_rows("offshore.csv", 19);
    check_rows("regions.csv", COUNTIES);
    check_rows("six.csv", 6);
    check_rows("pilots.csv", 36);
    check_rows("pilot_sites.csv", 57);
    check_rows("targets.csv", 37);
    check_rows("service_needs.csv", 8);
    check_rows("repairs.csv", 7);
}

static void test_targets_are_spelled_out(void **state) {
    (void)state;
    GDALDatasetH data;
    OGRLayerH layer = open_layer(&data, "targets.csv");
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer));) {
        assert_true(*text_of(feature, "measure"));
        assert_int_not_equal(strncmp(text_of(feature, "measure"), "same", 4), 0);
        assert_int_not_equal(strncmp(text_of(feature, "denominator"), "same", 4), 0);
        assert_true(*text_of(feature, "source_document"));
        OGR_F_Destroy(feature);
    }
    GDALClose(data);
}

static void test_study_reads_and_explains_itself(void **state) {
    er_context *ctx = *state;
    er_arena *arena = NULL;
    er_study study;
    char *text = NULL;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_study_read(ctx, arena, path_of("study.yaml"), &study));
    assert_int_equal(study.input_count, 11);
    assert_int_equal(study.scheme_count, 4);
    assert_int_equal(study.radius_count, 9);
    int synthetic = 0;
    for (size_t i = 0; i < study.input_count; i++)
        if (study.inputs[i].synthetic) {
            assert_string_equal(study.inputs[i].kind, "stations");
            synthetic++;
        }
    assert_int_equal(synthetic, 1);
    assert_ok(ctx, er_study_explain(ctx, &study, &text));
    assert_non_null(strstr(text, "list_column: region\n"));
    er_free(text);
    er_arena_free(arena);
}

/** Rows of an input as the reader gives them. None may have a problem, but for the 47 sites of
 *  pilots that are known by their town or county only. */
static int64_t read_input(er_context *ctx, const er_study *study, const er_input *input,
                          er_arena *arena) {
    const char *path = NULL;
    er_table *table = NULL;
    er_table_row row;
    bool more = true, has_key = false;
    int64_t rows = 0, unplaced = 0;
    assert_ok(ctx, er_study_path(ctx, arena, study, input->path, &path));
    er_table_options options = er_table_defaults(path);
    options.crs = input->crs;
    assert_ok(ctx, er_table_open(ctx, &options, &table));
    for (size_t i = 0; i < er_table_column_count(table); i++) {
        const char *field = er_heading_field(input->kind, er_table_column_name(table, i));
        if (field && (strcmp(field, "code") == 0 || strcmp(field, "pilot_code") == 0))
            has_key = true;
    }
    if (!has_key) fail_msg("%s: no heading is known as the key", input->path);
    for (;;) {
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        bool site = strcmp(input->kind, "pilot_sites") == 0;
        if (row.problem && site && strstr(row.problem, "no coordinates"))
            unplaced++;
        else if (row.problem)
            fail_msg("%s, row %d: %s", input->path, (int)row.number, row.problem);
        rows++;
    }
    assert_int_equal(unplaced, strcmp(input->kind, "pilot_sites") == 0 ? 47 : 0);
    er_table_close(table);
    return rows;
}

static void test_reader_takes_every_row(void **state) {
    er_context *ctx = *state;
    static const int64_t rows[] = {COUNTIES, TOWNS, VILLAGES, TOWNS, STATIONS, 36,
                                   57,       10,    7,        37,    8};
    er_arena *arena = NULL;
    er_study study;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_study_read(ctx, arena, path_of("study.yaml"), &study));
    assert_int_equal(study.input_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < study.input_count; i++)
        assert_int_equal(read_input(ctx, &study, &study.inputs[i], arena), rows[i]);
    er_arena_free(arena);
}

static int up(void **state) {
    GDALAllRegister();
    return test_context_up(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_manifest_names_every_file_and_its_bytes),
        cmocka_unit_test(test_boundaries_are_complete_and_valid),
        cmocka_unit_test(test_venues_are_valid_and_marked_approximate),
        cmocka_unit_test(test_stations_are_shared_out_by_the_published_counts),
        cmocka_unit_test(test_tables_have_their_rows),
        cmocka_unit_test(test_targets_are_spelled_out),
        cmocka_unit_test(test_study_reads_and_explains_itself),
        cmocka_unit_test(test_reader_takes_every_row),
    };
    return cmocka_run_group_tests(tests, up, test_context_down);
}
