/* How far from even each subject is by each scheme, in figures and words, and what would help. */
#include "outputs/layers.h"

static const er_field card_fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"gini", ER_FIELD_REAL, 9, "index", "Gini over units, weighted by persons", NULL},
    {"gini_low", ER_FIELD_REAL, 9, "index", "Gini, lower end of the interval", NULL},
    {"gini_high", ER_FIELD_REAL, 9, "index", "Gini, upper end of the interval", NULL},
    {"theil_t", ER_FIELD_REAL, 9, "index", "Theil T over units, weighted by persons", NULL},
    {"share_between", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of Theil T that is between groups", NULL},
    {"p_between", ER_FIELD_REAL, ER_DIGITS_SHARE, "p",
     "how often chance alone puts as much between groups", NULL},
    {"driver", ER_FIELD_TEXT, 0, NULL,
     "group with the greatest share of the gap between groups; whether that is more than "
     "chance: p_between",
     NULL},
    {"driver_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "its share of that gap", NULL},
    {"driver_ratio", ER_FIELD_REAL, 6, "ratio",
     "its mean over the mean of all: below 1 it has less than an even share", NULL},
    {"sentence", ER_FIELD_TEXT, 0, NULL, "the same in words, in English", NULL},
    {"sentence_zh", ER_FIELD_TEXT, 0, NULL, "the same in words, in Traditional Chinese", NULL},
};

er_status er_write_scorecard(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, card_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->card_count; i++) {
        const er_scorecard_row *row = &data->cards[i];
        er_put_text(sheet, row->scheme);
        er_put_text(sheet, row->subject);
        er_put_real(sheet, row->gini);
        er_put_real(sheet, row->gini_low);
        er_put_real(sheet, row->gini_high);
        er_put_real(sheet, row->theil_t);
        er_put_real(sheet, row->share_between);
        er_put_real(sheet, row->p_between);
        er_put_text(sheet, row->driver);
        er_put_real(sheet, row->driver_share);
        er_put_real(sheet, row->driver_ratio);
        er_put_text(sheet, row->sentence);
        er_put_text(sheet, row->sentence_zh);
        er_put_bool(sheet, er_data_synthetic(data, er_balance_inputs(row->subject)));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}

static const er_field lever_fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"subject", ER_FIELD_TEXT, 0, NULL, "what is measured", NULL},
    {"rank", ER_FIELD_INT, 0, NULL, "the unit that would change Theil T most comes first", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit, unique within its level", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
    {"theil_t", ER_FIELD_REAL, 9, "index",
     "Theil T if everything in the unit that is below the mean of all rose to it", NULL},
    {"change", ER_FIELD_REAL, 9, "index", "that less Theil T of now", NULL},
};

er_status er_write_levers(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, lever_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->lever_count; i++) {
        const er_lever_row *row = &data->levers[i];
        er_put_text(sheet, row->scheme);
        er_put_text(sheet, row->subject);
        er_put_int(sheet, row->rank);
        er_put_unit_names(data, sheet, row->unit_id);
        er_put_real(sheet, row->theil_t);
        er_put_real(sheet, row->change);
        er_put_bool(sheet, er_data_synthetic(data, er_balance_inputs(row->subject)));
        ER_TRY(er_sheet_row(sheet, (er_bytes){0}));
    }
    return ER_OK;
}
