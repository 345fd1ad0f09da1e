#include "outputs/selection.h"

#include "outputs/place_filter.h"
#include "outputs/selection_area.h"
#include "outputs/simplestyle.h"
#include "outputs/simplify.h"

#include <math.h>
#include <string.h>

struct er_selection {
    er_data *data;
    const er_export_options *options;
    er_arena *arena;
    bool *field_met;         /**< per field asked for */
    bool *unit_chosen;       /**< per unit, with a group: is of it, holds or lies in one that is */
    er_place_filter *filter; /**< null: all rows, and shapes neither cut nor rounded */
    er_simplified *simplified; /**< null: shapes with all their corners */
};

bool er_selection_by_place(const er_export_options *options) {
    return options->box || options->group;
}

bool er_export_is_part(const er_export_options *options) {
    return options->layer_count > 0 || options->field_count > 0 || er_selection_by_place(options);
}

static bool is_listed(const char *const *names, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

bool er_selection_names(const er_export_options *options, const char *layer) {
    return is_listed(options->layers, options->layer_count, layer);
}

bool er_selection_takes(const er_selection *s, const char *layer, er_shape shape) {
    if (er_selection_by_place(s->options) && shape == ER_SHAPE_NONE) return false;
    return s->options->layer_count == 0 || er_selection_names(s->options, layer);
}

/* ---- what is asked for ----------------------------------------------------------------------- */

/** The names once each, with commas. */
static er_status list_layers(er_context *ctx, er_arena *arena, const er_known_layer *layers,
                             size_t count, const char **out) {
    *out = "";
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || strcmp(layers[k].name, layers[i].name) == 0;
        if (!again)
            ER_TRY(er_arena_format(ctx, arena, out, "%s%s%s", *out, i > 0 ? ", " : "",
                                   layers[i].name));
    }
    return ER_OK;
}

static er_status check_layers(const er_selection *s, const er_known_layer *layers, size_t count) {
    er_context *ctx = s->data->ctx;
    for (size_t i = 0; i < s->options->layer_count; i++) {
        const char *name = s->options->layers[i], *known = NULL;
        bool is_there = false, has_place = false;
        for (size_t k = 0; k < count; k++) {
            if (strcmp(layers[k].name, name) != 0) continue;
            is_there = true;
            has_place = has_place || layers[k].shape != ER_SHAPE_NONE;
        }
        if (!is_there) {
            ER_TRY(list_layers(ctx, s->arena, layers, count, &known));
            return er_fail(ctx, ER_ERR_NOT_FOUND,
                           "--layer: there is no layer or table '%s' here; there are: %s", name,
                           known);
        }
        if (!has_place && er_selection_by_place(s->options))
            return er_fail(ctx, ER_ERR_USAGE,
                           "--layer %s: its rows have no place; leave out --bbox and --group, or "
                           "this table",
                           name);
    }
    return ER_OK;
}

static bool within(double value, double low, double high) {
    return value >= low && value <= high;
}

static er_status check_box(er_context *ctx, const er_box *box) {
    if (!box) return ER_OK;
    bool fits = within(box->min_x, -180, 180) && within(box->max_x, -180, 180) &&
                within(box->min_y, -90, 90) && within(box->max_y, -90, 90);
    if (fits && box->min_x != box->max_x && box->min_y < box->max_y) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE,
                   "--bbox: give west, south, east and north in degrees, south below north "
                   "(west above east goes over the 180th meridian)");
}

static er_status check(const er_selection *s, const er_known_layer *layers, size_t count) {
    const er_export_options *o = s->options;
    er_context *ctx = s->data->ctx;
    ER_TRY(check_layers(s, layers, count));
    ER_TRY(check_box(ctx, o->box));
    if (o->decimals && (*o->decimals < 0 || *o->decimals > ER_EXPORT_DECIMALS))
        return er_fail(ctx, ER_ERR_USAGE, "--decimals: give a number from 0 to %d",
                       ER_EXPORT_DECIMALS);
    ER_TRY(er_simplified_check(ctx, o->simplify_m));
    if (o->clip && !er_selection_by_place(o))
        return er_fail(ctx, ER_ERR_USAGE, "--clip: needs --bbox or --group to cut at");
    return ER_OK;
}

static er_status read_place(er_selection *s) {
    const er_export_options *o = s->options;
    er_place_wish wish = {.box = o->box,
                          .clip = o->clip,
                          .decimals = o->decimals ? *o->decimals : ER_EXPORT_DECIMALS};
    if (o->group)
        ER_TRY(
            er_selection_area(s->data, s->arena, o->scheme, o->group, &s->unit_chosen, &wish.area));
    if (!er_selection_by_place(o) && wish.decimals == ER_EXPORT_DECIMALS) return ER_OK;
    return er_place_filter_new(s->data->ctx, &wish, &s->filter);
}

er_status er_selection_new(er_context *ctx, er_data *data, const er_export_options *options,
                           const er_known_layer *layers, size_t layer_count, er_selection **out) {
    er_arena *arena = NULL;
    er_selection *s = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, failed, er_arena_alloc(ctx, arena, sizeof *s, &s));
    *s = (er_selection){.data = data, .options = options, .arena = arena};
    ER_GOTO(status, failed,
            er_arena_alloc(ctx, arena, options->field_count * sizeof *s->field_met, &s->field_met));
    ER_GOTO(status, failed, check(s, layers, layer_count));
    ER_GOTO(status, failed, read_place(s));
    *out = s;
    return ER_OK;
failed:
    if (s) er_place_filter_free(s->filter);
    er_arena_free(arena);
    return status;
}

void er_selection_free(er_selection *selection) {
    if (!selection) return;
    er_place_filter_free(selection->filter);
    er_simplified_free(selection->simplified);
    er_arena_free(selection->arena);
}

void er_selection_simplify(er_selection *selection, er_simplified *simplified) {
    selection->simplified = simplified;
}

/* ---- columns --------------------------------------------------------------------------------- */

/** Where the field is asked for, or is one that no row goes without. */
static bool keeps(er_selection *s, const er_sheet *sheet, size_t field) {
    const char *name = sheet->fields[field].name;
    bool wanted = s->options->field_count == 0;
    for (size_t i = 0; i < s->options->field_count; i++) {
        if (strcmp(s->options->fields[i], name) != 0) continue;
        s->field_met[i] = wanted = true;
    }
    return wanted || (!sheet->plain && field + 1 == sheet->field_count);
}

er_status er_selection_columns(er_selection *s, er_sheet *sheet) {
    er_context *ctx = sheet->ctx;
    size_t *kept = NULL;
    er_sheet *shown = NULL;
    if (s->options->field_count == 0) return er_simplestyle_add(s->data, s->options, sheet);
    ER_TRY(er_arena_alloc(ctx, sheet->arena, sheet->field_count * sizeof *kept, &kept));
    ER_TRY(er_arena_alloc(ctx, sheet->arena, sizeof *shown, &shown));
    *shown = *sheet;
    shown->field_count = 0;
    ER_TRY(er_arena_alloc(ctx, sheet->arena, sheet->field_count * sizeof *shown->fields,
                          &shown->fields));
    ER_TRY(er_arena_alloc(ctx, sheet->arena, sheet->field_count * sizeof *shown->values,
                          &shown->values));
    for (size_t i = 0; i < sheet->field_count; i++) {
        if (!keeps(s, sheet, i)) continue;
        kept[shown->field_count] = i;
        shown->fields[shown->field_count++] = sheet->fields[i];
    }
    sheet->shown = shown;
    sheet->kept = kept;
    return er_simplestyle_add(s->data, s->options, sheet);
}

er_status er_selection_finish(const er_selection *s) {
    for (size_t i = 0; i < s->options->field_count; i++)
        if (!s->field_met[i])
            return er_fail(s->data->ctx, ER_ERR_NOT_FOUND,
                           "--field: no layer written here has a field '%s'; fields.csv beside the "
                           "layers names them all",
                           s->options->fields[i]);
    return ER_OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/** A row of a level is a unit: its first cell is the code. Null: not one of the workspace. */
static const er_unit *unit_of(const er_selection *s, const er_sheet *sheet) {
    const er_data *data = s->data;
    int64_t rank = er_data_level_rank(data, sheet->level);
    const char *code = sheet->values[0].text;
    size_t low = 0, high = data->unit_count;
    while (low < high) { /* units come by rank and code */
        size_t middle = low + (high - low) / 2;
        const er_unit *unit = &data->units[middle];
        int64_t middle_rank = er_data_level_rank(data, unit->level);
        int order = (middle_rank > rank) - (middle_rank < rank);
        if (!order) order = strcmp(unit->code, code);
        if (order == 0) return unit;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/** Whether the row is wanted where it lies; its full shape says. */
static er_status takes_row(er_selection *s, const er_sheet *sheet, er_bytes wkb, bool *wanted) {
    bool known = false;
    if (s->unit_chosen && sheet->level) { /* by what it is, not by where it is drawn */
        const er_unit *unit = unit_of(s, sheet);
        known = unit && s->unit_chosen[unit - s->data->units];
        *wanted = known;
        if (!known) return ER_OK;
    }
    return er_place_filter_takes(s->data->ctx, s->filter, sheet->shape, wkb, known, wanted);
}

er_status er_selection_row(er_selection *s, const er_sheet *sheet, er_bytes *wkb, bool *wanted) {
    er_context *ctx = s->data->ctx;
    *wanted = true;
    if (s->filter) ER_TRY(takes_row(s, sheet, *wkb, wanted));
    if (!*wanted) return ER_OK;
    if (s->simplified) ER_TRY(er_simplified_shape(ctx, s->simplified, sheet, wkb));
    if (!s->filter) return ER_OK;
    return er_place_filter_shape(ctx, s->filter, sheet->shape, wkb, wanted);
}
