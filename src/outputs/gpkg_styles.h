/** How a layer is drawn: classes of one field, each with its colour and its words for the legend;
 *  and the same as QGIS (QML) and other programs (SLD) read it. */
#ifndef EVENREACH_OUTPUTS_GPKG_STYLES_H
#define EVENREACH_OUTPUTS_GPKG_STYLES_H

#include "outputs/data.h"
#include "outputs/palette.h"
#include "outputs/sheet.h"

typedef struct er_style_class {
    const char *label; /**< in the legend, English */
    const char *label_zh;
    const char *value; /**< the text that it is of; null: a range, or the rest */
    double low;        /**< of a range: from here */
    double high;       /**< to below here; the highest range takes it too */
    bool rest;         /**< what no other class takes, and where nothing is known */
    bool aside;        /**< what stands beside what was asked for: see er_style.plan */
    er_colour colour;
} er_style_class;

typedef struct er_style {
    const char *name;  /**< unique among the styles of its layer, in its language */
    const char *about; /**< one line, English */
    const char *about_zh;
    const char *field; /**< whose values the classes are of */
    bool ranges;       /**< classes are ranges of a number, from the highest; else texts */
    const char *plan;  /**< field of a plan's number: features of any but ER_SITING_ASKED are of
                            the one class `aside`, which is drawn faintly, below all others, or not
                            at all; null: there are no plans, and no such class */
    er_shape shape;
    er_style_class *classes;
    size_t class_count;
} er_style;

/** Styles of a sheet, the one for its main measure first; none where there is nothing to show by.
 *  They live in the sheet's arena. */
er_status er_styles_of(const er_data *data, const er_sheet *sheet, er_style **out, size_t *count);

/** As QGIS 3 reads it: a graduated or categorised renderer. `chinese`: which words. In the arena.
 */
er_status er_style_qml(er_context *ctx, er_arena *arena, const er_style *style, bool chinese,
                       const char **out);
/** As OGC Styled Layer Descriptor 1.1 with Symbology Encoding 1.1; `layer` is the layer's name. */
er_status er_style_sld(er_context *ctx, er_arena *arena, const er_style *style, const char *layer,
                       bool chinese, const char **out);

/** "#rrggbb" */
void er_colour_hex(er_colour colour, char out[8]);
/** The text without what XML can't hold (control characters become spaces); in the arena. */
er_status er_xml_text(er_context *ctx, er_arena *arena, const char *text, const char **out);

#endif
