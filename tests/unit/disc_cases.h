/** Areas built by hand, and an independent way to integrate a set of discs within one. */
#ifndef EVENREACH_DISC_CASES_H
#define EVENREACH_DISC_CASES_H

#include "test.h"

#include "evenreach/geometry.h"

#include <math.h>
#include <string.h>

static const double PI = 3.14159265358979323846;

/** An area that owns its arrays; rings are added open, in the right direction. */
typedef struct case_area {
    er_area area;
    size_t point_capacity;
    size_t ring_capacity;
} case_area;

static inline void case_add_ring(case_area *a, const er_point *points, size_t count) {
    er_area *area = &a->area;
    assert_true(count >= 3);
    if (count == 0) return;
    size_t begin = area->ring_count ? area->ring_start[area->ring_count] : 0;
    area->points = realloc(area->points, (begin + count + 1) * sizeof *area->points);
    area->ring_start = realloc(area->ring_start, (area->ring_count + 2) * sizeof(size_t));
    assert_non_null(area->points);
    assert_non_null(area->ring_start);
    if (area->ring_count == 0) area->box = (er_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    double doubled = 0;
    for (size_t i = 0; i <= count; i++) {
        er_point p = points[i % count], q = points[(i + 1) % count], o = points[0];
        area->points[begin + i] = p;
        area->box.min_x = fmin(area->box.min_x, p.x);
        area->box.min_y = fmin(area->box.min_y, p.y);
        area->box.max_x = fmax(area->box.max_x, p.x);
        area->box.max_y = fmax(area->box.max_y, p.y);
        if (i < count) doubled += (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    }
    area->area_m2 += 0.5 * doubled;
    area->ring_start[area->ring_count++] = begin;
    area->ring_start[area->ring_count] = begin + count + 1;
}

static inline void case_clear(case_area *a) {
    free(a->area.points);
    free(a->area.ring_start);
    memset(a, 0, sizeof *a);
}

static inline void case_add_box(case_area *a, double x0, double y0, double x1, double y1) {
    er_point p[4] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}};
    case_add_ring(a, p, 4);
}

/* ---- independent integration ----------------------------------------------------------------- */

/* The length of the served part of a horizontal line is analytic in y between neighbouring
 * "events" (tops and bottoms of circles, vertices, crossings) but for square roots at the events.
 * y = middle - half cos(phi) takes those away, and Gauss-Legendre does the rest. */

enum { SCAN_LIMIT = 20000, SCAN_NODES = 20 };

typedef struct scan {
    const er_disc *discs;
    size_t disc_count;
    uint32_t layer_count;
    er_disc_rule rule;
    uint32_t layer;
    const er_area *area;
    double events[SCAN_LIMIT];
    size_t event_count;
} scan;

static inline void scan_event(scan *s, double y) {
    if (isnan(y)) return;
    assert_true(s->event_count < SCAN_LIMIT);
    s->events[s->event_count++] = y;
}

static inline int scan_compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline void scan_circle_pair(scan *s, const er_disc *a, const er_disc *b) {
    double dx = b->x - a->x, dy = b->y - a->y, d = hypot(dx, dy);
    if (d == 0) return;
    double u = (d * d + a->radius_m * a->radius_m - b->radius_m * b->radius_m) / (2 * d);
    double h = sqrt(a->radius_m * a->radius_m - u * u);
    scan_event(s, a->y + (u * dy + h * dx) / d);
    scan_event(s, a->y + (u * dy - h * dx) / d);
}

static inline void scan_circle_edge(scan *s, const er_disc *c, er_point p, er_point q) {
    double dx = q.x - p.x, dy = q.y - p.y, length = hypot(dx, dy);
    dx /= length;
    dy /= length;
    double foot = (c->x - p.x) * dx + (c->y - p.y) * dy;
    double away = (c->x - p.x) * dy - (c->y - p.y) * dx;
    double h = sqrt(c->radius_m * c->radius_m - away * away);
    scan_event(s, p.y + dy * (foot - h));
    scan_event(s, p.y + dy * (foot + h));
}

static inline bool scan_uses(const scan *s, const er_disc *d) {
    return s->rule != ER_DISC_LAYER || d->layer == s->layer;
}

/** Served length of the line at y. */
static inline double scan_length(const scan *s, double y) {
    double xs[512];
    size_t n = 0;
    for (size_t i = 0; i < s->disc_count; i++) {
        const er_disc *d = &s->discs[i];
        double h2 = d->radius_m * d->radius_m - (y - d->y) * (y - d->y);
        if (h2 <= 0 || !scan_uses(s, d)) continue;
        xs[n++] = d->x - sqrt(h2);
        xs[n++] = d->x + sqrt(h2);
    }
    size_t first_edge = n;
    double crossings[256];
    size_t m = 0;
    for (size_t r = 0; r < s->area->ring_count; r++)
        for (size_t i = s->area->ring_start[r]; i + 1 < s->area->ring_start[r + 1]; i++) {
            er_point p = s->area->points[i], q = s->area->points[i + 1];
            if ((p.y <= y) == (q.y <= y)) continue;
            assert_true(m < 256);
            crossings[m++] = p.x + (y - p.y) / (q.y - p.y) * (q.x - p.x);
        }
    assert_true(first_edge + m < 512);
    for (size_t i = 0; i < m; i++)
        xs[n++] = crossings[i];
    qsort(xs, n, sizeof *xs, scan_compare);
    double length = 0;
    for (size_t k = 0; k + 1 < n; k++) {
        if (xs[k + 1] == xs[k]) continue;
        double x = 0.5 * (xs[k] + xs[k + 1]);
        size_t left = 0;
        for (size_t i = 0; i < m; i++)
            left += crossings[i] < x;
        if (left % 2 == 0) continue;
        uint32_t seen = 0;
        for (size_t i = 0; i < s->disc_count; i++) {
            const er_disc *d = &s->discs[i];
            double ax = x - d->x, ay = y - d->y;
            if (scan_uses(s, d) && ax * ax + ay * ay < d->radius_m * d->radius_m)
                seen |= 1u << d->layer;
        }
        bool served = s->rule == ER_DISC_ALL ? seen == (1u << s->layer_count) - 1 : seen != 0;
        if (served) length += xs[k + 1] - xs[k];
    }
    return length;
}

/** Nodes and weights on [-1, 1] by Newton's method on the Legendre polynomial. */
static inline void scan_legendre(double *node, double *weight) {
    for (int i = 0; i < SCAN_NODES; i++) {
        double x = cos(PI * (i + 0.75) / (SCAN_NODES + 0.5)), slope = 1;
        for (int step = 0; step < 50; step++) {
            double p0 = 1, p1 = x;
            for (int k = 2; k <= SCAN_NODES; k++) {
                double p2 = ((2 * k - 1) * x * p1 - (k - 1) * p0) / k;
                p0 = p1;
                p1 = p2;
            }
            slope = SCAN_NODES * (x * p1 - p0) / (x * x - 1);
            x -= p1 / slope;
        }
        node[i] = x;
        weight[i] = 2 / ((1 - x * x) * slope * slope);
    }
}

/** Area of the set within the area, without arcs, quadtree or Green. */
static inline double scan_area(scan *s) {
    static double node[SCAN_NODES], weight[SCAN_NODES];
    if (weight[0] == 0) scan_legendre(node, weight);
    s->event_count = 0;
    for (size_t i = 0; i < s->disc_count; i++) {
        const er_disc *d = &s->discs[i];
        scan_event(s, d->y - d->radius_m);
        scan_event(s, d->y + d->radius_m);
        /* An event of another kind may fall close to a top or bottom: steps towards these. */
        for (int k = 0; k < 14; k++) {
            scan_event(s, d->y - d->radius_m + ldexp(d->radius_m, -2 * k));
            scan_event(s, d->y + d->radius_m - ldexp(d->radius_m, -2 * k));
        }
        for (size_t k = 0; k < i; k++)
            scan_circle_pair(s, &s->discs[i], &s->discs[k]);
    }
    for (size_t r = 0; r < s->area->ring_count; r++)
        for (size_t i = s->area->ring_start[r]; i + 1 < s->area->ring_start[r + 1]; i++) {
            scan_event(s, s->area->points[i].y);
            for (size_t k = 0; k < s->disc_count; k++)
                scan_circle_edge(s, &s->discs[k], s->area->points[i], s->area->points[i + 1]);
        }
    qsort(s->events, s->event_count, sizeof *s->events, scan_compare);
    double total = 0;
    for (size_t e = 0; e + 1 < s->event_count; e++) {
        double half = 0.5 * (s->events[e + 1] - s->events[e]);
        double middle = 0.5 * (s->events[e + 1] + s->events[e]);
        if (half <= 0 || s->events[e + 1] <= s->area->box.min_y ||
            s->events[e] >= s->area->box.max_y)
            continue;
        for (int i = 0; i < SCAN_NODES; i++) {
            double phi = 0.5 * PI * (node[i] + 1);
            total +=
                weight[i] * 0.5 * PI * half * sin(phi) * scan_length(s, middle - half * cos(phi));
        }
    }
    return total;
}

#endif
