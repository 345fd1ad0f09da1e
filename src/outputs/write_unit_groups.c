/* Which unit is in which group, by which rule and why; and those of them near a threshold. */
#include "outputs/layers.h"

#include <string.h>

static const er_field fields[] = {
    {"scheme", ER_FIELD_TEXT, 0, NULL, "name of the scheme", NULL},
    {"level", ER_FIELD_TEXT, 0, NULL, "level of the unit", NULL},
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the unit, unique within its level", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"group", ER_FIELD_TEXT, 0, NULL, "name of the group", NULL},
    {"rule", ER_FIELD_TEXT, 0, NULL, "rule that decided", NULL},
    {"value", ER_FIELD_REAL, 6, NULL, "the unit's figure that the rule looks at", NULL},
    {"threshold", ER_FIELD_REAL, 6, NULL, "what the figure is compared with", NULL},
    {"ratio", ER_FIELD_REAL, 6, NULL, "figure over threshold", NULL},
    {"borderline", ER_FIELD_BOOL, 0, NULL, "within the scheme's margin of the threshold", NULL},
    {"reason", ER_FIELD_TEXT, 0, NULL, "why it is in the group, in English", NULL},
    {"reason_zh", ER_FIELD_TEXT, 0, NULL, "why it is in the group, in Traditional Chinese", NULL},
};

static er_status put_row(er_sheet *sheet, const er_unit *unit, const er_unit_group *member) {
    er_put_text(sheet, member->scheme);
    er_put_text(sheet, unit->level);
    er_put_text(sheet, unit->code);
    er_put_text(sheet, unit->name);
    er_put_text(sheet, unit->name_en);
    er_put_text(sheet, member->group);
    er_put_text(sheet, member->rule);
    er_put_real(sheet, member->value);
    er_put_real(sheet, member->threshold);
    er_put_real(sheet, er_ratio(member->value, member->threshold));
    er_put_bool(sheet, member->borderline);
    er_put_text(sheet, member->reason);
    er_put_text(sheet, member->reason_zh);
    return er_sheet_row(sheet, (er_bytes){0});
}

/** By scheme and, within it, by code of the unit. */
static er_status put_rows(const er_data *data, er_sheet *sheet, bool borderline_only) {
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t s = 0; s < data->scheme_count; s++) {
        const er_data_scheme *scheme = &data->schemes[s];
        for (size_t i = 0; i < data->unit_count; i++) {
            size_t count = 0;
            if (strcmp(data->units[i].level, scheme->scheme.level) != 0) continue;
            const er_unit_group *members = er_data_members(scheme, data->units[i].id, &count);
            for (size_t k = 0; k < count; k++)
                if (members[k].borderline || !borderline_only)
                    ER_TRY(put_row(sheet, &data->units[i], &members[k]));
        }
    }
    return ER_OK;
}

er_status er_write_unit_groups(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    return put_rows(data, sheet, false);
}

er_status er_write_borderline(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    return put_rows(data, sheet, true);
}
