/* Discs: the operators' names, sorted (how many, then each); for each disc the operator's place in
 * these, from 1 (0: none); for each how far its station's id is from the one before (even: up, odd:
 * down); columns of longitude, latitude and radius. States: runs of cells of the same state, each
 * as 3 x its length + the state. */
#include "store/packed.h"
#include "store/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = 3 };

static er_status damaged(er_context *ctx, const char *path) {
    return store_failure_at(ctx, path, SQLITE_CORRUPT, "what a coverage run served");
}

/* ---- discs, in ------------------------------------------------------------------------------- */

/** Operators' names, each once. */
typedef struct names {
    const char **name;
    size_t count;
} names;

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** Free all->name with er_free. */
static er_status collect(er_context *ctx, const er_cover_disc *discs, size_t count, names *all) {
    size_t named = 0;
    ER_TRY(er_alloc(ctx, count + 1, sizeof *all->name, &all->name));
    for (size_t i = 0; i < count; i++)
        if (discs[i].operator_) all->name[named++] = discs[i].operator_;
    qsort(all->name, named, sizeof *all->name, by_name);
    for (size_t i = 0; i < named; i++)
        if (all->count == 0 || strcmp(all->name[all->count - 1], all->name[i]) != 0)
            all->name[all->count++] = all->name[i];
    return ER_OK;
}

/** The operator's place in the names, from 1; 0 without one. */
static size_t place_of(const names *all, const char *operator_) {
    if (!operator_) return 0;
    const char **found = bsearch(&operator_, all->name, all->count, sizeof *all->name, by_name);
    return found ? (size_t)(found - all->name) + 1 : 0;
}

static er_status put_operators(er_context *ctx, packed_writer *writer, const er_cover_disc *discs,
                               size_t count) {
    names all = {0};
    er_status status;
    ER_GOTO(status, done, collect(ctx, discs, count, &all));
    ER_GOTO(status, done, packed_put(ctx, writer, all.count));
    for (size_t i = 0; i < all.count; i++)
        ER_GOTO(status, done, packed_put_text(ctx, writer, all.name[i]));
    for (size_t i = 0; i < count; i++)
        ER_GOTO(status, done, packed_put(ctx, writer, place_of(&all, discs[i].operator_)));
done:
    er_free(all.name);
    return status;
}

static er_status put_stations(er_context *ctx, packed_writer *writer, const er_cover_disc *discs,
                              size_t count) {
    uint64_t before = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t step = (uint64_t)discs[i].station_id - before;
        before = (uint64_t)discs[i].station_id;
        ER_TRY(packed_put(ctx, writer, step << 1 ^ (step >> 63 ? UINT64_MAX : 0)));
    }
    return ER_OK;
}

static er_status put_columns(er_context *ctx, packed_writer *writer, const er_cover_disc *discs,
                             size_t count) {
    if (count == 0) return ER_OK;
    ER_TRY(packed_put_doubles(ctx, writer, &discs->position.x, count, sizeof *discs));
    ER_TRY(packed_put_doubles(ctx, writer, &discs->position.y, count, sizeof *discs));
    return packed_put_doubles(ctx, writer, &discs->radius_m, count, sizeof *discs);
}

er_status packed_from_discs(er_context *ctx, const er_cover_disc *discs, size_t count,
                            uint8_t **blob, size_t *size) {
    packed_writer writer = {0};
    er_status status = put_operators(ctx, &writer, discs, count);
    if (status == ER_OK) status = put_stations(ctx, &writer, discs, count);
    if (status == ER_OK) status = put_columns(ctx, &writer, discs, count);
    if (status == ER_OK) status = packed_finish(ctx, &writer, blob, size);
    er_free(writer.data);
    return status;
}

/* ---- discs, out ------------------------------------------------------------------------------ */

/** Free all->name with er_free; the names themselves are in the arena. */
static er_status take_names(er_context *ctx, er_arena *arena, packed_reader *reader, names *all,
                            bool *sound) {
    uint64_t count;
    *sound = packed_take(reader, &count) && count <= reader->left; /* a byte each, at least */
    if (*sound) ER_TRY(er_alloc(ctx, (size_t)count + 1, sizeof *all->name, &all->name));
    for (uint64_t i = 0; *sound && i < count; i++) {
        const char *text;
        size_t length;
        *sound = packed_take_text(reader, &text, &length) && !memchr(text, 0, length) &&
                 er_utf8_valid(text, length);
        if (*sound) ER_TRY(er_arena_text(ctx, arena, text, length, &all->name[all->count++]));
    }
    return ER_OK;
}

static bool take_numbers(packed_reader *reader, const names *all, er_cover_disc *discs,
                         size_t count) {
    uint64_t number, id = 0;
    for (size_t i = 0; i < count; i++) {
        if (!packed_take(reader, &number) || number > all->count) return false;
        discs[i].operator_ = number > 0 ? all->name[number - 1] : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (!packed_take(reader, &number)) return false;
        id += number >> 1 ^ (number & 1 ? UINT64_MAX : 0);
        memcpy(&discs[i].station_id, &id, sizeof id);
    }
    return true;
}

static bool is_disc(const er_cover_disc *disc) {
    return fabs(disc->position.x) <= 180 && fabs(disc->position.y) <= 90 && disc->radius_m > 0 &&
           isfinite(disc->radius_m);
}

static bool take_columns(packed_reader *reader, er_cover_disc *discs, size_t count) {
    if (count > 0 && !(packed_take_doubles(reader, &discs->position.x, count, sizeof *discs) &&
                       packed_take_doubles(reader, &discs->position.y, count, sizeof *discs) &&
                       packed_take_doubles(reader, &discs->radius_m, count, sizeof *discs)))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_disc(&discs[i])) return false;
    return reader->left == 0;
}

/** A disc takes 26 bytes at least: a count that is too large is seen before memory is taken. */
enum { DISC_BYTES = 26 };

static er_status take_discs(er_context *ctx, er_arena *arena, packed_reader *reader, size_t count,
                            names *all, er_cover_disc **discs, bool *sound) {
    ER_TRY(take_names(ctx, arena, reader, all, sound));
    *sound = *sound && count <= reader->left / DISC_BYTES;
    if (!*sound) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof **discs, discs));
    *sound = take_numbers(reader, all, *discs, count) && take_columns(reader, *discs, count);
    return ER_OK;
}

er_status packed_to_discs(er_context *ctx, er_arena *arena, const char *path, er_bytes blob,
                          size_t count, er_cover_disc **discs) {
    packed_reader reader = {0};
    uint8_t *data = NULL;
    names all = {0};
    bool sound = false;
    er_status status = packed_open(ctx, blob, &data, &reader, &sound);
    if (status == ER_OK && sound)
        status = take_discs(ctx, arena, &reader, count, &all, discs, &sound);
    if (status == ER_OK && !sound) status = damaged(ctx, path);
    er_free(data);
    er_free(all.name);
    return status;
}

/* ---- masks ----------------------------------------------------------------------------------- */

er_status packed_from_states(er_context *ctx, const uint8_t *states, size_t cells, uint8_t **blob,
                             size_t *size) {
    packed_writer writer = {0};
    er_status status = ER_OK;
    for (size_t i = 0; i < cells && status == ER_OK;) {
        size_t end = i + 1;
        while (end < cells && states[end] == states[i])
            end++;
        status = packed_put(ctx, &writer, STATES * (uint64_t)(end - i) + states[i]);
        i = end;
    }
    if (status == ER_OK) status = packed_finish(ctx, &writer, blob, size);
    er_free(writer.data);
    return status;
}

static bool take_states(packed_reader *reader, uint8_t *states, size_t cells) {
    size_t filled = 0;
    while (filled < cells) {
        uint64_t number;
        if (!packed_take(reader, &number)) return false;
        uint64_t length = number / STATES;
        if (length == 0 || length > cells - filled) return false;
        memset(states + filled, (int)(number % STATES), (size_t)length);
        filled += (size_t)length;
    }
    return reader->left == 0;
}

er_status packed_to_states(er_context *ctx, er_arena *arena, const char *path, er_bytes blob,
                           size_t cells, uint8_t **states) {
    packed_reader reader = {0};
    uint8_t *data = NULL;
    bool sound = false;
    er_status status = packed_open(ctx, blob, &data, &reader, &sound);
    if (status == ER_OK && sound) status = er_arena_alloc(ctx, arena, cells, states);
    if (status == ER_OK && !(sound && take_states(&reader, *states, cells)))
        status = damaged(ctx, path);
    er_free(data);
    return status;
}
