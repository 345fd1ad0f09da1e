/** Discs (or, with a radius of 0, places) found by where they are: a tree of boxes. Immutable once
 *  built; may be asked by several threads at once. */
#ifndef EVENREACH_ANALYSIS_DISC_INDEX_H
#define EVENREACH_ANALYSIS_DISC_INDEX_H

#include "evenreach/geometry.h"

typedef struct er_disc_index er_disc_index;

/** Over the discs that `picked` lists, or all of them if it is null (then `count` is their number).
 *  Discs are known by their index. The list is copied; the discs themselves are not, they must
 *  outlive the tree. Free with er_disc_index_free. */
er_status er_disc_index_new(er_context *ctx, const er_disc *discs, const size_t *picked,
                            size_t count, er_disc_index **out);
void er_disc_index_free(er_disc_index *tree);

/** The disc in which a point of the plane lies deepest: the one with the largest radius less
 *  distance, the first by index of equals; SIZE_MAX if the tree is empty. *margin_m gets the
 *  figure: below 0 outside all discs, -INFINITY without any. */
size_t er_disc_index_deepest(const er_disc_index *tree, er_point on_plane, double *margin_m);

/** True for a disc that is looked for. */
typedef bool (*er_disc_filter)(const void *user, size_t disc);
/** The disc whose centre is nearest to a point, of those that pass the filter (null: all); the
 *  first by index of equals; SIZE_MAX: none. */
size_t er_disc_index_nearest(const er_disc_index *tree, er_point on_plane, er_disc_filter filter,
                             const void *user);

/** Discs that meet a box, by index. *found is kept and grown between calls; free with er_free. */
er_status er_disc_index_meeting(er_context *ctx, const er_disc_index *tree, er_box box,
                                size_t **found, size_t *capacity, size_t *count);

#endif
