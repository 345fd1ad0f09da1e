/* The calculation of one venue, step by step, in words. The figures are those that er_venues puts
 * into the workspace: both ask the same functions. */
#include "analysis/day.h"
#include "analysis/venue_offer.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/** What is explained, and the lines so far. */
struct telling {
    er_context *ctx;
    er_arena *arena;
    const er_study *study;
    const er_venue_survey *survey;
    const er_venue_result *result;
    const er_unit *unit; /**< that holds it; null: none */
    const char *heading;
    er_explain_line *lines; /**< freed by er_free */
    size_t count;
    size_t capacity;
    er_status status; /**< of the first failure */
};

/** Add a line under the heading at hand; `format` is the English text. */
static void tell(struct telling *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void tell(struct telling *t, const char *format, ...) {
    va_list arguments;
    er_explain_line line = {.heading = t->heading};
    if (t->status == ER_OK)
        t->status = er_reserve(t->ctx, &t->lines, &t->capacity, t->count + 1, sizeof *t->lines);
    if (t->status != ER_OK) return;
    va_start(arguments, format);
    t->status = er_arena_vformat(t->ctx, t->arena, &line.text, er_text(t->ctx, format), arguments);
    va_end(arguments);
    if (t->status == ER_OK) t->lines[t->count++] = line;
}

static void head(struct telling *t, const char *heading) {
    t->heading = er_text(t->ctx, heading);
}

static double percent(double part, double whole) {
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

/* ---- the venue and its grid ------------------------------------------------------------------ */

static void tell_venue(struct telling *t) {
    const er_venue *venue = t->survey->venue;
    head(t, "Venue");
    tell(t, "%s: %s", venue->code, venue->name ? venue->name : venue->code);
    tell(t, "area of its footprint on the ellipsoid: %.1f m2 (%.4f ha)", venue->area_m2,
         venue->area_m2 / 1e4);
    if (!isnan(venue->reported_area_ha))
        tell(t, "a document states %.2f ha", venue->reported_area_ha);
    if (!isnan(venue->reported_share))
        tell(t, "a document states that %.1f %% of it is covered", 100 * venue->reported_share);
    if (venue->approximate && !isnan(venue->accuracy_m))
        tell(t, "its footprint is drawn around a place known to within %.0f m", venue->accuracy_m);
    if (venue->corridor)
        tell(t, "its footprint is a strip of %.0f m along its way", t->study->venues.corridor_m);
    if (t->unit)
        tell(t, "it lies in %s %s", t->unit->code, t->unit->name ? t->unit->name : "");
    else
        tell(t, "it lies outside all units");
}

static void tell_grid(struct telling *t) {
    const er_venue_survey *s = t->survey;
    const er_venue_finding *f = &t->result->finding;
    head(t, "Ground");
    tell(t, "cells of %g m, %lld of which it touches; each counts by the exact share inside",
         f->cell_m, (long long)f->cells);
    if (f->cell_m > t->study->venues.cell_m)
        tell(t, "cells of %g m would be more than %.0f", t->study->venues.cell_m,
             t->study->venues.most_cells);
    tell(t, "areas on the plane are scaled by %.12f to those on the ellipsoid", s->scale);
}

/* ---- coverage -------------------------------------------------------------------------------- */

static void tell_threshold(struct telling *t) {
    const er_study_radio *radio = &t->study->radio;
    head(t, "What counts as served");
    if (!er_network_field(t->survey->network)) {
        tell(t, "a place within the radius of a station, exactly, by arcs");
        return;
    }
    const er_study_level *level = &radio->levels[radio->level_count - 1];
    tell(t, "model %s, preset %s, level %s or better", t->study->coverage_model,
         radio->preset ? radio->preset : "-", level->name);
    if (!isnan(level->min_rsrp_dbm)) tell(t, "RSRP of at least %g dBm", level->min_rsrp_dbm);
    if (!isnan(level->min_dl_mbps)) tell(t, "at least %g Mbit/s down", level->min_dl_mbps);
    if (!isnan(level->min_ul_mbps)) tell(t, "at least %g Mbit/s up", level->min_ul_mbps);
    tell(t, "with a probability of %g: %.3f standard deviations of the signal above it",
         radio->edge_probability, er_normal_quantile(radio->edge_probability));
}

static void tell_row(struct telling *t, const er_venue_row *row) {
    const char *who = row->operator_;
    if (!who)
        who = er_text(t->ctx, strcmp(row->stratum, "any") == 0 ? "any operator" : "all operators");
    tell(t, "%s: %.1f m2 served (%.2f %%), %.1f m2 unserved, %.1f m2 unknown", who, row->served_m2,
         percent(row->served_m2, row->area_m2), row->area_m2 - row->served_m2 - row->unknown_m2,
         row->unknown_m2);
    if (!isnan(row->indoor_m2))
        tell(t, "%s: %.1f m2 served behind the wall (%.2f %%)", who, row->indoor_m2,
             percent(row->indoor_m2, row->area_m2));
    if (!isnan(row->rsrp_p50_dbm))
        tell(t, "%s: RSRP %.1f dBm at 5 %% of the area, %.1f at 50 %%, %.1f at 95 %%", who,
             row->rsrp_p5_dbm, row->rsrp_p50_dbm, row->rsrp_p95_dbm);
    if (!isnan(row->dl_p50_mbps))
        tell(t,
             "%s: alone in the cell %.1f Mbit/s down and %.1f up at 5 %% of the area, %.1f and "
             "%.1f at 50 %%",
             who, row->dl_p5_mbps, row->ul_p5_mbps, row->dl_p50_mbps, row->ul_p50_mbps);
}

static void tell_coverage(struct telling *t) {
    const er_venue_finding *f = &t->result->finding;
    head(t, "Coverage");
    for (size_t i = 0; i < t->result->row_count; i++)
        tell_row(t, &t->result->rows[i]);
    tell(t, "target: %.1f %%; operators that reach it: %lld; that serve some of the venue: %lld",
         100 * f->target_share, (long long)f->operators_reached, (long long)f->operators);
    for (size_t i = 0; i < t->result->hole_count; i++) {
        const er_venue_hole *hole = &t->result->holes[i];
        tell(t, "hole %lld (%s): %.1f m2 around %.7f %.7f", (long long)hole->number,
             strcmp(hole->state, "unknown") == 0 ? er_text(t->ctx, "unknown")
                                                 : er_text(t->ctx, "unserved"),
             hole->area_m2, hole->inside.x, hole->inside.y);
    }
}

static void tell_worst(struct telling *t) {
    const er_venue_finding *f = &t->result->finding;
    head(t, "Worst place");
    if (isnan(f->worst.x)) {
        tell(t, "none is known");
        return;
    }
    tell(t, "longitude %.7f, latitude %.7f", f->worst.x, f->worst.y);
    if (!isnan(f->worst_dbm))
        tell(t,
             f->worst_margin_db < 0 ? "RSRP %.1f dBm there, %.1f dB less than what is asked"
                                    : "RSRP %.1f dBm there, %.1f dB more than what is asked",
             f->worst_dbm, fabs(f->worst_margin_db));
    if (!isnan(f->worst_margin_m))
        tell(t,
             f->worst_margin_m < 0 ? "%.1f m outside the nearest radius"
                                   : "%.1f m inside the nearest radius",
             fabs(f->worst_margin_m));
}

/* ---- sites ----------------------------------------------------------------------------------- */

static const er_station *station_of(const struct telling *t, int64_t id) {
    const er_sites *sites = er_network_sites(t->survey->network);
    for (size_t i = 0; id && i < sites->count; i++)
        if (sites->stations[i]->id == id) return sites->stations[i];
    for (size_t i = 0; id && i < sites->left_out_count; i++)
        if (sites->left_out[i]->id == id) return sites->left_out[i];
    return NULL;
}

static const char *code_of(const struct telling *t, const er_station *station) {
    return station->code ? station->code : er_text(t->ctx, "(no code)");
}

static void tell_sites(struct telling *t) {
    const er_venue_finding *f = &t->result->finding;
    const er_station *serving = station_of(t, f->serving_station_id);
    const er_station *helping = station_of(t, f->helping_station_id);
    head(t, "Sites");
    if (serving)
        tell(t, "the nearest that serves: %s at %.7f %.7f, %.0f m away", code_of(t, serving),
             serving->position.x, serving->position.y, f->serving_distance_m);
    else
        tell(t, "none serves it");
    if (helping)
        tell(t, "the nearest that would help (%s): %s at %.7f %.7f, %.0f m away",
             strcmp(f->helping_how, "planned") == 0 ? er_text(t->ctx, "not in service yet")
                                                    : er_text(t->ctx, "in service"),
             code_of(t, helping), helping->position.x, helping->position.y, f->helping_distance_m);
    for (size_t i = 0; i < t->result->failure_count; i++) {
        const er_venue_failure *failure = &t->result->failures[i];
        const er_station *site = station_of(t, failure->station_id);
        if (site)
            tell(t, "if %s at %.7f %.7f fails, %.1f m2 stay served (%.2f %%)", code_of(t, site),
                 site->position.x, site->position.y, failure->left_m2,
                 percent(failure->left_m2, t->survey->venue->area_m2));
    }
}

/* ---- services and proposals ------------------------------------------------------------------ */

static const char *own_words(const struct telling *t, const char *english, const char *chinese) {
    return er_context_language(t->ctx) == ER_LANG_EN ? english : chinese;
}

static void tell_service(struct telling *t, const er_venue_service_row *row) {
    if (row->dl_need_mbps > 0)
        tell(t, "%s: %.1f Mbit/s down are needed", row->service, row->dl_need_mbps);
    if (row->ul_need_mbps > 0)
        tell(t, "%s: %.1f Mbit/s up are needed", row->service, row->ul_need_mbps);
    if (row->operator_ && !isnan(row->users))
        tell(t, "%s: the best is %s; %.1f of its users are there at the same time", row->service,
             row->operator_, row->users);
    else if (row->operator_)
        tell(t, "%s: the best is %s", row->service, row->operator_);
    if (!isnan(row->dl_p5_mbps))
        tell(t,
             "%s: each user outdoors %.1f Mbit/s down and %.1f up at 5 %% of the area, %.1f and "
             "%.1f at 50 %%",
             row->service, row->dl_p5_mbps, row->ul_p5_mbps, row->dl_p50_mbps, row->ul_p50_mbps);
    tell(t, "%s: %s: %s", row->service, er_verdict_title(t->ctx, row->verdict),
         own_words(t, row->reason, row->reason_zh));
}

static void tell_services(struct telling *t) {
    const er_study_venues *how = &t->study->venues;
    const er_venue *venue = t->survey->venue;
    head(t, "Services");
    if (t->result->service_count == 0) tell(t, "none is asked of it: its coverage is judged");
    if (venue->operator_ && er_venue_own_operator(t->survey) == UINT32_MAX)
        tell(t, "no station of its operator %s is known: all operators are judged",
             venue->operator_);
    if (isnan(venue->peak_crowd))
        tell(t, "its peak crowd is not stated: one user is reckoned with");
    else
        tell(t, "of a peak crowd of %.0f, %g %% use a service at the same time", venue->peak_crowd,
             100 * how->active_share);
    for (size_t i = 0; i < t->result->service_count; i++)
        tell_service(t, &t->result->services[i]);
    tell(t, "verdict: %s: %s", er_verdict_title(t->ctx, t->result->finding.verdict),
         own_words(t, t->result->finding.reason, t->result->finding.reason_zh));
}

static void tell_plan(struct telling *t, size_t index) {
    const er_plan *plan = &t->result->plans[index];
    bool pack = strcmp(plan->kind, "mobile_pack") == 0;
    if (plan->count == 0)
        tell(t, pack ? "a mobile pack: no place helps" : "small cells: no place helps");
    else
        tell(t,
             pack ? "mobile packs: %lld, at the best of %lld places; served: %.2f %% before, %.2f "
                    "%% after"
                  : "small cells: %lld, at the best of %lld places; served: %.2f %% before, %.2f "
                    "%% after",
             (long long)plan->count, (long long)plan->candidates, 100 * plan->share_before,
             100 * plan->share_after);
    if (plan->reached && plan->proven && !pack)
        tell(t, "no fewer would do");
    else if (plan->reached && !pack)
        tell(t, "fewer than %lld would not do", (long long)plan->bound);
    if (plan->note) tell(t, "%s", own_words(t, plan->note, plan->note_zh));
    for (size_t i = 0; i < t->result->choice_count; i++) {
        const er_choice *choice = &t->result->choices[i];
        if (choice->plan_id == (int64_t)index)
            tell(t, "%lld: %s at %.7f %.7f adds %.1f m2", (long long)choice->rank,
                 choice->code ? choice->code : "-", choice->position.x, choice->position.y,
                 choice->adds_m2);
    }
}

static const char *why_no_plan(const struct telling *t) {
    const er_venue_finding *f = &t->result->finding;
    if (!t->study->venues.closing) return er_text(t->ctx, "the study does not ask for it");
    if (!er_venue_reaches(&t->result->rows[0], f->target_share))
        return er_text(t->ctx, "nothing is proposed: what is unknown may be served");
    if (strcmp(f->verdict, ER_VERDICT_COVERAGE_SHORT) == 0)
        return er_text(t->ctx,
                       "nothing is proposed: the operators together reach the target, none alone");
    if (strcmp(f->verdict, ER_VERDICT_READY) == 0) return er_text(t->ctx, "nothing is needed");
    return er_text(t->ctx, "nothing is proposed: its coverage reaches the target");
}

static void tell_plans(struct telling *t) {
    head(t, "What would close the gap");
    for (size_t i = 0; i < t->result->plan_count; i++)
        tell_plan(t, i);
    if (t->result->plan_count == 0) tell(t, "%s", why_no_plan(t));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void tell_all(struct telling *t) {
    tell_venue(t);
    tell_grid(t);
    tell_threshold(t);
    tell_coverage(t);
    tell_worst(t);
    tell_sites(t);
    tell_services(t);
    tell_plans(t);
}

static er_status find_venue(er_context *ctx, er_store *store, er_arena *arena, const char *code,
                            const er_venue **out) {
    er_venue *venues = NULL;
    size_t count = 0, at = 0;
    ER_TRY(er_store_venues(ctx, store, arena, true, &venues, &count));
    ER_TRY(er_venue_find(ctx, store, venues, count, code, &at));
    *out = &venues[at];
    return ER_OK;
}

static er_status find_unit(er_context *ctx, er_store *store, er_arena *arena, int64_t id,
                           const er_unit **out) {
    er_unit *units = NULL;
    size_t count = 0;
    *out = NULL;
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &units, &count));
    for (size_t i = 0; id && i < count; i++)
        if (units[i].id == id) *out = &units[i];
    return ER_OK;
}

static er_status explain(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                         const er_venue *venue, const er_network *network, struct telling *t) {
    er_venue_survey survey = {0};
    er_venue_result result = {0};
    er_venue_inputs inputs;
    int64_t unit_id = 0;
    ER_TRY(er_venue_inputs_read(ctx, store, arena, &inputs));
    ER_TRY(er_finest_units(ctx, store, &venue->inside, 1, &unit_id));
    ER_TRY(find_unit(ctx, store, arena, unit_id, &t->unit));
    ER_TRY(er_venue_survey_new(ctx, network, venue, &survey));
    er_status status = er_venue_assess(ctx, &survey, &inputs, unit_id, &result);
    if (status == ER_OK) {
        t->ctx = ctx;
        t->arena = arena;
        t->study = study;
        t->survey = &survey;
        t->result = &result;
        tell_all(t);
        status = t->status;
    }
    er_venue_survey_clear(&survey);
    return status;
}

er_status er_venue_explain(er_context *ctx, er_store *store, const er_study *study,
                           const char *code, er_arena *arena, er_explain_line **lines,
                           size_t *count) {
    struct telling t = {.status = ER_OK};
    const er_venue *venue = NULL;
    er_plane *plane = NULL;
    er_network *network = NULL;
    er_run cover;
    er_status status;
    ER_TRY(find_venue(ctx, store, arena, code, &venue));
    ER_TRY(er_study_on_day(ctx, store, arena, study, &study));
    ER_GOTO(status, done, er_venue_plane(ctx, store, study, &plane));
    ER_GOTO(status, done, er_network_new(ctx, store, study, plane, &network));
    ER_GOTO(status, done, er_network_check_run(ctx, store, arena, network, &cover));
    ER_GOTO(status, done, explain(ctx, store, arena, study, venue, network, &t));
    ER_GOTO(status, done, er_arena_alloc(ctx, arena, (t.count + 1) * sizeof **lines, lines));
    if (t.count > 0) memcpy(*lines, t.lines, t.count * sizeof *t.lines);
    *count = t.count;
done:
    er_free(t.lines);
    er_network_free(network);
    er_plane_free(plane);
    return status;
}
