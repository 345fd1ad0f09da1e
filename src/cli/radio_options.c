#include "cli/radio_options.h"

#include "evenreach/radio.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double least_cell_m = 1, largest_cell_m = 10000; /* as in a study */

/** A figure that the options give is not the program's default any more. */
static er_status forget_defaults(er_context *ctx, er_arena *arena, const char *const *keys,
                                 er_study *study) {
    const char **kept = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, arena, study->default_count * sizeof *kept, &kept));
    for (size_t i = 0; i < study->default_count; i++) {
        bool given = false;
        for (const char *const *key = keys; *key; key++)
            given = given || strcmp(study->defaults[i], *key) == 0;
        if (!given) kept[count++] = study->defaults[i];
    }
    study->defaults = kept;
    study->default_count = count;
    return ER_OK;
}

static er_status apply_model(er_context *ctx, er_arena *arena, const char *model, er_study *study) {
    static const char *const models[] = {"disc", "tr38901", "p1812"};
    static const char *const keys[] = {"coverage.model", NULL};
    const char *known = NULL;
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++)
        if (strcmp(models[i], model) == 0) known = models[i];
    if (!known)
        return er_fail(ctx, ER_ERR_USAGE, "--model: '%.60s' is none of disc, tr38901, p1812",
                       model);
    study->coverage_model = known;
    study->radio.used = strcmp(known, "disc") != 0;
    if (strcmp(known, "p1812") == 0 && !study->radio.elevation)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--model p1812: the study names no terrain; give coverage.terrain.elevation "
                       "in it");
    return forget_defaults(ctx, arena, keys, study);
}

static er_status copy_levels(er_context *ctx, er_arena *arena, const er_coverage_preset *preset,
                             er_study_radio *radio) {
    er_study_level *levels = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, preset->level_count * sizeof *levels, &levels));
    for (size_t i = 0; i < preset->level_count; i++) {
        const er_coverage_level *level = &preset->levels[i];
        levels[i] = (er_study_level){level->name,         level->title,       level->title_zh,
                                     level->min_rsrp_dbm, level->min_dl_mbps, level->min_ul_mbps};
    }
    radio->levels = levels;
    radio->level_count = preset->level_count;
    return ER_OK;
}

/** Everything that the preset says, whatever the study says. */
static er_status apply_preset(er_context *ctx, er_arena *arena, const char *name, er_study *study) {
    static const char *const keys[] = {"coverage.preset",
                                       "coverage.levels",
                                       "coverage.edge_probability",
                                       "coverage.load",
                                       "coverage.resolution_m",
                                       "coverage.receiver.height_m",
                                       NULL};
    const er_coverage_preset *preset = er_coverage_preset_find(name);
    er_study_radio *radio = &study->radio;
    if (!preset)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--preset: there is none called '%.60s'; see evenreach cover --help", name);
    radio->preset = preset->name;
    radio->edge_probability = preset->edge_probability;
    radio->load = preset->load;
    radio->resolution_m = preset->resolution_m;
    radio->receiver_height_m = preset->rx_height_m;
    ER_TRY(copy_levels(ctx, arena, preset, radio));
    return forget_defaults(ctx, arena, keys, study);
}

static er_status apply_resolution(er_context *ctx, er_arena *arena, double resolution_m,
                                  er_study *study) {
    static const char *const keys[] = {"coverage.resolution_m", NULL};
    if (!(resolution_m >= least_cell_m && resolution_m <= largest_cell_m))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--resolution-m: give a number of metres from 1 to 10000");
    study->radio.resolution_m = resolution_m;
    return forget_defaults(ctx, arena, keys, study);
}

er_status er_radio_options_apply(er_context *ctx, er_arena *arena, const er_radio_options *options,
                                 er_study *study) {
    bool any = options->model || options->preset || !isnan(options->resolution_m);
    if (any && !study->path)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--model, --preset and --resolution-m change a study: give --study too");
    if (options->model) ER_TRY(apply_model(ctx, arena, options->model, study));
    if (options->preset) ER_TRY(apply_preset(ctx, arena, options->preset, study));
    if (!isnan(options->resolution_m))
        ER_TRY(apply_resolution(ctx, arena, options->resolution_m, study));
    return ER_OK;
}

/* ---- the presets ----------------------------------------------------------------------------- */

static void print_level(er_context *ctx, FILE *out, const er_coverage_level *level) {
    const struct {
        double value;
        const char *format;
    } asked[] = {{level->min_rsrp_dbm, "RSRP %g dBm"},
                 {level->min_dl_mbps, "%g Mbit/s down"},
                 {level->min_ul_mbps, "%g Mbit/s up"}};
    const char *before = ": ";
    bool zh = er_context_language(ctx) == ER_LANG_ZH_TW;
    fprintf(out, "    %s, %s", level->name, zh ? level->title_zh : level->title);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        if (isnan(asked[i].value)) continue;
        fputs(before, out);
        before = ", ";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        fprintf(out, er_text(ctx, asked[i].format), asked[i].value);
#pragma GCC diagnostic pop
    }
    fputc('\n', out);
}

void er_print_coverage_presets(er_context *ctx, FILE *out) {
    const er_coverage_preset *preset;
    fprintf(out, "\n%s\n", er_text(ctx, "Presets:"));
    for (size_t i = 0; (preset = er_coverage_preset_at(i)); i++) {
        fprintf(out, "  %s  %s\n", preset->name, er_text(ctx, preset->title));
        for (size_t k = 0; k < preset->level_count; k++)
            print_level(ctx, out, &preset->levels[k]);
        fprintf(out, "    %s\n", er_text(ctx, preset->source));
    }
}
