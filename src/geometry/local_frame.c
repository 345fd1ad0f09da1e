/* Geodesic polar coordinates around a place as a polynomial of the plane's coordinates.
 *
 * On the tensor grid of Chebyshev's nodes the products T_i(u) T_j(v) are orthogonal (Mason and
 * Handscomb, Chebyshev Polynomials, 2003, section 4.6), so that the least-squares fit needs no
 * system of equations; the sums over the nodes are its coefficients. They are turned into powers,
 * which are cheaper to evaluate and harmless at this degree. */
#include "evenreach/geometry.h"

#include <math.h>

enum {
    DEGREE = ER_LOCAL_FRAME_DEGREE,
    NODES = DEGREE + 2, /* one more than a fit needs: less of the next degrees folds back */
    RINGS = 4,
    SPOKES = 8,
    CHECKS = RINGS * SPOKES
};

static const double most_radius_m = 300000;
static const double near_m = 50000, near_error_m = 0.001, far_error = 1e-7;
/* Of the furthest check point: the circle bulges between them. */
static const double margin = 1.1;

/** Coefficients of T_n by powers. */
static const double chebyshev[DEGREE + 1][DEGREE + 1] = {
    {1}, {0, 1}, {-1, 0, 2}, {0, -3, 0, 4}, {1, 0, -8, 0, 8}, {0, 5, 0, -20, 0, 16}};

/** Where x^i y^j stands: all powers of y for x^0 first, then for x^1, ... */
static int place_of(int i, int j) {
    return i * (DEGREE + 1) - i * (i - 1) / 2 + j;
}

/** A place around, with its plane coordinates. */
struct check {
    double east_m;
    double north_m;
    er_point on_plane;
};

/** Points on circles around the place, the last of which is the frame's rim. */
static void checks_around(const er_plane *plane, er_point place, double radius_m,
                          struct check *checks) {
    static const double rings[RINGS] = {1.0 / 6, 0.45, 0.75, 1};
    for (int i = 0; i < CHECKS; i++) {
        double distance = radius_m * rings[i / SPOKES];
        double azimuth = (i % SPOKES + 0.3 * (i / SPOKES % 3)) * (360.0 / SPOKES);
        er_point p = er_geodesic_direct(place, azimuth, distance);
        er_plane_forward(plane, &p, 1);
        checks[i] = (struct check){distance * sin(azimuth * (M_PI / 180)),
                                   distance * cos(azimuth * (M_PI / 180)), p};
    }
}

/** Half a side of the square around `origin` that holds the frame; NAN if it leaves the plane. */
static double half_side(er_point origin, const struct check *checks) {
    double most = 0;
    for (int i = 0; i < CHECKS; i++) {
        double x = fabs(checks[i].on_plane.x - origin.x);
        double y = fabs(checks[i].on_plane.y - origin.y);
        if (!isfinite(x) || !isfinite(y)) return NAN;
        most = fmax(most, fmax(x, y));
    }
    return margin * most;
}

/** Metres east and north of each node. */
static void exact_at_nodes(const er_plane *plane, er_point place, er_point origin, double half,
                           const double *node, er_point *exact) {
    for (int i = 0; i < NODES * NODES; i++)
        exact[i] = (er_point){origin.x + half * node[i / NODES], origin.y + half * node[i % NODES]};
    er_plane_inverse(plane, exact, (size_t)NODES * NODES);
    for (int i = 0; i < NODES * NODES; i++) {
        double distance, azimuth;
        er_geodesic_inverse(place, exact[i], &distance, &azimuth);
        exact[i].x = distance * sin(azimuth * (M_PI / 180));
        exact[i].y = distance * cos(azimuth * (M_PI / 180));
    }
}

/** T_i at each node. */
static void chebyshev_at(const double *node, double at[DEGREE + 1][NODES]) {
    for (int k = 0; k < NODES; k++) {
        at[0][k] = 1;
        at[1][k] = node[k];
        for (int i = 2; i <= DEGREE; i++)
            at[i][k] = 2 * node[k] * at[i - 1][k] - at[i - 2][k];
    }
}

/** Add c T_i(x) T_j(y) to the powers. */
static void add_product(double *powers, int i, int j, double c) {
    for (int a = 0; a <= i; a++)
        for (int b = 0; b <= j; b++)
            powers[place_of(a, b)] += c * chebyshev[i][a] * chebyshev[j][b];
}

static void fit(const er_point *exact, const double *node, er_local_frame *frame) {
    double at[DEGREE + 1][NODES];
    chebyshev_at(node, at);
    for (int i = 0; i <= DEGREE; i++)
        for (int j = 0; i + j <= DEGREE; j++) {
            er_point sum = {0, 0};
            for (int k = 0; k < NODES * NODES; k++) {
                double product = at[i][k / NODES] * at[j][k % NODES];
                sum.x += product * exact[k].x;
                sum.y += product * exact[k].y;
            }
            double weight = (i ? 2.0 : 1.0) * (j ? 2.0 : 1.0) / (NODES * NODES);
            add_product(frame->east, i, j, weight * sum.x);
            add_product(frame->north, i, j, weight * sum.y);
        }
    frame->east[0] = frame->north[0] = 0; /* the place itself is hit exactly */
}

/** Fill error_m; false if the polynomial is not good enough. */
static bool good_enough(const struct check *checks, er_local_frame *frame) {
    bool good = true;
    for (int i = 0; i < CHECKS; i++) {
        double east, north;
        er_local_frame_at(frame, checks[i].on_plane, &east, &north);
        double error = hypot(east - checks[i].east_m, north - checks[i].north_m);
        bool near = hypot(checks[i].east_m, checks[i].north_m) <= near_m;
        good = good && error <= (near ? near_error_m : far_error * frame->radius_m);
        frame->error_m = fmax(frame->error_m, error);
    }
    return good;
}

er_status er_local_frame_new(er_context *ctx, const er_plane *plane, er_point lon_lat,
                             double radius_m, er_local_frame *out) {
    if (!(radius_m > 0 && radius_m <= most_radius_m))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the radius of %g m around a place is not above 0 and at most 300 km",
                       radius_m);
    struct check checks[CHECKS];
    double node[NODES];
    er_point exact[NODES * NODES];
    er_local_frame frame = {.origin = lon_lat, .radius_m = radius_m};
    er_plane_forward(plane, &frame.origin, 1);
    checks_around(plane, lon_lat, radius_m, checks);
    double half = half_side(frame.origin, checks);
    frame.scale = 1 / half;
    for (int k = 0; k < NODES; k++)
        node[k] = cos(M_PI * (k + 0.5) / NODES);
    exact_at_nodes(plane, lon_lat, frame.origin, half, node, exact);
    fit(exact, node, &frame);
    if (!good_enough(checks, &frame))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the plane is too distorted within %g m of %.7g %.7g to measure on it: "
                       "choose a working plane that suits the place, or a shorter range",
                       radius_m, lon_lat.x, lon_lat.y);
    *out = frame;
    return ER_OK;
}

/** The polynomial's coefficients of x^0, x^1, ... for one y. */
static void at_y(const double *coefficients, double v, double *out) {
    for (int i = 0; i <= DEGREE; i++) {
        const double *c = coefficients + place_of(i, 0);
        double sum = c[DEGREE - i];
        for (int j = DEGREE - i - 1; j >= 0; j--)
            sum = sum * v + c[j];
        out[i] = sum;
    }
}

void er_local_frame_row(const er_local_frame *frame, double y_m, const double *x_m, size_t count,
                        double *east_m, double *north_m) {
    double e[DEGREE + 1], n[DEGREE + 1], x = frame->origin.x, scale = frame->scale;
    at_y(frame->east, (y_m - frame->origin.y) * scale, e);
    at_y(frame->north, (y_m - frame->origin.y) * scale, n);
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double u = (x_m[i] - x) * scale;
        east_m[i] = ((((e[5] * u + e[4]) * u + e[3]) * u + e[2]) * u + e[1]) * u + e[0];
        north_m[i] = ((((n[5] * u + n[4]) * u + n[3]) * u + n[2]) * u + n[1]) * u + n[0];
    }
}

void er_local_frame_at(const er_local_frame *frame, er_point on_plane, double *east_m,
                       double *north_m) {
    er_local_frame_row(frame, on_plane.y, &on_plane.x, 1, east_m, north_m);
}
