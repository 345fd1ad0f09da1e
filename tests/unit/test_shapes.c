/* Polygons on the grid of GeoJSON stay valid; unions; names of columns and files. */
#include "test.h"

#include "outputs/names.h"
#include "outputs/shapes.h"

#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static GEOSContextHandle_t geos;
static er_arena *arena;

static int up(void **state) {
    geos = GEOS_init_r();
    return test_context_up(state) != 0 || er_arena_new(*state, &arena) != ER_OK ? -1 : 0;
}

static int down(void **state) {
    er_arena_free(arena);
    GEOS_finish_r(geos);
    return test_context_down(state);
}

static er_bytes wkb_of(er_context *ctx, const char *wkt) {
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKTReader_read_r(geos, reader, wkt);
    assert_non_null(geometry);
    GEOSWKTReader_destroy_r(geos, reader);
    GEOSWKBWriter *writer = GEOSWKBWriter_create_r(geos);
    size_t size = 0;
    unsigned char *wkb = GEOSWKBWriter_write_r(geos, writer, geometry, &size);
    uint8_t *copy = NULL;
    assert_ok(ctx, er_arena_alloc(ctx, arena, size, &copy));
    memcpy(copy, wkb, size);
    GEOSFree_r(geos, wkb);
    GEOSWKBWriter_destroy_r(geos, writer);
    GEOSGeom_destroy_r(geos, geometry);
    return (er_bytes){copy, size};
}

static GEOSGeometry *read_back(er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(geos, reader);
    assert_non_null(geometry);
    return geometry;
}

/** A copy whose coordinates are printed with 7 decimals and read again. */
static GEOSGeometry *printed(const GEOSGeometry *geometry) {
    GEOSWKTWriter *writer = GEOSWKTWriter_create_r(geos);
    GEOSWKTWriter_setRoundingPrecision_r(geos, writer, 7);
    char *wkt = GEOSWKTWriter_write_r(geos, writer, geometry);
    GEOSWKTWriter_destroy_r(geos, writer);
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    GEOSGeometry *again = GEOSWKTReader_read_r(geos, reader, wkt);
    GEOSWKTReader_destroy_r(geos, reader);
    GEOSFree_r(geos, wkt);
    return again;
}

/** A spike that is thinner than the grid: mere rounding would make it cross or touch itself. */
static const char spike[] = "POLYGON((120 23, 121 23, 121 24, 120.50000003 24, 120.5000000301 "
                            "23.00000001, 120.5 24, 120 24, 120 23))";

static void rounding_keeps_polygons_valid(void **state) {
    er_context *ctx = *state;
    er_bytes in = wkb_of(ctx, spike), out = {0};
    GEOSGeometry *before = read_back(in), *rounded = printed(before);
    assert_int_equal(GEOSisValid_r(geos, before), 1);
    assert_int_equal(GEOSisValid_r(geos, rounded), 0); /* the case is one that matters */
    assert_ok(ctx, er_shapes_on_grid(ctx, arena, &in, 1, &out));
    GEOSGeometry *after = read_back(out), *again = printed(after);
    assert_int_equal(GEOSisValid_r(geos, again), 1);
    double area = 0;
    GEOSArea_r(geos, again, &area);
    assert_true(fabs(area - 1) < 1e-6);
    assert_int_equal(GEOSEqualsExact_r(geos, after, again, 0), 1); /* printing changes nothing */
    GEOSGeom_destroy_r(geos, before);
    GEOSGeom_destroy_r(geos, rounded);
    GEOSGeom_destroy_r(geos, after);
    GEOSGeom_destroy_r(geos, again);
}

static void nothing_stays_nothing(void **state) {
    er_context *ctx = *state;
    er_bytes in[3] = {{0},
                      wkb_of(ctx, "MULTIPOLYGON EMPTY"),
                      wkb_of(ctx, "POLYGON((120 23, 120.00000001 23, 120 23.00000001, 120 23))")};
    er_bytes out[3];
    assert_ok(ctx, er_shapes_on_grid(ctx, arena, in, 3, out));
    for (int i = 0; i < 3; i++)
        assert_true(out[i].size == 0 && !out[i].data);
    const er_bytes broken = {(const uint8_t *)"\x01\x03", 2};
    assert_int_equal(er_shapes_on_grid(ctx, arena, &broken, 1, out), ER_ERR_GEOMETRY);
}

static void a_union_has_no_inner_borders(void **state) {
    er_context *ctx = *state;
    /* neighbours whose common border differs by less than the grid */
    er_bytes in[4] = {wkb_of(ctx, "POLYGON((120 23, 121 23, 121.00000001 24, 120 24, 120 23))"),
                      wkb_of(ctx, "POLYGON((121 23, 122 23, 122 24, 121 24, 121 23))"),
                      {0},
                      wkb_of(ctx, "POLYGON((130 23, 131 23, 131 24, 130 24, 130 23))")};
    er_bytes out = {0};
    assert_ok(ctx, er_shapes_union(ctx, arena, in, 4, &out));
    GEOSGeometry *all = read_back(out);
    double area = 0, length = 0;
    GEOSArea_r(geos, all, &area);
    GEOSLength_r(geos, all, &length);
    assert_true(fabs(area - 3) < 1e-12 && fabs(length - 10) < 1e-12);
    assert_int_equal(GEOSGetNumGeometries_r(geos, all), 2);
    GEOSGeom_destroy_r(geos, all);
    assert_ok(ctx, er_shapes_union(ctx, arena, in, 0, &out));
    assert_null(out.data);
}

static void names_become_columns_and_files(void **state) {
    er_context *ctx = *state;
    static const struct {
        const char *text, *expected;
    } cases[] = {{"Alpha Net", "alpha_net"}, {"  5G--NR!", "5g_nr"},
                 {"中華電信", "operator_7"}, {"台灣 TWM", "twm"},
                 {"../../etc", "etc"},       {"", "operator_7"},
                 {"a\"b'c;d", "a_b_c_d"},    {"UPPER_case", "upper_case"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *name = NULL;
        assert_ok(ctx, er_column_name(ctx, arena, cases[i].text, "operator", 7, &name));
        assert_string_equal(name, cases[i].expected);
    }
    char longest[200];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    const char *name = NULL;
    assert_ok(ctx, er_column_name(ctx, arena, longest, "operator", 7, &name));
    assert_true(strlen(name) <= 40);
    static const char *const plurals[][2] = {{"county", "counties"}, {"town", "towns"},
                                             {"bus", "buses"},       {"parish", "parishes"},
                                             {"bay", "bays"},        {"y", "ys"}};
    for (size_t i = 0; i < sizeof plurals / sizeof plurals[0]; i++) {
        assert_ok(ctx, er_plural(ctx, arena, plurals[i][0], &name));
        assert_string_equal(name, plurals[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_keeps_polygons_valid),
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(a_union_has_no_inner_borders),
        cmocka_unit_test(names_become_columns_and_files),
    };
    return cmocka_run_group_tests(tests, up, down);
}
