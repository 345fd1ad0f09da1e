/** A workspace in a folder of its own, and small rows to put into it. */
#ifndef EVENREACH_STORE_FIXTURE_H
#define EVENREACH_STORE_FIXTURE_H

#include "unit/folder_fixture.h"
#include "unit/test.h"

#include "evenreach/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fixture {
    er_context *ctx;
    er_arena *arena;
    er_store *store;
    char folder[64];
    char path[96];
    char warning[512]; /* the last one logged */
} fixture;

static void keep_warning(void *user, er_log_level level, const char *line) {
    fixture *f = user;
    if (level == ER_LOG_WARNING) snprintf(f->warning, sizeof f->warning, "%s", line);
}

static inline int fixture_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    if (!f) return -1;
    if (!test_folder_make(f->folder, "store") || er_context_new(&f->ctx) != ER_OK) return -1;
    er_context_set_log(f->ctx, keep_warning, f);
    snprintf(f->path, sizeof f->path, "%s/w.sqlite", f->folder);
    if (er_arena_new(f->ctx, &f->arena) != ER_OK) return -1;
    if (er_store_create(f->ctx, f->path, false, &f->store) != ER_OK) {
        fprintf(stderr, "%s\n", er_context_error(f->ctx));
        return -1;
    }
    *state = f;
    return 0;
}

static inline int fixture_down(void **state) {
    fixture *f = *state;
    er_store_close(f->store);
    er_arena_free(f->arena);
    er_context_free(f->ctx);
    int failed = test_folder_remove(f->folder);
    free(f);
    return failed;
}

/** Close and open again, so that what is read comes from the file. */
static inline void reopen(fixture *f, er_store_mode mode) {
    er_store_close(f->store);
    f->store = NULL;
    assert_ok(f->ctx, er_store_open(f->ctx, f->path, mode, &f->store));
}

/** One more workspace beside the fixture's, with a transaction begun. */
static inline er_store *begin_another(fixture *f, int number) {
    er_store *store = NULL;
    char path[128];
    snprintf(path, sizeof path, "%s/%d.sqlite", f->folder, number);
    assert_ok(f->ctx, er_store_create(f->ctx, path, false, &store));
    assert_ok(f->ctx, er_store_begin(f->ctx, store));
    return store;
}

/** A rectangle as WKB of a polygon (93 bytes). */
static inline er_bytes rectangle(uint8_t wkb[93], double x, double y, double width, double height) {
    const double points[10] = {x, y, x + width, y, x + width, y + height, x, y + height, x, y};
    const uint8_t head[13] = {1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};
    memcpy(wkb, head, sizeof head);
    memcpy(wkb + 13, points, sizeof points);
    return (er_bytes){wkb, 93};
}

/** Add a unit that covers a rectangle; 0 for no parent. Returns its id. */
static inline int64_t add_unit(fixture *f, const char *level, const char *code,
                               const char *parent_code, double x, double y, double width,
                               double height) {
    uint8_t wkb[93];
    er_unit unit = {.level = level,
                    .code = code,
                    .parent_code = parent_code,
                    .name = code,
                    .area_km2 = 1,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = rectangle(wkb, x, y, width, height)};
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    return unit.id;
}

static inline er_station plain_station(double x, double y) {
    return (er_station){.row = 1, .height_m = NAN, .radius_m = NAN, .position = {x, y}};
}

static inline er_sector plain_sector(int64_t station_id, double azimuth_deg) {
    return (er_sector){.station_id = station_id,
                       .row = 1,
                       .freq_mhz = NAN,
                       .bandwidth_mhz = NAN,
                       .azimuth_deg = azimuth_deg,
                       .beamwidth_deg = NAN,
                       .vertical_beamwidth_deg = NAN,
                       .tilt_deg = NAN,
                       .height_m = NAN,
                       .power_dbm = NAN,
                       .eirp_dbm = NAN,
                       .gain_dbi = NAN};
}

/** Add stations in an order that starts anywhere; rows are numbered by it. */
static inline void add_stations(fixture *f, const er_station *stations, size_t count,
                                size_t first) {
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < count; i++) {
        er_station station = stations[(first + 7 * i) % count];
        station.row = (int64_t)i + 1;
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** A unit's id by its code. */
static inline int64_t unit_id_of(fixture *f, const char *code) {
    er_unit *units = NULL;
    size_t count;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].code, code) == 0) return units[i].id;
    fail_msg("no unit %s", code);
    return 0;
}

/** What a run found of an area: of a stratum, and of an operator (null: of none). */
static inline er_cover_row find_row(fixture *f, int64_t run, const char *kind, int64_t area_id,
                                    const char *stratum, const char *operator_) {
    er_cover_row *rows = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, kind, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].area_id == area_id && strcmp(rows[i].stratum, stratum) == 0 &&
            er_equal_texts(rows[i].operator_, operator_))
            return rows[i];
    fail_msg("no row of %s %lld, %s %s", kind, (long long)area_id, stratum,
             operator_ ? operator_ : "");
    return (er_cover_row){0};
}

#endif
