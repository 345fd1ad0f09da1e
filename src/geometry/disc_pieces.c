#include "geometry/disc_rings.h"

#include <stdlib.h>

struct placed {
    er_disc_piece piece;
    double turn;
};

static int by_disc_and_turn(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    if (a->piece.disc != b->piece.disc) return a->piece.disc < b->piece.disc ? -1 : 1;
    return (a->turn > b->turn) - (a->turn < b->turn);
}

static bool same_point(er_point a, er_point b) {
    return a.x == b.x && a.y == b.y;
}

/** Join the pieces of one circle, from `first` to the end of the list. */
static size_t join_circle(const struct placed *placed, size_t count, er_disc_piece *out) {
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const er_disc_piece *piece = &placed[i].piece;
        if (used > 0 && same_point(out[used - 1].to, piece->from))
            out[used - 1].to = piece->to;
        else
            out[used++] = *piece;
    }
    if (used > 1 && same_point(out[used - 1].to, out[0].from))
        out[0].from = out[--used].from;
    else if (used == 1)
        out[0].whole = same_point(out[0].from, out[0].to);
    return used;
}

er_status er_disc_pieces(er_context *ctx, const er_disc_union *set, er_disc_piece **out,
                         size_t *count) {
    struct placed *placed = NULL;
    er_disc_piece *pieces = NULL;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_alloc(ctx, set->arc_count, sizeof *placed, &placed));
    ER_GOTO(status, done, er_alloc(ctx, set->arc_count, sizeof *pieces, &pieces));
    for (size_t i = 0; i < set->arc_count; i++) {
        const er_arc *arc = &set->arcs[i];
        const er_disc *disc = &set->discs[arc->disc];
        placed[i].piece = (er_disc_piece){arc->from, arc->to, arc->disc, false};
        placed[i].turn = er_turn(arc->from.x - disc->x, arc->from.y - disc->y);
    }
    qsort(placed, set->arc_count, sizeof *placed, by_disc_and_turn);
    size_t used = 0;
    for (size_t begin = 0, end; begin < set->arc_count; begin = end) {
        for (end = begin + 1;
             end < set->arc_count && placed[end].piece.disc == placed[begin].piece.disc;)
            end++;
        used += join_circle(placed + begin, end - begin, pieces + used);
    }
    *out = pieces;
    *count = used;
    pieces = NULL;
done:
    er_free(placed);
    er_free(pieces);
    return status;
}
