/* Parts of a polygon in cells of one label: complete, apart, connected, valid and within it. */
#include "unit/test.h"

#include "unit/wkb_text.h"

#include "evenreach/geometry.h"

#include <geos_c.h>
#include <math.h>

enum { LABELS = 3, MOST_POINTS = 64 };
static const double tolerance_deg = 1e-9;

struct fixture {
    er_context *ctx;
    er_arena *arena;
    er_plane *plane;
    GEOSContextHandle_t geos;
};

static struct fixture up(er_context *ctx, er_box extent) {
    struct fixture f = {.ctx = ctx, .geos = GEOS_init_r()};
    assert_ok(ctx, er_arena_new(ctx, &f.arena));
    assert_ok(ctx, er_plane_new(ctx, extent, &f.plane));
    return f;
}

static void down(struct fixture *f) {
    er_plane_free(f->plane);
    er_arena_free(f->arena);
    GEOS_finish_r(f->geos);
}

/* ---- polygons -------------------------------------------------------------------------------- */

/** A multipolygon being written: rings follow their polygon. */
struct writer {
    uint8_t bytes[65536];
    uint8_t *at;
};

static void begin(struct writer *w, uint32_t polygons) {
    w->at = wkb_u32(wkb_head(w->bytes, 6), polygons);
}

static void polygon(struct writer *w, uint32_t rings) {
    w->at = wkb_u32(wkb_head(w->at, 3), rings);
}

static void ring(struct writer *w, const er_point *points, uint32_t count) {
    w->at = wkb_path(w->at, points, count);
}

static er_bytes written(const struct writer *w) {
    return (er_bytes){w->bytes, (size_t)(w->at - w->bytes)};
}

static void box_ring(struct writer *w, double x, double y, double width, double height) {
    const er_point p[5] = {
        {x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, {x, y}};
    ring(w, p, 5);
}

/** A star of `count` corners around a place. */
static void star_ring(struct writer *w, er_random *random, er_point middle, double radius_deg,
                      uint32_t count) {
    er_point p[MOST_POINTS];
    for (uint32_t i = 0; i < count; i++) {
        double a = 2 * M_PI * (i + 0.8 * er_random_unit(random)) / count;
        double r = radius_deg * (0.4 + 0.6 * er_random_unit(random));
        p[i] = (er_point){middle.x + r * cos(a), middle.y + r * sin(a)};
    }
    p[count] = p[0];
    ring(w, p, count + 1);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static GEOSGeometry *read(struct fixture *f, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(f->geos);
    GEOSGeometry *g = GEOSWKBReader_read_r(f->geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(f->geos, reader);
    assert_non_null(g);
    return g;
}

/** What was seen of many pieces. */
struct seen {
    size_t pieces;
    size_t exact; /**< that GEOS finds covered without any tolerance */
    size_t holes;
};

/** Every piece is one valid polygon, counter-clockwise, within the whole, with its area. */
static void check_piece(struct fixture *f, const er_piece *piece, const GEOSGeometry *whole,
                        const GEOSGeometry *wider, struct seen *seen) {
    GEOSGeometry *g = read(f, piece->wkb);
    assert_int_equal(GEOSGeomTypeId_r(f->geos, g), GEOS_MULTIPOLYGON);
    assert_int_equal(GEOSGetNumGeometries_r(f->geos, g), 1);
    assert_int_equal(GEOSisValid_r(f->geos, g), 1);
    const GEOSGeometry *one = GEOSGetGeometryN_r(f->geos, g, 0);
    char ccw = 2;
    assert_int_equal(
        GEOSCoordSeq_isCCW_r(
            f->geos, GEOSGeom_getCoordSeq_r(f->geos, GEOSGetExteriorRing_r(f->geos, one)), &ccw),
        1);
    assert_int_equal(ccw, 1);
    assert_int_equal(GEOSCovers_r(f->geos, wider, g), 1);
    GEOSGeometry *inside = GEOSGeom_createPointFromXY_r(f->geos, piece->inside.x, piece->inside.y);
    assert_int_equal(GEOSCovers_r(f->geos, g, inside), 1);
    assert_true(piece->area_m2 > 0);
    seen->pieces++;
    seen->exact += GEOSCovers_r(f->geos, whole, g) == 1;
    seen->holes += (size_t)GEOSGetNumInteriorRings_r(f->geos, one);
    GEOSGeom_destroy_r(f->geos, inside);
    GEOSGeom_destroy_r(f->geos, g);
}

/** Area of a polygon in cells of a label, by the exact shares of cells. */
static double area_by_cells(struct fixture *f, const er_area *area, const er_labels *labels,
                            const er_grid *grid, uint8_t label) {
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0;
    er_tile all = {0, 0, (int32_t)grid->columns, (int32_t)grid->rows};
    er_sum sum = {0};
    assert_ok(f->ctx, er_cell_shares(f->ctx, area, grid, all, &runs, &capacity, &count));
    for (size_t i = 0; i < count; i++)
        for (int64_t k = 0; k < runs[i].count; k++)
            if (er_labels_at(labels, runs[i].column + k, runs[i].row) == label)
                er_sum_add(&sum, runs[i].share * grid->cell_m * grid->cell_m);
    er_free(runs);
    return er_sum_value(&sum);
}

/** All labels' pieces of a polygon: areas add up, and each label's are what its cells say. */
static void check_all(struct fixture *f, const er_labels *labels, const er_grid *grid, er_bytes wkb,
                      struct seen *seen) {
    er_area area;
    er_sum total = {0};
    GEOSGeometry *whole = read(f, wkb);
    GEOSGeometry *wider = GEOSBuffer_r(f->geos, whole, tolerance_deg, 4);
    assert_ok(f->ctx, er_area_from_wkb(f->ctx, f->plane, wkb, &area));
    for (int label = 0; label < LABELS; label++) {
        er_piece *pieces = NULL;
        size_t count = 0;
        er_sum sum = {0};
        assert_ok(f->ctx, er_labels_pieces(f->ctx, f->arena, f->plane, labels, (uint8_t)label, wkb,
                                           &pieces, &count));
        for (size_t i = 0; i < count; i++) {
            check_piece(f, &pieces[i], whole, wider, seen);
            er_sum_add(&sum, pieces[i].area_m2);
            assert_true(i == 0 || pieces[i].area_m2 <= pieces[i - 1].area_m2);
        }
        double wanted = area_by_cells(f, &area, labels, grid, (uint8_t)label);
        double off = fabs(er_sum_value(&sum) - wanted) / area.area_m2;
        if (!(off <= 1e-9))
            fail_msg("label %d: %.17g m2 of %.17g, off by %g", label, er_sum_value(&sum), wanted,
                     off);
        er_sum_add(&total, er_sum_value(&sum));
    }
    assert_true(fabs(er_sum_value(&total) - area.area_m2) <= 1e-9 * area.area_m2);
    er_area_clear(&area);
    GEOSGeom_destroy_r(f->geos, whole);
    GEOSGeom_destroy_r(f->geos, wider);
}

/** Labels in blotches of `size` cells; label 0 among them. */
static er_labels *random_labels(struct fixture *f, const er_grid *grid, uint64_t seed, int size) {
    er_labels *labels = NULL;
    uint8_t *row = malloc((size_t)grid->columns);
    assert_non_null(row);
    assert_ok(f->ctx, er_labels_new(f->ctx, grid, &labels));
    for (int64_t r = 0; r < grid->rows; r++) {
        for (int64_t c = 0; c < grid->columns; c++) {
            er_random random = er_random_stream(seed, (uint64_t)(r / size * 4096 + c / size));
            row[c] = (uint8_t)(LABELS * er_random_unit(&random));
        }
        er_tile tile = {0, r, (int32_t)grid->columns, 1};
        assert_ok(f->ctx, er_labels_set(f->ctx, labels, tile, row));
    }
    free(row);
    return labels;
}

static er_grid grid_over(struct fixture *f, er_bytes wkb, double cell_m) {
    er_area area;
    er_grid grid;
    assert_ok(f->ctx, er_area_from_wkb(f->ctx, f->plane, wkb, &area));
    assert_ok(f->ctx, er_grid_over(f->ctx, area.box, cell_m, &grid));
    er_area_clear(&area);
    return grid;
}

static void check_random(struct fixture *f, er_bytes wkb, double cell_m, uint64_t seed, int size,
                         struct seen *seen) {
    er_grid grid = grid_over(f, wkb, cell_m);
    er_labels *labels = random_labels(f, &grid, seed, size);
    check_all(f, labels, &grid, wkb, seen);
    er_labels_free(labels);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static const er_box taiwan = {118.1, 21.8, 122.1, 26.4};

static void random_polygons_with_holes(void **state) {
    struct fixture f = up(*state, taiwan);
    struct seen seen = {0};
    struct writer w;
    for (uint64_t seed = 0; seed < 60; seed++) {
        er_random random = er_random_stream(21, seed);
        er_point middle = {119 + 3 * er_random_unit(&random), 22 + 4 * er_random_unit(&random)};
        double radius = pow(10, -4 + 2 * er_random_unit(&random));
        begin(&w, 1);
        polygon(&w, 2);
        star_ring(&w, &random, middle, radius, 5 + (uint32_t)(seed % 20));
        star_ring(&w, &random, middle, 0.2 * radius, 4 + (uint32_t)(seed % 7));
        double cell_m = fmax(radius * 1.1e5 / (3 + (double)(seed % 40)), 0.2);
        check_random(&f, written(&w), cell_m, seed, 1 + (int)(seed % 4), &seen);
    }
    assert_true(seen.pieces > 3000 && seen.holes > 30);
    print_message("%zu of %zu pieces are covered to the bit\n", seen.exact, seen.pieces);
    assert_true(seen.exact > seen.pieces * 9 / 10);
    down(&f);
}

/** Long edges bulge on the way from the plane to degrees. */
static void large_polygons(void **state) {
    struct fixture f = up(*state, taiwan);
    struct seen seen = {0};
    struct writer w;
    for (uint64_t seed = 0; seed < 12; seed++) {
        er_random random = er_random_stream(22, seed);
        er_point middle = {119 + 2 * er_random_unit(&random), 23 + 3 * er_random_unit(&random)};
        begin(&w, 1);
        polygon(&w, 1);
        star_ring(&w, &random, middle, 0.5, 5);
        check_random(&f, written(&w), 900, seed, 2, &seen);
    }
    assert_true(seen.pieces > 1000);
    down(&f);
}

static void several_parts_and_touching_rings(void **state) {
    struct fixture f = up(*state, taiwan);
    struct seen seen = {0};
    struct writer w;
    const double x = 121.5, y = 25, u = 0.001;
    begin(&w, 3);
    polygon(&w, 2); /* its hole touches the exterior in a point */
    box_ring(&w, x, y, 4 * u, 4 * u);
    const er_point diamond[5] = {
        {x, y + 2 * u}, {x + u, y + u}, {x + 2 * u, y + 2 * u}, {x + u, y + 3 * u}, {x, y + 2 * u}};
    ring(&w, diamond, 5);
    polygon(&w, 1); /* touches the first one in a corner */
    box_ring(&w, x + 4 * u, y + 4 * u, 2 * u, 2 * u);
    polygon(&w, 1);
    box_ring(&w, x + 5 * u, y, u, u);
    for (uint64_t seed = 0; seed < 20; seed++)
        check_random(&f, written(&w), 7 + 5 * (double)seed, seed, 1 + (int)(seed % 3), &seen);
    assert_true(seen.pieces > 200);
    down(&f);
}

static void tiny_polygons(void **state) {
    struct fixture f = up(*state, taiwan);
    struct seen seen = {0};
    struct writer w;
    for (uint64_t seed = 0; seed < 80; seed++) {
        er_random random = er_random_stream(23, seed);
        er_point middle = {118.2 + 3.8 * er_random_unit(&random),
                           21.9 + 4.4 * er_random_unit(&random)};
        begin(&w, 1);
        polygon(&w, 1);
        star_ring(&w, &random, middle, 5e-6, 5 + (uint32_t)(seed % 6)); /* half a metre */
        check_random(&f, written(&w), seed % 2 ? 0.2 : 5, seed, 1, &seen);
    }
    assert_true(seen.pieces > 300);
    down(&f);
}

static void a_polygon_in_one_cell_is_given_back(void **state) {
    struct fixture f = up(*state, taiwan);
    struct writer w;
    const double x = 121.50012, y = 25.00034;
    er_grid grid;
    er_point at = {x, y};
    er_labels *labels = NULL;
    uint8_t one = 1;
    er_piece *pieces = NULL;
    size_t count = 0;
    begin(&w, 1);
    polygon(&w, 1);
    box_ring(&w, x, y, 0.00002, 0.00001);
    er_plane_forward(f.plane, &at, 1);
    assert_ok(f.ctx, er_grid_over(f.ctx, (er_box){at.x, at.y, at.x + 9, at.y + 9}, 1000, &grid));
    assert_ok(f.ctx, er_labels_new(f.ctx, &grid, &labels));
    assert_ok(f.ctx, er_labels_set(f.ctx, labels, (er_tile){0, 0, 1, 1}, &one));
    assert_ok(f.ctx,
              er_labels_pieces(f.ctx, f.arena, f.plane, labels, 1, written(&w), &pieces, &count));
    assert_int_equal(count, 1);
    /* its own corners, to the bit */
    GEOSGeometry *own = read(&f, written(&w)), *got = read(&f, pieces[0].wkb);
    assert_int_equal(GEOSNormalize_r(f.geos, own), 0);
    assert_int_equal(GEOSNormalize_r(f.geos, got), 0);
    assert_int_equal(GEOSEqualsExact_r(f.geos, own, got, 0), 1);
    assert_ok(f.ctx,
              er_labels_pieces(f.ctx, f.arena, f.plane, labels, 0, written(&w), &pieces, &count));
    assert_int_equal(count, 0);
    assert_ok(f.ctx,
              er_labels_pieces(f.ctx, f.arena, f.plane, labels, 2, written(&w), &pieces, &count));
    assert_int_equal(count, 0);
    GEOSGeom_destroy_r(f.geos, own);
    GEOSGeom_destroy_r(f.geos, got);
    er_labels_free(labels);
    down(&f);
}

/** Cells in a chequered pattern touch in corners only. */
static void corners_do_not_join(void **state) {
    struct fixture f = up(*state, taiwan);
    struct writer w;
    struct seen seen = {0};
    begin(&w, 1);
    polygon(&w, 1);
    box_ring(&w, 121.5, 25, 0.001, 0.001);
    er_grid grid = grid_over(&f, written(&w), 20);
    er_labels *labels = NULL;
    assert_ok(f.ctx, er_labels_new(f.ctx, &grid, &labels));
    for (int64_t r = 0; r < grid.rows; r++)
        for (int64_t c = 0; c < grid.columns; c++) {
            uint8_t value = (uint8_t)((r + c) % 2);
            assert_ok(f.ctx, er_labels_set(f.ctx, labels, (er_tile){c, r, 1, 1}, &value));
        }
    check_all(&f, labels, &grid, written(&w), &seen);
    er_area area;
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0, cells = 0;
    er_tile all = {0, 0, (int32_t)grid.columns, (int32_t)grid.rows};
    assert_ok(f.ctx, er_area_from_wkb(f.ctx, f.plane, written(&w), &area));
    assert_ok(f.ctx, er_cell_shares(f.ctx, &area, &grid, all, &runs, &capacity, &count));
    for (size_t i = 0; i < count; i++)
        cells += (size_t)runs[i].count;
    assert_int_equal(seen.pieces, cells);
    er_free(runs);
    er_area_clear(&area);
    er_labels_free(labels);
    down(&f);
}

static void across_the_antimeridian(void **state) {
    struct fixture f = up(*state, (er_box){179, -18, -179, -16});
    struct seen seen = {0};
    struct writer w;
    for (uint64_t seed = 0; seed < 10; seed++) {
        er_random random = er_random_stream(24, seed);
        /* as one polygon past 180 degrees */
        begin(&w, 1);
        polygon(&w, 1);
        star_ring(&w, &random, (er_point){180.0005, -17}, 0.004, 9);
        check_random(&f, written(&w), 15, seed, 3, &seen);
        /* as two that end there */
        begin(&w, 2);
        polygon(&w, 1);
        box_ring(&w, 179.995, -17.003, 0.005, 0.004);
        polygon(&w, 1);
        box_ring(&w, -180, -17.003, 0.004, 0.004);
        check_random(&f, written(&w), 20, seed, 3, &seen);
    }
    assert_true(seen.pieces > 500);
    /* a ring that jumps there is counted on */
    er_piece *pieces = NULL;
    size_t count = 0;
    begin(&w, 1);
    polygon(&w, 1);
    const er_point jump[5] = {
        {179.999, -17}, {-179.999, -17}, {-179.999, -16.999}, {179.999, -16.999}, {179.999, -17}};
    ring(&w, jump, 5);
    er_grid grid = grid_over(&f, written(&w), 10);
    er_labels *labels = random_labels(&f, &grid, 3, 4);
    er_area area;
    er_sum sum = {0};
    assert_ok(f.ctx, er_area_from_wkb(f.ctx, f.plane, written(&w), &area));
    for (int label = 0; label < LABELS; label++) {
        assert_ok(f.ctx, er_labels_pieces(f.ctx, f.arena, f.plane, labels, (uint8_t)label,
                                          written(&w), &pieces, &count));
        for (size_t i = 0; i < count; i++) {
            er_sum_add(&sum, pieces[i].area_m2);
            assert_true(pieces[i].inside.x >= 179.999 && pieces[i].inside.x <= 180.001);
        }
    }
    assert_true(fabs(er_sum_value(&sum) - area.area_m2) < 1e-9 * area.area_m2);
    er_area_clear(&area);
    er_labels_free(labels);
    down(&f);
}

static void cells_end_before_the_polygon(void **state) {
    struct fixture f = up(*state, taiwan);
    struct seen seen = {0};
    struct writer w;
    er_labels *labels = NULL;
    er_piece *pieces = NULL;
    size_t count = 0;
    er_sum sum = {0};
    er_area area;
    begin(&w, 1);
    polygon(&w, 1);
    box_ring(&w, 121.5, 25, 0.01, 0.01);
    er_grid grid = grid_over(&f, written(&w), 50), part = grid;
    part.columns /= 2;
    part.rows -= 3;
    labels = random_labels(&f, &part, 8, 3);
    assert_ok(f.ctx, er_area_from_wkb(f.ctx, f.plane, written(&w), &area));
    for (int label = 0; label < LABELS; label++) {
        assert_ok(f.ctx, er_labels_pieces(f.ctx, f.arena, f.plane, labels, (uint8_t)label,
                                          written(&w), &pieces, &count));
        double wanted = area_by_cells(&f, &area, labels, &grid, (uint8_t)label), got = 0;
        for (size_t i = 0; i < count; i++)
            got += pieces[i].area_m2;
        assert_true(fabs(got - wanted) < 1e-9 * area.area_m2);
        er_sum_add(&sum, got);
        seen.pieces += count;
    }
    assert_true(fabs(er_sum_value(&sum) - area.area_m2) < 1e-9 * area.area_m2);
    assert_true(seen.pieces > 10);
    er_labels_free(labels);
    er_area_clear(&area);
    down(&f);
}

/** In one go or cell by cell from the last, and from a grid that begins elsewhere. */
static void how_labels_were_set_does_not_show(void **state) {
    struct fixture f = up(*state, taiwan);
    struct writer w;
    er_random random = er_random_stream(25, 0);
    begin(&w, 1);
    polygon(&w, 1);
    star_ring(&w, &random, (er_point){120.7, 24.1}, 0.004, 17);
    er_grid grid = grid_over(&f, written(&w), 11);
    er_labels *one = random_labels(&f, &grid, 4, 3), *other = NULL;
    assert_ok(f.ctx, er_labels_new(f.ctx, &grid, &other));
    for (int64_t r = grid.rows; r-- > 0;)
        for (int64_t c = grid.columns; c-- > 0;) {
            uint8_t value = er_labels_at(one, c, r);
            assert_ok(f.ctx, er_labels_set(f.ctx, other, (er_tile){c, r, 1, 1}, &value));
        }
    for (int label = 0; label < LABELS; label++) {
        er_piece *a = NULL, *b = NULL;
        size_t count = 0, again = 0;
        assert_ok(f.ctx, er_labels_pieces(f.ctx, f.arena, f.plane, one, (uint8_t)label, written(&w),
                                          &a, &count));
        assert_ok(f.ctx, er_labels_pieces(f.ctx, f.arena, f.plane, other, (uint8_t)label,
                                          written(&w), &b, &again));
        assert_int_equal(count, again);
        assert_true(count > 10);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(a[i].wkb.size, b[i].wkb.size);
            assert_memory_equal(a[i].wkb.data, b[i].wkb.data, a[i].wkb.size);
        }
    }
    er_labels_free(one);
    er_labels_free(other);
    down(&f);
}

static void what_is_no_polygon_is_refused(void **state) {
    struct fixture f = up(*state, taiwan);
    er_grid grid;
    er_labels *labels = NULL;
    er_piece *pieces = NULL;
    size_t count = 0;
    assert_ok(f.ctx, er_grid_over(f.ctx, (er_box){0, 0, 100, 100}, 10, &grid));
    assert_ok(f.ctx, er_labels_new(f.ctx, &grid, &labels));
    assert_int_equal(
        er_labels_pieces(f.ctx, f.arena, f.plane, labels, 1, (er_bytes){NULL, 0}, &pieces, &count),
        ER_ERR_GEOMETRY);
    struct writer w;
    begin(&w, 1);
    polygon(&w, 1);
    box_ring(&w, 121, 25, 0, 0.1);
    assert_int_equal(
        er_labels_pieces(f.ctx, f.arena, f.plane, labels, 1, written(&w), &pieces, &count),
        ER_ERR_GEOMETRY);
    er_labels_free(labels);
    down(&f);
}

/** What is not valid is cut as what GEOS makes of it. */
static void a_crossing_polygon_is_cut_all_the_same(void **state) {
    struct fixture f = up(*state, taiwan);
    struct writer w;
    er_piece *pieces = NULL;
    size_t count = 0, valid = 0;
    const er_point bow[5] = {
        {121, 25}, {121.002, 25.002}, {121.002, 25}, {121, 25.0019}, {121, 25}};
    begin(&w, 1);
    polygon(&w, 1);
    ring(&w, bow, 5);
    er_grid grid = grid_over(&f, written(&w), 13);
    er_labels *labels = random_labels(&f, &grid, 9, 2);
    for (int label = 0; label < LABELS; label++) {
        assert_ok(f.ctx, er_labels_pieces(f.ctx, f.arena, f.plane, labels, (uint8_t)label,
                                          written(&w), &pieces, &count));
        for (size_t i = 0; i < count; i++) {
            GEOSGeometry *g = read(&f, pieces[i].wkb);
            assert_int_equal(GEOSisValid_r(f.geos, g), 1);
            GEOSGeom_destroy_r(f.geos, g);
            valid++;
        }
    }
    assert_true(valid > 20);
    er_labels_free(labels);
    down(&f);
}

int main(void) {
#define PIECE_TEST(name) cmocka_unit_test_setup_teardown(name, test_context_up, test_context_down)
    const struct CMUnitTest tests[] = {
        PIECE_TEST(random_polygons_with_holes),
        PIECE_TEST(large_polygons),
        PIECE_TEST(several_parts_and_touching_rings),
        PIECE_TEST(tiny_polygons),
        PIECE_TEST(a_polygon_in_one_cell_is_given_back),
        PIECE_TEST(corners_do_not_join),
        PIECE_TEST(across_the_antimeridian),
        PIECE_TEST(cells_end_before_the_polygon),
        PIECE_TEST(how_labels_were_set_does_not_show),
        PIECE_TEST(what_is_no_polygon_is_refused),
        PIECE_TEST(a_crossing_polygon_is_cut_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
