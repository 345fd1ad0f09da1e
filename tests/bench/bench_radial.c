/* P.1812 along radials: time of a point pushed and of a receiver asked for, beside the profile
 * model at the same receivers. Rolling hills with clutter on a third of the points, a mast of 60
 * m, 3.5 GHz, half of the time, receivers at 1.5 m on every point. Usage: bench_radial [POINTS
 * STEP_M] (default: 667 30). */
#include "clock.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINES = 200, POINT_LIMIT = 100000, DIRECT_LINES = 2 };

/** Hills of three sizes and some noise; `relief_m` 0: a plain. */
static void make_line(er_random *random, double step_km, double relief_m, bool clutter,
                      er_profile_point *points, size_t count) {
    double phase[3];
    for (int k = 0; k < 3; k++)
        phase[k] = 6.28 * er_random_unit(random);
    for (size_t i = 0; i < count; i++) {
        double x_km = step_km * (double)i;
        double shape = sin(x_km / 3 + phase[0]) + 0.4 * sin(x_km + phase[1]) +
                       0.1 * sin(x_km * 7 + phase[2]) + 0.02 * er_random_normal(random);
        double clutter_m =
            clutter && er_random_below(random, 3) == 0 ? 5 + 15 * er_random_unit(random) : 0;
        points[i] =
            (er_profile_point){x_km, floor(50 + relief_m * shape), clutter_m, ER_ZONE_INLAND};
    }
}

static void measure(er_context *ctx, const char *name, er_path path, double step_km,
                    double relief_m, bool clutter, size_t count) {
    static er_profile_point points[POINT_LIMIT];
    er_radial *radial = NULL;
    if (er_radial_new(ctx, &path, &radial) != ER_OK) abort();
    double push_s = 0, both_s = 0, direct_s = 0, sum = 0;
    for (int line = 0; line < LINES; line++) {
        er_random random = er_random_stream(1, (uint64_t)line);
        make_line(&random, step_km, relief_m, clutter, points, count);
        double start = seconds();
        er_radial_start(radial, points[0].ground_m, points[0].zone);
        for (size_t i = 1; i < count; i++)
            if (er_radial_push(ctx, radial, &points[i]) != ER_OK) abort();
        push_s += seconds() - start;
        start = seconds();
        er_radial_start(radial, points[0].ground_m, points[0].zone);
        for (size_t i = 1; i < count; i++) {
            const er_profile_point *p = &points[i];
            sum += er_radial_loss(radial, p->distance_km, p->ground_m, p->zone, 1.5, 25.05, 121.55)
                       .loss_db;
            if (er_radial_push(ctx, radial, p) != ER_OK) abort();
        }
        both_s += seconds() - start;
        if (line >= DIRECT_LINES) continue;
        start = seconds();
        for (size_t i = 1; i < count; i++) {
            er_path_result result;
            path.profile = (er_profile){points, i + 1};
            if (er_path_loss(ctx, er_path_model_find("p1812"), &path, &result, NULL) != ER_OK)
                abort();
        }
        direct_s += seconds() - start;
    }
    double n = LINES * (double)(count - 1), few = DIRECT_LINES * (double)(count - 1);
    printf("%-28s push %6.1f ns   receiver %7.1f ns   profile %10.1f ns   (sum %.6g)\n", name,
           1e9 * push_s / n, 1e9 * (both_s - push_s) / n, 1e9 * direct_s / few, sum);
    er_radial_free(radial);
}

int main(int argc, char **argv) {
    size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 667;
    double step_km = argc > 2 ? 0.001 * strtod(argv[2], NULL) : 0.03;
    if (count < 2 || count > POINT_LIMIT || !(step_km > 0)) return 2;
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 1;
    er_path path = er_path_defaults();
    path.freq_mhz = 3500;
    path.tx_height_m = 60;
    path.rx_height_m = 1.5;
    path.tx_lat_deg = path.rx_lat_deg = 25.03;
    path.tx_lon_deg = path.rx_lon_deg = 121.56;
    printf("%zu points of %g m, 3.5 GHz\n", count, 1000 * step_km);
    measure(ctx, "hills", path, step_km, 120, false, count);
    measure(ctx, "hills, clutter", path, step_km, 120, true, count);
    measure(ctx, "plain", path, step_km, 0, false, count);
    measure(ctx, "plain, clutter", path, step_km, 0, true, count);
    path.time_pct = 10;
    measure(ctx, "hills, clutter, 10 % of time", path, step_km, 120, true, count);
    er_context_free(ctx);
    return 0;
}
