/* Published targets beside the figures of the newest run, and every other definition of them. */
#include "outputs/layers.h"

#include "evenreach/analysis.h"

#include <math.h>

enum { FIGURE_DIGITS = 6 };

static const er_field published_fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the target", NULL},
    {"year", ER_FIELD_INT, 0, NULL, "year", NULL},
    {"measure", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"denominator", ER_FIELD_TEXT, 0, NULL, "what it is measured against", NULL},
    {"measure_zh", ER_FIELD_TEXT, 0, NULL,
     "what is measured, in Traditional Chinese; empty: not given", NULL},
    {"denominator_zh", ER_FIELD_TEXT, 0, NULL,
     "what it is measured against, in Traditional Chinese; empty: not given", NULL},
    {"unit", ER_FIELD_TEXT, 0, NULL, "unit of the figures", NULL},
    {"target", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "published target; empty: none", NULL},
    {"actual", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "published result; empty: none", NULL},
    {"document", ER_FIELD_TEXT, 0, NULL, "document that the row is from", NULL},
};

static const er_field computed_fields[] = {
    {"figure", ER_FIELD_REAL, FIGURE_DIGITS, NULL,
     "figure of this run, in the unit; empty: none, and the reason says why", NULL},
    {"gap", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "figure less target; empty without either", NULL},
    {"verdict", ER_FIELD_TEXT, 0, NULL, "met, missed or cannot_say", NULL},
    {"period", ER_FIELD_TEXT, 0, NULL,
     "what the figure is of: year, cumulative, since, state; empty: nothing is computed", NULL},
    {"part", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "what is counted", NULL},
    {"whole", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "what it is a share of; empty: a plain number",
     NULL},
    {"unknown_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the whole of which the data do not say whether it counts", NULL},
    {"assumed_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the rows the figure rests on that are synthetic or defaults", NULL},
    {"definition", ER_FIELD_TEXT, 0, NULL, "what is computed, in English", NULL},
    {"definition_zh", ER_FIELD_TEXT, 0, NULL, "what is computed, in Traditional Chinese", NULL},
    {"reason", ER_FIELD_TEXT, 0, NULL, "why, in English", NULL},
    {"reason_zh", ER_FIELD_TEXT, 0, NULL, "why, in Traditional Chinese", NULL},
};

static void put_computed(er_sheet *sheet, const er_target_row *row) {
    er_put_real(sheet, row->figure);
    er_put_real(sheet, row->gap);
    er_put_text(sheet, row->verdict);
    er_put_text(sheet, row->period);
    er_put_real(sheet, row->part);
    er_put_real(sheet, row->whole);
    er_put_real(sheet, row->unknown_share);
    er_put_real(sheet, row->assumed_share);
    er_put_text(sheet, row->definition);
    er_put_text(sheet, row->definition_zh);
    er_put_text(sheet, row->reason);
    er_put_text(sheet, row->reason_zh);
}

static er_status read_rows(er_data *data, er_sheet *sheet, er_target_row **rows, size_t *count) {
    *rows = NULL;
    *count = 0;
    if (!data->targets_run) return ER_OK;
    return er_store_target_rows(data->ctx, data->store, sheet->arena, data->targets_run->id, rows,
                                count);
}

/** Published rows and main rows are in the same order, one for one, once they are computed. */
static const er_target_row *next_main(const er_target_row *rows, size_t count, size_t *at) {
    while (*at < count && !er_target_is_main(&rows[*at]))
        ++*at;
    return *at < count ? &rows[(*at)++] : NULL;
}

er_status er_write_targets(er_data *data, er_sheet *sheet, const char *level) {
    static const er_target_row nothing = {.figure = NAN,
                                          .gap = NAN,
                                          .part = NAN,
                                          .whole = NAN,
                                          .unknown_share = NAN,
                                          .assumed_share = NAN};
    er_target *targets = NULL;
    er_target_row *rows = NULL;
    size_t count = 0, row_count = 0, at = 0;
    (void)level;
    ER_TRY(er_store_targets(data->ctx, data->store, sheet->arena, &targets, &count));
    ER_TRY(read_rows(data, sheet, &rows, &row_count));
    ER_TRY(ER_SHEET_FIELDS(sheet, published_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, computed_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_target *t = &targets[i];
        const er_target_row *row = next_main(rows, row_count, &at);
        er_put_text(sheet, t->code);
        er_put_int(sheet, t->year);
        er_put_text(sheet, t->measure);
        er_put_text(sheet, t->denominator);
        er_put_text(sheet, t->measure_zh);
        er_put_text(sheet, t->denominator_zh);
        er_put_text(sheet, t->unit);
        er_put_real(sheet, t->target);
        er_put_real(sheet, t->actual);
        er_put_text(sheet, t->document);
        put_computed(sheet, row ? row : &nothing);
        er_put_bool(sheet, sheet->synthetic || (row && row->synthetic));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field variant_fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the target", NULL},
    {"year", ER_FIELD_INT, 0, NULL, "year", NULL},
    {"variant", ER_FIELD_TEXT, 0, NULL, "name of the definition; main is the study's own", NULL},
    {"unit", ER_FIELD_TEXT, 0, NULL, "unit of the figures", NULL},
    {"target", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "published target; empty: none", NULL},
    {"actual", ER_FIELD_REAL, FIGURE_DIGITS, NULL, "published result; empty: none", NULL},
};

er_status er_write_target_variants(er_data *data, er_sheet *sheet, const char *level) {
    er_target_row *rows = NULL;
    size_t count = 0;
    (void)level;
    ER_TRY(read_rows(data, sheet, &rows, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, variant_fields));
    ER_TRY(ER_SHEET_FIELDS(sheet, computed_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_target_row *row = &rows[i];
        er_put_text(sheet, row->code);
        er_put_int(sheet, row->year);
        er_put_text(sheet, row->variant);
        er_put_text(sheet, row->unit);
        er_put_real(sheet, row->target);
        er_put_real(sheet, row->published);
        put_computed(sheet, row);
        er_put_bool(sheet, sheet->synthetic || row->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
