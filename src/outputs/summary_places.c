/* The parts of the summary about venues, routes and single sites. */
#include "outputs/sheet.h"
#include "outputs/summary.h"
#include "outputs/venue_columns.h"

#include <string.h>

enum { MINUTE_DIGITS = 4 };

static void add_number(er_json *json, const char *key, double value, int decimals) {
    er_json_add_number(json, key, er_round(value, decimals));
}

/* ---- venues ---------------------------------------------------------------------------------- */

static er_json *venue_json(const er_data *data, const er_venue_finding *finding) {
    size_t at = er_data_venue_index(data, finding->venue_id);
    const er_venue *venue = &data->venues[at];
    const er_figures *any = &data->venue_figures[at * data->stratum_count + ER_STRATUM_ANY];
    er_json *json = er_json_object();
    er_json_add_text(json, "code", venue->code);
    er_json_add_text(json, "name", venue->name);
    er_json_add_text(json, "name_en", venue->name_en);
    er_json_add_text(json, "pilot_code", venue->pilot_code);
    add_number(json, "area_ha", venue->area_m2 / 1e4, 6);
    add_number(json, "reported_area_ha", venue->reported_area_ha, 6);
    add_number(json, "served_share", er_ratio(any->served_km2, any->area_km2), ER_DIGITS_SHARE);
    add_number(json, "unknown_share", er_ratio(any->unknown_km2, any->area_km2), ER_DIGITS_SHARE);
    add_number(json, "reported_share", venue->reported_share, ER_DIGITS_SHARE);
    er_json_add_text(json, "verdict", finding->verdict);
    er_json_add_text(json, "reason", finding->reason);
    er_json_add_text(json, "reason_zh", finding->reason_zh);
    return json;
}

static er_json *verdicts_json(const er_venue_finding *findings, size_t count) {
    static const char *const verdicts[] = {"ready", "ready_outdoors", "capacity_short",
                                           "coverage_short", "unknown"};
    er_json *json = er_json_object();
    for (size_t v = 0; v < sizeof verdicts / sizeof verdicts[0]; v++) {
        int64_t some = 0;
        for (size_t i = 0; i < count; i++)
            some += strcmp(findings[i].verdict, verdicts[v]) == 0;
        er_json_add_int(json, verdicts[v], some);
    }
    return json;
}

er_status er_summary_venues(const er_data *data, er_json **out) {
    er_venue_finding *findings = NULL;
    er_plan *plans = NULL;
    size_t count = 0, plan_count = 0;
    int64_t reached = 0;
    *out = NULL;
    if (!data->venues_run) return ER_OK;
    ER_TRY(er_store_venue_findings(data->ctx, data->store, data->arena, data->venues_run->id,
                                   &findings, &count));
    ER_TRY(er_store_plans(data->ctx, data->store, data->arena, data->venues_run->id, &plans,
                          &plan_count));
    for (size_t i = 0; i < plan_count; i++)
        reached += plans[i].reached && strcmp(plans[i].kind, "small_cells") == 0;
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_text(json, "model", data->venues_run->model);
    er_json_add_int(json, "count", (int64_t)count);
    er_json_add(json, "verdicts", verdicts_json(findings, count));
    er_json_add_int(json, "closed_by_small_cells", reached);
    er_json_add_bool(
        json, "synthetic",
        er_data_synthetic(data, ER_ON_VENUES | ER_ON_STATIONS | ER_ON_NEEDS | ER_ON_CANDIDATES));
    for (size_t i = 0; i < count; i++)
        er_json_append(list, venue_json(data, &findings[i]));
    er_json_add(json, "venues", list);
    *out = json;
    return ER_OK;
}

/* ---- routes ---------------------------------------------------------------------------------- */

static er_json *route_json(const er_route *route, const er_route_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "code", route->code);
    er_json_add_text(json, "name", route->name);
    er_json_add_text(json, "name_en", route->name_en);
    er_json_add_text(json, "type", route->type);
    add_number(json, "length_m", row->length_m, ER_DIGITS_METRES);
    add_number(json, "served_share", er_ratio(row->served_m, row->length_m), ER_DIGITS_SHARE);
    add_number(json, "unknown_share", er_ratio(row->unknown_m, row->length_m), ER_DIGITS_SHARE);
    er_json_add_int(json, "gaps", row->gaps);
    add_number(json, "longest_gap_m", row->longest_gap_m, ER_DIGITS_METRES);
    add_number(json, "gap_minutes", row->gap_minutes, MINUTE_DIGITS);
    add_number(json, "longest_gap_minutes", row->longest_gap_minutes, MINUTE_DIGITS);
    return json;
}

static const er_route *find_route(const er_route *routes, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (routes[i].id == id) return &routes[i];
    return NULL;
}

er_status er_summary_routes(const er_data *data, er_json **out) {
    er_route *routes = NULL;
    er_route_row *rows = NULL;
    size_t route_count = 0, count = 0, from = 0;
    *out = NULL;
    if (!data->routes_run) return ER_OK;
    ER_TRY(er_store_routes(data->ctx, data->store, data->arena, false, &routes, &route_count));
    ER_TRY(er_store_route_rows(data->ctx, data->store, data->arena, data->routes_run->id, &rows,
                               &count));
    er_json *json = er_json_object(), *list = er_json_array();
    er_json_add_text(json, "model", data->routes_run->model);
    er_json_add_bool(json, "synthetic", er_data_synthetic(data, ER_ON_ROUTES | ER_ON_STATIONS));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].stratum, "any") != 0) continue;
        /* both in the order of codes: the search goes on from the last one */
        const er_route *route = find_route(routes + from, route_count - from, rows[i].route_id);
        if (!route) continue;
        from = (size_t)(route - routes);
        er_json_append(list, route_json(route, &rows[i]));
    }
    er_json_add(json, "routes", list);
    *out = json;
    return ER_OK;
}

/* ---- resilience ------------------------------------------------------------------------------ */

static er_json *loss_json(const er_site_loss *loss, const er_station *station) {
    er_json *json = er_json_object();
    er_json_add_int(json, "rank", loss->rank);
    er_json_add_text(json, "code", station->code);
    er_json_add_text(json, "operator", station->operator_);
    add_number(json, "longitude", station->position.x, ER_DIGITS_DEGREES);
    add_number(json, "latitude", station->position.y, ER_DIGITS_DEGREES);
    er_json_add_text(json, "group", loss->group);
    add_number(json, "persons_lost", loss->persons, ER_DIGITS_PERSONS);
    add_number(json, "area_lost_km2", loss->area_km2, ER_DIGITS_KM2);
    er_json_add_int(json, "venues_lost", loss->venues);
    return json;
}

static er_json *group_json(const er_resilience_row *row) {
    er_json *json = er_json_object();
    er_json_add_text(json, "group", row->group);
    er_json_add_int(json, "sites", row->sites);
    er_json_add_int(json, "sites_sole", row->sites_sole);
    add_number(json, "persons_served", row->persons_served, ER_DIGITS_PERSONS);
    add_number(json, "persons_sole", row->persons_sole, ER_DIGITS_PERSONS);
    add_number(json, "persons_sole_share", er_ratio(row->persons_sole, row->persons_served),
               ER_DIGITS_SHARE);
    add_number(json, "served_km2", row->area_km2_served, ER_DIGITS_KM2);
    add_number(json, "sole_km2", row->area_km2_sole, ER_DIGITS_KM2);
    er_json_add_int(json, "venues_served", row->venues_served);
    er_json_add_int(json, "venues_sole", row->venues_sole);
    add_number(json, "worst_persons", row->worst_persons, ER_DIGITS_PERSONS);
    return json;
}

er_status er_summary_resilience(const er_data *data, er_json **out) {
    enum { MOST_SITES = 20 };
    er_site_loss *losses = NULL;
    er_resilience_row *rows = NULL;
    size_t loss_count = 0, count = 0;
    *out = NULL;
    if (!data->resilience) return ER_OK;
    ER_TRY(er_store_site_losses(data->ctx, data->store, data->arena, data->resilience->id, &losses,
                                &loss_count));
    ER_TRY(er_store_resilience(data->ctx, data->store, data->arena, data->resilience->id, &rows,
                               &count));
    size_t shown = loss_count < MOST_SITES ? loss_count : MOST_SITES;
    const er_station *stations[MOST_SITES];
    for (size_t i = 0; i < shown; i++)
        ER_TRY(er_data_station(data, data->arena, losses[i].station_id, &stations[i]));
    er_json *json = er_json_object(), *groups = er_json_array(), *sites = er_json_array();
    er_json_add_text(json, "model", data->resilience->model);
    er_json_add_bool(
        json, "synthetic",
        er_data_synthetic(data, ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS | ER_ON_VENUES));
    for (size_t i = 0; i < count; i++)
        er_json_append(groups, group_json(&rows[i]));
    for (size_t i = 0; i < shown; i++)
        er_json_append(sites, loss_json(&losses[i], stations[i]));
    er_json_add(json, "groups", groups);
    er_json_add_int(json, "sites_that_matter", (int64_t)loss_count);
    er_json_add(json, "most_critical_sites", sites);
    *out = json;
    return ER_OK;
}
