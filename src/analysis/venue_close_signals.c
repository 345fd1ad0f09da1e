/* Closing a gap with signals. What a site does alone is asked of a field in which every site is an
 * operator of its own, so that none disturbs another; what a plan does, of a field in which all of
 * it is one operator. The network's operators neither disturb it nor are disturbed. */
#include "analysis/cover.h"
#include "analysis/venue_close.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Signals are asked for in tiles of so many cells a side, with so many sites at once. */
static const int64_t tile_cells = 32;
enum { SITES_AT_ONCE = 32 };
/* Pairs of blocks and sites that are looked at for choosing. */
static const size_t most_pairs = 4000000, fewest_blocks = 400;
/* Plans whose signals are worked out for a proof, by cells and sites. */
static const double most_sets = 20000, most_signals_in_sets = 2e7;

/** A cell of a grid, and where it stands in the answer. */
struct asked {
    int64_t column;
    int64_t row;
    size_t at;
};

struct signals {
    er_study study;     /**< with no antenna file of the network's */
    bool disturb;       /**< small cells of one plan may keep each other from a level */
    bool finest;        /**< blocks are the survey's cells */
    uint8_t *met;       /**< of each site and block: alone it serves its middle */
    uint8_t *lost;      /**< likewise: in a plan that was tried it did not */
    struct asked *open; /**< cells of the survey that nobody serves; `at`: the cell */
    size_t open_count;
};

/* ---- fields of sites ------------------------------------------------------------------------- */

static er_sector sector_of(const er_study_pack *pack, double height_m) {
    return (er_sector){.band = pack->band,
                       .freq_mhz = NAN,
                       .bandwidth_mhz = pack->bandwidth_mhz,
                       .azimuth_deg = NAN,
                       .all_round = true,
                       .beamwidth_deg = 360,
                       .vertical_beamwidth_deg = 360,
                       .tilt_deg = 0,
                       .height_m = height_m,
                       .power_dbm = pack->power_dbm,
                       .eirp_dbm = NAN,
                       .gain_dbi = pack->gain_dbi};
}

/** A field of some sites, with what it points to. */
struct of_sites {
    er_station *stations;
    er_sector *sectors;
    char (*names)[24];
    size_t count;
    uint32_t operators;
    er_field *field;
};

static void of_sites_clear(struct of_sites *of) {
    er_field_free(of->field);
    er_free(of->names);
    er_free(of->sectors);
    er_free(of->stations);
}

/** Sites `chosen` (null: from `first` on); each an operator of its own, in their order, or all
 *  one. */
static er_status make_field(er_context *ctx, const er_closing *closing, const size_t *chosen,
                            size_t first, bool one_operator, struct of_sites *of) {
    const struct signals *signals = closing->data;
    const er_study_pack *pack = closing->pack;
    ER_TRY(er_alloc(ctx, of->count + 1, sizeof *of->stations, &of->stations));
    ER_TRY(er_alloc(ctx, of->count + 1, sizeof *of->sectors, &of->sectors));
    ER_TRY(er_alloc(ctx, of->count + 1, sizeof *of->names, &of->names));
    for (size_t k = 0; k < of->count; k++) {
        const er_closing_site *site = &closing->sites[chosen ? chosen[k] : first + k];
        snprintf(of->names[k], sizeof of->names[k], "%09zu", k);
        of->stations[k] = (er_station){.code = site->code,
                                       .operator_ = one_operator ? pack->operator_ : of->names[k],
                                       .band = pack->band,
                                       .height_m = site->height_m,
                                       .radius_m = NAN,
                                       .position = site->position};
        of->sectors[k] = sector_of(pack, site->height_m);
    }
    of->operators = one_operator ? 1 : (uint32_t)of->count;
    return er_field_new_of(ctx, &signals->study, er_network_plane(closing->survey->network),
                           of->stations, of->sectors, of->count, pack->environment, &of->field);
}

/* ---- what they reach ------------------------------------------------------------------------- */

static int by_tile(const void *left, const void *right) {
    const struct asked *a = left, *b = right;
    int64_t x = a->row / tile_cells, y = b->row / tile_cells;
    if (x != y) return x < y ? -1 : 1;
    x = a->column / tile_cells;
    y = b->column / tile_cells;
    if (x != y) return x < y ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static bool same_tile(const struct asked *a, const struct asked *b) {
    return a->row / tile_cells == b->row / tile_cells &&
           a->column / tile_cells == b->column / tile_cells;
}

static er_tile tile_around(const struct asked *cells, size_t count) {
    int64_t left = INT64_MAX, right = INT64_MIN, top = INT64_MAX, bottom = INT64_MIN;
    for (size_t k = 0; k < count; k++) {
        left = cells[k].column < left ? cells[k].column : left;
        right = cells[k].column > right ? cells[k].column : right;
        top = cells[k].row < top ? cells[k].row : top;
        bottom = cells[k].row > bottom ? cells[k].row : bottom;
    }
    return (er_tile){left, top, (int32_t)(right - left + 1), (int32_t)(bottom - top + 1)};
}

/** met[operator * stride + at] of cells sorted by tile: the operator serves the cell's middle. */
static er_status ask_tiles(er_context *ctx, const struct of_sites *of, const er_grid *grid,
                           const struct asked *cells, size_t count, er_signal *signals,
                           uint8_t *met, size_t stride) {
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && same_tile(&cells[first], &cells[end]);)
            end++;
        er_tile tile = tile_around(cells + first, end - first);
        size_t size = (size_t)tile.columns * (size_t)tile.rows;
        ER_TRY(er_check_cancel(ctx));
        ER_TRY(er_field_tile(ctx, of->field, grid, tile, signals));
        for (size_t k = first; k < end; k++) {
            size_t at = (size_t)(cells[k].row - tile.row) * (size_t)tile.columns +
                        (size_t)(cells[k].column - tile.column);
            for (uint32_t o = 0; o < of->operators; o++) {
                const er_signal *signal = &signals[o * size + at];
                met[o * stride + cells[k].at] = signal->level > 0 && !signal->unknown;
            }
        }
    }
    return ER_OK;
}

static er_status ask(er_context *ctx, const struct of_sites *of, const er_grid *grid,
                     const struct asked *cells, size_t count, uint8_t *met, size_t stride) {
    size_t size = (size_t)(tile_cells * tile_cells) * of->operators;
    er_signal *signals = NULL;
    ER_TRY(er_alloc(ctx, size + 1, sizeof *signals, &signals));
    er_status status = ask_tiles(ctx, of, grid, cells, count, signals, met, stride);
    er_free(signals);
    return status;
}

/** met[k * stride + at]: what the sites reach one by one, each alone; `chosen` null: all. */
static er_status ask_alone(er_context *ctx, const er_closing *closing, const size_t *chosen,
                           size_t site_count, const er_grid *grid, const struct asked *cells,
                           size_t count, uint8_t *met, size_t stride) {
    for (size_t first = 0; first < site_count; first += SITES_AT_ONCE) {
        struct of_sites of = {.count = site_count - first};
        if (of.count > SITES_AT_ONCE) of.count = SITES_AT_ONCE;
        er_status status =
            make_field(ctx, closing, chosen ? chosen + first : NULL, first, false, &of);
        if (status == ER_OK)
            status = ask(ctx, &of, grid, cells, count, met + first * stride, stride);
        of_sites_clear(&of);
        ER_TRY(status);
    }
    return ER_OK;
}

/** met[i] of the survey's cells: what these sites reach together. Others are not touched. */
static er_status ask_together(er_context *ctx, const er_closing *closing, const size_t *chosen,
                              size_t count, uint8_t *met) {
    const struct signals *signals = closing->data;
    struct of_sites of = {.count = count};
    er_status status = make_field(ctx, closing, chosen, 0, true, &of);
    if (status == ER_OK)
        status = ask(ctx, &of, &closing->survey->grid, signals->open, signals->open_count, met, 0);
    of_sites_clear(&of);
    return status;
}

/* ---- preparing ------------------------------------------------------------------------------- */

/** The study without antenna files, for the pack states its antenna. */
static er_status own_study(er_context *ctx, const er_closing *closing, er_study *out) {
    er_sector_rule *rules = NULL;
    *out = *er_network_study(closing->survey->network);
    ER_TRY(
        er_arena_alloc(ctx, closing->arena, (out->radio.sector_count + 1) * sizeof *rules, &rules));
    for (size_t i = 0; i < out->radio.sector_count; i++) {
        rules[i] = out->radio.sectors[i];
        rules[i].antenna = NULL;
    }
    out->radio.sectors = rules;
    return ER_OK;
}

static bool asks_for_speed(const er_study *study) {
    for (size_t i = 0; i < study->radio.level_count; i++)
        if (!isnan(study->radio.levels[i].min_dl_mbps) ||
            !isnan(study->radio.levels[i].min_ul_mbps))
            return true;
    return false;
}

/** The model's own part, once for a closing. */
static er_status open_signals(er_context *ctx, er_closing *closing) {
    struct signals *signals = NULL;
    ER_TRY(er_arena_alloc(ctx, closing->arena, sizeof *signals, &signals));
    ER_TRY(own_study(ctx, closing, &signals->study));
    signals->disturb = asks_for_speed(&signals->study);
    closing->data = signals;
    return ER_OK;
}

static er_status reach(er_context *ctx, er_closing *closing, double height_m, double *reach_m) {
    er_closing_site site = {.position = closing->survey->venue->inside, .height_m = height_m};
    er_closing one = *closing;
    struct of_sites of = {.count = 1};
    size_t count = 0;
    if (!closing->data) ER_TRY(open_signals(ctx, closing));
    one.data = closing->data;
    one.sites = &site;
    er_status status = make_field(ctx, &one, NULL, 0, true, &of);
    if (status == ER_OK) {
        const er_emitter *emitters = er_field_sectors(of.field, &count);
        *reach_m = count > 0 ? emitters[0].range_m : 0;
    }
    of_sites_clear(&of);
    return status;
}

static size_t most_blocks(size_t sites) {
    size_t blocks = most_pairs / (sites + 1);
    return blocks > fewest_blocks ? blocks : fewest_blocks;
}

static bool is_open(const er_venue_survey *survey, size_t cell) {
    return survey->any[cell] == 0 || survey->any[cell] == ER_COVER_UNKNOWN_LABEL;
}

static er_status list_open(er_context *ctx, const er_closing *closing, struct signals *signals) {
    const er_venue_survey *survey = closing->survey;
    ER_TRY(er_arena_alloc(ctx, closing->arena, (survey->cell_count + 1) * sizeof *signals->open,
                          &signals->open));
    for (size_t i = 0; i < survey->cell_count; i++)
        if (is_open(survey, i))
            signals->open[signals->open_count++] =
                (struct asked){survey->cells[i].column, survey->cells[i].row, i};
    qsort(signals->open, signals->open_count, sizeof *signals->open, by_tile);
    return ER_OK;
}

static er_status prepare(er_context *ctx, er_closing *closing) {
    struct signals *signals = closing->data;
    struct asked *blocks = NULL;
    size_t count = closing->block_count;
    ER_TRY(list_open(ctx, closing, signals));
    ER_TRY(er_arena_alloc(ctx, closing->arena, (count + 1) * sizeof *blocks, &blocks));
    ER_TRY(er_arena_alloc(ctx, closing->arena, count * closing->site_count + 1, &signals->met));
    ER_TRY(er_arena_alloc(ctx, closing->arena, count * closing->site_count + 1, &signals->lost));
    for (size_t b = 0; b < count; b++)
        blocks[b] = (struct asked){closing->blocks[b].column, closing->blocks[b].row, b};
    qsort(blocks, count, sizeof *blocks, by_tile);
    signals->finest = closing->grid.cell_m == closing->survey->grid.cell_m;
    closing->most_holds = signals->finest;
    closing->all_adds_up = !signals->disturb;
    closing->most_sets =
        fmin(most_sets, most_signals_in_sets / (double)(signals->open_count * 4 + 1000));
    return ask_alone(ctx, closing, NULL, closing->site_count, &closing->grid, blocks, count,
                     signals->met, count);
}

static er_status meets(er_context *ctx, const er_closing *closing, size_t site,
                       er_closing_view view, uint8_t *met) {
    const struct signals *signals = closing->data;
    size_t first = site * closing->block_count;
    for (size_t b = 0; b < closing->block_count; b++)
        met[b] = signals->met[first + b] && (view == ER_CLOSING_MOST || !signals->lost[first + b]);
    return er_check_cancel(ctx);
}

/* ---- what a plan serves ---------------------------------------------------------------------- */

/** alone[k * cells + i]: what each of the chosen reaches alone, of the survey's open cells. */
static er_status alone_on_cells(er_context *ctx, const er_closing *closing, const size_t *chosen,
                                size_t count, uint8_t *alone) {
    const struct signals *signals = closing->data;
    size_t cells = closing->survey->cell_count;
    if (!signals->finest)
        return ask_alone(ctx, closing, chosen, count, &closing->survey->grid, signals->open,
                         signals->open_count, alone, cells);
    for (size_t k = 0; k < count; k++)
        for (size_t n = 0; n < signals->open_count; n++) {
            size_t i = signals->open[n].at;
            alone[k * cells + i] =
                signals->met[chosen[k] * closing->block_count + closing->block_of[i]];
        }
    return ER_OK;
}

/** What several sites serve follows from what each serves alone only where they do not disturb each
 *  other; where that is not at hand it is as quick to ask for all at once. */
static bool is_asked_together(const struct signals *signals, size_t count) {
    return !signals->finest || (signals->disturb && count > 1);
}

/** reached[i]: what the chosen serve together, of the open cells; `alone` as above. */
static er_status reached_together(er_context *ctx, const er_closing *closing, const size_t *chosen,
                                  size_t count, const uint8_t *alone, uint8_t *reached) {
    const struct signals *signals = closing->data;
    size_t cells = closing->survey->cell_count;
    if (count == 0) return ER_OK;
    if (is_asked_together(signals, count))
        return ask_together(ctx, closing, chosen, count, reached);
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < cells; i++)
            reached[i] |= alone[k * cells + i];
    return ER_OK;
}

/** Open cells are added in the survey's order; the whole venue is what it is. */
static double area_with(const er_closing *closing, const uint8_t *reached) {
    const er_venue_survey *survey = closing->survey;
    er_sum sum = {0};
    bool all = true;
    for (size_t i = 0; i < survey->cell_count; i++) {
        bool serves = !is_open(survey, i) || reached[i];
        if (serves) er_sum_add(&sum, survey->cells[i].area_m2);
        all = all && serves;
    }
    return all ? survey->area_m2 : er_sum_value(&sum);
}

static er_status served(er_context *ctx, const er_closing *closing, const size_t *chosen,
                        size_t count, double *served_m2) {
    const struct signals *signals = closing->data;
    size_t cells = closing->survey->cell_count;
    bool needs_alone = !is_asked_together(signals, count);
    uint8_t *alone = NULL, *reached = NULL;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, cells + 1, 1, &reached));
    if (needs_alone) {
        ER_GOTO(status, done, er_alloc(ctx, cells * count + 1, 1, &alone));
        ER_GOTO(status, done, alone_on_cells(ctx, closing, chosen, count, alone));
    }
    ER_GOTO(status, done, reached_together(ctx, closing, chosen, count, alone, reached));
    *served_m2 = area_with(closing, reached);
done:
    er_free(alone);
    er_free(reached);
    return status;
}

/** Mark the blocks of which a site alone serves cells, but more than half of these are lost. */
static void mark_lost(const er_closing *closing, size_t site, const uint8_t *alone,
                      const uint8_t *reached, double *balance_m2) {
    const struct signals *signals = closing->data;
    for (size_t b = 0; b < closing->block_count; b++)
        balance_m2[b] = 0;
    for (size_t n = 0; n < signals->open_count; n++) {
        size_t i = signals->open[n].at;
        double area_m2 = closing->survey->cells[i].area_m2;
        if (alone[i]) balance_m2[closing->block_of[i]] += reached[i] ? -area_m2 : area_m2;
    }
    for (size_t b = 0; b < closing->block_count; b++)
        if (balance_m2[b] > 0) signals->lost[site * closing->block_count + b] = 1;
}

static er_status lose(er_context *ctx, er_closing *closing, const size_t *chosen, size_t count) {
    size_t cells = closing->survey->cell_count;
    uint8_t *alone = NULL, *reached = NULL;
    double *balance_m2 = NULL;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, cells * count + 1, 1, &alone));
    ER_GOTO(status, done, er_alloc(ctx, cells + 1, 1, &reached));
    ER_GOTO(status, done, er_alloc(ctx, closing->block_count + 1, sizeof *balance_m2, &balance_m2));
    ER_GOTO(status, done, alone_on_cells(ctx, closing, chosen, count, alone));
    ER_GOTO(status, done, reached_together(ctx, closing, chosen, count, alone, reached));
    for (size_t k = 0; k < count; k++)
        mark_lost(closing, chosen[k], alone + k * cells, reached, balance_m2);
    ER_GOTO(status, done, er_closing_make_cover(ctx, closing, ER_CLOSING_LIKELY));
done:
    er_free(alone);
    er_free(reached);
    er_free(balance_m2);
    return status;
}

/* ---- ranking --------------------------------------------------------------------------------- */

/** Area of cells that a site alone serves, of those that the plan serves and no one is credited
 *  with yet. */
static double credit(const er_closing *closing, const uint8_t *alone, const uint8_t *left) {
    er_sum sum = {0};
    for (size_t i = 0; i < closing->survey->cell_count; i++)
        if (alone[i] && left[i]) er_sum_add(&sum, closing->survey->cells[i].area_m2);
    return er_sum_value(&sum);
}

/** Each cell that the plan serves is credited to the first of its sites that serves it alone: none
 *  is served by a disturbed site that would not be served by it undisturbed. */
static void credit_in_turn(const er_closing *closing, size_t *chosen, size_t count, uint8_t **alone,
                           uint8_t *left, double *adds_m2) {
    size_t cells = closing->survey->cell_count;
    for (size_t taken = 0; taken < count; taken++) {
        size_t best = taken;
        double most_m2 = -1;
        for (size_t k = taken; k < count; k++) {
            double adds = credit(closing, alone[k], left);
            if (adds < most_m2 || (adds == most_m2 && chosen[k] > chosen[best])) continue;
            most_m2 = adds;
            best = k;
        }
        size_t site = chosen[best];
        uint8_t *cells_of = alone[best];
        chosen[best] = chosen[taken];
        alone[best] = alone[taken];
        chosen[taken] = site;
        alone[taken] = cells_of;
        adds_m2[taken] = most_m2;
        for (size_t i = 0; i < cells; i++)
            left[i] = left[i] && !cells_of[i];
    }
}

static er_status rank(er_context *ctx, const er_closing *closing, size_t *chosen, size_t count,
                      double *adds_m2) {
    size_t cells = closing->survey->cell_count;
    uint8_t *alone = NULL, *left = NULL, **rows = NULL;
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, cells * count + 1, 1, &alone));
    ER_GOTO(status, done, er_alloc(ctx, cells + 1, 1, &left));
    ER_GOTO(status, done, er_alloc(ctx, count + 1, sizeof *rows, &rows));
    ER_GOTO(status, done, alone_on_cells(ctx, closing, chosen, count, alone));
    ER_GOTO(status, done, reached_together(ctx, closing, chosen, count, alone, left));
    for (size_t k = 0; k < count; k++)
        rows[k] = alone + k * cells;
    credit_in_turn(closing, chosen, count, rows, left, adds_m2);
done:
    er_free(alone);
    er_free(left);
    er_free(rows);
    return status;
}

const er_closing_model er_closing_signals = {reach, most_blocks, prepare, meets,
                                             lose,  served,      rank};
