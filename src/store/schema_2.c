/* Sectors, drive tests, and what the signal models find. Released: never changed. */
#include "store/schema.h"

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

const store_schema store_schema_2 = {
    .statements = version_2,
    .count_tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('sector',"
                    " 'measurement', 'cover_level', 'cover_outline', 'fit', 'measurement_fit')",
    .table_count = 6};
