/* Shared borders as TopoJSON. */
#include "geometry/topology.h"

static er_json *pair_json(int64_t x, int64_t y) {
    er_json *pair = er_json_array();
    er_json_append_int(pair, x);
    er_json_append_int(pair, y);
    return pair;
}

/** The first point as it is, each other one as the way from the one before. */
static er_json *arc_json(const er_topology *t, size_t arc) {
    er_json *points = er_json_array();
    int64_t x = 0, y = 0;
    for (size_t i = t->arc_start[arc]; i < t->arc_start[arc + 1]; i++) {
        const er_top_vertex *v = &t->vertices[t->path[i]];
        if (v->dropped) continue;
        er_json_append(points, pair_json(v->x - x, v->y - y));
        x = v->x;
        y = v->y;
    }
    return points;
}

/** Numbers of arcs; one that is gone backwards as its ones' complement. */
static er_json *ring_json(const er_topology *t, const er_top_ring *ring) {
    er_json *arcs = er_json_array();
    for (size_t i = 0; i < ring->ref_count; i++) {
        er_top_ref ref = t->refs[ring->first_ref + i];
        er_json_append_int(arcs, ref.backward ? ~(int64_t)ref.arc : (int64_t)ref.arc);
    }
    return arcs;
}

static er_json *geometry_json(const er_topology *t, size_t geometry) {
    const er_top_ring *first = t->rings + t->geometry_rings[geometry],
                      *end = t->rings + t->geometry_rings[geometry + 1];
    er_json *out = er_json_object(), *parts = er_json_array(), *part = NULL;
    if (first == end) {
        er_json_free(parts);
        er_json_add_text(out, "type", NULL);
        return out;
    }
    for (const er_top_ring *r = first; r < end; r++) {
        if (r->line) {
            er_json_append(parts, ring_json(t, r));
            continue;
        }
        if (r->exterior) er_json_append(parts, part = er_json_array());
        er_json_append(part, ring_json(t, r));
    }
    er_json_add_text(out, "type", first->line ? "MultiLineString" : "MultiPolygon");
    er_json_add(out, "arcs", parts);
    return out;
}

static er_json *object_json(const er_topology *t, const er_topology_object *object) {
    er_json *out = er_json_object(), *geometries = er_json_array();
    for (size_t i = 0; i < object->count; i++)
        er_json_append(geometries, geometry_json(t, object->first + i));
    er_json_add_text(out, "type", "GeometryCollection");
    er_json_add(out, "geometries", geometries);
    return out;
}

er_status er_topology_json(er_context *ctx, const er_topology *t, const er_topology_object *objects,
                           size_t count, er_json **out) {
    ER_TRY(er_check_cancel(ctx));
    for (size_t i = 0; i < count; i++)
        if (objects[i].first > t->geometry_count ||
            objects[i].count > t->geometry_count - objects[i].first)
            return er_fail(ctx, ER_ERR_RANGE, "there are %zu geometries only", t->geometry_count);
    er_json *all = er_json_object(), *transform = er_json_object(), *arcs = er_json_array(),
            *named = er_json_object(), *scale = er_json_array();
    for (int k = 0; k < 2; k++)
        er_json_append_number(scale, 1 / ER_TOP_GRID_PER_DEGREE);
    er_json_add(transform, "scale", scale);
    er_json_add(transform, "translate", pair_json(0, 0));
    for (size_t a = 0; a < t->arc_count; a++)
        er_json_append(arcs, arc_json(t, a));
    for (size_t i = 0; i < count; i++)
        er_json_add(named, objects[i].name, object_json(t, &objects[i]));
    er_json_add_text(all, "type", "Topology");
    er_json_add(all, "transform", transform);
    er_json_add(all, "objects", named);
    er_json_add(all, "arcs", arcs);
    *out = all;
    return ER_OK;
}
