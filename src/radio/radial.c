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

static inline void see_from_tx(er_radial *radial, p1812_surface surface, double slope,
                               double x_km) {
    p1812_peak *peak = &radial->tx_peaks[surface];
    if (slope > peak->value) *peak = (p1812_peak){slope, x_km, radial->count};
}

/** The first clutter of the line: from here on the hull with clutter goes its own way. */
static void part_hulls(er_radial *radial) {
    const radial_hull *from = &radial->hulls[P1812_HORIZON];
    radial_hull *to = &radial->hulls[P1812_MEDIAN];
    for (size_t i = 0; i < from->count; i++)
        to->vertices[i] = from->vertices[i];
    to->count = from->count;
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

static inline void push(er_radial *radial, const er_profile_point *point) {
    double x_km = point->distance_km, ground_m = point->ground_m;
    double top_m = ground_m + point->clutter_m;
    if (radial->bare && point->clutter_m != 0) part_hulls(radial);
    radial->points[radial->count++] = (radial_point){x_km, ground_m, top_m};
    size_t index = radial->count;
    radial_hull *hulls = radial->hulls;
    radial_hull_push(&hulls[P1812_FLAT], x_km, ground_m, index);
    radial_hull_push(&hulls[P1812_HORIZON], x_km, ground_m, index);
    if (!radial->bare) radial_hull_push(&hulls[P1812_MEDIAN], x_km, top_m, index);
    double median = hulls[P1812_HORIZON].curvature;
    radial_blocks_push(&radial->ground, ground_m);
    radial_blocks_push(&radial->tops, top_m - median * x_km * x_km);
    /* As p1812_slope_from_tx has it, with one division for each height. */
    double of_ground = (ground_m - radial->tx_m) / x_km;
    double of_top = radial->bare ? of_ground : (top_m - radial->tx_m) / x_km;
    see_from_tx(radial, P1812_FLAT, of_ground - 0 * x_km, x_km);
    see_from_tx(radial, P1812_HORIZON, of_ground - median * x_km, x_km);
    see_from_tx(radial, P1812_MEDIAN, of_top - median * x_km, x_km);
    if (asks_for_beta(radial)) {
        see_from_tx(radial, P1812_BETA, of_top - hulls[P1812_BETA].curvature * x_km, x_km);
        radial_hull_push(&hulls[P1812_BETA], x_km, top_m, index);
    }
    radial->sound = radial->sound && isfinite(x_km) && isfinite(top_m);
    p1812_line_push(&radial->line, x_km, ground_m, point->zone);
}

er_status er_radial_push_many(er_context *ctx, er_radial *radial, const er_profile_point *points,
                              size_t count) {
    ER_TRY(make_room(ctx, radial, radial->count + count));
    for (size_t i = 0; i < count; i++)
        push(radial, &points[i]);
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
