/** The parts of the cover step: areas and served shares, persons, the record of the run. */
#ifndef EVENREACH_ANALYSIS_COVER_H
#define EVENREACH_ANALYSIS_COVER_H

#include "evenreach/analysis.h"

/** What is measured: units in the order of er_store_units, then venues. */
typedef struct er_cover_job {
    const er_study *study;
    er_unit *units;
    size_t unit_count;
    er_venue *venues;
    size_t venue_count;
    size_t area_count; /**< units and venues */
    double *area_km2;  /**< geodesic, of each area */
    er_sites sites;
    const char *plane; /**< its definition */
    bool unknown;      /**< no station in the workspace: nothing can be said */

    /* One stratum after the other, each with a figure for every area. */
    size_t stratum_count;
    double *served_km2;
    double *persons; /**< of each unit, the same in every stratum */
    bool *is_base;   /**< of each unit: its persons are split by area, not summed */
    double *persons_served;
    double *persons_unknown;
} er_cover_job;

/** The strata: "any", "all", then each operator. */
enum { ER_COVER_ANY, ER_COVER_ALL, ER_COVER_OPERATOR };
const char *er_cover_stratum(size_t stratum);
/** Name of a stratum's operator; null for any and all. */
const char *er_cover_operator(const er_cover_job *job, size_t stratum);

/** Fill served_km2 of every stratum and area. */
er_status er_cover_measure(er_context *ctx, er_cover_job *job, const er_plane *plane);

/** Fill the persons of one stratum from its served_km2. */
er_status er_cover_persons(er_context *ctx, er_cover_job *job, size_t stratum);

/** Add the run with its parameters, and the assumptions that it rests on. */
er_status er_cover_record(er_context *ctx, er_store *store, const er_cover_job *job,
                          int64_t *run_id);

#endif
