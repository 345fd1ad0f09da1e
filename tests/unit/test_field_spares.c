/* What is left if the site of the best sector fails, against fields made without that site. */
#include "field_fixture.h"
#include "raster_fixture.h"

static const double west = 121, south = 24;
enum { MOST_STATIONS = 64, MOST_OPERATORS = 3 };

/* ---- the world ------------------------------------------------------------------------------- */

static double hills(double column, double row) {
    if (column > 24 && column < 27 && row < 20) return NAN;
    return 150 + 120 * sin(column / 9) * cos(row / 7) + 30 * sin(column / 2.3 + row / 3.1);
}

static const er_study_level levels[] = {
    {.name = "fast", .min_rsrp_dbm = -95, .min_dl_mbps = 60, .min_ul_mbps = 5},
    {.name = "good", .min_rsrp_dbm = -105, .min_dl_mbps = 20, .min_ul_mbps = 1},
    {.name = "slow", .min_rsrp_dbm = -118, .min_dl_mbps = 2, .min_ul_mbps = NAN}};
static const er_sector_rule rule = {.height_m = 20,
                                    .power_dbm = 36,
                                    .bandwidth_mhz = 20,
                                    .subcarrier_khz = 30,
                                    .dl_share = 0.75,
                                    .sectors = 2,
                                    .gain_dbi = 12,
                                    .beamwidth_deg = 90,
                                    .vertical_beamwidth_deg = 20,
                                    .front_to_back_db = 25,
                                    .tilt_deg = 4,
                                    .dl_layers = 1,
                                    .ul_layers = 1,
                                    .range_m = 900};

static er_study study_of(bool terrain) {
    er_study study = field_study();
    study.radio.levels = levels;
    study.radio.level_count = 3;
    study.radio.sectors = &rule;
    study.radio.sight = "expected";
    study.radio.edge_probability = 0.7;
    study.radio.load = 0.8;
    if (!terrain) return study;
    raster_spec ground = {.name = "hills.tif",
                          .crs = "EPSG:4326",
                          .columns = 60,
                          .rows = 60,
                          .transform = {west - 0.01, 0.001, 0, south + 0.05, 0, -0.001},
                          .no_data = -9999,
                          .value = hills};
    study.coverage_model = "p1812";
    study.radio.elevation = raster_make(&ground);
    return study;
}

/** A network of a few sites, each with some operators on some bands. */
struct network {
    er_station stations[MOST_STATIONS];
    size_t count;
};

static void make_network(struct network *n, uint64_t seed, int sites) {
    static const char *const bands[] = {"n78", "n1", "n41"};
    static const char *const names[] = {"A", "B", NULL};
    er_random random = er_random_stream(seed, 0);
    n->count = 0;
    for (int s = 0; s < sites; s++) {
        double x = west + 0.02 * er_random_unit(&random);
        double y = south + 0.02 * er_random_unit(&random);
        for (int o = 0; o < MOST_OPERATORS; o++)
            for (int b = 0; b < 3; b++) {
                if (er_random_unit(&random) > (o == 0 ? 0.6 : 0.25)) continue;
                if (n->count == MOST_STATIONS) return;
                er_station *station = &n->stations[n->count++];
                *station = field_station(names[o], x, y);
                station->band = bands[b];
                station->height_m = 15 + 5 * b;
                station->row = (int64_t)n->count;
            }
    }
}

/** Turn the list, so that the stations of a place do not stand together. */
static void shuffle(struct network *n, uint64_t seed) {
    er_random random = er_random_stream(seed, 1);
    for (size_t i = n->count; i > 1; i--) {
        size_t k = (size_t)(er_random_unit(&random) * (double)i);
        er_station station = n->stations[i - 1];
        n->stations[i - 1] = n->stations[k];
        n->stations[k] = station;
    }
}

/* ---- asking ---------------------------------------------------------------------------------- */

struct answers {
    er_field *field;
    const er_emitter *emitters;
    uint32_t operators;
    er_signal *signals;
    er_spare *spares;
};

static void ask(fixture *f, const er_study *study, const er_plane *plane, const er_grid *grid,
                er_tile tile, const struct network *n, bool with_spares, struct answers *out) {
    size_t cells = (size_t)tile.columns * (size_t)tile.rows, count;
    *out = (struct answers){0};
    assert_ok(f->ctx, er_field_new_of(f->ctx, study, plane, n->stations, NULL, n->count, NULL,
                                      &out->field));
    out->emitters = er_field_sectors(out->field, &count);
    er_field_operators(out->field, &out->operators, NULL);
    out->signals = calloc(cells * MOST_OPERATORS, sizeof *out->signals);
    out->spares = calloc(cells * MOST_OPERATORS, sizeof *out->spares);
    assert_true(out->signals && out->spares);
    if (with_spares)
        assert_ok(f->ctx,
                  er_field_tile_spares(f->ctx, out->field, grid, tile, out->signals, out->spares));
    else
        assert_ok(f->ctx, er_field_tile(f->ctx, out->field, grid, tile, out->signals));
}

static void forget(struct answers *a) {
    er_field_free(a->field);
    free(a->signals);
    free(a->spares);
}

static bool same_place(er_point a, er_point b) {
    return a.x == b.x && a.y == b.y;
}

/** What names a sector in any field: its station's row, and which of the station's it is. */
static int64_t name_of(const struct answers *a, uint32_t sector) {
    int64_t number = 0;
    if (sector == UINT32_MAX) return -1;
    while (sector > 0 && a->emitters[sector - 1].station == a->emitters[sector].station) {
        sector--;
        number++;
    }
    return a->emitters[sector].station->row * 100 + number;
}

/** Index of an operator's name; SIZE_MAX if it has gone. */
static size_t find_operator(const struct answers *a, const char *name) {
    uint32_t count;
    const char *const *names = er_field_operators(a->field, &count, NULL);
    for (size_t o = 0; o < count; o++)
        if (strcmp(names[o], name) == 0) return o;
    return SIZE_MAX;
}

/** How much a comparison saw. */
struct seen {
    size_t cells;
    size_t without;    /**< nothing is left in range */
    size_t lower;      /**< a lower level is left */
    size_t other_band; /**< another carrier serves then */
};

/** The network without all stations of a place; false if that leaves none. */
static bool remove_site(const struct network *n, er_point place, struct network *out) {
    out->count = 0;
    for (size_t i = 0; i < n->count; i++)
        if (!same_place(n->stations[i].position, place))
            out->stations[out->count++] = n->stations[i];
    return out->count > 0;
}

/** Compare the spares of all cells that a site is best in. */
static void compare_site(const struct answers *with, const struct answers *without, er_point place,
                         size_t cells, struct seen *seen) {
    uint32_t operators;
    const char *const *names = er_field_operators(with->field, &operators, NULL);
    for (uint32_t o = 0; o < operators; o++) {
        size_t left = find_operator(without, names[o]);
        for (size_t i = 0; i < cells; i++) {
            const er_signal *best = &with->signals[o * cells + i];
            const er_spare *spare = &with->spares[o * cells + i];
            if (best->sector == UINT32_MAX ||
                !same_place(with->emitters[best->sector].position, place))
                continue;
            er_signal wanted = {.sector = UINT32_MAX};
            if (left != SIZE_MAX) wanted = without->signals[left * cells + i];
            assert_int_equal(name_of(with, spare->sector), name_of(without, wanted.sector));
            assert_int_equal(spare->level, wanted.level);
            seen->cells++;
            seen->without += spare->sector == UINT32_MAX;
            seen->lower += spare->level < best->level;
            seen->other_band +=
                spare->sector != UINT32_MAX &&
                with->emitters[spare->sector].carrier != with->emitters[best->sector].carrier;
        }
    }
}

static er_grid grid_over_world(fixture *f, const er_plane *plane, double cell_m) {
    er_point corner = {west - 0.004, south - 0.004}, other = {west + 0.024, south + 0.024};
    er_grid grid;
    er_plane_forward(plane, &corner, 1);
    er_plane_forward(plane, &other, 1);
    assert_ok(f->ctx,
              er_grid_over(f->ctx, (er_box){corner.x, corner.y, other.x, other.y}, cell_m, &grid));
    return grid;
}

static er_plane *new_plane(fixture *f) {
    er_plane *plane = NULL;
    assert_ok(f->ctx,
              er_plane_new(f->ctx, (er_box){west, south, west + 0.02, south + 0.02}, &plane));
    return plane;
}

/** Every site in turn. */
static void compare_all(fixture *f, const er_study *study, const struct network *n, double cell_m,
                        struct seen *seen) {
    er_plane *plane = new_plane(f);
    er_grid grid = grid_over_world(f, plane, cell_m);
    er_tile all = {0, 0, (int32_t)grid.columns, (int32_t)grid.rows};
    size_t cells = (size_t)grid.columns * (size_t)grid.rows;
    struct answers with, plain;
    ask(f, study, plane, &grid, all, n, true, &with);
    ask(f, study, plane, &grid, all, n, false, &plain);
    for (size_t i = 0; i < cells * with.operators; i++) {
        assert_memory_equal(&with.signals[i].rsrp_dbm, &plain.signals[i].rsrp_dbm, sizeof(double));
        assert_memory_equal(&with.signals[i].sinr_db, &plain.signals[i].sinr_db, sizeof(double));
        assert_int_equal(with.signals[i].sector, plain.signals[i].sector);
        assert_int_equal(with.signals[i].servers, plain.signals[i].servers);
        assert_int_equal(with.signals[i].unknown, plain.signals[i].unknown);
        if (with.signals[i].sector != UINT32_MAX) continue;
        assert_true(with.spares[i].sector == UINT32_MAX && with.spares[i].level == 0);
    }
    for (size_t s = 0; s < n->count; s++) {
        er_point place = n->stations[s].position;
        bool first = true;
        struct network rest;
        struct answers without;
        for (size_t k = 0; k < s; k++)
            first = first && !same_place(n->stations[k].position, place);
        if (!first || !remove_site(n, place, &rest)) continue;
        ask(f, study, plane, &grid, all, &rest, false, &without);
        compare_site(&with, &without, place, cells, seen);
        forget(&without);
    }
    forget(&with);
    forget(&plain);
    er_plane_free(plane);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void over_flat_ground_it_is_what_a_field_without_the_site_gives(void **state) {
    fixture *f = *state;
    er_study study = study_of(false);
    struct seen seen = {0};
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct network n;
        make_network(&n, seed, 3 + (int)seed);
        if (seed % 2) shuffle(&n, seed);
        compare_all(f, &study, &n, 50, &seen);
    }
    assert_true(seen.cells > 10000 && seen.without > 100 && seen.lower > 1000);
    assert_true(seen.other_band > 100);
}

/** Where no level asks for speed, disturbance is left out. */
static void levels_of_strength_alone_give_the_same(void **state) {
    fixture *f = *state;
    static const er_study_level strong[] = {
        {.name = "good", .min_rsrp_dbm = -95, .min_dl_mbps = NAN, .min_ul_mbps = NAN},
        {.name = "weak", .min_rsrp_dbm = -110, .min_dl_mbps = NAN, .min_ul_mbps = 0.5}};
    struct seen seen = {0};
    for (int terrain = 0; terrain < 2; terrain++) {
        er_study study = study_of(terrain);
        study.radio.levels = strong;
        study.radio.level_count = 2;
        for (uint64_t seed = 1; seed <= 3; seed++) {
            struct network n;
            make_network(&n, seed + 40, 5);
            compare_all(f, &study, &n, 60, &seen);
        }
    }
    assert_true(seen.cells > 3000 && seen.without > 100 && seen.lower > 300);
}

static void over_hills_it_is_what_a_field_without_the_site_gives(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    struct seen seen = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct network n;
        make_network(&n, seed, 4);
        if (seed % 2) shuffle(&n, seed);
        compare_all(f, &study, &n, 60, &seen);
    }
    assert_true(seen.cells > 3000 && seen.without > 100 && seen.lower > 300);
    assert_true(seen.other_band > 30);
}

/** Cells times links beyond what is kept of losses at once. */
static void a_large_patch_over_hills_gives_the_same(void **state) {
    fixture *f = *state;
    er_study study = study_of(true);
    er_sector_rule near = rule;
    near.range_m = 400;
    near.sectors = 1;
    study.radio.sectors = &near;
    struct network n;
    struct seen seen = {0};
    make_network(&n, 11, 20);
    assert_true(n.count > 40);
    for (size_t i = 0; i < n.count; i++)
        n.stations[i].height_m = 10 + 0.1 * (double)i; /* a link each */
    n.count = n.count < 50 ? n.count : 50;
    er_plane *plane = new_plane(f);
    er_grid grid = grid_over_world(f, plane, 9.5);
    er_tile all = {0, 0, (int32_t)grid.columns, (int32_t)grid.rows};
    size_t cells = (size_t)grid.columns * (size_t)grid.rows;
    assert_true(cells * n.count > (size_t)1 << 22);
    struct answers with, without;
    ask(f, &study, plane, &grid, all, &n, true, &with);
    for (size_t s = 0; s < n.count; s += 9) {
        struct network rest;
        assert_true(remove_site(&n, n.stations[s].position, &rest));
        ask(f, &study, plane, &grid, all, &rest, false, &without);
        compare_site(&with, &without, n.stations[s].position, cells, &seen);
        forget(&without);
    }
    assert_true(seen.cells > 10000 && seen.lower > 1000);
    forget(&with);
    er_plane_free(plane);
}

static void tiles_do_not_show(void **state) {
    fixture *f = *state;
    struct network n;
    make_network(&n, 5, 8);
    for (int terrain = 0; terrain < 2; terrain++) {
        er_study study = study_of(terrain);
        er_plane *plane = new_plane(f);
        er_grid grid = grid_over_world(f, plane, 40);
        int32_t columns = (int32_t)grid.columns;
        er_tile all = {0, 0, columns, (int32_t)grid.rows}, some = {13, 21, 31, 17};
        struct answers whole, part;
        ask(f, &study, plane, &grid, all, &n, true, &whole);
        ask(f, &study, plane, &grid, some, &n, true, &part);
        size_t left = 0;
        for (int o = 0; o < (int)whole.operators; o++)
            for (int r = 0; r < some.rows; r++)
                for (int c = 0; c < some.columns; c++) {
                    const er_spare *a =
                        &whole.spares[(o * all.rows + r + some.row) * columns + c + some.column];
                    const er_spare *b = &part.spares[(o * some.rows + r) * some.columns + c];
                    assert_true(a->sector == b->sector && a->level == b->level);
                    left += a->level > 0;
                }
        assert_true(left > 50);
        forget(&whole);
        forget(&part);
        er_plane_free(plane);
    }
}

/** Two operators share a mast; one fails there with all its carriers, the other's stay. */
static void a_site_fails_with_all_its_carriers(void **state) {
    fixture *f = *state;
    er_study study = study_of(false);
    struct network n = {.count = 3};
    n.stations[0] = field_station("A", west + 0.01, south + 0.01);
    n.stations[1] = field_station("A", west + 0.01, south + 0.01);
    n.stations[1].band = "n1";
    n.stations[2] = field_station("A", west + 0.013, south + 0.01);
    er_plane *plane = new_plane(f);
    er_grid grid = grid_over_world(f, plane, 20);
    er_point at = n.stations[0].position;
    er_plane_forward(plane, &at, 1);
    er_tile cell = {(int64_t)((at.x - grid.left_m) / 20), (int64_t)((grid.top_m - at.y) / 20) - 4,
                    1, 1};
    struct answers a;
    ask(f, &study, plane, &grid, cell, &n, true, &a);
    assert_true(a.emitters[a.signals[0].sector].station != &n.stations[2]);
    assert_true(a.emitters[a.spares[0].sector].station == &n.stations[2]);
    forget(&a);
    n.count = 2;
    ask(f, &study, plane, &grid, cell, &n, true, &a);
    assert_true(a.signals[0].level > 0);
    assert_true(a.spares[0].sector == UINT32_MAX && a.spares[0].level == 0);
    forget(&a);
    er_plane_free(plane);
}

int main(void) {
#define SPARE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        SPARE_TEST(over_flat_ground_it_is_what_a_field_without_the_site_gives),
        SPARE_TEST(over_hills_it_is_what_a_field_without_the_site_gives),
        SPARE_TEST(levels_of_strength_alone_give_the_same),
        SPARE_TEST(a_large_patch_over_hills_gives_the_same),
        SPARE_TEST(tiles_do_not_show),
        SPARE_TEST(a_site_fails_with_all_its_carriers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
