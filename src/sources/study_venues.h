/** The sections `venues` and `routes`: tables of their figures with the ranges, from which the
 * schema, the copying, the checks and the explanation are made. */
#ifndef EVENREACH_SOURCES_STUDY_VENUES_H
#define EVENREACH_SOURCES_STUDY_VENUES_H

#include "sources/study_figures.h"

/** X(key, member of er_study_venues, least, largest). The depth is what er_indoor_loss takes. */
#define STUDY_VENUE_FIGURES(X)                                                                     \
    X(cell_m, cell_m, 0.1, 1000)                                                                   \
    X(most_cells, most_cells, 100, 4000000)                                                        \
    X(target_share, target_share, 0.001, 1)                                                        \
    X(active_share, active_share, 0, 1)                                                            \
    X(capacity_share, capacity_share, 0, 1)                                                        \
    X(indoor_depth_m, indoor_depth_m, 0, 1000)                                                     \
    X(corridor_m, corridor_m, 1, 1000)                                                             \
    X(spacing_m, spacing_m, 1, 10000)                                                              \
    X(most_candidates, most_candidates, 1, 1000)                                                   \
    X(most_nodes, most_nodes, 1, 1000000)

/** Figures of `venues.small_cell` and `venues.mobile_pack`, as those of a station. */
#define STUDY_PACK_FIGURES(X)                                                                      \
    X(radius_m, radius_m, STUDY_RADIUS_MIN_M, STUDY_RADIUS_MAX_M)                                  \
    X(bandwidth_mhz, bandwidth_mhz, 0.1, 10000)                                                    \
    X(power_dbm, power_dbm, -100, 100)                                                             \
    X(gain_dbi, gain_dbi, -50, 80)                                                                 \
    X(height_m, height_m, 0.1, 10000)

/** Figures right under `routes`. */
#define STUDY_ROUTE_FIGURES(X) X(step_m, step_m, 0.1, 10000)

#define STUDY_ENTRY_VENUE(key, member, low, high) STUDY_VENUE_##key,
#define STUDY_ENTRY_PACK(key, member, low, high) STUDY_PACK_##key,
#define STUDY_ENTRY_ROUTE(key, member, low, high) STUDY_ROUTE_##key,
enum { STUDY_VENUE_FIGURES(STUDY_ENTRY_VENUE) STUDY_VENUE_COUNT };
enum { STUDY_PACK_FIGURES(STUDY_ENTRY_PACK) STUDY_PACK_COUNT };
enum { STUDY_ROUTE_FIGURES(STUDY_ENTRY_ROUTE) STUDY_ROUTE_COUNT };
extern const study_figure study_venue_figures[STUDY_VENUE_COUNT];
extern const study_figure study_pack_figures[STUDY_PACK_COUNT];
extern const study_figure study_route_figures[STUDY_ROUTE_COUNT];

/** Speeds that a study may state, km/h. */
#define STUDY_SPEED_MIN_KMH 0.1
#define STUDY_SPEED_MAX_KMH 1000.0

/** Copy what is there; `raw` may be null. */
void study_build_venues(study_builder *build, const raw_venues *raw, er_study_venues *out);
void study_build_routes(study_builder *build, const raw_routes *raw, er_study_routes *out);
/** Fill in what is missing, and note it if the study has the section. */
er_status study_fill_venues(study_notes *notes, const raw_venues *raw, er_study_venues *venues);
er_status study_fill_routes(study_notes *notes, er_study_routes *routes);
/** Write the sections that the study has. */
void study_explain_venues(yaml_writer *to);
void study_explain_routes(yaml_writer *to);

#endif
