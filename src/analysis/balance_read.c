/* The workspace as arrays: ids become places, stations and sites find their units. */
#include "analysis/balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_places(const void *left, const void *right) {
    const er_unit_place *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

size_t er_balance_unit(const er_balance_data *data, int64_t id) {
    const er_unit_place key = {.id = id};
    const er_unit_place *found =
        data->unit_count == 0
            ? NULL
            : bsearch(&key, data->places, data->unit_count, sizeof key, compare_places);
    return found ? found->unit : ER_NOWHERE;
}

size_t er_balance_level(const er_balance_data *data, const char *name) {
    for (size_t l = 0; l < data->level_count; l++)
        if (strcmp(data->levels[l].name, name) == 0) return l;
    return ER_NOWHERE;
}

size_t er_balance_ancestor(const er_balance_data *data, size_t unit, size_t level) {
    /* a parent is of a larger level, so this ends even if a file says otherwise */
    while (unit != ER_NOWHERE && data->unit_level[unit] > level) {
        size_t parent = data->unit_parent[unit];
        if (parent != ER_NOWHERE && data->unit_level[parent] >= data->unit_level[unit])
            return ER_NOWHERE;
        unit = parent;
    }
    return unit != ER_NOWHERE && data->unit_level[unit] == level ? unit : ER_NOWHERE;
}

static er_status read_units(er_balance_data *d) {
    ER_TRY(er_store_levels(d->ctx, d->store, d->arena, &d->levels, &d->level_count));
    ER_TRY(er_store_units(d->ctx, d->store, d->arena, NULL, false, &d->units, &d->unit_count));
    if (d->unit_count == 0)
        return er_fail(d->ctx, ER_ERR_INPUT, "%s: the workspace has no units; load them first",
                       er_store_path(d->store));
    size_t n = d->unit_count;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *d->places, &d->places));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *d->unit_parent, &d->unit_parent));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *d->unit_level, &d->unit_level));
    for (size_t i = 0; i < n; i++) {
        d->places[i] = (er_unit_place){d->units[i].id, i};
        d->unit_level[i] = er_balance_level(d, d->units[i].level);
    }
    qsort(d->places, n, sizeof *d->places, compare_places);
    for (size_t i = 0; i < n; i++)
        d->unit_parent[i] =
            d->units[i].parent_id ? er_balance_unit(d, d->units[i].parent_id) : ER_NOWHERE;
    return ER_OK;
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** Names of the operators that stations or coverage name, each once. */
static er_status list_operators(er_balance_data *d, const er_cover_row *rows, size_t row_count) {
    const char **names = NULL;
    size_t count = 0;
    ER_TRY(
        er_arena_alloc(d->ctx, d->arena, (d->station_count + row_count) * sizeof *names, &names));
    for (size_t i = 0; i < d->station_count; i++)
        if (d->stations[i].operator_)
            names[count++] = d->stations[i].operator_;
        else
            d->unstated_operator = true;
    for (size_t i = 0; i < row_count; i++)
        if (rows[i].operator_) names[count++] = rows[i].operator_;
    if (count > 0) qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0) names[d->operator_count++] = names[i];
    d->operators = names;
    d->stratum_count = ER_COVER_OPERATORS + d->operator_count;
    return ER_OK;
}

/** Place of an operator's name; operator_count for null. */
static size_t operator_place(const er_balance_data *d, const char *name) {
    if (!name || d->operator_count == 0) return d->operator_count;
    const char **found =
        bsearch(&name, d->operators, d->operator_count, sizeof name, compare_texts);
    return found ? (size_t)(found - d->operators) : d->operator_count;
}

static er_status read_cover(er_balance_data *d, er_cover_row **rows, size_t *count) {
    er_run run;
    ER_TRY(er_store_last_run(d->ctx, d->store, d->arena, "cover", &run));
    d->cover_run = run.id;
    return er_store_cover(d->ctx, d->store, d->arena, run.id, "unit", rows, count);
}

static er_status place_cover(er_balance_data *d, const er_cover_row *rows, size_t count) {
    ER_TRY(er_arena_alloc(d->ctx, d->arena,
                          d->unit_count * d->stratum_count * sizeof(const er_cover_row *),
                          &d->cover));
    for (size_t i = 0; i < count; i++) {
        size_t unit = er_balance_unit(d, rows[i].area_id);
        size_t stratum = ER_COVER_ANY;
        if (strcmp(rows[i].stratum, "all") == 0)
            stratum = ER_COVER_ALL;
        else if (rows[i].operator_)
            stratum = ER_COVER_OPERATORS + operator_place(d, rows[i].operator_);
        if (unit != ER_NOWHERE) d->cover[unit * d->stratum_count + stratum] = &rows[i];
    }
    return ER_OK;
}

static er_status locate_stations(er_balance_data *d) {
    size_t n = d->station_count;
    er_point *points = NULL;
    int64_t *ids = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *points, &points));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *ids, &ids));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, n * sizeof *d->station_unit, &d->station_unit));
    for (size_t i = 0; i < n; i++)
        points[i] = d->stations[i].position;
    ER_TRY(er_finest_units(d->ctx, d->store, points, n, ids));
    for (size_t i = 0; i < n; i++)
        d->station_unit[i] = ids[i] ? er_balance_unit(d, ids[i]) : ER_NOWHERE;
    return ER_OK;
}

static er_status read_stations(er_balance_data *d) {
    er_cover_row *rows = NULL;
    size_t row_count = 0;
    ER_TRY(er_store_stations(d->ctx, d->store, d->arena, &d->stations, &d->station_count));
    ER_TRY(er_day_stations(d->ctx, d->day, d->stations, &d->station_count, &d->station_days));
    ER_TRY(read_cover(d, &rows, &row_count));
    ER_TRY(list_operators(d, rows, row_count));
    ER_TRY(place_cover(d, rows, row_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->station_count * sizeof *d->station_operator,
                          &d->station_operator));
    for (size_t i = 0; i < d->station_count; i++)
        d->station_operator[i] = operator_place(d, d->stations[i].operator_);
    return locate_stations(d);
}

static int compare_pilot(const void *code, const void *pilot) {
    return strcmp(code, ((const er_pilot *)pilot)->code);
}

static er_status read_pilots(er_balance_data *d) {
    ER_TRY(er_store_pilots(d->ctx, d->store, d->arena, &d->pilots, &d->pilot_count));
    ER_TRY(er_store_pilot_sites(d->ctx, d->store, d->arena, &d->sites, &d->site_count));
    ER_TRY(er_day_pilots(d->ctx, d->day, d->pilots, &d->pilot_count, d->sites, &d->site_count,
                         &d->pilot_days));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->site_count * sizeof *d->site_unit, &d->site_unit));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->site_count * sizeof *d->site_pilot, &d->site_pilot));
    ER_TRY(
        er_arena_alloc(d->ctx, d->arena, d->pilot_count * sizeof *d->pilot_sites, &d->pilot_sites));
    for (size_t i = 0; i < d->site_count; i++) {
        const er_pilot_site *site = &d->sites[i];
        const er_pilot *pilot = d->pilot_count == 0 || !site->pilot_code
                                    ? NULL
                                    : bsearch(site->pilot_code, d->pilots, d->pilot_count,
                                              sizeof *d->pilots, compare_pilot);
        d->site_unit[i] = site->unit_id ? er_balance_unit(d, site->unit_id) : ER_NOWHERE;
        d->site_pilot[i] = pilot ? (size_t)(pilot - d->pilots) : ER_NOWHERE;
        if (pilot) d->pilot_sites[pilot - d->pilots]++;
    }
    return ER_OK;
}

/** What rests on synthetic rows, and what pilots state. */
static er_status read_records(er_balance_data *d) {
    er_source *sources = NULL;
    size_t count = 0;
    ER_TRY(er_store_sources(d->ctx, d->store, d->arena, &sources, &count));
    for (size_t i = 0; i < count; i++) {
        const char *kind = sources[i].kind;
        if (!sources[i].synthetic) continue;
        if (er_equal_texts(kind, "units") || er_equal_texts(kind, "population"))
            d->synthetic_persons = true;
        if (er_equal_texts(kind, "pilots") || er_equal_texts(kind, "pilot_sites"))
            d->synthetic_pilots = true;
    }
    for (size_t i = 0; i < d->station_count; i++)
        d->synthetic_stations += d->stations[i].synthetic;
    for (size_t i = 0; i < d->pilot_count; i++)
        for (size_t b = 0; b < ER_BROUGHT_COUNT; b++)
            d->stated[b] += !isnan(er_balance_brings(&d->pilots[i], (er_brought)b));
    return ER_OK;
}

er_status er_balance_read(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                          er_balance_data *out) {
    *out = (er_balance_data){.ctx = ctx, .store = store, .arena = arena, .study = study};
    /* a study that was not read from a file may leave them out */
    bool stated = study && study->measures.level > 0;
    out->measures = stated ? study->measures : er_study_default_measures();
    out->seed = study ? study->seed : 0;
    ER_TRY(er_study_on_day(ctx, store, arena, study, &out->day));
    ER_TRY(read_units(out));
    ER_TRY(read_stations(out));
    ER_TRY(read_pilots(out));
    ER_TRY(read_records(out));
    ER_TRY(er_balance_list_quantities(out));
    return er_arena_alloc(ctx, arena, out->level_count * sizeof(er_balance_spread *),
                          &out->spreads);
}
