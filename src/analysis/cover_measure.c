/* Served areas: every unit and venue against the union of discs of each stratum. */
#include "analysis/cover.h"

#include <math.h>
#include <stdlib.h>

/* A share this near to nothing or to the whole is taken as that: areas on the plane carry about
 * twelve digits, and a unit within one disc is served, not served but for a square metre. */
static const double share_noise = 1e-10;

static er_bytes geometry_of(const er_cover_job *job, size_t i) {
    return i < job->unit_count ? job->units[i].geometry : job->venues[i - job->unit_count].geometry;
}

static er_status name_failure(er_context *ctx, const er_cover_job *job, size_t i,
                              er_status status) {
    if (i < job->unit_count)
        return er_fail(ctx, status, "%s %s: %s", job->units[i].level, job->units[i].code,
                       er_context_error(ctx));
    const er_venue *venue = &job->venues[i - job->unit_count];
    return er_fail(ctx, status, "venue %s: %s", venue->code ? venue->code : "",
                   er_context_error(ctx));
}

/** Bring every area on the plane. A context belongs to one thread, so that each thread has one of
 *  its own; the first failure is repeated in the caller's for its line. */
er_status er_cover_project(er_context *ctx, const er_cover_job *job, const er_plane *plane,
                           const er_plane *venue_plane, er_area *areas) {
    size_t failed = job->area_count;
#pragma omp parallel num_threads(er_context_threads(ctx))
    {
        er_context *own = NULL;
        bool ready = er_context_new(&own) == ER_OK;
#pragma omp for schedule(dynamic, 8)
        for (size_t i = 0; i < job->area_count; i++) {
            const er_plane *on = i < job->unit_count ? plane : venue_plane;
            if (ready && er_area_from_wkb(own, on, geometry_of(job, i), &areas[i]) == ER_OK)
                continue;
#pragma omp critical
            if (i < failed) failed = i;
        }
        if (ready) er_context_free(own);
    }
    if (failed == job->area_count) return ER_OK;
    er_status status = er_area_from_wkb(ctx, failed < job->unit_count ? plane : venue_plane,
                                        geometry_of(job, failed), &areas[failed]);
    if (status == ER_OK) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    return name_failure(ctx, job, failed, status);
}

double er_cover_scaled(double served_m2, double plane_m2, double geodesic) {
    double share = served_m2 / plane_m2;
    if (!(share > share_noise)) return 0;
    if (share > 1 - share_noise) return geodesic;
    return share * geodesic;
}

/** `count` areas from the first on, which lie on the sites' plane. */
static er_status measure_some(er_context *ctx, er_cover_job *job, const er_sites *sites,
                              const er_area *areas, size_t first, size_t count, size_t stratum,
                              double *served_m2) {
    static const er_disc_rule rules[] = {ER_DISC_ANY, ER_DISC_ALL, ER_DISC_LAYER};
    er_disc_union *set = NULL;
    size_t kind = stratum < ER_COVER_OPERATOR ? stratum : ER_COVER_OPERATOR;
    double *served_km2 = job->served_km2 + stratum * job->area_count;
    if (count == 0) return ER_OK;
    ER_TRY(er_sites_union(ctx, sites, rules[kind], (uint32_t)(stratum - kind), &set));
    er_status status = er_disc_union_areas(ctx, set, areas + first, count, served_m2 + first);
    er_disc_union_free(set);
    for (size_t i = first; i < first + count && status == ER_OK; i++)
        served_km2[i] = er_cover_scaled(served_m2[i], areas[i].area_m2, job->area_km2[i]);
    return status;
}

static er_status measure_stratum(er_context *ctx, er_cover_job *job, const er_area *areas,
                                 size_t stratum, double *served_m2) {
    ER_TRY(measure_some(ctx, job, &job->sites, areas, 0, job->unit_count, stratum, served_m2));
    return measure_some(ctx, job, &job->venue_sites, areas, job->unit_count, job->venue_count,
                        stratum, served_m2);
}

er_status er_cover_measure(er_context *ctx, er_cover_job *job, const er_plane *plane,
                           const er_plane *venue_plane) {
    er_area *areas = NULL;
    double *served_m2 = NULL;
    er_status status;
    if (job->sites.count == 0) return ER_OK; /* nothing serves: all zero already */
    ER_GOTO(status, done, er_alloc(ctx, job->area_count, sizeof *areas, &areas));
    ER_GOTO(status, done, er_alloc(ctx, job->area_count, sizeof *served_m2, &served_m2));
    ER_GOTO(status, done, er_cover_project(ctx, job, plane, venue_plane, areas));
    for (size_t stratum = 0; stratum < job->stratum_count; stratum++) {
        er_progress(ctx, "computing coverage", stratum, job->stratum_count);
        ER_GOTO(status, done, er_check_cancel(ctx));
        ER_GOTO(status, done, measure_stratum(ctx, job, areas, stratum, served_m2));
    }
    if (!job->figures_only) ER_GOTO(status, done, er_cover_sole_discs(ctx, job, areas));
    er_progress(ctx, "computing coverage", job->stratum_count, job->stratum_count);
done:
    for (size_t i = 0; areas && i < job->area_count; i++)
        er_area_clear(&areas[i]);
    er_free(areas);
    er_free(served_m2);
    return status;
}
