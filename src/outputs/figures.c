#include "outputs/data.h"

#include "outputs/names.h"

#include <math.h>
#include <string.h>

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

size_t er_data_find_stratum(const er_data *d, const char *stratum, const char *operator_) {
    if (strcmp(stratum, "any") == 0) return ER_STRATUM_ANY;
    if (strcmp(stratum, "all") == 0) return ER_STRATUM_ALL;
    if (strcmp(stratum, "operator") != 0 || !operator_) return d->stratum_count;
    const er_operator *found = er_find_operator(d->operators, d->operator_count, operator_);
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

size_t er_data_venue_index(const er_data *d, int64_t id) {
    return er_find_id(d->venue_by_id, d->venue_count, id, d->venue_count);
}

/** What a venues run found on each venue's own cells stands for the coverage run's larger ones. */
static er_status take_venue_rows(er_data *d) {
    er_venue_row *rows = NULL;
    size_t count = 0;
    if (!d->venues_run) return ER_OK;
    ER_TRY(er_store_venue_rows(d->ctx, d->store, d->arena, d->venues_run->id, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        size_t at = er_data_venue_index(d, rows[i].venue_id);
        size_t s = er_data_find_stratum(d, rows[i].stratum, rows[i].operator_);
        if (at < d->venue_count && s < d->stratum_count)
            d->venue_figures[at * d->stratum_count + s] = (er_figures){rows[i].area_m2 / 1e6,
                                                                       rows[i].served_m2 / 1e6,
                                                                       rows[i].unknown_m2 / 1e6,
                                                                       NAN,
                                                                       NAN,
                                                                       NAN};
    }
    return ER_OK;
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
    ER_TRY(er_data_read_stations(d, units, unit_rows));
    ER_TRY(name_operators(d));
    ER_TRY(new_figures(d, d->unit_count, &d->unit_figures));
    ER_TRY(new_figures(d, d->venue_count, &d->venue_figures));
    for (size_t i = 0; i < unit_rows; i++) {
        size_t at = er_data_unit_index(d, units[i].area_id);
        size_t s = er_data_find_stratum(d, units[i].stratum, units[i].operator_);
        if (at < d->unit_count && s < d->stratum_count)
            d->unit_figures[at * d->stratum_count + s] = figures_of(&units[i]);
    }
    for (size_t i = 0; i < venue_rows; i++) {
        size_t at = er_data_venue_index(d, venues[i].area_id);
        size_t s = er_data_find_stratum(d, venues[i].stratum, venues[i].operator_);
        if (at < d->venue_count && s < d->stratum_count)
            d->venue_figures[at * d->stratum_count + s] = figures_of(&venues[i]);
    }
    return take_venue_rows(d);
}

/* ---- shares ---------------------------------------------------------------------------------- */

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

/* ---- lines of the balance -------------------------------------------------------------------- */

double er_data_figure(const er_data *d, const char *scheme, const char *line, const char *subject,
                      const char *measure) {
    for (size_t i = 0; i < d->balance_count; i++) {
        const er_balance_row *row = &d->balance_rows[i];
        if (er_equal_texts(row->scheme, scheme) && er_equal_texts(row->group, line) &&
            er_equal_texts(row->subject, subject) && er_equal_texts(row->measure, measure))
            return row->value;
    }
    return NAN;
}

static er_status stratum_subject(const er_data *d, size_t stratum, const char **out) {
    if (stratum >= ER_STRATUM_OPERATOR)
        return er_arena_format(d->ctx, d->arena, out, "coverage:%s", er_data_stratum(d, stratum));
    return er_arena_format(d->ctx, d->arena, out, "coverage_%s", er_data_stratum(d, stratum));
}

er_status er_data_line(const er_data *d, const char *scheme, const char *line, er_tally *out) {
    er_tally t = {.units = er_data_figure(d, scheme, line, "units", "value"),
                  .area_km2 = er_data_figure(d, scheme, line, "area", "value"),
                  .persons = er_data_figure(d, scheme, line, "persons", "value"),
                  .stations = er_data_figure(d, scheme, line, "stations", "value"),
                  .stations_per_10k = er_data_figure(d, scheme, line, "stations", "rate_per_10k"),
                  .stations_quotient =
                      er_data_figure(d, scheme, line, "stations", "location_quotient"),
                  .pilots = er_data_figure(d, scheme, line, "pilots", "value"),
                  .pilots_per_100k = er_data_figure(d, scheme, line, "pilots", "rate_per_100k"),
                  .pilots_quotient = er_data_figure(d, scheme, line, "pilots", "location_quotient"),
                  .sites = er_data_figure(d, scheme, line, "pilot_sites", "value")};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, d->stratum_count * sizeof *t.figures, &t.figures));
    for (size_t s = 0; s < d->stratum_count; s++) {
        const char *subject = NULL;
        ER_TRY(stratum_subject(d, s, &subject));
        t.figures[s] = (er_figures){
            .area_km2 = t.area_km2,
            .served_km2 = er_data_figure(d, scheme, line, subject, "served_km2"),
            .unknown_km2 = er_data_figure(d, scheme, line, subject, "unknown_km2"),
            .persons = t.persons,
            .persons_served = er_data_figure(d, scheme, line, subject, "persons_served"),
            .persons_unknown = er_data_figure(d, scheme, line, subject, "persons_unknown")};
    }
    *out = t;
    return ER_OK;
}

const char *er_data_main_scheme(const er_data *d) {
    const char *classes = d->classes ? d->classes->scheme.name : NULL;
    for (size_t i = 0; i < d->balance_count && classes; i++)
        if (er_equal_texts(d->balance_rows[i].scheme, classes)) return classes;
    return d->balance_count > 0 ? d->balance_rows[0].scheme : NULL;
}

bool er_tally_is_empty(const er_tally *tally) {
    return isnan(tally->units) && isnan(tally->stations) && isnan(tally->pilots) &&
           isnan(tally->sites);
}

int64_t er_data_group_units(const er_data *d, const er_data_scheme *scheme, const char *group) {
    int64_t units = 0;
    for (size_t i = 0; i < d->unit_count; i++)
        units += strcmp(d->units[i].level, scheme->scheme.level) == 0 &&
                 er_data_is_member(scheme, d->units[i].id, group);
    return units;
}
