#include "outputs/layers.h"

#include "outputs/stations.h"

#include <math.h>
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

/* Where the workspace has sectors: without any, nothing is said of them. */
static const er_field sector_fields[] = {
    {"sectors", ER_FIELD_INT, 0, "count", "sectors stated; 0: what the study supposes", NULL},
    {"sector_bands", ER_FIELD_TEXT, 0, NULL, "frequency bands of its sectors, each once", NULL},
    {"sector_azimuths_deg", ER_FIELD_TEXT, 0, "degrees",
     "main directions of its sectors, each once, clockwise from north", NULL},
};

/* ---- sectors --------------------------------------------------------------------------------- */

static bool is_listed(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; at && (at = strstr(at, word)); at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ';')) return true;
    return false;
}

static er_status list_once(er_sheet *sheet, const char **list, const char *word) {
    if (!word || is_listed(*list, word)) return ER_OK;
    return er_arena_format(sheet->ctx, sheet->arena, list, "%s%s%s", *list ? *list : "",
                           *list ? "; " : "", word);
}

static er_status put_sectors(er_sheet *sheet, const er_shown_station *shown) {
    const char *bands = NULL, *azimuths = NULL;
    for (size_t i = 0; i < shown->sector_count; i++) {
        const er_sector *sector = &shown->sectors[i];
        char azimuth[32] = "";
        ER_TRY(list_once(sheet, &bands, sector->band ? sector->band : shown->station->band));
        if (isfinite(sector->azimuth_deg))
            ER_TRY(list_once(sheet, &azimuths, er_format_double(sector->azimuth_deg, azimuth)));
    }
    er_put_int(sheet, (int64_t)shown->sector_count);
    er_put_text(sheet, bands);
    er_put_text(sheet, azimuths);
    return ER_OK;
}

/* ---- the layer ------------------------------------------------------------------------------- */

static er_status put_station(er_data *data, const er_shown_station *shown, void *user) {
    er_sheet *sheet = user;
    const er_station *station = shown->station;
    er_put_text(sheet, station->code);
    er_put_text(sheet, station->operator_);
    er_put_text(sheet, station->technology);
    er_put_text(sheet, station->band);
    er_put_text(sheet, station->status);
    er_put_text(sheet, station->date_on);
    er_put_real(sheet, station->height_m);
    er_put_real(sheet, shown->radius_m);
    er_put_bool(sheet, shown->radius_is_default);
    er_put_text(sheet, shown->unit ? shown->unit->code : NULL);
    er_put_text(sheet, shown->group);
    if (data->sector_count > 0) ER_TRY(put_sectors(sheet, shown));
    er_put_bool(sheet, station->synthetic);
    return er_sheet_point(sheet, station->position);
}

er_status er_write_stations(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    if (data->sector_count > 0) ER_TRY(ER_SHEET_FIELDS(sheet, sector_fields));
    ER_TRY(er_sheet_start(sheet));
    return er_visit_stations(data, put_station, sheet);
}
