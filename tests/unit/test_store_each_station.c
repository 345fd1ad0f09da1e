/* Stations read a batch at a time: the same rows in the same order as all at once. */
#include "unit/store_fixture.h"

/* With two sectors each, so many stations are more than one batch (each_station.c). */
enum { STATIONS = 40000, AT_ONE_PLACE = 37, SECTORS = 2 };

struct met {
    fixture *f;
    size_t batches;
    size_t stations;
    size_t sectors;
    size_t stop_after; /* batches; 0: never */
    const er_station *all;
    const er_sector *all_sectors;
    uint64_t id_sum;
};

/** A permutation of the numbers below STATIONS. */
static size_t shuffled(size_t i) {
    return i * 7919 % STATIONS; /* a prime that does not divide it */
}

/** Many at one place, of which some differ in their sectors alone. */
static void add_crowd(fixture *f, size_t sectors) {
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t n = 0; n < STATIONS; n++) {
        size_t i = shuffled(n);
        size_t place = i / AT_ONE_PLACE, rank = i % AT_ONE_PLACE;
        char code[16];
        er_station station = plain_station(120 + (double)place * 1e-3, 23 + (double)(place % 7));
        snprintf(code, sizeof code, "S%zu", rank / 9);
        station.code = code;
        int64_t id = 0;
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &station, &id));
        for (size_t k = sectors; k-- > 0;) {
            er_sector sector = plain_sector(id, (double)(rank + 100 * k));
            assert_ok(f->ctx, er_store_add_sector(f->ctx, f->store, &sector));
        }
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static er_status meet(er_context *ctx, const er_station_batch *batch, void *user) {
    struct met *met = user;
    for (size_t i = 0; i < batch->count; i++) {
        const er_station *station = batch->stations[i], *want = &met->all[met->stations++];
        assert_true(station->position.x == want->position.x &&
                    station->position.y == want->position.y);
        assert_true(same_text(station->code, want->code));
        for (size_t k = 0; k < batch->sector_counts[i]; k++) {
            const er_sector *sector = &batch->sectors[i][k];
            const er_sector *expected = &met->all_sectors[met->sectors++];
            assert_int_equal(sector->id, expected->id);
            assert_int_equal(sector->station_id, station->id);
            assert_int_equal(sector->number, expected->number);
        }
    }
    met->batches++;
    if (met->batches == met->stop_after) return er_fail(ctx, ER_ERR_CANCELLED, "enough");
    return ER_OK;
}

static struct met expected_of(fixture *f) {
    struct met met = {.f = f};
    er_station *stations = NULL;
    er_sector *sectors = NULL;
    size_t count = 0, sector_count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    assert_ok(f->ctx, er_store_sectors(f->ctx, f->store, f->arena, &sectors, &sector_count));
    assert_int_equal(count, STATIONS);
    met.all = stations;
    met.all_sectors = sectors;
    return met;
}

static void batches_hold_what_one_reading_holds(void **state) {
    fixture *f = *state;
    add_crowd(f, SECTORS);
    struct met met = expected_of(f);
    assert_ok(f->ctx, er_store_each_station(f->ctx, f->store, meet, &met));
    assert_true(met.batches > 1);
    assert_int_equal(met.stations, STATIONS);
    assert_int_equal(met.sectors, STATIONS * SECTORS);
}

static void the_reader_can_end_it(void **state) {
    fixture *f = *state;
    add_crowd(f, SECTORS);
    struct met met = expected_of(f);
    met.stop_after = 1;
    assert_int_equal(er_store_each_station(f->ctx, f->store, meet, &met), ER_ERR_CANCELLED);
    assert_int_equal(met.batches, 1);
    /* nothing stays open: the file can be written */
    reopen(f, ER_STORE_WRITE);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static er_status add_up(er_context *ctx, const er_station_batch *batch, void *user) {
    struct met *met = user;
    (void)ctx;
    met->batches++;
    met->stations += batch->count;
    for (size_t i = 0; i < batch->count; i++) {
        met->id_sum += (uint64_t)batch->stations[i]->id;
        assert_int_equal(batch->sector_counts[i], 0);
    }
    return ER_OK;
}

static void sums_meet_every_station_once(void **state) {
    fixture *f = *state;
    struct met met = {.f = f};
    add_crowd(f, 0);
    assert_ok(f->ctx, er_store_any_station(f->ctx, f->store, add_up, &met));
    assert_true(met.batches > 1);
    assert_int_equal(met.stations, STATIONS);
    assert_int_equal(met.id_sum, (uint64_t)STATIONS * (STATIONS + 1) / 2);
}

static void there_may_be_no_station(void **state) {
    fixture *f = *state;
    struct met met = {.f = f};
    assert_ok(f->ctx, er_store_each_station(f->ctx, f->store, meet, &met));
    assert_ok(f->ctx, er_store_any_station(f->ctx, f->store, add_up, &met));
    assert_int_equal(met.stations, 0);
}

/** A batch that the table ends with exactly is the last one. */
static void a_full_batch_can_be_the_last(void **state) {
    enum { UNORDERED_BATCH = 8192 };
    fixture *f = *state;
    struct met met = {.f = f};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < UNORDERED_BATCH; i++) {
        er_station station = plain_station(121, 25);
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_any_station(f->ctx, f->store, add_up, &met));
    assert_int_equal(met.stations, UNORDERED_BATCH);
    assert_int_equal(met.batches, 1);
}

static void one_station_is_found_by_its_id(void **state) {
    fixture *f = *state;
    const er_station *first = NULL, *second = NULL, *none = NULL;
    int64_t ids[2];
    const char *const codes[] = {"甲", "乙"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 2; i++) {
        er_station station = plain_station(121 + i, 25);
        station.code = codes[i];
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &station, &ids[i]));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_station(f->ctx, f->store, f->arena, ids[1], &second));
    assert_ok(f->ctx, er_store_station(f->ctx, f->store, f->arena, ids[0], &first));
    assert_ok(f->ctx, er_store_station(f->ctx, f->store, f->arena, 99, &none));
    assert_string_equal(first->code, "甲");
    assert_string_equal(second->code, "乙");
    assert_true(second->position.x == 122);
    assert_null(none);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(batches_hold_what_one_reading_holds), TEST(the_reader_can_end_it),
        TEST(sums_meet_every_station_once),        TEST(there_may_be_no_station),
        TEST(a_full_batch_can_be_the_last),        TEST(one_station_is_found_by_its_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
