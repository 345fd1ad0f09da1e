#include "analysis/parallel.h"

#include <omp.h>
#include <stdio.h>

enum { FAILURE_LIMIT = 1024 };

struct crew {
    const er_parallel *work;
    void *shared;
    er_language language;
    size_t done;
    size_t failed; /**< the first item that failed, or the number of items */
    er_status status;
    char failure[FAILURE_LIMIT];
};

/** Keep the failure of the first item in their order. */
static void note_failure(struct crew *crew, size_t item, er_status status, const char *line) {
#pragma omp critical(er_parallel_failure)
    if (item < crew->failed) {
        crew->failed = item;
        crew->status = status;
        snprintf(crew->failure, sizeof crew->failure, "%s", line);
    }
}

static size_t failed_item(struct crew *crew) {
    size_t failed;
#pragma omp critical(er_parallel_failure)
    failed = crew->failed;
    return failed;
}

/** The caller's thread alone speaks to the caller. */
static er_status report(er_context *ctx, const er_parallel *work, size_t done) {
    if (omp_get_thread_num() != 0) return ER_OK;
    er_progress(ctx, work->message, done, work->count);
    return er_check_cancel(ctx);
}

static er_status prepare(struct crew *crew, er_context **own, void **bench) {
    const er_parallel *work = crew->work;
    ER_TRY(er_context_new(own));
    er_context_set_language(*own, crew->language);
    ER_TRY(er_alloc(*own, work->bench_size + 1, 1, bench));
    return work->begin ? work->begin(*own, crew->shared, *bench) : ER_OK;
}

static void do_item(er_context *ctx, struct crew *crew, er_context *own, er_status ready,
                    void *bench, size_t i) {
    size_t before;
    if (i > failed_item(crew)) return;
#pragma omp atomic capture
    before = crew->done++;
    er_status status = report(ctx, crew->work, before);
    if (status != ER_OK) {
        note_failure(crew, i, status, er_context_error(ctx));
        return;
    }
    status = ready;
    if (status == ER_OK) status = crew->work->item(own, crew->shared, bench, i);
    if (status != ER_OK)
        note_failure(crew, i, status, own ? er_context_error(own) : "out of memory");
}

er_status er_parallel_run(er_context *ctx, const er_parallel *work, void *shared) {
    struct crew crew = {.work = work,
                        .shared = shared,
                        .language = er_context_language(ctx),
                        .failed = work->count};
    size_t count = work->count;
#pragma omp parallel num_threads(er_context_threads(ctx))
    {
        er_context *own = NULL;
        void *bench = NULL;
        er_status ready = prepare(&crew, &own, &bench);
#pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < count; i++)
            do_item(ctx, &crew, own, ready, bench, i);
        if (bench && work->end) work->end(bench);
        er_free(bench);
        er_context_free(own);
    }
    er_progress(ctx, work->message, count, count);
    if (crew.failed == count) return ER_OK;
    return er_fail(ctx, crew.status, "%s", crew.failure);
}
