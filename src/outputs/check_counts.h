/** The numbers of rows that the workspace has, layer by layer: counted in the store, and not by
 * what writes the layers. */
#ifndef EVENREACH_OUTPUTS_CHECK_COUNTS_H
#define EVENREACH_OUTPUTS_CHECK_COUNTS_H

#include "evenreach/outputs.h"

typedef struct er_counting {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    er_run *runs; /**< by id */
    size_t run_count;
    er_expected_rows *rows; /**< with room for all */
    size_t count;
} er_counting;

/** Expect `features` on the map and `rows` in the table of a layer; -1: any number. */
void er_count_expect(er_counting *c, const char *layer, int64_t features, int64_t rows);
/** The newest run of a step; 0: none that the layers show, which may rest on no earlier coverage.
 */
int64_t er_count_newest(const er_counting *c, const char *step);

/** Layers that er_count_more adds, at most. */
enum { ER_COUNT_MORE = 8 };
/** The layers whose rows are not simply those of one table; after those that are. */
er_status er_count_more(er_counting *c);

#endif
