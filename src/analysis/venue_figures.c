/* Figures of a venue's cells that several parts of the step need. */
#include "analysis/venues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct weighed {
    double value;
    double m2;
};

static int by_value(const void *left, const void *right) {
    const struct weighed *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->m2 > b->m2) - (a->m2 < b->m2);
}

/** The cells whose figure is known, from the least on. */
static er_status sort_cells(er_context *ctx, const er_venue_survey *survey, const double *values,
                            struct weighed **out, size_t *count) {
    struct weighed *sorted = NULL;
    size_t found = 0;
    ER_TRY(er_alloc(ctx, survey->cell_count + 1, sizeof *sorted, &sorted));
    for (size_t i = 0; i < survey->cell_count; i++)
        if (!isnan(values[i]))
            sorted[found++] = (struct weighed){values[i], survey->cells[i].area_m2};
    if (found > 1) qsort(sorted, found, sizeof *sorted, by_value);
    *out = sorted;
    *count = found;
    return ER_OK;
}

er_status er_venue_quantiles(er_context *ctx, const er_venue_survey *survey, const double *values,
                             const double *shares, size_t share_count, double *out) {
    struct weighed *sorted = NULL;
    size_t count = 0, at = 0;
    er_sum whole = {0}, below = {0};
    ER_TRY(sort_cells(ctx, survey, values, &sorted, &count));
    for (size_t i = 0; i < count; i++)
        er_sum_add(&whole, sorted[i].m2);
    if (count > 0) er_sum_add(&below, sorted[0].m2);
    for (size_t k = 0; k < share_count; k++) {
        /* a sum that ends at the share but for its rounding has reached it */
        double enough_m2 = shares[k] * er_sum_value(&whole) * (1 - 1e-12);
        while (at + 1 < count && er_sum_value(&below) < enough_m2)
            er_sum_add(&below, sorted[++at].m2);
        out[k] = count > 0 ? sorted[at].value : (double)NAN;
    }
    er_free(sorted);
    return ER_OK;
}

er_status er_venue_quantile(er_context *ctx, const er_venue_survey *survey, const double *values,
                            double p, double *out) {
    return er_venue_quantiles(ctx, survey, values, &p, 1, out);
}

double er_venue_target(const er_study *study, const er_venue *venue) {
    return isnan(venue->target_share) ? study->venues.target_share : venue->target_share;
}

/** Frequencies for which TR 38.901 gives the loss of walls, as er_indoor_loss takes them. */
static bool wall_is_known(double freq_mhz) {
    return freq_mhz >= 100 && freq_mhz <= 100000;
}

er_status er_venue_behind_wall(er_context *ctx, const er_venue_survey *survey,
                               const er_signal *signal, er_signal *inside) {
    const er_field *field = er_network_field(survey->network);
    const er_study_venues *venues = &er_network_study(survey->network)->venues;
    double loss_db = 0, sigma_db = 0;
    *inside = *signal;
    if (signal->sector == UINT32_MAX) return ER_OK;
    double freq_mhz = er_field_sectors(field, NULL)[signal->sector].budget.freq_mhz;
    if (!wall_is_known(freq_mhz)) {
        inside->unknown = inside->unknown || inside->level > 0;
        inside->level = 0;
        return ER_OK;
    }
    er_building building =
        strcmp(venues->building, "high_loss") == 0 ? ER_BUILDING_HIGH_LOSS : ER_BUILDING_LOW_LOSS;
    ER_TRY(er_indoor_loss(ctx, building, freq_mhz, venues->indoor_depth_m, &loss_db, &sigma_db));
    *inside = er_field_behind(field, signal, loss_db, sigma_db);
    return ER_OK;
}
