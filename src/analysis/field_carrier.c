/* Which sectors share a carrier: those of one operator whose bands of frequencies overlap, directly
 * or through others between them. */
#include "analysis/field.h"

#include <math.h>
#include <stdlib.h>

/* A hertz: carriers that touch do not overlap for a rounding error. */
static const double touch_mhz = 1e-6;

struct stretch {
    uint32_t operator_;
    double low_mhz;
    double high_mhz;
    size_t emitter;
};

static int by_operator_and_frequency(const void *left, const void *right) {
    const struct stretch *a = left, *b = right;
    if (a->operator_ != b->operator_) return a->operator_ < b->operator_ ? -1 : 1;
    if (a->low_mhz != b->low_mhz) return a->low_mhz < b->low_mhz ? -1 : 1;
    return (a->emitter > b->emitter) - (a->emitter < b->emitter);
}

/** Number the carriers over the sorted stretches. */
static void number(er_field *field, const struct stretch *stretches) {
    uint32_t carrier = 0;
    double high_mhz = -INFINITY;
    for (size_t i = 0; i < field->count; i++) {
        const struct stretch *s = &stretches[i];
        bool other = i > 0 && s->operator_ != stretches[i - 1].operator_;
        if (i > 0 && (other || s->low_mhz >= high_mhz - touch_mhz)) carrier++;
        high_mhz = other ? s->high_mhz : fmax(high_mhz, s->high_mhz);
        field->emitters[s->emitter].carrier = carrier;
        field->carrier_operator[carrier] = s->operator_;
        field->carrier_count = carrier + 1;
    }
}

er_status er_field_carriers(er_context *ctx, er_field *field) {
    struct stretch *stretches = NULL;
    ER_TRY(er_arena_alloc(ctx, field->arena, (field->count + 1) * sizeof *field->carrier_operator,
                          &field->carrier_operator));
    ER_TRY(er_alloc(ctx, field->count + 1, sizeof *stretches, &stretches));
    for (size_t i = 0; i < field->count; i++) {
        const er_emitter *e = &field->emitters[i];
        double half_mhz = e->budget.bandwidth_mhz / 2;
        stretches[i] = (struct stretch){e->operator_, e->budget.freq_mhz - half_mhz,
                                        e->budget.freq_mhz + half_mhz, i};
    }
    if (field->count > 1)
        qsort(stretches, field->count, sizeof *stretches, by_operator_and_frequency);
    number(field, stretches);
    er_free(stretches);
    return ER_OK;
}
