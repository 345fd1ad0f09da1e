/* Parts of unions made from a stock of discs: to the last bit what the whole union says. */
#include "disc_cases.h"

#include "geometry/disc_stock.h"

#include <stdlib.h>

enum { DISCS = 400, OPERATORS = 4, BOXES = 6, MOVED = 12 };

/** A world of discs, a change of it, and polygons to ask of. */
struct world {
    er_context *ctx;
    er_random random;
    er_disc discs[DISCS];
    size_t count;
    er_disc added[MOVED];
    size_t added_count;
    uint32_t gone[MOVED];
    size_t gone_count;
    case_area areas[BOXES];
    er_box boxes[BOXES];
    er_disc_stock *stock;
};

struct size {
    size_t discs;
    double extent_m;
    double least_m;
    double most_m;
    double area_m; /* of the polygons */
};

static int by_place(const void *left, const void *right) {
    const er_disc *a = left, *b = right;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    if (a->y != b->y) return a->y < b->y ? -1 : 1;
    return (a->radius_m < b->radius_m) - (a->radius_m > b->radius_m);
}

/** Some stand where another one does, some are of one size. Clustered: dense here, empty there. */
static er_disc any_disc(struct world *w, const struct size *size) {
    er_random *r = &w->random;
    double half = er_random_below(r, 3) == 0 ? 0.5 : 0.08;
    er_disc disc = {(er_random_unit(r) - 0.5) * 2 * half * size->extent_m,
                    (er_random_unit(r) - 0.5) * 2 * half * size->extent_m, size->least_m,
                    (uint32_t)er_random_below(r, OPERATORS)};
    if (er_random_below(r, 4) > 0)
        disc.radius_m *= pow(size->most_m / size->least_m, er_random_unit(r));
    if (w->count > 0 && er_random_below(r, 6) == 0) {
        disc.x = w->discs[er_random_below(r, w->count)].x;
        disc.y = w->discs[er_random_below(r, w->count)].y;
    }
    return disc;
}

static void make_area(struct world *w, size_t i, const struct size *size) {
    enum { CORNERS = 9 };
    er_random *r = &w->random;
    er_point corners[CORNERS];
    const er_disc *near = &w->discs[er_random_below(r, w->count)];
    for (int k = 0; k < CORNERS; k++) {
        double angle = 2 * PI * k / CORNERS;
        double away_m = size->area_m * (0.2 + er_random_unit(r));
        corners[k] = (er_point){near->x + away_m * cos(angle), near->y + away_m * sin(angle)};
    }
    case_add_ring(&w->areas[i], corners, CORNERS);
    w->boxes[i] = w->areas[i].area.box;
}

static void make_world(struct world *w, er_context *ctx, const struct size *size, uint64_t seed) {
    *w = (struct world){.ctx = ctx, .random = er_random_stream(seed, 5)};
    for (; w->count < size->discs;) {
        w->discs[w->count] = any_disc(w, size);
        w->count++;
    }
    qsort(w->discs, w->count, sizeof *w->discs, by_place);
    w->added_count = er_random_below(&w->random, MOVED);
    for (size_t i = 0; i < w->added_count; i++)
        w->added[i] = any_disc(w, size);
    uint64_t step = 1 + er_random_below(&w->random, w->count / 2);
    for (uint64_t at = step - 1; at < w->count && w->gone_count < MOVED; at += step)
        w->gone[w->gone_count++] = (uint32_t)at;
    for (size_t i = 0; i < BOXES; i++)
        make_area(w, i, size);
    assert_ok(ctx, er_disc_stock_new(ctx, w->discs, w->count, OPERATORS, &w->stock));
}

static void clear_world(struct world *w) {
    er_disc_stock_free(w->stock);
    for (size_t i = 0; i < BOXES; i++)
        case_clear(&w->areas[i]);
}

static bool is_gone(const struct world *w, size_t disc) {
    for (size_t i = 0; i < w->gone_count; i++)
        if (w->gone[i] == disc) return true;
    return false;
}

/** The same discs, listed one by one. */
static size_t list(const struct world *w, const er_disc_pick *pick, er_disc *out) {
    size_t count = 0;
    for (size_t s = 0; s < pick->side_count; s++) {
        const er_disc_side *side = &pick->sides[s];
        for (size_t i = 0; i < w->count; i++) {
            uint32_t layer = side->layer_of[w->discs[i].layer];
            if (layer == ER_DISC_NO_LAYER || (side->gone_count > 0 && is_gone(w, i))) continue;
            out[count] = w->discs[i];
            out[count++].layer = layer;
        }
        for (size_t i = 0; i < side->added_count; i++)
            if (side->added[i].layer != ER_DISC_NO_LAYER) out[count++] = side->added[i];
    }
    return count;
}

/** Every area of a pick is that of the whole union, its extent and its number those of the list. */
static void check(struct world *w, const er_disc_pick *pick) {
    static er_disc discs[2 * (DISCS + MOVED)];
    size_t count = list(w, pick, discs), all_count = 0,
           boxes = 1 + er_random_below(&w->random, BOXES);
    er_disc *all = NULL;
    er_disc_union *whole = NULL, *part = NULL;
    assert_ok(w->ctx,
              er_disc_union_new(w->ctx, discs, count, pick->layer_count, ER_DISC_ALL, 0, &whole));
    assert_ok(w->ctx, er_disc_union_picked(w->ctx, pick, w->boxes, boxes, &part));
    for (size_t i = 0; i < boxes; i++) {
        double expected = -1, got = -2;
        assert_ok(w->ctx, er_disc_union_area(w->ctx, whole, &w->areas[i].area, &expected));
        assert_ok(w->ctx, er_disc_union_area(w->ctx, part, &w->areas[i].area, &got));
        if (expected != got)
            fail_msg("an area near a box is %.17g, in the whole %.17g", got, expected);
    }
    assert_ok(w->ctx, er_disc_pick_all(w->ctx, pick, &all, &all_count));
    assert_int_equal(all_count, count);
    er_free(all);
    er_disc_union_free(whole);
    er_disc_union_free(part);
}

static void check_any(struct world *w) {
    static const uint32_t layer_of[OPERATORS] = {0};
    er_disc added[MOVED];
    for (size_t i = 0; i < w->added_count; i++) {
        added[i] = w->added[i];
        added[i].layer = 0;
    }
    const er_disc_side side = {layer_of, w->gone, w->gone_count, added, w->added_count};
    check(w, &(er_disc_pick){w->stock, &side, 1, 1});
}

/** All but the first operator are asked for, before and after. */
static void check_all(struct world *w) {
    static const uint32_t before[OPERATORS] = {ER_DISC_NO_LAYER, 0, 1, 2},
                          after[OPERATORS] = {ER_DISC_NO_LAYER, 3, 4, 5};
    er_disc added[MOVED];
    for (size_t i = 0; i < w->added_count; i++) {
        added[i] = w->added[i];
        added[i].layer = after[added[i].layer];
    }
    const er_disc_side sides[2] = {{.layer_of = before},
                                   {after, w->gone, w->gone_count, added, w->added_count}};
    check(w, &(er_disc_pick){w->stock, sides, 1, 3});
    check(w, &(er_disc_pick){w->stock, sides, 2, 6});
}

static void same_as_the_whole(void **state) {
    static const struct size sizes[] = {
        {400, 40e3, 200, 900, 900},    /* dense, small */
        {400, 120e3, 150, 6000, 3000}, /* of many sizes */
        {60, 300e3, 500, 3000, 20000}, /* few, far apart, in large areas */
        {12, 500e3, 900, 9000, 9000},  /* fewer than a leaf takes, in large cells */
        {300, 60e3, 300, 90e3, 2000},  /* some that cover everything */
        {200, 3000, 5, 400, 300},      /* a world smaller than a cell */
        {8, 900e3, 100, 180e3, 60e3},
    };
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
        for (uint64_t seed = 1; seed <= 60; seed++) {
            static struct world w;
            make_world(&w, *state, &sizes[s], 100 * s + seed);
            check_any(&w);
            check_all(&w);
            clear_world(&w);
        }
}

/** Circles through the middle of a cell, too large for it to be split for their sake: it is split
 *  for a small disc in another corner of it. */
static void split_for_a_disc_elsewhere(void **state) {
    enum { LARGE = 12 };
    static const uint32_t layer_of[OPERATORS] = {0};
    static struct world w;
    w = (struct world){.ctx = *state, .random = er_random_stream(1, 1)};
    w.discs[w.count++] = (er_disc){500, 500, 100, 0};
    for (int i = 0; i < LARGE; i++) {
        double angle = 0.1 + 2 * PI * i / LARGE;
        w.discs[w.count++] = (er_disc){1024 + 50e3 * cos(angle), 1024 + 50e3 * sin(angle), 50e3, 0};
    }
    qsort(w.discs, w.count, sizeof *w.discs, by_place);
    assert_ok(*state, er_disc_stock_new(*state, w.discs, w.count, 1, &w.stock));
    for (size_t i = 0; i < BOXES; i++) {
        double low = 1030 + (double)i, high = 1090 - 0.3 * (double)i;
        case_add_box(&w.areas[i], low, low, high, high);
        w.boxes[i] = w.areas[i].area.box;
    }
    const er_disc_side side = {.layer_of = layer_of};
    check(&w, &(er_disc_pick){w.stock, &side, 1, 1});
    clear_world(&w);
}

static void counts_up_to_a_limit(void **state) {
    static const er_disc discs[] = {{-5000, 0, 100, 1},  {0, 0, 300, 0},   {0, 0, 200, 0},
                                    {0, 0, 100, 1},      {50, 50, 10, 2},  {400, 0, 350, 0},
                                    {90e3, 90e3, 10, 0}, {100e3, 0, 10, 3}};
    enum { COUNT = sizeof discs / sizeof discs[0] };
    static const uint32_t layer_of[] = {0, 1, 2, ER_DISC_NO_LAYER}, gone[] = {5}, settled[] = {1};
    static const er_disc added[] = {{10, 10, 5, 1}, {10, 10, 6, ER_DISC_NO_LAYER}};
    er_disc_side side = {.layer_of = layer_of};
    er_disc_stock *stock = NULL;
    er_box cell = {-60, -60, 60, 60};
    assert_ok(*state, er_disc_stock_new(*state, discs, COUNT, 4, &stock));
    const er_disc_pick pick = {stock, &side, 1, 3};
    /* the smaller one at a centre counts with the larger one */
    assert_int_equal(er_disc_pick_count(&pick, cell, NULL, 0, 7), 4);
    assert_int_equal(er_disc_pick_count(&pick, cell, NULL, 0, 3), 3);
    assert_int_equal(er_disc_pick_count(&pick, cell, settled, 1, 7), 4);
    side.gone = gone;
    side.gone_count = 1;
    assert_int_equal(er_disc_pick_count(&pick, cell, NULL, 0, 7), 3);
    side.added = added;
    side.added_count = 2;
    assert_int_equal(er_disc_pick_count(&pick, cell, NULL, 0, 7), 4);
    assert_true(er_disc_pick_radius_m(&pick) == 350);
    er_box extent = er_disc_pick_extent(&pick); /* the last one is of no layer */
    assert_true(extent.min_x == -5100 && extent.max_x == 90010 && extent.max_y == 90010);
    er_disc_stock_free(stock);
}

static void the_outermost_is_gone(void **state) {
    static const er_disc discs[] = {{-80e3, 0, 100, 0}, {0, 0, 300, 0}, {70, 0, 300, 0}};
    static const uint32_t layer_of[] = {0}, gone[] = {0};
    const er_disc_side side = {.layer_of = layer_of, .gone = gone, .gone_count = 1};
    er_disc_stock *stock = NULL;
    assert_ok(*state, er_disc_stock_new(*state, discs, 3, 1, &stock));
    er_box extent = er_disc_pick_extent(&(er_disc_pick){stock, &side, 1, 1});
    assert_true(extent.min_x == -300 && extent.max_x == 370);
    er_disc_stock_free(stock);
}

static void refused(void **state) {
    er_disc_stock *stock = NULL;
    const er_disc bad[] = {{0, 0, 0, 0}, {NAN, 0, 1, 0}, {0, 0, 300e3, 0}, {0, 0, 1, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(er_disc_stock_new(*state, &bad[i], 1, 1, &stock), ER_ERR_RANGE);
    assert_null(stock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(same_as_the_whole, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(split_for_a_disc_elsewhere, test_context_up,
                                        test_context_down),
        cmocka_unit_test_setup_teardown(counts_up_to_a_limit, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(the_outermost_is_gone, test_context_up, test_context_down),
        cmocka_unit_test_setup_teardown(refused, test_context_up, test_context_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
