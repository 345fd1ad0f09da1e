/* The parts of a venue that no operator serves, or of which nothing is known. */
#include "analysis/cover.h"
#include "analysis/venue_parts.h"

#include <math.h>

/* Arcs of the border of discs are flattened to this; where all that is not served is thinner, to
 * the finer figure. */
static const double tolerance_m = 0.1, finer_m = 0.001;

static er_status set_row(er_context *ctx, const er_venue_survey *survey, er_labels *labels,
                         size_t first, size_t end, uint8_t *values) {
    const er_venue_cell *cell = &survey->cells[first];
    for (size_t i = first; i < end; i++) {
        uint8_t any = survey->any[i];
        values[i - first] = any == 0 || any == ER_COVER_UNKNOWN_LABEL ? any : 1;
    }
    er_tile tile = {cell->column, cell->row, (int32_t)(end - first), 1};
    return er_labels_set(ctx, labels, tile, values);
}

/** Cells one behind the other in a row are set together. */
static er_status set_labels(er_context *ctx, const er_venue_survey *survey, er_labels *labels) {
    uint8_t *values = NULL;
    er_status status = er_alloc(ctx, survey->cell_count, 1, &values);
    for (size_t first = 0, end; first < survey->cell_count && status == ER_OK; first = end) {
        const er_venue_cell *from = &survey->cells[first];
        for (end = first + 1; end < survey->cell_count; end++)
            if (survey->cells[end].row != from->row ||
                survey->cells[end].column != from->column + (int64_t)(end - first))
                break;
        status = set_row(ctx, survey, labels, first, end, values);
    }
    er_free(values);
    return status;
}

/** Pieces of one state from the cells. */
static er_status pieces_of_cells(er_context *ctx, const er_venue_survey *survey, uint8_t label,
                                 er_piece **pieces, size_t *count) {
    er_labels *labels = NULL;
    ER_TRY(er_labels_new(ctx, &survey->grid, &labels));
    er_status status = set_labels(ctx, survey, labels);
    if (status == ER_OK)
        status = er_labels_pieces(ctx, survey->arena, er_network_plane(survey->network), labels,
                                  label, survey->venue->geometry, pieces, count);
    er_labels_free(labels);
    return status;
}

static er_status gaps_of_discs(er_context *ctx, const er_venue_survey *survey, er_piece **pieces,
                               size_t *count) {
    const er_plane *plane = er_network_plane(survey->network);
    const er_disc_union *set = er_network_union(survey->network, ER_COVER_ANY);
    er_bytes polygon = survey->venue->geometry;
    ER_TRY(er_disc_union_gaps(ctx, survey->arena, plane, set, tolerance_m, polygon, pieces, count));
    if (*count > 0) return ER_OK;
    return er_disc_union_gaps(ctx, survey->arena, plane, set, finer_m, polygon, pieces, count);
}

/** The holes of a state, their areas such that they add up to what the state has in all. */
static er_status add_holes(er_context *ctx, const er_venue_survey *survey, const char *state,
                           double state_m2, const er_piece *pieces, size_t count,
                           er_venue_result *result) {
    er_venue_hole *holes = NULL;
    er_sum sum = {0};
    size_t before = result->hole_count;
    ER_TRY(er_arena_alloc(ctx, survey->arena, (before + count + 1) * sizeof *holes, &holes));
    for (size_t i = 0; i < before; i++)
        holes[i] = result->holes[i];
    for (size_t i = 0; i < count; i++)
        er_sum_add(&sum, pieces[i].area_m2);
    for (size_t i = 0; i < count; i++)
        holes[before + i] =
            (er_venue_hole){.venue_id = survey->venue->id,
                            .number = (int64_t)i + 1,
                            .state = state,
                            .area_m2 = pieces[i].area_m2 * state_m2 / er_sum_value(&sum),
                            .geometry = pieces[i].wkb,
                            .inside = pieces[i].inside};
    result->holes = holes;
    result->hole_count = before + count;
    return ER_OK;
}

er_status er_venue_find_holes(er_context *ctx, const er_venue_survey *survey,
                              er_venue_result *result) {
    const er_venue_row *any = &result->rows[ER_COVER_ANY];
    bool exact = er_network_union(survey->network, ER_COVER_ANY) && any->unknown_m2 == 0;
    double unserved_m2 = er_venue_unserved_m2(any);
    er_piece *pieces = NULL;
    size_t count = 0;
    result->finding.largest_hole_m2 = NAN;
    if (unserved_m2 > 0) {
        ER_TRY(exact ? gaps_of_discs(ctx, survey, &pieces, &count)
                     : pieces_of_cells(ctx, survey, 0, &pieces, &count));
        ER_TRY(add_holes(ctx, survey, "unserved", unserved_m2, pieces, count, result));
        result->finding.holes = (int64_t)count;
        if (count > 0) result->finding.largest_hole_m2 = result->holes[0].area_m2;
    }
    if (any->unknown_m2 > 0) {
        ER_TRY(pieces_of_cells(ctx, survey, ER_COVER_UNKNOWN_LABEL, &pieces, &count));
        ER_TRY(add_holes(ctx, survey, "unknown", any->unknown_m2, pieces, count, result));
    }
    return ER_OK;
}
