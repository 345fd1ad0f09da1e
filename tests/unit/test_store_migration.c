/* Workspaces that older versions made, brought up to date. */
#include "unit/store_sql.h"
#include "unit/store_world.h"

#include "store/internal.h"

/** A workspace as the first release made it, with one station in it. */
static void make_version_1(fixture *f, const char *path) {
    er_store *store = NULL;
    assert_ok(f->ctx, er_alloc(f->ctx, 1, sizeof *store, &store));
    store->path = strdup(path);
    store->writable = true;
    assert_ok(f->ctx, store_connect(f->ctx, store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    assert_ok(f->ctx, store_migrate_to(f->ctx, store, 1));
    assert_ok(f->ctx, store_exec(f->ctx, store,
                                 "INSERT INTO station(row_number, synthetic, geom)"
                                 " VALUES (1, 0, MakePoint(121, 25, 4326))"));
    er_store_close(store);
}

/** A workspace as the program left it whose newest schema was the second to the fifth. All hold
 *  two counties, three towns, two stations, venues. The second: sectors, a measurement; a coverage
 *  run with discs, one with signals, and one of the step "measure". The third: a route, pilots, a
 *  scheme, and a run of each of the steps classify, cover, venues, routes, resilience, balance. The
 *  fourth: a station that ended, a pilot with its budget, a candidate, drop points, a target, and
 *  runs of the steps classify, cover (twice), targets, compare. The fifth has no venue but a
 *  rejected row, a pilot with a note, targets, a service need, and a run of each of the steps
 *  classify, cover, resilience, balance, targets, choose. */
static void unpack(int version, const char *path) {
    char command[512];
    snprintf(command, sizeof command, "gunzip -c '%s/golden/store/schema_%d.sqlite.gz' > '%s'",
             TEST_DATA_DIR, version, path);
    assert_int_equal(system(command), 0);
}

/** The migrated file has the schema of a new one, statement by statement. */
static void assert_same_schema(const fixture *f, const char *path) {
    char sql[512];
    snprintf(sql, sizeof sql,
             "ATTACH '%s' AS other; CREATE TEMP TABLE differ AS"
             " SELECT * FROM (SELECT name, sql FROM sqlite_schema"
             " EXCEPT SELECT name, sql FROM other.sqlite_schema) UNION ALL"
             " SELECT * FROM (SELECT name, sql FROM other.sqlite_schema"
             " EXCEPT SELECT name, sql FROM sqlite_schema);"
             "DELETE FROM differ WHERE substr(name, 1, 6) = 'units_';" /* a view for each level */
             "CREATE TEMP TABLE never(a CHECK (a = 0));"
             "INSERT INTO never SELECT count(*) FROM differ",
             f->path);
    tell(path, sql);
}

static void refuse_reading_then_migrate(fixture *f, const char *path) {
    er_store *store = NULL;
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_READ, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "older"));
    assert_ok(f->ctx, er_store_open(f->ctx, path, ER_STORE_WRITE, &store));
    er_store_close(store);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"),
                     store_newest_schema());
}

static void a_workspace_of_version_1_is_brought_up_to_date(void **state) {
    fixture *f = *state;
    char path[128];
    er_store *store = NULL;
    er_sector *rows, sector = {.station_id = 1, .azimuth_deg = 90, .freq_mhz = 3500};
    size_t count;
    sector.bandwidth_mhz = sector.beamwidth_deg = sector.vertical_beamwidth_deg = 65;
    snprintf(path, sizeof path, "%s/old.sqlite", f->folder);
    make_version_1(f, path);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'sector'"), 0);
    refuse_reading_then_migrate(f, path);
    assert_same_schema(f, path);
    assert_ok(f->ctx, er_store_open(f->ctx, path, ER_STORE_WRITE, &store));
    assert_ok(f->ctx, er_store_begin(f->ctx, store));
    assert_ok(f->ctx, er_store_add_sector(f->ctx, store, &sector));
    assert_ok(f->ctx, er_store_commit(f->ctx, store));
    er_store_close(store);
    assert_ok(f->ctx, er_store_open(f->ctx, path, ER_STORE_READ, &store));
    assert_ok(f->ctx, er_store_sectors(f->ctx, store, f->arena, &rows, &count));
    assert_int_equal(count, 1);
    er_store_close(store);
}

typedef struct kept_table {
    const char *table;
    const char *columns;
} kept_table;

/* What later schemas added columns to is named column by column. */
#define KEPT_STATION                                                                               \
    "id, source_id, row_number, code, operator, technology, band, status, date_on, height_m,"      \
    " radius_m, synthetic, geom"
#define KEPT_VENUE                                                                                 \
    "id, source_id, code, pilot_code, name, name_en, type, environment, network, operator,"        \
    " peak_crowd, reported_area_ha, reported_share, accuracy_m, approximate, synthetic, area_m2,"  \
    " inside_lon, inside_lat, geom"
#define KEPT_SECTOR                                                                                \
    "id, station_id, source_id, row_number, code, band, freq_mhz, bandwidth_mhz, azimuth_deg,"     \
    " all_round, beamwidth_deg, vertical_beamwidth_deg, tilt_deg, height_m, power_dbm, eirp_dbm,"  \
    " gain_dbi, antenna"
#define KEPT_PILOT                                                                                 \
    "id, source_id, code, name, name_en, theme, network, status, year, smes, visits, revenue,"     \
    " persons_served, note, document"
#define KEPT_SOURCE                                                                                \
    "id, kind, path, layer, preset, sha256, encoding, crs, crs_how, transform,"                    \
    " transform_accuracy_m, rows_read, rows_accepted, rows_rejected, synthetic, title, vintage,"   \
    " licence, attribution"
#define KEPT_ASSUMPTION                                                                            \
    "id, source_id, run_id, subject, field, value, basis, rows_affected, rows_total"
#define KEPT_TARGET                                                                                \
    "id, source_id, code, measure, denominator, unit, year, target, actual, document"
#define KEPT_FINDING                                                                               \
    "id, run_id, code, year, variant, measure, denominator, unit, definition, definition_zh,"      \
    " period, target, figure, published, gap, part, whole, unknown_share, assumed_share,"          \
    " synthetic, verdict, reason, reason_zh"

/** Every row of the older file stands in the newer one as it was. */
static void assert_rows_kept(const char *before, const char *after, const kept_table *tables,
                             size_t count) {
    for (size_t i = 0; i < count; i++) {
        char sql[1024];
        const char *table = tables[i].table, *columns = tables[i].columns;
        snprintf(sql, sizeof sql,
                 "ATTACH '%s' AS old; CREATE TEMP TABLE never(a CHECK (a = 0));"
                 "INSERT INTO never SELECT count(*) = 0 FROM old.%s;"
                 "INSERT INTO never SELECT count(*) - (SELECT count(*) FROM old.%s) FROM main.%s;"
                 "INSERT INTO never SELECT count(*) FROM (SELECT %s FROM old.%s"
                 " EXCEPT SELECT %s FROM main.%s)",
                 before, table, table, table, columns, table, columns, table);
        if (run_sql(after, sql) != SQLITE_OK) fail_msg("%s is not as it was", table);
    }
}

/** A workspace of an older version, brought up to date with its rows kept and open for writing;
 *  `path` gets where it is. */
static void open_migrated(fixture *f, int version, const kept_table *tables, size_t count,
                          char path[128]) {
    char before[128];
    snprintf(before, sizeof before, "%s/before.sqlite", f->folder);
    snprintf(path, 128, "%s/old.sqlite", f->folder);
    unpack(version, before);
    unpack(version, path);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"), version);
    refuse_reading_then_migrate(f, path);
    assert_same_schema(f, path);
    assert_rows_kept(before, path, tables, count);
    er_store_close(f->store);
    f->store = NULL;
    assert_ok(f->ctx, er_store_open(f->ctx, path, ER_STORE_WRITE, &f->store));
}

static void assert_sound(const char *path) {
    assert_int_equal(ask(path, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

static void a_workspace_of_version_2_keeps_what_it_has(void **state) {
    static const kept_table tables[] = {{"source", KEPT_SOURCE},
                                        {"run", "*"},
                                        {"assumption", KEPT_ASSUMPTION},
                                        {"level", "*"},
                                        {"unit", "*"},
                                        {"population", "*"},
                                        {"station", KEPT_STATION},
                                        {"sectors_placed", "*"},
                                        {"sector", KEPT_SECTOR},
                                        {"measurement", "*"},
                                        {"measurement_fit", "*"},
                                        {"fit", "*"},
                                        {"cover", "*"},
                                        {"cover_level", "*"},
                                        {"cover_outline", "*"},
                                        {"venues_served", "*"},
                                        {"venue", KEPT_VENUE}};
    fixture *f = *state;
    char path[128];
    er_venue *venues;
    size_t count;
    open_migrated(f, 2, tables, sizeof tables / sizeof *tables, path);
    assert_ok(f->ctx, er_store_venues(f->ctx, f->store, f->arena, true, &venues, &count));
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_null(venues[i].services);
        assert_true(isnan(venues[i].target_share) && !venues[i].corridor);
    }
    assert_string_equal(venues[1].name, "小巨蛋");
    er_run run;
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &run));
    er_sole_row sole = {.run_id = run.id, .kind = "unit", .area_id = 1, .area_km2 = 1};
    sole.station_id = 2;
    uint8_t wkb[50];
    er_route route = plain_route("r", line(wkb, 120, 23, 121, 24));
    er_venue strip = plain_venue("strip", venues[0].geometry);
    strip.services = "ar;vr";
    strip.target_share = 0.9;
    strip.corridor = true;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_sole(f->ctx, f->store, &sole));
    assert_ok(f->ctx, er_store_add_route(f->ctx, f->store, &route));
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &strip));
    strip.code = "bad";
    strip.target_share = 1.5;
    assert_int_equal(er_store_add_venue(f->ctx, f->store, &strip), ER_ERR_RANGE);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ); /* the new one at f->path: as it was */
    assert_int_equal(ask(path, "SELECT count(*) FROM venue WHERE services = 'ar;vr'"
                               " AND target_share = 0.9 AND corridor = 1"),
                     1);
    assert_sound(path);
    assert_int_equal(ask(path, "SELECT count(*) FROM idx_route_geom"), 1);
    /* both sectors stand at the first station: they have its place, and are found there */
    assert_int_equal(ask(path, "SELECT count(*) FROM sector s JOIN station t ON t.id = 1"
                               " AND t.geom = s.geom"),
                     2);
    assert_int_equal(ask(path, "SELECT count(*) FROM idx_sector_geom"
                               " WHERE xmin > 120.59 AND xmax < 120.61"),
                     2);
}

static void a_workspace_of_version_3_keeps_what_it_has(void **state) {
    static const kept_table tables[] = {{"source", KEPT_SOURCE},
                                        {"run", "*"},
                                        {"unit", "*"},
                                        {"population", "*"},
                                        {"scheme", "*"},
                                        {"unit_group", "*"},
                                        {"station", KEPT_STATION},
                                        {"venue", "*"},
                                        {"route", "*"},
                                        {"pilot", KEPT_PILOT},
                                        {"pilot_site", "*"},
                                        {"cover", "*"},
                                        {"sole", "*"},
                                        {"venue_share", "*"},
                                        {"venue_finding", "*"},

                                        {"venue_hole", "*"},
                                        {"plan", "*"},
                                        {"choice", "*"},
                                        {"route_share", "*"},
                                        {"route_part", "*"},
                                        {"site_loss", "*"},
                                        {"resilience", "*"},
                                        {"balance", "*"},
                                        {"venues_judged", "*"},
                                        {"routes_served", "*"},
                                        {"critical_sites", "*"},
                                        {"pilots_placed", "*"}};
    fixture *f = *state;
    char path[128];
    er_station *stations;
    er_pilot *pilots;
    er_cover_disc *discs;
    size_t count;
    open_migrated(f, 3, tables, sizeof tables / sizeof *tables, path);
    assert_ok(f->ctx, er_store_stations(f->ctx, f->store, f->arena, &stations, &count));
    assert_int_equal(count, 2);
    assert_string_equal(stations[1].date_on, "2024-05-01");
    assert_true(!stations[0].date_off && !stations[1].date_off);
    assert_ok(f->ctx, er_store_pilots(f->ctx, f->store, f->arena, &pilots, &count));
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) /* nothing is known, which is not nothing */
        assert_true(isnan(pilots[i].budget) && !pilots[i].date_on && !pilots[i].date_off);
    er_run run;
    assert_ok(f->ctx, er_store_last_run(f->ctx, f->store, f->arena, "cover", &run));
    assert_ok(f->ctx, er_store_cover_discs(f->ctx, f->store, f->arena, run.id, &discs, &count));
    assert_int_equal(count, 0); /* kept none */
    er_station ended = plain_station(121, 25);
    er_pilot dear = {.code = "dear", .budget = 1e6, .date_on = "2024", .date_off = "2025"};
    er_drop_point drop = {.position = {121, 25}};
    ended.date_off = "2024-07";
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &ended));
    assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &dear));
    assert_ok(f->ctx, er_store_add_drop_point(f->ctx, f->store, &drop));
    dear.code = "bad";
    dear.budget = -1;
    assert_int_equal(er_store_add_pilot(f->ctx, f->store, &dear), ER_ERR_RANGE);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_int_equal(ask(path, "SELECT count(*) FROM station WHERE date_off = '2024-07'"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM idx_drop_point_geom"), 1);
    assert_sound(path);
}

static void a_workspace_of_version_4_keeps_what_it_has(void **state) {
    static const kept_table tables[] = {{"source", KEPT_SOURCE},
                                        {"run", "*"},
                                        {"unit", "*"},
                                        {"population", "*"},
                                        {"scheme", "*"},
                                        {"unit_group", "*"},
                                        {"station", "*"},
                                        {"venue", "*"},
                                        {"pilot", KEPT_PILOT ", budget, date_on, date_off"},
                                        {"candidate", "*"},
                                        {"drop_point", "*"},
                                        {"target", KEPT_TARGET},
                                        {"cover", "*"},
                                        {"cover_discs", "*"},
                                        {"sole", "*"},
                                        {"compare", "*"},
                                        {"compare_index", "*"},
                                        {"target_finding", KEPT_FINDING},
                                        {"units_compared", "*"}};
    fixture *f = *state;
    char path[128];
    size_t count;
    open_migrated(f, 4, tables, sizeof tables / sizeof *tables, path);
    er_run run = {.step = "choose"};
    er_siting_plan_row plan = {.question = "stations",
                               .place = "station",
                               .number = 1,
                               .variant = "asked",
                               .count = 1,
                               .candidates = 1,
                               .end = "gap",
                               .index = "theil_t",
                               .sentence = "",
                               .sentence_zh = ""};
    er_siting_choice_row choice = {.rank = 1,
                                   .code = "k1",
                                   .position = {121, 25},
                                   .radius_m = NAN,
                                   .next_gains = NAN,
                                   .sentence = "",
                                   .sentence_zh = ""};
    er_siting_choice_row *choices;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    plan.run_id = run.id;
    assert_ok(f->ctx, er_store_add_siting_plan(f->ctx, f->store, &plan));
    choice.plan_id = plan.id;
    assert_ok(f->ctx, er_store_add_siting_choice(f->ctx, f->store, &choice));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx,
              er_store_siting_choices(f->ctx, f->store, f->arena, run.id, &choices, &count));
    assert_int_equal(count, 1);
    reopen(f, ER_STORE_READ);
    assert_int_equal(ask(path, "SELECT count(*) FROM idx_siting_choice_geom"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM sites_chosen WHERE code = 'k1'"), 1);
    assert_sound(path);
}

/** Texts that were in one language stay in that one; the other one is not known. */
static void a_workspace_of_version_5_keeps_what_it_has(void **state) {
    static const kept_table tables[] = {{"source", KEPT_SOURCE},
                                        {"reject", "id, source_id, row_number, code, reason, raw"},
                                        {"assumption", KEPT_ASSUMPTION},
                                        {"run", "*"},
                                        {"pilot", KEPT_PILOT ", budget, date_on, date_off"},
                                        {"target", KEPT_TARGET},
                                        {"target_finding", KEPT_FINDING},
                                        {"service_need", "id, source_id, code, name, dl_mbps,"
                                                         " ul_mbps, latency_ms, basis, document"},
                                        {"siting_plan", "*"},
                                        {"siting_choice", "*"},
                                        {"sites_chosen", "*"}};
    fixture *f = *state;
    char path[128];
    er_target *targets;
    er_assumption *assumptions;
    er_source *sources;
    size_t count;
    open_migrated(f, 5, tables, sizeof tables / sizeof *tables, path);
    assert_ok(f->ctx, er_store_targets(f->ctx, f->store, f->arena, &targets, &count));
    assert_int_equal(count, 2);
    assert_string_equal(targets[1].measure, "persons reached");
    assert_true(!targets[1].measure_zh && !targets[1].denominator_zh);
    assert_ok(f->ctx, er_store_assumptions(f->ctx, f->store, f->arena, &assumptions, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_true(assumptions[i].basis && !assumptions[i].basis_zh && !assumptions[i].value_zh);
    assert_ok(f->ctx, er_store_sources(f->ctx, f->store, f->arena, &sources, &count));
    assert_string_equal(sources[0].title, "Counties");
    assert_true(!sources[0].title_zh && !sources[0].licence_zh && !sources[0].attribution_zh);
    const er_target added = {
        .code = "new", .year = 2026, .target = 1, .actual = NAN, .measure_zh = "新的"};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_target(f->ctx, f->store, &added));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    reopen(f, ER_STORE_READ);
    assert_int_equal(ask(path, "SELECT count(*) FROM target WHERE measure_zh = '新的'"), 1);
    assert_sound(path);
}

static void an_older_workspace_with_a_table_missing_is_told(void **state) {
    fixture *f = *state;
    char path[128];
    er_store *store = NULL;
    snprintf(path, sizeof path, "%s/old.sqlite", f->folder);
    make_version_1(f, path);
    tell(path, "DROP TABLE balance");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    unpack(2, path);
    tell(path, "DROP TABLE fit");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    unpack(3, path);
    tell(path, "DROP TABLE resilience");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    unpack(4, path);
    tell(path, "DROP TABLE compare_index");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    unpack(5, path);
    tell(path, "DROP TABLE siting_plan");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
    tell(f->path, "ALTER TABLE assumption DROP COLUMN basis_zh"); /* of this version, too */
    assert_int_equal(er_store_open(f->ctx, f->path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_non_null(strstr(er_context_error(f->ctx), "damaged"));
}

/** A step that can't be taken takes nothing: the file stays what it was. */
static void a_migration_that_fails_leaves_the_older_workspace(void **state) {
    fixture *f = *state;
    char path[128];
    er_store *store = NULL;
    snprintf(path, sizeof path, "%s/old.sqlite", f->folder);
    make_version_1(f, path);
    tell(path, "CREATE TABLE plan(a)");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"), 1);
    assert_int_equal(ask(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('fit', 'sole')"),
                     0);
    assert_int_equal(ask(path, "SELECT count(*) FROM pragma_table_info('venue')"
                               " WHERE name = 'services'"),
                     0);
    unpack(5, path); /* a column of the last step is in the way */
    tell(path, "ALTER TABLE service_need ADD COLUMN basis_zh TEXT");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"), 5);
    assert_int_equal(ask(path, "SELECT count(*) FROM pragma_table_info('source')"
                               " WHERE name = 'title_zh'"),
                     0);
    unpack(4, path); /* a step's second table is in the way */
    tell(path, "CREATE TABLE siting_choice(a)");
    assert_int_equal(er_store_open(f->ctx, path, ER_STORE_WRITE, &store), ER_ERR_STORE);
    assert_int_equal(ask(path, "SELECT value FROM meta WHERE key = 'schema_version'"), 4);
    assert_int_equal(ask(path, "SELECT count(*) FROM sqlite_schema WHERE name IN"
                               " ('siting_plan', 'siting_plan_is_final', 'sites_chosen')"),
                     0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_workspace_of_version_1_is_brought_up_to_date),
        TEST(a_workspace_of_version_2_keeps_what_it_has),
        TEST(a_workspace_of_version_3_keeps_what_it_has),
        TEST(a_workspace_of_version_4_keeps_what_it_has),
        TEST(a_workspace_of_version_5_keeps_what_it_has),
        TEST(an_older_workspace_with_a_table_missing_is_told),
        TEST(a_migration_that_fails_leaves_the_older_workspace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
