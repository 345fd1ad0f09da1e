#include "analysis/load.h"

struct outside {
    int64_t count;
    int64_t first; /* row */
};

er_status er_load_begin_outside(er_context *ctx, er_loading *load) {
    return er_arena_alloc(ctx, load->arena, sizeof(struct outside), &load->state);
}

void er_load_note_outside(er_loading *load, er_point point) {
    struct outside *outside = load->state;
    if (!er_load_nearby(load, point) && outside->count++ == 0) outside->first = load->row->number;
}

er_status er_load_judge_outside(er_context *ctx, er_loading *load) {
    static const double almost_all = 0.9;
    const struct outside *outside = load->state;
    const int64_t rows = load->report.rows_accepted;
    if (outside->count == 0) return ER_OK;
    if ((double)outside->count >= almost_all * (double)rows)
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: %lld of %lld rows lie outside all units when read as %s: say which "
                       "system the coordinates are in (--crs)",
                       load->path, (long long)outside->count, (long long)rows, load->source.crs);
    er_log(ctx, ER_LOG_WARNING,
           "%s: %lld rows lie far outside all units, the first is row %lld; they are kept, see "
           "`evenreach check`",
           load->path, (long long)outside->count, (long long)outside->first);
    return ER_OK;
}
