/** The parts of the step "resilience": what a coverage run says of single sites, summed up by site
 *  and by group. */
#ifndef EVENREACH_ANALYSIS_RESILIENCE_H
#define EVENREACH_ANALYSIS_RESILIENCE_H

#include "analysis/cover.h"

/** Parameter of a coverage run that looked at single sites. */
#define ER_SINGLE_SITES "single_sites"

/** A unit or venue of the run. */
typedef struct er_resilience_area {
    const er_cover_row *cover; /**< of any operator; null: the run does not have it */
    size_t line;               /**< its group's; group_count: none */
    bool counts;               /**< venues, and units as er_cover_find_parents chooses them */
    bool is_lost;              /**< one failure can leave it without any coverage */
} er_resilience_area;

typedef struct er_resilience_sole {
    size_t area; /**< of the job: units, then venues */
    size_t site; /**< into sites, as er_sites.site */
    const er_sole_row *row;
    bool loses_all; /**< nothing of the area is left without the site */
} er_resilience_sole;

/** Persons of several areas. */
typedef struct er_resilience_persons {
    er_sum sum;
    bool known; /**< of one of them at least */
    bool asked; /**< there is one */
} er_resilience_persons;
/** `persons` may be NAN. */
void er_resilience_add_persons(er_resilience_persons *sum, double persons);
/** NAN if nothing is known of any area; 0 without areas. */
double er_resilience_sum_persons(const er_resilience_persons *sum);

typedef struct er_resilience_site {
    size_t line;
    int64_t stations;
    er_resilience_persons persons;
    er_sum area_km2;
    int64_t venues; /**< that lose all coverage */
} er_resilience_site;

/** Everything that is read; it lives in the arena. */
typedef struct er_resilience_data {
    er_run cover;
    er_cover_job job; /**< units with parents, and venues */
    er_sites found;   /**< stations in service */
    er_group *groups; /**< of the study's radius scheme */
    size_t group_count;
    const char *scheme;        /**< null: the workspace has none that parts the units */
    er_resilience_area *areas; /**< of the job */
    er_resilience_sole *soles; /**< by kind, area id, station */
    size_t sole_count;
    er_resilience_site *sites; /**< of each station; filled in where it is its site's first */
} er_resilience_data;

er_status er_resilience_read(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, er_resilience_data *data);
/** Sum the soles up by site. */
void er_resilience_tally(er_resilience_data *data);
/** Sites whose failure loses something, from the worst. */
er_status er_resilience_losses(er_context *ctx, er_arena *arena, const er_resilience_data *data,
                               er_site_loss **rows, size_t *count);
/** The groups' rows, that of no group, and the whole; without a scheme the whole alone. */
er_status er_resilience_rows(er_context *ctx, er_arena *arena, const er_resilience_data *data,
                             er_resilience_row **rows, size_t *count);

#endif
