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
    er_free(radial->points);
    for (int i = 0; i < P1812_SURFACE_COUNT; i++)
        er_free(radial->hulls[i].vertices);
    radial_blocks_free(&radial->ground);
    radial_blocks_free(&radial->tops);
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
    radial_blocks_clear(&radial->ground);
    radial_blocks_clear(&radial->tops);
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

static er_status grow(er_context *ctx, void *array, size_t from, size_t to, size_t size) {
    return er_reserve(ctx, array, &from, to, size);
}

static er_status grow_blocks(er_context *ctx, radial_blocks *blocks, size_t from, size_t to) {
    for (int k = 0; k < RADIAL_LEVELS; k++)
        ER_TRY(grow(ctx, &blocks->levels[k].greatest_m, radial_blocks_room(k, from),
                    radial_blocks_room(k, to) + 1, sizeof(double)));
    return ER_OK;
}

/** Room for so many points in all. */
static er_status make_room(er_context *ctx, er_radial *radial, size_t points) {
    size_t from = radial->room, to = 64 + 2 * points;
    if (points <= from) return ER_OK;
    ER_TRY(grow(ctx, &radial->points, from, to, sizeof *radial->points));
    for (int i = 0; i < P1812_SURFACE_COUNT; i++)
        ER_TRY(grow(ctx, &radial->hulls[i].vertices, from, to, sizeof(radial_vertex)));
    ER_TRY(grow_blocks(ctx, &radial->ground, from, to));
    ER_TRY(grow_blocks(ctx, &radial->tops, from, to));
    radial->room = to;
    return ER_OK;
}

static void push_hull(radial_hull *hull, const radial_point *points, size_t first, size_t count,
                      bool tops) {
    radial_hull_end end = radial_hull_open(hull);
    for (size_t i = first; i < first + count; i++)
        radial_hull_push(&end, points[i].x_km, tops ? points[i].top_m : points[i].ground_m, i + 1);
    hull->count = end.count;
}

static void push_blocks(er_radial *radial, size_t first, size_t count) {
    const radial_point *points = radial->points;
    double median = radial->hulls[P1812_HORIZON].curvature;
    for (size_t i = first; i < first + count; i++)
        radial_blocks_push(&radial->ground, points[i].ground_m);
    for (size_t i = first; i < first + count; i++)
        radial_blocks_push(&radial->tops,
                           points[i].top_m - median * points[i].x_km * points[i].x_km);
}

static inline void see(p1812_peak *peak, double slope, double x_km, size_t index) {
    if (slope > peak->value) *peak = (p1812_peak){slope, x_km, index};
}

/** Slopes seen from the transmitter: as p1812_slope_from_tx has them, with one division for each
 *  height. */
static void push_slopes(er_radial *radial, size_t first, size_t count) {
    const radial_point *points = radial->points;
    const double tx_m = radial->tx_m, beta = radial->hulls[P1812_BETA].curvature;
    const double median = radial->hulls[P1812_HORIZON].curvature;
    const bool with_beta = asks_for_beta(radial), plain = radial->bare && !with_beta;
    p1812_peak flat = radial->tx_peaks[P1812_FLAT], horizon = radial->tx_peaks[P1812_HORIZON];
    p1812_peak top = radial->tx_peaks[P1812_MEDIAN], other = radial->tx_peaks[P1812_BETA];
    for (size_t i = first; i < first + count; i++) {
        const radial_point *p = &points[i];
        double x_km = p->x_km, of_ground = (p->ground_m - tx_m) / x_km;
        see(&flat, of_ground, x_km, i + 1);
        see(&horizon, of_ground - median * x_km, x_km, i + 1);
        if (plain) continue;
        double of_top = p->top_m == p->ground_m ? of_ground : (p->top_m - tx_m) / x_km;
        see(&top, of_top - median * x_km, x_km, i + 1);
        if (with_beta) see(&other, of_top - beta * x_km, x_km, i + 1);
    }
    radial->tx_peaks[P1812_FLAT] = flat;
    radial->tx_peaks[P1812_HORIZON] = horizon;
    radial->tx_peaks[P1812_MEDIAN] = top;
    radial->tx_peaks[P1812_BETA] = other;
}

/** Copy the points, add up the line, and see whether there is clutter. */
static bool take_points(er_radial *radial, const er_profile_point *from, size_t count) {
    radial_point *to = radial->points + radial->count;
    bool sound = true, bare = true;
    for (size_t i = 0; i < count; i++) {
        double x_km = from[i].distance_km, ground_m = from[i].ground_m;
        double top_m = ground_m + from[i].clutter_m;
        to[i] = (radial_point){x_km, ground_m, top_m};
        sound = sound && isfinite(x_km) && isfinite(top_m);
        bare = bare && from[i].clutter_m == 0;
        p1812_line_push(&radial->line, x_km, ground_m, from[i].zone);
    }
    radial->sound = radial->sound && sound;
    return bare;
}

er_status er_radial_push_many(er_context *ctx, er_radial *radial, const er_profile_point *points,
                              size_t count) {
    size_t first = radial->count;
    radial_hull *hulls = radial->hulls;
    ER_TRY(make_room(ctx, radial, first + count));
    if (!take_points(radial, points, count) && radial->bare) part(radial);
    push_hull(&hulls[P1812_FLAT], radial->points, first, count, false);
    push_hull(&hulls[P1812_HORIZON], radial->points, first, count, false);
    if (!radial->bare) push_hull(&hulls[P1812_MEDIAN], radial->points, first, count, true);
    if (asks_for_beta(radial)) push_hull(&hulls[P1812_BETA], radial->points, first, count, true);
    push_blocks(radial, first, count);
    push_slopes(radial, first, count);
    radial->count += count;
    return ER_OK;
}

er_status er_radial_push(er_context *ctx, er_radial *radial, const er_profile_point *point) {
    return er_radial_push_many(ctx, radial, point, 1);
}

er_path_result er_radial_loss(const er_radial *radial, double distance_km, double ground_m,
                              er_zone zone, double rx_height_m, double rx_lat_deg,
                              double rx_lon_deg) {
    bool asked_well = distance_km > radial->line.last_km && isfinite(distance_km) &&
                      isfinite(ground_m) && rx_height_m > 0 && isfinite(rx_height_m);
    if (!radial->sound || !asked_well) return (er_path_result){.loss_db = NAN, .sigma_db = NAN};
    p1812_receiver rx = {distance_km, ground_m, zone, rx_height_m, rx_lat_deg, rx_lon_deg};
    p1812_values values;
    return p1812_compute(&radial->setup, &radial->line, &radial->terrain, &rx, false, &values);
}
