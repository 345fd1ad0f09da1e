/* What is measured on a venue's ground. */
#include "analysis/cover.h"
#include "analysis/venue_parts.h"
#include "geometry/polygon_index.h"

#include <math.h>

/** Named operators that serve some of the venue, and that serve its target share. */
static void count_operators(const er_venue_survey *survey, er_venue_result *result) {
    uint32_t count = 0, named = 0;
    er_venue_finding *finding = &result->finding;
    er_network_operators(survey->network, &count, &named);
    for (uint32_t o = 0; o < named; o++) {
        const er_venue_row *row = &result->rows[ER_COVER_OPERATOR + o];
        finding->operators += row->served_m2 > 0;
        finding->operators_reached +=
            row->served_m2 > 0 && er_venue_reaches(row, finding->target_share);
    }
}

/** What a cell has of the best operator. */
struct best {
    double rsrp_dbm;
    double margin; /**< in dB with signals, in metres with discs; NAN: nothing at all */
};

static struct best best_at(const er_venue_survey *survey, size_t cell) {
    const er_field *field = er_network_field(survey->network);
    struct best best = {NAN, NAN};
    for (uint32_t o = 0; o < survey->operator_count; o++) {
        const er_service *service = &survey->services[o * survey->cell_count + cell];
        if (service->signal.sector == UINT32_MAX) continue;
        double margin = field ? er_field_margin_db(field, &service->signal) : service->margin_m;
        if (!isnan(best.margin) && margin <= best.margin) continue;
        best = (struct best){service->signal.rsrp_dbm, margin};
    }
    return best;
}

/** Whether a cell's middle lies in the venue; most cells lie there with all they have. */
static bool has_its_middle(const er_venue_survey *survey, const er_polygon_index *ground,
                           size_t cell) {
    double whole_m2 = survey->grid.cell_m * survey->grid.cell_m * survey->scale;
    return survey->cells[cell].area_m2 > whole_m2 * (1 - 1e-9) ||
           er_polygon_index_contains(ground, survey->cells[cell].on_plane);
}

/** Cells of which nothing is known count only where there are no others. */
static bool is_worse(const er_venue_survey *survey, size_t cell, struct best best, size_t worst,
                     struct best least) {
    bool known = survey->any[cell] != ER_COVER_UNKNOWN_LABEL;
    bool was_known = survey->any[worst] != ER_COVER_UNKNOWN_LABEL;
    if (known != was_known) return known;
    if (isnan(least.margin)) return false;
    return isnan(best.margin) || best.margin < least.margin;
}

/** The worst of the cells whose middle lies in the venue; of all where none does. */
static er_status find_worst(er_context *ctx, const er_venue_survey *survey,
                            er_venue_finding *finding) {
    size_t worst = 0;
    er_polygon_index ground = {0};
    struct best least = {0};
    bool inside = false;
    er_status status = er_polygon_index_set(ctx, &ground, &survey->area);
    for (size_t i = 0; status == ER_OK && i < survey->cell_count; i++) {
        struct best best = best_at(survey, i);
        bool is_inside = has_its_middle(survey, &ground, i);
        bool takes = is_inside != inside ? is_inside : is_worse(survey, i, best, worst, least);
        if (i > 0 && !takes) continue;
        worst = i;
        least = best;
        inside = is_inside;
    }
    er_polygon_index_clear(&ground);
    ER_TRY(status);
    bool signals = er_network_field(survey->network) != NULL;
    finding->worst = survey->cells[worst].on_plane;
    er_plane_inverse(er_network_plane(survey->network), &finding->worst, 1);
    finding->worst_dbm = least.rsrp_dbm;
    finding->worst_margin_db = signals ? least.margin : NAN;
    finding->worst_margin_m = signals ? NAN : least.margin;
    return ER_OK;
}

er_status er_venue_measure(er_context *ctx, const er_venue_survey *survey,
                           er_venue_result *result) {
    const er_study *study = er_network_study(survey->network);
    *result = (er_venue_result){.finding = {.venue_id = survey->venue->id,
                                            .cell_m = survey->grid.cell_m,
                                            .cells = (int64_t)survey->cell_count,
                                            .target_share = er_venue_target(study, survey->venue)}};
    ER_TRY(er_venue_measure_rows(ctx, survey, result));
    count_operators(survey, result);
    ER_TRY(find_worst(ctx, survey, &result->finding));
    ER_TRY(er_venue_find_holes(ctx, survey, result));
    ER_TRY(er_venue_find_sites(ctx, survey, result));
    return er_venue_find_failures(ctx, survey, result);
}
