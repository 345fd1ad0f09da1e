/* The headline's lines about venues, routes and single sites. */
#include "outputs/headline.h"

#include <math.h>
#include <string.h>

er_status er_headline_venues(const er_data *data, FILE *out) {
    er_venue_finding *findings = NULL;
    size_t count = 0, ready = 0, outdoors = 0, capacity = 0, coverage = 0;
    if (!data->venues_run) return ER_OK;
    ER_TRY(er_store_venue_findings(data->ctx, data->store, data->arena, data->venues_run->id,
                                   &findings, &count));
    for (size_t i = 0; i < count; i++) {
        ready += strcmp(findings[i].verdict, "ready") == 0;
        outdoors += strcmp(findings[i].verdict, "ready_outdoors") == 0;
        capacity += strcmp(findings[i].verdict, "capacity_short") == 0;
        coverage += strcmp(findings[i].verdict, "coverage_short") == 0;
    }
    er_headline_note(data, out,
                     "Venues: %zu, of which %zu ready, %zu ready outdoors only, %zu short of "
                     "capacity, %zu short of coverage, %zu unknown.",
                     count, ready, outdoors, capacity, coverage,
                     count - ready - outdoors - capacity - coverage);
    return ER_OK;
}

er_status er_headline_routes(const er_data *data, FILE *out) {
    er_route_row *rows = NULL;
    size_t count = 0, routes = 0;
    er_sum length = {0}, served = {0};
    double longest_m = 0;
    if (!data->routes_run) return ER_OK;
    ER_TRY(er_store_route_rows(data->ctx, data->store, data->arena, data->routes_run->id, &rows,
                               &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].stratum, "any") != 0) continue;
        routes++;
        er_sum_add(&length, rows[i].length_m);
        er_sum_add(&served, rows[i].served_m);
        longest_m = fmax(longest_m, rows[i].longest_gap_m);
    }
    if (!(er_sum_value(&length) > 0)) return ER_OK;
    er_headline_note(data, out,
                     "Routes: %zu, served on %.1f %% of %.1f km; the longest gap is %.1f km.",
                     routes, 100 * er_sum_value(&served) / er_sum_value(&length),
                     er_sum_value(&length) / 1000, longest_m / 1000);
    return ER_OK;
}

/** In persons; in area where none are known to be served. */
static void note_whole(const er_data *data, FILE *out, const er_resilience_row *whole) {
    if (whole->persons_served > 0)
        er_headline_note(data, out,
                         "Hanging on one site alone: %.1f %% of the persons served, at %lld of "
                         "%lld sites; at most %.0f persons on one.",
                         100 * whole->persons_sole / whole->persons_served,
                         (long long)whole->sites_sole, (long long)whole->sites,
                         whole->worst_persons);
    else if (whole->area_km2_served > 0)
        er_headline_note(data, out,
                         "Hanging on one site alone: %.1f %% of the area served, at %lld of %lld "
                         "sites.",
                         100 * whole->area_km2_sole / whole->area_km2_served,
                         (long long)whole->sites_sole, (long long)whole->sites);
}

er_status er_headline_resilience(const er_data *data, FILE *out) {
    er_resilience_row *rows = NULL;
    size_t count = 0;
    if (!data->resilience) return ER_OK;
    ER_TRY(er_store_resilience(data->ctx, data->store, data->arena, data->resilience->id, &rows,
                               &count));
    for (size_t i = 0; i < count; i++)
        if (!rows[i].group) note_whole(data, out, &rows[i]);
    return ER_OK;
}
