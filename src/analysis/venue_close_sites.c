/* Where something could be set up for a venue: the workspace's candidates, else a grid. */
#include "analysis/venue_close.h"

#include "geometry/polygon_index.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Distance of a point from a box, 0 inside. */
static double distance_to_box(er_point p, er_box box) {
    double x = fmax(fmax(box.min_x - p.x, p.x - box.max_x), 0);
    double y = fmax(fmax(box.min_y - p.y, p.y - box.max_y), 0);
    return hypot(x, y);
}

/* ---- the given list -------------------------------------------------------------------------- */

struct near {
    double distance_m;
    size_t candidate;
};

static int by_distance(const void *a, const void *b) {
    const struct near *l = a, *r = b;
    if (l->distance_m != r->distance_m) return l->distance_m < r->distance_m ? -1 : 1;
    return (l->candidate > r->candidate) - (l->candidate < r->candidate);
}

static int by_candidate(const void *a, const void *b) {
    const struct near *l = a, *r = b;
    return (l->candidate > r->candidate) - (l->candidate < r->candidate);
}

/** A degree of latitude is at least 110.5 km long anywhere: a quick look before anything is
 *  projected. */
static bool is_far(er_point a, er_point b, double metres) {
    const double degree_m = 110500;
    return fabs(a.y - b.y) * degree_m > metres;
}

/** The candidates within reach of the venue's box, the nearest `most` to its middle, by their
 *  order. */
static er_status nearest(er_context *ctx, const er_closing *closing, const er_candidate *candidates,
                         size_t count, double reach_m, struct near *found, size_t *found_count) {
    const er_venue_survey *survey = closing->survey;
    const er_plane *plane = er_network_plane(survey->network);
    er_box box = survey->area.box;
    er_point middle = {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2}, there = middle;
    double most = er_network_study(survey->network)->venues.most_candidates;
    double far_m = reach_m + hypot(box.max_x - box.min_x, box.max_y - box.min_y);
    er_plane_inverse(plane, &there, 1);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i % 65536 == 0) ER_TRY(er_check_cancel(ctx));
        er_point p = candidates[i].position;
        if (is_far(p, there, 1.02 * far_m + 1000)) continue;
        er_plane_forward(plane, &p, 1);
        if (!isfinite(p.x) || !isfinite(p.y) || distance_to_box(p, box) > reach_m) continue;
        found[kept++] = (struct near){hypot(p.x - middle.x, p.y - middle.y), i};
    }
    qsort(found, kept, sizeof *found, by_distance);
    if ((double)kept > fmax(most, 1)) kept = (size_t)fmax(most, 1);
    qsort(found, kept, sizeof *found, by_candidate);
    *found_count = kept;
    return ER_OK;
}

static er_status take_listed(er_context *ctx, er_closing *closing, const er_candidate *candidates,
                             const struct near *found, size_t count) {
    const er_plane *plane = er_network_plane(closing->survey->network);
    ER_TRY(
        er_arena_alloc(ctx, closing->arena, (count + 1) * sizeof *closing->sites, &closing->sites));
    for (size_t k = 0; k < count; k++) {
        const er_candidate *candidate = &candidates[found[k].candidate];
        er_closing_site *site = &closing->sites[k];
        *site = (er_closing_site){.code = candidate->code,
                                  .position = candidate->position,
                                  .on_plane = candidate->position,
                                  .height_m = isnan(candidate->height_m) ? closing->pack->height_m
                                                                         : candidate->height_m};
        er_plane_forward(plane, &site->on_plane, 1);
    }
    closing->site_count = count;
    return ER_OK;
}

/* ---- a grid over the venue ------------------------------------------------------------------- */

/** Points of the grid inside the venue, row by row; counted only where `out` is null. */
static size_t points_inside(const er_grid *grid, const er_polygon_index *index, er_point *out) {
    size_t count = 0;
    for (int64_t row = 0; row < grid->rows; row++)
        for (int64_t column = 0; column < grid->columns; column++) {
            er_point p = er_grid_centre(grid, column, row);
            if (!er_polygon_index_contains(index, p)) continue;
            if (out) out[count] = p;
            count++;
        }
    return count;
}

/** The finest grid of points that are not too many. */
static er_status find_grid(er_context *ctx, const er_closing *closing,
                           const er_polygon_index *index, er_grid *grid, size_t *count) {
    const er_study_venues *options = &er_network_study(closing->survey->network)->venues;
    const er_area *area = &closing->survey->area;
    for (double spacing_m = options->spacing_m;; spacing_m *= 2) {
        double box_points = (area->box.max_x - area->box.min_x) / spacing_m *
                            ((area->box.max_y - area->box.min_y) / spacing_m);
        bool sparse = area->area_m2 / (spacing_m * spacing_m) <= 2 * options->most_candidates;
        if (!sparse || box_points > 1e8) continue;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_grid_over(ctx, area->box, spacing_m, grid));
        *count = points_inside(grid, index, NULL);
        if ((double)*count <= fmax(options->most_candidates, 1)) return ER_OK;
    }
}

static er_status name_point(er_context *ctx, er_closing *closing, size_t number,
                            const char **code) {
    const char *venue = closing->survey->venue->code ? closing->survey->venue->code : "";
    size_t size = strlen(venue) + 24;
    char *text = NULL;
    ER_TRY(er_arena_alloc(ctx, closing->survey->arena, size, &text));
    snprintf(text, size, "%s-%zu", venue, number);
    *code = text;
    return ER_OK;
}

static er_status take_points(er_context *ctx, er_closing *closing, const er_point *points,
                             size_t count) {
    ER_TRY(
        er_arena_alloc(ctx, closing->arena, (count + 1) * sizeof *closing->sites, &closing->sites));
    for (size_t k = 0; k < count; k++) {
        er_closing_site *site = &closing->sites[k];
        *site = (er_closing_site){
            .position = points[k], .on_plane = points[k], .height_m = closing->pack->height_m};
        er_plane_inverse(er_network_plane(closing->survey->network), &site->position, 1);
        ER_TRY(name_point(ctx, closing, k + 1, &site->code));
    }
    closing->site_count = count;
    return ER_OK;
}

static er_status grid_sites(er_context *ctx, er_closing *closing, er_polygon_index *index) {
    er_point *points = NULL, inside = closing->survey->venue->inside;
    er_grid grid;
    size_t count = 0;
    ER_TRY(er_polygon_index_set(ctx, index, &closing->survey->area));
    ER_TRY(find_grid(ctx, closing, index, &grid, &count));
    ER_TRY(er_arena_alloc(ctx, closing->arena, (count + 1) * sizeof *points, &points));
    if (count > 0) {
        points_inside(&grid, index, points);
    } else {
        er_plane_forward(er_network_plane(closing->survey->network), &inside, 1);
        points[count++] = inside;
    }
    return take_points(ctx, closing, points, count);
}

er_status er_closing_list_sites(er_context *ctx, er_closing *closing,
                                const er_candidate *candidates, size_t count, double reach_m) {
    er_status status;
    if (count == 0) {
        er_polygon_index index = {0};
        status = grid_sites(ctx, closing, &index);
        er_polygon_index_clear(&index);
        return status;
    }
    struct near *found = NULL;
    size_t found_count = 0;
    ER_TRY(er_alloc(ctx, count, sizeof *found, &found));
    status = nearest(ctx, closing, candidates, count, reach_m, found, &found_count);
    if (status == ER_OK) status = take_listed(ctx, closing, candidates, found, found_count);
    er_free(found);
    return status;
}
