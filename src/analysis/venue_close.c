/* What closes the gap of a venue that falls short of its target: the fewest small cells, and one
 * mobile pack. */
#include "analysis/cover.h"
#include "analysis/venue_close.h"

#include "core/catalogue.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- why the target is not reached ----------------------------------------------------------- */

/** A share in per cent that never looks like more than it is. */
static double per_cent(double share) {
    return floor(share * 1e4 + 1e-9) / 100;
}

static er_status say(er_context *ctx, er_arena *arena, const char *format, double after,
                     double target, const char **out) {
    char text[400];
    snprintf(text, sizeof text, format, per_cent(after), per_cent(target));
    return er_arena_text(ctx, arena, text, strlen(text), out);
}

static const char *why(const er_closing_plan *found, size_t sites, bool single) {
    if (sites == 0) return "no candidate site is within reach of the venue";
    if (found->count == 0) return "no candidate site serves anything that is not served already";
    if (single)
        return "one mobile pack at the best place brings it to %.2f %%, its target is %.2f %%";
    if (found->proven)
        return "even all candidate sites together bring it to %.2f %% only, its target is %.2f %%";
    return "no plan was found that reaches the target: the best one brings it to %.2f %% of "
           "%.2f %%";
}

static er_status add_note(er_context *ctx, er_arena *arena, const er_closing_plan *found,
                          size_t sites, er_plan *plan) {
    if (plan->reached) return ER_OK;
    const char *english = why(found, sites, strcmp(plan->kind, "mobile_pack") == 0);
    ER_TRY(say(ctx, arena, english, plan->share_after, plan->target_share, &plan->note));
    return say(ctx, arena, er_catalogue_zh_tw(english), plan->share_after, plan->target_share,
               &plan->note_zh);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static er_choice choice_of(const er_closing *closing, const er_closing_plan *found, size_t k) {
    const er_closing_site *site = &closing->sites[found->chosen[k]];
    const er_study_pack *pack = closing->pack;
    bool discs = closing->model == &er_closing_discs;
    return (er_choice){.rank = (int64_t)k + 1,
                       .code = site->code,
                       .operator_ = pack->operator_,
                       .band = pack->band,
                       .height_m = site->height_m,
                       .power_dbm = discs ? (double)NAN : pack->power_dbm,
                       .gain_dbi = discs ? (double)NAN : pack->gain_dbi,
                       .radius_m = discs ? pack->radius_m : (double)NAN,
                       .adds_m2 = found->adds_m2[k],
                       .position = site->position};
}

static er_status add_rows(er_context *ctx, const er_closing *closing, const er_closing_plan *found,
                          const char *kind, er_venue_result *result) {
    const er_venue_survey *survey = closing->survey;
    const er_study *study = er_network_study(survey->network);
    er_choice *choices = NULL;
    er_plan plan = {.subject = "venue",
                    .area_id = survey->venue->id,
                    .kind = kind,
                    .target_share = er_venue_target(study, survey->venue),
                    .share_before = closing->before_m2 / survey->area_m2,
                    .share_after = found->served_m2 / survey->area_m2,
                    .reached = found->reached,
                    .count = (int64_t)found->count,
                    .bound = (int64_t)found->bound,
                    .proven = found->proven,
                    .candidates = (int64_t)closing->site_count};
    ER_TRY(add_note(ctx, survey->arena, found, closing->site_count, &plan));
    ER_TRY(er_arena_alloc(ctx, survey->arena,
                          (result->choice_count + found->count + 1) * sizeof *choices, &choices));
    if (result->choice_count > 0)
        memcpy(choices, result->choices, result->choice_count * sizeof *choices);
    double served_m2 = closing->before_m2;
    for (size_t k = 0; k < found->count; k++) {
        er_choice *choice = &choices[result->choice_count + k];
        *choice = choice_of(closing, found, k);
        served_m2 += choice->adds_m2;
        choice->plan_id = (int64_t)result->plan_count;
        choice->share = k + 1 == found->count ? plan.share_after : served_m2 / survey->area_m2;
    }
    result->choices = choices;
    result->choice_count += found->count;
    result->plans[result->plan_count++] = plan;
    return ER_OK;
}

/* ---- one plan -------------------------------------------------------------------------------- */

/** How far the highest of the candidates reaches. */
static er_status farthest(er_context *ctx, er_closing *closing, const er_candidate *candidates,
                          size_t count, double *reach_m) {
    double height_m = closing->pack->height_m, higher_m = 0;
    for (size_t i = 0; i < count; i++)
        if (candidates[i].height_m > height_m) height_m = candidates[i].height_m;
    ER_TRY(closing->model->reach(ctx, closing, closing->pack->height_m, reach_m));
    if (height_m == closing->pack->height_m) return ER_OK;
    ER_TRY(closing->model->reach(ctx, closing, height_m, &higher_m));
    *reach_m = fmax(*reach_m, higher_m);
    return ER_OK;
}

static er_status search(er_context *ctx, er_closing *closing, const er_candidate *candidates,
                        size_t candidate_count, bool single, er_closing_plan *found) {
    double reach_m = 0;
    *found = (er_closing_plan){.served_m2 = closing->before_m2, .proven = true};
    ER_TRY(farthest(ctx, closing, candidates, candidate_count, &reach_m));
    ER_TRY(er_closing_list_sites(ctx, closing, candidates, candidate_count, reach_m));
    if (closing->site_count == 0) return ER_OK;
    ER_TRY(er_closing_make_blocks(ctx, closing, closing->model->most_blocks(closing->site_count)));
    ER_TRY(closing->model->prepare(ctx, closing));
    ER_TRY(er_closing_make_covers(ctx, closing));
    return single ? er_closing_single(ctx, closing, found) : er_closing_fewest(ctx, closing, found);
}

static er_status propose(er_context *ctx, er_closing *closing, const er_candidate *candidates,
                         size_t candidate_count, const char *kind, er_venue_result *result) {
    er_closing_plan found;
    bool single = strcmp(kind, "mobile_pack") == 0;
    const er_study_venues *options = &er_network_study(closing->survey->network)->venues;
    closing->pack = single ? &options->mobile_pack : &options->small_cell;
    ER_TRY(er_arena_new(ctx, &closing->arena));
    er_status status = search(ctx, closing, candidates, candidate_count, single, &found);
    if (status == ER_OK) status = add_rows(ctx, closing, &found, kind, result);
    er_arena_free(closing->arena);
    return status;
}

er_status er_venue_close(er_context *ctx, const er_venue_survey *survey,
                         const er_candidate *candidates, size_t candidate_count,
                         er_venue_result *result) {
    const er_study *study = er_network_study(survey->network);
    er_closing closing = {.survey = survey};
    double unknown_m2;
    ER_TRY(er_venue_stratum_areas(ctx, survey, ER_COVER_ANY, &closing.before_m2, &unknown_m2));
    closing.target_m2 = er_venue_target(study, survey->venue) * survey->area_m2;
    if (er_closing_enough(&closing, closing.before_m2 + unknown_m2)) return ER_OK;
    closing.model = er_network_field(survey->network) ? &er_closing_signals : &er_closing_discs;
    er_closing cells = closing, pack = closing;
    ER_TRY(propose(ctx, &cells, candidates, candidate_count, "small_cells", result));
    return propose(ctx, &pack, candidates, candidate_count, "mobile_pack", result);
}
