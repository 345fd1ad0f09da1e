/* When stations and pilots begin and end, drop points, and the results of the steps balance,
 * targets, compare and trend; what a coverage run served. Released: never changed. A share that is
 * computed may stand a rounding above 1. */
#include "store/schema.h"

#define KEY_AND_RUN " id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id),"
#define NAMED(column) " " column " TEXT NOT NULL CHECK (" column " <> ''),"
#define AMOUNT(column) " " column " REAL CHECK (" column " >= 0),"
#define WHOLE(column) " " column " REAL NOT NULL CHECK (" column " >= 0),"
#define SHARE(column) " " column " REAL CHECK (" column " BETWEEN 0 AND 1.000001),"
#define NUMBER(column) " " column " REAL,"
#define COUNT_OF(column) " " column " INTEGER NOT NULL CHECK (" column " >= 0),"
#define TRUTH(column) " " column " INTEGER NOT NULL CHECK (" column " IN (0, 1)),"
#define UNIT(null) " unit_id INTEGER " null " REFERENCES unit(id),"
/** er_compare_figures: whole for areas, known all together or not at all for persons. */
#define FIGURES(of, column)                                                                        \
    column(of "_before") column(of "_gained") column(of "_lost") column(of "_after")               \
        column(of "_kept") column(of "_gained_from_unknown") column(of "_lost_to_unknown")         \
            NUMBER(of "_population")
/** No figure comes from nowhere. */
#define ADD_UP(of)                                                                                 \
    " CHECK (" of "_before + " of "_gained - " of "_lost = " of "_after),"                         \
    " CHECK (" of "_kept + " of "_lost = " of "_before),"                                          \
    " CHECK (" of "_gained_from_unknown <= " of "_gained),"                                        \
    " CHECK (" of "_lost_to_unknown <= " of "_lost)"
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
static const char *const version_4[] = {
    "ALTER TABLE station ADD COLUMN date_off TEXT",
    "ALTER TABLE pilot ADD COLUMN budget REAL CHECK (budget >= 0)",
    "ALTER TABLE pilot ADD COLUMN date_on TEXT", "ALTER TABLE pilot ADD COLUMN date_off TEXT",

    "CREATE TABLE drop_point("
    " id INTEGER PRIMARY KEY, source_id INTEGER REFERENCES source(id), code TEXT, operator TEXT,"
    " date_on TEXT," TRUTH("synthetic") " geom BLOB NOT NULL) STRICT",
    GEOMETRY("drop_point", "POINT"),

    /* ---- balance */

    "CREATE TABLE balance_unit(" KEY_AND_RUN NAMED("subject") UNIT("NOT NULL") AMOUNT("amount")
        AMOUNT("persons") AMOUNT("rate") COUNT_OF("rank") COUNT_OF("ranked") AMOUNT("access")
            NUMBER("local_moran") SHARE("p")
                SHARE("q") " cluster TEXT CHECK (cluster IN ('high_high', 'low_low', 'high_low', "
                           "'low_high')),"
                           " CHECK (rank <= ranked), CHECK ((rank = 0) = (rate IS NULL)),"
                           " UNIQUE (run_id, subject, unit_id)) STRICT",
    FINAL("balance_unit"),

    "CREATE TABLE scorecard(" KEY_AND_RUN NAMED("scheme") NAMED("subject") SHARE("gini")
        NUMBER("gini_low") NUMBER("gini_high") NUMBER("theil_t") SHARE("share_between")
            SHARE("p_between") " driver TEXT," NUMBER("driver_share")
                AMOUNT("driver_ratio") " sentence TEXT NOT NULL, sentence_zh TEXT NOT NULL, UNIQUE "
                                       "(run_id, scheme, subject)) STRICT",
    FINAL("scorecard"),

    "CREATE TABLE lever(" KEY_AND_RUN NAMED("scheme")
        NAMED("subject") " rank INTEGER NOT NULL CHECK (rank >= 1)," UNIT(
            "NOT NULL") " theil_t REAL NOT NULL, change REAL NOT NULL,"
                        " UNIQUE (run_id, scheme, subject, rank), UNIQUE (run_id, scheme, subject, "
                        "unit_id)) STRICT",
    FINAL("lever"),

    /* ---- targets */

    "CREATE TABLE target_finding(" KEY_AND_RUN NAMED("code") " year INTEGER NOT NULL," NAMED(
        "variant") " measure TEXT, denominator TEXT, unit TEXT, definition TEXT,"
                   " definition_zh TEXT, period TEXT CHECK (period IN ('year', 'cumulative', "
                   "'since', 'state'))," NUMBER("target") NUMBER("figure") NUMBER("published")
                       NUMBER("gap") NUMBER("part") NUMBER("whole") SHARE("unknown_share")
                           SHARE("assumed_share") TRUTH(
                               "synthetic") " verdict TEXT NOT NULL CHECK (verdict IN ('met', "
                                            "'missed', 'cannot_say')),"
                                            " reason TEXT, reason_zh TEXT,"
                                            " CHECK (gap IS NULL OR (figure IS NOT NULL AND target "
                                            "IS NOT NULL)),"
                                            " CHECK (verdict = 'cannot_say' OR figure IS NOT NULL),"
                                            " CHECK (figure IS NOT NULL OR reason IS NOT NULL),"
                                            " UNIQUE (run_id, code, year, variant)) STRICT",
    FINAL("target_finding"),

    /* ---- compare */

    "CREATE TABLE compare(" KEY_AND_RUN " kind TEXT NOT NULL CHECK (kind IN ('unit', 'group',"
    " 'all'))," UNIT("") " level TEXT, code TEXT, scheme TEXT, group_name TEXT," WHOLE("area_km2")
        AMOUNT("persons") FIGURES("area", WHOLE) FIGURES("persons", AMOUNT)
            ADD_UP("area") "," ADD_UP(
                "persons") ","
                           " CHECK ((persons_before + persons_gained + persons_lost + persons_kept "
                           "+ persons_population"
                           " + persons_gained_from_unknown + persons_lost_to_unknown IS NULL) = "
                           "(persons_after IS NULL)),"
                           " CHECK (persons IS NOT NULL OR persons_after IS NULL),"
                           " CHECK ((kind = 'unit') = (unit_id IS NOT NULL)),"
                           " CHECK ((kind = 'group') = (group_name IS NOT NULL)),"
                           " CHECK ((kind = 'group') = (scheme IS NOT NULL))) STRICT",
    "CREATE UNIQUE INDEX compare_key ON compare"
    "(run_id, kind, ifnull(unit_id, 0), ifnull(scheme, ''), ifnull(group_name, ''))",
    FINAL("compare"),

    "CREATE TABLE compare_index(" KEY_AND_RUN NAMED("scheme") NAMED("subject")
        NAMED("measure") " before REAL, after REAL, change REAL, low REAL, high REAL,"
                         " UNIQUE (run_id, scheme, subject, measure)) STRICT",
    FINAL("compare_index"),

    "CREATE TABLE compare_cause(" KEY_AND_RUN " kind TEXT NOT NULL CHECK (kind IN ('station',"
    " 'boundary', 'population', 'parameter', 'model')),"
    " change TEXT NOT NULL CHECK (change IN ('added', 'removed', 'changed')), subject TEXT,"
    " operator TEXT, before TEXT, after TEXT, geom BLOB) STRICT",
    "CREATE INDEX compare_cause_run ON compare_cause(run_id)", GEOMETRY("compare_cause", "POINT"),
    FINAL("compare_cause"),

    /* ---- trend */

    "CREATE TABLE trend(" KEY_AND_RUN
    " year INTEGER NOT NULL," NAMED("as_of") " period TEXT NOT NULL CHECK (period IN ('state', "
                                             "'year', 'cumulative')), scheme TEXT,"
                                             " group_name TEXT," NAMED("subject") NAMED(
                                                 "measure") " value REAL, unit TEXT, note TEXT)"
                                                            " STRICT",
    "CREATE UNIQUE INDEX trend_key ON trend"
    "(run_id, year, period, ifnull(scheme, ''), ifnull(group_name, ''), subject, measure)",
    FINAL("trend"),

    /* ---- what a coverage run served, packed */

    "CREATE TABLE cover_discs(" KEY_AND_RUN COUNT_OF(
        "count") " discs BLOB NOT NULL, UNIQUE (run_id)) STRICT",
    FINAL("cover_discs"),

    "CREATE TABLE cover_mask(" KEY_AND_RUN COUNT_OF("first_column") COUNT_OF(
        "first_row") " columns INTEGER NOT NULL CHECK (columns >= 1), rows INTEGER NOT NULL CHECK "
                     "(rows >= 1),"
                     " states BLOB NOT NULL, UNIQUE (run_id, first_row, first_column)) STRICT",
    FINAL("cover_mask"),

    /* ---- what QGIS shows: every layer with its newest results */

    "CREATE VIEW units_compared AS SELECT u.id AS id, u.level, u.code, u.name, u.name_en,"
    " c.area_km2, c.area_before, c.area_gained, c.area_lost, c.area_after, c.persons,"
    " c.persons_before, c.persons_gained, c.persons_lost, c.persons_after, c.persons_population,"
    " u.geom AS geom FROM compare c JOIN unit u ON u.id = c.unit_id"
    " WHERE c.kind = 'unit' AND c.run_id = " NEWEST("compare"),
    LAYER("units_compared", "unit"),

    "CREATE VIEW stations_compared AS SELECT c.id AS id, c.change, c.subject AS code, c.operator,"
    " c.before, c.after, c.geom AS geom FROM compare_cause c"
    " WHERE c.kind = 'station' AND c.geom IS NOT NULL AND c.run_id = " NEWEST("compare"),
    LAYER("stations_compared", "compare_cause"), NULL};
/* clang-format on */

const store_schema store_schema_4 = {
    .statements = version_4,
    .count_tables =
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('drop_point',"
        " 'balance_unit', 'scorecard', 'lever', 'target_finding', 'compare', 'compare_index',"
        " 'compare_cause', 'trend', 'cover_discs', 'cover_mask')",
    .table_count = 11};
