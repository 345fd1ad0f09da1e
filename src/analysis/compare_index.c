/* How evenly coverage is spread before and after, with the interval of the difference. */
#include "analysis/compare.h"

#include "evenreach/equity.h"

#include <math.h>
#include <string.h>

static const er_equity_figure figures[] = {ER_FIGURE_MEAN,    ER_FIGURE_GINI,  ER_FIGURE_THEIL_T,
                                           ER_FIGURE_BETWEEN, ER_FIGURE_FGT_0, ER_FIGURE_FGT_1,
                                           ER_FIGURE_FGT_2};
enum { FIGURES = sizeof figures / sizeof figures[0] };

/** The rows of a scheme: the units of its level of which something is known on some side. */
struct table {
    double *value[ER_SIDES];
    double *weight[ER_SIDES];
    uint32_t *group;
    uint32_t *cluster;
    uint32_t group_count;
    size_t count;
    bool weighty[ER_SIDES]; /* somebody is known to be served or not */
};

/** Persons who are known to be served or not, and the share of them who are, as in er_balance. */
static bool share_of(const er_cover_row *row, double *value, double *weight) {
    *value = *weight = 0;
    if (isnan(row->persons)) return false;
    double known = row->persons - row->persons_unknown;
    if (known < ER_EQUITY_SMALLEST) return true;
    double share = fmin(1, row->persons_served / known);
    *weight = known;
    *value = share < ER_EQUITY_SMALLEST ? 0 : share;
    return true;
}

/** The unit's place among those of the level that are drawn as a whole. */
static uint32_t cluster_of(const er_comparison *c, size_t unit) {
    const char *level = c->measures.cluster;
    for (size_t at = unit; at != ER_NO_UNIT; at = c->units[at].parent)
        if (strcmp(c->units[at].unit[ER_AFTER]->level, level) == 0) return (uint32_t)at;
    return (uint32_t)unit; /* by itself */
}

static er_status make_room(er_comparison *c, struct table *t) {
    size_t size = c->unit_count + 1;
    for (int side = 0; side < ER_SIDES; side++) {
        ER_TRY(er_arena_alloc(c->ctx, c->arena, size * sizeof(double), &t->value[side]));
        ER_TRY(er_arena_alloc(c->ctx, c->arena, size * sizeof(double), &t->weight[side]));
    }
    ER_TRY(er_arena_alloc(c->ctx, c->arena, size * sizeof *t->group, &t->group));
    return er_arena_alloc(c->ctx, c->arena, size * sizeof *t->cluster, &t->cluster);
}

static er_status gather(er_comparison *c, const er_scheme *scheme, struct table *t) {
    er_compare_groups groups;
    ER_TRY(make_room(c, t));
    ER_TRY(er_compare_read_groups(c, scheme, &groups));
    t->group_count = (uint32_t)groups.count + 1;
    for (size_t i = 0; i < c->unit_count; i++) {
        const er_compare_unit *unit = &c->units[i];
        bool known = false;
        if (strcmp(unit->unit[ER_AFTER]->level, scheme->level) != 0) continue;
        for (int side = 0; side < ER_SIDES; side++) {
            known |=
                share_of(unit->row[side], &t->value[side][t->count], &t->weight[side][t->count]);
            t->weighty[side] = t->weighty[side] || t->weight[side][t->count] > 0;
        }
        if (!known) continue;
        t->group[t->count] = (uint32_t)er_compare_group(&groups, unit->id, 0);
        t->cluster[t->count++] = c->measures.cluster ? cluster_of(c, i) : 0;
    }
    return ER_OK;
}

/* ---- figures --------------------------------------------------------------------------------- */

static er_equity_table side_of(const er_comparison *c, const struct table *t, int side,
                               bool overlapping) {
    er_equity_table table = {.value = t->value[side], .weight = t->weight[side], .count = t->count};
    if (!overlapping) {
        table.group = t->group;
        table.group_count = t->group_count;
    }
    if (c->measures.cluster) {
        table.cluster = t->cluster;
        table.cluster_count = (uint32_t)c->unit_count;
    }
    return table;
}

/** Figures alone, where no interval is asked for or one side has none. */
static er_status without_interval(er_comparison *c, const struct table *t, bool overlapping,
                                  const er_equity_parameters *parameters,
                                  er_equity_change *changes) {
    er_equity_result results[ER_SIDES];
    for (int side = 0; side < ER_SIDES; side++) {
        er_equity_table table = side_of(c, t, side, overlapping);
        results[side] = er_equity_undefined();
        if (t->weighty[side]) ER_TRY(er_equity(c->ctx, &table, parameters, &results[side], NULL));
    }
    for (int f = 0; f < ER_FIGURE_COUNT; f++) {
        double before = er_equity_figure_of(&results[ER_BEFORE], (er_equity_figure)f);
        double after = er_equity_figure_of(&results[ER_AFTER], (er_equity_figure)f);
        changes[f] = (er_equity_change){before, after, after - before, {NAN, NAN, 0}};
    }
    return ER_OK;
}

static er_status measure(er_comparison *c, const struct table *t, bool overlapping,
                         er_equity_change *changes) {
    const er_study_measures *m = &c->measures;
    const er_equity_parameters parameters = {.floor = m->floor,
                                             .atkinson_epsilon = m->atkinson_epsilon};
    const er_equity_resampling resampling = {.resamples = (size_t)m->resamples,
                                             .seed = c->seed,
                                             .level = m->level,
                                             .method = ER_EQUITY_PERCENTILE};
    if (!(m->resamples >= 1) || !t->weighty[ER_BEFORE] || !t->weighty[ER_AFTER])
        return without_interval(c, t, overlapping, &parameters, changes);
    er_equity_table before = side_of(c, t, ER_BEFORE, overlapping);
    er_equity_table after = side_of(c, t, ER_AFTER, overlapping);
    return er_equity_difference(c->ctx, &before, &after, &parameters, &resampling, changes);
}

static er_status subject_of(er_comparison *c, const char **out) {
    const char *before = c->sides[ER_BEFORE].operator_, *after = c->sides[ER_AFTER].operator_;
    *out = "coverage_any";
    if (!before && !after) return ER_OK;
    if (before && after && strcmp(before, after) == 0)
        return er_arena_format(c->ctx, c->arena, out, "coverage:%s", after);
    return er_arena_format(c->ctx, c->arena, out, "coverage:%s:%s", before ? before : "any",
                           after ? after : "any");
}

static er_status add_index(er_comparison *c, er_compare_index index) {
    er_compare_result *r = c->result;
    if (r->index_count == c->index_capacity) {
        size_t capacity = c->index_capacity ? 2 * c->index_capacity : 4 * (size_t)FIGURES;
        er_compare_index *indices = NULL;
        ER_TRY(er_arena_alloc(c->ctx, c->arena, capacity * sizeof *indices, &indices));
        if (r->index_count > 0) memcpy(indices, r->indices, r->index_count * sizeof *indices);
        r->indices = indices;
        c->index_capacity = capacity;
    }
    r->indices[r->index_count++] = index;
    return ER_OK;
}

static er_status add_scheme(er_comparison *c, const er_scheme *scheme, const char *subject) {
    er_equity_change changes[ER_FIGURE_COUNT];
    struct table t = {0};
    ER_TRY(er_check_cancel(c->ctx));
    ER_TRY(gather(c, scheme, &t));
    ER_TRY(measure(c, &t, scheme->overlapping, changes));
    for (size_t f = 0; f < FIGURES; f++) {
        const er_equity_change *change = &changes[figures[f]];
        er_compare_index index = {.scheme = scheme->name,
                                  .subject = subject,
                                  .measure = er_equity_figure_name(figures[f]),
                                  .before = change->before,
                                  .after = change->after,
                                  .change = change->change,
                                  .low = change->interval.low,
                                  .high = change->interval.high};
        bool defined = isfinite(index.before) && isfinite(index.after);
        if (!defined) index.change = index.low = index.high = NAN;
        ER_TRY(add_index(c, index));
    }
    return ER_OK;
}

er_status er_compare_indices(er_comparison *c) {
    er_scheme *schemes = NULL;
    size_t count = 0;
    const char *subject = NULL;
    ER_TRY(subject_of(c, &subject));
    ER_TRY(er_compare_schemes(c, &schemes, &count));
    for (size_t s = 0; s < count; s++)
        ER_TRY(add_scheme(c, &schemes[s], subject));
    return ER_OK;
}
