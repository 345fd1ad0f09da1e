/* What a signal run was asked, read back from its record. */
#include "outputs/signal.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

static void take_number(json_object *from, const char *key, double *out) {
    json_object *value = NULL;
    if (json_object_object_get_ex(from, key, &value))
        *out = value ? json_object_get_double(value) : (double)NAN;
}

static er_status take_text(er_context *ctx, er_arena *arena, json_object *from, const char *key,
                           const char **out) {
    json_object *value = NULL;
    if (!json_object_object_get_ex(from, key, &value) || !value) return ER_OK;
    const char *text = json_object_get_string(value);
    return er_arena_text(ctx, arena, text, strlen(text), out);
}

static er_status take_level(er_context *ctx, er_arena *arena, json_object *from,
                            er_study_level *out) {
    *out =
        (er_study_level){.name = "", .min_rsrp_dbm = NAN, .min_dl_mbps = NAN, .min_ul_mbps = NAN};
    ER_TRY(take_text(ctx, arena, from, "name", &out->name));
    ER_TRY(take_text(ctx, arena, from, "title", &out->title));
    ER_TRY(take_text(ctx, arena, from, "title_zh", &out->title_zh));
    take_number(from, "min_rsrp_dbm", &out->min_rsrp_dbm);
    take_number(from, "min_dl_mbps", &out->min_dl_mbps);
    take_number(from, "min_ul_mbps", &out->min_ul_mbps);
    return ER_OK;
}

static er_status take_levels(er_context *ctx, er_arena *arena, json_object *from,
                             er_study_radio *radio) {
    json_object *list = NULL;
    er_study_level *levels = NULL;
    if (!json_object_object_get_ex(from, "levels", &list) ||
        !json_object_is_type(list, json_type_array))
        return ER_OK;
    size_t count = json_object_array_length(list);
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *levels, &levels));
    for (size_t i = 0; i < count; i++)
        ER_TRY(take_level(ctx, arena, json_object_array_get_idx(list, i), &levels[i]));
    radio->levels = levels;
    radio->level_count = count;
    return ER_OK;
}

er_status er_signal_asked(er_context *ctx, er_arena *arena, const char *parameters,
                          er_study_radio *radio) {
    json_object *asked = parameters ? json_tokener_parse(parameters) : NULL, *receiver = NULL;
    if (!asked) return ER_OK;
    er_status status = take_text(ctx, arena, asked, "preset", &radio->preset);
    if (status == ER_OK) status = take_levels(ctx, arena, asked, radio);
    take_number(asked, "resolution_m", &radio->resolution_m);
    take_number(asked, "edge_probability", &radio->edge_probability);
    take_number(asked, "load", &radio->load);
    if (json_object_object_get_ex(asked, "receiver", &receiver))
        take_number(receiver, "height_m", &radio->receiver_height_m);
    json_object_put(asked);
    return status;
}
