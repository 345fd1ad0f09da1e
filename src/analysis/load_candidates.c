#include "analysis/load.h"

enum field { CODE, NAME, HEIGHT, COST };

static const er_load_field fields[] = {
    [CODE] = {"code", true},
    [NAME] = {"name", false},
    [HEIGHT] = {"height_m", false},
    [COST] = {"cost", false},
    {NULL, false},
};

static er_status begin(er_context *ctx, er_loading *load) {
    er_candidate *candidates = NULL;
    size_t count = 0;
    ER_TRY(er_load_begin_codes(ctx, load));
    ER_TRY(er_store_candidates(ctx, load->store, load->arena, &candidates, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_load_known_code(ctx, load, candidates[i].code));
    return ER_OK;
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    static const double height_max_m = 10000, cost_max = 1e15;
    er_candidate candidate = {.source_id = load->source.id};
    (void)table_row;
    ER_TRY(er_load_needed(ctx, load, CODE, &candidate.code));
    ER_TRY(er_load_text(ctx, load, NAME, &candidate.name));
    ER_TRY(er_load_number(ctx, load, HEIGHT, 0, true, height_max_m, &candidate.height_m));
    ER_TRY(er_load_number(ctx, load, COST, 0, false, cost_max, &candidate.cost));
    ER_TRY(er_load_point(ctx, load, &candidate.position));
    if (!load->rejected) ER_TRY(er_load_take_code(ctx, load, candidate.code));
    if (load->rejected) return ER_OK;
    candidate.synthetic = er_load_synthetic(load);
    return er_store_add_candidate(ctx, load->store, &candidate);
}

const er_load_kind er_load_candidates = {
    .name = "candidates",
    .fields = fields,
    .needs_places = true,
    .begin = begin,
    .row = row,
    .release = er_load_release_codes,
};
