#include "radio/models.h"

/* By er_environment. */
static const struct {
    const char *name;
    const er_path_model *model;
} environments[] = {
    [ER_ENV_RMA] = {"rma", &er_model_tr38901_rma},
    [ER_ENV_UMA] = {"uma", &er_model_tr38901_uma},
    [ER_ENV_UMI] = {"umi", &er_model_tr38901_umi},
};

enum { ENVIRONMENT_COUNT = sizeof environments / sizeof environments[0] };

const char *er_environment_name(er_environment environment) {
    return (size_t)environment < ENVIRONMENT_COUNT ? environments[environment].name : NULL;
}

bool er_environment_parse(const char *text, er_environment *out) {
    for (size_t i = 0; text && i < ENVIRONMENT_COUNT; i++) {
        if (!er_same_text(text, environments[i].name)) continue;
        *out = (er_environment)i;
        return true;
    }
    return false;
}

const er_path_model *er_environment_model(er_environment environment) {
    return (size_t)environment < ENVIRONMENT_COUNT ? environments[environment].model : NULL;
}
