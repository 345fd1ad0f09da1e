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

static er_status keep_mask(er_context *ctx, er_store *store, const er_cover_job *job,
                           int64_t run_id, er_tile tile, uint8_t *states) {
    if (!er_labels_get(job->labels[ER_COVER_ANY], tile, states)) return ER_OK;
    states_of(states, (size_t)tile.columns * (size_t)tile.rows);
    const er_cover_mask mask = {.run_id = run_id,
                                .column = tile.column,
                                .row = tile.row,
                                .columns = tile.columns,
                                .rows = tile.rows,
                                .states = states};
    return er_store_add_cover_mask(ctx, store, &mask);
}

static er_status keep_masks(er_context *ctx, er_store *store, const er_cover_job *job,
                            int64_t run_id) {
    uint8_t *states = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, (size_t)MASK_CELLS * MASK_CELLS, 1, &states));
    size_t count = er_grid_tile_count(&job->grid, MASK_CELLS);
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        status = er_check_cancel(ctx);
        if (status == ER_OK)
            status =
                keep_mask(ctx, store, job, run_id, er_grid_tile(&job->grid, MASK_CELLS, i), states);
    }
    er_free(states);
    return status;
}

er_status er_cover_keep(er_context *ctx, er_store *store, const er_cover_job *job, int64_t run_id) {
    if (job->figures_only || job->unknown) return ER_OK;
    return job->field ? keep_masks(ctx, store, job, run_id) : keep_discs(ctx, store, job, run_id);
}
