/* Sectors of the stations in service with every figure filled in: the sector's row, the station's
 * row, the first rule of the study that fits and states the figure, the program's own default.
 * Whatever no row states is counted as an assumption. */
#include "analysis/field_antennas.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 3GPP TR 36.814 table A.2.1.1.2-3: an outdoor antenna all round, where the study says nothing of
 * antennas and the program's own line is of sectors. */
static const double all_round_gain_dbi = 5, all_round_vertical_deg = 360, all_round_tilt_deg = 0;
/* Where no band says more. */
static const double usual_bandwidth_mhz = 20;
/* TS 36.211 section 6.2.3 and TS 36.101 table 5.6-1: the one spacing and the widest carrier. */
static const double lte_spacing_khz = 15, widest_lte_mhz = 20;

static const char *const by_rule = "sector rule of the study";
static const char *const by_default = "default of the program";

/** What a sector rule may state. */
enum figure {
    HEIGHT,
    POWER,
    BANDWIDTH,
    SUBCARRIER,
    DL_SHARE,
    SECTORS,
    GAIN,
    BEAMWIDTH,
    VERTICAL_BEAMWIDTH,
    FRONT_TO_BACK,
    TILT,
    DL_LAYERS,
    UL_LAYERS,
    RANGE,
    FIGURE_COUNT
};
static const struct {
    const char *name;
    size_t offset;
} figures[FIGURE_COUNT] = {
    [HEIGHT] = {"height_m", offsetof(er_sector_rule, height_m)},
    [POWER] = {"power_dbm", offsetof(er_sector_rule, power_dbm)},
    [BANDWIDTH] = {"bandwidth_mhz", offsetof(er_sector_rule, bandwidth_mhz)},
    [SUBCARRIER] = {"subcarrier_khz", offsetof(er_sector_rule, subcarrier_khz)},
    [DL_SHARE] = {"dl_share", offsetof(er_sector_rule, dl_share)},
    [SECTORS] = {"sectors", offsetof(er_sector_rule, sectors)},
    [GAIN] = {"gain_dbi", offsetof(er_sector_rule, gain_dbi)},
    [BEAMWIDTH] = {"beamwidth_deg", offsetof(er_sector_rule, beamwidth_deg)},
    [VERTICAL_BEAMWIDTH] = {"vertical_beamwidth_deg",
                            offsetof(er_sector_rule, vertical_beamwidth_deg)},
    [FRONT_TO_BACK] = {"front_to_back_db", offsetof(er_sector_rule, front_to_back_db)},
    [TILT] = {"tilt_deg", offsetof(er_sector_rule, tilt_deg)},
    [DL_LAYERS] = {"dl_layers", offsetof(er_sector_rule, dl_layers)},
    [UL_LAYERS] = {"ul_layers", offsetof(er_sector_rule, ul_layers)},
    [RANGE] = {"range_m", offsetof(er_sector_rule, range_m)},
};

/** One sector being filled in. */
struct filling {
    er_context *ctx;
    er_field *field;
    er_antenna_shelf *shelf;
    const er_station *station;
    const er_sector *row; /**< null: supposed */
    const char *band;     /**< as stated, or null */
    const char *group;
    const char *clutter;  /**< class at the station, or null */
    const er_band *known; /**< null: a frequency of no known band */
    double freq_mhz;
    double azimuth_deg; /**< of a supposed one */
    bool all_round;
    signed char *answers; /**< of each figure of each rule: 1 a default, -1 the study's own */
};

/* ---- figures --------------------------------------------------------------------------------- */

static double stated_by(const er_sector_rule *rule, enum figure figure) {
    double value;
    memcpy(&value, (const char *)rule + figures[figure].offset, sizeof value);
    return value;
}

/** Whether a default filled in this figure of a rule; the study is asked once. */
static bool is_default(const struct filling *f, size_t rule, enum figure figure) {
    char key[96];
    signed char *answer = &f->answers[rule * FIGURE_COUNT + figure];
    if (*answer == 0) {
        snprintf(key, sizeof key, "coverage.sectors[%zu].%s", rule, figures[figure].name);
        *answer = er_study_is_default(f->field->study, key) ? 1 : -1;
    }
    return *answer > 0;
}

/** The first rule that fits and states a figure; NAN if none does. */
static double from_rules(const struct filling *f, enum figure figure, const char **basis) {
    const er_study_radio *radio = &f->field->study->radio;
    for (size_t i = 0; i < radio->sector_count; i++) {
        const er_sector_rule *rule = &radio->sectors[i];
        if (!er_rule_part_fits(rule->band, f->band) || !er_rule_part_fits(rule->group, f->group) ||
            isnan(stated_by(rule, figure)))
            continue;
        *basis = is_default(f, i, figure) ? by_default : by_rule;
        return stated_by(rule, figure);
    }
    *basis = by_default;
    return NAN;
}

static const char *antenna_from_rules(const struct filling *f) {
    const er_study_radio *radio = &f->field->study->radio;
    for (size_t i = 0; i < radio->sector_count; i++) {
        const er_sector_rule *rule = &radio->sectors[i];
        if (er_rule_part_fits(rule->band, f->band) && er_rule_part_fits(rule->group, f->group) &&
            rule->antenna)
            return rule->antenna;
    }
    return NULL;
}

static double first_stated(double a, double b) {
    return isnan(a) ? b : a;
}

static er_status suppose(const struct filling *f, const char *name, double value,
                         const char *basis) {
    char text[32];
    if (f->field->quiet) return ER_OK;
    return er_field_suppose(f->ctx, f->field, name, er_sentence_name(er_format_double(value, text)),
                            basis);
}

/** A figure by row, then rule, then `usual`, which may be NAN: then there is none left. */
static er_status fill(const struct filling *f, enum figure figure, double stated, double usual,
                      double *out) {
    const char *basis;
    double ruled = from_rules(f, figure, &basis);
    *out = first_stated(first_stated(stated, ruled), usual);
    if (!isnan(stated)) return ER_OK;
    if (isnan(*out))
        return er_fail(f->ctx, ER_ERR_INPUT,
                       "coverage.sectors: no rule states %s for the band %.40s and the group %.40s",
                       figures[figure].name, f->band ? f->band : "(none)",
                       f->group ? f->group : "(none)");
    return suppose(f, figures[figure].name, *out, basis);
}

/** The same, where a sector's default does not suit an antenna all round. */
static er_status fill_antenna_figure(const struct filling *f, enum figure figure, double stated,
                                     double all_round, double *out) {
    const char *basis;
    double ruled = from_rules(f, figure, &basis);
    if (!f->all_round || !isnan(stated) || (!isnan(ruled) && basis == by_rule))
        return fill(f, figure, stated, NAN, out);
    *out = all_round;
    return suppose(f, figures[figure].name, all_round, "default of the program for all round");
}

/* ---- models ---------------------------------------------------------------------------------- */

/** The given one; else that of the first rule of the study that fits; urban macro where there is
 *  none. */
static er_status choose_environment(const struct filling *f, er_environment *environment) {
    const er_study *study = f->field->study;
    const er_environment_rule *rule = NULL;
    char key[64];
    for (size_t i = 0; i < study->radio.environment_count && !rule; i++) {
        const er_environment_rule *candidate = &study->radio.environments[i];
        if (er_rule_part_fits(candidate->clutter, f->clutter) &&
            er_rule_part_fits(candidate->group, f->group))
            rule = candidate;
    }
    *environment = ER_ENV_UMA;
    if (f->field->environment) {
        er_environment_parse(f->field->environment, environment);
        return ER_OK;
    }
    if (!rule)
        return er_field_suppose(f->ctx, f->field, "environment", er_sentence_name("uma"),
                                by_default);
    if (!er_environment_parse(rule->environment, environment))
        return er_fail(f->ctx, ER_ERR_INPUT,
                       "coverage.environments: '%s' is not one of rma, uma, umi",
                       rule->environment);
    snprintf(key, sizeof key, "coverage.environments[%zu].environment",
             (size_t)(rule - study->radio.environments));
    return er_field_suppose(f->ctx, f->field, "environment", er_sentence_name(rule->environment),
                            er_study_is_default(study, key) ? by_default
                                                            : "environment rule of the study");
}

static er_status choose_model(const struct filling *f, er_emitter *emitter) {
    const char *name = f->field->study->coverage_model;
    if (strcmp(name, "tr38901") == 0) {
        er_environment environment;
        ER_TRY(choose_environment(f, &environment));
        emitter->model = er_environment_model(environment);
    } else {
        emitter->model = er_path_model_find(name);
    }
    return ER_OK;
}

static er_sight sight_of(const char *text) {
    if (text && strcmp(text, "los") == 0) return ER_LOS;
    return text && strcmp(text, "nlos") == 0 ? ER_NLOS : ER_LOS_EXPECTED;
}

static er_status fill_path(const struct filling *f, er_emitter *emitter) {
    const er_study_radio *radio = &f->field->study->radio;
    ER_TRY(choose_model(f, emitter));
    er_path *path = &emitter->path;
    *path = er_path_defaults();
    path->freq_mhz = f->freq_mhz;
    path->distance_m = NAN;
    path->rx_height_m = radio->receiver_height_m;
    path->polarization = radio->polarization && strcmp(radio->polarization, "horizontal") == 0
                             ? ER_HORIZONTAL
                             : ER_VERTICAL;
    path->time_pct = radio->time_pct;
    path->sigma_loc_db = radio->sigma_loc_db;
    path->n0 = radio->n0;
    path->dn = radio->dn;
    path->tx_lat_deg = f->station->position.y;
    path->sight = sight_of(radio->sight);
    path->street_m = radio->street_m;
    path->building_m = radio->building_m;
    return fill(f, HEIGHT, first_stated(f->row ? f->row->height_m : NAN, f->station->height_m), NAN,
                &path->tx_height_m);
}

/* ---- antennas -------------------------------------------------------------------------------- */

static er_status fill_figures(const struct filling *f, er_antenna_figures *out) {
    const er_sector *row = f->row;
    ER_TRY(fill_antenna_figure(f, GAIN, row ? row->gain_dbi : NAN, all_round_gain_dbi,
                               &out->gain_dbi));
    ER_TRY(fill_antenna_figure(f, VERTICAL_BEAMWIDTH, row ? row->vertical_beamwidth_deg : NAN,
                               all_round_vertical_deg, &out->vertical_beamwidth_deg));
    ER_TRY(fill(f, FRONT_TO_BACK, NAN, NAN, &out->front_to_back_db));
    out->beamwidth_deg = 360;
    if (f->all_round) return ER_OK;
    return fill(f, BEAMWIDTH, row ? row->beamwidth_deg : NAN, NAN, &out->beamwidth_deg);
}

static er_status fill_antenna(const struct filling *f, er_emitter *emitter, double *gain_dbi) {
    const er_sector *row = f->row;
    er_antenna_figures own = {0};
    const char *file = row && row->antenna ? row->antenna : antenna_from_rules(f);
    if (file && !(row && row->antenna))
        ER_TRY(er_field_suppose(f->ctx, f->field, "antenna", er_sentence_name(file), by_rule));
    if (file)
        ER_TRY(er_study_path(f->ctx, f->field->arena, f->field->study, file, &own.file));
    else
        ER_TRY(fill_figures(f, &own));
    ER_TRY(er_antenna_shelf_get(f->ctx, f->shelf, &own, &emitter->antenna));
    *gain_dbi = er_antenna_peak_dbi(emitter->antenna);
    emitter->azimuth_deg = row && !isnan(row->azimuth_deg) ? row->azimuth_deg : f->azimuth_deg;
    return fill_antenna_figure(f, TILT, row ? row->tilt_deg : NAN, all_round_tilt_deg,
                               &emitter->tilt_deg);
}

/* ---- budgets --------------------------------------------------------------------------------- */

static bool is_lte(const struct filling *f) {
    return er_is_lte(f->known, f->station->technology);
}

static er_status fill_bandwidth(const struct filling *f, double *bandwidth_mhz) {
    const char *basis;
    double stated = f->row ? f->row->bandwidth_mhz : NAN;
    if (!isnan(stated) || !isnan(from_rules(f, BANDWIDTH, &basis)) || !f->known)
        return fill(f, BANDWIDTH, stated, usual_bandwidth_mhz, bandwidth_mhz);
    char usual[96];
    *bandwidth_mhz = f->known->bandwidth_mhz;
    if (is_lte(f) && *bandwidth_mhz > widest_lte_mhz) *bandwidth_mhz = widest_lte_mhz;
    snprintf(usual, sizeof usual, "usual carrier of the band %s", f->known->name);
    return suppose(f, figures[BANDWIDTH].name, *bandwidth_mhz, usual);
}

static er_status fill_power(const struct filling *f, double gain_dbi, er_budget *budget) {
    const er_sector *row = f->row;
    double stated_dbm = row ? row->power_dbm : NAN;
    if (isnan(stated_dbm) && row) stated_dbm = row->eirp_dbm - gain_dbi;
    return fill(f, POWER, stated_dbm, NAN, &budget->tx_power_dbm);
}

static er_status fill_layers(const struct filling *f, er_budget *budget) {
    double down, up;
    ER_TRY(fill(f, DL_LAYERS, NAN, NAN, &down));
    ER_TRY(fill(f, UL_LAYERS, NAN, NAN, &up));
    budget->dl_layers = (int)down;
    budget->ul_layers = (int)up;
    return ER_OK;
}

static er_status fill_budget(const struct filling *f, double gain_dbi, er_budget *budget) {
    const er_study_radio *radio = &f->field->study->radio;
    double bandwidth_mhz;
    ER_TRY(fill_bandwidth(f, &bandwidth_mhz));
    *budget = er_budget_defaults(f->freq_mhz, bandwidth_mhz);
    if (f->known) budget->duplex = f->known->duplex;
    budget->lte = is_lte(f);
    if (budget->lte)
        budget->subcarrier_khz = lte_spacing_khz;
    else
        ER_TRY(fill(f, SUBCARRIER, NAN,
                    f->known ? f->known->subcarrier_khz : budget->subcarrier_khz,
                    &budget->subcarrier_khz));
    budget->dl_share = 1;
    if (budget->duplex == ER_DUPLEX_TDD) ER_TRY(fill(f, DL_SHARE, NAN, NAN, &budget->dl_share));
    ER_TRY(fill_power(f, gain_dbi, budget));
    ER_TRY(fill_layers(f, budget));
    budget->rx_gain_dbi = radio->receiver_gain_dbi;
    budget->rx_loss_db = radio->receiver_loss_db;
    budget->ue_noise_db = radio->receiver_noise_db;
    budget->ue_power_dbm = radio->receiver_power_dbm;
    budget->load = radio->load;
    return ER_OK;
}

/* ---- sectors --------------------------------------------------------------------------------- */

/** Frequency and band; false if neither is known, and that is counted. */
static er_status find_band(struct filling *f, bool *known) {
    double stated_mhz = f->row ? f->row->freq_mhz : NAN, centre_mhz = NAN;
    bool read = f->band && er_band_parse(f->band, &f->known, &centre_mhz);
    if (!read) f->known = NULL;
    f->freq_mhz = first_stated(stated_mhz, centre_mhz);
    *known = f->freq_mhz > 0;
    if (!*known) {
        f->field->left_out++;
        return er_field_suppose(f->ctx, f->field, "band", er_sentence_text("left out"),
                                "no frequency, and a band that is not stated or not known");
    }
    if (!f->known) f->known = er_band_of_frequency(f->freq_mhz);
    if (!isnan(stated_mhz)) return ER_OK;
    char basis[96];
    snprintf(basis, sizeof basis, "no frequency stated; the middle of %.40s", f->band);
    return suppose(f, "freq_mhz", f->freq_mhz, basis);
}

static er_status add_emitter(struct filling *f) {
    er_field *field = f->field;
    er_emitter emitter = {.station = f->station,
                          .sector = f->row,
                          .position = f->station->position,
                          .band = f->band,
                          .group = f->group};
    bool known;
    double gain_dbi;
    ER_TRY(find_band(f, &known));
    if (!known) return ER_OK;
    ER_TRY(fill_path(f, &emitter));
    ER_TRY(fill_antenna(f, &emitter, &gain_dbi));
    ER_TRY(fill_budget(f, gain_dbi, &emitter.budget));
    const char *basis;
    emitter.range_m = from_rules(f, RANGE, &basis);
    emitter.operator_ = er_sites_layer(&field->sites, f->station->operator_);
    ER_TRY(er_reserve(f->ctx, &field->emitters, &field->capacity, field->count + 1,
                      sizeof *field->emitters));
    field->emitters[field->count++] = emitter;
    return ER_OK;
}

static er_status add_stated(struct filling *f, const er_sector *row) {
    f->row = row;
    f->band = row->band ? row->band : f->station->band;
    f->azimuth_deg = 0;
    f->all_round = row->all_round || isnan(row->azimuth_deg);
    if (f->all_round && !row->all_round)
        ER_TRY(er_field_suppose(f->ctx, f->field, "azimuth_deg", er_sentence_text("all round"),
                                "none stated"));
    return add_emitter(f);
}

static er_status add_supposed(struct filling *f) {
    er_sentence value = er_sentence_text("1, all round");
    f->row = NULL;
    f->band = f->station->band;
    const char *basis;
    double ruled = from_rules(f, SECTORS, &basis);
    if (isnan(ruled))
        return er_fail(f->ctx, ER_ERR_INPUT, "coverage.sectors: no rule states sectors");
    size_t count = (size_t)ruled;
    if (count != 1)
        ER_TRY(
            er_sentence_of(f->ctx, f->field->arena, &value, "%zu, the first to the north", count));
    f->all_round = count == 1;
    for (size_t i = 0; i < count; i++) {
        ER_TRY(er_field_suppose(f->ctx, f->field, "sectors", value, basis));
        f->azimuth_deg = 360.0 * (double)i / (double)count;
        ER_TRY(add_emitter(f));
    }
    return ER_OK;
}

/* ---- stations -------------------------------------------------------------------------------- */

/** The sectors of one station: they come one behind the other. */
struct owned {
    int64_t station_id;
    size_t first;
    size_t count;
};

static int by_station(const void *left, const void *right) {
    const struct owned *a = left, *b = right;
    return (a->station_id > b->station_id) - (a->station_id < b->station_id);
}

static size_t group_rows(const er_sector *rows, size_t count, struct owned *owned) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (found == 0 || owned[found - 1].station_id != rows[i].station_id)
            owned[found++] = (struct owned){rows[i].station_id, i, 0};
        owned[found - 1].count++;
    }
    if (found > 1) qsort(owned, found, sizeof *owned, by_station);
    return found;
}

static er_status read_station(struct filling *f, const er_sector *rows, const struct owned *owned) {
    er_status status = ER_OK;
    if (!owned) return add_supposed(f);
    for (size_t i = owned->first; i < owned->first + owned->count && status == ER_OK; i++)
        status = add_stated(f, &rows[i]);
    return status;
}

/** Turn to a station. */
static void choose_station(struct filling *f, size_t i) {
    const er_field *field = f->field;
    f->station = field->sites.stations[i];
    f->group = field->sites.groups[i];
    f->clutter = field->clutter ? field->clutter[i] : NULL;
}

static er_status make_answers(struct filling *f) {
    size_t count = (f->field->study->radio.sector_count + 1) * FIGURE_COUNT;
    return er_arena_alloc(f->ctx, f->field->arena, count, &f->answers);
}

static er_status read_all(struct filling *f, const er_sector *rows, const struct owned *owned,
                          size_t owned_count) {
    er_field *field = f->field;
    for (size_t i = 0; i < field->sites.count; i++) {
        struct owned wanted = {.station_id = field->sites.stations[i]->id};
        if (i % 1024 == 0) ER_TRY(er_check_cancel(f->ctx));
        choose_station(f, i);
        ER_TRY(read_station(f, rows,
                            owned_count > 0
                                ? bsearch(&wanted, owned, owned_count, sizeof *owned, by_station)
                                : NULL));
    }
    return ER_OK;
}

/** Bring the antennas on the plane. */
static er_status place_all(er_context *ctx, er_field *field) {
    for (size_t i = 0; i < field->count; i++) {
        er_emitter *emitter = &field->emitters[i];
        emitter->on_plane = emitter->position;
        er_plane_forward(field->plane, &emitter->on_plane, 1);
        if (!isfinite(emitter->on_plane.x) || !isfinite(emitter->on_plane.y))
            return er_fail(ctx, ER_ERR_GEOMETRY,
                           "the station at %.7g %.7g can't be brought on the working plane: it is "
                           "too far from the study's area",
                           emitter->position.x, emitter->position.y);
    }
    return ER_OK;
}

er_status er_field_read_sectors(er_context *ctx, er_store *store, er_field *field) {
    er_antenna_shelf shelf = {.field = field};
    struct filling f = {.ctx = ctx, .field = field, .shelf = &shelf};
    er_sector *rows = NULL;
    struct owned *owned = NULL;
    size_t count = 0;
    ER_TRY(make_answers(&f));
    ER_TRY(er_store_sectors(ctx, store, field->arena, &rows, &count));
    ER_TRY(er_alloc(ctx, count + 1, sizeof *owned, &owned));
    size_t owned_count = group_rows(rows, count, owned);
    er_status status = read_all(&f, rows, owned, owned_count);
    er_antenna_shelf_clear(&shelf);
    er_free(owned);
    return status == ER_OK ? place_all(ctx, field) : status;
}

er_status er_field_fill_sectors(er_context *ctx, const er_sector *sectors, er_field *field) {
    er_antenna_shelf shelf = {.field = field};
    struct filling f = {.ctx = ctx, .field = field, .shelf = &shelf};
    er_status status = make_answers(&f);
    for (size_t i = 0; i < field->sites.count && status == ER_OK; i++) {
        choose_station(&f, i);
        status = sectors ? add_stated(&f, &sectors[i]) : add_supposed(&f);
    }
    er_antenna_shelf_clear(&shelf);
    return status == ER_OK ? place_all(ctx, field) : status;
}
