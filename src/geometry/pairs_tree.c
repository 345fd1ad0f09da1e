#include "geometry/ellipsoid.h"
#include "geometry/pairs.h"

#include <math.h>

enum { LEAF_PLACES = 12, DEPTH_LIMIT = 34 };

/* A chord and its geodesic are computed to some nanometres, a plane's distance to the last bit. */
static const double relative_slack = 1e-12;
static const double slack_m = 1e-6;

er_place er_place_of(er_point point, bool in_degrees) {
    if (!in_degrees) return (er_place){{point.x, point.y, 0}};
    const double degree = acos(-1.0) / 180;
    const double eccentricity2 = ER_WGS84_FLATTENING * (2 - ER_WGS84_FLATTENING);
    double longitude = remainder(point.x, 360) * degree, latitude = point.y * degree;
    double s = sin(latitude);
    double normal_m = ER_WGS84_MAJOR_M / sqrt(1 - eccentricity2 * s * s); /* prime vertical */
    double out_m = normal_m * cos(latitude);
    return (er_place){
        {out_m * cos(longitude), out_m * sin(longitude), normal_m * (1 - eccentricity2) * s}};
}

static void swap(uint32_t *a, uint32_t *b) {
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

/** Hoare's selection: the lower half of [begin, end) along an axis comes before the middle. */
static void halve(er_place_tree *tree, uint32_t begin, uint32_t end, int axis) {
    uint32_t middle = begin + (end - begin) / 2, low = begin, high = end - 1;
    uint32_t *order = tree->order;
    while (low < high) {
        double pivot = tree->places[order[low + (high - low) / 2]].at[axis];
        uint32_t i = low, j = high;
        for (;;) {
            while (tree->places[order[i]].at[axis] < pivot)
                i++;
            while (tree->places[order[j]].at[axis] > pivot)
                j--;
            if (i >= j) break;
            swap(&order[i++], &order[j--]);
        }
        if (middle <= j)
            high = j;
        else
            low = j + 1;
    }
}

static void enclose(const er_place_tree *tree, er_place_node *node) {
    node->low = node->high = tree->places[tree->order[node->begin]];
    for (uint32_t i = node->begin + 1; i < node->end; i++)
        for (int axis = 0; axis < 3; axis++) {
            double at = tree->places[tree->order[i]].at[axis];
            node->low.at[axis] = fmin(node->low.at[axis], at);
            node->high.at[axis] = fmax(node->high.at[axis], at);
        }
}

static int widest(const er_place_node *node) {
    int best = 0;
    for (int axis = 1; axis < 3; axis++)
        if (node->high.at[axis] - node->low.at[axis] > node->high.at[best] - node->low.at[best])
            best = axis;
    return best;
}

/* Halves by count: no deeper than the number of bits. */
static void grow(er_place_tree *tree, uint32_t begin, uint32_t end) {
    uint32_t index = tree->node_count++, middle = begin + (end - begin) / 2;
    er_place_node *node = &tree->nodes[index];
    *node = (er_place_node){.begin = begin, .end = end};
    enclose(tree, node);
    if (end - begin <= LEAF_PLACES) return;
    halve(tree, begin, end, widest(node));
    grow(tree, begin, middle);
    node->after = tree->node_count;
    grow(tree, middle, end);
}

er_status er_place_tree_new(er_context *ctx, er_arena *arena, const er_point *points,
                            uint32_t count, bool in_degrees, er_place_tree *out) {
    er_place_tree tree = {0};
    /* A node has more than half a leaf of places. */
    size_t nodes = (size_t)count / (LEAF_PLACES / 4) + 1;
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *tree.places, &tree.places));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *tree.order, &tree.order));
    ER_TRY(er_arena_alloc(ctx, arena, nodes * sizeof *tree.nodes, &tree.nodes));
    for (uint32_t i = 0; i < count; i++) {
        tree.places[i] = er_place_of(points[i], in_degrees);
        tree.order[i] = i;
    }
    if (count > 0) grow(&tree, 0, count);
    *out = tree;
    return ER_OK;
}

static double gap(double low, double high, double at) {
    return fmax(fmax(low - at, at - high), 0);
}

static double gap_m(const er_place *low, const er_place *high, const er_place *from) {
    return hypot(
        hypot(gap(low->at[0], high->at[0], from->at[0]), gap(low->at[1], high->at[1], from->at[1])),
        gap(low->at[2], high->at[2], from->at[2]));
}

er_status er_place_tree_search(er_context *ctx, const er_place_tree *tree, er_place from,
                               double reach_m, uint32_t **found, size_t *capacity, size_t *count) {
    uint32_t open[DEPTH_LIMIT + 2];
    int depth = 0;
    double most_m = reach_m * (1 + relative_slack) + slack_m;
    if (tree->node_count > 0) open[depth++] = 0;
    while (depth > 0) {
        uint32_t index = open[--depth];
        const er_place_node *node = &tree->nodes[index];
        if (gap_m(&node->low, &node->high, &from) > most_m) continue;
        if (node->after) {
            open[depth++] = node->after;
            open[depth++] = index + 1;
            continue;
        }
        ER_TRY(er_reserve(ctx, found, capacity, *count + LEAF_PLACES, sizeof **found));
        for (uint32_t i = node->begin; i < node->end; i++) {
            const er_place *place = &tree->places[tree->order[i]];
            if (gap_m(place, place, &from) <= most_m) (*found)[(*count)++] = tree->order[i];
        }
    }
    return ER_OK;
}
