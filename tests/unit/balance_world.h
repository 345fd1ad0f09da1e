/** A small world for tests of the balance.
 *
 *   county 1: towns 11 (100 persons) and 12 (300), both in the group A
 *   county 2: towns 21 (400) in B, 22 (200) in no group
 *   each town is 1 km² by its row, and a square of one degree in a line from west to east; 1,000
 *   persons in all
 *
 *   stations: X, X in 11; Y in 12; X in 21; one without operator in 22; X far outside: 6
 *   pilots: p1 in 11 and 21; p2 in county 1; p3 in county 2; p4 without a site; p5 with a site
 *   without a place; p6 twice in 22 and without a place: 6 pilots, 8 sites
 *   firms: p1 10, p2 6, p4 7, p5 2, p6 9; visits: p3 100; budget: p1 400 */
#ifndef EVENREACH_BALANCE_WORLD_H
#define EVENREACH_BALANCE_WORLD_H

#include "unit/store_fixture.h"

#include "evenreach/analysis.h"

enum { TOWNS = 4, STATIONS = 6, SITES = 8, PILOTS = 6 };

static const char *const town_codes[TOWNS] = {"11", "12", "21", "22"};
static const double town_persons[TOWNS] = {100, 300, 400, 200};

/** A unit's id by its code. */
static inline int64_t unit_id(fixture *f, const char *code) {
    er_unit *units;
    size_t count;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].code, code) == 0) return units[i].id;
    return 0;
}

static inline void plant_units(fixture *f, bool turned) {
    int64_t orphans;
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    for (int k = 0; k < TOWNS; k++) {
        int i = turned ? TOWNS - 1 - k : k;
        const char parent[2] = {town_codes[i][0], '\0'};
        int64_t id = add_unit(f, "town", town_codes[i], parent, i, 0, 1, 1);
        er_population row = {.unit_id = id, .persons = town_persons[i], .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    add_unit(f, "county", turned ? "2" : "1", NULL, turned ? 2 : 0, 0, 2, 1);
    add_unit(f, "county", turned ? "1" : "2", NULL, turned ? 0 : 2, 0, 2, 1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
}

static inline void plant_stations(fixture *f, bool turned) {
    static const struct {
        double x;
        const char *operator_;
    } stations[STATIONS] = {{0.3, "X"}, {0.6, "X"}, {1.5, "Y"}, {2.5, "X"}, {3.5, NULL}, {50, "X"}};
    for (int k = 0; k < STATIONS; k++) {
        int i = turned ? STATIONS - 1 - k : k;
        er_station station = plain_station(stations[i].x, 0.5);
        station.operator_ = stations[i].operator_;
        station.row = k + 1;
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
}

static inline void plant_pilots(fixture *f, bool turned) {
    static const struct {
        const char *pilot, *unit;
        int64_t sequence;
    } sites[SITES] = {{"p1", "11", 1}, {"p1", "21", 2}, {"p2", "1", 1},  {"p3", "2", 1},
                      {"p5", NULL, 1}, {"p6", "22", 1}, {"p6", "22", 3}, {"p6", NULL, 2}};
    static const double brings[PILOTS][3] = {{10, NAN, 400}, {6, NAN, NAN}, {NAN, 100, NAN},
                                             {7, NAN, NAN},  {2, NAN, NAN}, {9, NAN, NAN}};
    for (int k = 0; k < PILOTS; k++) {
        const char code[3] = {'p', (char)('1' + (turned ? PILOTS - 1 - k : k)), '\0'};
        int p = code[1] - '1';
        er_pilot pilot = {.code = code,
                          .year = INT64_MIN,
                          .smes = brings[p][0],
                          .visits = brings[p][1],
                          .revenue = NAN,
                          .persons_served = NAN,
                          .budget = brings[p][2]};
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    }
    for (int k = 0; k < SITES; k++) {
        int i = turned ? SITES - 1 - k : k;
        er_pilot_site site = {.pilot_code = sites[i].pilot,
                              .sequence = sites[i].sequence,
                              .unit_code = sites[i].unit,
                              .unit_id = sites[i].unit ? unit_id(f, sites[i].unit) : 0,
                              .place = "place",
                              .located = sites[i].unit ? "unit" : "none",
                              .position = {NAN, NAN},
                              .accuracy_m = NAN};
        assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &site));
    }
}

/** Served, unknown: km² and persons, of each town. Of "all" nothing is served. */
static inline void plant_cover(fixture *f) {
    static const double any[TOWNS][4] = {
        {0.5, 0, 50, 0}, {1, 0, 300, 0}, {0, 0.5, 0, 200}, {0.25, 0, 100, 0}};
    er_run run = {.step = "cover", .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (int i = 0; i < TOWNS; i++) {
        er_cover_row row = {.run_id = run.id,
                            .kind = "unit",
                            .area_id = unit_id(f, town_codes[i]),
                            .stratum = "any",
                            .area_km2 = 1,
                            .served_km2 = any[i][0],
                            .unknown_km2 = any[i][1],
                            .persons = town_persons[i],
                            .persons_served = any[i][2],
                            .persons_unknown = any[i][3]};
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        row.stratum = "all";
        row.served_km2 = row.persons_served = 0;
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        row.stratum = "operator";
        row.operator_ = "X";
        row.served_km2 = 0.25;
        row.persons_served = town_persons[i] / 4;
        row.unknown_km2 = row.persons_unknown = 0;
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
    }
}

static inline void add_scheme(fixture *f, const char *name, const char *level, bool overlapping,
                              const char *const members[][2], size_t count) {
    const er_group groups[] = {{.name = "A", .rank = 0}, {.name = "B", .rank = 1}};
    er_scheme scheme = {
        .name = name, .level = level, .definition = "{}", .overlapping = overlapping};
    er_unit_group rows[8];
    for (size_t i = 0; i < count; i++)
        rows[i] = (er_unit_group){.unit_id = unit_id(f, members[i][0]),
                                  .group = members[i][1],
                                  .value = NAN,
                                  .threshold = NAN};
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &scheme, groups, 2, rows, count));
}

static inline void plant(fixture *f, bool turned) {
    static const char *const class_members[][2] = {{"11", "A"}, {"12", "A"}, {"21", "B"}};
    static const char *const flag_members[][2] = {{"11", "A"}, {"21", "A"}, {"21", "B"}};
    static const char *const side_members[][2] = {{"1", "A"}, {"2", "B"}};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    plant_units(f, turned);
    plant_stations(f, turned);
    plant_pilots(f, turned);
    plant_cover(f);
    add_scheme(f, "class", "town", false, class_members, 3);
    add_scheme(f, "flags", "town", true, flag_members, 3);
    add_scheme(f, "side", "county", false, side_members, 2);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

#endif
