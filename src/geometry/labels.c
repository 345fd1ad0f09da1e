/* A byte for every cell of a grid, kept in blocks of which only those with a label exist. */
#include "geometry/labels.h"

#include <string.h>

/* The table of blocks stays below 128 MiB. */
static const int64_t most_blocks = 1 << 24;

er_status er_labels_new(er_context *ctx, const er_grid *grid, er_labels **out) {
    er_labels *labels = NULL;
    int64_t across = (grid->columns + ER_LABEL_BLOCK - 1) / ER_LABEL_BLOCK;
    int64_t down = (grid->rows + ER_LABEL_BLOCK - 1) / ER_LABEL_BLOCK;
    if (grid->columns < 1 || grid->rows < 1 || across > most_blocks / down)
        return er_fail(ctx, ER_ERR_RANGE,
                       "a grid of %lld by %lld cells can't hold labels: choose larger cells",
                       (long long)grid->columns, (long long)grid->rows);
    ER_TRY(er_alloc(ctx, 1, sizeof *labels, &labels));
    *labels = (er_labels){.grid = *grid, .across = across, .down = down};
    er_status status =
        er_alloc(ctx, (size_t)(across * down), sizeof *labels->blocks, &labels->blocks);
    if (status == ER_OK)
        *out = labels;
    else
        er_free(labels);
    return status;
}

void er_labels_free(er_labels *labels) {
    if (!labels) return;
    for (int64_t i = 0; i < labels->across * labels->down; i++)
        er_free(labels->blocks[i]);
    er_free(labels->blocks);
    er_free(labels);
}

/** The block at a place of the table, made if it is missing; several threads may ask for it. */
static er_status block_for(er_context *ctx, er_labels *labels, int64_t i, uint8_t **out) {
    er_status status = ER_OK;
    *out = __atomic_load_n(&labels->blocks[i], __ATOMIC_ACQUIRE);
    if (*out) return ER_OK;
#pragma omp critical(er_label_blocks)
    {
        *out = __atomic_load_n(&labels->blocks[i], __ATOMIC_ACQUIRE);
        if (!*out) {
            status = er_alloc(ctx, (size_t)ER_LABEL_BLOCK * ER_LABEL_BLOCK, 1, out);
            if (status == ER_OK) __atomic_store_n(&labels->blocks[i], *out, __ATOMIC_RELEASE);
        }
    }
    return status;
}

static bool all_zero(const uint8_t *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (values[i]) return false;
    return true;
}

/** One row of a tile, block by block. */
static er_status set_row(er_context *ctx, er_labels *labels, int64_t column, int64_t row,
                         const uint8_t *values, int64_t count) {
    while (count > 0) {
        int64_t at = column % ER_LABEL_BLOCK, left = ER_LABEL_BLOCK - at;
        int64_t part = count < left ? count : left;
        int64_t i = row / ER_LABEL_BLOCK * labels->across + column / ER_LABEL_BLOCK;
        uint8_t *block = __atomic_load_n(&labels->blocks[i], __ATOMIC_ACQUIRE);
        if (!block && !all_zero(values, (size_t)part)) ER_TRY(block_for(ctx, labels, i, &block));
        if (block) memcpy(block + row % ER_LABEL_BLOCK * ER_LABEL_BLOCK + at, values, (size_t)part);
        column += part;
        values += part;
        count -= part;
    }
    return ER_OK;
}

er_status er_labels_set(er_context *ctx, er_labels *labels, er_tile tile, const uint8_t *values) {
    if (tile.column < 0 || tile.row < 0 || tile.columns < 0 || tile.rows < 0 ||
        tile.column > labels->grid.columns - tile.columns ||
        tile.row > labels->grid.rows - tile.rows)
        return er_fail(ctx, ER_ERR_RANGE,
                       "the tile at column %lld, row %lld does not lie within its grid",
                       (long long)tile.column, (long long)tile.row);
    for (int32_t row = 0; row < tile.rows; row++)
        ER_TRY(set_row(ctx, labels, tile.column, tile.row + row,
                       values + (size_t)row * (size_t)tile.columns, tile.columns));
    return ER_OK;
}

uint8_t er_labels_at(const er_labels *labels, int64_t column, int64_t row) {
    if (column < 0 || row < 0 || column >= labels->grid.columns || row >= labels->grid.rows)
        return 0;
    const uint8_t *block =
        labels->blocks[row / ER_LABEL_BLOCK * labels->across + column / ER_LABEL_BLOCK];
    return block ? block[row % ER_LABEL_BLOCK * ER_LABEL_BLOCK + column % ER_LABEL_BLOCK] : 0;
}

/** The part of a block that a tile takes, into the tile's values. */
static void get_block(const uint8_t *block, int64_t left, int64_t top, er_tile tile,
                      uint8_t *values) {
    int64_t right = tile.column + tile.columns, bottom = tile.row + tile.rows;
    int64_t from = left > tile.column ? left : tile.column;
    int64_t end = left + ER_LABEL_BLOCK < right ? left + ER_LABEL_BLOCK : right;
    int64_t row = top > tile.row ? top : tile.row;
    int64_t row_end = top + ER_LABEL_BLOCK < bottom ? top + ER_LABEL_BLOCK : bottom;
    for (; row < row_end; row++)
        memcpy(values + (row - tile.row) * tile.columns + (from - tile.column),
               block + (row - top) * ER_LABEL_BLOCK + (from - left), (size_t)(end - from));
}

bool er_labels_get(const er_labels *labels, er_tile tile, uint8_t *values) {
    size_t cells = (size_t)tile.columns * (size_t)tile.rows;
    int64_t first_across = tile.column > 0 ? tile.column / ER_LABEL_BLOCK : 0;
    int64_t first_down = tile.row > 0 ? tile.row / ER_LABEL_BLOCK : 0;
    bool any = false;
    for (int64_t down = first_down;
         down < labels->down && down * ER_LABEL_BLOCK < tile.row + tile.rows; down++)
        for (int64_t across = first_across;
             across < labels->across && across * ER_LABEL_BLOCK < tile.column + tile.columns;
             across++) {
            const uint8_t *block = labels->blocks[down * labels->across + across];
            if (!block) continue;
            if (!any) memset(values, 0, cells);
            any = true;
            get_block(block, across * ER_LABEL_BLOCK, down * ER_LABEL_BLOCK, tile, values);
        }
    return any && !all_zero(values, cells);
}
