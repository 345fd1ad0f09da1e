#include "outputs/simplify.h"

#include "outputs/sink.h"

#include <string.h>

/** The shapes of a layer, by the order of its rows. */
struct layer {
    const char *name;
    size_t first;
    size_t count;
};

struct er_simplified {
    er_topology *topology;
    er_arena *arena; /**< of the names */
    er_arena *row;   /**< of the shapes until the graph is made, then of the one asked for last */
    struct layer *layers;
    size_t layer_count, layer_capacity;
    er_bytes *shapes;
    uint32_t *worlds;
    size_t shape_count, shape_capacity, world_capacity;
};

er_status er_simplified_check(er_context *ctx, const double *tolerance_m) {
    if (!tolerance_m || (*tolerance_m > 0 && *tolerance_m <= ER_EXPORT_SIMPLIFY_M)) return ER_OK;
    return er_fail(ctx, ER_ERR_USAGE, "--simplify-m: give metres above 0, %d at most",
                   ER_EXPORT_SIMPLIFY_M);
}

/* ---- the first walk: a format that only takes shapes ----------------------------------------- */

/** A sheet on its way. */
struct gathering {
    er_simplified *s; /**< null: the sheet is not drawn, or has no borders */
    uint32_t world;
};

static er_status begin_layer(er_context *ctx, er_simplified *s, const er_sheet *sheet,
                             struct gathering *g) {
    struct layer layer = {.first = s->shape_count};
    ER_TRY(er_arena_text(ctx, s->arena, sheet->name, strlen(sheet->name), &layer.name));
    ER_TRY(er_reserve(ctx, &s->layers, &s->layer_capacity, s->layer_count + 1, sizeof *s->layers));
    s->layers[s->layer_count++] = layer;
    g->s = s;
    g->world = er_shares_borders(sheet->name, sheet->level) ? 0 : (uint32_t)s->layer_count;
    return ER_OK;
}

static er_status open_sheet(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                            void **state) {
    struct gathering *g = NULL;
    bool has_borders =
        target->layer && (target->layer->to & ER_TO_MAP) != 0 && sheet->shape > ER_SHAPE_POINT;
    ER_TRY(er_alloc(ctx, 1, sizeof *g, &g));
    er_status status =
        has_borders ? begin_layer(ctx, (er_simplified *)target->bundle, sheet, g) : ER_OK;
    if (status == ER_OK)
        *state = g;
    else
        er_free(g);
    return status;
}

static er_status add_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    const struct gathering *g = state;
    er_simplified *s = g->s;
    const char *copy = NULL;
    (void)sheet;
    if (!s) return ER_OK;
    ER_TRY(er_reserve(ctx, &s->shapes, &s->shape_capacity, s->shape_count + 1, sizeof *s->shapes));
    ER_TRY(er_reserve(ctx, &s->worlds, &s->world_capacity, s->shape_count + 1, sizeof *s->worlds));
    if (wkb.size > 0) ER_TRY(er_arena_text(ctx, s->row, (const char *)wkb.data, wkb.size, &copy));
    s->shapes[s->shape_count] = (er_bytes){(const uint8_t *)copy, copy ? wkb.size : 0};
    s->worlds[s->shape_count++] = g->world;
    s->layers[s->layer_count - 1].count++;
    return ER_OK;
}

static er_status close_sheet(er_context *ctx, void *state, int64_t rows) {
    (void)ctx;
    (void)rows;
    er_free(state);
    return ER_OK;
}

static er_status gather(er_data *data, const er_export_options *options, er_simplified *s) {
    static const er_sink_ops ops = {.begin = er_bundle_given,
                                    .finish = er_bundle_filled,
                                    .drop = er_bundle_left,
                                    .open = open_sheet,
                                    .row = add_row,
                                    .close = close_sheet,
                                    .abandon = er_free};
    const er_format formats[] = {
        {.name = "shapes", .extension = "", .places = true, .ops = &ops, .detail = &s}, {0}};
    return er_results_into(data, formats, options);
}

/* ---- the second ------------------------------------------------------------------------------ */

/** The graph has coordinates of its own: the shapes go once it is there. */
static er_status simplify(er_context *ctx, er_simplified *s, double tolerance_m) {
    er_status status = er_topology_new(ctx, s->shapes, s->worlds, s->shape_count, &s->topology);
    er_arena_free(s->row);
    s->row = NULL;
    if (status == ER_OK) status = er_topology_simplify(ctx, s->topology, tolerance_m);
    er_free(s->shapes);
    er_free(s->worlds);
    s->shapes = NULL;
    s->worlds = NULL;
    return status;
}

er_status er_simplified_new(er_data *data, const er_export_options *options, double tolerance_m,
                            er_simplified **out) {
    er_context *ctx = data->ctx;
    er_simplified *s = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *s, &s));
    er_status status = er_arena_new(ctx, &s->arena);
    if (status == ER_OK) status = er_arena_new(ctx, &s->row);
    if (status == ER_OK) status = gather(data, options, s);
    if (status == ER_OK) status = simplify(ctx, s, tolerance_m);
    if (status == ER_OK)
        *out = s;
    else
        er_simplified_free(s);
    return status;
}

void er_simplified_free(er_simplified *s) {
    if (!s) return;
    er_topology_free(s->topology);
    er_arena_free(s->arena);
    er_arena_free(s->row);
    er_free(s->layers);
    er_free(s->shapes);
    er_free(s->worlds);
    er_free(s);
}

static const struct layer *layer_of(const er_simplified *s, const er_sheet *sheet) {
    for (size_t i = 0; sheet->shape > ER_SHAPE_POINT && i < s->layer_count; i++)
        if (strcmp(s->layers[i].name, sheet->name) == 0) return &s->layers[i];
    return NULL;
}

er_status er_simplified_shape(er_context *ctx, er_simplified *s, const er_sheet *sheet,
                              er_bytes *wkb) {
    const struct layer *layer = layer_of(s, sheet);
    if (!layer || wkb->size == 0) return ER_OK;
    if ((size_t)sheet->rows_met >= layer->count)
        return er_fail(ctx, ER_ERR_INTERNAL, "%s: %lld rows of %lld", sheet->name,
                       (long long)layer->count, (long long)sheet->rows_met + 1);
    er_arena_free(s->row);
    s->row = NULL;
    ER_TRY(er_arena_new(ctx, &s->row));
    return er_topology_wkb(ctx, s->row, s->topology, layer->first + (size_t)sheet->rows_met, wkb);
}
