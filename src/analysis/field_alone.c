/* One sector of a field, as if nothing else transmitted. Over terrain it is asked as a field of its
 * own. Over flat ground many points are worked on together, with the very functions that a patch's
 * cells are made by: the answers are the same to the bit. */
#include "analysis/field_work.h"

#include <math.h>

enum { POINTS_AT_ONCE = 256 };

/* ---- over flat ground ------------------------------------------------------------------------ */

/** Points in range, close together. */
struct near_points {
    size_t count;
    uint32_t point[POINTS_AT_ONCE];
    double east_m[POINTS_AT_ONCE];
    double north_m[POINTS_AT_ONCE];
    double distance_m[POINTS_AT_ONCE];
    double azimuth[POINTS_AT_ONCE];
    double rise_m[POINTS_AT_ONCE];
    double elevation[POINTS_AT_ONCE];
    double loss_db[POINTS_AT_ONCE];
    double sigma_db[POINTS_AT_ONCE];
};

static void find_near(const er_field_place *place, const er_emitter *emitter,
                      const er_point *on_plane, size_t count, struct near_points *out) {
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t k = out->count;
        er_local_frame_at(&place->frame, on_plane[i], &out->east_m[k], &out->north_m[k]);
        double e = out->east_m[k], n = out->north_m[k], m2 = e * e + n * n;
        out->distance_m[k] = sqrt(m2);
        out->rise_m[k] = emitter->path.rx_height_m - emitter->path.tx_height_m;
        out->point[k] = (uint32_t)i;
        out->count +=
            m2 <= place->range_m * place->range_m && out->distance_m[k] <= emitter->range_m;
    }
    er_field_azimuths(out->east_m, out->north_m, out->count, out->azimuth);
    er_field_elevations(out->rise_m, out->distance_m, out->count, out->elevation);
    emitter->model->losses(&emitter->path, out->distance_m, out->count, out->loss_db,
                           out->sigma_db);
}

static void ask_some(const er_field *field, size_t sector, const er_field_place *place,
                     const er_point *on_plane, size_t count, er_signal *signals) {
    const er_emitter *emitter = &field->emitters[sector];
    const er_field_budget *budget = &field->budgets[field->budget_of[sector]];
    struct near_points all;
    find_near(place, emitter, on_plane, count, &all);
    for (size_t i = 0; i < count; i++)
        signals[i] = (er_signal){.rsrp_dbm = NAN,
                                 .sigma_db = NAN,
                                 .sinr_db = NAN,
                                 .loss_db = NAN,
                                 .uplink_snr_db = NAN,
                                 .sector = UINT32_MAX};
    for (size_t i = 0; i < all.count; i++) {
        double gain_dbi =
            er_antenna_gain_dbi(emitter->antenna, all.azimuth[i] - emitter->azimuth_deg,
                                all.elevation[i], emitter->tilt_deg);
        struct er_field_sum sum = {.rsrp_dbm = budget->rsrp_dbm + (gain_dbi - all.loss_db[i]),
                                   .loss_db = all.loss_db[i],
                                   .sigma_db = all.sigma_db[i],
                                   .sector = (uint32_t)sector};
        er_signal *signal = &signals[all.point[i]];
        *signal = er_field_sum_signal(field, &sum);
        signal->servers = sum.rsrp_dbm - field->margin_sd * sum.sigma_db >= budget->enough_dbm;
    }
}

/* ---- as a field of its own ------------------------------------------------------------------- */

/** What a field of one sector has of its own. */
struct alone {
    er_field field;
    er_emitter emitter;
    uint32_t budget;
    uint32_t operator_of_carrier;
    uint32_t place_of;
    size_t order;
    er_field_link link;
    er_field_place place;
    uint32_t bin_start[2];
    uint32_t bin_place;
};

/** The sector's place; its frame depends on the range, and that of the place is the farthest of
 *  its sectors. */
static er_status make_place(er_context *ctx, const er_field *all, size_t sector,
                            er_field_place *out) {
    double range_m = all->emitters[sector].range_m;
    *out = all->places[all->place_of[sector]];
    out->first = 0;
    out->count = 1;
    if (out->range_m == range_m) return ER_OK;
    out->range_m = range_m;
    return er_field_place_frame(ctx, all->plane, out);
}

static er_status make_field(er_context *ctx, const er_field *all, size_t sector,
                            struct alone *alone) {
    *alone = (struct alone){.emitter = all->emitters[sector],
                            .budget = all->budget_of[sector],
                            .link = {.count = 1, .range_m = all->emitters[sector].range_m},
                            .bin_start = {0, 1}};
    alone->emitter.carrier = 0;
    alone->emitter.operator_ = 0;
    ER_TRY(make_place(ctx, all, sector, &alone->place));
    alone->field = (er_field){.study = all->study,
                              .plane = all->plane,
                              .sites = {.operator_count = 1, .named_count = 1},
                              .emitters = &alone->emitter,
                              .count = 1,
                              .budget_of = &alone->budget,
                              .budgets = all->budgets,
                              .budget_count = all->budget_count,
                              .carrier_count = 1,
                              .carrier_operator = &alone->operator_of_carrier,
                              .order = &alone->order,
                              .links = &alone->link,
                              .link_count = 1,
                              .places = &alone->place,
                              .place_count = 1,
                              .place_of = &alone->place_of,
                              .bin_side = 1,
                              .bin_start = alone->bin_start,
                              .bin_places = &alone->bin_place,
                              .bin_box = alone->place.box,
                              .margin_sd = all->margin_sd,
                              .terrain = all->terrain,
                              .ground = all->ground,
                              .ground_box = all->ground_box};
    return ER_OK;
}

static er_status ask_over_ground(er_context *ctx, const er_field *field, size_t sector,
                                 const er_point *points, size_t count, er_signal *signals) {
    struct alone alone;
    ER_TRY(make_field(ctx, field, sector, &alone));
    ER_TRY(er_field_points(ctx, &alone.field, points, count, signals));
    for (size_t i = 0; i < count; i++)
        if (signals[i].sector != UINT32_MAX) signals[i].sector = (uint32_t)sector;
    return ER_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static er_status ask(er_context *ctx, const er_field *field, size_t sector, const er_point *points,
                     size_t count, er_signal *signals) {
    er_field_place place;
    er_point on_plane[POINTS_AT_ONCE];
    ER_TRY(make_place(ctx, field, sector, &place));
    for (size_t first = 0; first < count; first += POINTS_AT_ONCE) {
        size_t some = first + POINTS_AT_ONCE < count ? POINTS_AT_ONCE : count - first;
        ER_TRY(er_check_cancel(ctx));
        for (size_t i = 0; i < some; i++)
            on_plane[i] = points[first + i];
        er_plane_forward(field->plane, on_plane, some);
        for (size_t i = 0; i < some; i++)
            if (!isfinite(on_plane[i].x) || !isfinite(on_plane[i].y))
                return er_field_far_place(ctx, points[first + i]);
        ask_some(field, sector, &place, on_plane, some, signals + first);
    }
    return ER_OK;
}

er_status er_field_alone(er_context *ctx, const er_field *field, size_t sector,
                         const er_point *points, size_t count, er_signal *signals) {
    if (sector >= field->count)
        return er_fail(ctx, ER_ERR_RANGE, "the field has %zu sectors; there is none of index %zu",
                       field->count, sector);
    return field->terrain ? ask_over_ground(ctx, field, sector, points, count, signals)
                          : ask(ctx, field, sector, points, count, signals);
}
