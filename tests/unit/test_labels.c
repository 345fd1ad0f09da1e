/* Labels and their outlines: exact without a tolerance, valid, complete and apart with any. */
#include "disc_cases.h"

#include <geos_c.h>
#include <stdio.h>

enum { SIDE = 48 };

struct fixture {
    er_context *ctx;
    er_plane *plane;
    er_arena *arena;
    GEOSContextHandle_t geos;
    er_grid grid;
    uint8_t cells[SIDE * SIDE];
};

static struct fixture up(er_context *ctx, er_box extent, er_point place, double cell_m) {
    struct fixture f = {.ctx = ctx, .geos = GEOS_init_r()};
    assert_ok(ctx, er_plane_new(ctx, extent, &f.plane));
    assert_ok(ctx, er_arena_new(ctx, &f.arena));
    er_plane_forward(f.plane, &place, 1);
    er_box box = {place.x, place.y, place.x + cell_m * (SIDE - 0.5),
                  place.y + cell_m * (SIDE - 0.5)};
    box.min_x = cell_m * floor(box.min_x / cell_m);
    box.max_x = box.min_x + cell_m * SIDE;
    box.max_y = cell_m * ceil(box.max_y / cell_m);
    box.min_y = box.max_y - cell_m * SIDE;
    assert_ok(ctx, er_grid_over(ctx, box, cell_m, &f.grid));
    assert_int_equal(f.grid.columns, SIDE);
    assert_int_equal(f.grid.rows, SIDE);
    return f;
}

static void down(struct fixture *f) {
    er_arena_free(f->arena);
    er_plane_free(f->plane);
    GEOS_finish_r(f->geos);
}

static const er_box taiwan = {118.1, 21.8, 122.1, 26.4};
static struct fixture in_taiwan(er_context *ctx, double cell_m) {
    return up(ctx, taiwan, (er_point){121.5, 25}, cell_m);
}

/** The fixture's cells as labels, set by tiles of a size from the first or the last. */
static er_labels *labels_of(struct fixture *f, int32_t tile_cells, bool backward) {
    er_labels *labels = NULL;
    uint8_t values[SIDE * SIDE];
    assert_ok(f->ctx, er_labels_new(f->ctx, &f->grid, &labels));
    size_t tiles = er_grid_tile_count(&f->grid, tile_cells);
    for (size_t i = 0; i < tiles; i++) {
        er_tile t = er_grid_tile(&f->grid, tile_cells, backward ? tiles - 1 - i : i);
        for (int32_t row = 0; row < t.rows; row++)
            memcpy(values + row * t.columns, f->cells + (t.row + row) * SIDE + t.column,
                   (size_t)t.columns);
        assert_ok(f->ctx, er_labels_set(f->ctx, labels, t, values));
    }
    return labels;
}

struct outlines {
    er_label_outline *items;
    size_t count;
};

static struct outlines outlines_of(struct fixture *f, double tolerance_m) {
    struct outlines o = {0};
    er_labels *labels = labels_of(f, SIDE, false);
    assert_ok(f->ctx, er_labels_outlines(f->ctx, f->arena, f->plane, labels, tolerance_m, &o.items,
                                         &o.count));
    er_labels_free(labels);
    return o;
}

static int to_plane(double *x, double *y, void *user) {
    er_point p = {*x, *y};
    er_plane_forward(user, &p, 1);
    *x = p.x;
    *y = p.y;
    return 1;
}

static GEOSGeometry *read_degrees(struct fixture *f, er_bytes wkb) {
    GEOSWKBReader *reader = GEOSWKBReader_create_r(f->geos);
    GEOSGeometry *g = GEOSWKBReader_read_r(f->geos, reader, wkb.data, wkb.size);
    GEOSWKBReader_destroy_r(f->geos, reader);
    assert_non_null(g);
    return g;
}

static GEOSGeometry *read_plane(struct fixture *f, er_bytes wkb) {
    GEOSGeometry *degrees = read_degrees(f, wkb);
    GEOSGeometry *g = GEOSGeom_transformXY_r(f->geos, degrees, to_plane, f->plane);
    GEOSGeom_destroy_r(f->geos, degrees);
    return g;
}

/** Polygons and holes of a multipolygon; fails unless exteriors run counter-clockwise, holes
 *  clockwise. */
static void count_rings(struct fixture *f, const GEOSGeometry *g, int *polygons, int *holes) {
    *polygons = GEOSGetNumGeometries_r(f->geos, g);
    *holes = 0;
    for (int i = 0; i < *polygons; i++) {
        const GEOSGeometry *polygon = GEOSGetGeometryN_r(f->geos, g, i);
        int inner = GEOSGetNumInteriorRings_r(f->geos, polygon);
        for (int k = -1; k < inner; k++) {
            const GEOSGeometry *ring = k < 0 ? GEOSGetExteriorRing_r(f->geos, polygon)
                                             : GEOSGetInteriorRingN_r(f->geos, polygon, k);
            char ccw = 2;
            assert_int_equal(
                GEOSCoordSeq_isCCW_r(f->geos, GEOSGeom_getCoordSeq_r(f->geos, ring), &ccw), 1);
            assert_int_equal(ccw, k < 0);
        }
        *holes += inner;
    }
}

static void assert_valid(struct fixture *f, const GEOSGeometry *g, const char *what) {
    if (GEOSisValid_r(f->geos, g) == 1) return;
    char *reason = GEOSisValidReason_r(f->geos, g);
    fail_msg("%s: %s", what, reason);
}

/* ---- without a tolerance --------------------------------------------------------------------- */

/** Every cell lies within its label's outline, and in no other. */
static void check_exact(struct fixture *f) {
    struct outlines o = outlines_of(f, 0);
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0, outlined = 0, labelled = 0;
    for (size_t i = 0; i < o.count; i++) {
        er_area area;
        int64_t cells = 0;
        assert_true(o.items[i].label != 0);
        assert_true(i == 0 || o.items[i].label > o.items[i - 1].label);
        GEOSGeometry *g = read_degrees(f, o.items[i].wkb);
        int polygons, holes;
        assert_valid(f, g, "exact");
        count_rings(f, g, &polygons, &holes);
        GEOSGeom_destroy_r(f->geos, g);
        assert_ok(f->ctx, er_area_from_wkb_straight(f->ctx, f->plane, o.items[i].wkb, &area));
        assert_ok(f->ctx, er_cell_shares(f->ctx, &area, &f->grid, (er_tile){0, 0, SIDE, SIDE},
                                         &runs, &capacity, &count));
        for (size_t r = 0; r < count; r++) {
            if (runs[r].share < 1e-4) continue; /* the bow of a line in degrees */
            assert_true(runs[r].share > 1 - 1e-4);
            for (int64_t c = 0; c < runs[r].count; c++)
                assert_int_equal(f->cells[runs[r].row * SIDE + runs[r].column + c],
                                 o.items[i].label);
            cells += runs[r].count;
        }
        assert_int_equal(cells, o.items[i].cells);
        double wanted = (double)cells * f->grid.cell_m * f->grid.cell_m;
        assert_true(fabs(o.items[i].area_m2 - wanted) < 1e-6 * wanted);
        assert_true(fabs(area.area_m2 - wanted) < 1e-4 * wanted);
        outlined += (size_t)cells;
        er_area_clear(&area);
    }
    for (int i = 0; i < SIDE * SIDE; i++)
        labelled += f->cells[i] != 0;
    assert_int_equal(outlined, labelled);
    er_free(runs);
}

/* ---- with a tolerance ------------------------------------------------------------------------ */

static double area_of(struct fixture *f, const GEOSGeometry *g) {
    double area = -1;
    assert_int_equal(GEOSArea_r(f->geos, g, &area), 1);
    return area;
}

static double hausdorff(struct fixture *f, const GEOSGeometry *a, const GEOSGeometry *b) {
    double distance = INFINITY;
    GEOSGeometry *a_line = GEOSBoundary_r(f->geos, a), *b_line = GEOSBoundary_r(f->geos, b);
    assert_int_equal(GEOSHausdorffDistanceDensify_r(f->geos, a_line, b_line, 0.25, &distance), 1);
    GEOSGeom_destroy_r(f->geos, a_line);
    GEOSGeom_destroy_r(f->geos, b_line);
    return distance;
}

/** One label's simplified outline against the exact one. Returns it on the plane. */
static GEOSGeometry *check_outline(struct fixture *f, er_label_outline exact,
                                   er_label_outline simple, double tolerance_m) {
    GEOSGeometry *before = read_plane(f, exact.wkb), *after = read_plane(f, simple.wkb);
    GEOSGeometry *degrees = read_degrees(f, simple.wkb);
    int polygons, holes, polygons_after, holes_after;
    assert_int_equal(exact.label, simple.label);
    assert_int_equal(exact.cells, simple.cells);
    assert_valid(f, degrees, "degrees");
    assert_valid(f, after, "plane");
    count_rings(f, before, &polygons, &holes);
    count_rings(f, after, &polygons_after, &holes_after);
    assert_int_equal(polygons, polygons_after); /* nothing dropped or joined */
    assert_int_equal(holes, holes_after);
    assert_true(fabs(simple.area_m2 - area_of(f, after)) < 1e-4 * simple.area_m2);
    /* takes the square of its points */
    bool small = GEOSGetNumCoordinates_r(f->geos, before) < 1500;
    double moved = small ? hausdorff(f, before, after) : 0;
    if (!(moved < tolerance_m * (1 + 1e-9) + 1e-2 * f->grid.cell_m))
        fail_msg("label %d moved by %g m at %g m", simple.label, moved, tolerance_m);
    GEOSGeom_destroy_r(f->geos, degrees);
    GEOSGeom_destroy_r(f->geos, before);
    return after;
}

/** All outlines together: no overlap, and with label 0 left out no gap. Returns their points. */
static int check_simple(struct fixture *f, double tolerance_m) {
    struct outlines exact = outlines_of(f, 0), simple = outlines_of(f, tolerance_m);
    GEOSGeometry *all[256];
    double sum = 0;
    int points = 0;
    assert_int_equal(exact.count, simple.count);
    for (size_t i = 0; i < simple.count; i++) {
        all[i] = check_outline(f, exact.items[i], simple.items[i], tolerance_m);
        sum += area_of(f, all[i]);
        points += GEOSGetNumCoordinates_r(f->geos, all[i]);
    }
    if (simple.count == 0) return 0;
    GEOSGeometry *together =
        GEOSGeom_createCollection_r(f->geos, GEOS_GEOMETRYCOLLECTION, all, (unsigned)simple.count);
    GEOSGeometry *joined = GEOSUnaryUnion_r(f->geos, together);
    double united = area_of(f, joined), slack = 1e-6 * united;
    if (!(fabs(united - sum) < slack)) fail_msg("overlaps of %g m2", sum - united);
    if (!memchr(f->cells, 0,
                sizeof f->cells)) { /* the grid's own border moves, its size not much */
        int polygons = GEOSGetNumGeometries_r(f->geos, joined);
        assert_int_equal(polygons, 1);
        assert_int_equal(GEOSGetNumInteriorRings_r(f->geos, joined), 0);
    }
    GEOSGeom_destroy_r(f->geos, joined);
    GEOSGeom_destroy_r(f->geos, together);
    return points;
}

/* ---- grids ----------------------------------------------------------------------------------- */

/** Blobs of labels with a share of noise; `zero` says whether label 0 is among them. */
static void fill_random(struct fixture *f, er_random *random, uint64_t labels, double noise,
                        bool zero) {
    enum { BLOBS = 12 };
    double x[BLOBS], y[BLOBS];
    uint8_t label[BLOBS];
    for (int i = 0; i < BLOBS; i++) {
        x[i] = SIDE * er_random_unit(random);
        y[i] = SIDE * er_random_unit(random);
        label[i] = (uint8_t)(er_random_below(random, labels) + (zero ? 0 : 1));
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
        int best = 0;
        double least = INFINITY;
        for (int k = 0; k < BLOBS; k++) {
            double away = hypot(i % SIDE - x[k], (i - i % SIDE) / (double)SIDE - y[k]);
            if (away >= least) continue;
            least = away;
            best = k;
        }
        f->cells[i] = label[best];
        if (er_random_unit(random) < noise)
            f->cells[i] = (uint8_t)(er_random_below(random, labels) + (zero ? 0 : 1));
    }
}

static void check_both(struct fixture *f) {
    static const double tolerances[] = {0.75, 1.5, 20};
    check_exact(f);
    for (size_t i = 0; i < 3; i++)
        check_simple(f, tolerances[i] * f->grid.cell_m);
}

static void random_labels_have_exact_and_simple_outlines(void **state) {
    er_random random = er_random_stream(51, 0);
    for (int i = 0; i < 30; i++) {
        struct fixture f = in_taiwan(*state, (double[]){50, 500, 10}[i % 3]);
        static const double noises[] = {0, 0.02, 0.1, 0.5, 1};
        fill_random(&f, &random, 1 + er_random_below(&random, 5), noises[i % 5], i % 2 == 0);
        if (i == 7) f.cells[0] = f.cells[SIDE * SIDE - 1] = 255;
        check_both(&f);
        down(&f);
    }
}

static void paint(struct fixture *f, int x, int y, int width, int height, uint8_t label) {
    for (int row = y; row < y + height; row++)
        memset(f->cells + row * SIDE + x, label, (size_t)width);
}

static void checkerboards_islands_and_holes_are_kept(void **state) {
    struct fixture f = in_taiwan(*state, 50);
    for (int i = 0; i < SIDE * SIDE; i++)
        f.cells[i] = (uint8_t)((i + i / SIDE) % 2);
    check_both(&f);
    for (int i = 0; i < SIDE * SIDE; i++)
        f.cells[i] = (uint8_t)(1 + (i + i / SIDE) % 2);
    check_both(&f);
    memset(f.cells, 0, sizeof f.cells);
    paint(&f, 0, 0, SIDE, SIDE, 0);
    paint(&f, 4, 4, 20, 20, 1);
    paint(&f, 8, 8, 12, 12, 0); /* a hole */
    paint(&f, 12, 12, 3, 3, 1); /* an island in it */
    paint(&f, 13, 13, 1, 1, 0); /* with a hole of one cell */
    paint(&f, 30, 30, 1, 1, 7); /* islands of one cell that touch in corners */
    paint(&f, 31, 31, 1, 1, 7);
    paint(&f, 32, 30, 1, 1, 7);
    paint(&f, 31, 29, 1, 1, 7);
    paint(&f, 40, 2, 5, 5, 3); /* a ring whose ends touch in a corner */
    paint(&f, 41, 3, 3, 3, 0);
    paint(&f, 44, 6, 1, 1, 0);
    paint(&f, 2, 40, 7, 5, 4); /* two holes that touch in a corner */
    paint(&f, 4, 41, 1, 1, 0);
    paint(&f, 5, 42, 1, 1, 5);
    paint(&f, 12, 40, 9, 7, 6); /* three holes in a row, then a diamond of four */
    paint(&f, 13, 41, 1, 1, 0);
    paint(&f, 15, 41, 1, 1, 0);
    paint(&f, 17, 43, 1, 1, 0);
    paint(&f, 16, 44, 1, 1, 0);
    paint(&f, 18, 44, 1, 1, 0);
    paint(&f, 17, 45, 1, 1, 0);
    paint(&f, 0, 20, 1, 3, 9); /* at the grid's own border */
    paint(&f, SIDE - 1, SIDE - 1, 1, 1, 9);
    check_both(&f);
    struct outlines o = outlines_of(&f, 75);
    static const int wanted[][3] = {{1, 2, 2}, {3, 1, 1}, {4, 1, 2}, {5, 1, 0},
                                    {6, 2, 3}, {7, 4, 0}, {9, 2, 0}};
    assert_int_equal(o.count, 7);
    for (size_t i = 0; i < 7; i++) {
        GEOSGeometry *g = read_plane(&f, o.items[i].wkb);
        int polygons, holes;
        count_rings(&f, g, &polygons, &holes);
        assert_int_equal(o.items[i].label, wanted[i][0]);
        if (polygons != wanted[i][1] || holes != wanted[i][2])
            fail_msg("label %d: %d polygons, %d holes", wanted[i][0], polygons, holes);
        GEOSGeom_destroy_r(f.geos, g);
    }
    down(&f);
}

static void a_ragged_border_gets_fewer_points(void **state) {
    struct fixture f = in_taiwan(*state, 50);
    for (int i = 0; i < SIDE * SIDE; i++) /* a disc */
        f.cells[i] = hypot(i % SIDE - 23.6, (i - i % SIDE) / (double)SIDE - 24.1) < 21;
    int exact = check_simple(&f, 0), simple = check_simple(&f, 50), coarse = check_simple(&f, 200);
    if (!(simple < exact / 3 && coarse < simple))
        fail_msg("%d points, then %d and %d", exact, simple, coarse);
    down(&f);
}

static void no_way_of_setting_changes_a_byte(void **state) {
    er_random random = er_random_stream(52, 0);
    struct fixture f = in_taiwan(*state, 50);
    fill_random(&f, &random, 4, 0.05, true);
    struct outlines one = outlines_of(&f, 75);
    static const int32_t sizes[] = {1, 7, 16};
    for (int i = 0; i < 6; i++) {
        er_labels *labels = labels_of(&f, sizes[i % 3], i >= 3);
        struct outlines other;
        assert_ok(f.ctx, er_labels_outlines(f.ctx, f.arena, f.plane, labels, 75, &other.items,
                                            &other.count));
        assert_int_equal(one.count, other.count);
        for (size_t k = 0; k < one.count; k++) {
            assert_int_equal(one.items[k].wkb.size, other.items[k].wkb.size);
            assert_memory_equal(one.items[k].wkb.data, other.items[k].wkb.data,
                                one.items[k].wkb.size);
        }
        er_labels_free(labels);
    }
    down(&f);
}

static void outlines_cross_the_antimeridian(void **state) {
    er_random random = er_random_stream(53, 0);
    struct fixture f =
        up(*state, (er_box){176.9, -20.7, -178.2, -12.4}, (er_point){179.9, -17}, 2000);
    fill_random(&f, &random, 3, 0.02, false);
    struct outlines o = outlines_of(&f, 0);
    double most = 0;
    for (size_t i = 0; i < o.count; i++) {
        GEOSGeometry *g = read_degrees(&f, o.items[i].wkb);
        double high = NAN, low = NAN;
        GEOSGeom_getXMax_r(f.geos, g, &high);
        GEOSGeom_getXMin_r(f.geos, g, &low);
        assert_true(high - low < 2); /* no jump to the other side of the map */
        most = fmax(most, fmax(high, -low));
        GEOSGeom_destroy_r(f.geos, g);
    }
    assert_true(most > 180.1);
    check_both(&f);
    down(&f);
}

/** The middle of each line in degrees lies on the plane's straight line but for a twentieth of a
 *  cell. */
static void check_straight_in_degrees(struct fixture *f, er_bytes wkb) {
    GEOSGeometry *degrees = read_degrees(f, wkb), *plane = read_plane(f, wkb);
    GEOSGeometry *border = GEOSBoundary_r(f->geos, plane);
    const GEOSCoordSequence *ring = GEOSGeom_getCoordSeq_r(
        f->geos, GEOSGetExteriorRing_r(f->geos, GEOSGetGeometryN_r(f->geos, degrees, 0)));
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(f->geos, ring, &count);
    assert_true(count >= 4);
    for (unsigned i = 0; i + 1 < count; i++) {
        er_point a, b;
        double off_m = INFINITY;
        GEOSCoordSeq_getXY_r(f->geos, ring, i, &a.x, &a.y);
        GEOSCoordSeq_getXY_r(f->geos, ring, i + 1, &b.x, &b.y);
        er_point middle = {0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
        er_plane_forward(f->plane, &middle, 1);
        GEOSGeometry *point = GEOSGeom_createPointFromXY_r(f->geos, middle.x, middle.y);
        GEOSDistance_r(f->geos, border, point, &off_m);
        if (!(off_m <= 0.051 * f->grid.cell_m)) fail_msg("line %u is %g m off", i, off_m);
        GEOSGeom_destroy_r(f->geos, point);
    }
    GEOSGeom_destroy_r(f->geos, border);
    GEOSGeom_destroy_r(f->geos, plane);
    GEOSGeom_destroy_r(f->geos, degrees);
}

/* Straight lines of the plane are no straight lines in degrees. */
static void large_cells_stay_apart_in_degrees(void **state) {
    er_random random = er_random_stream(54, 0);
    struct fixture f = up(*state, (er_box){8, 54.5, 15.2, 70}, (er_point){8.5, 60}, 10000);
    for (int i = 0; i < 5; i++) {
        fill_random(&f, &random, 3, 0.05 * i, false);
        check_both(&f);
    }
    paint(&f, 0, 0, SIDE, SIDE, 1);
    paint(&f, 5, 5, 30, 10, 2);
    check_both(&f);
    struct outlines o = outlines_of(&f, 0);
    for (size_t i = 0; i < o.count; i++)
        check_straight_in_degrees(&f, o.items[i].wkb);
    down(&f);
}

static void labels_are_set_by_many_threads(void **state) {
    struct fixture f = in_taiwan(*state, 50);
    er_random random = er_random_stream(55, 0);
    er_labels *labels = NULL;
    f.grid.columns = 700;
    f.grid.rows = 600;
    uint8_t *cells = malloc(700 * 600);
    for (int i = 0; i < 700 * 600; i++)
        cells[i] = (uint8_t)er_random_below(&random, 3);
    assert_ok(f.ctx, er_labels_new(f.ctx, &f.grid, &labels));
    int failures = 0;
#pragma omp parallel for num_threads(4) schedule(dynamic, 1) reduction(+ : failures)
    for (size_t i = 0; i < er_grid_tile_count(&f.grid, 50); i++) {
        uint8_t values[50 * 50];
        er_tile t = er_grid_tile(&f.grid, 50, i);
        for (int32_t row = 0; row < t.rows; row++)
            memcpy(values + row * t.columns, cells + (t.row + row) * 700 + t.column,
                   (size_t)t.columns);
        failures += er_labels_set(f.ctx, labels, t, values) != ER_OK;
    }
    assert_int_equal(failures, 0);
    for (int i = 0; i < 700 * 600; i++)
        assert_int_equal(er_labels_at(labels, i % 700, i / 700), cells[i]);
    assert_int_equal(er_labels_at(labels, -1, 0), 0);
    assert_int_equal(er_labels_at(labels, 0, 600), 0);
    const er_tile tiles[] = {{0, 0, 700, 600},     {0, 0, 1, 1},        {255, 255, 2, 2},
                             {256, 256, 256, 256}, {699, 599, 10, 10},  {-5, -7, 300, 270},
                             {400, 100, 600, 600}, {255, 511, 258, 40}, {-300, -300, 1200, 1200}};
    for (size_t k = 0; k < sizeof tiles / sizeof *tiles; k++) {
        er_tile t = tiles[k];
        uint8_t *values = malloc((size_t)t.columns * (size_t)t.rows);
        assert_true(er_labels_get(labels, t, values));
        for (int64_t i = 0; i < (int64_t)t.columns * t.rows; i++)
            assert_int_equal(values[i],
                             er_labels_at(labels, t.column + i % t.columns, t.row + i / t.columns));
        free(values);
    }
    er_labels_free(labels);
    /* nothing but one cell, and a block that holds only zeros */
    uint8_t one[4] = {7, 7, 7, 7};
    assert_ok(f.ctx, er_labels_new(f.ctx, &f.grid, &labels));
    assert_false(er_labels_get(labels, (er_tile){0, 0, 2, 2}, one));
    assert_ok(f.ctx, er_labels_set(f.ctx, labels, (er_tile){300, 300, 1, 1}, one));
    assert_true(er_labels_get(labels, (er_tile){299, 300, 2, 1}, one));
    assert_true(one[0] == 0 && one[1] == 7);
    assert_false(er_labels_get(labels, (er_tile){301, 300, 2, 2}, one));
    assert_false(er_labels_get(labels, (er_tile){700, 600, 2, 2}, one));
    assert_false(er_labels_get(labels, (er_tile){-2, -2, 2, 2}, one));
    assert_false(er_labels_get(labels, (er_tile){0, 0, 2, 2}, one));
    er_labels_free(labels);
    free(cells);
    down(&f);
}

static void what_cannot_be_is_refused(void **state) {
    struct fixture f = in_taiwan(*state, 50);
    er_labels *labels = NULL;
    struct outlines o = {0};
    const uint8_t values[4] = {1, 1, 1, 1};
    assert_ok(f.ctx, er_labels_new(f.ctx, &f.grid, &labels));
    const er_tile bad[] = {{-1, 0, 2, 2}, {0, SIDE - 1, 2, 2}, {SIDE - 1, 0, 2, 2}, {0, 0, -2, 2}};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(er_labels_set(f.ctx, labels, bad[i], values), ER_ERR_RANGE);
    assert_ok(f.ctx, er_labels_outlines(f.ctx, f.arena, f.plane, labels, 10, &o.items, &o.count));
    assert_int_equal(o.count, 0);
    const double tolerances[] = {-1, NAN, INFINITY};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            er_labels_outlines(f.ctx, f.arena, f.plane, labels, tolerances[i], &o.items, &o.count),
            ER_ERR_RANGE);
    er_labels_free(labels);
    const er_grid huge = {0, 0, 1, 1 << 30, 1 << 30};
    assert_int_equal(er_labels_new(f.ctx, &huge, &labels), ER_ERR_RANGE);
    down(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_labels_have_exact_and_simple_outlines),
        cmocka_unit_test(checkerboards_islands_and_holes_are_kept),
        cmocka_unit_test(a_ragged_border_gets_fewer_points),
        cmocka_unit_test(no_way_of_setting_changes_a_byte),
        cmocka_unit_test(outlines_cross_the_antimeridian),
        cmocka_unit_test(large_cells_stay_apart_in_degrees),
        cmocka_unit_test(labels_are_set_by_many_threads),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
