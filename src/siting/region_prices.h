/** The charges of sites in the regions of a covering task. */
#ifndef EVENREACH_SITING_REGION_PRICES_H
#define EVENREACH_SITING_REGION_PRICES_H

#include "siting/region.h"

/** Sets that are kept of a region at most. */
enum { ER_SITING_REGION_SETS = 160 };

/** A set of sites that was met in a region. */
typedef struct er_siting_region_set {
    uint32_t *site; /**< ascending */
    size_t count;
    double met;    /**< worth of the classes that it meets */
    double part;   /**< of the mean of the region's sets */
    uint32_t idle; /**< how often it was no part of it since */
} er_siting_region_set;

/** A region's part of the whole. */
typedef struct er_siting_region_charges {
    const er_siting_region *region;
    double *centre; /**< [sites] the charges with the lowest bound so far */
    double *charge; /**< [sites] those to try */
    double *mean;   /**< [sites] of its sets, by their parts */
    er_siting_region_set *set;
    size_t sets;
} er_siting_region_charges;

typedef struct er_siting_region_prices {
    er_siting_region_charges *of; /**< [count] regions */
    size_t count;
    size_t site_count; /**< in the whole */
    size_t most;       /**< sites */
    const double *own; /**< [site_count] what sites are worth besides charges */
    double *taken;     /**< [site_count] 0 to 1: of the whole's sites */
    double *sum;       /**< [site_count] scratch */
    double *regions;   /**< [site_count] that each is in */
    double reach;      /**< how far a charge goes from the centre, where regions and the whole are
                            apart by a site */
    double
        expected; /**< the sum of what the regions reach at `charge`, as far as their sets tell */
} er_siting_region_prices;

/** Lives in the arena, as `own` does. */
er_status er_siting_region_prices_new(er_context *ctx, er_arena *arena,
                                      const er_siting_region *region, size_t count,
                                      size_t site_count, const double *own, size_t most,
                                      er_siting_region_prices *out);
/** Add a set of a region that was met, where it is new. */
void er_siting_region_prices_add(er_siting_region_prices *p, size_t region, const bool *chosen);
/** Choose `charge`, `taken` and `mean` by the sets at hand. */
void er_siting_region_prices_choose(er_siting_region_prices *p);

#endif
