/* Pieces of the rasters of a terrain, checked and put into their smallest form. */
#include "sources/ground.h"

/* Nothing on the Earth is lower (Challenger Deep, 10.9 km) or higher (Everest, 8.85 km): such a
 * number stands for "no data" in a file that does not say so. */
static const double lowest_m = -12000, highest_m = 9000;

/* No building, let alone clutter, is higher (Burj Khalifa, 828 m). */
static const double highest_clutter_m = 1000;

static er_status read_heights(er_context *ctx, const er_terrain *terrain, er_patch *patch) {
    ER_TRY(er_raster_read(ctx, terrain->elevation, patch->window, &patch->heights));
    size_t count = (size_t)(patch->window.columns * patch->window.rows), known = 0;
    for (size_t i = 0; i < count; i++) {
        double height_m = (double)patch->heights[i] * terrain->unit_m;
        bool good = height_m >= lowest_m && height_m <= highest_m;
        patch->heights[i] = good ? (float)height_m : (float)NAN;
        known += good;
    }
    patch->whole = known == count;
    return ER_OK;
}

/** Where a cell of a window lies in its raster, for messages. */
static long long column_of(const er_patch *patch, size_t i) {
    int64_t column = patch->window.column + (int64_t)i % patch->window.columns;
    return column >= patch->columns ? column - patch->columns : column;
}

static long long row_of(const er_patch *patch, size_t i) {
    return patch->window.row + (int64_t)i / patch->window.columns;
}

static er_status check_clutter_heights(er_context *ctx, const er_terrain *terrain,
                                       const er_patch *patch) {
    size_t count = (size_t)(patch->window.columns * patch->window.rows);
    for (size_t i = 0; i < count; i++) {
        double height_m = (double)patch->heights[i];
        if (height_m < 0 || height_m > highest_clutter_m)
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: the value %g (column %lld, row %lld) is no height of clutter, 0 to "
                           "%g m: give the heights of its classes",
                           er_raster_about(terrain->clutter)->path, height_m, column_of(patch, i),
                           row_of(patch, i), highest_clutter_m);
    }
    return ER_OK;
}

static uint8_t class_of(const er_terrain_options *options, double value) {
    for (size_t i = 0; i < options->class_count; i++)
        if (options->classes[i].value == value) return (uint8_t)i;
    return ER_CLASS_UNKNOWN;
}

static er_status encode_classes(er_context *ctx, const er_terrain *terrain, er_patch *patch,
                                const float *values) {
    size_t count = (size_t)(patch->window.columns * patch->window.rows);
    double last = NAN;
    uint8_t class = ER_CLASS_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        double value = (double)values[i];
        if (value != last) class = class_of(&terrain->options, value);
        last = value;
        if (class == ER_CLASS_UNKNOWN && !isnan(value))
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: the value %g (column %lld, row %lld) is none of the clutter "
                           "classes: give its height too",
                           er_raster_about(terrain->clutter)->path, value, column_of(patch, i),
                           row_of(patch, i));
        patch->codes[i] = class;
    }
    return ER_OK;
}

static er_status encode_zones(er_context *ctx, const er_terrain *terrain, er_patch *patch,
                              const float *values) {
    size_t count = (size_t)(patch->window.columns * patch->window.rows);
    for (size_t i = 0; i < count; i++) {
        float value = values[i];
        bool known = value == (float)ER_ZONE_SEA || value == (float)ER_ZONE_COASTAL ||
                     value == (float)ER_ZONE_INLAND;
        if (!known && !isnan(value))
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: the value %g (column %lld, row %lld) is no zone: 1 is sea, 3 "
                           "coastal land, 4 inland",
                           er_raster_about(terrain->zones)->path, (double)value,
                           column_of(patch, i), row_of(patch, i));
        patch->codes[i] = known ? (uint8_t)value : 0;
    }
    return ER_OK;
}

/** Read values and keep a code for each. */
static er_status
read_codes(er_context *ctx, const er_terrain *terrain, er_raster *raster, er_patch *patch,
           er_status (*encode)(er_context *, const er_terrain *, er_patch *, const float *)) {
    float *values = NULL;
    ER_TRY(er_raster_read(ctx, raster, patch->window, &values));
    if (!values) return ER_OK;
    size_t count = (size_t)(patch->window.columns * patch->window.rows);
    er_status status = er_alloc(ctx, count, 1, &patch->codes);
    if (status == ER_OK) status = encode(ctx, terrain, patch, values);
    er_free(values);
    return status;
}

static er_status read_clutter(er_context *ctx, const er_terrain *terrain, er_patch *patch) {
    if (terrain->options.classes)
        return read_codes(ctx, terrain, terrain->clutter, patch, encode_classes);
    ER_TRY(er_raster_read(ctx, terrain->clutter, patch->window, &patch->heights));
    return check_clutter_heights(ctx, terrain, patch);
}

static er_patch patch_of(const er_raster *raster, er_box lon_lat, double radius_m) {
    if (!raster) return (er_patch){0};
    const er_raster_info *info = er_raster_about(raster);
    er_patch patch = {.raster = raster,
                      .window = er_raster_around(raster, lon_lat, radius_m),
                      .columns = info->columns,
                      .rows = info->rows,
                      .round = er_raster_is_round(raster)};
    patch.period = er_raster_period(raster, &patch.first);
    return patch;
}

er_status er_ground_read(er_context *ctx, er_terrain *terrain, er_box lon_lat, double radius_m,
                         er_ground **out) {
    er_ground *ground = NULL;
    if (!(lon_lat.min_y >= -90 && lon_lat.max_y <= 90 && lon_lat.min_y <= lon_lat.max_y) ||
        !isfinite(lon_lat.min_x) || !isfinite(lon_lat.max_x))
        return er_fail(ctx, ER_ERR_RANGE, "the box %g %g %g %g is not one of degrees",
                       lon_lat.min_x, lon_lat.min_y, lon_lat.max_x, lon_lat.max_y);
    if (!(radius_m >= 0 && radius_m <= 1e7))
        return er_fail(ctx, ER_ERR_RANGE, "a radius of %g m is not between 0 and 10,000 km",
                       radius_m);
    ER_TRY(er_alloc(ctx, 1, sizeof *ground, &ground));
    ground->terrain = terrain;
    ground->elevation = patch_of(terrain->elevation, lon_lat, radius_m);
    ground->clutter = patch_of(terrain->clutter, lon_lat, radius_m);
    ground->zones = patch_of(terrain->zones, lon_lat, radius_m);
    er_status status = read_heights(ctx, terrain, &ground->elevation);
    if (status == ER_OK && terrain->clutter) status = read_clutter(ctx, terrain, &ground->clutter);
    if (status == ER_OK && terrain->zones)
        status = read_codes(ctx, terrain, terrain->zones, &ground->zones, encode_zones);
    if (status != ER_OK) {
        er_ground_free(ground);
        return status;
    }
    *out = ground;
    return ER_OK;
}

int64_t er_ground_size(const er_terrain *terrain, er_box lon_lat, double radius_m) {
    const er_raster *rasters[] = {terrain->elevation, terrain->clutter, terrain->zones};
    int64_t cells = 0;
    for (size_t i = 0; i < sizeof rasters / sizeof *rasters; i++) {
        if (!rasters[i]) continue;
        er_window window = er_raster_around(rasters[i], lon_lat, radius_m);
        cells += window.columns * window.rows;
    }
    return cells;
}

static void clear(er_patch *patch) {
    er_free(patch->heights);
    er_free(patch->codes);
}

void er_ground_free(er_ground *ground) {
    if (!ground) return;
    clear(&ground->elevation);
    clear(&ground->clutter);
    clear(&ground->zones);
    er_free(ground);
}
