#include "sources/study_radio.h"

void study_explain_figures(yaml_writer *to, const study_figure *figures, size_t count,
                           const void *structure, const char *list) {
    char path[120];
    for (size_t i = 0; i < count; i++) {
        double value = study_figure_of(&figures[i], structure);
        snprintf(path, sizeof path, "%s%s", list, figures[i].key);
        if (!isnan(value)) yaml_number(to, figures[i].key, value, path);
    }
}

static void write_levels(yaml_writer *to) {
    const er_study_radio *radio = &to->study->radio;
    yaml_begin(to);
    fputs("levels:", to->out);
    yaml_end(to, "coverage.levels");
    to->indent += 2;
    for (size_t i = 0; i < radio->level_count; i++) {
        to->first = true;
        yaml_text(to, "name", radio->levels[i].name, NULL);
        yaml_title(to, "title", radio->levels[i].title, radio->levels[i].title_zh);
        study_explain_figures(to, study_level_figures, STUDY_LEVEL_COUNT, &radio->levels[i], "");
    }
    to->indent -= 2;
}

static void write_receiver(yaml_writer *to) {
    yaml_head(to, "receiver");
    to->indent++;
    study_explain_figures(to, study_receiver_figures, STUDY_RECEIVER_COUNT, &to->study->radio,
                          "coverage.receiver.");
    to->indent--;
}

static void write_sectors(yaml_writer *to) {
    const er_study_radio *radio = &to->study->radio;
    char list[64];
    yaml_head(to, "sectors");
    to->indent += 2;
    for (size_t i = 0; i < radio->sector_count; i++) {
        to->first = true;
        snprintf(list, sizeof list, "coverage.sectors[%zu].", i);
        yaml_text(to, "band", radio->sectors[i].band, NULL);
        yaml_text(to, "group", radio->sectors[i].group, NULL);
        study_explain_figures(to, study_sector_figures, STUDY_SECTOR_COUNT, &radio->sectors[i],
                              list);
        yaml_text(to, "antenna", radio->sectors[i].antenna, NULL);
    }
    to->indent -= 2;
}

static void write_environments(yaml_writer *to) {
    const er_study_radio *radio = &to->study->radio;
    char path[120];
    yaml_head(to, "environments");
    to->indent += 2;
    for (size_t i = 0; i < radio->environment_count; i++) {
        to->first = true;
        yaml_text(to, "group", radio->environments[i].group, NULL);
        yaml_text(to, "clutter", radio->environments[i].clutter, NULL);
        yaml_text(to, "environment", radio->environments[i].environment,
                  yaml_path(path, "coverage.environments", i, "environment"));
    }
    to->indent -= 2;
}

static void write_terrain(yaml_writer *to) {
    const er_study_radio *radio = &to->study->radio;
    if (!radio->elevation) {
        yaml_open(to, "terrain", "none");
        return;
    }
    yaml_head(to, "terrain");
    to->indent++;
    yaml_text(to, "elevation", radio->elevation, NULL);
    yaml_text_or_open(to, "clutter", radio->clutter, NULL, "none");
    yaml_text_or_open(to, "zones", radio->zones, NULL,
                      "as the classes of clutter say, else inland");
    if (isnan(radio->step_m))
        yaml_open(to, "step_m", "the elevation's own resolution");
    else
        yaml_number(to, "step_m", radio->step_m, NULL);
    yaml_yes_no(to, "no_data_is_sea", radio->no_data_is_sea, "coverage.terrain.no_data_is_sea");
    if (radio->clutter_class_count > 0) yaml_head(to, "classes");
    to->indent += 2;
    for (size_t i = 0; i < radio->clutter_class_count; i++) {
        to->first = true;
        yaml_number(to, "value", radio->clutter_classes[i].value, NULL);
        yaml_number(to, "height_m", radio->clutter_classes[i].height_m, NULL);
        yaml_text(to, "name", radio->clutter_classes[i].name, NULL);
        yaml_text(to, "zone", radio->clutter_classes[i].zone, NULL);
    }
    to->indent -= 3;
}

void study_explain_radio(yaml_writer *to) {
    const er_study_radio *radio = &to->study->radio;
    if (!radio->used) return;
    yaml_text(to, "preset", radio->preset, "coverage.preset");
    study_explain_figures(to, study_radio_figures, STUDY_RADIO_COUNT, radio, "coverage.");
    write_levels(to);
    write_receiver(to);
    write_sectors(to);
    write_environments(to);
    yaml_text(to, "sight", radio->sight, "coverage.sight");
    yaml_text(to, "polarization", radio->polarization, "coverage.polarization");
    write_terrain(to);
    yaml_yes_no(to, "fit_offsets", radio->fit_offsets, "coverage.fit_offsets");
}
