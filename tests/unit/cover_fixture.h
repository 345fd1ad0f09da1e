/** A small workspace whose figures have closed forms, for tests of the cover step and of what
 * follows from it. */
#ifndef EVENREACH_COVER_FIXTURE_H
#define EVENREACH_COVER_FIXTURE_H

#include "store_fixture.h"

#include "evenreach/analysis.h"

/* A town of two villages, west and east, side by side at 121 degrees; a second town apart. */
static const double west = 120.8, middle = 121, east = 121.2, south = 23.4, north = 23.6;

struct world {
    int64_t county;
    int64_t town;
    int64_t village_west;
    int64_t village_east;
    int64_t town_far;
    int64_t venue;
};

static inline int64_t add_place(fixture *f, const char *level, const char *code, const char *parent,
                                double from, double to) {
    uint8_t wkb[93];
    er_unit unit = {.level = level,
                    .code = code,
                    .parent_code = parent,
                    .name = code,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = rectangle(wkb, from, south, to - from, north - south)};
    assert_ok(f->ctx, er_geodesic_area(f->ctx, unit.geometry, &unit.area_km2));
    unit.area_km2 /= 1e6;
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    return unit.id;
}

static inline void add_persons(fixture *f, int64_t unit, double persons) {
    er_population row = {.unit_id = unit, .persons = persons, .households = NAN};
    assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
}

/** Units, persons and a venue of 200 m by 200 m or so around the place of the first station. */
static inline struct world make_world(fixture *f) {
    struct world w;
    int64_t orphans;
    uint8_t wkb[93];
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    w.county = add_place(f, "county", "1", NULL, west, east + 0.2);
    w.town = add_place(f, "town", "10", "1", west, east);
    w.town_far = add_place(f, "town", "11", "1", east, east + 0.2);
    w.village_west = add_place(f, "village", "101", "10", west, middle);
    w.village_east = add_place(f, "village", "102", "10", middle, east);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    add_persons(f, w.village_west, 1000);
    add_persons(f, w.village_east, 3000);
    add_persons(f, w.town_far, 500);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    er_venue venue = {.code = "v",
                      .name = "v",
                      .peak_crowd = NAN,
                      .reported_area_ha = NAN,
                      .reported_share = NAN,
                      .accuracy_m = NAN,
                      .geometry = rectangle(wkb, 120.899, 23.499, 0.002, 0.002)};
    assert_ok(f->ctx, er_geodesic_area(f->ctx, venue.geometry, &venue.area_m2));
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
    w.venue = venue.id;
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return w;
}

static inline er_station station_of(const char *operator_, double x, double y, double radius_m) {
    er_station station = plain_station(x, y);
    station.operator_ = operator_;
    station.radius_m = radius_m;
    return station;
}

static const er_study bare_study = {.coverage_model = "disc", .default_radius_m = NAN};

#endif
