/* Which operation leads from a system to WGS 84, and that it is more than a ballpark one. */
#include "geometry/datum_shifts.h"
#include "geometry/reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** What PROJ offers between two systems. */
struct offer {
    int real;          /**< operations without any ballpark step, that can be carried out here */
    double accuracy_m; /**< the worst stated one of them; NAN if one states none */
    char name[400];    /**< of the best one */
};

/** Look through PROJ's operations: its own list may hold some with a ballpark step in the middle,
 *  and some whose grids are not installed. */
static void look_through(PJ_CONTEXT *context, const PJ *crs, const PJ *wgs84, struct offer *offer) {
    *offer = (struct offer){.real = 0};
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(context, NULL);
    if (!factory) return;
    proj_operation_factory_context_set_spatial_criterion(
        context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(
        context, factory, PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
    proj_operation_factory_context_set_allow_ballpark_transformations(context, factory, 0);
    PJ_OBJ_LIST *list = proj_create_operations(context, crs, wgs84, factory);
    int count = list ? proj_list_get_count(list) : 0;
    for (int i = 0; i < count; i++) {
        PJ *operation = proj_list_get(context, list, i);
        if (operation && !proj_coordoperation_has_ballpark_transformation(context, operation) &&
            proj_coordoperation_is_instantiable(context, operation)) {
            double accuracy = proj_coordoperation_get_accuracy(context, operation);
            if (accuracy < 0) /* how PROJ says "not known", also where no datum changes */
                accuracy = proj_get_type(operation) == PJ_TYPE_CONVERSION ? 0 : NAN;
            if (offer->real == 0)
                snprintf(offer->name, sizeof offer->name, "%s", proj_get_name(operation));
            if (offer->real == 0 || isnan(accuracy) || accuracy > offer->accuracy_m)
                offer->accuracy_m = isnan(offer->accuracy_m) ? NAN : accuracy;
            offer->real++;
        }
        proj_destroy(operation);
    }
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
}

static PJ *connect(PJ_CONTEXT *context, const PJ *crs, const PJ *wgs84, bool ballpark) {
    const char *const strict[] = {"ALLOW_BALLPARK=NO", NULL};
    PJ *found = proj_create_crs_to_crs_from_pj(context, crs, wgs84, NULL, ballpark ? NULL : strict);
    if (!found) return NULL;
    PJ *normal = proj_normalize_for_visualization(context, found);
    proj_destroy(found);
    return normal;
}

/** The system bound to the target of a built-in shift, as WKT 2 writes it. */
static PJ *bind(PJ_CONTEXT *context, const PJ *crs, const er_datum_shift *shift) {
    PJ *target = proj_create(context, shift->target), *bound = NULL;
    const char *text = target ? proj_as_wkt(context, crs, PJ_WKT2_2019, NULL) : NULL;
    char *source_wkt = text ? strdup(text) : NULL, *target_wkt = NULL, *wkt = NULL;
    text = source_wkt ? proj_as_wkt(context, target, PJ_WKT2_2019, NULL) : NULL;
    target_wkt = text ? strdup(text) : NULL;
    char x[32], y[32], z[32];
    er_format_double(shift->translation_m[0], x);
    er_format_double(shift->translation_m[1], y);
    er_format_double(shift->translation_m[2], z);
    if (target_wkt &&
        asprintf(&wkt,
                 "BOUNDCRS[SOURCECRS[%s],TARGETCRS[%s],ABRIDGEDTRANSFORMATION[\"%s\","
                 "METHOD[\"Geocentric translations (geog2D domain)\",ID[\"EPSG\",9603]],"
                 "PARAMETER[\"X-axis translation\",%s,ID[\"EPSG\",8605]],"
                 "PARAMETER[\"Y-axis translation\",%s,ID[\"EPSG\",8606]],"
                 "PARAMETER[\"Z-axis translation\",%s,ID[\"EPSG\",8607]]]]",
                 source_wkt, target_wkt, shift->name, x, y, z) >= 0)
        bound = proj_create(context, wkt);
    free(wkt);
    free(source_wkt);
    free(target_wkt);
    proj_destroy(target);
    return bound;
}

/** The built-in shift of a system's geographic base, by its code or what PROJ identifies it as. */
static const er_datum_shift *shift_of(PJ_CONTEXT *context, const PJ *crs) {
    enum { BASE_CONFIDENCE = 70 }; /* PROJ's figure for "same name, equivalent definition" */
    char authority[32], code[32];
    PJ *base = proj_crs_get_geodetic_crs(context, crs);
    bool named = base && er_reference_code(context, base, BASE_CONFIDENCE, authority, code);
    proj_destroy(base);
    return named ? er_datum_shift_find(authority, code) : NULL;
}

static PJ *built_in(PJ_CONTEXT *context, const PJ *crs, const PJ *wgs84, er_transform_info *info) {
    const er_datum_shift *shift = shift_of(context, crs);
    PJ *bound = shift ? bind(context, crs, shift) : NULL, *operation = NULL;
    struct offer offer;
    if (bound) {
        look_through(context, bound, wgs84, &offer);
        if (offer.real > 0) operation = connect(context, bound, wgs84, false);
    }
    proj_destroy(bound);
    if (!operation) return NULL;
    snprintf(info->method, sizeof info->method, "%s: dX %g m, dY %g m, dZ %g m; %s", shift->name,
             shift->translation_m[0], shift->translation_m[1], shift->translation_m[2],
             shift->source);
    info->accuracy_m = shift->accuracy_m;
    info->built_in = true;
    return operation;
}

static PJ *by_proj(PJ_CONTEXT *context, const PJ *crs, const PJ *wgs84, er_transform_info *info) {
    struct offer offer;
    look_through(context, crs, wgs84, &offer);
    PJ *operation = offer.real > 0 ? connect(context, crs, wgs84, false) : NULL;
    if (!operation) return NULL;
    if (offer.real == 1)
        snprintf(info->method, sizeof info->method, "%s", offer.name);
    else
        snprintf(info->method, sizeof info->method, "%s (or one of %d others, by place)",
                 offer.name, offer.real - 1);
    info->accuracy_m = offer.accuracy_m;
    return operation;
}

static PJ *by_ballpark(PJ_CONTEXT *context, const PJ *crs, const PJ *wgs84,
                       er_transform_info *info) {
    PJ *operation = connect(context, crs, wgs84, true);
    if (!operation) return NULL;
    snprintf(info->method, sizeof info->method, "ballpark: no datum shift");
    info->accuracy_m = NAN;
    info->ballpark = true;
    return operation;
}

static void describe(PJ_CONTEXT *context, const PJ *crs, er_transform_info *info) {
    enum { CRS_CONFIDENCE = 90 }; /* PROJ's figure for "equivalent, another name" */
    char authority[32], code[32];
    const char *name = proj_get_name(crs);
    snprintf(info->crs_name, sizeof info->crs_name, "%s", name ? name : "");
    info->authority[0] = '\0';
    if (er_reference_code(context, crs, CRS_CONFIDENCE, authority, code) &&
        strlen(authority) + strlen(code) + 2 <= sizeof info->authority) {
        strcpy(info->authority, authority);
        strcat(info->authority, ":");
        strcat(info->authority, code);
    }
}

er_status er_reference_operation(er_context *ctx, PJ_CONTEXT *context, const PJ *crs,
                                 bool allow_ballpark, PJ **operation, er_transform_info *info) {
    PJ *wgs84 = proj_create(context, "EPSG:4326");
    if (!wgs84)
        return er_fail(ctx, ER_ERR_CRS,
                       "PROJ's database (proj.db) can't be read: install proj-data or set "
                       "PROJ_DATA to its folder");
    *info = (er_transform_info){.accuracy_m = NAN};
    describe(context, crs, info);
    PJ *found = by_proj(context, crs, wgs84, info);
    if (!found) found = built_in(context, crs, wgs84, info);
    if (!found && allow_ballpark) found = by_ballpark(context, crs, wgs84, info);
    proj_destroy(wgs84);
    if (!found)
        return er_fail(ctx, ER_ERR_CRS,
                       "no datum shift is known from '%s'%s%s%s to WGS 84, and without one "
                       "positions may be hundreds of metres off: give the data in another "
                       "reference system, or accept that with --allow-ballpark",
                       info->crs_name, info->authority[0] ? " (" : "", info->authority,
                       info->authority[0] ? ")" : "");
    *operation = found;
    return ER_OK;
}
