/* What a level asks of a sector, turned into figures that a cell's signal is compared with. */
#include "analysis/field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ratios of signal to noise beyond which no throughput changes. */
static const double least_ratio_db = -60, most_ratio_db = 120;

typedef double (*rate_fn)(const er_budget *budget, double ratio_db);

/** The least ratio whose rate reaches a wish, to the last bit; rates rise with the ratio. */
static double ratio_for(rate_fn rate, const er_budget *budget, double wish_mbps) {
    if (isnan(wish_mbps)) return -INFINITY;
    double low = least_ratio_db, high = most_ratio_db;
    if (rate(budget, low) >= wish_mbps) return -INFINITY;
    if (!(rate(budget, high) >= wish_mbps)) return INFINITY;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) return high;
        if (rate(budget, middle) >= wish_mbps)
            high = middle;
        else
            low = middle;
    }
}

static void work_out(const er_study_radio *radio, const er_budget *budget, er_field_budget *out) {
    *out = (er_field_budget){.rsrp_dbm = er_rsrp_dbm(budget, 0, 0),
                             .uplink_snr_db = er_uplink_snr_db(budget, 0, 0),
                             .noise_dbm =
                                 er_noise_dbm(budget->subcarrier_khz * 1000, budget->ue_noise_db),
                             .quiet_dbm = -er_sinr_db(budget, 0, 0)};
    for (size_t i = 0; i < radio->level_count; i++) {
        const er_study_level *level = &radio->levels[i];
        er_field_need *need = &out->levels[i];
        need->rsrp_dbm = isnan(level->min_rsrp_dbm) ? -INFINITY : level->min_rsrp_dbm;
        need->sinr_db = ratio_for(er_downlink_mbps, budget, level->min_dl_mbps);
        need->uplink_snr_db = ratio_for(er_uplink_mbps, budget, level->min_ul_mbps);
        /* the same path and antenna carry both ways: RSRP and uplink fall together */
        double uplink_dbm = need->uplink_snr_db - out->uplink_snr_db + out->rsrp_dbm;
        out->enough_dbm = fmax(fmax(need->rsrp_dbm, need->sinr_db + out->noise_dbm), uplink_dbm);
    }
}

/* ---- one for all emitters of equal budgets --------------------------------------------------- */

enum { FIGURES = 17 };

struct budget_key {
    double figures[FIGURES];
    size_t emitter;
};

static struct budget_key key_of(const er_budget *b, size_t emitter) {
    double ul_bandwidth_mhz = isnan(b->ul_bandwidth_mhz) ? -1 : b->ul_bandwidth_mhz;
    return (struct budget_key){{b->freq_mhz, b->bandwidth_mhz, b->subcarrier_khz, (double)b->duplex,
                                b->dl_share, b->tx_power_dbm, b->tx_loss_db, b->rx_gain_dbi,
                                b->rx_loss_db, b->ue_noise_db, b->bs_noise_db, b->ue_power_dbm,
                                ul_bandwidth_mhz, b->dl_layers, b->ul_layers, b->load, b->lte},
                               emitter};
}

static int by_figures(const void *left, const void *right) {
    const struct budget_key *a = left, *b = right;
    for (int i = 0; i < FIGURES; i++)
        if (a->figures[i] != b->figures[i]) return a->figures[i] < b->figures[i] ? -1 : 1;
    return 0;
}

er_status er_field_budgets(er_context *ctx, er_field *field) {
    const er_study_radio *radio = &field->study->radio;
    struct budget_key *keys = NULL;
    if (radio->level_count == 0 || radio->level_count > ER_FIELD_LEVEL_LIMIT)
        return er_fail(ctx, ER_ERR_RANGE, "coverage.levels: give 1 to %d levels",
                       ER_FIELD_LEVEL_LIMIT);
    ER_TRY(er_arena_alloc(ctx, field->arena, (field->count + 1) * sizeof *field->budget_of,
                          &field->budget_of));
    ER_TRY(er_alloc(ctx, field->count + 1, sizeof *keys, &keys));
    for (size_t i = 0; i < field->count; i++)
        keys[i] = key_of(&field->emitters[i].budget, i);
    if (field->count > 1) qsort(keys, field->count, sizeof *keys, by_figures);
    for (size_t i = 0; i < field->count; i++) {
        field->budget_count += i == 0 || by_figures(&keys[i - 1], &keys[i]) != 0;
        field->budget_of[keys[i].emitter] = (uint32_t)field->budget_count - 1;
    }
    er_status status = er_arena_alloc(
        ctx, field->arena, (field->budget_count + 1) * sizeof *field->budgets, &field->budgets);
    for (size_t i = 0; i < field->count && status == ER_OK; i++)
        if (i == 0 || by_figures(&keys[i - 1], &keys[i]) != 0) {
            const er_budget *budget = &field->emitters[keys[i].emitter].budget;
            status = er_budget_check(ctx, budget);
            if (status == ER_OK)
                work_out(radio, budget, &field->budgets[field->budget_of[keys[i].emitter]]);
        }
    for (size_t i = 0; i < field->budget_count && status == ER_OK; i++)
        for (size_t k = 0; k < radio->level_count; k++)
            field->asks_sinr = field->asks_sinr || field->budgets[i].levels[k].sinr_db > -INFINITY;
    er_free(keys);
    return status;
}
