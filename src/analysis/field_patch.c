/* Signals of a patch: every place in range adds its antennas to the patch's cells, row by row. Each
 * cell's figures are a pure function of the cell: sums run over places, links and antennas in one
 * order, whatever else the patch holds. */
#include "analysis/field_level.h"
#include "analysis/field_work.h"

#include <math.h>
#include <stdlib.h>

/* ---- what is in reach ------------------------------------------------------------------------ */

er_box er_field_patch_box(const er_field_patch *patch) {
    const double *x = patch->x_m, *y = patch->y_m;
    size_t right = patch->columns - 1, last = patch->rows - 1;
    return (er_box){fmin(x[0], x[right]), fmin(y[0], y[last]), fmax(x[0], x[right]),
                    fmax(y[0], y[last])};
}

static void mark_carriers(struct er_field_work *work, const er_field_place *place) {
    const er_field *field = work->field;
    for (size_t l = place->first; l < place->first + place->count; l++)
        for (size_t i = field->links[l].first; i < field->links[l].first + field->links[l].count;
             i++) {
            uint32_t carrier = field->emitters[field->order[i]].carrier;
            if (work->slot[carrier] != UINT32_MAX) continue;
            work->slot[carrier] = (uint32_t)work->slot_count;
            work->carriers[work->slot_count++] = carrier;
        }
}

static er_status find_places(er_context *ctx, struct er_field_work *work) {
    const er_field *field = work->field;
    size_t capacity = 0;
    ER_TRY(er_alloc(ctx, field->carrier_count + 1, sizeof *work->slot, &work->slot));
    ER_TRY(er_alloc(ctx, field->carrier_count + 1, sizeof *work->carriers, &work->carriers));
    for (uint32_t c = 0; c < field->carrier_count; c++)
        work->slot[c] = UINT32_MAX;
    ER_TRY(er_field_places_near(ctx, field, er_field_patch_box(work->patch), &work->places,
                                &capacity, &work->place_count));
    for (size_t i = 0; i < work->place_count; i++)
        mark_carriers(work, &field->places[work->places[i]]);
    return ER_OK;
}

/** Rows are worked on together up to about so many cells: enough that what is done once for all of
 *  them hardly counts, few enough that they stay in the processor's cache. */
static const size_t span_cells = 512;

static er_status make_room(er_context *ctx, struct er_field_work *work) {
    const er_field_patch *patch = work->patch;
    size_t columns = patch->columns, cells = columns * patch->rows;
    size_t rows = 1 + span_cells / columns;
    work->span.rows = rows < patch->rows ? rows : patch->rows;
    size_t most = work->span.rows * columns;
    double **parts[] = {&work->span.east_m,  &work->span.north_m,  &work->span.distance_m,
                        &work->span.azimuth, &work->span.rise_m,   &work->span.elevation,
                        &work->span.loss_db, &work->span.sigma_db, &work->span.level_dbm,
                        &work->span.power_mw};
    size_t part_count = sizeof parts / sizeof parts[0];
    ER_TRY(er_alloc(ctx, most * part_count, sizeof *work->buffer, &work->buffer));
    for (size_t i = 0; i < part_count; i++)
        *parts[i] = work->buffer + i * most;
    ER_TRY(er_alloc(ctx, most, sizeof *work->span.cell, &work->span.cell));
    ER_TRY(er_alloc(ctx, cells * work->slot_count + 1, sizeof *work->sums, &work->sums));
    for (size_t i = 0; i < cells * work->slot_count; i++)
        work->sums[i] =
            (struct er_field_sum){.rsrp_dbm = -INFINITY, .loss_db = NAN, .sector = UINT32_MAX};
    /* where one place is all there is, nothing is left of it */
    return patch->spares && work->place_count > 1 ? er_field_work_run(ctx, work) : ER_OK;
}

/* ---- one place, some rows ----------------------------------------------------------------------
 */

/** The first column that is not before x; columns go east. */
static size_t first_from(const er_field_patch *patch, double x) {
    size_t low = 0, high = patch->columns;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (patch->x_m[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/** Add the cells of a row that are asked for and within the place's range, with the squares of
 * their distances. */
static void find_cells(struct er_field_span *span, const er_field_place *place,
                       const er_field_patch *patch, size_t row) {
    size_t first = first_from(patch, place->box.min_x), start = span->count;
    size_t end = first_from(patch, place->box.max_x);
    double limit_m2 = place->range_m * place->range_m;
    if (end <= first) return;
    const bool *wanted = patch->wanted ? patch->wanted + row * patch->columns : NULL;
    double *east_m = span->east_m + start, *north_m = span->north_m + start;
    er_local_frame_row(&place->frame, patch->y_m[row], patch->x_m + first, end - first, east_m,
                       north_m);
    for (size_t i = 0; i < end - first; i++) {
        double e = east_m[i], n = north_m[i], m2 = e * e + n * n;
        size_t k = span->count;
        span->east_m[k] = e;
        span->north_m[k] = n;
        span->distance_m[k] = m2;
        span->cell[k] = (uint32_t)(row * patch->columns + first + i);
        span->count += m2 <= limit_m2 && (!wanted || wanted[first + i]);
    }
}

/** Nothing is known of a sector's signal there. */
static void mark_unknown(const struct er_field_work *work, const er_emitter *emitter, size_t cell) {
    size_t cells = work->patch->columns * work->patch->rows;
    if (work->unknown) work->unknown[emitter->operator_ * cells + cell] = true;
}

/** Levels of an emitter in the span's cells. */
static void find_levels(const struct er_field_work *work, size_t index) {
    const er_emitter *emitter = &work->field->emitters[index];
    const er_field_budget *budget = &work->field->budgets[work->field->budget_of[index]];
    const struct er_field_span *span = &work->span;
    double all_round_dbi = er_antenna_gain_dbi(emitter->antenna, 0, 0, 0);
    for (size_t i = 0; i < span->count && !span->directional; i++)
        span->level_dbm[i] = budget->rsrp_dbm + (all_round_dbi - span->loss_db[i]);
    for (size_t i = 0; i < span->count && span->directional; i++) {
        double gain_dbi =
            er_antenna_gain_dbi(emitter->antenna, span->azimuth[i] - emitter->azimuth_deg,
                                span->elevation[i], emitter->tilt_deg);
        span->level_dbm[i] = budget->rsrp_dbm + (gain_dbi - span->loss_db[i]);
    }
    er_field_powers(span->level_dbm, span->count, span->power_mw);
}

static void add_emitter(const struct er_field_work *work, size_t index) {
    const er_emitter *emitter = &work->field->emitters[index];
    const er_field_budget *budget = &work->field->budgets[work->field->budget_of[index]];
    const struct er_field_span *span = &work->span;
    size_t cells = work->patch->columns * work->patch->rows;
    size_t start = work->slot[emitter->carrier] * cells;
    const double enough_dbm = budget->enough_dbm, margin = work->field->margin_sd;
    for (size_t i = 0; i < span->count; i++) {
        if (!(span->distance_m[i] <= emitter->range_m)) continue;
        struct er_field_sum *cell = &work->sums[start + span->cell[i]];
        const struct er_field_sum sector = {.rsrp_dbm = span->level_dbm[i],
                                            .power_mw = span->power_mw[i],
                                            .loss_db = span->loss_db[i],
                                            .sigma_db = span->sigma_db[i],
                                            .sector = (uint32_t)index};
        if (isnan(sector.rsrp_dbm)) {
            mark_unknown(work, emitter, span->cell[i]);
            continue;
        }
        if (work->runners) er_field_work_note(work, start + span->cell[i], &sector);
        cell->servers += sector.rsrp_dbm - margin * sector.sigma_db >= enough_dbm;
        if (er_field_stronger(&sector, cell)) {
            cell->others_mw += cell->power_mw;
            cell->rsrp_dbm = sector.rsrp_dbm;
            cell->power_mw = sector.power_mw;
            cell->loss_db = sector.loss_db;
            cell->sigma_db = sector.sigma_db;
            cell->sector = sector.sector;
        } else {
            cell->others_mw += sector.power_mw;
        }
    }
}

static void add_emitters(struct er_field_work *work, const er_field_link *link) {
    struct er_field_span *span = &work->span;
    if (span->directional)
        er_field_elevations(span->rise_m, span->distance_m, span->count, span->elevation);
    for (size_t i = link->first; i < link->first + link->count; i++) {
        size_t index = work->field->order[i];
        find_levels(work, index);
        if (work->gone_mw)
            er_field_work_take(work, index);
        else
            add_emitter(work, index);
    }
}

/** A link over flat ground. */
static void add_link(struct er_field_work *work, const er_field_link *link) {
    const struct er_field_span *span = &work->span;
    const er_emitter *first = &work->field->emitters[work->field->order[link->first]];
    double rise_m = first->path.rx_height_m - first->path.tx_height_m;
    first->model->losses(&first->path, span->distance_m, span->count, span->loss_db,
                         span->sigma_db);
    for (size_t i = 0; i < span->count; i++)
        span->rise_m[i] = rise_m;
    add_emitters(work, link);
}

/** Find the cells of the rows from one on that a place reaches; false if there are none. */
static bool begin_rows(struct er_field_work *work, const er_field_place *place, size_t row) {
    struct er_field_span *span = &work->span;
    const er_field_patch *patch = work->patch;
    size_t end = row + span->rows < patch->rows ? row + span->rows : patch->rows;
    span->count = 0;
    for (; row < end; row++)
        if (patch->y_m[row] >= place->box.min_y && patch->y_m[row] <= place->box.max_y)
            find_cells(span, place, patch, row);
    if (span->count == 0) return false;
    for (size_t i = 0; i < span->count; i++)
        span->distance_m[i] = sqrt(span->distance_m[i]);
    span->directional = place->directional;
    if (span->directional)
        er_field_azimuths(span->east_m, span->north_m, span->count, span->azimuth);
    return true;
}

/** Some rows after the other, so that their sums stay at hand. */
static void add_flat(struct er_field_work *work) {
    const er_field *field = work->field;
    for (size_t row = 0; row < work->patch->rows; row += work->span.rows)
        for (size_t i = 0; i < work->place_count; i++) {
            const er_field_place *place = &field->places[work->places[i]];
            if ((work->only && !work->only[i]) || !begin_rows(work, place, row)) continue;
            for (size_t l = place->first; l < place->first + place->count; l++)
                add_link(work, &field->links[l]);
        }
}

/** Link by link, for a link's rays cross all rows. Each cell's sums run in the same order. */
static er_status add_over_ground(er_context *ctx, struct er_field_work *work) {
    const er_field *field = work->field;
    for (size_t i = 0; i < work->place_count; i++) {
        const er_field_place *place = &field->places[work->places[i]];
        if (work->only && !work->only[i]) continue;
        for (size_t l = place->first; l < place->first + place->count; l++) {
            const er_field_link *link = &field->links[l];
            ER_TRY(er_check_cancel(ctx));
            ER_TRY(er_field_ground_losses(ctx, work, link));
            for (size_t row = 0; row < work->patch->rows; row += work->span.rows) {
                if (!begin_rows(work, place, row)) continue;
                er_field_ground_span(work, link);
                add_emitters(work, link);
            }
        }
    }
    return ER_OK;
}

er_status er_field_work_add(er_context *ctx, struct er_field_work *work) {
    if (work->field->terrain) return add_over_ground(ctx, work);
    add_flat(work);
    return ER_OK;
}

/* ---- signals --------------------------------------------------------------------------------- */

/** Most cells hear one sector of a carrier alone: there the sum of powers is the noise, the same in
 *  every cell, and its logarithm is known. */
static double sinr_of(const er_emitter *emitter, const er_field_budget *budget,
                      const struct er_field_sum *sum) {
    if (sum->others_mw == 0) return sum->rsrp_dbm - budget->quiet_dbm;
    return er_sinr_db(&emitter->budget, sum->rsrp_dbm, emitter->budget.load * sum->others_mw);
}

er_signal er_field_sum_signal(const er_field *field, const struct er_field_sum *sum) {
    const er_emitter *emitter = &field->emitters[sum->sector];
    const er_field_budget *budget = &field->budgets[field->budget_of[sum->sector]];
    er_signal signal = {.rsrp_dbm = sum->rsrp_dbm,
                        .sigma_db = sum->sigma_db,
                        .sinr_db = sinr_of(emitter, budget, sum),
                        .loss_db = sum->loss_db,
                        .uplink_snr_db = budget->uplink_snr_db + (sum->rsrp_dbm - budget->rsrp_dbm),
                        .sector = sum->sector};
    signal.level = er_field_level_of(field, &signal);
    return signal;
}

/** An operator's carriers compete by the level reached, then by strength. */
static bool better(const er_signal *a, const er_signal *b) {
    if (b->sector == UINT32_MAX || a->level != b->level) return a->level >= b->level;
    if (a->rsrp_dbm != b->rsrp_dbm) return a->rsrp_dbm > b->rsrp_dbm;
    return a->sector < b->sector;
}

/** Cells `first` to `end - 1` of one operator, from one carrier. */
static void finish_cells(const struct er_field_work *work, size_t slot, size_t first, size_t end,
                         er_signal *signals) {
    size_t cells = work->patch->columns * work->patch->rows;
    const struct er_field_sum *sums = work->sums + slot * cells + first;
    for (size_t i = 0; i < end - first; i++) {
        if (sums[i].sector == UINT32_MAX) continue;
        er_signal signal = er_field_sum_signal(work->field, &sums[i]);
        uint32_t servers = signals[i].servers + sums[i].servers;
        if (better(&signal, &signals[i])) signals[i] = signal;
        signals[i].servers = servers;
    }
}

void er_field_work_finish(const struct er_field_work *work, size_t first, size_t end,
                          er_signal *signals, size_t stride) {
    const er_field *field = work->field;
    size_t cells = work->patch->columns * work->patch->rows, count = end - first;
    const er_signal none = {.rsrp_dbm = NAN,
                            .sigma_db = NAN,
                            .sinr_db = NAN,
                            .loss_db = NAN,
                            .uplink_snr_db = NAN,
                            .sector = UINT32_MAX};
    for (uint32_t o = 0; o < field->sites.operator_count; o++)
        for (size_t i = 0; i < count; i++)
            signals[o * stride + i] = none;
    /* carriers by number: their order decides nothing but between equals, which `better` settles */
    for (uint32_t carrier = 0; carrier < field->carrier_count; carrier++)
        if (work->slot[carrier] != UINT32_MAX)
            finish_cells(work, work->slot[carrier], first, end,
                         signals + field->carrier_operator[carrier] * stride);
    for (uint32_t o = 0; o < field->sites.operator_count && work->unknown; o++)
        for (size_t i = 0; i < count; i++)
            signals[o * stride + i].unknown =
                work->unknown[o * cells + first + i] && signals[o * stride + i].level == 0;
}

/** A few cells at a time, which stay in the processor's cache from one step to the next. */
static void finish(const struct er_field_work *work, er_signal *signals, size_t stride) {
    enum { SOME = 2048 };
    size_t cells = work->patch->columns * work->patch->rows;
    for (size_t first = 0; first < cells; first += SOME)
        er_field_work_finish(work, first, first + SOME < cells ? first + SOME : cells,
                             signals + first, stride);
}

er_status er_field_patch_signals(er_context *ctx, const er_field *field,
                                 const er_field_patch *patch, er_signal *signals, size_t stride) {
    struct er_field_work work = {.field = field, .patch = patch};
    er_status status;
    ER_GOTO(status, done, find_places(ctx, &work));
    ER_GOTO(status, done, make_room(ctx, &work));
    if (field->terrain) ER_GOTO(status, done, er_field_ground_begin(ctx, &work));
    ER_GOTO(status, done, er_field_work_add(ctx, &work));
    finish(&work, signals, stride);
    if (patch->spares) ER_GOTO(status, done, er_field_work_spares(ctx, &work, signals, stride));
done:
    er_field_ground_end(&work);
    er_free(work.places);
    er_free(work.slot);
    er_free(work.carriers);
    er_free(work.buffer);
    er_free(work.span.cell);
    er_free(work.sums);
    er_free(work.runners);
    return status;
}
