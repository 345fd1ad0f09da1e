/* How the units of a job hang together, and of which of them soles are asked. */
#include "analysis/cover.h"
#include "store/by_id.h"

#include <math.h>

/** A parent comes before its units, since its level has the lower rank. */
static size_t parent_of(const er_cover_job *job, const er_id_place *places, size_t i) {
    size_t none = job->unit_count;
    int64_t id = job->units[i].parent_id;
    size_t parent = id ? er_find_id(places, job->unit_count, id, none) : none;
    return parent < i ? parent : none;
}

static er_status find_parents(er_context *ctx, er_cover_job *job) {
    er_id_place *places = NULL;
    ER_TRY(er_alloc(ctx, job->unit_count, sizeof *places, &places));
    for (size_t i = 0; i < job->unit_count; i++)
        places[i] = (er_id_place){job->units[i].id, i};
    er_sort_ids(places, job->unit_count);
    for (size_t i = 0; i < job->unit_count; i++)
        job->parents[i] = parent_of(job, places, i);
    er_free(places);
    return ER_OK;
}

/** What is below a unit. */
struct below {
    bool any;   /**< a unit */
    bool known; /**< a figure of persons */
};

/** Every place is asked of in one unit: where persons are known in the one that they are split in,
 *  else in the finest one. */
static void choose_units(er_cover_job *job, struct below *below, bool *is_under) {
    size_t none = job->unit_count;
    for (size_t i = job->unit_count; i-- > 0;) {
        size_t parent = job->parents[i];
        bool own = isfinite(job->units[i].persons), is_base = own && !below[i].known;
        job->has_soles[i] = is_base || (!below[i].any && !own);
        is_under[i] = is_base;
        if (parent == none) continue;
        below[parent].any = true;
        below[parent].known = below[parent].known || own || below[i].known;
    }
    for (size_t i = 0; i < job->unit_count; i++) { /* from the top down */
        size_t parent = job->parents[i];
        if (parent == none || !is_under[parent]) continue;
        job->has_soles[i] = false;
        is_under[i] = true;
    }
}

er_status er_cover_find_parents(er_context *ctx, er_arena *arena, er_cover_job *job) {
    struct below *below = NULL;
    bool *is_under = NULL;
    er_status status;
    ER_TRY(er_arena_alloc(ctx, arena, (job->unit_count + 1) * sizeof *job->parents, &job->parents));
    ER_TRY(er_arena_alloc(ctx, arena, job->area_count * sizeof *job->has_soles, &job->has_soles));
    ER_TRY(find_parents(ctx, job));
    ER_GOTO(status, done, er_alloc(ctx, job->unit_count + 1, sizeof *below, &below));
    ER_GOTO(status, done, er_alloc(ctx, job->unit_count + 1, sizeof *is_under, &is_under));
    choose_units(job, below, is_under);
    for (size_t i = job->unit_count; i < job->area_count; i++)
        job->has_soles[i] = true;
done:
    er_free(below);
    er_free(is_under);
    return status;
}
