/* Who is within reach of a pilot: discs against the outlines, exactly, as the disc model counts. */
#include "analysis/choose.h"
#include "analysis/compare.h"
#include "analysis/cover_share.h"

bool er_choosing_meets(const er_box *box, const er_choosing_site *site) {
    double r = site->radius_m;
    return box->min_x <= site->on_plane.x + r && box->max_x >= site->on_plane.x - r &&
           box->min_y <= site->on_plane.y + r && box->max_y >= site->on_plane.y - r;
}

/** The bases that any of the sites can touch; all of them where there is none. */
static size_t pick(const er_choosing_question *q, const size_t *sites, size_t count, er_area *areas,
                   size_t *picked) {
    const er_choosing_world *w = q->world;
    size_t found = 0;
    for (size_t i = 0; i < w->base_count; i++) {
        bool touched = count == 0;
        for (size_t k = 0; k < count && !touched; k++)
            touched = er_choosing_meets(&w->areas[i].box, &q->sites[sites[k]]);
        if (!touched) continue;
        areas[found] = w->areas[i];
        picked[found++] = i;
    }
    return found;
}

static void list_discs(const er_choosing_question *q, const size_t *sites, size_t count,
                       er_disc *discs) {
    for (size_t i = 0; i < q->existing_count; i++)
        discs[i] = q->existing[i];
    for (size_t i = 0; i < count; i++) {
        const er_choosing_site *site = &q->sites[sites[i]];
        discs[q->existing_count + i] =
            (er_disc){site->on_plane.x, site->on_plane.y, site->radius_m, 0};
    }
}

/** Persons of a base as a comparison of two runs would count them. */
static double persons_of(const er_choosing_question *q, size_t base, double served_m2) {
    const er_choosing_world *w = q->world;
    const er_unit *unit = &w->units[w->bases[base]];
    double area_m2 = w->areas[base].area_m2;
    double served = er_cover_scaled(served_m2, area_m2, area_m2);
    er_compare_overlap o = {.before = served, .after = served, .kept = served};
    return er_compare_persons_of(unit->persons, unit->persons, area_m2, &o).after;
}

/** Waking threads for a few areas takes longer than these do. */
static er_status measure(er_context *ctx, const er_disc_union *set, const er_area *areas,
                         size_t count, double *served_m2) {
    enum { MANY = 2048 };
    if (count > MANY) return er_disc_union_areas(ctx, set, areas, count, served_m2);
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_disc_union_area(ctx, set, &areas[i], &served_m2[i]));
    return ER_OK;
}

er_status er_choosing_reached(er_choosing_question *q, const size_t *sites, size_t count,
                              double *after) {
    er_choosing_world *w = q->world;
    er_context *ctx = w->ctx;
    size_t disc_count = q->existing_count + count, *picked = NULL;
    er_area *areas = NULL;
    er_disc *discs = NULL;
    double *served_m2 = NULL;
    er_disc_union *set = NULL;
    er_status status;
    for (size_t i = 0; i < w->base_count; i++)
        after[i] = count == 0 ? 0 : q->before[i];
    if (disc_count == 0) return ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, w->base_count, sizeof *areas, &areas));
    ER_GOTO(status, done, er_alloc(ctx, w->base_count, sizeof *picked, &picked));
    ER_GOTO(status, done, er_alloc(ctx, w->base_count, sizeof *served_m2, &served_m2));
    ER_GOTO(status, done, er_alloc(ctx, disc_count, sizeof *discs, &discs));
    list_discs(q, sites, count, discs);
    size_t found = pick(q, sites, count, areas, picked);
    ER_GOTO(status, done, er_disc_union_new(ctx, discs, disc_count, 1, ER_DISC_ANY, 0, &set));
    ER_GOTO(status, done, measure(ctx, set, areas, found, served_m2));
    for (size_t i = 0; i < found; i++) {
        double persons = persons_of(q, picked[i], served_m2[i]);
        after[picked[i]] =
            count > 0 && persons < q->before[picked[i]] ? q->before[picked[i]] : persons;
    }
done:
    er_disc_union_free(set);
    er_free(areas);
    er_free(picked);
    er_free(served_m2);
    er_free(discs);
    return status;
}
