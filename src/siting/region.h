/** A covering task cut into regions of demand, each small enough to be searched through. */
#ifndef EVENREACH_SITING_REGION_H
#define EVENREACH_SITING_REGION_H

#include "siting/relaxation.h"

/** The classes of a region and the sites that meet any of them, both numbered anew. */
typedef struct er_siting_region {
    size_t count;      /**< of sites */
    uint32_t *site;    /**< number of each in the task, ascending */
    size_t *start;     /**< count + 1, into classes */
    uint32_t *classes; /**< that each site meets */
    size_t class_count;
    uint32_t *class;     /**< number of each in the task, ascending */
    size_t *class_start; /**< class_count + 1, into members */
    uint32_t *members;   /**< sites that meet each class; at least one */
    double *worth;       /**< of each class, at the relaxation's prices of conditions */
} er_siting_region;

/** To which of `parts` regions each class belongs: of about as many classes each, and as compact as
 *  the cover itself can tell. `part` [class_count]. */
er_status er_siting_region_split(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                                 size_t parts, uint32_t *part);
/** The regions of such a split, without sites that are fixed out. The relaxation was taken; classes
 *  are met whole and count once. `out` [parts]. */
er_status er_siting_regions_new(er_context *ctx, er_arena *arena, const er_siting_relaxation *r,
                                const uint8_t *fixed, const uint32_t *part, size_t parts,
                                er_siting_region *out);
/** Worth of the classes that a set of the region's sites meets. */
double er_siting_region_met(const er_siting_region *region, const bool *chosen);

#endif
