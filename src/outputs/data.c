#include "outputs/data.h"

#include "evenreach/analysis.h"
#include "outputs/names.h"
#include "store/members.h"

#include <math.h>
#include <string.h>

/* ---- looking up ------------------------------------------------------------------------------ */

size_t er_data_unit_index(const er_data *data, int64_t id) {
    return er_find_id(data->unit_by_id, data->unit_count, id, data->unit_count);
}

const er_unit *er_data_unit(const er_data *data, int64_t id) {
    size_t at = er_data_unit_index(data, id);
    return at < data->unit_count ? &data->units[at] : NULL;
}

const er_unit *er_data_unit_above(const er_data *data, int64_t *id, size_t *steps) {
    const er_unit *unit = *id && (*steps)++ < data->level_count ? er_data_unit(data, *id) : NULL;
    *id = unit ? unit->parent_id : 0;
    return unit;
}

int64_t er_data_level_rank(const er_data *data, const char *level) {
    for (size_t i = 0; i < data->level_count; i++)
        if (strcmp(data->levels[i].name, level) == 0) return data->levels[i].rank;
    return INT64_MAX;
}

const er_unit_group *er_data_members(const er_data_scheme *scheme, int64_t unit_id, size_t *count) {
    return er_members_of(scheme->members, scheme->member_count, unit_id, count);
}

const char *er_data_group(const er_data_scheme *scheme, int64_t unit_id) {
    size_t count = 0;
    const er_unit_group *members = er_data_members(scheme, unit_id, &count);
    return count > 0 ? members[0].group : NULL;
}

bool er_data_is_member(const er_data_scheme *scheme, int64_t unit_id, const char *group) {
    size_t count = 0;
    const er_unit_group *members = er_data_members(scheme, unit_id, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].group, group) == 0) return true;
    return false;
}

const char *er_data_stratum(const er_data *data, size_t stratum) {
    if (stratum == ER_STRATUM_ANY) return "any";
    if (stratum == ER_STRATUM_ALL) return "all";
    return data->operators[stratum - ER_STRATUM_OPERATOR].name;
}

const er_figures *er_data_unit_figures(const er_data *data, size_t unit_index, size_t stratum) {
    return &data->unit_figures[unit_index * data->stratum_count + stratum];
}

bool er_data_is_located(const er_data *data, const er_pilot *pilot) {
    for (size_t i = 0; i < data->site_count; i++) {
        const er_pilot_site *site = &data->sites[i];
        if (strcmp(site->pilot_code, pilot->code) != 0) continue;
        if (er_data_unit(data, site->unit_id)) return true;
        if (isfinite(site->position.x) && isfinite(site->position.y)) return true;
    }
    return false;
}

er_status er_data_station(const er_data *data, er_arena *arena, int64_t id,
                          const er_station **out) {
    ER_TRY(er_store_station(data->ctx, data->store, arena, id, out));
    if (*out) return ER_OK;
    return er_fail(data->ctx, ER_ERR_STORE, "%s: a result names a station that is not there",
                   er_store_path(data->store));
}

bool er_data_synthetic(const er_data *data, unsigned kinds) {
    return (data->synthetic & kinds) != 0;
}

bool er_data_source_synthetic(const er_data *data, int64_t source_id) {
    for (size_t i = 0; i < data->source_count; i++)
        if (data->sources[i].id == source_id) return data->sources[i].synthetic;
    return false;
}

unsigned er_kind_bit(const char *kind) {
    static const struct {
        const char *kind;
        unsigned bit;
    } bits[] = {{"units", ER_ON_UNITS},
                {"population", ER_ON_POPULATION},
                {"stations", ER_ON_STATIONS},
                {"venues", ER_ON_VENUES},
                {"pilots", ER_ON_PILOTS},
                {"pilot_sites", ER_ON_PILOTS},
                {"sectors", ER_ON_STATIONS},
                {"measurements", ER_ON_MEASUREMENTS},
                {"routes", ER_ON_ROUTES},
                {"candidates", ER_ON_CANDIDATES},
                {"drop_points", ER_ON_DROP_POINTS},
                {"targets", ER_ON_TARGETS},
                {"service_needs", ER_ON_NEEDS}};
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
        if (strcmp(bits[i].kind, kind) == 0) return bits[i].bit;
    return 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

static er_status read_units(er_data *d) {
    ER_TRY(er_store_levels(d->ctx, d->store, d->arena, &d->levels, &d->level_count));
    ER_TRY(er_store_units(d->ctx, d->store, d->arena, NULL, false, &d->units, &d->unit_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *d->unit_by_id, &d->unit_by_id));
    for (size_t i = 0; i < d->unit_count; i++)
        d->unit_by_id[i] = (er_id_place){d->units[i].id, i};
    er_sort_ids(d->unit_by_id, d->unit_count);
    return ER_OK;
}

static er_status read_schemes(er_data *d) {
    er_scheme *rows = NULL;
    ER_TRY(er_store_schemes(d->ctx, d->store, d->arena, &rows, &d->scheme_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->scheme_count * sizeof *d->schemes, &d->schemes));
    for (size_t i = 0; i < d->scheme_count; i++) {
        er_data_scheme *s = &d->schemes[i];
        s->scheme = rows[i];
        s->level_rank = er_data_level_rank(d, rows[i].level);
        ER_TRY(er_column_name(d->ctx, d->arena, rows[i].name, "scheme", i + 1, &s->column));
        ER_TRY(
            er_store_groups(d->ctx, d->store, d->arena, rows[i].name, &s->groups, &s->group_count));
        ER_TRY(er_store_unit_groups(d->ctx, d->store, d->arena, rows[i].name, &s->members,
                                    &s->member_count));
        if (d->study->radius_scheme && strcmp(rows[i].name, d->study->radius_scheme) == 0 &&
            !rows[i].overlapping)
            d->classes = s;
    }
    for (size_t i = 0; !d->classes && i < d->scheme_count; i++)
        if (!d->schemes[i].scheme.overlapping) d->classes = &d->schemes[i];
    return ER_OK;
}

static er_status read_records(er_data *d) {
    ER_TRY(er_store_sources(d->ctx, d->store, d->arena, &d->sources, &d->source_count));
    for (size_t i = 0; i < d->source_count; i++)
        if (d->sources[i].synthetic) d->synthetic |= er_kind_bit(d->sources[i].kind);
    ER_TRY(er_store_assumptions(d->ctx, d->store, d->arena, &d->assumptions, &d->assumption_count));
    ER_TRY(er_store_runs(d->ctx, d->store, d->arena, &d->runs, &d->run_count));
    for (size_t i = 0; i < d->run_count; i++) { /* by id: the last one of a step is the newest */
        if (strcmp(d->runs[i].step, "cover") == 0) d->cover = &d->runs[i];
        if (strcmp(d->runs[i].step, "balance") == 0) d->balance = &d->runs[i];
        if (strcmp(d->runs[i].step, "trend") == 0) d->trend = &d->runs[i];
        if (strcmp(d->runs[i].step, "measure") == 0) d->measure = &d->runs[i];
        if (strcmp(d->runs[i].step, "venues") == 0) d->venues_run = &d->runs[i];
        if (strcmp(d->runs[i].step, "routes") == 0) d->routes_run = &d->runs[i];
        if (strcmp(d->runs[i].step, "resilience") == 0) d->resilience = &d->runs[i];
        if (strcmp(d->runs[i].step, "targets") == 0) d->targets_run = &d->runs[i];
        if (strcmp(d->runs[i].step, "compare") == 0) d->compare = &d->runs[i];
        if (strcmp(d->runs[i].step, "choose") == 0) d->choose = &d->runs[i];
    }
    const er_run **steps[] = {&d->measure, &d->venues_run, &d->routes_run, &d->resilience,
                              &d->targets_run};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (*steps[i] && (!d->cover || (*steps[i])->id < d->cover->id))
            *steps[i] = NULL; /* it looks at an earlier coverage run */
    if (d->choose && d->cover && d->choose->id < d->cover->id)
        d->choose = NULL; /* the same, but pilots can be chosen without one */
    ER_TRY(er_data_read_siting(d));
    return er_data_read_balance(d);
}

/** Each site counts in its unit and in those above it; sites come by pilot code, so that a pilot is
 *  counted at its first site in a unit. */
static er_status count_pilots(er_data *d) {
    const char **last = NULL; /* pilot last counted, per unit */
    ER_TRY(er_alloc(d->ctx, d->unit_count, sizeof *last, &last));
    for (size_t i = 0; i < d->site_count; i++) {
        const er_pilot_site *site = &d->sites[i];
        int64_t id = er_data_site_counts(d, i) ? site->unit_id : 0;
        size_t steps = 0;
        for (const er_unit *unit; (unit = er_data_unit_above(d, &id, &steps));) {
            size_t at = (size_t)(unit - d->units);
            d->counts[at].sites++;
            if (!last[at] || strcmp(last[at], site->pilot_code) != 0) d->counts[at].pilots++;
            last[at] = site->pilot_code;
        }
    }
    er_free(last);
    return ER_OK;
}

static er_status read_all(er_data *d) {
    er_progress(d->ctx, "reading the workspace", 0, 0);
    ER_TRY(read_units(d));
    ER_TRY(read_schemes(d));
    ER_TRY(read_records(d));
    ER_TRY(er_store_venues(d->ctx, d->store, d->arena, false, &d->venues, &d->venue_count));
    ER_TRY(
        er_arena_alloc(d->ctx, d->arena, d->venue_count * sizeof *d->venue_by_id, &d->venue_by_id));
    for (size_t i = 0; i < d->venue_count; i++)
        d->venue_by_id[i] = (er_id_place){d->venues[i].id, i};
    er_sort_ids(d->venue_by_id, d->venue_count);
    ER_TRY(er_store_pilots(d->ctx, d->store, d->arena, &d->pilots, &d->pilot_count));
    ER_TRY(er_store_pilot_sites(d->ctx, d->store, d->arena, &d->sites, &d->site_count));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->unit_count * sizeof *d->counts, &d->counts));
    ER_TRY(er_data_read_figures(d));
    ER_TRY(er_store_count(d->ctx, d->store, "sector", 0, NULL, &d->sector_count));
    ER_TRY(er_data_read_levels(d));
    return count_pilots(d);
}

/** The study with the day of the coverage run. */
static er_status take_study(er_data *d, const er_study *study) {
    er_study *own = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, sizeof *own, &own));
    *own = *study;
    d->study = own;
    return er_study_adopt_time(d->ctx, d->store, d->arena, own);
}

er_status er_results_read(er_context *ctx, er_store *store, const er_study *study,
                          er_results **out) {
    er_arena *arena = NULL;
    er_data *d = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_arena_alloc(ctx, arena, sizeof *d, &d);
    if (status == ER_OK) {
        *d = (er_data){.ctx = ctx, .store = store, .arena = arena};
        status = take_study(d, study);
        if (status == ER_OK) status = read_all(d);
    }
    if (status == ER_OK)
        *out = d;
    else
        er_arena_free(arena);
    return status;
}

void er_results_free(er_results *results) {
    if (results) er_arena_free(results->arena);
}
