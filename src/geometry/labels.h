/** How labels are kept, and the graph of the borders between them. */
#ifndef EVENREACH_GEOMETRY_LABELS_H
#define EVENREACH_GEOMETRY_LABELS_H

#include "evenreach/geometry.h"

enum { ER_LABEL_BLOCK = 256 };

struct er_labels {
    er_grid grid;
    int64_t across; /**< blocks in a row */
    int64_t down;
    uint8_t **blocks; /**< null: all zero */
};

/** Headings, clockwise: turning right is adding one. */
typedef enum er_heading { ER_EAST, ER_SOUTH, ER_WEST, ER_NORTH } er_heading;
#define ER_NO_VERTEX UINT32_MAX

/** A corner of cells where borders turn or meet. */
typedef struct er_border_vertex {
    int32_t x;        /**< lattice column, 0 at the grid's left side */
    int32_t y;        /**< lattice row, 0 at the top */
    uint32_t link[4]; /**< by heading: the next vertex; once arcs are traced, the arc */
    uint8_t exits;    /**< bit per heading that a border leaves in */
    uint8_t done;     /**< bit per heading: in an arc */
    uint8_t forward;  /**< bit per heading: the arc leaves here, rather than arriving */
    bool dropped;     /**< by the simplification */
} er_border_vertex;

/** A border between two labels, from node to node (three or four borders meet there), or closed. */
typedef struct er_border_arc {
    size_t first; /**< of its vertices in er_borders.path */
    size_t count; /**< both ends included, also where they are the same */
    uint8_t left; /**< labels along it */
    uint8_t right;
    bool free;        /**< closed, with no node at all */
    bool keep_bend;   /**< another arc joins the same two nodes straight */
    uint32_t ring[2]; /**< to its left and to its right */
} er_border_arc;

typedef struct er_borders {
    er_border_vertex *vertices; /**< by y, then x */
    size_t vertex_count;
    size_t vertex_capacity;
    size_t *row_start; /**< of y - first_y; row_count + 1 of them */
    int64_t first_y;
    int64_t row_count;
    uint32_t *path;
    size_t path_count;
    size_t path_capacity;
    er_border_arc *arcs;
    size_t arc_count;
    size_t arc_capacity;
    int64_t cells[256]; /**< by label; label 0 is not counted */
} er_borders;

/** Find and trace all borders; what comes out depends on the labels alone. Free with
 *  er_borders_clear, on failure too. */
er_status er_borders_find(er_context *ctx, const er_labels *labels, er_borders *out);
er_status er_borders_trace(er_context *ctx, const er_labels *labels, er_borders *borders);
void er_borders_clear(er_borders *borders);
/** The first vertex of a row that there is at x or east of it; the end of the row if none is. */
size_t er_borders_from(const er_borders *borders, double x, int64_t y);
/** The vertex at a lattice point; ER_NO_VERTEX if there is none. */
uint32_t er_borders_at(const er_borders *borders, int64_t x, int64_t y);
static inline bool er_border_is_node(const er_border_vertex *vertex) {
    return __builtin_popcount(vertex->exits) > 2;
}

/** Mark vertices as dropped such that no point of a border moves by more than `tolerance` cells,
 *  and no border crosses or touches another or itself where it did not before. */
er_status er_borders_simplify(er_context *ctx, er_borders *borders, double tolerance);

/** An arc along a ring, forward or backward. */
typedef struct er_border_step {
    uint32_t arc;
    bool backward;
} er_border_step;

/** A closed line that passes no point twice, with its label to the left. */
typedef struct er_border_ring {
    size_t first; /**< of its steps */
    size_t count;
    double area;     /**< in cells, of the simplified line; negative for a hole */
    uint32_t parent; /**< of a hole: the ring around it; otherwise itself */
    uint8_t label;
} er_border_ring;

typedef struct er_border_rings {
    er_border_step *steps;
    size_t step_count;
    size_t step_capacity;
    er_border_ring *items;
    size_t count;
    size_t capacity;
} er_border_rings;

/** Rings of all labels but 0. Free with er_border_rings_clear, on failure too. */
er_status er_border_rings_make(er_context *ctx, const er_labels *labels, er_borders *borders,
                               er_border_rings *out);
void er_border_rings_clear(er_border_rings *rings);

#endif
