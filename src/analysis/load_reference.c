#include "analysis/load.h"

#include <math.h>

/* ---- targets --------------------------------------------------------------------------------- */

enum target_field {
    T_CODE,
    T_MEASURE,
    T_DENOMINATOR,
    T_MEASURE_ZH,
    T_DENOMINATOR_ZH,
    T_UNIT,
    T_YEAR,
    T_TARGET,
    T_ACTUAL,
    T_DOCUMENT
};

static const er_load_field target_fields[] = {
    [T_CODE] = {"code", true},
    [T_MEASURE] = {"measure", false},
    [T_DENOMINATOR] = {"denominator", false},
    [T_MEASURE_ZH] = {"measure_zh", false},
    [T_DENOMINATOR_ZH] = {"denominator_zh", false},
    [T_UNIT] = {"unit", false},
    [T_YEAR] = {"year", false},
    [T_TARGET] = {"target", false},
    [T_ACTUAL] = {"actual", false},
    [T_DOCUMENT] = {"document", false},
    {NULL, false},
};

static er_status target_row(er_context *ctx, er_loading *load, const er_table_row *row) {
    (void)row;
    er_target target = {.source_id = load->source.id};
    ER_TRY(er_load_needed(ctx, load, T_CODE, &target.code));
    ER_TRY(er_load_text(ctx, load, T_MEASURE, &target.measure));
    ER_TRY(er_load_text(ctx, load, T_DENOMINATOR, &target.denominator));
    ER_TRY(er_load_text(ctx, load, T_MEASURE_ZH, &target.measure_zh));
    ER_TRY(er_load_text(ctx, load, T_DENOMINATOR_ZH, &target.denominator_zh));
    ER_TRY(er_load_text(ctx, load, T_UNIT, &target.unit));
    ER_TRY(er_load_text(ctx, load, T_DOCUMENT, &target.document));
    ER_TRY(er_load_year(ctx, load, T_YEAR, &target.year));
    ER_TRY(er_load_number(ctx, load, T_TARGET, -1e15, false, 1e15, &target.target));
    ER_TRY(er_load_number(ctx, load, T_ACTUAL, -1e15, false, 1e15, &target.actual));
    if (!load->rejected && isnan(target.target) && isnan(target.actual))
        ER_TRY(er_load_reject(ctx, load, "missing_value",
                              "neither a target nor an actual figure is given"));
    return load->rejected ? ER_OK : er_store_add_target(ctx, load->store, &target);
}

const er_load_kind er_load_targets = {
    .name = "targets",
    .fields = target_fields,
    .row = target_row,
};

/* ---- service needs --------------------------------------------------------------------------- */

enum need_field {
    N_CODE,
    N_NAME,
    N_NAME_ZH,
    N_DL,
    N_UL,
    N_LATENCY,
    N_BASIS,
    N_BASIS_ZH,
    N_DOCUMENT
};

static const er_load_field need_fields[] = {
    [N_CODE] = {"code", true},          [N_NAME] = {"name", false},
    [N_NAME_ZH] = {"name_zh", false},   [N_DL] = {"dl_mbps", false},
    [N_UL] = {"ul_mbps", false},        [N_LATENCY] = {"latency_ms", false},
    [N_BASIS] = {"basis", false},       [N_BASIS_ZH] = {"basis_zh", false},
    [N_DOCUMENT] = {"document", false}, {NULL, false},
};

static er_status need_begin(er_context *ctx, er_loading *load) {
    er_service_need *needs = NULL;
    size_t count = 0;
    ER_TRY(er_load_begin_codes(ctx, load));
    ER_TRY(er_store_service_needs(ctx, load->store, load->arena, &needs, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_load_known_code(ctx, load, needs[i].code));
    return ER_OK;
}

static er_status need_row(er_context *ctx, er_loading *load, const er_table_row *row) {
    (void)row;
    er_service_need need = {.source_id = load->source.id};
    ER_TRY(er_load_needed(ctx, load, N_CODE, &need.code));
    ER_TRY(er_load_text(ctx, load, N_NAME, &need.name));
    ER_TRY(er_load_text(ctx, load, N_NAME_ZH, &need.name_zh));
    ER_TRY(er_load_text(ctx, load, N_BASIS, &need.basis));
    ER_TRY(er_load_text(ctx, load, N_BASIS_ZH, &need.basis_zh));
    ER_TRY(er_load_text(ctx, load, N_DOCUMENT, &need.document));
    ER_TRY(er_load_number(ctx, load, N_DL, 0, false, 1e9, &need.dl_mbps));
    ER_TRY(er_load_number(ctx, load, N_UL, 0, false, 1e9, &need.ul_mbps));
    ER_TRY(er_load_number(ctx, load, N_LATENCY, 0, false, 1e9, &need.latency_ms));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_take_code(ctx, load, need.code));
    if (load->rejected) return ER_OK;
    return er_store_add_service_need(ctx, load->store, &need);
}

const er_load_kind er_load_service_needs = {
    .name = "service_needs",
    .fields = need_fields,
    .begin = need_begin,
    .row = need_row,
    .release = er_load_release_codes,
};
