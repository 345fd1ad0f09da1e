/* Build and query times of disc unions at growing sizes: clustered discs over 400 x 150 km and 500
 * polygons of 200 vertices. Usage: bench_disc_union [COUNT ...] (default: 20000 100000 1000000). */
#include "clock.h"

#include "evenreach/geometry.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { CLUSTERS = 200, AREAS = 500, CORNERS = 200 };

static void make_discs(er_disc *discs, size_t count) {
    er_random random = er_random_stream(1, count);
    er_point centre[CLUSTERS];
    for (int i = 0; i < CLUSTERS; i++)
        centre[i] = (er_point){400e3 * er_random_unit(&random), 150e3 * er_random_unit(&random)};
    for (size_t i = 0; i < count; i++) {
        er_point c = centre[er_random_below(&random, CLUSTERS)];
        discs[i] = (er_disc){c.x + 5000 * er_random_normal(&random),
                             c.y + 5000 * er_random_normal(&random),
                             300 + 1700 * er_random_unit(&random), 0};
    }
}

static void make_areas(er_area *areas) {
    er_random random = er_random_stream(2, 0);
    for (size_t i = 0; i < AREAS; i++) {
        er_point o = {400e3 * er_random_unit(&random), 150e3 * er_random_unit(&random)};
        er_area *a = &areas[i];
        a->points = calloc(CORNERS + 1, sizeof *a->points);
        a->ring_start = calloc(2, sizeof *a->ring_start);
        if (!a->points || !a->ring_start) abort();
        a->ring_count = 1;
        a->ring_start[1] = CORNERS + 1;
        a->box = (er_box){o.x, o.y, o.x, o.y};
        for (size_t k = 0; k <= CORNERS; k++) {
            double angle = 2 * 3.14159265358979323846 * (double)k / CORNERS;
            double r = 4000 + 6000 * er_random_unit(&random);
            er_point p = {o.x + r * cos(angle), o.y + r * sin(angle)};
            if (k == CORNERS) p = a->points[0];
            a->points[k] = p;
            a->box.min_x = fmin(a->box.min_x, p.x);
            a->box.min_y = fmin(a->box.min_y, p.y);
            a->box.max_x = fmax(a->box.max_x, p.x);
            a->box.max_y = fmax(a->box.max_y, p.y);
            if (k > 0)
                a->area_m2 += 0.5 * ((a->points[k - 1].x - o.x) * (p.y - o.y) -
                                     (a->points[k - 1].y - o.y) * (p.x - o.x));
        }
    }
}

/** The outline at 1 m. */
static void time_outline(er_context *ctx, const er_disc_union *set) {
    er_plane *plane = NULL;
    er_arena *arena = NULL;
    er_bytes wkb = {NULL, 0};
    double start = seconds();
    er_status status = er_plane_new(ctx, (er_box){119, 22, 123, 25}, &plane);
    if (status == ER_OK) status = er_arena_new(ctx, &arena);
    if (status == ER_OK)
        status = er_disc_union_outline(ctx, arena, plane, set, 1, (er_bytes){NULL, 0}, &wkb);
    if (status != ER_OK) fprintf(stderr, "%s\n", er_context_error(ctx));
    printf("         outline: %zu bytes in %.3f s\n", wkb.size, seconds() - start);
    er_arena_free(arena);
    er_plane_free(plane);
}

/** What lies in one disc alone, for the same areas. */
static void time_sole(er_context *ctx, const er_disc *discs, size_t count, const er_area *areas) {
    er_disc_sole *rows = NULL;
    size_t row_count = 0;
    double start = seconds(), sum_m2 = 0;
    if (er_disc_sole_areas(ctx, discs, count, areas, AREAS, &rows, &row_count) != ER_OK)
        fprintf(stderr, "%s\n", er_context_error(ctx));
    double done = seconds();
    for (size_t i = 0; i < row_count; i++)
        sum_m2 += rows[i].m2;
    printf("         in one disc alone: %zu rows, %.3f km2 in %.3f s\n", row_count, sum_m2 * 1e-6,
           done - start);
    er_free(rows);
}

static int run(er_context *ctx, const er_area *areas, size_t count) {
    er_disc *discs = calloc(count, sizeof *discs);
    double *served = calloc(AREAS, sizeof *served);
    er_disc_union *set = NULL;
    if (!discs || !served) abort();
    make_discs(discs, count);
    double start = seconds();
    er_status status = er_disc_union_new(ctx, discs, count, 1, ER_DISC_ANY, 0, &set);
    double built = seconds();
    if (status == ER_OK) status = er_disc_union_areas(ctx, set, areas, AREAS, served);
    double done = seconds(), total = 0;
    if (status != ER_OK) {
        fprintf(stderr, "%s\n", er_context_error(ctx));
    } else {
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        er_disc_union_total(ctx, set, &total);
        double sum = 0;
        for (size_t i = 0; i < AREAS; i++)
            sum += served[i];
        printf("%8zu discs: build %.3f s, %d areas %.3f s, peak %ld MB; %.3f km2, areas %.3f km2\n",
               count, built - start, AREAS, done - built, usage.ru_maxrss / 1024, total * 1e-6,
               sum * 1e-6);
    }
    if (status == ER_OK) time_sole(ctx, discs, count, areas);
    if (status == ER_OK && count <= 100000) time_outline(ctx, set);
    er_disc_union_free(set);
    free(discs);
    free(served);
    return status == ER_OK ? 0 : 1;
}

int main(int argc, char **argv) {
    static er_area areas[AREAS];
    static const size_t usual[] = {20000, 100000, 1000000};
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 1;
    make_areas(areas);
    int code = 0;
    for (int i = 0; code == 0 && i < (argc > 1 ? argc - 1 : 3); i++)
        code = run(ctx, areas, argc > 1 ? (size_t)strtoull(argv[i + 1], NULL, 10) : usual[i]);
    for (size_t i = 0; i < AREAS; i++) {
        free(areas[i].points);
        free(areas[i].ring_start);
    }
    er_context_free(ctx);
    return code;
}
