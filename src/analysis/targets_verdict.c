/* From what counts to a verdict. */
#include "analysis/targets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A figure this near to its target, relative to it, has reached it: 100 * (0.85 n) / n is not
 * always 85. */
static const double target_noise = 1e-9;

/** When the figure is of, seen from the target's year. */
enum when { OF_YEAR, YEAR_NOT_OVER, AFTER_YEAR, NO_DAY };

static enum when when_of(const er_target_job *job, const er_target_ask *ask) {
    const char *day = job->day_of[ask->measure->basis];
    if (!day) return NO_DAY;
    long long year = strtoll(day, NULL, 10);
    bool last_day = strcmp(day + strlen(day) - 5, "12-31") == 0;
    if (year < ask->target->year) return YEAR_NOT_OVER;
    if (year == ask->target->year) return last_day ? OF_YEAR : YEAR_NOT_OVER;
    /* pilots are counted by their own years, so that a later day is as good */
    return ask->measure->basis == ER_BASIS_PILOTS ? OF_YEAR : AFTER_YEAR;
}

static double in_unit(const er_target_ask *ask, double part, double whole) {
    if (ask->unit == ER_UNIT_PERCENT) return 100 * part / whole;
    if (ask->unit == ER_UNIT_SHARE) return part / whole;
    return part;
}

static bool is_relative(const er_target_ask *ask) {
    return ask->unit == ER_UNIT_PERCENT || ask->unit == ER_UNIT_SHARE;
}

/** Why there is no figure; the whole is settled on the way. */
static void find_faults(const er_target_ask *ask, er_target_tally *t) {
    if (!(ask->unit & ask->measure->units)) {
        t->missing = true;
        er_target_tell(&t->notes, "The measure %s has no figure in the published unit '%s'.",
                       ask->measure->name, ask->target->unit ? ask->target->unit : "");
        return;
    }
    if (!is_relative(ask)) {
        t->whole = NAN;
        return;
    }
    if (!isnan(ask->whole)) {
        t->whole = ask->whole;
        t->whole_open = 0;
        t->whole_missing = false;
    }
    if (t->missing) return;
    if (isnan(t->whole)) {
        t->missing = true;
        er_target_tell(&t->notes, "It is not stated what it is a share of: give the target a "
                                  "'scope' or a 'whole'.");
    } else if (!(t->whole + t->whole_open > 0)) {
        t->missing = true;
        er_target_tell(&t->notes, "There is nothing to take a share of.");
    } else if (t->part > t->whole * (1 + target_noise) && !isnan(ask->whole)) {
        t->missing = true;
        er_target_tell(&t->notes, "More is counted (%.10g) than the published whole (%.10g).",
                       t->part, t->whole);
    }
}

/** Shares of the whole and of the rows that are not known, or only assumed. */
static void fill_shares(const er_target_ask *ask, const er_target_tally *t, er_target_row *row) {
    row->assumed_share = t->rests > 0 ? (double)t->assumed / (double)t->rests : NAN;
    row->unknown_share = NAN;
    if (!is_relative(ask) || t->unbounded || t->whole_missing) return;
    double whole = t->whole + t->whole_open;
    row->unknown_share = fmin(1, fmax(0, (t->high - t->part) / whole));
}

static bool reaches(double figure, double target) {
    return figure >= target - target_noise * fmax(1, fabs(target));
}

/** Does the figure reach its target, whatever is not known? OUT: it falls short; OPEN: it depends
 *  on that. */
static er_scope_state is_reached(const er_target_ask *ask, const er_target_tally *t) {
    double target = ask->target->target, whole = t->whole + t->whole_open;
    bool low =
        !(is_relative(ask) && t->whole_missing) && reaches(in_unit(ask, t->part, whole), target);
    bool high = t->unbounded || t->whole_missing || reaches(in_unit(ask, t->high, whole), target);
    return low ? ER_SCOPE_IN : high ? ER_SCOPE_OPEN : ER_SCOPE_OUT;
}

static void tell_open(const er_target_ask *ask, const er_target_tally *t, er_telling *say) {
    double whole = t->whole + t->whole_open;
    if (t->unbounded || t->whole_missing)
        er_target_tell(say, "What is not known could turn the answer.");
    else
        er_target_tell(
            say, "What is not known could turn the answer: it is between %.10g and %.10g.",
            er_round(in_unit(ask, t->part, whole), 4), er_round(in_unit(ask, t->high, whole), 4));
}

/** The figure falls short: whether that can be said. */
static const char *short_of(const er_target_job *job, const er_target_ask *ask, enum when when,
                            double gap, er_telling *say) {
    if (ask->definition->partial) {
        er_target_tell(say, "The rows are known to be part of all there are: the figure is at "
                            "least this, and can't be said to miss.");
        return ER_TARGET_CANNOT_SAY;
    }
    if (when == YEAR_NOT_OVER) {
        er_target_tell(say, "It is not reached on %s, and the year %lld is not over then.",
                       job->day_of[ask->measure->basis], (long long)ask->target->year);
        return ER_TARGET_CANNOT_SAY;
    }
    if (when == NO_DAY) {
        er_target_tell(say,
                       "It is not reached, but no day is stated, so that it can't be said "
                       "whether the year %lld is over: give --as-of, or time.as_of in the "
                       "study.",
                       (long long)ask->target->year);
        return ER_TARGET_CANNOT_SAY;
    }
    er_target_tell(say, "The figure falls short of the target by %.10g.", er_round(-gap, 4));
    return ER_TARGET_MISSED;
}

static const char *verdict_of(const er_target_job *job, const er_target_ask *ask,
                              const er_target_tally *t, double gap, er_telling *say) {
    const char *day = job->day_of[ask->measure->basis];
    enum when when = when_of(job, ask);
    if (isnan(ask->target->target)) {
        er_target_tell(say, "No target is published for this year.");
        return ER_TARGET_CANNOT_SAY;
    }
    if (when == NO_DAY && ask->measure->basis != ER_BASIS_PILOTS) {
        er_target_tell(say, "The figure is of what is loaded, and no day is stated: give --as-of, "
                            "time.as_of in the study, or the vintage of the input.");
        return ER_TARGET_CANNOT_SAY;
    }
    if (when == AFTER_YEAR) {
        er_target_tell(say, "The figure is of %s, after the target's year.", day);
        return ER_TARGET_CANNOT_SAY;
    }
    er_scope_state reached = is_reached(ask, t);
    if (reached == ER_SCOPE_OPEN) {
        tell_open(ask, t, say);
        return ER_TARGET_CANNOT_SAY;
    }
    if (reached == ER_SCOPE_OUT) return short_of(job, ask, when, gap, say);
    if (when == YEAR_NOT_OVER)
        er_target_tell(say, "The target is reached on %s, before the year %lld is over.", day,
                       (long long)ask->target->year);
    else
        er_target_tell(say, "The target is reached.");
    return ER_TARGET_MET;
}

/** What the figure rests on. */
static void tell_basis(const er_target_ask *ask, const er_target_tally *t, const er_target_row *row,
                       er_telling *say) {
    if (ask->measure->basis == ER_BASIS_PILOTS)
        er_target_tell(say,
                       ask->definition->partial
                           ? "It rests on the %lld pilots that are known, not on a register "
                             "of all."
                           : "It rests on %lld pilots.",
                       (long long)t->rests);
    if (t->assumed > 0)
        er_target_tell(say,
                       t->synthetic ? "%.4g %% of the rows that it rests on are synthetic or "
                                      "defaults: it shows nothing real."
                                    : "%.4g %% of the stations that it rests on have a "
                                      "default radius or antenna.",
                       er_round(100 * row->assumed_share, 2));
}

er_status er_target_judge(const er_target_job *job, const er_target_ask *ask,
                          er_target_tally *tally, er_target_row *row) {
    er_telling say = {.ctx = job->ctx, .arena = job->arena};
    er_sentence reason;
    find_faults(ask, tally);
    row->verdict = ER_TARGET_CANNOT_SAY;
    row->synthetic = tally->synthetic;
    if (!tally->missing) {
        row->part = tally->part;
        row->whole = is_relative(ask) ? tally->whole : NAN;
        row->figure = in_unit(ask, tally->part, tally->whole);
        row->gap = row->figure - row->target;
        fill_shares(ask, tally, row);
        row->verdict = verdict_of(job, ask, tally, row->gap, &say);
    } else {
        er_target_tell(&say, "There is no figure.");
    }
    ER_TRY(tally->notes.status);
    for (size_t i = 0; i < tally->notes.count; i++)
        er_target_tell_one(&say, tally->notes.items[i]);
    if (!tally->missing) tell_basis(ask, tally, row, &say);
    ER_TRY(er_target_told(&say, " ", "", &reason));
    row->reason = reason.english;
    row->reason_zh = reason.chinese;
    return ER_OK;
}

const char *er_target_title(const er_context *ctx, const char *verdict) {
    static const char *const titles[][2] = {{ER_TARGET_MET, "met"},
                                            {ER_TARGET_MISSED, "missed"},
                                            {ER_TARGET_CANNOT_SAY, "can't be said"}};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (verdict && strcmp(verdict, titles[i][0]) == 0) return er_text(ctx, titles[i][1]);
    return verdict;
}
