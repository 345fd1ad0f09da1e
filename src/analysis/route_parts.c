/* Where a route lies: its length by unit, and by group of every scheme. */
#include "analysis/routes.h"

#include "store/members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** A scheme with who is in its groups. */
typedef struct scheme {
    const char *name;
    int64_t rank; /* of its level */
    er_group *groups;
    size_t group_count;
    er_unit_group *members; /* by unit id, group */
    size_t member_count;
} scheme;

/** A unit by its id. */
typedef struct unit_at {
    int64_t id;
    size_t index; /* into the units by level and code */
    int64_t rank; /* of its level */
} unit_at;

struct er_route_places {
    unit_at *units; /* by id */
    size_t unit_count;
    scheme *schemes;
    size_t scheme_count;
};

static int by_id(const void *left, const void *right) {
    const unit_at *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static int64_t rank_of(const er_level *levels, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(levels[i].name, name) == 0) return levels[i].rank;
    return 0;
}

static er_status read_units(er_context *ctx, er_store *store, er_arena *arena,
                            const er_level *levels, size_t level_count, er_route_places *places) {
    er_unit *units = NULL;
    size_t count = 0;
    ER_TRY(er_store_units(ctx, store, arena, NULL, false, &units, &count));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *places->units, &places->units));
    for (size_t i = 0; i < count; i++)
        places->units[i] = (unit_at){units[i].id, i, rank_of(levels, level_count, units[i].level)};
    if (count > 1) qsort(places->units, count, sizeof *places->units, by_id);
    places->unit_count = count;
    return ER_OK;
}

static er_status read_schemes(er_context *ctx, er_store *store, const er_study *study,
                              er_arena *arena, const er_level *levels, size_t level_count,
                              er_route_places *places) {
    er_scheme *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_schemes(ctx, store, arena, &rows, &count));
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *places->schemes, &places->schemes));
    for (size_t i = 0; i < count; i++) {
        if (!er_study_scheme_named(study, rows[i].name)) continue;
        scheme *of = &places->schemes[places->scheme_count++];
        of->name = rows[i].name;
        of->rank = rank_of(levels, level_count, rows[i].level);
        ER_TRY(er_store_groups(ctx, store, arena, of->name, &of->groups, &of->group_count));
        ER_TRY(er_store_unit_groups(ctx, store, arena, of->name, &of->members, &of->member_count));
    }
    return ER_OK;
}

er_status er_route_places_new(er_context *ctx, er_store *store, const er_study *study,
                              er_arena *arena, er_route_places **out) {
    er_level *levels = NULL;
    size_t count = 0;
    er_route_places *places = NULL;
    ER_TRY(er_store_levels(ctx, store, arena, &levels, &count));
    ER_TRY(er_arena_alloc(ctx, arena, sizeof *places, &places));
    ER_TRY(read_units(ctx, store, arena, levels, count, places));
    ER_TRY(read_schemes(ctx, store, study, arena, levels, count, places));
    *out = places;
    return ER_OK;
}

/* ---- lengths ----------------------------------------------------------------------------------
 */

typedef struct lengths {
    er_sum all;
    er_sum served;
    er_sum unknown;
} lengths;

static void add_lengths(lengths *to, const lengths *of) {
    er_sum_add(&to->all, er_sum_value(&of->all));
    er_sum_add(&to->served, er_sum_value(&of->served));
    er_sum_add(&to->unknown, er_sum_value(&of->unknown));
}

/** What of a route lies in a unit. */
typedef struct unit_part {
    int64_t unit_id;
    const unit_at *unit; /* null: in none */
    lengths lengths;
} unit_part;

typedef struct unit_parts {
    unit_part *items;
    size_t count;
    size_t capacity;
    size_t last; /* neighbours often lie in one unit */
} unit_parts;

static er_status part_of(er_context *ctx, unit_parts *parts, int64_t unit_id, unit_part **out) {
    size_t at = parts->last;
    if (at >= parts->count || parts->items[at].unit_id != unit_id)
        for (at = 0; at < parts->count && parts->items[at].unit_id != unit_id;)
            at++;
    if (at == parts->count) {
        ER_TRY(er_reserve(ctx, &parts->items, &parts->capacity, at + 1, sizeof *parts->items));
        parts->items[parts->count++] = (unit_part){.unit_id = unit_id};
    }
    parts->last = at;
    *out = &parts->items[at];
    return ER_OK;
}

static er_status take_pieces(er_context *ctx, const er_route_survey *survey, size_t first,
                             size_t count, const int64_t *unit_ids, unit_parts *parts) {
    const er_route_path *path = &survey->path;
    const er_route_edge *edge = er_route_edge_of(path, first);
    for (size_t i = 0; i < count; i++) {
        unit_part *part = NULL;
        while (first + i >= edge->first_piece + edge->pieces)
            edge++;
        ER_TRY(part_of(ctx, parts, unit_ids[i], &part));
        double piece_m = er_route_piece_m(edge);
        er_route_state state = (er_route_state)survey->any[first + i];
        er_sum_add(&part->lengths.all, piece_m);
        if (state == ER_ROUTE_SERVED) er_sum_add(&part->lengths.served, piece_m);
        if (state == ER_ROUTE_UNKNOWN) er_sum_add(&part->lengths.unknown, piece_m);
    }
    return ER_OK;
}

/** Pieces of one route in a batch. */
typedef struct span {
    size_t route;
    size_t first;
    size_t count;
} span;

/** Pieces of many routes, to be located at once: the outlines of units are read for each batch. */
typedef struct batch {
    er_point *middles;
    int64_t *unit_ids;
    span *spans;
    size_t count;
    size_t span_count;
    size_t span_capacity;
} batch;
enum { BATCH = 1 << 18 };

static er_status locate_batch(er_context *ctx, er_store *store, const er_route_survey *surveys,
                              batch *of, unit_parts *parts) {
    size_t at = 0;
    ER_TRY(er_check_cancel(ctx));
    if (of->count > 0) ER_TRY(er_finest_units(ctx, store, of->middles, of->count, of->unit_ids));
    for (size_t i = 0; i < of->span_count; i++) {
        const span *s = &of->spans[i];
        ER_TRY(take_pieces(ctx, &surveys[s->route], s->first, s->count, of->unit_ids + at,
                           &parts[s->route]));
        at += s->count;
    }
    of->count = of->span_count = 0;
    return ER_OK;
}

static er_status fill_batches(er_context *ctx, er_store *store, const er_route_survey *surveys,
                              size_t count, batch *of, unit_parts *parts) {
    for (size_t route = 0; route < count; route++) {
        const er_route_path *path = &surveys[route].path;
        for (size_t first = 0, taken; first < path->piece_count; first += taken) {
            size_t room = BATCH - of->count, left = path->piece_count - first;
            taken = left < room ? left : room;
            ER_TRY(er_reserve(ctx, &of->spans, &of->span_capacity, of->span_count + 1,
                              sizeof *of->spans));
            of->spans[of->span_count++] = (span){route, first, taken};
            er_route_middles(path, first, taken, of->middles + of->count);
            of->count += taken;
            if (of->count == BATCH) ER_TRY(locate_batch(ctx, store, surveys, of, parts));
        }
    }
    return locate_batch(ctx, store, surveys, of, parts);
}

static er_status locate(er_context *ctx, er_store *store, const er_route_survey *surveys,
                        size_t count, unit_parts *parts) {
    batch of = {.count = 0};
    er_status status = er_alloc(ctx, BATCH, sizeof *of.middles, &of.middles);
    if (status == ER_OK) status = er_alloc(ctx, BATCH, sizeof *of.unit_ids, &of.unit_ids);
    if (status == ER_OK) status = fill_batches(ctx, store, surveys, count, &of, parts);
    er_free(of.middles);
    er_free(of.unit_ids);
    er_free(of.spans);
    return status;
}

/** By level and code, what lies in no unit last. */
static int by_unit(const void *left, const void *right) {
    const unit_part *a = left, *b = right;
    if (!a->unit || !b->unit) return !a->unit - !b->unit;
    return (a->unit->index > b->unit->index) - (a->unit->index < b->unit->index);
}

static void find_units(const er_route_places *places, unit_parts *parts) {
    for (size_t i = 0; i < parts->count; i++) {
        const unit_at wanted = {.id = parts->items[i].unit_id};
        if (wanted.id != 0 && places->unit_count > 0)
            parts->items[i].unit =
                bsearch(&wanted, places->units, places->unit_count, sizeof wanted, by_id);
    }
    if (parts->count > 1) qsort(parts->items, parts->count, sizeof *parts->items, by_unit);
}

/* ---- groups -----------------------------------------------------------------------------------
 */

/** Places of what is in no group, and in no unit of the scheme's level, behind the groups. */
static size_t group_index(const scheme *of, const char *name) {
    size_t i = 0;
    while (i < of->group_count && strcmp(of->groups[i].name, name) != 0)
        i++;
    return i;
}

static void add_to_groups(const scheme *of, const unit_part *part, lengths *sums) {
    size_t none = of->group_count, outside = of->group_count + 1;
    size_t count = 0;
    if (!part->unit || part->unit->rank < of->rank) {
        add_lengths(&sums[outside], &part->lengths);
        return;
    }
    const er_unit_group *members =
        er_members_of(of->members, of->member_count, part->unit_id, &count);
    for (size_t i = 0; i < count; i++)
        add_lengths(&sums[group_index(of, members[i].group)], &part->lengths);
    if (count == 0) add_lengths(&sums[none], &part->lengths);
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static er_route_part row_of(const lengths *sums) {
    er_route_part row = {.length_m = er_sum_value(&sums->all)};
    row.served_m = fmin(er_sum_value(&sums->served), row.length_m);
    row.unknown_m = fmin(er_sum_value(&sums->unknown), row.length_m - row.served_m);
    return row;
}

static const char *group_name(const scheme *of, size_t i) {
    if (i < of->group_count) return of->groups[i].name;
    return i == of->group_count ? ER_LINE_NONE : ER_LINE_OUTSIDE;
}

static er_status group_rows(er_context *ctx, const scheme *of, const unit_parts *parts,
                            er_route_part *rows, size_t *count) {
    lengths *sums = NULL;
    ER_TRY(er_alloc(ctx, of->group_count + 2, sizeof *sums, &sums));
    for (size_t i = 0; i < parts->count; i++)
        add_to_groups(of, &parts->items[i], sums);
    for (size_t i = 0; i < of->group_count + 2; i++) {
        er_route_part row = row_of(&sums[i]);
        if (!(row.length_m > 0)) continue;
        row.scheme = of->name;
        row.group = group_name(of, i);
        rows[(*count)++] = row;
    }
    er_free(sums);
    return ER_OK;
}

static er_status make_rows(er_context *ctx, er_arena *arena, const er_route_places *places,
                           const unit_parts *parts, er_route_part **out, size_t *out_count) {
    er_route_part *rows = NULL;
    size_t most = parts->count, count = 0;
    for (size_t s = 0; s < places->scheme_count; s++)
        most += places->schemes[s].group_count + 2;
    ER_TRY(er_arena_alloc(ctx, arena, (most + 1) * sizeof *rows, &rows));
    for (size_t i = 0; i < parts->count; i++) {
        rows[count] = row_of(&parts->items[i].lengths);
        rows[count].unit_id = parts->items[i].unit_id;
        if (!parts->items[i].unit) rows[count].group = ER_LINE_OUTSIDE;
        count++;
    }
    for (size_t s = 0; s < places->scheme_count; s++)
        ER_TRY(group_rows(ctx, &places->schemes[s], parts, rows, &count));
    *out = rows;
    *out_count = count;
    return ER_OK;
}

er_status er_route_parts(er_context *ctx, er_store *store, const er_route_places *places,
                         er_route_survey *surveys, size_t count) {
    unit_parts *found = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *found, &found));
    er_status status = locate(ctx, store, surveys, count, found);
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        find_units(places, &found[i]);
        status = make_rows(ctx, surveys[i].arena, places, &found[i], &surveys[i].parts,
                           &surveys[i].part_count);
    }
    for (size_t i = 0; i < count; i++)
        er_free(found[i].items);
    er_free(found);
    return status;
}
