#include "analysis/load.h"

enum field { CODE, OPERATOR, DATE_ON };

static const er_load_field fields[] = {
    [CODE] = {"code", false},
    [OPERATOR] = {"operator", false},
    [DATE_ON] = {"date_on", false},
    {NULL, false},
};

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    er_drop_point drop = {.source_id = load->source.id};
    (void)table_row;
    ER_TRY(er_load_point(ctx, load, &drop.position));
    ER_TRY(er_load_text(ctx, load, CODE, &drop.code));
    ER_TRY(er_load_text(ctx, load, OPERATOR, &drop.operator_));
    ER_TRY(er_load_date(ctx, load, DATE_ON, &drop.date_on));
    if (load->rejected) return ER_OK;
    er_load_note_outside(load, drop.position);
    drop.synthetic = er_load_synthetic(load);
    return er_store_add_drop_point(ctx, load->store, &drop);
}

const er_load_kind er_load_drop_points = {
    .name = "drop_points",
    .fields = fields,
    .needs_places = true,
    .begin = er_load_begin_outside,
    .row = row,
    .end = er_load_judge_outside,
};
