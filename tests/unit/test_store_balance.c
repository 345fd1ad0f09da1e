/* Where units stand, how even schemes are, what would change it, and targets: in the workspace and
 * back. */
#include "unit/store_world.h"

static const member balance_unit_row_members[] = {
    MEMBER(er_balance_unit_row, INT, run_id),   MEMBER(er_balance_unit_row, TEXT, subject),
    MEMBER(er_balance_unit_row, INT, unit_id),  MEMBER(er_balance_unit_row, REAL, amount),
    MEMBER(er_balance_unit_row, REAL, persons), MEMBER(er_balance_unit_row, REAL, rate),
    MEMBER(er_balance_unit_row, INT, rank),     MEMBER(er_balance_unit_row, INT, ranked),
    MEMBER(er_balance_unit_row, REAL, access),  MEMBER(er_balance_unit_row, REAL, local_moran),
    MEMBER(er_balance_unit_row, REAL, p),       MEMBER(er_balance_unit_row, REAL, q),
    MEMBER(er_balance_unit_row, TEXT, cluster)};
static const member scorecard_row_members[] = {
    MEMBER(er_scorecard_row, INT, run_id),        MEMBER(er_scorecard_row, TEXT, scheme),
    MEMBER(er_scorecard_row, TEXT, subject),      MEMBER(er_scorecard_row, REAL, gini),
    MEMBER(er_scorecard_row, REAL, gini_low),     MEMBER(er_scorecard_row, REAL, gini_high),
    MEMBER(er_scorecard_row, REAL, theil_t),      MEMBER(er_scorecard_row, REAL, share_between),
    MEMBER(er_scorecard_row, REAL, p_between),    MEMBER(er_scorecard_row, TEXT, driver),
    MEMBER(er_scorecard_row, REAL, driver_share), MEMBER(er_scorecard_row, REAL, driver_ratio),
    MEMBER(er_scorecard_row, TEXT, sentence),     MEMBER(er_scorecard_row, TEXT, sentence_zh)};
static const member lever_row_members[] = {
    MEMBER(er_lever_row, INT, run_id),   MEMBER(er_lever_row, TEXT, scheme),
    MEMBER(er_lever_row, TEXT, subject), MEMBER(er_lever_row, INT, rank),
    MEMBER(er_lever_row, INT, unit_id),  MEMBER(er_lever_row, REAL, theil_t),
    MEMBER(er_lever_row, REAL, change)};
static const member target_row_members[] = {
    MEMBER(er_target_row, INT, run_id),         MEMBER(er_target_row, TEXT, code),
    MEMBER(er_target_row, INT, year),           MEMBER(er_target_row, TEXT, variant),
    MEMBER(er_target_row, TEXT, measure),       MEMBER(er_target_row, TEXT, denominator),
    MEMBER(er_target_row, TEXT, measure_zh),    MEMBER(er_target_row, TEXT, denominator_zh),
    MEMBER(er_target_row, TEXT, unit),          MEMBER(er_target_row, TEXT, definition),
    MEMBER(er_target_row, TEXT, definition_zh), MEMBER(er_target_row, TEXT, period),
    MEMBER(er_target_row, REAL, target),        MEMBER(er_target_row, REAL, figure),
    MEMBER(er_target_row, REAL, published),     MEMBER(er_target_row, REAL, gap),
    MEMBER(er_target_row, REAL, part),          MEMBER(er_target_row, REAL, whole),
    MEMBER(er_target_row, REAL, unknown_share), MEMBER(er_target_row, REAL, assumed_share),
    MEMBER(er_target_row, BOOL, synthetic),     MEMBER(er_target_row, TEXT, verdict),
    MEMBER(er_target_row, TEXT, reason),        MEMBER(er_target_row, TEXT, reason_zh)};

static void units_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "balance");
    const er_balance_unit_row want[] = {
        {w.run, "stations", w.units[SECOND], 12, 1000.5, 0.012, 1, 2, 0.5, -1.25, 0.01, 0.02,
         "low_high"},
        {w.run, "coverage_any", w.units[SECOND], NAN, NAN, NAN, 0, 1, NAN, NAN, NAN, NAN, NULL},
        {w.run, "stations", w.units[FIRST], 0, 0.5, 0, 2, 2, 0, 0.25, 1, 1, NULL}};
    AS_ADDED(f, er_balance_unit_row, er_store_add_balance_unit, er_store_balance_units,
             balance_unit_row_members, want);
    ONCE(f, er_store_add_balance_unit, want);
    er_balance_unit_row other = want[0];
    other.subject = "pilots";
#define BAD(change, word)                                                                          \
    REFUSED(f, er_balance_unit_row, er_store_add_balance_unit, other, change, ER_ERR_RANGE, word)
    BAD(subject = "", "subject");
    BAD(subject = NULL, "subject");
    BAD(amount = -1, "amount");
    BAD(persons = -1, "persons");
    BAD(rate = -1, "rate");
    BAD(rate = NAN, "rank");
    BAD(rank = 0, "rank");
    BAD(rank = 3, "rank");
    BAD(ranked = -1, "rank");
    BAD(access = -1, "access");
    BAD(p = 1.5, "p");
    BAD(q = -0.5, "q");
    BAD(cluster = "high", "cluster");
#undef BAD
    REFUSED(f, er_balance_unit_row, er_store_add_balance_unit, other, unit_id = 99, ER_ERR_INTERNAL,
            "not in the workspace");
    REFUSED(f, er_balance_unit_row, er_store_add_balance_unit, other, run_id = 99, ER_ERR_INTERNAL,
            "(run 99)");
}

static void scorecards_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "balance");
    const er_scorecard_row want[] = {
        {w.run, "six", "stations", 0.25, 0.125, 0.5, 0.75, 0.625, 0.01, "outside", 0.875, 0.5,
         "Far from even.", "差距甚大。"},
        {w.run, "region", "pilots", NAN, NAN, NAN, NAN, NAN, NAN, NULL, NAN, NAN, "", ""},
        {w.run, "region", "firms", 1, 1, 1, 3, 0, 1, "南", -0.5, 0, "x", "y"}};
    AS_ADDED(f, er_scorecard_row, er_store_add_scorecard, er_store_scorecards,
             scorecard_row_members, want);
    ONCE(f, er_store_add_scorecard, want);
    er_scorecard_row other = want[0];
    other.subject = "visits";
#define BAD(change, word)                                                                          \
    REFUSED(f, er_scorecard_row, er_store_add_scorecard, other, change, ER_ERR_RANGE, word)
    BAD(scheme = "", "scheme");
    BAD(gini = 1.5, "gini");
    BAD(gini = -0.5, "gini");
    BAD(share_between = 1.5, "share_between");
    BAD(p_between = -1, "p_between");
    BAD(driver_ratio = -1, "driver_ratio");
    BAD(sentence = NULL, "sentence");
    BAD(sentence_zh = NULL, "sentence_zh");
#undef BAD
}

static void levers_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "balance");
    const er_lever_row want[] = {{w.run, "six", "stations", 2, w.units[FIRST], 0.5, -0.125},
                                 {w.run, "six", "stations", 1, w.units[SECOND], 0.25, -0.375},
                                 {w.run, "six", "pilots", 1, w.units[FIRST], 0, 0}};
    AS_ADDED(f, er_lever_row, er_store_add_lever, er_store_levers, lever_row_members, want);
    ONCE(f, er_store_add_lever, want);
#define BAD(change, status, word)                                                                  \
    REFUSED(f, er_lever_row, er_store_add_lever, want[2], change, status, word)
    BAD(rank = 0, ER_ERR_RANGE, "rank");
    BAD(theil_t = NAN, ER_ERR_RANGE, "theil_t");
    BAD(rank = 2, ER_ERR_INTERNAL, "there already"); /* a unit has one rank */
    BAD(unit_id = 99, ER_ERR_INTERNAL, "there already");
#undef BAD
}

static void targets_come_back_as_added(void **state) {
    fixture *f = *state;
    world w = make_world(f, "targets");
    const er_target_row want[] = {{.run_id = w.run,
                                   .code = "5g_pop",
                                   .year = 2025,
                                   .variant = "main",
                                   .measure = "share of persons",
                                   .denominator = "persons outside remote areas",
                                   .measure_zh = "人口占比",
                                   .denominator_zh = "偏遠地區以外之人口",
                                   .unit = "%",
                                   .definition = "persons served by the best operator",
                                   .definition_zh = "最佳業者涵蓋人口",
                                   .period = "state",
                                   .target = 85,
                                   .figure = 96.5,
                                   .published = NAN,
                                   .gap = 11.5,
                                   .part = 965,
                                   .whole = 1000,
                                   .unknown_share = 0.125,
                                   .assumed_share = 1,
                                   .synthetic = true,
                                   .verdict = "met",
                                   .reason = "96.5 % of 1,000",
                                   .reason_zh = "達成"},
                                  {.run_id = w.run,
                                   .code = "5g_pop",
                                   .year = 2025,
                                   .variant = "all_operators",
                                   .target = NAN,
                                   .figure = NAN,
                                   .published = 96.37,
                                   .gap = NAN,
                                   .part = NAN,
                                   .whole = NAN,
                                   .unknown_share = NAN,
                                   .assumed_share = NAN,
                                   .verdict = "cannot_say",
                                   .reason = "no stations are loaded"}};
    AS_ADDED(f, er_target_row, er_store_add_target_row, er_store_target_rows, target_row_members,
             want);
    ONCE(f, er_store_add_target_row, want);
    er_target_row other = want[0];
    other.variant = "other";
#define BAD(change, word)                                                                          \
    REFUSED(f, er_target_row, er_store_add_target_row, other, change, ER_ERR_RANGE, word)
    BAD(code = "", "code");
    BAD(variant = NULL, "variant");
    BAD(period = "month", "period");
    BAD(verdict = "perhaps", "verdict");
    BAD(verdict = NULL, "verdict");
    BAD(figure = NAN, "figure"); /* nothing is met without one */
    BAD(target = NAN, "gap");
    BAD(unknown_share = 1.5, "unknown_share");
    BAD(assumed_share = -1, "assumed_share");
#undef BAD
    other = want[1];
    other.variant = "other";
    REFUSED(f, er_target_row, er_store_add_target_row, other, reason = NULL, ER_ERR_RANGE,
            "reason"); /* no figure has a reason */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(units_come_back_as_added),
        TEST(scorecards_come_back_as_added),
        TEST(levers_come_back_as_added),
        TEST(targets_come_back_as_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
