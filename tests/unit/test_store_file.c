/* The file itself: what is refused, what a crash leaves, what other programs see. */
#include "unit/store_fixture.h"
#include "unit/store_sql.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void fill_with_stations(fixture *f, int count) {
    er_random random = er_random_stream(7, (uint64_t)count);
    for (int i = 0; i < count; i++) {
        er_station station =
            plain_station(120 + er_random_unit(&random), 23 + er_random_unit(&random));
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
}

static size_t station_count(fixture *f) {
    er_station *rows;
    size_t count = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    return count;
}

/** The R-tree's own check says ok, and it finds what a scan of all rows finds. */
static void assert_index_complete(fixture *f, int64_t rows) {
    assert_int_equal(ask(f->path, "SELECT rtreecheck('idx_station_geom') = 'ok'"), 1);
    assert_int_equal(ask(f->path, "SELECT count(*) FROM idx_station_geom"), rows);
    assert_int_equal(ask(f->path, "SELECT count(*) FROM station WHERE id NOT IN"
                                  " (SELECT pkid FROM idx_station_geom)"),
                     0);
}

/** Every station lies in the box that the R-tree has for it. */
static void assert_boxes_hold(fixture *f) {
    static const char sql[] = "SELECT xmin <= ?2 AND xmax >= ?2 AND ymin <= ?3 AND ymax >= ?3"
                              " AND xmax - xmin < 1e-4 FROM idx_station_geom WHERE pkid = ?1";
    er_station *rows;
    size_t count;
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &rows, &count));
    assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(statement, 1, rows[i].id);
        sqlite3_bind_double(statement, 2, rows[i].position.x);
        sqlite3_bind_double(statement, 3, rows[i].position.y);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_int_equal(sqlite3_column_int(statement, 0), 1);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void refuse(fixture *f, const char *path, er_store_mode mode, er_status status,
                   const char *word) {
    er_store *store = NULL;
    assert_int_equal(er_store_open(f->ctx, path, mode, &store), status);
    assert_null(store);
    if (!strstr(er_context_error(f->ctx), word)) fail_msg("%s", er_context_error(f->ctx));
    assert_non_null(strstr(er_context_error(f->ctx), path));
}

static void foreign_and_damaged_files_are_refused(void **state) {
    fixture *f = *state;
    char other[128], *bytes;
    size_t size;
    snprintf(other, sizeof other, "%s/other.sqlite", f->folder);
    for (int mode = ER_STORE_READ; mode <= ER_STORE_WRITE; mode++) {
        refuse(f, other, (er_store_mode)mode, ER_ERR_STORE, "no such workspace");
        refuse(f, f->folder, (er_store_mode)mode, ER_ERR_IO, "can't be opened");
    }
    assert_ok(f->ctx, er_file_write(f->ctx, other, "", 0));
    refuse(f, other, ER_STORE_READ, ER_ERR_STORE, "not an evenreach workspace");
    assert_ok(f->ctx, er_file_write(f->ctx, other, "id,name\n1,a\n", 12));
    refuse(f, other, ER_STORE_WRITE, ER_ERR_STORE, "not an evenreach workspace");
    unlink(other);
    tell(other, "CREATE TABLE source(id)");
    refuse(f, other, ER_STORE_WRITE, ER_ERR_STORE, "not an evenreach workspace");
    assert_int_equal(ask(other, "SELECT count(*) FROM sqlite_schema"), 1);

    er_store_close(f->store);
    f->store = NULL;
    assert_ok(f->ctx, er_file_read(f->ctx, f->path, 1 << 22, &bytes, &size));
    assert_ok(f->ctx, er_file_write(f->ctx, other, bytes, size / 2)); /* cut */
    er_store *store = NULL;
    if (er_store_open(f->ctx, other, ER_STORE_READ, &store) == ER_OK) {
        er_balance_row *rows;
        size_t count;
        assert_int_equal(er_store_balance(f->ctx, store, f->arena, 1, &rows, &count), ER_ERR_STORE);
        er_store_close(store);
    }
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    er_free(bytes);

    tell(f->path, "UPDATE meta SET value = '999' WHERE key = 'schema_version'");
    refuse(f, f->path, ER_STORE_READ, ER_ERR_STORE, "newer");
    refuse(f, f->path, ER_STORE_WRITE, ER_ERR_STORE, "newer");
    tell(f->path, "UPDATE meta SET value = 'x' WHERE key = 'schema_version'");
    refuse(f, f->path, ER_STORE_READ, ER_ERR_STORE, "damaged");
    tell(f->path, "UPDATE meta SET value = '1' WHERE key = 'schema_version';"
                  "DROP TABLE balance; CREATE VIEW balance AS SELECT * FROM run");
    refuse(f, f->path, ER_STORE_READ, ER_ERR_STORE, "damaged");
}

static void rows_that_were_tampered_with_are_told(void **state) {
    fixture *f = *state;
    er_station *rows;
    size_t count;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 3);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_store_close(f->store);
    f->store = NULL;
    tell(f->path, "DROP TRIGGER ggu_station_geom; DROP TRIGGER giu_station_geom;"
                  "DROP TRIGGER tmu_station_geom; DROP TRIGGER station_takes_sectors;"
                  "UPDATE station SET geom = x'0001' WHERE id = 2");
    reopen(f, ER_STORE_READ);
    assert_int_equal(er_store_stations(f->ctx, f->store, f->arena, &rows, &count), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
}

static void a_failed_transaction_leaves_nothing(void **state) {
    fixture *f = *state;
    er_station station = plain_station(121, 24);
    assert_int_equal(er_store_add_station(f->ctx, f->store, &station), ER_ERR_USAGE);
    assert_int_equal(er_store_commit(f->ctx, f->store), ER_ERR_USAGE);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_int_equal(er_store_begin(f->ctx, f->store), ER_ERR_USAGE);
    fill_with_stations(f, 100);
    er_store_rollback(f->store);
    assert_int_equal(station_count(f), 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 10);
    er_store_close(f->store); /* open transaction: rolled back */
    f->store = NULL;
    reopen(f, ER_STORE_READ);
    assert_int_equal(station_count(f), 0);
    assert_int_equal(er_store_begin(f->ctx, f->store), ER_ERR_USAGE);
    assert_int_equal(files_in(f->folder), 1);
}

static void repeated_loads_keep_the_index_whole(void **state) {
    fixture *f = *state;
    const int loads[] = {1, 51, 52, 3000, 10, 20, 700}; /* alone and packed, one node and many */
    int64_t rows = 0;
    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
        fill_with_stations(f, loads[i]);
        assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
        rows += loads[i];
        assert_index_complete(f, rows);
    }
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_station same = plain_station(121, 24);
    for (int i = 0; i < 3000; i++) /* all on one spot */
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &same));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_index_complete(f, rows + 3000);
    assert_boxes_hold(f);
    /* what a search in the index finds is what a scan finds */
    const char *const box = "xmax >= 120.25 AND xmin <= 120.5 AND ymax >= 23.5 AND ymin <= 23.75";
    char sql[256];
    er_station *all;
    size_t count;
    int64_t inside = 0;
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &all, &count));
    for (size_t i = 0; i < count; i++)
        inside += all[i].position.x >= 120.25 && all[i].position.x <= 120.5 &&
                  all[i].position.y >= 23.5 && all[i].position.y <= 23.75;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM idx_station_geom WHERE %s", box);
    int64_t found = ask(f->path, sql);
    assert_true(inside > 100 && found >= inside && found <= inside + 2);
}

/** Leaves packed along the curve hardly overlap: a search opens few of them. */
static void packed_leaves_are_compact(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 20000); /* over one square degree */
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_int_equal(ask(f->path,
                         "SELECT sum(area) < 1.4 AND count(*) BETWEEN 393 AND 400 FROM"
                         " (SELECT (max(xmax) - min(xmin)) * (max(ymax) - min(ymin)) AS area"
                         " FROM idx_station_geom JOIN idx_station_geom_rowid ON rowid = pkid"
                         " GROUP BY nodeno)"),
                     1);
}

static void a_killed_load_leaves_the_last_good_state(void **state) {
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 200);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_store_close(f->store);
    f->store = NULL;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        er_store *store = NULL;
        bool fine = er_store_open(f->ctx, f->path, ER_STORE_WRITE, &store) == ER_OK &&
                    er_store_begin(f->ctx, store) == ER_OK;
        for (int i = 0; fine; i++) {
            er_station station = plain_station(121, 24);
            char code[300];
            memset(code, 'a', sizeof code - 1);
            code[sizeof code - 1] = '\0';
            station.code = code;
            fine = er_store_add_station(f->ctx, store, &station) == ER_OK;
            /* by now pages have been written over the file's own */
            if (i == 300000 && write(ready[1], "", 1) != 1) break;
        }
        _exit(1);
    }
    close(ready[1]);
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    kill(child, SIGKILL);
    int result;
    waitpid(child, &result, 0);
    assert_true(WIFSIGNALED(result));
    char journal[128];
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    assert_int_equal(access(journal, F_OK), 0); /* the crash left its journal */
    reopen(f, ER_STORE_READ);
    assert_int_equal(station_count(f), 200);
    assert_int_not_equal(access(journal, F_OK), 0);
    assert_index_complete(f, 200);
    assert_int_equal(ask(f->path, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
}

/** A full disk, played by a limit on the size of files. */
static void a_full_disk_leaves_the_last_good_state(void **state) {
    fixture *f = *state;
    struct stat info;
    struct rlimit before;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 200);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_int_equal(stat(f->path, &info), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit full = {(rlim_t)info.st_size + 20000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 5000);
    er_status status = er_store_commit(f->ctx, f->store);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, ER_ERR_IO);
    assert_non_null(strstr(er_context_error(f->ctx), f->path));
    assert_int_equal(station_count(f), 200);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store)); /* and it can go on */
    fill_with_stations(f, 1);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_index_complete(f, 201);
}

static void another_writer_is_waited_for_then_told(void **state) {
    fixture *f = *state;
    er_store *second = NULL;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 1);
    assert_ok(f->ctx, er_store_open(f->ctx, f->path, ER_STORE_WRITE, &second));
    assert_int_equal(er_store_begin(f->ctx, second), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "in use by another program"));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_begin(f->ctx, second));
    er_store_close(second);
}

static void a_read_only_file_can_be_read(void **state) {
    fixture *f = *state;
    er_store_close(f->store);
    f->store = NULL;
    assert_int_equal(chmod(f->path, 0444), 0);
    assert_int_equal(chmod(f->folder, 0555), 0);
    reopen(f, ER_STORE_READ);
    assert_int_equal(station_count(f), 0);
    er_store_close(f->store);
    f->store = NULL;
    if (geteuid() != 0) refuse(f, f->path, ER_STORE_WRITE, ER_ERR_IO, "can't be changed");
    assert_int_equal(chmod(f->folder, 0755), 0);
    assert_int_equal(files_in(f->folder), 1);
}

static void a_new_workspace_takes_its_place_when_published(void **state) {
    fixture *f = *state;
    er_store *fresh = NULL;
    assert_int_equal(er_store_create(f->ctx, f->path, false, &fresh), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "is there already"));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 5);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));

    er_station station = plain_station(121, 24);
    for (int publish = 0; publish < 2; publish++) {
        assert_ok(f->ctx, er_store_create(f->ctx, f->path, true, &fresh));
        assert_string_equal(er_store_path(fresh), f->path);
        assert_ok(f->ctx, er_store_begin(f->ctx, fresh));
        assert_ok(f->ctx, er_store_add_station(f->ctx, fresh, &station));
        assert_int_equal(er_store_publish(f->ctx, fresh), ER_ERR_USAGE);
        assert_ok(f->ctx, er_store_commit(f->ctx, fresh));
        assert_int_equal(ask(f->path, "SELECT count(*) FROM station"), 5);
        if (publish) {
            assert_ok(f->ctx, er_store_publish(f->ctx, fresh));
            assert_ok(f->ctx, er_store_begin(f->ctx, fresh));
            assert_ok(f->ctx, er_store_add_station(f->ctx, fresh, &station));
            assert_ok(f->ctx, er_store_commit(f->ctx, fresh));
            assert_ok(f->ctx, er_store_publish(f->ctx, fresh));
        }
        er_store_close(fresh);
        assert_int_equal(files_in(f->folder), 1);
    }
    assert_int_equal(ask(f->path, "SELECT count(*) FROM station"), 2);
    char missing[128];
    snprintf(missing, sizeof missing, "%s/none/w.sqlite", f->folder);
    assert_int_equal(er_store_create(f->ctx, missing, true, &fresh), ER_ERR_IO);
    assert_int_equal(er_store_create(f->ctx, "", false, &fresh), ER_ERR_USAGE);
}

/** A journal that a crash left beside the old file is not taken for the new file's. */
static void an_old_journal_does_not_touch_the_new_file(void **state) {
    fixture *f = *state;
    char journal[128];
    er_store_close(f->store);
    f->store = NULL;
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    assert_ok(f->ctx, er_file_write(f->ctx, f->path, "no database", 11));
    assert_ok(f->ctx,
              er_file_write(f->ctx, journal, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7garbage", 15));
    assert_ok(f->ctx, er_store_create(f->ctx, f->path, true, &f->store));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    fill_with_stations(f, 3);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_store_publish(f->ctx, f->store));
    assert_int_not_equal(access(journal, F_OK), 0);
    reopen(f, ER_STORE_READ);
    assert_int_equal(station_count(f), 3);
}

static void other_programs_see_layers(void **state) {
    fixture *f = *state;
    uint8_t wkb[93];
    er_venue venue = {.code = "v",
                      .peak_crowd = NAN,
                      .reported_area_ha = NAN,
                      .reported_share = NAN,
                      .accuracy_m = NAN,
                      .area_m2 = 1,
                      .geometry = rectangle(wkb, 120, 23, 0.5, 0.25)};
    er_pilot pilot = {.code = "p",
                      .year = 2022,
                      .smes = NAN,
                      .visits = NAN,
                      .revenue = NAN,
                      .persons_served = NAN,
                      .budget = NAN};
    er_pilot_site site = {
        .pilot_code = "p", .sequence = 1, .position = {121, 24}, .accuracy_m = NAN};
    er_run run = {.step = "cover", .model = "disc"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    er_cover_row cover = {.kind = "unit",
                          .stratum = "any",
                          .area_km2 = 4,
                          .served_km2 = 1,
                          .persons = 10,
                          .persons_served = 4};
    cover.area_id = add_unit(f, "county", "1", NULL, 120, 23, 1, 1);
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
    assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &site));
    for (int i = 0; i < 2; i++) { /* the newest of two runs is shown */
        assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
        cover.run_id = run.id;
        cover.served_km2 = 1 + i;
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &cover));
    }
    fill_with_stations(f, 9);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    er_store_close(f->store);
    f->store = NULL;
    assert_int_equal(ask(f->path, "SELECT any_area_share * 100 FROM units_county"), 50);
    char command[1024];
    snprintf(command, sizeof command,
             "ogrinfo -ro -al -so '%s' >'%s/info' 2>&1 &&"
             " grep -q '^Layer name: station' '%s/info' &&"
             " grep -q '^Layer name: units_county' '%s/info' &&"
             " grep -q '^Layer name: venues_served' '%s/info' &&"
             " grep -q '^Layer name: pilots_placed' '%s/info' &&"
             " grep -q '^Feature Count: 9' '%s/info' && ! grep -qi error '%s/info'",
             f->path, f->folder, f->folder, f->folder, f->folder, f->folder, f->folder, f->folder);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof command,
             "sqlite3 '%s' \"SELECT load_extension('mod_spatialite');"
             "SELECT ST_IsValid(geom) = 1 AND abs(ST_Area(geom) - 0.125) < 1e-12"
             " AND ST_SRID(geom) = 4326 AND GeometryType(geom) = 'MULTIPOLYGON' FROM venue;"
             "SELECT CheckSpatialIndex('station', 'geom') AND CheckSpatialIndex('unit', 'geom')"
             " AND CheckSpatialIndex('venue', 'geom')\" | tr -d '\\n' | grep -qx 11",
             f->path);
    assert_int_equal(system(command), 0);
    /* another program's change keeps the index right through the file's own triggers */
    snprintf(command, sizeof command,
             "sqlite3 '%s' \"SELECT load_extension('mod_spatialite');"
             "DELETE FROM station WHERE id = 3;"
             "UPDATE station SET geom = MakePoint(122, 25, 4326) WHERE id = 4\"",
             f->path);
    assert_int_equal(system(command), 0);
    assert_index_complete(f, 8);
    assert_int_equal(ask(f->path, "SELECT pkid FROM idx_station_geom WHERE xmin > 121.5"), 4);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {WITH_STORE(foreign_and_damaged_files_are_refused),
                                       WITH_STORE(rows_that_were_tampered_with_are_told),
                                       WITH_STORE(a_failed_transaction_leaves_nothing),
                                       WITH_STORE(repeated_loads_keep_the_index_whole),
                                       WITH_STORE(packed_leaves_are_compact),
                                       WITH_STORE(a_killed_load_leaves_the_last_good_state),
                                       WITH_STORE(a_full_disk_leaves_the_last_good_state),
                                       WITH_STORE(another_writer_is_waited_for_then_told),
                                       WITH_STORE(a_read_only_file_can_be_read),
                                       WITH_STORE(a_new_workspace_takes_its_place_when_published),
                                       WITH_STORE(an_old_journal_does_not_touch_the_new_file),
                                       WITH_STORE(other_programs_see_layers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
