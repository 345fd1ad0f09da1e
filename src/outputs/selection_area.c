#include "outputs/selection_area.h"

#include "outputs/shapes.h"

#include <string.h>

static const er_data_scheme *find_scheme(const er_data *data, const char *name) {
    for (size_t i = 0; i < data->scheme_count; i++)
        if (strcmp(data->schemes[i].scheme.name, name) == 0) return &data->schemes[i];
    return NULL;
}

static er_status no_scheme(const er_data *data, er_arena *arena, const char *name) {
    const char *known = "";
    for (size_t i = 0; i < data->scheme_count; i++)
        ER_TRY(er_arena_format(data->ctx, arena, &known, "%s%s%s", known, i > 0 ? ", " : "",
                               data->schemes[i].scheme.name));
    return er_fail(data->ctx, ER_ERR_NOT_FOUND, "--group: there is no scheme '%s'; there are: %s",
                   name, known);
}

static er_status check_group(const er_data *data, er_arena *arena, const er_data_scheme *scheme,
                             const char *group) {
    const char *known = "";
    for (size_t i = 0; i < scheme->group_count; i++) {
        const char *name = scheme->groups[i].name;
        if (strcmp(name, group) == 0) return ER_OK;
        ER_TRY(er_arena_format(data->ctx, arena, &known, "%s%s%s", known, i > 0 ? ", " : "", name));
    }
    return er_fail(data->ctx, ER_ERR_NOT_FOUND,
                   "--group: the scheme %s has no group '%s'; it has: %s", scheme->scheme.name,
                   group, known);
}

static void choose_above(const er_data *data, const er_unit *unit, bool *chosen) {
    size_t steps = 0; /* a circle of parents ends */
    for (int64_t id = unit->parent_id; id && steps < data->level_count; steps++) {
        size_t at = er_data_unit_index(data, id);
        if (at == data->unit_count) return;
        chosen[at] = true;
        id = data->units[at].parent_id;
    }
}

static void choose_units(const er_data *data, const er_data_scheme *scheme, const char *group,
                         bool *chosen) {
    for (size_t i = 0; i < data->unit_count; i++) {
        const er_unit *unit = &data->units[i];
        int64_t rank = er_data_level_rank(data, unit->level);
        if (rank < scheme->level_rank || !er_data_is_member(scheme, unit->id, group)) continue;
        chosen[i] = true;
        if (rank == scheme->level_rank) choose_above(data, unit, chosen);
    }
}

static er_status unite(er_data *data, er_arena *arena, const er_data_scheme *scheme,
                       const bool *chosen, er_bytes *area) {
    er_arena *rough = NULL;
    er_unit *units = NULL;
    er_bytes *shapes = NULL;
    size_t count = 0, used = 0;
    er_status status;
    ER_TRY(er_arena_new(data->ctx, &rough));
    ER_GOTO(
        status, done,
        er_store_units(data->ctx, data->store, rough, scheme->scheme.level, true, &units, &count));
    ER_GOTO(status, done, er_arena_alloc(data->ctx, rough, count * sizeof *shapes, &shapes));
    for (size_t i = 0; i < count; i++) {
        size_t at = er_data_unit_index(data, units[i].id);
        if (at < data->unit_count && chosen[at]) shapes[used++] = units[i].geometry;
    }
    if (used == 0)
        status = er_fail(data->ctx, ER_ERR_NOT_FOUND,
                         "--group: no %s is in the group; "
                         "see unit_groups.csv among the tables",
                         scheme->scheme.level);
    else
        status = er_shapes_union(data->ctx, arena, shapes, used, area);
done:
    er_arena_free(rough);
    return status;
}

er_status er_selection_area(er_data *data, er_arena *arena, const char *scheme, const char *group,
                            bool **chosen, er_bytes *area) {
    const er_data_scheme *of = find_scheme(data, scheme);
    if (!of) return no_scheme(data, arena, scheme);
    ER_TRY(check_group(data, arena, of, group));
    ER_TRY(er_arena_alloc(data->ctx, arena, data->unit_count * sizeof **chosen, chosen));
    choose_units(data, of, group, *chosen);
    return unite(data, arena, of, *chosen, area);
}
