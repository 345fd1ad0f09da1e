/* Whether areas of a reference system's plane are areas on the ground. */
#include "geometry/reference.h"
#include "geometry/ellipsoid.h"

#include <math.h>
#include <string.h>

/** Methods that keep areas on the ellipsoid, as PROJ carries them out. Mollweide, Eckert and others
 *  that PROJ computes on a sphere only are none. */
static bool keeps_areas(const char *name, const char *code) {
    static const char *const codes[] = {
        "9820", /* Lambert azimuthal equal area */
        "9822", /* Albers equal area */
        "9835", /* Lambert cylindrical equal area */
        "1078", /* Equal Earth */
        "9827", /* Bonne */
    };
    for (size_t i = 0; code && i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return name && strcmp(name, "Sinusoidal") == 0;
}

static bool method_keeps_areas(PJ_CONTEXT *context, const PJ *crs) {
    const char *name = NULL, *code = NULL;
    PJ *conversion = proj_crs_get_coordoperation(context, crs);
    bool keeps = conversion &&
                 proj_coordoperation_get_method_info(context, conversion, &name, NULL, &code) &&
                 keeps_areas(name, code);
    proj_destroy(conversion);
    return keeps;
}

bool er_reference_is_authalic(PJ_CONTEXT *context, const PJ *crs) {
    static const char *const codes[] = {"9820", "9835", "1078"};
    const char *code = NULL;
    bool authalic = false;
    PJ *bare = proj_get_type(crs) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs)
                                                       : proj_clone(context, crs);
    PJ *conversion = bare ? proj_crs_get_coordoperation(context, bare) : NULL;
    if (conversion && proj_coordoperation_get_method_info(context, conversion, NULL, NULL, &code))
        for (size_t i = 0; code && i < sizeof codes / sizeof codes[0]; i++)
            authalic = authalic || strcmp(code, codes[i]) == 0;
    proj_destroy(conversion);
    proj_destroy(bare);
    return authalic;
}

/** Within a metre of WGS 84 at both axes: areas agree to 3e-7. */
static bool ellipsoid_is_near_wgs84(PJ_CONTEXT *context, const PJ *crs) {
    double major = 0, minor = 0;
    PJ *ellipsoid = proj_get_ellipsoid(context, crs);
    bool near = ellipsoid &&
                proj_ellipsoid_get_parameters(context, ellipsoid, &major, &minor, NULL, NULL) &&
                fabs(major - ER_WGS84_MAJOR_M) < 1 && fabs(minor - ER_WGS84_MINOR_M) < 1;
    proj_destroy(ellipsoid);
    return near;
}

er_status er_crs_is_equal_area(er_context *ctx, const char *crs, bool *equal_area) {
    PJ *system = NULL;
    PJ_CONTEXT *context = er_proj_context();
    if (!context) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_reference_read(ctx, context, crs, &system);
    if (status == ER_OK) {
        PJ *bare = proj_get_type(system) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, system)
                                                              : proj_clone(context, system);
        *equal_area = bare && er_reference_is_metric(context, bare) &&
                      method_keeps_areas(context, bare) && ellipsoid_is_near_wgs84(context, bare);
        proj_destroy(bare);
    }
    proj_destroy(system);
    proj_context_destroy(context);
    return status;
}
