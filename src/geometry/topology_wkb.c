/* A geometry of shared borders as WKB. */
#include "geometry/topology.h"

#include <string.h>

/* Type codes, ISO 13249-3. */
enum { WKB_LINE = 2, WKB_POLYGON = 3, WKB_MULTILINE = 5, WKB_MULTIPOLYGON = 6 };

struct writer {
    const er_topology *t;
    uint8_t *at; /**< null while sizes are summed up */
    size_t size;
};

/** Little-endian, whatever the machine. */
static void put(struct writer *w, uint64_t bits, size_t bytes) {
    for (size_t i = 0; w->at && i < bytes; i++)
        *w->at++ = (uint8_t)(bits >> 8 * i);
    w->size += bytes;
}

static void put_head(struct writer *w, uint32_t type, size_t count) {
    put(w, 1, 1);
    put(w, type, 4);
    put(w, count, 4);
}

static void put_point(struct writer *w, const er_top_vertex *v) {
    const double degrees[] = {(double)v->x / ER_TOP_GRID_PER_DEGREE,
                              (double)v->y / ER_TOP_GRID_PER_DEGREE};
    for (int k = 0; k < 2; k++) {
        uint64_t bits;
        memcpy(&bits, &degrees[k], sizeof bits);
        put(w, bits, sizeof bits);
    }
}

/** The corners of a ring or line that are left. */
static void put_corners(struct writer *w, const er_top_ring *ring) {
    const er_topology *t = w->t;
    const uint32_t *corners = t->corners + ring->first;
    size_t count = 0;
    const er_top_vertex *home = NULL;
    for (size_t i = 0; i < ring->count; i++)
        count += !t->vertices[corners[i]].dropped;
    put(w, count + !ring->line, 4);
    for (size_t i = 0; i < ring->count; i++) {
        const er_top_vertex *v = &t->vertices[corners[i]];
        if (v->dropped) continue;
        if (!home) home = v;
        put_point(w, v);
    }
    if (home && !ring->line) put_point(w, home);
}

static void put_geometry(struct writer *w, size_t geometry) {
    const er_top_ring *first = w->t->rings + w->t->geometry_rings[geometry],
                      *end = w->t->rings + w->t->geometry_rings[geometry + 1];
    size_t parts = 0;
    for (const er_top_ring *r = first; r < end; r++)
        parts += r->line || r->exterior;
    put_head(w, first->line ? WKB_MULTILINE : WKB_MULTIPOLYGON, parts);
    for (const er_top_ring *r = first; r < end; r++) {
        if (r->exterior) {
            const er_top_ring *next = r + 1;
            while (next < end && !next->exterior)
                next++;
            put_head(w, WKB_POLYGON, (size_t)(next - r));
        } else if (r->line) {
            put(w, 1, 1);
            put(w, WKB_LINE, 4);
        }
        put_corners(w, r);
    }
}

er_status er_topology_wkb(er_context *ctx, er_arena *arena, const er_topology *t, size_t geometry,
                          er_bytes *wkb) {
    if (geometry >= t->geometry_count)
        return er_fail(ctx, ER_ERR_RANGE, "there are %zu geometries only", t->geometry_count);
    struct writer w = {.t = t};
    uint8_t *bytes = NULL;
    *wkb = (er_bytes){0};
    if (t->geometry_rings[geometry] == t->geometry_rings[geometry + 1]) return ER_OK;
    put_geometry(&w, geometry);
    ER_TRY(er_arena_alloc(ctx, arena, w.size, &bytes));
    *wkb = (er_bytes){bytes, w.size};
    w.at = bytes;
    put_geometry(&w, geometry);
    return ER_OK;
}
