/** What results hang on: units, stations, venues and routes, none of them added in the order of
 * their codes; and one run of every step. */
#ifndef EVENREACH_STORE_WORLD_H
#define EVENREACH_STORE_WORLD_H

#include "unit/store_fixture.h"
#include "unit/store_same.h"

enum { FIRST, SECOND };

typedef struct world {
    int64_t units[2];
    int64_t stations[2];
    int64_t venues[2];
    int64_t routes[2];
    int64_t run;
} world;

/** A line of two points as WKB of a multiline (50 bytes). */
static inline er_bytes line(uint8_t wkb[50], double x, double y, double to_x, double to_y) {
    const uint8_t head[18] = {1, 5, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0};
    const double points[4] = {x, y, to_x, to_y};
    memcpy(wkb, head, sizeof head);
    memcpy(wkb + 18, points, sizeof points);
    return (er_bytes){wkb, 50};
}

static inline er_venue plain_venue(const char *code, er_bytes geometry) {
    return (er_venue){.code = code,
                      .peak_crowd = NAN,
                      .reported_area_ha = NAN,
                      .reported_share = NAN,
                      .accuracy_m = NAN,
                      .target_share = NAN,
                      .area_m2 = 1e4,
                      .geometry = geometry};
}

static inline er_route plain_route(const char *code, er_bytes geometry) {
    return (er_route){.code = code, .speed_kmh = NAN, .length_m = 1000, .geometry = geometry};
}

/** Opens a transaction and leaves it open. */
static inline world make_world(fixture *f, const char *step) {
    world w = {0};
    uint8_t wkb[93];
    er_run run = {.step = step};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 0));
    for (int i = SECOND; i >= FIRST; i--) {
        const char *const codes[] = {"1", "2"};
        er_station station = plain_station(121 + i, 25);
        er_venue venue = plain_venue(codes[i], rectangle(wkb, 121 + i, 25, 0.5, 0.5));
        w.units[i] = add_unit(f, "town", codes[i], NULL, 121 + i, 25, 1, 1);
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &station, &w.stations[i]));
        assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
        er_route route = plain_route(codes[i], line(wkb, 121 + i, 25, 121 + i, 26));
        assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &route));
        w.venues[i] = venue.id;
        w.routes[i] = route.id;
    }
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    w.run = run.id;
    return w;
}

/** Add the rows from the last to the first, read them, and find them in their order; another run
 * has none of them, and none can be added twice. Leaves a transaction open. */
#define ROUND_TRIP(f, type, add, read, members, want)                                              \
    do {                                                                                           \
        const size_t wanted_ = sizeof(want) / sizeof *(want);                                      \
        type *rows_ = NULL;                                                                        \
        size_t count_ = 0;                                                                         \
        for (size_t i_ = wanted_; i_-- > 0;)                                                       \
            assert_ok((f)->ctx, add((f)->ctx, (f)->store, &(want)[i_]));                           \
        assert_ok((f)->ctx, er_store_commit((f)->ctx, (f)->store));                                \
        reopen(f, ER_STORE_WRITE);                                                                 \
        assert_ok((f)->ctx,                                                                        \
                  read((f)->ctx, (f)->store, (f)->arena, (want)[0].run_id, &rows_, &count_));      \
        assert_int_equal(count_, wanted_);                                                         \
        for (size_t i_ = 0; i_ < wanted_; i_++)                                                    \
            SAME(members, &rows_[i_], &(want)[i_]);                                                \
        assert_ok((f)->ctx,                                                                        \
                  read((f)->ctx, (f)->store, (f)->arena, (want)[0].run_id + 1, &rows_, &count_));  \
        assert_int_equal(count_, 0);                                                               \
        assert_ok((f)->ctx, er_store_begin((f)->ctx, (f)->store));                                 \
        assert_int_equal(add((f)->ctx, (f)->store, &(want)[0]), ER_ERR_INTERNAL);                  \
        if (!strstr(er_context_error((f)->ctx), "there already"))                                  \
            fail_msg("%s", er_context_error((f)->ctx));                                            \
    } while (0)

/** The same of rows that come back in the order added: what they say is in no order. */
#define AS_ADDED(f, type, add, read, members, want)                                                \
    do {                                                                                           \
        const size_t wanted_ = sizeof(want) / sizeof *(want);                                      \
        type *rows_ = NULL;                                                                        \
        size_t count_ = 0;                                                                         \
        for (size_t i_ = 0; i_ < wanted_; i_++)                                                    \
            assert_ok((f)->ctx, add((f)->ctx, (f)->store, &(want)[i_]));                           \
        assert_ok((f)->ctx, er_store_commit((f)->ctx, (f)->store));                                \
        reopen(f, ER_STORE_WRITE);                                                                 \
        assert_ok((f)->ctx,                                                                        \
                  read((f)->ctx, (f)->store, (f)->arena, (want)[0].run_id, &rows_, &count_));      \
        assert_int_equal(count_, wanted_);                                                         \
        for (size_t i_ = 0; i_ < wanted_; i_++)                                                    \
            SAME(members, &rows_[i_], &(want)[i_]);                                                \
        assert_ok((f)->ctx,                                                                        \
                  read((f)->ctx, (f)->store, (f)->arena, (want)[0].run_id + 1, &rows_, &count_));  \
        assert_int_equal(count_, 0);                                                               \
        assert_ok((f)->ctx, er_store_begin((f)->ctx, (f)->store));                                 \
    } while (0)

/** Every one of the rows is there already. */
#define ONCE(f, add, want)                                                                         \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < sizeof(want) / sizeof *(want); i_++) {                            \
            assert_int_equal(add((f)->ctx, (f)->store, &(want)[i_]), ER_ERR_INTERNAL);             \
            if (!strstr(er_context_error((f)->ctx), "there already"))                              \
                fail_msg("%s", er_context_error((f)->ctx));                                        \
        }                                                                                          \
    } while (0)

/** Add a copy of a row with one member changed: it must be refused, with a word in the line. */
#define REFUSED(f, type, add, row, change, status, word)                                           \
    do {                                                                                           \
        type row_ = (row);                                                                         \
        row_.change;                                                                               \
        assert_int_equal(add((f)->ctx, (f)->store, &row_), status);                                \
        if (!strstr(er_context_error((f)->ctx), word)) fail_msg("%s", er_context_error((f)->ctx)); \
    } while (0)

#endif
