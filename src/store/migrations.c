/* The schema, as the list of steps that lead to it. A step once released is never changed: a
 * change of the schema is a new step at the end. */
#include "store/internal.h"

#include <stdio.h>
#include <string.h>

enum { APPLICATION_ID = 0x45765265 /* "EvRe" */ };

/* Statements run in order; one that returns a row must return 1 (SpatiaLite's functions report
 * failure that way). A geometry column is declared as BLOB, as STRICT asks, and then registered. */
static const char *const version_1[] = {
    "SELECT InitSpatialMetaData(0, 'NONE')", "SELECT InsertEpsgSrid(4326)",

    "CREATE TABLE source("
    " id INTEGER PRIMARY KEY, kind TEXT NOT NULL, path TEXT, layer TEXT, preset TEXT, sha256 TEXT,"
    " encoding TEXT, crs TEXT, crs_how TEXT, transform TEXT, transform_accuracy_m REAL,"
    " rows_read INTEGER NOT NULL CHECK (rows_read >= 0),"
    " rows_accepted INTEGER NOT NULL CHECK (rows_accepted >= 0),"
    " rows_rejected INTEGER NOT NULL CHECK (rows_rejected >= 0),"
    " synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),"
    " title TEXT, vintage TEXT, licence TEXT, attribution TEXT) STRICT",

    "CREATE TABLE reject("
    " id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id),"
    " row_number INTEGER NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT) STRICT",
    "CREATE INDEX reject_source ON reject(source_id, row_number)",

    "CREATE TABLE run("
    " id INTEGER PRIMARY KEY, step TEXT NOT NULL, model TEXT, parameters TEXT, versions TEXT,"
    " inputs TEXT, status TEXT NOT NULL) STRICT",
    "CREATE TRIGGER run_is_final BEFORE UPDATE ON run BEGIN"
    " SELECT RAISE(ABORT, 'a run is never changed'); END",

    "CREATE TABLE assumption("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " run_id INTEGER REFERENCES run(id), subject TEXT NOT NULL, field TEXT NOT NULL, value TEXT,"
    " basis TEXT, rows_affected INTEGER NOT NULL CHECK (rows_affected >= 0),"
    " rows_total INTEGER NOT NULL CHECK (rows_total >= 0)) STRICT",

    "CREATE TABLE level(name TEXT PRIMARY KEY, rank INTEGER NOT NULL) STRICT",

    "CREATE TABLE unit("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " level TEXT NOT NULL REFERENCES level(name), code TEXT NOT NULL CHECK (code <> ''),"
    " parent_code TEXT, parent_id INTEGER REFERENCES unit(id), name TEXT, name_en TEXT,"
    " area_km2 REAL CHECK (area_km2 >= 0),"
    " persons REAL CHECK (persons >= 0), persons_method TEXT,"
    " households REAL CHECK (households >= 0), households_method TEXT,"
    " inside_lon REAL, inside_lat REAL, geom BLOB NOT NULL,"
    " UNIQUE (level, code)) STRICT",
    "CREATE INDEX unit_parent ON unit(parent_id)",
    "SELECT RecoverGeometryColumn('unit', 'geom', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('unit', 'geom')",

    "CREATE TABLE population("
    " unit_id INTEGER PRIMARY KEY REFERENCES unit(id), source_id INTEGER REFERENCES source(id),"
    " persons REAL NOT NULL CHECK (persons >= 0), households REAL CHECK (households >= 0),"
    " as_of TEXT) STRICT",

    "CREATE TABLE scheme("
    " name TEXT PRIMARY KEY, title TEXT, title_zh TEXT, level TEXT NOT NULL REFERENCES level(name),"
    " definition TEXT, overlapping INTEGER NOT NULL CHECK (overlapping IN (0, 1)),"
    " rank INTEGER NOT NULL) STRICT",
    "CREATE TABLE scheme_group("
    " scheme TEXT NOT NULL REFERENCES scheme(name), name TEXT NOT NULL,"
    " title TEXT, title_zh TEXT, rank INTEGER NOT NULL, PRIMARY KEY (scheme, name)) STRICT",
    "CREATE TABLE unit_group("
    " scheme TEXT NOT NULL, unit_id INTEGER NOT NULL REFERENCES unit(id),"
    " group_name TEXT NOT NULL, rule TEXT, reason TEXT, reason_zh TEXT, value REAL, threshold REAL,"
    " borderline INTEGER NOT NULL CHECK (borderline IN (0, 1)),"
    " PRIMARY KEY (scheme, unit_id, group_name),"
    " FOREIGN KEY (scheme, group_name) REFERENCES scheme_group(scheme, name)) STRICT",

    "CREATE TABLE station("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id), row_number INTEGER,"
    " code TEXT, operator TEXT, technology TEXT, band TEXT, status TEXT, date_on TEXT,"
    " height_m REAL CHECK (height_m BETWEEN 0 AND 10000),"
    " radius_m REAL CHECK (radius_m > 0 AND radius_m <= 200000),"
    " synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)), geom BLOB NOT NULL) STRICT",
    "SELECT RecoverGeometryColumn('station', 'geom', 4326, 'POINT', 'XY')",
    "SELECT CreateSpatialIndex('station', 'geom')",

    "CREATE TABLE venue("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " code TEXT NOT NULL UNIQUE CHECK (code <> ''), pilot_code TEXT, name TEXT, name_en TEXT,"
    " type TEXT, environment TEXT, network TEXT, operator TEXT,"
    " peak_crowd REAL CHECK (peak_crowd >= 0), reported_area_ha REAL CHECK (reported_area_ha >= 0),"
    " reported_share REAL CHECK (reported_share BETWEEN 0 AND 1),"
    " accuracy_m REAL CHECK (accuracy_m >= 0),"
    " approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)),"
    " synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)), area_m2 REAL CHECK (area_m2 >= 0),"
    " inside_lon REAL, inside_lat REAL, geom BLOB NOT NULL) STRICT",
    "SELECT RecoverGeometryColumn('venue', 'geom', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('venue', 'geom')",

    "CREATE TABLE pilot("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " code TEXT NOT NULL UNIQUE CHECK (code <> ''), name TEXT, name_en TEXT, theme TEXT,"
    " network TEXT, status TEXT, year INTEGER, smes REAL CHECK (smes >= 0),"
    " visits REAL CHECK (visits >= 0), revenue REAL, persons_served REAL"
    " CHECK (persons_served >= 0), note TEXT, document TEXT) STRICT",
    "CREATE TABLE pilot_site("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " pilot_code TEXT NOT NULL REFERENCES pilot(code), sequence INTEGER NOT NULL,"
    " unit_code TEXT, unit_id INTEGER REFERENCES unit(id), place TEXT, located TEXT,"
    " accuracy_m REAL CHECK (accuracy_m >= 0), geom BLOB, UNIQUE (pilot_code, sequence)) STRICT",
    "SELECT RecoverGeometryColumn('pilot_site', 'geom', 4326, 'POINT', 'XY')",
    "SELECT CreateSpatialIndex('pilot_site', 'geom')",

    "CREATE TABLE target("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id), code TEXT NOT NULL,"
    " measure TEXT, denominator TEXT, unit TEXT, year INTEGER, target REAL, actual REAL,"
    " document TEXT) STRICT",
    "CREATE TABLE service_need("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id), code TEXT NOT NULL UNIQUE,"
    " name TEXT, dl_mbps REAL CHECK (dl_mbps >= 0), ul_mbps REAL CHECK (ul_mbps >= 0),"
    " latency_ms REAL CHECK (latency_ms >= 0), basis TEXT, document TEXT) STRICT",

    "CREATE TABLE cover("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
    " kind TEXT NOT NULL CHECK (kind IN ('unit', 'venue')), area_id INTEGER NOT NULL,"
    " stratum TEXT NOT NULL CHECK (stratum IN ('any', 'all', 'operator')), operator TEXT,"
    " area_km2 REAL CHECK (area_km2 >= 0), served_km2 REAL CHECK (served_km2 >= 0),"
    " unknown_km2 REAL CHECK (unknown_km2 >= 0), persons REAL CHECK (persons >= 0),"
    " persons_served REAL CHECK (persons_served >= 0),"
    " persons_unknown REAL CHECK (persons_unknown >= 0),"
    " CHECK ((stratum = 'operator') = (operator IS NOT NULL))) STRICT",
    "CREATE UNIQUE INDEX cover_key ON"
    " cover(run_id, kind, area_id, stratum, ifnull(operator, ''))",
    "CREATE TRIGGER cover_is_final BEFORE UPDATE ON cover BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    "CREATE TABLE balance("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id), scheme TEXT NOT NULL,"
    " group_name TEXT, subject TEXT NOT NULL, measure TEXT NOT NULL, value REAL, unit TEXT,"
    " note TEXT) STRICT",
    "CREATE INDEX balance_run ON balance(run_id)",
    "CREATE TRIGGER balance_is_final BEFORE UPDATE ON balance BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    /* What QGIS shows: every layer with its newest results. Units have one view a level, made
     * with the level (units.c). */
    "CREATE VIEW venues_served AS SELECT v.id AS id, v.code, v.pilot_code, v.name, v.name_en,"
    " v.type, v.environment, v.network, v.operator, v.approximate, v.synthetic,"
    " v.area_m2 / 1e4 AS area_ha, c.served_km2 * 100 AS served_ha,"
    " c.served_km2 / nullif(c.area_km2, 0) AS served_share, v.geom AS geom"
    " FROM venue v LEFT JOIN cover c ON c.kind = 'venue' AND c.area_id = v.id"
    " AND c.stratum = 'any' AND c.run_id = (SELECT max(id) FROM run WHERE step = 'cover')",
    "INSERT INTO views_geometry_columns VALUES"
    " ('venues_served', 'geom', 'id', 'venue', 'geom', 1)",

    "CREATE VIEW pilots_placed AS SELECT s.id AS id, s.pilot_code, s.sequence, p.name, p.name_en,"
    " p.theme, p.network, p.status, p.year, s.place, s.unit_code, s.located, s.accuracy_m,"
    " s.geom AS geom FROM pilot_site s JOIN pilot p ON p.code = s.pilot_code"
    " WHERE s.geom IS NOT NULL",
    "INSERT INTO views_geometry_columns VALUES"
    " ('pilots_placed', 'geom', 'id', 'pilot_site', 'geom', 1)",
    NULL};

/* Sectors, drive tests, and what the signal models find. */
static const char *const version_2[] = {
    "CREATE TABLE sector("
    " id INTEGER PRIMARY KEY, station_id INTEGER NOT NULL REFERENCES station(id),"
    " source_id INTEGER REFERENCES source(id), row_number INTEGER, code TEXT, band TEXT,"
    " freq_mhz REAL CHECK (freq_mhz > 0 AND freq_mhz <= 1000000),"
    " bandwidth_mhz REAL CHECK (bandwidth_mhz > 0 AND bandwidth_mhz <= 100000),"
    " azimuth_deg REAL CHECK (azimuth_deg BETWEEN 0 AND 360),"
    " all_round INTEGER NOT NULL CHECK (all_round IN (0, 1)),"
    " beamwidth_deg REAL CHECK (beamwidth_deg > 0 AND beamwidth_deg <= 360),"
    " vertical_beamwidth_deg REAL"
    " CHECK (vertical_beamwidth_deg > 0 AND vertical_beamwidth_deg <= 180),"
    " tilt_deg REAL CHECK (tilt_deg BETWEEN -90 AND 90),"
    " height_m REAL CHECK (height_m BETWEEN 0 AND 10000),"
    " power_dbm REAL CHECK (power_dbm BETWEEN -100 AND 100),"
    " eirp_dbm REAL CHECK (eirp_dbm BETWEEN -100 AND 150),"
    " gain_dbi REAL CHECK (gain_dbi BETWEEN -50 AND 80), antenna TEXT,"
    " CHECK (all_round = 0 OR azimuth_deg IS NULL)) STRICT",
    "CREATE INDEX sector_station ON sector(station_id)",

    "CREATE TABLE measurement("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id), row_number INTEGER,"
    " operator TEXT, technology TEXT, band TEXT, time TEXT,"
    " rsrp_dbm REAL NOT NULL CHECK (rsrp_dbm BETWEEN -200 AND 0),"
    " sinr_db REAL CHECK (sinr_db BETWEEN -100 AND 100), dl_mbps REAL CHECK (dl_mbps >= 0),"
    " ul_mbps REAL CHECK (ul_mbps >= 0),"
    " synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)), geom BLOB NOT NULL) STRICT",
    "SELECT RecoverGeometryColumn('measurement', 'geom', 4326, 'POINT', 'XY')",
    "SELECT CreateSpatialIndex('measurement', 'geom')",

    "CREATE TABLE cover_level("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
    " kind TEXT NOT NULL CHECK (kind IN ('unit', 'venue')), area_id INTEGER NOT NULL,"
    " stratum TEXT NOT NULL CHECK (stratum IN ('any', 'all', 'operator')), operator TEXT,"
    " rank INTEGER NOT NULL CHECK (rank >= 0), level TEXT NOT NULL CHECK (level <> ''),"
    " area_km2 REAL CHECK (area_km2 >= 0), persons REAL CHECK (persons >= 0),"
    " CHECK ((stratum = 'operator') = (operator IS NOT NULL))) STRICT",
    "CREATE UNIQUE INDEX cover_level_key ON"
    " cover_level(run_id, kind, area_id, stratum, ifnull(operator, ''), rank)",
    "CREATE TRIGGER cover_level_is_final BEFORE UPDATE ON cover_level BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    "CREATE TABLE cover_outline("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
    " stratum TEXT NOT NULL CHECK (stratum IN ('any', 'all', 'operator')), operator TEXT,"
    " rank INTEGER NOT NULL, level TEXT NOT NULL CHECK (level <> ''),"
    " area_km2 REAL CHECK (area_km2 >= 0), geom BLOB NOT NULL,"
    " CHECK ((stratum = 'operator') = (operator IS NOT NULL))) STRICT",
    "CREATE UNIQUE INDEX cover_outline_key ON"
    " cover_outline(run_id, stratum, ifnull(operator, ''), rank, level)",
    "SELECT RecoverGeometryColumn('cover_outline', 'geom', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('cover_outline', 'geom')",
    "CREATE TRIGGER cover_outline_is_final BEFORE UPDATE ON cover_outline BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    "CREATE TABLE fit("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
    " scope TEXT NOT NULL CHECK (scope IN ('all', 'operator', 'clutter', 'operator_clutter')),"
    " operator TEXT, clutter TEXT, points INTEGER NOT NULL CHECK (points >= 0),"
    " unknown INTEGER NOT NULL CHECK (unknown >= 0), bias_db REAL,"
    " sd_db REAL CHECK (sd_db >= 0), rmse_db REAL CHECK (rmse_db >= 0), offset_db REAL,"
    " CHECK ((scope IN ('operator', 'operator_clutter')) = (operator IS NOT NULL)),"
    " CHECK (clutter IS NULL OR scope IN ('clutter', 'operator_clutter'))) STRICT",
    "CREATE INDEX fit_run ON fit(run_id)",
    "CREATE TRIGGER fit_is_final BEFORE UPDATE ON fit BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    "CREATE TABLE measurement_fit("
    " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
    " measurement_id INTEGER NOT NULL REFERENCES measurement(id), operator TEXT, clutter TEXT,"
    " modelled_dbm REAL, UNIQUE (run_id, measurement_id)) STRICT",
    "CREATE TRIGGER measurement_fit_is_final BEFORE UPDATE ON measurement_fit BEGIN"
    " SELECT RAISE(ABORT, 'a result is never changed'); END",

    "CREATE VIEW sectors_placed AS SELECT s.id AS id, t.code AS station_code, t.operator,"
    " t.technology, coalesce(s.band, t.band) AS band, t.status, s.code, s.freq_mhz,"
    " s.bandwidth_mhz, s.azimuth_deg, s.all_round, s.beamwidth_deg, s.vertical_beamwidth_deg,"
    " s.tilt_deg, coalesce(s.height_m, t.height_m) AS height_m, s.power_dbm, s.eirp_dbm,"
    " s.gain_dbi, s.antenna, t.synthetic, t.geom AS geom"
    " FROM sector s JOIN station t ON t.id = s.station_id",
    "INSERT INTO views_geometry_columns VALUES"
    " ('sectors_placed', 'geom', 'id', 'station', 'geom', 1)",

    "CREATE VIEW coverage_outlines AS SELECT o.id AS id, o.stratum, o.operator, o.rank, o.level,"
    " o.area_km2, o.geom AS geom FROM cover_outline o"
    " WHERE o.run_id = (SELECT max(id) FROM run WHERE step = 'cover')",
    "INSERT INTO views_geometry_columns VALUES"
    " ('coverage_outlines', 'geom', 'id', 'cover_outline', 'geom', 1)",

    "CREATE VIEW measurements_compared AS SELECT m.id AS id, m.operator, m.technology, m.band,"
    " m.time, m.rsrp_dbm, m.sinr_db, m.dl_mbps, m.ul_mbps, f.operator AS compared_with,"
    " f.clutter, f.modelled_dbm, f.modelled_dbm - m.rsrp_dbm AS residual_db, m.synthetic,"
    " m.geom AS geom FROM measurement m LEFT JOIN measurement_fit f ON f.measurement_id = m.id"
    " AND f.run_id = (SELECT max(id) FROM run WHERE step = 'measure')",
    "INSERT INTO views_geometry_columns VALUES"
    " ('measurements_compared', 'geom', 'id', 'measurement', 'geom', 1)",
    NULL};

static const char *const *const migrations[] = {version_1, version_2};

int64_t store_newest_schema(void) {
    return (int64_t)STORE_COUNT(migrations);
}

static int check_answer(void *failed, int count, char **values, char **names) {
    (void)names;
    if (count != 1 || !values[0] || strcmp(values[0], "1") != 0) *(bool *)failed = true;
    return 0;
}

static er_status run_migration(er_context *ctx, er_store *store, const char *const *statements) {
    for (; *statements; statements++) {
        bool failed = false;
        int rc = sqlite3_exec(store->db, *statements, check_answer, &failed, NULL);
        if (rc != SQLITE_OK) return store_failure(ctx, store, rc);
        if (failed)
            return er_fail(ctx, ER_ERR_STORE, "%s: SpatiaLite refused: %s", store->path,
                           *statements);
    }
    return ER_OK;
}

static er_status migrate_from(er_context *ctx, er_store *store, int64_t version, int64_t target) {
    char sql[160];
    if (version == 0) {
        snprintf(sql, sizeof sql,
                 "PRAGMA application_id = %d;"
                 "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
                 APPLICATION_ID);
        ER_TRY(store_exec(ctx, store, sql));
    }
    for (int64_t i = version; i < target; i++)
        ER_TRY(run_migration(ctx, store, migrations[i]));
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO meta VALUES ('schema_version', %lld)",
             (long long)target);
    return store_exec(ctx, store, sql);
}

er_status store_migrate_to(er_context *ctx, er_store *store, int64_t target) {
    ER_TRY(store_exec(ctx, store, "BEGIN IMMEDIATE"));
    int64_t version = 0, tables = 0;
    er_status status = store_int(ctx, store, "SELECT count(*) FROM sqlite_schema", NULL, &tables);
    if (status == ER_OK && tables > 0) status = store_check_schema(ctx, store, &version);
    if (status == ER_OK) status = migrate_from(ctx, store, version, target);
    if (status == ER_OK) status = store_exec(ctx, store, "COMMIT");
    if (status != ER_OK) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

er_status store_migrate(er_context *ctx, er_store *store) {
    return store_migrate_to(ctx, store, store_newest_schema());
}

/** A workspace's tables must be tables: a file from elsewhere could put a view in their place. What
 *  each version added. */
static const struct {
    const char *count_there;
    int64_t count;
} tables_of[] = {
    {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'source',"
     " 'reject', 'run', 'assumption', 'level', 'unit', 'population', 'scheme', 'scheme_group',"
     " 'unit_group', 'station', 'venue', 'pilot', 'pilot_site', 'target', 'service_need', 'cover',"
     " 'balance')",
     19},
    {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('sector',"
     " 'measurement', 'cover_level', 'cover_outline', 'fit', 'measurement_fit')",
     6}};
_Static_assert(STORE_COUNT(tables_of) == STORE_COUNT(migrations), "a version without its tables");

er_status store_check_schema(er_context *ctx, er_store *store, int64_t *version) {
    int64_t id = 0, tables = 0;
    ER_TRY(store_int(ctx, store, "PRAGMA application_id", NULL, &id));
    if (id != APPLICATION_ID) return store_failure_at(ctx, store->path, SQLITE_NOTADB, NULL);
    ER_TRY(store_int(ctx, store,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'",
                     NULL, &tables));
    if (tables == 1)
        ER_TRY(store_int(ctx, store,
                         "SELECT coalesce(max(CAST(value AS INTEGER)), -1) FROM meta"
                         " WHERE key = 'schema_version'",
                         NULL, version));
    if (tables != 1 || *version < 1)
        return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "no schema version");
    if (*version > store_newest_schema())
        return er_fail(ctx, ER_ERR_STORE,
                       "%s: made by a newer evenreach (schema %lld, this one knows %lld); use that "
                       "version, or make the workspace again from its inputs",
                       store->path, (long long)*version, (long long)store_newest_schema());
    for (int64_t i = 0; i < *version; i++) {
        ER_TRY(store_int(ctx, store, tables_of[i].count_there, NULL, &tables));
        if (tables != tables_of[i].count)
            return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "a table is missing");
    }
    return ER_OK;
}
