/* Signals of a patch: every place in range adds its antennas to the patch's cells, row by row. Each
 * cell's figures are a pure function of the cell: sums run over places, links and antennas in one
 * order, whatever else the patch holds. */
#include "analysis/field.h"

#include <math.h>
#include <stdlib.h>

/** What a carrier brings to a cell so far. */
struct tally {
    double rsrp_dbm; /**< of the strongest sector */
    double power_mw; /**< of it */
    double others_mw;
    double loss_db;
    double sigma_db;
    uint32_t sector;
    uint32_t servers;
};

/** Cells of a row in range of a place, close together. */
struct span {
    size_t count;
    double *east_m;
    double *north_m;
    double *distance_m;
    double *azimuth;
    double *elevation;
    double *loss_db;
    double *sigma_db;
    double *level_dbm;
    double *power_mw;
    uint32_t *column;
};

struct work {
    const er_field *field;
    const er_field_patch *patch;
    struct span span;
    double *buffer;
    struct tally *tallies; /**< carrier after carrier of the patch, each with the patch's cells */
    uint32_t *slot;        /**< of each carrier of the field; UINT32_MAX: not in the patch */
    uint32_t *carriers;    /**< of each slot */
    size_t slot_count;
    size_t *places; /**< in reach of the patch */
    size_t place_count;
};

/* ---- what is in reach ------------------------------------------------------------------------ */

static er_box box_of(const er_field_patch *patch) {
    const double *x = patch->x_m, *y = patch->y_m;
    size_t right = patch->columns - 1, last = patch->rows - 1;
    return (er_box){fmin(x[0], x[right]), fmin(y[0], y[last]), fmax(x[0], x[right]),
                    fmax(y[0], y[last])};
}

static bool meet(er_box a, er_box b) {
    return a.min_x <= b.max_x && b.min_x <= a.max_x && a.min_y <= b.max_y && b.min_y <= a.max_y;
}

bool er_field_reaches(const er_field *field, er_box box) {
    for (size_t i = 0; i < field->place_count; i++)
        if (meet(box, field->places[i].box)) return true;
    return false;
}

static void mark_carriers(struct work *work, const er_field_place *place) {
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

static er_status find_places(er_context *ctx, struct work *work) {
    const er_field *field = work->field;
    er_box box = box_of(work->patch);
    size_t capacity = 0;
    ER_TRY(er_alloc(ctx, field->carrier_count + 1, sizeof *work->slot, &work->slot));
    ER_TRY(er_alloc(ctx, field->carrier_count + 1, sizeof *work->carriers, &work->carriers));
    for (uint32_t c = 0; c < field->carrier_count; c++)
        work->slot[c] = UINT32_MAX;
    for (size_t i = 0; i < field->place_count; i++) {
        if (!meet(box, field->places[i].box)) continue;
        ER_TRY(
            er_reserve(ctx, &work->places, &capacity, work->place_count + 1, sizeof *work->places));
        work->places[work->place_count++] = i;
        mark_carriers(work, &field->places[i]);
    }
    return ER_OK;
}

static er_status make_room(er_context *ctx, struct work *work) {
    const er_field_patch *patch = work->patch;
    size_t columns = patch->columns, cells = columns * patch->rows;
    double **parts[] = {&work->span.east_m,   &work->span.north_m,   &work->span.distance_m,
                        &work->span.azimuth,  &work->span.elevation, &work->span.loss_db,
                        &work->span.sigma_db, &work->span.level_dbm, &work->span.power_mw};
    size_t part_count = sizeof parts / sizeof parts[0];
    ER_TRY(er_alloc(ctx, columns * part_count, sizeof *work->buffer, &work->buffer));
    for (size_t i = 0; i < part_count; i++)
        *parts[i] = work->buffer + i * columns;
    ER_TRY(er_alloc(ctx, columns, sizeof *work->span.column, &work->span.column));
    ER_TRY(er_alloc(ctx, cells * work->slot_count + 1, sizeof *work->tallies, &work->tallies));
    for (size_t i = 0; i < cells * work->slot_count; i++)
        work->tallies[i] =
            (struct tally){.rsrp_dbm = -INFINITY, .loss_db = NAN, .sector = UINT32_MAX};
    return ER_OK;
}

/* ---- one place, one row ---------------------------------------------------------------------- */

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

/** Cells of a row within the place's range, with their distances. */
static void find_cells(struct span *span, const er_field_place *place, const er_field_patch *patch,
                       double y) {
    size_t first = first_from(patch, place->box.min_x);
    size_t end = first_from(patch, place->box.max_x);
    double limit_m2 = place->range_m * place->range_m;
    span->count = 0;
    if (end <= first) return;
    er_local_frame_row(&place->frame, y, patch->x_m + first, end - first, span->east_m,
                       span->north_m);
    for (size_t i = 0; i < end - first; i++) {
        double e = span->east_m[i], n = span->north_m[i], m2 = e * e + n * n;
        size_t k = span->count;
        span->east_m[k] = e;
        span->north_m[k] = n;
        span->distance_m[k] = m2;
        span->column[k] = (uint32_t)(first + i);
        span->count += m2 <= limit_m2;
    }
    for (size_t i = 0; i < span->count; i++)
        span->distance_m[i] = sqrt(span->distance_m[i]);
}

static void add_emitter(const struct work *work, size_t index, struct tally *row) {
    const er_emitter *emitter = &work->field->emitters[index];
    const er_field_budget *budget = &work->field->budgets[work->field->budget_of[index]];
    const struct span *span = &work->span;
    const double enough_dbm = budget->enough_dbm, margin = work->field->margin_sd;
    for (size_t i = 0; i < span->count; i++) {
        double gain_dbi =
            er_antenna_gain_dbi(emitter->antenna, span->azimuth[i] - emitter->azimuth_deg,
                                span->elevation[i], emitter->tilt_deg);
        span->level_dbm[i] = budget->rsrp_dbm + (gain_dbi - span->loss_db[i]);
    }
    er_field_powers(span->level_dbm, span->count, span->power_mw);
    for (size_t i = 0; i < span->count; i++) {
        if (!(span->distance_m[i] <= emitter->range_m)) continue;
        struct tally *cell = &row[span->column[i]];
        double level_dbm = span->level_dbm[i], power_mw = span->power_mw[i];
        cell->servers += level_dbm - margin * span->sigma_db[i] >= enough_dbm;
        if (level_dbm > cell->rsrp_dbm || (level_dbm == cell->rsrp_dbm && index < cell->sector)) {
            cell->others_mw += cell->power_mw;
            cell->rsrp_dbm = level_dbm;
            cell->power_mw = power_mw;
            cell->loss_db = span->loss_db[i];
            cell->sigma_db = span->sigma_db[i];
            cell->sector = (uint32_t)index;
        } else {
            cell->others_mw += power_mw;
        }
    }
}

static void add_link(const struct work *work, const er_field_link *link, size_t row) {
    const er_field *field = work->field;
    const struct span *span = &work->span;
    const er_emitter *first = &field->emitters[field->order[link->first]];
    size_t columns = work->patch->columns, cells = columns * work->patch->rows;
    first->model->losses(&first->path, span->distance_m, span->count, span->loss_db,
                         span->sigma_db);
    er_field_elevations(first->path.rx_height_m - first->path.tx_height_m, span->distance_m,
                        span->count, span->elevation);
    for (size_t i = link->first; i < link->first + link->count; i++) {
        size_t index = field->order[i], slot = work->slot[field->emitters[index].carrier];
        add_emitter(work, index, work->tallies + slot * cells + row * columns);
    }
}

static void add_place(struct work *work, const er_field_place *place, size_t row) {
    double y = work->patch->y_m[row];
    if (y < place->box.min_y || y > place->box.max_y) return;
    find_cells(&work->span, place, work->patch, y);
    if (work->span.count == 0) return;
    er_field_azimuths(work->span.east_m, work->span.north_m, work->span.count, work->span.azimuth);
    for (size_t i = place->first; i < place->first + place->count; i++)
        add_link(work, &work->field->links[i], row);
}

/* ---- signals --------------------------------------------------------------------------------- */

static uint8_t level_of(const er_field *field, const er_signal *signal) {
    const er_field_need *needs = field->budgets[field->budget_of[signal->sector]].levels;
    size_t count = field->study->radio.level_count;
    double margin_db = field->margin_sd * signal->sigma_db;
    for (size_t i = 0; i < count; i++)
        if (signal->rsrp_dbm - margin_db >= needs[i].rsrp_dbm &&
            signal->sinr_db - margin_db >= needs[i].sinr_db &&
            signal->uplink_snr_db - margin_db >= needs[i].uplink_snr_db)
            return (uint8_t)(count - i);
    return 0;
}

/** The signal of a carrier's strongest sector. */
static er_signal signal_of(const er_field *field, const struct tally *tally) {
    const er_emitter *emitter = &field->emitters[tally->sector];
    const er_field_budget *budget = &field->budgets[field->budget_of[tally->sector]];
    er_signal signal = {
        .rsrp_dbm = tally->rsrp_dbm,
        .sigma_db = tally->sigma_db,
        .sinr_db =
            er_sinr_db(&emitter->budget, tally->rsrp_dbm, emitter->budget.load * tally->others_mw),
        .loss_db = tally->loss_db,
        .uplink_snr_db = budget->uplink_snr_db + (tally->rsrp_dbm - budget->rsrp_dbm),
        .sector = tally->sector};
    signal.level = level_of(field, &signal);
    return signal;
}

/** An operator's carriers compete by the level reached, then by strength. */
static bool better(const er_signal *a, const er_signal *b) {
    if (b->sector == UINT32_MAX || a->level != b->level) return a->level >= b->level;
    if (a->rsrp_dbm != b->rsrp_dbm) return a->rsrp_dbm > b->rsrp_dbm;
    return a->sector < b->sector;
}

static void finish_cells(const struct work *work, size_t slot, er_signal *signals) {
    size_t cells = work->patch->columns * work->patch->rows;
    const struct tally *tallies = work->tallies + slot * cells;
    for (size_t i = 0; i < cells; i++) {
        if (tallies[i].sector == UINT32_MAX) continue;
        er_signal signal = signal_of(work->field, &tallies[i]);
        uint32_t servers = signals[i].servers + tallies[i].servers;
        if (better(&signal, &signals[i])) signals[i] = signal;
        signals[i].servers = servers;
    }
}

static void finish(const struct work *work, er_signal *signals, size_t stride) {
    const er_field *field = work->field;
    size_t cells = work->patch->columns * work->patch->rows;
    const er_signal none = {.rsrp_dbm = NAN,
                            .sigma_db = NAN,
                            .sinr_db = NAN,
                            .loss_db = NAN,
                            .uplink_snr_db = NAN,
                            .sector = UINT32_MAX};
    for (uint32_t o = 0; o < field->sites.operator_count; o++)
        for (size_t i = 0; i < cells; i++)
            signals[o * stride + i] = none;
    /* carriers by number: their order decides nothing but between equals, which `better` settles */
    for (uint32_t carrier = 0; carrier < field->carrier_count; carrier++)
        if (work->slot[carrier] != UINT32_MAX)
            finish_cells(work, work->slot[carrier],
                         signals + field->carrier_operator[carrier] * stride);
}

er_status er_field_patch_signals(er_context *ctx, const er_field *field,
                                 const er_field_patch *patch, er_signal *signals, size_t stride) {
    struct work work = {.field = field, .patch = patch};
    er_status status;
    ER_GOTO(status, done, find_places(ctx, &work));
    ER_GOTO(status, done, make_room(ctx, &work));
    for (size_t row = 0; row < patch->rows; row++)
        for (size_t i = 0; i < work.place_count; i++)
            add_place(&work, &field->places[work.places[i]], row);
    finish(&work, signals, stride);
done:
    er_free(work.places);
    er_free(work.slot);
    er_free(work.carriers);
    er_free(work.buffer);
    er_free(work.span.column);
    er_free(work.tallies);
    return status;
}
