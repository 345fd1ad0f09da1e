/* What hangs on single sites, by site and by group. */
#include "analysis/resilience.h"

#include <math.h>
#include <stdlib.h>

/* Areas that differ by no more than this part of them do so by rounding. */
static const double same_area = 1e-9;

void er_resilience_add_persons(er_resilience_persons *sum, double persons) {
    sum->asked = true;
    if (isnan(persons)) return;
    sum->known = true;
    er_sum_add(&sum->sum, persons);
}

double er_resilience_sum_persons(const er_resilience_persons *sum) {
    return sum->asked && !sum->known ? NAN : er_sum_value(&sum->sum);
}

/* ---- sites ----------------------------------------------------------------------------------- */

static void add_sole(er_resilience_data *data, er_resilience_sole *sole) {
    er_resilience_site *site = &data->sites[sole->site];
    er_resilience_area *area = &data->areas[sole->area];
    double served_km2 = area->cover->served_km2;
    sole->loses_all = sole->row->area_km2 >= served_km2 * (1 - same_area);
    area->is_lost = area->is_lost || sole->loses_all;
    if (sole->area >= data->job.unit_count) {
        site->venues += sole->loses_all;
        return;
    }
    er_sum_add(&site->area_km2, sole->row->area_km2);
    er_resilience_add_persons(&site->persons, sole->row->persons);
}

void er_resilience_tally(er_resilience_data *data) {
    for (size_t i = 0; i < data->found.count; i++)
        data->sites[data->found.site[i]].stations++;
    for (size_t i = 0; i < data->sole_count; i++)
        add_sole(data, &data->soles[i]);
}

static bool loses_something(const er_resilience_site *site) {
    return er_sum_value(&site->area_km2) > 0 || site->venues > 0; /* who lives, lives somewhere */
}

/** A site by what it loses; `order` is that of er_store_stations. */
struct ranked {
    double persons;
    double area_km2;
    size_t order;
};

static int by_loss(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    double p = isnan(a->persons) ? 0 : a->persons, q = isnan(b->persons) ? 0 : b->persons;
    if (p != q) return p > q ? -1 : 1;
    if (a->area_km2 != b->area_km2) return a->area_km2 > b->area_km2 ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static er_site_loss loss_of(const er_resilience_data *data, const struct ranked *ranked,
                            size_t rank) {
    const er_resilience_site *site = &data->sites[ranked->order];
    const bool grouped = site->line < data->group_count;
    return (er_site_loss){.rank = (int64_t)rank,
                          .station_id = data->found.stations[ranked->order]->id,
                          .stations = site->stations,
                          .group = grouped ? data->groups[site->line].name : NULL,
                          .persons = ranked->persons,
                          .area_km2 = ranked->area_km2,
                          .venues = site->venues};
}

er_status er_resilience_losses(er_context *ctx, er_arena *arena, const er_resilience_data *data,
                               er_site_loss **rows, size_t *count) {
    struct ranked *ranked = NULL;
    size_t sites = data->found.count, used = 0;
    ER_TRY(er_alloc(ctx, sites + 1, sizeof *ranked, &ranked));
    for (size_t i = 0; i < sites; i++)
        if (loses_something(&data->sites[i]))
            ranked[used++] = (struct ranked){er_resilience_sum_persons(&data->sites[i].persons),
                                             er_sum_value(&data->sites[i].area_km2), i};
    if (used > 1) qsort(ranked, used, sizeof *ranked, by_loss);
    er_status status = er_arena_alloc(ctx, arena, (used + 1) * sizeof **rows, rows);
    for (size_t i = 0; i < used && status == ER_OK; i++)
        (*rows)[i] = loss_of(data, &ranked[i], i + 1);
    *count = used;
    er_free(ranked);
    return status;
}

/* ---- groups ---------------------------------------------------------------------------------- */

/** A group, or the whole. */
struct line {
    er_resilience_persons persons_served;
    er_resilience_persons persons_sole;
    er_sum served_km2;
    er_sum sole_km2;
    er_sum *persons_of; /**< of each site: who hang on it alone in this line */
    er_resilience_row row;
};

static void add_area(const er_resilience_data *data, size_t i, struct line *line) {
    const er_resilience_area *area = &data->areas[i];
    const er_cover_row *cover = area->cover;
    if (i >= data->job.unit_count) {
        line->row.venues_served += cover->served_km2 > 0;
        line->row.venues_sole += area->is_lost;
        return;
    }
    er_sum_add(&line->served_km2, cover->served_km2);
    er_resilience_add_persons(&line->persons_served, cover->persons_served);
}

static void add_part(const er_resilience_data *data, const er_resilience_sole *sole,
                     struct line *line) {
    if (sole->area >= data->job.unit_count) return;
    er_sum_add(&line->sole_km2, sole->row->area_km2);
    er_resilience_add_persons(&line->persons_sole, sole->row->persons);
    if (!isnan(sole->row->persons)) er_sum_add(&line->persons_of[sole->site], sole->row->persons);
}

static void add_site(const er_resilience_data *data, size_t i, struct line *line) {
    if (data->found.site[i] != i) return;
    line->row.sites++;
    line->row.sites_sole += loses_something(&data->sites[i]);
}

static er_resilience_row finish(const er_resilience_data *data, const struct line *line) {
    er_resilience_row row = line->row;
    row.persons_served = er_resilience_sum_persons(&line->persons_served);
    row.persons_sole = er_resilience_sum_persons(&line->persons_sole);
    row.area_km2_served = er_sum_value(&line->served_km2);
    row.area_km2_sole = er_sum_value(&line->sole_km2);
    for (size_t i = 0; i < data->found.count; i++) {
        double persons = er_sum_value(&line->persons_of[i]);
        if (!(persons > row.worst_persons)) continue;
        row.worst_persons = persons;
        row.worst_station_id = data->found.stations[i]->id;
    }
    return row;
}

/** Lines: the groups, no group, the whole. */
static void sum_up(const er_resilience_data *data, struct line *lines, size_t whole) {
    for (size_t i = 0; i < data->job.area_count; i++) {
        const er_resilience_area *area = &data->areas[i];
        if (!area->counts || !area->cover) continue;
        add_area(data, i, &lines[area->line]);
        add_area(data, i, &lines[whole]);
    }
    for (size_t i = 0; i < data->sole_count; i++) {
        add_part(data, &data->soles[i], &lines[data->areas[data->soles[i].area].line]);
        add_part(data, &data->soles[i], &lines[whole]);
    }
    for (size_t i = 0; i < data->found.count; i++) {
        add_site(data, i, &lines[data->sites[i].line]);
        add_site(data, i, &lines[whole]);
    }
}

er_status er_resilience_rows(er_context *ctx, er_arena *arena, const er_resilience_data *data,
                             er_resilience_row **rows, size_t *count) {
    size_t none = data->group_count, whole = none + 1, used = 0;
    struct line *lines = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, (whole + 1) * sizeof *lines, &lines));
    ER_TRY(er_arena_alloc(ctx, arena, (whole + 1) * sizeof **rows, rows));
    for (size_t i = 0; i <= whole; i++)
        ER_TRY(er_arena_alloc(ctx, arena, (data->found.count + 1) * sizeof *lines[i].persons_of,
                              &lines[i].persons_of));
    for (size_t g = 0; g < none; g++)
        lines[g].row.group = data->groups[g].name;
    lines[none].row.group = ER_LINE_NONE;
    sum_up(data, lines, whole);
    for (size_t i = data->scheme ? 0 : whole; i <= whole; i++)
        (*rows)[used++] = finish(data, &lines[i]);
    *count = used;
    return ER_OK;
}
