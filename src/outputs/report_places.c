/* Where units lie apart from the main body of land, so that a map can offer to jump there. */
#include "outputs/report_parts.h"

#include <string.h>

const er_report_sheet *er_report_finest(const er_report_sheets *sheets) {
    const er_report_sheet *finest = NULL;
    for (size_t i = 0; i < sheets->count; i++)
        if (sheets->items[i].level && sheets->items[i].shape == ER_SHAPE_POLYGON)
            finest = &sheets->items[i];
    return finest;
}

struct places {
    const er_data *data;
    const er_report_sheets *sheets;
    const er_report_sheet *finest;
    size_t first_unit;  /**< of the finest level, in data->units */
    uint32_t *body;     /**< per unit of that level */
    uint32_t main_body; /**< UINT32_MAX: there is none */
    size_t *parts;      /**< per unit of any level: units of the finest in it */
    size_t *apart;      /**< those of them that lie apart */
    size_t *place_of; /**< per unit of the finest level: the place that it is shown by, or itself */
};

static bool is_apart(const struct places *p, size_t i) {
    return p->body[i] != UINT32_MAX && p->body[i] != p->main_body;
}

/** Of a level in data->units; a sheet of units has its rows in their order. */
static size_t first_unit_of(const er_data *data, const char *level) {
    size_t first = 0;
    while (first < data->unit_count && strcmp(data->units[first].level, level) != 0)
        first++;
    return first;
}

/** The unit above; unit_count at the top. */
static size_t above(const er_data *data, size_t unit) {
    int64_t parent = data->units[unit].parent_id;
    return parent ? er_data_unit_index(data, parent) : data->unit_count;
}

/** The body of the largest area; of equal ones the first. */
static er_status find_main_body(er_context *ctx, struct places *p) {
    er_sum *areas = NULL;
    ER_TRY(er_alloc(ctx, p->finest->rows + 1, sizeof *areas, &areas));
    for (size_t i = 0; i < p->finest->rows; i++)
        if (p->body[i] != UINT32_MAX)
            er_sum_add(&areas[p->body[i]], p->data->units[p->first_unit + i].area_km2);
    p->main_body = UINT32_MAX;
    for (uint32_t b = 0; b < p->finest->rows; b++)
        if (er_sum_value(&areas[b]) > 0 &&
            (p->main_body == UINT32_MAX ||
             er_sum_value(&areas[b]) > er_sum_value(&areas[p->main_body])))
            p->main_body = b;
    er_free(areas);
    return ER_OK;
}

/** A unit of the finest level counts in itself and in all that hold it. */
static void count_parts(struct places *p) {
    for (size_t i = 0; i < p->finest->rows; i++) {
        size_t steps = 0;
        for (size_t u = p->first_unit + i; u < p->data->unit_count && steps <= p->data->level_count;
             u = above(p->data, u), steps++) {
            p->parts[u]++;
            p->apart[u] += is_apart(p, i);
        }
    }
}

/** The largest unit all of whose parts lie apart. */
static size_t place_of(const struct places *p, size_t i) {
    size_t place = p->first_unit + i;
    for (size_t u = above(p->data, place), steps = 0;
         u < p->data->unit_count && steps < p->data->level_count && p->apart[u] == p->parts[u];
         u = above(p->data, u), steps++)
        place = u;
    return place;
}

/** The unit as it is drawn by itself; no data: it is not. */
static er_bytes own_shape(const struct places *p, size_t unit) {
    const char *level = p->data->units[unit].level;
    for (size_t i = 0; i < p->sheets->count; i++) {
        const er_report_sheet *sheet = &p->sheets->items[i];
        if (!sheet->level || sheet->shape != ER_SHAPE_POLYGON || strcmp(sheet->level, level) != 0)
            continue;
        size_t row = unit - first_unit_of(p->data, level);
        if (row < sheet->rows) return sheet->shapes[row];
    }
    return (er_bytes){0};
}

/** Of a place and of everything in it: its own shape may have parts where no unit of the finest
 *  level lies, as an islet where nobody lives. */
static er_status extent_of_place(const struct places *p, er_context *ctx, size_t place,
                                 er_bytes *shapes, er_box *box) {
    size_t count = 0;
    for (size_t i = 0; i < p->finest->rows; i++)
        if (p->place_of[i] == place) shapes[count++] = p->finest->shapes[i];
    shapes[count++] = own_shape(p, place);
    return er_extent_of(ctx, shapes, count, box);
}

static er_status place_json(const struct places *p, er_context *ctx, size_t place, er_bytes *shapes,
                            er_json **out) {
    const er_unit *unit = &p->data->units[place];
    er_box box;
    ER_TRY(extent_of_place(p, ctx, place, shapes, &box));
    er_json *json = er_json_object(), *bbox = er_json_array();
    const double sides[] = {box.min_x, box.min_y, box.max_x, box.max_y};
    for (int k = 0; k < 4; k++)
        er_json_append_number(bbox, er_round(sides[k], 6));
    er_json_add_text(json, "code", unit->code);
    er_json_add_text(json, "level", unit->level);
    er_json_add_text(json, "name", unit->name);
    er_json_add_text(json, "name_en", unit->name_en);
    er_json_add(json, "bbox", bbox);
    *out = json;
    return ER_OK;
}

/** By level and code, as the units are. */
static er_status list_places(const struct places *p, er_context *ctx, er_json *list) {
    bool *listed = NULL;
    er_bytes *shapes = NULL;
    er_status status;
    ER_TRY(er_alloc(ctx, p->data->unit_count + 1, sizeof *listed, &listed));
    ER_GOTO(status, done, er_alloc(ctx, p->finest->rows + 1, sizeof *shapes, &shapes));
    for (size_t i = 0; i < p->finest->rows; i++)
        if (is_apart(p, i)) listed[p->place_of[i]] = true;
    for (size_t u = 0; u < p->data->unit_count; u++) {
        er_json *json = NULL;
        if (!listed[u]) continue;
        ER_GOTO(status, done, place_json(p, ctx, u, shapes, &json));
        er_json_append(list, json);
    }
done:
    er_free(listed);
    er_free(shapes);
    return status;
}

static er_status find_places(er_context *ctx, struct places *p, const er_topology *topology,
                             size_t first, er_json *list) {
    size_t n = p->finest->rows, units = p->data->unit_count;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, n + 1, sizeof *p->body, &p->body));
    ER_GOTO(status, done, er_alloc(ctx, units + 1, sizeof *p->parts, &p->parts));
    ER_GOTO(status, done, er_alloc(ctx, units + 1, sizeof *p->apart, &p->apart));
    ER_GOTO(status, done, er_alloc(ctx, n + 1, sizeof *p->place_of, &p->place_of));
    ER_GOTO(status, done, er_topology_bodies(ctx, topology, first, n, p->body));
    ER_GOTO(status, done, find_main_body(ctx, p));
    count_parts(p);
    for (size_t i = 0; i < n; i++)
        p->place_of[i] = place_of(p, i);
    status = list_places(p, ctx, list);
done:
    er_free(p->body);
    er_free(p->parts);
    er_free(p->apart);
    er_free(p->place_of);
    return status;
}

er_status er_report_places(const er_report_sheets *sheets, const er_topology *topology,
                           size_t first, er_json **out) {
    struct places p = {.data = sheets->data, .sheets = sheets, .finest = er_report_finest(sheets)};
    er_json *list = er_json_array();
    er_status status = ER_OK;
    if (p.finest) {
        p.first_unit = first_unit_of(p.data, p.finest->level);
        status = find_places(p.data->ctx, &p, topology, first, list);
    }
    if (status == ER_OK)
        *out = list;
    else
        er_json_free(list);
    return status;
}
