#include "analysis/load.h"

#include "sources/crs_survey.h"
#include "sources/places.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

er_status er_load_extent(er_context *ctx, er_store *store, er_box *extent) {
    er_arena *arena = NULL;
    er_points points = {0};
    er_level *levels = NULL;
    er_unit *units = NULL;
    size_t level_count = 0, count = 0;
    er_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_store_levels(ctx, store, arena, &levels, &level_count);
    if (status == ER_OK && level_count > 0)
        status = er_store_units(ctx, store, arena, levels[0].name, true, &units, &count);
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        status = er_place_points(ctx, units[i].geometry, &points);
        for (size_t p = 0; p < points.count && status == ER_OK; p++) {
            box.min_x = fmin(box.min_x, points.items[p].x);
            box.min_y = fmin(box.min_y, points.items[p].y);
            box.max_x = fmax(box.max_x, points.items[p].x);
            box.max_y = fmax(box.max_y, points.items[p].y);
        }
    }
    *extent = count > 0 ? box : (er_box){NAN, NAN, NAN, NAN};
    er_free(points.items);
    er_arena_free(arena);
    return status;
}

bool er_load_nearby(const er_loading *load, er_point point) {
    return isnan(load->extent.min_x) || er_crs_box_holds(er_crs_margin(load->extent), point);
}

/* ---- which of several systems ---------------------------------------------------------------- */

/** How well a system places the rows. */
struct score {
    int64_t named; /* rows that name a unit we know */
    int64_t agree; /* of these, rows that lie in it */
    int64_t rows;
    int64_t inside; /* rows that lie in any unit */
};

/** Rows to be located together. */
struct batch {
    er_points points;
    const er_unit **named; /* null: names none */
    size_t named_capacity;
};

static er_status score_batch(er_context *ctx, er_loading *load, const er_places *places,
                             const struct batch *batch, struct score *score) {
    int64_t *ids = NULL;
    size_t count = batch->points.count;
    ER_TRY(er_alloc(ctx, count, sizeof *ids, &ids));
    er_status status = er_store_locate(ctx, load->store, er_places_finest(places),
                                       batch->points.items, count, ids);
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        const er_unit *unit = ids[i] ? er_places_by_id(places, ids[i]) : NULL;
        score->rows++;
        score->inside += unit != NULL;
        if (!batch->named[i]) continue;
        score->named++;
        score->agree += unit && er_places_within(places, unit, batch->named[i]);
    }
    er_free(ids);
    return status;
}

/** The unit that the current row names by its headings unit_code, or county and town. */
static er_status named_unit(er_context *ctx, er_loading *load, const er_places *places,
                            const er_unit **out) {
    const char *texts[3] = {NULL}, *code = NULL;
    static const char *const names[3] = {"unit_code", "county", "town"};
    *out = NULL;
    for (size_t i = 0; load->kind->fields[i].name; i++)
        for (size_t n = 0; n < 3; n++)
            if (strcmp(load->kind->fields[i].name, names[n]) == 0)
                ER_TRY(er_load_text(ctx, load, i, &texts[n]));
    if (texts[0]) {
        ER_TRY(er_load_unit_code(ctx, load, texts[0], &code));
        *out = er_places_by_code(places, NULL, code);
    }
    return *out ? ER_OK : er_places_by_name(ctx, places, texts[1], texts[2], out);
}

static er_status collect_rows(er_context *ctx, er_loading *load, const er_places *places,
                              struct batch *batch) {
    er_points *all = &batch->points;
    ER_TRY(er_load_map(ctx, load));
    for (bool more = true;;) {
        er_table_row row;
        er_points points = {0};
        ER_TRY(er_table_next(ctx, load->table, &row, &more));
        if (!more) return ER_OK;
        if (!row.geometry.data) continue;
        load->row = &row;
        er_status status = er_place_points(ctx, row.geometry, &points);
        er_point point = points.count ? points.items[0] : (er_point){NAN, NAN};
        er_free(points.items);
        if (status != ER_OK) continue;
        ER_TRY(er_reserve(ctx, &all->items, &all->capacity, all->count + 1, sizeof point));
        ER_TRY(er_reserve(ctx, &batch->named, &batch->named_capacity, all->count + 1,
                          sizeof *batch->named));
        ER_TRY(named_unit(ctx, load, places, &batch->named[all->count]));
        all->items[all->count++] = point;
    }
}

/** Read the table under one system and see where its rows fall. */
static er_status score_system(er_context *ctx, er_loading *load, const er_table_options *options,
                              const char *crs, const er_places *places, struct score *score) {
    struct batch batch = {0};
    er_table_options tried = *options;
    tried.crs = crs;
    *score = (struct score){0};
    er_status status = er_table_open(ctx, &tried, &load->table);
    if (status == ER_OK) status = collect_rows(ctx, load, places, &batch);
    if (status == ER_OK) status = score_batch(ctx, load, places, &batch, score);
    er_table_close(load->table);
    load->table = NULL;
    load->row = NULL;
    memset(load->columns, 0, sizeof load->columns);
    er_free(batch.points.items);
    er_free(batch.named);
    return status;
}

static double share(int64_t part, int64_t whole) {
    return whole > 0 ? (double)part / (double)whole : 0;
}

/** One system is chosen if almost all rows fall where they say they do and clearly fewer do under
 *  every other; where rows name no unit, being in any unit counts, and the lead must be wide. */
static const char *choose(const char *const *systems, const struct score *scores, size_t count) {
    static const double almost_all = 0.95, lead_named = 0.02, lead_inside = 0.2;
    bool named = count > 0 && scores[0].named * 2 > scores[0].rows;
    double best = 0, second = 0;
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        double value = named ? share(scores[i].agree, scores[i].named)
                             : share(scores[i].inside, scores[i].rows);
        if (value > best) {
            second = best;
            best = value;
            chosen = i;
        } else if (value > second) {
            second = value;
        }
    }
    bool clear = best >= almost_all && best - second >= (named ? lead_named : lead_inside);
    return clear ? systems[chosen] : NULL;
}

static er_status resolve(er_context *ctx, er_loading *load, const er_table_options *options,
                         const er_places *places, const char **crs) {
    const char **systems = NULL;
    size_t count = 0;
    struct score *scores = NULL;
    *crs = NULL;
    ER_TRY(er_table_guess_crs(ctx, options, load->arena, &systems, &count));
    ER_TRY(er_arena_alloc(ctx, load->arena, (count + 1) * sizeof *scores, &scores));
    for (size_t i = 0; i < count; i++)
        ER_TRY(score_system(ctx, load, options, systems[i], places, &scores[i]));
    *crs = choose(systems, scores, count);
    return ER_OK;
}

/** After er_table_open found several systems: ask the units. The first failure stands if they do
 *  not decide. */
static er_status ask_units(er_context *ctx, er_loading *load, const er_table_options *options) {
    er_places *places = NULL;
    const char *crs = NULL;
    char line[2048];
    snprintf(line, sizeof line, "%s", er_context_error(ctx));
    ER_TRY(er_places_new(ctx, load->store, &places));
    er_status status = er_places_finest(places) ? resolve(ctx, load, options, places, &crs) : ER_OK;
    er_places_free(places);
    if (status == ER_ERR_MEMORY || status == ER_ERR_CANCELLED) return status;
    if (!crs) return er_fail(ctx, ER_ERR_CRS, "%s", line);
    er_table_options decided = *options;
    decided.crs = crs;
    return er_table_open(ctx, &decided, &load->table);
}

static const char *mapped(const er_input *input, const char *field, const char *other) {
    for (size_t i = 0; i < input->field_count; i++)
        if (strcmp(input->fields[i].field, field) == 0 ||
            strcmp(input->fields[i].field, other) == 0)
            return input->fields[i].column;
    return NULL;
}

er_status er_load_open(er_context *ctx, er_loading *load) {
    const er_input *input = load->input;
    er_table_options options = er_table_defaults(load->path);
    options.layer = input->layer;
    options.encoding = input->encoding;
    options.allow_ballpark = input->allow_ballpark;
    options.crs = input->crs ? input->crs : load->preset ? load->preset->crs : NULL;
    options.x_column = mapped(input, "x", "lon");
    options.y_column = mapped(input, "y", "lat");
    options.expected_extent = load->extent;
    if (load->study) {
        options.crs_candidates = load->study->crs_candidates;
        options.crs_candidate_count = load->study->crs_candidate_count;
    }
    ER_TRY(er_load_preset_columns(ctx, load, &options.column_names, &options.column_count));
    options.header = options.column_names == NULL;
    er_status status = er_table_open(ctx, &options, &load->table);
    bool asked = status == ER_ERR_CRS && !options.crs && !isnan(load->extent.min_x);
    if (asked) status = ask_units(ctx, load, &options);
    if (status != ER_OK) return status;
    const er_table_info *info = er_table_about(load->table);
    load->source.layer = info->layer;
    load->source.encoding = info->encoding;
    load->source.crs = info->crs;
    load->source.crs_how = asked ? "detected" : info->crs_how;
    load->source.transform = info->crs ? info->transform.method : NULL;
    load->source.transform_accuracy_m = info->crs ? info->transform.accuracy_m : NAN;
    return ER_OK;
}
