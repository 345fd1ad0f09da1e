/** The parts of what-if answers: what is kept of a coverage run, and one question on its way. */
#ifndef EVENREACH_ANALYSIS_WHATIF_H
#define EVENREACH_ANALYSIS_WHATIF_H

#include "analysis/compare.h"
#include "evenreach/whatif.h"
#include "geometry/disc_stock.h"
#include "store/by_id.h"

/** A unit of any level, to look up the group of a new site. */
typedef struct er_whatif_area {
    int64_t id;
    const char *level;
    er_box degrees; /**< min_x above max_x: across the antimeridian */
    er_bytes geometry;
} er_whatif_area;

/** A finest unit. */
typedef struct er_whatif_place {
    int64_t id;
    double area_km2;
    double persons; /**< NAN: not known */
    er_area area;   /**< on the plane */
} er_whatif_place;

/** Figures of a stratum by the run's rows. */
typedef struct er_whatif_figures {
    double *served_km2; /**< of each place */
    double *persons_served;
    double persons; /**< of all, as er_compare counts */
} er_whatif_figures;

struct er_whatif {
    int64_t run_id;
    er_arena *arena;
    er_plane *plane;
    const er_study *study; /**< null: none */
    const char *scheme;    /**< that the radius rules name; null: none is needed */
    er_unit_group *members;
    size_t member_count;
    er_whatif_area *areas; /**< as er_store_units */
    size_t area_count;
    er_whatif_place *places; /**< as er_store_units */
    size_t place_count;
    er_box *boxes;  /**< of the places, on the plane */
    er_disc *discs; /**< by place; layer: index into operators */
    size_t disc_count;
    er_disc_stock *stock;   /**< of the discs */
    er_id_place *stations;  /**< where each station's disc stands */
    const char **operators; /**< by name, ER_NO_OPERATOR last */
    size_t *operator_discs; /**< how many each has */
    uint32_t operator_count;
    bool has_persons; /**< they are known of some place */
    er_whatif_figures any;
    er_whatif_figures all;
    er_whatif_figures *by_operator;
};

/** No operator, no layer. */
#define ER_WHATIF_NONE ER_DISC_NO_LAYER

/** The operators of a question: the run's and those of added sites. */
typedef struct er_whatif_operators {
    const char **names; /**< by name, ER_NO_OPERATOR last */
    uint32_t count;
    uint32_t *of_run;                /**< of each of the run's operators: its place among these */
    uint32_t *in_run;                /**< the other way round; ER_WHATIF_NONE: not in the run */
    size_t *discs[ER_SIDES];         /**< of each, how many */
    uint32_t *layers[ER_SIDES];      /**< of each: its layer in "all"; ER_WHATIF_NONE: not asked */
    uint32_t layer_counts[ER_SIDES]; /**< of "all" */
} er_whatif_operators;

/** A question on its way. */
typedef struct er_whatif_question {
    er_context *ctx;
    const er_whatif *whatif;
    er_arena *arena;
    const er_whatif_change *change;
    er_disc *added; /**< layer: index into the question's operators */
    uint32_t *gone; /**< indices of the run's discs, rising */
    size_t gone_count;
    er_disc *changed; /**< added and gone discs alike */
    size_t changed_count;
    size_t *places; /**< whose boxes meet a changed disc's */
    size_t place_count;
    double *reached_km2; /**< of each of those places, by all changed discs; null: not asked yet */
    er_whatif_operators operators;
    bool all_means_others; /**< "all" asks for other operators after: every place changes */
    er_whatif_answer *answer;
    size_t unit_capacity;
} er_whatif_question;

/* The strata of a question: "any", "all", then its operators. */
enum { ER_WHATIF_ANY, ER_WHATIF_ALL, ER_WHATIF_OPERATOR };

/** er_whatif_ask for one stratum alone, of an operator or (null) of none. */
er_status er_whatif_ask_one(er_context *ctx, const er_whatif *whatif, er_arena *arena,
                            const er_whatif_change *change, const char *stratum,
                            const char *operator_, er_whatif_answer *out);

/** Radii of the added sites, as a coverage run would find them. */
er_status er_whatif_radii(er_context *ctx, const er_whatif *whatif, const er_whatif_change *change,
                          double *radii_m);
/** Operators, discs of the added sites and those that are gone. */
er_status er_whatif_prepare(er_whatif_question *q);
/** The discs of a side that count in a stratum, their layers from `first_layer` on. */
er_status er_whatif_side(er_whatif_question *q, uint32_t stratum, int side, uint32_t first_layer,
                         er_disc_side *out);
/** How many layers the discs of a side have in a stratum; 0: there are none. */
uint32_t er_whatif_layers(const er_whatif_question *q, uint32_t stratum, int side);
/** Whether a changed disc counts in a stratum. */
bool er_whatif_concerns(const er_whatif_question *q, uint32_t stratum, const er_disc *disc);
/** Measure a stratum: its units and its total in the answer. */
er_status er_whatif_measure(er_whatif_question *q, uint32_t stratum);

#endif
