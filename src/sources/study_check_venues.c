#include "sources/study_venues.h"

#include "evenreach/radio.h"

static er_status check_pack(const study_checker *check, const char *list,
                            const er_study_pack *pack) {
    const er_band *band = NULL;
    double centre_mhz;
    ER_TRY(study_check_figures(check, study_pack_figures, STUDY_PACK_COUNT, pack, list));
    if (er_band_parse(pack->band, &band, &centre_mhz)) return ER_OK;
    return er_fail(
        check->ctx, ER_ERR_INPUT,
        "%s:%d: '%s' is not a band; write a name such as n78, or a frequency such as 3500 MHz",
        check->study->path, study_line_at(check, "%sband", list), pack->band);
}

er_status study_check_venues(const study_checker *check) {
    const er_study_venues *venues = &check->study->venues;
    ER_TRY(study_check_figures(check, study_venue_figures, STUDY_VENUE_COUNT, venues, "venues."));
    ER_TRY(study_check_whole(check, "most_cells", venues->most_cells,
                             study_line_at(check, "venues.most_cells")));
    ER_TRY(study_check_whole(check, "most_candidates", venues->most_candidates,
                             study_line_at(check, "venues.most_candidates")));
    ER_TRY(study_check_whole(check, "most_nodes", venues->most_nodes,
                             study_line_at(check, "venues.most_nodes")));
    ER_TRY(check_pack(check, "venues.small_cell.", &venues->small_cell));
    return check_pack(check, "venues.mobile_pack.", &venues->mobile_pack);
}

er_status study_check_routes(const study_checker *check) {
    const er_study_routes *routes = &check->study->routes;
    ER_TRY(study_check_figures(check, study_route_figures, STUDY_ROUTE_COUNT, routes, "routes."));
    for (size_t i = 0; i < routes->speed_count; i++) {
        const char *type = routes->speeds[i].type;
        ER_TRY(study_check_range(check, study_line_at(check, "routes.speeds[%zu].speed_kmh", i),
                                 "speed_kmh", routes->speeds[i].speed_kmh, STUDY_SPEED_MIN_KMH,
                                 STUDY_SPEED_MAX_KMH));
        for (size_t j = 0; j < i; j++)
            if (er_same_text(routes->speeds[j].type, type))
                return er_fail(
                    check->ctx, ER_ERR_INPUT, "%s:%d: the type '%s' has two speeds; remove one",
                    check->study->path, study_line_at(check, "routes.speeds[%zu]", i), type);
    }
    return ER_OK;
}
