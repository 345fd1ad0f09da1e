/* The signal field: made of a workspace's sectors once, asked for tiles and points afterwards. */
#include "analysis/field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- assumptions ----------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b) {
    return a == b || strcmp(a, b) == 0;
}

static er_status copy(er_context *ctx, er_field *field, const char *text, const char **out) {
    return er_arena_text(ctx, field->arena, text, strlen(text), out);
}

er_status er_field_suppose(er_context *ctx, er_field *field, const char *name, er_sentence value,
                           const char *basis) {
    if (field->quiet) return ER_OK;
    for (size_t i = field->tally_count; i-- > 0;) {
        er_field_tally *tally = &field->tallies[i];
        if (!same_text(tally->field, name) || !same_text(tally->value, value.english) ||
            !same_text(tally->basis, basis))
            continue;
        tally->sectors++;
        return ER_OK;
    }
    ER_TRY(er_reserve(ctx, &field->tallies, &field->tally_capacity, field->tally_count + 1,
                      sizeof *field->tallies));
    er_field_tally *tally = &field->tallies[field->tally_count];
    *tally = (er_field_tally){.sectors = 1};
    ER_TRY(copy(ctx, field, name, &tally->field));
    ER_TRY(copy(ctx, field, value.english, &tally->value));
    ER_TRY(copy(ctx, field, value.chinese, &tally->value_zh));
    ER_TRY(copy(ctx, field, basis, &tally->basis));
    field->tally_count++;
    return ER_OK;
}

/* ---- making ---------------------------------------------------------------------------------- */

/** What follows from the emitters. */
static er_status work_out(er_context *ctx, er_field *field) {
    ER_TRY(er_field_carriers(ctx, field));
    ER_TRY(er_field_budgets(ctx, field));
    ER_TRY(er_field_ranges(ctx, field));
    field->margin_sd = er_normal_quantile(field->study->radio.edge_probability);
    return er_field_gather(ctx, field);
}

static er_status build(er_context *ctx, er_store *store, er_field *field) {
    ER_TRY(er_sites_list(ctx, store, field->arena, field->study, &field->sites));
    ER_TRY(er_field_open_terrain(ctx, field));
    ER_TRY(er_field_station_clutter(ctx, field));
    ER_TRY(er_field_read_sectors(ctx, store, field));
    ER_TRY(er_field_station_ground(ctx, field));
    return work_out(ctx, field);
}

static er_status build_left_out(er_context *ctx, er_store *store, er_field *field) {
    field->quiet = true;
    ER_TRY(er_sites_left_out(ctx, store, field->arena, field->study, &field->sites));
    ER_TRY(er_field_open_terrain(ctx, field));
    ER_TRY(er_field_station_clutter(ctx, field));
    ER_TRY(er_field_read_sectors(ctx, store, field));
    return work_out(ctx, field);
}

/** Patches read their own ground: a few candidates may stand far from where they are asked for. */
static er_status build_of(er_context *ctx, const er_station *stations, const er_sector *sectors,
                          size_t count, er_field *field) {
    ER_TRY(er_sites_of(ctx, field->arena, stations, count, &field->sites));
    ER_TRY(er_field_open_terrain(ctx, field));
    if (!field->environment) ER_TRY(er_field_station_clutter(ctx, field));
    ER_TRY(er_field_fill_sectors(ctx, sectors, field));
    return work_out(ctx, field);
}

/** Where emitters come from: the store, or else the given stations. */
struct source {
    er_store *store;
    bool left_out; /**< the store's stations that are not in service */
    const er_station *stations;
    const er_sector *sectors;
    size_t count;
    const char *environment;
};

static er_status build_from(er_context *ctx, const struct source *source, er_field *field) {
    ER_TRY(er_arena_new(ctx, &field->arena));
    if (source->left_out) return build_left_out(ctx, source->store, field);
    if (source->store) return build(ctx, source->store, field);
    field->environment = source->environment;
    field->quiet = true;
    return build_of(ctx, source->stations, source->sectors, source->count, field);
}

static er_status new_from(er_context *ctx, const er_study *study, const er_plane *plane,
                          const struct source *source, er_field **out) {
    er_field *field = NULL;
    if (!study->coverage_model || strcmp(study->coverage_model, "disc") == 0)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "the disc model has no signal levels: choose the model tr38901 or p1812");
    if (strcmp(study->coverage_model, "tr38901") != 0 &&
        strcmp(study->coverage_model, "p1812") != 0)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "coverage model '%s' is not one of disc, tr38901, p1812",
                       study->coverage_model);
    ER_TRY(er_alloc(ctx, 1, sizeof *field, &field));
    field->study = study;
    field->plane = plane;
    er_status status = build_from(ctx, source, field);
    if (status != ER_OK) {
        er_field_free(field);
        return status;
    }
    *out = field;
    return ER_OK;
}

er_status er_field_new(er_context *ctx, er_store *store, const er_study *study,
                       const er_plane *plane, er_field **out) {
    struct source source = {.store = store};
    return new_from(ctx, study, plane, &source, out);
}

er_status er_field_new_left_out(er_context *ctx, er_store *store, const er_study *study,
                                const er_plane *plane, er_field **out) {
    struct source source = {.store = store, .left_out = true};
    return new_from(ctx, study, plane, &source, out);
}

er_status er_field_new_of(er_context *ctx, const er_study *study, const er_plane *plane,
                          const er_station *stations, const er_sector *sectors, size_t count,
                          const char *environment, er_field **out) {
    struct source source = {
        .stations = stations, .sectors = sectors, .count = count, .environment = environment};
    er_environment known;
    if (environment && !er_environment_parse(environment, &known))
        return er_fail(ctx, ER_ERR_INPUT, "the environment '%.40s' is not one of rma, uma, umi",
                       environment);
    return new_from(ctx, study, plane, &source, out);
}

void er_field_free(er_field *field) {
    if (!field) return;
    for (size_t i = 0; i < field->antenna_count; i++)
        er_antenna_free(field->antennas[i]);
    er_ground_free(field->ground);
    er_terrain_close(field->terrain);
    er_free(field->antennas);
    er_free(field->emitters);
    er_free(field->tallies);
    er_arena_free(field->arena);
    er_free(field);
}

const er_emitter *er_field_sectors(const er_field *field, size_t *count) {
    if (count) *count = field->count;
    return field->emitters;
}

const char *const *er_field_operators(const er_field *field, uint32_t *count, uint32_t *named) {
    *count = field->sites.operator_count;
    if (named) *named = field->sites.named_count;
    return field->sites.operators;
}

/** Both sectors and stations stand in the order of er_store_stations. */
er_status er_field_station_of(er_context *ctx, const er_field *field, const er_sites *sites,
                              size_t *station_of) {
    size_t at = 0;
    for (size_t i = 0; i < field->count; i++) {
        while (at < sites->count && sites->stations[at]->id != field->emitters[i].station->id)
            at++;
        if (at == sites->count)
            return er_fail(ctx, ER_ERR_INTERNAL, "sectors do not stand in the stations' order");
        station_of[i] = at;
    }
    return ER_OK;
}

const er_sites *er_field_sites(const er_field *field) {
    return &field->sites;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/** Cells of a patch: their sums and signals stay in the processor's cache. Over terrain the rays
 *  cross all rows of a tile, which is prepared first. */
static const size_t patch_cells = 16384, prepared_patch_cells = 8192;

static size_t rows_at_once(const er_field *field, const er_field_patch *tile,
                           const er_field_prepared *prepared) {
    if (field->terrain && !prepared) return tile->rows;
    size_t rows = 1 + (prepared ? prepared_patch_cells : patch_cells) / (tile->columns + 1);
    return rows < tile->rows ? rows : tile->rows;
}

/** The tile's patches one after the other. */
static er_status take_patches(er_context *ctx, const er_field *field, const er_field_patch *tile,
                              bool with_spares, er_field_taker *take, void *user) {
    size_t some = rows_at_once(field, tile, tile->prepared), columns = tile->columns;
    size_t room = some * columns * field->sites.operator_count + 1;
    er_signal *signals = NULL;
    er_spare *spares = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, room, sizeof *signals, &signals));
    if (with_spares) status = er_alloc(ctx, room, sizeof *spares, &spares);
    for (size_t first = 0; first < tile->rows && status == ER_OK; first += some) {
        er_field_patch patch = *tile;
        patch.y_m += first;
        patch.rows = first + some < tile->rows ? some : tile->rows - first;
        patch.spares = spares;
        patch.prepared_cell = first * columns;
        if (patch.wanted) patch.wanted += first * columns;
        status = er_field_patch_signals(ctx, field, &patch, signals, patch.rows * columns);
        if (status == ER_OK) status = take(ctx, user, first, patch.rows, signals, spares);
    }
    er_free(signals);
    er_free(spares);
    return status;
}

er_status er_field_tile_rows(er_context *ctx, const er_field *field, const er_grid *grid,
                             er_tile tile, er_field_asked asked, er_field_taker *take, void *user) {
    size_t columns = (size_t)tile.columns, rows = (size_t)tile.rows;
    er_field_prepared *prepared = NULL;
    double *x_m = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, columns + rows, sizeof *x_m, &x_m));
    double *y_m = x_m + columns;
    for (size_t i = 0; i < columns; i++)
        x_m[i] = er_grid_centre(grid, tile.column + (int64_t)i, tile.row).x;
    for (size_t i = 0; i < rows; i++)
        y_m[i] = er_grid_centre(grid, tile.column, tile.row + (int64_t)i).y;
    er_field_patch patch = {
        .x_m = x_m, .columns = columns, .y_m = y_m, .rows = rows, .wanted = asked.wanted};
    if (field->terrain) status = er_field_prepare(ctx, field, &patch, &prepared);
    patch.prepared = prepared;
    if (status == ER_OK) status = take_patches(ctx, field, &patch, asked.spares, take, user);
    er_field_prepared_free(prepared);
    er_free(x_m);
    return status;
}

/** Where a tile's signals go: operator after operator, `stride` apart. */
struct copy {
    size_t operators;
    size_t columns;
    size_t stride;
    er_signal *signals;
    er_spare *spares; /**< null: not asked for */
};

static er_status copy_rows(er_context *ctx, void *user, size_t first_row, size_t rows,
                           const er_signal *signals, const er_spare *spares) {
    const struct copy *copy = user;
    size_t count = rows * copy->columns;
    (void)ctx;
    for (size_t o = 0; o < copy->operators; o++) {
        size_t to = o * copy->stride + first_row * copy->columns, from = o * count;
        memcpy(copy->signals + to, signals + from, count * sizeof *signals);
        if (copy->spares) memcpy(copy->spares + to, spares + from, count * sizeof *spares);
    }
    return ER_OK;
}

er_status er_field_tile_some(er_context *ctx, const er_field *field, const er_grid *grid,
                             er_tile tile, const bool *wanted, er_signal *signals,
                             er_spare *spares) {
    size_t columns = (size_t)tile.columns;
    struct copy copy = {field->sites.operator_count, columns, columns * (size_t)tile.rows, signals,
                        spares};
    er_field_asked asked = {wanted, spares != NULL};
    return er_field_tile_rows(ctx, field, grid, tile, asked, copy_rows, &copy);
}

er_status er_field_tile_spares(er_context *ctx, const er_field *field, const er_grid *grid,
                               er_tile tile, er_signal *signals, er_spare *spares) {
    return er_field_tile_some(ctx, field, grid, tile, NULL, signals, spares);
}

er_status er_field_tile(er_context *ctx, const er_field *field, const er_grid *grid, er_tile tile,
                        er_signal *signals) {
    return er_field_tile_spares(ctx, field, grid, tile, signals, NULL);
}
