#include "outputs/layers.h"

#include "outputs/names.h"

#include <math.h>
#include <stdlib.h>
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

static er_status put_sectors(const er_data *data, er_sheet *sheet, size_t station) {
    const char *bands = NULL, *azimuths = NULL;
    if (!data->station_sectors) return ER_OK;
    const er_station_sectors *of = &data->station_sectors[station];
    for (size_t i = of->first; i < of->first + of->count; i++) {
        const er_sector *sector = &data->sectors[i];
        char azimuth[32] = "";
        ER_TRY(
            list_once(sheet, &bands, sector->band ? sector->band : data->stations[station].band));
        if (isfinite(sector->azimuth_deg))
            ER_TRY(list_once(sheet, &azimuths, er_format_double(sector->azimuth_deg, azimuth)));
    }
    er_put_int(sheet, (int64_t)of->count);
    er_put_text(sheet, bands);
    er_put_text(sheet, azimuths);
    return ER_OK;
}

/* ---- order ----------------------------------------------------------------------------------- */

/** True if all that the layer says of two stations is the same, but for their sectors. */
static bool say_the_same(const er_station *a, const er_station *b) {
    return a->position.x == b->position.x && a->position.y == b->position.y &&
           er_equal_texts(a->code, b->code) && er_equal_texts(a->operator_, b->operator_) &&
           er_equal_texts(a->technology, b->technology) && er_equal_texts(a->band, b->band) &&
           er_equal_texts(a->status, b->status) && er_equal_texts(a->date_on, b->date_on) &&
           er_equal_numbers(a->height_m, b->height_m) &&
           er_equal_numbers(a->radius_m, b->radius_m) && a->synthetic == b->synthetic;
}

/** Stations that say the same follow in the order of their sectors, which is one of content; those
 *  without sectors come last. */
struct placed {
    size_t station;
    size_t sector; /**< its first one; SIZE_MAX: none */
};

static int by_sector(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    return (a->sector > b->sector) - (a->sector < b->sector);
}

static void settle_ties(const er_data *data, struct placed *order) {
    const er_station *stations = data->stations;
    for (size_t first = 0, end; first < data->station_count; first = end) {
        for (end = first + 1; end < data->station_count; end++)
            if (!say_the_same(&stations[first], &stations[end])) break;
        if (end > first + 1) qsort(&order[first], end - first, sizeof *order, by_sector);
    }
}

static er_status order_stations(const er_data *data, er_sheet *sheet, struct placed **out) {
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, data->station_count * sizeof **out, out));
    for (size_t i = 0; i < data->station_count; i++) {
        const er_station_sectors *of = data->station_sectors ? &data->station_sectors[i] : NULL;
        (*out)[i] = (struct placed){i, of && of->count > 0 ? of->first : SIZE_MAX};
    }
    if (data->station_sectors) settle_ties(data, *out);
    return ER_OK;
}

/* ---- the layer ------------------------------------------------------------------------------- */

er_status er_write_stations(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct placed *order = NULL;
    ER_TRY(order_stations(data, sheet, &order));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    if (data->station_sectors) ER_TRY(ER_SHEET_FIELDS(sheet, sector_fields));
    ER_TRY(er_sheet_start(sheet));
    for (size_t n = 0; n < data->station_count; n++) {
        size_t i = order[n].station;
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
        ER_TRY(put_sectors(data, sheet, i));
        er_put_bool(sheet, station->synthetic);
        ER_TRY(er_sheet_point(sheet, station->position));
    }
    return ER_OK;
}
