#include "outputs/class_shapes.h"
#include "outputs/group_columns.h"
#include "outputs/shapes.h"

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "name of the group", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title in English", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title in Traditional Chinese", NULL},
};

static er_status collect(const er_data *data, er_arena *arena, const er_unit *units, size_t count,
                         const char *group, er_bytes *out) {
    er_bytes *parts = NULL;
    size_t used = 0;
    ER_TRY(er_alloc(data->ctx, count, sizeof *parts, &parts));
    for (size_t i = 0; i < count; i++)
        if (er_data_is_member(data->classes, units[i].id, group)) parts[used++] = units[i].geometry;
    er_status status = er_shapes_union(data->ctx, arena, parts, used, out);
    er_free(parts);
    return status;
}

er_status er_class_shapes(er_data *data, const er_bytes **out) {
    const er_data_scheme *scheme = data->classes;
    er_arena *reading = NULL;
    er_unit *units = NULL;
    er_bytes *shapes = NULL;
    size_t count = 0;
    er_status status = ER_OK;
    *out = data->class_shapes;
    if (data->class_shapes) return ER_OK;
    ER_TRY(er_arena_alloc(data->ctx, data->arena, scheme->group_count * sizeof *shapes, &shapes));
    ER_TRY(er_arena_new(data->ctx, &reading));
    ER_GOTO(status, done,
            er_store_units(data->ctx, data->store, reading, scheme->scheme.level, true, &units,
                           &count));
    for (size_t g = 0; g < scheme->group_count; g++) {
        er_progress(data->ctx, "joining the area classes", g, scheme->group_count);
        ER_GOTO(status, done,
                collect(data, data->arena, units, count, scheme->groups[g].name, &shapes[g]));
    }
    *out = data->class_shapes = shapes;
done:
    er_arena_free(reading);
    return status;
}

er_status er_write_area_classes(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_group_fields(data, sheet));
    ER_TRY(er_sheet_start(sheet));
    const er_data_scheme *scheme = data->classes;
    if (!scheme) return ER_OK;
    const er_bytes *shapes = NULL;
    er_tally whole;
    ER_TRY(er_class_shapes(data, &shapes));
    ER_TRY(er_data_line(data, scheme->scheme.name, NULL, &whole));
    for (size_t g = 0; g < scheme->group_count; g++) {
        er_tally tally;
        ER_TRY(er_data_line(data, scheme->scheme.name, scheme->groups[g].name, &tally));
        er_put_text(sheet, scheme->groups[g].name);
        er_put_text(sheet, scheme->groups[g].title);
        er_put_text(sheet, scheme->groups[g].title_zh);
        er_put_group(data, sheet, &tally, &whole);
        ER_TRY(er_sheet_row(sheet, shapes[g]));
    }
    return ER_OK;
}
