/* Opens damaged copies of a workspace, reads all of it and writes to it: anything but a crash, a
 * leak or a hang is right. The input says what to damage in a workspace made at the start. */
#include "evenreach/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define READ_ALL(type, call)                                                                       \
    do {                                                                                           \
        type *rows = NULL;                                                                         \
        size_t count = 0;                                                                          \
        if ((call) != ER_OK && !er_context_error(ctx)[0]) abort();                                 \
    } while (0)

static void read_all(er_context *ctx, er_store *store, er_arena *arena) {
    const er_point points[] = {{120.5, 23.5}, {121.5, 24.5}};
    int64_t ids[2];
    READ_ALL(er_source, er_store_sources(ctx, store, arena, &rows, &count));
    READ_ALL(er_reject, er_store_rejects(ctx, store, arena, 0, &rows, &count));
    READ_ALL(er_assumption, er_store_assumptions(ctx, store, arena, &rows, &count));
    READ_ALL(er_level, er_store_levels(ctx, store, arena, &rows, &count));
    READ_ALL(er_unit, er_store_units(ctx, store, arena, NULL, true, &rows, &count));
    READ_ALL(er_scheme, er_store_schemes(ctx, store, arena, &rows, &count));
    READ_ALL(er_group, er_store_groups(ctx, store, arena, "s", &rows, &count));
    READ_ALL(er_unit_group, er_store_unit_groups(ctx, store, arena, "s", &rows, &count));
    READ_ALL(er_station, er_store_stations(ctx, store, arena, &rows, &count));
    READ_ALL(er_venue, er_store_venues(ctx, store, arena, true, &rows, &count));
    READ_ALL(er_pilot, er_store_pilots(ctx, store, arena, &rows, &count));
    READ_ALL(er_pilot_site, er_store_pilot_sites(ctx, store, arena, &rows, &count));
    READ_ALL(er_target, er_store_targets(ctx, store, arena, &rows, &count));
    READ_ALL(er_service_need, er_store_service_needs(ctx, store, arena, &rows, &count));
    READ_ALL(er_run, er_store_runs(ctx, store, arena, &rows, &count));
    READ_ALL(er_cover_row, er_store_cover(ctx, store, arena, 1, "unit", &rows, &count));
    READ_ALL(er_cover_level_row,
             er_store_cover_levels(ctx, store, arena, 1, "unit", &rows, &count));
    READ_ALL(er_cover_outline, er_store_cover_outlines(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_sector, er_store_sectors(ctx, store, arena, &rows, &count));
    READ_ALL(er_measurement, er_store_measurements(ctx, store, arena, &rows, &count));
    READ_ALL(er_fit_row, er_store_fits(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_measurement_fit, er_store_measurement_fits(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_route, er_store_routes(ctx, store, arena, true, &rows, &count));
    READ_ALL(er_candidate, er_store_candidates(ctx, store, arena, &rows, &count));
    READ_ALL(er_sole_row, er_store_soles(ctx, store, arena, 1, "unit", &rows, &count));
    READ_ALL(er_venue_row, er_store_venue_rows(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_venue_finding, er_store_venue_findings(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_venue_failure, er_store_venue_failures(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_venue_service_row, er_store_venue_services(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_venue_hole, er_store_venue_holes(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_plan, er_store_plans(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_choice, er_store_choices(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_route_row, er_store_route_rows(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_route_gap, er_store_route_gaps(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_route_part, er_store_route_parts(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_site_loss, er_store_site_losses(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_resilience_row, er_store_resilience(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_balance_row, er_store_balance(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_drop_point, er_store_drop_points(ctx, store, arena, &rows, &count));
    READ_ALL(er_balance_unit_row, er_store_balance_units(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_scorecard_row, er_store_scorecards(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_lever_row, er_store_levers(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_target_row, er_store_target_rows(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_compare_row, er_store_compares(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_compare_index, er_store_compare_indices(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_compare_cause, er_store_compare_causes(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_trend_row, er_store_trends(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_cover_disc, er_store_cover_discs(ctx, store, arena, 1, &rows, &count));
    READ_ALL(er_cover_mask, er_store_cover_masks(ctx, store, arena, 1, &rows, &count));
    er_store_locate(ctx, store, "town", points, 2, ids);
}

/** One station more, and the figures settled: a writer meets the damage too. */
static void change(er_context *ctx, er_store *store) {
    const er_station station = {.height_m = 30, .radius_m = 500, .position = {121, 24}};
    if (er_store_begin(ctx, store) != ER_OK) return;
    if (er_store_add_station(ctx, store, &station) == ER_OK &&
        er_store_settle_population(ctx, store) == ER_OK)
        er_store_commit(ctx, store);
    else
        er_store_rollback(store);
}

/* ---- the workspace that is damaged ----------------------------------------------------------- */

struct base {
    char folder[64];
    char path[80];
    char *bytes;
    size_t size;
    uint32_t *used; /* places of the bytes that are not zero: most of a small file is */
    size_t used_count;
};

static er_bytes square(uint8_t wkb[93], double x, double y) {
    const double points[10] = {x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y};
    const uint8_t head[13] = {1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};
    memcpy(wkb, head, sizeof head);
    memcpy(wkb + 13, points, sizeof points);
    return (er_bytes){wkb, 93};
}

static er_bytes line(uint8_t wkb[41], double x, double y) {
    const double points[4] = {x, y, x + 1, y + 1};
    const uint8_t head[9] = {1, 2, 0, 0, 0, 2, 0, 0, 0};
    memcpy(wkb, head, sizeof head);
    memcpy(wkb + 9, points, sizeof points);
    return (er_bytes){wkb, 41};
}

/** What hangs on the first venue, route, station and run. */
static er_status fill_results(er_context *ctx, er_store *store, er_bytes area) {
    uint8_t wkb[41];
    er_route route = {.code = "r", .speed_kmh = 40, .length_m = 1, .geometry = line(wkb, 120, 23)};
    er_candidate candidate = {.code = "c", .position = {121, 24}};
    er_sole_row sole = {1, "unit", 1, 1, 1, 1};
    er_venue_row share = {.run_id = 1, .venue_id = 1, .stratum = "any"};
    er_venue_finding finding = {.run_id = 1, .venue_id = 1, .cell_m = 5, .worst = {121, 24}};
    finding.verdict = "ready";
    finding.reason = finding.reason_zh = "because";
    er_venue_failure failure = {1, 1, 1, 1, 1};
    er_venue_service_row service = {.run_id = 1, .venue_id = 1, .service = "s"};
    service.verdict = "ready";
    service.reason = service.reason_zh = "because";
    er_venue_hole hole = {1, 1, 1, "unserved", 1, area, {121, 24}};
    er_plan plan = {.run_id = 1, .subject = "venue", .area_id = 1, .kind = "small_cells"};
    er_choice choice = {.plan_id = 1, .rank = 1, .code = "c", .radius_m = 1, .position = {121, 24}};
    er_route_row way = {.run_id = 1, .route_id = 1, .stratum = "any", .speed_kmh = 40};
    er_route_gap gap = {1, 1, "any", NULL, 1, "unserved", 0, 1, 1, route.geometry};
    er_route_part part = {.run_id = 1, .route_id = 1, .unit_id = 1};
    er_site_loss loss = {.run_id = 1, .rank = 1, .station_id = 1, .stations = 1};
    er_resilience_row resilience = {.run_id = 1};
    ER_TRY(er_store_add_route(ctx, store, &route));
    ER_TRY(er_store_add_candidate(ctx, store, &candidate));
    ER_TRY(er_store_add_sole(ctx, store, &sole));
    ER_TRY(er_store_add_venue_row(ctx, store, &share));
    ER_TRY(er_store_add_venue_finding(ctx, store, &finding));
    ER_TRY(er_store_add_venue_failure(ctx, store, &failure));
    ER_TRY(er_store_add_venue_service(ctx, store, &service));
    ER_TRY(er_store_add_venue_hole(ctx, store, &hole));
    ER_TRY(er_store_add_plan(ctx, store, &plan));
    ER_TRY(er_store_add_choice(ctx, store, &choice));
    ER_TRY(er_store_add_route_row(ctx, store, &way));
    ER_TRY(er_store_add_route_gap(ctx, store, &gap));
    ER_TRY(er_store_add_route_part(ctx, store, &part));
    ER_TRY(er_store_add_site_loss(ctx, store, &loss));
    return er_store_add_resilience(ctx, store, &resilience);
}

/** What the steps on balance find of the first unit and run, and what that run served. */
static er_status fill_balance(er_context *ctx, er_store *store) {
    static const uint8_t states[12] = {0, 1, 1, 1, 2, 2, 0, 0, 0, 1, 2, 0};
    const er_drop_point drop = {.code = "d", .operator_ = "A", .position = {121, 24}};
    const er_balance_unit_row unit = {
        .run_id = 1, .subject = "stations", .unit_id = 1, .rank = 1, .ranked = 1};
    const er_scorecard_row card = {
        .run_id = 1, .scheme = "s", .subject = "stations", .sentence = "a", .sentence_zh = "b"};
    const er_lever_row lever = {1, "s", "stations", 1, 1, 0, 0};
    const er_target_row target = {.run_id = 1, .code = "t", .variant = "main", .verdict = "met"};
    const er_compare_row compare = {.run_id = 1, .kind = "unit", .unit_id = 1};
    const er_compare_index index = {1, "s", "stations", "gini", 0, 0, 0, 0, 0};
    const er_compare_cause cause = {1, "station", "added", "a", "A", "b", "c", {121, 24}};
    const er_trend_row trend = {
        .run_id = 1, .as_of = "2024", .period = "state", .subject = "stations", .measure = "value"};
    const er_cover_disc discs[2] = {{1, {121, 24}, 500, "A"}, {2, {121.5, 24}, 500, NULL}};
    const er_cover_mask mask = {1, 0, 0, 4, 3, states};
    ER_TRY(er_store_add_drop_point(ctx, store, &drop));
    ER_TRY(er_store_add_balance_unit(ctx, store, &unit));
    ER_TRY(er_store_add_scorecard(ctx, store, &card));
    ER_TRY(er_store_add_lever(ctx, store, &lever));
    ER_TRY(er_store_add_target_row(ctx, store, &target));
    ER_TRY(er_store_add_compare(ctx, store, &compare));
    ER_TRY(er_store_add_compare_index(ctx, store, &index));
    ER_TRY(er_store_add_compare_cause(ctx, store, &cause));
    ER_TRY(er_store_add_trend(ctx, store, &trend));
    ER_TRY(er_store_add_cover_discs(ctx, store, 1, discs, 2));
    return er_store_add_cover_mask(ctx, store, &mask);
}

static er_status fill(er_context *ctx, er_store *store) {
    uint8_t wkb[93];
    int64_t orphans;
    er_source source = {.kind = "stations", .path = "a.csv"};
    er_reject reject = {1, 1, "bad_number", "no number", "無數字", "{}"};
    er_unit county = {.level = "county", .code = "1", .geometry = square(wkb, 120, 23)};
    er_unit town = {.level = "town", .code = "11", .parent_code = "1", .geometry = county.geometry};
    er_scheme scheme = {.name = "s", .level = "county"};
    er_group group = {.name = "g"};
    er_unit_group member = {.unit_id = 1, .group = "g"};
    er_station station = {.operator_ = "A", .height_m = 30, .radius_m = 500, .position = {121, 24}};
    er_venue venue = {.code = "v", .geometry = county.geometry};
    er_pilot pilot = {.code = "p", .year = 2022};
    er_pilot_site site = {.pilot_code = "p", .sequence = 1, .position = {121, 24}};
    er_target target = {.code = "t", .year = 2022};
    er_service_need need = {.code = "n"};
    er_run run = {.step = "cover"};
    er_cover_row cover = {.run_id = 1, .kind = "unit", .area_id = 1, .stratum = "any"};
    er_balance_row balance = {.run_id = 1, .scheme = "s", .subject = "area", .measure = "value"};
    er_sector sector = {.station_id = 1, .freq_mhz = 3500, .bandwidth_mhz = 100};
    sector.beamwidth_deg = sector.vertical_beamwidth_deg = 65;
    er_measurement measurement = {.rsrp_dbm = -90, .position = {121, 24}};
    er_cover_level_row level = {
        .run_id = 1, .kind = "unit", .area_id = 1, .stratum = "any", .level = "served"};
    er_cover_outline outline = {
        .run_id = 1, .stratum = "any", .level = "served", .geometry = county.geometry};
    er_fit_row fit = {.run_id = 1, .scope = "all"};
    er_measurement_fit point = {.run_id = 1, .measurement_id = 1};
    er_population population = {.unit_id = 1, .persons = 100};
    ER_TRY(er_store_begin(ctx, store));
    ER_TRY(er_store_add_source(ctx, store, &source));
    ER_TRY(er_store_add_reject(ctx, store, &reject));
    ER_TRY(er_store_add_level(ctx, store, "county", 0));
    ER_TRY(er_store_add_level(ctx, store, "town", 1));
    ER_TRY(er_store_add_unit(ctx, store, &county));
    ER_TRY(er_store_add_unit(ctx, store, &town));
    ER_TRY(er_store_link_units(ctx, store, "town", "county", &orphans));
    ER_TRY(er_store_add_population(ctx, store, &population));
    ER_TRY(er_store_settle_population(ctx, store));
    ER_TRY(er_store_replace_scheme(ctx, store, &scheme, &group, 1, &member, 1));
    for (int i = 0; i < 60; i++) /* an R-tree of two levels */
        ER_TRY(er_store_add_station(ctx, store, &station));
    ER_TRY(er_store_add_venue(ctx, store, &venue));
    ER_TRY(er_store_add_pilot(ctx, store, &pilot));
    ER_TRY(er_store_add_pilot_site(ctx, store, &site));
    ER_TRY(er_store_add_target(ctx, store, &target));
    ER_TRY(er_store_add_service_need(ctx, store, &need));
    ER_TRY(er_store_add_run(ctx, store, &run));
    ER_TRY(er_store_add_cover(ctx, store, &cover));
    ER_TRY(er_store_add_balance(ctx, store, &balance));
    ER_TRY(er_store_add_sector(ctx, store, &sector));
    ER_TRY(er_store_add_measurement(ctx, store, &measurement));
    ER_TRY(er_store_add_cover_level(ctx, store, &level));
    ER_TRY(er_store_add_cover_outline(ctx, store, &outline));
    ER_TRY(er_store_add_fit(ctx, store, &fit));
    ER_TRY(er_store_add_measurement_fit(ctx, store, &point));
    ER_TRY(fill_results(ctx, store, county.geometry));
    ER_TRY(fill_balance(ctx, store));
    return er_store_commit(ctx, store);
}

static struct base base;

static void remove_base(void) {
    unlink(base.path);
    rmdir(base.folder);
    er_free(base.bytes);
    free(base.used);
}

static void make_base(er_context *ctx) {
    er_store *store = NULL;
    snprintf(base.folder, sizeof base.folder, "/tmp/evenreach-fuzz-XXXXXX");
    if (!mkdtemp(base.folder)) abort();
    snprintf(base.path, sizeof base.path, "%s/w.sqlite", base.folder);
    er_status status = er_store_create(ctx, base.path, false, &store);
    if (status == ER_OK) status = fill(ctx, store);
    er_store_close(store);
    if (status == ER_OK) status = er_file_read(ctx, base.path, 16 << 20, &base.bytes, &base.size);
    if (status != ER_OK) {
        fprintf(stderr, "%s\n", er_context_error(ctx));
        abort();
    }
    base.used = malloc(base.size * sizeof *base.used);
    if (!base.used) abort();
    for (size_t i = 0; i < base.size; i++)
        if (base.bytes[i]) base.used[base.used_count++] = (uint32_t)i;
    atexit(remove_base);
}

/** Every four bytes of the input are one change: three of place, one of value. One byte left over
 *  cuts the file. */
static void write_damaged(const uint8_t *data, size_t size) {
    char *bytes = malloc(base.size);
    if (!bytes) abort();
    memcpy(bytes, base.bytes, base.size);
    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t place = (size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2];
        bytes[base.used[place % base.used_count]] = (char)data[i + 3];
    }
    size_t kept = size % 4 == 1 ? base.size / 256 * data[size - 1] : base.size;
    FILE *file = fopen(base.path, "wb");
    if (!file || fwrite(bytes, 1, kept, file) != kept) abort();
    fclose(file);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    er_context *ctx = NULL;
    if (er_context_new(&ctx) != ER_OK) return 0;
    if (!base.bytes) make_base(ctx);
    for (int mode = ER_STORE_READ; mode <= ER_STORE_WRITE; mode++) {
        er_arena *arena = NULL;
        er_store *store = NULL;
        write_damaged(data, size);
        if (er_arena_new(ctx, &arena) == ER_OK &&
            er_store_open(ctx, base.path, (er_store_mode)mode, &store) == ER_OK) {
            read_all(ctx, store, arena);
            if (mode == ER_STORE_WRITE) change(ctx, store);
        }
        er_store_close(store);
        er_arena_free(arena);
    }
    er_context_free(ctx);
    return 0;
}
