#include "outputs/simplestyle.h"

#include "outputs/gpkg_styles.h"
#include "outputs/siting.h"

#include <string.h>

static const er_field polygon_fields[] = {
    {"fill", ER_FIELD_TEXT, 0, NULL, "colour by the layer's main measure (simplestyle)", NULL},
    {"fill-opacity", ER_FIELD_REAL, 1, NULL, "from 0 to 1 (simplestyle)", NULL},
    {"stroke", ER_FIELD_TEXT, 0, NULL, "colour of the line (simplestyle)", NULL},
    {"stroke-width", ER_FIELD_REAL, 1, "px", "width of the line (simplestyle)", NULL},
};
static const er_field line_fields[] = {
    {"stroke", ER_FIELD_TEXT, 0, NULL, "colour by the layer's main measure (simplestyle)", NULL},
    {"stroke-width", ER_FIELD_REAL, 1, "px", "width of the line (simplestyle)", NULL},
};
static const er_field point_fields[] = {
    {"marker-color", ER_FIELD_TEXT, 0, NULL, "colour by the layer's main measure (simplestyle)",
     NULL},
    {"marker-size", ER_FIELD_TEXT, 0, NULL, "small, medium or large (simplestyle)", NULL},
};

/* Shapes that cover others let them be seen; borders are thin and dark. */
static const double fill_opacity = 0.6;
static const double border_px = 0.5;
static const double line_px = 3;
static const char border[] = "#555555";

/** What a row needs: kept in sheet->style. */
struct er_sheet_style {
    const er_style *style;
    size_t column;      /**< of its field in the sheet */
    size_t plan;        /**< of the number of a plan; none where the style knows no plans */
    char (*colours)[8]; /**< per class */
};

static er_status add_fields(er_sheet *styled) {
    switch (styled->shape) {
    case ER_SHAPE_POLYGON:
        return ER_SHEET_FIELDS(styled, polygon_fields);
    case ER_SHAPE_LINE:
        return ER_SHEET_FIELDS(styled, line_fields);
    default:
        return ER_SHEET_FIELDS(styled, point_fields);
    }
}

/** A copy of the shown sheet with room for more columns, in the arena. */
static er_status copy_shown(er_sheet *sheet, er_sheet **out) {
    enum { MOST = sizeof polygon_fields / sizeof polygon_fields[0] };
    const er_sheet *shown = sheet->shown;
    size_t room = shown->field_count + MOST;
    er_sheet *styled = NULL;
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, sizeof *styled, &styled));
    *styled = *shown;
    styled->field_capacity = room; /* er_sheet_field does not have to grow it */
    ER_TRY(
        er_arena_alloc(sheet->ctx, sheet->arena, room * sizeof *styled->fields, &styled->fields));
    ER_TRY(
        er_arena_alloc(sheet->ctx, sheet->arena, room * sizeof *styled->values, &styled->values));
    memcpy(styled->fields, shown->fields, shown->field_count * sizeof *styled->fields);
    *out = styled;
    return add_fields(styled);
}

static size_t column_of(const er_sheet *sheet, const char *field) {
    size_t column = 0;
    while (strcmp(sheet->fields[column].name, field) != 0)
        column++;
    return column;
}

er_status er_simplestyle_add(const er_data *data, const er_export_options *options,
                             er_sheet *sheet) {
    er_style *styles = NULL;
    size_t count = 0;
    struct er_sheet_style *of = NULL;
    if (!options->simplestyle || sheet->shape == ER_SHAPE_NONE) return ER_OK;
    ER_TRY(er_styles_of(data, sheet, &styles, &count));
    if (count == 0) return ER_OK; /* the main measure comes first */
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, sizeof *of, &of));
    *of = (struct er_sheet_style){.style = &styles[0], .column = column_of(sheet, styles[0].field)};
    if (styles[0].plan) of->plan = column_of(sheet, styles[0].plan);
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, styles[0].class_count * sizeof *of->colours,
                          &of->colours));
    for (size_t i = 0; i < styles[0].class_count; i++)
        er_colour_hex(styles[0].classes[i].colour, of->colours[i]);
    sheet->style = of;
    return copy_shown(sheet, &sheet->styled);
}

static bool is_aside(const er_sheet *sheet) {
    const struct er_sheet_style *of = sheet->style;
    const er_value *plan = &sheet->values[of->plan];
    return of->style->plan && plan->known && plan->whole > ER_SITING_ASKED;
}

static bool holds(const er_style *style, const er_style_class *class, const er_value *value) {
    if (class->rest) return true;
    if (!value->known || class->aside) return false;
    if (!style->ranges) return value->text && strcmp(value->text, class->value) == 0;
    return value->real >= class->low && value->real <= class->high;
}

/** Classes of a number come from the highest, so that a border belongs to the one above it. */
static const char *colour_of(const er_sheet *sheet, bool aside) {
    const struct er_sheet_style *of = sheet->style;
    const er_style *style = of->style;
    size_t i = 0;
    while (i < style->class_count - 1 &&
           !(aside ? style->classes[i].aside
                   : holds(style, &style->classes[i], &sheet->values[of->column])))
        i++;
    return of->colours[i];
}

void er_simplestyle_put(er_sheet *sheet) {
    er_sheet *styled = sheet->styled;
    const bool aside = is_aside(sheet);
    size_t shown = sheet->shown->field_count;
    memcpy(styled->values, sheet->shown->values, shown * sizeof *styled->values);
    styled->value_count = shown;
    er_put_text(styled, colour_of(sheet, aside));
    switch (sheet->shape) {
    case ER_SHAPE_POLYGON:
        er_put_real(styled, fill_opacity);
        er_put_text(styled, border);
        er_put_real(styled, border_px);
        break;
    case ER_SHAPE_LINE:
        er_put_real(styled, line_px);
        break;
    default: /* what was asked for stands out where there is anything beside it */
        er_put_text(styled, sheet->style->style->plan && !aside ? "medium" : "small");
    }
}
