#include "analysis/load.h"

#include <math.h>

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
    APPROXIMATE
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
    static const struct {
        size_t field;
        size_t offset;
    } texts[] = {
        {PILOT_CODE, offsetof(er_venue, pilot_code)},   {NAME, offsetof(er_venue, name)},
        {NAME_EN, offsetof(er_venue, name_en)},         {TYPE, offsetof(er_venue, type)},
        {ENVIRONMENT, offsetof(er_venue, environment)}, {NETWORK, offsetof(er_venue, network)},
        {OPERATOR, offsetof(er_venue, operator_)},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ER_TRY(er_load_text(ctx, load, texts[i].field,
                            (const char **)(void *)((char *)venue + texts[i].offset)));
    ER_TRY(er_load_number(ctx, load, PEAK_CROWD, 0, false, 1e9, &venue->peak_crowd));
    ER_TRY(er_load_number(ctx, load, REPORTED_AREA, 0, false, 1e9, &venue->reported_area_ha));
    ER_TRY(er_load_number(ctx, load, REPORTED_SHARE, 0, false, 1, &venue->reported_share));
    ER_TRY(er_load_number(ctx, load, ACCURACY, 0, false, 1e6, &venue->accuracy_m));
    const char *approximate = NULL;
    ER_TRY(er_load_text(ctx, load, APPROXIMATE, &approximate));
    venue->approximate = er_load_truth(approximate);
    return ER_OK;
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    er_venue venue = {.source_id = load->source.id, .target_share = NAN};
    ER_TRY(er_load_needed(ctx, load, CODE, &venue.code));
    if (load->rejected) return ER_OK;
    ER_TRY(read_fields(ctx, load, &venue));
    int64_t repaired = load->report.rows_repaired;
    if (!load->rejected) ER_TRY(er_load_polygons(ctx, load, venue.code, &venue.geometry));
    if (!load->rejected) ER_TRY(er_load_take_code(ctx, load, venue.code));
    if (load->rejected) {
        load->report.rows_repaired = repaired;
        return ER_OK;
    }
    ER_TRY(er_geodesic_area(ctx, venue.geometry, &venue.area_m2));
    venue.synthetic = er_load_synthetic(load);
    return er_store_add_venue(ctx, load->store, &venue);
}

static er_status end(er_context *ctx, er_loading *load) {
    if (load->report.rows_repaired == 0) return ER_OK;
    er_assumption assumption = {
        .source_id = load->source.id,
        .subject = "venue",
        .field = "geometry",
        .value = "repaired",
        .basis = "rings that touch or cross themselves were repaired; no area changed by more than "
                 "1 %",
        .rows_affected = load->report.rows_repaired,
        .rows_total = load->report.rows_read};
    return er_store_add_assumption(ctx, load->store, &assumption);
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
