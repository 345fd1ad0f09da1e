/* What coverage runs keep to be set against others: discs as they were taken, cells by their state,
 * the same bytes however they were computed. */
#include "field_fixture.h"

#include "analysis/cover.h"

#include <json-c/json.h>
#include <stdlib.h>

static const double west = 121, south = 24;

/* ---- discs ----------------------------------------------------------------------------------- */

static er_study disc_study(void) {
    return (er_study){.path = "s.yaml", .coverage_model = "disc", .default_radius_m = 700};
}

static er_station disc_station(const char *operator_, double x, double radius_m,
                               const char *status) {
    return (er_station){.operator_ = operator_,
                        .status = status,
                        .height_m = NAN,
                        .radius_m = radius_m,
                        .position = {x, south + 0.05}};
}

static void a_disc_run_keeps_the_stations_in_service(void **state) {
    fixture *f = *state;
    const er_station stations[] = {disc_station("B", west + 0.06, 500, "in_service"),
                                   disc_station(NULL, west + 0.05, NAN, NULL),
                                   disc_station("A", west + 0.04, 900, "planned"),
                                   disc_station("A", west + 0.03, 1e5, NULL)};
    er_study study = disc_study();
    er_cover_options figures = {.figures_only = true};
    er_cover_disc *discs;
    er_cover_mask *masks;
    er_station *rows;
    size_t count, row_count;
    int64_t run = 0;
    field_add_areas(f, west, south);
    add_stations(f, stations, 4, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &study, &run));
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &row_count));
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, run, &discs, &count));
    assert_int_equal(count, 3);
    static const struct {
        double x, radius_m;
        const char *operator_;
        size_t row;
    } want[] = {{0.03, 1e5, "A", 0}, {0.05, 700, NULL, 2}, {0.06, 500, "B", 3}};
    for (size_t i = 0; i < 3; i++) {
        assert_true(discs[i].position.x == west + want[i].x);
        assert_true(discs[i].position.y == south + 0.05);
        assert_true(discs[i].radius_m == want[i].radius_m);
        assert_int_equal(discs[i].station_id, rows[want[i].row].id);
        assert_true(!discs[i].operator_ == !want[i].operator_);
        if (want[i].operator_) assert_string_equal(discs[i].operator_, want[i].operator_);
    }
    assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, run, &masks, &count));
    assert_int_equal(count, 0);
    assert_ok(f->ctx, er_cover_with(f->ctx, f->store, &study, &figures, &run));
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, run, &discs, &count));
    assert_int_equal(count, 0);
}

static void where_nothing_is_known_nothing_is_kept(void **state) {
    fixture *f = *state;
    er_study studies[] = {disc_study(), field_study()};
    field_add_areas(f, west, south);
    for (int i = 0; i < 2; i++) {
        er_cover_disc *discs;
        er_cover_mask *masks;
        size_t count;
        int64_t run = 0;
        assert_ok(f->ctx, er_cover(f->ctx, f->store, &studies[i], &run));
        assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, run, &discs, &count));
        assert_int_equal(count, 0);
        assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, run, &masks, &count));
        assert_int_equal(count, 0);
    }
}

/* ---- masks ----------------------------------------------------------------------------------- */

/** The grid as the run's parameters have it. */
static er_grid grid_of(fixture *f, int64_t run) {
    er_run *runs;
    size_t count;
    er_grid grid = {0};
    json_object *grid_json = NULL, *value = NULL;
    assert_ok(f->ctx, er_store_runs(f->ctx, f->store, f->arena, &runs, &count));
    assert_int_equal(runs[count - 1].id, run);
    json_object *json = json_tokener_parse(runs[count - 1].parameters);
    assert_true(json_object_object_get_ex(json, "plane", &value));
    assert_non_null(strstr(json_object_get_string(value), "+proj=laea"));
    assert_true(json_object_object_get_ex(json, "grid", &grid_json));
    const struct {
        const char *key;
        double *real;
        int64_t *whole;
    } members[] = {{"left_m", &grid.left_m, NULL},
                   {"top_m", &grid.top_m, NULL},
                   {"cell_m", &grid.cell_m, NULL},
                   {"columns", NULL, &grid.columns},
                   {"rows", NULL, &grid.rows}};
    for (size_t i = 0; i < 5; i++) {
        assert_true(json_object_object_get_ex(grid_json, members[i].key, &value));
        if (members[i].real) *members[i].real = json_object_get_double(value);
        if (members[i].whole) *members[i].whole = json_object_get_int64(value);
    }
    json_object_put(json);
    return grid;
}

/** All cells of the grid; what is left out is unserved. */
static uint8_t *cells_of(fixture *f, int64_t run, const er_grid *grid, size_t *mask_count) {
    er_cover_mask *masks;
    uint8_t *cells = calloc((size_t)grid->columns, (size_t)grid->rows);
    assert_non_null(cells);
    assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, run, &masks, mask_count));
    for (size_t k = 0; k < *mask_count; k++) {
        const er_cover_mask *mask = &masks[k];
        assert_true(mask->column % 1024 == 0 && mask->row % 1024 == 0);
        assert_true(mask->column + mask->columns <= grid->columns && mask->columns <= 1024);
        assert_true(mask->row + mask->rows <= grid->rows && mask->rows <= 1024);
        for (int64_t row = 0; row < mask->rows; row++)
            memcpy(cells + (mask->row + row) * grid->columns + mask->column,
                   mask->states + row * mask->columns, (size_t)mask->columns);
    }
    return cells;
}

static int64_t count_of(const uint8_t *cells, const er_grid *grid, uint8_t state) {
    int64_t found = 0;
    for (int64_t i = 0; i < grid->columns * grid->rows; i++)
        found += cells[i] == state;
    return found;
}

static void a_signal_run_keeps_its_cells(void **state) {
    static const int32_t tiles[] = {256, 100, 1024};
    fixture *f = *state;
    const er_station stations[] = {field_station("A", west + 0.1, south + 0.05),
                                   field_station("B", west + 0.11, south + 0.05)};
    er_study study = field_study();
    er_cover_row *rows;
    uint8_t *first = NULL;
    size_t count, mask_count, blobs = 0;
    study.radio.resolution_m = 12;
    field_add_areas(f, west, south);
    add_stations(f, stations, 2, 0);
    for (size_t i = 0; i < 3; i++) {
        er_cover_options options = {.tile_cells = tiles[i]};
        int64_t run = 0;
        er_context_set_threads(f->ctx, 1 + (int)i % 2);
        assert_ok(f->ctx, er_cover_with(f->ctx, f->store, &study, &options, &run));
        er_grid grid = grid_of(f, run);
        assert_true(grid.cell_m == 12 && grid.columns > 1024);
        uint8_t *cells = cells_of(f, run, &grid, &mask_count);
        assert_int_equal(mask_count, 2); /* side by side */
        if (i > 0) {
            assert_int_equal(mask_count, blobs);
            assert_memory_equal(cells, first, (size_t)(grid.columns * grid.rows));
            free(cells);
            continue;
        }
        first = cells;
        blobs = mask_count;
        int64_t served = count_of(cells, &grid, ER_CELL_SERVED);
        assert_int_equal(count_of(cells, &grid, ER_CELL_UNKNOWN), 0);
        assert_int_equal(cells[0], ER_CELL_UNSERVED);
        assert_int_equal(cells[grid.rows / 2 * grid.columns + grid.columns / 2], ER_CELL_SERVED);
        /* all of them lie in the county */
        assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, "unit", &rows, &count));
        double most_km2 = 0;
        for (size_t k = 0; k < count; k++)
            if (strcmp(rows[k].stratum, "any") == 0) most_km2 = fmax(most_km2, rows[k].served_km2);
        double kept_km2 = (double)served * 144 / 1e6;
        if (!(most_km2 > 1 && fabs(kept_km2 / most_km2 - 1) < 1e-3))
            fail_msg("%g km2 kept of %g km2 served", kept_km2, most_km2);
    }
    free(first);
}

/** A job of one stratum, with labels of our own. */
static void states_are_of_labels(void **state) {
    fixture *f = *state;
    er_run run = {.step = "cover"};
    er_grid grid = {0, 0, 10, 2500, 1030};
    er_labels *labels = NULL;
    er_cover_job job = {.grid = grid, .labels = &labels};
    size_t mask_count;
    static const uint8_t values[5] = {1, 0, ER_COVER_UNKNOWN_LABEL, 3, 254};
    job.field = (const er_field *)(const void *)&grid; /* is there: nothing is asked of it */
    assert_ok(f->ctx, er_labels_new(f->ctx, &grid, &labels));
    assert_ok(f->ctx, er_labels_set(f->ctx, labels, (er_tile){2046, 1029, 5, 1}, values));
    assert_ok(f->ctx, er_labels_set(f->ctx, labels, (er_tile){0, 0, 1, 5}, values));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    assert_ok(f->ctx, er_cover_keep(f->ctx, f->store, &job, run.id));
    uint8_t *cells = cells_of(f, run.id, &grid, &mask_count);
    assert_int_equal(mask_count, 3); /* of six: the rest holds nothing */
    static const uint8_t want[5] = {ER_CELL_SERVED, ER_CELL_UNSERVED, ER_CELL_UNKNOWN,
                                    ER_CELL_SERVED, ER_CELL_SERVED};
    for (int64_t i = 0; i < 5; i++) {
        assert_int_equal(cells[1029 * grid.columns + 2046 + i], want[i]);
        assert_int_equal(cells[i * grid.columns], want[i]);
    }
    assert_int_equal(count_of(cells, &grid, ER_CELL_SERVED), 6);
    assert_int_equal(count_of(cells, &grid, ER_CELL_UNKNOWN), 2);
    job.figures_only = true; /* once more would be refused */
    assert_ok(f->ctx, er_cover_keep(f->ctx, f->store, &job, run.id));
    free(cells);
    er_labels_free(labels);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_disc_run_keeps_the_stations_in_service),
        TEST(where_nothing_is_known_nothing_is_kept),
        TEST(a_signal_run_keeps_its_cells),
        TEST(states_are_of_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
