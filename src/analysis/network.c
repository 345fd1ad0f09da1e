/* Discs or signals behind one face. */
#include "analysis/network.h"
#include "analysis/cover.h"
#include "analysis/field.h"

#include <math.h>
#include <string.h>

struct er_network {
    er_arena *arena;
    const er_study *study;
    const er_plane *plane;
    er_sites sites; /**< with signals a copy of the field's */
    er_field *field;
    er_disc_union **unions; /**< of each stratum; discs only */
    er_disc_index **layers; /**< of each operator; discs only */
    er_disc *discs;         /**< sites.discs, or one of radius 0 for each station */
    er_disc_index *places;
    size_t *station_of; /**< of each of the field's sectors, into sites */
    er_sites left_out_sites;
    er_disc *left_out_discs;
    er_disc_index *left_out;
    er_field *left_out_field; /**< null with discs, and if all stations are in service */
    size_t *left_out_sectors; /**< of each station the first of its sectors, and their number */
};

/* ---- making ---------------------------------------------------------------------------------- */

static er_status make_unions(er_context *ctx, er_network *network) {
    static const er_disc_rule rules[] = {ER_DISC_ANY, ER_DISC_ALL, ER_DISC_LAYER};
    const er_sites *sites = &network->sites;
    size_t strata = ER_COVER_OPERATOR + sites->operator_count;
    ER_TRY(er_arena_alloc(ctx, network->arena, strata * sizeof(er_disc_union *), &network->unions));
    for (size_t stratum = 0; stratum < strata; stratum++) {
        size_t kind = stratum < ER_COVER_OPERATOR ? stratum : ER_COVER_OPERATOR;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_sites_union(ctx, sites, rules[kind], (uint32_t)(stratum - kind),
                              &network->unions[stratum]));
    }
    return ER_OK;
}

static er_status make_layers(er_context *ctx, er_network *network) {
    const er_sites *sites = &network->sites;
    size_t *picked = NULL;
    ER_TRY(er_arena_alloc(ctx, network->arena, (sites->count + 1) * sizeof *picked, &picked));
    ER_TRY(er_arena_alloc(ctx, network->arena,
                          (sites->operator_count + 1) * sizeof(er_disc_index *), &network->layers));
    for (uint32_t layer = 0; layer < sites->operator_count; layer++) {
        size_t count = 0;
        for (size_t i = 0; i < sites->count; i++)
            if (sites->discs[i].layer == layer) picked[count++] = i;
        ER_TRY(er_disc_index_new(ctx, sites->discs, picked, count, &network->layers[layer]));
    }
    return ER_OK;
}

static er_status of_discs(er_context *ctx, er_store *store, er_network *network) {
    ER_TRY(
        er_sites_read(ctx, store, network->arena, network->study, network->plane, &network->sites));
    network->discs = network->sites.discs;
    ER_TRY(make_unions(ctx, network));
    return make_layers(ctx, network);
}

static er_status find_stations(er_context *ctx, er_arena *arena, const er_sites *sites,
                               const er_field *field, size_t **station_of) {
    ER_TRY(er_arena_alloc(ctx, arena, (field->count + 1) * sizeof **station_of, station_of));
    return er_field_station_of(ctx, field, sites, *station_of);
}

static er_status of_signals(er_context *ctx, er_store *store, er_network *network) {
    er_point *places = NULL;
    ER_TRY(er_field_new(ctx, store, network->study, network->plane, &network->field));
    ER_TRY(er_field_read_ground(ctx, network->field, NULL));
    network->sites = *er_field_sites(network->field);
    const er_sites *sites = &network->sites;
    ER_TRY(er_arena_alloc(ctx, network->arena, (sites->count + 1) * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, network->arena, (sites->count + 1) * sizeof *network->discs,
                          &network->discs));
    for (size_t i = 0; i < sites->count; i++)
        places[i] = sites->stations[i]->position;
    er_plane_forward(network->plane, places, sites->count);
    for (size_t i = 0; i < sites->count; i++)
        network->discs[i] = (er_disc){places[i].x, places[i].y, 0,
                                      er_sites_layer(sites, sites->stations[i]->operator_)};
    return find_stations(ctx, network->arena, sites, network->field, &network->station_of);
}

/* ---- stations out of service ----------------------------------------------------------------- */

/** The sectors of each station, which stand together, and its farthest range. */
static er_status left_out_field(er_context *ctx, er_store *store, er_network *network) {
    size_t *station_of = NULL, count = 0;
    const er_sites *sites = &network->left_out_sites;
    ER_TRY(er_field_new_left_out(ctx, store, network->study, network->plane,
                                 &network->left_out_field));
    ER_TRY(find_stations(ctx, network->arena, sites, network->left_out_field, &station_of));
    ER_TRY(er_arena_alloc(ctx, network->arena, 2 * sites->count * sizeof(size_t),
                          &network->left_out_sectors));
    const er_emitter *sectors = er_field_sectors(network->left_out_field, &count);
    for (size_t i = 0; i < count; i++) {
        size_t station = station_of[i], *of = network->left_out_sectors + 2 * station;
        er_disc *disc = &network->left_out_discs[station];
        if (of[1]++ == 0) of[0] = i;
        disc->radius_m = fmax(disc->radius_m, sectors[i].range_m);
    }
    return ER_OK;
}

/** Radius of a station; 0: not known. */
static double radius_of(const er_network *network, size_t i) {
    const er_sites *sites = &network->left_out_sites;
    bool is_default;
    double radius_m =
        er_station_radius(network->study, sites->stations[i], sites->groups[i], &is_default);
    return radius_m > 0 && isfinite(radius_m) ? radius_m : 0;
}

static er_status left_out_discs(er_context *ctx, er_network *network) {
    const er_sites *sites = &network->left_out_sites;
    er_point *places = NULL;
    size_t room = sites->count + 1;
    ER_TRY(er_arena_alloc(ctx, network->arena, room * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, network->arena, room * sizeof *network->left_out_discs,
                          &network->left_out_discs));
    for (size_t i = 0; i < sites->count; i++)
        places[i] = sites->stations[i]->position;
    er_plane_forward(network->plane, places, sites->count);
    for (size_t i = 0; i < sites->count; i++)
        network->left_out_discs[i] =
            (er_disc){places[i].x, places[i].y, network->field ? 0 : radius_of(network, i), 0};
    return ER_OK;
}

static er_status make_left_out(er_context *ctx, er_store *store, er_network *network) {
    er_sites *sites = &network->left_out_sites;
    size_t *picked = NULL, count = 0;
    ER_TRY(er_sites_left_out(ctx, store, network->arena, network->study, sites));
    ER_TRY(left_out_discs(ctx, network));
    if (network->field && sites->count > 0) ER_TRY(left_out_field(ctx, store, network));
    ER_TRY(er_arena_alloc(ctx, network->arena, (sites->count + 1) * sizeof *picked, &picked));
    for (size_t i = 0; i < sites->count; i++) {
        const er_disc *disc = &network->left_out_discs[i];
        if (disc->radius_m > 0 && isfinite(disc->x) && isfinite(disc->y)) picked[count++] = i;
    }
    return er_disc_index_new(ctx, network->left_out_discs, picked, count, &network->left_out);
}

static er_status build(er_context *ctx, er_store *store, er_network *network) {
    const char *model = network->study->coverage_model;
    ER_TRY(er_arena_new(ctx, &network->arena));
    if (!model || strcmp(model, "disc") == 0)
        ER_TRY(of_discs(ctx, store, network));
    else
        ER_TRY(of_signals(ctx, store, network));
    ER_TRY(make_left_out(ctx, store, network));
    return er_disc_index_new(ctx, network->discs, NULL, network->sites.count, &network->places);
}

er_status er_network_new(er_context *ctx, er_store *store, const er_study *study,
                         const er_plane *plane, er_network **out) {
    er_network *network = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *network, &network));
    network->study = study;
    network->plane = plane;
    er_status status = build(ctx, store, network);
    if (status == ER_OK)
        *out = network;
    else
        er_network_free(network);
    return status;
}

void er_network_free(er_network *network) {
    if (!network) return;
    for (size_t i = 0; network->unions && i < ER_COVER_OPERATOR + network->sites.operator_count;
         i++)
        er_disc_union_free(network->unions[i]);
    for (size_t i = 0; network->layers && i < network->sites.operator_count; i++)
        er_disc_index_free(network->layers[i]);
    er_disc_index_free(network->places);
    er_disc_index_free(network->left_out);
    er_field_free(network->field);
    er_field_free(network->left_out_field);
    er_arena_free(network->arena);
    er_free(network);
}

/* ---- parts ----------------------------------------------------------------------------------- */

const er_study *er_network_study(const er_network *network) {
    return network->study;
}

const er_plane *er_network_plane(const er_network *network) {
    return network->plane;
}

const er_sites *er_network_sites(const er_network *network) {
    return &network->sites;
}

const er_field *er_network_field(const er_network *network) {
    return network->field;
}

bool er_network_is_unknown(const er_network *network) {
    return network->sites.station_count == 0;
}

const char *const *er_network_operators(const er_network *network, uint32_t *count,
                                        uint32_t *named) {
    if (count) *count = network->sites.operator_count;
    if (named) *named = network->sites.named_count;
    return network->sites.operators;
}

const er_disc_union *er_network_union(const er_network *network, size_t stratum) {
    return network->unions ? network->unions[stratum] : NULL;
}

const er_disc_index *er_network_places(const er_network *network) {
    return network->places;
}

const er_disc *er_network_discs(const er_network *network) {
    return network->discs;
}

const er_disc_index *er_network_left_out(const er_network *network) {
    return network->left_out;
}

const er_disc *er_network_left_out_discs(const er_network *network) {
    return network->left_out_discs;
}

size_t er_network_station(const er_network *network, uint32_t sector) {
    if (sector == UINT32_MAX) return SIZE_MAX;
    return network->field ? network->station_of[sector] : sector;
}

/* ---- asking ---------------------------------------------------------------------------------- */

er_service er_network_disc_service(const er_network *network, uint32_t operator_,
                                   er_point on_plane) {
    er_service service = {.signal = {.rsrp_dbm = NAN,
                                     .sigma_db = NAN,
                                     .sinr_db = NAN,
                                     .loss_db = NAN,
                                     .uplink_snr_db = NAN,
                                     .sector = UINT32_MAX}};
    size_t disc = er_disc_index_deepest(network->layers[operator_], on_plane, &service.margin_m);
    if (disc != SIZE_MAX) service.signal.sector = (uint32_t)disc;
    service.signal.level = service.margin_m >= 0;
    service.signal.servers = service.signal.level;
    return service;
}

static er_status ask_discs(er_context *ctx, const er_network *network, const er_point *points,
                           size_t count, er_service *services) {
    for (size_t i = 0; i < count; i++) {
        er_point p = points[i];
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
        er_plane_forward(network->plane, &p, 1);
        if (!isfinite(p.x) || !isfinite(p.y))
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "the place %.7g %.7g can't be brought on the working plane: it is too "
                           "far from the study's area",
                           points[i].x, points[i].y);
        for (uint32_t o = 0; o < network->sites.operator_count; o++)
            services[o * count + i] = er_network_disc_service(network, o, p);
    }
    return ER_OK;
}

static er_status ask_field(er_context *ctx, const er_network *network, const er_point *points,
                           size_t count, er_service *services) {
    size_t all = count * network->sites.operator_count;
    er_signal *signals = NULL;
    ER_TRY(er_alloc(ctx, all + 1, sizeof *signals, &signals));
    er_status status = er_field_points(ctx, network->field, points, count, signals);
    for (size_t i = 0; i < all && status == ER_OK; i++)
        services[i] = (er_service){signals[i], NAN};
    er_free(signals);
    return status;
}

er_status er_network_points(er_context *ctx, const er_network *network, const er_point *points,
                            size_t count, er_service *services) {
    return network->field ? ask_field(ctx, network, points, count, services)
                          : ask_discs(ctx, network, points, count, services);
}

er_status er_network_left_out_serves(er_context *ctx, const er_network *network, size_t station,
                                     const er_point *points, size_t count, bool *serves) {
    const size_t *sectors = network->left_out_sectors + 2 * station;
    er_signal *signals = NULL;
    er_status status = ER_OK;
    *serves = false;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *signals, &signals));
    for (size_t k = sectors[0]; k < sectors[0] + sectors[1] && status == ER_OK && !*serves; k++) {
        status = er_field_alone(ctx, network->left_out_field, k, points, count, signals);
        for (size_t i = 0; i < count && status == ER_OK; i++)
            *serves = *serves || signals[i].level > 0;
    }
    er_free(signals);
    return status;
}
