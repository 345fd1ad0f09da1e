/** Inside field_patch.c and field_ground.c: what a patch's work is done on. */
#ifndef EVENREACH_ANALYSIS_FIELD_WORK_H
#define EVENREACH_ANALYSIS_FIELD_WORK_H

#include "analysis/field.h"
#include "analysis/field_terrain.h"

/** What a carrier brings to a cell so far. */
struct er_field_sum {
    double rsrp_dbm; /**< of the strongest sector */
    double power_mw; /**< of it */
    double others_mw;
    double loss_db;
    double sigma_db;
    uint32_t sector;
    uint32_t servers;
};

/** Of two sectors of one carrier the stronger one; the first of equals. */
static inline bool er_field_stronger(const struct er_field_sum *a, const struct er_field_sum *b) {
    return a->rsrp_dbm > b->rsrp_dbm || (a->rsrp_dbm == b->rsrp_dbm && a->sector < b->sector);
}

/** Cells of some rows in range of a place, close together. */
struct er_field_span {
    size_t count;
    size_t rows;      /**< that are worked on together */
    bool directional; /**< somebody asks for azimuths and elevations */
    double *east_m;
    double *north_m;
    double *distance_m;
    double *azimuth;
    double *rise_m; /**< of the receiver over the antenna */
    double *elevation;
    double *loss_db;
    double *sigma_db;
    double *level_dbm;
    double *power_mw;
    uint32_t *cell; /**< of the patch */
};

/** What a link of a tile loses. */
struct er_field_heard {
    const er_field_link *link;
    double *loss_db;  /**< to every cell of the tile */
    double antenna_m; /**< above sea level */
};

/** A tile over terrain, made ready for patches that are strips of its rows: its rays cross all of
 *  them. */
struct er_field_prepared {
    er_receivers receivers;
    struct er_field_heard *heard;
    size_t heard_count;
    double *loss_db; /**< of all links */
};

struct er_field_work {
    const er_field *field;
    const er_field_patch *patch;
    struct er_field_span span;
    double *buffer;
    struct er_field_sum
        *sums;          /**< carrier after carrier of the patch, each with the patch's cells */
    uint32_t *slot;     /**< of each carrier of the field; UINT32_MAX: not in the patch */
    uint32_t *carriers; /**< of each slot */
    size_t slot_count;
    size_t *places; /**< in reach of the patch */
    size_t place_count;

    /* For spares only. */
    struct er_field_sum *runners; /**< like sums: the strongest sector that does not stand where the
                                       strongest does; only what it brings itself */
    uint32_t *failed; /**< place that fails, operator after operator, each with the patch's cells;
                           null: nothing fails yet */
    double *gone_mw;  /**< like sums: what a carrier loses by that */
    const bool *only; /**< of the places in reach: those that are looked at; null: all */

    /* Over terrain only. */
    const er_ground *ground;
    er_ground *own_ground; /**< null: the patch brought one, or the field has all of it */
    er_receivers receivers;
    er_fan *fan;
    double antenna_m;                    /**< of the link at hand, above sea level */
    const er_profile_point *cell_ground; /**< of every cell of the patch */
    const double *cell_loss_db;          /**< of the link at hand, likewise */
    double *loss_buffer;                 /**< room for that; null: it is prepared */
    const er_field_link *loss_link;      /**< whose losses are in the buffer; null: nobody's yet */
    bool *unknown;                       /**< operator after operator; null: nothing is unknown */
};

/* ---- in field_patch.c ------------------------------------------------------------------------ */

/** The box of the plane that holds a patch's crossings. */
er_box er_field_patch_box(const er_field_patch *patch);
/** The signal of a carrier's strongest sector. */
er_signal er_field_sum_signal(const er_field *field, const struct er_field_sum *sum);
/** Add everything in reach to sums that are empty; once something fails, to what is gone. */
er_status er_field_work_add(er_context *ctx, struct er_field_work *work);
/** Signals of cells `first` to `end - 1`, operator after operator, `stride` apart. */
void er_field_work_finish(const struct er_field_work *work, size_t first, size_t end,
                          er_signal *signals, size_t stride);

/* ---- in field_spares.c ----------------------------------------------------------------------- */

/** Room for the runners, before anything is added. */
er_status er_field_work_run(er_context *ctx, struct er_field_work *work);
/** Once the signals are made: the same without the site of each one's sector. Uses up the sums. */
er_status er_field_work_spares(er_context *ctx, struct er_field_work *work,
                               const er_signal *signals, size_t stride);
/** Note a sector that is about to be added to a cell of its carrier, `at` in the sums. */
static inline void er_field_work_note(const struct er_field_work *work, size_t at,
                                      const struct er_field_sum *sector) {
    const struct er_field_sum *first = &work->sums[at];
    struct er_field_sum *runner = &work->runners[at];
    const uint32_t *place_of = work->field->place_of;
    if (first->sector == UINT32_MAX || place_of[first->sector] == place_of[sector->sector]) return;
    if (er_field_stronger(sector, first)) {
        *runner = *first;
        runner->others_mw = 0;
    } else if (er_field_stronger(sector, runner)) {
        *runner = *sector;
    }
}
/** Take the emitter whose levels are in the span out of cells where its place fails. */
void er_field_work_take(const struct er_field_work *work, size_t emitter);

/* ---- in field_points.c ----------------------------------------------------------------------- */

/** Fail for a place beyond the plane. */
er_status er_field_far_place(er_context *ctx, er_point place);

/* ---- in field_ground.c ----------------------------------------------------------------------- */

/** Read the ground of a patch and of everything in reach, once the places are found. */
er_status er_field_ground_begin(er_context *ctx, struct er_field_work *work);
void er_field_ground_end(struct er_field_work *work);
/** Losses of a link to every cell of the patch. */
er_status er_field_ground_losses(er_context *ctx, struct er_field_work *work,
                                 const er_field_link *link);
/** Losses, spreads and rises of the span's cells; losses are NAN where the ground is not known. */
void er_field_ground_span(struct er_field_work *work, const er_field_link *link);

#endif
