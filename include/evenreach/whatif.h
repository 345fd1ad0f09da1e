/** evenreach/whatif.h: what a site more or less would do, from a coverage run's own tables.
 *
 * Opened once for a run, then asked as often as one likes: an answer looks at the units around the
 * sites in question alone, and is to the bit what a coverage run of all units would say. */
#ifndef EVENREACH_WHATIF_H
#define EVENREACH_WHATIF_H

#include "evenreach/results.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct er_whatif er_whatif;

/** A site that is not there. */
typedef struct er_whatif_site {
    er_point position;     /**< degrees */
    double radius_m;       /**< above 0, at most 200 km; NAN: as the study's radius rules say of a
                                station of this band at this place */
    const char *operator_; /**< null: none stated */
    const char *band;      /**< null: none stated */
} er_whatif_site;

typedef struct er_whatif_change {
    const er_whatif_site *added;
    size_t added_count;
    const int64_t *removed; /**< ids of stations in service */
    size_t removed_count;
} er_whatif_change;

/** A finest unit (er_cover's base of persons or area) that the change touches, under one stratum.
 */
typedef struct er_whatif_unit {
    int64_t unit_id;
    const char *stratum;   /**< any all operator, as in er_cover_row */
    const char *operator_; /**< null for any and all */
    double area_km2;
    double before_km2; /**< served */
    double after_km2;
    double persons; /**< NAN: not known */
    double persons_before;
    double persons_after;
} er_whatif_unit;

/** Persons and areas are sums over the finest units, of multiples of 2^-20 persons and 2^-28 km2 as
 *  in er_compare: exact, and the same as the comparison of two whole runs says (of areas: as its
 *  rows of the finest units add up to; where those do not fill the unit above, er_compare measures
 *  that one by its own outline). Who counts for "all" follows from the change: a site of an
 *  operator that had none makes "all" ask for it, everywhere. */
typedef struct er_whatif_total {
    const char *stratum;
    const char *operator_;
    double gained_persons; /**< NAN, as all persons: known of no unit */
    double lost_persons;
    double gained_km2;
    double lost_km2;
    double persons_before; /**< of the whole study */
    double persons_after;
} er_whatif_total;

typedef struct er_whatif_answer {
    er_whatif_unit *units; /**< by stratum (any, all, operators by name), then in the order of
                                er_store_units; only those that a site in question reaches */
    size_t unit_count;
    er_whatif_total *totals; /**< of every stratum */
    size_t total_count;
    double *radii_m; /**< of the added sites, as reckoned with */
} er_whatif_answer;

/** Open a coverage run (0: the newest) of the disc model that kept its discs; `study` gives the
 *  radius rules, must outlive it, and may be null where every added site states its radius. The
 *  store is not needed any more afterwards. ER_ERR_NOT_FOUND without such a run, or for one that
 *  knows of no station; ER_ERR_UNSUPPORTED for a run of signals: their interference reaches farther
 *  than a site's own cells. Free with er_whatif_free. */
er_status er_whatif_new(er_context *ctx, er_store *store, const er_study *study, int64_t run_id,
                        er_whatif **out);
void er_whatif_free(er_whatif *whatif);
/** The coverage run that it speaks of. */
int64_t er_whatif_run(const er_whatif *whatif);
/** Answer; everything in the arena. May be called by several threads, each with a context and an
 *  arena of its own. ER_ERR_NOT_FOUND for a removed station that the run does not have
 *  (one that is named twice is removed once), ER_ERR_RANGE for a position or radius out of range,
 *  ER_ERR_INPUT for an added site that has no radius; a site outside every unit gains nothing and
 *  is no error. */
er_status er_whatif_ask(er_context *ctx, const er_whatif *whatif, er_arena *arena,
                        const er_whatif_change *change, er_whatif_answer *out);

#ifdef __cplusplus
}
#endif
#endif
