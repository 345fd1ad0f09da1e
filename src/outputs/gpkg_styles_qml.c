/* A style as QGIS 3 keeps it: its own XML (QML), read by QGIS 3.18 and later. */
#include "outputs/gpkg_styles.h"
#include "outputs/siting.h"

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <stdio.h>
#include <string.h>

void er_colour_hex(er_colour colour, char out[8]) {
    snprintf(out, 8, "#%06x", (unsigned)(colour & 0xFFFFFF));
}

/** U+FFFE and U+FFFF, which XML can't hold either. */
static bool is_no_character(const unsigned char *c) {
    return c[0] == 0xEF && c[1] == 0xBF && (c[2] == 0xBE || c[2] == 0xBF);
}

er_status er_xml_text(er_context *ctx, er_arena *arena, const char *text, const char **out) {
    char *copy = NULL;
    size_t length = strlen(text);
    ER_TRY(er_arena_alloc(ctx, arena, length + 1, &copy));
    memcpy(copy, text, length + 1);
    for (unsigned char *c = (unsigned char *)copy; *c; c++) {
        if (*c < ' ')
            *c = ' ';
        else if (is_no_character(c))
            memset(c, ' ', 3);
    }
    *out = copy;
    return ER_OK;
}

static CPLXMLNode *element(CPLXMLNode *parent, const char *name) {
    return CPLCreateXMLNode(parent, CXT_Element, name);
}

static void option(CPLXMLNode *map, const char *name, const char *value) {
    CPLXMLNode *node = element(map, "Option");
    CPLAddXMLAttributeAndValue(node, "name", name);
    CPLAddXMLAttributeAndValue(node, "type", "QString");
    CPLAddXMLAttributeAndValue(node, "value", value);
}

/** A symbol as QGIS draws it: `color` filled, thin pale edges, so that neighbours stay apart. */
static const struct look {
    const char *type;  /**< of the symbol */
    const char *class; /**< of its one layer */
    const char *colour_option;
    const char *alpha;
    const char *options[5][2];
} looks[] = {
    [ER_SHAPE_POINT] = {"marker",
                        "SimpleMarker",
                        "color",
                        "1",
                        {{"name", "circle"},
                         {"size", "1.8"},
                         {"outline_color", "255,255,255,255"},
                         {"outline_width", "0.1"}}},
    [ER_SHAPE_LINE] = {"line", "SimpleLine", "line_color", "1", {{"line_width", "0.8"}}},
    [ER_SHAPE_POLYGON] = {"fill",
                          "SimpleFill",
                          "color",
                          "0.8",
                          {{"style", "solid"},
                           {"outline_color", "90,90,90,255"},
                           {"outline_style", "solid"},
                           {"outline_width", "0.1"}}},
};

static void add_symbol(CPLXMLNode *symbols, const er_style *style, size_t number) {
    const struct look *look = &looks[style->shape];
    er_colour colour = style->classes[number].colour;
    char text[32];
    CPLXMLNode *symbol = element(symbols, "symbol");
    snprintf(text, sizeof text, "%zu", number);
    CPLAddXMLAttributeAndValue(symbol, "name", text);
    CPLAddXMLAttributeAndValue(symbol, "type", look->type);
    CPLAddXMLAttributeAndValue(symbol, "alpha", look->alpha);
    CPLAddXMLAttributeAndValue(symbol, "clip_to_extent", "1");
    CPLAddXMLAttributeAndValue(symbol, "force_rhr", "0");
    CPLXMLNode *layer = element(symbol, "layer");
    CPLAddXMLAttributeAndValue(layer, "class", look->class);
    CPLAddXMLAttributeAndValue(layer, "enabled", "1");
    CPLAddXMLAttributeAndValue(layer, "locked", "0");
    /* what stands aside, where it is switched on, lies below all others */
    bool above = style->plan && !style->classes[number].aside;
    CPLAddXMLAttributeAndValue(layer, "pass", above ? "1" : "0");
    CPLXMLNode *map = element(layer, "Option");
    CPLAddXMLAttributeAndValue(map, "type", "Map");
    snprintf(text, sizeof text, "%u,%u,%u,255", (unsigned)(colour >> 16 & 0xFF),
             (unsigned)(colour >> 8 & 0xFF), (unsigned)(colour & 0xFF));
    option(map, look->colour_option, text);
    for (size_t i = 0; look->options[i][0]; i++)
        option(map, look->options[i][0], look->options[i][1]);
}

/* ---- classes --------------------------------------------------------------------------------- */

/** What stands for a number that is not known: below all classes. */
#define NO_NUMBER "-1e9"
/** What stands for the value of a feature that is of the class `aside`. */
#define ASIDE "of another plan"

static er_status add_class(er_context *ctx, er_arena *arena, CPLXMLNode *classes,
                           const er_style *style, size_t number, bool chinese) {
    const er_style_class *class = &style->classes[number];
    const char *label = NULL, *value = "";
    char low[32] = NO_NUMBER, high[32] = NO_NUMBER, symbol[32];
    ER_TRY(er_xml_text(ctx, arena, chinese ? class->label_zh : class->label, &label));
    CPLXMLNode *node = element(classes, style->ranges ? "range" : "category");
    if (style->ranges) {
        if (!class->rest) {
            er_format_double(class->low, low);
            er_format_double(class->high, high);
        }
        CPLAddXMLAttributeAndValue(node, "lower", low);
        CPLAddXMLAttributeAndValue(node, "upper", high);
    } else {
        if (class->value) ER_TRY(er_xml_text(ctx, arena, class->value, &value));
        if (class->aside) value = ASIDE;
        CPLAddXMLAttributeAndValue(node, "value", value); /* empty: all others */
        CPLAddXMLAttributeAndValue(node, "type", "string");
    }
    snprintf(symbol, sizeof symbol, "%zu", number);
    CPLAddXMLAttributeAndValue(node, "symbol", symbol);
    CPLAddXMLAttributeAndValue(node, "label", label);
    CPLAddXMLAttributeAndValue(node, "render", class->aside ? "false" : "true");
    return ER_OK;
}

/** The expression whose values the classes are of. */
static er_status expression_of(er_context *ctx, er_arena *arena, const er_style *style,
                               const char **out) {
    if (style->ranges) /* so that what is not known is drawn, and stands in the legend */
        return er_arena_format(ctx, arena, out, "coalesce(\"%s\", " NO_NUMBER ")", style->field);
    if (style->plan)
        return er_arena_format(ctx, arena, out,
                               "CASE WHEN \"%s\" > %d THEN '" ASIDE "' ELSE \"%s\" END",
                               style->plan, ER_SITING_ASKED, style->field);
    *out = style->field;
    return ER_OK;
}

static er_status add_renderer(er_context *ctx, er_arena *arena, CPLXMLNode *root,
                              const er_style *style, bool chinese) {
    const char *attribute = NULL;
    ER_TRY(expression_of(ctx, arena, style, &attribute));
    CPLXMLNode *renderer = element(root, "renderer-v2");
    CPLAddXMLAttributeAndValue(renderer, "type",
                               style->ranges ? "graduatedSymbol" : "categorizedSymbol");
    CPLAddXMLAttributeAndValue(renderer, "attr", attribute);
    if (style->ranges) CPLAddXMLAttributeAndValue(renderer, "graduatedMethod", "GraduatedColor");
    CPLAddXMLAttributeAndValue(renderer, "symbollevels", style->plan ? "1" : "0");
    CPLAddXMLAttributeAndValue(renderer, "enableorderby", "0");
    CPLAddXMLAttributeAndValue(renderer, "forceraster", "0");
    CPLXMLNode *classes = element(renderer, style->ranges ? "ranges" : "categories");
    for (size_t i = 0; i < style->class_count; i++)
        ER_TRY(add_class(ctx, arena, classes, style, i, chinese));
    CPLXMLNode *symbols = element(renderer, "symbols");
    for (size_t i = 0; i < style->class_count; i++)
        add_symbol(symbols, style, i);
    return ER_OK;
}

/** QGIS's own numbers of geometry types. */
static const char *geometry_type(er_shape shape) {
    return shape == ER_SHAPE_POINT ? "0" : shape == ER_SHAPE_LINE ? "1" : "2";
}

er_status er_style_qml(er_context *ctx, er_arena *arena, const er_style *style, bool chinese,
                       const char **out) {
    static const char doctype[] = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n";
    CPLXMLNode *root = CPLCreateXMLNode(NULL, CXT_Element, "qgis");
    CPLAddXMLAttributeAndValue(root, "version", "3.22.0");
    CPLAddXMLAttributeAndValue(root, "styleCategories", "Symbology");
    er_status status = add_renderer(ctx, arena, root, style, chinese);
    CPLCreateXMLElementAndValue(root, "layerGeometryType", geometry_type(style->shape));
    char *text = CPLSerializeXMLTree(root);
    if (status == ER_OK) status = er_arena_format(ctx, arena, out, "%s%s", doctype, text);
    CPLFree(text);
    CPLDestroyXMLNode(root);
    return status;
}
