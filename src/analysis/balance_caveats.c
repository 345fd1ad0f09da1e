/* What a scorecard leaves out or rests on, by name. */
#include "analysis/balance.h"

#include "core/catalogue.h"

#include <math.h>
#include <string.h>

enum { NAMED_UNITS = ER_SENTENCE_PARTS }; /* the rest is counted */

static er_status add(const er_scorecard *card, er_sentence *out, er_sentence more) {
    return er_balance_append(card->scheme->data, out, more);
}

static er_status add_count(const er_scorecard *card, er_sentence *out, const char *format,
                           int64_t part, int64_t whole) {
    const er_balance_data *d = card->scheme->data;
    er_sentence more;
    if (part == 0) return ER_OK;
    ER_TRY(er_sentence_of(d->ctx, d->arena, &more, format, (long long)part, (long long)whole));
    return add(card, out, more);
}

static er_status unknown_persons(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_cover_sum *sum = &card->scheme->whole.cover[card->quantity->stratum];
    double share = 100 * er_sum_value(&sum->persons_unknown) / er_sum_value(&sum->persons);
    er_sentence more;
    if (!(share > 0)) return ER_OK;
    ER_TRY(er_sentence_of(d->ctx, d->arena, &more, "Of %.1f %% of the persons it is not known.",
                          share));
    return add(card, out, more);
}

er_status er_balance_stated(const er_scorecard *card, er_sentence *out) {
    const er_balance_scheme *s = card->scheme;
    er_balance_subject kind = card->quantity->kind;
    *out = (er_sentence){0};
    if (!er_balance_is_brought(kind)) return ER_OK;
    int64_t stated = s->data->stated[er_balance_brought(kind)];
    if (stated == s->whole.pilots) return ER_OK;
    return add_count(card, out, "Pilots that state it: %lld of %lld.", stated, s->whole.pilots);
}

/** Pilots with sites in several units count in each of these. */
static er_status many_sites(const er_scorecard *card, er_sentence *out) {
    static const char more[] = "A pilot counts once in every unit where it has a site.";
    const er_balance_scheme *s = card->scheme;
    int64_t counted = 0;
    if (card->quantity->kind != ER_BALANCE_PILOTS) return ER_OK;
    for (size_t at = 0; at < s->unit_count; at++)
        counted += s->spread->pilots[at];
    return counted > s->placed_pilots
               ? add(card, out, (er_sentence){more, er_catalogue_zh_tw(more)})
               : ER_OK;
}

static er_status unplaced(const er_scorecard *card, er_sentence *out) {
    const er_balance_scheme *s = card->scheme;
    er_balance_subject kind = card->quantity->kind;
    if (kind == ER_BALANCE_COVERAGE) return unknown_persons(card, out);
    if (kind == ER_BALANCE_STATIONS)
        return add_count(card, out, "Stations outside all units: %lld of %lld.", s->outside[0],
                         s->whole.stations[0]);
    return add_count(card, out, "Pilots with no known place: %lld of %lld.", s->unlocated_pilots,
                     s->whole.pilots);
}

/** Units of the scheme's level in no group, the first ones by name. */
static er_status left_out(const er_scorecard *card, er_sentence *out) {
    const er_balance_scheme *s = card->scheme;
    const er_balance_data *d = s->data;
    int64_t count = s->lines[s->group_count].units;
    er_sentence parts[NAMED_UNITS], list = {0}, more;
    size_t named = 0;
    if (count == 0 || s->group_count == 0) return ER_OK;
    for (size_t at = 0; at < s->unit_count && named < NAMED_UNITS; at++) {
        const er_unit *unit = &d->units[s->first_unit + at];
        if (s->member_first[s->first_unit + at] != s->member_first[s->first_unit + at + 1])
            continue;
        parts[named++] = er_balance_name(unit);
    }
    bool all = (int64_t)named == count;
    er_sentence figure;
    ER_TRY(er_balance_names(d, parts, named, &list));
    ER_TRY(er_sentence_of(d->ctx, d->arena, &figure, "%lld", (long long)count));
    er_sentence both[] = {figure, list};
    const char *format = all ? "Units in no group: %s (%s)." : "Units in no group: %s (%s, ...).";
    ER_TRY(er_sentence_join(d->ctx, d->arena, &more, format, er_catalogue_zh_tw(format), both, 2));
    return add(card, out, more);
}

static er_status empty_groups(const er_scorecard *card, er_sentence *out) {
    const er_balance_scheme *s = card->scheme;
    for (size_t g = 0; g < s->group_count; g++) {
        const char *title = s->groups[g].title ? s->groups[g].title : s->groups[g].name;
        er_sentence name = {title, s->groups[g].title_zh ? s->groups[g].title_zh : title}, more;
        static const char format[] = "No unit is in the group %s.";
        if (s->lines[g].units > 0) continue;
        ER_TRY(er_sentence_join(s->data->ctx, s->data->arena, &more, format,
                                er_catalogue_zh_tw(format), &name, 1));
        ER_TRY(add(card, out, more));
    }
    return ER_OK;
}

static er_status synthetic(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    static const char persons[] = "The population is synthetic.";
    static const char pilots[] = "The pilots are synthetic.";
    static const char stations[] = "All stations are synthetic.";
    er_balance_subject kind = card->quantity->kind;
    bool of_stations = kind == ER_BALANCE_STATIONS || kind == ER_BALANCE_COVERAGE;
    int64_t drawn = d->synthetic_stations, all = (int64_t)d->station_count;
    if (of_stations && drawn > 0 && drawn == all)
        ER_TRY(add(card, out, (er_sentence){stations, er_catalogue_zh_tw(stations)}));
    else if (of_stations)
        ER_TRY(add_count(card, out, "Synthetic stations: %lld of %lld.", drawn, all));
    if (!of_stations && d->synthetic_pilots)
        ER_TRY(add(card, out, (er_sentence){pilots, er_catalogue_zh_tw(pilots)}));
    if (!d->synthetic_persons) return ER_OK;
    return add(card, out, (er_sentence){persons, er_catalogue_zh_tw(persons)});
}

er_status er_balance_caveats(const er_scorecard *card, er_sentence *out) {
    *out = (er_sentence){0};
    ER_TRY(many_sites(card, out));
    ER_TRY(unplaced(card, out));
    ER_TRY(add_count(card, out, "Units without a population figure: %lld of %lld.",
                     card->scheme->whole.units_without_persons, card->scheme->whole.units));
    ER_TRY(left_out(card, out));
    ER_TRY(empty_groups(card, out));
    return synthetic(card, out);
}
