/** A mixed-integer program that minimises, kept as plain rows until it is solved by CBC. */
#ifndef EVENREACH_SITING_MIP_H
#define EVENREACH_SITING_MIP_H

#include "siting/task.h"

/** Owns its arrays: begin from {0}, free with er_siting_mip_free. */
typedef struct er_siting_mip {
    double *lower, *upper, *objective;
    bool *integer;
    size_t columns, column_capacity[4];
    size_t *row_end; /**< behind the last entry of each row */
    double *row_least, *row_most;
    size_t rows, row_capacity[3];
    int *index;
    double *value;
    size_t entries, entry_capacity[2];
} er_siting_mip;

typedef struct er_siting_mip_effort {
    int64_t most_nodes;
    double most_seconds; /**< INFINITY: no limit; 0 or less: nothing is tried */
    double cutoff;       /**< only solutions below it are looked for; INFINITY: all */
    bool any;            /**< the first solution will do */
    double gap;          /**< stop within it, relative */
    bool thorough;       /**< nothing is known yet: with cuts and heuristics */
} er_siting_mip_effort;

/** Nothing is taken for granted: what the solver's codes do not say clearly is not said here. */
typedef struct er_siting_mip_answer {
    bool found;   /**< a solution was; its columns are filled in */
    bool none;    /**< proven: there is no solution (below the cutoff) */
    bool done;    /**< the search ended by itself */
    double bound; /**< no solution is below it, nor below the cutoff; -INFINITY: not known */
} er_siting_mip_answer;

er_status er_siting_mip_column(er_context *ctx, er_siting_mip *mip, double lower, double upper,
                               double objective, bool integer);
/** Begin with entries; er_siting_mip_row closes them to a row. */
er_status er_siting_mip_entry(er_context *ctx, er_siting_mip *mip, size_t column, double value);
er_status er_siting_mip_row(er_context *ctx, er_siting_mip *mip, double least, double most);
/** Rows of the conditions on sites; the first columns are the free candidates in their order. */
er_status er_siting_mip_conditions(er_context *ctx, er_siting_mip *mip,
                                   const er_siting_checked *checked,
                                   const er_siting_condition *conditions, size_t count);
/** A row that rules out one set of the first `count` columns. */
er_status er_siting_mip_rule_out(er_context *ctx, er_siting_mip *mip, const bool *chosen,
                                 size_t count);
/** `solution` [columns]. One at a time in the whole process, for the solver keeps some state in
 *  globals. The context's cancel is asked at every node; the seconds are looked at by the solver,
 * at every node and within linear relaxations. */
er_status er_siting_mip_solve(er_context *ctx, const er_siting_mip *mip,
                              const er_siting_mip_effort *effort, double *solution,
                              er_siting_mip_answer *out);
void er_siting_mip_free(er_siting_mip *mip);

#endif
