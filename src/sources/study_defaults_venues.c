/* What `venues` and `routes` take where the study says nothing. */
#include "sources/study_venues.h"

#include <string.h>

/** Ours, round figures, but for the depth.
 *  cell_m, most_cells       as fine as a footprint is drawn, as many as a second bears.
 *  target_share             nearly all of a footprint: its last corners are often inside a wall.
 *  active_share             of a crowd: one in ten.
 *  capacity_share           nobody else in the sector.
 *  indoor_depth_m           TR 38.901 section 7.4.3.1 takes 0 to 25 m, here a room behind the wall.
 *  spacing_m                of small cells that reach some 100 m.
 *  most_candidates, most_nodes  what is searched in seconds. */
static const er_study_venues any_venue = {.cell_m = 5,
                                          .most_cells = 250000,
                                          .target_share = 0.95,
                                          .active_share = 0.1,
                                          .capacity_share = 1,
                                          .indoor_depth_m = 10,
                                          .corridor_m = 20,
                                          .spacing_m = 50,
                                          .most_candidates = 200,
                                          .most_nodes = 2000};

/** Ours, round figures: a box on a pole, and a van or trailer with a mast, both in the mid-band
 *  that 5G began with. */
static const er_study_pack any_small_cell = {.operator_ = "small cell",
                                             .band = "n78",
                                             .radius_m = 100,
                                             .bandwidth_mhz = 100,
                                             .power_dbm = 33,
                                             .gain_dbi = 8,
                                             .height_m = 8,
                                             .environment = "umi"};
static const er_study_pack any_mobile_pack = {.operator_ = "mobile pack",
                                              .band = "n78",
                                              .radius_m = 300,
                                              .bandwidth_mhz = 100,
                                              .power_dbm = 40,
                                              .gain_dbi = 12,
                                              .height_m = 12,
                                              .environment = "umi"};

/** Ours, round figures: longest piece of a route, m, and speeds between stops, km/h. */
static const er_study_routes any_route = {.step_m = 25};
static const er_study_speed any_speeds[] = {
    {"ferry", 30}, {"trail", 3}, {"rail", 80}, {"road", 50}};
enum { SPEED_COUNT = sizeof any_speeds / sizeof any_speeds[0] };

/** What lists in Chinese call the types of routes. */
static const char *const types_in_chinese[][2] = {
    {"渡輪", "ferry"}, {"航線", "ferry"},     {"交通船", "ferry"},
    {"步道", "trail"}, {"登山步道", "trail"}, {"古道", "trail"},
    {"鐵路", "rail"},  {"公路", "road"},      {"道路", "road"}};
enum { TYPE_COUNT = sizeof types_in_chinese / sizeof types_in_chinese[0] };

static er_status fill_pack(const study_filler *fill, const char *list, const er_study_pack *from,
                           er_study_pack *pack) {
    ER_TRY(study_fill_text(fill, list, "operator", from->operator_, &pack->operator_));
    ER_TRY(study_fill_text(fill, list, "band", from->band, &pack->band));
    ER_TRY(study_fill_text(fill, list, "environment", from->environment, &pack->environment));
    return study_fill_figures(fill, study_pack_figures, STUDY_PACK_COUNT, list, from, pack);
}

er_status study_fill_venues(study_notes *notes, const raw_venues *raw, er_study_venues *venues) {
    const study_filler fill = {.notes = notes, .noted = venues->used};
    ER_TRY(study_fill_figures(&fill, study_venue_figures, STUDY_VENUE_COUNT, "venues.", &any_venue,
                              venues));
    ER_TRY(
        study_fill_text(&fill, "venues.", "building", study_buildings[0].str, &venues->building));
    if (raw && !raw->closing) ER_TRY(study_fill_note(&fill, "venues.", "closing"));
    ER_TRY(fill_pack(&fill, "venues.small_cell.", &any_small_cell, &venues->small_cell));
    return fill_pack(&fill, "venues.mobile_pack.", &any_mobile_pack, &venues->mobile_pack);
}

static bool has_speed(const er_study_speed *speeds, size_t count, const char *type) {
    for (size_t i = 0; i < count; i++)
        if (er_same_text(speeds[i].type, type)) return true;
    return false;
}

er_status study_fill_routes(study_notes *notes, er_study_routes *routes) {
    const study_filler fill = {.notes = notes, .noted = routes->used};
    er_study_speed *speeds = NULL;
    size_t count = routes->speed_count;
    ER_TRY(study_fill_figures(&fill, study_route_figures, STUDY_ROUTE_COUNT, "routes.", &any_route,
                              routes));
    ER_TRY(
        er_arena_alloc(notes->ctx, notes->arena, (count + SPEED_COUNT) * sizeof *speeds, &speeds));
    if (count > 0) memcpy(speeds, routes->speeds, count * sizeof *speeds);
    for (size_t i = 0; i < SPEED_COUNT; i++) {
        if (has_speed(speeds, routes->speed_count, any_speeds[i].type)) continue;
        if (fill.noted) ER_TRY(study_note(notes, "routes.speeds[%zu].speed_kmh", count));
        speeds[count++] = any_speeds[i];
    }
    routes->speeds = speeds;
    routes->speed_count = count;
    return ER_OK;
}

/* ---- asking */

double er_study_corridor_m(const er_study *study) {
    return study ? study->venues.corridor_m : any_venue.corridor_m;
}

static double speed_of(const er_study_routes *routes, const char *type) {
    for (size_t i = 0; i < routes->speed_count; i++)
        if (er_same_text(routes->speeds[i].type, type)) return routes->speeds[i].speed_kmh;
    return NAN;
}

double er_study_speed_kmh(const er_study *study, const char *type) {
    double speed_kmh = type ? speed_of(&study->routes, type) : (double)NAN;
    for (size_t i = 0; type && isnan(speed_kmh) && i < TYPE_COUNT; i++)
        if (strcmp(types_in_chinese[i][0], type) == 0)
            speed_kmh = speed_of(&study->routes, types_in_chinese[i][1]);
    return speed_kmh;
}
