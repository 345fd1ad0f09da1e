#include "geometry/disc_circle.h"
#include "geometry/double_double.h"

#include <math.h>

double er_turn(double x, double y) {
    double sum = fabs(x) + fabs(y);
    if (sum == 0) return 0;
    double part = y / sum;
    if (x < 0) return 2 - part;
    if (part >= 0) return part;
    double turn = part + 4;
    return turn < 4 ? turn : 0; /* a turn just below 4 may round up */
}

er_point er_circle_at(const er_disc *disc, double turn) {
    double u = fmod(turn, 4);
    double x = u < 2 ? 1 - u : u - 3;
    double y = u < 1 ? u : (u < 3 ? 2 - u : u - 4);
    double scale = disc->radius_m / hypot(x, y);
    return (er_point){disc->x + x * scale, disc->y + y * scale};
}

static er_arc_end end_at(const er_disc *disc, er_point at) {
    return (er_arc_end){er_turn(at.x - disc->x, at.y - disc->y), at};
}

/** A span between two points. `more_than_half` is known from the construction and settles what
 *  rounding leaves open where the two points all but coincide. */
static er_cover span_between(const er_disc *disc, er_point from, er_point to, bool more_than_half,
                             er_span *span) {
    span->from = end_at(disc, from);
    span->to = end_at(disc, to);
    span->whole = false;
    double extent = span->to.turn - span->from.turn;
    if (extent < 0) extent += 4;
    if (!more_than_half && (extent > 3 || extent < ER_TURN_ROUNDING)) return ER_COVER_NONE;
    if (more_than_half && extent < 1) return ER_COVER_ALL;
    if (span->to.turn < span->from.turn) span->to.turn += 4;
    return ER_COVER_SPAN;
}

/* Circles that all but touch meet at places that hang on the root of a difference that is all but
 * 0. Where three of them touch in one place, its rounding would leave their arcs open by
 * micrometres: below this part of its terms it is worked out again. */
static const double doubtful = 1e-6;

/** Distance of the centres squared less the square of the radii's sum (or difference): `rounded`,
 *  unless that is doubtful. */
static double beyond(const er_disc *a, const er_disc *b, double radius_sign, double square,
                     double rounded) {
    if (fabs(rounded) > doubtful * square) return rounded;
    er_dd dx = er_dd_sum(b->x, -a->x), dy = er_dd_sum(b->y, -a->y);
    er_dd radii = er_dd_sum(a->radius_m, radius_sign * b->radius_m);
    er_dd away = er_dd_add(er_dd_times(dx, dx), er_dd_times(dy, dy));
    return er_dd_add(away, er_dd_minus(er_dd_times(radii, radii))).high;
}

er_cover er_circle_in_disc(const er_disc *discs, uint32_t i, uint32_t j, er_span *span) {
    const er_disc *a = &discs[i < j ? i : j], *b = &discs[i < j ? j : i];
    double dx = b->x - a->x, dy = b->y - a->y;
    double square = dx * dx + dy * dy;
    double less = a->radius_m - b->radius_m, both = a->radius_m + b->radius_m;
    double apart = beyond(a, b, 1, square, square - both * both);
    double out = beyond(a, b, -1, square, square - less * less);
    if (apart >= 0) return ER_COVER_NONE;
    if (out <= 0) { /* nested; identical circles: b in a */
        bool b_in_a = less >= 0;
        return (i < j) == b_in_a ? ER_COVER_NONE : ER_COVER_ALL;
    }
    /* Foot of the common chord at `along` of the way between the centres, half chord from Heron's
     * formula: both factors are positive by the tests above. */
    double along = 0.5 * (1 + less * both / square);
    double aside = sqrt(-apart * out) / (2 * square);
    er_point left = {a->x + (along * dx - aside * dy), a->y + (along * dy + aside * dx)};
    er_point right = {a->x + (along * dx + aside * dy), a->y + (along * dy - aside * dx)};
    if (i < j) return span_between(a, right, left, along < 0, span);
    return span_between(b, left, right, along > 1, span);
}

er_cover er_circle_beyond(const er_disc *disc, int axis, double line, bool below, er_span *span) {
    double q = line - (axis == 0 ? disc->x : disc->y);
    double r = disc->radius_m;
    if (fabs(q) >= r) /* one that touches the line lies on its centre's side */
        return (q > 0) == below ? ER_COVER_ALL : ER_COVER_NONE;
    double half = sqrt((r - q) * (r + q));
    er_point first, second; /* counter-clockwise through the part below */
    if (axis == 0) {
        first = (er_point){line, disc->y + half};
        second = (er_point){line, disc->y - half};
    } else {
        first = (er_point){disc->x - half, line};
        second = (er_point){disc->x + half, line};
    }
    if (below) return span_between(disc, first, second, q > 0, span);
    return span_between(disc, second, first, q < 0, span);
}

bool er_edge_in_disc(er_point a, er_point b, const er_disc *disc, er_chord *chord) {
    double ax = a.x - disc->x, ay = a.y - disc->y, bx = b.x - disc->x, by = b.y - disc->y;
    double square = disc->radius_m * disc->radius_m;
    bool a_inside = ax * ax + ay * ay < square, b_inside = bx * bx + by * by < square;
    *chord = (er_chord){0, 1, !a_inside, !b_inside};
    if (a_inside && b_inside) return true;
    double dx = b.x - a.x, dy = b.y - a.y;
    double length = dx * dx + dy * dy;
    double cross = er_cross(ax, ay, dx, dy);
    double rest = square * length - cross * cross;
    double dot = -(ax * dx + ay * dy);
    if (!a_inside && !b_inside && (rest <= 0 || dot <= 0 || dot >= length)) return false;
    double middle = dot / length, half = rest > 0 ? sqrt(rest) / length : 0;
    if (!a_inside) chord->low = fmin(fmax(middle - half, 0), 1);
    if (!b_inside) chord->high = fmin(fmax(middle + half, 0), 1);
    return true;
}

er_point er_edge_at(er_point a, er_point b, double t) {
    if (t >= 1) return b;
    return (er_point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

double er_arc_angle(const er_disc *disc, er_point from, er_point to) {
    static const double whole = 2 * 3.14159265358979323846;
    double ax = from.x - disc->x, ay = from.y - disc->y, bx = to.x - disc->x, by = to.y - disc->y;
    double extent = er_turn(bx, by) - er_turn(ax, ay);
    if (extent < 0) extent += 4;
    double angle = atan2(er_cross(ax, ay, bx, by), ax * bx + ay * by);
    /* The turns say which of the two arcs is meant where rounding makes the sign doubtful. */
    if (extent < 1) return fmax(angle, 0);
    return angle < 0 || extent > 3 ? angle + whole : angle;
}

/** x - sin x without cancellation for small x (Taylor). */
static double less_its_sine(double x) {
    if (x > 0.5) return x - sin(x);
    double y = x * x;
    return x * y / 6 * (1 - y / 20 * (1 - y / 42 * (1 - y / 72 * (1 - y / 110 * (1 - y / 156)))));
}

double er_arc_segment_doubled(const er_disc *disc, er_point from, er_point to) {
    double angle = er_arc_angle(disc, from, to);
    return disc->radius_m * disc->radius_m * less_its_sine(angle);
}
