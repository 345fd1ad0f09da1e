/* What is left if the site of a cell's best sector fails. The sums are made once more without that
 * site, which may be another one in every cell: so they are, to the last bit, those of a field that
 * lacks it. Nothing shorter is exact: a site's sectors on other carriers of its operator fall out,
 * too, where they are neither the strongest nor the next. */
#include "analysis/field_work.h"

#include <math.h>

void er_field_work_hide(struct er_field_work *work, size_t emitter, size_t row) {
    const er_field *field = work->field;
    struct er_field_span *span = &work->span;
    size_t columns = work->patch->columns, cells = columns * work->patch->rows;
    uint32_t place = field->place_of[emitter];
    const uint32_t *failed =
        work->failed + field->emitters[emitter].operator_ * cells + row * columns;
    for (size_t i = 0; i < span->count; i++)
        span->left_m[i] = failed[span->column[i]] == place ? INFINITY : span->distance_m[i];
    span->counted_m = span->left_m;
}

/** The places of the signals' sectors. */
static er_status find_failed(er_context *ctx, struct er_field_work *work, const er_signal *signals,
                             size_t stride) {
    const er_field *field = work->field;
    size_t cells = work->patch->columns * work->patch->rows;
    uint32_t operators = field->sites.operator_count;
    ER_TRY(er_alloc(ctx, cells * operators + 1, sizeof *work->failed, &work->failed));
    for (uint32_t o = 0; o < operators; o++)
        for (size_t i = 0; i < cells; i++) {
            uint32_t sector = signals[o * stride + i].sector;
            work->failed[o * cells + i] =
                sector == UINT32_MAX ? UINT32_MAX : field->place_of[sector];
        }
    return ER_OK;
}

er_status er_field_work_spares(er_context *ctx, struct er_field_work *work,
                               const er_signal *signals, size_t stride) {
    enum { SOME = 512 };
    size_t cells = work->patch->columns * work->patch->rows;
    uint32_t operators = work->field->sites.operator_count;
    er_spare *spares = work->patch->spares;
    er_signal *left = NULL;
    ER_TRY(find_failed(ctx, work, signals, stride));
    er_field_work_clear(work);
    ER_TRY(er_field_work_add(ctx, work));
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
