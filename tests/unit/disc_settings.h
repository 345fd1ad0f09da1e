/** Random discs and polygons for the tests of disc sets: usual ones and degenerate ones. */
#ifndef EVENREACH_DISC_SETTINGS_H
#define EVENREACH_DISC_SETTINGS_H

#include "disc_cases.h"

enum { DISC_LIMIT = 24, LAYERS = 3 };

struct setting {
    er_disc discs[DISC_LIMIT];
    size_t disc_count;
    case_area area;
};

static inline double between(er_random *random, double low, double high) {
    return low + (high - low) * er_random_unit(random);
}

static inline int64_t whole(er_random *random, int64_t low, int64_t high) {
    return low + (int64_t)er_random_below(random, (uint64_t)(high - low + 1));
}

/** Discs of four kinds: anywhere, on one roof, on a lattice, through one point. */
static inline void make_discs(er_random *random, struct setting *s, size_t most, er_point shift) {
    s->disc_count = 1 + (size_t)er_random_below(random, most);
    int kind = (int)er_random_below(random, 4);
    double spread = kind == 1 ? 2 : 3000;
    for (size_t i = 0; i < s->disc_count; i++) {
        er_disc *d = &s->discs[i];
        d->radius_m = between(random, 300, 2000);
        d->x = between(random, -spread, spread);
        d->y = between(random, -spread, spread);
        if (kind == 2) {
            d->radius_m = 500 * (double)whole(random, 1, 3);
            d->x = 500 * (double)whole(random, -5, 5);
            d->y = 500 * (double)whole(random, -5, 5);
        } else if (kind == 3) {
            double angle = between(random, 0, 2 * PI);
            d->x = d->radius_m * cos(angle);
            d->y = d->radius_m * sin(angle);
        }
        d->x += shift.x;
        d->y += shift.y;
        d->layer = (uint32_t)er_random_below(random, LAYERS);
    }
}

static inline void add_star(er_random *random, case_area *area, er_point centre, double inner,
                            double outer, bool hole) {
    er_point points[24];
    size_t count = 3 + (size_t)er_random_below(random, 10);
    for (size_t i = 0; i < count; i++) {
        double angle = 2 * PI * ((double)i + 0.9 * er_random_unit(random)) / (double)count;
        double radius = between(random, inner, outer);
        er_point p = {centre.x + radius * cos(angle), centre.y + radius * sin(angle)};
        points[hole ? count - 1 - i : i] = p;
    }
    case_add_ring(area, points, count);
}

/** A star, often with a hole and a second part; now and then a lattice box with a lattice hole. */
static inline void make_area(er_random *random, case_area *area, er_point shift) {
    if (er_random_below(random, 4) == 0) {
        double x = shift.x + 500 * (double)whole(random, -6, 0);
        double y = shift.y + 500 * (double)whole(random, -6, 0);
        case_add_box(area, x, y, x + 3000, y + 2500);
        if (er_random_below(random, 2)) {
            er_point hole[4] = {{x + 1000, y + 500},
                                {x + 1000, y + 1500},
                                {x + 2000, y + 1500},
                                {x + 2000, y + 500}};
            case_add_ring(area, hole, 4);
        }
        return;
    }
    er_point centre = {shift.x + between(random, -1500, 1500),
                       shift.y + between(random, -1500, 1500)};
    /* With three vertices a hole of a tenth still lies inside. */
    add_star(random, area, centre, 1500, 3000, false);
    size_t corners = area->area.ring_start[1] - 1;
    if (corners > 7 && er_random_below(random, 2)) add_star(random, area, centre, 100, 400, true);
    if (er_random_below(random, 3) == 0)
        add_star(random, area, (er_point){centre.x + 6100, centre.y}, 500, 3000, false);
}

static inline void make_setting(uint64_t number, size_t most, struct setting *s) {
    er_random random = er_random_stream(20260701, number);
    static const double shifts[3] = {0, 250000, 2770000};
    double by = shifts[er_random_below(&random, 3)];
    make_discs(&random, s, most, (er_point){by, 0.5 * by});
    make_area(&random, &s->area, (er_point){by, 0.5 * by});
}

#endif
