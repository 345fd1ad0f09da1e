/** Items that do not depend on each other, worked on by the context's threads: tiles of a grid,
 *  venues, routes. Which thread does which item must not show in any result. */
#ifndef EVENREACH_ANALYSIS_PARALLEL_H
#define EVENREACH_ANALYSIS_PARALLEL_H

#include "evenreach/core.h"

typedef struct er_parallel {
    const char *message; /**< of the progress */
    size_t count;        /**< items, done from the first on */
    size_t bench_size;   /**< bytes that a thread has for itself, zero at the start */
    /** Prepare a thread's bench; may be null. `own` is a context that is the thread's alone, in the
     *  language of the caller's. */
    er_status (*begin)(er_context *own, const void *shared, void *bench);
    er_status (*item)(er_context *own, void *shared, void *bench, size_t i);
    /** Clear a bench, also one that could not be prepared; may be null. */
    void (*end)(void *bench);
} er_parallel;

/** Do all items. Of several failures that of the first item counts, and nothing behind it is begun.
 *  Progress and cancelling are the caller's context's. */
er_status er_parallel_run(er_context *ctx, const er_parallel *work, void *shared);

#endif
