/* Level rows and outlines of a signal run. */
#include "analysis/cover.h"

#include <math.h>

static er_status add_levels_of(er_context *ctx, er_store *store, const er_cover_job *job,
                               int64_t run_id, size_t stratum, size_t i) {
    bool unit = i < job->unit_count;
    const er_study_radio *radio = &job->study->radio;
    size_t each = job->stratum_count * job->area_count, at = stratum * job->area_count + i;
    for (size_t rank = 0; rank < radio->level_count; rank++) {
        er_cover_level_row row = {.run_id = run_id,
                                  .kind = unit ? "unit" : "venue",
                                  .area_id =
                                      unit ? job->units[i].id : job->venues[i - job->unit_count].id,
                                  .stratum = er_cover_stratum(stratum),
                                  .operator_ = er_cover_operator(job, stratum),
                                  .rank = (int64_t)rank,
                                  .level = radio->levels[rank].name,
                                  .area_km2 = job->level_km2[rank * each + at],
                                  .persons = job->level_persons[rank * each + at]};
        ER_TRY(er_store_add_cover_level(ctx, store, &row));
    }
    return ER_OK;
}

/** Persons by level: split as those served are, a level in place of all that is served. */
static er_status count_persons(er_context *ctx, er_cover_job *job) {
    size_t each = job->stratum_count * job->area_count;
    double *unknown = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, job->area_count, sizeof *unknown, &unknown));
    for (size_t rank = 0; rank < job->study->radio.level_count; rank++)
        for (size_t stratum = 0; stratum < job->stratum_count && status == ER_OK; stratum++) {
            size_t at = stratum * job->area_count;
            er_cover_split split = {job->level_km2 + rank * each + at, job->unknown_km2 + at,
                                    job->level_persons + rank * each + at, unknown};
            status = er_cover_persons(ctx, job, &split);
        }
    er_free(unknown);
    return status;
}

static er_status add_outline(er_context *ctx, er_store *store, const er_cover_job *job,
                             int64_t run_id, size_t stratum, const er_label_outline *outline) {
    const er_study_radio *radio = &job->study->radio;
    bool unknown = outline->label == ER_COVER_UNKNOWN_LABEL;
    size_t rank = unknown ? radio->level_count : radio->level_count - outline->label;
    double cell_km2 = job->grid.cell_m * job->grid.cell_m / 1e6;
    er_cover_outline row = {.run_id = run_id,
                            .stratum = er_cover_stratum(stratum),
                            .operator_ = er_cover_operator(job, stratum),
                            .rank = (int64_t)rank,
                            .level = unknown ? "unknown" : radio->levels[rank].name,
                            .area_km2 = (double)outline->cells * cell_km2,
                            .geometry = outline->wkb};
    return er_store_add_cover_outline(ctx, store, &row);
}

static er_status add_outlines(er_context *ctx, er_store *store, const er_cover_job *job,
                              const er_plane *plane, int64_t run_id, size_t stratum) {
    /* a cell's staircase says no more than half a cell */
    double tolerance_m = fmax(job->study->outline_tolerance_m, job->grid.cell_m / 2);
    er_label_outline *outlines = NULL;
    size_t count = 0;
    er_arena *arena = NULL;
    er_status status;
    ER_TRY(er_arena_new(ctx, &arena));
    ER_GOTO(status, done,
            er_labels_outlines(ctx, arena, plane, job->labels[stratum], tolerance_m, &outlines,
                               &count));
    for (size_t i = 0; i < count; i++)
        ER_GOTO(status, done, add_outline(ctx, store, job, run_id, stratum, &outlines[i]));
done:
    er_arena_free(arena);
    return status;
}

er_status er_cover_write_levels(er_context *ctx, er_store *store, er_cover_job *job,
                                const er_plane *plane, int64_t run_id) {
    ER_TRY(count_persons(ctx, job));
    for (size_t i = 0; i < job->area_count; i++) {
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        for (size_t stratum = 0; stratum < job->stratum_count; stratum++)
            ER_TRY(add_levels_of(ctx, store, job, run_id, stratum, i));
    }
    for (size_t stratum = 0; stratum < job->stratum_count && !job->unknown; stratum++) {
        er_progress(ctx, "drawing outlines", stratum, job->stratum_count);
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(add_outlines(ctx, store, job, plane, run_id, stratum));
    }
    return ER_OK;
}
