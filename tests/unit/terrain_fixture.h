/** The rasters that the tests of the ground share, and the ways to read them. */
#ifndef EVENREACH_TEST_TERRAIN_FIXTURE_H
#define EVENREACH_TEST_TERRAIN_FIXTURE_H

#include "raster_fixture.h"

#include "evenreach/geometry.h"
#include "evenreach/sources.h"

#include <proj.h>

/* 1500 by 1500 cells of 20 m in UTM zone 51, around 121.5 E, 25 N. */
#define UTM "EPSG:32651"
#define UTM_TRANSFORM                                                                              \
    { 335000, 20, 0, 2780000, 0, -20 }
enum { SIDE = 1500 };
static const er_point home = {121.5, 25.0};

static inline double slope(double column, double row) {
    return column / 4 + row / 2; /* exact in single precision */
}

static inline double hills(double column, double row) {
    return 300 + 200 * sin(column / 50) * cos(row / 70) + 50 * sin(column / 7 + row / 5);
}

static inline double holes(double column, double row) {
    return (column > 900 && column < 910) || row > 1400 ? NAN : slope(column, row);
}

static inline const char *slope_path(void) {
    return raster_make(&(raster_spec){"slope.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = slope});
}

static inline const char *holes_path(void) {
    return raster_make(&(raster_spec){"holes.tif", UTM, SIDE, SIDE, UTM_TRANSFORM, .value = holes,
                                      .no_data = -9999});
}

static inline er_terrain *open_terrain(er_context *ctx, const er_terrain_options *options) {
    er_terrain *terrain = NULL;
    assert_ok(ctx, er_terrain_open(ctx, options, &terrain));
    return terrain;
}

static inline er_ground *read_ground(er_context *ctx, er_terrain *terrain, er_point place,
                                     double radius_m) {
    er_ground *ground = NULL;
    er_box box = {place.x, place.y, place.x, place.y};
    assert_ok(ctx, er_ground_read(ctx, terrain, box, radius_m, &ground));
    return ground;
}

/** Where a cell coordinate of the UTM raster lies. */
static inline er_point place_of(double column, double row) {
    double t[6] = UTM_TRANSFORM;
    er_point place = {t[0] + t[1] * column, t[3] + t[5] * row};
    er_transform *way = NULL;
    er_context *ctx = NULL;
    assert_int_equal(er_context_new(&ctx), ER_OK);
    assert_ok(ctx, er_transform_new(ctx, UTM, false, &way, NULL));
    assert_ok(ctx, er_transform_points(ctx, way, &place, 1, NULL));
    er_transform_free(way);
    er_context_free(ctx);
    return place;
}

/** Cell coordinates of a place by PROJ alone. */
static inline er_point cells_by_proj(const char *crs, const double t[6], er_point place) {
    static PJ *way;
    static char last[64];
    if (strcmp(last, crs) != 0) {
        PJ *made = proj_create_crs_to_crs(NULL, "EPSG:4326", crs, NULL);
        proj_destroy(way);
        way = proj_normalize_for_visualization(NULL, made);
        proj_destroy(made);
        snprintf(last, sizeof last, "%s", crs);
    }
    PJ_COORD at = proj_trans(way, PJ_FWD, proj_coord(place.x, place.y, 0, 0));
    return (er_point){(at.xy.x - t[0]) / t[1], (at.xy.y - t[3]) / t[5]};
}

#endif
