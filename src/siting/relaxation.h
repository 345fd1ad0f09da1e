/** The Lagrangian relaxation of a covering task. */
#ifndef EVENREACH_SITING_RELAXATION_H
#define EVENREACH_SITING_RELAXATION_H

#include "siting/cover_set.h"

typedef struct er_siting_score {
    double score; /**< what the site is worth at these prices */
    uint32_t site;
} er_siting_score;

/** Prices, and the way in which they should move. The first are of the classes, as shares of what
 *  each is worth at most; then those of conditions on sites, then those of floors and the need. */
typedef struct er_siting_relaxation {
    const er_siting_rows *rows;
    er_siting_condition *conditions;
    size_t condition_count;
    size_t count;   /**< of prices */
    double *price;  /**< those that are tried */
    double *slope;  /**< of the bound at these */
    double *scale;  /**< of each price: how far it moves for its slope */
    double *top;    /**< of each class: worth at most, as a share of all */
    double *scaled; /**< of each class: by how much its worth counts at these prices */
    double *row_least, *row_most; /**< of each condition on sites, over what it is scaled by */
    double whole;                 /**< all weight, in units */
    double whole_cost;            /**< all cost, in units; 0: cost is no aim */
    size_t most;                  /**< sites */
    double *own;                  /**< of each site's score: what is of no class */
    er_siting_score *scores; /**< the `most` + 1 highest first, by score; the rest as it comes */
    double constant;         /**< of the bound: what is of no class and no site */
    double value;            /**< the bound at these prices, as a share of `whole` or minus a share
                                  of `whole_cost` */
} er_siting_relaxation;

er_status er_siting_relaxation_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                                   er_siting_relaxation *out);
/** Take the bound at the prices, with its slope and the scores of the sites. */
void er_siting_relaxation_take(er_siting_relaxation *r);
/** Bring the scores into order, as far as sites may be taken. */
void er_siting_relaxation_rank(er_siting_relaxation *r);
/** How many of the first of these are taken. */
size_t er_siting_relaxation_taken(const er_siting_relaxation *r);
/** Prices are within these. */
double er_siting_relaxation_highest(const er_siting_relaxation *r, size_t price);

/** What a set reaches for the aim, on the scale of `value`. */
double er_siting_relaxation_reached(const er_siting_relaxation *r, const er_siting_sites *best);
/** Bring *bound, in units of weight (most) or cost (fewest), to `value` where that is better. */
void er_siting_relaxation_keep(const er_siting_relaxation *r, const er_siting_sites *best,
                               int64_t *bound);
/** Is the bound within a share of what the best set and kept sites are worth? */
bool er_siting_relaxation_is_within(const er_siting_relaxation *r, const er_siting_sites *best,
                                    int64_t bound, double gap);
/** A better set than the best without a site, or with it, can't be where the bound is then no
 *  better than what is reached: `fixed` [sites] says so. */
void er_siting_relaxation_fix(const er_siting_relaxation *r, const er_siting_sites *best,
                              uint8_t *fixed);

#endif
