/* What two runs differ by, and figures year by year: in the workspace and back. */
#include "unit/store_world.h"

static const member compare_row_members[] = {
    MEMBER(er_compare_row, INT, run_id),
    MEMBER(er_compare_row, TEXT, kind),
    MEMBER(er_compare_row, INT, unit_id),
    MEMBER(er_compare_row, TEXT, level),
    MEMBER(er_compare_row, TEXT, code),
    MEMBER(er_compare_row, TEXT, scheme),
    MEMBER(er_compare_row, TEXT, group),
    MEMBER(er_compare_row, REAL, area_km2),
    MEMBER(er_compare_row, REAL, persons),
    MEMBER(er_compare_row, REAL, served_km2.before),
    MEMBER(er_compare_row, REAL, served_km2.gained),
    MEMBER(er_compare_row, REAL, served_km2.lost),
    MEMBER(er_compare_row, REAL, served_km2.after),
    MEMBER(er_compare_row, REAL, served_km2.kept),
    MEMBER(er_compare_row, REAL, served_km2.gained_from_unknown),
    MEMBER(er_compare_row, REAL, served_km2.lost_to_unknown),
    MEMBER(er_compare_row, REAL, served_km2.population),
    MEMBER(er_compare_row, REAL, persons_served.before),
    MEMBER(er_compare_row, REAL, persons_served.gained),
    MEMBER(er_compare_row, REAL, persons_served.lost),
    MEMBER(er_compare_row, REAL, persons_served.after),
    MEMBER(er_compare_row, REAL, persons_served.kept),
    MEMBER(er_compare_row, REAL, persons_served.gained_from_unknown),
    MEMBER(er_compare_row, REAL, persons_served.lost_to_unknown),
    MEMBER(er_compare_row, REAL, persons_served.population)};
static const member compare_index_members[] = {
    MEMBER(er_compare_index, INT, run_id),   MEMBER(er_compare_index, TEXT, scheme),
    MEMBER(er_compare_index, TEXT, subject), MEMBER(er_compare_index, TEXT, measure),
    MEMBER(er_compare_index, REAL, before),  MEMBER(er_compare_index, REAL, after),
    MEMBER(er_compare_index, REAL, change),  MEMBER(er_compare_index, REAL, low),
    MEMBER(er_compare_index, REAL, high)};
static const member compare_cause_members[] = {
    MEMBER(er_compare_cause, INT, run_id),     MEMBER(er_compare_cause, TEXT, kind),
    MEMBER(er_compare_cause, TEXT, change),    MEMBER(er_compare_cause, TEXT, subject),
    MEMBER(er_compare_cause, TEXT, operator_), MEMBER(er_compare_cause, TEXT, before),
    MEMBER(er_compare_cause, TEXT, after),     MEMBER(er_compare_cause, POINT, position)};
static const member trend_row_members[] = {
    MEMBER(er_trend_row, INT, run_id),   MEMBER(er_trend_row, INT, year),
    MEMBER(er_trend_row, TEXT, as_of),   MEMBER(er_trend_row, TEXT, period),
    MEMBER(er_trend_row, TEXT, scheme),  MEMBER(er_trend_row, TEXT, group),
    MEMBER(er_trend_row, TEXT, subject), MEMBER(er_trend_row, TEXT, measure),
    MEMBER(er_trend_row, REAL, value),   MEMBER(er_trend_row, TEXT, unit),
    MEMBER(er_trend_row, TEXT, note)};

/** before + gained - lost = after, kept + lost = before. */
static const er_compare_figures some = {10.5, 4, 0.5, 14, 10, 1.5, 0.25, -0.75};
static const er_compare_figures zero = {0, 0, 0, 0, 0, 0, 0, 0};
static const er_compare_figures none = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

static void comparisons_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "compare");
    const er_compare_row want[] = {
        {w.run, "unit", w.units[SECOND], "town", "2", NULL, NULL, 20, 1000.5, some, some},
        {w.run, "unit", w.units[FIRST], "town", "1", NULL, NULL, 20, NAN, some, none},
        {w.run, "group", 0, NULL, NULL, "six", "(none)", 0, 0, zero, zero},
        {w.run, "group", 0, NULL, NULL, "six", "南", 40, 2000, some, some},
        {w.run, "all", 0, NULL, NULL, NULL, NULL, 40, 2000, some, some}};
    AS_ADDED(f, er_compare_row, er_store_add_compare, er_store_compares, compare_row_members, want);
    ONCE(f, er_store_add_compare, want);
    er_compare_row other = want[3];
    other.group = "北";
#define BAD(change, word)                                                                          \
    REFUSED(f, er_compare_row, er_store_add_compare, other, change, ER_ERR_RANGE, word)
    BAD(kind = "town", "kind");
    BAD(kind = "all", "kind");
    BAD(unit_id = w.units[FIRST], "unit");
    BAD(scheme = NULL, "scheme");
    BAD(group = NULL, "group");
    BAD(area_km2 = NAN, "area_km2");
    BAD(persons = NAN, "persons");
    BAD(served_km2.before = NAN, "area_before");
    BAD(served_km2.after = 14.000000001, "area_after"); /* nothing is lost on the way */
    BAD(served_km2.kept = 9, "area_kept");
    BAD(served_km2.gained_from_unknown = 4.5, "area_gained");
    BAD(served_km2.lost_to_unknown = 1, "area_lost");
    BAD(served_km2.gained = -1, "area_gained");
    BAD(persons_served.lost = 1, "persons_lost");
    BAD(persons_served.before = NAN, "persons_before");
    BAD(persons_served.population = NAN, "persons_population");
#undef BAD
    REFUSED(f, er_compare_row, er_store_add_compare, want[0], unit_id = 99, ER_ERR_INTERNAL,
            "not in the workspace");
}

static void indices_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "compare");
    const er_compare_index want[] = {
        {w.run, "six", "coverage_any", "theil_t", 0.5, 0.25, -0.25, -0.5, 0.125},
        {w.run, "six", "coverage_any", "gini", NAN, 0.25, NAN, NAN, NAN},
        {w.run, "region", "coverage_any", "gini", 0, 0, 0, 0, 0}};
    AS_ADDED(f, er_compare_index, er_store_add_compare_index, er_store_compare_indices,
             compare_index_members, want);
    ONCE(f, er_store_add_compare_index, want);
    REFUSED(f, er_compare_index, er_store_add_compare_index, want[0], measure = NULL, ER_ERR_RANGE,
            "measure");
}

static void causes_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "compare");
    const er_compare_cause want[] = {
        {w.run, "station", "added", "b", "A", NULL, "n78, 500 m", {121.5, 25.25}},
        {w.run, "station", "added", NULL, NULL, NULL, NULL, {-180, -90}},
        {w.run, "station", "added", NULL, NULL, NULL, NULL, {-180, -90}}, /* two that say the same
                                                                           */
        {w.run, "parameter", "changed", "default_radius_m", NULL, "500", "800", {NAN, NAN}},
        {w.run, "boundary", "removed", "65000", NULL, NULL, NULL, {NAN, NAN}}};
    AS_ADDED(f, er_compare_cause, er_store_add_compare_cause, er_store_compare_causes,
             compare_cause_members, want);
#define BAD(change_, word)                                                                         \
    REFUSED(f, er_compare_cause, er_store_add_compare_cause, want[0], change_, ER_ERR_RANGE, word)
    BAD(kind = "weather", "kind");
    BAD(change = "moved", "change");
    BAD(position.x = 181, "longitude");
#undef BAD
    REFUSED(f, er_compare_cause, er_store_add_compare_cause, want[0], run_id = 99, ER_ERR_INTERNAL,
            "(run 99)");
}

static void trends_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "trend");
    const er_trend_row want[] = {
        {w.run, 2024, "2024-12-31", "cumulative", "six", "南", "pilots", "value", 12, "count",
         NULL},
        {w.run, 2024, "2024-12-31", "year", "six", "南", "pilots", "value", 5, "count", "planned"},
        {w.run, 2023, "2023-06-30", "state", NULL, NULL, "coverage_any", "share", NAN, NULL,
         "none"},
        {w.run, 2023, "2023-06-30", "state", "six", NULL, "coverage_any", "share", 0.5, NULL,
         NULL}};
    AS_ADDED(f, er_trend_row, er_store_add_trend, er_store_trends, trend_row_members, want);
    ONCE(f, er_store_add_trend, want);
#define BAD(change, word)                                                                          \
    REFUSED(f, er_trend_row, er_store_add_trend, want[0], change, ER_ERR_RANGE, word)
    BAD(period = "month", "period");
    BAD(as_of = "", "as_of");
    BAD(subject = NULL, "subject");
    BAD(measure = "", "measure");
#undef BAD
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(comparisons_come_back_as_added),
        TEST(indices_come_back_as_added),
        TEST(causes_come_back_as_added),
        TEST(trends_come_back_as_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
