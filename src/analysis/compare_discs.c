/* Discs against discs: two networks as two layers of one plane. What is served on both sides is
 * what lies in both layers. */
#include "analysis/compare.h"
#include "analysis/cover.h"

#include <math.h>
#include <string.h>

/* Rounding of areas on the plane, as a share of the unit's. */
static const double same_run = 1e-9;

er_status er_compare_check_figure(er_comparison *c, int side, size_t unit, double served_km2) {
    const er_cover_row *row = c->units[unit].row[side];
    const er_unit *of = c->units[unit].unit[side];
    if (fabs(served_km2 - row->served_km2) <= same_run * row->area_km2) return ER_OK;
    return er_fail(c->ctx, ER_ERR_INPUT,
                   "%s: %s %s: what the run kept serves %.9g km2, its own figure is %.9g km2: run "
                   "`evenreach cover` again",
                   c->sides[side].name, of->level, of->code, served_km2, row->served_km2);
}

/** Units on a plane, with the discs of one side or both. */
struct plan {
    er_comparison *c;
    int outlines; /**< the side whose outlines count */
    er_plane *plane;
    er_area *areas;
    er_disc *discs;
    size_t disc_count;
    bool has_discs[ER_SIDES];
    double *served_m2;
};

static er_status place_discs(struct plan *p, int side, const er_compare_read *read) {
    er_context *ctx = p->c->ctx;
    er_point *points = NULL;
    ER_TRY(er_alloc(ctx, read->disc_count + 1, sizeof *points, &points));
    for (size_t i = 0; i < read->disc_count; i++)
        points[i] = read->discs[i].position;
    er_plane_forward(p->plane, points, read->disc_count);
    for (size_t i = 0; i < read->disc_count; i++)
        p->discs[p->disc_count++] =
            (er_disc){points[i].x, points[i].y, read->discs[i].radius_m, (uint32_t)side};
    p->has_discs[side] = read->disc_count > 0;
    er_free(points);
    return ER_OK;
}

static er_status project(struct plan *p) {
    er_comparison *c = p->c;
    er_cover_job job = {.unit_count = c->unit_count, .area_count = c->unit_count};
    ER_TRY(er_alloc(c->ctx, c->unit_count, sizeof *job.units, &job.units));
    for (size_t i = 0; i < c->unit_count; i++)
        job.units[i] = *c->units[i].unit[p->outlines];
    er_status status = er_cover_project(c->ctx, &job, p->plane, p->plane, p->areas);
    er_free(job.units);
    return status;
}

static er_status plan_new(er_comparison *c, int outlines, struct plan *p) {
    const er_compare_read *sides = c->sides;
    size_t discs = sides[ER_BEFORE].disc_count + sides[ER_AFTER].disc_count;
    *p = (struct plan){.c = c, .outlines = outlines};
    ER_TRY(er_compare_plane(c->ctx, c->study, sides[outlines].plane, &p->plane));
    ER_TRY(er_alloc(c->ctx, c->unit_count, sizeof *p->areas, &p->areas));
    ER_TRY(er_alloc(c->ctx, c->unit_count, sizeof *p->served_m2, &p->served_m2));
    ER_TRY(er_alloc(c->ctx, discs + 1, sizeof *p->discs, &p->discs));
    for (int side = 0; side < ER_SIDES; side++)
        ER_TRY(place_discs(p, side, &sides[side]));
    return project(p);
}

static void plan_clear(struct plan *p) {
    for (size_t i = 0; p->areas && i < p->c->unit_count; i++)
        er_area_clear(&p->areas[i]);
    er_free(p->areas);
    er_free(p->served_m2);
    er_free(p->discs);
    er_plane_free(p->plane);
}

/** Fill served_m2 by a rule; false in *any where no disc can serve by it. */
static er_status measure(struct plan *p, er_disc_rule rule, int side, bool *any) {
    er_context *ctx = p->c->ctx;
    er_disc_union *set = NULL;
    *any = rule == ER_DISC_ALL ? p->has_discs[ER_BEFORE] && p->has_discs[ER_AFTER]
                               : p->has_discs[side];
    if (!*any) return ER_OK;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(er_disc_union_new(ctx, p->discs, p->disc_count, ER_SIDES, rule, (uint32_t)side, &set));
    er_status status = er_disc_union_areas(ctx, set, p->areas, p->c->unit_count, p->served_m2);
    er_disc_union_free(set);
    return status;
}

static double figure(const struct plan *p, size_t i, bool any) {
    double area_km2 = p->c->units[i].row[p->outlines]->area_km2;
    return any ? er_cover_scaled(p->served_m2[i], p->areas[i].area_m2, area_km2) : 0;
}

/** Nothing is known of a unit by a run without any station. */
static bool is_unknown(const er_cover_row *row) {
    return row->unknown_km2 > 0;
}

static void set_unknown(er_compare_unit *unit) {
    er_compare_overlap *o = &unit->overlap;
    if (is_unknown(unit->row[ER_BEFORE])) o->from_unknown = o->after;
    if (is_unknown(unit->row[ER_AFTER])) o->to_unknown = o->before;
}

static er_status measure_both(struct plan *p, bool check_before) {
    er_comparison *c = p->c;
    bool any = false;
    er_progress(c->ctx, "comparing coverage", 0, 3);
    ER_TRY(measure(p, ER_DISC_LAYER, ER_BEFORE, &any));
    for (size_t i = 0; i < c->unit_count; i++) {
        c->units[i].overlap.before = figure(p, i, any);
        if (check_before)
            ER_TRY(er_compare_check_figure(c, ER_BEFORE, i, c->units[i].overlap.before));
    }
    er_progress(c->ctx, "comparing coverage", 1, 3);
    ER_TRY(measure(p, ER_DISC_LAYER, ER_AFTER, &any));
    for (size_t i = 0; i < c->unit_count; i++) {
        c->units[i].overlap.after = figure(p, i, any);
        ER_TRY(er_compare_check_figure(c, ER_AFTER, i, c->units[i].overlap.after));
    }
    er_progress(c->ctx, "comparing coverage", 2, 3);
    ER_TRY(measure(p, ER_DISC_ALL, 0, &any));
    for (size_t i = 0; i < c->unit_count; i++) {
        c->units[i].overlap.kept = figure(p, i, any);
        set_unknown(&c->units[i]);
    }
    er_progress(c->ctx, "comparing coverage", 3, 3);
    return ER_OK;
}

/** Do the figures of both sides come from the same plane and outlines? */
static bool is_one_world(const er_comparison *c) {
    if (strcmp(c->sides[ER_BEFORE].plane, c->sides[ER_AFTER].plane) != 0) return false;
    for (size_t i = 0; i < c->unit_count; i++) {
        er_bytes a = c->units[i].unit[ER_BEFORE]->geometry,
                 b = c->units[i].unit[ER_AFTER]->geometry;
        if (a.size != b.size || memcmp(a.data, b.data, a.size) != 0 ||
            c->units[i].row[ER_BEFORE]->area_km2 != c->units[i].row[ER_AFTER]->area_km2)
            return false;
    }
    return true;
}

/** The side before on its own plane and outlines, where they are not those of the side after. */
static er_status check_before(er_comparison *c) {
    struct plan p;
    bool any = false;
    er_status status;
    ER_GOTO(status, done, plan_new(c, ER_BEFORE, &p));
    ER_GOTO(status, done, measure(&p, ER_DISC_LAYER, ER_BEFORE, &any));
    for (size_t i = 0; i < c->unit_count && status == ER_OK; i++)
        status = er_compare_check_figure(c, ER_BEFORE, i, figure(&p, i, any));
done:
    plan_clear(&p);
    return status;
}

er_status er_compare_discs(er_comparison *c) {
    struct plan p;
    er_status status;
    bool one_world = is_one_world(c);
    if (!one_world) ER_TRY(check_before(c));
    if (strcmp(c->sides[ER_BEFORE].plane, c->sides[ER_AFTER].plane) != 0)
        er_log(c->ctx, ER_LOG_WARNING,
               "the runs were measured on different planes: both are set against each other on "
               "that of %s",
               c->sides[ER_AFTER].name);
    ER_GOTO(status, done, plan_new(c, ER_AFTER, &p));
    status = measure_both(&p, one_world);
done:
    plan_clear(&p);
    return status;
}
