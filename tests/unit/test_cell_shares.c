/* Exact cell shares against GEOS' intersections, against areas, and from tiles of any size. */
#include "disc_cases.h"

#include <gdal.h>
#include <geos_c.h>
#include <ogr_api.h>
#include <stdio.h>

/** Shares of all cells of a grid, gathered by tiles of a size. */
static double *shares_of(er_context *ctx, const er_area *area, const er_grid *grid,
                         int32_t tile_cells) {
    double *shares = calloc((size_t)(grid->columns * grid->rows), sizeof *shares);
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0;
    assert_non_null(shares);
    for (size_t i = 0; i < er_grid_tile_count(grid, tile_cells); i++) {
        er_tile tile = er_grid_tile(grid, tile_cells, i);
        int64_t next = -1;
        assert_ok(ctx, er_cell_shares(ctx, area, grid, tile, &runs, &capacity, &count));
        for (size_t r = 0; r < count; r++) {
            er_cell_run run = runs[r];
            int64_t at = run.row * grid->columns + run.column;
            assert_true(run.row >= tile.row && run.row < tile.row + tile.rows);
            assert_true(run.count > 0 && run.column >= tile.column);
            assert_true(run.column + run.count <= tile.column + tile.columns);
            assert_true(run.share > 0 && run.share <= 1);
            assert_true(at >= next); /* sorted, without overlap */
            for (int64_t c = 0; c < run.count; c++)
                shares[at + c] = run.share;
            next = at + run.count;
        }
    }
    er_free(runs);
    return shares;
}

static double sum_of(const double *shares, const er_grid *grid) {
    er_sum sum = {0};
    for (int64_t i = 0; i < grid->columns * grid->rows; i++)
        er_sum_add(&sum, shares[i]);
    return er_sum_value(&sum) * grid->cell_m * grid->cell_m;
}

/** The same bytes from every tile size. */
static double *from_any_tiles(er_context *ctx, const er_area *area, const er_grid *grid) {
    static const int32_t sizes[] = {1, 7, 64, 256};
    double *whole = shares_of(ctx, area, grid, 256);
    size_t bytes = (size_t)(grid->columns * grid->rows) * sizeof *whole;
    for (size_t i = 0; i < 3; i++) {
        double *parts = shares_of(ctx, area, grid, sizes[i]);
        assert_memory_equal(whole, parts, bytes);
        free(parts);
    }
    return whole;
}

/** And the area as their sum. */
static double *check_tiles(er_context *ctx, const er_area *area, const er_grid *grid) {
    double *whole = from_any_tiles(ctx, area, grid);
    double error = sum_of(whole, grid) / area->area_m2 - 1;
    if (!(fabs(error) < 1e-9)) fail_msg("the shares' sum is off by %g", error);
    return whole;
}

/* ---- random polygons ------------------------------------------------------------------------- */

/** A star round a place: any shape, never crossing itself. */
static void add_star(case_area *a, er_random *random, er_point at, double size, size_t corners,
                     bool hole, double snap) {
    er_point p[200];
    assert_true(corners <= 200);
    for (size_t i = 0; i < corners; i++) {
        size_t k = hole ? corners - 1 - i : i;
        double turn = 2 * M_PI * (double)k / (double)corners;
        double reach = size * (0.35 + 0.65 * er_random_unit(random));
        p[i] = (er_point){at.x + reach * cos(turn), at.y + reach * sin(turn)};
        if (snap > 0) /* onto corners and edges of cells */
            p[i] = (er_point){snap * round(p[i].x / snap), snap * round(p[i].y / snap)};
    }
    case_add_ring(a, p, corners);
}

static GEOSGeometry *geos_ring(GEOSContextHandle_t geos, const er_area *area, size_t ring) {
    size_t start = area->ring_start[ring], count = area->ring_start[ring + 1] - start;
    return GEOSGeom_createLinearRing_r(
        geos, GEOSCoordSeq_copyFromBuffer_r(geos, &area->points[start].x, (unsigned)count, 0, 0));
}

/** The first ring with the others as its holes. */
static GEOSGeometry *geos_area(GEOSContextHandle_t geos, const er_area *area) {
    GEOSGeometry *rings[8];
    assert_true(area->ring_count <= 8);
    for (size_t i = 0; i < area->ring_count; i++)
        rings[i] = geos_ring(geos, area, i);
    return GEOSGeom_createPolygon_r(geos, rings[0], rings + 1, (unsigned)area->ring_count - 1);
}

/** False if snapping made the polygon cross itself: nothing to compare with. */
static bool compare_with_geos(er_context *ctx, const er_area *area, const er_grid *grid) {
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *polygon = geos_area(geos, area);
    bool valid = GEOSisValid_r(geos, polygon) == 1;
    double *shares = valid ? check_tiles(ctx, area, grid) : from_any_tiles(ctx, area, grid);
    for (int64_t row = 0; valid && row < grid->rows; row++)
        for (int64_t column = 0; column < grid->columns; column++) {
            er_box box = er_grid_tile_box(grid, (er_tile){column, row, 1, 1});
            GEOSGeometry *cell =
                GEOSGeom_createRectangle_r(geos, box.min_x, box.min_y, box.max_x, box.max_y);
            GEOSGeometry *both = GEOSIntersection_r(geos, polygon, cell);
            double wanted = 0, share = shares[row * grid->columns + column];
            assert_non_null(both);
            GEOSArea_r(geos, both, &wanted);
            wanted /= grid->cell_m * grid->cell_m;
            if (!(fabs(share - wanted) < 1e-9))
                fail_msg("cell %d %d has %.17g, not %.17g", (int)column, (int)row, share, wanted);
            if (GEOSContains_r(geos, polygon, cell) == 1 && share != 1)
                fail_msg("cell %d %d lies inside but has %.17g", (int)column, (int)row, share);
            if (GEOSDisjoint_r(geos, polygon, cell) == 1 && share != 0)
                fail_msg("cell %d %d lies outside but has %.17g", (int)column, (int)row, share);
            GEOSGeom_destroy_r(geos, both);
            GEOSGeom_destroy_r(geos, cell);
        }
    free(shares);
    GEOSGeom_destroy_r(geos, polygon);
    GEOS_finish_r(geos);
    return valid;
}

static void random_polygons_agree_with_geos(void **state) {
    er_context *ctx = *state;
    er_random random = er_random_stream(41, 0);
    int compared = 0;
    for (int i = 0; i < 200; i++) {
        static const double cells[] = {0.1, 50, 33.3, 1000};
        double cell = cells[i % 4], snap = i % 3 == 1 ? cell : i % 3 == 2 ? cell / 2 : 0;
        double size = cell * (0.2 + 8 * er_random_unit(&random));
        er_point at = {cell * 1e4 * (er_random_unit(&random) - 0.5),
                       cell * 1e4 * (er_random_unit(&random) - 0.5)};
        case_area a = {0};
        add_star(&a, &random, at, size, 3 + er_random_below(&random, 30), false, snap);
        if (i % 2) add_star(&a, &random, at, size * 0.3, 3 + er_random_below(&random, 9), true, 0);
        if (a.area.area_m2 > 1e-4 * size * size) {
            er_grid grid;
            assert_ok(ctx, er_grid_over(ctx, a.area.box, cell, &grid));
            compared += compare_with_geos(ctx, &a.area, &grid);
        }
        case_clear(&a);
    }
    assert_true(compared > 120);
}

/* ---- by hand --------------------------------------------------------------------------------- */

static double share_at(er_context *ctx, const er_area *area, const er_grid *grid, int64_t column,
                       int64_t row) {
    double *shares = shares_of(ctx, area, grid, 256);
    double share = shares[row * grid->columns + column];
    free(shares);
    return share;
}

static void boxes_holes_and_parts_have_their_shares(void **state) {
    er_context *ctx = *state;
    const er_grid grid = {1000, 2000, 10, 12, 9};
    case_area a = {0};
    case_add_box(&a, 1010, 1930, 1060, 1980); /* exactly 5 by 5 cells */
    double *shares = check_tiles(ctx, &a.area, &grid);
    for (int64_t row = 0; row < 9; row++)
        for (int64_t column = 0; column < 12; column++)
            assert_true(shares[row * 12 + column] ==
                        (column >= 1 && column < 6 && row >= 2 && row < 7 ? 1 : 0));
    free(shares);
    /* a hole of a quarter cell, and one of a whole cell */
    er_point quarter[4] = {{1025, 1950}, {1025, 1955}, {1030, 1955}, {1030, 1950}};
    er_point whole[4] = {{1040, 1940}, {1040, 1950}, {1050, 1950}, {1050, 1940}};
    case_add_ring(&a, quarter, 4);
    case_add_ring(&a, whole, 4);
    case_add_box(&a, 1090, 1990, 1115, 1999); /* another part */
    shares = check_tiles(ctx, &a.area, &grid);
    assert_true(shares[4 * 12 + 2] == 0.75 && shares[5 * 12 + 4] == 0);
    assert_true(fabs(shares[9] - 0.9) < 1e-12 && fabs(shares[11] - 0.45) < 1e-12);
    free(shares);
    case_clear(&a);
    /* smaller than its cell, and a cell larger than all */
    case_add_box(&a, 1001, 1996, 1003, 1999);
    assert_true(fabs(share_at(ctx, &a.area, &grid, 0, 0) - 0.06) < 1e-14);
    const er_grid one = {0, 100000, 100000, 1, 1};
    shares = check_tiles(ctx, &a.area, &one);
    assert_true(fabs(shares[0] / 6e-10 - 1) < 1e-9);
    free(shares);
    case_clear(&a);
    /* reaches out of the grid on all sides */
    case_add_box(&a, 0, 0, 5000, 5000);
    shares = shares_of(ctx, &a.area, &grid, 7);
    for (int i = 0; i < 12 * 9; i++)
        assert_true(shares[i] == 1);
    free(shares);
    case_clear(&a);
}

static void slivers_keep_their_area(void **state) {
    er_context *ctx = *state;
    er_random random = er_random_stream(43, 0);
    for (int i = 0; i < 300; i++) {
        er_point p[3];
        p[0] = (er_point){3000 * er_random_unit(&random), 3000 * er_random_unit(&random)};
        p[1] = (er_point){3000 * er_random_unit(&random), 3000 * er_random_unit(&random)};
        double width = pow(10, -1 - 4 * er_random_unit(&random));
        p[2] = (er_point){p[1].x - width * (p[1].y - p[0].y) / 3000,
                          p[1].y + width * (p[1].x - p[0].x) / 3000};
        if (i % 3 == 0) p[1].y = p[0].y; /* along a row */
        if (i % 3 == 0) p[2] = (er_point){p[1].x, p[1].y + (p[1].x > p[0].x ? width : -width)};
        case_area a = {0};
        er_grid grid;
        case_add_ring(&a, p, 3);
        assert_ok(ctx, er_grid_over(ctx, a.area.box, 50, &grid));
        double *shares = shares_of(ctx, &a.area, &grid, 256);
        /* the plane's own rounding is 1e-13 m times the length */
        double error = sum_of(shares, &grid) - a.area.area_m2;
        if (!(fabs(error) < 1e-9 * a.area.area_m2 + 3e-9)) fail_msg("sliver %d: %g m2", i, error);
        free(shares);
        case_clear(&a);
    }
}

static void shares_of_neighbours_add_up_to_one(void **state) {
    er_context *ctx = *state;
    er_random random = er_random_stream(44, 0);
    const er_grid grid = {-2000, 2000, 50, 80, 80};
    enum { STEPS = 60 };
    er_point border[STEPS + 1];
    for (int i = 0; i <= STEPS; i++)
        border[i] = (er_point){-2000 + 4000.0 * i / STEPS, 1500 * (er_random_unit(&random) - 0.5)};
    case_area parts[2];
    memset(parts, 0, sizeof parts);
    er_point lower[STEPS + 3] = {{2000, -2000}}, upper[STEPS + 3] = {{-2000, 2000}};
    for (int i = 0; i <= STEPS; i++) {
        lower[1 + i] = border[STEPS - i];
        upper[1 + i] = border[i];
    }
    lower[STEPS + 2] = (er_point){-2000, -2000};
    upper[STEPS + 2] = (er_point){2000, 2000};
    case_add_ring(&parts[0], lower, STEPS + 3);
    case_add_ring(&parts[1], upper, STEPS + 3);
    double *a = check_tiles(ctx, &parts[0].area, &grid);
    double *b = check_tiles(ctx, &parts[1].area, &grid);
    for (int i = 0; i < 80 * 80; i++)
        if (!(fabs(a[i] + b[i] - 1) < 1e-12)) fail_msg("cell %d: %.17g + %.17g", i, a[i], b[i]);
    free(a);
    free(b);
    case_clear(&parts[0]);
    case_clear(&parts[1]);
}

static void a_tile_beside_the_area_gets_nothing(void **state) {
    er_context *ctx = *state;
    const er_grid grid = {0, 1000, 10, 100, 100};
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 5;
    case_area a = {0};
    case_add_box(&a, 500, 500, 600, 600);
    const er_tile beside[] = {{0, 0, 10, 10}, {60, 40, 40, 10}, {50, 50, 10, 50}, {50, 40, 0, 10}};
    for (size_t i = 0; i < 4; i++) {
        assert_ok(ctx, er_cell_shares(ctx, &a.area, &grid, beside[i], &runs, &capacity, &count));
        assert_int_equal(count, 0);
    }
    er_free(runs);
    case_clear(&a);
}

/* ---- a country ------------------------------------------------------------------------------- */

/** Adds each area's shares to the grid's cells; false shares would not fit the geodesic area. */
static void check_layer(er_context *ctx, const er_plane *plane, const char *name,
                        const er_grid *grid, double *total) {
    char path[512];
    er_cell_run *runs = NULL;
    size_t capacity = 0, count = 0;
    snprintf(path, sizeof path, "%s/../gisdata/tw/%s", TEST_DATA_DIR, name);
    GDALDatasetH file = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (!file) fail_msg("%s can't be opened", path);
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    for (OGRFeatureH f; (f = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(f)) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(f);
        int size = OGR_G_WkbSize(geometry);
        uint8_t *wkb = malloc((size_t)size);
        er_bytes bytes = {wkb, (size_t)size};
        er_area area;
        er_sum sum = {0};
        double geodesic_m2;
        OGR_G_ExportToIsoWkb(geometry, wkbXDR, wkb);
        assert_ok(ctx, er_geodesic_area(ctx, bytes, &geodesic_m2));
        assert_ok(ctx, er_area_from_wkb(ctx, plane, bytes, &area));
        for (size_t i = 0; i < er_grid_tile_count(grid, 256); i++) {
            er_tile tile = er_grid_tile(grid, 256, i);
            assert_ok(ctx, er_cell_shares(ctx, &area, grid, tile, &runs, &capacity, &count));
            for (size_t r = 0; r < count; r++) {
                er_sum_add(&sum, runs[r].share * (double)runs[r].count);
                for (int64_t c = 0; c < runs[r].count; c++)
                    total[runs[r].row * grid->columns + runs[r].column + c] += runs[r].share;
            }
        }
        double cells_m2 = er_sum_value(&sum) * grid->cell_m * grid->cell_m;
        if (!(fabs(cells_m2 / area.area_m2 - 1) < 1e-9))
            fail_msg("%s: cells %.9g, plane %.9g m2", name, cells_m2, area.area_m2);
        if (!(fabs(cells_m2 / geodesic_m2 - 1) < 1e-6))
            fail_msg("%s: cells %.9g, geodesic %.9g m2", name, cells_m2, geodesic_m2);
        er_area_clear(&area);
        free(wkb);
    }
    er_free(runs);
    GDALClose(file);
}

static void a_countrys_cells_are_its_geodesic_area(void **state) {
    er_context *ctx = *state;
    er_plane *plane = NULL;
    er_grid grid;
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    assert_ok(ctx, er_plane_new(ctx, (er_box){118.1, 21.8, 122.1, 26.4}, &plane));
    const er_point corners[] = {{114.3, 10.3}, {124.6, 26.5}, {114.3, 26.5}, {124.6, 10.3}};
    for (size_t i = 0; i < 4; i++) { /* with the islands in the south */
        er_point p = corners[i];
        er_plane_forward(plane, &p, 1);
        box = (er_box){fmin(box.min_x, p.x), fmin(box.min_y, p.y), fmax(box.max_x, p.x),
                       fmax(box.max_y, p.y)};
    }
    assert_ok(ctx, er_grid_over(ctx, box, 500, &grid));
    size_t cells = (size_t)(grid.columns * grid.rows);
    double *towns = calloc(cells, sizeof *towns), *counties = calloc(cells, sizeof *counties);
    GDALAllRegister();
    check_layer(ctx, plane, "towns.fgb", &grid, towns);
    check_layer(ctx, plane, "counties.fgb", &grid, counties);
    size_t inside = 0;
    for (size_t i = 0; i < cells; i++) {
        assert_true(towns[i] < 1 + 1e-6 && counties[i] < 1 + 1e-6);
        inside += counties[i] > 1 - 1e-9;
    }
    assert_true(inside > 100000); /* of 500 m: most of 36,000 km2 */
    free(towns);
    free(counties);
    er_plane_free(plane);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_polygons_agree_with_geos),
        cmocka_unit_test(boxes_holes_and_parts_have_their_shares),
        cmocka_unit_test(slivers_keep_their_area),
        cmocka_unit_test(shares_of_neighbours_add_up_to_one),
        cmocka_unit_test(a_tile_beside_the_area_gets_nothing),
        cmocka_unit_test(a_countrys_cells_are_its_geodesic_area),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
