/* How many operators serve a cell, and at which level. */
#include "outputs/raster_cover.h"

#include "core/catalogue.h"
#include "evenreach/analysis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/** Rasters on their way. */
struct making {
    er_data *data;
    er_arena *arena;
    er_degree_cells grid;
    uint8_t *inside;
    uint8_t *mark; /**< a byte a cell, for one operator at a time */
    size_t cell_count;
};

static er_status new_cells(const struct making *m, uint8_t **out) {
    return er_arena_alloc(m->data->ctx, m->arena, m->cell_count, out);
}

/* ---- discs ----------------------------------------------------------------------------------- */

/* A degree of latitude is at least so long; rounded down, so that no cell is left out. */
static const double least_m_per_degree = 110000;

/** Mark the cells whose middle is in a disc. */
static er_status mark_disc(const struct making *m, const er_plane *plane, const er_disc *disc,
                           er_point lon_lat, er_point **middles, size_t *capacity) {
    const er_degree_cells *grid = &m->grid;
    const double radians_per_degree = 0.017453292519943295;
    double high = disc->radius_m / least_m_per_degree;
    double shrunk = cos(fmin(fabs(lon_lat.y) + high, 89.9) * radians_per_degree);
    double wide = fmin(high / shrunk, 360);
    int left = (int)fmax(floor((lon_lat.x - wide - grid->west) / grid->side), 0);
    int right = (int)fmin(ceil((lon_lat.x + wide - grid->west) / grid->side), grid->columns);
    int top = (int)fmax(floor((grid->north - lon_lat.y - high) / grid->side), 0);
    int bottom = (int)fmin(ceil((grid->north - lon_lat.y + high) / grid->side), grid->rows);
    if (right <= left) return ER_OK;
    size_t count = (size_t)(right - left);
    ER_TRY(er_reserve(m->data->ctx, middles, capacity, count, sizeof **middles));
    for (int row = top; row < bottom; row++) {
        for (size_t i = 0; i < count; i++)
            (*middles)[i] = (er_point){grid->west + (left + (double)i + 0.5) * grid->side,
                                       grid->north - (row + 0.5) * grid->side};
        er_plane_forward(plane, *middles, count);
        uint8_t *cells = m->mark + (size_t)row * (size_t)grid->columns + (size_t)left;
        for (size_t i = 0; i < count; i++) {
            double x = (*middles)[i].x - disc->x, y = (*middles)[i].y - disc->y;
            if (x * x + y * y <= disc->radius_m * disc->radius_m) cells[i] = 1;
        }
    }
    return ER_OK;
}

static void add_marks(const struct making *m, uint8_t *values) {
    for (size_t i = 0; i < m->cell_count; i++)
        if (m->mark[i] && values[i] < ER_PIXEL_MOST) values[i]++;
    memset(m->mark, 0, m->cell_count);
}

static er_status count_operators(const struct making *m, const er_plane *plane,
                                 const er_sites *sites, uint8_t *values) {
    er_point *middles = NULL;
    size_t capacity = 0;
    er_status status = ER_OK;
    for (uint32_t layer = 0; layer < sites->operator_count && status == ER_OK; layer++) {
        er_progress(m->data->ctx, "drawing rasters", layer, sites->operator_count);
        for (size_t i = 0; i < sites->count && status == ER_OK; i++)
            if (sites->discs[i].layer == layer)
                status = mark_disc(m, plane, &sites->discs[i], sites->stations[i]->position,
                                   &middles, &capacity);
        if (status == ER_OK) status = er_check_cancel(m->data->ctx);
        add_marks(m, values);
    }
    er_free(middles);
    return status;
}

static er_status operators_by_disc(const struct making *m, uint8_t *values) {
    er_data *data = m->data;
    er_plane *plane = NULL;
    er_sites sites = {0};
    ER_TRY(er_working_plane(data->ctx, data->store, data->study, &plane));
    er_status status = er_sites_read(data->ctx, data->store, m->arena, data->study, plane, &sites);
    if (status == ER_OK) status = count_operators(m, plane, &sites, values);
    er_plane_free(plane);
    return status;
}

/* ---- signals --------------------------------------------------------------------------------- */

static bool is_unknown(const er_cover_outline *outline) {
    return strcmp(outline->level, "unknown") == 0;
}

/** Operators by their outlines: an operator's levels do not overlap, and together are what it
 *  serves. */
static er_status operators_by_outline(const struct making *m, const er_cover_outline *outlines,
                                      size_t count, uint8_t *values) {
    er_context *ctx = m->data->ctx;
    for (size_t o = 0; o < m->data->operator_count; o++) {
        for (size_t i = 0; i < count; i++) {
            const er_cover_outline *outline = &outlines[i];
            if (strcmp(outline->stratum, "operator") != 0 || !outline->operator_ ||
                strcmp(outline->operator_, m->data->operators[o].name) != 0 || is_unknown(outline))
                continue;
            ER_TRY(er_degree_cells_burn(ctx, &m->grid, outline->geometry, 1, m->mark));
        }
        add_marks(m, values);
        ER_TRY(er_check_cancel(ctx));
    }
    return ER_OK;
}

/** Levels of the best operator: 1 the weakest; and what is unknown, in either raster. */
static er_status levels_by_outline(const struct making *m, const er_cover_outline *outlines,
                                   size_t count, uint8_t *levels, uint8_t *operators) {
    er_context *ctx = m->data->ctx;
    for (size_t i = 0; i < count; i++) {
        const er_cover_outline *outline = &outlines[i];
        if (strcmp(outline->stratum, "any") != 0) continue;
        bool unknown = is_unknown(outline);
        int64_t level = (int64_t)m->data->radio.level_count - outline->rank;
        if (!unknown && (level < 1 || level > ER_PIXEL_MOST)) continue;
        ER_TRY(er_degree_cells_burn(ctx, &m->grid, outline->geometry,
                                    unknown ? ER_PIXEL_UNKNOWN : (uint8_t)level, levels));
        if (unknown)
            ER_TRY(er_degree_cells_burn(ctx, &m->grid, outline->geometry, ER_PIXEL_UNKNOWN,
                                        operators));
    }
    return ER_OK;
}

/* ---- what the values mean -------------------------------------------------------------------- */

static void put_class(er_cover_cells *cells, uint8_t value, er_colour colour, const char *meaning,
                      const char *meaning_zh) {
    cells->classes[cells->class_count++] = (er_cell_class){
        .value = value, .colour = colour, .meaning = meaning, .meaning_zh = meaning_zh};
}

/** The dark end for the most; the palest of the scale is left to what is not served. */
static er_colour step_colour(size_t step, size_t steps) {
    size_t span = ER_SHARE_CLASSES - 2;
    return er_share_colours[1 + (steps > 1 ? (step - 1) * span / (steps - 1) : span)];
}

static er_status begin_classes(const struct making *m, er_cover_cells *cells, size_t count) {
    enum { OTHERS = 3 };
    const char *unserved = "unserved";
    cells->grid = m->grid;
    ER_TRY(er_arena_alloc(m->data->ctx, m->arena, (count + OTHERS) * sizeof *cells->classes,
                          &cells->classes));
    put_class(cells, 0, er_share_colours[0], unserved, er_catalogue_zh_tw(unserved));
    return ER_OK;
}

static void end_classes(er_cover_cells *cells) {
    const char *unknown = "unknown", *outside = "outside the units";
    put_class(cells, ER_PIXEL_UNKNOWN, ER_COLOUR_UNKNOWN, unknown, er_catalogue_zh_tw(unknown));
    put_class(cells, ER_PIXEL_OUTSIDE, 0, outside, er_catalogue_zh_tw(outside));
    cells->classes[cells->class_count - 1].clear = true;
}

static er_status describe_operators(const struct making *m, er_cover_cells *cells) {
    size_t most = 0;
    for (size_t i = 0; i < m->cell_count; i++)
        if (cells->values[i] <= ER_PIXEL_MOST && cells->values[i] > most) most = cells->values[i];
    ER_TRY(begin_classes(m, cells, most));
    for (size_t k = 1; k <= most; k++) {
        const char *meaning = NULL, *chinese = NULL;
        ER_TRY(er_arena_format(m->data->ctx, m->arena, &meaning, "operators that serve: %zu", k));
        ER_TRY(er_arena_format(m->data->ctx, m->arena, &chinese, "涵蓋的業者數：%zu", k));
        put_class(cells, (uint8_t)k, step_colour(k, most), meaning, chinese);
    }
    end_classes(cells);
    return ER_OK;
}

static er_status describe_levels(const struct making *m, er_cover_cells *cells) {
    const er_study_radio *radio = &m->data->radio;
    ER_TRY(begin_classes(m, cells, radio->level_count));
    for (size_t k = 1; k <= radio->level_count && k <= ER_PIXEL_MOST; k++) {
        const er_study_level *level = &radio->levels[radio->level_count - k];
        const char *title = level->title ? level->title : level->name;
        put_class(cells, (uint8_t)k, step_colour(k, radio->level_count), title,
                  level->title_zh ? level->title_zh : title);
    }
    end_classes(cells);
    return ER_OK;
}

static void clear_outside(const struct making *m, uint8_t *values) {
    for (size_t i = 0; i < m->cell_count; i++)
        if (!m->inside[i]) values[i] = ER_PIXEL_OUTSIDE;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static er_status make_signal(const struct making *m, er_cover_cells *operators,
                             er_cover_cells *levels) {
    er_data *data = m->data;
    er_cover_outline *outlines = NULL;
    size_t count = 0;
    *levels = (er_cover_cells){.name = "level", .about = "signal level of the best operator"};
    ER_TRY(new_cells(m, &levels->values));
    ER_TRY(er_store_cover_outlines(data->ctx, data->store, m->arena, data->cover->id, &outlines,
                                   &count));
    ER_TRY(operators_by_outline(m, outlines, count, operators->values));
    ER_TRY(levels_by_outline(m, outlines, count, levels->values, operators->values));
    clear_outside(m, levels->values);
    return describe_levels(m, levels);
}

er_status er_cover_cells_of(er_data *data, er_arena *arena, er_cover_cells *out, size_t *count) {
    struct making m = {.data = data, .arena = arena};
    *count = 0;
    if (!data->cover)
        return er_fail(data->ctx, ER_ERR_NOT_FOUND,
                       "rasters: the workspace has no coverage run; run evenreach cover");
    ER_TRY(er_degree_cells_of(data, arena, &m.grid, &m.inside));
    m.cell_count = (size_t)m.grid.columns * (size_t)m.grid.rows;
    out[0] = (er_cover_cells){.name = "operators", .about = "operators that are known to serve"};
    ER_TRY(new_cells(&m, &m.mark));
    ER_TRY(new_cells(&m, &out[0].values));
    *count = data->is_signal ? 2 : 1;
    if (data->is_signal)
        ER_TRY(make_signal(&m, &out[0], &out[1]));
    else
        ER_TRY(operators_by_disc(&m, out[0].values));
    clear_outside(&m, out[0].values);
    return describe_operators(&m, &out[0]);
}
