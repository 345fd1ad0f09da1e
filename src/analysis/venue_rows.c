/* How much of a venue each stratum serves, and how well. */
#include "analysis/cover.h"
#include "analysis/venue_parts.h"

#include <math.h>

/** A figure of every cell; -INFINITY without a signal, NAN where nothing is known. */
struct figures {
    double *rsrp_dbm;
    double *dl_mbps;
    double *ul_mbps;
    bool *indoor; /**< served behind the wall */
};

static er_status make_figures(er_context *ctx, const er_venue_survey *survey,
                              struct figures *figures) {
    size_t n = survey->cell_count;
    double *numbers = NULL;
    ER_TRY(er_arena_alloc(ctx, survey->arena, 3 * n * sizeof *numbers, &numbers));
    *figures = (struct figures){numbers, numbers + n, numbers + 2 * n, NULL};
    return er_arena_alloc(ctx, survey->arena, n * sizeof *figures->indoor, &figures->indoor);
}

static er_status of_operator(er_context *ctx, const er_venue_survey *survey, uint32_t operator_,
                             struct figures *figures) {
    const er_emitter *sectors = er_field_sectors(er_network_field(survey->network), NULL);
    for (size_t i = 0; i < survey->cell_count; i++) {
        const er_signal *signal = &survey->services[operator_ * survey->cell_count + i].signal;
        double none = signal->unknown ? (double)NAN : (double)-INFINITY;
        figures->rsrp_dbm[i] = figures->dl_mbps[i] = figures->ul_mbps[i] = none;
        figures->indoor[i] = false;
        if (signal->unknown || signal->sector == UINT32_MAX) continue;
        const er_budget *budget = &sectors[signal->sector].budget;
        er_signal inside;
        figures->rsrp_dbm[i] = signal->rsrp_dbm;
        figures->dl_mbps[i] = er_downlink_mbps(budget, signal->sinr_db);
        figures->ul_mbps[i] = er_uplink_mbps(budget, signal->uplink_snr_db);
        ER_TRY(er_venue_behind_wall(ctx, survey, signal, &inside));
        figures->indoor[i] = inside.level > 0;
    }
    return ER_OK;
}

static void take_all(struct figures *to, const struct figures *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to->rsrp_dbm[i] = from->rsrp_dbm[i];
        to->dl_mbps[i] = from->dl_mbps[i];
        to->ul_mbps[i] = from->ul_mbps[i];
        to->indoor[i] = from->indoor[i];
    }
}

/** The best of what is known. */
static void take_better(struct figures *any, const struct figures *one, size_t count) {
    for (size_t i = 0; i < count; i++) {
        any->rsrp_dbm[i] = fmax(any->rsrp_dbm[i], one->rsrp_dbm[i]);
        any->dl_mbps[i] = fmax(any->dl_mbps[i], one->dl_mbps[i]);
        any->ul_mbps[i] = fmax(any->ul_mbps[i], one->ul_mbps[i]);
        any->indoor[i] = any->indoor[i] || one->indoor[i];
    }
}

static void take_worse(struct figures *all, const struct figures *one, size_t count) {
    for (size_t i = 0; i < count; i++) {
        all->rsrp_dbm[i] = fmin(all->rsrp_dbm[i], one->rsrp_dbm[i]);
        all->dl_mbps[i] = fmin(all->dl_mbps[i], one->dl_mbps[i]);
        all->ul_mbps[i] = fmin(all->ul_mbps[i], one->ul_mbps[i]);
        all->indoor[i] = all->indoor[i] && one->indoor[i];
    }
}

/** Of a stratum that is unknown in a cell no figure counts there. */
static void leave_out_unknown(const er_venue_survey *survey, size_t stratum,
                              struct figures *figures) {
    for (size_t i = 0; i < survey->cell_count; i++)
        if (er_venue_stratum_label(survey, stratum, i) == ER_COVER_UNKNOWN_LABEL)
            figures->rsrp_dbm[i] = figures->dl_mbps[i] = figures->ul_mbps[i] = NAN;
}

/** Figures that 5, 50 and, with three of them, 95 % of the area have at most. */
static er_status quantiles(er_context *ctx, const er_venue_survey *survey, const double *values,
                           double *const out[], size_t count) {
    static const double shares[] = {0.05, 0.5, 0.95};
    double found[sizeof shares / sizeof shares[0]];
    ER_TRY(er_venue_quantiles(ctx, survey, values, shares, count, found));
    for (size_t k = 0; k < count; k++)
        *out[k] = isinf(found[k]) ? (double)NAN : found[k];
    return ER_OK;
}

static double indoor_m2(const er_venue_survey *survey, const bool *indoor) {
    er_sum sum = {0};
    size_t left_out = 0;
    for (size_t i = 0; i < survey->cell_count; i++)
        if (indoor[i])
            er_sum_add(&sum, survey->cells[i].area_m2);
        else
            left_out++;
    return left_out == 0 ? survey->area_m2 : er_sum_value(&sum);
}

static er_status fill_row(er_context *ctx, const er_venue_survey *survey, size_t stratum,
                          struct figures *figures, er_venue_row *row) {
    leave_out_unknown(survey, stratum, figures);
    row->indoor_m2 = indoor_m2(survey, figures->indoor);
    double *const rsrp[] = {&row->rsrp_p5_dbm, &row->rsrp_p50_dbm, &row->rsrp_p95_dbm};
    double *const dl[] = {&row->dl_p5_mbps, &row->dl_p50_mbps};
    double *const ul[] = {&row->ul_p5_mbps, &row->ul_p50_mbps};
    ER_TRY(quantiles(ctx, survey, figures->rsrp_dbm, rsrp, 3));
    ER_TRY(quantiles(ctx, survey, figures->dl_mbps, dl, 2));
    return quantiles(ctx, survey, figures->ul_mbps, ul, 2);
}

/** Operators one after the other, "any" and "all" gathered on the way. */
static er_status fill_signals(er_context *ctx, const er_venue_survey *survey, er_venue_row *rows) {
    struct figures one, any, all;
    uint32_t count = 0, named = 0;
    er_network_operators(survey->network, &count, &named);
    if (count == 0) return ER_OK;
    ER_TRY(make_figures(ctx, survey, &one));
    ER_TRY(make_figures(ctx, survey, &any));
    ER_TRY(make_figures(ctx, survey, &all));
    for (uint32_t o = 0; o < count; o++) {
        ER_TRY(of_operator(ctx, survey, o, &one));
        if (o == 0) {
            take_all(&any, &one, survey->cell_count);
            take_all(&all, &one, survey->cell_count);
        }
        take_better(&any, &one, survey->cell_count);
        if (o < named) take_worse(&all, &one, survey->cell_count);
        ER_TRY(fill_row(ctx, survey, ER_COVER_OPERATOR + o, &one, &rows[ER_COVER_OPERATOR + o]));
    }
    ER_TRY(fill_row(ctx, survey, ER_COVER_ANY, &any, &rows[ER_COVER_ANY]));
    return fill_row(ctx, survey, ER_COVER_ALL, &all, &rows[ER_COVER_ALL]);
}

er_status er_venue_measure_rows(er_context *ctx, const er_venue_survey *survey,
                                er_venue_result *result) {
    const char *const *operators = er_network_operators(survey->network, NULL, NULL);
    size_t strata = ER_COVER_OPERATOR + survey->operator_count;
    ER_TRY(er_arena_alloc(ctx, survey->arena, strata * sizeof *result->rows, &result->rows));
    result->row_count = strata;
    for (size_t s = 0; s < strata; s++) {
        er_venue_row *row = &result->rows[s];
        *row = (er_venue_row){.venue_id = survey->venue->id,
                              .stratum = er_cover_stratum(s),
                              .operator_ =
                                  s < ER_COVER_OPERATOR ? NULL : operators[s - ER_COVER_OPERATOR],
                              .area_m2 = survey->area_m2,
                              .indoor_m2 = NAN,
                              .rsrp_p5_dbm = NAN,
                              .rsrp_p50_dbm = NAN,
                              .rsrp_p95_dbm = NAN,
                              .dl_p5_mbps = NAN,
                              .dl_p50_mbps = NAN,
                              .ul_p5_mbps = NAN,
                              .ul_p50_mbps = NAN};
        ER_TRY(er_venue_stratum_areas(ctx, survey, s, &row->served_m2, &row->unknown_m2));
    }
    return er_network_field(survey->network) ? fill_signals(ctx, survey, result->rows) : ER_OK;
}
