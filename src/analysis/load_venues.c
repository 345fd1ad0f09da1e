#include "analysis/load.h"

#include <math.h>
#include <stdio.h>

enum field {
    CODE,
    PILOT_CODE,
    NAME,
    NAME_EN,
    TYPE,
    ENVIRONMENT,
    NETWORK,
    OPERATOR,
    PEAK_CROWD,
    REPORTED_AREA,
    REPORTED_SHARE,
    ACCURACY,
    APPROXIMATE,
    SERVICES,
    TARGET_SHARE
};

static const er_load_field fields[] = {
    [CODE] = {"code", true},
    [PILOT_CODE] = {"pilot_code", false},
    [NAME] = {"name", false},
    [NAME_EN] = {"name_en", false},
    [TYPE] = {"type", false},
    [ENVIRONMENT] = {"environment", false},
    [NETWORK] = {"network", false},
    [OPERATOR] = {"operator", false},
    [PEAK_CROWD] = {"peak_crowd", false},
    [REPORTED_AREA] = {"reported_area_ha", false},
    [REPORTED_SHARE] = {"reported_share", false},
    [ACCURACY] = {"accuracy_m", false},
    [APPROXIMATE] = {"approximate", false},
    [SERVICES] = {"services", false},
    [TARGET_SHARE] = {"target_share", false},
    {NULL, false},
};

static er_status begin(er_context *ctx, er_loading *load) {
    er_venue *venues = NULL;
    size_t count = 0;
    ER_TRY(er_load_begin_codes(ctx, load));
    ER_TRY(er_store_venues(ctx, load->store, load->arena, false, &venues, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_load_known_code(ctx, load, venues[i].code));
    return ER_OK;
}

static er_status read_fields(er_context *ctx, er_loading *load, er_venue *venue) {
    static const er_load_place texts[] = {
        {PILOT_CODE, offsetof(er_venue, pilot_code)},   {NAME, offsetof(er_venue, name)},
        {NAME_EN, offsetof(er_venue, name_en)},         {TYPE, offsetof(er_venue, type)},
        {ENVIRONMENT, offsetof(er_venue, environment)}, {NETWORK, offsetof(er_venue, network)},
        {OPERATOR, offsetof(er_venue, operator_)},
    };
    ER_TRY(er_load_texts(ctx, load, texts, sizeof texts / sizeof texts[0], venue));
    ER_TRY(er_load_number(ctx, load, PEAK_CROWD, 0, false, 1e9, &venue->peak_crowd));
    ER_TRY(er_load_number(ctx, load, REPORTED_AREA, 0, false, 1e9, &venue->reported_area_ha));
    ER_TRY(er_load_number(ctx, load, REPORTED_SHARE, 0, false, 1, &venue->reported_share));
    ER_TRY(er_load_number(ctx, load, ACCURACY, 0, false, 1e6, &venue->accuracy_m));
    ER_TRY(er_load_codes(ctx, load, SERVICES, &venue->services));
    ER_TRY(er_load_number(ctx, load, TARGET_SHARE, 0, true, 1, &venue->target_share));
    const char *approximate = NULL;
    ER_TRY(er_load_text(ctx, load, APPROXIMATE, &approximate));
    venue->approximate = er_load_truth(approximate);
    return ER_OK;
}

/* ---- moving venues */

static bool is_moving(const er_venue *venue) {
    return venue->environment &&
           (er_same_text(venue->environment, "moving") || er_same_text(venue->environment, "移動"));
}

/** The strip along the way of a venue that moves; any other line is a mistake. */
static er_status read_way(er_context *ctx, er_loading *load, er_venue *venue, er_way *way) {
    if (!is_moving(venue))
        return er_load_reject(ctx, load, "invalid_geometry",
                              "%.60s: a line has no area: draw the venue's outline, or state the "
                              "environment 'moving' for one that travels along it",
                              venue->code);
    ER_TRY(er_load_line(ctx, load, venue->code, way));
    if (load->rejected) return ER_OK;
    er_status status = er_way_corridor(ctx, load->row_arena, way, er_study_corridor_m(load->study),
                                       &venue->geometry);
    if (status == ER_ERR_GEOMETRY)
        return er_load_reject(ctx, load, "invalid_geometry", "%.60s: %.200s", venue->code,
                              er_context_error(ctx));
    venue->corridor = true;
    return status;
}

/** The way of a moving venue is a route, too. */
static er_status add_way(er_context *ctx, er_loading *load, const er_venue *venue,
                         const er_way *way) {
    er_route route = {.source_id = venue->source_id,
                      .code = venue->code,
                      .pilot_code = venue->pilot_code,
                      .name = venue->name,
                      .name_en = venue->name_en,
                      .type = "moving",
                      .operator_ = venue->operator_,
                      .speed_kmh = NAN,
                      .synthetic = venue->synthetic,
                      .length_m = way->length_m};
    load->report.rows_defaulted++;
    ER_TRY(er_way_write(ctx, load->row_arena, way->points, way->part_start, way->part_count,
                        &route.geometry));
    er_status status = er_store_add_route(ctx, load->store, &route);
    return status == ER_ERR_INPUT ? ER_OK : status; /* a list of routes has it already */
}

/* ---- rows */

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    er_venue venue = {.source_id = load->source.id};
    er_way way = {.part_count = 0};
    ER_TRY(er_load_needed(ctx, load, CODE, &venue.code));
    if (load->rejected) return ER_OK;
    ER_TRY(read_fields(ctx, load, &venue));
    if (!load->rejected && er_load_is_line(load))
        ER_TRY(read_way(ctx, load, &venue, &way));
    else if (!load->rejected)
        ER_TRY(er_load_polygons(ctx, load, venue.code, &venue.geometry));
    if (!load->rejected) ER_TRY(er_load_take_code(ctx, load, venue.code));
    if (load->rejected) return ER_OK;
    ER_TRY(er_geodesic_area(ctx, venue.geometry, &venue.area_m2));
    venue.synthetic = er_load_synthetic(load);
    ER_TRY(er_store_add_venue(ctx, load->store, &venue));
    return venue.corridor ? add_way(ctx, load, &venue, &way) : ER_OK;
}

static er_status end(er_context *ctx, er_loading *load) {
    char width[32], value[48];
    snprintf(value, sizeof value, "%s m",
             er_format_double(er_study_corridor_m(load->study), width));
    ER_TRY(er_load_note(
        ctx, load, "venue", "geometry", "repaired",
        er_sentence_text(
            "rings that touch or cross themselves were repaired; no area changed by more than 1 %"),
        load->report.rows_repaired));
    return er_load_note(
        ctx, load, "venue", "corridor", value,
        er_sentence_text(
            "the footprint of a moving venue is the strip of this width along its way"),
        load->report.rows_defaulted);
}

const er_load_kind er_load_venues = {
    .name = "venues",
    .fields = fields,
    .needs_places = true,
    .begin = begin,
    .row = row,
    .end = end,
    .release = er_load_release_codes,
};
