/* What a coverage run served: discs, or states of cells. */
#include "store/internal.h"
#include "store/packed.h"

#include <math.h>

typedef struct disc_row {
    int64_t run_id;
    int64_t count;
    er_bytes discs;
} disc_row;

#define FIELD(column, type, member) STORE_FIELD(disc_row, column, type, member)
static const store_field disc_fields[] = {FIELD("run_id", FIELD_INT, run_id),
                                          FIELD("count", FIELD_INT, count),
                                          FIELD("discs", FIELD_BYTES, discs)};
#undef FIELD
static const store_table disc_table = {.name = "cover_discs",
                                       .row_size = sizeof(disc_row),
                                       .fields = disc_fields,
                                       .field_count = STORE_COUNT(disc_fields),
                                       .layer = STORE_NO_LAYER};

typedef struct mask_row {
    int64_t run_id;
    int64_t column;
    int64_t row;
    int64_t columns;
    int64_t rows;
    er_bytes states;
} mask_row;

#define FIELD(column, type, member) STORE_FIELD(mask_row, column, type, member)
static const store_field mask_fields[] = {
    FIELD("run_id", FIELD_INT, run_id), FIELD("first_column", FIELD_INT, column),
    FIELD("first_row", FIELD_INT, row), FIELD("columns", FIELD_INT, columns),
    FIELD("rows", FIELD_INT, rows),     FIELD("states", FIELD_BYTES, states)};
#undef FIELD
static const store_table mask_table = {.name = "cover_mask",
                                       .row_size = sizeof(mask_row),
                                       .fields = mask_fields,
                                       .field_count = STORE_COUNT(mask_fields),
                                       .layer = STORE_NO_LAYER};

/* ---- discs ----------------------------------------------------------------------------------- */

er_status er_store_add_cover_discs(er_context *ctx, er_store *store, int64_t run_id,
                                   const er_cover_disc *discs, size_t count) {
    uint8_t *blob = NULL;
    disc_row row = {.run_id = run_id, .count = (int64_t)count};
    for (size_t i = 0; i < count; i++)
        if (!(fabs(discs[i].position.x) <= 180 && fabs(discs[i].position.y) <= 90 &&
              discs[i].radius_m > 0 && isfinite(discs[i].radius_m)))
            return er_fail(ctx, ER_ERR_RANGE,
                           "disc %zu of coverage run %lld: needs a position in degrees and a "
                           "radius above 0",
                           i + 1, (long long)run_id);
    ER_TRY(packed_from_discs(ctx, discs, count, &blob, &row.discs.size));
    row.discs.data = blob;
    er_status status = store_add_result(ctx, store, &disc_table, &row, NULL);
    er_free(blob);
    return status;
}

er_status er_store_cover_discs(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_disc **discs, size_t *count) {
    static const char from[] = "FROM cover_discs WHERE run_id = ?1";
    disc_row *row = NULL;
    size_t found = 0;
    *discs = NULL;
    *count = 0;
    ER_TRY(store_results(ctx, store, arena, &disc_table, from, run_id, &row, &found));
    if (found == 0) return ER_OK;
    ER_TRY(packed_to_discs(ctx, arena, store->path, row->discs, (size_t)row->count, discs));
    *count = (size_t)row->count;
    return ER_OK;
}

/* ---- masks ----------------------------------------------------------------------------------- */

/** So small that what its cells come to can be counted. */
static bool is_rectangle(int64_t column, int64_t row, int64_t columns, int64_t rows) {
    return column >= 0 && row >= 0 && columns > 0 && rows > 0 && columns <= STORE_MASK_CELLS &&
           rows <= STORE_MASK_CELLS && columns * rows <= STORE_MASK_CELLS;
}

static bool are_states(const uint8_t *states, int64_t cells) {
    for (int64_t i = 0; i < cells; i++)
        if (states[i] > ER_CELL_UNKNOWN) return false;
    return true;
}

er_status er_store_add_cover_mask(er_context *ctx, er_store *store, const er_cover_mask *mask) {
    uint8_t *blob = NULL;
    if (!is_rectangle(mask->column, mask->row, mask->columns, mask->rows) ||
        !are_states(mask->states, mask->columns * mask->rows))
        return er_fail(ctx, ER_ERR_RANGE,
                       "a mask of coverage run %lld: needs 1 to %lld cells of the grid, each "
                       "unserved, served or unknown",
                       (long long)mask->run_id, (long long)STORE_MASK_CELLS);
    mask_row row = {.run_id = mask->run_id,
                    .column = mask->column,
                    .row = mask->row,
                    .columns = mask->columns,
                    .rows = mask->rows};
    ER_TRY(packed_from_states(ctx, mask->states, (size_t)(mask->columns * mask->rows), &blob,
                              &row.states.size));
    row.states.data = blob;
    er_status status = store_add_result(ctx, store, &mask_table, &row, NULL);
    er_free(blob);
    return status;
}

/** All cells are counted before any is unpacked. */
static er_status check_masks(er_context *ctx, const er_store *store, const mask_row *rows,
                             size_t count) {
    int64_t cells = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_rectangle(rows[i].column, rows[i].row, rows[i].columns, rows[i].rows))
            return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "what a coverage run served");
        cells += rows[i].columns * rows[i].rows;
        if (cells > ER_COVER_MASK_CELLS)
            return store_failure_at(ctx, store->path, SQLITE_CORRUPT, "what a coverage run served");
    }
    return ER_OK;
}

er_status er_store_cover_masks(er_context *ctx, er_store *store, er_arena *arena, int64_t run_id,
                               er_cover_mask **masks, size_t *count) {
    static const char from[] = "FROM cover_mask WHERE run_id = ?1 ORDER BY first_row, first_column";
    mask_row *rows = NULL;
    size_t found = 0;
    ER_TRY(store_results(ctx, store, arena, &mask_table, from, run_id, &rows, &found));
    ER_TRY(check_masks(ctx, store, rows, found));
    ER_TRY(er_arena_alloc(ctx, arena, found * sizeof **masks, masks));
    for (size_t i = 0; i < found; i++) {
        uint8_t *states = NULL;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(packed_to_states(ctx, arena, store->path, rows[i].states,
                                (size_t)(rows[i].columns * rows[i].rows), &states));
        (*masks)[i] = (er_cover_mask){.run_id = run_id,
                                      .column = rows[i].column,
                                      .row = rows[i].row,
                                      .columns = rows[i].columns,
                                      .rows = rows[i].rows,
                                      .states = states};
    }
    *count = found;
    return ER_OK;
}
