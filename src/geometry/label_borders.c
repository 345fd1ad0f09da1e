/* The borders between labels as a graph: corners of cells where a border turns or borders meet,
 * linked along rows and columns. */
#include "geometry/labels.h"

#include <string.h>

/** Reads the labels row by row. */
struct scan {
    const er_labels *labels;
    er_borders *borders;
    int64_t left;   /**< first column with a block */
    int64_t width;  /**< columns from it */
    uint8_t *above; /**< labels left - 1 ... left + width of a row, zero at both ends */
    uint8_t *below;
    uint32_t *from_north; /**< by lattice column: the vertex whose border comes down */
};

/** The blocks that exist: their range of columns and rows. False if there is none. */
static bool used_range(const er_labels *labels, er_tile *range) {
    int64_t left = labels->across, right = 0, top = labels->down, bottom = 0;
    for (int64_t i = 0; i < labels->across * labels->down; i++) {
        int64_t column = i % labels->across, row = i / labels->across;
        if (!labels->blocks[i]) continue;
        left = column < left ? column : left;
        right = column + 1 > right ? column + 1 : right;
        top = row < top ? row : top;
        bottom = row + 1;
    }
    if (left >= right) return false;
    int64_t end_column = right * ER_LABEL_BLOCK, end_row = bottom * ER_LABEL_BLOCK;
    if (end_column > labels->grid.columns) end_column = labels->grid.columns;
    if (end_row > labels->grid.rows) end_row = labels->grid.rows;
    *range = (er_tile){.column = left * ER_LABEL_BLOCK, .row = top * ER_LABEL_BLOCK};
    range->columns = (int32_t)(end_column - range->column);
    range->rows = (int32_t)(end_row - range->row);
    return true;
}

/** Labels of a row into below[1...]; counts the cells. */
static void read_row(struct scan *s, int64_t row) {
    const er_labels *labels = s->labels;
    memset(s->below, 0, (size_t)s->width + 2);
    if (row < 0 || row >= labels->grid.rows) return;
    for (int64_t column = s->left; column < s->left + s->width; column += ER_LABEL_BLOCK) {
        const uint8_t *block =
            labels->blocks[row / ER_LABEL_BLOCK * labels->across + column / ER_LABEL_BLOCK];
        int64_t count = s->left + s->width - column;
        if (count > ER_LABEL_BLOCK) count = ER_LABEL_BLOCK;
        if (!block) continue;
        memcpy(s->below + 1 + (column - s->left), block + row % ER_LABEL_BLOCK * ER_LABEL_BLOCK,
               (size_t)count);
    }
    for (int64_t i = 1; i <= s->width; i++)
        s->borders->cells[s->below[i]]++;
}

static er_status add_vertex(er_context *ctx, struct scan *s, int64_t x, int64_t y, unsigned exits,
                            uint32_t *from_west) {
    er_borders *b = s->borders;
    uint32_t here = (uint32_t)b->vertex_count;
    if (b->vertex_count >= ER_NO_VERTEX - 1)
        return er_fail(ctx, ER_ERR_MEMORY, "the borders of the labels have too many corners");
    ER_TRY(er_reserve(ctx, &b->vertices, &b->vertex_capacity, b->vertex_count + 1,
                      sizeof *b->vertices));
    b->vertices[b->vertex_count++] =
        (er_border_vertex){.x = (int32_t)(s->left + x), .y = (int32_t)y, .exits = (uint8_t)exits};
    if (exits & 1u << ER_WEST) {
        b->vertices[here].link[ER_WEST] = *from_west;
        b->vertices[*from_west].link[ER_EAST] = here;
    }
    if (exits & 1u << ER_NORTH) {
        b->vertices[here].link[ER_NORTH] = s->from_north[x];
        b->vertices[s->from_north[x]].link[ER_SOUTH] = here;
    }
    *from_west = here;
    s->from_north[x] = here;
    return ER_OK;
}

/** Vertices between two rows of cells. */
static er_status scan_lattice_row(er_context *ctx, struct scan *s, int64_t y) {
    uint32_t from_west = ER_NO_VERTEX;
    for (int64_t x = 0; x <= s->width; x++) {
        uint8_t north_west = s->above[x], north_east = s->above[x + 1];
        uint8_t south_west = s->below[x], south_east = s->below[x + 1];
        unsigned exits = (unsigned)(north_east != south_east) << ER_EAST |
                         (unsigned)(south_west != south_east) << ER_SOUTH |
                         (unsigned)(north_west != south_west) << ER_WEST |
                         (unsigned)(north_west != north_east) << ER_NORTH;
        if (exits == 0 || exits == (1u << ER_EAST | 1u << ER_WEST) ||
            exits == (1u << ER_NORTH | 1u << ER_SOUTH))
            continue;
        ER_TRY(add_vertex(ctx, s, x, y, exits, &from_west));
    }
    return ER_OK;
}

static er_status scan_rows(er_context *ctx, struct scan *s, er_tile range) {
    er_borders *b = s->borders;
    for (int64_t y = 0; y <= range.rows; y++) {
        uint8_t *swap = s->above;
        s->above = s->below;
        s->below = swap;
        read_row(s, y < range.rows ? range.row + y : -1);
        b->row_start[y] = b->vertex_count;
        if (y % 64 == 0) ER_TRY(er_check_cancel(ctx));
        ER_TRY(scan_lattice_row(ctx, s, range.row + y));
    }
    b->row_start[range.rows + 1] = b->vertex_count;
    return ER_OK;
}

er_status er_borders_find(er_context *ctx, const er_labels *labels, er_borders *out) {
    er_tile range;
    *out = (er_borders){0};
    if (!used_range(labels, &range)) return ER_OK;
    struct scan s = {
        .labels = labels, .borders = out, .left = range.column, .width = range.columns};
    size_t width = (size_t)range.columns + 2;
    out->first_y = range.row;
    out->row_count = (int64_t)range.rows + 1;
    er_status status = ER_OK;
    ER_GOTO(status, done,
            er_alloc(ctx, (size_t)range.rows + 2, sizeof *out->row_start, &out->row_start));
    ER_GOTO(status, done, er_alloc(ctx, width, 1, &s.above));
    ER_GOTO(status, done, er_alloc(ctx, width, 1, &s.below));
    ER_GOTO(status, done, er_alloc(ctx, width, sizeof *s.from_north, &s.from_north));
    status = scan_rows(ctx, &s, range);
    out->cells[0] = 0;
done:
    er_free(s.above);
    er_free(s.below);
    er_free(s.from_north);
    return status;
}

void er_borders_clear(er_borders *borders) {
    er_free(borders->vertices);
    er_free(borders->row_start);
    er_free(borders->path);
    er_free(borders->arcs);
    *borders = (er_borders){0};
}

size_t er_borders_from(const er_borders *b, double x, int64_t y) {
    size_t low = b->row_start[y - b->first_y], high = b->row_start[y - b->first_y + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->vertices[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t er_borders_at(const er_borders *b, int64_t x, int64_t y) {
    if (y < b->first_y || y >= b->first_y + b->row_count) return ER_NO_VERTEX;
    size_t at = er_borders_from(b, (double)x, y), end = b->row_start[y - b->first_y + 1];
    return at < end && b->vertices[at].x == x ? (uint32_t)at : ER_NO_VERTEX;
}
