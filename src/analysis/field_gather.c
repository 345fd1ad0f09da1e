/* Emitters by place and link, and the frame of every place. */
#include "analysis/field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool same_place(const er_emitter *a, const er_emitter *b) {
    return a->position.x == b->position.x && a->position.y == b->position.y;
}

static int compare_links(const er_emitter *a, const er_emitter *b) {
    int order = strcmp(a->model->name, b->model->name);
    if (order) return order;
    if (a->path.freq_mhz != b->path.freq_mhz) return a->path.freq_mhz < b->path.freq_mhz ? -1 : 1;
    if (a->path.tx_height_m != b->path.tx_height_m)
        return a->path.tx_height_m < b->path.tx_height_m ? -1 : 1;
    return 0;
}

/** By link, then as they came; `emitters` is the first of all. */
static int by_link(const void *left, const void *right, void *emitters) {
    const size_t *a = left, *b = right;
    const er_emitter *all = emitters;
    int order = compare_links(&all[*a], &all[*b]);
    return order ? order : (*a > *b) - (*a < *b);
}

/** By place, then as they came; a workspace's come by place. */
static int by_place(const void *left, const void *right, void *emitters) {
    const size_t *a = left, *b = right;
    const er_emitter *all = emitters;
    er_point p = all[*a].position, q = all[*b].position;
    if (p.x != q.x) return p.x < q.x ? -1 : 1;
    if (p.y != q.y) return p.y < q.y ? -1 : 1;
    return (*a > *b) - (*a < *b);
}

/** Fill the order; the number of places. */
static size_t sort_by_place(er_field *field) {
    size_t places = 0;
    for (size_t i = 0; i < field->count; i++)
        field->order[i] = i;
    if (field->count > 1)
        qsort_r(field->order, field->count, sizeof *field->order, by_place, field->emitters);
    for (size_t i = 0; i < field->count; i++)
        places += i == 0 || !same_place(&field->emitters[field->order[i - 1]],
                                        &field->emitters[field->order[i]]);
    return places;
}

/** The links of one place, from its part of the order. */
static void add_links(er_field *field, size_t first, size_t end) {
    er_field_place *place = &field->places[field->place_count];
    qsort_r(field->order + first, end - first, sizeof *field->order, by_link, field->emitters);
    *place = (er_field_place){.position = field->emitters[field->order[first]].position,
                              .first = field->link_count};
    for (size_t i = first; i < end; i++) {
        const er_emitter *emitter = &field->emitters[field->order[i]];
        field->place_of[field->order[i]] = (uint32_t)field->place_count;
        if (i == first || compare_links(&field->emitters[field->order[i - 1]], emitter) != 0) {
            field->links[field->link_count++] =
                (er_field_link){.place = field->place_count, .first = i};
            place->count++;
        }
        er_field_link *link = &field->links[field->link_count - 1];
        link->count++;
        link->range_m = fmax(link->range_m, emitter->range_m);
        place->range_m = fmax(place->range_m, emitter->range_m);
        place->directional |= er_antenna_is_directional(emitter->antenna);
    }
    field->place_count++;
}

er_status er_field_place_frame(er_context *ctx, const er_plane *plane, er_field_place *place) {
    ER_TRY(er_local_frame_new(ctx, plane, place->position, place->range_m, &place->frame));
    double half_m = 1 / place->frame.scale;
    er_point o = place->frame.origin;
    place->box = (er_box){o.x - half_m, o.y - half_m, o.x + half_m, o.y + half_m};
    return ER_OK;
}

/** A context belongs to one thread, so that each thread has one of its own; the first failure is
 *  repeated in the caller's for its line. */
/* Waking threads takes longer than so many frames. */
static const size_t few_places = 64;

static er_status add_frames(er_context *ctx, er_field *field) {
    size_t failed = field->place_count;
#pragma omp parallel num_threads(field->place_count > few_places ? er_context_threads(ctx) : 1)
    {
        er_context *own = NULL;
        bool ready = er_context_new(&own) == ER_OK;
#pragma omp for schedule(dynamic, 64)
        for (size_t i = 0; i < field->place_count; i++) {
            if (ready && er_field_place_frame(own, field->plane, &field->places[i]) == ER_OK)
                continue;
#pragma omp critical
            if (i < failed) failed = i;
        }
        if (ready) er_context_free(own);
    }
    if (failed == field->place_count) return ER_OK;
    ER_TRY(er_field_place_frame(ctx, field->plane, &field->places[failed]));
    return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
}

er_status er_field_gather(er_context *ctx, er_field *field) {
    size_t room = field->count + 1;
    ER_TRY(er_arena_alloc(ctx, field->arena, room * sizeof *field->order, &field->order));
    ER_TRY(er_arena_alloc(ctx, field->arena, room * sizeof *field->links, &field->links));
    ER_TRY(er_arena_alloc(ctx, field->arena, room * sizeof *field->place_of, &field->place_of));
    size_t places = sort_by_place(field);
    ER_TRY(er_arena_alloc(ctx, field->arena, (places + 1) * sizeof *field->places, &field->places));
    for (size_t first = 0, end; first < field->count; first = end) {
        for (end = first + 1; end < field->count; end++)
            if (!same_place(&field->emitters[field->order[first]],
                            &field->emitters[field->order[end]]))
                break;
        add_links(field, first, end);
    }
    ER_TRY(add_frames(ctx, field));
    return er_field_bin_places(ctx, field);
}
