/* Pilots: each once in every line where it has a site, and what it brings in even parts at its
 * sites; none is dropped. */
#include "analysis/balance.h"

#include <math.h>
#include <string.h>

/** What is marked while the sites of one pilot are gone through. */
struct marks {
    bool *site;    /* lines of the site at hand */
    bool *pilot;   /* lines of any of its sites */
    bool anywhere; /* one of its sites has no line */
};

static void add_part(er_brought_sum *brought, const er_balance_data *d, size_t pilot) {
    for (size_t b = 0; b < ER_BROUGHT_COUNT; b++) {
        double amount = er_balance_brings(&d->pilots[pilot], (er_brought)b);
        if (!isnan(amount)) er_sum_add(&brought[b].amount, amount / fmax(1, d->pilot_sites[pilot]));
    }
}

/** Count a pilot once among those of a place. */
static void count_pilot(er_brought_sum *brought, const er_balance_data *d, size_t pilot) {
    for (size_t b = 0; b < ER_BROUGHT_COUNT; b++) {
        brought[b].pilots++;
        if (!isnan(er_balance_brings(&d->pilots[pilot], (er_brought)b))) brought[b].stated++;
    }
}

static void tally_site(er_balance_scheme *s, size_t site, size_t pilot, struct marks *marks) {
    const er_balance_data *d = s->data;
    s->whole.sites++;
    if (!er_balance_place(s, d->site_unit[site], marks->site)) {
        s->unlocated_sites++;
        marks->anywhere = true;
        if (pilot != ER_NOWHERE) add_part(s->unlocated_brought, d, pilot);
        return;
    }
    for (size_t line = 0; line < s->line_count; line++)
        if (marks->site[line]) {
            s->lines[line].sites++;
            if (pilot == ER_NOWHERE) continue;
            marks->pilot[line] = true;
            add_part(s->lines[line].brought, d, pilot);
        }
}

/** Close a pilot: count it in the lines that its sites marked. */
static void tally_pilot(er_balance_scheme *s, size_t pilot, const struct marks *marks) {
    const er_balance_data *d = s->data;
    bool placed = false;
    s->whole.pilots++;
    for (size_t line = 0; line < s->line_count; line++)
        if (marks->pilot[line]) {
            s->lines[line].pilots++;
            count_pilot(s->lines[line].brought, d, pilot);
            placed = true;
        }
    if (placed)
        s->placed_pilots++;
    else
        s->unlocated_pilots++;
    if (d->pilot_sites[pilot] == 0) add_part(s->unlocated_brought, d, pilot);
    if (d->pilot_sites[pilot] == 0 || marks->anywhere) count_pilot(s->unlocated_brought, d, pilot);
    count_pilot(s->whole.brought, d, pilot);
    for (size_t b = 0; b < ER_BROUGHT_COUNT; b++) {
        double amount = er_balance_brings(&d->pilots[pilot], (er_brought)b);
        if (!isnan(amount)) er_sum_add(&s->whole.brought[b].amount, amount);
    }
}

er_status er_balance_tally_pilots(er_balance_scheme *s) {
    const er_balance_data *d = s->data;
    struct marks marks = {0};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *marks.site, &marks.site));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *marks.pilot, &marks.pilot));
    size_t site = 0; /* sites and pilots are both in the order of the pilots' codes */
    for (size_t pilot = 0; pilot < d->pilot_count; pilot++) {
        memset(marks.pilot, 0, s->line_count * sizeof *marks.pilot);
        marks.anywhere = false;
        for (; site < d->site_count &&
               (d->site_pilot[site] == pilot || d->site_pilot[site] == ER_NOWHERE);
             site++)
            tally_site(s, site, d->site_pilot[site], &marks);
        tally_pilot(s, pilot, &marks);
    }
    for (; site < d->site_count; site++)
        tally_site(s, site, ER_NOWHERE, &marks);
    return ER_OK;
}

/* ---- the same by unit ------------------------------------------------------------------------ */

/** The unit of a level in which a site counts; ER_NOWHERE, and noted, if it names a larger one. */
static size_t unit_of_site(er_balance_spread *spread, const er_balance_data *d, size_t site) {
    size_t unit = d->site_unit[site];
    if (unit == ER_NOWHERE) {
        spread->sites_elsewhere++;
        return ER_NOWHERE;
    }
    bool above = d->unit_level[unit] < spread->level;
    size_t own = above ? ER_NOWHERE : er_balance_ancestor(d, unit, spread->level);
    spread->sites_above = spread->sites_above || above;
    if (own == ER_NOWHERE) spread->sites_elsewhere++;
    return own;
}

er_status er_balance_spread_pilots(const er_balance_data *d, er_balance_spread *spread) {
    size_t *last = NULL; /* per unit: the last pilot counted there, plus 1 */
    ER_TRY(er_arena_alloc(d->ctx, d->arena, spread->unit_count * sizeof *last, &last));
    for (size_t site = 0; site < d->site_count; site++) {
        size_t pilot = d->site_pilot[site], own = unit_of_site(spread, d, site);
        if (pilot == ER_NOWHERE || own == ER_NOWHERE) continue;
        size_t at = own - spread->first_unit;
        er_brought_sum *brought = &spread->brought[at * ER_BROUGHT_COUNT];
        add_part(brought, d, pilot);
        if (last[at] == pilot + 1) continue;
        last[at] = pilot + 1;
        spread->pilots[at]++;
        count_pilot(brought, d, pilot);
    }
    return ER_OK;
}
