/** What each operator offers a venue's users: the ground on which services are judged. */
#ifndef EVENREACH_ANALYSIS_VENUE_OFFER_H
#define EVENREACH_ANALYSIS_VENUE_OFFER_H

#include "analysis/sentence.h"
#include "analysis/venues.h"

/** Speeds that a user gets in each cell: 0 where it is not served, NAN where that is unknown. */
typedef struct er_venue_speeds {
    double *dl_mbps; /**< null with discs */
    double *ul_mbps;
} er_venue_speeds;

typedef struct er_venue_offer {
    uint32_t operator_;
    const char *name;
    const er_venue_row *row; /**< its stratum's */
    double users;            /**< of the operator in the venue at the same time, at least one */
    er_venue_speeds outdoors;
    er_venue_speeds indoors;
} er_venue_offer;

/** Index of the operator that the venue states; UINT32_MAX if it states none, or one that the
 *  network has not. */
uint32_t er_venue_own_operator(const er_venue_survey *survey);

/** Offers of the operators that are asked: the venue's own, else every one; stations of which no
 *  operator is stated count as one more. In the survey's arena. */
er_status er_venue_offers(er_context *ctx, const er_venue_survey *survey,
                          const er_venue_result *result, er_venue_offer **out, size_t *count);

/** From the worst to the best. */
typedef enum er_verdict {
    ER_COVERAGE_SHORT,
    ER_CAPACITY_SHORT,
    ER_VERDICT_OPEN,
    ER_READY_OUTDOORS,
    ER_READY
} er_verdict;

/** What a service asks; NAN: nothing. */
typedef struct er_venue_need {
    double dl_mbps;
    double ul_mbps;
    double latency_ms;
} er_venue_need;

/** How one offer meets one need. */
typedef struct er_venue_answer {
    er_verdict verdict;
    const er_venue_offer *offer; /**< null: there is no operator */
    const char *name;            /**< of whom: an operator's, or "any operator" */
    double target_share;
    double served_share;  /**< outdoors */
    double carried_share; /**< of the area, outdoors; served where no speed is asked */
    double indoor_share;  /**< likewise behind the wall; NAN: not known, or not asked for */
    double judged_share;  /**< the one of these that the verdict rests on */
    double unknown_share; /**< of the area, where that one is not known */
    bool no_speeds;       /**< speeds are asked for, and the model gives none */
    bool no_indoors;      /**< the inside is asked for, and the model says nothing of it */
    bool delay_alone;     /**< nothing but a delay is asked for, which is not computed */
} er_venue_answer;

/** The sentence that says why. */
er_status er_venue_reason(er_context *ctx, const er_venue_survey *survey, const er_venue_need *need,
                          const er_venue_answer *answer, er_sentence *out);

#endif
