#include "geometry/ellipsoid.h"
#include "geometry/plane.h"
#include "geometry/projector.h"
#include "geometry/reference.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double earth_radius_m = 6371007.2; /* of the authalic sphere of WGS 84 */
static const double eccentricity_squared = 0.00669437999014;
static const size_t most_pieces = 300000;

struct er_plane {
    er_projector *projector;
    char *definition;
    PJ_DIRECTION forward; /**< direction of the operation that leads onto the plane */
    bool centred;         /**< our own azimuthal projection, with its origin at the centre */
};

static bool box_in_degrees(er_box box) {
    return isfinite(box.min_x) && isfinite(box.max_x) && fabs(box.min_x) <= 360 &&
           fabs(box.max_x) <= 360 && box.min_y >= -90 && box.max_y <= 90 && box.min_y <= box.max_y;
}

/** Centre of an extent; false if no hemisphere holds it. */
static bool centre_of(er_box box, er_point *centre) {
    double width = box.max_x - box.min_x;
    if (width < 0) width += 360;
    centre->x = remainder(box.min_x + width / 2, 360);
    centre->y = (box.min_y + box.max_y) / 2;
    if (width > 360) return false;
    if (width >= 180) { /* around a pole, perhaps */
        centre->x = 0;
        centre->y = box.min_y >= 0 ? 90 : -90;
        return box.min_y >= 0 || box.max_y <= 0;
    }
    const double degree = M_PI / 180;
    for (int i = 0; i < 2; i++) { /* angular distance of the corners from the centre */
        double latitude = (i ? box.max_y : box.min_y) * degree, at = centre->y * degree;
        if (sin(at) * sin(latitude) + cos(at) * cos(latitude) * cos(width / 2 * degree) < 0)
            return false;
    }
    return true;
}

static er_status copy_text(er_context *ctx, const char *text, char **out) {
    ER_TRY(er_alloc(ctx, strlen(text) + 1, 1, out));
    strcpy(*out, text);
    return ER_OK;
}

static er_status plane_of(er_context *ctx, PJ_CONTEXT *context, PJ *operation,
                          const char *definition, bool centred, bool authalic, er_plane **out) {
    er_projector *projector = NULL;
    er_plane *plane = NULL;
    ER_TRY(er_projector_new(ctx, context, operation, &projector));
    er_status status = er_alloc(ctx, 1, sizeof *plane, &plane);
    if (status == ER_OK) status = copy_text(ctx, definition, &plane->definition);
    if (status != ER_OK) {
        er_projector_free(projector);
        er_free(plane);
        return status;
    }
    plane->projector = projector;
    plane->centred = centred;
    plane->forward = centred ? PJ_FWD : PJ_INV;
    /* Figures on a plane of ours leave it with its definition (rasters), and others read them by
     * PROJ's way back to degrees: that one counts, and the way there is made to fit it. Figures on
     * a plane of the user's came by PROJ's way there. */
    if (centred)
        er_projector_fit_centred(projector);
    else if (authalic)
        er_projector_refine(projector, PJ_FWD);
    *out = plane;
    return ER_OK;
}

er_status er_plane_new(er_context *ctx, er_box extent, er_plane **out) {
    er_point centre;
    if (!box_in_degrees(extent))
        return er_fail(
            ctx, ER_ERR_RANGE,
            "the extent %g %g %g %g is not one in degrees: give west, south, east, north",
            extent.min_x, extent.min_y, extent.max_x, extent.max_y);
    if (!centre_of(extent, &centre))
        return er_fail(ctx, ER_ERR_RANGE,
                       "the extent %g %g %g %g is wider than a hemisphere: split the study",
                       extent.min_x, extent.min_y, extent.max_x, extent.max_y);
    /* Rounded, so that the definition is short and a border moved by a metre does not change it. */
    char latitude[32], longitude[32], definition[160], pipeline[256];
    er_format_double(er_round(centre.y, 2), latitude);
    er_format_double(er_round(centre.x, 2), longitude);
    snprintf(definition, sizeof definition,
             "+proj=laea +lat_0=%s +lon_0=%s +x_0=0 +y_0=0 +datum=WGS84 +units=m +type=crs",
             latitude, longitude);
    snprintf(pipeline, sizeof pipeline,
             "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
             "+step +proj=laea +lat_0=%s +lon_0=%s +ellps=WGS84",
             latitude, longitude);
    PJ_CONTEXT *context = er_proj_context();
    if (!context) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    PJ *operation = proj_create(context, pipeline);
    if (!operation) {
        proj_context_destroy(context);
        return er_fail(ctx, ER_ERR_INTERNAL, "PROJ can't make the plane '%s'", definition);
    }
    return plane_of(ctx, context, operation, definition, true, true, out);
}

er_status er_plane_from_crs(er_context *ctx, const char *crs, er_plane **out) {
    PJ *system = NULL, *operation = NULL;
    er_transform_info info;
    PJ_CONTEXT *context = er_proj_context();
    if (!context) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_reference_read(ctx, context, crs, &system);
    if (status == ER_OK && !er_reference_is_metric(context, system))
        status = er_fail(ctx, ER_ERR_CRS,
                         "working plane '%s': give a projected reference system in metres",
                         proj_get_name(system));
    if (status == ER_OK)
        status = er_reference_operation(ctx, context, system, false, &operation, &info);
    bool authalic = status == ER_OK && er_reference_is_authalic(context, system);
    proj_destroy(system);
    if (status != ER_OK) {
        proj_context_destroy(context);
        return status;
    }
    return plane_of(ctx, context, operation, crs, false, authalic, out);
}

void er_plane_free(er_plane *plane) {
    if (!plane) return;
    er_projector_free(plane->projector);
    er_free(plane->definition);
    er_free(plane);
}

const char *er_plane_definition(const er_plane *plane) {
    return plane->definition;
}

void er_plane_forward(const er_plane *plane, er_point *points, size_t count) {
    er_projector_apply(plane->projector, plane->forward, points, count);
}

void er_plane_inverse(const er_plane *plane, er_point *points, size_t count) {
    er_projector_apply(plane->projector, plane->forward == PJ_FWD ? PJ_INV : PJ_FWD, points, count);
}

/** On the plane of a sphere of radius R a great circle that passes the centre at rho has the
 *  curvature (1 - cos²(c/2) cos c) / (2 R sin(c/2)) with rho = 2 R sin(c/2): at most 3/4 rho/R²
 *  within the hemisphere. The ellipsoid adds less than its e² over R. */
static double centred_deviation(er_point a, er_point b, double length_m) {
    double rho = fmax(hypot(a.x, a.y), hypot(b.x, b.y)) / earth_radius_m;
    double curvature = (0.75 * rho + eccentricity_squared) / earth_radius_m;
    return curvature * length_m * length_m / 8;
}

/** For a plane of unknown distortion: the curvature from second differences over five points of the
 *  geodesic, carried on in a straight line to its ends, with a third added for what lies between.
 */
static double measured_deviation(const er_plane *plane, er_point a, er_point b, er_point a_degrees,
                                 er_point b_degrees, double length_m) {
    struct geod_geodesic ellipsoid = er_wgs84();
    struct geod_geodesicline line;
    er_point p[5] = {[0] = a, [4] = b};
    double bend[3]; /* curvature times the square of a quarter's length */
    geod_inverseline(&line, &ellipsoid, a_degrees.y, a_degrees.x, b_degrees.y, b_degrees.x, 0);
    for (int i = 1; i < 4; i++)
        geod_position(&line, line.s13 * i / 4, &p[i].y, &p[i].x, NULL);
    er_plane_forward(plane, p + 1, 3);
    for (int i = 0; i < 3; i++) {
        double x = p[i].x - 2 * p[i + 1].x + p[i + 2].x, y = p[i].y - 2 * p[i + 1].y + p[i + 2].y;
        bend[i] = ((b.x - a.x) * y - (b.y - a.y) * x) / length_m;
    }
    if (!isfinite(bend[0] + bend[1] + bend[2])) return NAN;
    double ends = fmax(fabs(2 * bend[0] - bend[1]), fabs(2 * bend[2] - bend[1]));
    double most = fmax(fmax(fabs(bend[0]), fabs(bend[2])), fmax(fabs(bend[1]), ends));
    return 4.0 / 3 * 16 * most / 8; /* of the whole edge: curvature times length² over 8 */
}

size_t er_plane_edge_pieces(const er_plane *plane, er_point a, er_point b, er_point a_degrees,
                            er_point b_degrees, double tolerance_m) {
    const double hemisphere_m = 1.4143 * earth_radius_m;
    double length = hypot(b.x - a.x, b.y - a.y), deviation;
    if (!isfinite(length)) return 0;
    if (plane->centred) {
        if (hypot(a.x, a.y) > hemisphere_m || hypot(b.x, b.y) > hemisphere_m) return 0;
        deviation = centred_deviation(a, b, length);
    } else {
        if (length < 1) return 1;
        deviation = measured_deviation(plane, a, b, a_degrees, b_degrees, length);
    }
    if (deviation <= tolerance_m) return 1;
    double pieces = ceil(sqrt(deviation / tolerance_m));
    return pieces <= (double)most_pieces ? (size_t)pieces : 0; /* false for NAN */
}
