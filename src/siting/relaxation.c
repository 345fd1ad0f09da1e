/* For any prices, no set of at most k sites that holds all conditions does more for the aim than
 *
 *   L = sum over classes of c_i + sum over conditions of m_g b_g - sum over floors of p_f n_f
 *       + the k largest, where positive, of s_j = a_j - sum of m_g b_gj + sum over j's classes of
 * p_ij
 *
 * where a class that is met once has p_ij = t_i and c_i = w_i - t_i with 0 <= t_i <= w_i (Galvao
 * and ReVelle, European Journal of Operational Research 88 (1996)), one that is met again with
 * worth v_i c_i = max(0, w_i - t_i, w_i + v_i - 2 t_i), and one that is met in shares p_ij = max(0,
 * w_ij - t_i) and c_i = t_i (Cornuejols, Fisher and Nemhauser, Management Science 23 (1977), for
 * the location of bank accounts). w of a class counts 1 for the aim and p_f for each floor that it
 * is in. a_j is minus the cost where that is the aim, and classes then count for the need alone. */
#include "siting/relaxation.h"

#include <math.h>
#include <stdlib.h>

static bool on_sites(const er_siting_condition *condition) {
    return condition->kind != ER_SITING_COUNT && condition->kind != ER_SITING_FLOOR &&
           condition->kind != ER_SITING_NEED;
}

static bool on_demand(const er_siting_condition *condition) {
    return condition->kind == ER_SITING_FLOOR || condition->kind == ER_SITING_NEED;
}

static bool counts_for(const er_siting_relaxation *r, size_t class, size_t condition) {
    const er_siting_condition *c = &r->conditions[condition];
    return c->kind == ER_SITING_NEED || er_siting_class_in_floor(r->rows, class, c->index);
}

static double needs(const er_siting_relaxation *r, size_t condition) {
    const er_siting_condition *c = &r->conditions[condition];
    int64_t units = c->kind == ER_SITING_NEED ? r->rows->needed : r->rows->floor_needs[c->index];
    return (double)units / r->whole;
}

static double *price_of(const er_siting_relaxation *r, size_t condition) {
    return &r->price[r->rows->problem.class_count + condition];
}

static void add_slope(er_siting_relaxation *r, size_t condition, double by) {
    r->slope[r->rows->problem.class_count + condition] += by;
}

double er_siting_relaxation_highest(const er_siting_relaxation *r, size_t price) {
    return price < r->rows->problem.class_count ? 1 : INFINITY;
}

/** What all of a class is worth at most, and at the start its price: it is shared by its members.
 */
static void begin_class(er_siting_relaxation *r, size_t class) {
    const er_siting_problem *p = &r->rows->problem;
    size_t begin = p->class_start[class], end = p->class_start[class + 1];
    int64_t top = p->worth ? 0 : p->weight[class];
    for (size_t k = begin; p->worth && k < end; k++)
        if (p->member_worth[k] > top) top = p->member_worth[k];
    r->top[class] = (double)top / r->whole;
    r->scale[class] = 1;
    r->price[class] = p->worth ? 0.5 : 1 / (double)(end - begin);
}

static void begin_condition(er_siting_relaxation *r, size_t condition) {
    double most_amount = 1e-12, least, most;
    size_t price = r->rows->problem.class_count + condition;
    const er_siting_checked *checked = r->rows->checked;
    r->scale[price] = 1;
    if (!on_sites(&r->conditions[condition])) return;
    er_siting_condition_row(checked, &r->conditions[condition], &least, &most);
    for (size_t j = 0; j < checked->free_count; j++)
        most_amount = fmax(most_amount, fabs(er_siting_condition_amount(
                                            checked, &r->conditions[condition], checked->free[j])));
    r->scale[price] = 1 / (most_amount * (double)(r->most > 0 ? r->most : 1));
    r->row_least[condition] = least;
    r->row_most[condition] = most;
}

er_status er_siting_relaxation_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                                   er_siting_relaxation *out) {
    const er_siting_problem *p = &rows->problem;
    const er_siting_checked *checked = rows->checked;
    bool fewest = checked->task->aim == ER_SITING_FEWEST;
    er_siting_relaxation r = {.rows = rows, .whole = (double)rows->total + 1};
    ER_TRY(er_siting_conditions(ctx, arena, checked, &r.conditions, &r.condition_count));
    r.count = p->class_count + r.condition_count;
    r.most = fewest ? p->count : checked->task->k;
    for (size_t j = 0; fewest && j < p->count; j++)
        r.whole_cost += (double)checked->cost[checked->free[j]];
    if (fewest && r.whole_cost == 0) r.whole_cost = 1;
    size_t bytes = (r.count + 1) * sizeof(double);
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.price));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.slope));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.scale));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.top));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.scaled));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.row_least));
    ER_TRY(er_arena_alloc(ctx, arena, bytes, &r.row_most));
    ER_TRY(er_arena_alloc(ctx, arena, (p->count + 1) * sizeof *r.own, &r.own));
    ER_TRY(er_arena_alloc(ctx, arena, (p->count + 1) * sizeof *r.scores, &r.scores));
    for (size_t c = 0; c < p->class_count; c++)
        begin_class(&r, c);
    for (size_t g = 0; g < r.condition_count; g++)
        begin_condition(&r, g);
    *out = r;
    return ER_OK;
}

static int by_score(const void *a, const void *b) {
    const er_siting_score *l = a, *r = b;
    if (l->score != r->score) return l->score > r->score ? -1 : 1;
    return (l->site > r->site) - (l->site < r->site);
}

static void swap_scores(er_siting_score *a, er_siting_score *b) {
    const er_siting_score kept = *a;
    *a = *b;
    *b = kept;
}

/** Bring the first `wanted` of all before the others (Hoare, Algorithm 65: find, Comm. ACM 4
 *  (1961)). No two are equal. */
static void select_first(er_siting_score *scores, size_t count, size_t wanted) {
    size_t low = 0, high = count;
    while (high - low > 1 && low < wanted && wanted < high) {
        size_t end = low;
        swap_scores(&scores[low + (high - low) / 2], &scores[high - 1]);
        for (size_t i = low; i + 1 < high; i++)
            if (by_score(&scores[i], &scores[high - 1]) < 0)
                swap_scores(&scores[i], &scores[end++]);
        swap_scores(&scores[end], &scores[high - 1]);
        if (end >= wanted)
            high = end;
        else
            low = end + 1;
    }
}

void er_siting_relaxation_rank(er_siting_relaxation *r) {
    const size_t count = r->rows->problem.count;
    const size_t ranked = r->most < count ? r->most + 1 : count;
    select_first(r->scores, count, ranked);
    if (ranked > 1) qsort(r->scores, ranked, sizeof *r->scores, by_score);
}

size_t er_siting_relaxation_taken(const er_siting_relaxation *r) {
    size_t taken = 0;
    while (taken < r->rows->problem.count && taken < r->most && r->scores[taken].score > 0)
        taken++;
    return taken;
}

/** By how much the worth of a class counts. */
static double counting(const er_siting_relaxation *r, size_t class) {
    double counts = r->whole_cost > 0 ? 0 : 1;
    for (size_t g = 0; g < r->condition_count; g++)
        if (on_demand(&r->conditions[g]) && counts_for(r, class, g)) counts += *price_of(r, g);
    return counts;
}

static double second_of(const er_siting_relaxation *r, size_t class) {
    const er_siting_problem *p = &r->rows->problem;
    return p->second ? (double)p->second[class] / r->whole : 0;
}

/** How often a class is taken to be met for itself at its price, 0 to 2 times. */
static int times_met(const er_siting_relaxation *r, size_t class, double *value) {
    double worth = r->scaled[class] * r->top[class], price = worth * r->price[class];
    double once = worth - price, twice = worth + second_of(r, class) - 2 * price;
    *value = fmax(fmax(once, twice), 0);
    if (twice > once && twice > 0) return 2;
    return once > 0 ? 1 : 0;
}

/** What the classes are worth by themselves, and the slopes without the sites. */
static void take_classes(er_siting_relaxation *r) {
    const er_siting_problem *p = &r->rows->problem;
    for (size_t c = 0; c < p->class_count; c++) {
        double own;
        r->scaled[c] = counting(r, c);
        if (p->worth) {
            own = r->scaled[c] * r->top[c] * r->price[c];
            r->slope[c] = 1;
        } else {
            r->slope[c] = -times_met(r, c, &own);
        }
        r->value += own;
    }
}

static double part_of(const er_siting_relaxation *r, size_t pair) {
    const er_siting_problem *p = &r->rows->problem;
    size_t c = p->classes[pair];
    double price = r->top[c] * r->price[c];
    if (!p->worth) return r->scaled[c] * price;
    return r->scaled[c] * fmax((double)p->worth[pair] / r->whole - price, 0);
}

/** A row's price is of the side that is nearer to be missed: floors of sites count negative. */
static double amount_of(const er_siting_relaxation *r, size_t condition, size_t site) {
    const er_siting_checked *checked = r->rows->checked;
    double amount =
        er_siting_condition_amount(checked, &r->conditions[condition], checked->free[site]);
    return r->row_least[condition] > -INFINITY ? -amount : amount;
}

static double side_of(const er_siting_relaxation *r, size_t condition) {
    return r->row_least[condition] > -INFINITY ? -r->row_least[condition] : r->row_most[condition];
}

static void take_scores(er_siting_relaxation *r) {
    const er_siting_problem *p = &r->rows->problem;
    const er_siting_checked *checked = r->rows->checked;
    for (size_t j = 0; j < p->count; j++) {
        double score =
            r->whole_cost > 0 ? -(double)checked->cost[checked->free[j]] / r->whole_cost : 0;
        for (size_t g = 0; g < r->condition_count; g++)
            if (on_sites(&r->conditions[g])) score -= *price_of(r, g) * amount_of(r, g, j);
        r->own[j] = score;
        for (size_t k = p->start[j]; k < p->start[j + 1]; k++)
            score += part_of(r, k);
        r->scores[j] = (er_siting_score){.score = score, .site = (uint32_t)j};
    }
    er_siting_relaxation_rank(r);
}

static void take_site(er_siting_relaxation *r, size_t site) {
    const er_siting_problem *p = &r->rows->problem;
    for (size_t k = p->start[site]; k < p->start[site + 1]; k++) {
        size_t c = p->classes[k];
        if (!p->worth)
            r->slope[c] += 1;
        else if ((double)p->worth[k] / r->whole > r->top[c] * r->price[c])
            r->slope[c] -= 1;
    }
    for (size_t g = 0; g < r->condition_count; g++)
        if (on_sites(&r->conditions[g])) add_slope(r, g, -amount_of(r, g, site));
}

/** The slopes of the prices of floors: what is met of them over what they need. */
static void take_floors(er_siting_relaxation *r) {
    const er_siting_problem *p = &r->rows->problem;
    size_t taken = er_siting_relaxation_taken(r);
    for (size_t g = 0; g < r->condition_count; g++) {
        double met = 0;
        if (!on_demand(&r->conditions[g])) continue;
        for (size_t c = 0; c < p->class_count; c++) {
            if (!counts_for(r, c, g)) continue;
            double own, price = r->price[c];
            int times = p->worth ? 0 : times_met(r, c, &own);
            met += r->top[c] * (p->worth ? price : (times > 0 ? 1 : 0) + price * r->slope[c]);
        }
        for (size_t n = 0; p->worth && n < taken; n++)
            for (size_t k = p->start[r->scores[n].site]; k < p->start[r->scores[n].site + 1]; k++)
                if (counts_for(r, p->classes[k], g) && r->scaled[p->classes[k]] > 0)
                    met += part_of(r, k) / r->scaled[p->classes[k]];
        add_slope(r, g, met - needs(r, g));
    }
}

void er_siting_relaxation_take(er_siting_relaxation *r) {
    r->value = r->constant = 0;
    for (size_t i = 0; i < r->count; i++)
        r->slope[i] = 0;
    take_classes(r);
    take_scores(r);
    for (size_t n = 0, taken = er_siting_relaxation_taken(r); n < taken; n++) {
        r->value += r->scores[n].score;
        take_site(r, r->scores[n].site);
    }
    for (size_t g = 0; g < r->condition_count; g++) {
        double side = 0;
        if (on_sites(&r->conditions[g])) side = side_of(r, g);
        if (on_sites(&r->conditions[g])) add_slope(r, g, side);
        if (on_demand(&r->conditions[g])) side = -needs(r, g);
        r->constant += *price_of(r, g) * side;
    }
    r->value += r->constant;
    take_floors(r);
}
