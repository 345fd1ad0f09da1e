/* The day of the newest coverage run, which the steps behind it speak of, too. */
#include "analysis/day.h"

#include <json-c/json.h>
#include <string.h>

static er_status read_time(er_context *ctx, er_arena *arena, const er_run *run,
                           er_study_time *time) {
    json_object *json = json_tokener_parse(run->parameters ? run->parameters : ""), *value = NULL;
    er_status status = ER_OK;
    if (json_object_is_type(json, json_type_object)) {
        if (json_object_object_get_ex(json, "as_of", &value) &&
            json_object_is_type(value, json_type_string)) {
            const char *day = json_object_get_string(value);
            status = er_arena_text(ctx, arena, day, strlen(day), &time->as_of);
        }
        if (json_object_object_get_ex(json, "planned", &value))
            time->planned = json_object_get_boolean(value);
    }
    json_object_put(json);
    return status;
}

/** The run is of another day than is asked for. */
static er_status refuse(er_context *ctx, const er_store *store, const er_study_time *asked,
                        const er_study_time *found) {
    const char *day = asked->as_of ? asked->as_of : found->as_of;
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: the newest coverage run is of %s%s, but %s%s is asked for: run `evenreach "
                   "cover --as-of %s%s%s` first",
                   er_store_path(store), found->as_of ? found->as_of : er_text(ctx, "no day"),
                   found->planned ? er_text(ctx, " with planned rows") : "", day,
                   asked->planned ? er_text(ctx, " with planned rows") : "", day,
                   asked->planned ? " --" : "", asked->planned ? "planned" : "");
}

er_status er_study_adopt_time(er_context *ctx, er_store *store, er_arena *arena, er_study *study) {
    er_study_time *asked = &study->time, found = {.as_of = NULL};
    er_run run;
    er_status status = er_store_last_run(ctx, store, arena, "cover", &run);
    if (status == ER_ERR_NOT_FOUND) return ER_OK; /* the step itself says what to do then */
    ER_TRY(status);
    ER_TRY(read_time(ctx, arena, &run, &found));
    if (asked->as_of) {
        if (!found.as_of || strcmp(asked->as_of, found.as_of) != 0 ||
            asked->planned != found.planned)
            return refuse(ctx, store, asked, &found);
        return ER_OK;
    }
    if (found.as_of && asked->planned && !found.planned) return refuse(ctx, store, asked, &found);
    if (!found.as_of) return ER_OK;
    asked->as_of = found.as_of;
    asked->planned = found.planned;
    return ER_OK;
}

er_status er_study_on_day(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                          const er_study **out) {
    er_study *copy = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, sizeof *copy, &copy));
    if (study) *copy = *study;
    ER_TRY(er_study_adopt_time(ctx, store, arena, copy));
    *out = copy;
    return ER_OK;
}
