/* What hangs on single sites: by discs, and as rows. */
#include "analysis/cover.h"

#include <math.h>

er_status er_cover_add_sole(er_context *ctx, er_cover_job *job, size_t area, size_t site,
                            double km2) {
    double served_km2 = job->served_km2[ER_COVER_ANY * job->area_count + area];
    if (!(fmin(km2, served_km2) > 0)) return ER_OK;
    ER_TRY(
        er_reserve(ctx, &job->soles, &job->sole_capacity, job->sole_count + 1, sizeof *job->soles));
    job->soles[job->sole_count++] = (er_cover_sole){area, site, fmin(km2, served_km2)};
    return ER_OK;
}

/** The areas from `first` to `end` that are asked of; the outlines stay the caller's. */
static er_status pick_areas(er_context *ctx, const er_cover_job *job, const er_area *areas,
                            size_t first, size_t end, er_area **picked, size_t **index,
                            size_t *count) {
    ER_TRY(er_alloc(ctx, end - first + 1, sizeof **picked, picked));
    ER_TRY(er_alloc(ctx, end - first + 1, sizeof **index, index));
    for (size_t i = first; i < end; i++) {
        if (!job->has_soles[i]) continue;
        (*picked)[*count] = areas[i];
        (*index)[(*count)++] = i;
    }
    return ER_OK;
}

/** Areas that lie on the sites' plane. */
static er_status sole_some(er_context *ctx, er_cover_job *job, const er_sites *sites,
                           const er_area *areas, size_t first, size_t end) {
    er_area *picked = NULL;
    size_t *index = NULL, count = 0, row_count = 0;
    er_disc_sole *rows = NULL;
    er_status status;
    ER_GOTO(status, done, pick_areas(ctx, job, areas, first, end, &picked, &index, &count));
    ER_GOTO(status, done,
            er_disc_sole_areas(ctx, sites->discs, sites->count, picked, count, &rows, &row_count));
    for (size_t i = 0; i < row_count && status == ER_OK; i++) {
        size_t area = index[rows[i].area];
        double km2 = er_cover_scaled(rows[i].m2, areas[area].area_m2, job->area_km2[area]);
        status = er_cover_add_sole(ctx, job, area, sites->site[rows[i].disc], km2);
    }
done:
    er_free(picked);
    er_free(index);
    er_free(rows);
    return status;
}

er_status er_cover_sole_discs(er_context *ctx, er_cover_job *job, const er_area *areas) {
    ER_TRY(sole_some(ctx, job, &job->sites, areas, 0, job->unit_count));
    if (job->venue_count == 0) return ER_OK;
    return sole_some(ctx, job, &job->venue_sites, areas, job->unit_count, job->area_count);
}

er_status er_cover_write_soles(er_context *ctx, er_store *store, const er_cover_job *job,
                               int64_t run_id) {
    for (size_t i = 0; i < job->sole_count; i++) {
        const er_cover_sole *sole = &job->soles[i];
        bool unit = sole->area < job->unit_count;
        er_sole_row row = {.run_id = run_id,
                           .kind = unit ? "unit" : "venue",
                           .station_id = job->sites.stations[sole->site]->id,
                           .area_km2 = sole->km2,
                           .persons = NAN};
        row.area_id =
            unit ? job->units[sole->area].id : job->venues[sole->area - job->unit_count].id;
        if (unit && job->is_base[sole->area])
            row.persons = job->persons[sole->area] * (sole->km2 / job->area_km2[sole->area]);
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_store_add_sole(ctx, store, &row));
    }
    return ER_OK;
}
