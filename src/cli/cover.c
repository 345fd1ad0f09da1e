/* evenreach cover: coverage of every unit and venue, and what it comes to in all. */
#include "cli/cli.h"
#include "cli/time_options.h"
#include "cli/workspace.h"

#include "cli/cover_result.h"
#include "cli/radio_options.h"
#include "evenreach/analysis.h"
#include "evenreach/outputs.h"

#include <math.h>
#include <stddef.h>

enum { LEAST_TILE = 16, LARGEST_TILE = 4096 };

struct options {
    const char *study;
    double radius_m;
    const char *rasters;
    er_text_list raster;
    int64_t tile_cells;
    er_radio_options radio;
    er_time_options time;
};

static const er_option options[] = {
    {"study", 0, ER_OPTION_FILE, "STUDY.yaml", false,
     "the study whose rules, model and working plane are used", offsetof(struct options, study)},
    {"radius-m", 0, ER_OPTION_NUMBER, "R", false,
     "radius of stations that state none, in place of the study's rules",
     offsetof(struct options, radius_m)},
    ER_RADIO_OPTIONS(offsetof(struct options, radio)),
    {"rasters", 0, ER_OPTION_FILE, "DIR", false,
     "write rasters of the signal there (cloud-optimised GeoTIFF)",
     offsetof(struct options, rasters)},
    {"raster", 0, ER_OPTION_LIST, "NAME", false,
     "only this one: signal, server, servers, operators, sinr, probability, level or loss; may be "
     "repeated",
     offsetof(struct options, raster)},
    {"tile-cells", 0, ER_OPTION_INT, "N", false,
     "side of a tile in cells, 16 to 4096 (default: 256, over terrain 512 or 768); results do not "
     "depend "
     "on it",
     offsetof(struct options, tile_cells)},
    ER_TIME_OPTIONS(offsetof(struct options, time)),
    {0},
};

/** The study with the options applied; without one only what the stations state is known. */
static er_status take_study(er_context *ctx, er_arena *arena, const struct options *o,
                            er_study *study) {
    if (!isnan(o->radius_m) && !(o->radius_m > 0 && o->radius_m <= ER_DISC_RADIUS_LIMIT_M))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--radius-m: give a number of metres above 0, at most 200000");
    *study = (er_study){.coverage_model = "disc", .default_radius_m = NAN};
    if (o->study) ER_TRY(er_study_read(ctx, arena, o->study, study));
    ER_TRY(er_radio_options_apply(ctx, arena, &o->radio, study));
    ER_TRY(er_time_options_apply(ctx, arena, &o->time, study));
    ER_TRY(er_time_options_check(ctx, &o->time, study));
    if (isnan(o->radius_m)) return ER_OK;
    study->radius_count = 0;
    study->default_radius_m = o->radius_m;
    study->defaults = NULL; /* the radius is the user's, not the program's */
    study->default_count = 0;
    return ER_OK;
}

static er_status take_rasters(er_context *ctx, const struct options *o, er_cover_options *out) {
    *out = (er_cover_options){.raster_folder = o->rasters};
    if (o->raster.count > 0 && !o->rasters)
        return er_fail(ctx, ER_ERR_USAGE, "--raster chooses among --rasters DIR: give that too");
    for (size_t i = 0; i < o->raster.count; i++) {
        unsigned bit = er_cover_raster_find(o->raster.items[i]);
        if (bit == 0)
            return er_fail(ctx, ER_ERR_USAGE,
                           "--raster: there is none called '%.60s'; see evenreach cover --help",
                           o->raster.items[i]);
        out->rasters |= bit;
    }
    return ER_OK;
}

static er_status take_tiles(er_context *ctx, const struct options *o, er_cover_options *out) {
    if (o->tile_cells == INT64_MIN) return ER_OK;
    if (o->tile_cells < LEAST_TILE || o->tile_cells > LARGEST_TILE)
        return er_fail(ctx, ER_ERR_USAGE, "--tile-cells: give a whole number from 16 to 4096");
    out->tile_cells = (int32_t)o->tile_cells;
    return ER_OK;
}

static er_status cover(er_invocation *invocation, er_store *store, er_arena *arena) {
    er_context *ctx = invocation->ctx;
    er_study study;
    er_cover_options how;
    er_cover_result result;
    int64_t run_id = 0;
    ER_TRY(take_rasters(ctx, invocation->options, &how));
    ER_TRY(take_tiles(ctx, invocation->options, &how));
    ER_TRY(take_study(ctx, arena, invocation->options, &study));
    ER_TRY(er_cover_with(ctx, store, &study, &how, &run_id));
    ER_TRY(er_keep_coverage(ctx, store, &study));
    ER_TRY(er_cover_result_read(ctx, store, arena, run_id, &result));
    return er_cover_result_print(invocation, &result);
}

static er_status run(er_invocation *invocation) {
    return er_on_workspace(invocation, ER_STORE_WRITE, cover);
}

const er_command er_command_cover = {
    .name = "cover",
    .summary = "compute the coverage of every unit and venue, by discs or by signal levels",
    .options = options,
    .options_size = sizeof(struct options),
    .needs_workspace = true,
    .more_help = er_print_coverage_presets,
    .run = run,
};
