/* What a run served, kept to be set against another one: the discs, or the state of every cell. */
#include "analysis/cover.h"

/* Blocks of the grid, whatever the tiles were. */
enum { MASK_CELLS = 1024 };

static er_status keep_discs(er_context *ctx, er_store *store, const er_cover_job *job,
                            int64_t run_id) {
    const er_sites *sites = &job->sites;
    er_cover_disc *discs = NULL;
    ER_TRY(er_alloc(ctx, sites->count + 1, sizeof *discs, &discs));
    for (size_t i = 0; i < sites->count; i++)
        discs[i] = (er_cover_disc){.station_id = sites->stations[i]->id,
                                   .position = sites->stations[i]->position,
                                   .radius_m = sites->discs[i].radius_m,
                                   .operator_ = sites->stations[i]->operator_};
    er_status status = er_store_add_cover_discs(ctx, store, run_id, discs, sites->count);
    er_free(discs);
    return status;
}

/** Labels to states, in place. */
static void states_of(uint8_t *labels, size_t cells) {
    for (size_t i = 0; i < cells; i++)
        labels[i] = labels[i] == 0                        ? ER_CELL_UNSERVED
                    : labels[i] == ER_COVER_UNKNOWN_LABEL ? ER_CELL_UNKNOWN
                                                          : ER_CELL_SERVED;
}

static er_status keep_mask(er_context *ctx, er_store *store, int64_t run_id, er_tile tile,
                           uint8_t *states) {
    states_of(states, (size_t)tile.columns * (size_t)tile.rows);
    const er_cover_mask mask = {.run_id = run_id,
                                .column = tile.column,
                                .row = tile.row,
                                .columns = tile.columns,
                                .rows = tile.rows,
                                .states = states};
    return er_store_add_cover_mask(ctx, store, &mask);
}

/** Add the blocks that hold anything but unserved cells; without a run, only count their cells. */
static er_status take_blocks(er_context *ctx, er_store *store, const er_cover_job *job,
                             int64_t run_id, uint8_t *states, int64_t *cells) {
    size_t count = er_grid_tile_count(&job->grid, MASK_CELLS);
    *cells = 0;
    for (size_t i = 0; i < count; i++) {
        er_tile tile = er_grid_tile(&job->grid, MASK_CELLS, i);
        ER_TRY(er_check_cancel(ctx));
        if (!er_labels_get(job->labels[ER_COVER_ANY], tile, states)) continue;
        *cells += (int64_t)tile.columns * tile.rows;
        if (run_id) ER_TRY(keep_mask(ctx, store, run_id, tile, states));
    }
    return ER_OK;
}

static er_status keep_masks(er_context *ctx, er_store *store, const er_cover_job *job,
                            int64_t run_id) {
    uint8_t *states = NULL;
    int64_t cells = 0;
    ER_TRY(er_alloc(ctx, (size_t)MASK_CELLS * MASK_CELLS, 1, &states));
    er_status status = take_blocks(ctx, store, job, 0, states, &cells);
    if (status == ER_OK && cells <= ER_COVER_MASK_CELLS)
        status = take_blocks(ctx, store, job, run_id, states, &cells);
    else if (status == ER_OK)
        er_log(ctx, ER_LOG_WARNING,
               "the cells of this coverage run are too many (%lld) to be kept: it can't be "
               "compared with others; choose larger cells (coverage.resolution_m) for that",
               (long long)cells);
    er_free(states);
    return status;
}

er_status er_cover_keep(er_context *ctx, er_store *store, const er_cover_job *job, int64_t run_id) {
    if (job->figures_only || job->unknown) return ER_OK;
    return job->field ? keep_masks(ctx, store, job, run_id) : keep_discs(ctx, store, job, run_id);
}
