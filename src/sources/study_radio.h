/** The keys of `coverage` that the signal models read: one table of figures with their ranges, from
 * which the schema, the copying, the checks and the explanation are made. */
#ifndef EVENREACH_SOURCES_STUDY_RADIO_H
#define EVENREACH_SOURCES_STUDY_RADIO_H

#include "sources/study_figures.h"

/** X(key, member of er_study_radio, least, largest): figures right under `coverage`. The bounds of
 *  what a path-loss model is asked are those of er_path_loss, or inside them. A load of 1 would
 *  leave the uplink nothing. */
#define STUDY_RADIO_FIGURES(X)                                                                     \
    X(resolution_m, resolution_m, 1, 10000)                                                        \
    X(edge_probability, edge_probability, 0.001, 0.999)                                            \
    X(load, load, 0, 0.99)                                                                         \
    X(street_m, street_m, 1, 1000)                                                                 \
    X(building_m, building_m, 1, 1000)                                                             \
    X(time_pct, time_pct, 1, 50)                                                                   \
    X(sigma_loc_db, sigma_loc_db, 0, 50)                                                           \
    X(n0, n0, 100, 600)                                                                            \
    X(dn, dn, -100, 150)

/** Figures under `coverage.receiver`. */
#define STUDY_RECEIVER_FIGURES(X)                                                                  \
    X(height_m, receiver_height_m, 0.1, 10000)                                                     \
    X(gain_dbi, receiver_gain_dbi, -50, 80)                                                        \
    X(loss_db, receiver_loss_db, 0, 200)                                                           \
    X(noise_db, receiver_noise_db, 0, 50)                                                          \
    X(power_dbm, receiver_power_dbm, -50, 100)

/** Figures of a line of `coverage.sectors`; the member of er_sector_rule has the key's name. */
#define STUDY_SECTOR_FIGURES(X)                                                                    \
    X(height_m, height_m, 0.1, 10000)                                                              \
    X(power_dbm, power_dbm, -100, 100)                                                             \
    X(bandwidth_mhz, bandwidth_mhz, 0.1, 10000)                                                    \
    X(subcarrier_khz, subcarrier_khz, 15, 960)                                                     \
    X(dl_share, dl_share, 0.01, 1)                                                                 \
    X(sectors, sectors, 1, 12)                                                                     \
    X(gain_dbi, gain_dbi, -50, 80)                                                                 \
    X(beamwidth_deg, beamwidth_deg, 1, 360)                                                        \
    X(vertical_beamwidth_deg, vertical_beamwidth_deg, 1, 180)                                      \
    X(front_to_back_db, front_to_back_db, 0, 100)                                                  \
    X(tilt_deg, tilt_deg, -90, 90)                                                                 \
    X(dl_layers, dl_layers, 1, 16)                                                                 \
    X(ul_layers, ul_layers, 1, 16)                                                                 \
    X(range_m, range_m, 10, 3000000)

/** Figures of a line of `coverage.levels`. */
#define STUDY_LEVEL_FIGURES(X)                                                                     \
    X(min_rsrp_dbm, min_rsrp_dbm, -200, 0)                                                         \
    X(min_dl_mbps, min_dl_mbps, 0, 100000)                                                         \
    X(min_ul_mbps, min_ul_mbps, 0, 100000)

#define STUDY_ENTRY_RADIO(key, member, low, high) STUDY_RADIO_##key,
#define STUDY_ENTRY_RECEIVER(key, member, low, high) STUDY_RECEIVER_##key,
#define STUDY_ENTRY_SECTOR(key, member, low, high) STUDY_SECTOR_##key,
#define STUDY_ENTRY_LEVEL(key, member, low, high) STUDY_LEVEL_##key,
enum { STUDY_RADIO_FIGURES(STUDY_ENTRY_RADIO) STUDY_RADIO_COUNT };
enum { STUDY_RECEIVER_FIGURES(STUDY_ENTRY_RECEIVER) STUDY_RECEIVER_COUNT };
enum { STUDY_SECTOR_FIGURES(STUDY_ENTRY_SECTOR) STUDY_SECTOR_COUNT };
enum { STUDY_LEVEL_FIGURES(STUDY_ENTRY_LEVEL) STUDY_LEVEL_COUNT };
extern const study_figure study_radio_figures[STUDY_RADIO_COUNT];
extern const study_figure study_receiver_figures[STUDY_RECEIVER_COUNT];
extern const study_figure study_sector_figures[STUDY_SECTOR_COUNT];
extern const study_figure study_level_figures[STUDY_LEVEL_COUNT];

/** Most levels that a study may have; most classes of clutter (as er_terrain_open allows). */
enum { STUDY_LEVEL_LIMIT = 16, STUDY_CLASS_LIMIT = 254 };

/** Copy what is there; `raw` may be null. */
void study_build_radio(study_builder *build, const raw_coverage *raw, er_study_radio *out);

/** Fill in what is missing, and note it if the study uses it. */
er_status study_fill_radio(study_notes *notes, const raw_coverage *raw, er_study *study);

void study_explain_radio(yaml_writer *to);

#endif
