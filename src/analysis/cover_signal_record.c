/* What a signal run rests on: its parameters and the figures that no row stated. */
#include "analysis/cover.h"
#include "analysis/field.h"

#include <math.h>

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

static void add_model(const er_study *study, er_json *json) {
    const er_study_radio *radio = &study->radio;
    bool terrain = radio->elevation != NULL;
    er_json_add_text(json, "sight", terrain ? NULL : radio->sight);
    er_json_add_number(json, "street_m", terrain ? NAN : radio->street_m);
    er_json_add_number(json, "building_m", terrain ? NAN : radio->building_m);
    er_json_add_number(json, "time_pct", terrain ? radio->time_pct : NAN);
    er_json_add_number(json, "n0", terrain ? radio->n0 : NAN);
    er_json_add_number(json, "dn", terrain ? radio->dn : NAN);
    er_json_add_text(json, "polarization", terrain ? radio->polarization : NULL);
}

static er_status file_json(er_context *ctx, const er_field *field, const char *path, er_json *json,
                           const char *key) {
    const char *opened = NULL;
    char hash[65];
    if (!path) return ER_OK;
    ER_TRY(er_study_path(ctx, field->arena, field->study, path, &opened));
    ER_TRY(er_file_sha256(ctx, opened, hash));
    er_json *file = er_json_object();
    er_json_add_text(file, "path", path);
    er_json_add_text(file, "sha256", hash);
    er_json_add(json, key, file);
    return ER_OK;
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
    er_json_add(json, "sectors", sectors_json(job->field));
    add_model(job->study, json);
    if (!job->field->terrain) return ER_OK;
    ER_TRY(file_json(ctx, job->field, radio->elevation, json, "elevation"));
    ER_TRY(file_json(ctx, job->field, radio->clutter, json, "clutter"));
    return file_json(ctx, job->field, radio->zones, json, "zones");
}

er_status er_cover_signal_assumptions(er_context *ctx, er_store *store, const er_cover_job *job,
                                      int64_t run_id) {
    const er_field *field = job->field;
    int64_t total = (int64_t)(field->count + field->left_out);
    for (size_t i = 0; i < field->tally_count; i++) {
        const er_field_tally *tally = &field->tallies[i];
        er_assumption row = {.run_id = run_id,
                             .subject = "sector",
                             .field = tally->field,
                             .value = tally->value,
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
