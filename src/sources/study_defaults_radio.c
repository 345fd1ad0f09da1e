/* What the signal models take where neither the study nor a regulator's preset says anything. */
#include "sources/study_radio.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- the program's figures, each with its source ----------------------------------------------
 */

/** Of any sector.
 *  sectors         3 a site: TR 38.901 table 7.8-1 and nearly every evaluation since.
 *  gain_dbi        ITU-R M.2135-1: boresight gain of the base station, feeder loss included.
 *  beamwidth_deg, front_to_back_db  TR 38.901 table 7.3-1.
 *  vertical_beamwidth_deg           TR 36.814 table A.2.1.1-2, theta_3dB.
 *  tilt_deg        TR 36.814 table A.2.1.1-2, electrical tilt for sites 1,732 m apart (its 15
 *                  degrees are for 500 m).
 *  dl_share        a frame of DDDSU with 10 of the special slot's 14 symbols down: 0.74.
 *  dl_layers       every NR and LTE terminal has two receive antennas (TS 38.101-1 section 7.2,
 *                  TS 36.101 section 7.2); ul_layers: and sends by one.
 *  bandwidth_mhz, subcarrier_khz: those of the band (er_band).
 *  range_m: by the link budget and the model (er_field_new). */
static const er_sector_rule any_sector = {.bandwidth_mhz = NAN,
                                          .subcarrier_khz = NAN,
                                          .range_m = NAN,
                                          .dl_share = 0.75,
                                          .sectors = 3,
                                          .gain_dbi = 17,
                                          .beamwidth_deg = 65,
                                          .vertical_beamwidth_deg = 10,
                                          .front_to_back_db = 30,
                                          .tilt_deg = 6,
                                          .dl_layers = 2,
                                          .ul_layers = 1};

/** Of a sector in an environment.
 *  height_m   TR 38.901 tables 7.2-1 (UMa, UMi) and 7.2-3 (RMa).
 *  power_dbm  of a carrier of 10 to 20 MHz: TR 36.942 (46 dBm, macro), TR 38.901 table 7.8-1 (44
 *             dBm, UMi). Wider carriers often have more: a study should say so. */
static const struct environment_figures {
    const char *environment;
    double height_m;
    double power_dbm;
} by_environment[] = {{"rma", 35, 46}, {"uma", 25, 46}, {"umi", 10, 44}};

/** Where no line says what surrounds a station: UMa lies between the other two. */
static const char any_environment[] = "uma";

/** Single figures.
 *  street_m, building_m  TR 38.901 table 7.4.1-1: the defaults W = 20 m, h = 5 m.
 *  time_pct              the median year.
 *  sigma_loc_db          P.1812-6 section 4.8.
 *  n0, dn                what the median of temperate land is, N-units and N-units/km.
 *  gain_dbi, loss_db     a telephone in the open (TR 36.942: 0 dBi).
 *  noise_db, power_dbm   TR 36.942: noise figure 9 dB; TS 38.101-1 table 6.2.1-1: power class 3. */
static const er_study_radio any_radio = {.street_m = 20,
                                         .building_m = 5,
                                         .time_pct = 50,
                                         .sigma_loc_db = 5.5,
                                         .n0 = 325,
                                         .dn = 45,
                                         .receiver_gain_dbi = 0,
                                         .receiver_loss_db = 0,
                                         .receiver_noise_db = 9,
                                         .receiver_power_dbm = 23,
                                         .resolution_m = NAN,
                                         .receiver_height_m = NAN,
                                         .edge_probability = NAN,
                                         .load = NAN};

/* ---- filling ----------------------------------------------------------------------------------
 */

typedef struct filler {
    study_notes *notes;
    er_study_radio *radio;
    bool from_preset; /* a regulator's preset that the study names: not our default */
} filler;

static er_status note(const filler *fill, const char *list, const char *key) {
    return fill->radio->used ? study_note(fill->notes, "coverage.%s%s", list, key) : ER_OK;
}

static er_status fill_figures(const filler *fill, const study_figure *figures, size_t count,
                              const char *list, const er_study_radio *from, bool noted) {
    for (size_t i = 0; i < count; i++) {
        double *figure = study_figure_in(&figures[i], fill->radio);
        double value = study_figure_of(&figures[i], from);
        if (!isnan(*figure) || isnan(value)) continue;
        *figure = value;
        if (noted) ER_TRY(note(fill, list, figures[i].key));
    }
    return ER_OK;
}

static er_status fill_levels(const filler *fill, const er_coverage_preset *preset) {
    er_study_level *levels = NULL;
    if (fill->radio->level_count > 0) return ER_OK;
    ER_TRY(er_arena_alloc(fill->notes->ctx, fill->notes->arena,
                          preset->level_count * sizeof *levels, &levels));
    for (size_t i = 0; i < preset->level_count; i++)
        levels[i] = (er_study_level){.name = preset->levels[i].name,
                                     .title = preset->levels[i].title,
                                     .title_zh = preset->levels[i].title_zh,
                                     .min_rsrp_dbm = preset->levels[i].min_rsrp_dbm,
                                     .min_dl_mbps = preset->levels[i].min_dl_mbps,
                                     .min_ul_mbps = preset->levels[i].min_ul_mbps};
    fill->radio->levels = levels;
    fill->radio->level_count = preset->level_count;
    return fill->from_preset ? ER_OK : note(fill, "", "levels");
}

/** What counts as covered: the preset's figures, and those of "default" for a preset that is not
 *  there (the checks refuse it). */
static er_status fill_preset(filler *fill) {
    static const char none[] = "default";
    er_study_radio of_preset = {.preset = NULL};
    for (size_t i = 0; i < STUDY_RADIO_COUNT; i++)
        *study_figure_in(&study_radio_figures[i], &of_preset) = NAN;
    for (size_t i = 0; i < STUDY_RECEIVER_COUNT; i++)
        *study_figure_in(&study_receiver_figures[i], &of_preset) = NAN;
    fill->from_preset = fill->radio->preset && !er_same_text(fill->radio->preset, none);
    if (!fill->radio->preset) {
        fill->radio->preset = none;
        ER_TRY(note(fill, "", "preset"));
    }
    const er_coverage_preset *preset = er_coverage_preset_find(fill->radio->preset);
    if (!preset) preset = er_coverage_preset_at(0);
    of_preset.resolution_m = preset->resolution_m;
    of_preset.receiver_height_m = preset->rx_height_m;
    of_preset.edge_probability = preset->edge_probability;
    of_preset.load = preset->load;
    const bool noted = !fill->from_preset;
    ER_TRY(fill_figures(fill, study_radio_figures, STUDY_RADIO_COUNT, "", &of_preset, noted));
    ER_TRY(fill_figures(fill, study_receiver_figures, STUDY_RECEIVER_COUNT, "receiver.", &of_preset,
                        noted));
    return fill_levels(fill, preset);
}

/* ---- environments */

static const struct environment_figures *figures_of(const char *environment) {
    for (size_t i = 0; i < sizeof by_environment / sizeof by_environment[0]; i++)
        if (strcmp(by_environment[i].environment, environment) == 0) return &by_environment[i];
    return &by_environment[1];
}

/** The environment of everything that no line with a group or a clutter takes; null: none says. */
static const char *environment_of_rest(const er_study_radio *radio) {
    for (size_t i = 0; i < radio->environment_count; i++)
        if (!radio->environments[i].group && !radio->environments[i].clutter)
            return radio->environments[i].environment;
    return NULL;
}

static er_status fill_environments(const filler *fill) {
    er_study_radio *radio = fill->radio;
    er_environment_rule *rules = NULL;
    char key[64];
    if (environment_of_rest(radio)) return ER_OK;
    size_t count = radio->environment_count;
    ER_TRY(
        er_arena_alloc(fill->notes->ctx, fill->notes->arena, (count + 1) * sizeof *rules, &rules));
    if (count > 0) memcpy(rules, radio->environments, count * sizeof *rules);
    rules[count].environment = any_environment;
    radio->environments = rules;
    radio->environment_count = count + 1;
    snprintf(key, sizeof key, "environments[%zu].environment", count);
    return note(fill, "", key);
}

/* ---- sectors */

/** A line for what no line before it states for stations of this group (null: of any) in every
 *  band. */
static er_status add_sector_line(const filler *fill, er_sector_rule *rules, size_t *count,
                                 const char *group, const char *environment) {
    const struct environment_figures *there = figures_of(environment);
    er_sector_rule line = any_sector;
    bool states_any = false;
    char key[64];
    line.group = group;
    line.height_m = there->height_m;
    line.power_dbm = there->power_dbm;
    for (size_t i = 0; i < STUDY_SECTOR_COUNT; i++) {
        const study_figure *figure = &study_sector_figures[i];
        double *value = study_figure_in(figure, &line);
        const bool of_environment = figure->offset == offsetof(er_sector_rule, height_m) ||
                                    figure->offset == offsetof(er_sector_rule, power_dbm);
        bool stated = group && !of_environment; /* the last line has it, the same for all groups */
        for (size_t r = 0; r < *count && !stated; r++)
            stated = !rules[r].band && !isnan(study_figure_of(figure, &rules[r])) &&
                     (!rules[r].group || (group && strcmp(rules[r].group, group) == 0));
        if (stated) *value = NAN;
        if (isnan(*value)) continue;
        states_any = true;
        snprintf(key, sizeof key, "sectors[%zu].%s", *count, figure->key);
        ER_TRY(note(fill, "", key));
    }
    if (states_any) rules[(*count)++] = line;
    return ER_OK;
}

static er_status fill_sectors(const filler *fill) {
    er_study_radio *radio = fill->radio;
    er_sector_rule *rules = NULL;
    size_t count = radio->sector_count;
    ER_TRY(er_arena_alloc(fill->notes->ctx, fill->notes->arena,
                          (count + radio->environment_count + 1) * sizeof *rules, &rules));
    if (count > 0) memcpy(rules, radio->sectors, count * sizeof *rules);
    for (size_t i = 0; i < radio->environment_count; i++) {
        const er_environment_rule *at = &radio->environments[i];
        if (!at->group && !at->clutter) break; /* takes the rest: lines behind it take nothing */
        if (at->group && !at->clutter)
            ER_TRY(add_sector_line(fill, rules, &count, at->group, at->environment));
    }
    ER_TRY(add_sector_line(fill, rules, &count, NULL, environment_of_rest(radio)));
    radio->sectors = rules;
    radio->sector_count = count;
    return ER_OK;
}

er_status study_fill_radio(study_notes *notes, const raw_coverage *raw, er_study *study) {
    filler fill = {.notes = notes, .radio = &study->radio};
    er_study_radio *radio = fill.radio;
    ER_TRY(fill_preset(&fill));
    ER_TRY(fill_figures(&fill, study_radio_figures, STUDY_RADIO_COUNT, "", &any_radio, true));
    ER_TRY(fill_figures(&fill, study_receiver_figures, STUDY_RECEIVER_COUNT, "receiver.",
                        &any_radio, true));
    if (!radio->sight) {
        radio->sight = study_sights[0].str;
        ER_TRY(note(&fill, "", "sight"));
    }
    if (!radio->polarization) {
        radio->polarization = study_polarizations[0].str;
        ER_TRY(note(&fill, "", "polarization"));
    }
    if (radio->elevation && !raw->terrain->no_data_is_sea)
        ER_TRY(note(&fill, "terrain.", "no_data_is_sea"));
    if (!raw || !raw->fit_offsets) ER_TRY(note(&fill, "", "fit_offsets"));
    ER_TRY(fill_environments(&fill));
    return fill_sectors(&fill);
}
