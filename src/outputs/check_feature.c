#include "outputs/check.h"

#include <math.h>
#include <string.h>

static bool is_text(json_object *json, const char *text) {
    return json_object_is_type(json, json_type_string) &&
           strcmp(json_object_get_string(json), text) == 0;
}

/** A missing value is allowed for any type. */
static bool is_of_type(json_object *value, const char *type) {
    json_type is = json_object_get_type(value);
    if (is == json_type_null) return true;
    if (strcmp(type, "integer") == 0) return is == json_type_int;
    if (strcmp(type, "real") == 0) {
        bool number = is == json_type_double || is == json_type_int;
        return number && isfinite(json_object_get_double(value));
    }
    return is == (strcmp(type, "boolean") == 0 ? json_type_boolean : json_type_string);
}

/** Every feature has just the fields of the dictionary, each of its type. */
static void check_properties(er_check_file *f, json_object *properties) {
    if (!json_object_is_type(properties, json_type_object)) {
        er_check_violation(f, f->features, "has no properties", NULL);
        return;
    }
    size_t known = 0;
    for (size_t i = 0; i < f->field_count; i++) {
        json_object *value = NULL;
        const er_check_field *field = &f->fields[i];
        if (!json_object_object_get_ex(properties, field->name, &value)) {
            er_check_violation(f, f->features, "lacks a field that fields.csv names", field->name);
            continue;
        }
        known++;
        if (!is_of_type(value, field->type))
            er_check_violation(f, f->features, "a field is not of the type in fields.csv",
                               field->name);
    }
    if (!f->fields || known == (size_t)json_object_object_length(properties)) return;
    json_object_object_foreach(properties, name, value) {
        bool named = false;
        (void)value;
        for (size_t i = 0; i < f->field_count && !named; i++)
            named = strcmp(f->fields[i].name, name) == 0;
        if (!named) er_check_violation(f, f->features, "has a field that fields.csv lacks", name);
    }
}

er_status er_check_feature(er_check_file *f, json_object *feature) {
    json_object *type = NULL, *geometry = NULL, *properties = NULL, *bbox = NULL, *other = NULL;
    const char *broken = NULL;
    er_check_extent extent;
    int64_t number = ++f->features;
    er_check_extent_start(&extent);
    if (!json_object_is_type(feature, json_type_object) ||
        !json_object_object_get_ex(feature, "type", &type) || !is_text(type, "Feature")) {
        er_check_violation(f, number, "is no Feature", NULL);
        return ER_OK;
    }
    if (!json_object_object_get_ex(feature, "geometry", &geometry))
        er_check_violation(f, number, "has no member geometry", NULL);
    if (json_object_object_get_ex(feature, "crs", &other))
        er_check_violation(f, number, "has a crs member, which RFC 7946 does not know", NULL);
    ER_TRY(er_check_geometry(f->ctx, &f->shapes, geometry, &extent, &broken));
    if (broken) er_check_violation(f, number, broken, NULL);
    f->is_broken = f->is_broken || broken;
    if (!broken && json_object_object_get_ex(feature, "bbox", &bbox)) {
        broken = er_check_bbox(bbox, &extent);
        if (broken) er_check_violation(f, number, broken, NULL);
    }
    er_check_extent_add(&f->extent, &extent);
    json_object_object_get_ex(feature, "properties", &properties);
    check_properties(f, properties);
    return ER_OK;
}
