/** Inside of a disc union: canonical discs, a quadtree over them, and in its leaves the exposed
 *  arcs, that is the boundary of the served set.
 *
 *  A cell is full (inside the set), empty (outside), split, or mixed. A mixed cell is a leaf with
 *  the discs that decide what is served in it and the exposed arcs in it. Every split or mixed
 *  node carries its part of Green's integral, so that a polygon pays only for the cells that its
 *  edges cross. */
#ifndef EVENREACH_DISC_UNION_H
#define EVENREACH_DISC_UNION_H

#include "geometry/disc_circle.h"

enum { ER_CELL_EMPTY, ER_CELL_FULL, ER_CELL_SPLIT, ER_CELL_MIXED };

/** Green's integral over directed pieces of boundary, about an origin. Moving the origin by k adds
 *  k x (sum of the pieces' end minus start) to the doubled area. */
typedef struct er_flux {
    double doubled; /**< sum of (from - origin) x (to - origin), plus the segments of arcs */
    double x;       /**< sum of to - from */
    double y;
} er_flux;

typedef struct er_cell {
    er_flux flux;   /**< about the cell's centre */
    uint32_t child; /**< split: the first of four; mixed: the leaf; full: a disc that covers it */
    uint32_t kind;
} er_cell;

/** An exposed arc, counter-clockwise; a whole circle if both ends are the same point. */
typedef struct er_arc {
    er_point from;
    er_point to;
    uint32_t disc;
    uint32_t owner; /**< the disc that it bounds: its own, served on its left; a set of sole parts
                         has arcs of other discs, too, with the owner's part on their right */
} er_arc;

/** Where a leaf's discs and arcs begin; they end where the next leaf's begin. */
typedef struct er_leaf {
    uint32_t disc;
    uint32_t arc;
} er_leaf;

struct er_disc_union {
    er_disc *discs; /**< canonical: by layer, x, y, radius; layer 0 alone unless the rule is all */
    size_t disc_count;
    uint32_t layer_count;
    bool sole;  /**< what lies in exactly one disc (see disc_sole.h), not in at least one */
    er_box box; /**< of the root cell */
    er_cell *cells;
    size_t cell_count;
    size_t cell_capacity;
    er_leaf *leaves; /**< one more than there are */
    size_t leaf_count;
    size_t leaf_capacity;
    uint32_t *leaf_discs; /**< indices into discs, ascending within a leaf */
    size_t leaf_disc_count;
    size_t leaf_disc_capacity;
    er_arc *arcs;
    size_t arc_count;
    size_t arc_capacity;
};

/** Discs of a rule, sorted, without those that another disc of the layer makes idle by an equal
 *  centre. */
er_status er_disc_canonical(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_rule rule, uint32_t layer, er_disc **out,
                            size_t *out_count);

/** The canonical disc of one layer with a centre; null: there is none. */
const er_disc *er_disc_find(const er_disc *canonical, size_t count, double x, double y);

/** What a cell needs to know of a parent's list: the discs that touch it and are not idle in it
 *  (there, another of their layer covers all that they cover). `out` has room for `count` entries
 *  and may not overlap `list`. Returns the cell's kind, mixed if it is not settled. */
uint32_t er_refine(const er_disc_union *set, er_box cell, const uint32_t *list, size_t count,
                   uint32_t *out, size_t *out_count);

/** Whether a disc covers a cell, as er_refine takes it. */
bool er_disc_covers(const er_disc *disc, er_box cell);

/** er_refine for sole parts: a cell is empty where nothing of it lies in exactly one disc, full if
 *  all of it lies in one disc, out[0], and nothing in another. Of a list it keeps what decides
 * which places lie in no disc, in one, and in more. */
uint32_t er_refine_sole(const er_disc *discs, er_box cell, const uint32_t *list, size_t count,
                        uint32_t *out, size_t *out_count);

/** Exposed arcs within a cell, appended to set->arcs, for a cell's list. */
typedef struct er_exposer er_exposer;
er_status er_exposer_new(er_context *ctx, er_exposer **out);
void er_exposer_free(er_exposer *exposer);
er_status er_expose(er_context *ctx, er_exposer *exposer, er_disc_union *set, er_box cell,
                    const uint32_t *list, size_t count);
/** The arcs that bound sole parts: of every disc, where no other disc is, and, with the other's
 *  name, where one other is. */
er_status er_expose_sole(er_context *ctx, er_exposer *exposer, er_disc_union *set, er_box cell,
                         const uint32_t *list, size_t count);

/** Cells larger than this keep every disc that touches them. What a cell of this size or more holds
 *  then follows from the discs that touch it, and from no others: a part of a tree can be built
 *  from the discs around it. A power of two, since cells are; small, so that few are around. */
#define ER_DISC_WHOLE_LISTS_M 512.0

/** The root cell of discs with a box around them: a square of side a power of two, its corner on a
 *  multiple of half its side, so that cells are the same whatever the root is. */
er_box er_disc_root(er_box extent);

/** Where a tree is wanted; no boxes: everywhere. */
typedef struct er_disc_near {
    const er_box *boxes;
    size_t count;
    const struct er_disc_pick *pick; /**< null: the set has all discs; else all of them, of which it
                                          has those that touch the squares */
    er_box root;                     /**< of all of them */
    double square_m; /**< cells of this side or less that are near a box lie in a square */
    const er_box *squares;
    size_t square_count;
    er_box lacking; /**< out: a cell whose discs the set must have as well; none: min_x > max_x */
} er_disc_near;
/** er_disc_union_new, near some boxes. */
er_status er_disc_union_make(er_context *ctx, const er_disc *discs, size_t count,
                             uint32_t layer_count, er_disc_rule rule, uint32_t layer,
                             er_disc_near *near, er_disc_union **out);

/** Whether a disc touches a cell; generous by rounding: a disc too many in a list does no harm, one
 *  too few does. */
static inline bool er_disc_touches(const er_disc *disc, er_box cell) {
    double dx = 0, dy = 0;
    if (disc->x < cell.min_x) dx = cell.min_x - disc->x;
    if (disc->x > cell.max_x) dx = disc->x - cell.max_x;
    if (disc->y < cell.min_y) dy = cell.min_y - disc->y;
    if (disc->y > cell.max_y) dy = disc->y - cell.max_y;
    return dx * dx + dy * dy <= disc->radius_m * disc->radius_m * (1 + 1e-12);
}

/** Quadtree with leaves, arcs and fluxes over set->discs. Cells that are not near the boxes stay
 *  empty; the others are what they are without boxes. */
er_status er_disc_tree_build(er_context *ctx, er_disc_union *set, er_disc_near *near);

static inline er_point er_box_centre(er_box box) {
    return (er_point){0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

/** Quadrants 0 to 3: low x low y, high x low y, low x high y, high x high y. Borders are handed
 *  down, so that neighbouring cells have them in the same bits. */
static inline er_box er_box_quadrant(er_box box, int quadrant) {
    er_point middle = er_box_centre(box);
    if (quadrant & 1)
        box.min_x = middle.x;
    else
        box.max_x = middle.x;
    if (quadrant & 2)
        box.min_y = middle.y;
    else
        box.max_y = middle.y;
    return box;
}

/* ---- Green's integral --------------------------------------------------------------------- */

void er_flux_add_segment(er_flux *flux, er_point origin, er_point from, er_point to);
/** A whole circle if both ends are the same point. */
void er_flux_add_arc(er_flux *flux, er_point origin, const er_disc *disc, er_point from,
                     er_point to);
/** The flux moved to another origin; `by` is old origin less new. */
er_flux er_flux_moved(er_flux flux, double by_x, double by_y);

#endif
