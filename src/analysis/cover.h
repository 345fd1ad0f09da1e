/** The parts of the cover step: areas and served shares, persons, the record of the run. */
#ifndef EVENREACH_ANALYSIS_COVER_H
#define EVENREACH_ANALYSIS_COVER_H

#include "analysis/cover_share.h"
#include "evenreach/analysis.h"

/** What of an area is served by nothing if a site fails. */
typedef struct er_cover_sole {
    size_t area; /**< of the job */
    size_t site; /**< into the job's sites, as er_sites.site */
    double km2;
} er_cover_sole;

/** What is measured: units in the order of er_store_units, then venues. */
typedef struct er_cover_job {
    const er_study *study;
    er_unit *units;
    size_t unit_count;
    er_venue *venues;
    size_t venue_count;
    size_t area_count; /**< units and venues */
    double *area_km2;  /**< geodesic, of each area */
    size_t *parents;   /**< of each unit: the index of its parent; unit_count: none */
    bool *has_soles;   /**< of each area: what hangs on single sites is asked of it */
    er_sites sites;
    er_sites venue_sites; /**< discs only: the same on the venues' plane */
    const char *plane;    /**< its definition */
    bool unknown;         /**< no station in the workspace: nothing can be said */
    bool figures_only;    /**< as er_cover_options has it */

    /* One stratum after the other, each with a figure for every area. */
    size_t stratum_count;
    double *served_km2;
    double *unknown_km2;
    double *persons; /**< of each unit, the same in every stratum */
    bool *is_base;   /**< of each unit: its persons are split by area, not summed */
    double *persons_served;
    double *persons_unknown;

    er_cover_sole *soles; /**< by area, site; er_free */
    size_t sole_count;
    size_t sole_capacity;

    /* Signal models only. */
    const er_field *field; /**< null: discs */
    er_grid grid;
    double *level_km2; /**< level after level from the strictest, each like served_km2 */
    double *level_persons;
    er_labels **labels; /**< of each stratum: the level reached, or ER_COVER_UNKNOWN_LABEL */
} er_cover_job;

/** Label of a cell of which nothing is known. */
enum { ER_COVER_UNKNOWN_LABEL = 255 };

/** The strata: "any", "all", then each operator. */
enum { ER_COVER_ANY, ER_COVER_ALL, ER_COVER_OPERATOR };
const char *er_cover_stratum(size_t stratum);
/** Name of a stratum's operator; null for any and all. */
const char *er_cover_operator(const er_cover_job *job, size_t stratum);

/** Fill served_km2 of every stratum and area, and the soles. */
/** Units on the plane, venues on theirs. */
er_status er_cover_measure(er_context *ctx, er_cover_job *job, const er_plane *plane,
                           const er_plane *venue_plane);

/** Areas in, persons out; an array has a figure for every area of the job. */
typedef struct er_cover_split {
    const double *served_km2;
    const double *unknown_km2;
    double *persons_served;
    double *persons_unknown;
} er_cover_split;
/** Persons of every unit by the served and unknown parts of areas; fills job->persons, too. */
er_status er_cover_persons(er_context *ctx, er_cover_job *job, const er_cover_split *split);

/** Bring every area of the job on the plane; each is to be cleared. */
er_status er_cover_project(er_context *ctx, const er_cover_job *job, const er_plane *plane,
                           const er_plane *venue_plane, er_area *areas);

/** Fill areas by signal levels: served, unknown, by level, and the labels of every stratum. `field`
 *  is the job's; it reads the ground of the grid. */
er_status er_cover_grid(er_context *ctx, er_cover_job *job, er_field *field, const er_plane *plane,
                        const er_cover_options *options);
/** Add the level rows and outlines of a signal run. */
er_status er_cover_write_levels(er_context *ctx, er_store *store, er_cover_job *job,
                                const er_plane *plane, int64_t run_id);

/** Stratum figures by operator: what "any" and "all" of a cell are, from each operator's level.
 *  `levels` is the cell's label by operator; the first `named` ones are asked for by "all". */
uint8_t er_cover_any(const uint8_t *levels, uint32_t count);
uint8_t er_cover_all(const uint8_t *levels, uint32_t named);

/** Everything that the figures of a run follow from, but areas and persons: of the job's study,
 *  plane, sites, field and grid (left out where `unknown`). Free with er_json_free. */
er_status er_cover_parameters(er_context *ctx, const er_cover_job *job, er_json **out);
/** What a signal run's parameters say beyond those of discs; ownership of `json` stays. */
er_status er_cover_signal_parameters(er_context *ctx, const er_cover_job *job, er_json *json);
/** Add the rules for sectors and environments, and what clutter stands for. */
er_status er_cover_rules(er_context *ctx, const er_field *field, er_json *json);
/** Add path and hash of one of the study's files; nothing for a null path. */
er_status er_cover_file_json(er_context *ctx, const er_field *field, const char *path,
                             er_json *json, const char *key);
/** Figures that no row stated. */
er_status er_cover_signal_assumptions(er_context *ctx, er_store *store, const er_cover_job *job,
                                      int64_t run_id);

/** Find the units' parents, and the areas that soles are asked of: the finest units with persons of
 *  their own, the finest without where no unit above them has some, and venues. No two of these
 *  units share ground. */
er_status er_cover_find_parents(er_context *ctx, er_arena *arena, er_cover_job *job);
/** Fill soles by discs, whose areas are on the plane; served areas are there already. */
er_status er_cover_sole_discs(er_context *ctx, er_cover_job *job, const er_area *areas);
/** Add a part that hangs on one site; no more than what is served. */
er_status er_cover_add_sole(er_context *ctx, er_cover_job *job, size_t area, size_t site,
                            double km2);
er_status er_cover_write_soles(er_context *ctx, er_store *store, const er_cover_job *job,
                               int64_t run_id);

/** Keep the discs of a run, or the states of its cells; nothing where there are no stations, for
 *  then nothing is known anywhere. */
er_status er_cover_keep(er_context *ctx, er_store *store, const er_cover_job *job, int64_t run_id);

/** Add the run with its parameters, and the assumptions that it rests on. */
er_status er_cover_record(er_context *ctx, er_store *store, const er_cover_job *job,
                          int64_t *run_id);

#endif
