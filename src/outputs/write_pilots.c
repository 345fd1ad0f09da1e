/* One row a site; a pilot without any is a row without a place, so that none is dropped. */
#include "outputs/layers.h"

#include <math.h>
#include <string.h>

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the pilot", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"theme", ER_FIELD_TEXT, 0, NULL, "field of use", NULL},
    {"network", ER_FIELD_TEXT, 0, NULL, "kind of network, such as public or private", NULL},
    {"year", ER_FIELD_INT, 0, NULL, "year of the figures", NULL},
    {"status", ER_FIELD_TEXT, 0, NULL, "actual or planned", NULL},
    {"smes", ER_FIELD_REAL, 2, "count", "small and medium enterprises taking part", NULL},
    {"visits", ER_FIELD_REAL, 2, "count", "visits", NULL},
    {"revenue", ER_FIELD_REAL, 2, "study currency", "revenue", NULL},
    {"persons_served", ER_FIELD_REAL, 2, "persons", "persons served, as stated", NULL},
    {"note", ER_FIELD_TEXT, 0, NULL, "note of the source", NULL},
    {"note_zh", ER_FIELD_TEXT, 0, NULL,
     "note of the source, in Traditional Chinese; empty: not given", NULL},
    {"document", ER_FIELD_TEXT, 0, NULL, "document that the row is from", NULL},
    {"site", ER_FIELD_INT, 0, NULL, "number of the site within the pilot; empty: no site stated",
     NULL},
    {"place", ER_FIELD_TEXT, 0, NULL, "the place as the source words it", NULL},
    {"located", ER_FIELD_TEXT, 0, NULL,
     "point: placed where stated; unit: placed at a point inside the unit; none: no place stated",
     NULL},
    {"unit_code", ER_FIELD_TEXT, 0, NULL, "code of the finest unit stated or found", NULL},
    {"unit_name", ER_FIELD_TEXT, 0, NULL, "name of that unit", NULL},
    {"unit_name_en", ER_FIELD_TEXT, 0, NULL, "English name of that unit", NULL},
    {"unit_level", ER_FIELD_TEXT, 0, NULL, "level of that unit", NULL},
    {"area_class", ER_FIELD_TEXT, 0, NULL, "area class of that unit", NULL},
    {"accuracy_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "accuracy of the point", NULL},
};

static void put_pilot(er_sheet *sheet, const er_pilot *pilot) {
    er_put_text(sheet, pilot->code);
    er_put_text(sheet, pilot->name);
    er_put_text(sheet, pilot->name_en);
    er_put_text(sheet, pilot->theme);
    er_put_text(sheet, pilot->network);
    if (pilot->year == INT64_MIN)
        er_put_nothing(sheet);
    else
        er_put_int(sheet, pilot->year);
    er_put_text(sheet, pilot->status);
    er_put_real(sheet, pilot->smes);
    er_put_real(sheet, pilot->visits);
    er_put_real(sheet, pilot->revenue);
    er_put_real(sheet, pilot->persons_served);
    er_put_text(sheet, pilot->note);
    er_put_text(sheet, pilot->note_zh);
    er_put_text(sheet, pilot->document);
}

static er_status put_site(const er_data *data, er_sheet *sheet, const er_pilot_site *site) {
    const er_unit *unit = er_data_unit(data, site->unit_id);
    bool has_point = isfinite(site->position.x) && isfinite(site->position.y);
    er_put_int(sheet, site->sequence);
    er_put_text(sheet, site->place);
    er_put_text(sheet, has_point ? "point" : unit ? "unit" : "none");
    er_put_text(sheet, unit ? unit->code : site->unit_code);
    er_put_text(sheet, unit ? unit->name : NULL);
    er_put_text(sheet, unit ? unit->name_en : NULL);
    er_put_text(sheet, unit ? unit->level : NULL);
    er_put_text(sheet, unit && data->classes ? er_data_group(data->classes, unit->id) : NULL);
    er_put_real(sheet, site->accuracy_m);
    er_point nowhere = {NAN, NAN};
    return er_sheet_point(sheet, has_point ? site->position : unit ? unit->inside : nowhere);
}

static er_status put_unlocated(er_sheet *sheet) {
    er_put_nothing(sheet); /* site */
    er_put_nothing(sheet); /* place */
    er_put_text(sheet, "none");
    while (sheet->value_count + 1 < sheet->field_count)
        er_put_nothing(sheet);
    return er_sheet_row(sheet, (er_bytes){0});
}

er_status er_write_pilots(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    size_t site = 0;
    for (size_t i = 0; i < data->pilot_count; i++) {
        const er_pilot *pilot = &data->pilots[i];
        size_t written = 0;
        while (site < data->site_count && strcmp(data->sites[site].pilot_code, pilot->code) < 0)
            site++;
        for (; site < data->site_count && strcmp(data->sites[site].pilot_code, pilot->code) == 0;
             site++, written++) {
            put_pilot(sheet, pilot);
            ER_TRY(put_site(data, sheet, &data->sites[site]));
        }
        if (written > 0) continue;
        put_pilot(sheet, pilot);
        ER_TRY(put_unlocated(sheet));
    }
    return ER_OK;
}
