/* The balance in wide form: every scheme's groups side by side, what is beside them, the whole. */
#include "outputs/group_columns.h"

#include "evenreach/analysis.h"

static const er_field fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level at which the scheme is decided", NULL},
    {"row", ER_FIELD_TEXT, 0, NULL,
     "group; none: units in no group; outside: stations in no unit; unlocated: pilots whose group "
     "can't be said; all: the whole",
     NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "name of the group", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title in English", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title in Traditional Chinese", NULL},
};

static er_status put_row(const er_data *data, er_sheet *sheet, const er_data_scheme *scheme,
                         const char *row, const er_group *group, const er_tally *tally,
                         const er_tally *whole) {
    er_put_text(sheet, scheme->scheme.name);
    er_put_text(sheet, scheme->scheme.level);
    er_put_text(sheet, row);
    er_put_text(sheet, group ? group->name : NULL);
    er_put_text(sheet, group ? group->title : NULL);
    er_put_text(sheet, group ? group->title_zh : NULL);
    er_put_group(data, sheet, tally, whole);
    return er_sheet_row(sheet, (er_bytes){0});
}

static er_status put_scheme(const er_data *data, er_sheet *sheet, const er_data_scheme *scheme) {
    static const char *const beside[] = {ER_LINE_NONE, ER_LINE_OUTSIDE, ER_LINE_UNLOCATED};
    const char *name = scheme->scheme.name;
    er_tally whole, tally;
    ER_TRY(er_data_line(data, name, NULL, &whole));
    if (er_tally_is_empty(&whole)) return ER_OK; /* the study does not balance this scheme */
    for (size_t g = 0; g < scheme->group_count; g++) {
        ER_TRY(er_data_line(data, name, scheme->groups[g].name, &tally));
        ER_TRY(put_row(data, sheet, scheme, "group", &scheme->groups[g], &tally, &whole));
    }
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        ER_TRY(er_data_line(data, name, beside[i], &tally));
        if (!er_tally_is_empty(&tally))
            ER_TRY(put_row(data, sheet, scheme, beside[i], NULL, &tally, &whole));
    }
    return put_row(data, sheet, scheme, "all", NULL, &whole, &whole);
}

er_status er_write_groups(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_group_fields(data, sheet));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->scheme_count; i++)
        ER_TRY(put_scheme(data, sheet, &data->schemes[i]));
    return ER_OK;
}
