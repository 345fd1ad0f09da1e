/** Discs sorted by place once, so that unions of some of them near a place are made without looking
 *  at the others. */
#ifndef EVENREACH_DISC_STOCK_H
#define EVENREACH_DISC_STOCK_H

#include "evenreach/geometry.h"
#include "geometry/box.h"

typedef struct er_disc_stock er_disc_stock;

/** `discs` by x, then y, then from the largest, their layers below layer_count; they are not copied
 *  and must outlive the stock. Immutable once made; may be read by many threads. Memory is linear
 *  in discs. */
er_status er_disc_stock_new(er_context *ctx, const er_disc *discs, size_t count,
                            uint32_t layer_count, er_disc_stock **out);
void er_disc_stock_free(er_disc_stock *stock);

/** A layer of the stock that is not taken. */
#define ER_DISC_NO_LAYER UINT32_MAX

/** Discs of a stock but some, and some others beside them. */
typedef struct er_disc_side {
    const uint32_t *layer_of; /**< of each of the stock's layers, that of the union;
                                   ER_DISC_NO_LAYER: not taken */
    const uint32_t *gone;     /**< indices of discs that are left out, rising */
    size_t gone_count;
    const er_disc *added; /**< with the union's layers; those of ER_DISC_NO_LAYER are not taken */
    size_t added_count;
} er_disc_side;

/** What a union by the rule ER_DISC_ALL is made of: every side's discs. */
typedef struct er_disc_pick {
    const er_disc_stock *stock;
    const er_disc_side *sides;
    size_t side_count;
    uint32_t layer_count; /**< of the union */
} er_disc_pick;

/** All of them; free with er_free. */
er_status er_disc_pick_all(er_context *ctx, const er_disc_pick *pick, er_disc **out, size_t *count);
/** Those that touch at least one of some boxes. */
er_status er_disc_pick_around(er_context *ctx, const er_disc_pick *pick, const er_box *boxes,
                              size_t box_count, er_disc **out, size_t *count);
/** How many discs of a layer and centre of their own touch a cell, counted up to `most` (at most
 *  16); each of the layers in `settled` counts 1 without being looked at. */
size_t er_disc_pick_count(const er_disc_pick *pick, er_box cell, const uint32_t *settled,
                          size_t settled_count, size_t most);
/** The box around all of them: min_x above max_x where there is none. */
er_box er_disc_pick_extent(const er_disc_pick *pick);
/** No radius is larger. */
double er_disc_pick_radius_m(const er_disc_pick *pick);

/** The union near some boxes: areas of polygons that lie within one of them are those of
 *  er_disc_union_new to the last bit; anything else that the set is asked of it gets wrong. Takes
 *  time by what is around the boxes alone. */
er_status er_disc_union_picked(er_context *ctx, const er_disc_pick *pick, const er_box *boxes,
                               size_t box_count, er_disc_union **out);

/** The box around a disc. */
static inline er_box er_disc_box(const er_disc *disc) {
    return (er_box){disc->x - disc->radius_m, disc->y - disc->radius_m, disc->x + disc->radius_m,
                    disc->y + disc->radius_m};
}

/** Squares, each with the discs whose boxes meet it. */
struct er_disc_stock {
    const er_disc *discs;
    size_t count;
    uint32_t layer_count;
    er_box *extents; /**< of each layer: around its discs */
    double radius_m; /**< the largest */
    double side_m;
    double first_column; /**< of the grid through the plane's origin */
    double first_row;
    size_t columns;
    size_t rows;
    size_t *start;   /**< of each square, by row; one more than there are */
    uint32_t *items; /**< rising within a square */
};

/** Squares of a stock, both ends included. */
typedef struct er_disc_window {
    size_t first_column;
    size_t last_column;
    size_t first_row;
    size_t last_row;
    bool none;
} er_disc_window;
/** Those that a box meets. */
er_disc_window er_disc_stock_window(const er_disc_stock *stock, er_box box);

#endif
