/* What a signal run rests on: its parameters and the figures that no row stated. */
#include "analysis/cover.h"
#include "analysis/field.h"

#include <math.h>
#include <stdio.h>

/* Grounds and cells are squares of other planes: nearly the same counts as the same. */
static const double coarser = 1.05;

static er_json *levels_json(const er_study_radio *radio) {
    er_json *levels = er_json_array();
    for (size_t i = 0; i < radio->level_count; i++) {
        er_json *level = er_json_object();
        er_json_add_text(level, "name", radio->levels[i].name);
        er_json_add_text(level, "title", radio->levels[i].title);
        er_json_add_text(level, "title_zh", radio->levels[i].title_zh);
        er_json_add_number(level, "min_rsrp_dbm", radio->levels[i].min_rsrp_dbm);
        er_json_add_number(level, "min_dl_mbps", radio->levels[i].min_dl_mbps);
        er_json_add_number(level, "min_ul_mbps", radio->levels[i].min_ul_mbps);
        er_json_append(levels, level);
    }
    return levels;
}

static er_json *grid_json(const er_grid *grid) {
    er_json *json = er_json_object();
    er_json_add_number(json, "cell_m", grid->cell_m);
    er_json_add_number(json, "left_m", grid->left_m);
    er_json_add_number(json, "top_m", grid->top_m);
    er_json_add_int(json, "columns", grid->columns);
    er_json_add_int(json, "rows", grid->rows);
    return json;
}

static er_json *sectors_json(const er_field *field) {
    double least_m = NAN, most_m = NAN;
    int64_t supposed = 0;
    for (size_t i = 0; i < field->count; i++) {
        least_m = fmin(least_m, field->emitters[i].range_m);
        most_m = fmax(most_m, field->emitters[i].range_m);
        supposed += !field->emitters[i].sector;
    }
    er_json *json = er_json_object();
    er_json_add_int(json, "computed", (int64_t)field->count);
    er_json_add_int(json, "supposed", supposed);
    er_json_add_int(json, "left_out", (int64_t)field->left_out);
    er_json_add_int(json, "carriers", field->carrier_count);
    er_json_add_number(json, "least_range_m", least_m);
    er_json_add_number(json, "largest_range_m", most_m);
    return json;
}

static er_json *receiver_json(const er_study_radio *radio) {
    er_json *json = er_json_object();
    er_json_add_number(json, "height_m", radio->receiver_height_m);
    er_json_add_number(json, "gain_dbi", radio->receiver_gain_dbi);
    er_json_add_number(json, "loss_db", radio->receiver_loss_db);
    er_json_add_number(json, "noise_db", radio->receiver_noise_db);
    er_json_add_number(json, "power_dbm", radio->receiver_power_dbm);
    return json;
}

static void add_model(const er_cover_job *job, er_json *json) {
    const er_study_radio *radio = &job->study->radio;
    bool terrain = job->field->terrain != NULL; /* tr38901 may ask a study's terrain for clutter */
    er_json_add_text(json, "sight", terrain ? NULL : radio->sight);
    er_json_add_number(json, "street_m", terrain ? NAN : radio->street_m);
    er_json_add_number(json, "building_m", terrain ? NAN : radio->building_m);
    er_json_add_number(json, "time_pct", terrain ? radio->time_pct : NAN);
    er_json_add_number(json, "sigma_loc_db", terrain ? radio->sigma_loc_db : NAN);
    er_json_add_number(json, "n0", terrain ? radio->n0 : NAN);
    er_json_add_number(json, "dn", terrain ? radio->dn : NAN);
    er_json_add_text(json, "polarization", terrain ? radio->polarization : NULL);
}

er_status er_cover_signal_parameters(er_context *ctx, const er_cover_job *job, er_json *json) {
    const er_study_radio *radio = &job->study->radio;
    er_json_add_text(json, "preset", radio->preset);
    er_json_add(json, "levels", levels_json(radio));
    er_json_add_number(json, "edge_probability", radio->edge_probability);
    er_json_add_number(json, "margin_sd", job->field->margin_sd);
    er_json_add_number(json, "load", radio->load);
    er_json_add_number(json, "resolution_m", radio->resolution_m);
    if (!job->unknown) er_json_add(json, "grid", grid_json(&job->grid));
    er_json_add(json, "receiver", receiver_json(radio));
    ER_TRY(er_cover_rules(ctx, job->field, json));
    er_json_add(json, "sectors", sectors_json(job->field));
    add_model(job, json);
    if (!radio->elevation) return ER_OK;
    if (job->field->terrain) {
        const er_terrain_info *info = er_terrain_about(job->field->terrain);
        er_json_add_number(json, "terrain_resolution_m", info->resolution_m);
        er_json_add_number(json, "terrain_step_m", info->step_m);
    }
    ER_TRY(er_cover_file_json(ctx, job->field, radio->elevation, json, "elevation"));
    ER_TRY(er_cover_file_json(ctx, job->field, radio->clutter, json, "clutter"));
    return er_cover_file_json(ctx, job->field, radio->zones, json, "zones");
}

/** Ground that says less than the cells ask: their places differ by more than their profiles do. */
static er_status add_coarse_terrain(er_context *ctx, er_store *store, const er_cover_job *job,
                                    int64_t run_id) {
    char number[32], value[40];
    if (!job->field->terrain) return ER_OK;
    double resolution_m = er_terrain_about(job->field->terrain)->resolution_m;
    if (!(resolution_m > job->study->radio.resolution_m * coarser)) return ER_OK;
    snprintf(value, sizeof value, "%s m", er_format_double(er_round(resolution_m, 1), number));
    er_assumption row = {.run_id = run_id,
                         .subject = "coverage",
                         .field = "terrain_resolution_m",
                         .value = value,
                         .basis = "the terrain is coarser than the cells: its heights are "
                                  "interpolated, and what lies between them is missed",
                         .rows_affected = (int64_t)job->field->count,
                         .rows_total = (int64_t)(job->field->count + job->field->left_out)};
    er_log(ctx, ER_LOG_WARNING,
           "the terrain's cells of %.0f m are coarser than the grid's of %g m: its heights are "
           "interpolated",
           resolution_m, job->study->radio.resolution_m);
    return er_store_add_assumption(ctx, store, &row);
}

er_status er_cover_signal_assumptions(er_context *ctx, er_store *store, const er_cover_job *job,
                                      int64_t run_id) {
    const er_field *field = job->field;
    int64_t total = (int64_t)(field->count + field->left_out);
    ER_TRY(add_coarse_terrain(ctx, store, job, run_id));
    for (size_t i = 0; i < field->tally_count; i++) {
        const er_field_tally *tally = &field->tallies[i];
        er_assumption row = {.run_id = run_id,
                             .subject = "sector",
                             .field = tally->field,
                             .value = tally->value,
                             .value_zh = tally->value_zh,
                             .basis = tally->basis,
                             .rows_affected = tally->sectors,
                             .rows_total = total};
        ER_TRY(er_store_add_assumption(ctx, store, &row));
    }
    if (field->left_out > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%zu of %lld sectors have neither a frequency nor a known band and are left out of "
               "the coverage",
               field->left_out, (long long)total);
    return ER_OK;
}
