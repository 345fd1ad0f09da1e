#include "outputs/sink.h"

struct er_sink {
    const er_sink_ops *ops;
    void *state;
};

er_status er_sink_open(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                       er_sink **out) {
    er_sink *sink = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->ops = target->format->ops;
    er_status status = sink->ops->open(ctx, sheet, target, &sink->state);
    if (status == ER_OK)
        *out = sink;
    else
        er_free(sink);
    return status;
}

er_status er_sink_row(er_context *ctx, er_sink *sink, const er_sheet *sheet, er_bytes wkb) {
    return sink->ops->row(ctx, sink->state, sheet, wkb);
}

er_status er_sink_close(er_context *ctx, er_sink *sink, int64_t rows) {
    er_status status = sink->ops->close(ctx, sink->state, rows);
    er_free(sink);
    return status;
}

const char *er_sink_name(const er_sink *sink, const er_sheet *sheet) {
    return sink->ops->name ? sink->ops->name(sink->state) : sheet->name;
}

void er_sink_abandon(er_sink *sink) {
    if (!sink) return;
    sink->ops->abandon(sink->state);
    er_free(sink);
}

er_status er_bundle_given(er_data *data, const er_format *format, const char *path,
                          er_bundle **out) {
    (void)data;
    (void)path;
    *out = *(er_bundle *const *)format->detail;
    return ER_OK;
}

er_status er_bundle_filled(er_context *ctx, er_bundle *bundle) {
    (void)ctx;
    (void)bundle;
    return ER_OK;
}

void er_bundle_left(er_bundle *bundle) {
    (void)bundle;
}
