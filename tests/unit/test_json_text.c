/* JSON text and GeoJSON shapes as they are written: digits as printf has them, rings, boxes over
 * the 180th meridian. */
#include "outputs/geojson_shape.h"

#include "test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static er_context *page_context(void) {
    void *ctx = NULL;
    assert_int_equal(test_context_up(&ctx), 0);
    return ctx;
}

struct page {
    er_context *ctx;
    char path[64];
    er_json_text text;
};

static void open_page(struct page *page) {
    page->ctx = page_context();
    snprintf(page->path, sizeof page->path, "/tmp/evenreach-json-text-%ld", (long)getpid());
    assert_ok(page->ctx, er_json_text_open(page->ctx, page->path, &page->text));
}

/** What was written; free with er_free. */
static char *close_page(struct page *page) {
    char *content = NULL;
    size_t size = 0;
    assert_ok(page->ctx, er_json_text_close(page->ctx, &page->text));
    assert_ok(page->ctx, er_file_read(page->ctx, page->path, SIZE_MAX / 2, &content, &size));
    unlink(page->path);
    er_context_free(page->ctx);
    return content;
}

/** The same number by printf. */
static void expect_fixed(char *out, size_t room, double value, int decimals, bool trim) {
    snprintf(out, room, "%.*f", decimals, value);
    size_t length = strlen(out);
    while (trim && decimals > 0 && out[length - 1] == '0' && out[length - 2] != '.')
        out[--length] = '\0';
}

static double any_number(er_random *random, size_t i) {
    double unit = er_random_unit(random) * 2 - 1;
    switch (i % 4) {
    case 0:
        return unit * 180;
    case 1:
        return er_round(unit * 180, 7);
    case 2:
        return round(unit * 1e6) / 1024; /* exactly between two of few decimals, at times */
    default:
        return ldexp(unit, (int)er_random_below(random, 60) - 30);
    }
}

static void test_fixed_as_printf(void **state) {
    (void)state;
    enum { COUNT = 40000 };
    struct page page;
    er_random random = er_random_stream(7, 1);
    open_page(&page);
    for (size_t i = 0; i < COUNT; i++) {
        er_json_text_fixed(&page.text, any_number(&random, i), (int)(i % 8), i % 3 == 0);
        er_json_text_put(&page.text, "\n");
    }
    char *content = close_page(&page), *rest = content;
    random = er_random_stream(7, 1);
    for (size_t i = 0; i < COUNT; i++) {
        char expected[400];
        expect_fixed(expected, sizeof expected, any_number(&random, i), (int)(i % 8), i % 3 == 0);
        assert_string_equal(strsep(&rest, "\n"), expected);
    }
    er_free(content);
}

static void test_reals(void **state) {
    (void)state;
    static const struct {
        double value;
        int decimals;
        bool exact;
        const char *text;
    } cases[] = {{0.5, 6, false, "0.5"},
                 {7629, 2, false, "7629.0"},
                 {0, 6, false, "0.0"},
                 {-728.981287, 6, false, "-728.981287"},
                 {0.1 + 0.2, 6, false, "0.3"},
                 {1.0 / 3, 6, false, "0.333333333333333"},
                 {0.00001, 6, false, "1e-05"},
                 {1e20, 0, false, "1e+20"},
                 {1e15, 3, false, "1e+15"},
                 {123456789.25, 3, false, "123456789.25"},
                 {0.1, 28, true, "0.1"},
                 {0.25, 28, true, "0.25"},
                 {3.0000000000000004, 28, true, "3.0000000000000004"},
                 {0x1p-28, 28, true, "3.7252902984619141e-09"},
                 {5, 28, true, "5.0"}};
    struct page page;
    open_page(&page);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        er_json_text_real(&page.text, cases[i].value, cases[i].decimals, cases[i].exact);
        er_json_text_put(&page.text, "\n");
    }
    char *content = close_page(&page), *rest = content;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(strsep(&rest, "\n"), cases[i].text);
    er_free(content);
}

static void test_strings_and_whole_numbers(void **state) {
    (void)state;
    struct page page;
    open_page(&page);
    er_json_text_string(&page.text, "a/\"\\\n\x01\x7f 臺");
    er_json_text_string(&page.text, NULL);
    page.text.escape_slash = true;
    er_json_text_string(&page.text, "a/b");
    er_json_text_int(&page.text, INT64_MIN);
    er_json_text_put(&page.text, " ");
    er_json_text_int(&page.text, 0);
    char *content = close_page(&page);
    assert_string_equal(content,
                        "\"a/\\\"\\\\\\n\\u0001\x7f 臺\"null\"a\\/b\"-9223372036854775808 0");
    er_free(content);
}

/* More than the buffer holds, and a place that is written over at the end. */
static void test_long_text(void **state) {
    (void)state;
    static const size_t times = 3 * ER_JSON_TEXT_ROOM / 10;
    struct page page;
    open_page(&page);
    for (size_t i = 0; i < times; i++)
        er_json_text_put(&page.text, "0123456789");
    assert_int_equal(er_json_text_at(&page.text), times * 10);
    er_json_text_seek(&page.text, 12);
    er_json_text_put(&page.text, "ab");
    char *content = close_page(&page);
    assert_int_equal(strlen(content), times * 10);
    assert_memory_equal(content, "012345678901ab456789", 20);
    assert_string_equal(content + 10 * (times - 1), "0123456789");
    er_free(content);
}

static void test_full_disc_is_told(void **state) {
    (void)state;
    er_context *ctx = page_context();
    er_json_text text;
    if (access("/dev/full", W_OK) != 0) skip();
    assert_ok(ctx, er_json_text_open(ctx, "/dev/full", &text));
    er_json_text_put(&text, "a");
    assert_int_equal(er_json_text_close(ctx, &text), ER_ERR_IO);
    assert_non_null(strstr(er_context_error(ctx), "/dev/full: can't be written"));
    er_context_free(ctx);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

struct lines_of {
    er_point points[16];
    size_t path_start[5];
    size_t part_start[5];
};

static er_wkb_shape shape_of(struct lines_of *of, er_wkb_kind kind, size_t paths, size_t parts) {
    return (er_wkb_shape){.kind = kind,
                          .points = of->points,
                          .point_count = of->path_start[paths],
                          .path_start = of->path_start,
                          .path_count = paths,
                          .part_start = of->part_start,
                          .part_count = parts};
}

static void test_rings_are_turned(void **state) {
    (void)state;
    struct lines_of square = {
        .points = {{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}, {1, 1}, {2, 1}, {2, 2}, {1, 1}},
        .path_start = {0, 5, 9},
        .part_start = {0, 2}};
    er_wkb_shape shape = shape_of(&square, ER_WKB_POLYGONS, 2, 1);
    struct page page;
    open_page(&page);
    er_geojson_put_shape(&page.text, &shape, 0, true);
    er_json_text_put(&page.text, "\n");
    er_geojson_put_shape(&page.text, &shape, 0, false);
    char *content = close_page(&page), *rest = content;
    assert_string_equal(
        strsep(&rest, "\n"),
        "{ \"type\": \"Polygon\", \"coordinates\": [ [ [ 0, 0 ], [ 4, 0 ], [ 4, 4 ],"
        " [ 0, 4 ], [ 0, 0 ] ], [ [ 1, 1 ], [ 2, 2 ], [ 2, 1 ], [ 1, 1 ] ] ] }");
    assert_non_null(strstr(rest, "\"MultiPolygon\", \"coordinates\": [ [ [ [ 0, 0 ], [ 4, 0 ]"));
    er_free(content);
}

static void expect_box(const er_geojson_box *box, double west, double south, double east,
                       double north) {
    assert_true(box->known);
    assert_within(box->box.min_x, west, 0);
    assert_within(box->box.min_y, south, 0);
    assert_within(box->box.max_x, east, 0);
    assert_within(box->box.max_y, north, 0);
}

static void test_boxes_over_the_meridian(void **state) {
    (void)state;
    struct lines_of cut = {.points = {{179, 1}, {180, 2}, {-180, 2}, {-178, 3}},
                           .path_start = {0, 2, 4}};
    struct lines_of close = {.points = {{170, 1}, {178, 2}, {-175, 2}, {-172, 3}},
                             .path_start = {0, 2, 4}};
    struct lines_of wide = {.points = {{-170, 1}, {-30, 2}, {-20, 2}, {90, 3}, {100, 1}, {170, 3}},
                            .path_start = {0, 2, 4, 6}};
    struct lines_of east = {.points = {{150, -5}, {160, 2}}, .path_start = {0, 2}};
    er_wkb_shape shape = shape_of(&cut, ER_WKB_LINES, 2, 0);
    er_geojson_box over = er_geojson_box_of(&shape), all = {0};
    expect_box(&over, 179, 1, -178, 3);
    shape = shape_of(&close, ER_WKB_LINES, 2, 0);
    er_geojson_box near = er_geojson_box_of(&shape);
    expect_box(&near, 170, 1, -172, 3);
    shape = shape_of(&wide, ER_WKB_LINES, 3, 0);
    er_geojson_box around = er_geojson_box_of(&shape);
    expect_box(&around, -170, 1, 170, 3);
    shape = shape_of(&east, ER_WKB_LINES, 1, 0);
    er_geojson_box beside = er_geojson_box_of(&shape);
    er_geojson_box_join(&all, &beside);
    er_geojson_box_join(&all, &over);
    expect_box(&all, 150, -5, -178, 3);
    er_geojson_box_join(&all, &near);
    expect_box(&all, 150, -5, -172, 3);
    er_geojson_box_join(&all, &around);
    expect_box(&all, -180, -5, 180, 3);
}

static void test_steps_over_the_meridian(void **state) {
    (void)state;
    struct lines_of over = {.points = {{179, 1}, {-179, 2}}, .path_start = {0, 2}};
    struct lines_of long_ = {.points = {{-90, 1}, {89, 2}}, .path_start = {0, 2}};
    struct lines_of beyond = {.points = {{179, 1}, {181, 2}}, .path_start = {0, 2}};
    er_wkb_shape shape = shape_of(&over, ER_WKB_LINES, 1, 0);
    assert_true(er_geojson_jumps(&shape));
    assert_false(er_geojson_is_beyond(&shape));
    shape = shape_of(&long_, ER_WKB_LINES, 1, 0);
    assert_false(er_geojson_jumps(&shape));
    shape = shape_of(&beyond, ER_WKB_LINES, 1, 0);
    assert_false(er_geojson_jumps(&shape));
    assert_true(er_geojson_is_beyond(&shape));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixed_as_printf),
                                       cmocka_unit_test(test_reals),
                                       cmocka_unit_test(test_strings_and_whole_numbers),
                                       cmocka_unit_test(test_long_text),
                                       cmocka_unit_test(test_full_disc_is_told),
                                       cmocka_unit_test(test_rings_are_turned),
                                       cmocka_unit_test(test_boxes_over_the_meridian),
                                       cmocka_unit_test(test_steps_over_the_meridian)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
