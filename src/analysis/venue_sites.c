/* Which sites serve a venue, and which would help it. */
#include "analysis/cover.h"
#include "core/order.h"
#include "analysis/venue_parts.h"

#include <math.h>
#include <stdlib.h>

/* ---- distances on the plane ------------------------------------------------------------------ */

static double square(double x) {
    return x * x;
}

static double square_distance(er_point a, er_point b) {
    return square(a.x - b.x) + square(a.y - b.y);
}

static double square_to_edge(er_point p, er_point a, er_point b) {
    double length2 = square_distance(a, b);
    double along =
        length2 > 0 ? ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length2 : 0;
    along = fmin(fmax(along, 0), 1);
    return square_distance(p, (er_point){a.x + along * (b.x - a.x), a.y + along * (b.y - a.y)});
}

/** Distance from a point to a polygon; 0 inside. */
static double distance_to_area(const er_area *area, er_point p) {
    double least2 = INFINITY;
    bool inside = false;
    for (size_t ring = 0; ring < area->ring_count; ring++)
        for (size_t i = area->ring_start[ring]; i + 1 < area->ring_start[ring + 1]; i++) {
            er_point a = area->points[i], b = area->points[i + 1];
            least2 = fmin(least2, square_to_edge(p, a, b));
            if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
                inside = !inside;
        }
    return inside ? 0 : sqrt(least2);
}

/* ---- what serves ----------------------------------------------------------------------------- */

/** Discs that overlap the venue. */
static er_status overlapping(er_context *ctx, const er_venue_survey *survey, size_t **stations,
                             size_t *count) {
    const er_disc *discs = er_network_discs(survey->network);
    size_t *found = NULL, capacity = 0, met = 0;
    er_status status = er_disc_index_meeting(ctx, er_network_places(survey->network),
                                             survey->area.box, &found, &capacity, &met);
    if (status == ER_OK)
        status = er_arena_alloc(ctx, survey->arena, (met + 1) * sizeof **stations, stations);
    *count = 0;
    for (size_t k = 0; k < met && status == ER_OK; k++) {
        const er_disc *d = &discs[found[k]];
        if (distance_to_area(&survey->area, (er_point){d->x, d->y}) < d->radius_m)
            (*stations)[(*count)++] = found[k];
    }
    er_free(found);
    return status;
}

/** Stations that are the best of their operator where it serves. */
static er_status best_somewhere(er_context *ctx, const er_venue_survey *survey, size_t **stations,
                                size_t *count) {
    size_t services = survey->cell_count * survey->operator_count, *all = NULL, found = 0;
    ER_TRY(er_alloc(ctx, services + 1, sizeof *all, &all));
    for (size_t i = 0; i < services; i++) {
        const er_signal *signal = &survey->services[i].signal;
        if (signal->level == 0) continue;
        size_t station = er_network_station(survey->network, signal->sector);
        if (found == 0 || all[found - 1] != station) all[found++] = station;
    }
    if (found > 1) qsort(all, found, sizeof *all, er_order_sizes);
    *count = 0;
    er_status status =
        er_arena_alloc(ctx, survey->arena, (found + 1) * sizeof **stations, stations);
    for (size_t i = 0; i < found && status == ER_OK; i++)
        if (i == 0 || all[i] != all[i - 1]) (*stations)[(*count)++] = all[i];
    er_free(all);
    return status;
}

er_status er_venue_serving(er_context *ctx, const er_venue_survey *survey, size_t **stations,
                           size_t *count) {
    return er_network_field(survey->network) ? best_somewhere(ctx, survey, stations, count)
                                             : overlapping(ctx, survey, stations, count);
}

/* ---- the nearest ----------------------------------------------------------------------------- */

/** Cells that distances are taken from. */
struct ground {
    const er_venue_survey *survey;
    size_t *cells;
    size_t count;
};

/** A station and the cell that is nearest to it. */
struct nearest {
    size_t station; /**< SIZE_MAX: none */
    size_t cell;
    double square_m2;
};

static const struct nearest no_station = {SIZE_MAX, 0, INFINITY};

static void look_at(const struct ground *ground, const er_disc *discs, size_t station,
                    struct nearest *best) {
    er_point p = {discs[station].x, discs[station].y};
    for (size_t k = 0; k < ground->count; k++) {
        double d2 = square_distance(ground->survey->cells[ground->cells[k]].on_plane, p);
        if (d2 >= best->square_m2) continue;
        *best = (struct nearest){station, ground->cells[k], d2};
    }
}

/** The station nearest to any of the cells, of those that pass the filter. A cell is passed over if
 *  the last one that was asked for tells that nothing near enough can be there. */
static struct nearest look_around(const struct ground *ground, const er_disc *discs,
                                  const er_disc_index *places, er_disc_filter filter,
                                  const void *user) {
    struct nearest best = no_station;
    er_point asked = {0, 0};
    double found_m = 0;
    for (size_t k = 0; k < ground->count; k++) {
        er_point p = ground->survey->cells[ground->cells[k]].on_plane;
        double moved_m = sqrt(square_distance(p, asked)), best_m = sqrt(best.square_m2);
        if (k > 0 && (found_m - moved_m) * (1 - 1e-12) > best_m) continue;
        size_t station = er_disc_index_nearest(places, p, filter, user);
        if (station == SIZE_MAX) return best;
        double d2 = square_distance((er_point){discs[station].x, discs[station].y}, p);
        asked = p;
        found_m = sqrt(d2);
        if (d2 < best.square_m2) best = (struct nearest){station, ground->cells[k], d2};
    }
    return best;
}

static double distance_m(const struct ground *ground, struct nearest found, er_point position) {
    er_point place = ground->survey->cells[found.cell].on_plane;
    er_plane_inverse(er_network_plane(ground->survey->network), &place, 1);
    return er_geodesic_distance(place, position);
}

/** All cells, or those that no operator serves as far as is known (all if a hole holds no middle of
 *  a cell). */
static er_status make_ground(er_context *ctx, const er_venue_survey *survey, bool unserved,
                             struct ground *ground) {
    *ground = (struct ground){.survey = survey};
    ER_TRY(er_arena_alloc(ctx, survey->arena, survey->cell_count * sizeof *ground->cells,
                          &ground->cells));
    for (size_t i = 0; i < survey->cell_count; i++)
        if (!unserved || survey->any[i] == 0) ground->cells[ground->count++] = i;
    return ground->count > 0 ? ER_OK : make_ground(ctx, survey, false, ground);
}

/* ---- what would help ------------------------------------------------------------------------- */

/** Sites that serve the venue, by the number of their first station, rising. */
struct serving_sites {
    const er_sites *sites;
    const size_t *stations;
    size_t count;
};

/** Stations stand by site: those of one follow each other. */
static bool serves_none(const void *user, size_t station) {
    const struct serving_sites *serving = user;
    size_t site = serving->sites->site[station], low = 0, high = serving->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (serving->sites->site[serving->stations[middle]] < site)
            low = middle + 1;
        else
            high = middle;
    }
    return low == serving->count || serving->sites->site[serving->stations[low]] != site;
}

/** A station that is not in service: where it is in the network's list, and how near. */
struct planned {
    struct nearest nearest;
    size_t disc;
};

static int by_distance(const void *left, const void *right) {
    const struct planned *a = left, *b = right;
    if (a->nearest.square_m2 != b->nearest.square_m2)
        return a->nearest.square_m2 < b->nearest.square_m2 ? -1 : 1;
    return (a->disc > b->disc) - (a->disc < b->disc);
}

/** Whether a disc reaches into a hole. */
static er_status reaches_hole(er_context *ctx, const er_venue_survey *survey, const er_disc *disc,
                              const er_venue_result *result, bool *reaches) {
    *reaches = false;
    for (size_t i = 0; i < result->hole_count && !*reaches; i++) {
        er_area hole = {0};
        ER_TRY(er_area_from_wkb(ctx, er_network_plane(survey->network), result->holes[i].geometry,
                                &hole));
        *reaches = distance_to_area(&hole, (er_point){disc->x, disc->y}) < disc->radius_m;
        er_area_clear(&hole);
    }
    return ER_OK;
}

/** Stations that may reach the venue, from the nearest. */
static er_status list_planned(er_context *ctx, const struct ground *ground,
                              struct planned **planned, size_t *count) {
    const er_venue_survey *survey = ground->survey;
    const er_disc *discs = er_network_left_out_discs(survey->network);
    size_t *found = NULL, capacity = 0;
    er_status status = er_disc_index_meeting(ctx, er_network_left_out(survey->network),
                                             survey->area.box, &found, &capacity, count);
    if (status == ER_OK)
        status = er_arena_alloc(ctx, survey->arena, (*count + 1) * sizeof **planned, planned);
    for (size_t k = 0; k < *count && status == ER_OK; k++) {
        (*planned)[k] = (struct planned){no_station, found[k]};
        look_at(ground, discs, found[k], &(*planned)[k].nearest);
    }
    er_free(found);
    if (status == ER_OK && *count > 1) qsort(*planned, *count, sizeof **planned, by_distance);
    return status;
}

/** The middles of the ground's cells, in degrees. */
static er_status places_of(er_context *ctx, const struct ground *ground, er_point **places) {
    const er_venue_survey *survey = ground->survey;
    ER_TRY(er_arena_alloc(ctx, survey->arena, ground->count * sizeof **places, places));
    for (size_t k = 0; k < ground->count; k++)
        (*places)[k] = survey->cells[ground->cells[k]].on_plane;
    er_plane_inverse(er_network_plane(survey->network), *places, ground->count);
    return ER_OK;
}

/** The nearest station out of service that would serve some of the holes. */
static er_status find_planned(er_context *ctx, const struct ground *ground,
                              const er_venue_result *result, struct nearest *best) {
    const er_network *network = ground->survey->network;
    struct planned *planned = NULL;
    er_point *places = NULL;
    size_t count = 0;
    bool reaches = false;
    *best = no_station;
    ER_TRY(list_planned(ctx, ground, &planned, &count));
    if (count > 0 && er_network_field(network)) ER_TRY(places_of(ctx, ground, &places));
    for (size_t k = 0; k < count && !reaches; k++) {
        size_t station = planned[k].disc;
        const er_disc *disc = &er_network_left_out_discs(network)[station];
        ER_TRY(places ? er_network_left_out_serves(ctx, network, station, places, ground->count,
                                                   &reaches)
                      : reaches_hole(ctx, ground->survey, disc, result, &reaches));
        if (reaches) *best = planned[k].nearest;
    }
    return ER_OK;
}

static void note_help(const struct ground *ground, struct nearest found, const er_station *station,
                      const char *how, er_venue_finding *finding) {
    finding->helping_station_id = station->id;
    finding->helping_distance_m = distance_m(ground, found, station->position);
    finding->helping_how = how;
}

static er_status find_help(er_context *ctx, const er_venue_survey *survey,
                           const struct serving_sites *serving, er_venue_result *result) {
    struct ground ground;
    struct nearest found;
    ER_TRY(make_ground(ctx, survey, true, &ground));
    ER_TRY(find_planned(ctx, &ground, result, &found));
    if (found.station != SIZE_MAX) {
        note_help(&ground, found, serving->sites->left_out[found.station], "planned",
                  &result->finding);
        return ER_OK;
    }
    found = look_around(&ground, er_network_discs(survey->network),
                        er_network_places(survey->network), serves_none, serving);
    if (found.station != SIZE_MAX)
        note_help(&ground, found, serving->sites->stations[found.station], "near",
                  &result->finding);
    return ER_OK;
}

er_status er_venue_find_sites(er_context *ctx, const er_venue_survey *survey,
                              er_venue_result *result) {
    const er_sites *sites = er_network_sites(survey->network);
    const er_disc *discs = er_network_discs(survey->network);
    er_venue_finding *finding = &result->finding;
    struct ground ground;
    struct nearest best = no_station;
    struct serving_sites serving = {.sites = sites};
    size_t *stations = NULL;
    finding->serving_distance_m = finding->helping_distance_m = NAN;
    ER_TRY(er_venue_serving(ctx, survey, &stations, &serving.count));
    serving.stations = stations;
    ER_TRY(make_ground(ctx, survey, false, &ground));
    for (size_t k = 0; k < serving.count; k++)
        look_at(&ground, discs, stations[k], &best);
    if (best.station != SIZE_MAX) {
        finding->serving_station_id = sites->stations[best.station]->id;
        finding->serving_distance_m =
            distance_m(&ground, best, sites->stations[best.station]->position);
    }
    return finding->holes > 0 ? find_help(ctx, survey, &serving, result) : ER_OK;
}
