/* What-if answers set against coverage runs of the changed network, to the last bit. */
#include "compare_fixture.h"
#include "store_sql.h"
#include "wkb_text.h"

#include "evenreach/whatif.h"

/* ---- worlds ---------------------------------------------------------------------------------- */

enum { COLUMNS = 6, ROWS = 3, POOL = 400, CHANGES = 5 };

static const double left_lon = 120.6, lower_lat = 23.4, step_deg = 0.06;

/** Corners of a jagged grid, the same for the villages on both sides of a border. */
static er_point corner_of(uint64_t seed, int column, int row) {
    er_random r = er_random_stream(seed, (uint64_t)(1000 * column + row));
    double x = left_lon + step_deg * (column + 0.5 * er_random_unit(&r));
    return (er_point){x, lower_lat + step_deg * (row + 0.5 * er_random_unit(&r))};
}

static int64_t add_ring(fixture *f, const char *level, const char *code, const char *parent,
                        er_bytes wkb) {
    er_unit unit = {.level = level,
                    .code = code,
                    .parent_code = parent,
                    .name = code,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = wkb};
    assert_ok(f->ctx, er_geodesic_area(f->ctx, wkb, &unit.area_km2));
    unit.area_km2 /= 1e6;
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    return unit.id;
}

/** A village with a hole, and the one that fills it. */
static void add_ringed(fixture *f, const er_point corners[5]) {
    uint8_t wkb[300], *end;
    er_point c = {0, 0}, hole[5];
    for (int i = 0; i < 4; i++)
        c = (er_point){c.x + corners[i].x / 4, c.y + corners[i].y / 4};
    hole[0] = hole[4] = (er_point){c.x - 0.006, c.y - 0.005};
    hole[1] = (er_point){c.x - 0.005, c.y + 0.006};
    hole[2] = (er_point){c.x + 0.006, c.y + 0.006};
    hole[3] = (er_point){c.x + 0.004, c.y - 0.006};
    end = wkb_path(wkb_path(wkb_u32(wkb_head(wkb, 3), 2), corners, 5), hole, 5);
    add_persons(f, add_ring(f, "village", "ring", "t0", (er_bytes){wkb, (size_t)(end - wkb)}),
                1234);
    add_persons(f, add_ring(f, "village", "core", "t0", wkb_ring(wkb, hole, 5)), 777);
}

/** The only one that is not is the town of the villages, which is added first. */
static bool is_finest(int64_t unit_id) {
    return unit_id != 1;
}

/** A town of villages, one of them around another and some of nobody known; a town of nobody known;
 *  a town with persons and no villages. Between them the sea. */
static void make_land(fixture *f, uint64_t seed) {
    uint8_t wkb[300];
    char code[32];
    int64_t orphans;
    er_context_set_threads(f->ctx, 1); /* so little work is not worth a second one */
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    double top = lower_lat + step_deg * (ROWS + 1), right = left_lon + step_deg * (COLUMNS + 1);
    int64_t town = add_ring(f, "town", "t0", NULL,
                            rectangle(wkb, left_lon, lower_lat, right - left_lon, top - lower_lat));
    assert_false(is_finest(town));
    add_ring(f, "town", "t1", NULL, rectangle(wkb, left_lon, top + 0.02, 0.1, 0.05));
    add_persons(f,
                add_ring(f, "town", "t2", NULL, rectangle(wkb, right + 0.02, lower_lat, 0.1, 0.1)),
                5000);
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            er_point p[5] = {corner_of(seed, column, row), corner_of(seed, column + 1, row),
                             corner_of(seed, column + 1, row + 1), corner_of(seed, column, row + 1),
                             corner_of(seed, column, row)};
            snprintf(code, sizeof code, "v%d%d", row, column);
            if (row == 1 && column == 2)
                add_ringed(f, p);
            else
                add_persons(f, add_ring(f, "village", code, "t0", wkb_ring(wkb, p, 5)),
                            100 * row + 10 * column);
        }
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/** Stations that may be in service or not. */
struct pool {
    er_station items[POOL]; /* with ids */
    bool in_service[POOL];
    size_t count;
};

static void make_pool(fixture *f, struct pool *pool, size_t count, double least_m, double most_m,
                      uint64_t seed) {
    static const char *const operators[] = {"A", "B", "C", NULL};
    er_random r = er_random_stream(seed, 99);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    pool->count = count;
    for (size_t i = 0; i < count; i++) {
        er_station *s = &pool->items[i];
        *s = plain_station(left_lon - 0.02 + 0.5 * er_random_unit(&r),
                           lower_lat - 0.02 + 0.3 * er_random_unit(&r));
        if (i > 0 && er_random_below(&r, 6) == 0)
            s->position = pool->items[er_random_below(&r, i)].position;
        s->radius_m = least_m + (most_m - least_m) * er_random_unit(&r);
        if (er_random_below(&r, 8) == 0) s->radius_m = 1000; /* equal ones, too */
        s->operator_ = operators[er_random_below(&r, 4)];
        pool->in_service[i] = er_random_below(&r, 3) > 0;
        s->status = pool->in_service[i] ? "in_service" : "planned";
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, s, &s->id));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

/* ---- a change, asked and made ---------------------------------------------------------------- */

struct change {
    er_whatif_site added[CHANGES];
    int64_t removed[CHANGES + 1];
    er_whatif_change what;
};

/** Put a station into service or out of it, and the like into the change. */
static void toggle(fixture *f, struct pool *pool, size_t i, struct change *c) {
    const er_station *s = &pool->items[i];
    char sql[128];
    if (pool->in_service[i])
        c->removed[c->what.removed_count++] = s->id;
    else
        c->added[c->what.added_count++] =
            (er_whatif_site){s->position, s->radius_m, s->operator_, s->band};
    pool->in_service[i] = !pool->in_service[i];
    snprintf(sql, sizeof sql, "UPDATE station SET status = '%s' WHERE id = %lld",
             pool->in_service[i] ? "in_service" : "planned", (long long)s->id);
    tell(f->path, sql);
}

static er_whatif_answer ask_of(fixture *f, int64_t run, const er_whatif_change *change) {
    er_whatif *whatif = NULL;
    er_whatif_answer answer;
    assert_ok(f->ctx, er_whatif_new(f->ctx, f->store, NULL, run, &whatif));
    assert_int_equal(er_whatif_run(whatif), run);
    assert_ok(f->ctx, er_whatif_ask(f->ctx, whatif, f->arena, change, &answer));
    er_whatif_free(whatif);
    return answer;
}

static const er_whatif_unit *unit_of(const er_whatif_answer *a, const er_cover_row *row) {
    for (size_t i = 0; i < a->unit_count; i++)
        if (a->units[i].unit_id == row->area_id && strcmp(a->units[i].stratum, row->stratum) == 0 &&
            er_equal_texts(a->units[i].operator_, row->operator_))
            return &a->units[i];
    return NULL;
}

static const er_whatif_total *total_of(const er_whatif_answer *a, const char *stratum,
                                       const char *operator_) {
    for (size_t i = 0; i < a->total_count; i++)
        if (strcmp(a->totals[i].stratum, stratum) == 0 &&
            er_equal_texts(a->totals[i].operator_, operator_))
            return &a->totals[i];
    fail_msg("no total of %s %s", stratum, operator_ ? operator_ : "");
    return NULL;
}

static const er_cover_row *row_like(const er_cover_row *rows, size_t count,
                                    const er_cover_row *row) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].area_id == row->area_id && strcmp(rows[i].stratum, row->stratum) == 0 &&
            er_equal_texts(rows[i].operator_, row->operator_))
            return &rows[i];
    return NULL;
}

/** Every figure of the run after is the answer's, or what it was before but for rounding. Returns
 *  how many of them the answer has. */
static size_t check_rows(fixture *f, const er_whatif_answer *a, int64_t before, int64_t after) {
    er_cover_row *was = NULL, *is = NULL;
    size_t was_count = 0, is_count = 0, seen = 0;
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, before, "unit", &was, &was_count));
    assert_ok(f->ctx, er_store_cover(f->ctx, f->store, f->arena, after, "unit", &is, &is_count));
    for (size_t i = 0; i < is_count; i++) {
        const er_whatif_unit *unit = unit_of(a, &is[i]);
        const er_cover_row *old = row_like(was, was_count, &is[i]);
        double old_km2 = old ? old->served_km2 : 0, old_persons = old ? old->persons_served : 0;
        if (!unit) {
            bool others = strcmp(is[i].stratum, "all") == 0; /* may ask for other operators */
            if (is_finest(is[i].area_id) && !others)
                assert_true(fabs(is[i].served_km2 - old_km2) <= 1e-9 * is[i].area_km2);
            continue;
        }
        seen++;
        assert_true(unit->area_km2 == is[i].area_km2);
        assert_true(unit->before_km2 == old_km2);
        assert_true(unit->after_km2 == is[i].served_km2);
        assert_true(er_equal_numbers(unit->persons, is[i].persons));
        assert_true(er_equal_numbers(unit->persons_after, is[i].persons_served));
        if (!isnan(unit->persons)) assert_true(unit->persons_before == old_persons);
    }
    return seen;
}

static void check_total(fixture *f, const er_whatif_answer *a, int64_t before, int64_t after,
                        const char *operator_) {
    const er_whatif_total *total = total_of(a, operator_ ? "operator" : "any", operator_);
    er_compare_options options = {.before = {.run_id = before, .operator_ = operator_},
                                  .after = {.run_id = after, .operator_ = operator_}};
    er_compare_result r = compare_of(f, NULL, options);
    er_compare_figures km2 = {0};
    for (size_t i = 0; i < r.row_count; i++)
        if (r.rows[i].unit_id && is_finest(r.rows[i].unit_id)) {
            km2.gained += r.rows[i].served_km2.gained;
            km2.lost += r.rows[i].served_km2.lost;
        }
    const er_compare_figures *persons = &all_row(&r)->persons_served;
    assert_true(total->gained_persons == persons->gained);
    assert_true(total->lost_persons == persons->lost);
    assert_true(total->persons_before == persons->before);
    assert_true(total->persons_after == persons->after);
    assert_true(total->gained_km2 == km2.gained);
    assert_true(total->lost_km2 == km2.lost);
}

static bool serves(fixture *f, const char *operator_) {
    char sql[128];
    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM station WHERE status = 'in_service' AND operator = '%s'",
             operator_);
    return ask(f->path, sql) > 0;
}

/** Make random changes, one after the other; returns how many figures were looked at. */
static size_t try_changes(fixture *f, struct pool *pool, int trials, uint64_t seed) {
    static const char *const operators[] = {"A", "B", "C"};
    er_random r = er_random_stream(seed, 7);
    int64_t before = cover_now(f, &bare_study);
    size_t seen = 0;
    for (int trial = 0; trial < trials; trial++) {
        struct change c = {.what = {c.added, 0, c.removed, 0}};
        bool used[POOL] = {false}, was[3];
        for (int k = 0; k < 3; k++)
            was[k] = serves(f, operators[k]);
        for (uint64_t n = 1 + er_random_below(&r, CHANGES); n > 0; n--) {
            size_t i = er_random_below(&r, pool->count);
            if (!used[i]) toggle(f, pool, i, &c);
            used[i] = true;
        }
        if (c.what.removed_count > 0) /* the same once more */
            c.removed[c.what.removed_count++] = c.removed[0];
        er_whatif_answer a = ask_of(f, before, &c.what);
        int64_t after = cover_now(f, &bare_study);
        seen += check_rows(f, &a, before, after);
        check_total(f, &a, before, after, NULL);
        for (int k = 0; k < 3; k++)
            if (was[k] && serves(f, operators[k])) check_total(f, &a, before, after, operators[k]);
        before = after;
    }
    return seen;
}

static void random_changes_of_few_sites(void **state) {
    fixture *f = *state;
    struct pool pool;
    make_land(f, 1);
    make_pool(f, &pool, 12, 300, 9000, 1);
    assert_true(try_changes(f, &pool, 120, 1) > 1000);
}

static void random_changes_of_many_sites(void **state) {
    fixture *f = *state;
    struct pool pool;
    make_land(f, 2);
    make_pool(f, &pool, POOL, 200, 3000, 2);
    assert_true(try_changes(f, &pool, 60, 2) > 500);
}

static void random_changes_of_very_different_sites(void **state) {
    fixture *f = *state;
    struct pool pool;
    make_land(f, 3);
    make_pool(f, &pool, 60, 50, 20000, 3);
    assert_true(try_changes(f, &pool, 60, 3) > 500);
}

/** An operator's only site: without it all that it served is lost. */
static void the_last_site_of_an_operator(void **state) {
    fixture *f = *state;
    er_station stations[] = {plain_station(left_lon + 0.1, lower_lat + 0.1),
                             plain_station(left_lon + 0.12, lower_lat + 0.1)};
    make_land(f, 1);
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    for (int i = 0; i < 2; i++) {
        stations[i].radius_m = 8000;
        stations[i].operator_ = i ? "B" : "A";
        stations[i].status = "in_service";
        assert_ok(f->ctx, er_store_add_station_id(f->ctx, f->store, &stations[i], &stations[i].id));
    }
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    int64_t run = cover_now(f, &bare_study);
    const er_whatif_change change = {.removed = &stations[1].id, .removed_count = 1};
    er_whatif_answer a = ask_of(f, run, &change);
    const er_whatif_total *total = total_of(&a, "operator", "B");
    assert_true(total->lost_km2 > 0);
    assert_true(total->persons_before > 0 && total->lost_persons == total->persons_before);
    assert_true(total->persons_after == 0);
}

/* ---- several threads ------------------------------------------------------------------------- */

enum { THREADS = 4, QUESTIONS = 24 };

/** Another question of each number: a site that is new and a station that goes. */
static struct change question_of(const struct pool *pool, size_t number) {
    const er_station *added = &pool->items[(7 * number + 3) % pool->count];
    struct change c = {.what = {.added_count = 1}};
    c.added[0] = (er_whatif_site){added->position, added->radius_m, "D", NULL};
    for (size_t i = number; c.what.removed_count == 0; i++)
        if (pool->in_service[i % pool->count])
            c.removed[c.what.removed_count++] = pool->items[i % pool->count].id;
    return c;
}

/** Ask in a context of the thread's own; false where that can't be. */
static bool ask_alone(const er_whatif *whatif, const struct pool *pool, size_t number,
                      er_arena *arena, er_whatif_answer *out) {
    er_context *ctx = NULL;
    struct change c = question_of(pool, number);
    if (er_context_new(&ctx) != ER_OK) return false;
    c.what.added = c.added;
    c.what.removed = c.removed;
    er_context_set_threads(ctx, 1);
    er_status status = er_whatif_ask(ctx, whatif, arena, &c.what, out);
    er_context_free(ctx);
    return status == ER_OK;
}

static void assert_same_answers(const er_whatif_answer *a, const er_whatif_answer *b) {
    assert_int_equal(a->unit_count, b->unit_count);
    assert_int_equal(a->total_count, b->total_count);
    for (size_t i = 0; i < a->unit_count; i++) {
        const er_whatif_unit *u = &a->units[i], *v = &b->units[i];
        assert_int_equal(u->unit_id, v->unit_id);
        assert_string_equal(u->stratum, v->stratum);
        assert_true(er_equal_texts(u->operator_, v->operator_));
        assert_true(u->before_km2 == v->before_km2 && u->after_km2 == v->after_km2);
        assert_true(er_equal_numbers(u->persons_before, v->persons_before));
        assert_true(er_equal_numbers(u->persons_after, v->persons_after));
    }
    for (size_t i = 0; i < a->total_count; i++) {
        const er_whatif_total *t = &a->totals[i], *s = &b->totals[i];
        assert_true(er_equal_texts(t->operator_, s->operator_));
        assert_true(t->gained_persons == s->gained_persons && t->lost_persons == s->lost_persons);
        assert_true(t->gained_km2 == s->gained_km2 && t->lost_km2 == s->lost_km2);
        assert_true(t->persons_before == s->persons_before && t->persons_after == s->persons_after);
    }
}

/** One run, opened once, asked by several threads at a time as by one after the other. */
static void several_threads_are_told_the_same(void **state) {
    fixture *f = *state;
    struct pool pool;
    er_whatif *whatif = NULL;
    er_whatif_answer alone[QUESTIONS], together[QUESTIONS];
    er_arena *arenas[QUESTIONS];
    bool asked[QUESTIONS] = {false};
    size_t units = 0;
    make_land(f, 4);
    make_pool(f, &pool, 60, 300, 9000, 4);
    assert_ok(f->ctx, er_whatif_new(f->ctx, f->store, NULL, cover_now(f, &bare_study), &whatif));
    for (size_t i = 0; i < QUESTIONS; i++) {
        assert_true(ask_alone(whatif, &pool, i, f->arena, &alone[i]));
        assert_ok(f->ctx, er_arena_new(f->ctx, &arenas[i]));
    }
#pragma omp parallel for num_threads(THREADS) schedule(dynamic, 1)
    for (int i = 0; i < QUESTIONS; i++)
        asked[i] = ask_alone(whatif, &pool, (size_t)i, arenas[i], &together[i]);
    for (size_t i = 0; i < QUESTIONS; i++) {
        assert_true(asked[i]);
        assert_same_answers(&alone[i], &together[i]);
        units += together[i].unit_count;
        er_arena_free(arenas[i]);
    }
    assert_true(units > QUESTIONS);
    er_whatif_free(whatif);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(several_threads_are_told_the_same, fixture_up,
                                        fixture_down),
        cmocka_unit_test_setup_teardown(the_last_site_of_an_operator, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(random_changes_of_few_sites, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(random_changes_of_many_sites, fixture_up, fixture_down),
        cmocka_unit_test_setup_teardown(random_changes_of_very_different_sites, fixture_up,
                                        fixture_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
