/* One route looked at: pieces by what serves their middles, and the stretches without. */
#include "analysis/cover.h"
#include "analysis/routes.h"

#include <math.h>

enum { CHUNK = 4096 };

/** A stretch of one state under way. */
typedef struct run {
    er_route_state state;
    size_t first;
    bool open;
} run;

/** What is kept of a stratum while its pieces go by. */
typedef struct tally {
    er_sum served;
    er_sum unknown;
    run run;
    size_t capacity; /* of the gaps */
    bool with_gaps;  /* as rows with geometry, not only counted */
} tally;

typedef struct job {
    er_context *ctx;
    const er_network *network;
    er_route_survey *survey;
    tally *tallies;
    uint32_t operators;
    uint32_t named;
    er_point *middles;
    er_point *asked; /* those that the plane holds */
    size_t *piece_of;
    er_service *services;
    uint8_t *levels; /* of one piece, by operator */
    double speed_kmh;
} job;

static double minutes(double length_m, double speed_kmh) {
    return length_m / 1000 / speed_kmh * 60; /* NAN without speed */
}

static er_status close_run(job *work, size_t stratum, size_t last) {
    tally *of = &work->tallies[stratum];
    er_route_stratum *out = &work->survey->strata[stratum];
    const er_route_path *path = &work->survey->path;
    if (!of->run.open || of->run.state == ER_ROUTE_SERVED) return ER_OK;
    double from_m = er_route_begin_m(er_route_edge_of(path, of->run.first), of->run.first);
    double to_m = er_route_end_m(er_route_edge_of(path, last), last);
    if (of->run.state == ER_ROUTE_UNSERVED) {
        out->row.gaps++;
        out->row.longest_gap_m = fmax(out->row.longest_gap_m, to_m - from_m);
    }
    if (!of->with_gaps) return ER_OK;
    er_route_gap gap = {.stratum = out->row.stratum,
                        .operator_ = out->row.operator_,
                        .number = (int64_t)out->gap_count + 1,
                        .state = of->run.state == ER_ROUTE_UNKNOWN ? "unknown" : "unserved",
                        .from_m = from_m,
                        .to_m = to_m,
                        .minutes = minutes(to_m - from_m, work->speed_kmh)};
    ER_TRY(
        er_route_stretch(work->ctx, work->survey->arena, path, of->run.first, last, &gap.geometry));
    ER_TRY(er_reserve(work->ctx, &out->gaps, &of->capacity, out->gap_count + 1, sizeof gap));
    out->gaps[out->gap_count++] = gap;
    return ER_OK;
}

static er_status take_piece(job *work, size_t stratum, const er_route_edge *edge, size_t piece,
                            er_route_state state) {
    tally *of = &work->tallies[stratum];
    bool joined = piece > edge->first_piece || edge->goes_on;
    if (state == ER_ROUTE_SERVED) er_sum_add(&of->served, er_route_piece_m(edge));
    if (state == ER_ROUTE_UNKNOWN) er_sum_add(&of->unknown, er_route_piece_m(edge));
    if (of->run.open && joined && of->run.state == state) return ER_OK;
    if (piece > 0) ER_TRY(close_run(work, stratum, piece - 1));
    of->run = (run){.state = state, .first = piece, .open = true};
    return ER_OK;
}

static er_route_state state_of(uint8_t level) {
    if (level == ER_COVER_UNKNOWN_LABEL) return ER_ROUTE_UNKNOWN;
    return level > 0 ? ER_ROUTE_SERVED : ER_ROUTE_UNSERVED;
}

/** All strata of a piece; work->levels holds its levels by operator. */
static er_status take_levels(job *work, const er_route_edge *edge, size_t piece, bool known) {
    const uint8_t *levels = work->levels;
    const uint8_t nothing = ER_COVER_UNKNOWN_LABEL;
    er_route_state any = state_of(known ? er_cover_any(levels, work->operators) : nothing);
    er_route_state all = state_of(known ? er_cover_all(levels, work->named) : nothing);
    work->survey->any[piece] = (uint8_t)any;
    ER_TRY(take_piece(work, ER_COVER_ANY, edge, piece, any));
    ER_TRY(take_piece(work, ER_COVER_ALL, edge, piece, all));
    for (uint32_t o = 0; o < work->operators; o++)
        ER_TRY(take_piece(work, ER_COVER_OPERATOR + o, edge, piece,
                          state_of(known ? levels[o] : nothing)));
    return ER_OK;
}

/** Middles that the working plane does not hold are too far away to say anything of. */
static size_t pick_near(const job *work, size_t count) {
    size_t near = 0;
    for (size_t i = 0; i < count; i++) {
        er_point p = work->middles[i];
        er_plane_forward(er_network_plane(work->network), &p, 1);
        if (!isfinite(p.x) || !isfinite(p.y)) continue;
        work->asked[near] = work->middles[i];
        work->piece_of[near++] = i;
    }
    return near;
}

static er_status take_chunk(job *work, size_t first, size_t count) {
    const er_route_path *path = &work->survey->path;
    bool known = !er_network_is_unknown(work->network);
    er_route_middles(path, first, count, work->middles);
    size_t near = known ? pick_near(work, count) : 0, next = 0;
    if (near > 0)
        ER_TRY(er_network_points(work->ctx, work->network, work->asked, near, work->services));
    const er_route_edge *edge = er_route_edge_of(path, first);
    for (size_t i = 0; i < count; i++) {
        while (first + i >= edge->first_piece + edge->pieces)
            edge++;
        bool asked = next < near && work->piece_of[next] == i;
        for (uint32_t o = 0; asked && o < work->operators; o++)
            work->levels[o] = work->services[o * near + next].signal.level;
        next += asked;
        ER_TRY(take_levels(work, edge, first + i, asked));
    }
    return er_check_cancel(work->ctx);
}

/** Sums that rounding let pass the length are brought back to it. */
static void settle(job *work, size_t stratum) {
    tally *of = &work->tallies[stratum];
    er_route_row *row = &work->survey->strata[stratum].row;
    row->length_m = work->survey->path.length_m;
    row->served_m = fmin(er_sum_value(&of->served), row->length_m);
    row->unknown_m = fmin(er_sum_value(&of->unknown), row->length_m - row->served_m);
    row->speed_kmh = work->speed_kmh;
    double unserved_m = row->gaps > 0 ? row->length_m - row->served_m - row->unknown_m : 0;
    row->gap_minutes = minutes(unserved_m, work->speed_kmh);
    row->longest_gap_minutes = minutes(row->longest_gap_m, work->speed_kmh);
}

static er_status name_strata(job *work) {
    er_route_survey *survey = work->survey;
    const char *const *operators =
        er_network_operators(work->network, &work->operators, &work->named);
    survey->stratum_count = ER_COVER_OPERATOR + work->operators;
    ER_TRY(er_arena_alloc(work->ctx, survey->arena, survey->stratum_count * sizeof *survey->strata,
                          &survey->strata));
    ER_TRY(er_arena_alloc(work->ctx, survey->arena, survey->stratum_count * sizeof *work->tallies,
                          &work->tallies));
    for (size_t i = 0; i < survey->stratum_count; i++) {
        survey->strata[i].row.stratum = er_cover_stratum(i);
        if (i >= ER_COVER_OPERATOR)
            survey->strata[i].row.operator_ = operators[i - ER_COVER_OPERATOR];
        work->tallies[i].with_gaps = i != ER_COVER_ALL;
    }
    return ER_OK;
}

/** Room for a chunk of pieces, as long as the route is looked at. */
static er_status make_room(job *work) {
    er_context *ctx = work->ctx;
    size_t pieces = work->survey->path.piece_count, most = pieces < CHUNK ? pieces : CHUNK;
    ER_TRY(er_alloc(ctx, most, sizeof *work->middles, &work->middles));
    ER_TRY(er_alloc(ctx, most, sizeof *work->asked, &work->asked));
    ER_TRY(er_alloc(ctx, most, sizeof *work->piece_of, &work->piece_of));
    ER_TRY(er_alloc(ctx, most * work->operators + 1, sizeof *work->services, &work->services));
    ER_TRY(er_alloc(ctx, work->operators + 1, 1, &work->levels));
    return er_arena_alloc(ctx, work->survey->arena, pieces, &work->survey->any);
}

static void clear_room(job *work) {
    er_free(work->middles);
    er_free(work->asked);
    er_free(work->piece_of);
    er_free(work->services);
    er_free(work->levels);
}

static er_status look(job *work, const er_route *route) {
    const er_study *study = er_network_study(work->network);
    const er_route_path *path = &work->survey->path;
    ER_TRY(er_arena_new(work->ctx, &work->survey->arena));
    ER_TRY(er_route_path_new(work->ctx, work->survey->arena, route->geometry, study->routes.step_m,
                             &work->survey->path));
    work->speed_kmh =
        isnan(route->speed_kmh) ? er_study_speed_kmh(study, route->type) : route->speed_kmh;
    ER_TRY(name_strata(work));
    ER_TRY(make_room(work));
    for (size_t first = 0; first < path->piece_count; first += CHUNK) {
        size_t left = path->piece_count - first;
        ER_TRY(take_chunk(work, first, left < CHUNK ? left : CHUNK));
    }
    for (size_t i = 0; i < work->survey->stratum_count; i++) {
        ER_TRY(close_run(work, i, path->piece_count - 1));
        settle(work, i);
    }
    return ER_OK;
}

er_status er_route_survey_new(er_context *ctx, const er_network *network, const er_route *route,
                              er_route_survey *out) {
    er_route_survey survey = {.arena = NULL};
    job work = {.ctx = ctx, .network = network, .survey = &survey};
    er_status status = look(&work, route);
    clear_room(&work);
    if (status == ER_OK)
        *out = survey;
    else
        er_route_survey_clear(&survey);
    return status;
}

void er_route_survey_clear(er_route_survey *survey) {
    for (size_t i = 0; survey->strata && i < survey->stratum_count; i++)
        er_free(survey->strata[i].gaps);
    er_arena_free(survey->arena);
    *survey = (er_route_survey){.arena = NULL};
}
