/* Pilots: each once in every line where it has a site; none is dropped. */
#include "analysis/balance.h"

#include <string.h>

/** What is marked while the sites of one pilot are gone through. */
struct marks {
    bool *site; /* lines of the site at hand */
    bool *pilot;
    size_t *last_pilot; /* per unit of the level: the last pilot counted there, plus 1 */
};

static void count_in_unit(er_balance_scheme *s, size_t site, size_t pilot, struct marks *marks) {
    const er_balance_data *d = s->data;
    size_t unit = d->site_unit[site];
    if (unit == ER_NOWHERE) return;
    if (d->unit_level[unit] < s->level) {
        s->pilots_above = true;
        return;
    }
    size_t own = er_balance_ancestor(d, unit, s->level);
    if (own == ER_NOWHERE || marks->last_pilot[own - s->first_unit] == pilot + 1) return;
    marks->last_pilot[own - s->first_unit] = pilot + 1;
    s->unit_pilots[own - s->first_unit]++;
}

static void tally_site(er_balance_scheme *s, size_t site, size_t pilot, struct marks *marks) {
    s->whole.sites++;
    if (pilot != ER_NOWHERE) count_in_unit(s, site, pilot, marks);
    if (!er_balance_place(s, s->data->site_unit[site], marks->site)) {
        s->unlocated_sites++;
        return;
    }
    for (size_t line = 0; line < s->line_count; line++)
        if (marks->site[line]) {
            s->lines[line].sites++;
            if (pilot != ER_NOWHERE) marks->pilot[line] = true;
        }
}

/** Close a pilot: count it in the lines that its sites marked. */
static void tally_pilot(er_balance_scheme *s, const struct marks *marks) {
    bool placed = false;
    s->whole.pilots++;
    for (size_t line = 0; line < s->line_count; line++)
        if (marks->pilot[line]) {
            s->lines[line].pilots++;
            placed = true;
        }
    if (placed)
        s->placed_pilots++;
    else
        s->unlocated_pilots++;
}

er_status er_balance_tally_pilots(er_balance_scheme *s) {
    const er_balance_data *d = s->data;
    struct marks marks = {0};
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *marks.site, &marks.site));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->line_count * sizeof *marks.pilot, &marks.pilot));
    ER_TRY(er_arena_alloc(d->ctx, d->arena, s->unit_count * sizeof *marks.last_pilot,
                          &marks.last_pilot));
    size_t site = 0; /* sites and pilots are both in the order of the pilots' codes */
    for (size_t pilot = 0; pilot < d->pilot_count; pilot++) {
        memset(marks.pilot, 0, s->line_count * sizeof *marks.pilot);
        for (; site < d->site_count &&
               (d->site_pilot[site] == pilot || d->site_pilot[site] == ER_NOWHERE);
             site++)
            tally_site(s, site, d->site_pilot[site], &marks);
        tally_pilot(s, &marks);
    }
    for (; site < d->site_count; site++)
        tally_site(s, site, ER_NOWHERE, &marks);
    return ER_OK;
}
