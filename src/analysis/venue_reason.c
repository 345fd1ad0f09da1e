/* Why a venue can carry a service or not, in one sentence. */
#include "analysis/venue_offer.h"

#include <math.h>

/** Decimals, from one on, that tell two percentages apart. */
static int decimals_for(double a, double b) {
    int decimals = 1;
    while (decimals < 6 && a != b && er_round(a, decimals) == er_round(b, decimals))
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
    if (unknown > 0)
        return er_sentence_of(s->ctx, s->arena, out,
                              "%.1f %% of the venue is served and %.1f %% is unknown: whether the "
                              "service reaches the %.1f %% asked for can't be said",
                              served, unknown, s->asked_pct);
    if (!isnan(s->need->latency_ms))
        return er_sentence_of(s->ctx, s->arena, out,
                              "%.1f %% of the venue is served, but delays are not computed: at "
                              "most %.0f ms are asked for",
                              served, s->need->latency_ms);
    return er_sentence_of(s->ctx, s->arena, out, "nothing is known of the network");
}

/** Speeds at 5 % of the area. */
static er_status edge_speeds(const struct saying *s, double *dl_mbps, double *ul_mbps) {
    const er_venue_speeds *speeds = &s->answer->offer->outdoors;
    ER_TRY(er_venue_quantile(s->ctx, s->survey, speeds->dl_mbps, 0.05, dl_mbps));
    return er_venue_quantile(s->ctx, s->survey, speeds->ul_mbps, 0.05, ul_mbps);
}

static er_status say_capacity(const struct saying *s, er_sentence *out) {
    double share = 100 * s->answer->carried_share, users = s->answer->offer->users, dl, ul;
    const er_venue_need *need = s->need;
    int d = decimals_for(share, s->asked_pct);
    ER_TRY(edge_speeds(s, &dl, &ul));
    if (need->dl_mbps > 0 && need->ul_mbps > 0)
        return er_sentence_of(
            s->ctx, s->arena, out,
            "fast enough on %.*f %% of the venue, less than the %.*f %% asked for: at 5 %% of the "
            "area each of %.0f users gets %.1f Mbit/s down (%.1f needed) and %.1f up (%.1f needed)",
            d, share, d, s->asked_pct, users, dl, need->dl_mbps, ul, need->ul_mbps);
    if (need->dl_mbps > 0)
        return er_sentence_of(
            s->ctx, s->arena, out,
            "fast enough on %.*f %% of the venue, less than the %.*f %% asked for: at 5 %% of the "
            "area each of %.0f users gets %.1f Mbit/s down (%.1f needed)",
            d, share, d, s->asked_pct, users, dl, need->dl_mbps);
    return er_sentence_of(
        s->ctx, s->arena, out,
        "fast enough on %.*f %% of the venue, less than the %.*f %% asked for: at 5 %% of the "
        "area each of %.0f users gets %.1f Mbit/s up (%.1f needed)",
        d, share, d, s->asked_pct, users, ul, need->ul_mbps);
}

static er_status say_outdoors(const struct saying *s, er_sentence *out) {
    double inside = 100 * s->answer->indoor_share;
    int decimals = decimals_for(inside, s->asked_pct);
    return er_sentence_of(s->ctx, s->arena, out,
                          "outdoors on %.1f %% of the venue, but behind the building's wall on "
                          "%.*f %%, less than the %.*f %% asked for",
                          100 * s->answer->carried_share, decimals, inside, decimals, s->asked_pct);
}

static er_status say_ready(const struct saying *s, er_sentence *out) {
    double share = 100 * s->answer->carried_share, dl, ul;
    if (!s->answer->offer || !s->answer->offer->outdoors.dl_mbps)
        return er_sentence_of(s->ctx, s->arena, out,
                              "%.1f %% of the venue is served, of the %.1f %% asked for", share,
                              s->asked_pct);
    ER_TRY(edge_speeds(s, &dl, &ul));
    return er_sentence_of(s->ctx, s->arena, out,
                          "carried on %.1f %% of the venue, of the %.1f %% asked for: at 5 %% of "
                          "the area each of %.0f users gets %.1f Mbit/s down and %.1f up",
                          share, s->asked_pct, s->answer->offer->users, dl, ul);
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
