/** What serves, by either kind of model, at any place: the one thing that venues, routes and
 *  proposals ask. Immutable once built; may be asked by several threads at once, each with its own
 *  context. */
#ifndef EVENREACH_ANALYSIS_NETWORK_H
#define EVENREACH_ANALYSIS_NETWORK_H

#include "analysis/disc_index.h"
#include "analysis/sites.h"
#include "evenreach/analysis.h"

typedef struct er_network er_network;

/** Of the workspace's stations. Study and plane outlive the network. */
er_status er_network_new(er_context *ctx, er_store *store, const er_study *study,
                         const er_plane *plane, er_network **out);
void er_network_free(er_network *network);

const er_study *er_network_study(const er_network *network);
const er_plane *er_network_plane(const er_network *network);
/** Stations in service, by the order of er_store_stations; of discs with the discs. */
const er_sites *er_network_sites(const er_network *network);
/** Null with the disc model. */
const er_field *er_network_field(const er_network *network);
/** True if the workspace has no station at all: nothing is known anywhere. */
bool er_network_is_unknown(const er_network *network);
/** Operators by name, as er_field_operators; counts that are null are not told. */
const char *const *er_network_operators(const er_network *network, uint32_t *count,
                                        uint32_t *named);

/** Discs only: the union of a stratum (0 any, 1 all, then the operators), built once. */
const er_disc_union *er_network_union(const er_network *network, size_t stratum);

/** What an operator's network is at a place. With discs `signal.level` is 1 or 0, its figures are
 *  NAN and `signal.sector` is the index into er_network_sites of the disc with the largest margin;
 *  with signals margin_m is NAN and `signal.sector` an index into er_field_sectors. */
typedef struct er_service {
    er_signal signal;
    double margin_m; /**< radius less distance on the plane, the largest of the operator's discs;
                          at least 0: served */
} er_service;
/** At points in degrees, operator after operator. ER_ERR_GEOMETRY for a point that can't be brought
 *  on the plane. */
er_status er_network_points(er_context *ctx, const er_network *network, const er_point *points,
                            size_t count, er_service *services);

/** With discs: what an operator is at a point of the plane. */
er_service er_network_disc_service(const er_network *network, uint32_t operator_,
                                   er_point on_plane);

/** Index into er_network_sites of the station that a service comes from; SIZE_MAX: none. */
size_t er_network_station(const er_network *network, uint32_t sector);
/** The stations in service by where they stand, known by their index into er_network_sites: with
 *  discs as such, with signals with a radius of 0. */
const er_disc_index *er_network_places(const er_network *network);
/** What er_network_places is made of, in the order of er_network_sites. */
const er_disc *er_network_discs(const er_network *network);

/** The stations that are not in service, known by their index into er_sites.left_out, by where they
 *  would serve: as discs of their radius (with signals: of their farthest range). Those of which no
 *  radius is known are not among them. */
const er_disc_index *er_network_left_out(const er_network *network);
const er_disc *er_network_left_out_discs(const er_network *network);
/** With signals: whether a station out of service would serve one of these points (degrees) if it
 *  alone transmitted. */
er_status er_network_left_out_serves(er_context *ctx, const er_network *network, size_t station,
                                     const er_point *points, size_t count, bool *serves);

/** Fail with the command to run unless the newest coverage run was made with the network's model
 *  and parameters, from the same files of stations and sectors. What its study says of other things
 *  does not matter. *cover gets it; its texts live in the arena. */
er_status er_network_check_run(er_context *ctx, er_store *store, er_arena *arena,
                               const er_network *network, er_run *cover);

/** Fail with the command to run if stations or sectors were loaded after a coverage run. */
er_status er_network_check_inputs(er_context *ctx, er_store *store, er_arena *arena,
                                  const er_run *cover);

#endif
