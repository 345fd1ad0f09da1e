#include "cli/venues_print.h"

#include "core/columns.h"
#include "evenreach/analysis.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static double share(double part, double whole) {
    return whole > 0 ? part / whole : NAN;
}

static const er_station *station_of(const er_venues_shown *shown, int64_t id) {
    size_t at = er_find_id(shown->station_by_id, shown->station_count, id, shown->station_count);
    return at < shown->station_count ? &shown->stations[at] : NULL;
}

/** The rows of all kinds stand in the order of the venues' codes, as the findings do: what belongs
 *  to a venue begins where that of the one before it ended. */
struct part {
    size_t first;
    size_t end;
};
struct parts {
    const er_venue *venue;
    struct part rows;
    struct part services;
    struct part failures;
    struct part holes;
    struct part plans;
};

/** Move a part on to the rows of `id`; `ids` is the first row's venue_id, `size` apart. */
static void move_on(struct part *part, const int64_t *ids, size_t size, size_t count, int64_t id) {
    part->first = part->end;
    while (part->end < count &&
           *(const int64_t *)(const void *)((const char *)ids + part->end * size) == id)
        part->end++;
}
#define MOVE_ON(part, list, list_count, member)                                                    \
    move_on(&(part), (list_count) > 0 ? &(list)[0].member : NULL, sizeof *(list), list_count,      \
            finding->venue_id)

static void next_venue(const er_venues_shown *shown, const er_venue_finding *finding,
                       struct parts *at) {
    const er_venue *venue = at->venue ? at->venue + 1 : shown->venues;
    while (venue->id != finding->venue_id)
        venue++; /* every finding is of a venue, and both are in the order of codes */
    at->venue = venue;
    MOVE_ON(at->rows, shown->rows, shown->row_count, venue_id);
    MOVE_ON(at->services, shown->services, shown->service_count, venue_id);
    MOVE_ON(at->failures, shown->failures, shown->failure_count, venue_id);
    MOVE_ON(at->holes, shown->holes, shown->hole_count, venue_id);
    MOVE_ON(at->plans, shown->plans, shown->plan_count, area_id);
}

static bool is_shown(const er_venue *venue, const char *code) {
    return !code || strcmp(venue->code, code) == 0;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static er_json *place_json(er_point place) {
    er_json *json = er_json_object();
    er_json_add_number(json, "longitude", place.x);
    er_json_add_number(json, "latitude", place.y);
    return json;
}

/** A station by what people know of it. */
static er_json *station_json(const er_venues_shown *shown, int64_t id) {
    const er_station *station = station_of(shown, id);
    if (!station) return NULL;
    er_json *json = place_json(station->position);
    er_json_add_text(json, "code", station->code);
    er_json_add_text(json, "operator", station->operator_);
    return json;
}

static er_json *row_json(const er_venue_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "stratum", row->stratum);
    er_json_add_text(json, "operator", row->operator_);
    er_json_add_number(json, "served_m2", row->served_m2);
    er_json_add_number(json, "unserved_m2", row->area_m2 - row->served_m2 - row->unknown_m2);
    er_json_add_number(json, "unknown_m2", row->unknown_m2);
    er_json_add_number(json, "served_share", share(row->served_m2, row->area_m2));
    er_json_add_number(json, "indoor_share", share(row->indoor_m2, row->area_m2));
    er_json_add_number(json, "rsrp_p5_dbm", row->rsrp_p5_dbm);
    er_json_add_number(json, "rsrp_p50_dbm", row->rsrp_p50_dbm);
    er_json_add_number(json, "rsrp_p95_dbm", row->rsrp_p95_dbm);
    er_json_add_number(json, "dl_p5_mbps", row->dl_p5_mbps);
    er_json_add_number(json, "dl_p50_mbps", row->dl_p50_mbps);
    er_json_add_number(json, "ul_p5_mbps", row->ul_p5_mbps);
    er_json_add_number(json, "ul_p50_mbps", row->ul_p50_mbps);
    return json;
}

static er_json *service_json(const er_venue_service_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "service", row->service);
    er_json_add_text(json, "verdict", row->verdict);
    er_json_add_text(json, "operator", row->operator_);
    er_json_add_number(json, "dl_need_mbps", row->dl_need_mbps);
    er_json_add_number(json, "ul_need_mbps", row->ul_need_mbps);
    er_json_add_number(json, "users", row->users);
    er_json_add_number(json, "dl_p5_mbps", row->dl_p5_mbps);
    er_json_add_number(json, "dl_p50_mbps", row->dl_p50_mbps);
    er_json_add_number(json, "ul_p5_mbps", row->ul_p5_mbps);
    er_json_add_number(json, "ul_p50_mbps", row->ul_p50_mbps);
    er_json_add_text(json, "reason", row->reason);
    er_json_add_text(json, "reason_zh", row->reason_zh);
    return json;
}

static er_json *choice_json(const er_choice *choice) {
    er_json *json = place_json(choice->position);
    er_json_add_int(json, "rank", choice->rank);
    er_json_add_text(json, "code", choice->code);
    er_json_add_text(json, "operator", choice->operator_);
    er_json_add_text(json, "band", choice->band);
    er_json_add_number(json, "height_m", choice->height_m);
    er_json_add_number(json, "power_dbm", choice->power_dbm);
    er_json_add_number(json, "gain_dbi", choice->gain_dbi);
    er_json_add_number(json, "radius_m", choice->radius_m);
    er_json_add_number(json, "adds_m2", choice->adds_m2);
    er_json_add_number(json, "share", choice->share);
    return json;
}

static er_json *plan_json(const er_venues_shown *shown, const er_plan *plan) {
    er_json *json = er_json_object(), *choices = er_json_array();
    er_json_add_text(json, "kind", plan->kind);
    er_json_add_number(json, "target_share", plan->target_share);
    er_json_add_number(json, "share_before", plan->share_before);
    er_json_add_number(json, "share_after", plan->share_after);
    er_json_add_bool(json, "reached", plan->reached);
    er_json_add_int(json, "count", plan->count);
    er_json_add_int(json, "bound", plan->bound);
    er_json_add_bool(json, "proven", plan->proven);
    er_json_add_int(json, "candidates", plan->candidates);
    er_json_add_text(json, "note", plan->note);
    er_json_add_text(json, "note_zh", plan->note_zh);
    for (size_t i = 0; i < shown->choice_count; i++)
        if (shown->choices[i].plan_id == plan->id)
            er_json_append(choices, choice_json(&shown->choices[i]));
    er_json_add(json, "choices", choices);
    return json;
}

static er_json *failure_json(const er_venues_shown *shown, const er_venue_failure *failure) {
    er_json *json = er_json_object();
    er_json_add(json, "site", station_json(shown, failure->station_id));
    er_json_add_number(json, "serving_m2", failure->serving_m2);
    er_json_add_number(json, "left_m2", failure->left_m2);
    return json;
}

static er_json *hole_json(const er_venue_hole *hole) {
    er_json *json = place_json(hole->inside);
    er_json_add_int(json, "number", hole->number);
    er_json_add_text(json, "state", hole->state);
    er_json_add_number(json, "area_m2", hole->area_m2);
    return json;
}

/** Lists of what belongs to a venue. */
static void add_lists(er_json *json, const er_venues_shown *shown, const struct parts *at) {
    er_json *rows = er_json_array(), *services = er_json_array(), *failures = er_json_array();
    er_json *holes = er_json_array(), *plans = er_json_array();
    for (size_t i = at->rows.first; i < at->rows.end; i++)
        er_json_append(rows, row_json(&shown->rows[i]));
    for (size_t i = at->services.first; i < at->services.end; i++)
        er_json_append(services, service_json(&shown->services[i]));
    for (size_t i = at->failures.first; i < at->failures.end; i++)
        er_json_append(failures, failure_json(shown, &shown->failures[i]));
    for (size_t i = at->holes.first; i < at->holes.end; i++)
        er_json_append(holes, hole_json(&shown->holes[i]));
    for (size_t i = at->plans.first; i < at->plans.end; i++)
        er_json_append(plans, plan_json(shown, &shown->plans[i]));
    er_json_add(json, "coverage", rows);
    er_json_add(json, "services", services);
    er_json_add(json, "holes", holes);
    er_json_add(json, "failures", failures);
    er_json_add(json, "plans", plans);
}

static er_json *worst_json(const er_venue_finding *finding) {
    er_json *json = place_json(finding->worst);
    er_json_add_number(json, "rsrp_dbm", finding->worst_dbm);
    er_json_add_number(json, "margin_db", finding->worst_margin_db);
    er_json_add_number(json, "margin_m", finding->worst_margin_m);
    return json;
}

static er_json *near_json(const er_venues_shown *shown, int64_t station_id, double distance_m) {
    er_json *json = station_json(shown, station_id);
    if (json) er_json_add_number(json, "distance_m", distance_m);
    return json;
}

static er_json *venue_json(const er_venues_shown *shown, const er_venue_finding *finding,
                           const struct parts *at) {
    const er_venue *venue = at->venue;
    er_json *json = er_json_object();
    er_json_add_text(json, "code", venue->code);
    er_json_add_text(json, "name", venue->name);
    er_json_add_text(json, "name_en", venue->name_en);
    er_json_add_text(json, "pilot_code", venue->pilot_code);
    er_json_add_text(json, "type", venue->type);
    er_json_add_text(json, "environment", venue->environment);
    er_json_add_number(json, "area_m2", venue->area_m2);
    er_json_add_number(json, "reported_area_ha", venue->reported_area_ha);
    er_json_add_number(json, "reported_share", venue->reported_share);
    er_json_add_number(json, "target_share", finding->target_share);
    er_json_add_text(json, "verdict", finding->verdict);
    er_json_add_text(json, "reason", finding->reason);
    er_json_add_text(json, "reason_zh", finding->reason_zh);
    er_json_add_bool(json, "outside_units", finding->unit_id == 0);
    er_json_add_number(json, "cell_m", finding->cell_m);
    er_json_add_int(json, "cells", finding->cells);
    er_json_add_int(json, "operators", finding->operators);
    er_json_add_int(json, "operators_reached", finding->operators_reached);
    er_json_add_number(json, "largest_hole_m2", finding->largest_hole_m2);
    er_json_add(json, "worst", worst_json(finding));
    er_json_add(json, "serving_site",
                near_json(shown, finding->serving_station_id, finding->serving_distance_m));
    er_json *help = near_json(shown, finding->helping_station_id, finding->helping_distance_m);
    if (help) er_json_add_text(help, "how", finding->helping_how);
    er_json_add(json, "helping_site", help);
    er_json *failing = station_json(shown, finding->failing_station_id);
    if (failing) er_json_add_number(failing, "left_m2", finding->failing_left_m2);
    er_json_add(json, "worst_failure", failing);
    add_lists(json, shown, at);
    return json;
}

er_status er_print_venues_json(er_invocation *invocation, const er_venues_shown *shown,
                               const char *code) {
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_int(json, "run", shown->run->id);
    er_json_add_text(json, "model", shown->run->model);
    er_json_add(json, "parameters", json_tokener_parse(shown->run->parameters));
    struct parts at = {0};
    for (size_t i = 0; i < shown->finding_count; i++) {
        next_venue(shown, &shown->findings[i], &at);
        if (is_shown(at.venue, code))
            er_json_append(list, venue_json(shown, &shown->findings[i], &at));
    }
    er_json_add(json, "venues", list);
    return er_print_json(invocation, json);
}

/* ---- a table --------------------------------------------------------------------------------- */

static const char *name_of(er_context *ctx, const er_venue *venue) {
    bool english = er_context_language(ctx) == ER_LANG_EN;
    const char *name = english && venue->name_en ? venue->name_en : venue->name;
    return name ? name : venue->code;
}

static void put_row(er_context *ctx, er_columns *table, const er_venues_shown *shown,
                    const er_venue_finding *finding, const struct parts *at) {
    const er_venue *venue = at->venue;
    const er_venue_row *any = &shown->rows[at->rows.first]; /* the strata begin with it */
    er_columns_text(table, venue->code);
    er_columns_text(table, name_of(ctx, venue));
    er_columns_number(table, venue->area_m2 / 1e4, 2);
    er_columns_number(table, venue->reported_area_ha, 2);
    er_columns_number(table, 100 * share(any->served_m2, any->area_m2), 1);
    er_columns_number(table, 100 * share(any->unknown_m2, any->area_m2), 1);
    er_columns_number(table, 100 * venue->reported_share, 1);
    er_columns_number(table, (double)finding->operators_reached, 0);
    er_columns_number(table, 100 * share(finding->failing_left_m2, venue->area_m2), 1);
    er_columns_text(table, er_verdict_title(ctx, finding->verdict));
}

static er_status print_table(er_invocation *invocation, const er_venues_shown *shown,
                             const char *code) {
    static const char *const figures[] = {"area, ha",
                                          "reported, ha",
                                          "served, %",
                                          "unknown, %",
                                          "reported, %",
                                          "operators that reach it",
                                          "left if a site fails, %"};
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 3 + sizeof figures / sizeof figures[0], &table));
    er_columns_text(table, er_text(ctx, "code"));
    er_columns_text(table, er_text(ctx, "venue"));
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        er_columns_right(table, er_text(ctx, figures[i]));
    er_columns_text(table, er_text(ctx, "verdict"));
    struct parts at = {0};
    for (size_t i = 0; i < shown->finding_count; i++) {
        next_venue(shown, &shown->findings[i], &at);
        if (is_shown(at.venue, code)) put_row(ctx, table, shown, &shown->findings[i], &at);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/** Formats of one more cell or of several, by whether they are enough. */
static const char *plan_format(er_context *ctx, const er_plan *plan) {
    bool one = plan->count == 1;
    if (strcmp(plan->kind, "mobile_pack") == 0 && plan->reached)
        return er_text(ctx, "with %lld mobile pack: %.1f %% served");
    if (strcmp(plan->kind, "mobile_pack") == 0)
        return er_text(ctx, "with %lld mobile pack: %.1f %% served, which is not enough");
    if (plan->reached)
        return one ? er_text(ctx, "with %lld small cell: %.1f %% served")
                   : er_text(ctx, "with %lld small cells: %.1f %% served");
    return one ? er_text(ctx, "with %lld small cell: %.1f %% served, which is not enough")
               : er_text(ctx, "with %lld small cells: %.1f %% served, which is not enough");
}

static void print_plan(er_invocation *invocation, const er_plan *plan) {
    er_context *ctx = invocation->ctx;
    bool pack = strcmp(plan->kind, "mobile_pack") == 0;
    fprintf(invocation->out, "  ");
    if (plan->count == 0)
        fprintf(invocation->out, "%s",
                pack ? er_text(ctx, "a mobile pack: no place helps")
                     : er_text(ctx, "small cells: no place helps"));
    else
        fprintf(invocation->out, plan_format(ctx, plan), (long long)plan->count,
                100 * plan->share_after);
    fputc('\n', invocation->out);
}

/** Why, and what would close the gap, venue by venue. */
static void print_reasons(er_invocation *invocation, const er_venues_shown *shown,
                          const char *code) {
    bool english = er_context_language(invocation->ctx) == ER_LANG_EN;
    struct parts at = {0};
    for (size_t i = 0; i < shown->finding_count; i++) {
        const er_venue_finding *finding = &shown->findings[i];
        next_venue(shown, finding, &at);
        if (!is_shown(at.venue, code)) continue;
        fprintf(invocation->out, english ? "%s: %s\n" : "%s：%s\n", at.venue->code,
                english ? finding->reason : finding->reason_zh);
        for (size_t k = at.plans.first; k < at.plans.end; k++)
            print_plan(invocation, &shown->plans[k]);
    }
}

er_status er_print_venues_table(er_invocation *invocation, const er_venues_shown *shown,
                                const char *code) {
    ER_TRY(print_table(invocation, shown, code));
    fputc('\n', invocation->out);
    print_reasons(invocation, shown, code);
    return ER_OK;
}
