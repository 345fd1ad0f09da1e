/** Venues that fall short, candidates around them, and plans looked at again by other ways. */
#ifndef EVENREACH_CLOSING_FIXTURE_H
#define EVENREACH_CLOSING_FIXTURE_H

#include "venue_fixture.h"

enum { CLOSING_VENUES = 40, CLOSING_CANDIDATES = 9 };

/** Venues of some hectares without symmetry, all over the square of the stations. */
static inline void add_closing_venues(fixture *f, size_t count, double radius_m) {
    er_random random = er_random_stream(9, 1);
    for (size_t v = 0; v < count; v++) {
        uint8_t shape[SHAPE_SIZE];
        char code[32];
        double east_m = 500 + 3000 * er_random_unit(&random);
        double north_m = 500 + 3000 * er_random_unit(&random);
        snprintf(code, sizeof code, "s%02zu", v);
        add_venue(f, plain_venue(code, star(shape, &random, east_m, north_m, radius_m, 9)));
    }
}

static inline void make_closing_world(fixture *f, const er_study *study, double venue_m,
                                      size_t stations, struct venue_world *w) {
    static er_station drawn[64];
    field_add_areas(f, venue_west, venue_south);
    add_closing_venues(f, CLOSING_VENUES, venue_m);
    draw_stations(drawn, stations, 4000, 3);
    if (stations > 0) add_stations(f, drawn, stations, 5);
    open_world(f, study, w);
}

/** Candidates scattered within so many metres of a venue's inside, in and out of it. */
static inline void draw_candidates(er_candidate *candidates, char codes[][32], size_t count,
                                   const er_venue *venue, double within_m, er_random *random) {
    for (size_t k = 0; k < count; k++) {
        double away = within_m * er_random_unit(random), angle = 2 * M_PI * er_random_unit(random);
        snprintf(codes[k], 32, "c%02zu", k);
        candidates[k] = (er_candidate){.code = codes[k],
                                       .height_m = k % 3 == 0 ? 6.0 + (double)k : NAN,
                                       .cost = NAN,
                                       .position = {venue->inside.x + away * cos(angle) / 101700,
                                                    venue->inside.y + away * sin(angle) / 110750}};
    }
}

static inline const er_plan *plan_of(const er_venue_result *result, const char *kind) {
    for (size_t k = 0; k < result->plan_count; k++)
        if (strcmp(result->plans[k].kind, kind) == 0) return &result->plans[k];
    return NULL;
}

/** The choices of a plan; their number is the plan's. */
static inline const er_choice *choices_of(const er_venue_result *result, const er_plan *plan) {
    size_t first = 0;
    while (first < result->choice_count &&
           result->choices[first].plan_id != (int64_t)(plan - result->plans))
        first++;
    return result->choices + first;
}

/** What must hold of any plan's rows by themselves. */
static inline void check_plan(const er_venue_result *result, const er_plan *plan, double area_m2) {
    const er_choice *choices = choices_of(result, plan);
    double share = plan->share_before, last = INFINITY;
    assert_string_equal(plan->subject, "venue");
    assert_int_equal(plan->reached, plan->share_after >= plan->target_share * (1 - 1e-12));
    assert_true(plan->bound <= plan->count && plan->count <= plan->candidates);
    assert_true((plan->note == NULL) == plan->reached && (plan->note_zh == NULL) == plan->reached);
    for (int64_t k = 0; k < plan->count; k++) {
        assert_int_equal(choices[k].rank, k + 1);
        assert_true(choices[k].adds_m2 >= 0 && choices[k].adds_m2 <= last + 1e-6);
        last = choices[k].adds_m2;
        share += choices[k].adds_m2 / area_m2;
        assert_within(choices[k].share, share, 1e-9);
    }
    assert_within(share, plan->share_after, 1e-9);
}

#endif
