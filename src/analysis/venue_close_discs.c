/* Closing a gap with discs: squares for choosing, arcs for what is said. */
#include "analysis/cover.h"
#include "analysis/venue_close.h"

#include <math.h>
#include <string.h>

/* Sets of sites that are tried one after the other for a proof; fewer among many discs. */
static const double most_sets = 20000, most_discs_in_sets = 1e6;

/* Pairs of blocks and sites that are looked at for choosing. */
static const size_t most_pairs = 20000000;

/** Discs of the network that reach the venue, with room for the chosen ones behind them. */
struct discs {
    er_disc *items;
    size_t near;
};

static er_status find_near(er_context *ctx, const er_closing *closing, size_t **found,
                           size_t *capacity, size_t *count) {
    return er_disc_index_meeting(ctx, er_network_places(closing->survey->network),
                                 closing->survey->area.box, found, capacity, count);
}

static er_status take_near(er_context *ctx, er_closing *closing, const size_t *found, size_t count,
                           struct discs *discs) {
    const er_disc *all = er_network_discs(closing->survey->network);
    ER_TRY(er_arena_alloc(ctx, closing->arena,
                          (count + closing->site_count + 1) * sizeof *discs->items, &discs->items));
    for (size_t k = 0; k < count; k++) {
        discs->items[k] = all[found[k]];
        discs->items[k].layer = 0;
    }
    discs->near = count;
    return ER_OK;
}

static er_status prepare(er_context *ctx, er_closing *closing) {
    struct discs *discs = NULL;
    size_t *found = NULL, capacity = 0, count = 0;
    ER_TRY(er_arena_alloc(ctx, closing->arena, sizeof *discs, &discs));
    er_status status = find_near(ctx, closing, &found, &capacity, &count);
    if (status == ER_OK) status = take_near(ctx, closing, found, count, discs);
    er_free(found);
    closing->data = discs;
    closing->most_holds = true;
    closing->all_adds_up = true;
    closing->most_sets = fmin(most_sets, most_discs_in_sets / (double)(count + 10));
    return status;
}

/** Squared, 0 inside. */
static double distance_to_box_m2(er_point p, er_box box) {
    double x = fmax(fmax(box.min_x - p.x, p.x - box.max_x), 0);
    double y = fmax(fmax(box.min_y - p.y, p.y - box.max_y), 0);
    return x * x + y * y;
}

static double distance_m2(er_point a, er_point b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

static er_status meets(er_context *ctx, const er_closing *closing, size_t site,
                       er_closing_view view, uint8_t *met) {
    er_point p = closing->sites[site].on_plane;
    double radius_m2 = closing->pack->radius_m * closing->pack->radius_m;
    for (size_t b = 0; b < closing->block_count; b++) {
        const er_closing_block *block = &closing->blocks[b];
        met[b] = view == ER_CLOSING_MOST ? distance_to_box_m2(p, block->box) < radius_m2
                                         : distance_m2(p, block->middle) <= radius_m2;
    }
    return er_check_cancel(ctx);
}

static er_status served(er_context *ctx, const er_closing *closing, const size_t *chosen,
                        size_t count, double *served_m2) {
    const struct discs *discs = closing->data;
    const er_area *area = &closing->survey->area;
    er_disc_union *set = NULL;
    double on_plane_m2 = 0;
    for (size_t k = 0; k < count; k++) {
        er_point p = closing->sites[chosen[k]].on_plane;
        discs->items[discs->near + k] = (er_disc){p.x, p.y, closing->pack->radius_m, 0};
    }
    ER_TRY(er_disc_union_new(ctx, discs->items, discs->near + count, 1, ER_DISC_ANY, 0, &set));
    er_status status = er_disc_union_area(ctx, set, area, &on_plane_m2);
    er_disc_union_free(set);
    *served_m2 = er_cover_scaled(on_plane_m2, area->area_m2, closing->survey->area_m2);
    return status;
}

/** Put the one that may add most of those from `taken` on there; of equal ones the first site. */
static void bring_forward(size_t *chosen, double *adds_m2, size_t taken, size_t count) {
    size_t first = taken;
    for (size_t k = taken + 1; k < count; k++)
        if (adds_m2[k] > adds_m2[first] ||
            (adds_m2[k] == adds_m2[first] && chosen[k] < chosen[first]))
            first = k;
    size_t site = chosen[first];
    double adds = adds_m2[first];
    chosen[first] = chosen[taken];
    adds_m2[first] = adds_m2[taken];
    chosen[taken] = site;
    adds_m2[taken] = adds;
}

/* Areas of unions are submodular: what a site adds shrinks as others are taken, so that only the
 * first in line has to be looked at again (Minoux 1978). */
static er_status rank(er_context *ctx, const er_closing *closing, size_t *chosen, size_t count,
                      double *adds_m2) {
    double so_far_m2 = closing->before_m2;
    for (size_t k = 0; k < count; k++)
        adds_m2[k] = INFINITY;
    for (size_t taken = 0; taken < count;) {
        double with_m2;
        bring_forward(chosen, adds_m2, taken, count);
        ER_TRY(served(ctx, closing, chosen, taken + 1, &with_m2));
        adds_m2[taken] = fmax(with_m2 - so_far_m2, 0);
        bool most = true;
        for (size_t k = taken + 1; k < count; k++)
            most = most && adds_m2[taken] >= adds_m2[k];
        if (!most) continue;
        so_far_m2 = with_m2;
        taken++;
    }
    return ER_OK;
}

static er_status reach(er_context *ctx, er_closing *closing, double height_m, double *reach_m) {
    (void)height_m;
    *reach_m = closing->pack->radius_m;
    return er_check_cancel(ctx);
}

static size_t most_blocks(size_t sites) {
    return most_pairs / (sites + 1) + 1;
}

const er_closing_model er_closing_discs = {reach, most_blocks, prepare, meets, NULL, served, rank};
