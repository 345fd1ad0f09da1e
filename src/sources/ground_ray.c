/* The ground along a ray. Geodesic and change of reference system are done exactly at nodes, at
 * whole multiples of some number of steps from the place, and interpolated between them by the
 * cubic through four nodes. Where the cubic misses the exact point in the middle of a segment by
 * more than a millimetre (near poles, at the edges of reference systems), every point of the
 * segment is done exactly. Nodes and middles depend on place, ray and step alone, so that a point
 * is the same whatever part of the ray is asked for. */
#include "sources/cubic.h"
#include "sources/ground.h"

enum {
    GROUP = 16,             /* segments done together */
    NODES = GROUP + 3,      /* one before, two behind */
    PLACES = NODES + GROUP, /* with a middle for each segment */
    POINT_BATCH = 64,
    RASTERS = 3
};

static const double tolerance_m = 1e-3;

struct ray {
    const er_ground *ground;
    er_point place;
    double azimuth_deg;
    double step_m;
    size_t node_steps;
};

/** Column and row along a segment: polynomials of t, 0 at its beginning and 1 at its end. */
struct cubic {
    double x[4];
    double y[4];
};

struct segment {
    struct cubic rasters[RASTERS];
    bool exact; /**< the cubics are not good enough */
};

/** True if the cubic through four nodes meets the exact middle. */
static bool fit_raster(const er_patch *patch, const er_point nodes[4], er_point middle,
                       struct cubic *cubic) {
    double x[4], y[4], tolerance = tolerance_m / er_raster_about(patch->raster)->resolution_m;
    for (int i = 0; i < 4; i++) {
        x[i] = er_near_to(nodes[i].x, nodes[1].x, patch->period);
        y[i] = nodes[i].y;
    }
    er_cubic_fit(x, cubic->x);
    er_cubic_fit(y, cubic->y);
    double off_x = er_near_to(middle.x, nodes[1].x, patch->period) - er_cubic_at(cubic->x, 0.5);
    double off_y = middle.y - er_cubic_at(cubic->y, 0.5);
    return fabs(off_x) <= tolerance && fabs(off_y) <= tolerance; /* false for NAN */
}

/** Segments `first` to `first + count - 1`, at most GROUP. */
static void fit_segments(const struct ray *ray, size_t first, size_t count, struct segment *out) {
    double distance_m[PLACES], length_m = (double)ray->node_steps * ray->step_m;
    er_point places[PLACES], cells[PLACES];
    size_t nodes = count + 3;
    for (size_t i = 0; i < nodes; i++)
        distance_m[i] = ((double)first + (double)i - 1) * length_m;
    for (size_t i = 0; i < count; i++)
        distance_m[nodes + i] = ((double)first + (double)i + 0.5) * length_m;
    er_geodesic_line(ray->place, ray->azimuth_deg, distance_m, nodes + count, places);
    for (size_t i = 0; i < count; i++)
        out[i].exact = false;
    for (int r = 0; r < RASTERS; r++) {
        const er_patch *patch = er_ground_patch_of(ray->ground, r);
        if (!patch->raster) continue;
        for (size_t i = 0; i < nodes + count; i++)
            cells[i] = places[i];
        er_raster_cells(patch->raster, cells, nodes + count);
        for (size_t i = 0; i < count; i++)
            if (!fit_raster(patch, cells + i, cells[nodes + i], &out[i].rasters[r]))
                out[i].exact = true;
    }
}

/** Points `from` to `to - 1` of one segment, which begins at step `start`. */
static void walk_smoothly(const struct ray *ray, const struct segment *segment, size_t start,
                          size_t from, size_t to, er_profile_point *out) {
    double share = 1 / (double)ray->node_steps;
    er_point cells[RASTERS][POINT_BATCH];
    for (size_t k = from; k < to; k += POINT_BATCH, out += POINT_BATCH) {
        size_t some = to - k < POINT_BATCH ? to - k : POINT_BATCH;
        for (int r = 0; r < RASTERS; r++) {
            const er_patch *patch = er_ground_patch_of(ray->ground, r);
            const struct cubic *cubic = &segment->rasters[r];
            if (!patch->raster) continue;
            const int32_t before = (int32_t)(k - start), end = (int32_t)some;
#pragma omp simd
            for (int32_t i = 0; i < end; i++) {
                double t = (double)(before + i) * share;
                cells[r][i] = (er_point){er_cubic_at(cubic->x, t), er_cubic_at(cubic->y, t)};
            }
            er_patch_turn(patch, cells[r], some);
        }
        er_ground_samples(ray->ground, cells[0], cells[1], cells[2], some, out);
    }
}

static void walk_exactly(const struct ray *ray, size_t from, size_t to, er_profile_point *out) {
    double distance_m[POINT_BATCH];
    er_point places[POINT_BATCH];
    for (size_t k = from; k < to; k += POINT_BATCH) {
        size_t some = to - k < POINT_BATCH ? to - k : POINT_BATCH;
        for (size_t i = 0; i < some; i++)
            distance_m[i] = (double)(k + i) * ray->step_m;
        er_geodesic_line(ray->place, ray->azimuth_deg, distance_m, some, places);
        er_ground_at(ray->ground, places, some, out + (k - from));
    }
}

void er_ground_ray(const er_ground *ground, er_point place, er_ray ray_id, size_t first,
                   size_t count, er_profile_point *out) {
    struct ray ray = {ground, place, er_ray_azimuth_deg(ray_id), ground->terrain->info.step_m,
                      ground->terrain->node_steps};
    struct segment segments[GROUP] = {0};
    size_t end = first + count, group = 0, fitted = 0;
    for (size_t k = first; k < end;) {
        size_t number = k / ray.node_steps, start = number * ray.node_steps;
        if (number >= group + fitted) {
            size_t last = (end - 1) / ray.node_steps;
            group = number;
            fitted = last - number + 1 < GROUP ? last - number + 1 : GROUP;
            fit_segments(&ray, group, fitted, segments);
        }
        const struct segment *segment = &segments[number - group];
        size_t to = start + ray.node_steps < end ? start + ray.node_steps : end;
        if (segment->exact)
            walk_exactly(&ray, k, to, out + (k - first));
        else
            walk_smoothly(&ray, segment, start, k, to, out + (k - first));
        k = to;
    }
    for (size_t i = 0; i < count; i++)
        out[i].distance_km = (double)(int64_t)(first + i) * ray.step_m / 1000;
}
