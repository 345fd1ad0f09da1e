#include "siting/cover_set.h"

er_status er_siting_sites_new(er_context *ctx, er_arena *arena, const er_siting_rows *rows,
                              er_siting_sites *out) {
    er_siting_sites sites = {.rows = rows};
    ER_TRY(er_siting_state_new(ctx, arena, &rows->problem, &sites.state));
    ER_TRY(er_siting_tally_new(ctx, arena, rows->checked, &sites.tally));
    ER_TRY(er_arena_alloc(ctx, arena,
                          (rows->checked->task->floor_count + 1) * sizeof *sites.floor_met,
                          &sites.floor_met));
    *out = sites;
    return ER_OK;
}

/** What of a class counts as met: being met again is backup alone. */
static int64_t class_met(const er_siting_sites *sites, size_t class) {
    const er_siting_state *state = &sites->state;
    if (state->problem->worth) return state->top[class];
    return state->times[class] > 0 ? state->problem->weight[class] : 0;
}

/** Take what the site's classes count for off the floors, or put it on. */
static void count_floors(er_siting_sites *sites, size_t site, int sign) {
    const er_siting_problem *p = &sites->rows->problem;
    size_t floors = sites->rows->checked->task->floor_count;
    for (size_t k = p->start[site]; floors > 0 && k < p->start[site + 1]; k++) {
        int64_t met = sign * class_met(sites, p->classes[k]);
        for (size_t f = 0; met != 0 && f < floors; f++)
            if (er_siting_class_in_floor(sites->rows, p->classes[k], f)) sites->floor_met[f] += met;
    }
}

void er_siting_sites_add(er_siting_sites *sites, size_t site) {
    count_floors(sites, site, -1);
    er_siting_add(&sites->state, site);
    count_floors(sites, site, 1);
    er_siting_tally_add(&sites->tally, sites->rows->checked->free[site]);
}

void er_siting_sites_remove(er_siting_sites *sites, size_t site) {
    count_floors(sites, site, -1);
    er_siting_remove(&sites->state, site);
    count_floors(sites, site, 1);
    er_siting_tally_remove(&sites->tally, sites->rows->checked->free[site]);
}

void er_siting_sites_set(er_siting_sites *sites, const bool *chosen) {
    for (size_t j = 0; j < sites->rows->problem.count; j++) {
        if (chosen[j] && !sites->state.chosen[j]) er_siting_sites_add(sites, j);
        if (!chosen[j] && sites->state.chosen[j]) er_siting_sites_remove(sites, j);
    }
}

int64_t er_siting_sites_missing(const er_siting_sites *sites) {
    const er_siting_rows *rows = sites->rows;
    int64_t missing = rows->needed > sites->state.met ? rows->needed - sites->state.met : 0;
    for (size_t f = 0; f < rows->checked->task->floor_count; f++)
        if (rows->floor_needs[f] > sites->floor_met[f])
            missing += rows->floor_needs[f] - sites->floor_met[f];
    return missing;
}

bool er_siting_sites_hold(const er_siting_sites *sites) {
    return er_siting_sites_missing(sites) == 0 && er_siting_tally_holds_all(&sites->tally);
}

bool er_siting_sites_hold_one(const er_siting_sites *sites, const er_siting_condition *condition) {
    const er_siting_rows *rows = sites->rows;
    if (condition->kind == ER_SITING_NEED) return sites->state.met >= rows->needed;
    if (condition->kind == ER_SITING_FLOOR)
        return sites->floor_met[condition->index] >= rows->floor_needs[condition->index];
    return er_siting_tally_holds(&sites->tally, condition);
}

static int64_t lesser(int64_t a, int64_t b) {
    return a < b ? a : b;
}

int64_t er_siting_sites_brings(const er_siting_sites *sites, size_t site) {
    const er_siting_rows *rows = sites->rows;
    const er_siting_problem *p = &rows->problem;
    int64_t lacks = rows->needed - sites->state.met;
    int64_t brings = lacks > 0 ? lesser(lacks, sites->state.gain[site]) : 0;
    for (size_t f = 0; f < rows->checked->task->floor_count; f++) {
        int64_t adds = 0;
        lacks = rows->floor_needs[f] - sites->floor_met[f];
        for (size_t k = p->start[site]; lacks > 0 && k < p->start[site + 1]; k++) {
            int64_t worth = p->worth ? p->worth[k] : p->weight[p->classes[k]];
            int64_t more = worth - class_met(sites, p->classes[k]);
            if (more > 0 && er_siting_class_in_floor(rows, p->classes[k], f)) adds += more;
        }
        if (lacks > 0) brings += lesser(lacks, adds);
    }
    return brings;
}

bool er_siting_sites_better(const er_siting_sites *sites, int64_t met, int64_t cost) {
    bool fewest = sites->rows->checked->task->aim == ER_SITING_FEWEST;
    if (fewest && sites->tally.cost != cost) return sites->tally.cost < cost;
    if (sites->state.met != met) return sites->state.met > met;
    return sites->tally.cost < cost;
}
