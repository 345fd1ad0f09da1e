/* How far a sector is looked at: to where even its best direction is too weak to serve anybody or
 * to disturb another sector's reception. What lies beyond is left out of every sum by definition,
 * and that is recorded. */
#include "analysis/field.h"

#include <math.h>
#include <stdio.h>

/* Below the weaker of thermal noise and of what the weakest level asks: one sector at this distance
 * raises the noise by a tenth, 0.4 dB, at full load. */
static const double margin_db = 10;
/* TR 38.901 table 7.4.1-1: RMa to 10 km in line of sight, the others to 5 km. */
static const double rma_limit_m = 10000, urban_limit_m = 5000;
/* Of P.1812: a choice; the horizon of a mast of 30 m over smooth ground is at 22 km. */
static const double terrain_limit_m = 30000;
static const double nearest_m = 10;

enum { STEPS = 64, HALVINGS = 16 };

/** Loss by the model, or the least there can be over terrain. */
static void losses(const er_emitter *emitter, const double *distance_m, size_t count,
                   double *loss_db) {
    if (emitter->model->losses) {
        emitter->model->losses(&emitter->path, distance_m, count, loss_db, NULL);
        return;
    }
    for (size_t i = 0; i < count; i++)
        loss_db[i] = er_free_space_db(emitter->path.freq_mhz, distance_m[i]);
}

/** The farthest distance up to a limit where the loss is no more than this, rounded up to 10 m. */
static double reach_m(const er_emitter *emitter, double loss_limit_db, double limit_m) {
    double distance_m[STEPS + 1], loss_db[STEPS + 1];
    if (limit_m <= nearest_m) return limit_m;
    for (int i = 0; i <= STEPS; i++)
        distance_m[i] = nearest_m * pow(limit_m / nearest_m, (double)i / STEPS);
    losses(emitter, distance_m, STEPS + 1, loss_db);
    int last = STEPS;
    while (last >= 0 && !(loss_db[last] <= loss_limit_db))
        last--;
    if (last == STEPS) return limit_m;
    if (last < 0) return nearest_m;
    double low = distance_m[last], high = distance_m[last + 1];
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2, loss;
        losses(emitter, &middle, 1, &loss);
        if (loss <= loss_limit_db)
            low = middle;
        else
            high = middle;
    }
    return fmin(limit_m, 10 * ceil(high / 10));
}

static double limit_of(const er_emitter *emitter) {
    if (emitter->model->needs_profile) return terrain_limit_m;
    return emitter->model == er_environment_model(ER_ENV_RMA) ? rma_limit_m : urban_limit_m;
}

static bool same_question(const er_emitter *a, const er_emitter *b) {
    return a->model == b->model && a->path.freq_mhz == b->path.freq_mhz &&
           a->path.tx_height_m == b->path.tx_height_m && a->antenna == b->antenna;
}

static er_status suppose(er_context *ctx, er_field *field, bool stated, bool reached,
                         double limit_m) {
    char value[48], number[32];
    if (!reached)
        return er_field_suppose(ctx, field, "range_m", er_sentence_text("by the link budget"),
                                "to where the best direction is 10 dB under both the noise and "
                                "what the weakest level asks; nothing is counted beyond");
    snprintf(value, sizeof value, "%s m", er_format_double(limit_m, number));
    return er_field_suppose(ctx, field, "range_m", er_sentence_name(value),
                            stated ? "range_m of the sector rules; nothing is counted beyond"
                                   : "the largest the program takes with this model; nothing is "
                                     "counted beyond");
}

er_status er_field_ranges(er_context *ctx, er_field *field) {
    size_t asked = SIZE_MAX; /* the last one that the link budget was asked for */
    for (size_t i = 0; i < field->count; i++) {
        er_emitter *emitter = &field->emitters[i];
        const er_field_budget *budget = &field->budgets[field->budget_of[i]];
        bool stated = isfinite(emitter->range_m);
        double stated_m = emitter->range_m, limit_m = stated ? stated_m : limit_of(emitter);
        double floor_dbm = fmin(budget->enough_dbm, budget->noise_dbm) - margin_db;
        double loss_limit_db = budget->rsrp_dbm + er_antenna_peak_dbi(emitter->antenna) - floor_dbm;
        if (!stated && asked != SIZE_MAX && same_question(&field->emitters[asked], emitter) &&
            field->budget_of[i] == field->budget_of[asked])
            emitter->range_m = field->emitters[asked].range_m;
        else
            emitter->range_m = reach_m(emitter, loss_limit_db, limit_m);
        if (!stated) asked = i;
        if (!field->quiet)
            ER_TRY(suppose(ctx, field, stated, emitter->range_m >= limit_m, limit_m));
    }
    return ER_OK;
}
