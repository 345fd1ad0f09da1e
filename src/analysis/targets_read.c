/* What figures of targets are made of. */
#include "analysis/targets.h"

#include "analysis/day.h"
#include "store/by_id.h"

#include <math.h>
#include <string.h>

static er_status mark_units(er_target_job *job) {
    const er_balance_data *d = &job->data;
    size_t with_persons = ER_NOWHERE;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, d->unit_count * sizeof *job->has_households_below,
                          &job->has_households_below));
    for (size_t u = 0; u < d->unit_count; u++) {
        size_t parent = d->unit_parent[u];
        if (!isnan(d->units[u].persons) &&
            (with_persons == ER_NOWHERE || d->unit_level[u] > with_persons))
            with_persons = d->unit_level[u];
        if (parent != ER_NOWHERE && !isnan(d->units[u].households))
            job->has_households_below[parent] = true;
    }
    job->finest = with_persons != ER_NOWHERE ? with_persons : d->level_count - 1;
    return ER_OK;
}

/** Ids of the stations with an antenna of their own, sorted. */
static er_status equipped(const er_target_job *job, er_id_place **out, size_t *count) {
    er_sector *sectors = NULL;
    ER_TRY(er_store_sectors(job->ctx, job->store, job->arena, &sectors, count));
    ER_TRY(er_arena_alloc(job->ctx, job->arena, (*count + 1) * sizeof **out, out));
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (er_id_place){sectors[i].station_id, i};
    er_sort_ids(*out, *count);
    return ER_OK;
}

static er_status mark_stations(er_target_job *job) {
    const er_balance_data *d = &job->data;
    er_id_place *antennas = NULL;
    size_t count = 0;
    bool discs = !job->model || strcmp(job->model, "disc") == 0;
    if (!discs) ER_TRY(equipped(job, &antennas, &count));
    ER_TRY(
        er_arena_alloc(job->ctx, job->arena, d->station_count * sizeof *job->counts, &job->counts));
    ER_TRY(er_arena_alloc(job->ctx, job->arena, d->station_count * sizeof *job->is_assumed,
                          &job->is_assumed));
    for (size_t i = 0; i < d->station_count; i++) {
        const er_station *station = &d->stations[i];
        bool is_default = false;
        job->counts[i] = er_station_counts(job->study, station);
        if (discs)
            er_station_radius(job->study, station, NULL, &is_default);
        else
            is_default = er_find_id(antennas, count, station->id, count) == count;
        job->is_assumed[i] = station->synthetic || is_default;
    }
    return ER_OK;
}

static er_status mark_operators(er_target_job *job) {
    const er_balance_data *d = &job->data;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, (d->operator_count + 1) * sizeof *job->is_covered,
                          &job->is_covered));
    for (size_t i = 0; i < d->operator_count; i++)
        for (size_t u = 0; u < d->unit_count && !job->is_covered[i]; u++)
            job->is_covered[i] = d->cover[u * d->stratum_count + ER_COVER_OPERATORS + i] != NULL;
    return ER_OK;
}

static er_status read_drops(er_target_job *job) {
    er_drop_point *rows = NULL;
    ER_TRY(er_store_drop_points(job->ctx, job->store, job->arena, &rows, &job->drops_loaded));
    job->drops = rows;
    for (size_t i = 0; i < job->drops_loaded; i++)
        if (er_counts_on(job->day, rows[i].date_on, NULL)) rows[job->drop_count++] = rows[i];
    return er_arena_alloc(job->ctx, job->arena, sizeof *job->near, &job->near);
}

/** Without a day, figures are of the vintage that the sources of a kind state: the latest, if all
 *  of them state one. */
static er_status vintage_of(const er_target_job *job, const char *kind, const char **out) {
    char latest[11] = "", day[11];
    *out = NULL;
    for (size_t i = 0; i < job->source_count; i++) {
        if (strcmp(job->sources[i].kind, kind) != 0) continue;
        if (!job->sources[i].vintage || !er_last_day(job->sources[i].vintage, day)) return ER_OK;
        if (strcmp(day, latest) > 0) memcpy(latest, day, sizeof latest);
    }
    if (!latest[0]) return ER_OK;
    return er_arena_text(job->ctx, job->arena, latest, strlen(latest), out);
}

static er_status read_days(er_target_job *job) {
    for (int basis = 0; basis <= ER_BASIS_PILOTS; basis++)
        job->day_of[basis] = job->day;
    if (job->day) return ER_OK;
    ER_TRY(vintage_of(job, "stations", &job->day_of[ER_BASIS_STATIONS]));
    job->day_of[ER_BASIS_COVERAGE] = job->day_of[ER_BASIS_STATIONS];
    return vintage_of(job, "drop_points", &job->day_of[ER_BASIS_DROPS]);
}

er_status er_target_read(er_target_job *job, const er_study *study) {
    er_run run;
    ER_TRY(er_store_last_run(job->ctx, job->store, job->arena, "cover", &run));
    job->model = run.model;
    ER_TRY(er_study_on_day(job->ctx, job->store, job->arena, study, &job->study));
    job->day = job->study->time.as_of;
    ER_TRY(er_balance_read(job->ctx, job->store, job->arena, job->study, &job->data));
    ER_TRY(er_store_sources(job->ctx, job->store, job->arena, &job->sources, &job->source_count));
    ER_TRY(er_store_pilots(job->ctx, job->store, job->arena, &job->pilots, &job->pilot_count));
    ER_TRY(mark_units(job));
    ER_TRY(mark_stations(job));
    ER_TRY(mark_operators(job));
    ER_TRY(read_days(job));
    return read_drops(job);
}
