/* Where a raster lies on the Earth, how large its cells are there, and which of them lie around a
 * place. */
#include "sources/raster_parts.h"

#include <float.h>

/** Cell coordinates to degrees. */
static er_status to_places(er_context *ctx, er_raster *raster, er_point *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        cells[i].x = raster->left + raster->width * cells[i].x;
        cells[i].y = raster->top + raster->height * cells[i].y;
    }
    return er_transform_points(ctx, raster->transform, cells, count, NULL);
}

static er_status find_resolution(er_context *ctx, er_raster *raster) {
    double c = (double)raster->info.columns / 2, r = (double)raster->info.rows / 2;
    er_point cross[] = {{c - 0.5, r}, {c + 0.5, r}, {c, r - 0.5}, {c, r + 0.5}};
    ER_TRY(to_places(ctx, raster, cross, 4));
    double width_m = er_geodesic_distance(cross[0], cross[1]);
    double height_m = er_geodesic_distance(cross[2], cross[3]);
    raster->info.resolution_m = fmin(width_m, height_m);
    if (!(width_m > 0 && height_m > 0 && isfinite(width_m + height_m)))
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: its middle is nowhere on the Earth in %.100s: check its reference "
                       "system",
                       raster->info.path, raster->info.crs);
    return ER_OK;
}

enum { EDGE_POINTS = 33 };

/** Points along the four edges. */
static size_t walk_edges(const er_raster *raster, er_point *out) {
    double c = (double)raster->info.columns, r = (double)raster->info.rows;
    for (size_t i = 0; i < EDGE_POINTS; i++) {
        double t = (double)i / (EDGE_POINTS - 1);
        out[4 * i] = (er_point){t * c, 0};
        out[4 * i + 1] = (er_point){t * c, r};
        out[4 * i + 2] = (er_point){0, t * r};
        out[4 * i + 3] = (er_point){c, t * r};
    }
    return 4 * (size_t)EDGE_POINTS;
}

static bool holds(const er_raster *raster, er_point place) {
    er_raster_cells(raster, &place, 1);
    return place.x >= 0 && place.x <= (double)raster->info.columns && place.y >= 0 &&
           place.y <= (double)raster->info.rows;
}

static double between_halves(double longitude) {
    return longitude - 360 * floor((longitude + 180) / 360);
}

static er_status find_extent(er_context *ctx, er_raster *raster) {
    er_point edge[4 * EDGE_POINTS];
    er_point middle = {(double)raster->info.columns / 2, (double)raster->info.rows / 2};
    size_t count = walk_edges(raster, edge);
    ER_TRY(to_places(ctx, raster, edge, count));
    ER_TRY(to_places(ctx, raster, &middle, 1));
    double west = 0, east = 0, south = middle.y, north = middle.y; /* longitudes from the middle */
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(edge[i].x)) continue;
        double off =
            raster->period > 0 ? edge[i].x - middle.x : remainder(edge[i].x - middle.x, 360);
        west = fmin(west, off);
        east = fmax(east, off);
        south = fmin(south, edge[i].y);
        north = fmax(north, edge[i].y);
    }
    bool arctic = holds(raster, (er_point){0, 90}), antarctic = holds(raster, (er_point){0, -90});
    if (arctic) north = 90;
    if (antarctic) south = -90;
    raster->info.extent = (er_box){-180, fmax(south, -90), 180, fmin(north, 90)};
    if (arctic || antarctic || east - west >= 360) return ER_OK;
    raster->info.extent.min_x = between_halves(middle.x + west);
    raster->info.extent.max_x = between_halves(middle.x + east);
    return ER_OK;
}

/** In some systems (Mercator) what lies beyond the 180th meridian is another place's twin, so that
 *  half of such a raster would never be found. */
static er_status check_meridian(er_context *ctx, er_raster *raster) {
    if (raster->period > 0) return ER_OK;
    for (int corner = 0; corner < 4; corner++) {
        double c = corner & 1 ? (double)raster->info.columns - 0.5 : 0.5;
        double r = corner & 2 ? (double)raster->info.rows - 0.5 : 0.5;
        er_point there = {c, r};
        ER_TRY(to_places(ctx, raster, &there, 1));
        er_raster_cells(raster, &there, 1);
        if (isfinite(there.x) && fabs(there.x - c) > 1)
            return er_fail(ctx, ER_ERR_CRS,
                           "%s: goes over the edge of its reference system, the 180th meridian: "
                           "bring it into another one with gdalwarp -t_srs",
                           raster->info.path);
    }
    return ER_OK;
}

er_status er_raster_place(er_context *ctx, er_raster *raster) {
    ER_TRY(find_resolution(ctx, raster));
    ER_TRY(check_meridian(ctx, raster));
    return find_extent(ctx, raster);
}

/* ---- windows ------------------------------------------------------------------------------- */

/** A box of cell coordinates under way; columns count from those of the first point, so that a box
 *  over the meridian where a raster ends stays in one piece. */
struct hull {
    const er_raster *raster;
    double start;
    er_box box;
    bool lost; /**< a point is nowhere in the raster's system */
};

static void take_in(struct hull *hull, er_point *places, size_t count) {
    er_raster_cells(hull->raster, places, count);
    for (size_t i = 0; i < count; i++) {
        double x = places[i].x, y = places[i].y;
        if (!isfinite(x) || !isfinite(y)) {
            hull->lost = true;
            continue;
        }
        if (isnan(hull->start)) hull->start = x;
        if (hull->raster->period > 0)
            x = hull->start + remainder(x - hull->start, hull->raster->period);
        hull->box.min_x = fmin(hull->box.min_x, x);
        hull->box.max_x = fmax(hull->box.max_x, x);
        hull->box.min_y = fmin(hull->box.min_y, y);
        hull->box.max_y = fmax(hull->box.max_y, y);
    }
}

/** A circle around a place, somewhat larger than its radius, and the place. */
static void take_circle(struct hull *hull, er_point place, double radius_m) {
    enum { RAYS = 48 }; /* the polygon's sides are 0.2 % nearer than its corners */
    er_point circle[RAYS + 1] = {place};
    for (int i = 0; radius_m > 0 && i < RAYS; i++)
        circle[i + 1] = er_geodesic_direct(place, 360.0 / RAYS * i, radius_m * 1.01);
    take_in(hull, circle, radius_m > 0 ? RAYS + 1 : 1);
}

static void take_box(struct hull *hull, er_box box, double radius_m) {
    enum { SIDE = 9 };
    double width = box.max_x - box.min_x + (box.min_x > box.max_x ? 360 : 0);
    double height = box.max_y - box.min_y;
    int across = width > 0 ? SIDE : 1, down = height > 0 ? SIDE : 1;
    for (int i = 0; i < across; i++)
        for (int j = 0; j < down; j++) {
            bool on_edge = i == 0 || j == 0 || i == across - 1 || j == down - 1;
            er_point place = {box.min_x + width * i / (SIDE - 1),
                              box.min_y + height * j / (SIDE - 1)};
            if (on_edge) take_circle(hull, place, radius_m);
        }
}

static bool reaches_pole(er_box box, double radius_m) {
    const double degree_m = 110000; /* a meridian's degree is 110.57 to 111.69 km */
    double reach = radius_m / degree_m;
    return box.max_y + reach >= 90 || box.min_y - reach <= -90;
}

er_window er_raster_around(const er_raster *raster, er_box lon_lat, double radius_m) {
    const er_raster_info *info = &raster->info;
    struct hull hull = {.raster = raster, .start = NAN};
    hull.box = (er_box){DBL_MAX, DBL_MAX, -DBL_MAX, -DBL_MAX};
    take_box(&hull, lon_lat, radius_m);
    er_window whole = {0, 0, info->columns, info->rows};
    if (hull.lost || reaches_pole(lon_lat, radius_m)) return whole;
    /* Edges between the points may bend outwards; a cell on each side serves interpolation. */
    double bend_x = 0.02 * (hull.box.max_x - hull.box.min_x) + 3;
    double bend_y = 0.02 * (hull.box.max_y - hull.box.min_y) + 3;
    double left = floor(hull.box.min_x - bend_x), right = ceil(hull.box.max_x + bend_x);
    double top = fmax(0, floor(hull.box.min_y - bend_y));
    double bottom = fmin((double)info->rows, ceil(hull.box.max_y + bend_y));
    if (raster->round && right - left >= (double)info->columns) {
        left = 0;
        right = (double)info->columns;
    } else if (!raster->round) {
        double end = raster->first + raster->period; /* past it the raster begins again */
        bool wraps = raster->period > 0 && (left < raster->first || right > end);
        left = wraps ? 0 : fmax(0, left);
        right = wraps ? (double)info->columns : fmin((double)info->columns, right);
    }
    if (!(left < right && top < bottom)) return (er_window){0};
    er_window window = {(int64_t)left, (int64_t)top, (int64_t)(right - left),
                        (int64_t)(bottom - top)};
    if (window.column < 0) window.column += info->columns;
    if (window.column >= info->columns) window.column -= info->columns;
    return window;
}
