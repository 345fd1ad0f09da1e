/* The profile between two places, as a link and a grid see it. */
#include "sources/ground.h"

/** The unknown ground on the way, and what to do about it. */
static er_status refuse(er_context *ctx, const er_terrain *terrain, const char *what,
                        er_point place) {
    const char *path = er_raster_about(terrain->elevation)->path;
    er_box box = terrain->info.extent;
    double east = box.min_x <= box.max_x ? box.max_x : box.max_x + 360;
    double x = place.x < box.min_x && east > 180 ? place.x + 360 : place.x;
    if (!(x >= box.min_x && x <= east && place.y >= box.min_y && place.y <= box.max_y))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: does not reach to %s at %.6f,%.6f: it covers %.4f to %.4f east, %.4f "
                       "to %.4f north",
                       path, er_text(ctx, what), place.x, place.y, box.min_x, box.max_x, box.min_y,
                       box.max_y);
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: has no elevation for %s at %.6f,%.6f: fill the hole, or take no data for "
                   "sea with --sea-nodata",
                   path, er_text(ctx, what), place.x, place.y);
}

static er_status read_end(er_context *ctx, er_terrain *terrain, const char *what, er_point place,
                          er_profile_point *out) {
    er_ground *ground = NULL;
    er_box box = {place.x, place.y, place.x, place.y};
    ER_TRY(er_ground_read(ctx, terrain, box, 0, &ground));
    er_ground_at(ground, &place, 1, out);
    er_ground_free(ground);
    return isnan(out->ground_m) ? refuse(ctx, terrain, what, place) : ER_OK;
}

/** Points `first` to `first + count - 1`, from the disc over this part of the ray. */
static er_status read_part(er_context *ctx, er_terrain *terrain, er_point tx, er_ray ray,
                           size_t first, size_t count, er_profile_point *out) {
    double step_m = terrain->info.step_m, azimuth_deg = er_ray_azimuth_deg(ray);
    double middle_m = ((double)first + (double)(count - 1) / 2) * step_m;
    double radius_m = ((double)(count - 1) / 2 + 1) * step_m;
    er_point middle = er_geodesic_direct(tx, azimuth_deg, middle_m);
    er_box box = {middle.x, middle.y, middle.x, middle.y};
    er_ground *ground = NULL;
    ER_TRY(er_ground_read(ctx, terrain, box, radius_m, &ground));
    er_ground_ray(ground, tx, ray, first, count, out);
    er_ground_free(ground);
    for (size_t i = 0; i < count; i++)
        if (isnan(out[i].ground_m)) {
            double distance_m = (double)(first + i) * step_m;
            return refuse(ctx, terrain, "the path",
                          er_geodesic_direct(tx, azimuth_deg, distance_m));
        }
    return ER_OK;
}

static er_status check_places(er_context *ctx, const er_terrain *terrain, er_point tx, er_point rx,
                              double distance_m) {
    if (!(fabs(tx.y) <= 90 && fabs(rx.y) <= 90 && isfinite(tx.x) && isfinite(rx.x)))
        return er_fail(ctx, ER_ERR_RANGE, "a place is not one of degrees: %g,%g or %g,%g", tx.x,
                       tx.y, rx.x, rx.y);
    if (!(distance_m > 0))
        return er_fail(ctx, ER_ERR_RANGE,
                       "transmitter and receiver are at the same place: there is no path");
    if (distance_m > terrain->info.step_m * (1 << 20))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the path of %.0f km has too many points at steps of %g m: take longer "
                       "steps",
                       distance_m / 1000, terrain->info.step_m);
    return ER_OK;
}

er_status er_terrain_profile(er_context *ctx, er_terrain *terrain, er_arena *arena, er_point tx,
                             er_point rx, er_profile *out) {
    double distance_m, azimuth_deg, step_m = terrain->info.step_m;
    er_profile_point *points = NULL;
    er_geodesic_inverse(tx, rx, &distance_m, &azimuth_deg);
    ER_TRY(check_places(ctx, terrain, tx, rx, distance_m));
    er_ray ray = er_ray_towards(distance_m, azimuth_deg, step_m);
    size_t between = er_ray_points(distance_m, step_m), at_once = terrain->node_steps;
    ER_TRY(er_arena_alloc(ctx, arena, (between + 2) * sizeof *points, &points));
    ER_TRY(read_end(ctx, terrain, "the transmitter", tx, &points[0]));
    ER_TRY(read_end(ctx, terrain, "the receiver", rx, &points[between + 1]));
    points[between + 1].distance_km = distance_m / 1000;
    for (size_t done = 0; done < between; done += at_once) {
        size_t some = between - done < at_once ? between - done : at_once;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(read_part(ctx, terrain, tx, ray, done + 1, some, points + 1 + done));
    }
    *out = (er_profile){points, between + 2};
    return ER_OK;
}
