#include "outputs/layers.h"
#include "outputs/shapes.h"
#include "outputs/venue_columns.h"

enum { M2_PER_HA = 10000, M2_PER_KM2 = 1000000 };

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "code of the venue", NULL},
    {"name", ER_FIELD_TEXT, 0, NULL, "name in the country's own script", NULL},
    {"name_en", ER_FIELD_TEXT, 0, NULL, "name in English", NULL},
    {"pilot_code", ER_FIELD_TEXT, 0, NULL, "code of the pilot that uses it", NULL},
    {"type", ER_FIELD_TEXT, 0, NULL, "kind of venue, such as stadium", NULL},
    {"environment", ER_FIELD_TEXT, 0, NULL, "indoor, outdoor or moving", NULL},
    {"network", ER_FIELD_TEXT, 0, NULL, "kind of network, such as public or private", NULL},
    {"operator", ER_FIELD_TEXT, 0, NULL, "network operator", NULL},
    {"peak_crowd", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons at the busiest time",
     NULL},
    {"area_ha", ER_FIELD_REAL, 6, "ha", "geodesic area of the footprint", NULL},
    {"reported_area_ha", ER_FIELD_REAL, 6, "ha", "area that a document states", NULL},
    {"reported_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share covered that a document states", NULL},
    {"accuracy_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "accuracy of the footprint's place", NULL},
    {"approximate", ER_FIELD_BOOL, 0, NULL, "the footprint is drawn around a stated place", NULL},
    {"corridor", ER_FIELD_BOOL, 0, NULL, "the footprint is a strip along the way of a moving venue",
     NULL},
    {"services", ER_FIELD_TEXT, 0, NULL, "codes of the services that it must carry", NULL},
};

/** What a venues run found. */
static const er_field finding_fields[] = {
    {"verdict", ER_FIELD_TEXT, 0, NULL,
     "ready, ready_outdoors, capacity_short, coverage_short or unknown", NULL},
    {"reason", ER_FIELD_TEXT, 0, NULL, "why, in English", NULL},
    {"reason_zh", ER_FIELD_TEXT, 0, NULL, "why, in Traditional Chinese", NULL},
    {"target_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
     "share of the venue that is to be served", NULL},
    {"unit_code", ER_FIELD_TEXT, 0, NULL, "code of the unit where it lies; empty: in none", NULL},
    {"served_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area that at least one operator reaches",
     NULL},
    {"unserved_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area that no operator reaches", NULL},
    {"unknown_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area of which the data do not say whether it is served", NULL},
    {"cell_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "side of the cells it was looked at with",
     NULL},
    {"operators", ER_FIELD_INT, 0, "count", "operators that serve some of it", NULL},
    {"operators_reached", ER_FIELD_INT, 0, "count", "operators that serve its target share", NULL},
    {"holes", ER_FIELD_INT, 0, "count", "connected parts that no operator serves", NULL},
    {"largest_hole_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2", "area of the largest of them", NULL},
    {"worst_longitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "longitude of its worst place",
     NULL},
    {"worst_latitude", ER_FIELD_REAL, ER_DIGITS_DEGREES, "degrees", "latitude of its worst place",
     NULL},
    {"worst_dbm", ER_FIELD_REAL, 3, "dBm", "RSRP there of the best operator", NULL},
    {"worst_margin_db", ER_FIELD_REAL, 3, "dB",
     "signal models: how far the signal there is above what the weakest level asks for; below 0: "
     "it is not served",
     NULL},
    {"worst_margin_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "disc model: how far that place is inside the edge of what is served; below 0: outside", NULL},
    {"serving_site_code", ER_FIELD_TEXT, 0, NULL,
     "code of the nearest site that serves some of the venue", NULL},
    {"serving_distance_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "distance to that site", NULL},
    {"helping_site_code", ER_FIELD_TEXT, 0, NULL,
     "code of the nearest site that might help: helping_how says how", NULL},
    {"helping_distance_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m", "distance to that site", NULL},
    {"helping_how", ER_FIELD_TEXT, 0, NULL,
     "planned: the site would serve a hole if it were in service; near: it serves nothing of the "
     "venue as it is",
     NULL},
    {"left_if_worst_fails_m2", ER_FIELD_REAL, ER_DIGITS_M2, "m2",
     "area that stays served if the site fails that matters most", NULL},
    {"failing_site_code", ER_FIELD_TEXT, 0, NULL, "code of the site that matters most", NULL},
};

static er_status start(er_data *data, er_sheet *sheet) {
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    if (data->venues_run) ER_TRY(ER_SHEET_FIELDS(sheet, finding_fields));
    ER_TRY(er_figure_fields(data, sheet, false));
    /* the levels of a coverage run are of its own cells, not of the venues' */
    if (!data->venues_run) ER_TRY(er_level_fields(data, sheet, false));
    return er_sheet_start(sheet);
}

static er_status put_site_code(const er_data *data, er_sheet *sheet, int64_t station_id) {
    const er_station *station = NULL;
    if (station_id) ER_TRY(er_data_station(data, sheet->arena, station_id, &station));
    er_put_text(sheet, station ? station->code : NULL);
    return ER_OK;
}

/** Of a venue that came after the run nothing is known: null, not 0. */
static void put_no_finding(er_sheet *sheet) {
    for (size_t i = 0; i < sizeof finding_fields / sizeof finding_fields[0]; i++)
        er_put_nothing(sheet);
}

static er_status put_finding(const er_data *data, er_sheet *sheet, const er_venue_finding *finding,
                             const er_figures *any) {
    const er_unit *unit = finding->unit_id ? er_data_unit(data, finding->unit_id) : NULL;
    er_put_text(sheet, finding->verdict);
    er_put_text(sheet, finding->reason);
    er_put_text(sheet, finding->reason_zh);
    er_put_real(sheet, finding->target_share);
    er_put_text(sheet, unit ? unit->code : NULL);
    er_put_real(sheet, any->served_km2 * M2_PER_KM2);
    er_put_real(sheet, (any->area_km2 - any->served_km2 - any->unknown_km2) * M2_PER_KM2);
    er_put_real(sheet, any->unknown_km2 * M2_PER_KM2);
    er_put_real(sheet, finding->cell_m);
    er_put_int(sheet, finding->operators);
    er_put_int(sheet, finding->operators_reached);
    er_put_int(sheet, finding->holes);
    er_put_real(sheet, finding->largest_hole_m2);
    er_put_real(sheet, finding->worst.x);
    er_put_real(sheet, finding->worst.y);
    er_put_real(sheet, finding->worst_dbm);
    er_put_real(sheet, finding->worst_margin_db);
    er_put_real(sheet, finding->worst_margin_m);
    ER_TRY(put_site_code(data, sheet, finding->serving_station_id));
    er_put_real(sheet, finding->serving_distance_m);
    ER_TRY(put_site_code(data, sheet, finding->helping_station_id));
    er_put_real(sheet, finding->helping_distance_m);
    er_put_text(sheet, finding->helping_how);
    er_put_real(sheet, finding->failing_left_m2);
    return put_site_code(data, sheet, finding->failing_station_id);
}

er_status er_write_venues(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    er_venue *venues = NULL;
    er_venue_finding *findings = NULL;
    size_t count = 0, finding_count = 0, next = 0;
    ER_TRY(er_store_venues(data->ctx, data->store, sheet->arena, true, &venues, &count));
    er_bytes *places = NULL;
    ER_TRY(er_arena_alloc(data->ctx, sheet->arena, count * sizeof *places, &places));
    for (size_t i = 0; i < count; i++)
        places[i] = venues[i].geometry;
    ER_TRY(er_shapes_on_grid(data->ctx, sheet->arena, places, count, places));
    if (data->venues_run)
        ER_TRY(er_store_venue_findings(data->ctx, data->store, sheet->arena, data->venues_run->id,
                                       &findings, &finding_count));
    ER_TRY(start(data, sheet));
    for (size_t i = 0; i < count; i++) {
        const er_venue *venue = &venues[i];
        er_put_text(sheet, venue->code);
        er_put_text(sheet, venue->name);
        er_put_text(sheet, venue->name_en);
        er_put_text(sheet, venue->pilot_code);
        er_put_text(sheet, venue->type);
        er_put_text(sheet, venue->environment);
        er_put_text(sheet, venue->network);
        er_put_text(sheet, venue->operator_);
        er_put_real(sheet, venue->peak_crowd);
        er_put_real(sheet, venue->area_m2 / M2_PER_HA);
        er_put_real(sheet, venue->reported_area_ha);
        er_put_real(sheet, venue->reported_share);
        er_put_real(sheet, venue->accuracy_m);
        er_put_bool(sheet, venue->approximate);
        er_put_bool(sheet, venue->corridor);
        er_put_text(sheet, venue->services);
        const er_figures *figures = &data->venue_figures[i * data->stratum_count];
        /* both in the order of codes; venues loaded after the run have no finding */
        bool has = next < finding_count && findings[next].venue_id == venue->id;
        if (has)
            ER_TRY(put_finding(data, sheet, &findings[next++], figures));
        else if (data->venues_run)
            put_no_finding(sheet);
        er_put_figures(data, sheet, figures, false);
        if (!data->venues_run)
            er_put_levels(data, sheet, er_data_venue_levels(data, i, 0), figures, false);
        er_put_bool(sheet, sheet->synthetic || venue->synthetic);
        ER_TRY(er_sheet_row(sheet, places[i]));
    }
    return ER_OK;
}
