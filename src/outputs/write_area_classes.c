#include "outputs/class_shapes.h"
#include "outputs/group_columns.h"
#include "outputs/layers.h"
#include "outputs/shapes.h"

#include <math.h>
#include <string.h>

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

static bool in_group(const er_data *data, size_t unit, const char *group) {
    return strcmp(data->units[unit].level, data->classes->scheme.level) == 0 &&
           er_data_is_member(data->classes, data->units[unit].id, group);
}

static er_level_figures sum_level(const er_data *data, const char *group, size_t stratum,
                                  size_t rank) {
    er_sum area = {0}, persons = {0};
    for (size_t i = 0; i < data->unit_count; i++) {
        if (!in_group(data, i, group)) continue;
        const er_level_figures *f = &er_data_unit_levels(data, i, stratum)[rank];
        if (isfinite(f->area_km2)) er_sum_add(&area, f->area_km2);
        if (isfinite(f->persons)) er_sum_add(&persons, f->persons);
    }
    return (er_level_figures){er_sum_value(&area), er_sum_value(&persons)};
}

/** Sums over the units of a group: figures and levels by stratum. */
static er_status sum_levels(const er_data *data, er_arena *arena, const char *group,
                            er_figures **by_stratum, er_level_figures **levels) {
    size_t level_count = data->radio.level_count;
    ER_TRY(er_arena_alloc(data->ctx, arena, data->stratum_count * sizeof **by_stratum, by_stratum));
    ER_TRY(er_arena_alloc(data->ctx, arena, data->stratum_count * level_count * sizeof **levels,
                          levels));
    for (size_t s = 0; s < data->stratum_count; s++) {
        er_sum area = {0}, persons = {0};
        for (size_t i = 0; i < data->unit_count; i++) {
            if (!in_group(data, i, group)) continue;
            const er_figures *f = er_data_unit_figures(data, i, s);
            if (isfinite(f->area_km2)) er_sum_add(&area, f->area_km2);
            if (isfinite(f->persons)) er_sum_add(&persons, f->persons);
        }
        (*by_stratum)[s].area_km2 = er_sum_value(&area);
        (*by_stratum)[s].persons = er_sum_value(&persons);
        for (size_t k = 0; k < level_count; k++)
            (*levels)[s * level_count + k] = sum_level(data, group, s, k);
    }
    return ER_OK;
}

static er_status put_group_levels(const er_data *data, er_sheet *sheet, const char *group) {
    er_figures *by_stratum = NULL;
    er_level_figures *levels = NULL;
    if (!data->is_signal) return ER_OK;
    ER_TRY(sum_levels(data, sheet->arena, group, &by_stratum, &levels));
    er_put_levels(data, sheet, levels, by_stratum, true);
    return ER_OK;
}

er_status er_write_area_classes(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_group_fields(data, sheet));
    ER_TRY(er_level_fields(data, sheet, true));
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
        ER_TRY(put_group_levels(data, sheet, scheme->groups[g].name));
        ER_TRY(er_sheet_row(sheet, shapes[g]));
    }
    return ER_OK;
}
