/* A scorecard in words, for a planner: every word stands beside its figure. */
#include "analysis/balance.h"

#include "core/catalogue.h"

#include <math.h>

static er_sentence both(const char *english) {
    return (er_sentence){english, er_catalogue_zh_tw(english)};
}

/** Parts in a sentence whose format is text: one %s a part, three at most. */
static er_status join(const er_balance_data *d, er_sentence *out, const char *english,
                      const er_sentence *parts, size_t count) {
    return er_sentence_join(d->ctx, d->arena, out, english, er_catalogue_zh_tw(english), parts,
                            count);
}

er_status er_balance_append(const er_balance_data *d, er_sentence *text, er_sentence more) {
    if (!text->english) {
        *text = more;
        return ER_OK;
    }
    er_sentence parts[] = {*text, more};
    return er_sentence_join(d->ctx, d->arena, text, "%s %s", "%s%s", parts, 2);
}

er_sentence er_balance_name(const er_unit *unit) {
    const char *name = unit->name ? unit->name : unit->code;
    return (er_sentence){unit->name_en ? unit->name_en : name, name};
}

er_status er_balance_names(const er_balance_data *d, const er_sentence *names, size_t count,
                           er_sentence *out) {
    static const char *const english[ER_SENTENCE_PARTS] = {"%s", "%s, %s", "%s, %s, %s"};
    static const char *const chinese[ER_SENTENCE_PARTS] = {"%s", "%s、%s", "%s、%s、%s"};
    return er_sentence_join(d->ctx, d->arena, out, english[count - 1], chinese[count - 1], names,
                            count);
}

/** Words for a Gini index. The limits are this program's own reading aid, no standard. */
static const char *evenness(double gini) {
    static const struct {
        double below;
        const char *word;
    } words[] = {{0.05, "almost even"}, {0.2, "somewhat uneven"}, {0.4, "uneven"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (gini < words[i].below) return words[i].word;
    return "very uneven";
}

/* ---- what there is, and how even ------------------------------------------------------------- */

static er_status coverage_head(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_cover_sum *sum = &card->scheme->whole.cover[card->quantity->stratum];
    double persons = er_sum_value(&sum->persons);
    double share = 100 * er_sum_value(&sum->persons_served) / persons;
    if (!(persons > 0)) {
        *out = both("Nobody is known to live in these units");
        return ER_OK;
    }
    if (card->quantity->stratum == ER_COVER_ANY)
        return er_sentence_of(d->ctx, d->arena, out,
                              "At least one operator reaches %.1f %% of the persons", share);
    return er_sentence_of(d->ctx, d->arena, out, "Every operator reaches %.1f %% of the persons",
                          share);
}

/** What is placed, for each person: as in the rows, where a pilot counts once. */
static double rate_of(const er_scorecard *card) {
    const er_balance_scheme *s = card->scheme;
    double persons = er_sum_value(&s->whole.persons);
    if (card->quantity->kind == ER_BALANCE_STATIONS)
        return (double)(s->whole.stations[0] - s->outside[0]) / persons;
    if (card->quantity->kind == ER_BALANCE_PILOTS) return (double)s->placed_pilots / persons;
    er_brought brought = er_balance_brought(card->quantity->kind);
    return (er_sum_value(&s->whole.brought[brought].amount) -
            er_sum_value(&s->unlocated_brought[brought].amount)) /
           persons;
}

/** What pilots bring, in all of those that state it: others may bring more. */
static er_status brought_head(const er_scorecard *card, double rate, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    bool all = d->stated[er_balance_brought(card->quantity->kind)] == card->scheme->whole.pilots;
    switch (card->quantity->kind) {
    case ER_BALANCE_FIRMS:
        return er_sentence_of(d->ctx, d->arena, out,
                              all ? "There are %.2f firms in pilots for 100,000 persons"
                                  : "There are at least %.2f firms in pilots for 100,000 persons",
                              1e5 * rate);
    case ER_BALANCE_VISITS:
        return er_sentence_of(d->ctx, d->arena, out,
                              all ? "There are %.2f visits to pilots for 1,000 persons"
                                  : "There are at least %.2f visits to pilots for 1,000 persons",
                              1e3 * rate);
    default:
        return er_sentence_of(d->ctx, d->arena, out,
                              all ? "Pilots have a budget of %.2f for each person"
                                  : "Pilots have a budget of at least %.2f for each person",
                              rate);
    }
}

static er_status rate_head(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    double rate = rate_of(card);
    if (er_balance_is_brought(card->quantity->kind)) return brought_head(card, rate, out);
    if (card->quantity->kind == ER_BALANCE_STATIONS)
        return er_sentence_of(d->ctx, d->arena, out, "There are %.2f stations for 10,000 persons",
                              1e4 * rate);
    return er_sentence_of(d->ctx, d->arena, out, "There are %.2f pilots for 100,000 persons",
                          1e5 * rate);
}

static er_status figure_of(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_equity_interval *interval = &card->index->where->intervals[ER_FIGURE_GINI];
    double gini = card->index->result.gini;
    if (isnan(interval->low) || isnan(interval->high))
        return er_sentence_of(d->ctx, d->arena, out, "Gini %.3f", gini);
    return er_sentence_of(d->ctx, d->arena, out, "Gini %.3f, %.0f %% interval %.3f to %.3f", gini,
                          100 * d->measures.level, interval->low, interval->high);
}

static er_status say_evenness(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_equity_result *result = &card->index->result;
    er_sentence parts[ER_SENTENCE_PARTS], move;
    bool covers = card->quantity->kind == ER_BALANCE_COVERAGE;
    ER_TRY(covers ? coverage_head(card, &parts[0]) : rate_head(card, &parts[0]));
    parts[1] = both(evenness(result->gini));
    ER_TRY(figure_of(card, &parts[2]));
    ER_TRY(join(d, out, "%s; over the units this is %s (%s; 0 is even, 1 is all in one place).",
                parts, 3));
    ER_TRY(er_sentence_of(d->ctx, d->arena, &move,
                          "To be even, %.0f %% of it would have to be somewhere else.",
                          100 * result->hoover));
    return er_balance_append(d, out, move);
}

static er_status say_undefined(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    er_sentence parts[ER_SENTENCE_PARTS];
    parts[0] = both(card->quantity->topic->title);
    unsigned notes = card->index->result.notes;
    const char *why =
        card->index->note ? card->index->note : "no unit has both persons and figures";
    if (card->index->defined && notes & ER_EQUITY_ALL_ZERO) why = "no unit has any of it";
    if (card->index->defined && notes & ER_EQUITY_ONE_ROW)
        why = "only one unit has both persons and figures";
    parts[1] = both(why);
    return join(d, out, "How even this is (%s) can't be said: %s.", parts, 2);
}

/* ---- who drives it --------------------------------------------------------------------------- */

static er_sentence line_title(const er_balance_scheme *s, size_t line) {
    if (line == s->group_count) return both("units in no group");
    const er_group *group = &s->groups[line];
    const char *title = group->title ? group->title : group->name;
    return (er_sentence){title, group->title_zh ? group->title_zh : title};
}

/** Can chance alone put as much between groups? Not known without permutations. */
static bool by_chance(const er_scorecard *card) {
    return card->index->test.p > 1 - card->scheme->data->measures.level;
}

/** How much of the unevenness lies between groups, and whether that is more than chance. */
static er_status say_between(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_equity_result *result = &card->index->result;
    double share = 100 * result->theil_t_between / result->theil_t, p = card->index->test.p;
    er_sentence more;
    if (isnan(p))
        ER_TRY(er_sentence_of(d->ctx, d->arena, &more,
                              "The groups account for %.0f %% of the unevenness.", share));
    else if (!by_chance(card))
        ER_TRY(er_sentence_of(d->ctx, d->arena, &more,
                              "The groups account for %.0f %% of the unevenness, more than chance "
                              "would give (p = %.3f).",
                              share, p));
    else
        ER_TRY(er_sentence_of(d->ctx, d->arena, &more,
                              "The groups account for %.0f %% of the unevenness, no more than "
                              "chance can give (p = %.3f), so that none can be said to drive it.",
                              share, p));
    return er_balance_append(d, out, more);
}

/** The driver's part of the gap, and whether it has too little or too much. */
static er_status say_share(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    const er_equity_group *group = &card->index->groups[card->driver];
    double share = 100 * group->gap_share, ratio = group->location_quotient;
    if (ratio == 0)
        return er_sentence_of(d->ctx, d->arena, out, "%.0f %% of it, with nothing", share);
    if (ratio < 1)
        return er_sentence_of(d->ctx, d->arena, out,
                              "%.0f %% of it, with less than an even share: %.2f times the mean",
                              share, ratio);
    return er_sentence_of(d->ctx, d->arena, out,
                          "%.0f %% of it, with more than an even share: %.2f times the mean", share,
                          ratio);
}

static er_status say_driver(const er_scorecard *card, er_sentence *out) {
    const er_balance_scheme *s = card->scheme;
    er_sentence parts[ER_SENTENCE_PARTS], more;
    if (s->scheme->overlapping)
        return er_balance_append(
            s->data, out, both("The groups overlap, so that no gap between them can be told."));
    if (card->driver == ER_NOWHERE) return ER_OK;
    if (by_chance(card)) return say_between(card, out);
    parts[0] = line_title(s, card->driver);
    ER_TRY(say_share(card, &parts[1]));
    ER_TRY(join(s->data, &more, "What drives the gap between groups is %s (%s).", parts, 2));
    ER_TRY(er_balance_append(s->data, out, more));
    return say_between(card, out);
}

/* ---- what would help ------------------------------------------------------------------------- */

static er_status say_lever(const er_scorecard *card, const er_lever *lever, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    er_sentence parts[ER_SENTENCE_PARTS];
    parts[0] = er_balance_name(&d->units[lever->unit]);
    double less = -100 * lever->change / card->index->result.theil_t;
    if (less < 0.5)
        parts[1] = both("under 1 %");
    else
        ER_TRY(er_sentence_of(d->ctx, d->arena, &parts[1], "%.0f %%", less));
    return join(d, out, "%s (%s less)", parts, 2);
}

static er_status say_levers(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    er_sentence parts[ER_SENTENCE_PARTS], list, more;
    if (card->lever_count == 0) return ER_OK;
    for (size_t i = 0; i < card->lever_count; i++)
        ER_TRY(say_lever(card, &card->levers[i], &parts[i]));
    ER_TRY(er_balance_names(d, parts, card->lever_count, &list));
    ER_TRY(join(d, &more,
                "Raising what is below the mean to it would lessen the unevenness most in %s.",
                &list, 1));
    return er_balance_append(d, out, more);
}

er_status er_balance_sentence(const er_scorecard *card, er_sentence *out) {
    const er_balance_data *d = card->scheme->data;
    er_sentence caveats = {0}, stated = {0};
    if (isnan(card->index->result.gini) || card->index->result.notes & ER_EQUITY_ONE_ROW) {
        ER_TRY(say_undefined(card, out));
    } else {
        ER_TRY(er_balance_stated(card, &stated));
        ER_TRY(say_evenness(card, out));
        if (stated.english) {
            ER_TRY(er_balance_append(d, &stated, *out));
            *out = stated;
        }
        ER_TRY(say_driver(card, out));
        ER_TRY(say_levers(card, out));
    }
    ER_TRY(er_balance_caveats(card, &caveats));
    return caveats.english ? er_balance_append(d, out, caveats) : ER_OK;
}
