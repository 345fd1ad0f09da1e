#include "outputs/vector_rows.h"

#include "sources/gdal_parts.h"

#include <ogr_srs_api.h>

static OGRFieldType column_type(er_field_type type) {
    switch (type) {
    case ER_FIELD_INT:
        return OFTInteger64;
    case ER_FIELD_REAL:
        return OFTReal;
    case ER_FIELD_BOOL:
        return OFTInteger;
    case ER_FIELD_TEXT:
        break;
    }
    return OFTString;
}

er_status er_vector_columns(er_context *ctx, const er_sheet *sheet, OGRLayerH layer,
                            const char *path) {
    for (size_t i = 0; i < sheet->field_count; i++) {
        const er_field *field = &sheet->fields[i];
        OGRFieldDefnH column = OGR_Fld_Create(field->name, column_type(field->type));
        if (field->type == ER_FIELD_BOOL) OGR_Fld_SetSubType(column, OFSTBoolean);
        OGRErr result = OGR_L_CreateField(layer, column, FALSE);
        OGR_Fld_Destroy(column);
        if (result != OGRERR_NONE) return er_gdal_write_failure(ctx, path);
    }
    return ER_OK;
}

static void set_cell(OGRFeatureH feature, int column, er_field_type type, const er_value *value) {
    if (!value->known) {
        OGR_F_SetFieldNull(feature, column);
        return;
    }
    switch (type) {
    case ER_FIELD_TEXT:
        OGR_F_SetFieldString(feature, column, value->text);
        break;
    case ER_FIELD_REAL:
        OGR_F_SetFieldDouble(feature, column, value->real);
        break;
    case ER_FIELD_INT:
        OGR_F_SetFieldInteger64(feature, column, value->whole);
        break;
    case ER_FIELD_BOOL:
        OGR_F_SetFieldInteger(feature, column, value->whole != 0);
        break;
    }
}

static er_status set_place(er_context *ctx, const er_sheet *sheet, OGRFeatureH feature,
                           er_bytes wkb, const char *path) {
    if (sheet->shape == ER_SHAPE_NONE || wkb.size == 0) return ER_OK;
    OGRGeometryH place = NULL;
    if (OGR_G_CreateFromWkbEx(wkb.data, NULL, &place, wkb.size) != OGRERR_NONE)
        return er_fail(ctx, ER_ERR_GEOMETRY, "%s: a geometry of the workspace can't be read", path);
    if (sheet->shape == ER_SHAPE_POLYGON) place = OGR_G_ForceToMultiPolygon(place);
    if (sheet->shape == ER_SHAPE_LINE) place = OGR_G_ForceToMultiLineString(place);
    return OGR_F_SetGeometryDirectly(feature, place) == OGRERR_NONE
               ? ER_OK
               : er_gdal_write_failure(ctx, path);
}

er_status er_vector_row(er_context *ctx, const er_sheet *sheet, OGRLayerH layer, er_bytes wkb,
                        const char *path) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    for (size_t i = 0; i < sheet->field_count; i++)
        set_cell(feature, (int)i, sheet->fields[i].type, &sheet->values[i]);
    er_status status = set_place(ctx, sheet, feature, wkb, path);
    if (status == ER_OK && OGR_L_CreateFeature(layer, feature) != OGRERR_NONE)
        status = er_gdal_write_failure(ctx, path);
    OGR_F_Destroy(feature);
    return status;
}

OGRwkbGeometryType er_vector_type(er_shape shape) {
    switch (shape) {
    case ER_SHAPE_POINT:
        return wkbPoint;
    case ER_SHAPE_LINE:
        return wkbMultiLineString;
    case ER_SHAPE_POLYGON:
        return wkbMultiPolygon;
    case ER_SHAPE_NONE:
        break;
    }
    return wkbNone;
}

OGRSpatialReferenceH er_vector_wgs84(void) {
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRSetWellKnownGeogCS(wgs84, "WGS84");
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    return wgs84;
}
