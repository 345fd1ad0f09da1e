/* Where to build next: plans side by side, and the sites that they are made of. */
#include "outputs/layers.h"
#include "outputs/siting.h"
#include "outputs/venue_columns.h"

#include <string.h>

/* ---- plans ----------------------------------------------------------------------------------- */

static const er_field plan_fields[] = {
    {"question", ER_FIELD_TEXT, 0, NULL, "name of the question in the study", NULL},
    {"place", ER_FIELD_TEXT, 0, NULL, "what is placed: station, pilot or mobile_pack", NULL},
    {"plan", ER_FIELD_INT, 0, NULL, "number of the plan; 1 is the one that was asked for", NULL},
    {"variant", ER_FIELD_TEXT, 0, NULL,
     "asked; free: without the conditions; priority: units without coverage count more; "
     "conditions_priority: both",
     NULL},
    {"priority", ER_FIELD_REAL, 6, "ratio",
     "how much more a person in a unit without any coverage counts than one in a unit that has "
     "all; 0: as much",
     NULL},
    {"on_front", ER_FIELD_BOOL, 0, NULL,
     "whether no plan of the question under the same conditions (all of them, or none) has both "
     "more persons and less inequality",
     NULL},
    {"count", ER_FIELD_INT, 0, "count", "new sites", NULL},
    {"candidates", ER_FIELD_INT, 0, "count", "places looked at", NULL},
    {"cost", ER_FIELD_REAL, 6, NULL, "cost of the new sites; a site without a cost counts 1", NULL},
    {"covered", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "weight met as the search counts it, by cells, existing sites included", NULL},
    {"bound", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
     "no plan meets more under these conditions and weights, counted by the same cells; persons "
     "before and after are counted exactly, and have no bound",
     NULL},
    {"gap", ER_FIELD_REAL, 9, "share", "what of the weight met the bound leaves open", NULL},
    {"end", ER_FIELD_TEXT, 0, NULL,
     "why the search ended: proven, gap (near enough), nodes, time or quick", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons of the whole study", NULL},
    {"persons_before", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served (for pilots: within reach of one) as it is", NULL},
    {"persons_after", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons served (for pilots: within reach of one) with the plan", NULL},
    {"persons_gained", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
     "persons after less persons before", NULL},
    {"share_before", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all persons before", NULL},
    {"share_after", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of all persons after", NULL},
    {"index", ER_FIELD_TEXT, 0, NULL, "index of inequality: theil_t, fgt1 or gini", NULL},
    {"index_before", ER_FIELD_REAL, 7, "index", "inequality of the units' shares as it is", NULL},
    {"index_after", ER_FIELD_REAL, 7, "index", "inequality of the units' shares with the plan",
     NULL},
    {"gini_before", ER_FIELD_REAL, 7, "index", "Gini of the units' shares as it is", NULL},
    {"gini_after", ER_FIELD_REAL, 7, "index", "Gini of the units' shares with the plan", NULL},
    {"share_in_rules", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the new sites in the groups of the question's first condition", NULL},
    {"sentence", ER_FIELD_TEXT, 0, NULL, "the same in words, in English", NULL},
    {"sentence_zh", ER_FIELD_TEXT, 0, NULL, "the same in words, in Traditional Chinese", NULL},
};

er_status er_write_siting_plans(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, plan_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->siting_plan_count; i++) {
        const er_siting_plan_row *plan = &data->siting_plans[i];
        er_put_text(sheet, plan->question);
        er_put_text(sheet, plan->place);
        er_put_int(sheet, plan->number);
        er_put_text(sheet, plan->variant);
        er_put_real(sheet, plan->priority);
        er_put_bool(sheet, plan->on_front);
        er_put_int(sheet, plan->count);
        er_put_int(sheet, plan->candidates);
        er_put_real(sheet, plan->cost);
        er_put_real(sheet, plan->covered);
        er_put_real(sheet, plan->bound);
        er_put_real(sheet, plan->gap);
        er_put_text(sheet, plan->end);
        er_put_real(sheet, plan->persons);
        er_put_real(sheet, plan->persons_before);
        er_put_real(sheet, plan->persons_after);
        er_put_real(sheet, er_siting_gained(plan));
        er_put_real(sheet, er_ratio(plan->persons_before, plan->persons));
        er_put_real(sheet, er_ratio(plan->persons_after, plan->persons));
        er_put_text(sheet, plan->index);
        er_put_real(sheet, plan->index_before);
        er_put_real(sheet, plan->index_after);
        er_put_real(sheet, plan->gini_before);
        er_put_real(sheet, plan->gini_after);
        er_put_real(sheet, plan->share_in_rules);
        er_put_text(sheet, plan->sentence);
        er_put_text(sheet, plan->sentence_zh);
        er_put_bool(sheet, er_siting_synthetic(data, plan));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

/* ---- sites ----------------------------------------------------------------------------------- */

static const er_field choice_fields[] = {
    {"question", ER_FIELD_TEXT, 0, NULL, "name of the question in the study", NULL},
    {"place", ER_FIELD_TEXT, 0, NULL, "what is placed: station, pilot or mobile_pack", NULL},
    {"plan", ER_FIELD_INT, 0, NULL, "number of the plan; 1 is the one that was asked for", NULL},
    {"rank", ER_FIELD_INT, 0, NULL, "the one that gains most comes first", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the candidate", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"longitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "longitude of the place", NULL},
    {"latitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "latitude of the place", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "operator under which it counts", NULL},
    {"band", ER_FIELD_TEXT, 0, NULL, "frequency band, such as n78", NULL},
    {"radius_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "radius within which it reaches persons",
     NULL},
    {"cost", ER_FIELD_REAL, 6, NULL, "cost of the site; 1 where none is stated", NULL},
};

er_status er_siting_gain_fields(er_sheet *sheet) {
    static const er_field fields[] = {
        {"unit_code", ER_FIELD_TEXT, 0, NULL, "code of the finest unit that it stands in", NULL},
        {"unit_name", ER_FIELD_TEXT, 0, NULL, "name of that unit", NULL},
        {"unit_level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
        {"group", ER_FIELD_TEXT, 0, NULL, "group that the place is in", NULL},
        {"gains", ER_FIELD_REAL, ER_DIGITS_EXACT_PERSONS, "persons",
         "persons gained by it, those before it given", NULL},
        {"most_unit_code", ER_FIELD_TEXT, 0, NULL, "code of the unit that gains most of them",
         NULL},
        {"most_unit_name", ER_FIELD_TEXT, 0, NULL, "name of the unit that gains most of them",
         NULL},
        {"most_unit_level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
        {"most_persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons that it gains",
         NULL},
        {"most_group", ER_FIELD_TEXT, 0, NULL, "group that gains most of them", NULL},
        {"index_after", ER_FIELD_REAL, 7, "index", "the plan's index with it and those before it",
         NULL},
        {"next_code", ER_FIELD_TEXT, 0, NULL, "candidate that would come next best in its place",
         NULL},
        {"next_name", ER_FIELD_TEXT, 0, NULL, "its name", NULL},
        {"next_gains", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons",
         "persons that it would gain, as the search counts them", NULL},
        {"sentence", ER_FIELD_TEXT, 0, NULL, "the same in words, in English", NULL},
        {"sentence_zh", ER_FIELD_TEXT, 0, NULL, "the same in words, in Traditional Chinese", NULL},
    };
    return ER_SHEET_FIELDS(sheet, fields);
}

static void put_unit(const er_data *data, er_sheet *sheet, int64_t id) {
    const er_unit *unit = er_data_unit(data, id);
    er_put_text(sheet, unit ? unit->code : NULL);
    er_put_text(sheet, unit ? unit->name : NULL);
    er_put_text(sheet, unit ? unit->level : NULL);
}

void er_put_siting_gain(const er_data *data, er_sheet *sheet, const er_siting_choice_row *choice) {
    put_unit(data, sheet, choice->unit_id);
    er_put_text(sheet, choice->group);
    er_put_real(sheet, choice->gains);
    put_unit(data, sheet, choice->most_unit_id);
    er_put_real(sheet, choice->most_persons);
    er_put_text(sheet, choice->most_group);
    er_put_real(sheet, choice->index_after);
    er_put_text(sheet, choice->next_code);
    er_put_text(sheet, choice->next_name);
    er_put_real(sheet, choice->next_gains);
    er_put_text(sheet, choice->sentence);
    er_put_text(sheet, choice->sentence_zh);
}

er_status er_write_siting_choices(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, choice_fields));
    ER_TRY(er_siting_gain_fields(sheet));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->siting_choice_count; i++) {
        const er_siting_choice_row *choice = &data->siting_choices[i];
        const er_siting_plan_row *plan = data->siting_plan_of[i];
        er_put_text(sheet, plan->question);
        er_put_text(sheet, plan->place);
        er_put_int(sheet, plan->number);
        er_put_int(sheet, choice->rank);
        er_put_text(sheet, choice->code);
        er_put_text(sheet, choice->name);
        er_put_text(sheet, choice->name_en);
        er_put_real(sheet, choice->position.x);
        er_put_real(sheet, choice->position.y);
        er_put_text(sheet, choice->operator_);
        er_put_text(sheet, choice->band);
        er_put_real(sheet, choice->radius_m);
        er_put_real(sheet, choice->cost);
        er_put_siting_gain(data, sheet, choice);
        er_put_bool(sheet, er_siting_synthetic(data, plan));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
