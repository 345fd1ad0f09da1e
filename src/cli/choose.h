/** The command `choose`: its options, the places it reads, and the plan it prints. */
#ifndef EVENREACH_CLI_CHOOSE_H
#define EVENREACH_CLI_CHOOSE_H

#include "cli/choose_workspace.h"
#include "cli/cli.h"
#include "evenreach/siting.h"
#include "evenreach/sources.h"

typedef struct er_choose_options {
    const char *candidates;
    const char *demand;
    const char *weight;
    double radius_m;
    int64_t k;
    const char *model;
    const char *key;
    const char *needed;
    const char *group;
    er_text_list floors;
    er_text_list caps;
    const char *demand_group;
    er_text_list covered;
    const char *existing;
    const char *existing_field;
    const char *cost;
    double budget;
    const char *capacity;
    double backup;
    const char *decay;
    double full_m;
    double gap;
    int64_t nodes;
    double seconds;
    bool quick;
    const char *output;
    const char *candidates_layer;
    const char *demand_layer;
    const char *crs;
    const char *candidates_crs;
    const char *demand_crs;
    const char *x;
    const char *y;
    const char *encoding;
    bool allow_ballpark;
    er_choose_workspace_options workspace;
} er_choose_options;

/** How the share that is met falls with the distance. */
typedef enum er_choose_decay { ER_DECAY_NONE, ER_DECAY_LINEAR, ER_DECAY_GAUSSIAN } er_choose_decay;

/** What the options say, checked. */
typedef struct er_choose_request {
    const er_choose_options *options;
    er_siting_aim aim;
    er_choose_decay decay;
    double full_m;
    double radius_m; /**< INFINITY: every pair counts */
} er_choose_request;

/** ER_ERR_USAGE for options that are missing, out of range, or do not go together. */
er_status er_choose_check(er_context *ctx, const er_choose_options *options,
                          er_choose_request *out);
/** Choose among candidates of a file, and print. */
er_status er_choose_files(er_invocation *invocation, const er_choose_request *request);

/* ---- places ---------------------------------------------------------------------------------- */

typedef struct er_choose_place {
    er_point at;    /**< degrees, or metres on a plane */
    const char *id; /**< in the arena */
    const char *group;
    double weight;
    double cost;
    double capacity;
    bool existing;
    int64_t row; /**< of the file */
} er_choose_place;

typedef struct er_choose_places {
    const char *path;
    er_choose_place *items;
    size_t count;
    size_t capacity;
    int64_t rejected; /**< rows without a place */
    bool numbered;    /**< the ids are numbers of rows */
    bool plane;       /**< metres on a plane, not degrees */
    const char *crs;  /**< in the arena */
} er_choose_places;

/** The table of places and the columns wanted of it; null: not wanted. */
typedef struct er_choose_columns {
    er_table_options table;
    bool named; /**< places have ids, each its own */
    const char *key;
    const char *weight;
    const char *cost;
    const char *capacity;
    const char *group;
    const char *existing;
} er_choose_columns;

/** Read a file of points. A row without a place is left out with a warning; a number that is
 *  missing or below 0, an id that is missing or stands twice is ER_ERR_INPUT naming the row. */
er_status er_choose_read(er_context *ctx, er_arena *arena, const er_choose_columns *columns,
                         er_choose_places *out);
void er_choose_places_free(er_choose_places *places);

/* ---- the problem ----------------------------------------------------------------------------- */

/** Everything that is read: candidates, behind them the existing sites of a file of their own. */
typedef struct er_choose_world {
    er_choose_places sites;
    size_t candidate_count; /**< of the sites, those of the candidates' file */
    er_choose_places demand;
    er_siting_task task; /**< arrays in the arena */
    size_t free_count;   /**< candidates that may be chosen */
    size_t *unreached;   /**< free candidates that reach no demand */
    size_t unreached_count;
    size_t *beyond; /**< demand of weight above 0 that no site reaches */
    size_t beyond_count;
    double beyond_weight; /**< of them together */
    size_t *equal;        /**< candidates that lie where another one lies, by place */
    size_t *equal_start;  /**< equal_count + 1, into equal */
    size_t equal_count;
} er_choose_world;

/** Pairs, roles and conditions of the places that were read. */
er_status er_choose_build(er_context *ctx, er_arena *arena, const er_choose_request *request,
                          er_choose_world *world);
/** Quotas and floors by the groups of sites and demand. */
er_status er_choose_conditions(er_context *ctx, er_arena *arena, const er_choose_request *request,
                               er_choose_world *world);
/** "30%" or "0.3" (a share), or "3" (a number); false for anything else. */
bool er_choose_amount(const char *text, double *value, bool *share);

/* ---- the answer ------------------------------------------------------------------------------ */

er_status er_choose_print(er_invocation *invocation, const er_choose_request *request,
                          const er_choose_world *world, const er_siting_plan *plan);
/** The chosen sites as GeoJSON. */
er_status er_choose_write(er_context *ctx, const er_choose_request *request,
                          const er_choose_world *world, const er_siting_plan *plan);

#endif
