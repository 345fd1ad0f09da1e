/* Two-step floating catchment areas. Places lie in strips of one catchment's height, sorted by x
 * within each, so that what is in reach is three short runs. The order of a sum is the places', not
 * the rows': shuffled rows give the same bytes. */
#include "evenreach/equity.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 1024 }; /* places between two looks at the cancel function */

static const double largest_coordinate_m = 1e9;
static const double smallest_catchment_m = 0.001, largest_catchment_m = 1e9;
static const double strip_margin = 1.01; /* rounding puts nothing in reach two strips away */

struct spot {
    double strip; /**< a whole number */
    double x;
    double y;
    double amount;
    size_t row;
};

struct strips {
    struct spot *spots; /**< by strip, x, y, amount */
    size_t count;
};

struct catchment {
    double radius_m;
    er_decay decay;
};

/* ---- input ----------------------------------------------------------------------------------- */

static bool in_range(const er_place *place) {
    return fabs(place->x_m) <= largest_coordinate_m && fabs(place->y_m) <= largest_coordinate_m;
}

static bool amount_in_range(double amount) {
    return amount == 0 || (amount >= ER_EQUITY_SMALLEST && amount <= ER_EQUITY_LARGEST);
}

static er_status check_places(er_context *ctx, er_places places, bool supply) {
    for (size_t i = 0; i < places.count; i++) {
        const er_place *at = &places.at[i];
        if (!in_range(at))
            return er_fail(ctx, ER_ERR_RANGE,
                           supply ? "supply %zu: the place %g, %g is not within 1e9 m"
                                  : "demand %zu: the place %g, %g is not within 1e9 m",
                           i + 1, at->x_m, at->y_m);
        if (!amount_in_range(at->amount))
            return er_fail(ctx, ER_ERR_RANGE,
                           supply ? "supply %zu: the amount %g is not 0 or from 1e-100 to 1e100"
                                  : "demand %zu: the amount %g is not 0 or from 1e-100 to 1e100",
                           i + 1, at->amount);
    }
    return ER_OK;
}

static int compare_spots(const void *left, const void *right) {
    const struct spot *a = left, *b = right;
    if (a->strip != b->strip) return a->strip < b->strip ? -1 : 1;
    if (a->x != b->x) return a->x < b->x ? -1 : 1;
    if (a->y != b->y) return a->y < b->y ? -1 : 1;
    return (a->amount > b->amount) - (a->amount < b->amount);
}

static er_status strips_new(er_context *ctx, er_places places, double catchment_m,
                            struct strips *out) {
    double height_m = strip_margin * catchment_m;
    ER_TRY(er_alloc(ctx, places.count, sizeof *out->spots, &out->spots));
    out->count = places.count;
    for (size_t i = 0; i < places.count; i++) {
        const er_place *at = &places.at[i];
        out->spots[i] = (struct spot){floor(at->y_m / height_m), at->x_m, at->y_m, at->amount, i};
    }
    qsort(out->spots, out->count, sizeof *out->spots, compare_spots);
    return ER_OK;
}

/* ---- what is in reach ------------------------------------------------------------------------ */

/** Dai (2010), eq. 2, written so that it is 1 at the centre and 0 at the edge to the last bit. */
static double share_at(const struct catchment *catchment, double distance_m) {
    if (distance_m > catchment->radius_m) return 0;
    if (catchment->decay == ER_DECAY_NONE) return 1;
    double part = distance_m / catchment->radius_m;
    return expm1((1 - part * part) / 2) / expm1(0.5);
}

/** The share of a spot dx and dy away. Where every distance counts alike, only one next to the edge
 *  has to be known to the last bit. */
static double share_of(const struct catchment *catchment, double dx, double dy) {
    static const double sure = 1e-12; /* far more than what two squares, a sum and hypot lose */
    if (catchment->decay == ER_DECAY_NONE) {
        double square = dx * dx + dy * dy, edge = catchment->radius_m * catchment->radius_m;
        if (square < edge * (1 - sure)) return 1;
        if (square > edge * (1 + sure)) return 0;
    }
    return share_at(catchment, hypot(dx, dy));
}

/** The first spot of a strip whose x is not below `x`. */
static size_t first_from(const struct strips *strips, double strip, double x) {
    size_t low = 0, high = strips->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct spot *spot = &strips->spots[middle];
        if (spot->strip < strip || (spot->strip == strip && spot->x < x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** Sum of the amounts within reach of a spot, each by its share. */
static double reached(const struct strips *strips, const struct spot *from,
                      const struct catchment *catchment) {
    er_sum sum = {0};
    double width_m = strip_margin * catchment->radius_m;
    for (int side = -1; side <= 1; side++) {
        double strip = from->strip + side;
        for (size_t i = first_from(strips, strip, from->x - width_m); i < strips->count; i++) {
            const struct spot *spot = &strips->spots[i];
            if (spot->strip != strip || spot->x > from->x + width_m) break;
            double share = share_of(catchment, spot->x - from->x, spot->y - from->y);
            er_sum_add(&sum, spot->amount * share);
        }
    }
    return er_sum_value(&sum);
}

/** What each place of `asking` reaches of `others`, found[asking->count] in its order. */
static er_status reach_all(er_context *ctx, const struct strips *asking,
                           const struct strips *others, const struct catchment *catchment,
                           double *found) {
    for (size_t from = 0; from < asking->count; from += BLOCK) {
        ER_TRY(er_check_cancel(ctx));
        er_progress(ctx, "access", from, asking->count);
        size_t to = asking->count - from < BLOCK ? asking->count : from + BLOCK;
#pragma omp parallel for num_threads(er_context_threads(ctx)) schedule(dynamic, 16)
        for (size_t i = from; i < to; i++)
            found[i] = reached(others, &asking->spots[i], catchment);
    }
    return ER_OK;
}

/* ---- the two steps --------------------------------------------------------------------------- */

/** First step: each supply's amount becomes what there is of it for one of those in its reach. */
static double share_out(struct strips *supply, const double *reached_demand) {
    er_sum left_out = {0};
    for (size_t i = 0; i < supply->count; i++) {
        struct spot *spot = &supply->spots[i];
        if (reached_demand[i] > 0) {
            spot->amount /= reached_demand[i];
        } else {
            er_sum_add(&left_out, spot->amount);
            spot->amount = 0;
        }
    }
    return er_sum_value(&left_out);
}

static er_status check(er_context *ctx, er_places demand, er_places supply, double catchment_m) {
    if (!(catchment_m >= smallest_catchment_m && catchment_m <= largest_catchment_m))
        return er_fail(ctx, ER_ERR_RANGE, "the catchment of %g m is not from 0.001 to 1e9 m",
                       catchment_m);
    ER_TRY(check_places(ctx, demand, false));
    return check_places(ctx, supply, true);
}

er_status er_access(er_context *ctx, er_places demand, er_places supply, double catchment_m,
                    er_decay decay, double *access, double *left_out) {
    struct catchment catchment = {catchment_m, decay};
    struct strips demands = {0}, supplies = {0};
    double *found = NULL, without = 0;
    size_t most = demand.count > supply.count ? demand.count : supply.count;
    er_status status;
    ER_TRY(check(ctx, demand, supply, catchment_m));
    ER_GOTO(status, end, er_alloc(ctx, most, sizeof *found, &found));
    ER_GOTO(status, end, strips_new(ctx, demand, catchment_m, &demands));
    ER_GOTO(status, end, strips_new(ctx, supply, catchment_m, &supplies));
    ER_GOTO(status, end, reach_all(ctx, &supplies, &demands, &catchment, found));
    without = share_out(&supplies, found);
    ER_GOTO(status, end, reach_all(ctx, &demands, &supplies, &catchment, found));
    for (size_t i = 0; i < demands.count; i++)
        access[demands.spots[i].row] = found[i];
    if (left_out) *left_out = without;
end:
    er_free(found);
    er_free(demands.spots);
    er_free(supplies.spots);
    return status;
}
