/* Where the stations stand, in numbers. */
#include "outputs/stations.h"

#include "evenreach/analysis.h"

#include <string.h>

struct summing {
    er_place_sums sums;
    bool *seen; /* per group and once more for all: per operator, and one for none stated */
    size_t width;
};

static size_t operator_place(const er_data *data, const char *name) {
    if (!name || strcmp(name, ER_NO_OPERATOR) == 0) return data->operator_count;
    return er_data_find_stratum(data, "operator", name) - ER_STRATUM_OPERATOR;
}

static void add_to_group(struct summing *s, size_t group, size_t operator_) {
    bool *seen = &s->seen[group * s->width + operator_];
    s->sums.in_group[group]++;
    s->sums.group_operators[group] += !*seen;
    *seen = true;
}

static er_status add_station(er_data *data, const er_shown_station *shown, void *user) {
    struct summing *s = user;
    int64_t id = shown->unit && er_data_station_counts(data, shown->station) ? shown->unit->id : 0;
    size_t steps = 0;
    s->sums.with_default_radius += shown->radius_is_default;
    for (const er_unit *unit; (unit = er_data_unit_above(data, &id, &steps));)
        s->sums.in_unit[unit - data->units]++;
    if (!er_station_counts(data->study, shown->station)) return ER_OK;
    size_t groups = data->classes ? data->classes->group_count : 0;
    size_t operator_ = operator_place(data, shown->station->operator_);
    add_to_group(s, groups, operator_);
    for (size_t g = 0; g < groups && shown->group; g++)
        if (strcmp(data->classes->groups[g].name, shown->group) == 0) add_to_group(s, g, operator_);
    return ER_OK;
}

er_status er_data_place_stations(er_data *data, const er_place_sums **out) {
    size_t groups = (data->classes ? data->classes->group_count : 0) + 1;
    struct summing s = {.width = data->operator_count + 1};
    er_place_sums *kept = NULL;
    if (!data->place_sums) {
        ER_TRY(er_arena_alloc(data->ctx, data->arena, sizeof *kept, &kept));
        ER_TRY(er_arena_alloc(data->ctx, data->arena, data->unit_count * sizeof *s.sums.in_unit,
                              &s.sums.in_unit));
        ER_TRY(er_arena_alloc(data->ctx, data->arena, groups * sizeof *s.sums.in_group,
                              &s.sums.in_group));
        ER_TRY(er_arena_alloc(data->ctx, data->arena, groups * sizeof *s.sums.group_operators,
                              &s.sums.group_operators));
        ER_TRY(er_alloc(data->ctx, groups * s.width, sizeof *s.seen, &s.seen));
        er_status status = er_visit_any_stations(data, add_station, &s);
        er_free(s.seen);
        ER_TRY(status);
        *kept = s.sums;
        data->place_sums = kept;
    }
    *out = data->place_sums;
    return ER_OK;
}
