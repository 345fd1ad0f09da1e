/** A small study in a workspace: two counties, three towns, two operators, three pilots, with names
 *  that do their worst. One town is 0.1 by 0.1 degree. */
#ifndef EVENREACH_OUTPUTS_FIXTURE_H
#define EVENREACH_OUTPUTS_FIXTURE_H

#include "unit/store_fixture.h"

#include "evenreach/outputs.h"

/* Names as an enemy would give them. */
#define HOSTILE_FORMULA "=HYPERLINK(\"http://x\")"
#define HOSTILE_MARKUP "</script>\"',\n\x01&amp;臺\\"
#define HOSTILE_JSON "[1,2]"

static const er_study outputs_study = {.path = "some/where/study.yaml",
                                       .title = "A small study",
                                       .title_zh = "小研究",
                                       .language = "en",
                                       .radius_scheme = "area_class",
                                       .default_radius_m = 1500,
                                       .outline_tolerance_m = 1,
                                       .sha256 = "00"};

static inline int64_t add_source(fixture *f, const char *kind, const char *title, bool synthetic) {
    er_source source = {.kind = kind,
                        .path = kind,
                        .sha256 = "abc",
                        .transform_accuracy_m = NAN,
                        .rows_read = 3,
                        .rows_accepted = 3,
                        .synthetic = synthetic,
                        .title = title};
    assert_ok(f->ctx, er_store_add_source(f->ctx, f->store, &source));
    return source.id;
}

static inline int64_t add_named_unit(fixture *f, int64_t source, const char *level,
                                     const char *code, const char *parent, const char *name,
                                     double x, double width) {
    uint8_t wkb[93];
    er_unit unit = {.source_id = source,
                    .level = level,
                    .code = code,
                    .parent_code = parent,
                    .name = name,
                    .name_en = name,
                    .area_km2 = 100 * width / 0.1,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = rectangle(wkb, x, 23, width, 0.1)};
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    return unit.id;
}

static inline void add_outputs_units(fixture *f, int64_t towns[3]) {
    static const double persons[3] = {1000, 3000, 6000};
    int64_t source = add_source(f, "units", "Units", false);
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    add_named_unit(f, source, "county", "A", NULL, "County A", 120, 0.2);
    add_named_unit(f, source, "county", "B", NULL, "County B", 120.2, 0.1);
    towns[0] = add_named_unit(f, source, "town", "A1", "A", HOSTILE_MARKUP, 120, 0.1);
    towns[1] = add_named_unit(f, source, "town", "A2", "A", HOSTILE_FORMULA, 120.1, 0.1);
    towns[2] = add_named_unit(f, source, "town", "B1", "B", HOSTILE_JSON, 120.2, 0.1);
    int64_t orphans = 0;
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_int_equal(orphans, 0);
    int64_t population = add_source(f, "population", "Population", false);
    for (int i = 0; i < 3; i++) {
        const er_population row = {population, towns[i], persons[i], NAN, NULL};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
}

static inline void add_outputs_schemes(fixture *f, const int64_t towns[3]) {
    const er_scheme classes = {"area_class", "Area classes", "區域分類", "town", "{}", false, 0};
    const er_group groups[] = {{"area_class", "urban", "Urban", "一般", 0},
                               {"area_class", "remote", "Remote", "偏遠", 1}};
    const er_unit_group members[] = {
        {towns[0], "area_class", "remote", "sparse", "density is low", "密度低", 10, 10.2, true},
        {towns[1], "area_class", "urban", NULL, NULL, NULL, NAN, NAN, false}};
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &classes, groups, 2, members, 2));
    const er_scheme flags = {"statutory", "Statutory", "法定", "town", "{}", true, 1};
    const er_group flag[] = {{"statutory", "remote", "Remote area", "偏遠地區", 0},
                             {"statutory", "rural", "Rural area", "鄉村地區", 1},
                             {"statutory", "thin", "Thinly settled", "人口稀疏", 2}};
    er_unit_group flagged[3];
    for (size_t i = 0; i < 3; i++)
        flagged[i] =
            (er_unit_group){towns[0], "statutory", flag[i].name, "sparse", "density is low",
                            "密度低", 10,          10.2,         true};
    flagged[1].reason = "it is named";
    flagged[1].reason_zh = "列名";
    assert_ok(f->ctx, er_store_replace_scheme(f->ctx, f->store, &flags, flag, 3, flagged, 3));
}

static inline void add_outputs_stations(fixture *f) {
    int64_t source = add_source(f, "stations", "Made-up stations", true);
    static const struct {
        double x;
        const char *operator_;
        double radius_m;
    } rows[] = {{120.02, "Alpha Net", 700},
                {120.12, "Alpha Net", NAN},
                {120.13, "乙電信", NAN},
                {125, "Alpha Net", NAN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        er_station station = plain_station(rows[i].x, 23.05);
        station.source_id = source;
        station.operator_ = rows[i].operator_;
        station.radius_m = rows[i].radius_m;
        station.synthetic = true;
        assert_ok(f->ctx, er_store_add_station(f->ctx, f->store, &station));
    }
}

static inline void add_outputs_pilots(fixture *f, const int64_t towns[3]) {
    int64_t source = add_source(f, "pilots", "Pilots", false);
    static const char *const codes[] = {"p1", "p2", "p3"};
    for (int i = 0; i < 3; i++) {
        er_pilot pilot = {.source_id = source,
                          .code = codes[i],
                          .name = HOSTILE_MARKUP,
                          .year = i == 0 ? 2021 : INT64_MIN,
                          .smes = NAN,
                          .visits = NAN,
                          .revenue = NAN,
                          .persons_served = NAN,
                          .budget = NAN};
        assert_ok(f->ctx, er_store_add_pilot(f->ctx, f->store, &pilot));
    }
    er_pilot_site sites[] = {
        {0, source, "p1", 1, "A1", towns[0], "in A1", "point", {120.05, 23.01}, 150},
        {0, source, "p1", 2, "A2", towns[1], "in A2", "unit", {NAN, NAN}, NAN},
        {0, source, "p2", 1, NULL, 0, "somewhere", "none", {NAN, NAN}, NAN}};
    for (int i = 0; i < 3; i++)
        assert_ok(f->ctx, er_store_add_pilot_site(f->ctx, f->store, &sites[i]));
}

static inline void add_outputs_needs(fixture *f) {
    const er_service_need needs[] = {
        {.code = "video",
         .name = HOSTILE_FORMULA,
         .dl_mbps = 25,
         .ul_mbps = 2.5,
         .latency_ms = NAN,
         .basis = "measured",
         .basis_zh = "實測",
         .document = "a, b"},
        {.code = "drone", .name_zh = "無人機", .dl_mbps = NAN, .ul_mbps = 10, .latency_ms = 40}};
    int64_t source = add_source(f, "service_needs", "Made-up needs", true);
    for (int i = 0; i < 2; i++) {
        er_service_need need = needs[i];
        need.source_id = source;
        assert_ok(f->ctx, er_store_add_service_need(f->ctx, f->store, &need));
    }
}

static inline void add_outputs_venue(fixture *f) {
    uint8_t wkb[93];
    er_venue venue = {.source_id = add_source(f, "venues", "Venues", false),
                      .code = "v1",
                      .name = "-1+2",
                      .peak_crowd = NAN,
                      .reported_area_ha = 3.5,
                      .reported_share = 1,
                      .accuracy_m = 100,
                      .approximate = true,
                      .area_m2 = 35000,
                      .geometry = rectangle(wkb, 120.05, 23.05, 0.002, 0.002)};
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
}

/** A town of 100 km² is reached by Alpha Net in 50, by the other in 20, by both in 10 km², and 5
 * km² are unknown; persons in proportion. */
static inline void add_outputs_runs(fixture *f, const int64_t towns[3]) {
    static const double persons[3] = {1000, 3000, 6000};
    static const struct {
        const char *stratum, *operator_;
        double served;
    } rows[] = {{"any", NULL, 0.6},
                {"all", NULL, 0.1},
                {"operator", "Alpha Net", 0.5},
                {"operator", "乙電信", 0.2}};
    er_run run = {.step = "cover", .model = "disc", .parameters = "{\"a\":1}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &run));
    for (size_t t = 0; t < 2; t++) /* the third town has no figures at all */
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            const er_cover_row row = {run.id,
                                      "unit",
                                      towns[t],
                                      rows[i].stratum,
                                      rows[i].operator_,
                                      100,
                                      100 * rows[i].served,
                                      5,
                                      persons[t],
                                      persons[t] * rows[i].served,
                                      persons[t] * 0.05};
            assert_ok(f->ctx, er_store_add_cover(f->ctx, f->store, &row));
        }
    er_run balance = {.step = "balance", .parameters = "{}", .status = "done"};
    assert_ok(f->ctx, er_store_add_run(f->ctx, f->store, &balance));
    /* as the balance step words it: line, subject, measure; null: the whole */
    static const struct {
        const char *line, *subject, *measure;
        double value;
        const char *note;
    } figures[] = {{"urban", "units", "value", 1, NULL},
                   {"urban", "area", "value", 100, NULL},
                   {"urban", "persons", "value", 3000, NULL},
                   {"urban", "stations", "value", 2, NULL},
                   {"urban", "stations", "rate_per_10k", 6.666666666, NULL},
                   {"urban", "stations", "location_quotient", 1.25, NULL},
                   {"urban", "pilots", "value", 1, NULL},
                   {"urban", "pilot_sites", "value", 1, NULL},
                   {"urban", "coverage_any", "served_km2", 60, NULL},
                   {"urban", "coverage_any", "persons_served", 1800, NULL},
                   {"urban", "coverage:Alpha Net", "served_km2", 50, NULL},
                   {"urban", "coverage:Alpha Net", "persons_served", 1500, NULL},
                   {"remote", "units", "value", 1, NULL},
                   {"remote", "persons", "value", 1000, NULL},
                   {"none", "units", "value", 1, NULL},
                   {"none", "persons", "value", 6000, NULL},
                   {"outside", "stations", "value", 1, NULL},
                   {"unlocated", "pilots", "value", 2, NULL},
                   {NULL, "units", "value", 3, NULL},
                   {NULL, "area", "value", 300, NULL},
                   {NULL, "persons", "value", 10000, NULL},
                   {NULL, "stations", "value", 4, NULL},
                   {NULL, "stations", "gini", 0.25, NULL},
                   {NULL, "pilots", "value", 3, NULL},
                   {NULL, "pilots", "theil_t", NAN, "the mean is 0"},
                   {NULL, "coverage_any", "served_km2", 120, NULL},
                   {NULL, "coverage_any", "unknown_km2", 10, NULL},
                   {NULL, "coverage_any", "persons_served", 2400, NULL},
                   {NULL, "coverage:Alpha Net", "served_km2", 100, NULL},
                   {NULL, "coverage:Alpha Net", "persons_served", 2000, NULL},
                   {NULL, "coverage:乙電信", "served_km2", 40, NULL},
                   {NULL, "coverage:乙電信", "persons_served", 800, NULL}};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        const er_balance_row row = {
            balance.id,         "area_class",     figures[i].line, figures[i].subject,
            figures[i].measure, figures[i].value, "unit",          figures[i].note};
        assert_ok(f->ctx, er_store_add_balance(f->ctx, f->store, &row));
    }
}

static inline int outputs_up(void **state) {
    int64_t towns[3];
    if (fixture_up(state) != 0) return -1;
    fixture *f = *state;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    add_outputs_units(f, towns);
    add_outputs_schemes(f, towns);
    add_outputs_stations(f);
    add_outputs_pilots(f, towns);
    add_outputs_venue(f);
    add_outputs_needs(f);
    add_outputs_runs(f, towns);
    const er_assumption assumption = {.subject = "station",
                                      .field = "radius_m",
                                      .value = "1500",
                                      .basis = "none stated",
                                      .rows_affected = 3,
                                      .rows_total = 4};
    assert_ok(f->ctx, er_store_add_assumption(f->ctx, f->store, &assumption));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return 0;
}

#endif
