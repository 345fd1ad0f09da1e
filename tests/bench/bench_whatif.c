/* What-if answers on a workspace with a coverage run of discs: how long it takes to open the run,
 * and how much time of the processor an added and a removed station take (one thread). Prints JSON.
 * Usage: bench_whatif WORKSPACE [QUESTIONS] */
#include "clock.h"

#include "evenreach/whatif.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct bench {
    er_context *ctx;
    er_store *store;
    er_arena *arena;
    er_whatif *whatif;
    er_cover_disc *discs;
    size_t disc_count;
    size_t count;
    double *took_ms;
    double persons; /* gained or lost in all, so that nothing is left undone */
};

static void need(const struct bench *b, er_status status) {
    if (status == ER_OK) return;
    fprintf(stderr, "%s\n", er_context_error(b->ctx));
    exit(1);
}

static int rising(const void *left, const void *right) {
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/** A kilometre or so beside a station drawn at random, with its radius and operator. */
static er_whatif_site site_near(const struct bench *b, er_random *random) {
    const er_cover_disc *disc = &b->discs[er_random_below(random, b->disc_count)];
    er_point place = disc->position;
    place.x += 0.02 * er_random_unit(random) - 0.01;
    place.y += 0.02 * er_random_unit(random) - 0.01;
    return (er_whatif_site){place, disc->radius_m, disc->operator_, NULL};
}

static void ask(struct bench *b, size_t i, const er_whatif_change *change) {
    er_arena *arena = NULL;
    er_whatif_answer answer;
    need(b, er_arena_new(b->ctx, &arena));
    double start = processor_seconds();
    need(b, er_whatif_ask(b->ctx, b->whatif, arena, change, &answer));
    b->took_ms[i] = 1e3 * (processor_seconds() - start);
    b->persons += answer.totals[0].gained_persons + answer.totals[0].lost_persons;
    er_arena_free(arena);
}

static void print(struct bench *b, const char *name) {
    qsort(b->took_ms, b->count, sizeof *b->took_ms, rising);
    printf(",\"%s\":{\"median_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"persons\":%.3f}", name,
           b->took_ms[b->count / 2], b->took_ms[b->count * 99 / 100], b->took_ms[b->count - 1],
           b->persons);
    b->persons = 0;
}

static void add(struct bench *b) {
    er_random random = er_random_stream(1, 1);
    for (size_t i = 0; i < b->count; i++) {
        er_whatif_site site = site_near(b, &random);
        ask(b, i, &(er_whatif_change){.added = &site, .added_count = 1});
    }
    print(b, "add");
}

static void take_away(struct bench *b) {
    er_random random = er_random_stream(1, 2);
    for (size_t i = 0; i < b->count; i++) {
        int64_t id = b->discs[er_random_below(&random, b->disc_count)].station_id;
        ask(b, i, &(er_whatif_change){.removed = &id, .removed_count = 1});
    }
    print(b, "remove");
}

int main(int argc, char **argv) {
    struct bench b = {.count = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 1000};
    if (argc < 2 || b.count == 0) {
        fprintf(stderr, "usage: bench_whatif WORKSPACE [QUESTIONS]\n");
        return 2;
    }
    if (er_context_new(&b.ctx) != ER_OK) return 1;
    need(&b, er_arena_new(b.ctx, &b.arena));
    need(&b, er_store_open(b.ctx, argv[1], ER_STORE_READ, &b.store));
    double start = seconds();
    need(&b, er_whatif_new(b.ctx, b.store, NULL, 0, &b.whatif));
    double opened = seconds() - start;
    need(&b, er_store_cover_discs(b.ctx, b.store, b.arena, er_whatif_run(b.whatif), &b.discs,
                                  &b.disc_count));
    need(&b, er_alloc(b.ctx, b.count, sizeof *b.took_ms, &b.took_ms));
    printf("{\"stations\":%zu,\"questions\":%zu,\"open_s\":%.3f", b.disc_count, b.count, opened);
    if (b.disc_count > 0) {
        add(&b);
        take_away(&b);
    }
    printf("}\n");
    er_free(b.took_ms);
    er_whatif_free(b.whatif);
    er_store_close(b.store);
    er_arena_free(b.arena);
    er_context_free(b.ctx);
    return 0;
}
