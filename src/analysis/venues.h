/** The parts of the step "venues": the survey of one venue's ground, what is measured on it,
 *  whether it carries a service, and what closes its gaps. */
#ifndef EVENREACH_ANALYSIS_VENUES_H
#define EVENREACH_ANALYSIS_VENUES_H

#include "analysis/network.h"

/** A cell that a venue touches. */
typedef struct er_venue_cell {
    int64_t column;
    int64_t row;
    er_point on_plane; /**< its middle, which may lie outside the venue */
    double area_m2;    /**< geodesic, of its part inside the venue; all add up to the venue's */
} er_venue_cell;

/** A venue's ground, and what serves each cell of it. Everything lives in its arena. */
typedef struct er_venue_survey {
    er_arena *arena;
    const er_network *network;
    const er_venue *venue;
    er_area area;         /**< on the plane; er_area_clear is er_venue_survey_clear's part */
    er_grid grid;         /**< over the venue's box */
    double area_m2;       /**< geodesic */
    double scale;         /**< geodesic over plane area */
    er_venue_cell *cells; /**< by row, column */
    size_t cell_count;
    uint32_t operator_count;
    er_service *services; /**< operator after operator, each with the cells */
    er_spare *spares;     /**< likewise; null with discs */
    uint8_t *any;         /**< label of each cell: er_cover_any over the operators */
    uint8_t *all;
} er_venue_survey;

/** Cells of study.venues.cell_m, larger ones (by whole factors of two) where there would be more
 *  than study.venues.most_cells. `out` is untouched on failure, which names the venue. */
er_status er_venue_survey_new(er_context *ctx, const er_network *network, const er_venue *venue,
                              er_venue_survey *out);
void er_venue_survey_clear(er_venue_survey *survey);

/** Label of a cell for an operator, and for a stratum (0 any, 1 all, then the operators): 0 not
 *  served, ER_COVER_UNKNOWN_LABEL, else the level reached. */
uint8_t er_venue_label(const er_venue_survey *survey, uint32_t operator_, size_t cell);
uint8_t er_venue_stratum_label(const er_venue_survey *survey, size_t stratum, size_t cell);

/** Served and unknown area of a stratum (0 any, 1 all, then the operators): exact with discs, by
 *  cells with signals. */
er_status er_venue_stratum_areas(er_context *ctx, const er_venue_survey *survey, size_t stratum,
                                 double *served_m2, double *unknown_m2);

/** Everything that a run says of one venue; rows live in the arena of the survey. */
typedef struct er_venue_result {
    er_venue_finding finding; /**< verdict and reason come from er_venue_judge */
    er_venue_row *rows;       /**< by stratum */
    size_t row_count;
    er_venue_hole *holes;
    size_t hole_count;
    er_venue_failure *failures;
    size_t failure_count;
    er_venue_service_row *services;
    size_t service_count;
    er_plan plans[2];
    size_t plan_count;
    er_choice *choices; /**< plan after plan; plan_id is the index of the plan until stored */
    size_t choice_count;
} er_venue_result;

/** Rows, holes, worst place, sites, failures. */
er_status er_venue_measure(er_context *ctx, const er_venue_survey *survey, er_venue_result *result);

/** Verdicts of the services that the venue must carry, and of the venue. `needs` as
 *  er_store_service_needs has them; er_venue_measure has been done. */
er_status er_venue_judge(er_context *ctx, const er_venue_survey *survey,
                         const er_service_need *needs, size_t need_count, er_venue_result *result);

/** Propose small cells, and one mobile pack, for a venue that falls short of its target; nothing
 *  for one that does not. `candidates` is the workspace's list (may be empty: then a grid over the
 *  venue); er_venue_measure has been done. */
er_status er_venue_close(er_context *ctx, const er_venue_survey *survey,
                         const er_candidate *candidates, size_t candidate_count,
                         er_venue_result *result);

/** Quantile of a figure over the venue's area: the least value such that the cells with it or less
 *  have at least the share `p` of the area of all cells whose figure is not NAN. NAN if there are
 *  none. `values` has one for each cell. */
er_status er_venue_quantile(er_context *ctx, const er_venue_survey *survey, const double *values,
                            double p, double *out);
/** Several of them at once, cheaper: of rising shares. */
er_status er_venue_quantiles(er_context *ctx, const er_venue_survey *survey, const double *values,
                             const double *shares, size_t share_count, double *out);

/** What a signal is inside, behind the study's wall (er_indoor_loss at the sector's frequency). Of
 *  a place without a signal, and at frequencies that the loss is not known for, nothing is there
 *  inside; in the latter case that is unknown. */
er_status er_venue_behind_wall(er_context *ctx, const er_venue_survey *survey,
                               const er_signal *signal, er_signal *inside);

/** What judging and closing read besides the survey, for all venues alike. */
typedef struct er_venue_inputs {
    er_candidate *candidates;
    size_t candidate_count;
    er_service_need *needs;
    size_t need_count;
} er_venue_inputs;
/** Read them from the workspace into the arena. */
er_status er_venue_inputs_read(er_context *ctx, er_store *store, er_arena *arena,
                               er_venue_inputs *out);
/** Everything that a run says of a surveyed venue, of which `unit_id` is the unit: measure, judge,
 *  and, where the study wants it, close. */
er_status er_venue_assess(er_context *ctx, const er_venue_survey *survey,
                          const er_venue_inputs *inputs, int64_t unit_id, er_venue_result *result);

/** The target of a venue: its own, else the study's. */
double er_venue_target(const er_study *study, const er_venue *venue);
/** What is neither served nor unknown; 0 for what is left by rounding. */
double er_venue_unserved_m2(const er_venue_row *row);
/** Whether at least this share is served, but for rounding. */
bool er_venue_reaches(const er_venue_row *row, double target_share);

#endif
