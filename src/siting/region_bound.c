/* The bound of a node of a region: for any prices t of classes that are not met yet, from 0 to
 * their worth w, no set of the branch reaches more than
 *
 *   what the sites that are in reach + sum of (w_i - t_i)
 *       + the sum of s_j = sum over j's classes of t_i - charge_j of open sites, where positive
 *
 * (relaxation.c without a count of sites). Prices move as in cover_bound.c. */
#include "siting/region_search.h"

#include <math.h>
#include <string.h>

static const double newest_part = 0.15, shrinks = 0.75;
enum { MOST_FAILED = 6 };
/* Open sites that were above 0 so often belong to the set that is tried. */
static const double often = 0.4;
/* A site that was always or never above 0 counts a little, too, where a branch is looked for. */
static const double least_doubt = 1e-3, least_weight = 1e-9;

/** Mark what the sites that are in meet; returns what they reach. */
static double settle(er_siting_region_search *s, const er_siting_region_node *node) {
    const er_siting_region *r = s->region;
    double reached = 0;
    memset(s->met, 0, r->class_count);
    for (size_t i = 0; i < r->count; i++) {
        if (node->fixed[i] != ER_SITING_IN) continue;
        reached -= s->charge[i];
        for (size_t k = r->start[i]; k < r->start[i + 1]; k++) {
            size_t c = r->classes[k];
            if (!s->met[c]) reached += r->worth[c];
            s->met[c] = true;
        }
    }
    return reached;
}

static void begin_prices(er_siting_region_search *s, const er_siting_region_node *node) {
    for (size_t c = 0; c < s->region->class_count; c++)
        s->trial[c] = s->met[c] ? 0 : fmin((double)node->price[c], s->region->worth[c]);
}

/** The bound at the prices, with its slope and the scores. */
static double take(er_siting_region_search *s, const er_siting_region_node *node, double settled) {
    const er_siting_region *r = s->region;
    double value = settled;
    for (size_t c = 0; c < r->class_count; c++) {
        s->slope[c] = -1;
        if (!s->met[c]) value += r->worth[c] - s->trial[c];
    }
    for (size_t i = 0; i < r->count; i++) {
        if (node->fixed[i] != ER_SITING_OPEN) continue;
        double score = -s->charge[i];
        for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
            score += s->trial[r->classes[k]];
        s->last_score[i] = score;
        if (score <= 0) continue;
        value += score;
        for (size_t k = r->start[i]; k < r->start[i + 1]; k++)
            s->slope[r->classes[k]] += 1;
    }
    return value;
}

/** Bring the means nearer to what was taken last. */
static void blend(er_siting_region_search *s, double part) {
    for (size_t c = 0; c < s->region->class_count; c++)
        s->mean[c] += part * (s->slope[c] - s->mean[c]);
    for (size_t i = 0; i < s->region->count; i++)
        s->share[i] += part * ((s->last_score[i] > 0 ? 1 : 0) - s->share[i]);
}

static double direction(const er_siting_region_search *s, size_t c) {
    double by = -s->mean[c];
    if (s->met[c] || (by > 0 && s->trial[c] >= s->region->worth[c])) return 0;
    return by < 0 && s->trial[c] <= 0 ? 0 : by;
}

static void move(er_siting_region_search *s, double above, double pace) {
    const er_siting_region *r = s->region;
    double square = 0;
    for (size_t c = 0; c < r->class_count; c++) {
        s->slope[c] = direction(s, c);
        square += s->slope[c] * s->slope[c] * r->worth[c];
    }
    if (!(square > 0)) return;
    double step = pace * above / square;
    for (size_t c = 0; c < r->class_count; c++) {
        double moved = s->trial[c] + step * s->slope[c] * r->worth[c];
        if (s->slope[c] != 0) s->trial[c] = fmin(fmax(moved, 0), r->worth[c]);
    }
}

static bool is_left_out(er_siting_region_search *s, double bound) {
    if (bound > s->reached + s->enough) return false;
    s->left_out = fmax(s->left_out, bound);
    return true;
}

/** Lower the bound, which is of its parent at first. */
static void descend(er_siting_region_search *s, er_siting_region_node *node, double settled,
                    int steps) {
    double pace = 1, lowest = INFINITY;
    for (int step = 0, failed = 0; step < steps; step++) {
        double value = take(s, node, settled);
        blend(s, step == 0 ? 1 : newest_part);
        if (value < lowest) {
            lowest = value;
            failed = 0;
            for (size_t c = 0; c < s->region->class_count; c++)
                node->price[c] = (float)s->trial[c];
            memcpy(s->score, s->last_score, s->region->count * sizeof *s->score);
        } else if (++failed == MOST_FAILED) {
            pace *= shrinks;
            failed = 0;
        }
        if (lowest <= s->reached + s->enough) break;
        move(s, value - s->reached, pace);
    }
    node->bound = fmin(node->bound, lowest);
}

static void try_often_taken(er_siting_region_search *s, const er_siting_region_node *node) {
    for (size_t i = 0; i < s->region->count; i++)
        s->tried[i] = node->fixed[i] == ER_SITING_IN ||
                      (node->fixed[i] == ER_SITING_OPEN && s->share[i] > often);
    er_siting_region_try(s);
}

/** Settle the sites for which the bound leaves one choice. */
static void fix(er_siting_region_search *s, er_siting_region_node *node) {
    for (size_t i = 0; i < s->region->count; i++)
        if (node->fixed[i] == ER_SITING_OPEN && is_left_out(s, node->bound - fabs(s->score[i])))
            node->fixed[i] = s->score[i] > 0 ? ER_SITING_IN : ER_SITING_OUT;
}

/** The site that is most in doubt, by the prices of what it meets; UINT32_MAX: none is open. */
static uint32_t branch_of(const er_siting_region_search *s, const er_siting_region_node *node) {
    uint32_t branch = UINT32_MAX;
    double most = 0;
    for (size_t i = 0; i < s->region->count; i++) {
        if (node->fixed[i] != ER_SITING_OPEN) continue;
        double doubt = fmin(s->share[i], 1 - s->share[i]) + least_doubt;
        double weight = doubt * fmax(s->score[i] + s->charge[i], least_weight);
        if (weight <= most) continue;
        most = weight;
        branch = (uint32_t)i;
    }
    return branch;
}

bool er_siting_region_bound(er_siting_region_search *s, er_siting_region_node *node, int steps) {
    double settled = settle(s, node);
    begin_prices(s, node);
    descend(s, node, settled, steps);
    if (is_left_out(s, node->bound)) return false;
    try_often_taken(s, node);
    fix(s, node);
    node->branch = branch_of(s, node);
    if (node->branch < UINT32_MAX) return true;
    /* One set is left, and it is at hand. */
    for (size_t i = 0; i < s->region->count; i++)
        s->tried[i] = node->fixed[i] == ER_SITING_IN;
    s->left_out = fmax(s->left_out, settle(s, node));
    er_siting_region_try(s);
    return false;
}
