/** Sets of disjoint parts of one circle, from which spans are taken away. */
#ifndef EVENREACH_DISC_SPANS_H
#define EVENREACH_DISC_SPANS_H

#include "geometry/disc_circle.h"

typedef struct er_spans {
    er_span *items;
    size_t count;
    size_t capacity;
} er_spans;

/** The whole circle. */
er_status er_spans_whole(er_context *ctx, er_spans *spans, const er_disc *disc);
er_status er_spans_copy(er_context *ctx, er_spans *to, const er_spans *from);
/** Take a span away. */
er_status er_spans_remove(er_context *ctx, er_spans *spans, const er_span *gone);
/** Take away as er_circle_in_disc and er_circle_beyond answer. */
er_status er_spans_cover(er_context *ctx, er_spans *spans, er_cover cover, const er_span *span);
void er_spans_clear(er_spans *spans);

#endif
