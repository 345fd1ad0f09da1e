/* The figures of one scheme as rows, in the order of the subjects, lines and measures. */
#include "analysis/balance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/** Place of the line of the whole scheme among a writer's lines. */
#define WHOLE_LINE SIZE_MAX

struct writer {
    const er_balance_scheme *scheme;
    int64_t run_id;
    const char *subject;
    er_balance_subject kind;
    size_t which; /* stations: 0 all, 1 + operator; coverage: the stratum; what pilots bring */
    const er_index *index;
    bool has_index;
};

static const char no_persons[] = "no persons are known here";
static const char some_unknown[] = "some units have no population figure";
static const char no_share[] = "there is nothing to take a share of";
static const char no_area[] = "there is no area here";
static const char none_stated[] = "no pilot states it";
static const char some_stated[] = "not every pilot states it";

static er_balance_shown ratio(double part, double whole, const char *why_not) {
    return whole > 0 ? (er_balance_shown){part / whole, NULL} : (er_balance_shown){NAN, why_not};
}

static double persons_of(const er_line *line) {
    bool unknown = line->units > 0 && line->units_without_persons == line->units;
    return unknown ? NAN : er_sum_value(&line->persons);
}

static const char *persons_note(const er_line *line) {
    if (line->units_without_persons == 0) return NULL;
    return line->units_without_persons == line->units ? no_persons : some_unknown;
}

/** What pilots bring to a place. Pilots that all leave it unstated make it unknown, not 0. */
static er_balance_shown brought_figure(const struct writer *w, const er_brought_sum *place) {
    if (w->scheme->whole.brought[w->which].stated == 0 || (place->pilots > 0 && place->stated == 0))
        return (er_balance_shown){NAN, none_stated};
    return (er_balance_shown){er_sum_value(&place->amount),
                              place->stated < place->pilots ? some_stated : NULL};
}

/** How much of the subject a line has. */
static double amount(const struct writer *w, const er_line *line) {
    switch (w->kind) {
    case ER_BALANCE_UNITS:
        return (double)line->units;
    case ER_BALANCE_AREA:
        return er_sum_value(&line->area_km2);
    case ER_BALANCE_PERSONS:
        return persons_of(line);
    case ER_BALANCE_STATIONS:
        return (double)line->stations[w->which];
    case ER_BALANCE_PILOTS:
        return (double)line->pilots;
    case ER_BALANCE_PILOT_SITES:
        return (double)line->sites;
    case ER_BALANCE_FIRMS:
    case ER_BALANCE_VISITS:
    case ER_BALANCE_BUDGET:
        return brought_figure(w, &line->brought[w->which]).value;
    case ER_BALANCE_COVERAGE:
        break;
    }
    return NAN;
}

/** What there is to say of an amount. */
static const char *amount_note(const struct writer *w, const er_line *line) {
    if (w->kind == ER_BALANCE_PERSONS) return persons_note(line);
    return er_balance_is_brought(w->kind) ? brought_figure(w, &line->brought[w->which]).note : NULL;
}

/** The same for rates: of the whole, only what is placed. */
static double placed(const struct writer *w, const er_line *line) {
    const er_balance_scheme *s = w->scheme;
    if (line != &s->whole) return amount(w, line);
    if (w->kind == ER_BALANCE_STATIONS)
        return (double)(s->whole.stations[w->which] - s->outside[w->which]);
    if (w->kind == ER_BALANCE_PILOTS) return (double)s->placed_pilots;
    if (!er_balance_is_brought(w->kind)) return amount(w, line);
    return amount(w, line) - er_sum_value(&s->unlocated_brought[w->which].amount);
}

static er_balance_shown rate(const struct writer *w, const er_line *line, double per) {
    er_balance_shown figure = ratio(per * placed(w, line), persons_of(line), no_persons);
    if (!figure.note) figure.note = persons_note(line);
    const char *note = amount_note(w, line);
    if (note && (isnan(figure.value) || !figure.note)) figure.note = note;
    return figure;
}

static er_balance_shown quotient(const struct writer *w, const er_line *line) {
    const er_balance_scheme *s = w->scheme;
    double value = er_location_quotient(amount(w, line), placed(w, &s->whole), persons_of(line),
                                        persons_of(&s->whole));
    const char *note = amount_note(w, line);
    if (!isnan(value)) return (er_balance_shown){value, note ? note : persons_note(line)};
    if (note && isnan(amount(w, line))) return (er_balance_shown){NAN, note};
    bool persons = persons_of(line) > 0;
    return (er_balance_shown){NAN, persons ? no_share : no_persons};
}

static er_balance_shown sum_figure(const struct writer *w, const er_line *line,
                                   er_measure_id measure) {
    const char *note = amount_note(w, line);
    switch (measure) {
    case ER_M_VALUE:
        return (er_balance_shown){amount(w, line), note};
    case ER_M_SHARE: {
        er_balance_shown share = ratio(amount(w, line), amount(w, &w->scheme->whole), no_share);
        if (!share.note || isnan(amount(w, line))) share.note = note;
        return share;
    }
    case ER_M_PER_10K:
        return rate(w, line, 1e4);
    case ER_M_PER_100K:
        return rate(w, line, 1e5);
    case ER_M_PER_KM2: {
        er_balance_shown density = ratio(placed(w, line), er_sum_value(&line->area_km2), no_area);
        if (!density.note) density.note = note;
        return density;
    }
    case ER_M_STATED:
        return (er_balance_shown){(double)line->brought[w->which].stated, NULL};
    default:
        return quotient(w, line);
    }
}

static er_balance_shown cover_figure(const struct writer *w, const er_line *line,
                                     er_measure_id measure) {
    const er_cover_sum *sum = &line->cover[w->which];
    const char *note = persons_note(line);
    bool unknown = note == no_persons;
    switch (measure) {
    case ER_M_SERVED_KM2:
        return (er_balance_shown){er_sum_value(&sum->served_km2), NULL};
    case ER_M_UNKNOWN_KM2:
        return (er_balance_shown){er_sum_value(&sum->unknown_km2), NULL};
    case ER_M_SHARE_AREA:
        return ratio(er_sum_value(&sum->served_km2), er_sum_value(&sum->area_km2), no_area);
    case ER_M_PERSONS_SERVED:
        return (er_balance_shown){unknown ? NAN : er_sum_value(&sum->persons_served), note};
    case ER_M_PERSONS_UNKNOWN:
        return (er_balance_shown){unknown ? NAN : er_sum_value(&sum->persons_unknown), note};
    default: {
        er_balance_shown share =
            ratio(er_sum_value(&sum->persons_served), er_sum_value(&sum->persons), no_persons);
        if (!share.note) share.note = note;
        return share;
    }
    }
}

static bool is_index(er_measure_id measure) {
    return measure >= ER_M_GINI && measure != ER_M_STATED;
}

static er_status write_row(const struct writer *w, const char *group, er_measure_id measure,
                           er_balance_shown figure) {
    size_t count;
    const er_balance_measure *entry = &er_balance_measures(&count)[measure];
    const char *unit = entry->unit;
    if (!unit)
        unit = w->kind == ER_BALANCE_AREA      ? "km2"
               : w->kind == ER_BALANCE_PERSONS ? "persons"
               : w->kind == ER_BALANCE_BUDGET  ? "currency"
                                               : "count";
    er_balance_row row = {.run_id = w->run_id,
                          .scheme = w->scheme->scheme->name,
                          .group = group,
                          .subject = w->subject,
                          .measure = entry->name,
                          .value = figure.value,
                          .unit = unit,
                          .note = figure.note};
    return er_store_add_balance(w->scheme->data->ctx, w->scheme->data->store, &row);
}

/** All measures of one line; `group` null: the whole scheme. */
static er_status write_line(const struct writer *w, const char *group, size_t at) {
    const er_line *line = at == WHOLE_LINE ? &w->scheme->whole : &w->scheme->lines[at];
    size_t count;
    const er_balance_measure *table = er_balance_measures(&count);
    for (size_t m = 0; m < count; m++) {
        er_measure_id measure = (er_measure_id)m;
        bool here = group ? table[m].of_groups : table[m].of_whole;
        if (!here || !(table[m].subjects & w->kind)) continue;
        if (is_index(measure) && !w->has_index) continue;
        er_balance_shown figure;
        if (is_index(measure))
            figure = group ? er_balance_line_figure(w->scheme, w->index, at, measure)
                           : er_balance_whole_figure(w->scheme, w->index, measure);
        else if (w->kind == ER_BALANCE_COVERAGE)
            figure = cover_figure(w, line, measure);
        else
            figure = sum_figure(w, line, measure);
        ER_TRY(write_row(w, group, measure, figure));
    }
    return ER_OK;
}

/** A line beside the groups: an amount and its share of all. */
static er_status write_beside(const struct writer *w, const char *name, er_balance_shown figure) {
    er_balance_shown share = ratio(figure.value, amount(w, &w->scheme->whole), no_share);
    if (isnan(share.value) && figure.note) share.note = figure.note;
    ER_TRY(write_row(w, name, ER_M_VALUE, figure));
    return write_row(w, name, ER_M_SHARE, share);
}

static er_status write_unplaced(const struct writer *w) {
    const er_balance_scheme *s = w->scheme;
    if (w->kind == ER_BALANCE_STATIONS)
        return write_beside(w, ER_LINE_OUTSIDE,
                            (er_balance_shown){(double)s->outside[w->which], NULL});
    if (w->kind == ER_BALANCE_PILOTS)
        return write_beside(w, ER_LINE_UNLOCATED,
                            (er_balance_shown){(double)s->unlocated_pilots, NULL});
    if (w->kind == ER_BALANCE_PILOT_SITES)
        return write_beside(w, ER_LINE_UNLOCATED,
                            (er_balance_shown){(double)s->unlocated_sites, NULL});
    if (er_balance_is_brought(w->kind))
        return write_beside(w, ER_LINE_UNLOCATED,
                            brought_figure(w, &s->unlocated_brought[w->which]));
    return ER_OK;
}

static bool none_is_empty(const er_balance_scheme *s) {
    const er_line *none = &s->lines[s->group_count];
    return none->units == 0 && none->stations[0] == 0 && none->sites == 0;
}

static er_status write_subject(struct writer *w) {
    const er_balance_scheme *s = w->scheme;
    for (size_t g = 0; g < s->group_count; g++)
        ER_TRY(write_line(w, s->groups[g].name, g));
    if (!none_is_empty(s)) ER_TRY(write_line(w, ER_LINE_NONE, s->group_count));
    ER_TRY(write_unplaced(w));
    return write_line(w, NULL, WHOLE_LINE);
}

static er_status write_plain(struct writer *w, er_balance_subject kind, const char *subject) {
    w->kind = kind;
    w->subject = subject;
    w->which = 0;
    w->has_index = false;
    return write_subject(w);
}

/** A quantity (its place): its lines, then the indices. */
static er_status write_indexed(struct writer *w, size_t at) {
    const er_balance_quantity *quantity = &w->scheme->data->quantities[at];
    w->kind = quantity->kind;
    w->subject = quantity->subject;
    w->which = er_balance_is_brought(w->kind) ? er_balance_brought(w->kind) : quantity->stratum;
    ER_TRY(er_balance_index(w->scheme, at, &w->index));
    w->has_index = true;
    return write_subject(w);
}

/** The quantities of some subjects. */
static er_status write_quantities(struct writer *w, unsigned kinds) {
    for (size_t i = 0; i < w->scheme->data->quantity_count; i++)
        if (w->scheme->data->quantities[i].kind & kinds) ER_TRY(write_indexed(w, i));
    return ER_OK;
}

static er_status write_operators(struct writer *w) {
    const er_balance_data *d = w->scheme->data;
    size_t count = d->operator_count + d->unstated_operator;
    for (size_t i = 0; i < count; i++) {
        const char *name = i < d->operator_count ? d->operators[i] : "", *subject = NULL;
        ER_TRY(er_arena_format(d->ctx, d->arena, &subject, "stations:%s", name));
        w->kind = ER_BALANCE_STATIONS;
        w->subject = subject;
        w->which = 1 + i;
        w->has_index = false;
        ER_TRY(write_subject(w));
    }
    return ER_OK;
}

er_status er_balance_write(const er_balance_scheme *scheme, int64_t run_id) {
    struct writer w = {.scheme = scheme, .run_id = run_id};
    ER_TRY(write_plain(&w, ER_BALANCE_UNITS, "units"));
    ER_TRY(write_plain(&w, ER_BALANCE_AREA, "area"));
    ER_TRY(write_plain(&w, ER_BALANCE_PERSONS, "persons"));
    ER_TRY(write_quantities(&w, ER_BALANCE_STATIONS));
    ER_TRY(write_operators(&w));
    ER_TRY(write_quantities(&w, ER_BALANCE_PILOTS));
    ER_TRY(write_plain(&w, ER_BALANCE_PILOT_SITES, "pilot_sites"));
    ER_TRY(write_quantities(&w, ER_BALANCE_FIRMS | ER_BALANCE_VISITS | ER_BALANCE_BUDGET));
    return write_quantities(&w, ER_BALANCE_COVERAGE);
}
