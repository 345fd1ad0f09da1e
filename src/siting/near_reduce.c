#include "siting/near_reduce.h"

/** Rows and sites are looked at by the same code: either is a line of a table of crossings, whose
 *  other lines run across it. */
struct side {
    size_t count;
    size_t *start;  /* count + 1 */
    uint32_t *link; /* lines across, within the distance */
    bool *out;
    size_t *size; /* links to what is not out */
};

struct reduction {
    er_context *ctx;
    struct side rows, sites;
    bool *marked; /* of the side across */
};

static void measure(const struct side *side, const struct side *across) {
    for (size_t i = 0; i < side->count; i++) {
        side->size[i] = 0;
        for (size_t p = side->start[i]; p < side->start[i + 1]; p++)
            side->size[i] += !across->out[side->link[p]];
    }
}

/** Of the lines across, the one with the fewest links: whoever has all of this line's is on it. */
static size_t rarest(const struct side *side, const struct side *across, size_t line) {
    size_t best = SIZE_MAX;
    for (size_t p = side->start[line]; p < side->start[line + 1]; p++) {
        size_t other = side->link[p];
        if (across->out[other]) continue;
        if (best == SIZE_MAX || across->size[other] < across->size[best]) best = other;
    }
    return best;
}

/** Does a line have all the links that are marked? */
static bool has_all(const struct reduction *r, const struct side *side, size_t line,
                    size_t marked) {
    size_t found = 0;
    for (size_t p = side->start[line]; p < side->start[line + 1] && found < marked; p++)
        found += r->marked[side->link[p]];
    return found == marked;
}

static void mark(const struct reduction *r, const struct side *side, const struct side *across,
                 size_t line, bool value) {
    for (size_t p = side->start[line]; p < side->start[line + 1]; p++)
        r->marked[side->link[p]] = value && !across->out[side->link[p]];
}

/** Lines that have all links of this one: rows with more sites go (`larger`), or this site does. */
static bool compare(const struct reduction *r, const struct side *side, const struct side *across,
                    size_t line, bool larger) {
    bool changed = false;
    size_t other = rarest(side, across, line);
    if (other == SIZE_MAX) return false;
    mark(r, side, across, line, true);
    for (size_t p = across->start[other]; p < across->start[other + 1]; p++) {
        size_t i = across->link[p];
        if (side->out[i] || i == line) continue;
        bool beyond = side->size[i] > side->size[line];
        if (!beyond && !(side->size[i] == side->size[line] && (larger ? i > line : i < line)))
            continue;
        if (!has_all(r, side, i, side->size[line])) continue;
        side->out[larger ? i : line] = true;
        changed = true;
        if (!larger) break;
    }
    mark(r, side, across, line, false);
    return changed;
}

/** Rows without a site stay: they say that the distance is too short. */
static er_status pass(struct reduction *r, const struct side *side, const struct side *across,
                      bool larger, bool *changed) {
    measure(side, across);
    measure(across, side);
    for (size_t i = 0; i < side->count; i++) {
        if (i % 256 == 0) ER_TRY(er_check_cancel(r->ctx));
        if (side->out[i]) continue;
        if (!larger && side->size[i] == 0) {
            side->out[i] = true;
            continue;
        }
        if (compare(r, side, across, i, larger)) *changed = true;
    }
    return ER_OK;
}

static er_status side_new(er_context *ctx, er_arena *arena, size_t count, const size_t *start,
                          const er_siting_link *link, double within, struct side *out) {
    size_t used = 0, links = 0;
    *out = (struct side){.count = count};
    for (size_t p = 0; p < start[count]; p++)
        links += link[p].distance <= within;
    ER_TRY(er_arena_alloc(ctx, arena, (count + 1) * sizeof *out->start, &out->start));
    ER_TRY(er_arena_alloc(ctx, arena, (links + 1) * sizeof *out->link, &out->link));
    for (size_t i = 0; i < count; i++) {
        for (size_t p = start[i]; p < start[i + 1]; p++)
            if (link[p].distance <= within) out->link[used++] = link[p].other;
        out->start[i + 1] = used;
    }
    ER_TRY(er_arena_alloc(ctx, arena, count + 1, &out->out));
    return er_arena_alloc(ctx, arena, (count + 1) * sizeof *out->size, &out->size);
}

er_status er_siting_near_reduce(er_context *ctx, er_arena *arena, const er_siting_near *near,
                                double within, bool sites_too, er_siting_reduced *out) {
    struct reduction r = {.ctx = ctx};
    size_t sites = near->checked->free_count, most = near->count > sites ? near->count : sites;
    ER_TRY(side_new(ctx, arena, near->count, near->start, near->row, within, &r.rows));
    ER_TRY(side_new(ctx, arena, sites, near->column_start, near->column, within, &r.sites));
    ER_TRY(er_arena_alloc(ctx, arena, most + 1, &r.marked));
    for (size_t i = 0; i < near->count; i++)
        r.rows.out[i] = er_siting_near_kept(near, i, within);
    for (bool changed = true; changed;) {
        bool site_changed = false, row_changed = false;
        ER_TRY(pass(&r, &r.rows, &r.sites, true, &row_changed));
        if (sites_too) ER_TRY(pass(&r, &r.sites, &r.rows, false, &site_changed));
        changed = site_changed;
    }
    *out = (er_siting_reduced){.row_out = r.rows.out, .site_out = r.sites.out};
    return ER_OK;
}
