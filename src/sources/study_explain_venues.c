#include "sources/study_venues.h"

static void write_pack(yaml_writer *to, const char *key, const er_study_pack *pack) {
    char list[64], path[96];
    snprintf(list, sizeof list, "venues.%s.", key);
    yaml_head(to, key);
    to->indent++;
    snprintf(path, sizeof path, "%soperator", list);
    yaml_text(to, "operator", pack->operator_, path);
    snprintf(path, sizeof path, "%sband", list);
    yaml_text(to, "band", pack->band, path);
    study_explain_figures(to, study_pack_figures, STUDY_PACK_COUNT, pack, list);
    snprintf(path, sizeof path, "%senvironment", list);
    yaml_text(to, "environment", pack->environment, path);
    to->indent--;
}

void study_explain_venues(yaml_writer *to) {
    const er_study_venues *venues = &to->study->venues;
    if (!venues->used) return;
    yaml_head(to, "venues");
    to->indent++;
    study_explain_figures(to, study_venue_figures, STUDY_VENUE_COUNT, venues, "venues.");
    if (venues->service_count == 0) yaml_open(to, "services", "none");
    yaml_words(to, "services", venues->services, venues->service_count, NULL);
    yaml_text(to, "building", venues->building, "venues.building");
    yaml_yes_no(to, "closing", venues->closing, "venues.closing");
    write_pack(to, "small_cell", &venues->small_cell);
    write_pack(to, "mobile_pack", &venues->mobile_pack);
    to->indent--;
}

void study_explain_routes(yaml_writer *to) {
    const er_study_routes *routes = &to->study->routes;
    char path[120];
    if (!routes->used) return;
    yaml_head(to, "routes");
    to->indent++;
    study_explain_figures(to, study_route_figures, STUDY_ROUTE_COUNT, routes, "routes.");
    yaml_head(to, "speeds");
    to->indent += 2;
    for (size_t i = 0; i < routes->speed_count; i++) {
        to->first = true;
        yaml_text(to, "type", routes->speeds[i].type, NULL);
        yaml_number(to, "speed_kmh", routes->speeds[i].speed_kmh,
                    yaml_path(path, "routes.speeds", i, "speed_kmh"));
    }
    to->indent -= 3;
}
