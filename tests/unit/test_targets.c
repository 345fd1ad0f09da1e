/* Targets on a hand-made workspace. Every expected figure is worked out in a comment.
 *
 *   county 1: towns 11 (100 persons, 40 households) and 12 (210, 100)
 *   county 2: towns 21 (400, 160) and 22 (200, 100)
 *   910 persons, 400 households, 4 km2
 *
 *   scheme "class": remote below 205 persons, else urban; within 5 % of 205 (194.75 to 215.25) are
 *   12, just outside, and 22, just inside
 *
 *   served (and not known), persons:
 *          any         X     Y           all
 *     11   50          25    50          20
 *     12   210         105   210         100
 *     21   100 (200)   100   0 (200)     0
 *     22   100         50    60          40
 *
 *   stations: X 5G in 11; X 4G in 12; Y of no stated technology in 21; 5G of no operator in 22; a
 *   planned one of X in 21
 *
 *   pilots: p1 2021 in 11, 10 firms; p2 2022 in 21; p3 2022 in 11, planned; p4 of no year, without
 * a site; p5 2022 in county 1, 3 firms, document D; p6 2020 in 22, 100 visits */
#include "unit/store_fixture.h"

#include "evenreach/analysis.h"

enum { TOWNS = 4, STATIONS = 5, PILOTS = 6 };

static const char *const town_codes[TOWNS] = {"11", "12", "21", "22"};
static const double town_persons[TOWNS] = {100, 210, 400, 200};
static const double town_households[TOWNS] = {40, 100, 160, 100};

static int64_t unit_id(fixture *f, const char *code) {
    er_unit *units;
    size_t count;
    assert_ok(f->ctx, er_store_units(f->ctx, f->store, f->arena, NULL, false, &units, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].code, code) == 0) return units[i].id;
    return 0;
}

/** Towns of 0.1 degrees side by side. */
static void plant_units(fixture *f, bool turned) {
    int64_t orphans;
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    for (int k = 0; k < TOWNS; k++) {
        int i = turned ? TOWNS - 1 - k : k;
        const char parent[2] = {town_codes[i][0], '\0'};
        int64_t id = add_unit(f, "town", town_codes[i], parent, 121 + 0.1 * i, 24, 0.1, 0.1);
        er_population row = {
            .unit_id = id, .persons = town_persons[i], .households = town_households[i]};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    add_unit(f, "county", "1", NULL, 121, 24, 0.2, 0.1);
    add_unit(f, "county", "2", NULL, 121.2, 24, 0.2, 0.1);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
}

static void plant_stations(fixture *f, bool turned) {
    static const struct {
        double x, radius_m;
        const char *operator_, *technology, *status;
    } stations[STATIONS] = {{121.05, 1000, "X", "5G", NULL},
                            {121.15, NAN, "X", "4G", "in_service"},
                            {121.25, NAN, "Y", NULL, NULL},
                            {121.35, NAN, NULL, "5G", NULL},
                            {121.26, NAN, "X", "5G", "planned"}};
    er_source source = {.kind = "stations", .path = "s.csv", .sha256 = "00", .vintage = "2022-12"};
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    for (int k = 0; k < STATIONS; k++) {
        int i = turned ? STATIONS - 1 - k : k;
        er_station station = plain_station(stations[i].x, 24.05);
        station.operator_ = stations[i].operator_;
        station.technology = stations[i].technology;
        station.status = stations[i].status;
        station.radius_m = stations[i].radius_m;
        station.synthetic = i == 3;
        station.source_id = source.id;
        station.row = k + 1;
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
}

static void plant_pilots(fixture *f, bool turned) {
    static const struct {
        const char *code, *unit, *status, *document;
        int64_t year;
        double smes, visits, budget;
    } pilots[PILOTS] = {{"p1", "11", "actual", NULL, 2021, 10, NAN, 5},
                        {"p2", "21", "actual", NULL, 2022, NAN, NAN, 7},
                        {"p3", "11", "planned", NULL, 2022, 7, NAN, 9},
                        {"p4", NULL, "actual", NULL, INT64_MIN, NAN, NAN, 1},
                        {"p5", "1", "actual", "D", 2022, 3, NAN, 2},
                        {"p6", "22", "actual", NULL, 2020, NAN, 100, 4}};
    for (int k = 0; k < PILOTS; k++) {
        int i = turned ? PILOTS - 1 - k : k;
        er_pilot pilot = {.code = pilots[i].code,
                          .status = pilots[i].status,
                          .document = pilots[i].document,
                          .year = pilots[i].year,
                          .smes = pilots[i].smes,
                          .visits = pilots[i].visits,
                          .revenue = NAN,
                          .persons_served = NAN,
                          .budget = pilots[i].budget};
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    }
    for (int i = 0; i < PILOTS; i++) {
        if (!pilots[i].unit) continue;
        er_pilot_site site = {.pilot_code = pilots[i].code,
                              .sequence = 1,
                              .unit_code = pilots[i].unit,
                              .unit_id = unit_id(f, pilots[i].unit),
                              .located = "unit",
                              .position = {NAN, NAN},
                              .accuracy_m = NAN};
        assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &site));
    }
}

/** Area goes as the persons do: of each town's 1 km2. */
static void plant_cover(fixture *f) {
    static const struct {
        const char *stratum, *operator_;
        double served[TOWNS], unknown[TOWNS];
    } strata[] = {{"any", NULL, {50, 210, 100, 100}, {0, 0, 200, 0}},
                  {"all", NULL, {20, 100, 0, 40}, {0}},
                  {"operator", "X", {25, 105, 100, 50}, {0}},
                  {"operator", "Y", {50, 210, 0, 60}, {0, 0, 200, 0}}};
    er_run run = {.step = "cover", .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (size_t s = 0; s < sizeof strata / sizeof *strata; s++)
        for (int i = 0; i < TOWNS; i++) {
            er_cover_row row = {.run_id = run.id,
                                .kind = "unit",
                                .area_id = unit_id(f, town_codes[i]),
                                .stratum = strata[s].stratum,
                                .operator_ = strata[s].operator_,
                                .area_km2 = 1,
                                .served_km2 = strata[s].served[i] / town_persons[i],
                                .unknown_km2 = strata[s].unknown[i] / town_persons[i],
                                .persons = town_persons[i],
                                .persons_served = strata[s].served[i],
                                .persons_unknown = strata[s].unknown[i]};
            assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        }
}

/* ---- a study --------------------------------------------------------------------------------- */

static const er_study_group class_groups[] = {{"remote", "Remote", "偏遠"},
                                              {"urban", "Urban", "都會"}};
static const er_rule class_rules[] = {
    {.id = "sparse", .group = "remote", .measure = "persons", .below = "205"}};
static const er_study_scheme schemes[] = {{.name = "class",
                                           .level = "town",
                                           .borderline_margin = 0.05,
                                           .groups = class_groups,
                                           .group_count = 2,
                                           .rules = class_rules,
                                           .rule_count = 1,
                                           .otherwise = "urban"}};
static const char *const remote[] = {"remote"};

#define EVERYWHERE .whole = NAN, .min_share = 0.5, .radius_m = 400
#define IN_REMOTE EVERYWHERE, .scheme = "class", .groups = remote, .group_count = 1
#define NOT_REMOTE EVERYWHERE, .scheme = "class", .without = remote, .without_count = 1

static er_study study_of(const er_study_target *targets, size_t count) {
    return (er_study){.schemes = schemes,
                      .scheme_count = 1,
                      .coverage_model = "disc",
                      .default_radius_m = 500,
                      .targets = targets,
                      .target_count = count};
}

static void publish(fixture *f, const char *code, int64_t year, const char *unit, double target) {
    er_target row = {.code = code,
                     .measure = "as published",
                     .unit = unit,
                     .year = year,
                     .target = target,
                     .actual = isnan(target) ? 1 : NAN};
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_target(f->ctx, f->store, &row));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

static void plant(fixture *f, bool turned) {
    er_study study = study_of(NULL, 0);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    plant_units(f, turned);
    plant_stations(f, turned);
    plant_pilots(f, turned);
    plant_cover(f);
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    assert_ok(f->ctx, er_classify(f->ctx, f->store, &study));
}

struct rows {
    er_target_row *rows;
    size_t count;
    int64_t missed;
};

static struct rows targets_of(fixture *f, const er_study *study) {
    struct rows found;
    int64_t run = 0;
    assert_ok(f->ctx, er_targets(f->ctx, f->store, study, &run, &found.missed));
    assert_ok(f->ctx,
              er_store_target_rows(f->ctx, f->store, f->arena, run, &found.rows, &found.count));
    return found;
}

static const er_target_row *row_of(struct rows rows, const char *code, int64_t year,
                                   const char *variant) {
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.rows[i].code, code) == 0 && rows.rows[i].year == year &&
            strcmp(rows.rows[i].variant, variant) == 0)
            return &rows.rows[i];
    fail_msg("no row %s %lld %s", code, (long long)year, variant);
    return NULL;
}

static bool is_near(double a, double b) {
    return isnan(b) ? isnan(a) : fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

struct expected {
    const char *code, *variant;
    double figure, unknown_share;
};

static void assert_figures(struct rows rows, int64_t year, const struct expected *expected,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct expected *e = &expected[i];
        const er_target_row *row = row_of(rows, e->code, year, e->variant);
        if (!is_near(row->figure, e->figure) || !is_near(row->unknown_share, e->unknown_share))
            fail_msg("%s %s: %.17g (%.17g unknown), expected %.17g (%.17g): %s", e->code,
                     e->variant, row->figure, row->unknown_share, e->figure, e->unknown_share,
                     row->reason);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- figures --------------------------------------------------------------------------------- */

static void coverage_by_every_stratum_and_scope(void **state) {
    static const er_study_target targets[] = {
        {.code = "all", .measure = "persons_served", EVERYWHERE},
        {.code = "best", .measure = "persons_served", .stratum = "best", NOT_REMOTE},
        {.code = "each", .measure = "persons_served", .stratum = "each", IN_REMOTE},
        {.code = "homes", .measure = "households_served", .stratum = "operator:X", EVERYWHERE},
        {.code = "land", .measure = "area_served", IN_REMOTE},
        {.code = "towns",
         .measure = "units_served",
         .min_share = 0.5,
         .whole = 2,
         .scheme = "class",
         .groups = remote,
         .group_count = 1}};
    static const struct expected expected[] = {
        {"all", "main", 100 * 460 / 910.0, 200 / 910.0},
        {"all", "any", 100 * 460 / 910.0, 200 / 910.0},
        {"all", "all", 100 * 160 / 910.0, 0},
        {"all", "operator:X", 100 * 280 / 910.0, 0},
        {"all", "operator:Y", 100 * 320 / 910.0, 200 / 910.0},
        {"all", "best", 100 * 320 / 910.0, 200 / 910.0},
        /* urban: 12 and 21, 610 persons; X 205, Y 210 and 200 not known */
        {"best", "main", 100 * 210 / 610.0, 200 / 610.0},
        {"best", "operator:X", 100 * 205 / 610.0, 0},
        {"best", "everywhere:any", 100 * 460 / 910.0, 200 / 910.0},
        {"best", "everywhere:best", 100 * 320 / 910.0, 200 / 910.0},
        /* 12 left out: 21 alone, X is best with 100 of 400, Y could have 200 */
        {"best", "borderline_out", 25, 0.25},
        /* 22 taken in: 12, 21, 22; Y 270, X 255; Y could have 470 of 810 */
        {"best", "borderline_in", 100 * 270 / 810.0, 200 / 810.0},
        /* remote: 11 and 22; X 75 of 300, Y 110 */
        {"each", "main", 25, 0},
        {"each", "best", 100 * 110 / 300.0, 0},
        {"each", "borderline_out", 25, 0}, /* 11 alone: 25 of 100 */
        {"each", "borderline_in", 100 * 180 / 510.0, 0},
        /* households by the persons' shares: 10 + 50 + 40 + 25 */
        {"homes", "main", 125, NAN},
        {"land", "main", 1, NAN},                  /* 0.5 + 0.5 km2 */
        {"towns", "main", 100, 0},                 /* 11 and 22 have just a half */
        {"towns", "operator:Y", 50, 0},            /* 22 has 0.3 */
        {"towns", "everywhere:any", 75, 0.25},     /* 21 could have 0.75 */
        {"towns", "everywhere:operator:X", 25, 0}, /* 12 alone, with just a half */
        {"towns", "published_whole", 100, 0},
    };
    fixture *f = *state;
    plant(f, false);
    publish(f, "all", 2022, "%", 50);
    publish(f, "best", 2022, "%", 50);
    publish(f, "each", 2022, "%", 50);
    publish(f, "homes", 2022, "households", 50);
    publish(f, "land", 2022, "km2", 50);
    publish(f, "towns", 2022, "%", 50);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    assert_figures(rows, 2022, expected, COUNT(expected));
    const er_target_row *row = row_of(rows, "best", 2022, "main");
    assert_non_null(strstr(row->definition, "the best single operator (Y)"));
    assert_non_null(strstr(row->definition, "outside Remote (2 units of the level town)"));
    assert_non_null(strstr(row->definition_zh, "最佳單一業者"));
    assert_non_null(strstr(row->definition_zh, "偏遠"));
    row = row_of(rows, "best", 2022, "borderline_in");
    assert_non_null(strstr(row->definition, "3 units"));
    assert_non_null(strstr(row_of(rows, "each", 2022, "main")->definition, "(X)"));
}

static void stations_and_units_that_have_some(void **state) {
    static const er_study_target targets[] = {
        {.code = "5g", .measure = "stations", .technology = "5g", EVERYWHERE},
        {.code = "5g-remote", .measure = "stations", .technology = "5G", IN_REMOTE},
        {.code = "any", .measure = "units_with_stations", .level = "town", EVERYWHERE},
        {
            .code = "remote",
            .measure = "units_with_stations",
            .technology = "5G",
            IN_REMOTE,
        },
        {.code = "county", .measure = "units_with_stations", .level = "county", EVERYWHERE}};
    static const struct expected expected[] = {
        {"5g", "main", 2, NAN}, /* in 11 and 22; that in 21 may be one, the planned one is none */
        {"5g", "operator:X", 1, NAN},
        {"5g", "best", 1, NAN},
        {"5g-remote", "main", 200 / 3.0, 0}, /* of three that are 5G, or may be */
        {"any", "main", 4, NAN},
        {"any", "all", 0, NAN},
        {"any", "operator:X", 2, NAN},
        {"remote", "main", 100, 0},
        {"remote", "operator:X", 50, 0.5}, /* that in 22 may be X's */
        {"remote", "operator:Y", 0, 0.5},
        {"remote", "borderline_in", 200 / 3.0, 0}, /* 12 has 4G only */
        {"county", "main", 2, NAN},
    };
    fixture *f = *state;
    plant(f, false);
    publish(f, "5g", 2022, "count", 3);
    publish(f, "5g-remote", 2022, "%", 50);
    publish(f, "any", 2022, "count", 4);
    publish(f, "remote", 2022, "％", 50);
    publish(f, "county", 2022, "units", 4);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    assert_figures(rows, 2022, expected, COUNT(expected));
    const er_target_row *row = row_of(rows, "5g", 2022, "main");
    assert_string_equal(row->verdict, "cannot_say"); /* 2 or 3 */
    assert_non_null(strstr(row->reason, "between 2 and 3"));
    assert_true(row->synthetic);
    /* of the three that it rests on one is synthetic, and one more has a default radius */
    assert_true(is_near(row->assumed_share, 2 / 3.0));
    assert_string_equal(row_of(rows, "any", 2022, "main")->verdict, "met");
    assert_string_equal(row_of(rows, "county", 2022, "main")->verdict, "missed");
    assert_int_equal(rows.missed, 1);
}

static void pilots_by_year_and_cumulative(void **state) {
    static const er_study_target targets[] = {
        {.code = "year", .measure = "pilots", .period = "year", EVERYWHERE},
        {.code = "sum", .measure = "pilots", .period = "cumulative", EVERYWHERE},
        {.code = "since", .measure = "pilots", .period = "since", .first_year = 2021, EVERYWHERE},
        {.code = "remote", .measure = "pilots", .period = "year", IN_REMOTE},
        {.code = "sites", .measure = "pilots", .period = "cumulative", IN_REMOTE},
        {.code = "doc", .measure = "pilots", .period = "year", .document = "D", EVERYWHERE},
        {.code = "firms", .measure = "firms", .period = "since", .first_year = 2021, EVERYWHERE},
        {.code = "visits", .measure = "visits", .period = "cumulative", EVERYWHERE},
        {.code = "cost", .measure = "budget", .period = "year", EVERYWHERE},
        {.code = "part", .measure = "pilots", .period = "year", .partial = true, EVERYWHERE}};
    static const struct expected expected[] = {
        {"year", "main", 2, NAN},           /* p2, p5; p4 may be one, p3 is planned */
        {"sum", "main", 4, NAN},            /* p1, p2, p5, p6 */
        {"since", "main", 3, NAN},          /* without p6 */
        {"remote", "main", 0, 1},           /* p5 lies in 11 or 12, p4 anywhere: 2 of 2 */
        {"remote", "everywhere", NAN, NAN}, /* a share of nothing stated */
        {"sites", "main", 50, 0.5},         /* p1, p6 of 4; p4, p5 may be */
        {"doc", "main", 1, NAN},
        {"firms", "main", 13, NAN},
        {"visits", "main", 100, NAN},
        {"cost", "main", 9, NAN},
        {"part", "main", 2, NAN},
    };
    static const struct {
        const char *code, *verdict, *words;
    } verdicts[] = {
        {"year", "cannot_say", "between 2 and 3"},
        {"year", "cannot_say", "1 more are planned"},
        {"sum", "met", "reached"},
        {"since", "cannot_say", "no day is stated"}, /* 5 is more than the 4 there may be */
        {"firms", "cannot_say", "2 of the 4 pilots do not state"},
        {"doc", "cannot_say", "no day is stated"},
        {"part", "cannot_say", "part of all there are"},
    };
    fixture *f = *state;
    plant(f, false);
    publish(f, "year", 2022, "count", 3);
    publish(f, "sum", 2022, "count", 4);
    publish(f, "since", 2022, "count", 5);
    publish(f, "remote", 2022, "%", 50);
    publish(f, "sites", 2022, "%", 50);
    publish(f, "doc", 2022, "count", 3);
    publish(f, "firms", 2022, "firms", 1000);
    publish(f, "visits", 2022, "visits", 100);
    publish(f, "cost", 2022, "XTS", 9);
    publish(f, "part", 2022, "count", 9);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    assert_figures(rows, 2022, expected, COUNT(expected));
    for (size_t i = 0; i < COUNT(verdicts); i++) {
        const er_target_row *row = row_of(rows, verdicts[i].code, 2022, "main");
        assert_string_equal(row->verdict, verdicts[i].verdict);
        if (!strstr(row->reason, verdicts[i].words)) fail_msg("%s: %s", row->code, row->reason);
    }
    assert_string_equal(row_of(rows, "sum", 2022, "main")->period, "cumulative");
}

/** Two points on top of each other in the middle of 11, one on the border of 21 and 22: one disc in
 *  11, half a disc in each of the others. */
static void households_near_drop_points(void **state) {
    static const er_study_target targets[] = {
        {.code = "fibre", .measure = "households_near_drop_points", EVERYWHERE},
        {.code = "remote", .measure = "households_near_drop_points", IN_REMOTE}};
    static const double xs[] = {121.05, 121.05, 121.3};
    fixture *f = *state;
    uint8_t wkb[93];
    double area_m2[TOWNS];
    plant(f, false);
    publish(f, "fibre", 2022, "households", 1);
    publish(f, "remote", 2022, "%", 1);
    er_study study = study_of(targets, COUNT(targets));
    const er_target_row *row = row_of(targets_of(f, &study), "fibre", 2022, "main");
    assert_true(isnan(row->figure));
    assert_non_null(strstr(row->reason, "No drop points are loaded"));
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (size_t i = 0; i < COUNT(xs); i++) {
        er_drop_point point = {.position = {xs[i], 24.05}};
        assert_ok(f->ctx, er_store_add_drop_point(f->ctx, f->store, &point));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    for (int i = 0; i < TOWNS; i++)
        assert_ok(f->ctx, er_geodesic_area(f->ctx, rectangle(wkb, 121 + 0.1 * i, 24, 0.1, 0.1),
                                           &area_m2[i]));
    double disc_m2 = 3.14159265358979323846 * 400 * 400;
    double in_11 = 40 * disc_m2 / area_m2[0], in_21 = 160 * disc_m2 / 2 / area_m2[2],
           in_22 = 100 * disc_m2 / 2 / area_m2[3];
    struct rows rows = targets_of(f, &study);
    row = row_of(rows, "fibre", 2022, "main");
    /* the plane of the towns' extent is true to 1e-5 at its edge */
    assert_true(fabs(row->figure - (in_11 + in_21 + in_22)) < 1e-5 * row->figure);
    row = row_of(rows, "remote", 2022, "main");
    assert_true(fabs(row->figure - 100 * (in_11 + in_22) / 140) < 1e-5 * row->figure);
    assert_true(is_near(row->whole, 140));
    assert_non_null(strstr(row->definition, "within 400 m"));
}

/* ---- verdicts -------------------------------------------------------------------------------- */

/** Persons served everywhere: between 460 and 660 of 910, 50.55 and 72.53 %; the stations are of
 *  the end of 2022. */
static void verdicts_by_bounds_and_year(void **state) {
    static const er_study_target targets[] = {
        {.code = "a", .measure = "persons_served", EVERYWHERE},
        {.code = "none", .measure = "persons_served", EVERYWHERE},
        {.code = "exact", .measure = "persons_served", .stratum = "all", EVERYWHERE}};
    static const struct {
        int64_t year;
        double target;
        const char *verdict, *words;
    } cases[] = {{2020, 50, "cannot_say", "2022-12-31, after the target's year"},
                 {2021, 80, "cannot_say", "after the target's year"},
                 {2022, 50, "met", "reached"},
                 {2023, 50, "met", "before the year 2023 is over"},
                 {2024, 80, "cannot_say", "the year 2024 is not over"},
                 {2025, 60, "cannot_say", "between 50.5495 and 72.5275"}};
    fixture *f = *state;
    plant(f, false);
    for (size_t i = 0; i < COUNT(cases); i++)
        publish(f, "a", cases[i].year, "%", cases[i].target);
    publish(f, "none", 2022, "%", NAN);
    publish(f, "exact", 2022, "persons", 160);
    publish(f, "exact", 2022, "persons", 160.001);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const er_target_row *row = row_of(rows, "a", cases[i].year, "main");
        assert_string_equal(row->verdict, cases[i].verdict);
        if (!strstr(row->reason, cases[i].words)) fail_msg("%s", row->reason);
        assert_true(is_near(row->gap, 100 * 460 / 910.0 - cases[i].target));
    }
    const er_target_row *row = row_of(rows, "none", 2022, "main");
    assert_string_equal(row->verdict, "cannot_say");
    assert_true(isnan(row->gap) && is_near(row->figure, 100 * 460 / 910.0));
    assert_true(is_near(row->published, 1));
    assert_string_equal(row_of(rows, "exact", 2022, "main")->verdict, "met");
    /* a second row of the same code and year has names of its own */
    row = row_of(rows, "exact", 2022, "main#2");
    assert_string_equal(row->verdict, "missed");
    assert_true(er_target_is_main(row));
    assert_false(er_target_is_main(row_of(rows, "exact", 2022, "any#2")));
    assert_int_equal(rows.missed, 1);
}

static void what_has_no_figure_says_why(void **state) {
    static const er_study_target targets[] = {
        {.code = "unit", .measure = "persons_served", EVERYWHERE},
        {.code = "share", .measure = "stations", EVERYWHERE},
        {.code = "whole", .measure = "stations", EVERYWHERE},
        {.code = "who", .measure = "persons_served", .stratum = "operator:Z", EVERYWHERE},
        {.code = "more", .measure = "units_with_stations", .level = "town", .whole = 3},
        {.code = "yearless", .measure = "pilots", EVERYWHERE},
        {.code = "dark", .measure = "firms", .period = "year", EVERYWHERE},
        {.code = "unknown", .measure = "pilots", .period = "year", .partial = true, EVERYWHERE}};
    static const struct {
        const char *code, *variant;
        int64_t year;
        const char *words;
    } cases[] = {
        {"unit", "main", 2022, "published unit 'bananas'"},
        {"share", "main", 2022, "what it is a share of"},
        {"who", "main", 2022, "'operator:Z'"},
        {"more", "published_whole", 2022, "More is counted (4) than the published whole (3)"},
        {"yearless", "main", 0, "states no year"},
        {"dark", "main", 2020, "2 of the 2 pilots do not state"},
        {"unknown", "main", 1999, "No such pilot is known"},
        {"undefined", "main", 2022, "no definition of the target undefined"}};
    fixture *f = *state;
    plant(f, false);
    publish(f, "unit", 2022, "bananas", 1);
    publish(f, "share", 2022, "%", 1);
    publish(f, "who", 2022, "%", 1);
    publish(f, "more", 2022, "%", 1);
    publish(f, "yearless", INT64_MIN, "count", 1);
    publish(f, "dark", 2020, "count", 1);
    publish(f, "unknown", 1999, "count", 1);
    publish(f, "undefined", 2022, "%", 1);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const er_target_row *row = row_of(rows, cases[i].code, cases[i].year, cases[i].variant);
        assert_string_equal(row->verdict, "cannot_say");
        if (!isnan(row->figure) || !isnan(row->gap)) fail_msg("%s: %g", row->code, row->figure);
        if (!strstr(row->reason, cases[i].words)) fail_msg("%s: %s", row->code, row->reason);
        assert_true(row->reason_zh && strcmp(row->reason_zh, row->reason) != 0);
    }
    assert_non_null(strstr(f->warning, "'whole'")); /* defined, and published nowhere */
    rows = targets_of(f, NULL);
    for (size_t i = 0; i < rows.count; i++)
        assert_true(isnan(rows.rows[i].figure));
    assert_int_equal(rows.count, 8);
}

static void a_unit_without_persons_leaves_it_open(void **state) {
    static const er_study_target targets[] = {
        {.code = "share", .measure = "persons_served", EVERYWHERE},
        {.code = "number", .measure = "persons_served", EVERYWHERE}};
    fixture *f = *state;
    plant(f, false);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    er_run run = {.step = "cover", .model = "disc", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (int i = 0; i < TOWNS; i++) {
        double persons = i == 0 ? NAN : town_persons[i];
        er_cover_row row = {.run_id = run.id,
                            .kind = "unit",
                            .area_id = unit_id(f, town_codes[i]),
                            .stratum = "any",
                            .area_km2 = 1,
                            .served_km2 = 1,
                            .persons = persons,
                            .persons_served = persons,
                            .persons_unknown = isnan(persons) ? NAN : 0};
        assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    publish(f, "share", 2022, "%", 10);
    publish(f, "number", 2022, "persons", 800);
    er_study study = study_of(targets, COUNT(targets));
    struct rows rows = targets_of(f, &study);
    const er_target_row *row = row_of(rows, "share", 2022, "main");
    assert_string_equal(row->verdict, "cannot_say");
    assert_non_null(strstr(row->reason, "Of 1 units it is not known who lives there"));
    /* a plain number can be reached by what is known: 810 */
    assert_string_equal(row_of(rows, "number", 2022, "main")->verdict, "met");
}

/* ---- the same whatever the order ------------------------------------------------------------- */

static const er_study_target mixed[] = {
    {.code = "a", .measure = "persons_served", .stratum = "best", NOT_REMOTE},
    {.code = "b", .measure = "units_with_stations", .technology = "5G", IN_REMOTE},
    {.code = "c", .measure = "pilots", .period = "cumulative", IN_REMOTE}};

static bool same(const er_target_row *a, const er_target_row *b) {
    return er_equal_texts(a->code, b->code) && a->year == b->year &&
           er_equal_texts(a->variant, b->variant) && er_equal_texts(a->reason, b->reason) &&
           er_equal_texts(a->definition, b->definition) &&
           er_equal_texts(a->reason_zh, b->reason_zh) &&
           er_equal_texts(a->definition_zh, b->definition_zh) &&
           er_equal_numbers(a->figure, b->figure) && er_equal_numbers(a->part, b->part) &&
           er_equal_numbers(a->whole, b->whole) &&
           er_equal_numbers(a->unknown_share, b->unknown_share) &&
           er_equal_numbers(a->assumed_share, b->assumed_share);
}

static void order_and_threads_do_not_matter(void **state) {
    fixture *f = *state;
    er_study study = study_of(mixed, COUNT(mixed));
    struct rows before;
    plant(f, false);
    publish(f, "a", 2022, "%", 50);
    publish(f, "b", 2022, "%", 50);
    publish(f, "c", 2022, "%", 50);
    er_context_set_threads(f->ctx, 1);
    before = targets_of(f, &study);
    er_store_close(f->store);
    remove(f->path);
    assert_ok(f->ctx, er_store_create(f->ctx, f->path, false, &f->store));
    plant(f, true);
    publish(f, "c", 2022, "%", 50);
    publish(f, "b", 2022, "%", 50);
    publish(f, "a", 2022, "%", 50);
    er_context_set_threads(f->ctx, 4);
    struct rows after = targets_of(f, &study);
    assert_int_equal(before.count, after.count);
    for (size_t i = 0; i < before.count; i++)
        if (!same(&before.rows[i], &after.rows[i]))
            fail_msg("%s %s: %.17g and %.17g", before.rows[i].code, before.rows[i].variant,
                     before.rows[i].figure, after.rows[i].figure);
}

static void what_can_not_be_done_is_refused(void **state) {
    static const er_study_target no_scheme[] = {
        {.code = "a", .measure = "persons_served", .scheme = "ghost", .whole = NAN}};
    static const er_study_target no_level[] = {
        {.code = "a", .measure = "units_served", .level = "ghost", .whole = NAN}};
    static const struct {
        const er_study_target *targets;
        const char *words;
    } cases[] = {{no_scheme, "no scheme 'ghost'"}, {no_level, "no level 'ghost'"}};
    fixture *f = *state;
    er_target_row *rows = NULL;
    int64_t run = 0;
    size_t count = 0;
    er_study study = study_of(mixed, COUNT(mixed));
    plant(f, false);
    assert_int_equal(er_targets(f->ctx, f->store, &study, &run, NULL), ER_ERR_INPUT);
    assert_non_null(strstr(er_context_error(f->ctx), "no published targets"));
    publish(f, "a", 2022, "%", 50);
    for (size_t i = 0; i < COUNT(cases); i++) {
        study = study_of(cases[i].targets, 1);
        assert_int_equal(er_targets(f->ctx, f->store, &study, &run, NULL), ER_ERR_INPUT);
        if (!strstr(er_context_error(f->ctx), cases[i].words))
            fail_msg("%s", er_context_error(f->ctx));
    }
    assert_ok(f->ctx, er_store_target_rows(f->ctx, f->store, f->arena, 3, &rows, &count));
    assert_int_equal(count, 0); /* nothing of a failed run stays */
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_up, fixture_down)
    const struct CMUnitTest tests[] = {
        TEST(coverage_by_every_stratum_and_scope),   TEST(stations_and_units_that_have_some),
        TEST(pilots_by_year_and_cumulative),         TEST(households_near_drop_points),
        TEST(verdicts_by_bounds_and_year),           TEST(what_has_no_figure_says_why),
        TEST(a_unit_without_persons_leaves_it_open), TEST(order_and_threads_do_not_matter),
        TEST(what_can_not_be_done_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
