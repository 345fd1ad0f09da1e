/* What is left if the site of a cell's best sector fails.
 *
 * On the way to the signals every carrier keeps a runner: the strongest sector that does not stand
 * where the strongest one does, which takes over if that place fails. What else the place brings to
 * its operator's carriers is worked out once the signals are there, for the few places that are the
 * best of any cell, and taken off the disturbance: the error of that is of the order of 1e-15 of
 * what is taken off, far below the noise. Where no level asks for speed, that is left out. */
#include "analysis/field_work.h"
#include "core/order.h"

#include <math.h>
#include <stdlib.h>

er_status er_field_work_run(er_context *ctx, struct er_field_work *work) {
    size_t count = work->patch->columns * work->patch->rows * work->slot_count;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *work->runners, &work->runners));
    for (size_t i = 0; i < count; i++)
        work->runners[i] =
            (struct er_field_sum){.rsrp_dbm = -INFINITY, .loss_db = NAN, .sector = UINT32_MAX};
    return ER_OK;
}

void er_field_work_take(const struct er_field_work *work, size_t emitter) {
    const er_field *field = work->field;
    const er_emitter *e = &field->emitters[emitter];
    const struct er_field_span *span = &work->span;
    size_t cells = work->patch->columns * work->patch->rows;
    const uint32_t *failed = work->failed + e->operator_ * cells;
    double *gone_mw = work->gone_mw + work->slot[e->carrier] * cells;
    for (size_t i = 0; i < span->count; i++) {
        bool counted = span->distance_m[i] <= e->range_m && !isnan(span->level_dbm[i]);
        if (counted && failed[span->cell[i]] == field->place_of[emitter])
            gone_mw[span->cell[i]] += span->power_mw[i];
    }
}

/* ---- what fails ------------------------------------------------------------------------------ */

/** Note that a place fails somewhere. */
static void mark(const struct er_field_work *work, uint32_t place, bool *only) {
    size_t wanted = place;
    size_t *found =
        bsearch(&wanted, work->places, work->place_count, sizeof wanted, er_order_sizes);
    if (found) only[found - work->places] = true;
}

/** The places of the signals' sectors. */
static void find_failed(const struct er_field_work *work, const er_signal *signals, size_t stride,
                        bool *only) {
    const er_field *field = work->field;
    size_t cells = work->patch->columns * work->patch->rows;
    uint32_t last = UINT32_MAX;
    for (uint32_t o = 0; o < field->sites.operator_count; o++)
        for (size_t i = 0; i < cells; i++) {
            uint32_t sector = signals[o * stride + i].sector;
            uint32_t place = sector == UINT32_MAX ? UINT32_MAX : field->place_of[sector];
            work->failed[o * cells + i] = place;
            if (place == last || place == UINT32_MAX) continue;
            mark(work, place, only);
            last = place;
        }
}

/* ---- what is left ---------------------------------------------------------------------------- */

/** A carrier's sum in a cell without the place that fails there. */
static struct er_field_sum left_of(const struct er_field_work *work, uint32_t failed, size_t at) {
    struct er_field_sum sum = work->sums[at];
    const struct er_field_sum *runner = &work->runners[at];
    double gone_mw = work->gone_mw[at];
    if (sum.sector == UINT32_MAX) return sum;
    if (work->field->place_of[sum.sector] != failed) {
        sum.others_mw = fmax(0, sum.others_mw - gone_mw);
        return sum;
    }
    double others_mw = sum.others_mw - (gone_mw - sum.power_mw) - runner->power_mw;
    sum = *runner;
    sum.others_mw = fmax(0, others_mw);
    return sum;
}

static void settle(const struct er_field_work *work) {
    const er_field *field = work->field;
    size_t cells = work->patch->columns * work->patch->rows;
    for (size_t slot = 0; slot < work->slot_count; slot++) {
        uint32_t operator_ = field->carrier_operator[work->carriers[slot]];
        const uint32_t *failed = work->failed + operator_ * cells;
        for (size_t i = 0; i < cells; i++)
            work->sums[slot * cells + i] = left_of(work, failed[i], slot * cells + i);
    }
}

static er_status find_left(er_context *ctx, const struct er_field_work *work, size_t stride) {
    enum { SOME = 512 };
    size_t cells = work->patch->columns * work->patch->rows;
    uint32_t operators = work->field->sites.operator_count;
    er_spare *spares = work->patch->spares;
    er_signal *left = NULL;
    ER_TRY(er_alloc(ctx, (size_t)SOME * operators + 1, sizeof *left, &left));
    for (size_t first = 0; first < cells; first += SOME) {
        size_t end = first + SOME < cells ? first + SOME : cells;
        er_field_work_finish(work, first, end, left, SOME);
        for (uint32_t o = 0; o < operators; o++)
            for (size_t i = first; i < end; i++) {
                const er_signal *signal = &left[(size_t)o * SOME + i - first];
                spares[o * stride + i] = (er_spare){signal->sector, signal->level};
            }
    }
    er_free(left);
    return ER_OK;
}

/** A single place is the best of all that it reaches, and leaves nothing. */
static void leave_none(const struct er_field_work *work, size_t stride) {
    const er_spare none = {UINT32_MAX, 0};
    size_t cells = work->patch->columns * work->patch->rows;
    for (uint32_t o = 0; o < work->field->sites.operator_count; o++)
        for (size_t i = 0; i < cells; i++)
            work->patch->spares[o * stride + i] = none;
}

er_status er_field_work_spares(er_context *ctx, struct er_field_work *work,
                               const er_signal *signals, size_t stride) {
    size_t cells = work->patch->columns * work->patch->rows;
    if (!work->runners) {
        leave_none(work, stride);
        return ER_OK;
    }
    bool *only = NULL;
    er_status status;
    ER_GOTO(status, done,
            er_alloc(ctx, cells * work->field->sites.operator_count + 1, sizeof *work->failed,
                     &work->failed));
    ER_GOTO(status, done,
            er_alloc(ctx, cells * work->slot_count + 1, sizeof *work->gone_mw, &work->gone_mw));
    ER_GOTO(status, done, er_alloc(ctx, work->place_count + 1, sizeof *only, &only));
    find_failed(work, signals, stride, only);
    work->only = only;
    /* where only strength decides, it does not matter what a place takes off the disturbance */
    if (work->field->asks_sinr) ER_GOTO(status, done, er_field_work_add(ctx, work));
    settle(work);
    status = find_left(ctx, work, stride);
done:
    work->only = NULL;
    er_free(only);
    er_free(work->failed);
    er_free(work->gone_mw);
    return status;
}
