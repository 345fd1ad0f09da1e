#include "outputs/data.h"

#include "outputs/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b) {
    return strcmp(((const er_operator *)a)->name, ((const er_operator *)b)->name);
}

/** Every operator of a station or of the coverage run, once, by name. */
static er_status list_operators(er_data *d, const er_cover_row *cover, size_t cover_count) {
    er_operator *all = NULL;
    size_t named = 0, kept = 0;
    ER_TRY(er_alloc(d->ctx, d->station_count + cover_count, sizeof *all, &all));
    for (size_t i = 0; i < d->station_count; i++)
        if (d->stations[i].operator_)
            all[named++] = (er_operator){.name = d->stations[i].operator_, .stations = 1};
    for (size_t i = 0; i < cover_count; i++)
        if (cover[i].operator_) all[named++] = (er_operator){.name = cover[i].operator_};
    qsort(all, named, sizeof *all, compare_names);
    for (size_t i = 0; i < named; i++) {
        if (kept > 0 && strcmp(all[kept - 1].name, all[i].name) == 0)
            all[kept - 1].stations += all[i].stations;
        else
            all[kept++] = all[i];
    }
    er_status status = er_arena_alloc(d->ctx, d->arena, kept * sizeof *all, &d->operators);
    if (status == ER_OK && kept > 0) memcpy(d->operators, all, kept * sizeof *all);
    er_free(all);
    d->operator_count = kept;
    d->stratum_count = ER_STRATUM_OPERATOR + kept;
    return status;
}

/** Each operator gets a column name of its own. */
static er_status name_operators(er_data *d) {
    for (size_t i = 0; i < d->operator_count; i++) {
        er_operator *o = &d->operators[i];
        ER_TRY(er_column_name(d->ctx, d->arena, o->name, "operator", i + 1, &o->column));
        bool taken = strcmp(o->column, "any") == 0 || strcmp(o->column, "all") == 0;
        for (size_t j = 0; j < i; j++)
            taken = taken || strcmp(d->operators[j].column, o->column) == 0;
        if (taken)
            ER_TRY(er_arena_format(d->ctx, d->arena, &o->column, "%s_%zu", o->column, i + 1));
    }
    return ER_OK;
}

/** Place of a row's stratum; stratum_count if it is none of ours. */
static size_t stratum_of(const er_data *d, const er_cover_row *row) {
    if (strcmp(row->stratum, "any") == 0) return ER_STRATUM_ANY;
    if (strcmp(row->stratum, "all") == 0) return ER_STRATUM_ALL;
    if (strcmp(row->stratum, "operator") != 0 || !row->operator_) return d->stratum_count;
    er_operator key = {.name = row->operator_};
    const er_operator *found =
        bsearch(&key, d->operators, d->operator_count, sizeof key, compare_names);
    return found ? ER_STRATUM_OPERATOR + (size_t)(found - d->operators) : d->stratum_count;
}

static er_figures figures_of(const er_cover_row *row) {
    return (er_figures){row->area_km2, row->served_km2,     row->unknown_km2,
                        row->persons,  row->persons_served, row->persons_unknown};
}

static er_status new_figures(er_data *d, size_t places, er_figures **out) {
    size_t count = places * d->stratum_count;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof **out, out));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = (er_figures){NAN, NAN, NAN, NAN, NAN, NAN};
    return ER_OK;
}

static size_t venue_index(const er_data *d, int64_t id) {
    for (size_t i = 0; i < d->venue_count; i++)
        if (d->venues[i].id == id) return i;
    return d->venue_count;
}

er_status er_data_read_figures(er_data *d) {
    er_cover_row *units = NULL, *venues = NULL;
    size_t unit_rows = 0, venue_rows = 0;
    if (d->cover) {
        ER_TRY(
            er_store_cover(d->ctx, d->store, d->arena, d->cover->id, "unit", &units, &unit_rows));
        ER_TRY(er_store_cover(d->ctx, d->store, d->arena, d->cover->id, "venue", &venues,
                              &venue_rows));
    }
    ER_TRY(list_operators(d, units, unit_rows));
    ER_TRY(name_operators(d));
    ER_TRY(new_figures(d, d->unit_count, &d->unit_figures));
    ER_TRY(new_figures(d, d->venue_count, &d->venue_figures));
    for (size_t i = 0; i < unit_rows; i++) {
        size_t at = er_data_unit_index(d, units[i].area_id), s = stratum_of(d, &units[i]);
        if (at < d->unit_count && s < d->stratum_count)
            d->unit_figures[at * d->stratum_count + s] = figures_of(&units[i]);
    }
    for (size_t i = 0; i < venue_rows; i++) {
        size_t at = venue_index(d, venues[i].area_id), s = stratum_of(d, &venues[i]);
        if (at < d->venue_count && s < d->stratum_count)
            d->venue_figures[at * d->stratum_count + s] = figures_of(&venues[i]);
    }
    return ER_OK;
}

/* ---- sums over groups ------------------------------------------------------------------------ */

double er_ratio(double numerator, double denominator) {
    return denominator > 0 ? numerator / denominator : NAN;
}

double er_served_share(const er_figures *f) {
    return f->persons > 0 ? er_ratio(f->persons_served, f->persons)
                          : er_ratio(f->served_km2, f->area_km2);
}

size_t er_best_operator(const er_data *data, const er_figures *by_stratum) {
    size_t best = data->operator_count;
    double most = 0;
    for (size_t i = 0; i < data->operator_count; i++) {
        const er_figures *f = &by_stratum[ER_STRATUM_OPERATOR + i];
        double served = f->persons > 0 ? f->persons_served : f->served_km2;
        if (served > most) {
            most = served;
            best = i;
        }
    }
    return best;
}

/** A sum that keeps apart "nothing known" and 0. */
struct known_sum {
    er_sum sum;
    bool known;
};

static void add_known(struct known_sum *sum, double value) {
    if (isnan(value)) return;
    sum->known = true;
    er_sum_add(&sum->sum, value);
}

static double known_value(const struct known_sum *sum) {
    return sum->known ? er_sum_value(&sum->sum) : NAN;
}

static bool is_in_part(const er_data_scheme *scheme, er_part part, const char *group,
                       int64_t unit_id) {
    size_t count = 0;
    switch (part) {
    case ER_PART_ALL:
        return true;
    case ER_PART_GROUP:
        return er_data_is_member(scheme, unit_id, group);
    case ER_PART_NONE:
        er_data_members(scheme, unit_id, &count);
        return count == 0;
    }
    return false;
}

/** A pilot is in a group with at least one site there, and in none if all its sites (there may be
 *  no site) stand in no group. A unit finer than the scheme's level inherits its groups; a coarser
 *  one has none. */
static void tally_pilots(const er_data *d, const er_data_scheme *scheme, er_part part,
                         const char *group, er_counts *counts) {
    size_t site = 0;
    for (size_t p = 0; p < d->pilot_count; p++) {
        size_t here = 0, all = 0;
        /* both lists are by pilot code */
        while (site < d->site_count && strcmp(d->sites[site].pilot_code, d->pilots[p].code) < 0)
            site++;
        for (; site < d->site_count && strcmp(d->sites[site].pilot_code, d->pilots[p].code) == 0;
             site++, all++)
            here += is_in_part(scheme, part, group, d->sites[site].unit_id);
        counts->sites += (int64_t)here;
        counts->pilots += part == ER_PART_GROUP ? here > 0 : here == all;
    }
}

/** Stations that stand in no unit of the level. */
static int64_t outside_stations(const er_data *d, const char *level) {
    int64_t outside = (int64_t)d->station_count;
    for (size_t i = 0; i < d->unit_count; i++)
        if (strcmp(d->units[i].level, level) == 0) outside -= d->counts[i].stations;
    return outside;
}

er_status er_data_tally(const er_data *d, const er_data_scheme *scheme, er_part part,
                        const char *group, er_tally *out) {
    struct known_sum(*sums)[6] = NULL;
    struct known_sum area = {0}, persons = {0};
    const char *level = scheme ? scheme->scheme.level : d->base_level;
    er_tally tally = {0};
    ER_TRY(
        er_arena_alloc(d->ctx, d->arena, d->stratum_count * sizeof *tally.figures, &tally.figures));
    ER_TRY(er_alloc(d->ctx, d->stratum_count, sizeof *sums, &sums));
    for (size_t i = 0; i < d->unit_count; i++) {
        const er_unit *unit = &d->units[i];
        if (strcmp(unit->level, level) != 0 || !is_in_part(scheme, part, group, unit->id)) continue;
        tally.units++;
        tally.counts.stations += d->counts[i].stations;
        add_known(&area, unit->area_km2);
        add_known(&persons, unit->persons);
        for (size_t s = 0; s < d->stratum_count; s++) {
            const er_figures *f = er_data_unit_figures(d, i, s);
            const double figures[] = {f->area_km2, f->served_km2,     f->unknown_km2,
                                      f->persons,  f->persons_served, f->persons_unknown};
            for (size_t k = 0; k < 6; k++)
                add_known(&sums[s][k], figures[k]);
        }
    }
    for (size_t s = 0; s < d->stratum_count; s++)
        tally.figures[s] = (er_figures){known_value(&sums[s][0]), known_value(&sums[s][1]),
                                        known_value(&sums[s][2]), known_value(&sums[s][3]),
                                        known_value(&sums[s][4]), known_value(&sums[s][5])};
    er_free(sums);
    tally.area_km2 = known_value(&area);
    tally.persons = known_value(&persons);
    if (part != ER_PART_GROUP) tally.counts.stations += outside_stations(d, level);
    tally_pilots(d, scheme, part, group, &tally.counts);
    *out = tally;
    return ER_OK;
}
