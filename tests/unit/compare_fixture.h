/** Comparisons of a small workspace. */
#ifndef EVENREACH_COMPARE_FIXTURE_H
#define EVENREACH_COMPARE_FIXTURE_H

#include "cover_fixture.h"

/** Units one on top of the other, so that parts fill their wholes to the last metre: a county of
 *  two towns, the upper one of two villages. */
struct stack {
    int64_t county, town, far, low, high;
};

static const double low_y = 23.45, high_y = 23.55, far_y = 23.3;

static inline int64_t add_layer(fixture *f, const char *level, const char *code, const char *parent,
                                double from_y, double to_y) {
    uint8_t wkb[93];
    er_unit unit = {.level = level,
                    .code = code,
                    .parent_code = parent,
                    .name = code,
                    .persons = NAN,
                    .households = NAN,
                    .geometry = rectangle(wkb, west, from_y, east - west, to_y - from_y)};
    assert_ok(f->ctx, er_geodesic_area(f->ctx, unit.geometry, &unit.area_km2));
    unit.area_km2 /= 1e6;
    assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
    return unit.id;
}

/** `border` is where the villages meet: 23.5. */
static inline struct stack make_stack(fixture *f, double border) {
    struct stack s;
    int64_t orphans;
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "village", 2));
    s.county = add_layer(f, "county", "1", NULL, 23.2, 23.6);
    s.town = add_layer(f, "town", "10", "1", 23.4, 23.6);
    s.far = add_layer(f, "town", "11", "1", 23.2, 23.4);
    s.low = add_layer(f, "village", "101", "10", 23.4, border);
    s.high = add_layer(f, "village", "102", "10", border, 23.6);
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "village", "town", &orphans));
    add_persons(f, s.low, 1000);
    add_persons(f, s.high, 3000);
    add_persons(f, s.far, 500);
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
    return s;
}

static inline er_compare_result compare_of(fixture *f, const er_study *study,
                                           er_compare_options options) {
    er_compare_result result;
    assert_ok(f->ctx, er_compare_look(f->ctx, f->store, study, &options, f->arena, &result, NULL));
    return result;
}

static inline er_compare_result compare_runs(fixture *f, int64_t before, int64_t after) {
    return compare_of(f, NULL,
                      (er_compare_options){.before.run_id = before, .after.run_id = after});
}

static inline const er_compare_row *unit_row(const er_compare_result *r, int64_t unit) {
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].unit_id == unit) return &r->rows[i];
    fail_msg("no row of unit %lld", (long long)unit);
    return NULL;
}

static inline const er_compare_row *group_row(const er_compare_result *r, const char *group) {
    for (size_t i = 0; i < r->row_count; i++)
        if (r->rows[i].group && strcmp(r->rows[i].group, group) == 0) return &r->rows[i];
    fail_msg("no row of group %s", group);
    return NULL;
}

static inline const er_compare_row *all_row(const er_compare_result *r) {
    assert_string_equal(r->rows[r->row_count - 1].kind, "all");
    return &r->rows[r->row_count - 1];
}

/** Everything that must hold of a line of figures to the last bit. */
static inline void assert_adds_up(const er_compare_figures *f, int bits) {
    const double all[] = {f->before,         f->gained, f->lost,
                          f->after,          f->kept,   f->gained_from_unknown,
                          f->lost_to_unknown};
    if (isnan(f->after)) {
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
            assert_true(isnan(all[i]));
        return;
    }
    assert_true(f->before + f->gained - f->lost == f->after);
    assert_true(f->kept + f->lost == f->before);
    assert_true(f->kept + f->gained == f->after);
    assert_true(f->gained_from_unknown <= f->gained && f->lost_to_unknown <= f->lost);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        assert_true(all[i] >= 0);
        assert_true(ldexp(all[i], bits) == floor(ldexp(all[i], bits)));
    }
}

static inline void assert_all_add_up(const er_compare_result *r) {
    for (size_t i = 0; i < r->row_count; i++) {
        assert_adds_up(&r->rows[i].served_km2, 28);
        assert_adds_up(&r->rows[i].persons_served, 20);
        assert_true(r->rows[i].served_km2.population == 0);
    }
}

static inline size_t count_causes(const er_compare_result *r, const char *kind,
                                  const char *change) {
    size_t count = 0;
    for (size_t i = 0; i < r->cause_count; i++)
        count += strcmp(r->causes[i].kind, kind) == 0 && strcmp(r->causes[i].change, change) == 0;
    return count;
}

static inline const er_compare_cause *cause_of(const er_compare_result *r, const char *kind,
                                               const char *subject) {
    for (size_t i = 0; i < r->cause_count; i++)
        if (strcmp(r->causes[i].kind, kind) == 0 && r->causes[i].subject &&
            strcmp(r->causes[i].subject, subject) == 0)
            return &r->causes[i];
    fail_msg("no cause %s %s", kind, subject);
    return NULL;
}

static inline int64_t cover_now(fixture *f, const er_study *study) {
    int64_t run = 0;
    assert_ok(f->ctx, er_cover(f->ctx, f->store, study, &run));
    return run;
}

#endif
