/* P.1812 along a line, receiver after receiver: what a profile's scan finds by looking at every
 * point is kept here in order. Seen from the transmitter a largest slope is a running one. Seen
 * from the receiver it is a tangent to the upper hull of the points, drawn over flat ground by
 * taking the earth's curvature from their heights; a hull is kept as a stack, since points come
 * from left to right. Areas under the ground are running sums. */
#include "radio/models.h"
#include "radio/radial.h"

/** Only where less than half of the time is asked for does the earth of beta0 percent count. */
static bool asks_for_beta(const er_radial *radial) {
    return radial->setup.time_pct < 50;
}

er_status er_radial_new(er_context *ctx, const er_path *path, er_radial **out) {
    er_path asked = *path;
    asked.profile = (er_profile){NULL, 0};
    asked.distance_m = 0;
    asked.rx_height_m = 1;
    asked.rx_lat_deg = asked.rx_lon_deg = NAN;
    ER_TRY(er_path_check(ctx, &er_model_freespace, &asked));
    er_radial *radial;
    ER_TRY(er_alloc(ctx, 1, sizeof *radial, &radial));
    radial->setup = p1812_prepare(&asked);
    radial_answers(radial);
    for (int i = 0; i < P1812_SURFACE_COUNT; i++)
        radial->hulls[i].curvature = p1812_curvature(&radial->setup, (p1812_surface)i);
    er_radial_start(radial, 0, ER_ZONE_INLAND);
    *out = radial;
    return ER_OK;
}

void er_radial_free(er_radial *radial) {
    if (!radial) return;
    radial_points *points = &radial->points;
    er_free(points->x_km);
    er_free(points->ground_m);
    er_free(points->top_m);
    er_free(points->bent_m);
    er_free(points->zone);
    radial_blocks_free(&points->ground);
    radial_blocks_free(&points->bent);
    for (int i = 0; i < P1812_SURFACE_COUNT; i++)
        er_free(radial->hulls[i].vertices);
    er_free(radial);
}

void er_radial_start(er_radial *radial, double tx_ground_m, er_zone tx_zone) {
    radial->line = p1812_line_start(tx_ground_m, tx_zone);
    radial->tx_m = tx_ground_m + radial->setup.tx_height_m;
    radial->sound = isfinite(tx_ground_m);
    radial->bare = true;
    radial->count = 0;
    for (int i = 0; i < P1812_SURFACE_COUNT; i++) {
        radial->tx_peaks[i] = (p1812_peak){-INFINITY, NAN, 0};
        radial->hulls[i].count = 0;
    }
    radial_points *points = &radial->points;
    points->count = points->bare = points->sound = 0;
    points->with_tops = false;
    radial_blocks_clear(&points->ground);
    radial_blocks_clear(&points->bent);
}

/** The first clutter of the line: from here on the hull and the slope with clutter go their own
 *  ways. */
static void part(er_radial *radial) {
    const radial_hull *from = &radial->hulls[P1812_HORIZON];
    radial_hull *to = &radial->hulls[P1812_MEDIAN];
    for (size_t i = 0; i < from->count; i++)
        to->vertices[i] = from->vertices[i];
    to->count = from->count;
    radial->tx_peaks[P1812_MEDIAN] = radial->tx_peaks[P1812_HORIZON];
    radial->bare = false;
}

/* ---- points taken ahead -----------------------------------------------------------------------
 */

static er_status grow(er_context *ctx, void *array, size_t from, size_t to, size_t size) {
    return er_reserve(ctx, array, &from, to, size);
}

/** Room for so many points in all. */
static er_status make_room(er_context *ctx, er_radial *radial, size_t count) {
    radial_points *points = &radial->points;
    double **columns[] = {&points->x_km, &points->ground_m, &points->top_m, &points->bent_m};
    size_t from = radial->room, to = 64 + 2 * count;
    if (count <= from) return ER_OK;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        ER_TRY(grow(ctx, columns[i], from, to, sizeof(double)));
    ER_TRY(grow(ctx, &points->zone, from, to, sizeof *points->zone));
    for (int i = 0; i < P1812_SURFACE_COUNT; i++)
        ER_TRY(grow(ctx, &radial->hulls[i].vertices, from, to, sizeof(radial_vertex)));
    ER_TRY(radial_blocks_reserve(ctx, &points->ground, from, to));
    ER_TRY(radial_blocks_reserve(ctx, &points->bent, from, to));
    radial->room = to;
    return ER_OK;
}

/** Copy points into their columns; false if there is clutter among them. */
static bool copy_points(radial_points *points, const er_profile_point *from, size_t count) {
    size_t first = points->count;
    bool bare = true, sound = true;
    for (size_t i = 0; i < count; i++) {
        points->x_km[first + i] = from[i].distance_km;
        points->ground_m[first + i] = from[i].ground_m;
        points->zone[first + i] = from[i].zone;
        bare = bare && from[i].clutter_m == 0;
        sound = sound && isfinite(from[i].distance_km) && isfinite(from[i].ground_m);
    }
    if (bare && points->bare == first) points->bare += count;
    if (bare && sound && points->sound == first) points->sound += count;
    return bare;
}

/** The heights with clutter of points that have been copied. */
static void copy_tops(radial_points *points, const er_profile_point *from, size_t count) {
    size_t first = points->count;
    for (size_t i = 0; i < first && !points->with_tops; i++)
        points->top_m[i] = points->ground_m[i];
    points->with_tops = true;
    for (size_t i = first; i < first + count; i++) {
        points->top_m[i] = points->ground_m[i] + from[i - first].clutter_m;
        if (points->bare == i && from[i - first].clutter_m == 0) points->bare = i + 1;
        if (points->sound == i && isfinite(points->x_km[i]) && isfinite(points->top_m[i]))
            points->sound = i + 1;
    }
}

/** Heights over the median earth as over a flat one, and the greatest of all heights. */
static void bend(er_radial *radial, size_t first, size_t end) {
    radial_points *points = &radial->points;
    const double *x_km = points->x_km, *top_m = radial_heights(radial, true);
    const double median = radial->hulls[P1812_HORIZON].curvature;
    double *bent_m = points->bent_m;
    for (size_t i = first; i < end; i++)
        bent_m[i] = top_m[i] - median * x_km[i] * x_km[i];
    radial_blocks_fill(&points->ground, points->ground_m, end);
    radial_blocks_fill(&points->bent, bent_m, end);
}

er_status er_radial_take(er_context *ctx, er_radial *radial, const er_profile_point *points,
                         size_t count) {
    size_t first = radial->points.count;
    ER_TRY(make_room(ctx, radial, first + count));
    bool bare = copy_points(&radial->points, points, count);
    if (!bare || radial->points.with_tops || radial->points.sound < first + count)
        copy_tops(&radial->points, points, count);
    radial->points.count = first + count;
    bend(radial, first, first + count);
    return ER_OK;
}

/* ---- points passed ----------------------------------------------------------------------------
 */

static inline void see(p1812_peak *peak, double slope, double x_km, size_t index) {
    if (slope > peak->value) *peak = (p1812_peak){slope, x_km, index};
}

/** The ground: sums of the line, slopes seen from the transmitter (as p1812_slope_from_tx has them,
 *  with one division for both), and both hulls, in one go, for none waits for the others. */
static void pass_ground(er_radial *radial, size_t end) {
    const double *x_km = radial->points.x_km, *ground_m = radial->points.ground_m;
    const er_zone *zone = radial->points.zone;
    const double tx_m = radial->tx_m, median = radial->hulls[P1812_HORIZON].curvature;
    radial_hull_end flat = radial_hull_open(&radial->hulls[P1812_FLAT]);
    radial_hull_end curved = radial_hull_open(&radial->hulls[P1812_HORIZON]);
    p1812_peak over_flat = radial->tx_peaks[P1812_FLAT];
    p1812_peak over_curved = radial->tx_peaks[P1812_HORIZON];
    p1812_line *line = &radial->line;
    p1812_line_end last = line->end;
    for (size_t i = radial->count; i < end; i++) {
        double slope = (ground_m[i] - tx_m) / x_km[i];
        see(&over_flat, slope, x_km[i], i + 1);
        see(&over_curved, slope - median * x_km[i], x_km[i], i + 1);
        if (zone[i] != line->last_zone) p1812_line_change(line, 0.5 * (last.km + x_km[i]), zone[i]);
        last = (p1812_line_end){x_km[i], ground_m[i], p1812_line_sums(&last, x_km[i], ground_m[i])};
        radial_hull_push(&flat, x_km[i], ground_m[i], ground_m[i], i + 1);
        radial_hull_push(&curved, x_km[i], ground_m[i] - median * x_km[i] * x_km[i], ground_m[i],
                         i + 1);
    }
    line->end = last;
    radial->tx_peaks[P1812_FLAT] = over_flat;
    radial->tx_peaks[P1812_HORIZON] = over_curved;
    radial->hulls[P1812_FLAT].count = flat.count;
    radial->hulls[P1812_HORIZON].count = curved.count;
}

/** A surface with clutter. */
static void pass_tops(er_radial *radial, p1812_surface surface, size_t end) {
    const double *x_km = radial->points.x_km, *top_m = radial_heights(radial, true);
    radial_hull_end hull = radial_hull_open(&radial->hulls[surface]);
    p1812_peak peak = radial->tx_peaks[surface];
    for (size_t i = radial->count; i < end; i++) {
        see(&peak, p1812_slope_from_tx(top_m[i], x_km[i], radial->tx_m, hull.curvature), x_km[i],
            i + 1);
        radial_hull_push(&hull, x_km[i], top_m[i] - hull.curvature * x_km[i] * x_km[i], top_m[i],
                         i + 1);
    }
    radial->tx_peaks[surface] = peak;
    radial->hulls[surface].count = hull.count;
}

static void pass_alike(er_radial *radial, size_t end) {
    if (!radial->bare) pass_tops(radial, P1812_MEDIAN, end);
    if (asks_for_beta(radial)) pass_tops(radial, P1812_BETA, end);
    pass_ground(radial, end);
    radial->count = end;
}

void er_radial_pass(er_radial *radial, size_t count) {
    size_t bare = radial->points.bare;
    if (radial->bare && count > bare) {
        if (bare > radial->count) pass_alike(radial, bare);
        part(radial);
    }
    if (count > radial->count) pass_alike(radial, count);
}

er_status er_radial_push_many(er_context *ctx, er_radial *radial, const er_profile_point *points,
                              size_t count) {
    ER_TRY(er_radial_take(ctx, radial, points, count));
    er_radial_pass(radial, radial->points.count);
    return ER_OK;
}

er_status er_radial_push(er_context *ctx, er_radial *radial, const er_profile_point *point) {
    return er_radial_push_many(ctx, radial, point, 1);
}

er_path_result er_radial_loss(const er_radial *radial, double distance_km, double ground_m,
                              er_zone zone, double rx_height_m, double rx_lat_deg,
                              double rx_lon_deg) {
    bool asked_well = distance_km > radial->line.end.km && isfinite(distance_km) &&
                      isfinite(ground_m) && rx_height_m > 0 && isfinite(rx_height_m);
    bool sound = radial->sound && radial->points.sound >= radial->count;
    if (!sound || !asked_well) return (er_path_result){.loss_db = NAN, .sigma_db = NAN};
    p1812_receiver rx = {distance_km, ground_m, zone, rx_height_m, rx_lat_deg, rx_lon_deg};
    p1812_values values;
    return p1812_compute(&radial->setup, &radial->line, &radial->terrain, &rx, false, &values);
}
