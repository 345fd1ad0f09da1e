/* A style as other programs read it: OGC 05-078r4, Styled Layer Descriptor 1.1, with the rules of
 * OGC 05-077r4, Symbology Encoding 1.1. */
#include "outputs/gpkg_styles.h"
#include "outputs/siting.h"

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <stdio.h>

static CPLXMLNode *element(CPLXMLNode *parent, const char *name) {
    return CPLCreateXMLNode(parent, CXT_Element, name);
}

static void text_element(CPLXMLNode *parent, const char *name, const char *text) {
    CPLCreateXMLElementAndValue(parent, name, text);
}

static void titled(CPLXMLNode *parent, const char *name, const char *title) {
    text_element(parent, "se:Name", name);
    text_element(element(parent, "se:Description"), "se:Title", title);
}

/* ---- filters --------------------------------------------------------------------------------- */

static CPLXMLNode *comparison(CPLXMLNode *parent, const char *name, const char *field) {
    CPLXMLNode *node = element(parent, name);
    text_element(node, "ogc:PropertyName", field);
    return node;
}

static void compare_with(CPLXMLNode *parent, const char *name, const char *field,
                         const char *literal) {
    text_element(comparison(parent, name, field), "ogc:Literal", literal);
}

static void compare_plan(CPLXMLNode *parent, const char *name, const er_style *style) {
    char asked[16];
    snprintf(asked, sizeof asked, "%d", ER_SITING_ASKED);
    compare_with(parent, name, style->plan, asked);
}

/** What is of the plan that was asked for, or of none. */
static void not_aside(CPLXMLNode *parent, const er_style *style) {
    CPLXMLNode *either = element(parent, "ogc:Or");
    comparison(either, "ogc:PropertyIsNull", style->plan);
    compare_plan(either, "ogc:PropertyIsLessThanOrEqualTo", style);
}

static er_status compare_value(er_context *ctx, er_arena *arena, CPLXMLNode *parent,
                               const char *name, const er_style *style, size_t number) {
    const char *value = NULL;
    ER_TRY(er_xml_text(ctx, arena, style->classes[number].value, &value));
    compare_with(parent, name, style->field, value);
    return ER_OK;
}

/** What no class of a value takes, said in full: an ElseFilter would take what stands aside. */
static er_status add_rest(er_context *ctx, er_arena *arena, CPLXMLNode *parent,
                          const er_style *style) {
    CPLXMLNode *either = element(parent, "ogc:Or");
    comparison(either, "ogc:PropertyIsNull", style->field);
    CPLXMLNode *none = element(either, "ogc:And");
    for (size_t i = 0; i < style->class_count; i++)
        if (style->classes[i].value)
            ER_TRY(compare_value(ctx, arena, none, "ogc:PropertyIsNotEqualTo", style, i));
    return ER_OK;
}

static void add_range(CPLXMLNode *parent, const er_style *style, size_t number) {
    const er_style_class *class = &style->classes[number];
    char low[32], high[32];
    bool highest = number == 0;
    CPLXMLNode *both = element(parent, "ogc:And");
    compare_with(both, "ogc:PropertyIsGreaterThanOrEqualTo", style->field,
                 er_format_double(class->low, low));
    compare_with(both, highest ? "ogc:PropertyIsLessThanOrEqualTo" : "ogc:PropertyIsLessThan",
                 style->field, er_format_double(class->high, high));
}

static er_status add_filter(er_context *ctx, er_arena *arena, CPLXMLNode *rule,
                            const er_style *style, size_t number) {
    const er_style_class *class = &style->classes[number];
    if (class->rest && !style->ranges && !style->plan) {
        element(rule, "se:ElseFilter");
        return ER_OK;
    }
    CPLXMLNode *filter = element(rule, "ogc:Filter");
    if (class->aside) {
        compare_plan(filter, "ogc:PropertyIsGreaterThan", style);
        return ER_OK;
    }
    if (style->plan) {
        filter = element(filter, "ogc:And");
        not_aside(filter, style);
    }
    if (class->rest && style->ranges)
        comparison(filter, "ogc:PropertyIsNull", style->field);
    else if (class->rest)
        return add_rest(ctx, arena, filter, style);
    else if (style->ranges)
        add_range(filter, style, number);
    else
        return compare_value(ctx, arena, filter, "ogc:PropertyIsEqualTo", style, number);
    return ER_OK;
}

/* ---- symbols --------------------------------------------------------------------------------- */

static void parameter(CPLXMLNode *parent, const char *name, const char *value) {
    CPLXMLNode *node = element(parent, "se:SvgParameter");
    CPLAddXMLAttributeAndValue(node, "name", name);
    CPLCreateXMLNode(node, CXT_Text, value);
}

static void add_fill(CPLXMLNode *parent, const char *colour, const char *opacity) {
    CPLXMLNode *fill = element(parent, "se:Fill");
    parameter(fill, "fill", colour);
    if (opacity) parameter(fill, "fill-opacity", opacity);
}

static void add_stroke(CPLXMLNode *parent, const char *colour, const char *width) {
    CPLXMLNode *stroke = element(parent, "se:Stroke");
    parameter(stroke, "stroke", colour);
    parameter(stroke, "stroke-width", width);
}

/** `faint`: small and pale. */
static void add_point(CPLXMLNode *rule, const char *colour, bool faint) {
    CPLXMLNode *graphic = element(element(rule, "se:PointSymbolizer"), "se:Graphic");
    CPLXMLNode *mark = element(graphic, "se:Mark");
    text_element(mark, "se:WellKnownName", "circle");
    add_fill(mark, colour, faint ? "0.6" : NULL);
    add_stroke(mark, "#ffffff", "0.3");
    text_element(graphic, "se:Size", faint ? "4" : "6");
}

static void add_symbol(CPLXMLNode *rule, er_shape shape, const er_style_class *class) {
    char colour[8];
    er_colour_hex(class->colour, colour);
    if (shape == ER_SHAPE_POINT) {
        add_point(rule, colour, class->aside);
    } else if (shape == ER_SHAPE_LINE) {
        add_stroke(element(rule, "se:LineSymbolizer"), colour, "2.5");
    } else {
        CPLXMLNode *symbol = element(rule, "se:PolygonSymbolizer");
        add_fill(symbol, colour, "0.8");
        add_stroke(symbol, "#5a5a5a", "0.3");
    }
}

static er_status add_rule(er_context *ctx, er_arena *arena, CPLXMLNode *parent,
                          const er_style *style, size_t number, bool chinese) {
    const er_style_class *class = &style->classes[number];
    const char *label = NULL;
    ER_TRY(er_xml_text(ctx, arena, chinese ? class->label_zh : class->label, &label));
    CPLXMLNode *rule = element(parent, "se:Rule");
    titled(rule, label, label);
    ER_TRY(add_filter(ctx, arena, rule, style, number));
    add_symbol(rule, style->shape, class);
    return ER_OK;
}

/** The rules of the classes that stand aside, or of all others: a FeatureTypeStyle is drawn over
 *  those before it, so that what stands aside is covered. */
static er_status add_rules(er_context *ctx, er_arena *arena, CPLXMLNode *user,
                           const er_style *style, bool aside, bool chinese) {
    CPLXMLNode *type = element(user, "se:FeatureTypeStyle");
    for (size_t i = 0; i < style->class_count; i++)
        if (style->classes[i].aside == aside) ER_TRY(add_rule(ctx, arena, type, style, i, chinese));
    return ER_OK;
}

er_status er_style_sld(er_context *ctx, er_arena *arena, const er_style *style, const char *layer,
                       bool chinese, const char **out) {
    static const char *const spaces[][2] = {{"xmlns", "http://www.opengis.net/sld"},
                                            {"xmlns:se", "http://www.opengis.net/se"},
                                            {"xmlns:ogc", "http://www.opengis.net/ogc"},
                                            {"version", "1.1.0"}};
    const char *title = NULL;
    ER_TRY(er_xml_text(ctx, arena, chinese ? style->about_zh : style->about, &title));
    CPLXMLNode *root = CPLCreateXMLNode(NULL, CXT_Element, "StyledLayerDescriptor");
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        CPLAddXMLAttributeAndValue(root, spaces[i][0], spaces[i][1]);
    CPLXMLNode *named = element(root, "NamedLayer");
    text_element(named, "se:Name", layer);
    CPLXMLNode *user = element(named, "UserStyle");
    titled(user, style->name, title);
    er_status status = ER_OK;
    if (style->plan) status = add_rules(ctx, arena, user, style, true, chinese);
    if (status == ER_OK) status = add_rules(ctx, arena, user, style, false, chinese);
    char *text = CPLSerializeXMLTree(root);
    if (status == ER_OK)
        status = er_arena_format(ctx, arena, out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s",
                                 text);
    CPLFree(text);
    CPLDestroyXMLNode(root);
    return status;
}
