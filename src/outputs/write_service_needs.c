/* What services ask of a network, as the study's tables state it. */
#include "outputs/layers.h"

enum { RATE_DIGITS = 6, LATENCY_DIGITS = 6 };

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the service", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name of the service", NULL},
    {"name_zh", ER_FIELD_TEXT, 0, NULL,
     "name of the service, in Traditional Chinese; empty: not given", NULL},
    {"dl_mbps", ER_FIELD_REAL, RATE_DIGITS, "Mbit/s",
     "download rate that the service needs; empty: not stated", NULL},
    {"ul_mbps", ER_FIELD_REAL, RATE_DIGITS, "Mbit/s",
     "upload rate that the service needs; empty: not stated", NULL},
    {"latency_ms", ER_FIELD_REAL, LATENCY_DIGITS, "ms",
     "longest delay that the service bears; empty: not stated", NULL},
    {"basis", ER_FIELD_TEXT, 0, NULL, "what the need rests on", NULL},
    {"basis_zh", ER_FIELD_TEXT, 0, NULL,
     "what the need rests on, in Traditional Chinese; empty: not given", NULL},
    {"document", ER_FIELD_TEXT, 0, NULL, "document that the row is from", NULL},
};

er_status er_write_service_needs(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_service_need *needs = NULL;
    size_t count = 0;
    ER_TRY(er_store_service_needs(data->ctx, data->store, sheet->arena, &needs, &count));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < count; i++) {
        const er_service_need *need = &needs[i];
        er_put_text(sheet, need->code);
        er_put_text(sheet, need->name);
        er_put_text(sheet, need->name_zh);
        er_put_real(sheet, need->dl_mbps);
        er_put_real(sheet, need->ul_mbps);
        er_put_real(sheet, need->latency_ms);
        er_put_text(sheet, need->basis);
        er_put_text(sheet, need->basis_zh);
        er_put_text(sheet, need->document);
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
