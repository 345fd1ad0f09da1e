/* The drop-point rule: a household counts if it is no farther from a drop point than the stated
 * distance. Households are spread evenly inside the finest units that have some, and the discs
 * around the points are exact, as the stations' are. */
#include "analysis/targets.h"

#include "analysis/cover_share.h"

#include <math.h>

static er_status make_discs(const er_target_job *job, const er_plane *plane, double radius_m,
                            er_disc **out) {
    er_point *places = NULL;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, job->drop_count * sizeof *places, &places));
    ER_TRY(er_arena_alloc(job->ctx, job->arena, job->drop_count * sizeof **out, out));
    for (size_t i = 0; i < job->drop_count; i++)
        places[i] = job->drops[i].position;
    er_plane_forward(plane, places, job->drop_count);
    for (size_t i = 0; i < job->drop_count; i++) {
        if (!isfinite(places[i].x) || !isfinite(places[i].y))
            return er_fail(job->ctx, ER_ERR_GEOMETRY,
                           "the drop point at %.7g %.7g can't be brought on the working plane: it "
                           "is too far from the study's area",
                           job->drops[i].position.x, job->drops[i].position.y);
        (*out)[i] = (er_disc){places[i].x, places[i].y, radius_m, 0};
    }
    return ER_OK;
}

static bool is_base(const er_target_job *job, size_t unit) {
    return !isnan(job->data.units[unit].households) && !job->has_households_below[unit];
}

/** Areas of the units that households are spread in; `at` gets their places. */
static er_status measure(const er_target_job *job, const er_plane *plane, const er_disc_union *set,
                         const er_unit *units, double *near) {
    for (size_t u = 0; u < job->data.unit_count; u++) {
        er_area area = {0};
        double served_m2 = 0;
        if (!is_base(job, u)) continue;
        if (u % 64 == 0) ER_TRY(er_check_cancel(job->ctx));
        ER_TRY(er_area_from_wkb(job->ctx, plane, units[u].geometry, &area));
        er_status status = er_disc_union_area(job->ctx, set, &area, &served_m2);
        near[u] = er_cover_scaled(served_m2, area.area_m2, units[u].households);
        er_area_clear(&area);
        ER_TRY(status);
    }
    return ER_OK;
}

/** Households near a drop point, by unit. Kept, since every scope asks for the same. */
static er_status find_near(const er_target_job *job, double radius_m) {
    er_near_drops *near = job->near;
    er_unit *units = NULL;
    er_disc *discs = NULL;
    er_plane *plane = NULL;
    er_disc_union *set = NULL;
    er_status status;
    size_t count = 0;
    if (near->households && near->radius_m == radius_m) return ER_OK;
    near->households = NULL;
    ER_TRY(er_arena_alloc(job->ctx, job->arena, job->data.unit_count * sizeof *near->households,
                          &near->households));
    near->radius_m = radius_m;
    /* in the order of the data's units, which were read without geometry */
    ER_TRY(er_store_units(job->ctx, job->store, job->arena, NULL, true, &units, &count));
    ER_GOTO(status, done, er_working_plane(job->ctx, job->store, job->study, &plane));
    ER_GOTO(status, done, make_discs(job, plane, radius_m, &discs));
    ER_GOTO(status, done,
            er_disc_union_new(job->ctx, discs, job->drop_count, 1, ER_DISC_ANY, 0, &set));
    status = measure(job, plane, set, units, near->households);
done:
    er_disc_union_free(set);
    er_plane_free(plane);
    return status;
}

static void rest_on_drops(const er_target_job *job, er_target_tally *tally) {
    for (size_t i = 0; i < job->drop_count; i++) {
        tally->rests++;
        tally->assumed += job->drops[i].synthetic;
        tally->synthetic = tally->synthetic || job->drops[i].synthetic;
    }
}

er_status er_target_count_near_drops(const er_target_job *job, const er_target_ask *ask,
                                     size_t stratum, er_target_tally *tally) {
    const er_balance_data *d = &job->data;
    er_sum part = {0}, whole = {0}, open = {0};
    bool any = false;
    (void)stratum;
    if (job->drop_count > 0) ER_TRY(find_near(job, ask->definition->radius_m));
    for (size_t u = 0; u < d->unit_count; u++) {
        er_scope_state state = er_scope_of(d, ask->scope, u);
        if (!is_base(job, u) || state == ER_SCOPE_OUT) continue;
        any = true;
        er_sum_add(state == ER_SCOPE_IN ? &whole : &open, d->units[u].households);
        if (state == ER_SCOPE_IN && job->drop_count > 0)
            er_sum_add(&part, job->near->households[u]);
    }
    tally->part = er_sum_value(&part);
    tally->whole = er_sum_value(&whole);
    tally->whole_open = er_sum_value(&open);
    tally->high = tally->part + tally->whole_open;
    rest_on_drops(job, tally);
    tally->missing = !any || job->drops_loaded == 0;
    if (job->drops_loaded == 0)
        er_target_tell(&tally->notes, "No drop points are loaded: an input of the kind "
                                      "drop_points is needed.");
    if (!any) er_target_tell(&tally->notes, "No households are loaded.");
    return ER_OK;
}
