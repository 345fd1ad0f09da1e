#include "geometry/reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_DEFINITION = 100000, SHOWN = 80 };

/** The beginning of a definition on one line, for messages. */
static const char *shown(const char *text, char buffer[SHOWN + 8]) {
    size_t length = 0;
    while (length < SHOWN && text[length])
        length++;
    while (length > 0 && text[length] && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    memcpy(buffer, text, length);
    strcpy(buffer + length, text[length] ? "..." : "");
    return buffer;
}

/** PROJ reads a PROJ string as an operation unless told that a system is meant. */
static PJ *create(PJ_CONTEXT *context, const char *text) {
    bool proj_string = strstr(text, "proj=") != NULL || strstr(text, "init=") != NULL;
    if (!proj_string || strchr(text, '[') || strchr(text, '{')) return proj_create(context, text);
    if (strstr(text, "proj=pipeline")) return NULL; /* an operation, not a system */
    if (strstr(text, "type=crs")) return proj_create(context, text);
    size_t size = strlen(text) + sizeof " +type=crs";
    char *typed = malloc(size);
    if (!typed) return NULL;
    snprintf(typed, size, "%s +type=crs", text);
    PJ *crs = proj_create(context, typed);
    free(typed);
    return crs;
}

/** Name of a kind of system that has no place on the map; null for those that have. */
static const char *useless_kind(PJ_CONTEXT *context, const PJ *crs) {
    switch (proj_get_type(crs)) {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
    case PJ_TYPE_GEOGRAPHIC_3D_CRS:
    case PJ_TYPE_PROJECTED_CRS:
        return NULL;
    case PJ_TYPE_BOUND_CRS: {
        PJ *source = proj_get_source_crs(context, crs);
        const char *kind = source ? useless_kind(context, source) : "an unknown kind of system";
        proj_destroy(source);
        return kind;
    }
    case PJ_TYPE_GEOCENTRIC_CRS:
        return "a geocentric system";
    case PJ_TYPE_VERTICAL_CRS:
        return "a system of heights only";
    case PJ_TYPE_ENGINEERING_CRS:
        return "a local system without a place on the Earth";
    case PJ_TYPE_TEMPORAL_CRS:
        return "a system of times only";
    default:
        return "not a reference system for positions";
    }
}

er_status er_reference_read(er_context *ctx, PJ_CONTEXT *context, const char *text, PJ **out) {
    char start[SHOWN + 8];
    shown(text, start);
    if (strlen(text) > LONGEST_DEFINITION)
        return er_fail(ctx, ER_ERR_CRS, "reference system '%s': the definition is too long", start);
    PJ *crs = create(context, text);
    if (!crs)
        return er_fail(ctx, ER_ERR_CRS,
                       "reference system '%s' is not known: give a code such as EPSG:4326, WKT, "
                       "PROJJSON or a PROJ string",
                       start);
    if (proj_get_type(crs) == PJ_TYPE_COMPOUND_CRS) {
        PJ *horizontal = proj_crs_get_sub_crs(context, crs, 0);
        proj_destroy(crs);
        if (!horizontal)
            return er_fail(ctx, ER_ERR_CRS, "reference system '%s' has no horizontal part", start);
        crs = horizontal;
    }
    const char *kind = useless_kind(context, crs);
    if (kind) {
        proj_destroy(crs);
        return er_fail(ctx, ER_ERR_CRS,
                       "reference system '%s' is %s: give a geographic or projected one", start,
                       er_text(ctx, kind));
    }
    *out = crs;
    return ER_OK;
}

static bool own_code(const PJ *crs, char authority[32], char code[32]) {
    const char *a = proj_get_id_auth_name(crs, 0), *c = proj_get_id_code(crs, 0);
    if (!a || !c || strlen(a) >= 32 || strlen(c) >= 32) return false;
    strcpy(authority, a);
    strcpy(code, c);
    return true;
}

bool er_reference_code(PJ_CONTEXT *context, const PJ *crs, int confidence, char authority[32],
                       char code[32]) {
    authority[0] = code[0] = '\0';
    if (own_code(crs, authority, code)) return true;
    bool found = false;
    int *confidences = NULL;
    PJ_OBJ_LIST *list = proj_identify(context, crs, "EPSG", NULL, &confidences);
    if (list && confidences && proj_list_get_count(list) > 0 && confidences[0] >= confidence) {
        PJ *match = proj_list_get(context, list, 0);
        found = match && own_code(match, authority, code);
        proj_destroy(match);
    }
    proj_int_list_destroy(confidences);
    proj_list_destroy(list);
    return found;
}

static bool axis_in_metres(PJ_CONTEXT *context, const PJ *system, int axis) {
    double factor = 0;
    return proj_cs_get_axis_info(context, system, axis, NULL, NULL, NULL, &factor, NULL, NULL,
                                 NULL) &&
           fabs(factor - 1) < 1e-12;
}

bool er_reference_is_metric(PJ_CONTEXT *context, const PJ *crs) {
    if (proj_get_type(crs) == PJ_TYPE_BOUND_CRS) {
        PJ *source = proj_get_source_crs(context, crs);
        bool metric = source && er_reference_is_metric(context, source);
        proj_destroy(source);
        return metric;
    }
    if (proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS) return false;
    PJ *system = proj_crs_get_coordinate_system(context, crs);
    bool metric =
        system && axis_in_metres(context, system, 0) && axis_in_metres(context, system, 1);
    proj_destroy(system);
    return metric;
}
