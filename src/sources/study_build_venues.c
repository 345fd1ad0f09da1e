#include "sources/study_venues.h"

#define VENUE_ENTRY(key, member, low, high) {#key, offsetof(er_study_venues, member), low, high},
const study_figure study_venue_figures[] = {STUDY_VENUE_FIGURES(VENUE_ENTRY)};
#define PACK_ENTRY(key, member, low, high) {#key, offsetof(er_study_pack, member), low, high},
const study_figure study_pack_figures[] = {STUDY_PACK_FIGURES(PACK_ENTRY)};
#define ROUTE_ENTRY(key, member, low, high) {#key, offsetof(er_study_routes, member), low, high},
const study_figure study_route_figures[] = {STUDY_ROUTE_FIGURES(ROUTE_ENTRY)};

static void build_pack(study_builder *build, const raw_pack *raw, er_study_pack *out) {
    static const raw_pack nothing;
    if (!raw) raw = &nothing;
    out->operator_ = study_text(build, raw->operator_);
    out->band = study_text(build, raw->band);
    out->environment = study_word(raw->environment, study_environments);
#define COPY_PACK(key, member, low, high) out->member = study_number(raw->key);
    STUDY_PACK_FIGURES(COPY_PACK)
}

void study_build_venues(study_builder *build, const raw_venues *raw, er_study_venues *out) {
    static const raw_venues nothing;
    out->used = raw != NULL;
    if (!raw) raw = &nothing;
#define COPY_VENUE(key, member, low, high) out->member = study_number(raw->key);
    STUDY_VENUE_FIGURES(COPY_VENUE)
    out->services = study_words(build, raw->services, raw->services_count);
    out->service_count = raw->services_count;
    out->building = study_word(raw->building, study_buildings);
    out->closing = !raw->closing || *raw->closing;
    build_pack(build, raw->small_cell, &out->small_cell);
    build_pack(build, raw->mobile_pack, &out->mobile_pack);
}

void study_build_routes(study_builder *build, const raw_routes *raw, er_study_routes *out) {
    static const raw_routes nothing;
    out->used = raw != NULL;
    if (!raw) raw = &nothing;
#define COPY_ROUTE(key, member, low, high) out->member = study_number(raw->key);
    STUDY_ROUTE_FIGURES(COPY_ROUTE)
    er_study_speed *speeds = study_list(build, raw->speeds_count, sizeof *speeds);
    for (size_t i = 0; speeds && i < raw->speeds_count; i++)
        speeds[i] = (er_study_speed){.type = study_text(build, raw->speeds[i].type),
                                     .speed_kmh = study_number(raw->speeds[i].speed_kmh)};
    out->speeds = speeds;
    out->speed_count = raw->speeds_count;
}
