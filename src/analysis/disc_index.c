/* A balanced tree over the discs' centres: each node has the box of its centres and the largest of
 * its radii, which bound what any of its discs can be. */
#include "analysis/disc_index.h"
#include "core/order.h"

#include <math.h>
#include <stdlib.h>

enum { LEAF_DISCS = 8 };

struct node {
    er_box box; /**< of the centres */
    double radius_m;
    size_t begin; /**< into order */
    size_t end;
    size_t right; /**< the left child is the next node; 0: a leaf */
};

struct er_disc_index {
    const er_disc *discs;
    size_t *order;
    size_t count;
    struct node *nodes;
    size_t node_count;
};

/* ---- building -------------------------------------------------------------------------------- */

struct axis {
    const er_disc *discs;
    bool upright;
};

/** By place along the axis, then index: one order, whatever the discs are. */
static int along(const void *left, const void *right, void *user) {
    const size_t *a = left, *b = right;
    const struct axis *axis = user;
    double x = axis->upright ? axis->discs[*a].y : axis->discs[*a].x;
    double y = axis->upright ? axis->discs[*b].y : axis->discs[*b].x;
    if (x != y) return x < y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

static struct node node_over(const er_disc_index *tree, size_t begin, size_t end) {
    struct node node = {{INFINITY, INFINITY, -INFINITY, -INFINITY}, 0, begin, end, 0};
    for (size_t i = begin; i < end; i++) {
        const er_disc *d = &tree->discs[tree->order[i]];
        node.box = (er_box){fmin(node.box.min_x, d->x), fmin(node.box.min_y, d->y),
                            fmax(node.box.max_x, d->x), fmax(node.box.max_y, d->y)};
        node.radius_m = fmax(node.radius_m, d->radius_m);
    }
    return node;
}

/** As deep as the logarithm of the count. */
static void grow(er_disc_index *tree, size_t begin, size_t end) {
    struct node *node = &tree->nodes[tree->node_count++];
    *node = node_over(tree, begin, end);
    if (end - begin <= LEAF_DISCS) return;
    struct axis axis = {tree->discs,
                        node->box.max_y - node->box.min_y > node->box.max_x - node->box.min_x};
    qsort_r(tree->order + begin, end - begin, sizeof *tree->order, along, &axis);
    size_t middle = begin + (end - begin) / 2;
    grow(tree, begin, middle);
    node->right = tree->node_count;
    grow(tree, middle, end);
}

er_status er_disc_index_new(er_context *ctx, const er_disc *discs, const size_t *picked,
                            size_t count, er_disc_index **out) {
    er_disc_index *tree = NULL;
    er_status status;
    ER_TRY(er_alloc(ctx, 1, sizeof *tree, &tree));
    tree->discs = discs;
    tree->count = count;
    ER_GOTO(status, failed, er_alloc(ctx, count + 1, sizeof *tree->order, &tree->order));
    /* halves of more than 8 have at least 4: at most count / 4 leaves, and as many nodes above */
    ER_GOTO(status, failed, er_alloc(ctx, count / 2 + 2, sizeof *tree->nodes, &tree->nodes));
    for (size_t i = 0; i < count; i++)
        tree->order[i] = picked ? picked[i] : i;
    if (count > 0) grow(tree, 0, count);
    *out = tree;
    return ER_OK;
failed:
    er_disc_index_free(tree);
    return status;
}

void er_disc_index_free(er_disc_index *tree) {
    if (!tree) return;
    er_free(tree->order);
    er_free(tree->nodes);
    er_free(tree);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/** The larger of two numbers of which none is NAN: fmax is a call where it must look for that, and
 *  a search asks for thousands. */
static double larger(double a, double b) {
    return a > b ? a : b;
}

static double outside_by(double value, double low, double high) {
    return larger(0, larger(low - value, value - high));
}

/** The plane is far too small for hypot's care. */
static double length_of(double x, double y) {
    return sqrt(x * x + y * y);
}

static double distance_to_box(er_point p, er_box box) {
    return length_of(outside_by(p.x, box.min_x, box.max_x), outside_by(p.y, box.min_y, box.max_y));
}

/* Bounds are rounded like the figures they bound: a node is passed over only if it is worse by more
 * than that, so that of equals the first by index is found wherever it stands. */
static const double slack = 1e-12;

static double slack_of(double a, double b) {
    return slack * (fabs(a) + fabs(b));
}

/** The search for what is best: of the largest figure `radius_share` x radius less distance. */
struct search {
    const er_disc_index *tree;
    er_point at;
    double radius_share;
    er_disc_filter filter;
    const void *user;
    double best;
    size_t disc;
};

static double bound_of(const struct search *s, const struct node *node) {
    double distance_m = distance_to_box(s->at, node->box);
    double radius_m = s->radius_share * node->radius_m;
    return radius_m - distance_m + slack_of(radius_m, distance_m);
}

static void look_at_discs(struct search *s, const struct node *node) {
    for (size_t i = node->begin; i < node->end; i++) {
        size_t k = s->tree->order[i];
        const er_disc *d = &s->tree->discs[k];
        double figure = s->radius_share * d->radius_m - length_of(d->x - s->at.x, d->y - s->at.y);
        bool better = figure > s->best || (figure == s->best && k < s->disc);
        if (!better || (s->filter && !s->filter(s->user, k))) continue;
        s->best = figure;
        s->disc = k;
    }
}

/** Look at a node of this bound. */
static void look(struct search *s, size_t index, double bound) {
    const struct node *node = &s->tree->nodes[index];
    if (bound < s->best) return;
    if (node->right == 0) {
        look_at_discs(s, node);
        return;
    }
    double left = bound_of(s, &s->tree->nodes[index + 1]);
    double right = bound_of(s, &s->tree->nodes[node->right]);
    bool left_first = left >= right;
    look(s, left_first ? index + 1 : node->right, left_first ? left : right);
    look(s, left_first ? node->right : index + 1, left_first ? right : left);
}

static struct search find(const er_disc_index *tree, er_point at, double radius_share,
                          er_disc_filter filter, const void *user) {
    struct search s = {tree, at, radius_share, filter, user, -INFINITY, SIZE_MAX};
    if (tree->count > 0) look(&s, 0, INFINITY);
    return s;
}

size_t er_disc_index_deepest(const er_disc_index *tree, er_point on_plane, double *margin_m) {
    struct search s = find(tree, on_plane, 1, NULL, NULL);
    *margin_m = s.best;
    return s.disc;
}

size_t er_disc_index_nearest(const er_disc_index *tree, er_point on_plane, er_disc_filter filter,
                             const void *user) {
    return find(tree, on_plane, 0, filter, user).disc;
}

static double gap_m(er_box a, er_box b) {
    double x = larger(0, larger(a.min_x - b.max_x, b.min_x - a.max_x));
    double y = larger(0, larger(a.min_y - b.max_y, b.min_y - a.max_y));
    return length_of(x, y);
}

struct gathering {
    er_context *ctx;
    const er_disc_index *tree;
    er_box box;
    size_t **found;
    size_t *capacity;
    size_t *count;
};

static er_status gather(const struct gathering *g, size_t index) {
    const struct node *node = &g->tree->nodes[index];
    double distance_m = gap_m(node->box, g->box);
    if (distance_m > node->radius_m + slack_of(distance_m, node->radius_m)) return ER_OK;
    if (node->right != 0) {
        ER_TRY(gather(g, index + 1));
        return gather(g, node->right);
    }
    for (size_t i = node->begin; i < node->end; i++) {
        size_t k = g->tree->order[i];
        const er_disc *d = &g->tree->discs[k];
        if (distance_to_box((er_point){d->x, d->y}, g->box) > d->radius_m) continue;
        ER_TRY(er_reserve(g->ctx, g->found, g->capacity, *g->count + 1, sizeof **g->found));
        (*g->found)[(*g->count)++] = k;
    }
    return ER_OK;
}

er_status er_disc_index_meeting(er_context *ctx, const er_disc_index *tree, er_box box,
                                size_t **found, size_t *capacity, size_t *count) {
    struct gathering g = {ctx, tree, box, found, capacity, count};
    *count = 0;
    if (tree->count == 0) return ER_OK;
    ER_TRY(gather(&g, 0));
    if (*count > 1) qsort(*found, *count, sizeof **found, er_order_sizes);
    return ER_OK;
}
