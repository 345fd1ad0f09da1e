/* What is left of a venue if one of its sites fails.
 *
 * With signals an operator's next best sector takes over where its best one fails (er_spare). What
 * an operator gains where the failing site only disturbed it is not reckoned with. With discs what
 * is lost is what lies in the discs of that site alone. */
#include "analysis/cover.h"
#include "analysis/venue_parts.h"

#include <math.h>
#include <stdlib.h>

/** A site in a cell that it serves. */
struct event {
    size_t site; /**< index of its first station */
    size_t cell;
    bool lost; /**< nothing serves the cell without it */
};

static int by_site(const void *left, const void *right) {
    const struct event *a = left, *b = right;
    if (a->site != b->site) return a->site < b->site ? -1 : 1;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

/** The site of an operator's best sector in a cell; SIZE_MAX where it does not serve. */
static size_t site_of(const er_venue_survey *survey, uint32_t operator_, size_t cell) {
    const er_signal *signal = &survey->services[operator_ * survey->cell_count + cell].signal;
    if (signal->level == 0) return SIZE_MAX;
    size_t station = er_network_station(survey->network, signal->sector);
    return er_network_sites(survey->network)->site[station];
}

/** With discs cells do not tell: exact areas do. */
static bool is_lost(const er_venue_survey *survey, size_t site, size_t cell) {
    if (!survey->spares) return false;
    for (uint32_t o = 0; o < survey->operator_count; o++) {
        size_t other = site_of(survey, o, cell);
        if (other == SIZE_MAX) continue;
        if (other != site || survey->spares[o * survey->cell_count + cell].level > 0) return false;
    }
    return true;
}

static size_t add_cell(const er_venue_survey *survey, size_t cell, struct event *events) {
    size_t count = 0;
    for (uint32_t o = 0; o < survey->operator_count; o++) {
        size_t site = site_of(survey, o, cell);
        bool known = site == SIZE_MAX;
        for (size_t k = 0; k < count && !known; k++)
            known = events[k].site == site;
        if (!known) events[count++] = (struct event){site, cell, is_lost(survey, site, cell)};
    }
    return count;
}

/** A site, what of the venue it serves best and what is lost with it. */
struct failing {
    size_t site;
    double serving_m2;
    double lost_m2;
    bool all_lost;
};

static struct failing sum_events(const er_venue_survey *survey, const struct event *events,
                                 size_t count, size_t served_cells) {
    er_sum serving = {0}, lost = {0};
    size_t lost_cells = 0;
    for (size_t i = 0; i < count; i++) {
        double m2 = survey->cells[events[i].cell].area_m2;
        er_sum_add(&serving, m2);
        if (!events[i].lost) continue;
        er_sum_add(&lost, m2);
        lost_cells++;
    }
    return (struct failing){events[0].site, er_sum_value(&serving), er_sum_value(&lost),
                            lost_cells == served_cells};
}

/** Sites that are the best of some operator in some cell, by site. */
static er_status gather(er_context *ctx, const er_venue_survey *survey, struct failing **sites,
                        size_t *site_count) {
    struct event *events = NULL;
    size_t count = 0, served = 0;
    ER_TRY(er_alloc(ctx, survey->cell_count * survey->operator_count + 1, sizeof *events, &events));
    for (size_t i = 0; i < survey->cell_count; i++) {
        count += add_cell(survey, i, events + count);
        served += survey->any[i] != 0 && survey->any[i] != ER_COVER_UNKNOWN_LABEL;
    }
    if (count > 1) qsort(events, count, sizeof *events, by_site);
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += i == 0 || events[i].site != events[i - 1].site;
    er_status status = er_arena_alloc(ctx, survey->arena, (found + 1) * sizeof **sites, sites);
    *site_count = 0;
    for (size_t first = 0, end; first < count && status == ER_OK; first = end) {
        for (end = first + 1; end < count && events[end].site == events[first].site;)
            end++;
        (*sites)[(*site_count)++] = sum_events(survey, events + first, end - first, served);
    }
    er_free(events);
    return status;
}

/* ---- discs ----------------------------------------------------------------------------------- */

/** What of the venue lies in one site's discs alone, exactly. */
static er_status find_soles(er_context *ctx, const er_venue_survey *survey, struct failing **soles,
                            size_t *sole_count) {
    const er_sites *sites = er_network_sites(survey->network);
    size_t *met = NULL, capacity = 0, count = 0, found = 0;
    er_disc *discs = NULL;
    er_disc_sole *parts = NULL;
    er_status status;
    *sole_count = 0;
    ER_GOTO(status, done,
            er_disc_index_meeting(ctx, er_network_places(survey->network), survey->area.box, &met,
                                  &capacity, &count));
    ER_GOTO(status, done, er_alloc(ctx, count + 1, sizeof *discs, &discs));
    for (size_t i = 0; i < count; i++)
        discs[i] = sites->discs[met[i]];
    ER_GOTO(status, done, er_disc_sole_areas(ctx, discs, count, &survey->area, 1, &parts, &found));
    ER_GOTO(status, done, er_arena_alloc(ctx, survey->arena, (found + 1) * sizeof **soles, soles));
    for (size_t i = 0; i < found; i++) {
        double m2 = er_cover_scaled(parts[i].m2, survey->area.area_m2, survey->area_m2);
        (*soles)[(*sole_count)++] = (struct failing){sites->site[met[parts[i].disc]], 0, m2, false};
    }
done:
    er_free(met);
    er_free(discs);
    er_free(parts);
    return status;
}

static int by_number(const void *left, const void *right) {
    const struct failing *a = left, *b = right;
    return (a->site > b->site) - (a->site < b->site);
}

/** Sites of which something hangs alone join those that are the best of some cell. */
static er_status add_soles(er_context *ctx, const er_venue_survey *survey, struct failing **sites,
                           size_t *count) {
    struct failing *soles = NULL, *all = NULL;
    size_t sole_count = 0, kept = 0;
    ER_TRY(find_soles(ctx, survey, &soles, &sole_count));
    size_t room = *count + sole_count;
    ER_TRY(er_arena_alloc(ctx, survey->arena, (room + 1) * sizeof *all, &all));
    for (size_t i = 0; i < *count; i++)
        all[i] = (*sites)[i];
    for (size_t i = 0; i < sole_count; i++)
        all[*count + i] = soles[i];
    if (room > 1) qsort(all, room, sizeof *all, by_number);
    for (size_t i = 0; i < room; i++) {
        if (kept == 0 || all[kept - 1].site != all[i].site) {
            all[kept++] = all[i];
            continue;
        }
        all[kept - 1].serving_m2 = fmax(all[kept - 1].serving_m2, all[i].serving_m2);
        all[kept - 1].lost_m2 = fmax(all[kept - 1].lost_m2, all[i].lost_m2);
    }
    /* what lies in a site's discs alone is served best by it, also between the cells' middles */
    for (size_t i = 0; i < kept; i++)
        all[i].serving_m2 = fmax(all[i].serving_m2, all[i].lost_m2);
    *sites = all;
    *count = kept;
    return ER_OK;
}

/* ---- the rows -------------------------------------------------------------------------------- */

/** A share so near to nothing is rounding. */
static double left_of(const struct failing *site, double served_m2) {
    double left_m2 = served_m2 - site->lost_m2;
    return site->all_lost || left_m2 <= served_m2 * 1e-10 ? 0 : left_m2;
}

er_status er_venue_find_failures(er_context *ctx, const er_venue_survey *survey,
                                 er_venue_result *result) {
    const er_sites *stations = er_network_sites(survey->network);
    er_venue_finding *finding = &result->finding;
    double served_m2 = result->rows[ER_COVER_ANY].served_m2;
    struct failing *sites = NULL;
    size_t count = 0;
    finding->failing_left_m2 = NAN;
    if (served_m2 == 0) return ER_OK;
    ER_TRY(gather(ctx, survey, &sites, &count));
    if (!er_network_field(survey->network)) ER_TRY(add_soles(ctx, survey, &sites, &count));
    ER_TRY(er_arena_alloc(ctx, survey->arena, (count + 1) * sizeof *result->failures,
                          &result->failures));
    result->failure_count = count;
    for (size_t i = 0; i < count; i++) {
        er_venue_failure *row = &result->failures[i];
        *row = (er_venue_failure){.venue_id = survey->venue->id,
                                  .station_id = stations->stations[sites[i].site]->id,
                                  .serving_m2 = sites[i].serving_m2,
                                  .left_m2 = left_of(&sites[i], served_m2)};
        if (finding->failing_station_id && !(row->left_m2 < finding->failing_left_m2)) continue;
        finding->failing_station_id = row->station_id;
        finding->failing_left_m2 = row->left_m2;
    }
    return ER_OK;
}
