/** The parts of er_venue_measure: each fills its share of a result, rows in the survey's arena. */
#ifndef EVENREACH_ANALYSIS_VENUE_PARTS_H
#define EVENREACH_ANALYSIS_VENUE_PARTS_H

#include "analysis/venues.h"

/** Rows by stratum; what is served of it is needed by all that follows. */
er_status er_venue_measure_rows(er_context *ctx, const er_venue_survey *survey,
                                er_venue_result *result);
/** Holes, and their figures of the finding. */
er_status er_venue_find_holes(er_context *ctx, const er_venue_survey *survey,
                              er_venue_result *result);
/** The nearest site that serves, and the nearest that would help. */
er_status er_venue_find_sites(er_context *ctx, const er_venue_survey *survey,
                              er_venue_result *result);
/** What is left if a site fails, and the worst of these. */
er_status er_venue_find_failures(er_context *ctx, const er_venue_survey *survey,
                                 er_venue_result *result);

/** Stations that serve some of the venue, as indexes into er_network_sites, rising: with discs
 *  those whose disc overlaps it, with signals those that are the best of their operator in some
 *  cell that it serves. In the survey's arena. */
er_status er_venue_serving(er_context *ctx, const er_venue_survey *survey, size_t **stations,
                           size_t *count);

#endif
