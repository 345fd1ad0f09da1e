/* What a question changes: which discs come and go, and whose they are. */
#include "analysis/whatif.h"
#include "geometry/box.h"
#include "store/by_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- operators ------------------------------------------------------------------------------- */

static const char *operator_of(const er_whatif_site *site) {
    return site->operator_ && site->operator_[0] ? site->operator_ : ER_NO_OPERATOR;
}

static bool is_named(const char *name) {
    return strcmp(name, ER_NO_OPERATOR) != 0;
}

static int by_name(const void *left, const void *right) {
    const char *const *a = left, *const *b = right;
    if (!is_named(*a) || !is_named(*b)) return is_named(*b) - is_named(*a);
    return strcmp(*a, *b);
}

static uint32_t find(const er_whatif_operators *o, const char *name) {
    for (uint32_t i = 0; i < o->count; i++)
        if (strcmp(o->names[i], name) == 0) return i;
    return ER_WHATIF_NONE;
}

/** Names live as long as the answer. */
static er_status add_name(er_whatif_question *q, const char *name) {
    er_whatif_operators *o = &q->operators;
    ER_TRY(er_arena_text(q->ctx, q->arena, name, strlen(name), &o->names[o->count]));
    o->count++;
    return ER_OK;
}

static er_status list_names(er_whatif_question *q) {
    const er_whatif *w = q->whatif;
    er_whatif_operators *o = &q->operators;
    size_t room = w->operator_count + q->change->added_count + 1;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, room * sizeof *o->names, &o->names));
    for (uint32_t i = 0; i < w->operator_count; i++)
        ER_TRY(add_name(q, w->operators[i]));
    for (size_t i = 0; i < q->change->added_count; i++) {
        const char *name = operator_of(&q->change->added[i]);
        if (find(o, name) == ER_WHATIF_NONE) ER_TRY(add_name(q, name));
    }
    if (o->count > 1) qsort(o->names, o->count, sizeof *o->names, by_name);
    ER_TRY(er_arena_alloc(q->ctx, q->arena, room * sizeof *o->of_run, &o->of_run));
    ER_TRY(er_arena_alloc(q->ctx, q->arena, room * sizeof *o->in_run, &o->in_run));
    for (uint32_t i = 0; i < o->count; i++)
        o->in_run[i] = ER_WHATIF_NONE;
    for (uint32_t i = 0; i < w->operator_count; i++) {
        o->of_run[i] = find(o, w->operators[i]);
        o->in_run[o->of_run[i]] = i;
    }
    return ER_OK;
}

static er_status count_discs(er_whatif_question *q) {
    const er_whatif *w = q->whatif;
    er_whatif_operators *o = &q->operators;
    for (int side = 0; side < ER_SIDES; side++) {
        ER_TRY(er_arena_alloc(q->ctx, q->arena, (o->count + 1) * sizeof(size_t), &o->discs[side]));
        for (uint32_t i = 0; i < w->operator_count; i++)
            o->discs[side][o->of_run[i]] = w->operator_discs[i];
    }
    for (size_t i = 0; i < q->gone_count; i++)
        o->discs[ER_AFTER][o->of_run[w->discs[q->gone[i]].layer]]--;
    for (size_t i = 0; i < q->change->added_count; i++)
        o->discs[ER_AFTER][q->added[i].layer]++;
    return ER_OK;
}

/** Whom "all" asks for on a side: the named operators, or the discs without one where there are no
 *  others. */
static er_status number_layers(er_whatif_question *q, int side) {
    er_whatif_operators *o = &q->operators;
    bool any_named = false;
    for (uint32_t i = 0; i < o->count; i++)
        any_named = any_named || (o->discs[side][i] > 0 && is_named(o->names[i]));
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (o->count + 1) * sizeof(uint32_t), &o->layers[side]));
    for (uint32_t i = 0; i < o->count; i++) {
        bool asked = o->discs[side][i] > 0 && (is_named(o->names[i]) || !any_named);
        o->layers[side][i] = asked ? o->layer_counts[side]++ : ER_WHATIF_NONE;
    }
    return ER_OK;
}

static er_status number_operators(er_whatif_question *q) {
    const er_whatif_operators *o = &q->operators;
    ER_TRY(count_discs(q));
    for (int side = 0; side < ER_SIDES; side++)
        ER_TRY(number_layers(q, side));
    for (uint32_t i = 0; i < o->count; i++)
        q->all_means_others = q->all_means_others || (o->layers[ER_BEFORE][i] == ER_WHATIF_NONE) !=
                                                         (o->layers[ER_AFTER][i] == ER_WHATIF_NONE);
    return ER_OK;
}

/* ---- discs ----------------------------------------------------------------------------------- */

static er_status place_added(er_whatif_question *q) {
    const er_whatif_change *change = q->change;
    ER_TRY(
        er_arena_alloc(q->ctx, q->arena, (change->added_count + 1) * sizeof *q->added, &q->added));
    for (size_t i = 0; i < change->added_count; i++) {
        er_point at = change->added[i].position;
        er_plane_forward(q->whatif->plane, &at, 1);
        if (!isfinite(at.x) || !isfinite(at.y))
            return er_fail(q->ctx, ER_ERR_RANGE,
                           "the new site at %.7g %.7g can't be brought on the working plane: it is "
                           "too far from the study's area",
                           change->added[i].position.x, change->added[i].position.y);
        q->added[i] = (er_disc){at.x, at.y, q->answer->radii_m[i],
                                find(&q->operators, operator_of(&change->added[i]))};
    }
    return ER_OK;
}

static int rising(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static er_status list_gone(er_whatif_question *q) {
    const er_whatif *w = q->whatif;
    size_t count = q->change->removed_count, kept = 0;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (count + 1) * sizeof *q->gone, &q->gone));
    for (size_t i = 0; i < count; i++) {
        int64_t id = q->change->removed[i];
        size_t at = er_find_id(w->stations, w->disc_count, id, w->disc_count);
        if (at == w->disc_count)
            return er_fail(q->ctx, ER_ERR_NOT_FOUND,
                           "run %lld has no station of the id %lld in service: name one that it "
                           "counted",
                           (long long)w->run_id, (long long)id);
        q->gone[i] = (uint32_t)at;
    }
    if (count > 1) qsort(q->gone, count, sizeof *q->gone, rising);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || q->gone[kept - 1] != q->gone[i]) q->gone[kept++] = q->gone[i];
    q->gone_count = kept;
    return ER_OK;
}

static er_status list_changed(er_whatif_question *q) {
    const er_whatif *w = q->whatif;
    size_t added = q->change->added_count;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (added + q->gone_count + 1) * sizeof *q->changed,
                          &q->changed));
    for (size_t i = 0; i < added; i++)
        q->changed[q->changed_count++] = q->added[i];
    for (size_t i = 0; i < q->gone_count; i++) {
        const er_disc *disc = &w->discs[q->gone[i]];
        q->changed[q->changed_count] = *disc;
        q->changed[q->changed_count++].layer = q->operators.of_run[disc->layer];
    }
    return ER_OK;
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool meets_any(er_box box, const er_box *boxes, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (er_boxes_meet(box, boxes[i])) return true;
    return false;
}

static er_status list_places(er_whatif_question *q) {
    const er_whatif *w = q->whatif;
    er_box *boxes = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (q->changed_count + 1) * sizeof *boxes, &boxes));
    for (size_t i = 0; i < q->changed_count; i++)
        boxes[i] = er_disc_box(&q->changed[i]);
    for (size_t i = 0; i < w->place_count; i++)
        count += meets_any(w->boxes[i], boxes, q->changed_count);
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (count + 1) * sizeof *q->places, &q->places));
    for (size_t i = 0; i < w->place_count && q->place_count < count; i++)
        if (meets_any(w->boxes[i], boxes, q->changed_count)) q->places[q->place_count++] = i;
    return ER_OK;
}

er_status er_whatif_prepare(er_whatif_question *q) {
    ER_TRY(list_names(q));
    ER_TRY(place_added(q));
    ER_TRY(list_gone(q));
    ER_TRY(list_changed(q));
    ER_TRY(list_places(q));
    return number_operators(q);
}

/* ---- strata ---------------------------------------------------------------------------------- */

/** The layer of an operator's disc in a stratum on a side; ER_WHATIF_NONE: it does not count. */
static uint32_t layer_of_stratum(const er_whatif_question *q, uint32_t stratum, int side,
                                 uint32_t operator_) {
    if (stratum == ER_WHATIF_ANY) return 0;
    if (stratum == ER_WHATIF_ALL) return q->operators.layers[side][operator_];
    return operator_ == stratum - ER_WHATIF_OPERATOR ? 0 : ER_WHATIF_NONE;
}

er_status er_whatif_side(er_whatif_question *q, uint32_t stratum, int side, uint32_t first_layer,
                         er_disc_side *out) {
    const er_whatif *w = q->whatif;
    uint32_t *layer_of = NULL;
    er_disc *added = NULL;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (w->operator_count + 1) * sizeof *layer_of, &layer_of));
    for (uint32_t i = 0; i < w->operator_count; i++) {
        layer_of[i] = layer_of_stratum(q, stratum, side, q->operators.of_run[i]);
        if (layer_of[i] != ER_WHATIF_NONE) layer_of[i] += first_layer;
    }
    *out = (er_disc_side){.layer_of = layer_of};
    if (side == ER_BEFORE) return ER_OK;
    out->gone = q->gone;
    out->gone_count = q->gone_count;
    out->added_count = q->change->added_count;
    ER_TRY(er_arena_alloc(q->ctx, q->arena, (out->added_count + 1) * sizeof *added, &added));
    for (size_t i = 0; i < out->added_count; i++) {
        added[i] = q->added[i];
        added[i].layer = layer_of_stratum(q, stratum, side, q->added[i].layer);
        if (added[i].layer != ER_WHATIF_NONE) added[i].layer += first_layer;
    }
    out->added = added;
    return ER_OK;
}

uint32_t er_whatif_layers(const er_whatif_question *q, uint32_t stratum, int side) {
    const er_whatif_operators *o = &q->operators;
    if (stratum == ER_WHATIF_ALL) return o->layer_counts[side];
    for (uint32_t i = 0; i < o->count; i++)
        if (o->discs[side][i] > 0 && layer_of_stratum(q, stratum, side, i) == 0) return 1;
    return 0;
}

bool er_whatif_concerns(const er_whatif_question *q, uint32_t stratum, const er_disc *disc) {
    return layer_of_stratum(q, stratum, ER_BEFORE, disc->layer) != ER_WHATIF_NONE ||
           layer_of_stratum(q, stratum, ER_AFTER, disc->layer) != ER_WHATIF_NONE;
}
