/** The parts of the step "routes": a route cut into pieces, what serves them, where they lie. */
#ifndef EVENREACH_ANALYSIS_ROUTES_H
#define EVENREACH_ANALYSIS_ROUTES_H

#include "analysis/network.h"

/* ---- route_path.c: a route cut into pieces ----------------------------------------------------
 */

/** From one vertex to the next, cut into equal pieces. */
typedef struct er_route_edge {
    er_point from;
    er_point to;
    double azimuth_deg;
    double start_m; /**< of the edge, from the route's start */
    double length_m;
    size_t first_piece;
    size_t pieces;
    bool goes_on; /**< it begins where the edge before it ends */
} er_route_edge;

typedef struct er_route_path {
    er_route_edge *edges;
    size_t edge_count;
    size_t piece_count;
    double length_m;
} er_route_path;

/** Pieces of at most `step_m`; everything in the arena. A part that begins where the one before
 *  ends goes on from it. */
er_status er_route_path_new(er_context *ctx, er_arena *arena, er_bytes wkb, double step_m,
                            er_route_path *out);
/** Middles of the pieces from `first` on, in degrees, longitudes within 180. */
void er_route_middles(const er_route_path *path, size_t first, size_t count, er_point *middles);
/** The edge that holds a piece. */
const er_route_edge *er_route_edge_of(const er_route_path *path, size_t piece);
double er_route_piece_m(const er_route_edge *edge);
/** Where a piece begins and ends, from the route's start. */
double er_route_begin_m(const er_route_edge *edge, size_t piece);
double er_route_end_m(const er_route_edge *edge, size_t piece);
/** Pieces `first` to `last`, which go on from each other, as a multi line string in the arena. */
er_status er_route_stretch(er_context *ctx, er_arena *arena, const er_route_path *path,
                           size_t first, size_t last, er_bytes *out);

/* ---- route_survey.c: what serves it -----------------------------------------------------------
 */

/** State of a piece. */
typedef enum er_route_state { ER_ROUTE_UNSERVED, ER_ROUTE_SERVED, ER_ROUTE_UNKNOWN } er_route_state;

/** What a stratum has of a route. */
typedef struct er_route_stratum {
    er_route_row row; /**< without run, route and speed */
    er_route_gap *gaps;
    size_t gap_count;
} er_route_stratum;

/** One route looked at. Everything lives in its arena. */
typedef struct er_route_survey {
    er_arena *arena;
    er_route_path path;
    uint8_t *any; /**< state of each piece under "any" */
    er_route_stratum *strata;
    size_t stratum_count;
    er_route_part *parts; /**< by er_route_parts; run and route are not filled in */
    size_t part_count;
} er_route_survey;

/** May run in several threads at once, each with its own context. */
er_status er_route_survey_new(er_context *ctx, const er_network *network, const er_route *route,
                              er_route_survey *out);
void er_route_survey_clear(er_route_survey *survey);

/* ---- route_parts.c: where it lies -------------------------------------------------------------
 */

typedef struct er_route_places er_route_places;
/** Units and schemes of a workspace that the study names. */
er_status er_route_places_new(er_context *ctx, er_store *store, const er_study *study,
                              er_arena *arena, er_route_places **out);
/** Fill in the parts of all routes: by unit, then by scheme and group. */
er_status er_route_parts(er_context *ctx, er_store *store, const er_route_places *places,
                         er_route_survey *surveys, size_t count);

#endif
