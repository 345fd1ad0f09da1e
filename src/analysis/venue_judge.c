/* Whether a venue carries the services that it must.
 *
 * A service is carried where an operator's signal serves and each of its users gets the speeds that
 * the service asks for. The venue is ready for it if that is so on its target share; what is
 * unknown may stand on either side. The operator that does best is judged. */
#include "analysis/cover.h"
#include "analysis/venue_offer.h"

#include <math.h>
#include <string.h>

static const char *verdict_name(er_verdict verdict) {
    switch (verdict) {
    case ER_COVERAGE_SHORT:
        return ER_VERDICT_COVERAGE_SHORT;
    case ER_CAPACITY_SHORT:
        return ER_VERDICT_CAPACITY_SHORT;
    case ER_READY_OUTDOORS:
        return ER_VERDICT_READY_OUTDOORS;
    case ER_READY:
        return ER_VERDICT_READY;
    case ER_VERDICT_OPEN:
        break;
    }
    return ER_VERDICT_UNKNOWN;
}

const char *er_verdict_title(const er_context *ctx, const char *verdict) {
    if (strcmp(verdict, ER_VERDICT_COVERAGE_SHORT) == 0) return er_text(ctx, "coverage short");
    if (strcmp(verdict, ER_VERDICT_CAPACITY_SHORT) == 0) return er_text(ctx, "capacity short");
    if (strcmp(verdict, ER_VERDICT_READY_OUTDOORS) == 0) return er_text(ctx, "ready outdoors only");
    if (strcmp(verdict, ER_VERDICT_READY) == 0) return er_text(ctx, "ready");
    return er_text(ctx, "unknown");
}

static bool is_indoor(const er_venue *venue) {
    return venue->environment &&
           (er_same_text(venue->environment, "indoor") || strcmp(venue->environment, "室內") == 0);
}

/* ---- shares ---------------------------------------------------------------------------------- */

/** A part of the venue's area that is so, and one of which that is not known. */
struct part {
    double share;
    double unknown;
};

enum standing { SHORT, OPEN, REACHED };

/** How a part stands to the target; sums may end below it by their rounding. */
static enum standing stand(struct part part, double target) {
    const double rounding = 1e-9;
    if (part.share >= target - rounding) return REACHED;
    return part.share + part.unknown < target - rounding ? SHORT : OPEN;
}

static bool wants_speed(const er_venue_need *need) {
    return need->dl_mbps > 0 || need->ul_mbps > 0;
}

/** Where both speeds are enough, and where that is not known. */
static struct part carried(const er_venue_survey *survey, const er_venue_speeds *speeds,
                           const er_venue_need *need) {
    er_sum enough = {0}, unknown = {0}, whole = {0};
    for (size_t i = 0; i < survey->cell_count; i++) {
        double dl = speeds->dl_mbps[i], ul = speeds->ul_mbps[i], m2 = survey->cells[i].area_m2;
        er_sum_add(&whole, m2);
        if (isnan(dl))
            er_sum_add(&unknown, m2);
        else if ((dl > 0 || ul > 0) && !(dl < need->dl_mbps) && !(ul < need->ul_mbps))
            er_sum_add(&enough, m2);
    }
    double all = er_sum_value(&whole);
    return (struct part){er_sum_value(&enough) / all, er_sum_value(&unknown) / all};
}

static struct part served(const er_venue_row *row) {
    return (struct part){row->served_m2 / row->area_m2, row->unknown_m2 / row->area_m2};
}

/** Whether a cell is served behind the wall by an operator; `unknown` is set where that can't be
 *  said. */
static er_status serves_inside(er_context *ctx, const er_venue_survey *survey, uint32_t operator_,
                               size_t cell, bool *serves, bool *unknown) {
    const er_service *service = &survey->services[operator_ * survey->cell_count + cell];
    er_signal inside;
    ER_TRY(er_venue_behind_wall(ctx, survey, &service->signal, &inside));
    *unknown = *unknown || inside.unknown;
    *serves = *serves || (!inside.unknown && inside.level > 0);
    return ER_OK;
}

/** What is served behind the wall by the operator of an offer; of null, by any. */
static er_status served_inside(er_context *ctx, const er_venue_survey *survey,
                               const er_venue_offer *offer, struct part *part) {
    uint32_t first = offer ? offer->operator_ : 0;
    uint32_t end = offer ? offer->operator_ + 1 : survey->operator_count;
    er_sum enough = {0}, open = {0}, whole = {0};
    for (size_t i = 0; i < survey->cell_count; i++) {
        bool serves = false, unknown = false;
        for (uint32_t o = first; o < end; o++)
            ER_TRY(serves_inside(ctx, survey, o, i, &serves, &unknown));
        er_sum_add(&whole, survey->cells[i].area_m2);
        if (serves || unknown) er_sum_add(serves ? &enough : &open, survey->cells[i].area_m2);
    }
    double all = er_sum_value(&whole);
    *part = (struct part){er_sum_value(&enough) / all, er_sum_value(&open) / all};
    return ER_OK;
}

/* ---- one offer, one need --------------------------------------------------------------------- */

/** The verdict outdoors; the answer's shares are filled in. */
static er_verdict judge_outdoors(const er_venue_survey *survey, const er_venue_need *need,
                                 const er_venue_row *row, er_venue_answer *answer) {
    struct part coverage = served(row);
    answer->served_share = answer->carried_share = coverage.share;
    answer->judged_share = coverage.share;
    answer->unknown_share = coverage.unknown;
    enum standing standing = stand(coverage, answer->target_share);
    if (standing != REACHED) return standing == SHORT ? ER_COVERAGE_SHORT : ER_VERDICT_OPEN;
    if (wants_speed(need)) {
        answer->no_speeds = !answer->offer || !answer->offer->outdoors.dl_mbps;
        if (answer->no_speeds) return ER_VERDICT_OPEN;
        struct part speed = carried(survey, &answer->offer->outdoors, need);
        answer->carried_share = answer->judged_share = speed.share;
        answer->unknown_share = speed.unknown;
        standing = stand(speed, answer->target_share);
        if (standing != REACHED) return standing == SHORT ? ER_CAPACITY_SHORT : ER_VERDICT_OPEN;
    }
    return ER_READY;
}

/** The same behind the wall, once it is ready outdoors. */
static er_status judge_indoors(er_context *ctx, const er_venue_survey *survey,
                               const er_venue_need *need, er_venue_answer *answer) {
    struct part inside;
    answer->no_indoors = er_network_field(survey->network) == NULL;
    answer->verdict = ER_VERDICT_OPEN;
    if (answer->no_indoors) return ER_OK;
    if (wants_speed(need) && answer->offer && answer->offer->indoors.dl_mbps)
        inside = carried(survey, &answer->offer->indoors, need);
    else
        ER_TRY(served_inside(ctx, survey, answer->offer, &inside));
    answer->indoor_share = answer->judged_share = inside.share;
    answer->unknown_share = inside.unknown;
    enum standing standing = stand(inside, answer->target_share);
    if (standing != OPEN) answer->verdict = standing == REACHED ? ER_READY : ER_READY_OUTDOORS;
    return ER_OK;
}

/** `offer` may be null: then the row of any operator is judged, by coverage alone. */
static er_status answer_by(er_context *ctx, const er_venue_survey *survey,
                           const er_venue_need *need, const er_venue_offer *offer,
                           const er_venue_row *row, er_venue_answer *answer) {
    const er_study *study = er_network_study(survey->network);
    *answer = (er_venue_answer){.offer = offer,
                                .name = row->operator_,
                                .target_share = er_venue_target(study, survey->venue),
                                .indoor_share = NAN};
    answer->verdict = judge_outdoors(survey, need, row, answer);
    if (answer->verdict == ER_READY && is_indoor(survey->venue))
        ER_TRY(judge_indoors(ctx, survey, need, answer));
    /* no delay is computed: a service that asks for nothing else can't be judged; where speeds are
     * asked for, too, those are, and the reason says what is left open */
    answer->delay_alone =
        answer->verdict > ER_VERDICT_OPEN && !isnan(need->latency_ms) && !wants_speed(need);
    if (answer->delay_alone) answer->verdict = ER_VERDICT_OPEN;
    return ER_OK;
}

static bool is_better(const er_venue_answer *a, const er_venue_answer *b) {
    if (a->verdict != b->verdict) return a->verdict > b->verdict;
    if (a->carried_share != b->carried_share) return a->carried_share > b->carried_share;
    return a->served_share > b->served_share;
}

static er_status best_answer(er_context *ctx, const er_venue_survey *survey,
                             const er_venue_need *need, const er_venue_offer *offers, size_t count,
                             er_venue_answer *best) {
    ER_TRY(answer_by(ctx, survey, need, &offers[0], offers[0].row, best));
    for (size_t i = 1; i < count; i++) {
        er_venue_answer next;
        ER_TRY(answer_by(ctx, survey, need, &offers[i], offers[i].row, &next));
        if (is_better(&next, best)) *best = next;
    }
    /* of operators that serve nothing none does better than the others */
    if (count > 1 && best->verdict == ER_COVERAGE_SHORT && best->served_share == 0) {
        best->offer = NULL;
        best->name = NULL;
    }
    return ER_OK;
}

/* ---- services -------------------------------------------------------------------------------- */

static const er_service_need *find_need(const er_service_need *needs, size_t count,
                                        const char *code) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(needs[i].code, code) == 0) return &needs[i];
    return NULL;
}

static er_status put_quantiles(er_context *ctx, const er_venue_survey *survey,
                               const er_venue_speeds *speeds, er_venue_service_row *row) {
    row->dl_p5_mbps = row->dl_p50_mbps = row->ul_p5_mbps = row->ul_p50_mbps = NAN;
    if (!speeds || !speeds->dl_mbps) return ER_OK;
    ER_TRY(er_venue_quantile(ctx, survey, speeds->dl_mbps, 0.05, &row->dl_p5_mbps));
    ER_TRY(er_venue_quantile(ctx, survey, speeds->dl_mbps, 0.5, &row->dl_p50_mbps));
    ER_TRY(er_venue_quantile(ctx, survey, speeds->ul_mbps, 0.05, &row->ul_p5_mbps));
    return er_venue_quantile(ctx, survey, speeds->ul_mbps, 0.5, &row->ul_p50_mbps);
}

static er_status judge_service(er_context *ctx, const er_venue_survey *survey,
                               const er_service_need *found, const er_venue_offer *offers,
                               size_t count, er_venue_service_row *row) {
    er_sentence reason;
    row->dl_need_mbps = found ? found->dl_mbps : (double)NAN;
    row->ul_need_mbps = found ? found->ul_mbps : (double)NAN;
    row->users = NAN;
    row->verdict = verdict_name(ER_VERDICT_OPEN);
    ER_TRY(put_quantiles(ctx, survey, NULL, row));
    if (!found) {
        ER_TRY(er_sentence_of(ctx, survey->arena, &reason,
                              "no service %s is defined: load service_needs that define it",
                              row->service));
    } else {
        er_venue_need need = {found->dl_mbps, found->ul_mbps, found->latency_ms};
        er_venue_answer best = {.verdict = ER_VERDICT_OPEN};
        if (count > 0)
            ER_TRY(best_answer(ctx, survey, &need, offers, count, &best));
        else if (!er_network_is_unknown(survey->network))
            best.verdict = ER_COVERAGE_SHORT;
        row->verdict = verdict_name(best.verdict);
        row->operator_ = best.name;
        if (best.offer && !isnan(survey->venue->peak_crowd)) row->users = best.offer->users;
        ER_TRY(put_quantiles(ctx, survey, best.offer ? &best.offer->outdoors : NULL, row));
        ER_TRY(er_venue_reason(ctx, survey, &need, &best, &reason));
    }
    row->reason = reason.english;
    row->reason_zh = reason.chinese;
    return ER_OK;
}

/** The codes that a venue must carry: its own list, else the study's. */
static er_status list_services(er_context *ctx, const er_venue_survey *survey, const char ***codes,
                               size_t *count) {
    const er_study_venues *study = &er_network_study(survey->network)->venues;
    const char *own = survey->venue->services;
    size_t most = own ? strlen(own) + 1 : study->service_count;
    ER_TRY(er_arena_alloc(ctx, survey->arena, (most + 1) * sizeof **codes, codes));
    *count = 0;
    for (size_t i = 0; !own && i < study->service_count; i++)
        (*codes)[(*count)++] = study->services[i];
    for (const char *at = own; at && *at;) {
        size_t length = strcspn(at, ";");
        if (length > 0)
            ER_TRY(er_arena_text(ctx, survey->arena, at, length, &(*codes)[(*count)++]));
        at += length + (at[length] == ';');
    }
    return ER_OK;
}

/* ---- the venue ------------------------------------------------------------------------------- */

/** Name whom a reason speaks of; null: nobody. */
static er_status put_reason(er_context *ctx, const er_venue_survey *survey, const char *service,
                            const char *operator_, er_sentence reason, er_venue_finding *finding) {
    const er_sentence parts[] = {
        {service, service}, {operator_, operator_}, {reason.english, reason.chinese}};
    er_sentence out = reason;
    if (operator_ && strcmp(operator_, ER_NO_OPERATOR) == 0) operator_ = NULL;
    if (service && operator_)
        ER_TRY(er_sentence_join(ctx, survey->arena, &out, "%s (%s): %s", "%s（%s）：%s", parts, 3));
    else if (service || operator_)
        ER_TRY(er_sentence_join(ctx, survey->arena, &out, "%s: %s", "%s：%s",
                                (er_sentence[]){parts[service ? 0 : 1], parts[2]}, 2));
    finding->reason = out.english;
    finding->reason_zh = out.chinese;
    return ER_OK;
}

/** Without services: by the coverage of its own operator, else of any. */
static er_status judge_coverage(er_context *ctx, const er_venue_survey *survey,
                                er_venue_result *result) {
    const er_venue_need nothing = {NAN, NAN, NAN};
    uint32_t own = er_venue_own_operator(survey);
    const er_venue_row *row =
        &result->rows[own == UINT32_MAX ? ER_COVER_ANY : ER_COVER_OPERATOR + own];
    const er_venue_offer offer = {.operator_ = own, .name = row->operator_, .row = row, .users = 1};
    er_venue_answer answer;
    er_sentence reason;
    ER_TRY(answer_by(ctx, survey, &nothing, own == UINT32_MAX ? NULL : &offer, row, &answer));
    ER_TRY(er_venue_reason(ctx, survey, &nothing, &answer, &reason));
    result->finding.verdict = verdict_name(answer.verdict);
    return put_reason(ctx, survey, NULL, row->operator_, reason, &result->finding);
}

static er_verdict verdict_of(const char *name) {
    er_verdict verdict = ER_READY;
    while (verdict > ER_COVERAGE_SHORT && strcmp(verdict_name(verdict), name) != 0)
        verdict--;
    return verdict;
}

/** The first of the worst services speaks for the venue. */
static er_status take_worst(er_context *ctx, const er_venue_survey *survey,
                            er_venue_result *result) {
    const er_venue_service_row *worst = &result->services[0];
    er_venue_finding *finding = &result->finding;
    for (size_t i = 1; i < result->service_count; i++)
        if (verdict_of(result->services[i].verdict) < verdict_of(worst->verdict))
            worst = &result->services[i];
    finding->verdict = worst->verdict;
    return put_reason(ctx, survey, worst->service, worst->operator_,
                      (er_sentence){worst->reason, worst->reason_zh}, finding);
}

er_status er_venue_judge(er_context *ctx, const er_venue_survey *survey,
                         const er_service_need *needs, size_t need_count, er_venue_result *result) {
    const char **codes = NULL;
    er_venue_offer *offers = NULL;
    size_t count = 0, offer_count = 0;
    ER_TRY(list_services(ctx, survey, &codes, &count));
    result->service_count = count;
    if (count == 0) return judge_coverage(ctx, survey, result);
    ER_TRY(er_venue_offers(ctx, survey, result, &offers, &offer_count));
    ER_TRY(er_arena_alloc(ctx, survey->arena, count * sizeof *result->services, &result->services));
    for (size_t i = 0; i < count; i++) {
        er_venue_service_row *row = &result->services[i];
        *row = (er_venue_service_row){.venue_id = survey->venue->id, .service = codes[i]};
        ER_TRY(judge_service(ctx, survey, find_need(needs, need_count, codes[i]), offers,
                             offer_count, row));
    }
    return take_worst(ctx, survey, result);
}
