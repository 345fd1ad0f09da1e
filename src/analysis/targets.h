/** The parts of the step "targets". Everything lives in the arena of the job's data. */
#ifndef EVENREACH_ANALYSIS_TARGETS_H
#define EVENREACH_ANALYSIS_TARGETS_H

#include "analysis/balance.h"
#include "analysis/sentence.h"

/* ---- targets_text.c: sentences in both languages -------------------------------------------- */

enum { ER_TELL_MOST = 24 };

/** Sentences, one behind the other. A failure is kept until they are put together. */
typedef struct er_telling {
    er_context *ctx;
    er_arena *arena;
    er_sentence items[ER_TELL_MOST];
    size_t count;
    er_status status;
} er_telling;

/** Add a sentence; `format` is the English one. */
void er_target_tell(er_telling *telling, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void er_target_tell_one(er_telling *telling, er_sentence sentence);
/** Put them together with what stands between two of them in each language. */
er_status er_target_told(er_telling *telling, const char *between, const char *between_zh,
                         er_sentence *out);

/* ---- targets_scope.c: which units a figure is of --------------------------------------------- */

typedef enum er_scope_state { ER_SCOPE_OUT, ER_SCOPE_IN, ER_SCOPE_OPEN } er_scope_state;

/** Which borderline units are taken into a scope: those whose side of a threshold would be another
 *  one if the threshold were the scheme's margin lower or higher. */
typedef enum er_borderlines {
    ER_BORDERLINE_AS_RULED,
    ER_BORDERLINE_OUT,
    ER_BORDERLINE_IN
} er_borderlines;

typedef struct er_target_scope {
    const er_study_scheme *scheme; /**< null: everywhere */
    const er_study_target *definition;
    er_borderlines borderlines;
    size_t level; /**< place in data->levels: the scheme's, else the finest with persons */
    er_scope_state *states; /**< per unit of the data; said of those of the level */
    int64_t units;          /**< of the level that are in it */
    int64_t open;           /**< of which it is not known */
} er_target_scope;

er_scope_state er_scope_of(const er_balance_data *data, const er_target_scope *scope, size_t unit);

/* ---- targets_measures.c: the table ---------------------------------------------------------- */

/** Kinds of published units, as bits. */
typedef enum er_unit_kind {
    ER_UNIT_UNKNOWN = 0,
    ER_UNIT_PERCENT = 1 << 0,
    ER_UNIT_SHARE = 1 << 1, /**< 0 to 1 */
    ER_UNIT_COUNT = 1 << 2,
    ER_UNIT_AREA = 1 << 3, /**< km2 */
    ER_UNIT_MONEY = 1 << 4 /**< a currency's three letters */
} er_unit_kind;
er_unit_kind er_target_unit(const char *published);

typedef struct er_target_job er_target_job;
typedef struct er_target_ask er_target_ask;
typedef struct er_target_tally er_target_tally;

/** Add what counts under one stratum (as in er_balance_data.cover) of an ask. */
typedef er_status (*er_target_count)(const er_target_job *job, const er_target_ask *ask,
                                     size_t stratum, er_target_tally *tally);

typedef enum er_target_basis {
    ER_BASIS_COVERAGE,
    ER_BASIS_STATIONS,
    ER_BASIS_DROPS,
    ER_BASIS_PILOTS
} er_target_basis;

/** A line of the table. */
typedef struct er_target_measure {
    const char *name; /**< er_study_target.measure */
    er_target_basis basis;
    unsigned units;  /**< er_unit_kind bits that it can be given in */
    bool of_level;   /**< counts units of a level */
    bool households; /**< asks for households in place of persons */
    bool all;        /**< has the stratum "all" */
    er_target_count count;
} er_target_measure;

/** Null: there is none of this name. */
const er_target_measure *er_target_measure_named(const char *name);

/* ---- one figure ------------------------------------------------------------------------------ */

/** Households near a drop point. */
typedef struct er_near_drops {
    double radius_m;
    double *households; /**< per unit, of the finest that have some; null: not computed yet */
} er_near_drops;

struct er_target_job {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    const er_study *study; /**< of the coverage run's day */
    er_balance_data data;
    const char *model;          /**< of the coverage run */
    bool *has_persons_below;    /**< per unit: a unit right below has a known figure */
    bool *has_households_below; /**< per unit */
    bool *counts;               /**< per station: it serves on the day */
    bool *is_assumed;           /**< per station: synthetic, or its reach is a default */
    bool *is_covered;           /**< per operator: the coverage run has figures of it */
    size_t finest;              /**< finest level with persons; else the finest one */
    er_source *sources;
    size_t source_count;
    er_pilot *pilots; /**< all of them; those of the data count on the day */
    size_t pilot_count;
    er_drop_point *drops; /**< that serve on the day */
    size_t drop_count;
    size_t drops_loaded;
    er_near_drops *near;                     /**< filled in where it is asked for */
    const char *day;                         /**< study.time.as_of; null: none */
    const char *day_of[ER_BASIS_PILOTS + 1]; /**< day that figures of a basis are of; null: none */
};

struct er_target_ask {
    const er_target *target; /**< as published */
    const er_study_target *definition;
    const er_target_measure *measure;
    const er_target_scope *scope;
    const char *variant;
    const char *stratum;
    er_unit_kind unit;
    double whole; /**< published denominator that stands for the counted one; NAN: none */
};

/** What counts, what may count, and out of what. */
struct er_target_tally {
    double part;        /**< surely counts */
    double high;        /**< with what may count as well; at least `part` */
    double whole;       /**< denominator; NAN: the measure has none */
    double whole_open;  /**< of which is not known whether it belongs to the scope */
    bool unbounded;     /**< what may count has no bound */
    bool whole_missing; /**< part of the denominator is not known */
    int64_t rests;      /**< rows that the figure rests on */
    int64_t assumed;    /**< of them, synthetic or with a default */
    bool synthetic;
    const char *operator_; /**< that was chosen by the stratum best or each */
    bool missing;          /**< there is no figure, and `notes` says why */
    er_telling notes;      /**< what a reader must know with it */
};

/** Count by the ask's stratum; best and each choose among the named operators. */
er_status er_target_tally_of(const er_target_job *job, const er_target_ask *ask,
                             er_target_tally *out);
/** The level whose units an ask counts or sums up. */
size_t er_target_level(const er_target_job *job, const er_target_ask *ask);

/* Counters of the table: targets_cover.c, targets_stations.c, targets_drops.c, targets_pilots.c. */
er_status er_target_count_persons(const er_target_job *job, const er_target_ask *ask,
                                  size_t stratum, er_target_tally *tally);
er_status er_target_count_households(const er_target_job *job, const er_target_ask *ask,
                                     size_t stratum, er_target_tally *tally);
er_status er_target_count_area(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                               er_target_tally *tally);
er_status er_target_count_units(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                er_target_tally *tally);
er_status er_target_count_equipped(const er_target_job *job, const er_target_ask *ask,
                                   size_t stratum, er_target_tally *tally);
er_status er_target_count_stations(const er_target_job *job, const er_target_ask *ask,
                                   size_t stratum, er_target_tally *tally);
er_status er_target_count_near_drops(const er_target_job *job, const er_target_ask *ask,
                                     size_t stratum, er_target_tally *tally);
er_status er_target_count_pilots(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                 er_target_tally *tally);
/** Stations that coverage rests on: those of the stratum's operator that stand in the scope. */
void er_target_rest_on_stations(const er_target_job *job, const er_target_ask *ask, size_t stratum,
                                er_target_tally *tally);

/* ---- targets_verdict.c, targets_definition.c ------------------------------------------------- */

/** Figure, bounds, gap, verdict and reason of a row whose texts stand already. */
er_status er_target_judge(const er_target_job *job, const er_target_ask *ask,
                          er_target_tally *tally, er_target_row *row);
/** definition and definition_zh. */
er_status er_target_define(const er_target_job *job, const er_target_ask *ask,
                           const er_target_tally *tally, er_target_row *row);
/** State where the definition names no period; of pilots the year. */
const char *er_target_period(const er_target_ask *ask);

/* ---- targets_read.c, targets_variants.c ------------------------------------------------------ */

/** Read what figures are made of: everything of the job but context, store and arena. `study` is
 *  as given, its day not adopted yet. */
er_status er_target_read(er_target_job *job, const er_study *study);
/** Scopes of a definition: main, everywhere, and, where they differ, borderline units out and in;
 *  null: it has none of that kind. */
typedef struct er_target_scopes {
    er_target_scope main;
    er_target_scope everywhere;
    er_target_scope *out;
    er_target_scope *in;
} er_target_scopes;
er_status er_target_scopes_of(const er_target_job *job, const er_study_target *definition,
                              er_target_scopes *out);
/** Write the rows of a published target, the `number`th of its code and year (from 1): main, then
 *  the variants. *missed counts up where main misses its target. */
er_status er_target_write(const er_target_job *job, const er_target *target, size_t number,
                          int64_t run_id, int64_t *missed);

#endif
