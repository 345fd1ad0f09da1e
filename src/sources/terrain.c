/* Opening the rasters of a terrain. */
#include "sources/ground.h"

#include <string.h>

/* Our own figure: ridges and valleys that decide over a path are often narrower than this. */
static const double coarse_m = 100;

/* Steps are far from all numerical trouble within these. */
static const double shortest_step_m = 0.1, longest_step_m = 10000;

/* Nodes of rays at most this far apart: the cubic through them is within a micrometre or so of the
 * exact points at middle latitudes (its error grows with the fourth power of the distance). */
static const double node_distance_m = 16000;
enum { NODE_STEPS = 512 };

er_terrain_options er_terrain_defaults(const char *elevation) {
    return (er_terrain_options){.elevation = elevation, .step_m = NAN};
}

static er_status check_classes(er_context *ctx, const er_terrain_options *options) {
    if (options->classes && options->class_count > ER_CLASS_LIMIT)
        return er_fail(ctx, ER_ERR_RANGE, "%zu clutter classes are too many: %d are possible",
                       options->class_count, ER_CLASS_LIMIT);
    for (size_t i = 0; options->classes && i < options->class_count; i++) {
        const er_clutter_class *class = &options->classes[i];
        int zone = (int)class->zone;
        if (!isfinite(class->value) || !(class->height_m >= 0 && class->height_m <= 1000))
            return er_fail(ctx, ER_ERR_RANGE,
                           "clutter class %g: the height %g m is not between 0 and 1000 m",
                           class->value, class->height_m);
        if (zone != 0 && zone != ER_ZONE_SEA && zone != ER_ZONE_COASTAL && zone != ER_ZONE_INLAND)
            return er_fail(ctx, ER_ERR_RANGE,
                           "clutter class %g: zone %d is none of 1 (sea), 3 (coastal land), 4 "
                           "(inland)",
                           class->value, zone);
    }
    return ER_OK;
}

static er_status check_options(er_context *ctx, const er_terrain_options *options) {
    if (!options->elevation) return er_fail(ctx, ER_ERR_USAGE, "no elevation raster is named");
    if (!isnan(options->step_m) &&
        !(options->step_m >= shortest_step_m && options->step_m <= longest_step_m))
        return er_fail(ctx, ER_ERR_RANGE, "a profile's step of %g m is not between %g and %g m",
                       options->step_m, shortest_step_m, longest_step_m);
    if (options->classes && !options->clutter)
        return er_fail(ctx, ER_ERR_USAGE, "clutter classes are given without a clutter raster");
    return check_classes(ctx, options);
}

static er_status keep_classes(er_context *ctx, er_terrain *terrain) {
    er_terrain_options *options = &terrain->options;
    er_clutter_class *copy = NULL;
    if (!options->classes) return ER_OK;
    size_t size = (options->class_count + 1) * sizeof *copy;
    ER_TRY(er_arena_alloc(ctx, terrain->arena, size, &copy));
    for (size_t i = 0; i < options->class_count; i++) {
        copy[i] = options->classes[i];
        copy[i].name = NULL; /* the caller's; nothing here asks for it */
        if (copy[i].zone) terrain->info.has_zones = true;
    }
    options->classes = copy;
    return ER_OK;
}

static er_status open_rasters(er_context *ctx, er_terrain *terrain) {
    const er_terrain_options *options = &terrain->options;
    bool ballpark = options->allow_ballpark;
    ER_TRY(er_raster_open(ctx, options->elevation, ballpark, &terrain->elevation));
    if (options->clutter)
        ER_TRY(er_raster_open(ctx, options->clutter, ballpark, &terrain->clutter));
    if (options->zones) ER_TRY(er_raster_open(ctx, options->zones, ballpark, &terrain->zones));
    terrain->unit_m = er_raster_unit_m(ctx, terrain->elevation);
    return ER_OK;
}

static void describe(er_terrain *terrain) {
    const er_raster_info *elevation = er_raster_about(terrain->elevation);
    er_terrain_info *info = &terrain->info;
    info->resolution_m = elevation->resolution_m;
    info->crs = elevation->crs;
    info->extent = elevation->extent;
    info->has_clutter = terrain->clutter != NULL;
    info->has_zones = info->has_zones || terrain->zones || terrain->options.no_data_is_sea;
    info->step_m = terrain->options.step_m;
    if (isnan(info->step_m)) /* to the centimetre, so that the last bits of PROJ don't count */
        info->step_m = fmin(fmax(er_round(info->resolution_m, 2), shortest_step_m), longest_step_m);
    terrain->node_steps = NODE_STEPS;
    while (terrain->node_steps > 1 && terrain->node_steps * info->step_m > node_distance_m)
        terrain->node_steps /= 2;
}

er_status er_terrain_open(er_context *ctx, const er_terrain_options *options, er_terrain **out) {
    er_terrain *terrain = NULL;
    ER_TRY(check_options(ctx, options));
    ER_TRY(er_alloc(ctx, 1, sizeof *terrain, &terrain));
    terrain->options = *options;
    er_status status = er_arena_new(ctx, &terrain->arena);
    if (status == ER_OK) status = keep_classes(ctx, terrain);
    if (status == ER_OK) status = open_rasters(ctx, terrain);
    if (status != ER_OK) {
        er_terrain_close(terrain);
        return status;
    }
    describe(terrain);
    terrain->options.elevation = terrain->options.clutter = terrain->options.zones = NULL;
    if (terrain->info.resolution_m > coarse_m)
        er_log(ctx, ER_LOG_WARNING,
               "%s: cells of %.0f m are coarse for radio: ridges and valleys between them are "
               "missed",
               options->elevation, terrain->info.resolution_m);
    *out = terrain;
    return ER_OK;
}

void er_terrain_close(er_terrain *terrain) {
    if (!terrain) return;
    er_raster_close(terrain->elevation);
    er_raster_close(terrain->clutter);
    er_raster_close(terrain->zones);
    er_arena_free(terrain->arena);
    er_free(terrain);
}

const er_terrain_info *er_terrain_about(const er_terrain *terrain) {
    return &terrain->info;
}
