#include "analysis/check.h"

#include "sources/crs_survey.h"

#include <math.h>
#include <string.h>

enum { FEWEST = 3 }; /**< places outside that say anything about a shift */

/** The sample of a source as its file held it, and how many of it lie outside all units as read. */
struct evidence {
    er_crs_survey raw;
    int64_t outside;
};

static er_status count_outside(er_context *ctx, er_checking *check, const er_point *places,
                               size_t count, int64_t *outside) {
    int64_t *ids = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *ids, &ids));
    er_status status =
        er_store_locate(ctx, check->store, check->levels[0].name, places, count, ids);
    *outside = 0;
    for (size_t i = 0; i < count && status == ER_OK; i++)
        *outside += ids[i] == 0;
    er_free(ids);
    return status;
}

static er_status gather(er_context *ctx, er_checking *check, const er_source *source,
                        const er_point *places, size_t count, struct evidence *evidence) {
    er_box extent;
    er_point *raw = NULL;
    ER_TRY(er_load_extent(ctx, check->store, &extent));
    er_crs_survey_begin(&evidence->raw, extent);
    ER_TRY(er_alloc(ctx, count, sizeof *raw, &raw));
    memcpy(raw, places, count * sizeof *raw);
    er_status status = er_crs_invert(ctx, source->crs, raw, count);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        status = er_crs_survey_add(ctx, &evidence->raw, raw[i]);
    er_free(raw);
    return status;
}

/** Outside under the system that was taken, of the same sample. */
static er_status outside_as_read(er_context *ctx, er_checking *check, const er_source *source,
                                 struct evidence *evidence) {
    size_t count = evidence->raw.sample.count;
    er_transform *transform = NULL;
    er_point *places = NULL;
    ER_TRY(er_transform_new(ctx, source->crs, true, &transform, NULL));
    er_status status = er_alloc(ctx, count, sizeof *places, &places);
    if (status == ER_OK) {
        memcpy(places, evidence->raw.sample.items, count * sizeof *places);
        status = er_transform_points(ctx, transform, places, count, NULL);
    }
    if (status == ER_OK) status = count_outside(ctx, check, places, count, &evidence->outside);
    er_free(places);
    er_transform_free(transform);
    return status;
}

/** The fit that leaves the fewest outside, if it leaves clearly fewer than the system taken. */
static er_status best_fit(er_context *ctx, er_checking *check, const er_source *source,
                          struct evidence *evidence, const er_crs_fit **best, int64_t *left) {
    static const double clearly = 0.25;
    er_table_options options = er_table_defaults("");
    er_crs_fit *fits = NULL;
    size_t count = 0;
    if (check->study) {
        options.crs_candidates = check->study->crs_candidates;
        options.crs_candidate_count = check->study->crs_candidate_count;
    }
    *best = NULL;
    *left = evidence->outside;
    ER_TRY(er_crs_fits(ctx, check->arena, &options, &evidence->raw, &fits, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t outside = 0;
        if (strcmp(fits[i].crs, source->crs) == 0 && !fits[i].swapped) continue;
        ER_TRY(count_outside(ctx, check, fits[i].places, evidence->raw.sample.count, &outside));
        if (outside >= *left) continue;
        *left = outside;
        *best = &fits[i];
    }
    bool clear = *best && (double)*left <= clearly * (double)evidence->outside &&
                 evidence->outside - *left >= FEWEST;
    if (!clear) *best = NULL;
    return ER_OK;
}

static er_status tell(er_context *ctx, er_checking *check, const er_source *source,
                      const er_crs_fit *fit, const struct evidence *evidence, int64_t left) {
    size_t sample = evidence->raw.sample.count;
    if (fit->swapped)
        return er_check_add(
            ctx, check, "shifted", true, source->id, evidence->outside,
            "%s: %lld of %zu places looked at lie outside all units when read as %s; with x "
            "and y exchanged and %s (%s) only %lld do: load the file again with "
            "--x, --y and --crs",
            source->path, (long long)evidence->outside, sample, source->crs, fit->crs, fit->name,
            (long long)left);
    return er_check_add(
        ctx, check, "shifted", true, source->id, evidence->outside,
        "%s: %lld of %zu places looked at lie outside all units when read as %s; as %s (%s) "
        "only %lld do: if that is what the file holds, load it again with --crs %s",
        source->path, (long long)evidence->outside, sample, source->crs, fit->crs, fit->name,
        (long long)left, fit->crs);
}

er_status er_check_shift(er_context *ctx, er_checking *check, const er_source *source,
                         const er_point *places, size_t count, int64_t outside, bool *found) {
    struct evidence evidence = {.outside = 0};
    const er_crs_fit *fit = NULL;
    int64_t left = 0;
    *found = false;
    if (!source->crs || outside < FEWEST) return ER_OK;
    er_status status = gather(ctx, check, source, places, count, &evidence);
    if (status == ER_OK) status = outside_as_read(ctx, check, source, &evidence);
    if (status == ER_OK) status = best_fit(ctx, check, source, &evidence, &fit, &left);
    if (status == ER_OK && fit) {
        status = tell(ctx, check, source, fit, &evidence, left);
        *found = status == ER_OK;
    }
    er_crs_survey_clear(&evidence.raw);
    /* a system that this machine can't read is no reason to check nothing else */
    return status == ER_ERR_CRS ? ER_OK : status;
}
