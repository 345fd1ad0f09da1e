/* One sector of a field as a field of its own: what is asked of it takes the same way, so that the
 * answers are the same to the bit. */
#include "analysis/field.h"

#include <string.h>

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

er_status er_field_alone(er_context *ctx, const er_field *field, size_t sector,
                         const er_point *points, size_t count, er_signal *signals) {
    struct alone alone;
    if (sector >= field->count)
        return er_fail(ctx, ER_ERR_RANGE, "the field has %zu sectors; there is none of index %zu",
                       field->count, sector);
    ER_TRY(make_field(ctx, field, sector, &alone));
    ER_TRY(er_field_points(ctx, &alone.field, points, count, signals));
    for (size_t i = 0; i < count; i++)
        if (signals[i].sector != UINT32_MAX) signals[i].sector = (uint32_t)sector;
    return ER_OK;
}
