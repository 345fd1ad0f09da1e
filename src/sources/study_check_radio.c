#include "sources/study_radio.h"

#include "evenreach/radio.h"

#include <string.h>

er_status study_check_figures(const study_checker *check, const study_figure *figures, size_t count,
                              const void *structure, const char *list) {
    for (size_t i = 0; i < count; i++) {
        double value = study_figure_of(&figures[i], structure);
        if (isnan(value)) continue;
        ER_TRY(study_check_range(check, study_line_at(check, "%s%s", list, figures[i].key),
                                 figures[i].key, value, figures[i].low, figures[i].high));
    }
    return ER_OK;
}

static er_status check_preset(const study_checker *check) {
    const char *preset = check->study->radio.preset;
    char list[400] = "";
    const er_coverage_preset *known;
    if (er_coverage_preset_find(preset)) return ER_OK;
    for (size_t i = 0; (known = er_coverage_preset_at(i)); i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", known->name);
    }
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: '%s' is not a preset of coverage (allowed: %s)", check->study->path,
                   study_line_at(check, "coverage.preset"), preset, list);
}

/* ---- levels */

static er_status check_level_name(const study_checker *check, size_t i) {
    const er_study_radio *radio = &check->study->radio;
    const char *name = radio->levels[i].name;
    const int line = study_line_at(check, "coverage.levels[%zu].name", i);
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name) ||
        !strchr("abcdefghijklmnopqrstuvwxyz", name[0]) || strlen(name) > 40)
        return er_fail(
            check->ctx, ER_ERR_INPUT,
            "%s:%d: '%s' can't name a level; take a word of a-z, 0-9 and _ (at most 40), "
            "since fields are called after it, and give it a 'title'",
            check->study->path, line, name);
    if (strcmp(name, "unknown") == 0 || strcmp(name, "unserved") == 0)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: '%s' is what a place without any level is called; name the level "
                       "otherwise",
                       check->study->path, line, name);
    for (size_t j = 0; j < i; j++)
        if (strcmp(radio->levels[j].name, name) == 0)
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: two levels are called '%s'; rename one", check->study->path,
                           line, name);
    return ER_OK;
}

/** From the strictest to the weakest: no level asks more than the one before it. */
static er_status check_level_order(const study_checker *check, size_t i) {
    const er_study_level *levels = check->study->radio.levels;
    bool same = true;
    for (size_t f = 0; f < STUDY_LEVEL_COUNT; f++) {
        double before = study_figure_of(&study_level_figures[f], &levels[i - 1]);
        double value = study_figure_of(&study_level_figures[f], &levels[i]);
        if (!(value == before || (isnan(value) && isnan(before)))) same = false;
        if (isnan(value) || value <= before) continue;
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the level '%s' asks more %s than '%s' before it; levels go from the "
                       "strictest to the weakest",
                       check->study->path, study_line_at(check, "coverage.levels[%zu]", i),
                       levels[i].name, study_level_figures[f].key, levels[i - 1].name);
    }
    if (!same) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: the level '%s' asks the same as '%s' before it; remove one",
                   check->study->path, study_line_at(check, "coverage.levels[%zu]", i),
                   levels[i].name, levels[i - 1].name);
}

static er_status check_levels(const study_checker *check) {
    const er_study_radio *radio = &check->study->radio;
    char list[64];
    if (radio->level_count > STUDY_LEVEL_LIMIT)
        return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %zu levels; at most %d can be",
                       check->study->path, study_line_at(check, "coverage.levels"),
                       radio->level_count, STUDY_LEVEL_LIMIT);
    for (size_t i = 0; i < radio->level_count; i++) {
        const er_study_level *level = &radio->levels[i];
        snprintf(list, sizeof list, "coverage.levels[%zu].", i);
        ER_TRY(check_level_name(check, i));
        ER_TRY(study_check_figures(check, study_level_figures, STUDY_LEVEL_COUNT, level, list));
        if (isnan(level->min_rsrp_dbm) && isnan(level->min_dl_mbps) && isnan(level->min_ul_mbps))
            return er_fail(check->ctx, ER_ERR_INPUT,
                           "%s:%d: the level '%s' asks nothing; give it min_rsrp_dbm, min_dl_mbps "
                           "or min_ul_mbps",
                           check->study->path, study_line_at(check, "coverage.levels[%zu]", i),
                           level->name);
        if (i > 0) ER_TRY(check_level_order(check, i));
    }
    return ER_OK;
}

/* ---- sectors and environments */

static er_status check_group_of(const study_checker *check, const char *group, int line) {
    const er_study *study = check->study;
    if (!group) return ER_OK;
    if (!study->radius_scheme)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: a group needs 'radius_scheme', the scheme that it belongs to",
                       study->path, line);
    return study_check_group(check, er_study_scheme_named(study, study->radius_scheme), group,
                             line);
}

er_status study_check_whole(const study_checker *check, const char *key, double value, int line) {
    char shown[32];
    if (isnan(value) || value == floor(value)) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %s is %s; a whole number is asked for",
                   check->study->path, line, key, er_format_double(value, shown));
}

static er_status check_subcarrier(const study_checker *check, double value, int line) {
    char shown[32];
    if (isnan(value)) return ER_OK;
    for (int spacing = 15; spacing <= 960; spacing *= 2)
        if (value == spacing) return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT,
                   "%s:%d: subcarrier_khz is %s; 15, 30, 60, 120, 240, 480 and 960 can be",
                   check->study->path, line, er_format_double(value, shown));
}

static er_status check_sector_rule(const study_checker *check, size_t i) {
    const er_sector_rule *rule = &check->study->radio.sectors[i];
    char list[64];
    bool states = rule->antenna != NULL;
    snprintf(list, sizeof list, "coverage.sectors[%zu].", i);
    ER_TRY(study_check_figures(check, study_sector_figures, STUDY_SECTOR_COUNT, rule, list));
    ER_TRY(study_check_whole(check, "sectors", rule->sectors,
                             study_line_at(check, "%ssectors", list)));
    ER_TRY(study_check_whole(check, "dl_layers", rule->dl_layers,
                             study_line_at(check, "%sdl_layers", list)));
    ER_TRY(study_check_whole(check, "ul_layers", rule->ul_layers,
                             study_line_at(check, "%sul_layers", list)));
    ER_TRY(check_subcarrier(check, rule->subcarrier_khz,
                            study_line_at(check, "%ssubcarrier_khz", list)));
    for (size_t f = 0; f < STUDY_SECTOR_COUNT; f++)
        if (!isnan(study_figure_of(&study_sector_figures[f], rule))) states = true;
    if (!states)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: a line of sectors that states nothing; give it a figure such as "
                       "height_m or power_dbm",
                       check->study->path, study_line_at(check, "coverage.sectors[%zu]", i));
    return check_group_of(check, rule->group, study_line_at(check, "%sgroup", list));
}

static er_status check_clutter_name(const study_checker *check, const char *name, int line) {
    const er_study_radio *radio = &check->study->radio;
    if (!name) return ER_OK;
    for (size_t i = 0; i < radio->clutter_class_count; i++)
        if (radio->clutter_classes[i].name && strcmp(radio->clutter_classes[i].name, name) == 0)
            return ER_OK;
    return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: no class of 'terrain' has the name '%s'",
                   check->study->path, line, name);
}

static er_status check_environments(const study_checker *check) {
    const er_study_radio *radio = &check->study->radio;
    for (size_t i = 0; i < radio->environment_count; i++) {
        const er_environment_rule *rule = &radio->environments[i];
        ER_TRY(check_group_of(check, rule->group,
                              study_line_at(check, "coverage.environments[%zu].group", i)));
        ER_TRY(check_clutter_name(check, rule->clutter,
                                  study_line_at(check, "coverage.environments[%zu].clutter", i)));
    }
    return ER_OK;
}

/* ---- terrain */

static er_status check_class(const study_checker *check, size_t i) {
    const er_study_clutter *classes = check->study->radio.clutter_classes;
    char shown[32];
    ER_TRY(study_check_range(check, study_line_at(check, "coverage.terrain.classes[%zu].value", i),
                             "value", classes[i].value, -1e9, 1e9));
    ER_TRY(study_check_range(check,
                             study_line_at(check, "coverage.terrain.classes[%zu].height_m", i),
                             "height_m", classes[i].height_m, 0, 1000));
    for (size_t j = 0; j < i; j++)
        if (classes[j].value == classes[i].value)
            return er_fail(
                check->ctx, ER_ERR_INPUT, "%s:%d: two classes stand for the value %s; remove one",
                check->study->path, study_line_at(check, "coverage.terrain.classes[%zu]", i),
                er_format_double(classes[i].value, shown));
    return ER_OK;
}

static er_status check_terrain(const study_checker *check) {
    const er_study_radio *radio = &check->study->radio;
    const int line = study_line_at(check, "coverage.terrain");
    if (strcmp(check->study->coverage_model, "p1812") == 0 && !radio->elevation)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: the model p1812 works over terrain; name a raster of heights under "
                       "'terrain: elevation:'",
                       check->study->path, study_line_at(check, "coverage.model"));
    if ((radio->clutter || radio->zones || !isnan(radio->step_m) || radio->no_data_is_sea ||
         radio->clutter_class_count > 0) &&
        !radio->elevation)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: terrain needs 'elevation', a raster of heights", check->study->path,
                       line);
    if (radio->clutter_class_count > 0 && !radio->clutter)
        return er_fail(check->ctx, ER_ERR_INPUT,
                       "%s:%d: 'classes' need 'clutter', the raster whose values they explain",
                       check->study->path, study_line_at(check, "coverage.terrain.classes"));
    if (radio->clutter_class_count > STUDY_CLASS_LIMIT)
        return er_fail(check->ctx, ER_ERR_INPUT, "%s:%d: %zu classes; at most %d can be",
                       check->study->path, study_line_at(check, "coverage.terrain.classes"),
                       radio->clutter_class_count, STUDY_CLASS_LIMIT);
    if (!isnan(radio->step_m))
        ER_TRY(study_check_range(check, study_line_at(check, "coverage.terrain.step_m"), "step_m",
                                 radio->step_m, 1, 10000));
    for (size_t i = 0; i < radio->clutter_class_count; i++)
        ER_TRY(check_class(check, i));
    return ER_OK;
}

er_status study_check_radio(const study_checker *check) {
    const er_study_radio *radio = &check->study->radio;
    ER_TRY(check_preset(check));
    ER_TRY(study_check_figures(check, study_radio_figures, STUDY_RADIO_COUNT, radio, "coverage."));
    ER_TRY(study_check_figures(check, study_receiver_figures, STUDY_RECEIVER_COUNT, radio,
                               "coverage.receiver."));
    ER_TRY(check_levels(check));
    ER_TRY(check_terrain(check));
    ER_TRY(check_environments(check)); /* first: the last lines of sectors name its groups */
    for (size_t i = 0; i < radio->sector_count; i++)
        ER_TRY(check_sector_rule(check, i));
    return ER_OK;
}

er_status study_check_radio_files(const study_checker *check, er_arena *arena) {
    const er_study_radio *radio = &check->study->radio;
    const struct {
        const char *path;
        const char *key;
    } rasters[] = {
        {radio->elevation, "elevation"}, {radio->clutter, "clutter"}, {radio->zones, "zones"}};
    for (size_t i = 0; i < sizeof rasters / sizeof rasters[0]; i++)
        if (rasters[i].path)
            ER_TRY(study_check_file(check, arena, rasters[i].path,
                                    study_line_at(check, "coverage.terrain.%s", rasters[i].key)));
    for (size_t i = 0; i < radio->sector_count; i++)
        if (radio->sectors[i].antenna)
            ER_TRY(study_check_file(check, arena, radio->sectors[i].antenna,
                                    study_line_at(check, "coverage.sectors[%zu].antenna", i)));
    return ER_OK;
}
