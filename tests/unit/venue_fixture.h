/** Studies, venues and networks for tests of the step "venues". */
#ifndef EVENREACH_VENUE_FIXTURE_H
#define EVENREACH_VENUE_FIXTURE_H

#include "field_fixture.h"
#include "wkb_text.h"

#include "analysis/cover.h"
#include "analysis/venues.h"

static const double venue_west = 121, venue_south = 24;

static inline er_study with_venues(er_study study) {
    const er_study_pack cell = {.operator_ = "small cells",
                                .band = "n78",
                                .radius_m = 150,
                                .bandwidth_mhz = 100,
                                .power_dbm = 30,
                                .gain_dbi = 5,
                                .height_m = 6,
                                .environment = "umi"};
    study.venues = (er_study_venues){.used = true,
                                     .cell_m = 5,
                                     .most_cells = 250000,
                                     .target_share = 0.95,
                                     .active_share = 0.1,
                                     .capacity_share = 1,
                                     .building = "low_loss",
                                     .indoor_depth_m = 10,
                                     .corridor_m = 20,
                                     .spacing_m = 50,
                                     .most_candidates = 200,
                                     .most_nodes = 2000,
                                     .small_cell = cell,
                                     .mobile_pack = cell};
    return study;
}

static inline er_study venue_disc_study(double radius_m) {
    return with_venues((er_study){.coverage_model = "disc",
                                  .default_radius_m = radius_m,
                                  .outline_tolerance_m = 1,
                                  .sha256 = ""});
}

/** Metres from the south-western corner, in degrees: near enough for drawing. */
static inline er_point at_m(double east_m, double north_m) {
    return (er_point){venue_west + east_m / 101700, venue_south + north_m / 110750};
}

static inline er_venue plain_venue(const char *code, er_bytes geometry) {
    return (er_venue){.code = code,
                      .name = code,
                      .peak_crowd = NAN,
                      .reported_area_ha = NAN,
                      .reported_share = NAN,
                      .accuracy_m = NAN,
                      .target_share = NAN,
                      .geometry = geometry};
}

enum { SHAPE_SIZE = 4096 };

/** A polygon without symmetry around a place, `corners` (3 to 100) of them 0.3 to 1 times the
 *  radius away. */
static inline er_bytes star(uint8_t shape[SHAPE_SIZE], er_random *random, double east_m,
                            double north_m, double radius_m, uint32_t corners) {
    er_point points[101];
    for (uint32_t i = 0; i < corners; i++) {
        double away = radius_m * (0.3 + 0.7 * er_random_unit(random));
        double angle = 2 * M_PI * (i + 0.5 * er_random_unit(random)) / corners;
        points[i] = at_m(east_m + away * cos(angle), north_m + away * sin(angle));
    }
    points[corners] = points[0];
    return wkb_ring(shape, points, corners + 1);
}

/** Several polygons of `shapes` as one. */
static inline er_bytes together(uint8_t shape[SHAPE_SIZE], const er_bytes *shapes, uint32_t count) {
    uint8_t *at = wkb_u32(wkb_head(shape, 6), count);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(at, shapes[i].data, shapes[i].size);
        at += shapes[i].size;
    }
    return (er_bytes){shape, (size_t)(at - shape)};
}

static inline er_bytes box_m(uint8_t shape[SHAPE_SIZE], double east_m, double north_m,
                             double width_m, double height_m) {
    const er_point points[5] = {at_m(east_m, north_m), at_m(east_m + width_m, north_m),
                                at_m(east_m + width_m, north_m + height_m),
                                at_m(east_m, north_m + height_m), at_m(east_m, north_m)};
    return wkb_ring(shape, points, 5);
}

static inline void add_venue(fixture *f, er_venue venue) {
    assert_ok(f->ctx, er_geodesic_area(f->ctx, venue.geometry, &venue.area_m2));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static inline er_venue *read_venues(fixture *f, size_t *count) {
    er_venue *venues = NULL;
    assert_ok(f->ctx, er_store_venues(f->ctx, f->store, f->arena, true, &venues, count));
    return venues;
}

/** Stations of two named operators and of none over a square, every fifth where the one before it
 *  stands. */
static inline void draw_stations(er_station *stations, size_t count, double side_m,
                                 uint64_t stream) {
    static const char *const operators[] = {"A", "B", NULL};
    er_random random = er_random_stream(7, stream);
    for (size_t i = 0; i < count; i++) {
        er_point p = at_m(side_m * er_random_unit(&random), side_m * er_random_unit(&random));
        if (i % 5 == 4) p = stations[i - 1].position;
        stations[i] = field_station(operators[er_random_below(&random, 3)], p.x, p.y);
    }
}

struct venue_world {
    er_study study;
    er_plane *plane;
    er_network *network;
    er_venue *venues; /**< by code */
    size_t count;
};

/** The world points to its own study: it must stay where it is. */
static inline void open_world(fixture *f, const er_study *study, struct venue_world *w) {
    *w = (struct venue_world){.study = *study};
    assert_ok(f->ctx, er_venue_plane(f->ctx, f->store, &w->study, &w->plane));
    assert_ok(f->ctx, er_network_new(f->ctx, f->store, &w->study, w->plane, &w->network));
    w->venues = read_venues(f, &w->count);
}

static inline void close_world(struct venue_world *w) {
    er_network_free(w->network);
    er_plane_free(w->plane);
}

#endif
