/* What the figures rest on: sources, rejected rows, assumptions. */
#include "outputs/layers.h"

#include "outputs/paths.h"

static const er_field source_fields[] = {
    {"source", ER_FIELD_INT, 0, NULL, "number of the source", NULL},
    {"kind", ER_FIELD_TEXT, 0, NULL, "kind of input", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title, in Traditional Chinese; empty: not given", NULL},
    {"path", ER_FIELD_TEXT, 0, NULL, "file, seen from the study", NULL},
    {"layer", ER_FIELD_TEXT, 0, NULL, "layer of the file", NULL},
    {"preset", ER_FIELD_TEXT, 0, NULL, "preset that mapped its columns", NULL},
    {"encoding", ER_FIELD_TEXT, 0, NULL, "encoding of its text", NULL},
    {"crs", ER_FIELD_TEXT, 0, NULL, "reference system of its coordinates", NULL},
    {"crs_how", ER_FIELD_TEXT, 0, NULL, "how the reference system was found", NULL},
    {"transform", ER_FIELD_TEXT, 0, NULL, "operation to WGS 84", NULL},
    {"transform_accuracy_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "its stated accuracy", NULL},
    {"rows_read", ER_FIELD_INT, 0, "count", "rows read", NULL},
    {"rows_accepted", ER_FIELD_INT, 0, "count", "rows accepted", NULL},
    {"rows_rejected", ER_FIELD_INT, 0, "count", "rows rejected", NULL},
    {"vintage", ER_FIELD_TEXT, 0, NULL, "date of the data", NULL},
    {"licence", ER_FIELD_TEXT, 0, NULL, "licence", NULL},
    {"licence_zh", ER_FIELD_TEXT, 0, NULL, "licence, in Traditional Chinese; empty: not given",
     NULL},
    {"attribution", ER_FIELD_TEXT, 0, NULL, "attribution", NULL},
    {"attribution_zh", ER_FIELD_TEXT, 0, NULL,
     "attribution, in Traditional Chinese; empty: not given", NULL},
};

er_status er_write_sources(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, source_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->source_count; i++) {
        const er_source *s = &data->sources[i];
        er_put_int(sheet, s->id);
        er_put_text(sheet, s->kind);
        er_put_text(sheet, s->title);
        er_put_text(sheet, s->title_zh);
        er_put_text(sheet, er_path_for_record(data->study, s->path));
        er_put_text(sheet, s->layer);
        er_put_text(sheet, s->preset);
        er_put_text(sheet, s->encoding);
        er_put_text(sheet, s->crs);
        er_put_text(sheet, s->crs_how);
        er_put_text(sheet, s->transform);
        er_put_real(sheet, s->transform_accuracy_m);
        er_put_int(sheet, s->rows_read);
        er_put_int(sheet, s->rows_accepted);
        er_put_int(sheet, s->rows_rejected);
        er_put_text(sheet, s->vintage);
        er_put_text(sheet, s->licence);
        er_put_text(sheet, s->licence_zh);
        er_put_text(sheet, s->attribution);
        er_put_text(sheet, s->attribution_zh);
        er_put_bool(sheet, s->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field reject_fields[] = {
    {"source", ER_FIELD_INT, 0, NULL, "number of the source", NULL},
    {"path", ER_FIELD_TEXT, 0, NULL, "file, seen from the study", NULL},
    {"row", ER_FIELD_INT, 0, NULL, "row of the file, 1 the first after the heading", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "kind of fault", NULL},
    {"reason", ER_FIELD_TEXT, 0, NULL, "why the row can't be used", NULL},
    {"reason_zh", ER_FIELD_TEXT, 0, NULL, "why the row can't be used, in Traditional Chinese",
     NULL},
    {"raw", ER_FIELD_TEXT, 0, NULL, "the row as it was read (JSON)", NULL},
};

static const er_source *source_of(const er_data *data, int64_t id) {
    for (size_t i = 0; i < data->source_count; i++)
        if (data->sources[i].id == id) return &data->sources[i];
    return NULL;
}

er_status er_write_rejects(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_reject *rejects = NULL;
    size_t count = 0;
    ER_TRY(er_store_rejects(data->ctx, data->store, sheet->arena, 0, &rejects, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, reject_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_source *source = source_of(data, rejects[i].source_id);
        er_put_int(sheet, rejects[i].source_id);
        er_put_text(sheet, source ? er_path_for_record(data->study, source->path) : NULL);
        er_put_int(sheet, rejects[i].row);
        er_put_text(sheet, rejects[i].code);
        er_put_text(sheet, rejects[i].reason);
        er_put_text(sheet, rejects[i].reason_zh);
        er_put_text(sheet, rejects[i].raw);
        er_put_bool(sheet, source && source->synthetic);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field assumption_fields[] = {
    {"source", ER_FIELD_INT, 0, NULL, "number of the source; empty: none", NULL},
    {"step", ER_FIELD_TEXT, 0, NULL, "step that supposed it; empty: loading", NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL, "what it is about", NULL},
    {"field", ER_FIELD_TEXT, 0, NULL, "field that was filled in", NULL},
    {"value", ER_FIELD_TEXT, 0, NULL, "what was taken", NULL},
    {"value_zh", ER_FIELD_TEXT, 0, NULL, "what was taken, in Traditional Chinese; empty: no words",
     NULL},
    {"basis", ER_FIELD_TEXT, 0, NULL, "why", NULL},
    {"basis_zh", ER_FIELD_TEXT, 0, NULL, "why, in Traditional Chinese", NULL},
    {"rows_affected", ER_FIELD_INT, 0, "count", "rows that rest on it", NULL},
    {"rows_total", ER_FIELD_INT, 0, "count", "rows in all", NULL},
    {"share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the rows that rest on it", NULL},
};

static const char *step_of(const er_data *data, int64_t run_id) {
    for (size_t i = 0; i < data->run_count; i++)
        if (data->runs[i].id == run_id) return data->runs[i].step;
    return NULL;
}

er_status er_write_assumptions(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, assumption_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->assumption_count; i++) {
        const er_assumption *a = &data->assumptions[i];
        if (a->source_id > 0)
            er_put_int(sheet, a->source_id);
        else
            er_put_nothing(sheet);
        er_put_text(sheet, step_of(data, a->run_id));
        er_put_text(sheet, a->subject);
        er_put_text(sheet, a->field);
        er_put_text(sheet, a->value);
        er_put_text(sheet, a->value_zh);
        er_put_text(sheet, a->basis);
        er_put_text(sheet, a->basis_zh);
        er_put_int(sheet, a->rows_affected);
        er_put_int(sheet, a->rows_total);
        er_put_real(sheet, er_ratio((double)a->rows_affected, (double)a->rows_total));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
