/** store/packed_rtree.h: fill an R-tree of SQLite all at once, its nodes packed along a Hilbert
 * curve (Kamel, Faloutsos: On Packing R-trees, CIKM 1993). One by one, a million entries take
 * most of the time of a load; packed, they take a small part of it. */
#ifndef EVENREACH_STORE_PACKED_RTREE_H
#define EVENREACH_STORE_PACKED_RTREE_H

#include "store/internal.h"

/** A box as the R-tree keeps it: four-byte bounds, rounded outwards. */
typedef struct packed_box {
    float min_x, max_x, min_y, max_y;
} packed_box;

/** Boxes to be packed, in ascending order of their ids. */
typedef struct packed_entries {
    int64_t *ids;
    packed_box *boxes;
    size_t count;
    size_t id_capacity;
    size_t box_capacity;
} packed_entries;

er_status packed_entries_add(er_context *ctx, packed_entries *entries, int64_t id, packed_box box);
/** The bounds that the R-tree module itself would give the box. */
packed_box packed_box_of(const er_box *box);
void packed_entries_clear(packed_entries *entries);

/** Replace the whole content of the R-tree `idx_<table>_geom`. */
er_status packed_rtree_write(er_context *ctx, er_store *store, const char *table,
                             const packed_entries *entries);

#endif
