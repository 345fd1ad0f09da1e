/* What venues must carry, routes, candidate sites, where sectors stand, and the results of the
 * steps on venues, routes and resilience. Released: never changed. A share that is computed may
 * stand a rounding above 1. */
#include "store/schema.h"

#define KEY_AND_RUN " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
#define SHARE(column) " " column " REAL NOT NULL CHECK (" column " BETWEEN 0 AND 1.000001),"
#define TARGET " target_share REAL NOT NULL CHECK (target_share BETWEEN 0 AND 1),"
#define AMOUNT(column, more) " " column " REAL " more " CHECK (" column " >= 0),"
#define COUNT_OF(column) " " column " INTEGER NOT NULL CHECK (" column " >= 0),"
#define TRUTH(column) " " column " INTEGER NOT NULL CHECK (" column " IN (0, 1)),"
#define STRATUM                                                                                    \
    " stratum TEXT NOT NULL CHECK (stratum IN ('any', 'all', 'operator')), operator TEXT,"         \
    " CHECK ((stratum = 'operator') = (operator IS NOT NULL))"
#define VERDICT                                                                                    \
    " verdict TEXT NOT NULL CHECK (verdict IN ('ready', 'ready_outdoors', 'capacity_short',"       \
    " 'coverage_short', 'unknown')), reason TEXT NOT NULL, reason_zh TEXT NOT NULL"
#define FINAL(table)                                                                               \
    "CREATE TRIGGER " table "_is_final BEFORE UPDATE ON " table                                    \
    " BEGIN SELECT RAISE(ABORT, 'a result is never changed'); END"
#define GEOMETRY(table, type)                                                                      \
    "SELECT RecoverGeometryColumn('" table "', 'geom', 4326, '" type "', 'XY')",                   \
        "SELECT CreateSpatialIndex('" table "', 'geom')"
#define LAYER(view, table)                                                                         \
    "INSERT INTO views_geometry_columns VALUES ('" view "', 'geom', 'id', '" table "', 'geom', 1)"
#define NEWEST(step) "(SELECT max(id) FROM run WHERE step = '" step "')"

/* clang-format off: SQL with its macros keeps its own lines */
static const char *const version_3[] = {
    "ALTER TABLE venue ADD COLUMN services TEXT",
    "ALTER TABLE venue ADD COLUMN target_share REAL CHECK (target_share BETWEEN 0 AND 1)",
    "ALTER TABLE venue ADD COLUMN corridor INTEGER NOT NULL DEFAULT 0 CHECK (corridor IN (0, 1))",

    "CREATE TABLE route("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " code TEXT NOT NULL UNIQUE CHECK (code <> ''), pilot_code TEXT, name TEXT, name_en TEXT,"
    " type TEXT, operator TEXT, speed_kmh REAL CHECK (speed_kmh > 0)," TRUTH(
        "synthetic") " length_m REAL NOT NULL CHECK (length_m > 0), geom BLOB NOT NULL) STRICT",
    GEOMETRY("route", "MULTILINESTRING"),

    "CREATE TABLE candidate("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id),"
    " code TEXT NOT NULL UNIQUE CHECK (code <> ''), name TEXT,"
    " height_m REAL CHECK (height_m BETWEEN 0 AND 10000)," AMOUNT("cost", "")
        TRUTH("synthetic") " geom BLOB NOT NULL) STRICT",
    GEOMETRY("candidate", "POINT"),

    "CREATE TABLE sole(" KEY_AND_RUN
    " kind TEXT NOT NULL CHECK (kind IN ('unit', 'venue')), area_id INTEGER NOT NULL,"
    " station_id INTEGER NOT NULL REFERENCES station(id),"
    " area_km2 REAL NOT NULL CHECK (area_km2 > 0)," AMOUNT(
        "persons", "") " CHECK (kind = 'unit' OR persons IS NULL),"
                       " UNIQUE (run_id, kind, area_id, station_id)) STRICT",
    FINAL("sole"),

    /* A layer of sectors had its stations' index, whose numbers are not its own: what lies in a box
     * was not found. The place of a station is its sectors', for an index of theirs. */
    "ALTER TABLE sector ADD COLUMN geom BLOB",
    "UPDATE sector SET geom = (SELECT t.geom FROM station t WHERE t.id = sector.station_id)",
    GEOMETRY("sector", "POINT"),
    "CREATE TRIGGER station_takes_sectors AFTER UPDATE OF geom ON station"
    " BEGIN UPDATE sector SET geom = NEW.geom WHERE station_id = NEW.id; END",
    "DELETE FROM views_geometry_columns WHERE view_name = 'sectors_placed'",
    "DROP VIEW sectors_placed",
    "CREATE VIEW sectors_placed AS SELECT s.id AS id, t.code AS station_code, t.operator,"
    " t.technology, coalesce(s.band, t.band) AS band, t.status, s.code, s.freq_mhz,"
    " s.bandwidth_mhz, s.azimuth_deg, s.all_round, s.beamwidth_deg, s.vertical_beamwidth_deg,"
    " s.tilt_deg, coalesce(s.height_m, t.height_m) AS height_m, s.power_dbm, s.eirp_dbm,"
    " s.gain_dbi, s.antenna, t.synthetic, s.geom AS geom"
    " FROM sector s JOIN station t ON t.id = s.station_id",
    LAYER("sectors_placed", "sector"),

    /* ---- venues */

    "CREATE TABLE venue_share(" KEY_AND_RUN
    " venue_id INTEGER NOT NULL REFERENCES venue(id)," AMOUNT("area_m2", "NOT NULL") AMOUNT(
        "served_m2", "NOT NULL") AMOUNT("unknown_m2", "NOT NULL")
        AMOUNT("indoor_m2", "") " rsrp_p5_dbm REAL, rsrp_p50_dbm REAL, rsrp_p95_dbm REAL," AMOUNT(
            "dl_p5_mbps", "") AMOUNT("dl_p50_mbps", "") AMOUNT("ul_p5_mbps", "")
            AMOUNT("ul_p50_mbps", "") STRATUM ") STRICT",
    "CREATE UNIQUE INDEX venue_share_key ON"
    " venue_share(run_id, venue_id, stratum, ifnull(operator, ''))",
    FINAL("venue_share"),

    /* its geometry is the worst place */
    "CREATE TABLE venue_finding(" KEY_AND_RUN
    " venue_id INTEGER NOT NULL REFERENCES venue(id), unit_id INTEGER REFERENCES unit(id),"
    " cell_m REAL NOT NULL CHECK (cell_m > 0)," COUNT_OF("cells") TARGET COUNT_OF("operators")
        COUNT_OF("operators_reached") COUNT_OF("holes")
            AMOUNT("largest_hole_m2",
                   "") " worst_dbm REAL, worst_margin_db REAL, worst_margin_m REAL,"
                       " serving_station_id INTEGER REFERENCES station(id)," AMOUNT(
                           "serving_distance_m",
                           "") " helping_station_id INTEGER REFERENCES "
                               "station(id)," AMOUNT("helping_distance_m",
                                                     "") " helping_how TEXT CHECK "
                                                         "(helping_how IN ('planned', "
                                                         "'near')),"
                                                         " failing_station_id INTEGER "
                                                         "REFERENCES station(id)," AMOUNT(
                                                             "failing_left_m2", "") VERDICT
    ", geom BLOB, UNIQUE (run_id, venue_id)) STRICT",
    GEOMETRY("venue_finding", "POINT"), FINAL("venue_finding"),

    "CREATE TABLE venue_failure(" KEY_AND_RUN " venue_id INTEGER NOT NULL REFERENCES venue(id),"
    " station_id INTEGER NOT NULL REFERENCES station(id)," AMOUNT("serving_m2", "NOT NULL")
        AMOUNT("left_m2", "NOT NULL") " UNIQUE (run_id, venue_id, station_id)) STRICT",
    FINAL("venue_failure"),

    "CREATE TABLE venue_service(" KEY_AND_RUN " venue_id INTEGER NOT NULL REFERENCES venue(id),"
    " service TEXT NOT NULL CHECK (service <> ''), operator TEXT," AMOUNT("dl_need_mbps", "")
        AMOUNT("ul_need_mbps", "") AMOUNT("users", "") AMOUNT("dl_p5_mbps", "")
            AMOUNT("dl_p50_mbps", "") AMOUNT("ul_p5_mbps", "") AMOUNT("ul_p50_mbps", "") VERDICT
    ", UNIQUE (run_id, venue_id, service)) STRICT",
    FINAL("venue_service"),

    "CREATE TABLE venue_hole(" KEY_AND_RUN " venue_id INTEGER NOT NULL REFERENCES venue(id),"
    " state TEXT NOT NULL CHECK (state IN ('unserved', 'unknown')),"
    " number INTEGER NOT NULL CHECK (number >= 1)," AMOUNT(
        "area_m2", "NOT NULL") " inside_lon REAL, inside_lat REAL, geom BLOB NOT NULL,"
                               " UNIQUE (run_id, venue_id, state, number)) STRICT",
    GEOMETRY("venue_hole", "MULTIPOLYGON"), FINAL("venue_hole"),

    /* ---- proposals; what `area_id` names depends on `subject` */

    "CREATE TABLE plan(" KEY_AND_RUN
    " subject TEXT NOT NULL CHECK (subject <> ''), area_id INTEGER NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind <> '')," TARGET SHARE("share_before") SHARE("share_after")
        TRUTH("reached") COUNT_OF("count") COUNT_OF("bound") TRUTH("proven")
            COUNT_OF("candidates") " note TEXT, note_zh TEXT, UNIQUE (run_id, subject, area_id, "
                                   "kind)) STRICT",
    FINAL("plan"),

    "CREATE TABLE choice("
    " id INTEGER PRIMARY KEY, plan_id INTEGER NOT NULL REFERENCES plan(id),"
    " rank INTEGER NOT NULL CHECK (rank >= 1), code TEXT NOT NULL CHECK (code <> ''),"
    " operator TEXT, band TEXT, height_m REAL CHECK (height_m BETWEEN 0 AND 10000),"
    " power_dbm REAL CHECK (power_dbm BETWEEN -100 AND 100),"
    " gain_dbi REAL CHECK (gain_dbi BETWEEN -50 AND 80),"
    " radius_m REAL CHECK (radius_m > 0 AND radius_m <= 200000)," AMOUNT("adds_m2", "NOT NULL")
        SHARE("share") " geom BLOB NOT NULL, UNIQUE (plan_id, rank)) STRICT",
    GEOMETRY("choice", "POINT"), FINAL("choice"),

    /* ---- routes */

    "CREATE TABLE route_share(" KEY_AND_RUN
    " route_id INTEGER NOT NULL REFERENCES route(id)," AMOUNT("length_m", "NOT NULL")
        AMOUNT("served_m", "NOT NULL") AMOUNT("unknown_m", "NOT NULL") COUNT_OF("gaps")
            AMOUNT("longest_gap_m", "NOT NULL") " speed_kmh REAL CHECK (speed_kmh > 0)," AMOUNT(
                "gap_minutes", "") AMOUNT("longest_gap_minutes", "") STRATUM ") STRICT",
    "CREATE UNIQUE INDEX route_share_key ON"
    " route_share(run_id, route_id, stratum, ifnull(operator, ''))",
    FINAL("route_share"),

    "CREATE TABLE route_gap(" KEY_AND_RUN
    " route_id INTEGER NOT NULL REFERENCES route(id), number INTEGER NOT NULL CHECK (number >= 1),"
    " state TEXT NOT NULL CHECK (state IN ('unserved', 'unknown'))," AMOUNT(
        "from_m",
        "NOT NULL") " to_m REAL NOT NULL CHECK (to_m >= from_m)," AMOUNT("minutes",
                                                                         "") " geom BLOB NOT "
                                                                             "NULL," STRATUM
                                                                             ") STRICT",
    "CREATE UNIQUE INDEX route_gap_key ON"
    " route_gap(run_id, route_id, stratum, ifnull(operator, ''), number)",
    GEOMETRY("route_gap", "MULTILINESTRING"), FINAL("route_gap"),

    "CREATE TABLE route_part(" KEY_AND_RUN
    " route_id INTEGER NOT NULL REFERENCES route(id), unit_id INTEGER REFERENCES unit(id),"
    " scheme TEXT, group_name TEXT," AMOUNT("length_m", "NOT NULL") AMOUNT("served_m", "NOT NULL")
        AMOUNT("unknown_m", "NOT NULL") " CHECK (scheme IS NULL OR (group_name IS NOT NULL AND "
                                        "unit_id IS NULL))) STRICT",
    "CREATE UNIQUE INDEX route_part_key ON route_part"
    "(run_id, route_id, ifnull(unit_id, 0), ifnull(scheme, ''), ifnull(group_name, ''))",
    FINAL("route_part"),

    /* ---- resilience */

    "CREATE TABLE site_loss(" KEY_AND_RUN
    " rank INTEGER NOT NULL CHECK (rank >= 1), station_id INTEGER NOT NULL REFERENCES station(id),"
    " stations INTEGER NOT NULL CHECK (stations >= 1), group_name TEXT," AMOUNT("persons", "")
        AMOUNT("area_km2", "NOT NULL")
            COUNT_OF("venues") " UNIQUE (run_id, rank), UNIQUE (run_id, station_id)) STRICT",
    FINAL("site_loss"),

    "CREATE TABLE resilience(" KEY_AND_RUN " group_name TEXT," COUNT_OF("sites")
        COUNT_OF("sites_sole") AMOUNT("persons_served", "") AMOUNT("persons_sole", "")
            AMOUNT("area_km2_served", "NOT NULL") AMOUNT("area_km2_sole", "NOT NULL")
                COUNT_OF("venues_served") COUNT_OF("venues_sole") AMOUNT(
                    "worst_persons", "") " worst_station_id INTEGER REFERENCES station(id)) STRICT",
    "CREATE UNIQUE INDEX resilience_key ON resilience(run_id, ifnull(group_name, ''))",
    FINAL("resilience"),

    /* ---- what QGIS shows: every layer with its newest results */

    "CREATE VIEW venues_judged AS SELECT v.id AS id, v.code, v.pilot_code, v.name, v.name_en,"
    " v.type, v.environment, v.network, v.services, v.approximate, v.corridor, v.synthetic,"
    " s.area_m2 / 1e4 AS area_ha, s.served_m2 / nullif(s.area_m2, 0) AS served_share,"
    " s.unknown_m2 / nullif(s.area_m2, 0) AS unknown_share, f.target_share, f.operators,"
    " f.operators_reached, f.holes, f.largest_hole_m2, f.worst_dbm, f.worst_margin_db,"
    " f.worst_margin_m, f.failing_left_m2 / nullif(s.area_m2, 0) AS failing_left_share,"
    " f.verdict, f.reason, f.reason_zh, v.geom AS geom FROM venue v"
    " LEFT JOIN venue_finding f ON f.venue_id = v.id AND f.run_id = " NEWEST(
        "venues") " LEFT JOIN venue_share s ON s.venue_id = v.id AND s.stratum = 'any'"
                  " AND s.run_id = " NEWEST("venues"),
    LAYER("venues_judged", "venue"),

    "CREATE VIEW venues_worst AS SELECT f.id AS id, v.code, v.name, v.name_en, f.worst_dbm,"
    " f.worst_margin_db, f.worst_margin_m, f.verdict, f.geom AS geom FROM venue_finding f"
    " JOIN venue v ON v.id = f.venue_id"
    " WHERE f.run_id = " NEWEST("venues") " AND f.geom IS NOT NULL",
    LAYER("venues_worst", "venue_finding"),

    "CREATE VIEW venue_holes AS SELECT h.id AS id, v.code, v.name, v.name_en, h.state, h.number,"
    " h.area_m2, h.geom AS geom FROM venue_hole h JOIN venue v ON v.id = h.venue_id"
    " WHERE h.run_id = " NEWEST("venues"),
    LAYER("venue_holes", "venue_hole"),

    "CREATE VIEW choices AS SELECT c.id AS id, p.kind, p.subject, v.code AS venue_code,"
    " v.name AS venue_name, p.reached, p.proven, c.rank, c.code, c.operator, c.band, c.height_m,"
    " c.power_dbm, c.gain_dbi, c.radius_m, c.adds_m2, c.share, c.geom AS geom"
    " FROM choice c JOIN plan p ON p.id = c.plan_id"
    " LEFT JOIN venue v ON p.subject = 'venue' AND v.id = p.area_id"
    " WHERE p.run_id = " NEWEST("venues"),
    LAYER("choices", "choice"),

    "CREATE VIEW routes_served AS SELECT r.id AS id, r.code, r.pilot_code, r.name, r.name_en,"
    " r.type, r.operator, r.synthetic, r.length_m, s.served_m,"
    " s.served_m / nullif(s.length_m, 0) AS served_share,"
    " s.unknown_m / nullif(s.length_m, 0) AS unknown_share, s.gaps, s.longest_gap_m, s.speed_kmh,"
    " s.gap_minutes, s.longest_gap_minutes, r.geom AS geom FROM route r"
    " LEFT JOIN route_share s ON s.route_id = r.id AND s.stratum = 'any'"
    " AND s.run_id = " NEWEST("routes"),
    LAYER("routes_served", "route"),

    "CREATE VIEW route_gaps AS SELECT g.id AS id, r.code, r.name, r.name_en, r.type, g.stratum,"
    " g.operator, g.number, g.state, g.from_m, g.to_m, g.to_m - g.from_m AS length_m, g.minutes,"
    " g.geom AS geom FROM route_gap g JOIN route r ON r.id = g.route_id"
    " WHERE g.run_id = " NEWEST("routes"),
    LAYER("route_gaps", "route_gap"),

    "CREATE VIEW critical_sites AS SELECT s.id AS id, l.rank, s.code, l.stations, l.group_name,"
    " l.persons, l.area_km2, l.venues, s.synthetic, s.geom AS geom"
    " FROM site_loss l JOIN station s ON s.id = l.station_id"
    " WHERE l.run_id = " NEWEST("resilience"),
    LAYER("critical_sites", "station"), NULL};
/* clang-format on */

const store_schema store_schema_3 = {
    .statements = version_3,
    .count_tables =
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('route',"
        " 'candidate', 'sole', 'venue_share', 'venue_finding', 'venue_failure', 'venue_service',"
        " 'venue_hole', 'plan', 'choice', 'route_share', 'route_gap', 'route_part', 'site_loss',"
        " 'resilience')",
    .table_count = 15};
