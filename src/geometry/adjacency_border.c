/* Borders that meet: at a point or along a line, exactly or within a tolerance. */
#include "geometry/adjacency.h"

#include <math.h>

static const double shortest_line_m = 0.001; /* of touching, what is shorter is a point */
/* corners that meet in a point lie within a tolerance of each other for two tolerances or a little
 * more, borders that run beside each other for all their length */
static const double shortest_line_tolerances = 4;

struct meeting {
    er_parts *parts;
    GEOSContextHandle_t handle;
    const er_adjacency_rule *rule;
    er_part *a;
    const GEOSPreparedGeometry *prepared; /**< of a */
    bool failed;                          /**< GEOS could not say */
};

/** Yes or no; a failure is noted and a no. */
static bool yes(struct meeting *m, char answer) {
    if (answer != 0 && answer != 1) m->failed = true;
    return answer == 1;
}

/** Takes the geometry over; null is a failure. */
static GEOSGeometry *made(struct meeting *m, GEOSGeometry *geometry) {
    if (!geometry) m->failed = true;
    return geometry;
}

static void drop(struct meeting *m, GEOSGeometry *geometry) {
    if (geometry) GEOSGeom_destroy_r(m->handle, geometry);
}

/* ---- points ---------------------------------------------------------------------------------- */

/** Nearest points of two geometries that do not meet, measured on the ellipsoid. */
static double nearest_m(struct meeting *m, const GEOSGeometry *other) {
    er_point ends[2] = {{NAN, NAN}, {NAN, NAN}};
    GEOSCoordSequence *both = GEOSPreparedNearestPoints_r(m->handle, m->prepared, other);
    if (!both) {
        m->failed = true;
        return INFINITY;
    }
    for (unsigned i = 0; i < 2; i++)
        if (GEOSCoordSeq_getXY_r(m->handle, both, i, &ends[i].x, &ends[i].y) == 1)
            ends[i] = er_mercator_inverse(ends[i]);
    GEOSCoordSeq_destroy_r(m->handle, both);
    return er_geodesic_distance(ends[0], ends[1]);
}

/** Metres of the projection for a tolerance where it is widest in what both parts can share. */
static double widest_tolerance(const struct meeting *m, const er_part *b) {
    const er_box *p = &m->a->degrees, *q = &b->degrees;
    double south = fmax(p->min_y, q->min_y), north = fmin(p->max_y, q->max_y);
    double margin = m->rule->tolerance_m / 100000;
    return 1.01 * m->rule->tolerance_m *
           fmax(er_mercator_scale(fmin(south, north) - margin),
                er_mercator_scale(fmax(south, north) + margin));
}

static bool within_tolerance(struct meeting *m, const er_part *b) {
    if (m->rule->tolerance_m == 0) return false;
    if (!yes(m,
             GEOSPreparedDistanceWithin_r(m->handle, m->prepared, b->area, widest_tolerance(m, b))))
        return false;
    return nearest_m(m, b->area) <= m->rule->tolerance_m;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/** Length in metres of lines on the projection; the geometry is taken over. */
static double length_m(struct meeting *m, GEOSGeometry *lines) {
    double length = 0, south = 0, north = 0;
    if (!made(m, lines)) return 0;
    if (GEOSisEmpty_r(m->handle, lines) == 0 && GEOSLength_r(m->handle, lines, &length) == 1 &&
        length > 0 && GEOSGeom_getYMin_r(m->handle, lines, &south) == 1 &&
        GEOSGeom_getYMax_r(m->handle, lines, &north) == 1)
        length /= er_mercator_scale(er_mercator_inverse((er_point){0, (south + north) / 2}).y);
    drop(m, lines);
    return length;
}

/** A stretch of one's border on or in the other. */
static bool runs_along(struct meeting *m, er_part *one, const er_part *other) {
    const GEOSGeometry *rings = er_part_rings(m->parts, one);
    if (!rings) {
        m->failed = true;
        return false;
    }
    return length_m(m, GEOSIntersection_r(m->handle, rings, other->area)) >= shortest_line_m;
}

static GEOSGeometry *rings_within(struct meeting *m, er_part *part, er_box box) {
    const GEOSGeometry *rings = er_part_rings(m->parts, part);
    return made(
        m, rings ? GEOSClipByRect_r(m->handle, rings, box.min_x, box.min_y, box.max_x, box.max_y)
                 : NULL);
}

/** A stretch of one's border within the tolerance of the other's. */
static bool runs_beside(struct meeting *m, er_part *one, er_part *other) {
    enum { QUADRANT_SEGMENTS = 8 };
    double tolerance_m = m->rule->tolerance_m;
    er_box p = er_part_around(one, 2 * tolerance_m);
    er_box q = er_part_around(other, 2 * tolerance_m);
    er_box both = {fmax(p.min_x, q.min_x), fmax(p.min_y, q.min_y), fmin(p.max_x, q.max_x),
                   fmin(p.max_y, q.max_y)};
    double middle = er_mercator_inverse((er_point){0, (both.min_y + both.max_y) / 2}).y;
    GEOSGeometry *line = rings_within(m, one, both), *along = rings_within(m, other, both);
    GEOSGeometry *strip = NULL;
    bool found = false;
    if (line && along)
        strip = made(m, GEOSBuffer_r(m->handle, along, tolerance_m * er_mercator_scale(middle),
                                     QUADRANT_SEGMENTS));
    if (strip)
        found = length_m(m, GEOSIntersection_r(m->handle, line, strip)) >=
                shortest_line_tolerances * tolerance_m;
    drop(m, strip);
    drop(m, along);
    drop(m, line);
    return found;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

static bool meets(struct meeting *m, er_part *b) {
    bool touching = yes(m, GEOSPreparedIntersects_r(m->handle, m->prepared, b->area));
    bool near = touching || within_tolerance(m, b);
    if (!near || !m->rule->edges) return near;
    if (touching && (runs_along(m, m->a, b) || runs_along(m, b, m->a))) return true;
    return m->rule->tolerance_m > 0 && (runs_beside(m, m->a, b) || runs_beside(m, b, m->a));
}

/** Each pair is looked at once, from its first part; copies have theirs with originals alone. */
static bool to_be_asked(const er_part *a, const er_part *b) {
    return b->area && b->owner != a->owner && !b->copy && (a->copy || b > a);
}

static er_status meet_others(er_parts *parts, const er_adjacency_rule *rule, er_part *a,
                             er_pair_list *list) {
    struct meeting m = {.parts = parts, .handle = parts->geos.handle, .rule = rule, .a = a};
    er_status status = er_parts_find(parts, er_part_around(a, rule->tolerance_m));
    ER_TRY(status);
    m.prepared = GEOSPrepare_r(m.handle, a->area);
    if (!m.prepared) return er_parts_failed(parts, a);
    for (size_t i = 0; i < parts->found_count && status == ER_OK; i++) {
        er_part *b = parts->found[i];
        if (!to_be_asked(a, b)) continue;
        bool met = meets(&m, b);
        if (m.failed) status = er_parts_failed(parts, a);
        if (met && status == ER_OK)
            status = er_pair_add(parts->ctx, list, a->owner, b->owner, ER_ADJACENT_BORDER);
    }
    GEOSPreparedGeom_destroy_r(m.handle, m.prepared);
    return status;
}

er_status er_border_pairs(er_parts *parts, const er_adjacency_rule *rule, er_pair_list *list) {
    for (size_t i = 0; i < parts->count; i++) {
        if (i % 64 == 0) {
            ER_TRY(er_check_cancel(parts->ctx));
            er_progress(parts->ctx, "neighbours", i, parts->count);
        }
        if (parts->items[i].area) ER_TRY(meet_others(parts, rule, &parts->items[i], list));
    }
    return ER_OK;
}
