/* Discs and a polygon out of any bytes: areas stay finite and within their limits, and layers add
 * up. Coordinates are small multiples of a step, so that circles and edges touch, coincide and meet
 * in one point far more often than by chance. */
#include "evenreach/geometry.h"

#include <math.h>
#include <stdlib.h>

enum { LAYERS = 2, DISC_LIMIT = 64, BYTES_PER_DISC = 4, BOX_BYTES = 5 };

static void require(bool holds) {
    if (!holds) abort();
}

/** A box with a triangular notch, whose place and size are five bytes. */
static er_area notched_box(const uint8_t *b, er_point points[6], size_t starts[2], double step) {
    double x0 = step * (b[0] % 32), y0 = step * (b[1] % 32);
    double width = step * (1 + b[2] % 32), height = step * (1 + b[3] % 32);
    double notch = width * (b[4] % 8) / 8;
    points[0] = (er_point){x0, y0};
    points[1] = (er_point){x0 + width, y0};
    points[2] = (er_point){x0 + width - notch, y0 + height / 2};
    points[3] = (er_point){x0 + width, y0 + height};
    points[4] = (er_point){x0, y0 + height};
    points[5] = points[0];
    starts[0] = 0;
    starts[1] = 6;
    return (er_area){.points = points,
                     .ring_start = starts,
                     .ring_count = 1,
                     .box = {x0, y0, x0 + width, y0 + height},
                     .area_m2 = width * height - notch * height / 2};
}

static double served(er_context *ctx, const er_disc *discs, size_t count, er_disc_rule rule,
                     uint32_t layer, const er_area *area) {
    er_disc_union *set = NULL;
    double result = NAN;
    require(er_disc_union_new(ctx, discs, count, LAYERS, rule, layer, &set) == ER_OK);
    require(er_disc_union_area(ctx, set, area, &result) == ER_OK);
    er_disc_union_free(set);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const double steps[] = {1, 0.1, 1000.0 / 3, 512};
    if (size < BOX_BYTES + 1 + BYTES_PER_DISC) return 0;
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 0;
    double step = steps[data[0] % 4];
    er_point points[6];
    size_t starts[2];
    er_area area = notched_box(data + 1, points, starts, step);
    er_disc discs[DISC_LIMIT];
    size_t count = 0;
    const uint8_t *b = data + 1 + BOX_BYTES;
    for (size_t left = size - 1 - BOX_BYTES; left >= BYTES_PER_DISC && count < DISC_LIMIT;
         left -= BYTES_PER_DISC, b += BYTES_PER_DISC)
        discs[count++] = (er_disc){step * (b[0] % 32), step * (b[1] % 32), step * (1 + b[2] % 16),
                                   b[3] % LAYERS};
    double slack = 1e-9 * area.area_m2;
    double any = served(ctx, discs, count, ER_DISC_ANY, 0, &area);
    double all = served(ctx, discs, count, ER_DISC_ALL, 0, &area);
    double sum = 0;
    for (uint32_t layer = 0; layer < LAYERS; layer++) {
        double one = served(ctx, discs, count, ER_DISC_LAYER, layer, &area);
        require(one <= any + slack && one >= all - slack);
        sum += one;
    }
    require(all >= 0 && any <= area.area_m2);
    require(fabs(sum - any - all) <= slack); /* inclusion and exclusion */
    er_context_free(ctx);
    return 0;
}
