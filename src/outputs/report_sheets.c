/* Sheets gathered in memory: a format that is no file. */
#include "outputs/report_sheets.h"

#include "geometry/wkb.h"
#include "outputs/report_column.h"
#include "outputs/siting.h"
#include "outputs/sink.h"

#include <math.h>
#include <string.h>

static const double steps_per_degree = 1e6; /* of points */

/** A sheet on its way. */
struct gathering {
    er_report_sheets *sheets; /**< null: the sheet is not wanted */
    er_report_sheet sheet;
    er_report_column *columns;
    size_t column_count;
    size_t asked; /**< the column that says whether a site is of the plan asked for; SIZE_MAX */
    size_t shape_capacity;
    er_json *x;
    er_json *y;
    int64_t last[2];
};

/* ---- sheets ---------------------------------------------------------------------------------- */

static er_json *field_json(er_context *ctx, er_arena *arena, const er_field *field,
                           er_status *status) {
    const char *meaning = NULL, *meaning_zh = NULL;
    er_json *json = er_json_object();
    if (*status == ER_OK) *status = er_field_meaning(ctx, arena, field, false, &meaning);
    if (*status == ER_OK) *status = er_field_meaning(ctx, arena, field, true, &meaning_zh);
    er_json_add_text(json, "name", field->name);
    er_json_add_text(json, "type", er_field_type_name(field->type));
    er_json_add_text(json, "unit", field->unit);
    er_json_add_text(json, "meaning", meaning);
    er_json_add_text(json, "meaning_zh", meaning_zh);
    return json;
}

static er_status describe(er_context *ctx, struct gathering *g, const er_sheet *sheet) {
    static const char *const shapes[] = {NULL, "point", "line", "polygon"};
    er_status status = ER_OK;
    er_json *json = g->sheet.json = er_json_object(), *fields = er_json_array();
    er_json_add_text(json, "name", sheet->name);
    if (g->sheet.shape != ER_SHAPE_NONE) {
        er_json_add_text(json, "shape", shapes[g->sheet.shape]);
        er_json_add_text(json, "level", g->sheet.level);
    }
    er_json_add_text(json, "about", sheet->about);
    er_json_add_text(json, "about_zh", sheet->about_zh);
    er_json_add_bool(json, "synthetic", sheet->synthetic);
    for (size_t i = 0; i < sheet->field_count; i++)
        er_json_append(fields, field_json(ctx, g->sheets->arena, &sheet->fields[i], &status));
    er_json_add(json, "fields", fields);
    return status;
}

/** The level that a sheet without a name of its own is of: they come in the order of the levels. */
static const char *level_of(er_report_sheets *sheets, const er_layer *layer) {
    if (layer->name || sheets->levels_seen >= sheets->data->level_count) return NULL;
    return sheets->data->levels[sheets->levels_seen++].name;
}

static void free_gathering(struct gathering *g) {
    for (size_t i = 0; i < g->column_count; i++)
        er_report_column_clear(&g->columns[i]);
    er_free(g->columns);
    er_free(g->sheet.shapes);
    er_json_free(g->sheet.json);
    er_json_free(g->x);
    er_json_free(g->y);
    er_free(g);
}

static er_status begin_sheet(er_context *ctx, struct gathering *g, const er_sheet *sheet,
                             const er_layer *layer) {
    er_report_sheets *sheets = g->sheets;
    bool drawn = (layer->to & ER_TO_MAP) != 0 && sheet->shape != ER_SHAPE_NONE;
    g->sheet.shape = drawn ? sheet->shape : ER_SHAPE_NONE;
    g->sheet.level = level_of(sheets, layer);
    ER_TRY(er_arena_text(ctx, sheets->arena, sheet->name, strlen(sheet->name), &g->sheet.name));
    ER_TRY(describe(ctx, g, sheet));
    ER_TRY(er_alloc(ctx, sheet->field_count + 1, sizeof *g->columns, &g->columns));
    g->column_count = sheet->field_count;
    g->asked = SIZE_MAX;
    for (size_t i = 0; i < sheet->field_count; i++) {
        g->columns[i].type = sheet->fields[i].type;
        if (drawn && strcmp(sheet->fields[i].name, ER_FIELD_ASKED) == 0) g->asked = i;
    }
    if (g->sheet.shape == ER_SHAPE_POINT) {
        g->x = er_json_array();
        g->y = er_json_array();
    }
    return ER_OK;
}

static er_status open_sheet(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                            void **state) {
    struct gathering *g = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *g, &g));
    er_status status = ER_OK;
    if (target->layer) { /* not the dictionary: what fields mean stands with them */
        g->sheets = (er_report_sheets *)target->bundle;
        status = begin_sheet(ctx, g, sheet, target->layer);
    }
    if (status == ER_OK)
        *state = g;
    else
        free_gathering(g);
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static er_status add_point(er_context *ctx, struct gathering *g, er_bytes wkb) {
    er_wkb_shape shape = {0};
    if (wkb.size > 0) ER_TRY(er_wkb_read(ctx, wkb, &shape));
    if (shape.point_count > 0) {
        const int64_t at[] = {llround(shape.points[0].x * steps_per_degree),
                              llround(shape.points[0].y * steps_per_degree)};
        er_json_append_int(g->x, at[0] - g->last[0]);
        er_json_append_int(g->y, at[1] - g->last[1]);
        memcpy(g->last, at, sizeof at);
    } else {
        er_json_append(g->x, NULL);
        er_json_append(g->y, NULL);
    }
    er_wkb_clear(&shape);
    return ER_OK;
}

static er_status add_shape(er_context *ctx, struct gathering *g, er_bytes wkb) {
    const char *copy = NULL;
    ER_TRY(er_reserve(ctx, &g->sheet.shapes, &g->shape_capacity, g->sheet.rows + 1,
                      sizeof *g->sheet.shapes));
    if (wkb.size > 0)
        ER_TRY(er_arena_text(ctx, g->sheets->arena, (const char *)wkb.data, wkb.size, &copy));
    g->sheet.shapes[g->sheet.rows] = (er_bytes){(const uint8_t *)copy, copy ? wkb.size : 0};
    return ER_OK;
}

static bool is_too_long(const struct gathering *g) {
    return g->sheet.shape == ER_SHAPE_NONE && g->sheet.rows > ER_REPORT_TABLE_ROWS;
}

/** The page draws the plan that was asked for alone: others have many sites at the same places. */
static bool is_of_another_plan(const struct gathering *g, const er_sheet *sheet) {
    return g->asked < g->column_count && sheet->values[g->asked].known &&
           !sheet->values[g->asked].whole;
}

static er_status add_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    struct gathering *g = state;
    if (!g->sheets || is_too_long(g) || is_of_another_plan(g, sheet)) return ER_OK;
    for (size_t i = 0; i < g->column_count; i++)
        ER_TRY(er_report_column_add(ctx, g->sheets->arena, &g->columns[i], &sheet->values[i]));
    if (g->sheet.shape == ER_SHAPE_POINT)
        ER_TRY(add_point(ctx, g, wkb));
    else if (g->sheet.shape != ER_SHAPE_NONE)
        ER_TRY(add_shape(ctx, g, wkb));
    g->sheet.rows++;
    return ER_OK;
}

static er_status finish_sheet(er_context *ctx, struct gathering *g) {
    er_report_sheets *sheets = g->sheets;
    er_json *json = g->sheet.json, *columns = er_json_array();
    er_json_add_int(json, "rows", (int64_t)g->sheet.rows);
    er_json_add(json, "columns", columns);
    for (size_t i = 0; i < g->column_count; i++) {
        er_json *column = NULL;
        ER_TRY(er_report_column_json(ctx, &g->columns[i], &column));
        er_json_append(columns, column);
    }
    if (g->sheet.shape == ER_SHAPE_POINT) {
        er_json_add(json, "x", g->x);
        er_json_add(json, "y", g->y);
        g->x = g->y = NULL;
    } else if (g->sheet.shape != ER_SHAPE_NONE) {
        er_json_add_text(json, "object", g->sheet.name);
    }
    ER_TRY(er_reserve(ctx, &sheets->items, &sheets->capacity, sheets->count + 1,
                      sizeof *sheets->items));
    sheets->items[sheets->count++] = g->sheet;
    g->sheet = (er_report_sheet){0}; /* it is the list's now */
    return ER_OK;
}

static er_status close_sheet(er_context *ctx, void *state, int64_t rows) {
    struct gathering *g = state;
    (void)rows;
    er_status status = g->sheets && !is_too_long(g) ? finish_sheet(ctx, g) : ER_OK;
    free_gathering(g);
    return status;
}

static void abandon_sheet(void *state) {
    free_gathering(state);
}

/* ---- the whole ------------------------------------------------------------------------------- */

er_status er_report_sheets_gather(er_data *data, er_arena *arena, er_report_sheets *out) {
    static const er_sink_ops ops = {.begin = er_bundle_given,
                                    .finish = er_bundle_filled,
                                    .drop = er_bundle_left,
                                    .open = open_sheet,
                                    .row = add_row,
                                    .close = close_sheet,
                                    .abandon = abandon_sheet};
    *out = (er_report_sheets){.data = data, .arena = arena};
    const er_format formats[] = {{.name = "report",
                                  .extension = "",
                                  .places = true,
                                  .tables = true,
                                  .ops = &ops,
                                  .detail = &out},
                                 {0}};
    return er_results_into(data, formats, NULL);
}

void er_report_sheets_clear(er_report_sheets *sheets) {
    for (size_t i = 0; i < sheets->count; i++) {
        er_json_free(sheets->items[i].json);
        er_free(sheets->items[i].shapes);
    }
    er_free(sheets->items);
    *sheets = (er_report_sheets){0};
}
