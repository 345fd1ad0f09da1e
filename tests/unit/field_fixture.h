/** Studies and stations for tests of the signal field. */
#ifndef EVENREACH_FIELD_FIXTURE_H
#define EVENREACH_FIELD_FIXTURE_H

#include "store_fixture.h"

#include "evenreach/analysis.h"

#include "analysis/field.h"

/** A level asked for by RSRP alone. */
static const er_study_level field_levels[] = {
    {.name = "good", .min_rsrp_dbm = -90, .min_dl_mbps = NAN, .min_ul_mbps = NAN},
    {.name = "served", .min_rsrp_dbm = -110, .min_dl_mbps = NAN, .min_ul_mbps = NAN}};

/** All round and of one gain in every direction, at 10 m, 100 MHz wide, 40 dBm. */
static const er_sector_rule field_isotropic[] = {{.height_m = 10,
                                                  .power_dbm = 40,
                                                  .bandwidth_mhz = 100,
                                                  .subcarrier_khz = 30,
                                                  .dl_share = 0.75,
                                                  .sectors = 1,
                                                  .gain_dbi = 8,
                                                  .beamwidth_deg = 360,
                                                  .vertical_beamwidth_deg = 360,
                                                  .front_to_back_db = 30,
                                                  .tilt_deg = 0,
                                                  .dl_layers = 1,
                                                  .ul_layers = 1,
                                                  .range_m = NAN}};
static const er_environment_rule field_umi[] = {{.environment = "umi"}};

/** UMi in line of sight, isotropic antennas, half of the places counted: every level's border is a
 *  circle. */
static inline er_study field_study(void) {
    return (er_study){.path = "study.yaml",
                      .coverage_model = "tr38901",
                      .default_radius_m = NAN,
                      .outline_tolerance_m = 1,
                      .sha256 = "",
                      .radio = {.preset = "default",
                                .resolution_m = 20,
                                .receiver_height_m = 1.5,
                                .receiver_noise_db = 9,
                                .receiver_power_dbm = 23,
                                .edge_probability = 0.5,
                                .load = 0.5,
                                .levels = field_levels,
                                .level_count = 2,
                                .sectors = field_isotropic,
                                .sector_count = 1,
                                .environments = field_umi,
                                .environment_count = 1,
                                .sight = "los",
                                .street_m = 20,
                                .building_m = 5,
                                .time_pct = 50,
                                .sigma_loc_db = 5.5,
                                .n0 = 325,
                                .dn = 45,
                                .polarization = "vertical",
                                .step_m = NAN}};
}

static inline er_station field_station(const char *operator_, double x, double y) {
    er_station station = plain_station(x, y);
    station.operator_ = operator_;
    station.band = "n78";
    return station;
}

/** A county of two towns side by side, 0.2 by 0.1 degrees, and a venue smaller than a cell. */
static inline void field_add_areas(fixture *f, double x, double y) {
    int64_t orphans;
    uint8_t wkb[93];
    assert_ok(f->ctx, er_store_begin(f->ctx, f->store));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "county", 0));
    assert_ok(f->ctx, er_store_add_level(f->ctx, f->store, "town", 1));
    static const struct {
        const char *level, *code, *parent;
        double from, width, persons;
    } units[] = {{"county", "1", NULL, 0, 0.2, NAN},
                 {"town", "10", "1", 0, 0.1, 1000},
                 {"town", "11", "1", 0.1, 0.1, 3000}};
    for (size_t i = 0; i < 3; i++) {
        er_unit unit = {.level = units[i].level,
                        .code = units[i].code,
                        .parent_code = units[i].parent,
                        .name = units[i].code,
                        .persons = NAN,
                        .households = NAN,
                        .geometry = rectangle(wkb, x + units[i].from, y, units[i].width, 0.1)};
        assert_ok(f->ctx, er_geodesic_area(f->ctx, unit.geometry, &unit.area_km2));
        unit.area_km2 /= 1e6;
        assert_ok(f->ctx, er_store_add_unit(f->ctx, f->store, &unit));
        if (isnan(units[i].persons)) continue;
        er_population row = {.unit_id = unit.id, .persons = units[i].persons, .households = NAN};
        assert_ok(f->ctx, er_store_add_population(f->ctx, f->store, &row));
    }
    assert_ok(f->ctx, er_store_link_units(f->ctx, f->store, "town", "county", &orphans));
    assert_ok(f->ctx, er_store_settle_population(f->ctx, f->store));
    er_venue venue = {.code = "v",
                      .name = "v",
                      .peak_crowd = NAN,
                      .reported_area_ha = NAN,
                      .reported_share = NAN,
                      .target_share = NAN,
                      .accuracy_m = NAN,
                      .geometry = rectangle(wkb, x + 0.05001, y + 0.05001, 0.00005, 0.00005)};
    assert_ok(f->ctx, er_geodesic_area(f->ctx, venue.geometry, &venue.area_m2));
    assert_ok(f->ctx, er_store_add_venue(f->ctx, f->store, &venue));
    assert_ok(f->ctx, er_store_commit(f->ctx, f->store));
}

struct field_world {
    er_plane *plane;
    er_field *field;
};

static inline struct field_world open_field(fixture *f, const er_study *study) {
    struct field_world w = {0};
    assert_ok(f->ctx, er_working_plane(f->ctx, f->store, study, &w.plane));
    assert_ok(f->ctx, er_field_new(f->ctx, f->store, study, w.plane, &w.field));
    return w;
}

static inline void close_field(struct field_world *w) {
    er_field_free(w->field);
    er_plane_free(w->plane);
}

#endif
