#include "analysis/load.h"

void er_load_note_outside(er_load_outside *outside, const er_loading *load, er_point point) {
    if (!er_load_nearby(load, point) && outside->count++ == 0) outside->first = load->row->number;
}

er_status er_load_judge_outside(er_context *ctx, const er_loading *load,
                                const er_load_outside *outside) {
    static const double almost_all = 0.9;
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
