/* Whether venues carry their services, against the definitions written anew cell by cell. */
#include "venue_fixture.h"

#include "analysis/venue_offer.h"

enum { STATIONS = 24, VENUES = 8, OPERATORS = 3 };
static const double served_dbm = -110;
static er_station stations[STATIONS];
static uint8_t shapes[VENUES][SHAPE_SIZE];

/* ---- worlds ---------------------------------------------------------------------------------- */

/** So weak that venues have holes, and counted at a probability, so that spreads matter. */
static er_study weak_study(er_sector_rule *rule) {
    er_study study = with_venues(field_study());
    *rule = field_isotropic[0];
    rule->power_dbm = 24;
    study.radio.sectors = rule;
    study.radio.edge_probability = 0.8;
    return study;
}

static void make(fixture *f, const er_study *study, struct venue_world *w) {
    er_random random = er_random_stream(11, 5);
    char code[16];
    field_add_areas(f, venue_west, venue_south);
    for (uint32_t i = 0; i < VENUES; i++) {
        double east_m = 3000 * er_random_unit(&random), north_m = 3000 * er_random_unit(&random);
        er_bytes shape =
            star(shapes[i], &random, east_m, north_m, 60 + 140 * er_random_unit(&random), 4 + i);
        snprintf(code, sizeof code, "x%02u", i);
        add_venue(f, plain_venue(code, shape));
    }
    draw_stations(stations, STATIONS, 3000, 6);
    add_stations(f, stations, STATIONS, 2);
    open_world(f, study, w);
}

struct looked {
    er_venue_survey survey;
    er_venue_result result;
};

static struct looked look(fixture *f, const struct venue_world *w, const er_venue *venue) {
    struct looked l;
    assert_ok(f->ctx, er_venue_survey_new(f->ctx, w->network, venue, &l.survey));
    assert_ok(f->ctx, er_venue_measure(f->ctx, &l.survey, &l.result));
    return l;
}

static void judge(fixture *f, struct looked *l, const er_service_need *needs, size_t count) {
    assert_ok(f->ctx, er_venue_judge(f->ctx, &l->survey, needs, count, &l->result));
}

static er_service_need need(const char *code, double dl, double ul, double latency_ms) {
    return (er_service_need){.code = code, .dl_mbps = dl, .ul_mbps = ul, .latency_ms = latency_ms};
}

/* ---- the definitions ------------------------------------------------------------------------- */

struct place {
    double dl, ul; /* of each user; 0 unserved, NAN unknown */
    int served;    /* 1, 0, -1 unknown */
};

static double crowd_users(const er_venue_survey *s, const double *served_m2, uint32_t operators) {
    double crowd = s->venue->peak_crowd, serving = 0;
    for (uint32_t o = 0; o < operators; o++)
        serving += served_m2[o] > 0 ? 1 : 0;
    if (isnan(crowd)) return 1;
    crowd *= er_network_study(s->network)->venues.active_share;
    return fmax(1, serving > 0 ? crowd / serving : crowd);
}

static struct place place_at(fixture *f, const er_venue_survey *s, uint32_t o, size_t i,
                             double users, double served_m2, bool inside) {
    const er_study *study = er_network_study(s->network);
    const er_field *field = er_network_field(s->network);
    const er_service *services = s->services + o * s->cell_count;
    er_signal signal = services[i].signal;
    double sector_m2 = 0, loss_db = 0, sigma_db = 0;
    if (signal.unknown) return (struct place){NAN, NAN, -1};
    if (signal.level == 0) return (struct place){0, 0, 0};
    for (size_t k = 0; k < s->cell_count; k++)
        if (services[k].signal.level > 0 && services[k].signal.sector == signal.sector)
            sector_m2 += s->cells[k].area_m2;
    if (inside) {
        assert_ok(f->ctx,
                  er_indoor_loss(f->ctx, ER_BUILDING_LOW_LOSS, 3550, 10, &loss_db, &sigma_db));
        double sd = er_normal_quantile(study->radio.edge_probability);
        double spread_db = sqrt(signal.sigma_db * signal.sigma_db + sigma_db * sigma_db);
        if (signal.rsrp_dbm - loss_db - sd * spread_db < served_dbm) return (struct place){0, 0, 0};
        signal = er_field_behind(field, &signal, loss_db, sigma_db);
    }
    const er_budget *budget = &er_field_sectors(field, NULL)[signal.sector].budget;
    double part = study->venues.capacity_share / fmax(1, users * sector_m2 / served_m2);
    return (struct place){part * er_downlink_mbps(budget, signal.sinr_db),
                          part * er_uplink_mbps(budget, signal.uplink_snr_db), 1};
}

/** 2: the target is reached, 1: it may be, 0: it is not. */
static int stands(double share, double unknown, double target) {
    return share >= target - 1e-9 ? 2 : share + unknown >= target - 1e-9 ? 1 : 0;
}

struct wanted {
    int rank; /* 4 ready, 3 outdoors, 2 unknown, 1 capacity, 0 coverage */
    double served, carried, users;
};

static struct wanted by_operator(fixture *f, const er_venue_survey *s, uint32_t o,
                                 const er_service_need *n, double users, double served_m2) {
    struct wanted w = {.users = users};
    double sum[2][3] = {{0}}, unknown = 0, whole = 0; /* served, carried by out and in */
    bool speeds = n->dl_mbps > 0 || n->ul_mbps > 0;
    bool indoor = s->venue->environment != NULL;
    for (size_t i = 0; i < s->cell_count; i++) {
        double m2 = s->cells[i].area_m2;
        whole += m2;
        for (int in = 0; in <= (indoor ? 1 : 0); in++) {
            struct place p = place_at(f, s, o, i, users, served_m2, in == 1);
            if (p.served < 0 && in == 0) unknown += m2;
            if (p.served != 1) continue;
            sum[in][0] += m2;
            bool slow =
                (n->dl_mbps > 0 && p.dl < n->dl_mbps) || (n->ul_mbps > 0 && p.ul < n->ul_mbps);
            if (!slow && (p.dl > 0 || p.ul > 0)) sum[in][1] += m2;
        }
    }
    double target = er_venue_target(er_network_study(s->network), s->venue);
    w.served = sum[0][0] / whole;
    w.carried = w.served;
    int covered = stands(w.served, unknown / whole, target);
    if (covered < 2) {
        w.rank = covered == 1 ? 2 : 0;
        return w;
    }
    if (speeds) w.carried = sum[0][1] / whole;
    int fast = stands(w.carried, unknown / whole, target);
    int in = indoor ? stands(sum[1][speeds ? 1 : 0] / whole, unknown / whole, target) : 2;
    w.rank = fast == 0 ? 1 : fast == 1 ? 2 : in == 2 ? 4 : in == 1 ? 2 : 3;
    if (!speeds && !isnan(n->latency_ms) && w.rank > 2) w.rank = 2;
    return w;
}

static const char *const verdicts[] = {ER_VERDICT_COVERAGE_SHORT, ER_VERDICT_CAPACITY_SHORT,
                                       ER_VERDICT_UNKNOWN, ER_VERDICT_READY_OUTDOORS,
                                       ER_VERDICT_READY};

static void check_service(fixture *f, const struct looked *l, const er_service_need *n,
                          const er_venue_service_row *row, int seen[5]) {
    static const char *const names[] = {"A", "B", ER_NO_OPERATOR};
    const er_venue_survey *s = &l->survey;
    double served_m2[OPERATORS] = {0};
    struct wanted best = {0};
    uint32_t chosen = 0;
    for (uint32_t o = 0; o < OPERATORS; o++)
        for (size_t i = 0; i < s->cell_count; i++)
            if (s->services[o * s->cell_count + i].signal.level > 0)
                served_m2[o] += s->cells[i].area_m2;
    double users = crowd_users(s, served_m2, OPERATORS);
    for (uint32_t o = 0; o < OPERATORS; o++) {
        struct wanted w = by_operator(f, s, o, n, users, served_m2[o]);
        bool better = w.rank != best.rank                      ? w.rank > best.rank
                      : fabs(w.carried - best.carried) > 1e-12 ? w.carried > best.carried
                                                               : w.served > best.served + 1e-12;
        if (o == 0 || better) {
            best = w;
            chosen = o;
        }
    }
    assert_string_equal(row->verdict, verdicts[best.rank]);
    if (best.rank == 0 && best.served == 0) {
        assert_null(row->operator_);
        assert_string_equal(row->reason, "nothing of the venue is served");
    } else {
        assert_string_equal(row->operator_, names[chosen]);
        if (!isnan(s->venue->peak_crowd)) assert_true(row->users == best.users);
    }
    assert_true(isnan(s->venue->peak_crowd) ? isnan(row->users) : true);
    assert_true(row->reason && row->reason_zh && strcmp(row->reason, row->reason_zh) != 0);
    seen[best.rank]++;
}

static void verdicts_are_those_of_the_definitions(void **state) {
    fixture *f = *state;
    static const double targets[] = {0.3, 0.7, 0.95, 1}, crowds[] = {NAN, 0, 900, 1e9};
    er_sector_rule rule;
    er_study study = weak_study(&rule);
    struct venue_world w;
    int seen[5] = {0};
    const er_service_need needs[] = {need("both", 30, 5, NAN),   need("delay", NAN, NAN, 20),
                                     need("down", 40, NAN, NAN), need("none", NAN, NAN, NAN),
                                     need("slow", 2, NAN, 50),   need("up", NAN, 8, NAN)};
    enum { NEEDS = sizeof needs / sizeof needs[0] };
    study.venues.capacity_share = 0.8;
    make(f, &study, &w);
    for (size_t v = 0; v < w.count; v++)
        for (size_t k = 0; k < 8; k++) {
            er_venue venue = w.venues[v];
            venue.services = "both;delay;down;none;slow;up";
            venue.environment = k < 4 ? NULL : "Indoor";
            venue.target_share = targets[(v + k) % 4];
            venue.peak_crowd = crowds[k % 4];
            struct looked l = look(f, &w, &venue);
            if (k % 3 == 1) /* a corner of the ground is not known */
                for (size_t i = 0; i < l.survey.cell_count / 5; i++)
                    for (uint32_t o = 0; o < OPERATORS; o++) {
                        er_signal *signal = &l.survey.services[o * l.survey.cell_count + i].signal;
                        signal->unknown = true;
                        signal->level = 0;
                        l.survey.any[i] = l.survey.all[i] = 255;
                    }
            assert_ok(f->ctx, er_venue_measure(f->ctx, &l.survey, &l.result));
            judge(f, &l, needs, NEEDS);
            assert_int_equal(l.result.service_count, NEEDS);
            for (size_t i = 0; i < NEEDS; i++)
                check_service(f, &l, &needs[i], &l.result.services[i], seen);
            er_venue_survey_clear(&l.survey);
        }
    for (size_t i = 0; i < 5; i++)
        if (seen[i] < 3) fail_msg("%s came %d times", verdicts[i], seen[i]);
    close_world(&w);
}

/* ---- closed forms ---------------------------------------------------------------------------- */

/** Two sectors of one operator, each the nearer one of half of the venue. */
static void users_are_shared_by_sectors_by_area(void **state) {
    fixture *f = *state;
    er_study study = with_venues(field_study());
    struct venue_world w;
    er_point west = at_m(-300, 50), east = at_m(500, 50);
    const er_station two[] = {field_station("A", west.x, west.y),
                              field_station("A", east.x, east.y)};
    er_venue venue = plain_venue("w", box_m(shapes[0], 0, 0, 200, 100));
    const er_service_need needs[] = {need("s", 1, NAN, NAN)};
    double alone = NAN;
    venue.services = "s";
    field_add_areas(f, venue_west, venue_south);
    add_venue(f, venue);
    add_stations(f, two, 2, 0);
    study.venues.cell_m = 1;
    for (int k = 0; k < 4; k++) {
        static const double crowds[] = {NAN, 0, 400, 400}, shares[] = {1, 1, 1, 0.25};
        static const double part[] = {1, 1, 0.05, 0.0125}; /* 40 users, 20 to a sector */
        study.venues.capacity_share = shares[k];
        open_world(f, &study, &w);
        assert_int_equal(w.count, 2); /* the fixture's own comes first */
        er_venue *stored = &w.venues[1];
        assert_string_equal(stored->code, "w");
        stored->peak_crowd = crowds[k];
        struct looked l = look(f, &w, stored);
        judge(f, &l, needs, 1);
        const er_venue_service_row *row = &l.result.services[0];
        if (k == 0) alone = row->dl_p5_mbps;
        assert_within(alone, l.result.rows[0].dl_p5_mbps, 1e-9 * alone);
        assert_within(row->dl_p5_mbps, alone * part[k], 0.02 * alone * part[k]);
        assert_true(k == 0 ? isnan(row->users) : row->users == (k == 1 ? 1 : 40));
        const char *who = k < 2 ? "a single user gets" : "each of 40 users gets";
        assert_non_null(strstr(row->reason, who));
        assert_non_null(strstr(row->reason_zh, k < 2 ? "單一使用者" : "40 位使用者"));
        er_venue_survey_clear(&l.survey);
        close_world(&w);
    }
}

static void quantiles_weigh_by_area(void **state) {
    fixture *f = *state;
    er_venue_cell cells[] = {
        {.area_m2 = 5}, {.area_m2 = 45}, {.area_m2 = 40}, {.area_m2 = 10}, {.area_m2 = 7}};
    const double values[] = {1, 3, 2, 9, NAN}, nothing[] = {NAN, NAN, NAN, NAN, NAN};
    const er_venue_survey s = {.cells = cells, .cell_count = 5};
    static const double asked[][2] = {{0, 1},    {0.05, 1}, {0.051, 2}, {0.45, 2},
                                      {0.46, 3}, {0.9, 3},  {0.91, 9},  {1, 9}};
    double got;
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        assert_ok(f->ctx, er_venue_quantile(f->ctx, &s, values, asked[i][0], &got));
        assert_true(got == asked[i][1]);
    }
    assert_ok(f->ctx, er_venue_quantile(f->ctx, &s, nothing, 0.5, &got));
    assert_true(isnan(got));
}

/* ---- who is judged, and what is said --------------------------------------------------------- */

/** A serves a half, B all of the venue; `own` is its operator. */
static struct looked of_discs(fixture *f, struct venue_world *w, er_venue *venue) {
    struct looked l = look(f, w, venue);
    judge(f, &l, (er_service_need[]){need("fast", 9, NAN, NAN), need("plain", NAN, NAN, NAN)}, 2);
    return l;
}

static void discs(fixture *f, struct venue_world *w) {
    er_study study = venue_disc_study(500);
    er_point a = at_m(-450, 50), b = at_m(50, 50), c = at_m(40, 50);
    const er_station some[] = {field_station("A", a.x, a.y), field_station("B", b.x, b.y),
                               field_station("C", c.x, c.y)};
    er_venue venue = plain_venue("a0", box_m(shapes[0], 0, 0, 100, 100));
    field_add_areas(f, venue_west, venue_south);
    add_venue(f, venue);
    add_stations(f, some, 3, 0);
    open_world(f, &study, w);
}

static void the_own_operator_is_judged_else_the_best(void **state) {
    fixture *f = *state;
    struct venue_world w;
    discs(f, &w);
    static const struct {
        const char *own, *services, *environment, *verdict, *reason;
    } cases[] = {
        {NULL, "plain", NULL, ER_VERDICT_READY,
         "plain (B): 100.0 % of the venue is served (95.0 % asked for)"},
        {"C", "plain", NULL, ER_VERDICT_READY, "plain (C): 100.0 %"},
        {"A", "plain", NULL, ER_VERDICT_COVERAGE_SHORT, "plain (A): 4"},
        {"A", NULL, NULL, ER_VERDICT_COVERAGE_SHORT, "A: 4"},
        {"Z", "plain", NULL, ER_VERDICT_READY, "plain (B): 100.0 %"},
        {NULL, NULL, NULL, ER_VERDICT_READY, "100.0 % of the venue is served (95.0 % asked for)"},
        {NULL, NULL, "indoor", ER_VERDICT_UNKNOWN,
         "100.0 % of the venue is served, but the disc model says nothing of the inside"},
        {NULL, "fast", NULL, ER_VERDICT_UNKNOWN,
         "fast (B): 100.0 % of the venue is served, but the disc model says nothing of speeds"},
        {NULL, "lost", NULL, ER_VERDICT_UNKNOWN, "lost: no service lost is defined"},
        {NULL, "plain;fast;lost", NULL, ER_VERDICT_UNKNOWN,
         "fast (B): "}, /* the first of the worst */
        {"A", "lost;plain", NULL, ER_VERDICT_COVERAGE_SHORT, "plain (A): 4"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        er_venue venue = w.venues[0];
        venue.operator_ = cases[i].own;
        venue.services = cases[i].services;
        venue.environment = cases[i].environment;
        struct looked l = of_discs(f, &w, &venue);
        const er_venue_finding *finding = &l.result.finding;
        assert_string_equal(finding->verdict, cases[i].verdict);
        if (strncmp(finding->reason, cases[i].reason, strlen(cases[i].reason)) != 0)
            fail_msg("%s", finding->reason);
        if (cases[i].services) assert_non_null(strstr(finding->reason_zh, "："));
        er_venue_survey_clear(&l.survey);
    }
    close_world(&w);
}

static void near_targets_are_told_apart(void **state) {
    fixture *f = *state;
    struct venue_world w;
    discs(f, &w);
    er_venue venue = w.venues[0];
    venue.operator_ = "A";
    struct looked first = of_discs(f, &w, &venue);
    double share = first.result.rows[2].served_m2 / first.result.rows[2].area_m2;
    er_venue_survey_clear(&first.survey);
    double more = 1e-2;
    for (int k = 0; k < 7; k++, more /= 10) {
        char left[32], right[32];
        venue.target_share = share + more;
        struct looked l = of_discs(f, &w, &venue);
        assert_string_equal(l.result.finding.verdict, ER_VERDICT_COVERAGE_SHORT);
        assert_int_equal(
            sscanf(l.result.finding.reason,
                   "A: %31s %% of the venue is served, less than the %31s %% asked for", left,
                   right),
            2);
        assert_true(strtod(left, NULL) < strtod(right, NULL));
        er_venue_survey_clear(&l.survey);
    }
    venue.target_share = share;
    struct looked l = of_discs(f, &w, &venue);
    assert_string_equal(l.result.finding.verdict, ER_VERDICT_READY);
    er_venue_survey_clear(&l.survey);
    close_world(&w);
}

static void near_codes_are_named(void **state) {
    fixture *f = *state;
    const er_venue venues[] = {{.code = "arena"}, {.code = "harbour"}, {.code = "harbor-2"}};
    size_t at = 0;
    assert_ok(f->ctx, er_venue_find(f->ctx, f->store, venues, 3, "harbour", &at));
    assert_int_equal(at, 1);
    assert_int_equal(er_venue_find(f->ctx, f->store, venues, 3, "harbor", &at), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "near it: harbour, harbor-2"));
    assert_int_equal(er_venue_find(f->ctx, f->store, venues, 3, "zzz", &at), ER_ERR_NOT_FOUND);
    assert_non_null(strstr(er_context_error(f->ctx), "`evenreach venues` lists them"));
    assert_int_equal(er_venue_find(f->ctx, f->store, venues, 0, "", &at), ER_ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(verdicts_are_those_of_the_definitions, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(users_are_shared_by_sectors_by_area, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(quantiles_weigh_by_area, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(the_own_operator_is_judged_else_the_best, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(near_targets_are_told_apart, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(near_codes_are_named, fixture_up, fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
