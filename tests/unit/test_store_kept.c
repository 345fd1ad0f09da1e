/* What a coverage run served: packed, back as it was, and never read from a damaged file. */
#include "unit/store_sql.h"
#include "unit/store_world.h"

#include "store/packed.h"

#include <sqlite3.h>
#include <stdlib.h>

static const member disc_members[] = {
    MEMBER(er_cover_disc, INT, station_id), MEMBER(er_cover_disc, POINT, position),
    MEMBER(er_cover_disc, REAL, radius_m), MEMBER(er_cover_disc, TEXT, operator_)};

static void discs_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "cover");
    const er_cover_disc want[] = {{7, {121.1, 25.2}, 500, "乙"},
                                  {3, {-180, -90}, 0.1, NULL},
                                  {INT64_MAX, {180, 90}, 1e9, "A"},
                                  {INT64_MIN, {0, -0.0}, 1200, ""},
                                  {0, {1e-300, 1.0 / 3}, 1200, "乙"}};
    er_cover_disc *rows;
    size_t count;
    assert_ok(f->ctx, er_store_add_cover_discs(f->ctx, f->store, w.run, want, 5));
    assert_int_equal(er_store_add_cover_discs(f->ctx, f->store, w.run, want, 5), ER_ERR_INTERNAL);
    assert_non_null(strstr(er_context_error(f->ctx), "there already"));
    assert_int_equal(er_store_add_cover_discs(f->ctx, f->store, 99, want, 5), ER_ERR_INTERNAL);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 5);
    for (int i = 0; i < 5; i++)
        SAME(disc_members, &rows[i], &want[i]);
    assert_true(signbit(rows[3].position.y));
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, w.run + 1, &rows, &count));
    assert_int_equal(count, 0);
}

static void a_run_may_keep_no_disc_at_all(void **state) {
    fixture *f = *state;
    world w = make_world(f, "cover");
    er_cover_disc *rows;
    size_t count = 1;
    assert_ok(f->ctx, er_store_add_cover_discs(f->ctx, f->store, w.run, NULL, 0));
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 0);
}

static void discs_out_of_range_are_refused(void **state) {
    static const er_cover_disc bad[] = {
        {1, {NAN, 25}, 500, NULL},  {1, {121, NAN}, 500, NULL},    {1, {180.5, 25}, 500, NULL},
        {1, {121, -90.5}, 5, NULL}, {1, {121, 25}, 0, NULL},       {1, {121, 25}, NAN, NULL},
        {1, {121, 25}, -1, NULL},   {1, {121, 25}, INFINITY, NULL}};
    fixture *f = *state;
    world w = make_world(f, "cover");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        er_cover_disc discs[2] = {{1, {121, 25}, 500, NULL}, bad[i]};
        assert_int_equal(er_store_add_cover_discs(f->ctx, f->store, w.run, discs, 2), ER_ERR_RANGE);
        assert_non_null(strstr(er_context_error(f->ctx), "disc 2"));
    }
}

/** A disc takes little room: stations of a list, with few operators and radii. */
static void many_discs_are_small(void **state) {
    enum { DISCS = 26265 };
    fixture *f = *state;
    er_cover_disc *discs = calloc(DISCS, sizeof *discs);
    er_cover_disc *back = NULL;
    uint8_t *blob = NULL;
    size_t size = 0;
    assert_non_null(discs);
    er_random random = er_random_stream(7, 1);
    for (int i = 0; i < DISCS; i++) {
        static const char *const operators[] = {"A", "B", "C", "D", "E"};
        discs[i] = (er_cover_disc){(i * 7919) % DISCS + 1, {0, 0}, i % 3 ? 500 : 1200, NULL};
        discs[i].position.x = round((119.5 + 2.5 * er_random_unit(&random)) * 1e7) / 1e7;
        discs[i].position.y = round((21.5 + 4 * er_random_unit(&random)) * 1e7) / 1e7;
        discs[i].operator_ = operators[i % 5];
    }
    assert_ok(f->ctx, packed_from_discs(f->ctx, discs, DISCS, &blob, &size));
    if (size >= 21 * (size_t)DISCS) fail_msg("%zu bytes a disc", size / DISCS);
    assert_ok(f->ctx, packed_to_discs(f->ctx, f->arena, "x", (er_bytes){blob, size}, DISCS, &back));
    for (int i = 0; i < DISCS; i++)
        SAME(disc_members, &back[i], &discs[i]);
    er_free(blob);
    free(discs);
}

static void masks_come_back_by_row_and_column(void **state) {
    fixture *f = *state;
    world w = make_world(f, "cover");
    enum { WIDE = 1000, HIGH = 700 };
    static uint8_t wide[WIDE * HIGH];
    er_random random = er_random_stream(5, 1);
    for (size_t i = 0; i < sizeof wide; i++)
        wide[i] = i % 37 ? wide[i - 1] : (uint8_t)er_random_below(&random, 3);
    const uint8_t small[6] = {0, 1, 2, 2, 2, 0}, one[1] = {2};
    const er_cover_mask want[] = {{w.run, 0, 0, 3, 2, small},
                                  {w.run, 2048, 0, WIDE, HIGH, wide},
                                  {w.run, 1, 1024, 1, 1, one},
                                  {w.run, INT64_C(1) << 40, 1024, 1, 1, one}};
    er_cover_mask *rows;
    size_t count;
    for (int i = 3; i >= 0; i--)
        assert_ok(f->ctx, er_store_add_cover_mask(f->ctx, f->store, &want[i]));
    assert_int_equal(er_store_add_cover_mask(f->ctx, f->store, &want[0]), ER_ERR_INTERNAL);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, w.run, &rows, &count));
    assert_int_equal(count, 4);
    for (int i = 0; i < 4; i++) {
        assert_true(rows[i].run_id == w.run && rows[i].column == want[i].column &&
                    rows[i].row == want[i].row && rows[i].columns == want[i].columns &&
                    rows[i].rows == want[i].rows);
        assert_memory_equal(rows[i].states, want[i].states,
                            (size_t)(want[i].columns * want[i].rows));
    }
    assert_ok(f->ctx, er_store_cover_masks(f->ctx, f->store, f->arena, w.run + 1, &rows, &count));
    assert_int_equal(count, 0);
}

static void masks_out_of_range_are_refused(void **state) {
    fixture *f = *state;
    world w = make_world(f, "cover");
    const uint8_t states[2] = {1, 3};
    const er_cover_mask bad[] = {{w.run, -1, 0, 1, 1, states},
                                 {w.run, 0, -1, 1, 1, states},
                                 {w.run, 0, 0, 0, 1, states},
                                 {w.run, 0, 0, 1, 0, states},
                                 {w.run, 0, 0, INT64_MAX, INT64_MAX, states},
                                 {w.run, 0, 0, 4097, 4096, states},
                                 {w.run, 0, 0, 2, 1, states}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(er_store_add_cover_mask(f->ctx, f->store, &bad[i]), ER_ERR_RANGE);
}

/** An even mask is a handful of bytes. */
static void an_even_mask_is_small(void **state) {
    enum { CELLS = 1024 * 1024 };
    static uint8_t states[CELLS];
    fixture *f = *state;
    uint8_t *blob = NULL, *back = NULL;
    size_t size = 0;
    memset(states, ER_CELL_SERVED, CELLS / 2);
    assert_ok(f->ctx, packed_from_states(f->ctx, states, CELLS, &blob, &size));
    assert_true(size < 32);
    assert_ok(f->ctx,
              packed_to_states(f->ctx, f->arena, "x", (er_bytes){blob, size}, CELLS, &back));
    assert_memory_equal(back, states, CELLS);
    er_free(blob);
}

/* ---- damaged files --------------------------------------------------------------------------- */

static void tell_blob(const char *path, const char *sql, const uint8_t *blob, size_t size) {
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_blob(statement, 1, blob, (int)size, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

/** A workspace with two discs and one mask, whose triggers are gone. */
static int64_t unprotected(fixture *f) {
    world w = make_world(f, "cover");
    const er_cover_disc discs[2] = {{1, {121, 25}, 500, "A"}, {2, {122, 25}, 500, NULL}};
    const uint8_t states[6] = {0, 1, 2, 2, 2, 0};
    const er_cover_mask mask = {w.run, 0, 0, 3, 2, states};
    assert_ok(f->ctx, er_store_add_cover_discs(f->ctx, f->store, w.run, discs, 2));
    assert_ok(f->ctx, er_store_add_cover_mask(f->ctx, f->store, &mask));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    tell(f->path, "DROP TRIGGER cover_discs_is_final; DROP TRIGGER cover_mask_is_final");
    return w.run;
}

static void assert_damaged(fixture *f, int64_t run, bool discs, bool masks) {
    er_cover_disc *kept;
    er_cover_mask *states;
    size_t count;
    er_status status = er_store_cover_discs(f->ctx, f->store, f->arena, run, &kept, &count);
    assert_int_equal(status, discs ? ER_ERR_STORE : ER_OK);
    if (discs) assert_non_null(strstr(er_context_error(f->ctx), "what a coverage run served"));
    status = er_store_cover_masks(f->ctx, f->store, f->arena, run, &states, &count);
    assert_int_equal(status, masks ? ER_ERR_STORE : ER_OK);
    if (masks) assert_non_null(strstr(er_context_error(f->ctx), "what a coverage run served"));
}

static void blobs_cut_short_are_told(void **state) {
    static const struct {
        const char *keep;
        const char *cut;
        const char *mend;
    } blobs[2] = {{"CREATE TABLE kept AS SELECT discs AS whole FROM cover_discs",
                   "UPDATE cover_discs SET discs = (SELECT substr(whole, 1, %s) FROM kept)",
                   "UPDATE cover_discs SET discs = (SELECT whole FROM kept); DROP TABLE kept"},
                  {"CREATE TABLE kept AS SELECT states AS whole FROM cover_mask",
                   "UPDATE cover_mask SET states = (SELECT substr(whole, 1, %s) FROM kept)",
                   "UPDATE cover_mask SET states = (SELECT whole FROM kept); DROP TABLE kept"}};
    static const char *const lengths[] = {"0", "7", "8", "12", "length(whole) - 1"};
    fixture *f = *state;
    int64_t run = unprotected(f);
    assert_damaged(f, run, false, false);
    for (int k = 0; k < 2; k++) {
        tell(f->path, blobs[k].keep);
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            char sql[256];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(sql, sizeof sql, blobs[k].cut, lengths[i]);
#pragma GCC diagnostic pop
            tell(f->path, sql);
            assert_damaged(f, run, k == 0, k == 1);
        }
        tell(f->path, blobs[k].mend);
    }
    assert_damaged(f, run, false, false);
}

static void wrong_counts_are_told(void **state) {
    static const struct {
        const char *sql;
        bool discs, masks;
    } changes[] = {
        {"UPDATE cover_discs SET count = 1", true, false},
        {"UPDATE cover_discs SET count = 3", true, false},
        {"UPDATE cover_discs SET count = 9223372036854775807", true, false},
        {"UPDATE cover_mask SET rows = 1", false, true},
        {"UPDATE cover_mask SET rows = 3", false, true},
        {"UPDATE cover_mask SET rows = 9223372036854775807", false, true},
        {"UPDATE cover_mask SET columns = 4097, rows = 4096", false, true},
        {"UPDATE cover_mask SET columns = 4294967296, rows = 4294967296", false, true},
    };
    fixture *f = *state;
    int64_t run = unprotected(f);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        tell(f->path, changes[i].sql);
        assert_damaged(f, run, changes[i].discs, changes[i].masks);
        tell(f->path, "UPDATE cover_discs SET count = 2;"
                      "UPDATE cover_mask SET columns = 3, rows = 2");
    }
    assert_damaged(f, run, false, false);
}

/** A small file that says it holds far more than it can, and one that names more cells than a run
 *  can have. */
static void sizes_too_large_are_told(void **state) {
    fixture *f = *state;
    int64_t run = unprotected(f);
    const uint8_t huge[16] = {255, 255, 255, 255, 255, 255, 255, 127, 0x78, 0x9c, 3, 0, 0, 0, 0, 1};
    static uint8_t most[4096 * 4096]; /* cells that are unserved */
    uint8_t *blob = NULL;
    size_t size = 0;
    const uint8_t large[16] = {0, 0, 0, 64, 0, 0, 0, 0, 0x78, 0x9c, 3, 0, 0, 0, 0, 1};
    tell_blob(f->path, "UPDATE cover_discs SET discs = ?1", huge, sizeof huge);
    tell_blob(f->path, "UPDATE cover_mask SET states = ?1", large, sizeof large);
    assert_damaged(f, run, true, true);
    /* whole ones, but more of them than a run can have */
    assert_ok(f->ctx, packed_from_states(f->ctx, most, sizeof most, &blob, &size));
    tell_blob(f->path, "UPDATE cover_mask SET columns = 4096, rows = 4096, states = ?1", blob,
              size);
    er_free(blob);
    assert_damaged(f, run, true, false);
    tell(f->path, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 64)"
                  " INSERT INTO cover_mask(run_id, first_column, first_row, columns, rows, states)"
                  " SELECT run_id, i, 0, 4096, 4096, states FROM cover_mask, n");
    assert_damaged(f, run, true, true);
}

/** Whole packed bytes that mean nothing. */
static er_status unpack(fixture *f, const uint64_t *numbers, size_t count, bool discs) {
    packed_writer writer = {0};
    uint8_t *blob = NULL, *states = NULL;
    er_cover_disc *rows = NULL;
    size_t size;
    for (size_t i = 0; i < count; i++)
        assert_ok(f->ctx, packed_put(f->ctx, &writer, numbers[i]));
    assert_ok(f->ctx, packed_finish(f->ctx, &writer, &blob, &size));
    er_bytes bytes = {blob, size};
    er_status status = discs ? packed_to_discs(f->ctx, f->arena, "x", bytes, 1, &rows)
                             : packed_to_states(f->ctx, f->arena, "x", bytes, 4, &states);
    er_free(blob);
    er_free(writer.data);
    return status;
}

static void senseless_states_are_told(void **state) {
    fixture *f = *state;
    const uint64_t whole[] = {3 * 3 + 1, 3 + 2}, zero[] = {2, 3 * 4}, more[] = {3 * 5},
                   less[] = {3 * 3}, rest[] = {3 * 4, 3}, most[] = {UINT64_MAX};
#define UNPACK(numbers) unpack(f, numbers, sizeof(numbers) / sizeof *(numbers), false)
    assert_ok(f->ctx, UNPACK(whole));
    assert_int_equal(UNPACK(zero), ER_ERR_STORE);
    assert_int_equal(UNPACK(more), ER_ERR_STORE);
    assert_int_equal(UNPACK(less), ER_ERR_STORE);
    assert_int_equal(UNPACK(rest), ER_ERR_STORE);
    assert_int_equal(UNPACK(most), ER_ERR_STORE);
#undef UNPACK
}

/** One disc: no names, no operator, a station; then three doubles as their planes of one byte. */
static void senseless_discs_are_told(void **state) {
    fixture *f = *state;
    enum { HEAD = 3 };
    uint64_t numbers[HEAD + 24] = {0, 0, 2};
    numbers[HEAD + 16 + 6] = 0x40; /* a radius of 2 + ... is not above 0 in 7-bit numbers alone */
    numbers[HEAD + 16 + 7] = 0x40;
    assert_ok(f->ctx, unpack(f, numbers, HEAD + 24, true));
    assert_int_equal(unpack(f, numbers, HEAD + 23, true), ER_ERR_STORE);
    numbers[1] = 1; /* an operator that is not there */
    assert_int_equal(unpack(f, numbers, HEAD + 24, true), ER_ERR_STORE);
    numbers[1] = 0;
    numbers[0] = 40; /* more names than bytes */
    assert_int_equal(unpack(f, numbers, HEAD + 24, true), ER_ERR_STORE);
    numbers[0] = 0;
    numbers[HEAD + 7] = 0x7f; /* a longitude beyond the Earth */
    assert_int_equal(unpack(f, numbers, HEAD + 24, true), ER_ERR_STORE);
    numbers[HEAD + 7] = 0;
    numbers[HEAD + 16 + 6] = numbers[HEAD + 16 + 7] = 0; /* no radius */
    assert_int_equal(unpack(f, numbers, HEAD + 24, true), ER_ERR_STORE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(discs_come_back_as_added),
        TEST(a_run_may_keep_no_disc_at_all),
        TEST(discs_out_of_range_are_refused),
        TEST(many_discs_are_small),
        TEST(masks_come_back_by_row_and_column),
        TEST(masks_out_of_range_are_refused),
        TEST(an_even_mask_is_small),
        TEST(blobs_cut_short_are_told),
        TEST(wrong_counts_are_told),
        TEST(sizes_too_large_are_told),
        TEST(senseless_states_are_told),
        TEST(senseless_discs_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
