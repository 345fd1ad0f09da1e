#include "geometry/reference.h"

#include <math.h>
#include <string.h>

struct er_transform {
    er_projector *projector;
};

er_status er_transform_new(er_context *ctx, const char *crs, bool allow_ballpark,
                           er_transform **out, er_transform_info *info_or_null) {
    er_transform_info info;
    PJ *system = NULL, *operation = NULL;
    er_projector *projector = NULL;
    er_transform *transform = NULL;
    PJ_CONTEXT *context = er_proj_context();
    if (!context) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_reference_read(ctx, context, crs, &system);
    if (status == ER_OK)
        status = er_reference_operation(ctx, context, system, allow_ballpark, &operation, &info);
    bool authalic = status == ER_OK && er_reference_is_authalic(context, system);
    proj_destroy(system);
    if (status != ER_OK) {
        proj_context_destroy(context);
        return status;
    }
    ER_TRY(er_projector_new(ctx, context, operation, &projector));
    if (authalic) er_projector_refine(projector, PJ_FWD);
    status = er_alloc(ctx, 1, sizeof *transform, &transform);
    if (status != ER_OK) {
        er_projector_free(projector);
        return status;
    }
    transform->projector = projector;
    *out = transform;
    if (info_or_null) *info_or_null = info;
    return ER_OK;
}

void er_transform_free(er_transform *transform) {
    if (!transform) return;
    er_projector_free(transform->projector);
    er_free(transform);
}

er_status er_transform_points(er_context *ctx, er_transform *transform, er_point *points,
                              size_t count, size_t *failed) {
    enum { BATCH = 65536 };
    size_t lost = 0;
    for (size_t at = 0; at < count; at += BATCH) {
        ER_TRY(er_check_cancel(ctx));
        size_t some = count - at < BATCH ? count - at : BATCH;
        lost += er_projector_apply(transform->projector, PJ_FWD, points + at, some);
    }
    if (failed) *failed = lost;
    return ER_OK;
}

size_t er_transform_back(const er_transform *transform, er_point *points, size_t count) {
    return er_projector_apply(transform->projector, PJ_INV, points, count);
}
