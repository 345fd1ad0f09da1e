#include "analysis/cover_grid_sole.h"
#include "analysis/field.h"

#include <stdlib.h>

static const uint32_t none = UINT32_MAX;

/* ---- what all threads share ------------------------------------------------------------------ */

er_status er_sole_survey_new(er_context *ctx, const er_field *field, er_sole_survey *survey) {
    const er_sites *sites = &field->sites;
    size_t *station = NULL;
    *survey = (er_sole_survey){.site_count = sites->count};
    if (sites->count >= none) return er_fail(ctx, ER_ERR_MEMORY, "there are too many stations");
    ER_TRY(er_alloc(ctx, field->count + 1, sizeof *survey->site_of, &survey->site_of));
    ER_TRY(er_alloc(ctx, field->count + 1, sizeof *station, &station));
    er_status status = er_field_station_of(ctx, field, sites, station);
    for (size_t i = 0; i < field->count && status == ER_OK; i++)
        survey->site_of[i] = (uint32_t)sites->site[station[i]];
    er_free(station);
    return status;
}

void er_sole_survey_clear(er_sole_survey *survey) {
    er_free(survey->site_of);
    er_free(survey->items);
    *survey = (er_sole_survey){0};
}

/* ---- a tile ---------------------------------------------------------------------------------- */

er_status er_sole_bench_new(er_context *ctx, const er_sole_survey *survey, size_t cells,
                            er_sole_bench *bench) {
    ER_TRY(er_alloc(ctx, cells, sizeof *bench->site, &bench->site));
    ER_TRY(er_alloc(ctx, survey->site_count + 1, sizeof *bench->parts, &bench->parts));
    return er_alloc(ctx, survey->site_count + 1, sizeof *bench->touched, &bench->touched);
}

void er_sole_bench_clear(er_sole_bench *bench) {
    er_free(bench->site);
    er_free(bench->parts);
    er_free(bench->touched);
    *bench = (er_sole_bench){0};
}

/** The one site that a cell hangs on. Where something is unknown beside what serves, it may serve
 *  too, but it does not count as served. */
static uint32_t site_of_cell(const er_sole_survey *survey, const er_signal *signals,
                             const er_spare *spares, size_t stride, uint32_t operators) {
    uint32_t found = none;
    for (uint32_t o = 0; o < operators; o++) {
        const er_signal *signal = &signals[o * stride];
        if (signal->unknown || signal->level == 0) continue;
        if (spares[o * stride].level > 0) return none;
        uint32_t site = survey->site_of[signal->sector];
        if (found != none && found != site) return none;
        found = site;
    }
    return found;
}

void er_sole_cells(const er_sole_survey *survey, er_sole_bench *bench, size_t first, size_t count,
                   const er_signal *signals, const er_spare *spares, uint32_t operators) {
    for (size_t i = 0; i < count; i++) {
        uint32_t site = site_of_cell(survey, signals + i, spares + i, count, operators);
        bench->site[first + i] = site;
        bench->found = bench->found || site != none;
    }
}

void er_sole_add_run(er_sole_bench *bench, size_t first, int64_t count, int64_t each) {
    const uint32_t *sites = bench->site + first;
    for (int64_t i = 0; i < count; i++) {
        if (sites[i] == none) continue;
        if (bench->parts[sites[i]] == 0) bench->touched[bench->touched_count++] = sites[i];
        bench->parts[sites[i]] += each;
    }
}

er_status er_sole_hand_over(er_context *own, er_sole_survey *survey, er_sole_bench *bench,
                            size_t area) {
    er_status status = ER_OK;
    if (bench->touched_count == 0) return ER_OK;
#pragma omp critical(er_sole_hand_over)
    {
        status = er_reserve(own, &survey->items, &survey->capacity,
                            survey->count + bench->touched_count, sizeof *survey->items);
        for (size_t i = 0; i < bench->touched_count && status == ER_OK; i++) {
            uint32_t site = bench->touched[i];
            survey->items[survey->count++] = (er_sole_part){area, site, bench->parts[site]};
        }
    }
    for (size_t i = 0; i < bench->touched_count; i++)
        bench->parts[bench->touched[i]] = 0;
    bench->touched_count = 0;
    return status;
}

/* ---- figures --------------------------------------------------------------------------------- */

static int by_area_and_site(const void *left, const void *right) {
    const er_sole_part *a = left, *b = right;
    if (a->area != b->area) return a->area < b->area ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

er_status er_sole_take(er_context *ctx, er_sole_survey *survey, er_cover_job *job,
                       const int64_t *whole) {
    er_sole_part *items = survey->items;
    if (survey->count > 1) qsort(items, survey->count, sizeof *items, by_area_and_site);
    for (size_t i = 0, next; i < survey->count; i = next) {
        int64_t parts = 0;
        size_t area = items[i].area;
        for (next = i; next < survey->count && by_area_and_site(&items[i], &items[next]) == 0;)
            parts += items[next++].parts;
        double km2 = parts == whole[area]
                         ? job->area_km2[area]
                         : (double)parts * (job->area_km2[area] / (double)whole[area]);
        ER_TRY(er_cover_add_sole(ctx, job, area, items[i].site, km2));
    }
    return ER_OK;
}
