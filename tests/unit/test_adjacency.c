/* Who lies next to whom: shapes made by hand, lattices and Voronoi cells against GEOS asked pair by
 * pair in degrees, nearest ones against all distances. */
#include "test.h"

#include "evenreach/geometry.h"
#include "evenreach/sources.h"
#include "geometry/geos.h"
#include "wkb_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 600 };

/** Geometries made one after the other. */
struct world {
    er_bytes shapes[MOST];
    size_t count;
    uint8_t bytes[MOST * 400];
    size_t used;
};

static struct world world;

static void clear_world(void) {
    world.count = world.used = 0;
}

static void keep(const uint8_t *end) {
    const uint8_t *start = world.bytes + world.used;
    world.shapes[world.count++] = (er_bytes){start, (size_t)(end - start)};
    world.used = (size_t)(end - world.bytes);
    assert_true(world.count < MOST && world.used < sizeof world.bytes - 4000);
}

static void add_ring(const er_point *points, uint32_t count) {
    keep(wkb_path(wkb_u32(wkb_head(world.bytes + world.used, 3), 1), points, count));
}

static void add_box(double west, double south, double east, double north) {
    const er_point ring[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    add_ring(ring, 5);
}

static void add_point(double longitude, double latitude) {
    er_point at = {longitude, latitude};
    uint8_t *body = wkb_head(world.bytes + world.used, 1);
    memcpy(body, &at, sizeof at);
    keep(body + sizeof at);
}

static er_adjacency neighbours(er_context *ctx, er_adjacency_rule rule) {
    er_adjacency found;
    assert_ok(ctx, er_adjacency_new(ctx, world.shapes, world.count, &rule, &found));
    for (size_t i = 0; i < found.count; i++) {
        assert_true(found.pairs[i][0] < found.pairs[i][1] && found.pairs[i][1] < world.count);
        if (i > 0) assert_true(memcmp(found.pairs[i], found.pairs[i - 1], 8) != 0);
    }
    return found;
}

/** "0-1 1-2b": pairs, those that are no borders with l or n behind them. */
static void assert_pairs(er_context *ctx, er_adjacency_rule rule, const char *expected) {
    char text[1000] = "";
    size_t used = 0;
    er_adjacency found = neighbours(ctx, rule);
    for (size_t i = 0; i < found.count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%u-%u%s", i ? " " : "",
                                 found.pairs[i][0], found.pairs[i][1],
                                 found.kind[i] == ER_ADJACENT_LINK      ? "l"
                                 : found.kind[i] == ER_ADJACENT_NEAREST ? "n"
                                                                        : "");
    er_adjacency_free(&found);
    assert_string_equal(text, expected);
}

static const er_adjacency_rule queen = {0}, rook = {.edges = true};

static er_adjacency_rule within(bool edges, double tolerance_m) {
    return (er_adjacency_rule){.edges = edges, .tolerance_m = tolerance_m};
}

/* ---- made by hand ---------------------------------------------------------------------------- */

static void squares_of_a_lattice(void **state) {
    clear_world();
    for (int i = 0; i < 25; i++)
        add_box(120 + i % 5 * 0.1, 23 + i / 5 * 0.1, 120 + (i % 5 + 1) * 0.1,
                23 + (i / 5 + 1) * 0.1);
    er_adjacency all = neighbours(*state, queen), lines = neighbours(*state, rook);
    assert_int_equal(lines.count, 2 * 5 * 4);
    assert_int_equal(all.count, 2 * 5 * 4 + 2 * 4 * 4);
    assert_true(all.alone == 0 && all.joined == 0);
    er_adjacency_free(&all);
    er_adjacency_free(&lines);
}

/* A wide one with two beside it on its long side, whose corner lies on the middle of its edge, and
 * one that touches in a corner alone. */
static void a_corner_on_an_edge(void **state) {
    clear_world();
    add_box(120, 23, 122, 24);
    add_box(120, 24, 121, 25);
    add_box(121, 24, 122, 25);
    add_box(122, 24, 123, 25);
    assert_pairs(*state, queen, "0-1 0-2 0-3 1-2 2-3");
    assert_pairs(*state, rook, "0-1 0-2 1-2 2-3");
}

/* An enclave in a hole that it fills, one in a hole that is too wide for it, one drawn over its
 * surroundings by mistake. */
static void enclaves(void **state) {
    const er_point outer[] = {{120, 23}, {121, 23}, {121, 24}, {120, 24}, {120, 23}};
    const er_point first[] = {
        {120.1, 23.1}, {120.1, 23.3}, {120.3, 23.3}, {120.3, 23.1}, {120.1, 23.1}};
    const er_point second[] = {
        {120.5, 23.5}, {120.5, 23.8}, {120.8, 23.8}, {120.8, 23.5}, {120.5, 23.5}};
    clear_world();
    uint8_t *at = wkb_u32(wkb_head(world.bytes, 3), 3);
    keep(wkb_path(wkb_path(wkb_path(at, outer, 5), first, 5), second, 5));
    add_box(120.1, 23.1, 120.3, 23.3);
    add_box(120.6, 23.6, 120.7, 23.7);
    add_box(120.4, 23.1, 120.5, 23.2);
    assert_pairs(*state, queen, "0-1 0-3");
    assert_pairs(*state, rook, "0-1 0-3");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1 0-2n 0-3");
}

/** Two boxes with a gap between them of so many metres to the north or to the east. */
static void add_pair_apart(double longitude, double latitude, double azimuth_deg, double gap_m) {
    er_point from = {longitude, latitude}, to = er_geodesic_direct(from, azimuth_deg, gap_m);
    if (azimuth_deg == 0) {
        add_box(longitude, latitude - 0.1, longitude + 0.1, latitude);
        add_box(longitude, to.y, longitude + 0.1, to.y + 0.1);
    } else {
        add_box(longitude - 0.1, latitude, longitude, latitude + 0.0001);
        add_box(to.x, latitude, to.x + 0.1, latitude + 0.0001);
    }
}

static void gaps_are_measured_in_metres(void **state) {
    static const double latitudes[] = {0, 25, -40, 60, 78}, gaps_m[] = {0.5, 20, 3000};
    for (size_t l = 0; l < sizeof latitudes / sizeof latitudes[0]; l++)
        for (size_t g = 0; g < sizeof gaps_m / sizeof gaps_m[0]; g++)
            for (double azimuth_deg = 0; azimuth_deg <= 90; azimuth_deg += 90) {
                clear_world();
                add_pair_apart(120.5, latitudes[l], azimuth_deg, gaps_m[g]);
                assert_pairs(*state, within(false, gaps_m[g] * 1.001), "0-1");
                assert_pairs(*state, within(false, gaps_m[g] * 0.999), "");
                assert_pairs(*state, queen, "");
                /* beside each other for a tenth of a degree, or for 11 m: as a line for four
                 * tolerances or more */
                double beside_m = azimuth_deg == 0 ? 11132 * cos(latitudes[l] / 57.29578) : 11;
                assert_pairs(*state, within(true, gaps_m[g] * 1.02),
                             beside_m > 4 * gaps_m[g] * 1.02 ? "0-1" : "");
                assert_pairs(*state, within(true, gaps_m[g] * 0.98), "");
            }
}

/* Four squares around a corner, drawn with slivers of a metre or two between or over each other:
 * exactly some touch and some do not, within 5 m all do, and across the corner in a point. */
static void slivers(void **state) {
    const double e = 1e-5; /* 1.1 m */
    clear_world();
    add_box(120, 23, 120.1 + e, 23.1 - e);
    add_box(120.1, 23, 120.2, 23.1 - e);
    add_box(120, 23.1, 120.1 - e, 23.2);
    add_box(120.1, 23.1, 120.2, 23.2);
    assert_pairs(*state, queen, "0-1");
    assert_pairs(*state, rook, "0-1");
    assert_pairs(*state, within(false, 5), "0-1 0-2 0-3 1-2 1-3 2-3");
    assert_pairs(*state, within(true, 5), "0-1 0-2 1-3 2-3");
}

/* Longitudes on from 180, back from -180, and in two parts: it is the same island. */
static void borders_beyond_the_180th_meridian(void **state) {
    clear_world();
    add_box(179, 60, 180, 61);
    add_box(-180, 60, -179, 61);
    add_box(180, 61, 181, 62);
    add_box(-179, 59, -178, 60);
    add_box(179.5, 59, 180, 60);
    assert_pairs(*state, rook, "0-1 0-4 1-2");
    assert_pairs(*state, queen, "0-1 0-2 0-4 1-2 1-3 1-4");
    clear_world();
    const er_point jumping[] = {{179, -17}, {-179, -17}, {-179, -16}, {179, -16}, {179, -17}};
    add_ring(jumping, 5);
    add_box(178, -17, 179, -16);
    add_box(-179, -17, -178, -16);
    add_box(0, -17, 1, -16);
    assert_pairs(*state, rook, "0-1 0-2");
    clear_world();
    add_box(179, 0, 179.9999, 1);
    add_box(-179.9999, 0, -179, 1);
    assert_pairs(*state, within(true, 30), "0-1"); /* 22 m */
    assert_pairs(*state, within(true, 20), "");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1n");
}

/* A ring around the pole, closed over it or not, borders what lies outside it. */
static void around_the_pole(void **state) {
    er_point ring[40];
    for (int closed = 0; closed < 2; closed++) {
        uint32_t count = 0;
        for (int i = 0; i <= 36; i++)
            ring[count++] = (er_point){-180 + 10 * i, -70};
        if (closed) {
            ring[count++] = (er_point){180, -90};
            ring[count++] = (er_point){-180, -90};
            ring[count++] = ring[0];
        }
        clear_world();
        add_ring(ring, count);
        add_box(20, -70, 30, -60);
        add_box(40, -69, 50, -60);
        add_box(175, -80, 178, -75);
        assert_pairs(*state, queen, "0-1 0-3");
    }
}

static void wide_polygons(void **state) {
    er_point ring[60];
    uint32_t count = 0;
    for (int i = 0; i <= 25; i++)
        ring[count++] = (er_point){-100 + 10 * i, 50};
    for (int i = 25; i >= 0; i--)
        ring[count++] = (er_point){-100 + 10 * i, 70};
    ring[count++] = ring[0];
    clear_world();
    add_ring(ring, count); /* from -100 over 0 to 150 */
    add_box(0, 40, 10, 50);
    add_box(150, 50, 160, 60);
    add_box(-120, 50, -100, 60);
    add_box(-170, 50, -160, 60);
    assert_pairs(*state, rook, "0-1 0-2 0-3");
}

/* ---- islands, links, points ------------------------------------------------------------------ */

/* A long coast whose middle is far away and a rock whose middle is nearer: outlines decide. */
static void islands_join_the_nearest_outline(void **state) {
    clear_world();
    add_box(120, 20, 120.2, 26);
    add_box(120.2, 20, 120.4, 26);
    add_box(120.6, 21, 120.61, 21.01);
    add_box(121, 21, 121.01, 21.01);
    assert_pairs(*state, queen, "0-1");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1 1-2n 2-3n");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 2}, "0-1 1-2n 1-3n 2-3n");
    er_adjacency found = neighbours(*state, (er_adjacency_rule){.nearest = 9});
    assert_int_equal(found.count, 6);
    assert_true(found.joined == 2 && found.alone == 0);
    er_adjacency_free(&found);
    found = neighbours(*state, queen);
    assert_true(found.joined == 0 && found.alone == 2);
    er_adjacency_free(&found);
}

/* A ferry takes the nearest one's place; where there is a border it changes nothing. */
static void links_join_in_any_case(void **state) {
    static const uint32_t links[][2] = {{3, 0}, {1, 0}, {2, 2}, {0, 3}};
    er_adjacency_rule rule = {.nearest = 1, .links = links, .link_count = 4};
    clear_world();
    add_box(120, 20, 121, 21);
    add_box(121, 20, 122, 21);
    add_box(122.5, 20, 122.6, 20.1);
    add_box(122.7, 20, 122.8, 20.1);
    assert_pairs(*state, rule, "0-1 0-3l 2-3n");
    rule.nearest = 0;
    assert_pairs(*state, rule, "0-1 0-3l");
    er_adjacency found = neighbours(*state, rule);
    assert_true(found.joined == 1 && found.alone == 1);
    er_adjacency_free(&found);
}

static void parts_count_as_one(void **state) {
    clear_world();
    uint8_t *at = wkb_u32(wkb_head(world.bytes, 6), 2);
    const er_point left[] = {{120, 20}, {121, 20}, {121, 21}, {120, 21}, {120, 20}};
    const er_point right[] = {{125, 20}, {126, 20}, {126, 21}, {125, 21}, {125, 20}};
    at = wkb_path(wkb_u32(wkb_head(at, 3), 1), left, 5);
    keep(wkb_path(wkb_u32(wkb_head(at, 3), 1), right, 5));
    add_box(121, 20, 122, 21);
    add_box(126, 20, 127, 21);
    add_box(124.5, 20, 124.6, 20.1);
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1 0-2 0-3n");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 2}, "0-1 0-2 0-3n 2-3n");
}

static void points_have_nearest_ones_alone(void **state) {
    clear_world();
    add_point(120, 23);
    add_point(120, 23); /* in the same place: no border, but the nearest there is */
    add_point(120.1, 23);
    add_box(120.05, 22.95, 120.08, 23.05);
    assert_pairs(*state, queen, "");
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1n 2-3n");
    clear_world();
    add_point(179.9, 0);
    add_point(-179.9, 0);
    add_point(179, 0);
    add_point(-179, 0);
    assert_pairs(*state, (er_adjacency_rule){.nearest = 1}, "0-1n 0-2n 1-3n");
}

/* ---- against other ways ---------------------------------------------------------------------- */

static void shuffle_shapes(er_random *random) {
    for (size_t i = world.count; i > 1; i--) {
        size_t j = (size_t)er_random_below(random, i);
        er_bytes kept = world.shapes[i - 1];
        world.shapes[i - 1] = world.shapes[j];
        world.shapes[j] = kept;
    }
}

/** Every pair asked of GEOS in degrees, as the shapes were given. */
static void assert_as_geos_says(er_context *ctx) {
    er_geos geos;
    GEOSGeometry *shape[MOST];
    assert_true(er_geos_open(&geos));
    er_adjacency points = neighbours(ctx, queen), lines = neighbours(ctx, rook);
    size_t next_point = 0, next_line = 0;
    for (size_t i = 0; i < world.count; i++)
        assert_non_null(shape[i] = er_geos_read(&geos, world.shapes[i]));
    for (uint32_t i = 0; i < world.count; i++)
        for (uint32_t j = i + 1; j < world.count; j++) {
            if (GEOSIntersects_r(geos.handle, shape[i], shape[j]) != 1) continue;
            double length = 0;
            GEOSGeometry *shared = GEOSIntersection_r(geos.handle, shape[i], shape[j]);
            assert_true(GEOSLength_r(geos.handle, shared, &length) == 1);
            GEOSGeom_destroy_r(geos.handle, shared);
            assert_true(next_point < points.count && points.pairs[next_point][0] == i &&
                        points.pairs[next_point][1] == j);
            next_point++;
            if (!(length > 1e-8)) continue;
            assert_true(next_line < lines.count && lines.pairs[next_line][0] == i &&
                        lines.pairs[next_line][1] == j);
            next_line++;
        }
    assert_int_equal(next_point, points.count);
    assert_int_equal(next_line, lines.count);
    for (size_t i = 0; i < world.count; i++)
        GEOSGeom_destroy_r(geos.handle, shape[i]);
    er_geos_close(&geos);
    er_adjacency_free(&points);
    er_adjacency_free(&lines);
}

/** Cells of a lattice of which some are missing and some are two or three wide. */
static void random_lattices_agree_with_geos(void **state) {
    er_random random = er_random_stream(30, 1);
    for (int round = 0; round < 20; round++) {
        clear_world();
        for (int row = 0; row < 10; row++)
            for (int column = 0, wide; column < 10; column += wide) {
                wide = 1 + (int)er_random_below(&random, 3);
                if (er_random_below(&random, 4) == 0) continue;
                add_box(119 + column * 0.25, 22 + row * 0.25, 119 + (column + wide) * 0.25,
                        22 + (row + 1) * 0.25);
            }
        shuffle_shapes(&random);
        assert_as_geos_says(*state);
    }
}

static void add_geometry(er_geos *geos, const GEOSGeometry *geometry) {
    size_t size = 0;
    unsigned char *wkb = er_geos_write(geos, geometry, &size);
    assert_non_null(wkb);
    assert_true(world.used + size + 4000 < sizeof world.bytes);
    memcpy(world.bytes + world.used, wkb, size);
    GEOSFree_r(geos->handle, wkb);
    keep(world.bytes + world.used + size);
}

static void voronoi_cells_agree_with_geos(void **state) {
    er_random random = er_random_stream(31, 1);
    for (int round = 0; round < 5; round++) {
        er_geos geos;
        assert_true(er_geos_open(&geos));
        GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos.handle, 150, 2);
        for (unsigned i = 0; i < 150; i++)
            GEOSCoordSeq_setXY_r(geos.handle, sequence, i, 120 + 2 * er_random_unit(&random),
                                 22 + 3 * er_random_unit(&random));
        GEOSGeometry *line = GEOSGeom_createLineString_r(geos.handle, sequence);
        GEOSGeometry *cells = GEOSVoronoiDiagram_r(geos.handle, line, NULL, 0, 0);
        clear_world();
        for (int i = 0; i < GEOSGetNumGeometries_r(geos.handle, cells); i++)
            if (er_random_below(&random, 10) > 0)
                add_geometry(&geos, GEOSGetGeometryN_r(geos.handle, cells, i));
        GEOSGeom_destroy_r(geos.handle, cells);
        GEOSGeom_destroy_r(geos.handle, line);
        er_geos_close(&geos);
        assert_true(world.count > 100);
        shuffle_shapes(&random);
        assert_as_geos_says(*state);
    }
}

/** Distances between all shapes: points by geodesics, others on the working plane of all. */
static void all_distances(er_context *ctx, double *distance_m) {
    er_geos geos;
    er_plane *plane = NULL;
    GEOSGeometry *shape[MOST];
    er_box extent;
    assert_true(er_geos_open(&geos));
    assert_ok(ctx, er_extent_of(ctx, world.shapes, world.count, &extent));
    assert_ok(ctx, er_plane_new(ctx, extent, &plane));
    for (size_t i = 0; i < world.count; i++) {
        er_point at[5];
        memcpy(at, world.shapes[i].data + 13, sizeof at);
        er_plane_forward(plane, at, 5);
        GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos.handle, 5, 2);
        for (unsigned k = 0; k < 5; k++)
            GEOSCoordSeq_setXY_r(geos.handle, sequence, k, at[k].x, at[k].y);
        shape[i] = GEOSGeom_createLinearRing_r(geos.handle, sequence);
    }
    for (size_t i = 0; i < world.count; i++)
        for (size_t j = 0; j < world.count; j++)
            GEOSDistance_r(geos.handle, shape[i], shape[j], &distance_m[i * world.count + j]);
    for (size_t i = 0; i < world.count; i++)
        GEOSGeom_destroy_r(geos.handle, shape[i]);
    er_plane_free(plane);
    er_geos_close(&geos);
}

/** Who is among the `nearest` of whom, by all distances; either way makes a pair. */
static void assert_nearest(er_context *ctx, const double *distance_m, size_t nearest) {
    er_adjacency found = neighbours(ctx, (er_adjacency_rule){.nearest = nearest});
    size_t n = world.count, next = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n; j++) {
            size_t nearer_to_i = 0, nearer_to_j = 0;
            for (size_t k = 0; k < n; k++) {
                nearer_to_i += k != i && distance_m[i * n + k] < distance_m[i * n + j];
                nearer_to_j += k != j && distance_m[j * n + k] < distance_m[j * n + i];
            }
            if (nearer_to_i >= nearest && nearer_to_j >= nearest) continue;
            assert_true(next < found.count && found.pairs[next][0] == i &&
                        found.pairs[next][1] == j && found.kind[next] == ER_ADJACENT_NEAREST);
            next++;
        }
    assert_int_equal(next, found.count);
    assert_true(found.joined == n && found.alone == 0);
    er_adjacency_free(&found);
}

static void nearest_ones_agree_with_all_distances(void **state) {
    static double distance_m[400 * 400];
    er_random random = er_random_stream(32, 1);
    clear_world();
    for (int i = 0; i < 400; i++)
        add_point(118 + 6 * er_random_unit(&random), 21 + 6 * er_random_unit(&random));
    for (size_t i = 0; i < 400; i++)
        for (size_t j = 0; j < 400; j++) {
            er_point a, b;
            memcpy(&a, world.shapes[i].data + 5, sizeof a);
            memcpy(&b, world.shapes[j].data + 5, sizeof b);
            distance_m[i * 400 + j] = er_geodesic_distance(a, b);
        }
    assert_nearest(*state, distance_m, 1);
    assert_nearest(*state, distance_m, 5);
    clear_world();
    for (int i = 0; i < 100; i++) {
        double west = 119 + 0.3 * (i % 10) + 0.1 * er_random_unit(&random);
        double south = 22 + 0.3 * (i / 10) + 0.1 * er_random_unit(&random);
        add_box(west, south, west + 0.02 + 0.15 * er_random_unit(&random),
                south + 0.02 + 0.15 * er_random_unit(&random));
    }
    all_distances(*state, distance_m);
    assert_nearest(*state, distance_m, 1);
    assert_nearest(*state, distance_m, 3);
}

/* 968 pairs of towns touch, eight of them in a point; eleven islands touch none. Counted with
 * Shapely on the same file. */
static void towns_of_the_bundled_study(void **state) {
    char path[1000];
    const char *source = getenv("EVENREACH_SOURCE");
    er_table *table = NULL;
    er_arena *arena = NULL;
    er_table_row row;
    bool more = true;
    if (!source) skip();
    snprintf(path, sizeof path, "%s/gisdata/tw/towns.fgb", source);
    er_table_options options = er_table_defaults(path);
    assert_ok(*state, er_arena_new(*state, &arena));
    assert_ok(*state, er_table_open(*state, &options, &table));
    clear_world();
    for (;;) {
        const char *copy;
        assert_ok(*state, er_table_next(*state, table, &row, &more));
        if (!more) break;
        assert_ok(*state, er_arena_text(*state, arena, (const char *)row.geometry.data,
                                        row.geometry.size, &copy));
        world.shapes[world.count++] = (er_bytes){(const uint8_t *)copy, row.geometry.size};
    }
    er_table_close(table);
    assert_int_equal(world.count, 368);
    er_adjacency all = neighbours(*state, (er_adjacency_rule){.nearest = 2});
    er_adjacency lines = neighbours(*state, rook);
    size_t borders = 0;
    for (size_t i = 0; i < all.count; i++)
        borders += all.kind[i] == ER_ADJACENT_BORDER;
    assert_int_equal(borders, 968);
    assert_int_equal(lines.count, 960);
    assert_int_equal(lines.alone, 11);
    assert_true(all.joined == 11 && all.alone == 0);
    er_adjacency_free(&all);
    er_adjacency_free(&lines);
    er_arena_free(arena);
}

/* ---- what is not quite right ----------------------------------------------------------------- */

static void crossed_open_and_doubled_rings(void **state) {
    const er_point bow_tie[] = {{120, 23}, {121, 24}, {121, 23}, {120, 24}, {120, 23}};
    const er_point open[] = {{121, 23}, {122, 23}, {122, 24}, {121, 24}};
    const er_point doubled[] = {{122, 23}, {122, 23}, {123, 23}, {123, 23}, {123, 24},
                                {124, 25}, {123, 24}, {122, 24}, {122, 23}};
    const er_point flat[] = {{124, 25}, {125, 25}, {126, 25}, {124, 25}};
    clear_world();
    add_ring(bow_tie, 5);
    add_ring(open, 4);
    add_ring(doubled, 9); /* with a spike to 124, 25 */
    add_ring(flat, 4);    /* without an inside: its line is what there is */
    add_box(124.5, 25, 125.5, 26);
    assert_pairs(*state, queen, "0-1 1-2 3-4");
    assert_pairs(*state, rook, "0-1 1-2 3-4");
}

static void assert_refused(er_context *ctx, er_status status, const char *part) {
    er_adjacency found = {.count = 77};
    assert_int_equal(er_adjacency_new(ctx, world.shapes, world.count, &queen, &found), status);
    if (!strstr(er_context_error(ctx), part)) fail_msg("%s", er_context_error(ctx));
    assert_int_equal(found.count, 77);
    assert_ok(ctx, er_adjacency_check(ctx, world.shapes[0]));
    assert_int_equal(er_adjacency_check(ctx, world.shapes[1]), status);
    assert_null(strstr(er_context_error(ctx), "geometry 2"));
}

static void bad_geometries_are_named(void **state) {
    const er_point line[] = {{120, 23}, {121, 24}},
                   wild[] = {{120, 23}, {121, NAN}, {121, 23}, {120, 23}};
    const er_point metres[] = {
        {250000, 2700000}, {250100, 2700000}, {250100, 2700100}, {250000, 2700000}};
    clear_world();
    add_box(120, 23, 121, 24);
    keep(wkb_path(wkb_head(world.bytes + world.used, 2), line, 2));
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: a line has no neighbours");
    world.count = 1;
    add_ring(wild, 4);
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: a coordinate");
    world.count = 1;
    add_ring(metres, 4);
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: latitude");
    world.count = 1;
    keep(wkb_u32(wkb_head(world.bytes + world.used, 3), 0));
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: the geometry is empty");
    world.shapes[1] = (er_bytes){0};
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: the geometry is empty");
    world.shapes[1] = (er_bytes){world.shapes[0].data, 40};
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: ");
    world.count = 1;
    add_ring(line, 2);
    assert_refused(*state, ER_ERR_GEOMETRY, "geometry 2: the geometry is empty");
}

static void bad_rules_are_refused(void **state) {
    static const uint32_t links[][2] = {{0, 1}, {1, 2}};
    er_adjacency found;
    clear_world();
    add_box(120, 23, 121, 24);
    add_box(121, 23, 122, 24);
    er_adjacency_rule rule = {.links = links, .link_count = 2};
    assert_int_equal(er_adjacency_new(*state, world.shapes, 2, &rule, &found), ER_ERR_RANGE);
    assert_string_equal(er_context_error(*state), "link 2: the geometry 2 is not one of 2");
    static const double tolerances[] = {-1, NAN, 10001, INFINITY};
    for (int i = 0; i < 4; i++) {
        rule = within(false, tolerances[i]);
        assert_int_equal(er_adjacency_new(*state, world.shapes, 2, &rule, &found), ER_ERR_RANGE);
    }
    rule = within(false, 10000);
    assert_ok(*state, er_adjacency_new(*state, world.shapes, 0, &rule, &found));
    assert_true(found.count == 0 && found.alone == 0);
    er_adjacency_free(&found);
    er_adjacency_free(&found);
}

static bool stop(void *user) {
    (void)user;
    return true;
}

static void can_be_stopped(void **state) {
    er_adjacency found;
    clear_world();
    add_box(120, 23, 121, 24);
    er_context_set_cancel(*state, stop, NULL);
    assert_int_equal(er_adjacency_new(*state, world.shapes, 1, &queen, &found), ER_ERR_CANCELLED);
    er_context_set_cancel(*state, NULL, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(squares_of_a_lattice),
        cmocka_unit_test(a_corner_on_an_edge),
        cmocka_unit_test(enclaves),
        cmocka_unit_test(gaps_are_measured_in_metres),
        cmocka_unit_test(slivers),
        cmocka_unit_test(borders_beyond_the_180th_meridian),
        cmocka_unit_test(around_the_pole),
        cmocka_unit_test(wide_polygons),
        cmocka_unit_test(islands_join_the_nearest_outline),
        cmocka_unit_test(links_join_in_any_case),
        cmocka_unit_test(parts_count_as_one),
        cmocka_unit_test(points_have_nearest_ones_alone),
        cmocka_unit_test(random_lattices_agree_with_geos),
        cmocka_unit_test(voronoi_cells_agree_with_geos),
        cmocka_unit_test(nearest_ones_agree_with_all_distances),
        cmocka_unit_test(towns_of_the_bundled_study),
        cmocka_unit_test(crossed_open_and_doubled_rings),
        cmocka_unit_test(bad_geometries_are_named),
        cmocka_unit_test(bad_rules_are_refused),
        cmocka_unit_test(can_be_stopped),
    };
    return cmocka_run_group_tests(tests, test_context_up, test_context_down);
}
