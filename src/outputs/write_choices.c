/* What would bring venues that fall short to their target: proposals, and their places; on the map
 * with the new sites of what the study asks to choose. */
#include "outputs/layers.h"
#include "outputs/siting.h"
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

static const er_field venue_kind = {"kind", ER_FIELD_TEXT, 0, NULL, "small_cells or mobile_pack",
                                    NULL};
static const er_field choice_fields[] = {
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

static bool put_choice(const er_data *data, er_sheet *sheet, const er_plan *plan,
                       const er_choice *choice) {
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
    return synthetic;
}

/** Places for venues; `beside` is how many further columns of the sheet they have no cell in. */
static er_status write_venues(er_data *data, er_sheet *sheet, size_t beside) {
    er_plan *plans = NULL;
    er_choice *choices = NULL;
    const er_plan *plan = NULL;
    size_t plan_count = 0, count = 0;
    ER_TRY(er_store_plans(data->ctx, data->store, sheet->arena, data->venues_run->id, &plans,
                          &plan_count));
    ER_TRY(er_store_choices(data->ctx, data->store, sheet->arena, data->venues_run->id, &choices,
                            &count));
    const bool all = er_data_synthetic(data, ER_ON_VENUES | ER_ON_STATIONS | ER_ON_CANDIDATES);
    for (size_t i = 0; i < count; i++) {
        const er_choice *choice = &choices[i];
        /* choices stand in the order of their plans: the search goes on from the last one */
        size_t from = plan ? (size_t)(plan - plans) : 0;
        plan = plan_of(plans + from, plan_count - from, choice->plan_id);
        if (!plan) return er_fail(data->ctx, ER_ERR_INTERNAL, "a choice belongs to no plan");
        bool synthetic = put_choice(data, sheet, plan, choice);
        for (size_t k = 0; k < beside; k++)
            er_put_nothing(sheet);
        er_put_bool(sheet, all || synthetic);
        ER_TRY(er_sheet_point(sheet, choice->position));
    }
    return ER_OK;
}

er_status er_write_choices(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(er_sheet_field(sheet, venue_kind));
    ER_TRY(ER_SHEET_FIELDS(sheet, choice_fields));
    ER_TRY(er_sheet_start(sheet));
    return write_venues(data, sheet, 0);
}

/* ---- on the map, with what the study asks to choose ------------------------------------------ */

static const er_field any_kind = {
    "kind",
    ER_FIELD_TEXT,
    0,
    NULL,
    "of a venue: small_cells or mobile_pack; of a question: station, pilot or mobile_pack",
    NULL};
static const er_field question_fields[] = {
    {"question", ER_FIELD_TEXT, 0, NULL, "name of the question in the study", NULL},
    {ER_FIELD_PLAN, ER_FIELD_INT, 0, NULL, "number of the plan; 1 is the one that was asked for",
     NULL},
    {ER_FIELD_ASKED, ER_FIELD_BOOL, 0, NULL,
     "whether it is of the plan that was asked for; the sites of the other plans stand beside it",
     NULL},
    {"on_front", ER_FIELD_BOOL, 0, NULL,
     "whether no plan of the question under the same conditions (all of them, or none) has both "
     "more persons and less inequality",
     NULL},
    {"cost", ER_FIELD_REAL, 6, NULL, "cost of the site; 1 where none is stated", NULL},
};

/** A new site in the columns that it shares with the places for venues. */
static void put_site(const er_data *data, er_sheet *sheet, const er_siting_plan_row *plan,
                     const er_siting_choice_row *choice) {
    er_put_nothing(sheet); /* of no venue */
    er_put_text(sheet, choice->name);
    er_put_text(sheet, choice->name_en);
    er_put_text(sheet, plan->place);
    er_put_int(sheet, choice->rank);
    er_put_text(sheet, choice->code);
    er_put_real(sheet, choice->position.x);
    er_put_real(sheet, choice->position.y);
    er_put_text(sheet, choice->operator_);
    er_put_text(sheet, choice->band);
    for (int i = 0; i < 3; i++) /* height, power, gain */
        er_put_nothing(sheet);
    er_put_real(sheet, choice->radius_m);
    er_put_nothing(sheet); /* it gains persons, not m2 or a share of a venue */
    er_put_nothing(sheet);
    er_put_text(sheet, plan->question);
    er_put_int(sheet, plan->number);
    er_put_bool(sheet, plan->number == ER_SITING_ASKED);
    er_put_bool(sheet, plan->on_front);
    er_put_real(sheet, choice->cost);
    er_put_siting_gain(data, sheet, choice);
}

er_status er_write_all_choices(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(er_venue_name_fields(sheet));
    ER_TRY(er_sheet_field(sheet, any_kind));
    ER_TRY(ER_SHEET_FIELDS(sheet, choice_fields));
    const size_t shared = sheet->field_count;
    ER_TRY(ER_SHEET_FIELDS(sheet, question_fields));
    ER_TRY(er_siting_gain_fields(sheet));
    const size_t beside = sheet->field_count - shared;
    ER_TRY(er_sheet_start(sheet));
    if (data->venues_run) ER_TRY(write_venues(data, sheet, beside));
    for (size_t i = 0; i < data->siting_choice_count; i++) {
        const er_siting_plan_row *plan = data->siting_plan_of[i];
        put_site(data, sheet, plan, &data->siting_choices[i]);
        er_put_bool(sheet, er_siting_synthetic(data, plan));
        ER_TRY(er_sheet_point(sheet, data->siting_choices[i].position));
    }
    return ER_OK;
}
