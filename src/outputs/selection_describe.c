#include "outputs/selection.h"

#include <math.h>

/** Half a step of the grid both ways, on a meridian degree of 111.7 km at most (WGS 84, at a pole:
 *  pi / 180 times the polar radius of curvature, 6,399.594 km). */
static double rounding_m(int decimals) {
    static const double degree_m = 111694;
    return hypot(0.5, 0.5) * pow(10, -decimals) * degree_m;
}

static bool is_rounded(const er_export_options *o) {
    return o->decimals && *o->decimals < ER_EXPORT_DECIMALS;
}

static void add_names(er_json *to, const char *member, const char *const *names, size_t count) {
    if (count == 0) return;
    er_json *list = er_json_array();
    for (size_t i = 0; i < count; i++)
        er_json_append_text(list, names[i]);
    er_json_add(to, member, list);
}

static er_json *box_json(const er_box *box) {
    er_json *list = er_json_array();
    const double sides[] = {box->min_x, box->min_y, box->max_x, box->max_y};
    for (int i = 0; i < 4; i++)
        er_json_append_number(list, sides[i]);
    return list;
}

void er_selection_describe(const er_export_options *o, const er_sheet *sheet, er_json *members) {
    if (er_selection_by_place(o) || o->field_count > 0) {
        er_json *selection = er_json_object();
        add_names(selection, "fields", o->fields, o->field_count);
        if (o->box) er_json_add(selection, "bbox", box_json(o->box));
        if (o->group) {
            er_json_add_text(selection, "scheme", o->scheme);
            er_json_add_text(selection, "group", o->group);
        }
        if (o->clip) er_json_add_bool(selection, "clipped", true);
        er_json_add(members, "selection", selection);
    }
    if (o->simplify_m && sheet->shape > ER_SHAPE_POINT)
        er_json_add_number(members, "simplify_tolerance_m", *o->simplify_m);
    if (is_rounded(o)) {
        er_json_add_int(members, "coordinate_decimals", *o->decimals);
        er_json_add_number(members, "coordinate_tolerance_m",
                           er_round(rounding_m(*o->decimals), 3));
    }
}

const char *er_selection_stop(bool translated) {
    return translated ? "；" : "; ";
}

/** A sentence about metres, behind those that there are. */
static er_status add_note(const er_sheet *sheet, const char *meaning, double metres,
                          bool translated, const char **out) {
    er_field_about about = {0};
    const er_field note = {.meaning = meaning, .about = &about};
    const char *text = NULL;
    ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &about.english, "%.15g", metres));
    ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, &note, translated, &text));
    return er_arena_format(sheet->ctx, sheet->arena, out, "%s%s%s", *out ? *out : "",
                           *out ? er_selection_stop(translated) : "", text);
}

er_status er_selection_exactness(const er_export_options *o, const er_sheet *sheet, bool translated,
                                 const char **out) {
    *out = NULL;
    if (o->simplify_m && sheet->shape > ER_SHAPE_POINT)
        ER_TRY(add_note(sheet, "on the map, borders stray by %s m at most", *o->simplify_m,
                        translated, out));
    if (is_rounded(o) && sheet->shape != ER_SHAPE_NONE)
        ER_TRY(add_note(sheet, "on the map, coordinates are rounded by %s m at most",
                        er_round(rounding_m(*o->decimals), 3), translated, out));
    return ER_OK;
}
