#include "analysis/routes.h"

#include <math.h>

static const size_t most_pieces = (size_t)1 << 31;

static er_status add_edge(er_context *ctx, er_route_path *path, er_point from, er_point to,
                          double step_m, er_sum *length) {
    er_route_edge *edge = &path->edges[path->edge_count];
    er_route_edge made = {
        .from = from, .to = to, .start_m = er_sum_value(length), .first_piece = path->piece_count};
    er_geodesic_inverse(from, to, &made.length_m, &made.azimuth_deg);
    double pieces = fmax(1, ceil(made.length_m / step_m));
    if (!(pieces + (double)path->piece_count < (double)most_pieces))
        return er_fail(ctx, ER_ERR_RANGE,
                       "a route of more than %zu pieces of %g m: give a longer step_m", most_pieces,
                       step_m);
    made.pieces = (size_t)pieces;
    if (path->edge_count > 0) made.goes_on = !(er_geodesic_distance(edge[-1].to, from) > 0);
    er_sum_add(length, made.length_m);
    *edge = made;
    path->edge_count++;
    path->piece_count += made.pieces;
    return ER_OK;
}

er_status er_route_path_new(er_context *ctx, er_arena *arena, er_bytes wkb, double step_m,
                            er_route_path *out) {
    er_way way;
    er_route_path path = {.edge_count = 0};
    er_sum length = {0};
    ER_TRY(er_way_read(ctx, arena, wkb, &way));
    ER_TRY(er_arena_alloc(ctx, arena, way.part_start[way.part_count] * sizeof *path.edges,
                          &path.edges));
    for (size_t part = 0; part < way.part_count; part++)
        for (size_t i = way.part_start[part]; i + 1 < way.part_start[part + 1]; i++)
            ER_TRY(add_edge(ctx, &path, way.points[i], way.points[i + 1], step_m, &length));
    path.length_m = er_sum_value(&length);
    *out = path;
    return ER_OK;
}

const er_route_edge *er_route_edge_of(const er_route_path *path, size_t piece) {
    size_t low = 0, high = path->edge_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (path->edges[middle].first_piece <= piece)
            low = middle;
        else
            high = middle;
    }
    return &path->edges[low];
}

double er_route_piece_m(const er_route_edge *edge) {
    return edge->length_m / (double)edge->pieces;
}

/** `pieces` and a half or none of them, along an edge. */
static double along_m(const er_route_edge *edge, double pieces) {
    return edge->length_m * (pieces / (double)edge->pieces);
}

double er_route_begin_m(const er_route_edge *edge, size_t piece) {
    return edge->start_m + along_m(edge, (double)(piece - edge->first_piece));
}

double er_route_end_m(const er_route_edge *edge, size_t piece) {
    return edge->start_m + along_m(edge, (double)(piece - edge->first_piece + 1));
}

static void wrap(er_point *points, size_t count) {
    for (size_t i = 0; i < count; i++)
        points[i].x = remainder(points[i].x, 360);
}

void er_route_middles(const er_route_path *path, size_t first, size_t count, er_point *middles) {
    enum { BATCH = 256 };
    double distance_m[BATCH];
    const er_route_edge *edge = er_route_edge_of(path, first);
    for (size_t done = 0; done < count;) {
        size_t piece = first + done, batch = 0;
        while (piece >= edge->first_piece + edge->pieces)
            edge++;
        while (batch < BATCH && done + batch < count &&
               piece + batch < edge->first_piece + edge->pieces) {
            distance_m[batch] = along_m(edge, (double)(piece + batch - edge->first_piece) + 0.5);
            batch++;
        }
        er_geodesic_line(edge->from, edge->azimuth_deg, distance_m, batch, middles + done);
        wrap(middles + done, batch);
        done += batch;
    }
}

/** The place on an edge before its piece `piece`, counted from its first; its ends exactly. */
static er_point place_at(const er_route_edge *edge, size_t piece) {
    if (piece == 0) return edge->from;
    if (piece == edge->pieces) return edge->to;
    er_point place =
        er_geodesic_direct(edge->from, edge->azimuth_deg, along_m(edge, (double)piece));
    wrap(&place, 1);
    return place;
}

er_status er_route_stretch(er_context *ctx, er_arena *arena, const er_route_path *path,
                           size_t first, size_t last, er_bytes *out) {
    const er_route_edge *from = er_route_edge_of(path, first), *to = er_route_edge_of(path, last);
    er_point *points = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, arena, ((size_t)(to - from) + 2) * sizeof *points, &points));
    points[count++] = place_at(from, first - from->first_piece);
    for (const er_route_edge *edge = from; edge < to; edge++)
        points[count++] = edge->to;
    points[count++] = place_at(to, last - to->first_piece + 1);
    const size_t ends[] = {0, count};
    return er_way_write(ctx, arena, points, ends, 1, out);
}
