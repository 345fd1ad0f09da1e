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
    size_t which; /* stations: 0 all, 1 + operator; coverage: the stratum */
    er_index index;
    bool has_index;
};

struct figure {
    double value;
    const char *note;
};

static const char no_persons[] = "no persons are known here";
static const char some_unknown[] = "some units have no population figure";
static const char no_share[] = "there is nothing to take a share of";
static const char overlap[] = "the groups overlap: there is no between and within";
static const char no_area[] = "there is no area here";

static struct figure ratio(double part, double whole, const char *why_not) {
    return whole > 0 ? (struct figure){part / whole, NULL} : (struct figure){NAN, why_not};
}

static double persons_of(const er_line *line) {
    bool unknown = line->units > 0 && line->units_without_persons == line->units;
    return unknown ? NAN : er_sum_value(&line->persons);
}

static const char *persons_note(const er_line *line) {
    if (line->units_without_persons == 0) return NULL;
    return line->units_without_persons == line->units ? no_persons : some_unknown;
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
    case ER_BALANCE_COVERAGE:
        break;
    }
    return NAN;
}

/** The same for rates: of the whole, only what is placed. */
static double placed(const struct writer *w, const er_line *line) {
    const er_balance_scheme *s = w->scheme;
    if (line != &s->whole) return amount(w, line);
    if (w->kind == ER_BALANCE_STATIONS)
        return (double)(s->whole.stations[w->which] - s->outside[w->which]);
    return w->kind == ER_BALANCE_PILOTS ? (double)s->placed_pilots : amount(w, line);
}

static struct figure rate(const struct writer *w, const er_line *line, double per) {
    struct figure figure = ratio(per * placed(w, line), persons_of(line), no_persons);
    if (!figure.note) figure.note = persons_note(line);
    return figure;
}

static struct figure quotient(const struct writer *w, const er_line *line) {
    const er_balance_scheme *s = w->scheme;
    double value = er_location_quotient(amount(w, line), placed(w, &s->whole), persons_of(line),
                                        persons_of(&s->whole));
    if (!isnan(value)) return (struct figure){value, persons_note(line)};
    bool persons = persons_of(line) > 0;
    return (struct figure){NAN, persons ? no_share : no_persons};
}

static struct figure sum_figure(const struct writer *w, const er_line *line,
                                er_measure_id measure) {
    const char *note = w->kind == ER_BALANCE_PERSONS ? persons_note(line) : NULL;
    switch (measure) {
    case ER_M_VALUE:
        return (struct figure){amount(w, line), note};
    case ER_M_SHARE: {
        struct figure share = ratio(amount(w, line), amount(w, &w->scheme->whole), no_share);
        if (!share.note) share.note = note;
        return share;
    }
    case ER_M_PER_10K:
        return rate(w, line, 1e4);
    case ER_M_PER_100K:
        return rate(w, line, 1e5);
    case ER_M_PER_KM2: {
        struct figure density = ratio(placed(w, line), er_sum_value(&line->area_km2), no_area);
        if (!density.note) density.note = note;
        return density;
    }
    default:
        return quotient(w, line);
    }
}

static struct figure cover_figure(const struct writer *w, const er_line *line,
                                  er_measure_id measure) {
    const er_cover_sum *sum = &line->cover[w->which];
    const char *note = persons_note(line);
    bool unknown = note == no_persons;
    switch (measure) {
    case ER_M_SERVED_KM2:
        return (struct figure){er_sum_value(&sum->served_km2), NULL};
    case ER_M_UNKNOWN_KM2:
        return (struct figure){er_sum_value(&sum->unknown_km2), NULL};
    case ER_M_SHARE_AREA:
        return ratio(er_sum_value(&sum->served_km2), er_sum_value(&sum->area_km2), no_area);
    case ER_M_PERSONS_SERVED:
        return (struct figure){unknown ? NAN : er_sum_value(&sum->persons_served), note};
    case ER_M_PERSONS_UNKNOWN:
        return (struct figure){unknown ? NAN : er_sum_value(&sum->persons_unknown), note};
    default: {
        struct figure share =
            ratio(er_sum_value(&sum->persons_served), er_sum_value(&sum->persons), no_persons);
        if (!share.note) share.note = note;
        return share;
    }
    }
}

static struct figure whole_index(const struct writer *w, er_measure_id measure) {
    const er_equity_result *result = &w->index.result;
    bool parts = measure == ER_M_BETWEEN || measure == ER_M_WITHIN;
    if (parts && w->scheme->scheme->overlapping) return (struct figure){NAN, overlap};
    switch (measure) {
    case ER_M_GINI:
        return (struct figure){result->gini, w->index.note};
    case ER_M_THEIL_T:
        return (struct figure){result->theil_t, w->index.note};
    case ER_M_BETWEEN:
        return (struct figure){result->theil_t_between, w->index.note};
    default:
        return (struct figure){result->theil_t_within, w->index.note};
    }
}

/** An index's term of one line. */
static struct figure line_index(const struct writer *w, size_t line, er_measure_id measure) {
    if (w->scheme->scheme->overlapping) return (struct figure){NAN, overlap};
    if (!w->index.groups) return (struct figure){NAN, w->index.note};
    const er_equity_group *group = &w->index.groups[line];
    const char *why = w->index.note;
    struct figure figure = {group->theil_t, why};
    if (measure == ER_M_BETWEEN) figure.value = group->between;
    if (measure == ER_M_SHARE_BETWEEN) figure.value = group->share_of_between;
    if (measure == ER_M_GAP_SHARE) figure.value = group->gap_share;
    if (!isnan(figure.value) || w->index.result.notes & ER_EQUITY_ALL_ZERO) return figure;
    if (measure == ER_M_SHARE_BETWEEN || measure == ER_M_GAP_SHARE)
        figure.note = er_equity_note_text(ER_EQUITY_NO_BETWEEN);
    else
        figure.note =
            er_equity_note_text(group->weight > 0 ? ER_EQUITY_ZERO_GROUP : ER_EQUITY_EMPTY_GROUP);
    return figure;
}

static bool is_index(er_measure_id measure) {
    return measure >= ER_M_GINI;
}

static er_status write_row(const struct writer *w, const char *group, er_measure_id measure,
                           struct figure figure) {
    size_t count;
    const er_balance_measure *entry = &er_balance_measures(&count)[measure];
    const char *unit = entry->unit;
    if (!unit)
        unit = w->kind == ER_BALANCE_AREA      ? "km2"
               : w->kind == ER_BALANCE_PERSONS ? "persons"
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
        struct figure figure;
        if (is_index(measure))
            figure = group ? line_index(w, at, measure) : whole_index(w, measure);
        else if (w->kind == ER_BALANCE_COVERAGE)
            figure = cover_figure(w, line, measure);
        else
            figure = sum_figure(w, line, measure);
        ER_TRY(write_row(w, group, measure, figure));
    }
    return ER_OK;
}

/** A line beside the groups: a count and its share of all. */
static er_status write_beside(const struct writer *w, const char *name, int64_t count) {
    ER_TRY(write_row(w, name, ER_M_VALUE, (struct figure){(double)count, NULL}));
    return write_row(w, name, ER_M_SHARE,
                     ratio((double)count, amount(w, &w->scheme->whole), no_share));
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
    if (w->kind == ER_BALANCE_STATIONS)
        ER_TRY(write_beside(w, ER_LINE_OUTSIDE, s->outside[w->which]));
    if (w->kind == ER_BALANCE_PILOTS)
        ER_TRY(write_beside(w, ER_LINE_UNLOCATED, s->unlocated_pilots));
    if (w->kind == ER_BALANCE_PILOT_SITES)
        ER_TRY(write_beside(w, ER_LINE_UNLOCATED, s->unlocated_sites));
    return write_line(w, NULL, WHOLE_LINE);
}

static er_status write_plain(struct writer *w, er_balance_subject kind, const char *subject) {
    w->kind = kind;
    w->subject = subject;
    w->which = 0;
    w->has_index = false;
    return write_subject(w);
}

static er_status write_indexed(struct writer *w, er_balance_subject kind, const char *subject,
                               size_t which) {
    w->kind = kind;
    w->subject = subject;
    w->which = which;
    ER_TRY(er_balance_index(w->scheme, (er_balance_quantity){kind, which}, &w->index));
    w->has_index = true;
    return write_subject(w);
}

/** "stations:NAME" in the arena. */
static er_status operator_subject(const er_balance_data *d, const char *prefix, const char *name,
                                  const char **out) {
    size_t a = strlen(prefix), b = strlen(name);
    char *text = NULL;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, a + b + 1, &text));
    memcpy(text, prefix, a);
    memcpy(text + a, name, b);
    *out = text;
    return ER_OK;
}

static er_status write_operators(struct writer *w) {
    const er_balance_data *d = w->scheme->data;
    size_t count = d->operator_count + d->unstated_operator;
    for (size_t i = 0; i < count; i++) {
        const char *name = i < d->operator_count ? d->operators[i] : "", *subject = NULL;
        ER_TRY(operator_subject(d, "stations:", name, &subject));
        w->kind = ER_BALANCE_STATIONS;
        w->subject = subject;
        w->which = 1 + i;
        w->has_index = false;
        ER_TRY(write_subject(w));
    }
    return ER_OK;
}

static er_status write_coverage(struct writer *w) {
    const er_balance_data *d = w->scheme->data;
    ER_TRY(write_indexed(w, ER_BALANCE_COVERAGE, "coverage_any", ER_COVER_ANY));
    ER_TRY(write_indexed(w, ER_BALANCE_COVERAGE, "coverage_all", ER_COVER_ALL));
    for (size_t i = 0; i < d->operator_count; i++) {
        const char *subject = NULL;
        ER_TRY(operator_subject(d, "coverage:", d->operators[i], &subject));
        ER_TRY(write_indexed(w, ER_BALANCE_COVERAGE, subject, ER_COVER_OPERATORS + i));
    }
    return ER_OK;
}

er_status er_balance_write(const er_balance_scheme *scheme, int64_t run_id) {
    struct writer w = {.scheme = scheme, .run_id = run_id};
    ER_TRY(write_plain(&w, ER_BALANCE_UNITS, "units"));
    ER_TRY(write_plain(&w, ER_BALANCE_AREA, "area"));
    ER_TRY(write_plain(&w, ER_BALANCE_PERSONS, "persons"));
    ER_TRY(write_indexed(&w, ER_BALANCE_STATIONS, "stations", 0));
    ER_TRY(write_operators(&w));
    ER_TRY(write_indexed(&w, ER_BALANCE_PILOTS, "pilots", 0));
    ER_TRY(write_plain(&w, ER_BALANCE_PILOT_SITES, "pilot_sites"));
    return write_coverage(&w);
}
