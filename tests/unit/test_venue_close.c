/* Plans for venues under the disc model, against trying every set with exact areas, and against a
 * coverage run with the plan built. */
#include "closing_fixture.h"

/** Served share of a venue with some more discs, from the network's discs one by one. */
static double share_with(fixture *f, const struct venue_world *w, const er_venue_survey *s,
                         const er_candidate *candidates, unsigned set, double radius_m) {
    er_disc discs[64 + CLOSING_CANDIDATES];
    const er_sites *sites = er_network_sites(w->network);
    size_t count = sites->count;
    double served_m2 = 0;
    er_disc_union *all = NULL;
    assert_true(count <= 64);
    if (count > 0) memcpy(discs, sites->discs, count * sizeof *discs);
    for (size_t k = 0; set >> k; k++) {
        if (!(set >> k & 1)) continue;
        er_point p = candidates[k].position;
        er_plane_forward(w->plane, &p, 1);
        discs[count++] = (er_disc){p.x, p.y, radius_m, 0};
    }
    for (size_t i = 0; i < count; i++)
        discs[i].layer = 0;
    assert_ok(f->ctx, er_disc_union_new(f->ctx, discs, count, 1, ER_DISC_ANY, 0, &all));
    assert_ok(f->ctx, er_disc_union_area(f->ctx, all, &s->area, &served_m2));
    er_disc_union_free(all);
    return er_cover_scaled(served_m2, s->area.area_m2, 1);
}

static unsigned set_of_plan(const er_venue_result *result, const er_plan *plan) {
    const er_choice *choices = choices_of(result, plan);
    unsigned set = 0;
    for (int64_t k = 0; k < plan->count; k++)
        set |= 1u << atoi(choices[k].code + 1);
    assert_int_equal(__builtin_popcount(set), plan->count);
    return set;
}

struct tried {
    size_t fewest;     /**< that reach the target; SIZE_MAX: none do */
    double best_alone; /**< largest share with one */
};

static struct tried try_all(fixture *f, const struct venue_world *w, const er_venue_survey *s,
                            const er_candidate *candidates, size_t count, double target,
                            double radius_m, double pack_m) {
    struct tried tried = {.fewest = SIZE_MAX};
    for (unsigned set = 1; set < 1u << count; set++) {
        size_t members = (size_t)__builtin_popcount(set);
        if (members < tried.fewest && share_with(f, w, s, candidates, set, radius_m) >= target)
            tried.fewest = members;
    }
    for (size_t k = 0; k < count; k++)
        tried.best_alone = fmax(tried.best_alone, share_with(f, w, s, candidates, 1u << k, pack_m));
    return tried;
}

struct counts {
    size_t reached, several, missed, alone;
};

/** Every venue with its own list of candidates: as few as trying every set finds. */
static struct counts compare(fixture *f, double target, double cell_m, double pack_m) {
    er_study study = venue_disc_study(260);
    struct venue_world w;
    struct counts c = {0};
    study.venues.small_cell.radius_m = cell_m;
    study.venues.mobile_pack.radius_m = pack_m;
    study.venues.target_share = target;
    make_closing_world(f, &study, 160, 30, &w);
    er_random random = er_random_stream(9, 2);
    for (size_t v = 0; v < w.count; v++) {
        er_candidate candidates[CLOSING_CANDIDATES];
        char codes[CLOSING_CANDIDATES][32];
        er_venue_survey s;
        er_venue_result result = {0};
        if (w.venues[v].code[0] != 's') continue;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        draw_candidates(candidates, codes, CLOSING_CANDIDATES, &w.venues[v], 150, &random);
        assert_ok(f->ctx, er_venue_close(f->ctx, &s, candidates, CLOSING_CANDIDATES, &result));
        double before = share_with(f, &w, &s, candidates, 0, 1);
        if (before >= target) {
            assert_int_equal(result.plan_count, 0);
            er_venue_survey_clear(&s);
            continue;
        }
        struct tried tried =
            try_all(f, &w, &s, candidates, CLOSING_CANDIDATES, target, cell_m, pack_m);
        const er_plan *cells = plan_of(&result, "small_cells");
        const er_plan *pack = plan_of(&result, "mobile_pack");
        assert_true(cells && pack && result.plan_count == 2);
        check_plan(&result, cells, s.area_m2);
        check_plan(&result, pack, s.area_m2);
        assert_within(cells->share_before, before, 1e-12);
        assert_int_equal(cells->reached, tried.fewest != SIZE_MAX);
        assert_true(cells->proven);
        if (cells->reached) {
            assert_int_equal(cells->count, tried.fewest);
            assert_int_equal(cells->bound, tried.fewest);
        }
        double after = share_with(f, &w, &s, candidates, set_of_plan(&result, cells), cell_m);
        assert_within(cells->share_after, after, 1e-12);
        assert_within(pack->share_after, fmax(tried.best_alone, before), 1e-12);
        assert_within(share_with(f, &w, &s, candidates, set_of_plan(&result, pack), pack_m),
                      pack->share_after, 1e-12);
        c.reached += cells->reached;
        c.several += cells->reached && cells->count > 1;
        c.missed += !cells->reached;
        c.alone += pack->reached;
        er_venue_survey_clear(&s);
    }
    close_world(&w);
    return c;
}

static void as_few_as_can_be(void **state) {
    struct counts c = compare(*state, 0.8, 75, 140);
    assert_true(c.reached >= 10 && c.several >= 5 && c.missed >= 3 && c.alone >= 3);
}

/** Cells on the border of what is served already count, too. */
static void as_few_as_can_be_for_the_last_corner(void **state) {
    struct counts c = compare(*state, 1, 130, 180);
    assert_true(c.reached >= 5 && c.several >= 3 && c.missed >= 3 && c.alone >= 1);
}

static double share_of_run(fixture *f, int64_t run, int64_t venue) {
    er_cover_row *rows = NULL;
    size_t count = 0;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, run, "venue", &rows, &count));
    for (size_t k = 0; k < count; k++)
        if (rows[k].area_id == venue && strcmp(rows[k].stratum, "any") == 0)
            return rows[k].served_km2 / rows[k].area_km2;
    fail_msg("no row of the venue");
    return NAN;
}

static void add_choices(er_station *stations, size_t *count, const er_venue_result *result,
                        const er_plan *plan) {
    const er_choice *choices = choices_of(result, plan);
    for (int64_t k = 0; k < plan->count; k++) {
        er_station *station = &stations[(*count)++];
        *station =
            field_station(choices[k].operator_, choices[k].position.x, choices[k].position.y);
        station->radius_m = choices[k].radius_m;
    }
}

/** A grid over each venue: with all plans built, every venue of a new run has its target, and what
 *  the plan said but for what its neighbours' plans add. */
static void a_run_with_the_plans_built_reaches_the_targets(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(200);
    struct venue_world w;
    static er_station built[2000];
    double promised[CLOSING_VENUES + 1], target[CLOSING_VENUES + 1];
    int64_t ids[CLOSING_VENUES + 1], run = 0;
    size_t built_count = 0, plans = 0;
    study.venues.small_cell.radius_m = 60;
    make_closing_world(f, &study, 200, 20, &w);
    for (size_t v = 0; v < w.count; v++) {
        er_venue_survey s;
        er_venue_result result = {0};
        if (w.venues[v].code[0] != 's') continue;
        if (v % 2) w.venues[v].target_share = 0.9;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        assert_ok(f->ctx, er_venue_close(f->ctx, &s, NULL, 0, &result));
        const er_plan *cells = plan_of(&result, "small_cells");
        if (cells) {
            check_plan(&result, cells, s.area_m2);
            assert_true(cells->reached && cells->target_share == (v % 2 ? 0.9 : 0.95));
            assert_true(cells->candidates >= 1 && cells->candidates <= 200);
            for (int64_t k = 0; k < cells->count; k++) {
                const er_choice *choice = &choices_of(&result, cells)[k];
                assert_memory_equal(choice->code, w.venues[v].code, 3);
                assert_true(choice->code[3] == '-' && isnan(choice->power_dbm));
            }
            promised[plans] = cells->share_after;
            target[plans] = cells->target_share;
            ids[plans++] = w.venues[v].id;
            add_choices(built, &built_count, &result, cells);
        }
        er_venue_survey_clear(&s);
    }
    assert_true(plans >= 20 && built_count > plans);
    add_stations(f, built, built_count, 0);
    assert_ok(f->ctx, er_cover(f->ctx, f->store, &w.study, &run));
    size_t exact = 0;
    for (size_t k = 0; k < plans; k++) {
        double share = share_of_run(f, run, ids[k]);
        assert_true(share >= target[k] && share >= promised[k] - 1e-9);
        exact += fabs(share - promised[k]) < 1e-9;
    }
    assert_true(exact >= 3);
    close_world(&w);
}

/** A large venue on a coarse choice, and its count against the bound. */
static void a_venue_of_many_hectares(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(300);
    struct venue_world w;
    static uint8_t shape[SHAPE_SIZE];
    static er_station drawn[30];
    er_random random = er_random_stream(9, 7);
    er_venue_survey s;
    er_venue_result result = {0};
    study.venues.small_cell.radius_m = 150;
    field_add_areas(f, venue_west, venue_south);
    add_venue(f, plain_venue("large", star(shape, &random, 2000, 2000, 1700, 14)));
    draw_stations(drawn, 12, 4000, 3);
    add_stations(f, drawn, 12, 5);
    open_world(f, &study, &w);
    size_t v = strcmp(w.venues[0].code, "large") == 0 ? 0 : 1;
    assert_true(w.venues[v].area_m2 > 2e6);
    assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
    assert_ok(f->ctx, er_venue_close(f->ctx, &s, NULL, 0, &result));
    const er_plan *cells = plan_of(&result, "small_cells");
    check_plan(&result, cells, s.area_m2);
    assert_true(cells->reached && cells->candidates > 50 && cells->candidates <= 200);
    assert_true(cells->bound * 4 >= cells->count * 3);
    er_venue_survey_clear(&s);
    close_world(&w);
}

static void too_far_and_too_weak(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(1);
    struct venue_world w;
    make_closing_world(f, &study, 150, 3, &w);
    for (size_t v = 0; v < w.count; v += 7) {
        er_venue_survey s;
        er_venue_result result = {0};
        er_point in = w.venues[v].inside;
        er_candidate far[] = {{.code = "far", .height_m = NAN, .position = {in.x + 0.5, in.y}},
                              {.code = "farther", .height_m = NAN, .position = {in.x, in.y - 0.9}}};
        if (w.venues[v].code[0] != 's') continue;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        assert_ok(f->ctx, er_venue_close(f->ctx, &s, far, 2, &result));
        assert_int_equal(result.plan_count, 2);
        assert_int_equal(result.choice_count, 0);
        for (size_t k = 0; k < 2; k++) {
            const er_plan *plan = &result.plans[k];
            check_plan(&result, plan, s.area_m2);
            assert_true(!plan->reached && plan->proven && plan->candidates == 0);
            assert_non_null(strstr(plan->note, "within reach"));
            assert_true(strcmp(plan->note, plan->note_zh) != 0);
        }
        /* One of 20 m on the place itself: all that can be had, and not enough. */
        w.study.venues.small_cell.radius_m = w.study.venues.mobile_pack.radius_m = 20;
        far[1].position = in;
        result = (er_venue_result){0};
        assert_ok(f->ctx, er_venue_close(f->ctx, &s, far, 2, &result));
        for (size_t k = 0; k < 2; k++) {
            const er_plan *plan = &result.plans[k];
            check_plan(&result, plan, s.area_m2);
            assert_true(!plan->reached && plan->proven && plan->count == 1 && plan->bound == 1);
            assert_true(plan->candidates == 1 && plan->share_after > plan->share_before);
            assert_non_null(strstr(plan->note, "its target is 95.00 %"));
        }
        assert_string_equal(result.choices[0].code, "farther");
        w.study.venues.small_cell.radius_m = w.study.venues.mobile_pack.radius_m = 150;
        er_venue_survey_clear(&s);
    }
    close_world(&w);
}

/** Nothing is proposed where nothing is known: it may be served as it is. */
static void without_any_station_nothing_is_known(void **state) {
    fixture *f = *state;
    er_study study = venue_disc_study(100);
    struct venue_world w;
    er_venue_survey s;
    er_venue_result result = {0};
    make_closing_world(f, &study, 150, 0, &w);
    assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[0], &s));
    assert_ok(f->ctx, er_venue_close(f->ctx, &s, NULL, 0, &result));
    assert_int_equal(result.plan_count, 0);
    er_venue_survey_clear(&s);
    close_world(&w);
}

/** Everything a result says, as text. */
static void write_down(const er_venue_result *result, char *to, size_t size) {
    size_t at = 0;
    for (size_t k = 0; k < result->plan_count; k++) {
        const er_plan *p = &result->plans[k];
        at +=
            (size_t)snprintf(to + at, size - at, "%s %a %a %d %d %d %d %d %s;", p->kind,
                             p->share_before, p->share_after, p->reached, (int)p->count,
                             (int)p->bound, p->proven, (int)p->candidates, p->note ? p->note : "");
        assert_true(at < size);
    }
    for (size_t k = 0; k < result->choice_count; k++) {
        const er_choice *c = &result->choices[k];
        at += (size_t)snprintf(to + at, size - at, "%d %d %s %a %a %a %a;", (int)c->plan_id,
                               (int)c->rank, c->code, c->adds_m2, c->share, c->position.x,
                               c->position.y);
        assert_true(at < size);
    }
}

/** One venue's plans with the stations' rows in some order and some threads. */
static void plans_of_order(fixture *f, size_t first, int threads, char *to, size_t size) {
    er_study study = venue_disc_study(220);
    static er_station drawn[31];
    static uint8_t shape[SHAPE_SIZE];
    struct venue_world w;
    er_random random = er_random_stream(9, 11);
    er_context_set_threads(f->ctx, threads);
    study.venues.small_cell.radius_m = 70;
    study.venues.target_share = 0.97;
    field_add_areas(f, venue_west, venue_south);
    add_venue(f, plain_venue("one", star(shape, &random, 2000, 2000, 350, 12)));
    draw_stations(drawn, 31, 4000, 3);
    add_stations(f, drawn, 31, first);
    open_world(f, &study, &w);
    for (size_t v = 0; v < w.count; v++) {
        er_venue_survey s;
        er_venue_result result = {0};
        if (strcmp(w.venues[v].code, "one") != 0) continue;
        assert_ok(f->ctx, er_venue_survey_new(f->ctx, w.network, &w.venues[v], &s));
        assert_ok(f->ctx, er_venue_close(f->ctx, &s, NULL, 0, &result));
        assert_true(result.plan_count == 2 && result.choice_count > 5);
        write_down(&result, to, size);
        er_venue_survey_clear(&s);
    }
    close_world(&w);
}

static void neither_rows_nor_threads_matter(void **state) {
    static char plans[3][20000];
    void *other[2] = {NULL, NULL};
    plans_of_order(*state, 0, 1, plans[0], sizeof plans[0]);
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(fixture_up(&other[k]), 0);
        plans_of_order(other[k], 9 + 4 * k, 2 + (int)k, plans[k + 1], sizeof plans[0]);
        assert_string_equal(plans[0], plans[k + 1]);
        fixture_down(&other[k]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_few_as_can_be, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(as_few_as_can_be_for_the_last_corner, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_run_with_the_plans_built_reaches_the_targets, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(a_venue_of_many_hectares, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(too_far_and_too_weak, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(neither_rows_nor_threads_matter, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(without_any_station_nothing_is_known, fixture_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
