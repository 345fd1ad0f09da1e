#include "outputs/venue_columns.h"

static const er_field venue_fields[] = {
    {"venue", ER_FIELD_TEXT, 0, NULL, "code of the venue", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
};

static const er_field site_fields[] = {
    {"site_code", ER_FIELD_TEXT, 0, NULL, "code of the site's first station", NULL},
    {"site_operator", ER_FIELD_TEXT, 0, NULL, "its network operator", NULL},
    {"site_longitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "longitude of the site", NULL},
    {"site_latitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "latitude of the site", NULL},
};

er_status er_venue_name_fields(er_sheet *sheet) {
    return ER_SHEET_FIELDS(sheet, venue_fields);
}

bool er_put_venue_name(const er_data *data, er_sheet *sheet, int64_t venue_id) {
    const er_venue *venue = &data->venues[er_data_venue_index(data, venue_id)];
    er_put_text(sheet, venue->code);
    er_put_text(sheet, venue->name);
    er_put_text(sheet, venue->name_en);
    return venue->synthetic;
}

er_status er_site_name_fields(er_sheet *sheet) {
    return ER_SHEET_FIELDS(sheet, site_fields);
}

er_status er_put_site_name(const er_data *data, er_sheet *sheet, int64_t station_id) {
    const er_station *station = NULL;
    if (!station_id) {
        for (size_t i = 0; i < sizeof site_fields / sizeof site_fields[0]; i++)
            er_put_nothing(sheet);
        return ER_OK;
    }
    ER_TRY(er_data_station(data, sheet->arena, station_id, &station));
    er_put_text(sheet, station->code);
    er_put_text(sheet, station->operator_);
    er_put_real(sheet, station->position.x);
    er_put_real(sheet, station->position.y);
    return ER_OK;
}
