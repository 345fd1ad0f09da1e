/* P.1812 over real terrain, from one site to every cell around it: a mast of 60 m at Taipei 101,
 * 3.5 GHz, 20 km, cells of 30 m, one thread. Prints the time by part and for each cell. Usage:
 * bench_terrain [DEM [RADIUS_M CELL_M TILE_CELLS STEP_M]]; without the DEM it says so and ends. */
#include "clock.h"

#include "analysis/field_terrain.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct scene {
    er_context *ctx;
    er_terrain *terrain;
    er_plane *plane;
    er_local_frame frame;
    er_grid grid;
    er_point site;
    double radius_m;
    int32_t tile_cells;
    double step_m; /**< of profiles */
};

static void must(const struct scene *s, er_status status) {
    if (status == ER_OK) return;
    fprintf(stderr, "%s\n", er_context_error(s->ctx));
    exit(1);
}

static void open_scene(struct scene *s, const char *dem, double cell_m) {
    er_terrain_options options = er_terrain_defaults(dem);
    options.step_m = s->step_m;
    double span = s->radius_m / 100000;
    er_point p = s->site;
    must(s, er_terrain_open(s->ctx, &options, &s->terrain));
    must(s,
         er_plane_new(s->ctx, (er_box){p.x - span, p.y - span, p.x + span, p.y + span}, &s->plane));
    must(s, er_local_frame_new(s->ctx, s->plane, p, s->radius_m * 1.05, &s->frame));
    er_point o = s->frame.origin;
    double r = s->radius_m;
    must(s, er_grid_over(s->ctx, (er_box){o.x - r, o.y - r, o.x + r, o.y + r}, cell_m, &s->grid));
}

int main(int argc, char **argv) {
    const char *dem = argc > 1 ? argv[1] : "../shared/data/dem/taipei_z13_3857.tif";
    struct scene s = {.site = {121.5645, 25.0340}, .radius_m = 20000, .tile_cells = 256};
    struct stat about;
    double start = processor_seconds();
    if (stat(dem, &about) != 0) {
        printf("skipped: there is no %s\n", dem);
        return 0;
    }
    if (argc > 2) s.radius_m = strtod(argv[2], NULL);
    double cell_m = argc > 3 ? strtod(argv[3], NULL) : 30;
    if (argc > 4) s.tile_cells = atoi(argv[4]);
    s.step_m = argc > 5 ? strtod(argv[5], NULL) : 30;
    if (er_context_new(&s.ctx) != ER_OK) return 1;
    open_scene(&s, dem, cell_m);
    double opened = processor_seconds();

    er_ground *ground = NULL;
    er_box point = {s.site.x, s.site.y, s.site.x, s.site.y};
    must(&s, er_ground_read(s.ctx, s.terrain, point, s.radius_m * 1.5, &ground));
    double read = processor_seconds();

    er_path path = er_path_defaults();
    path.freq_mhz = 3500;
    path.tx_height_m = 60;
    path.rx_height_m = 1.5;
    er_terrain_transmitter transmitter = {s.site, &s.frame, path, s.radius_m};
    er_receivers receivers = {0};
    er_fan *fan = NULL;
    double *loss_db = NULL, sum = 0, receivers_s = 0, losses_s = 0;
    size_t capacity = 0, cells = 0, known = 0;
    must(&s, er_fan_new(s.ctx, &fan));
    for (size_t i = 0; i < er_grid_tile_count(&s.grid, s.tile_cells); i++) {
        er_tile tile = er_grid_tile(&s.grid, s.tile_cells, i);
        double before = processor_seconds();
        must(&s, er_receivers_of_tile(s.ctx, s.plane, &s.grid, tile, ground, &receivers));
        must(&s, er_reserve(s.ctx, &loss_db, &capacity, receivers.count, sizeof *loss_db));
        double between = processor_seconds();
        must(&s, er_fan_losses(s.ctx, fan, ground, er_terrain_about(s.terrain)->step_m,
                               &transmitter, &receivers, loss_db));
        losses_s += processor_seconds() - between;
        receivers_s += between - before;
        cells += receivers.count;
        for (size_t k = 0; k < receivers.count; k++)
            if (!isnan(loss_db[k])) {
                sum += loss_db[k];
                known++;
            }
    }
    double n = (double)known;
    printf("%zu cells of %g m, %zu with a loss, mean %.9f dB, tiles of %d\n", cells, cell_m, known,
           sum / n, s.tile_cells);
    printf("open %.3f s, read %.3f s, receivers %.3f s (%.0f ns a cell), losses %.3f s (%.0f ns), "
           "all %.3f s (%.0f ns)\n",
           opened - start, read - opened, receivers_s, 1e9 * receivers_s / n, losses_s,
           1e9 * losses_s / n, processor_seconds() - start,
           1e9 * (processor_seconds() - start) / n);
    er_fan_free(fan);
    er_receivers_clear(&receivers);
    er_free(loss_db);
    er_ground_free(ground);
    er_plane_free(s.plane);
    er_terrain_close(s.terrain);
    er_context_free(s.ctx);
    return 0;
}
