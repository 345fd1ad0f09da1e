/* The first schema. Released: never changed. */
#include "store/schema.h"

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

const store_schema store_schema_1 = {
    .statements = version_1,
    .count_tables =
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'source',"
        " 'reject', 'run', 'assumption', 'level', 'unit', 'population', 'scheme', 'scheme_group',"
        " 'unit_group', 'station', 'venue', 'pilot', 'pilot_site', 'target', 'service_need',"
        " 'cover', 'balance')",
    .table_count = 19};
