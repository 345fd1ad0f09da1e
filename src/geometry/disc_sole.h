/** What lies in exactly one disc, clipped by one polygon: scratch memory of one thread. */
#ifndef EVENREACH_DISC_SOLE_H
#define EVENREACH_DISC_SOLE_H

#include "geometry/disc_clip.h"

/** A disc's part of a polygon. Moments are taken about the disc's own centre, so that they are
 *  never much larger than the disc. */
typedef struct er_sole_sum {
    er_sum doubled;
    bool touched;
} er_sole_sum;

/** Where a disc begins or ends along an edge. */
typedef struct er_edge_event {
    double at;
    int step; /**< 1: the edge goes into the disc; -1: out */
    uint32_t disc;
} er_edge_event;

typedef struct er_sole_clipper {
    er_clipper clipper; /**< first: a visitor is handed this */
    er_sole_sum *sums;  /**< of each disc of the set */
    uint32_t *touched;  /**< discs whose sum is not 0 from the start */
    size_t touched_count;
    er_edge_event *events;
    size_t event_capacity;
} er_sole_clipper;

er_status er_sole_clipper_start(er_context *ctx, const er_disc_union *set, er_sole_clipper *sole);
void er_sole_clipper_clear(er_sole_clipper *sole);

/** Fill sums and touched for a polygon, which are empty before. */
er_status er_sole_clip(er_context *ctx, er_sole_clipper *sole, const er_area *area);

#endif
