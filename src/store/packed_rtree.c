/* What SQLite's R-tree module keeps in its three shadow tables (sqlite.org/rtree.html, section 6,
 * and the head of ext/rtree/rtree.c): _node has one blob of fixed size a node (two bytes of depth,
 * used in the root, which is number 1; two bytes of cell count; then cells of an 8-byte number and
 * four 4-byte floats xmin, xmax, ymin, ymax; all big-endian); _rowid tells the leaf of an entry;
 * _parent the parent of a node. */
#include "store/packed_rtree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODE_HEAD = 4, CELL_SIZE = 24, ROOT = 1, HILBERT_BITS = 16 };

/** Four-byte bounds that hold the eight-byte ones, rounded as the module itself does it. */
static float round_down(double value) {
    float rounded = (float)value;
    if ((double)rounded > value)
        rounded = (float)(value * (value < 0 ? 1 + 1.0 / 8388608 : 1 - 1.0 / 8388608));
    return rounded;
}

static float round_up(double value) {
    return -round_down(-value);
}

packed_box packed_box_of(const er_box *box) {
    return (packed_box){round_down(box->min_x), round_up(box->max_x), round_down(box->min_y),
                        round_up(box->max_y)};
}

static void grow(packed_box *box, const packed_box *by) {
    box->min_x = fminf(box->min_x, by->min_x);
    box->max_x = fmaxf(box->max_x, by->max_x);
    box->min_y = fminf(box->min_y, by->min_y);
    box->max_y = fmaxf(box->max_y, by->max_y);
}

er_status packed_entries_add(er_context *ctx, packed_entries *entries, int64_t id, packed_box box) {
    ER_TRY(er_reserve(ctx, &entries->ids, &entries->id_capacity, entries->count + 1,
                      sizeof *entries->ids));
    ER_TRY(er_reserve(ctx, &entries->boxes, &entries->box_capacity, entries->count + 1,
                      sizeof *entries->boxes));
    entries->ids[entries->count] = id;
    entries->boxes[entries->count] = box;
    entries->count++;
    return ER_OK;
}

void packed_entries_clear(packed_entries *entries) {
    er_free(entries->ids);
    er_free(entries->boxes);
    *entries = (packed_entries){0};
}

/* ---- order along the curve ------------------------------------------------------------------- */

/** Distance along the Hilbert curve of a cell of a 2^16 by 2^16 grid. */
static uint32_t hilbert(uint32_t x, uint32_t y) {
    uint32_t distance = 0;
    for (uint32_t side = 1u << (HILBERT_BITS - 1); side > 0; side /= 2) {
        uint32_t right = (x & side) ? 1 : 0, upper = (y & side) ? 1 : 0;
        distance += side * side * ((3 * right) ^ upper);
        if (!upper) { /* turn the quarter so that the curve goes on */
            if (right) {
                x = ~x;
                y = ~y;
            }
            uint32_t swap = x;
            x = y;
            y = swap;
        }
    }
    return distance;
}

static packed_box extent_of(const packed_entries *entries) {
    packed_box all = entries->boxes[0];
    for (size_t i = 1; i < entries->count; i++)
        grow(&all, &entries->boxes[i]);
    return all;
}

static uint32_t grid_place(float low, float high, float from, float to) {
    const double cells = (1u << HILBERT_BITS) - 1;
    return to > from ? (uint32_t)(cells * (((double)low + high) / 2 - from) / ((double)to - from))
                     : 0;
}

static int compare_keys(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/** Places of the entries along the curve: the key above, the place below. */
static er_status curve_order(er_context *ctx, const packed_entries *entries, uint64_t **out) {
    uint64_t *order = NULL;
    ER_TRY(er_alloc(ctx, entries->count, sizeof *order, &order));
    packed_box all = extent_of(entries);
    for (size_t i = 0; i < entries->count; i++) {
        const packed_box *box = &entries->boxes[i];
        uint32_t key = hilbert(grid_place(box->min_x, box->max_x, all.min_x, all.max_x),
                               grid_place(box->min_y, box->max_y, all.min_y, all.max_y));
        order[i] = (uint64_t)key << 32 | (uint32_t)i;
    }
    qsort(order, entries->count, sizeof *order, compare_keys);
    *out = order;
    return ER_OK;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static void put_big(uint8_t *at, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
}

static void put_bound(uint8_t *at, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_big(at, bits, 4);
}

static void put_cell(uint8_t *node, size_t place, int64_t number, const packed_box *box) {
    uint8_t *at = node + NODE_HEAD + place * CELL_SIZE;
    put_big(at, (uint64_t)number, 8);
    put_bound(at + 8, box->min_x);
    put_bound(at + 12, box->max_x);
    put_bound(at + 16, box->min_y);
    put_bound(at + 20, box->max_y);
}

struct writer {
    er_store *store;
    sqlite3_stmt *node, *rowid, *parent;
    uint8_t *blob;
    size_t node_size;
    size_t capacity; /* cells of a node */
    int64_t next;    /* number of the next node but the root */
};

static er_status write_pair(er_context *ctx, er_store *store, sqlite3_stmt *statement, int64_t a,
                            int64_t b) {
    sqlite3_bind_int64(statement, 1, a);
    sqlite3_bind_int64(statement, 2, b);
    return store_finish(ctx, store, statement);
}

/** Write the cells `from` to `to` of a level as one node, and grow *box over them. */
static er_status write_node(er_context *ctx, struct writer *writer, const packed_entries *level,
                            const uint64_t *order, size_t from, size_t to, int64_t number,
                            int depth, packed_box *box) {
    memset(writer->blob, 0, writer->node_size);
    put_big(writer->blob, (uint64_t)depth, 2);
    put_big(writer->blob + 2, to - from, 2);
    for (size_t i = from; i < to; i++) {
        size_t place = order ? (uint32_t)order[i] : i;
        const packed_box *cell = &level->boxes[place];
        put_cell(writer->blob, i - from, level->ids[place], cell);
        if (i == from) *box = *cell;
        grow(box, cell);
    }
    sqlite3_bind_int64(writer->node, 1, number);
    sqlite3_bind_blob64(writer->node, 2, writer->blob, writer->node_size, SQLITE_STATIC);
    return store_finish(ctx, writer->store, writer->node);
}

/** Write one level as nodes of even size; *above gets them. The last level is the root alone.
 *  `leaves` (null above the lowest level) gets the node of each entry. */
static er_status write_level(er_context *ctx, struct writer *writer, const packed_entries *level,
                             const uint64_t *order, int height, int64_t *leaves,
                             packed_entries *above) {
    size_t nodes = (level->count + writer->capacity - 1) / writer->capacity;
    if (nodes == 0) nodes = 1; /* an empty root */
    for (size_t node = 0; node < nodes; node++) {
        size_t from = level->count * node / nodes, to = level->count * (node + 1) / nodes;
        int64_t number = nodes == 1 ? ROOT : writer->next++;
        packed_box box = {0, 0, 0, 0};
        ER_TRY(
            write_node(ctx, writer, level, order, from, to, number, nodes == 1 ? height : 0, &box));
        for (size_t i = from; i < to; i++) {
            if (leaves)
                leaves[(uint32_t)order[i]] = number;
            else
                ER_TRY(write_pair(ctx, writer->store, writer->parent, level->ids[i], number));
        }
        ER_TRY(packed_entries_add(ctx, above, number, box));
    }
    return ER_OK;
}

static er_status write_tree(er_context *ctx, struct writer *writer, const packed_entries *entries,
                            const uint64_t *order, int64_t *leaves) {
    packed_entries level = {0}, above = {0};
    er_status status = write_level(ctx, writer, entries, order, 0, leaves, &level);
    for (int height = 1; status == ER_OK && level.count > 1; height++) {
        status = write_level(ctx, writer, &level, NULL, height, NULL, &above);
        packed_entries_clear(&level);
        level = above;
        above = (packed_entries){0};
    }
    packed_entries_clear(&level);
    for (size_t i = 0; status == ER_OK && i < entries->count; i++)
        status = write_pair(ctx, writer->store, writer->rowid, entries->ids[i], leaves[i]);
    return status;
}

/* ---- the shadow tables ----------------------------------------------------------------------- */

/** Run or prepare a statement on the shadow tables of `table`, one of our own names. */
static er_status on_shadow(er_context *ctx, er_store *store, const char *format, const char *table,
                           sqlite3_stmt **out) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    char *sql = sqlite3_mprintf(format, table, table, table);
#pragma GCC diagnostic pop
    if (!sql) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = ER_OK;
    if (!out) {
        status = store_exec(ctx, store, sql);
    } else {
        int rc = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
        if (rc != SQLITE_OK) status = store_failure(ctx, store, rc);
    }
    sqlite3_free(sql);
    return status;
}

/** The size of a node is settled when the R-tree is made: that of its root. */
static er_status open_writer(er_context *ctx, er_store *store, const char *table,
                             struct writer *writer) {
    sqlite3_stmt *size = NULL;
    ER_TRY(on_shadow(ctx, store, "SELECT length(data) FROM idx_%s_geom_node WHERE nodeno = 1",
                     table, &size));
    int64_t bytes = sqlite3_step(size) == SQLITE_ROW ? sqlite3_column_int64(size, 0) : 0;
    sqlite3_finalize(size);
    if (bytes < NODE_HEAD + 4 * CELL_SIZE || bytes > UINT16_MAX) {
        store_failure_at(ctx, store->path, SQLITE_CORRUPT, "spatial index");
        return ER_ERR_STORE;
    }
    writer->store = store;
    writer->node_size = (size_t)bytes;
    writer->capacity = (writer->node_size - NODE_HEAD) / CELL_SIZE;
    writer->next = ROOT + 1;
    ER_TRY(er_alloc(ctx, writer->node_size, 1, &writer->blob));
    ER_TRY(on_shadow(ctx, store,
                     "DELETE FROM idx_%s_geom_node; DELETE FROM idx_%s_geom_rowid;"
                     "DELETE FROM idx_%s_geom_parent",
                     table, NULL));
    ER_TRY(on_shadow(ctx, store, "INSERT INTO idx_%s_geom_node VALUES (?1, ?2)", table,
                     &writer->node));
    ER_TRY(on_shadow(ctx, store, "INSERT INTO idx_%s_geom_rowid VALUES (?1, ?2)", table,
                     &writer->rowid));
    return on_shadow(ctx, store, "INSERT INTO idx_%s_geom_parent VALUES (?1, ?2)", table,
                     &writer->parent);
}

er_status packed_rtree_write(er_context *ctx, er_store *store, const char *table,
                             const packed_entries *entries) {
    struct writer writer = {0};
    uint64_t *order = NULL;
    int64_t *leaves = NULL;
    if (entries->count > UINT32_MAX)
        return er_fail(ctx, ER_ERR_MEMORY, "more rows than a spatial index can hold");
    er_status status = entries->count > 0 ? curve_order(ctx, entries, &order) : ER_OK;
    if (status == ER_OK) status = er_alloc(ctx, entries->count, sizeof *leaves, &leaves);
    if (status == ER_OK) status = open_writer(ctx, store, table, &writer);
    if (status == ER_OK) status = write_tree(ctx, &writer, entries, order, leaves);
    sqlite3_finalize(writer.node);
    sqlite3_finalize(writer.rowid);
    sqlite3_finalize(writer.parent);
    er_free(writer.blob);
    er_free(leaves);
    er_free(order);
    return status;
}
