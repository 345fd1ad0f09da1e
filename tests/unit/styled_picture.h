/** A small drawer of styled layers, so that a style can be looked at: it reads the rules of a
 *  Styled Layer Descriptor and burns each feature in the colour of the first rule that takes it, a
 *  FeatureTypeStyle over those before it. */
#ifndef EVENREACH_STYLED_PICTURE_H
#define EVENREACH_STYLED_PICTURE_H

#include "unit/test.h"

#include <cpl_minixml.h>
#include <gdal.h>
#include <gdal_alg.h>
#include <ogr_api.h>
#include <string.h>

static inline const char *xml_value(CPLXMLNode *node, const char *path) {
    return CPLGetXMLValue(node, path, NULL);
}

static inline bool is_element(const CPLXMLNode *node, const char *name) {
    return node->eType == CXT_Element && strcmp(node->pszValue, name) == 0;
}

/** Whether a filter's node (a comparison, or And or Or of some) takes a feature. A comparison with
 *  nothing known takes none, as in SQL. */
static bool takes_feature(CPLXMLNode *node, OGRFeatureH feature) {
    const bool all = is_element(node, "ogc:And");
    if (all || is_element(node, "ogc:Or")) {
        for (CPLXMLNode *child = node->psChild; child; child = child->psNext)
            if (child->eType == CXT_Element && takes_feature(child, feature) != all) return !all;
        return all;
    }
    int field = OGR_F_GetFieldIndex(feature, xml_value(node, "ogc:PropertyName"));
    assert_true(field >= 0);
    bool known = OGR_F_IsFieldSetAndNotNull(feature, field);
    if (is_element(node, "ogc:PropertyIsNull")) return !known;
    if (!known) return false;
    const char *wanted = xml_value(node, "ogc:Literal");
    bool same = strcmp(OGR_F_GetFieldAsString(feature, field), wanted) == 0;
    if (is_element(node, "ogc:PropertyIsEqualTo")) return same;
    if (is_element(node, "ogc:PropertyIsNotEqualTo")) return !same;
    double value = OGR_F_GetFieldAsDouble(feature, field), limit = strtod(wanted, NULL);
    if (is_element(node, "ogc:PropertyIsGreaterThanOrEqualTo")) return value >= limit;
    if (is_element(node, "ogc:PropertyIsLessThanOrEqualTo")) return value <= limit;
    if (is_element(node, "ogc:PropertyIsGreaterThan")) return value > limit;
    assert_true(is_element(node, "ogc:PropertyIsLessThan"));
    return value < limit;
}

/** The colour of the first rule of a FeatureTypeStyle that takes the feature, 0xRRGGBB; -1: none
 *  does. */
static long colour_by(CPLXMLNode *type, OGRFeatureH feature) {
    for (CPLXMLNode *rule = type->psChild; rule; rule = rule->psNext) {
        if (!is_element(rule, "se:Rule")) continue;
        CPLXMLNode *filter = CPLGetXMLNode(rule, "ogc:Filter");
        bool rest = CPLGetXMLNode(rule, "se:ElseFilter") != NULL;
        assert_true(rest != (filter != NULL));
        if (filter && !takes_feature(filter->psChild, feature)) continue;
        CPLXMLNode *fill = CPLSearchXMLNode(rule, "se:Fill");
        CPLXMLNode *stroke = CPLSearchXMLNode(rule, "se:Stroke");
        const char *colour = xml_value(fill ? fill : stroke, "se:SvgParameter");
        assert_non_null(colour);
        assert_int_equal(colour[0], '#');
        return strtol(colour + 1, NULL, 16);
    }
    return -1;
}

static CPLXMLNode *user_style(CPLXMLNode *sld) {
    CPLXMLNode *style = CPLGetXMLNode(sld, "=StyledLayerDescriptor.NamedLayer.UserStyle");
    assert_non_null(style);
    return style;
}

/** Burn the features that a FeatureTypeStyle takes; returns how many. */
static int draw_by(CPLXMLNode *type, OGRLayerH layer, GDALDatasetH picture) {
    int count = 0;
    OGR_L_ResetReading(layer);
    for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer)); OGR_F_Destroy(feature)) {
        long colour = colour_by(type, feature);
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        count += colour >= 0;
        if (!geometry || colour < 0) continue;
        int bands[] = {1, 2, 3};
        double values[] = {(double)(colour >> 16 & 0xFF), (double)(colour >> 8 & 0xFF),
                           (double)(colour & 0xFF)};
        assert_int_equal(GDALRasterizeGeometries(picture, 3, bands, 1, &geometry, NULL, NULL,
                                                 values, NULL, NULL, NULL),
                         CE_None);
    }
    return count;
}

enum { PICTURE_SIZE = 60, PICTURE_BANDS = 3 };

/** Draw a layer over a square of degrees; `pixels` holds a byte a band, row by row. */
static void draw_layer(OGRLayerH layer, const char *sld_text, double west, double north,
                       double degrees, uint8_t pixels[PICTURE_BANDS][PICTURE_SIZE * PICTURE_SIZE]) {
    CPLXMLNode *sld = CPLParseXMLString(sld_text);
    assert_non_null(sld);
    GDALDatasetH picture = GDALCreate(GDALGetDriverByName("MEM"), "", PICTURE_SIZE, PICTURE_SIZE,
                                      PICTURE_BANDS, GDT_Byte, NULL);
    double place[6] = {west, degrees / PICTURE_SIZE, 0, north, 0, -degrees / PICTURE_SIZE};
    assert_int_equal(GDALSetGeoTransform(picture, place), CE_None);
    int64_t drawn = 0;
    for (CPLXMLNode *type = user_style(sld)->psChild; type; type = type->psNext)
        if (is_element(type, "se:FeatureTypeStyle")) drawn += draw_by(type, layer, picture);
    assert_int_equal(drawn, OGR_L_GetFeatureCount(layer, TRUE)); /* each of them once */
    for (int b = 0; b < PICTURE_BANDS; b++)
        assert_int_equal(GDALRasterIO(GDALGetRasterBand(picture, b + 1), GF_Read, 0, 0,
                                      PICTURE_SIZE, PICTURE_SIZE, pixels[b], PICTURE_SIZE,
                                      PICTURE_SIZE, GDT_Byte, 0, 0),
                         CE_None);
    GDALClose(picture);
    CPLDestroyXMLNode(sld);
}

#endif
