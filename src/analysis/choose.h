/** The parts of the step "choose": the world that all questions share, a question with its
 *  candidates and its demand, plans. */
#ifndef EVENREACH_ANALYSIS_CHOOSE_H
#define EVENREACH_ANALYSIS_CHOOSE_H

#include "analysis/sentence.h"
#include "evenreach/analysis.h"
#include "evenreach/siting.h"
#include "evenreach/whatif.h"
#include "store/by_id.h"

/** A part of a cell of the grid, inside one of the finest units with persons. */
typedef struct er_choosing_cell {
    int64_t column;
    int64_t row;
    uint32_t base; /**< into er_choosing_world.bases */
    double persons;
} er_choosing_cell;

/** What does not depend on the question. Everything but areas, plane and whatif in the arena. */
typedef struct er_choosing_world {
    er_context *ctx;
    er_store *store;
    const er_study *study;
    er_arena *arena;
    er_run cover; /**< the newest coverage run; id 0: there is none */
    er_plane *plane;
    er_unit *units; /**< in the order of er_store_units */
    size_t unit_count;
    er_id_place *places; /**< of units, by id */
    size_t *parents;     /**< unit_count: none */
    size_t *bases;       /**< units whose persons are spread evenly inside them */
    size_t *base_of;     /**< of each unit, and of none (unit_count): into bases; SIZE_MAX */
    size_t base_count;
    er_area *areas;          /**< of bases, on the plane */
    er_grid grid;            /**< of the cells */
    double cell_m;           /**< that the cells were made for; 0: not yet */
    er_choosing_cell *cells; /**< by base, row, column */
    size_t cell_count;
    size_t cell_capacity;
    er_whatif *whatif; /**< null: not asked for yet */
} er_choosing_world;

er_status er_choosing_world_new(er_choosing_world *world);
void er_choosing_world_clear(er_choosing_world *world);
/** Place of a unit by its id; unit_count for 0. */
size_t er_choosing_unit(const er_choosing_world *world, int64_t id);
/** The unit's ancestor at a level, or itself; SIZE_MAX: none. */
size_t er_choosing_ancestor(const er_choosing_world *world, size_t unit, const char *level);
/** Spread the persons of every base over cells of a side, unless that is done. */
er_status er_choosing_cells(er_choosing_world *world, double cell_m);
/** Of all bases, on the plane. */
er_box er_choosing_box(const er_choosing_world *world);
er_point er_choosing_cell_middle(const er_choosing_world *world, const er_choosing_cell *cell);

/** A place that may be chosen. */
typedef struct er_choosing_site {
    const char *code;
    const char *name;
    const char *name_en;
    er_point position; /**< degrees */
    er_point on_plane;
    int64_t unit_id; /**< the finest unit around it */
    double cost;
    double radius_m;
} er_choosing_site;

/** A question and what it is answered from; everything in the arena. */
typedef struct er_choosing_question {
    er_choosing_world *world;
    const er_study_choose *ask;
    er_arena *arena;
    bool of_pilots; /**< who is within reach of a pilot; else who is served */
    const char *stratum;
    const char *operator_;

    er_choosing_site *sites;
    size_t site_count;
    const char *outside; /**< names of candidates that lie in no unit; null: none */
    size_t outside_count;
    const char *doubled; /**< names of candidates at a place that another one has */
    size_t doubled_count;

    er_disc *existing; /**< what serves already, on the plane */
    size_t existing_count;
    size_t at_middles; /**< pilots' sites without a point of their own: at their unit's middle */
    size_t unplaced;   /**< ... of no unit, or of one too large: they can't be said to reach anyone
                        */

    er_point *points;     /**< of each demand, on the plane */
    double *open_persons; /**< of each demand, not served yet (where it backs up: served by one) */
    uint32_t *base;       /**< of each demand */
    size_t demand_count;
    size_t first_backed; /**< demand from here on is served by one site already */
    size_t *start;       /**< pairs, as in er_siting_task: sites, then what stands already */
    uint32_t *demand;

    er_siting_quota *quotas;
    size_t quota_count;
    const bool *in_first; /**< of each site: in the groups of the first condition; null: all are */
    er_siting_floor *floors;
    bool **floor_bases;    /**< of each floor: which bases it counts */
    double *floor_persons; /**< of each floor: persons that are to be gained */
    size_t floor_count;

    size_t *owner; /**< of each base: its row of the index */
    size_t owner_count;
    int64_t *owner_unit;   /**< of each row */
    double *owner_persons; /**< of each row */
    const char *scheme;    /**< of the groups that choices are shown by; null: none */
    er_group *groups;      /**< of that scheme, in their order */
    size_t group_count;
    size_t *group_of;   /**< of each base: into groups; group_count: in none */
    size_t *site_group; /**< of each site, likewise */
    double *before;     /**< of each base: persons served, or within reach */
    double persons;     /**< of the whole study */
    double persons_before;
    double *alone; /**< of each site: gained by it alone; NAN: not counted yet */
} er_choosing_question;

/** Where the persons of units live. */
typedef struct er_choosing_middle_points {
    const char *level;
    size_t first; /**< unit of the level, in the order of er_store_units */
    size_t count; /**< units of the level: one behind the other */
    er_point *at; /**< degrees; in the question's arena */
} er_choosing_middle_points;

/** The populated middle of every unit of a level: the mean of its cells by persons, moved to the
 *  nearest cell whose middle lies in the unit; without persons a point inside it. */
er_status er_choosing_middles(er_choosing_question *q, const char *level,
                              er_choosing_middle_points *out);
/** Level above the finest one with persons; that one itself where there is none above. */
const char *er_choosing_usual_level(const er_choosing_world *world);

/** List the candidates: named, on the plane, each with radius and cost; those outside every unit
 *  and those at the place of another one are left out and named. */
er_status er_choosing_sites(er_choosing_question *q);
/** What serves already: discs of stations, or of pilots' sites; those that only name a unit of the
 *  usual level or a finer one stand at its populated middle. */
er_status er_choosing_existing(er_choosing_question *q);
/** Persons of every cell that are not served yet, and which candidate reaches them. */
er_status er_choosing_demand(er_choosing_question *q);
/** The question's conditions as quotas of candidates and floors of demand. */
er_status er_choosing_rules(er_choosing_question *q);
/** The units that the index is taken over, and what is served of each base now. */
er_status er_choosing_owners(er_choosing_question *q);

/** What is served of each base now, and the counter of what more sites do. */
er_status er_choosing_before(er_choosing_question *q);
/** Exactly: after[base_count] persons served with some sites more, *total of the whole study. */
er_status er_choosing_count(er_choosing_question *q, const size_t *sites, size_t count,
                            double *after, double *total);
/** What one site gains beside others that are taken, `before` counting those: looks at the sites
 *  near it alone. after[base_count] may not be `before`. */
er_status er_choosing_beside(er_choosing_question *q, size_t site, const size_t *taken,
                             size_t taken_count, const double *before, double *after, double *gain);
/** What others do without a site, `before` counting them with it; exactly but for last digits.
 *  after[base_count] may not be `before`. */
er_status er_choosing_without(er_choosing_question *q, size_t site, const size_t *others,
                              size_t count, const double *before, double *after);
/** What one site gains beside others that are taken, exactly but for last digits; kept in q->alone
 *  where none of them is near. */
er_status er_choosing_gain(er_choosing_question *q, size_t site, const size_t *taken,
                           size_t taken_count, double *gain);
/** Does a box of the plane meet the box around a site's disc? */
bool er_choosing_meets(const er_box *box, const er_choosing_site *site);
/** The same for pilots: who is within reach of one; touches only what the sites reach. */
er_status er_choosing_reached(er_choosing_question *q, const size_t *sites, size_t count,
                              double *after);

/** Indices of the shares served. */
typedef struct er_choosing_index {
    double value; /**< of er_study_choose.inequality */
    double gini;
} er_choosing_index;
er_status er_choosing_index_of(const er_choosing_question *q, const double *served,
                               er_choosing_index *out);
/** How the index changes by a person more of each base: its slope at the shares of `served`. A row
 *  without anything served is taken as one with a thousandth. `slope`: as many as bases. */
er_status er_choosing_slope(const er_choosing_question *q, const double *served, double *slope);
/** A unit's share served now, of the row of the index that a base belongs to. */
double er_choosing_share(const er_choosing_question *q, const double *served, size_t row);

/** An answer, as the search found it and as it is counted. In the question's arena. */
typedef struct er_choosing_plan {
    double priority;
    bool conditions;
    const char *variant;
    size_t count;
    size_t *found;   /**< sites, rising */
    const char *end; /**< as er_siting_plan_row */
    double already;  /**< weight of who is served as it is */
    double value;    /**< weight met by cells, that one included */
    double bound;
    double gap;
    double cost;
    size_t *next;         /**< of found[i]: what would come next in its place; SIZE_MAX: nothing */
    double *next_persons; /**< as the search counts them */

    size_t *rank;  /**< places in found: the one that gains most, then what gains most beside it */
    double *gains; /**< of rank[i]; exact, as all that follows */
    er_choosing_index *indices; /**< with rank[i] and those before it */
    size_t *most_owner;         /**< row of the index that gains most; SIZE_MAX: none */
    double *most_persons;
    const char **most_group;
    double persons_after;
    er_choosing_index index;
    bool short_of_floors; /**< counted exactly, a floor of persons does not hold */
    bool on_front;
    bool crowded;   /**< others of the front stand for it */
    bool exchanged; /**< sites of a plan that was searched for are exchanged in it */
} er_choosing_plan;

/** Search: `priority` is how much more a person in a unit without any coverage counts. */
er_status er_choosing_search(er_choosing_question *q, double priority, bool conditions,
                             er_choosing_plan *out);
/** Give a plan other sites (rising), what would come next in the place of each, and their cost; not
 *  (*holds false) if the plan's conditions do not hold for them. */
er_status er_choosing_adopt(er_choosing_question *q, const size_t *sites, size_t count,
                            er_choosing_plan *plan, bool *holds);
/** Count a plan's persons and index, exactly. */
er_status er_choosing_assess(er_choosing_question *q, er_choosing_plan *plan);
/** Do the exact persons of a plan hold the question's floors? */
bool er_choosing_holds_floors(const er_choosing_question *q, const double *after);
/** Exchange sites of an assessed plan one by one for others of the same conditions while that gains
 *  persons, counted exactly; of all exchanges the most promising by cells are tried. */
er_status er_choosing_exchange(er_choosing_question *q, er_choosing_plan *plan);
/** Rank a plan's sites and count each. */
er_status er_choosing_rank(er_choosing_question *q, er_choosing_plan *plan);

typedef struct er_choosing_plans {
    er_choosing_plan
        *items; /**< the one asked for first, then without conditions, then by priority */
    size_t count;
    size_t searches;
    size_t on_front; /**< beside the one asked for */
    er_choosing_index before;
} er_choosing_plans;
/** The plan asked for, the one without conditions, and the front beside them. */
er_status er_choosing_front(er_choosing_question *q, er_choosing_plans *out);

/** What a plan says, and each of its choices, in both languages. */
er_status er_choosing_plan_sentence(const er_choosing_question *q, const er_choosing_plans *plans,
                                    size_t plan, er_sentence *out);
er_status er_choosing_choice_sentence(const er_choosing_question *q, const er_choosing_plans *plans,
                                      size_t plan, size_t rank, er_sentence *out);
/** Share of the plan's sites in the groups of the first condition; NAN: there is none. */
double er_choosing_share_in_rules(const er_choosing_question *q, const er_choosing_plan *plan);
/** Does a site stand in a condition's groups? */
er_status er_choosing_belongs(const er_choosing_question *q, const char *scheme,
                              const char *const *groups, size_t group_count, const int64_t *units,
                              size_t count, bool *belongs);

/** A question with its answer. */
typedef struct er_choosing_answer {
    er_choosing_question question;
    er_choosing_plans plans;
    const char *skipped; /**< why it is not answered, English; null: it is */
} er_choosing_answer;
/** Add the run with all rows, inside the store's transaction. */
er_status er_choosing_write(er_choosing_world *world, const er_choosing_answer *answers,
                            size_t count, int64_t *run_id);

#endif
