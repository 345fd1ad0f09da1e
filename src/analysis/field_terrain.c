/* Receivers are sorted by the line on the ground that their ray follows, and along it; rays of
 * several levels with one azimuth are one line. A line is read and walked once. */
#include "analysis/field_terrain.h"

#include "analysis/field.h"

#include <math.h>

/** Nearer than this, the model's logarithms have no meaning. */
static const double nearest_m = 1;

/** A receiver on its line. */
struct seat {
    double distance_m;
    double ground_m;
    uint32_t receiver;
    uint32_t points : 28; /**< of the line before the receiver, at most 2^20 */
    uint32_t zone : 4;
};

/** Receivers of a row within the radius, close together. */
struct row {
    double *east_m;
    double *north_m;
    double *distance_m;
    double *azimuth_deg;
    er_ray *rays;
    uint32_t *receiver;
    size_t count;
};

struct er_fan {
    struct seat *seats;
    struct seat *sorted;
    uint32_t *lines;  /**< of each seat as it was taken: index of the ray of the highest level */
    uint32_t *starts; /**< of each line's seats */
    uint32_t *counts; /**< of the seats of one line by their points */
    er_profile_point *points;
    double *numbers; /**< of the row */
    er_ray *rays;
    uint32_t *receivers;
    size_t seat_capacity, sorted_capacity, line_capacity, start_capacity, count_capacity,
        point_capacity;
    size_t number_capacity, ray_capacity, receiver_capacity;
    size_t count;
    uint32_t level; /**< the highest */
};

er_status er_fan_new(er_context *ctx, er_fan **out) {
    return er_alloc(ctx, 1, sizeof **out, out);
}

void er_fan_free(er_fan *fan) {
    if (!fan) return;
    er_free(fan->seats);
    er_free(fan->sorted);
    er_free(fan->lines);
    er_free(fan->starts);
    er_free(fan->counts);
    er_free(fan->points);
    er_free(fan->numbers);
    er_free(fan->rays);
    er_free(fan->receivers);
    er_free(fan);
}

/* ---- seats ----------------------------------------------------------------------------------- */

static er_status make_row(er_context *ctx, er_fan *fan, size_t columns, struct row *row) {
    enum { NUMBERS = 4 };
    ER_TRY(er_reserve(ctx, &fan->numbers, &fan->number_capacity, NUMBERS * columns,
                      sizeof *fan->numbers));
    ER_TRY(er_reserve(ctx, &fan->rays, &fan->ray_capacity, columns, sizeof *fan->rays));
    ER_TRY(
        er_reserve(ctx, &fan->receivers, &fan->receiver_capacity, columns, sizeof *fan->receivers));
    *row = (struct row){.east_m = fan->numbers,
                        .north_m = fan->numbers + columns,
                        .distance_m = fan->numbers + 2 * columns,
                        .azimuth_deg = fan->numbers + 3 * columns,
                        .rays = fan->rays,
                        .receiver = fan->receivers};
    return ER_OK;
}

/** Columns of the square on the plane that holds everything within the radius. */
static void reach_of(const er_local_frame *frame, const er_receivers *receivers, size_t *first,
                     size_t *end) {
    double half_m = 1 / frame->scale;
    *first = 0;
    *end = receivers->columns;
    while (*first < *end && receivers->x_m[*first] < frame->origin.x - half_m)
        ++*first;
    while (*first < *end && receivers->x_m[*end - 1] > frame->origin.x + half_m)
        --*end;
}

/** Receivers `first` to `end - 1` of a row that are within the radius and have known ground. */
static void find_row(const er_terrain_transmitter *t, const er_receivers *receivers, size_t number,
                     size_t first, size_t end, struct row *row) {
    double limit_m2 = t->radius_m * t->radius_m;
    const er_profile_point *ground = receivers->ground + number * receivers->columns;
    size_t count = 0;
    er_local_frame_row(t->frame, receivers->y_m[number], receivers->x_m + first, end - first,
                       row->east_m, row->north_m);
    for (size_t i = first; i < end; i++) {
        double e = row->east_m[i - first], n = row->north_m[i - first], m2 = e * e + n * n;
        row->east_m[count] = e;
        row->north_m[count] = n;
        row->distance_m[count] = m2;
        row->receiver[count] = (uint32_t)(number * receivers->columns + i);
        count += (m2 <= limit_m2) & !isnan(ground[i].ground_m);
    }
    for (size_t i = 0; i < count; i++) {
        double distance_m = sqrt(row->distance_m[i]);
        row->distance_m[i] = distance_m > nearest_m ? distance_m : nearest_m;
    }
    row->count = count;
}

static void seat_row(er_fan *fan, double step_m, const er_receivers *receivers,
                     const struct row *row) {
    struct seat *seat = fan->seats + fan->count;
    uint32_t *lines = fan->lines + fan->count;
    er_field_azimuths(row->east_m, row->north_m, row->count, row->azimuth_deg);
    er_rays_towards(row->distance_m, row->azimuth_deg, row->count, step_m, row->rays);
    for (size_t i = 0; i < row->count; i++, seat++) {
        const er_profile_point *ground = &receivers->ground[row->receiver[i]];
        *seat =
            (struct seat){.distance_m = row->distance_m[i],
                          .ground_m = ground->ground_m,
                          .receiver = row->receiver[i],
                          .points = (uint32_t)er_ray_points(row->distance_m[i], step_m) & 0xfffffff,
                          .zone = (uint32_t)ground->zone & 15};
        lines[i] = row->rays[i].index << (fan->level - row->rays[i].level);
        fan->starts[lines[i] + 1]++;
    }
    fan->count += row->count;
}

/** Give every receiver within the radius its seat; `starts` counts those of each line. */
static er_status take_seats(er_context *ctx, er_fan *fan, double step_m,
                            const er_terrain_transmitter *t, const er_receivers *receivers) {
    struct row row;
    size_t first, end;
    double half_m = 1 / t->frame->scale;
    er_ray farthest = er_ray_towards(fmax(t->radius_m, nearest_m), 0, step_m);
    size_t lines = (size_t)8 << farthest.level;
    fan->count = 0;
    fan->level = farthest.level;
    ER_TRY(make_row(ctx, fan, receivers->columns, &row));
    ER_TRY(er_reserve(ctx, &fan->seats, &fan->seat_capacity, receivers->count, sizeof *fan->seats));
    ER_TRY(er_reserve(ctx, &fan->lines, &fan->line_capacity, receivers->count, sizeof *fan->lines));
    ER_TRY(er_reserve(ctx, &fan->starts, &fan->start_capacity, lines + 1, sizeof *fan->starts));
    for (size_t i = 0; i <= lines; i++)
        fan->starts[i] = 0;
    reach_of(t->frame, receivers, &first, &end);
    for (size_t r = 0; r < receivers->rows; r++) {
        if (!(fabs(receivers->y_m[r] - t->frame->origin.y) <= half_m)) continue;
        find_row(t, receivers, r, first, end, &row);
        seat_row(fan, step_m, receivers, &row);
    }
    return ER_OK;
}

/** Counting sort by lines, from `seats` to `sorted`; each line's `starts` becomes its end. */
static er_status sort_by_line(er_context *ctx, er_fan *fan) {
    size_t lines = (size_t)8 << fan->level;
    ER_TRY(er_reserve(ctx, &fan->sorted, &fan->sorted_capacity, fan->count, sizeof *fan->sorted));
    for (size_t i = 1; i < lines; i++)
        fan->starts[i + 1] += fan->starts[i];
    for (size_t i = 0; i < fan->count; i++)
        fan->sorted[fan->starts[fan->lines[i]]++] = fan->seats[i];
    return ER_OK;
}

/** Counting sort of one line's seats by the points before them. */
static er_status sort_line(er_context *ctx, er_fan *fan, const struct seat *from, size_t count,
                           struct seat *to) {
    uint32_t least = UINT32_MAX, most = 0;
    for (size_t i = 0; i < count; i++) {
        least = from[i].points < least ? from[i].points : least;
        most = from[i].points > most ? from[i].points : most;
    }
    size_t room = (size_t)(most - least) + 2;
    ER_TRY(er_reserve(ctx, &fan->counts, &fan->count_capacity, room, sizeof *fan->counts));
    uint32_t *counts = fan->counts;
    for (size_t i = 0; i < room; i++)
        counts[i] = 0;
    for (size_t i = 0; i < count; i++)
        counts[from[i].points - least + 1]++;
    for (size_t i = 1; i < room; i++)
        counts[i] += counts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[counts[from[i].points - least]++] = from[i];
    return ER_OK;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/** What every line of a transmitter shares. */
struct walk {
    er_fan *fan;
    const er_ground *ground;
    const er_terrain_transmitter *transmitter;
    const er_receivers *receivers;
    er_radial *radial;
    er_profile_point own; /**< ground of the transmitter */
    double *loss_db;
};

/** The points up to where the ground is no longer known. */
static size_t known_points(const er_profile_point *points, size_t count) {
    size_t known = 0;
    while (known < count && !isnan(points[known].ground_m))
        known++;
    return known;
}

/** The seats of one line, by rising distance. */
static er_status walk_line(er_context *ctx, const struct walk *w, uint32_t line,
                           const struct seat *seats, size_t count) {
    enum { AHEAD = 4 };
    er_fan *fan = w->fan;
    const er_terrain_transmitter *t = w->transmitter;
    size_t points = seats[count - 1].points;
    er_ray ray = {fan->level, line};
    ER_TRY(er_reserve(ctx, &fan->points, &fan->point_capacity, points + 1, sizeof *fan->points));
    er_ground_ray(w->ground, t->lon_lat, ray, 1, points, fan->points);
    points = known_points(fan->points, points);
    er_radial_start(w->radial, w->own.ground_m, w->own.zone);
    ER_TRY(er_radial_take(ctx, w->radial, fan->points, points));
    for (size_t i = 0; i < count && seats[i].points <= points; i++) {
        const struct seat *seat = &seats[i], *ahead = &seats[i + AHEAD < count ? i + AHEAD : i];
        /* neighbours along a line lie far apart in memory */
        __builtin_prefetch(&w->receivers->lon_lat[ahead->receiver]);
        __builtin_prefetch(&w->loss_db[ahead->receiver], 1);
        er_point place = w->receivers->lon_lat[seat->receiver];
        er_radial_pass(w->radial, seat->points);
        w->loss_db[seat->receiver] =
            er_radial_loss(w->radial, seat->distance_m / 1000, seat->ground_m, (er_zone)seat->zone,
                           t->path.rx_height_m, place.y, place.x)
                .loss_db;
    }
    return ER_OK;
}

static er_status walk_all(er_context *ctx, const struct walk *w) {
    er_fan *fan = w->fan;
    size_t first = 0;
    for (size_t line = 0; line < (size_t)8 << fan->level; line++) {
        size_t count = fan->starts[line] - first;
        if (line % 256 == 0) ER_TRY(er_check_cancel(ctx));
        if (count == 0) continue;
        ER_TRY(sort_line(ctx, fan, fan->sorted + first, count, fan->seats + first));
        ER_TRY(walk_line(ctx, w, (uint32_t)line, fan->seats + first, count));
        first += count;
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
    ER_TRY(sort_by_line(ctx, fan));
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
