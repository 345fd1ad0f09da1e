/** Circles that meet circles, lines and edges. Every shared point is computed by one function from
 *  the same arguments whichever curve asks, so that the curves that meet there end in the same
 *  bits and the boundary of a union closes. */
#ifndef EVENREACH_DISC_CIRCLE_H
#define EVENREACH_DISC_CIRCLE_H

#include "evenreach/geometry.h"

/** A place on a circle. `turn` grows counter-clockwise from 0 to 4 (see er_turn). */
typedef struct er_arc_end {
    double turn;
    er_point at;
} er_arc_end;

/** A counter-clockwise part of a circle: from.turn in [0, 4), to.turn in [from.turn, from.turn +
 * 4]. A whole circle starts and ends at turn 0 and 4 with `whole` set. */
typedef struct er_span {
    er_arc_end from;
    er_arc_end to;
    bool whole;
} er_span;

/** Parts shorter than this, in turns, are rounding: adding 4 to a turn costs up to half an ulp of
 *  8. On a circle of 200 km they are below a nanometre. */
#define ER_TURN_ROUNDING 4e-15

typedef enum er_cover { ER_COVER_NONE, ER_COVER_SPAN, ER_COVER_ALL } er_cover;

/** Monotone stand-in for the angle of (x, y): y / (|x| + |y|) unrolled to [0, 4). */
double er_turn(double x, double y);
/** The point of a circle at a turn. */
er_point er_circle_at(const er_disc *disc, double turn);

/** Which part of circle `i` lies inside disc `j`. Identical circles: the lower index counts as
 *  slightly larger. */
er_cover er_circle_in_disc(const er_disc *discs, uint32_t i, uint32_t j, er_span *span);

/** Which part of a circle lies where x (axis 0) or y (axis 1) is below (or above) `line`. */
er_cover er_circle_beyond(const er_disc *disc, int axis, double line, bool below, er_span *span);

/** Part of the edge a-b inside a disc as parameters from 0 (at a) to 1 (at b); false if none.
 *  `enters`, `leaves`: whether the circle is crossed at that end (else the edge's own end lies
 *  inside). Whether an end lies inside is decided from that end alone, so that two edges that
 *  share a vertex agree. */
typedef struct er_chord {
    double low;
    double high;
    bool enters;
    bool leaves;
} er_chord;
bool er_edge_in_disc(er_point a, er_point b, const er_disc *disc, er_chord *chord);
/** The point of the edge a-b at t; exactly a at 0 and b at 1. */
er_point er_edge_at(er_point a, er_point b, double t);

/** Twice the area between the arc and its chord: r² (angle - sin angle), for the counter-clockwise
 *  arc between two points of the circle. */
double er_arc_segment_doubled(const er_disc *disc, er_point from, er_point to);
/** Angle in radians of the counter-clockwise arc between two points of the circle. */
double er_arc_angle(const er_disc *disc, er_point from, er_point to);

static inline double er_cross(double ax, double ay, double bx, double by) {
    return ax * by - ay * bx;
}

#endif
