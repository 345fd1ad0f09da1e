#include "outputs/layers.h"

#include <string.h>

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "the source's own identifier", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"technology", ER_FIELD_TEXT, 0, NULL, "radio technology, such as 5G", NULL},
    {"band", ER_FIELD_TEXT, 0, NULL, "frequency band, such as n78", NULL},
    {"status", ER_FIELD_TEXT, 0, NULL, "status as the source words it", NULL},
    {"date_on", ER_FIELD_TEXT, 0, NULL, "date of going into service (ISO 8601)", NULL},
    {"height_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "antenna above ground", NULL},
    {"radius_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "radius of the disc that was used", NULL},
    {"radius_is_default", ER_FIELD_BOOL, 0, NULL, "the radius is a default: the source states none",
     NULL},
    {"unit_code", ER_FIELD_TEXT, 0, NULL, "code of the finest unit that it stands in", NULL},
    {"area_class", ER_FIELD_TEXT, 0, NULL, "area class of that unit", NULL},
};

er_status er_write_stations(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t i = 0; i < data->station_count; i++) {
        const er_station *station = &data->stations[i];
        const er_unit *unit = er_data_unit(data, data->station_units[i]);
        bool is_default = false;
        double radius_m = er_data_radius(data, i, &is_default);
        er_put_text(sheet, station->code);
        er_put_text(sheet, station->operator_);
        er_put_text(sheet, station->technology);
        er_put_text(sheet, station->band);
        er_put_text(sheet, station->status);
        er_put_text(sheet, station->date_on);
        er_put_real(sheet, station->height_m);
        er_put_real(sheet, radius_m);
        er_put_bool(sheet, is_default);
        er_put_text(sheet, unit ? unit->code : NULL);
        er_put_text(sheet, unit && data->classes ? er_data_group(data->classes, unit->id) : NULL);
        er_put_bool(sheet, station->synthetic);
        ER_TRY(er_sheet_point(sheet, station->position));
    }
    return ER_OK;
}
