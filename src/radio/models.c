#include "radio/models.h"

#include <math.h>

/* Adding a model is one file and one entry here. */
static const er_path_model *const models[] = {
    &er_model_freespace,   &er_model_p1812,       &er_model_tr38901_rma,
    &er_model_tr38901_uma, &er_model_tr38901_umi,
};

const er_path_model *er_path_model_at(size_t i) {
    return i < sizeof models / sizeof models[0] ? models[i] : NULL;
}

const er_path_model *er_path_model_find(const char *name) {
    for (size_t i = 0; name && i < sizeof models / sizeof models[0]; i++)
        if (er_same_text(models[i]->name, name)) return models[i];
    return NULL;
}

double er_path_distance_m(const er_path *path) {
    const er_profile *profile = &path->profile;
    if (!profile->points || profile->count == 0) return path->distance_m;
    return 1000 * profile->points[profile->count - 1].distance_km;
}

void er_quantity_add(er_quantities *quantities, const char *name, const char *equation,
                     double value) {
    if (!quantities || quantities->count >= ER_QUANTITY_LIMIT) return;
    quantities->items[quantities->count++] = (er_quantity){name, equation, value};
}

er_status er_path_loss(er_context *ctx, const er_path_model *model, const er_path *path,
                       er_path_result *result, er_quantities *quantities_or_null) {
    ER_TRY(er_path_check(ctx, model, path));
    er_path_result found = {NAN, 0, 0};
    er_quantities quantities = {.count = 0};
    ER_TRY(model->loss(ctx, path, &found, quantities_or_null ? &quantities : NULL));
    if (!isfinite(found.loss_db))
        return er_fail(ctx, ER_ERR_RANGE, "%s gives no finite loss for this path", model->name);
    *result = found;
    if (quantities_or_null) *quantities_or_null = quantities;
    return ER_OK;
}
