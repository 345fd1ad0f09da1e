#include "sources/study_radio.h"

#define RADIO_ENTRY(key, member, low, high) {#key, offsetof(er_study_radio, member), low, high},
const study_figure study_radio_figures[] = {STUDY_RADIO_FIGURES(RADIO_ENTRY)};
const study_figure study_receiver_figures[] = {STUDY_RECEIVER_FIGURES(RADIO_ENTRY)};
#define SECTOR_ENTRY(key, member, low, high) {#key, offsetof(er_sector_rule, member), low, high},
const study_figure study_sector_figures[] = {STUDY_SECTOR_FIGURES(SECTOR_ENTRY)};
#define LEVEL_ENTRY(key, member, low, high) {#key, offsetof(er_study_level, member), low, high},
const study_figure study_level_figures[] = {STUDY_LEVEL_FIGURES(LEVEL_ENTRY)};

static void build_levels(study_builder *build, const raw_coverage *raw, er_study_radio *out) {
    er_study_level *levels = study_list(build, raw->levels_count, sizeof *levels);
    for (size_t i = 0; levels && i < raw->levels_count; i++) {
        const raw_level *from = &raw->levels[i];
        levels[i].name = study_text(build, from->name);
        study_title(build, &levels[i].title, &levels[i].title_zh, "coverage.levels[%zu].title", i);
#define COPY_LEVEL(key, member, low, high) levels[i].member = study_number(from->key);
        STUDY_LEVEL_FIGURES(COPY_LEVEL)
    }
    out->levels = levels;
    out->level_count = raw->levels_count;
}

static void build_sectors(study_builder *build, const raw_coverage *raw, er_study_radio *out) {
    er_sector_rule *rules = study_list(build, raw->sectors_count, sizeof *rules);
    for (size_t i = 0; rules && i < raw->sectors_count; i++) {
        const raw_sector_rule *from = &raw->sectors[i];
        rules[i].band = study_text(build, from->band);
        rules[i].group = study_text(build, from->group);
#define COPY_SECTOR(key, member, low, high) rules[i].member = study_number(from->key);
        STUDY_SECTOR_FIGURES(COPY_SECTOR)
        rules[i].antenna = study_text(build, from->antenna);
    }
    out->sectors = rules;
    out->sector_count = raw->sectors_count;
}

static void build_environments(study_builder *build, const raw_coverage *raw, er_study_radio *out) {
    er_environment_rule *rules = study_list(build, raw->environments_count, sizeof *rules);
    for (size_t i = 0; rules && i < raw->environments_count; i++)
        rules[i] = (er_environment_rule){
            .group = study_text(build, raw->environments[i].group),
            .clutter = study_text(build, raw->environments[i].clutter),
            .environment = study_word(raw->environments[i].environment, study_environments)};
    out->environments = rules;
    out->environment_count = raw->environments_count;
}

static void build_terrain(study_builder *build, const raw_terrain *raw, er_study_radio *out) {
    out->elevation = study_text(build, raw->elevation);
    out->clutter = study_text(build, raw->clutter);
    out->zones = study_text(build, raw->zones);
    out->step_m = study_number(raw->step_m);
    out->no_data_is_sea = raw->no_data_is_sea && *raw->no_data_is_sea;
    er_study_clutter *classes = study_list(build, raw->classes_count, sizeof *classes);
    for (size_t i = 0; classes && i < raw->classes_count; i++)
        classes[i] = (er_study_clutter){.value = study_number(raw->classes[i].value),
                                        .height_m = study_number(raw->classes[i].height_m),
                                        .name = study_text(build, raw->classes[i].name),
                                        .zone = study_word(raw->classes[i].zone, study_zones)};
    out->clutter_classes = classes;
    out->clutter_class_count = raw->classes_count;
}

/** True if the study says anything of the signal models. */
static bool is_stated(const raw_coverage *raw) {
#define FIGURE_STATED(key, member, low, high) || raw->key
    return raw->preset || raw->levels || raw->receiver || raw->sectors || raw->environments ||
           raw->sight || raw->polarization || raw->terrain ||
           raw->fit_offsets STUDY_RADIO_FIGURES(FIGURE_STATED);
}

void study_build_radio(study_builder *build, const raw_coverage *raw, er_study_radio *out) {
    static const raw_coverage nothing;
    static const raw_receiver no_receiver;
    if (!raw) raw = &nothing;
    const raw_receiver *receiver = raw->receiver ? raw->receiver : &no_receiver;
    out->step_m = NAN;
#define COPY_RADIO(key, member, low, high) out->member = study_number(raw->key);
    STUDY_RADIO_FIGURES(COPY_RADIO)
#define COPY_RECEIVER(key, member, low, high) out->member = study_number(receiver->key);
    STUDY_RECEIVER_FIGURES(COPY_RECEIVER)
    out->preset = study_text(build, raw->preset);
    build_levels(build, raw, out);
    build_sectors(build, raw, out);
    build_environments(build, raw, out);
    out->sight = study_word(raw->sight, study_sights);
    out->polarization = study_word(raw->polarization, study_polarizations);
    if (raw->terrain) build_terrain(build, raw->terrain, out);
    out->fit_offsets = raw->fit_offsets && *raw->fit_offsets;
    out->used = is_stated(raw) || (raw->model && *raw->model > 0);
}
