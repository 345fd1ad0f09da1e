/* What a run on venues rests on, and its rows. */
#include "analysis/run_record.h"
#include "analysis/sentence.h"
#include "analysis/venue_step.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- parameters ------------------------------------------------------------------------------ */

static er_json *services_json(const er_study_venues *venues) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < venues->service_count; i++)
        er_json_append_text(list, venues->services[i]);
    return list;
}

/** What of the study's section is the program's. */
static er_json *defaults_json(const er_study *study) {
    static const char section[] = "venues.";
    er_json *list = er_json_array();
    for (size_t i = 0; i < study->default_count; i++)
        if (strncmp(study->defaults[i], section, sizeof section - 1) == 0)
            er_json_append_text(list, study->defaults[i]);
    return list;
}

static er_json *pack_json(const er_study_pack *pack, bool discs) {
    er_json *json = er_json_object();
    er_json_add_text(json, "operator", pack->operator_);
    er_json_add_text(json, "band", pack->band);
    if (discs) {
        er_json_add_number(json, "radius_m", pack->radius_m);
        return json;
    }
    er_json_add_number(json, "bandwidth_mhz", pack->bandwidth_mhz);
    er_json_add_number(json, "power_dbm", pack->power_dbm);
    er_json_add_number(json, "gain_dbi", pack->gain_dbi);
    er_json_add_number(json, "height_m", pack->height_m);
    er_json_add_text(json, "environment", pack->environment);
    return json;
}

static er_json *parameters_json(const er_venue_step *step) {
    const er_study_venues *venues = &step->study->venues;
    bool discs = er_network_field(step->network) == NULL;
    er_json *json = er_json_object();
    er_json_add_text(json, "study_sha256", step->study->sha256);
    er_json_add_int(json, "cover_run", step->cover_run);
    er_json_add_text(json, "plane", er_plane_definition(er_network_plane(step->network)));
    er_json_add_int(json, "venues", (int64_t)step->count);
    er_json_add_number(json, "cell_m", venues->cell_m);
    er_json_add_int(json, "most_cells", (int64_t)venues->most_cells);
    er_json_add_number(json, "target_share", venues->target_share);
    er_json_add(json, "services", services_json(venues));
    er_json_add_number(json, "active_share", venues->active_share);
    er_json_add_number(json, "capacity_share", venues->capacity_share);
    er_json_add_text(json, "building", discs ? NULL : venues->building);
    er_json_add_number(json, "indoor_depth_m", discs ? (double)NAN : venues->indoor_depth_m);
    er_json_add_bool(json, "closing", venues->closing);
    if (venues->closing) {
        er_json_add_int(json, "candidates", (int64_t)step->inputs.candidate_count);
        er_json_add_number(json, "spacing_m", venues->spacing_m);
        er_json_add_int(json, "most_candidates", (int64_t)venues->most_candidates);
        er_json_add_int(json, "most_nodes", (int64_t)venues->most_nodes);
        er_json_add(json, "small_cell", pack_json(&venues->small_cell, discs));
        er_json_add(json, "mobile_pack", pack_json(&venues->mobile_pack, discs));
    }
    er_json_add(json, "defaults", defaults_json(step->study));
    return json;
}

static er_status add_run(er_context *ctx, er_store *store, const er_venue_step *step,
                         int64_t *run_id) {
    const char *model = er_network_field(step->network) ? step->study->coverage_model : "disc";
    return er_add_run_of(ctx, store, "venues", model, parameters_json(step), run_id);
}

/* ---- assumptions ----------------------------------------------------------------------------- */

/** Whether a venue's result rests on what is supposed. */
typedef bool (*rests)(const er_venue_step *step, size_t i);

static bool has_no_target(const er_venue_step *step, size_t i) {
    return !isfinite(step->venues[i].target_share);
}

static bool has_no_services(const er_venue_step *step, size_t i) {
    return !step->venues[i].services;
}

static bool has_no_crowd(const er_venue_step *step, size_t i) {
    return isnan(step->venues[i].peak_crowd);
}

static bool is_approximate(const er_venue_step *step, size_t i) {
    return step->venues[i].approximate;
}

static bool is_coarse(const er_venue_step *step, size_t i) {
    return step->results[i].finding.cell_m > step->study->venues.cell_m;
}

static er_status suppose(er_context *ctx, er_store *store, const er_venue_step *step,
                         int64_t run_id, rests rests_on, er_assumption row) {
    row.run_id = run_id;
    row.subject = "venue";
    row.rows_total = (int64_t)step->count;
    for (size_t i = 0; i < step->count; i++)
        row.rows_affected += rests_on(step, i);
    return row.rows_affected > 0 ? er_store_add_assumption(ctx, store, &row) : ER_OK;
}

static const char *source_of(const er_study *study, const char *key) {
    return er_study_is_default(study, key) ? "not stated: default of the program"
                                           : "not stated: default of the study";
}

static er_status add_assumptions(er_context *ctx, er_store *store, const er_venue_step *step,
                                 int64_t run_id) {
    const er_study *study = step->study;
    char number[32];
    er_sentence cell;
    er_arena *arena = NULL;
    er_assumption target = {.field = "target_share",
                            .value = er_format_double(study->venues.target_share, number),
                            .basis = source_of(study, "venues.target_share")};
    ER_TRY(suppose(ctx, store, step, run_id, has_no_target, target));
    er_assumption services = {.field = "services",
                              .value = study->venues.service_count > 0 ? "the study's" : "none",
                              .basis = source_of(study, "venues.services")};
    ER_TRY(suppose(ctx, store, step, run_id, has_no_services, services));
    er_assumption crowd = {.field = "peak_crowd",
                           .value = "one user",
                           .basis = "not stated: speeds are those of one user alone in the venue"};
    ER_TRY(suppose(ctx, store, step, run_id, has_no_crowd, crowd));
    er_assumption footprint = {.field = "geometry",
                               .value = "as drawn",
                               .basis = "the footprint is approximate: areas are those of the "
                                        "drawing"};
    ER_TRY(suppose(ctx, store, step, run_id, is_approximate, footprint));
    ER_TRY(er_arena_new(ctx, &arena));
    er_status status = er_sentence_of(ctx, arena, &cell, "more than %s m",
                                      er_format_double(study->venues.cell_m, number));
    er_assumption coarse = {.field = "cell_m",
                            .value = cell.english,
                            .value_zh = cell.chinese,
                            .basis = "cells grow where a venue has more than most_cells of them"};
    if (status == ER_OK) status = suppose(ctx, store, step, run_id, is_coarse, coarse);
    er_arena_free(arena);
    return status;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static er_status write_plans(er_context *ctx, er_store *store, er_venue_result *r, int64_t run_id) {
    for (size_t i = 0; i < r->plan_count; i++) {
        r->plans[i].run_id = run_id;
        ER_TRY(er_store_add_plan(ctx, store, &r->plans[i]));
    }
    for (size_t i = 0; i < r->choice_count; i++) {
        r->choices[i].plan_id = r->plans[r->choices[i].plan_id].id;
        ER_TRY(er_store_add_choice(ctx, store, &r->choices[i]));
    }
    return ER_OK;
}

static er_status write_result(er_context *ctx, er_store *store, er_venue_result *r,
                              int64_t run_id) {
    r->finding.run_id = run_id;
    ER_TRY(er_store_add_venue_finding(ctx, store, &r->finding));
    for (size_t i = 0; i < r->row_count; i++) {
        r->rows[i].run_id = run_id;
        ER_TRY(er_store_add_venue_row(ctx, store, &r->rows[i]));
    }
    for (size_t i = 0; i < r->hole_count; i++) {
        r->holes[i].run_id = run_id;
        ER_TRY(er_store_add_venue_hole(ctx, store, &r->holes[i]));
    }
    for (size_t i = 0; i < r->failure_count; i++) {
        r->failures[i].run_id = run_id;
        ER_TRY(er_store_add_venue_failure(ctx, store, &r->failures[i]));
    }
    for (size_t i = 0; i < r->service_count; i++) {
        r->services[i].run_id = run_id;
        ER_TRY(er_store_add_venue_service(ctx, store, &r->services[i]));
    }
    return write_plans(ctx, store, r, run_id);
}

er_status er_venue_record(er_context *ctx, er_store *store, er_venue_step *step, int64_t *run_id) {
    ER_TRY(add_run(ctx, store, step, run_id));
    ER_TRY(add_assumptions(ctx, store, step, *run_id));
    for (size_t i = 0; i < step->count; i++) {
        if (i % 256 == 0) ER_TRY(er_check_cancel(ctx));
        ER_TRY(write_result(ctx, store, &step->results[i], *run_id));
    }
    return ER_OK;
}
