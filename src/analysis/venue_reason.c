/* Why a venue can carry a service or not, in one sentence. */
#include "analysis/venue_offer.h"

#include <math.h>

/** Decimals, from one on, that tell two figures apart: shares that differ for a verdict differ by
 *  more than 1e-7 %. */
static int decimals_for(double a, double b) {
    int decimals = 1;
    while (decimals < 8 && a != b && er_round(a, decimals) == er_round(b, decimals))
        decimals++;
    return decimals;
}

/** What a sentence speaks of. */
struct saying {
    er_context *ctx;
    er_arena *arena;
    const er_venue_survey *survey;
    const er_venue_need *need;
    const er_venue_answer *answer;
    double asked_pct; /**< of the area */
};

static er_status say_coverage(const struct saying *s, er_sentence *out) {
    double served = 100 * s->answer->served_share;
    int decimals = decimals_for(served, s->asked_pct);
    if (served == 0) return er_sentence_of(s->ctx, s->arena, out, "nothing of the venue is served");
    return er_sentence_of(s->ctx, s->arena, out,
                          "%.*f %% of the venue is served, less than the %.*f %% asked for",
                          decimals, served, decimals, s->asked_pct);
}

static er_status say_unknown(const struct saying *s, er_sentence *out) {
    const er_venue_answer *answer = s->answer;
    double served = 100 * answer->served_share, unknown = 100 * answer->unknown_share;
    if (answer->no_speeds)
        return er_sentence_of(
            s->ctx, s->arena, out,
            "%.1f %% of the venue is served, but the disc model says nothing of speeds", served);
    if (answer->no_indoors)
        return er_sentence_of(s->ctx, s->arena, out,
                              "%.1f %% of the venue is served, but the disc model says nothing of "
                              "the inside of buildings",
                              served);
    if (answer->delay_alone)
        return er_sentence_of(s->ctx, s->arena, out,
                              "%.1f %% of the venue is served, but delays are not computed: at "
                              "most %.0f ms are asked for",
                              served, s->need->latency_ms);
    if (unknown > 0)
        return er_sentence_of(s->ctx, s->arena, out,
                              "good on %.1f %% of the venue and unknown on %.1f %%: whether the "
                              "%.1f %% asked for are reached can't be said",
                              100 * answer->judged_share, unknown, s->asked_pct);
    return er_sentence_of(s->ctx, s->arena, out, "nothing is known of the network");
}

/* ---- speeds ---------------------------------------------------------------------------------- */

/** "12.3 Mbit/s up", and what is needed if it must be said. */
static er_status say_speed(const struct saying *s, bool up, double mbps, double needed_mbps,
                           er_sentence *out) {
    int d = needed_mbps > 0 ? decimals_for(mbps, needed_mbps) : 1;
    if (!(needed_mbps > 0) && up)
        return er_sentence_of(s->ctx, s->arena, out, "%.1f Mbit/s up", mbps);
    if (!(needed_mbps > 0)) return er_sentence_of(s->ctx, s->arena, out, "%.1f Mbit/s down", mbps);
    if (up)
        return er_sentence_of(s->ctx, s->arena, out, "%.*f Mbit/s up (%.*f needed)", d, mbps, d,
                              needed_mbps);
    return er_sentence_of(s->ctx, s->arena, out, "%.*f Mbit/s down (%.*f needed)", d, mbps, d,
                          needed_mbps);
}

/** What each user has where the target would just be reached: `speeds` at that share of the area.
 *  Of both directions if both or none are needed. */
static er_status say_users(const struct saying *s, const er_venue_speeds *speeds,
                           er_sentence *out) {
    double users = s->answer->offer->users, dl, ul;
    double rest = er_round(1 - s->answer->target_share, 12);
    const er_venue_need *need = s->need;
    bool down = need->dl_mbps > 0 || !(need->ul_mbps > 0);
    bool up = need->ul_mbps > 0 || !(need->dl_mbps > 0);
    er_sentence parts[ER_SENTENCE_PARTS];
    size_t count = 1;
    ER_TRY(er_venue_quantile(s->ctx, s->survey, speeds->dl_mbps, rest, &dl));
    ER_TRY(er_venue_quantile(s->ctx, s->survey, speeds->ul_mbps, rest, &ul));
    if (er_round(users, 0) > 1)
        ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                              "at %g %% of the area each of %.0f users gets", 100 * rest, users));
    else
        ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                              "at %g %% of the area a single user gets", 100 * rest));
    if (down) ER_TRY(say_speed(s, false, dl, need->dl_mbps, &parts[count++]));
    if (up) ER_TRY(say_speed(s, true, ul, need->ul_mbps, &parts[count++]));
    return er_sentence_join(s->ctx, s->arena, out, down && up ? "%s %s and %s" : "%s %s",
                            down && up ? "%s%s、%s" : "%s%s", parts, count);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static er_status say_capacity(const struct saying *s, er_sentence *out) {
    double share = 100 * s->answer->carried_share;
    int d = decimals_for(share, s->asked_pct);
    er_sentence parts[2];
    ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                          "fast enough on %.*f %% of the venue, less than the %.*f %% asked for", d,
                          share, d, s->asked_pct));
    ER_TRY(say_users(s, &s->answer->offer->outdoors, &parts[1]));
    return er_sentence_join(s->ctx, s->arena, out, "%s: %s", "%s：%s", parts, 2);
}

static er_status say_outdoors(const struct saying *s, er_sentence *out) {
    double inside = 100 * s->answer->indoor_share;
    int decimals = decimals_for(inside, s->asked_pct);
    return er_sentence_of(s->ctx, s->arena, out,
                          "good outdoors on %.1f %% of the venue, but behind the building's wall "
                          "on %.*f %%, less than the %.*f %% asked for",
                          100 * s->answer->carried_share, decimals, inside, decimals, s->asked_pct);
}

/** Of an indoor venue what is inside counts. */
static er_status say_carried(const struct saying *s, er_sentence *out) {
    const er_venue_answer *answer = s->answer;
    double share = 100 * answer->judged_share;
    bool speeds = answer->offer && answer->offer->outdoors.dl_mbps;
    er_sentence parts[2];
    if (!isnan(answer->indoor_share))
        ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                              "good behind the building's wall on %.1f %% of the venue (%.1f %% "
                              "asked for)",
                              share, s->asked_pct));
    else if (speeds)
        ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                              "carried on %.1f %% of the venue (%.1f %% asked for)", share,
                              s->asked_pct));
    else
        ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[0],
                              "%.1f %% of the venue is served (%.1f %% asked for)", share,
                              s->asked_pct));
    *out = parts[0];
    if (!speeds) return ER_OK;
    ER_TRY(say_users(
        s, isnan(answer->indoor_share) ? &answer->offer->outdoors : &answer->offer->indoors,
        &parts[1]));
    return er_sentence_join(s->ctx, s->arena, out, "%s: %s", "%s：%s", parts, 2);
}

/** A delay that is asked for beside speeds is left open, and that is said. */
static er_status say_ready(const struct saying *s, er_sentence *out) {
    er_sentence parts[2];
    ER_TRY(say_carried(s, &parts[0]));
    *out = parts[0];
    if (isnan(s->need->latency_ms)) return ER_OK;
    ER_TRY(er_sentence_of(s->ctx, s->arena, &parts[1],
                          "whether its delay stays within %.0f ms is not computed",
                          s->need->latency_ms));
    return er_sentence_join(s->ctx, s->arena, out, "%s; %s", "%s；%s", parts, 2);
}

er_status er_venue_reason(er_context *ctx, const er_venue_survey *survey, const er_venue_need *need,
                          const er_venue_answer *answer, er_sentence *out) {
    const struct saying s = {ctx, survey->arena, survey, need, answer, 100 * answer->target_share};
    switch (answer->verdict) {
    case ER_COVERAGE_SHORT:
        return say_coverage(&s, out);
    case ER_CAPACITY_SHORT:
        return say_capacity(&s, out);
    case ER_READY_OUTDOORS:
        return say_outdoors(&s, out);
    case ER_READY:
        return say_ready(&s, out);
    case ER_VERDICT_OPEN:
        break;
    }
    return say_unknown(&s, out);
}
