/* What would bring venues that fall short to their target: proposals, and their places. */
#include "outputs/layers.h"
#include "outputs/venue_columns.h"

static const er_field plan_fields[] = {
    {"kind", ER_FIELD_TEXT, 0, NULL, "small_cells or mobile_pack", NULL},
    {"target_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue that is to be served", NULL},
    {"share_before", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue that is served as it is", NULL},
    {"share_after", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue that is served with the proposal", NULL},
    {"reached", ER_FIELD_BOOL, 0, NULL, "whether the target is reached then", NULL},
    {"count", ER_FIELD_INT, 0, "count", "places proposed", NULL},
    {"bound", ER_FIELD_INT, 0, "count", "fewer places than this can't do it", NULL},
    {"proven", ER_FIELD_BOOL, 0, NULL, "whether no proposal of fewer places can do it", NULL},
    {"candidates", ER_FIELD_INT, 0, "count", "places looked at", NULL},
    {"note", ER_FIELD_TEXT, 0, NULL, "why the target is not reached, in English", NULL},
    {"note_zh", ER_FIELD_TEXT, 0, NULL, "why the target is not reached, in Traditional Chinese",
     NULL},
};

er_status er_write_plans(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_plan *plans = NULL;
    size_t count = 0;
    ER_TRY(
        er_store_plans(data->ctx, data->store, sheet->arena, data->venues_run->id, &plans, &count));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, plan_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_plan *plan = &plans[i];
        bool synthetic = er_put_venue_name(data, sheet, plan->area_id);
        er_put_text(sheet, plan->kind);
        er_put_real(sheet, plan->target_share);
        er_put_real(sheet, plan->share_before);
        er_put_real(sheet, plan->share_after);
        er_put_bool(sheet, plan->reached);
        er_put_int(sheet, plan->count);
        er_put_int(sheet, plan->bound);
        er_put_bool(sheet, plan->proven);
        er_put_int(sheet, plan->candidates);
        er_put_text(sheet, plan->note);
        er_put_text(sheet, plan->note_zh);
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field choice_fields[] = {
    {"kind", ER_FIELD_TEXT, 0, NULL, "small_cells or mobile_pack", NULL},
    {"rank", ER_FIELD_INT, 0, NULL, "the one that adds most comes first", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the candidate", NULL},
    {"longitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "longitude of the place", NULL},
    {"latitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "latitude of the place", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "operator under which it counts", NULL},
    {"band", ER_FIELD_TEXT, 0, NULL, "frequency band, such as n78", NULL},
    {"height_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "antenna above ground", NULL},
    {"power_dbm", ER_FIELD_REAL, 3, "dBm", "power of the carrier at the antenna port", NULL},
    {"gain_dbi", ER_FIELD_REAL, 3, "dBi", "antenna gain", NULL},
    {"radius_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "radius of the disc model", NULL},
    {"adds_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area that it serves in addition", NULL},
    {"share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue served with it and those before it", NULL},
};

static const er_plan *plan_of(const er_plan *plans, size_t count, int64_t id) {
    for (size_t i = 0; i < count; i++)
        if (plans[i].id == id) return &plans[i];
    return NULL;
}

er_status er_write_choices(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_plan *plans = NULL;
    er_choice *choices = NULL;
    const er_plan *plan = NULL;
    size_t plan_count = 0, count = 0;
    ER_TRY(er_store_plans(data->ctx, data->store, sheet->arena, data->venues_run->id, &plans,
                          &plan_count));
    ER_TRY(er_store_choices(data->ctx, data->store, sheet->arena, data->venues_run->id, &choices,
                            &count));
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(ER_SHEET_FIELDS(sheet, choice_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_choice *choice = &choices[i];
        /* choices stand in the order of their plans: the search goes on from the last one */
        size_t from = plan ? (size_t)(plan - plans) : 0;
        plan = plan_of(plans + from, plan_count - from, choice->plan_id);
        if (!plan) return er_fail(data->ctx, ER_ERR_INTERNAL, "a choice belongs to no plan");
        bool synthetic = er_put_venue_name(data, sheet, plan->area_id);
        er_put_text(sheet, plan->kind);
        er_put_int(sheet, choice->rank);
        er_put_text(sheet, choice->code);
        er_put_real(sheet, choice->position.x);
        er_put_real(sheet, choice->position.y);
        er_put_text(sheet, choice->operator_);
        er_put_text(sheet, choice->band);
        er_put_real(sheet, choice->height_m);
        er_put_real(sheet, choice->power_dbm);
        er_put_real(sheet, choice->gain_dbi);
        er_put_real(sheet, choice->radius_m);
        er_put_real(sheet, choice->adds_m2);
        er_put_real(sheet, choice->share);
        er_put_bool(sheet, sheet->synthetic || synthetic);
        ER_TRY(er_sheet_point(sheet, choice->position));
    }
    return ER_OK;
}
