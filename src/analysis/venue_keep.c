/* A result that outlives the survey it was made of. */
#include "analysis/venue_step.h"

#include <string.h>

struct keeping {
    er_context *ctx;
    er_arena *arena;
};

static er_status keep_text(const struct keeping *k, const char **text) {
    if (!*text) return ER_OK;
    return er_arena_text(k->ctx, k->arena, *text, strlen(*text), text);
}

static er_status keep_bytes(const struct keeping *k, er_bytes *bytes) {
    void *copy = NULL;
    if (bytes->size == 0) return ER_OK;
    ER_TRY(er_arena_alloc(k->ctx, k->arena, bytes->size, &copy));
    memcpy(copy, bytes->data, bytes->size);
    bytes->data = copy;
    return ER_OK;
}

/** The rows themselves; `rows_address` is that of the pointer to them. */
static er_status keep_rows(const struct keeping *k, void *rows_address, size_t count, size_t size) {
    void *rows = NULL, *copy = NULL;
    memcpy(&rows, rows_address, sizeof rows);
    ER_TRY(er_arena_alloc(k->ctx, k->arena, count * size + 1, &copy));
    if (count > 0) memcpy(copy, rows, count * size);
    memcpy(rows_address, &copy, sizeof copy);
    return ER_OK;
}

static er_status keep_finding(const struct keeping *k, er_venue_finding *finding) {
    ER_TRY(keep_text(k, &finding->helping_how));
    ER_TRY(keep_text(k, &finding->verdict));
    ER_TRY(keep_text(k, &finding->reason));
    return keep_text(k, &finding->reason_zh);
}

static er_status keep_shares(const struct keeping *k, er_venue_result *r) {
    ER_TRY(keep_rows(k, &r->rows, r->row_count, sizeof *r->rows));
    for (size_t i = 0; i < r->row_count; i++) {
        ER_TRY(keep_text(k, &r->rows[i].stratum));
        ER_TRY(keep_text(k, &r->rows[i].operator_));
    }
    return keep_rows(k, &r->failures, r->failure_count, sizeof *r->failures);
}

static er_status keep_holes(const struct keeping *k, er_venue_result *r) {
    ER_TRY(keep_rows(k, &r->holes, r->hole_count, sizeof *r->holes));
    for (size_t i = 0; i < r->hole_count; i++) {
        ER_TRY(keep_text(k, &r->holes[i].state));
        ER_TRY(keep_bytes(k, &r->holes[i].geometry));
    }
    return ER_OK;
}

static er_status keep_services(const struct keeping *k, er_venue_result *r) {
    ER_TRY(keep_rows(k, &r->services, r->service_count, sizeof *r->services));
    for (size_t i = 0; i < r->service_count; i++) {
        ER_TRY(keep_text(k, &r->services[i].service));
        ER_TRY(keep_text(k, &r->services[i].operator_));
        ER_TRY(keep_text(k, &r->services[i].verdict));
        ER_TRY(keep_text(k, &r->services[i].reason));
        ER_TRY(keep_text(k, &r->services[i].reason_zh));
    }
    return ER_OK;
}

static er_status keep_plans(const struct keeping *k, er_venue_result *r) {
    for (size_t i = 0; i < r->plan_count; i++) {
        ER_TRY(keep_text(k, &r->plans[i].subject));
        ER_TRY(keep_text(k, &r->plans[i].kind));
        ER_TRY(keep_text(k, &r->plans[i].note));
        ER_TRY(keep_text(k, &r->plans[i].note_zh));
    }
    ER_TRY(keep_rows(k, &r->choices, r->choice_count, sizeof *r->choices));
    for (size_t i = 0; i < r->choice_count; i++) {
        ER_TRY(keep_text(k, &r->choices[i].code));
        ER_TRY(keep_text(k, &r->choices[i].operator_));
        ER_TRY(keep_text(k, &r->choices[i].band));
    }
    return ER_OK;
}

er_status er_venue_keep(er_context *ctx, er_arena *arena, const er_venue_result *result,
                        er_venue_result *kept) {
    const struct keeping k = {ctx, arena};
    *kept = *result;
    ER_TRY(keep_finding(&k, &kept->finding));
    ER_TRY(keep_shares(&k, kept));
    ER_TRY(keep_holes(&k, kept));
    ER_TRY(keep_services(&k, kept));
    return keep_plans(&k, kept);
}
