#include "outputs/check_vector.h"

#include "sources/gdal_parts.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <string.h>

void er_check_gdal(er_check_file *file, int64_t feature, const char *rule) {
    const char *message = CPLGetLastErrorMsg();
    er_check_violation(file, feature, rule, message && message[0] ? message : NULL);
    CPLErrorReset();
}

GDALDatasetH er_check_open(er_check_file *file, unsigned kind, const char *driver,
                           const char *const *siblings) {
    const char *const drivers[] = {driver, NULL};
    GDALDatasetH dataset = GDALOpenEx(file->path, GDAL_OF_READONLY | kind, drivers, NULL, siblings);
    if (!dataset) er_check_gdal(file, 0, "can't be read as what it is");
    return dataset;
}

void er_check_wgs84(er_check_file *file, OGRSpatialReferenceH system) {
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRSetWellKnownGeogCS(wgs84, "WGS84");
    /* which of its axes comes first is not the place's affair: files have longitude first */
    static const char *const options[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", NULL};
    if (!system || !OSRIsSameEx(system, wgs84, options))
        er_check_violation(file, 0, "is not in WGS 84", NULL);
    OSRRelease(wgs84);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static bool is_of_type(OGRFieldDefnH field, const char *type) {
    OGRFieldType is = OGR_Fld_GetType(field);
    bool boolean = OGR_Fld_GetSubType(field) == OFSTBoolean;
    if (strcmp(type, "boolean") == 0) return is == OFTInteger && boolean;
    if (strcmp(type, "integer") == 0) return (is == OFTInteger || is == OFTInteger64) && !boolean;
    return is == (strcmp(type, "real") == 0 ? OFTReal : OFTString);
}

static bool is_known(const er_check_file *file, const char *name) {
    for (size_t i = 0; i < file->field_count; i++)
        if (strcmp(file->fields[i].name, name) == 0) return true;
    return false;
}

static void check_fields(er_check_file *file, OGRFeatureDefnH layer) {
    if (!file->fields) return;
    for (size_t i = 0; i < file->field_count; i++) {
        const er_check_field *field = &file->fields[i];
        int at = OGR_FD_GetFieldIndex(layer, field->name);
        if (at < 0)
            er_check_violation(file, 0, "lacks a field that fields.csv names", field->name);
        else if (!is_of_type(OGR_FD_GetFieldDefn(layer, at), field->type))
            er_check_violation(file, 0, "a field is not of the type in fields.csv", field->name);
    }
    for (int i = 0; i < OGR_FD_GetFieldCount(layer); i++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(layer, i));
        if (!is_known(file, name))
            er_check_violation(file, 0, "has a field that fields.csv lacks", name);
    }
}

/** Reals are numbers. */
static void check_values(er_check_file *file, OGRFeatureH feature) {
    for (int i = 0; i < OGR_F_GetFieldCount(feature); i++) {
        OGRFieldDefnH field = OGR_F_GetFieldDefnRef(feature, i);
        if (OGR_Fld_GetType(field) == OFTReal && OGR_F_IsFieldSetAndNotNull(feature, i) &&
            !isfinite(OGR_F_GetFieldAsDouble(feature, i)))
            er_check_violation(file, file->features, "a field is not of the type in fields.csv",
                               OGR_Fld_GetNameRef(field));
    }
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static const char *broken_place(OGRGeometryH place, OGRwkbGeometryType type) {
    OGREnvelope box;
    if (type != wkbUnknown && wkbFlatten(OGR_G_GetGeometryType(place)) != wkbFlatten(type))
        return "a shape is not of the layer's type";
    if (OGR_G_IsEmpty(place)) return "a shape is empty";
    OGR_G_GetEnvelope(place, &box);
    if (!isfinite(box.MinX) || !isfinite(box.MaxX) || !isfinite(box.MinY) || !isfinite(box.MaxY))
        return "a coordinate is no finite number";
    if (box.MinX < -180 || box.MaxX > 180) return "a longitude is beyond 180 degrees";
    if (box.MinY < -90 || box.MaxY > 90) return "a latitude is beyond 90 degrees";
    bool is_valid = OGR_G_IsValid(place); /* by GEOS */
    CPLErrorReset();                      /* it says where; the rule says enough */
    return is_valid ? NULL : "is not valid as a shape";
}

static void check_feature(er_check_file *file, OGRFeatureH feature, OGRwkbGeometryType type) {
    OGRGeometryH place = OGR_F_GetGeometryRef(feature);
    const char *broken = place ? broken_place(place, type) : NULL;
    if (broken) er_check_violation(file, file->features, broken, NULL);
    check_values(file, feature);
}

static er_status check_features(er_check_file *file, OGRLayerH layer, OGRwkbGeometryType type) {
    OGR_L_ResetReading(layer);
    CPLErrorReset();
    for (;;) {
        OGRFeatureH feature = OGR_L_GetNextFeature(layer);
        if (CPLGetLastErrorType() >= CE_Failure)
            er_check_gdal(file, file->features + 1, "can't be read as what it is");
        if (!feature) return ER_OK;
        file->features++;
        check_feature(file, feature, type);
        OGR_F_Destroy(feature);
        if ((file->features & 0xff) == 0) ER_TRY(er_check_cancel(file->ctx));
    }
}

er_status er_check_vector_layer(er_check_file *file, OGRLayerH layer) {
    OGRwkbGeometryType type = OGR_L_GetGeomType(layer);
    check_fields(file, OGR_L_GetLayerDefn(layer));
    if (type != wkbNone) er_check_wgs84(file, OGR_L_GetSpatialRef(layer));
    GIntBig stated = OGR_L_GetFeatureCount(layer, FALSE);
    ER_TRY(check_features(file, layer, type));
    if (stated >= 0 && stated != file->features)
        er_check_violation(file, 0,
                           file->kind == ER_OUTPUT_ROWS
                               ? "has another number of rows than it says"
                               : "has another number of features than it says",
                           NULL);
    return ER_OK;
}

/* ---- FlatGeobuf ------------------------------------------------------------------------------ */

/** Rows without a place stand in a table beside it. */
static er_status check_rest(er_check_file *file) {
    const char *path = NULL;
    size_t stem = strlen(file->path) - strlen(".fgb");
    ER_TRY(er_arena_format(file->ctx, file->arena, &path, "%.*s_without_place.csv", (int)stem,
                           file->path));
    VSIStatBufL info;
    return VSIStatL(path, &info) == 0 ? er_check_rows(file, path, NULL) : ER_OK;
}

er_status er_check_flatgeobuf(er_check_file *file) {
    er_status status = ER_OK;
    er_check_begin(file, file->stem, ER_OUTPUT_FEATURES);
    er_gdal_begin();
    GDALDatasetH dataset = er_check_open(file, GDAL_OF_VECTOR, "FlatGeobuf", NULL);
    OGRLayerH layer = dataset ? GDALDatasetGetLayer(dataset, 0) : NULL;
    if (dataset && !layer) er_check_gdal(file, 0, "is cut short");
    if (layer) {
        if (strcmp(OGR_L_GetName(layer), file->stem) != 0)
            er_check_violation(file, 0, "holds a layer of another name", OGR_L_GetName(layer));
        status = er_check_vector_layer(file, layer);
    }
    if (dataset) GDALClose(dataset);
    er_gdal_end();
    if (status == ER_OK) status = check_rest(file);
    if (status == ER_OK && layer) er_check_count(file, file->stem, true);
    return status;
}
