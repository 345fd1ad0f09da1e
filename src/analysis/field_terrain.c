#include "analysis/field_terrain.h"

#include <math.h>

/** Nearer than this, the model's logarithms have no meaning. */
static const double nearest_m = 1;

static const double degree = 3.14159265358979323846 / 180;

/** A receiver on its ray. */
struct seat {
    double distance_m;
    uint32_t receiver;
    uint32_t ray;    /**< number of the ray among all levels */
    uint32_t points; /**< of the ray before the receiver */
};

struct er_fan {
    struct seat *seats;
    struct seat *sorted;
    uint32_t *starts; /**< of the sorting's compartments */
    er_profile_point *points;
    size_t seat_capacity, sorted_capacity, start_capacity, point_capacity;
    size_t count;
};

er_status er_fan_new(er_context *ctx, er_fan **out) {
    return er_alloc(ctx, 1, sizeof **out, out);
}

void er_fan_free(er_fan *fan) {
    if (!fan) return;
    er_free(fan->seats);
    er_free(fan->sorted);
    er_free(fan->starts);
    er_free(fan->points);
    er_free(fan);
}

/* Level L has 8 x 2^L rays, so that 8 x (2^L - 1) come before its first. */
static uint32_t number_of(er_ray ray) {
    return 8 * ((1u << ray.level) - 1) + ray.index;
}

static er_ray ray_of(uint32_t number) {
    uint32_t level = 0;
    while (number >= 8 * ((2u << level) - 1))
        level++;
    return (er_ray){level, number - 8 * ((1u << level) - 1)};
}

/** Give every receiver within the radius its seat. */
static er_status take_seats(er_context *ctx, er_fan *fan, double step_m,
                            const er_terrain_transmitter *t, const er_receivers *receivers) {
    ER_TRY(er_reserve(ctx, &fan->seats, &fan->seat_capacity, receivers->count, sizeof *fan->seats));
    fan->count = 0;
    for (size_t i = 0; i < receivers->count; i++) {
        er_point p = {receivers->x_m[i % receivers->columns],
                      receivers->y_m[i / receivers->columns]};
        double east_m, north_m;
        if (isnan(receivers->ground[i].ground_m)) continue;
        er_local_frame_at(t->frame, p, &east_m, &north_m);
        double distance_m = fmax(hypot(east_m, north_m), nearest_m);
        if (!(distance_m <= t->radius_m)) continue;
        er_ray ray = er_ray_towards(distance_m, atan2(east_m, north_m) / degree, step_m);
        fan->seats[fan->count++] =
            (struct seat){.distance_m = distance_m,
                          .receiver = (uint32_t)i,
                          .ray = number_of(ray),
                          .points = (uint32_t)er_ray_points(distance_m, step_m)};
    }
    return ER_OK;
}

/** Counting sort by the ray's number or by the points before the receiver; keeps the order of
 *  equals. */
static er_status sort_seats(er_context *ctx, er_fan *fan, bool by_ray, struct seat *from,
                            struct seat *to) {
    uint32_t most = 0;
    for (size_t i = 0; i < fan->count; i++) {
        uint32_t key = by_ray ? from[i].ray : from[i].points;
        most = key > most ? key : most;
    }
    size_t room = (size_t)most + 2;
    ER_TRY(er_reserve(ctx, &fan->starts, &fan->start_capacity, room, sizeof *fan->starts));
    for (size_t i = 0; i < room; i++)
        fan->starts[i] = 0;
    for (size_t i = 0; i < fan->count; i++)
        fan->starts[(by_ray ? from[i].ray : from[i].points) + 1]++;
    for (size_t i = 1; i < room; i++)
        fan->starts[i] += fan->starts[i - 1];
    for (size_t i = 0; i < fan->count; i++)
        to[fan->starts[by_ray ? from[i].ray : from[i].points]++] = from[i];
    return ER_OK;
}

/** What every ray of a transmitter shares. */
struct walk {
    er_fan *fan;
    const er_ground *ground;
    const er_terrain_transmitter *transmitter;
    const er_receivers *receivers;
    er_radial *radial;
    er_profile_point own; /**< ground of the transmitter */
    double *loss_db;
};

/** Seats `first` to `end - 1`, of one ray and by rising distance. */
static er_status walk_ray(er_context *ctx, const struct walk *w, size_t first, size_t end) {
    er_fan *fan = w->fan;
    const struct seat *seats = fan->seats;
    size_t points = seats[end - 1].points, pushed = 0;
    ER_TRY(er_reserve(ctx, &fan->points, &fan->point_capacity, points + 1, sizeof *fan->points));
    er_ground_ray(w->ground, w->transmitter->lon_lat, ray_of(seats[first].ray), 1, points,
                  fan->points);
    er_radial_start(w->radial, w->own.ground_m, w->own.zone);
    for (size_t i = first; i < end; i++) {
        const struct seat *seat = &seats[i];
        const er_profile_point *there = &w->receivers->ground[seat->receiver];
        for (; pushed < seat->points; pushed++) {
            if (isnan(fan->points[pushed].ground_m)) return ER_OK; /* nothing behind is known */
            ER_TRY(er_radial_push(ctx, w->radial, &fan->points[pushed]));
        }
        er_point place = w->receivers->lon_lat[seat->receiver];
        w->loss_db[seat->receiver] =
            er_radial_loss(w->radial, seat->distance_m / 1000, there->ground_m, there->zone,
                           w->transmitter->path.rx_height_m, place.y, place.x)
                .loss_db;
    }
    return ER_OK;
}

static er_status walk_all(er_context *ctx, const struct walk *w) {
    er_fan *fan = w->fan;
    for (size_t first = 0, end, walked = 0; first < fan->count; first = end) {
        for (end = first + 1; end < fan->count && fan->seats[end].ray == fan->seats[first].ray;)
            end++;
        if (++walked % 256 == 0) ER_TRY(er_check_cancel(ctx));
        ER_TRY(walk_ray(ctx, w, first, end));
    }
    return ER_OK;
}

er_status er_fan_losses(er_context *ctx, er_fan *fan, const er_ground *ground, double step_m,
                        const er_terrain_transmitter *transmitter, const er_receivers *receivers,
                        double *loss_db) {
    struct walk walk = {.fan = fan,
                        .ground = ground,
                        .transmitter = transmitter,
                        .receivers = receivers,
                        .loss_db = loss_db};
    for (size_t i = 0; i < receivers->count; i++)
        loss_db[i] = NAN;
    er_ground_at(ground, &transmitter->lon_lat, 1, &walk.own);
    if (isnan(walk.own.ground_m)) return ER_OK;
    ER_TRY(take_seats(ctx, fan, step_m, transmitter, receivers));
    if (fan->count == 0) return ER_OK;
    ER_TRY(er_reserve(ctx, &fan->sorted, &fan->sorted_capacity, fan->count, sizeof *fan->sorted));
    ER_TRY(sort_seats(ctx, fan, false, fan->seats, fan->sorted));
    ER_TRY(sort_seats(ctx, fan, true, fan->sorted, fan->seats));
    er_path path = transmitter->path;
    path.distance_m = NAN;
    path.profile = (er_profile){0};
    path.tx_lat_deg = transmitter->lon_lat.y;
    path.tx_lon_deg = transmitter->lon_lat.x;
    ER_TRY(er_radial_new(ctx, &path, &walk.radial));
    er_status status = walk_all(ctx, &walk);
    er_radial_free(walk.radial);
    return status;
}
