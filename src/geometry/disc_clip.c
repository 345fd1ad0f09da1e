#include "geometry/disc_clip.h"

#include <math.h>

/** All of a cell. */
static er_status add_inside(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box) {
    (void)ctx;
    er_clip_add(clipper, cell->flux, er_box_centre(box));
    return ER_OK;
}

/** Edges in a cell that is wholly served. */
static er_status add_full(er_context *ctx, er_clipper *clipper, const er_cell *cell, er_box box,
                          const er_edge_part *parts, size_t count) {
    (void)ctx, (void)cell;
    er_flux flux = {0};
    er_point centre = er_box_centre(box);
    for (size_t i = 0; i < count; i++) {
        if (!(parts[i].low < parts[i].high)) continue;
        const er_point *p = &clipper->polygon.area->points[parts[i].edge];
        er_flux_add_segment(&flux, centre, er_edge_at(p[0], p[1], parts[i].low),
                            er_edge_at(p[0], p[1], parts[i].high));
    }
    er_clip_add(clipper, flux, centre);
    return ER_OK;
}

double er_clip_within_limits(double served_m2, double area_m2) {
    double slack = 1e-9 * area_m2;
    if (served_m2 < 0 && served_m2 >= -slack) return 0;
    if (served_m2 > area_m2 && served_m2 <= area_m2 + slack) return area_m2;
    return served_m2;
}

er_status er_clip_area(er_context *ctx, er_clipper *clipper, const er_area *area,
                       double *served_m2) {
    static const er_clip_visitor adding = {add_inside, add_full, er_clip_leaf};
    clipper->visitor = &adding;
    clipper->doubled = (er_sum){0};
    clipper->origin = er_box_centre(area->box);
    ER_TRY(er_clip_walk(ctx, clipper, area));
    *served_m2 = er_clip_within_limits(0.5 * er_sum_value(&clipper->doubled), area->area_m2);
    return ER_OK;
}

void er_clipper_clear(er_clipper *clipper) {
    er_polygon_index_clear(&clipper->polygon);
    er_free(clipper->parts);
    er_free(clipper->inside.items);
    er_free(clipper->layer.items);
    er_free(clipper->both.items);
    er_free(clipper->crossings);
    *clipper = (er_clipper){0};
}
