#include "sources/crs_survey.h"

#include <math.h>
#include <proj.h>

enum { STEPS = 4 };

/** PROJ's own way from WGS 84, which may lack the datum shift: it only serves to turn small
 *  differences in degrees into differences of coordinates. */
static PJ *rough_way(PJ_CONTEXT *proj, const char *crs) {
    PJ *way = proj_create_crs_to_crs(proj, "EPSG:4326", crs, NULL);
    PJ *ordered = way ? proj_normalize_for_visualization(proj, way) : NULL;
    proj_destroy(way);
    return ordered;
}

static er_point rough(PJ *way, er_point place) {
    PJ_COORD coord = proj_trans(way, PJ_FWD, proj_coord(place.x, place.y, 0, 0));
    bool good = isfinite(coord.xy.x) && isfinite(coord.xy.y);
    return good ? (er_point){coord.xy.x, coord.xy.y} : (er_point){NAN, NAN};
}

/** Find r with transform(r) = place: r += rough(place) - rough(transform(r)). The two ways differ
 *  by a datum shift, which hardly changes over its own length, so each step gains several digits.
 */
static er_status refine(er_context *ctx, er_transform *transform, PJ *way, er_point *points,
                        size_t count) {
    er_point *tried = NULL;
    er_point *wanted = NULL;
    er_status status = er_alloc(ctx, count, sizeof *tried, &tried);
    if (status == ER_OK) status = er_alloc(ctx, count, sizeof *wanted, &wanted);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        wanted[i] = points[i] = rough(way, points[i]);
    for (int step = 0; step < STEPS && status == ER_OK; step++) {
        for (size_t i = 0; i < count; i++)
            tried[i] = points[i];
        status = er_transform_points(ctx, transform, tried, count, NULL);
        for (size_t i = 0; i < count && status == ER_OK; i++) {
            er_point there = rough(way, tried[i]);
            points[i].x += wanted[i].x - there.x;
            points[i].y += wanted[i].y - there.y;
        }
    }
    er_free(wanted);
    er_free(tried);
    return status;
}

er_status er_crs_invert(er_context *ctx, const char *crs, er_point *points, size_t count) {
    er_transform *transform = NULL;
    ER_TRY(er_transform_new(ctx, crs, true, &transform, NULL));
    PJ_CONTEXT *proj = proj_context_create();
    proj_log_level(proj, PJ_LOG_NONE);
    PJ *way = rough_way(proj, crs);
    er_status status = way ? refine(ctx, transform, way, points, count)
                           : er_fail(ctx, ER_ERR_CRS, "there is no way from WGS 84 to %.100s", crs);
    proj_destroy(way);
    proj_context_destroy(proj);
    er_transform_free(transform);
    return status;
}
