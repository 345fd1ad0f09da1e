#include "evenreach/core.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

er_json *er_json_object(void) {
    return json_object_new_object();
}

er_json *er_json_array(void) {
    return json_object_new_array();
}

void er_json_free(er_json *json) {
    json_object_put(json);
}

er_json *er_json_share(er_json *json) {
    return json_object_get(json);
}

static er_json *number(double value) {
    char buffer[32];
    if (!isfinite(value)) return NULL; /* json-c writes null */
    return json_object_new_double_s(value, er_format_double(value, buffer));
}

void er_json_add(er_json *object, const char *key, er_json *json) {
    json_object_object_add(object, key, json);
}

void er_json_add_text(er_json *object, const char *key, const char *text_or_null) {
    json_object_object_add(object, key, text_or_null ? json_object_new_string(text_or_null) : NULL);
}

void er_json_add_number(er_json *object, const char *key, double value) {
    json_object_object_add(object, key, number(value));
}

void er_json_add_int(er_json *object, const char *key, int64_t value) {
    json_object_object_add(object, key, json_object_new_int64(value));
}

void er_json_add_bool(er_json *object, const char *key, bool value) {
    json_object_object_add(object, key, json_object_new_boolean(value));
}

void er_json_append(er_json *array, er_json *json) {
    json_object_array_add(array, json);
}

void er_json_append_text(er_json *array, const char *text) {
    json_object_array_add(array, json_object_new_string(text));
}

void er_json_append_number(er_json *array, double value) {
    json_object_array_add(array, number(value));
}

void er_json_append_int(er_json *array, int64_t value) {
    json_object_array_add(array, json_object_new_int64(value));
}

void er_json_append_bool(er_json *array, bool value) {
    json_object_array_add(array, json_object_new_boolean(value));
}

er_status er_json_write(er_context *ctx, er_json *json, bool pretty, char **out) {
    int flags =
        JSON_C_TO_STRING_NOSLASHESCAPE |
        (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN);
    size_t length = 0;
    const char *text = json_object_to_json_string_length(json, flags, &length);
    char *copy = NULL;
    if (!text) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    ER_TRY(er_alloc(ctx, length + 2, 1, &copy));
    memcpy(copy, text, length);
    copy[length] = '\n';
    *out = copy;
    return ER_OK;
}
