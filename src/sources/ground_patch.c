/* The ground at the crossings of rows and columns on a plane. The way from plane to degrees and on
 * to the cells of the rasters is done exactly at nodes, at whole multiples of a distance on the
 * plane, and interpolated between them by the cubics through four by four nodes. Where they miss
 * the exact point in the middle of a square of nodes by more than a millimetre (near poles, at the
 * edges of reference systems), every crossing in the square is done exactly. Nodes and middles
 * depend on the plane alone, so that a crossing is the same whatever else the patch holds. */
#include "sources/cubic.h"
#include "sources/ground.h"

/* The error of the cubics grows with the fourth power of this; some 0.1 micrometres at middle
 * latitudes, a millimetre from 82 degrees on. */
static const double node_distance_m = 8192;
static const double tolerance_m = 1e-3;
static const double degree_m = 111320;

enum { SIDE = 4, NODES = SIDE * SIDE, RASTERS = 3, ROW_BATCH = 64 };

/** Two coordinates over a square of nodes. */
struct surface {
    double x[SIDE][SIDE]; /**< by row and column of the nodes */
    double y[SIDE][SIDE];
};

struct square {
    int64_t column; /**< the square reaches from node `column` to `column + 1` */
    int64_t row;
    bool exact; /**< the cubics are not good enough */
    struct surface degrees;
    struct surface rasters[RASTERS];
};

struct patch {
    const er_ground *ground;
    const er_plane *plane;
    const double *x_m;
    er_point *lon_lat;
    er_profile_point *out;
};

/** Take the exact points of the nodes and compare with the exact middle; sizes of x and y in
 *  metres. */
static bool fit_surface(const er_point nodes[NODES], er_point middle, double period, double x_size,
                        double y_size, struct surface *out) {
    double x[SIDE], y[SIDE], line[SIDE];
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++) {
            er_point node = nodes[r * SIDE + c];
            out->x[r][c] = er_near_to(node.x, nodes[SIDE + 1].x, period);
            out->y[r][c] = node.y;
        }
    for (int r = 0; r < SIDE; r++) {
        er_cubic_fit(out->x[r], line);
        x[r] = er_cubic_at(line, 0.5);
        er_cubic_fit(out->y[r], line);
        y[r] = er_cubic_at(line, 0.5);
    }
    er_cubic_fit(x, line);
    double off_x = er_near_to(middle.x, nodes[SIDE + 1].x, period) - er_cubic_at(line, 0.5);
    er_cubic_fit(y, line);
    double off_y = middle.y - er_cubic_at(line, 0.5);
    return fabs(off_x) * x_size <= tolerance_m && fabs(off_y) * y_size <= tolerance_m;
}

static void fit_square(const struct patch *p, struct square *square) {
    er_point degrees[NODES + 1], cells[NODES + 1];
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++)
            degrees[r * SIDE + c] = (er_point){(double)(square->column + c - 1) * node_distance_m,
                                               (double)(square->row + r - 1) * node_distance_m};
    degrees[NODES] = (er_point){((double)square->column + 0.5) * node_distance_m,
                                ((double)square->row + 0.5) * node_distance_m};
    er_plane_inverse(p->plane, degrees, NODES + 1);
    double across_m = degree_m * cos(degrees[NODES].y * (3.14159265358979323846 / 180));
    bool good = fit_surface(degrees, degrees[NODES], 360, across_m, degree_m, &square->degrees);
    for (int r = 0; good && r < RASTERS; r++) {
        const er_patch *patch = er_ground_patch_of(p->ground, r);
        if (!patch->raster) continue;
        double cell_m = er_raster_about(patch->raster)->resolution_m;
        er_patch_cells(patch, degrees, NODES + 1, cells);
        good = fit_surface(cells, cells[NODES], patch->period, cell_m, cell_m, &square->rasters[r]);
    }
    square->exact = !good;
}

/** The cubics of a row of crossings, `t` of the way from the square's lower row of nodes to its
 *  upper one: in powers of the way from column to column. */
static void cut_surface(const struct surface *surface, double t, double x[SIDE], double y[SIDE]) {
    double at_x[SIDE], at_y[SIDE];
    for (int c = 0; c < SIDE; c++) {
        double line[SIDE], column_x[SIDE], column_y[SIDE];
        for (int r = 0; r < SIDE; r++) {
            column_x[r] = surface->x[r][c];
            column_y[r] = surface->y[r][c];
        }
        er_cubic_fit(column_x, line);
        at_x[c] = er_cubic_at(line, t);
        er_cubic_fit(column_y, line);
        at_y[c] = er_cubic_at(line, t);
    }
    er_cubic_fit(at_x, x);
    er_cubic_fit(at_y, y);
}

static void along(const double x[SIDE], const double y[SIDE], const double *t, size_t count,
                  er_point *out) {
    for (size_t i = 0; i < count; i++)
        out[i] = (er_point){er_cubic_at(x, t[i]), er_cubic_at(y, t[i])};
}

/** Crossings of one row with `count` columns of one square. */
static void walk_smoothly(const struct patch *p, const struct square *square, double y_m,
                          size_t first, size_t count, size_t at) {
    double way = y_m / node_distance_m - (double)square->row, t[ROW_BATCH], x[SIDE], y[SIDE];
    double cx[RASTERS][SIDE], cy[RASTERS][SIDE];
    er_point cells[RASTERS][ROW_BATCH];
    cut_surface(&square->degrees, way, x, y);
    for (int r = 0; r < RASTERS; r++)
        if (er_ground_patch_of(p->ground, r)->raster)
            cut_surface(&square->rasters[r], way, cx[r], cy[r]);
    for (size_t done = 0; done < count; done += ROW_BATCH) {
        size_t some = count - done < ROW_BATCH ? count - done : ROW_BATCH;
        for (size_t i = 0; i < some; i++)
            t[i] = p->x_m[first + done + i] / node_distance_m - (double)square->column;
        along(x, y, t, some, p->lon_lat + at + done);
        for (int r = 0; r < RASTERS; r++) {
            const er_patch *patch = er_ground_patch_of(p->ground, r);
            if (!patch->raster) continue;
            along(cx[r], cy[r], t, some, cells[r]);
            er_patch_turn(patch, cells[r], some);
        }
        er_ground_samples(p->ground, cells[0], cells[1], cells[2], some, p->out + at + done);
    }
    for (size_t i = at; i < at + count; i++) {
        double longitude = p->lon_lat[i].x;
        if (longitude > 180) p->lon_lat[i].x = longitude - 360;
        if (longitude < -180) p->lon_lat[i].x = longitude + 360;
    }
}

static void walk_exactly(const struct patch *p, double y_m, size_t first, size_t count, size_t at) {
    for (size_t i = 0; i < count; i++)
        p->lon_lat[at + i] = (er_point){p->x_m[first + i], y_m};
    er_plane_inverse(p->plane, p->lon_lat + at, count);
    er_ground_at(p->ground, p->lon_lat + at, count, p->out + at);
}

static int64_t node_below(double metres) {
    return (int64_t)floor(metres / node_distance_m);
}

/** How many of the numbers from the first on lie between the same two nodes. */
static size_t run_of(const double *metres, size_t count) {
    size_t run = 1;
    while (run < count && node_below(metres[run]) == node_below(metres[0]))
        run++;
    return run;
}

void er_ground_patch(const er_ground *ground, const er_plane *plane, const double *x_m,
                     size_t columns, const double *y_m, size_t rows, er_point *lon_lat,
                     er_profile_point *out) {
    struct patch p = {ground, plane, x_m, lon_lat, out};
    for (size_t row = 0, high; row < rows; row += high) {
        high = run_of(y_m + row, rows - row);
        for (size_t column = 0, wide; column < columns; column += wide) {
            wide = run_of(x_m + column, columns - column);
            struct square square = {.column = node_below(x_m[column]), .row = node_below(y_m[row])};
            fit_square(&p, &square);
            for (size_t r = row; r < row + high; r++) {
                size_t at = r * columns + column;
                if (square.exact)
                    walk_exactly(&p, y_m[r], column, wide, at);
                else
                    walk_smoothly(&p, &square, y_m[r], column, wide, at);
            }
        }
    }
}
