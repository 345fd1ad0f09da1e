/* Reading tables: encodings, quotes, coordinates, reference systems, damaged files. */
#include "test.h"

#include "evenreach/sources.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *vector(const char *name) {
    static char path[512];
    snprintf(path, sizeof path, TEST_DATA_DIR "/vectors/sources/%s", name);
    return path;
}

static const er_box taiwan = {119.3, 21.8, 122.1, 25.4};

static er_point place(const er_table_row *row) {
    er_point point = {NAN, NAN};
    if (row->geometry.data) memcpy(&point, row->geometry.data + 5, sizeof point);
    return point;
}

static er_table *open_table(er_context *ctx, const er_table_options *options) {
    er_table *table = NULL;
    assert_ok(ctx, er_table_open(ctx, options, &table));
    return table;
}

static void expect_failure(er_context *ctx, const er_table_options *options, er_status status,
                           const char *word) {
    er_table *table = NULL;
    er_status got = er_table_open(ctx, options, &table);
    if (got != status || !strstr(er_context_error(ctx), word) || table)
        fail_msg("%s: got %s '%s', wanted %s with '%s'", options->path, er_status_name(got),
                 er_context_error(ctx), er_status_name(status), word);
}

static void encodings_are_found(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *file, *encoding;
    } cases[] = {{"stations_cp950.csv", "CP950"},
                 {"stations_utf8_bom.csv", "UTF-8"},
                 {"stations_utf16.csv", "UTF-16LE"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_table_options options = er_table_defaults(vector(cases[i].file));
        er_table *table = open_table(ctx, &options);
        er_table_row row;
        bool more;
        size_t column;
        assert_string_equal(er_table_about(table)->encoding, cases[i].encoding);
        assert_int_equal(er_table_about(table)->row_count, 3);
        assert_string_equal(er_table_column_name(table, 0), "編號");
        assert_ok(ctx, er_table_find(ctx, table, "業者名稱", &column));
        for (int r = 0; r < 3; r++) {
            assert_ok(ctx, er_table_next(ctx, table, &row, &more));
            assert_true(more && !row.problem_code && row.number == r + 1);
        }
        /* a character whose second CP950 byte is a backslash, and no padding */
        assert_string_equal(row.text[column], "台南許功蓋");
        assert_true(place(&row).x == 120.2 && place(&row).y == 23.0);
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        assert_false(more);
        er_table_close(table);
    }
}

static void a_damaged_row_is_kept(void **state) {
    er_context *ctx = *state;
    er_table_options options = er_table_defaults(vector("stations_one_bad_row.csv"));
    er_table *table = open_table(ctx, &options);
    er_table_row row;
    bool more = true;
    int bad = 0, rows = 0;
    assert_string_equal(er_table_about(table)->encoding, "UTF-8");
    for (;;) {
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        if (!more) break;
        rows++;
        if (!row.problem_code) continue;
        bad++;
        assert_string_equal(row.problem_code, "bad_encoding");
        assert_int_equal(row.number, 3);
        char *raw = NULL;
        assert_ok(ctx, er_table_raw(ctx, table, &row, &raw));
        assert_string_equal(raw, "{\"編號\":\"S3\",\"業者名稱\":\"\\\\xA5\\\\xFE\\\\xFF\","
                                 "\"經度\":\"120.2\",\"緯度\":\"23.0\"}");
        er_free(raw);
    }
    assert_int_equal(bad, 1);
    assert_int_equal(rows, 4);
    er_table_close(table);
}

static void quotes_follow_rfc_4180(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *name, *note, *problem;
    } rows[] = {
        {"a \"quoted\" name", "two\nlines; one field", NULL},
        {"plain \"inner\"", NULL, NULL},
        {NULL, "xy", NULL},
        {"short", NULL, "field_count"},
        {"a", "b", "field_count"},
        {"a", "b", NULL},
        {"5\" pipe", "one quote", NULL},
        {"x;y", "z", NULL},
    };
    er_table_options options = er_table_defaults(vector("quotes.csv"));
    er_table *table = open_table(ctx, &options);
    er_table_row row;
    bool more;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *wanted[2] = {rows[i].name, rows[i].note};
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        assert_true(more);
        for (int c = 0; c < 2; c++) {
            assert_int_equal(row.text[c + 1] == NULL, wanted[c] == NULL);
            if (wanted[c]) assert_string_equal(row.text[c + 1], wanted[c]);
        }
        assert_int_equal(row.problem_code == NULL, rows[i].problem == NULL);
        if (rows[i].problem) assert_string_equal(row.problem_code, rows[i].problem);
    }
    assert_ok(ctx, er_table_next(ctx, table, &row, &more));
    assert_false(more);
    er_table_close(table);
}

static void bad_coordinates_are_told_apart(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *code, *problem;
    } wanted[] = {{"ok", NULL},
                  {"nan", "bad_coordinates"},
                  {"inf", "bad_coordinates"},
                  {"text", "bad_coordinates"},
                  {"high", "out_of_range"},
                  {"none", "null_geometry"},
                  {"half", "bad_coordinates"},
                  {"swapped", "swapped"}};
    er_table_options options = er_table_defaults(vector("bad_coordinates.csv"));
    options.expected_extent = taiwan;
    er_table *table = open_table(ctx, &options);
    er_table_row row;
    bool more;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_ok(ctx, er_table_next(ctx, table, &row, &more));
        assert_string_equal(row.text[0], wanted[i].code);
        const char *problem = row.problem_code ? row.problem_code : "fine";
        assert_string_equal(problem, wanted[i].problem ? wanted[i].problem : "fine");
        assert_int_equal(row.geometry.data == NULL, wanted[i].problem != NULL);
    }
    er_table_close(table);
}

static void systems_are_found_or_asked_for(void **state) {
    er_context *ctx = *state;
    static const char *const candidates[] = {"EPSG:3826", "EPSG:3828"};
    er_table_options options = er_table_defaults(vector("plain_xy.csv"));
    expect_failure(ctx, &options, ER_ERR_CRS, "--crs");
    options.expected_extent = taiwan;
    options.crs_candidates = candidates;
    options.crs_candidate_count = 2;
    expect_failure(ctx, &options, ER_ERR_CRS, "EPSG:3828");
    er_arena *arena = NULL;
    const char **guesses;
    size_t count;
    assert_ok(ctx, er_arena_new(ctx, &arena));
    assert_ok(ctx, er_table_guess_crs(ctx, &options, arena, &guesses, &count));
    assert_int_equal(count, 2);
    er_arena_free(arena);

    options.crs_candidate_count = 1;
    er_table *table = open_table(ctx, &options);
    assert_string_equal(er_table_about(table)->crs, "EPSG:3826");
    assert_string_equal(er_table_about(table)->crs_how, "detected");
    er_table_close(table);

    /* the heading names the datum; 850 m apart from what the other system gives */
    er_table_row row, other;
    bool more;
    options = er_table_defaults(vector("twd67_headings.csv"));
    options.expected_extent = taiwan;
    options.crs_candidates = candidates;
    options.crs_candidate_count = 2;
    table = open_table(ctx, &options);
    assert_string_equal(er_table_about(table)->crs, "EPSG:3828");
    assert_ok(ctx, er_table_next(ctx, table, &row, &more));
    er_point old = place(&row);
    er_table_close(table);
    options.crs = "EPSG:3826";
    table = open_table(ctx, &options);
    assert_string_equal(er_table_about(table)->crs_how, "option");
    assert_ok(ctx, er_table_next(ctx, table, &other, &more));
    double apart = er_geodesic_distance(old, place(&other));
    assert_true(apart > 800 && apart < 900);
    er_table_close(table);

    options.crs = "EPSG:4326";
    expect_failure(ctx, &options, ER_ERR_CRS, "is in degrees");
    options = er_table_defaults(vector("stations_utf8_bom.csv"));
    options.crs = "EPSG:3826";
    expect_failure(ctx, &options, ER_ERR_CRS, "look like degrees");
    options.crs = NULL;
    options.expected_extent = taiwan;
    options.x_column = "緯度";
    options.y_column = "經度";
    expect_failure(ctx, &options, ER_ERR_CRS, "exchanged");
}

static void useless_files_are_refused_in_one_line(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *name, *content, *word;
        size_t size;
        er_status status;
    } cases[] = {
        {"empty.csv", "", "empty", 0, ER_ERR_INPUT},
        {"nul.csv", "a\0b,c\n1,2,3\n", "not a text table", 12, ER_ERR_INPUT},
        {"blank.csv", "\n\n\n", "has no rows", 3, ER_ERR_INPUT},
        {"a.geojson", "{\"type\":\"FeatureCollection\",\"features\":[", "a.geojson", 40,
         ER_ERR_INPUT},
        {"b.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}", "has no rows", 42,
         ER_ERR_INPUT},
        {"c.gpkg", "SQLite format 3\0", "c.gpkg", 16, ER_ERR_INPUT},
        {"d.vrt", "<OGRVRTDataSource></OGRVRTDataSource>", "d.vrt", 37, ER_ERR_INPUT},
    };
    char folder[] = "/tmp/evenreach-table-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, cases[i].name);
        assert_ok(ctx, er_file_write(ctx, path, cases[i].content, cases[i].size));
        er_table_options options = er_table_defaults(path);
        expect_failure(ctx, &options, cases[i].status, cases[i].word);
        assert_true(strstr(er_context_error(ctx), cases[i].name) != NULL);
        unlink(path);
    }
    rmdir(folder);
    er_table_options options = er_table_defaults(vector("open_quote.csv"));
    expect_failure(ctx, &options, ER_ERR_INPUT, "never closed");
    options = er_table_defaults(vector("header_only.csv"));
    expect_failure(ctx, &options, ER_ERR_INPUT, "has no rows");
    options = er_table_defaults("/vsicurl/http://localhost/a.csv");
    expect_failure(ctx, &options, ER_ERR_IO, "no such file");
    options = er_table_defaults("PG:dbname=x");
    expect_failure(ctx, &options, ER_ERR_IO, "no such file");
    options = er_table_defaults("/dev/null");
    expect_failure(ctx, &options, ER_ERR_IO, "is not a file");
    options = er_table_defaults(vector("stations_utf8_bom.csv"));
    options.encoding = "no such";
    expect_failure(ctx, &options, ER_ERR_USAGE, "no such");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_found),
        cmocka_unit_test(a_damaged_row_is_kept),
        cmocka_unit_test(quotes_follow_rfc_4180),
        cmocka_unit_test(bad_coordinates_are_told_apart),
        cmocka_unit_test(systems_are_found_or_asked_for),
        cmocka_unit_test(useless_files_are_refused_in_one_line),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
