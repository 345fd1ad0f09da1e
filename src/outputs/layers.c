#include "outputs/layers.h"

#include <string.h>

enum {
    ON_SERVED = ER_ON_UNITS | ER_ON_POPULATION | ER_ON_STATIONS,
    ON_GROUPS = ON_SERVED | ER_ON_PILOTS,
    /* what a venue must carry is part of its verdict */
    ON_READINESS = ER_ON_VENUES | ER_ON_STATIONS | ER_ON_NEEDS,
    ON_CHOSEN = ER_ON_ALL | ER_ON_CANDIDATES,
    BOTH = ER_TO_MAP | ER_TO_TABLE
};

static bool is_disc(const er_data *data) {
    return !data->is_signal;
}

static bool is_signal(const er_data *data) {
    return data->is_signal;
}

static bool has_sectors(const er_data *data) {
    return data->sector_count > 0;
}

static bool has_measurements(const er_data *data) {
    for (size_t i = 0; i < data->source_count; i++)
        if (er_kind_bit(data->sources[i].kind) == ER_ON_MEASUREMENTS) return true;
    return false;
}

static bool is_measured(const er_data *data) {
    return data->measure != NULL;
}

static bool has_venues_run(const er_data *data) {
    return data->venues_run != NULL;
}

static bool has_choose(const er_data *data) {
    return data->choose != NULL;
}

/** Where nothing is chosen, the map has the venues' proposals alone. */
static bool has_venues_run_alone(const er_data *data) {
    return data->venues_run && !data->choose;
}

static bool has_both(const er_data *data) {
    return data->venues_run && data->choose;
}

static bool has_no_venues_run(const er_data *data) {
    return !data->venues_run;
}

static bool has_routes_run(const er_data *data) {
    return data->routes_run != NULL;
}

static bool has_resilience(const er_data *data) {
    return data->resilience != NULL;
}

static bool has_trend(const er_data *data) {
    return data->trend != NULL;
}

static bool has_targets_run(const er_data *data) {
    return data->targets_run != NULL;
}

static bool is_compared(const er_data *data) {
    return data->compare != NULL;
}

static bool has_balance(const er_data *data) {
    return data->balance != NULL;
}

/* One line a sheet. */
const er_layer er_layers[] = {
    {NULL, "units of the level %s with population, classes, stations, pilots and coverage",
     ER_SHAPE_POLYGON, BOTH, ON_GROUPS, NULL, er_write_units},
    {"area_classes", "area classes with population, stations, pilots and coverage",
     ER_SHAPE_POLYGON, ER_TO_MAP, ON_GROUPS, NULL, er_write_area_classes},
    {"coverage", "what at least one operator reaches, by area class", ER_SHAPE_POLYGON, ER_TO_MAP,
     ON_SERVED, is_disc, er_write_coverage},
    {"coverage", "signal levels reached, by operator; a place is in one level alone",
     ER_SHAPE_POLYGON, ER_TO_MAP, ON_SERVED, is_signal, er_write_signal_coverage},
    {"stations", "base stations with the radius that was used", ER_SHAPE_POINT, ER_TO_MAP,
     ER_ON_STATIONS, NULL, er_write_stations},
    {"sectors", "antennas of the stations, as they are stated", ER_SHAPE_POINT, ER_TO_MAP,
     ER_ON_STATIONS, has_sectors, er_write_sectors},
    {"measurements", "measured points and what the model says there", ER_SHAPE_POINT, ER_TO_MAP,
     ER_ON_STATIONS | ER_ON_MEASUREMENTS, has_measurements, er_write_measurements},
    {"venues", "venues and how much of them is covered", ER_SHAPE_POLYGON, BOTH,
     ER_ON_VENUES | ER_ON_STATIONS, has_no_venues_run, er_write_venues},
    {"venues", "venues: how much of them is covered, and whether they can carry their services",
     ER_SHAPE_POLYGON, BOTH, ON_READINESS, has_venues_run, er_write_venues},
    {"venue_coverage", "venues by operator: area served, levels and speeds", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_VENUES | ER_ON_STATIONS, has_venues_run, er_write_venue_coverage},
    {"venue_services", "whether each venue can carry each of its services, and why", ER_SHAPE_NONE,
     ER_TO_TABLE, ON_READINESS, has_venues_run, er_write_venue_services},
    {"venue_failures", "what is left of each venue if a site that serves it fails", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_VENUES | ER_ON_STATIONS, has_venues_run, er_write_venue_failures},
    {"holes", "parts of venues that no operator serves, or of which nothing is known",
     ER_SHAPE_POLYGON, BOTH, ER_ON_VENUES | ER_ON_STATIONS, has_venues_run, er_write_holes},
    {"plans", "what would bring venues that fall short to their target", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_VENUES | ER_ON_STATIONS | ER_ON_CANDIDATES, has_venues_run, er_write_plans},
    {"choices", "places proposed for small cells and mobile packs", ER_SHAPE_POINT, BOTH,
     ER_ON_VENUES | ER_ON_STATIONS | ER_ON_CANDIDATES, has_venues_run_alone, er_write_choices},
    {"choices", "places proposed for small cells and mobile packs", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_VENUES | ER_ON_STATIONS | ER_ON_CANDIDATES, has_both, er_write_choices},
    {"choices", "where to build next, and what would help venues that fall short", ER_SHAPE_POINT,
     ER_TO_MAP, ON_CHOSEN, has_choose, er_write_all_choices},
    {"siting_plans", "plans of where to build next: persons gained against inequality",
     ER_SHAPE_NONE, ER_TO_TABLE, ON_CHOSEN, has_choose, er_write_siting_plans},
    {"siting_choices", "the new sites of every plan: who gains, and what comes next best",
     ER_SHAPE_NONE, ER_TO_TABLE, ON_CHOSEN, has_choose, er_write_siting_choices},
    {"routes", "routes, and their gaps as features of the kind gap", ER_SHAPE_LINE, ER_TO_MAP,
     ER_ON_ROUTES | ER_ON_STATIONS, has_routes_run, er_write_routes},
    {"routes", "routes by operator: length served, gaps", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_ROUTES | ER_ON_STATIONS, has_routes_run, er_write_route_coverage},
    {"route_gaps", "stretches of routes that are not served, or of which nothing is known",
     ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_ROUTES | ER_ON_STATIONS, has_routes_run,
     er_write_route_gaps},
    {"route_parts", "what of each route lies in which unit and group", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_ROUTES | ER_ON_STATIONS | ER_ON_UNITS | ER_ON_POPULATION, has_routes_run,
     er_write_route_parts},
    {"critical_sites", "sites whose failure leaves someone or something without any coverage",
     ER_SHAPE_POINT, BOTH, ON_SERVED | ER_ON_VENUES, has_resilience, er_write_critical_sites},
    {"resilience", "how much of each group's coverage hangs on single sites", ER_SHAPE_NONE,
     ER_TO_TABLE, ON_SERVED | ER_ON_VENUES, has_resilience, er_write_resilience},
    {"pilots", "sites of the pilots; a pilot without a stated place has no geometry",
     ER_SHAPE_POINT, BOTH, ER_ON_PILOTS, NULL, er_write_pilots},
    {"groups", "groups of every scheme side by side", ER_SHAPE_NONE, ER_TO_TABLE, ON_GROUPS, NULL,
     er_write_groups},
    {"unit_groups", "which unit is in which group, and why", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_UNITS | ER_ON_POPULATION, NULL, er_write_unit_groups},
    {"borderline", "units within the margin of a threshold", ER_SHAPE_NONE, ER_TO_TABLE,
     ER_ON_UNITS | ER_ON_POPULATION, NULL, er_write_borderline},
    {"operators", "coverage of the whole by operator", ER_SHAPE_NONE, ER_TO_TABLE, ON_SERVED, NULL,
     er_write_operators},
    {"cover_levels", "how much of every unit and venue reaches each signal level", ER_SHAPE_NONE,
     ER_TO_TABLE, ON_SERVED | ER_ON_VENUES, is_signal, er_write_cover_levels},
    {"measure", "modelled against measured: bias, spread and offset, by operator and clutter",
     ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_STATIONS | ER_ON_MEASUREMENTS, is_measured,
     er_write_measure},
    {"balance", "every figure of the balance, one a row", ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_ALL,
     NULL, er_write_balance},
    {"trend", "coverage, stations, pilots and their indices at the end of every year",
     ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_ALL, has_trend, er_write_trend},
    {"targets", "published targets and results beside the figures of this run", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_TARGETS, NULL, er_write_targets},
    {"target_variants", "published targets by every definition of their figure", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_TARGETS, has_targets_run, er_write_target_variants},
    {"compare", "what units gained and lost between the two sides of the newest comparison",
     ER_SHAPE_POLYGON, ER_TO_MAP, ON_SERVED, is_compared, er_write_compare_units},
    {"compare",
     "what units and groups gained and lost between the two sides of the newest "
     "comparison; figures add up exactly",
     ER_SHAPE_NONE, ER_TO_TABLE, ON_SERVED, is_compared, er_write_compare},
    {"compare_stations", "stations added, removed and changed between the two sides",
     ER_SHAPE_POINT, ER_TO_MAP, ER_ON_STATIONS, is_compared, er_write_compare_stations},
    {"compare_indices", "how evenly coverage is spread before and after", ER_SHAPE_NONE,
     ER_TO_TABLE, ON_SERVED, is_compared, er_write_compare_indices},
    {"compare_causes", "what is not the same on the two sides", ER_SHAPE_NONE, ER_TO_TABLE,
     ON_SERVED, is_compared, er_write_compare_causes},
    {"balance_units", "rank, reach and neighbourhood of every unit by every subject", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_ALL, has_balance, er_write_balance_units},
    {"scorecard", "how far from even each subject is by each scheme, and in words", ER_SHAPE_NONE,
     ER_TO_TABLE, ER_ON_ALL, has_balance, er_write_scorecard},
    {"levers", "units in which raising what is below the mean would change Theil T most",
     ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_ALL, has_balance, er_write_levers},
    {"service_needs", "what services ask of a network", ER_SHAPE_NONE, ER_TO_TABLE, ER_ON_NEEDS,
     NULL, er_write_service_needs},
    {"sources", "inputs", ER_SHAPE_NONE, ER_TO_TABLE, 0, NULL, er_write_sources},
    {"rejects", "rows that can't be used, and why", ER_SHAPE_NONE, ER_TO_TABLE, 0, NULL,
     er_write_rejects},
    {"assumptions", "what was filled in or supposed", ER_SHAPE_NONE, ER_TO_TABLE, 0, NULL,
     er_write_assumptions},
    {0},
};

bool er_shares_borders(const char *sheet, const char *level) {
    static const char *const names[] = {"area_classes", "compare"};
    if (level) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(sheet, names[i]) == 0) return true;
    return false;
}
