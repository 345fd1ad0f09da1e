/* Coverage of the whole study by stratum: at least one operator, every operator, each operator. */
#include "outputs/layers.h"

static const er_field fields[] = {
    {"stratum", ER_FIELD_TEXT, 0, NULL,
     "any: at least one operator; all: every operator; operator: the one named", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"column", ER_FIELD_TEXT, 0, NULL, "what the operator's columns end in elsewhere", NULL},
    {"stations", ER_FIELD_INT, 0, "count", "stations", NULL},
    {"area_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area of the whole study", NULL},
    {"served_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area served", NULL},
    {"served_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the area served", NULL},
    {"unknown_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2",
     "area of which the data do not say whether it is served", NULL},
    {"persons", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "inhabitants", NULL},
    {"persons_served", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons served", NULL},
    {"persons_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the persons served", NULL},
};

er_status er_write_operators(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_tally whole;
    ER_TRY(er_data_line(data, er_data_main_scheme(data), NULL, &whole));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t s = 0; s < data->stratum_count; s++) {
        const er_operator *operator_ =
            s < ER_STRATUM_OPERATOR ? NULL : &data->operators[s - ER_STRATUM_OPERATOR];
        const er_figures *f = &whole.figures[s];
        er_put_text(sheet, operator_ ? "operator" : er_data_stratum(data, s));
        er_put_text(sheet, operator_ ? operator_->name : NULL);
        er_put_text(sheet, operator_ ? operator_->column : er_data_stratum(data, s));
        er_put_int(sheet, operator_ ? operator_->stations : data->stations.on_the_day);
        er_put_real(sheet, f->area_km2);
        er_put_real(sheet, f->served_km2);
        er_put_real(sheet, er_ratio(f->served_km2, f->area_km2));
        er_put_real(sheet, f->unknown_km2);
        er_put_real(sheet, f->persons);
        er_put_real(sheet, f->persons_served);
        er_put_real(sheet, er_ratio(f->persons_served, f->persons));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
