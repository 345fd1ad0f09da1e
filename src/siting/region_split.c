/* Recursive spectral bisection (Pothen, Simon and Liou, SIAM Journal on Matrix Analysis 11 (1990)):
 * the walk from classes to sites and back has a slowest mode, which runs along the longest way
 * through the cover; the classes are halved in its order, and each half again. */
#include "siting/region.h"

#include <math.h>
#include <stdlib.h>

/* Steps of the power method: what matters is the order, not the digits. */
enum { STEPS = 150 };

struct place {
    double at;
    uint32_t class;
};

struct split {
    er_context *ctx;
    const er_siting_problem *p;
    uint32_t *part;
    struct place *places; /* classes, those of a part side by side */
    double *at_class, *at_site, *site_degree;
};

static int by_place(const void *a, const void *b) {
    const struct place *l = a, *r = b;
    if (l->at != r->at) return l->at < r->at ? -1 : 1;
    return (l->class > r->class) - (l->class < r->class);
}

static double degree_of(const er_siting_problem *p, size_t class) {
    return (double)(p->class_start[class + 1] - p->class_start[class]);
}

/** Out with the even mode, and to length one. */
static void centre(struct split *s, size_t begin, size_t end) {
    double sum = 0, whole = 0, square = 0;
    for (size_t n = begin; n < end; n++) {
        double degree = degree_of(s->p, s->places[n].class);
        sum += degree * s->at_class[s->places[n].class];
        whole += degree;
    }
    for (size_t n = begin; n < end; n++) {
        double *at = &s->at_class[s->places[n].class];
        *at -= sum / whole;
        square += *at * *at * degree_of(s->p, s->places[n].class);
    }
    for (size_t n = begin; square > 0 && n < end; n++)
        s->at_class[s->places[n].class] /= sqrt(square);
}

/** Sites stand at the mean of their classes, classes then at the mean of their sites. */
static void walk(struct split *s, size_t begin, size_t end) {
    const er_siting_problem *p = s->p;
    for (size_t n = begin; n < end; n++)
        for (size_t k = p->class_start[s->places[n].class];
             k < p->class_start[s->places[n].class + 1]; k++)
            s->at_site[p->members[k]] = s->site_degree[p->members[k]] = 0;
    for (size_t n = begin; n < end; n++) {
        size_t c = s->places[n].class;
        for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++) {
            s->at_site[p->members[k]] += s->at_class[c];
            s->site_degree[p->members[k]] += 1;
        }
    }
    for (size_t n = begin; n < end; n++) {
        size_t c = s->places[n].class;
        double sum = 0;
        for (size_t k = p->class_start[c]; k < p->class_start[c + 1]; k++)
            sum += s->at_site[p->members[k]] / s->site_degree[p->members[k]];
        s->at_class[c] = sum / degree_of(p, c);
    }
}

static er_status halve(struct split *s, size_t begin, size_t end, uint32_t first, size_t parts) {
    if (parts < 2 || end - begin < 2) {
        for (size_t n = begin; n < end; n++)
            s->part[s->places[n].class] = first;
        return ER_OK;
    }
    er_random random = er_random_stream(3, first);
    for (size_t n = begin; n < end; n++)
        s->at_class[s->places[n].class] = er_random_unit(&random);
    for (int step = 0; step < STEPS; step++) {
        ER_TRY(er_check_cancel(s->ctx));
        centre(s, begin, end);
        walk(s, begin, end);
    }
    for (size_t n = begin; n < end; n++)
        s->places[n].at = s->at_class[s->places[n].class];
    qsort(s->places + begin, end - begin, sizeof *s->places, by_place);
    size_t left = parts / 2;
    size_t middle = begin + (end - begin) * left / parts;
    ER_TRY(halve(s, begin, middle, first, left));
    return halve(s, middle, end, first + (uint32_t)left, parts - left);
}

er_status er_siting_region_split(er_context *ctx, er_arena *arena, const er_siting_problem *problem,
                                 size_t parts, uint32_t *part) {
    struct split s = {.ctx = ctx, .p = problem, .part = part};
    size_t classes = problem->class_count + 1, sites = problem->count + 1;
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *s.places, &s.places));
    ER_TRY(er_arena_alloc(ctx, arena, classes * sizeof *s.at_class, &s.at_class));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *s.at_site, &s.at_site));
    ER_TRY(er_arena_alloc(ctx, arena, sites * sizeof *s.site_degree, &s.site_degree));
    for (size_t c = 0; c < problem->class_count; c++)
        s.places[c].class = (uint32_t)c;
    return halve(&s, 0, problem->class_count, 0, parts);
}
