#include "analysis/cover_rasters.h"

#include "analysis/cover_servers.h"
#include "analysis/field.h"
#include "analysis/geotiff.h"

#include <cpl_vsi.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the value of a cell, one function a raster ---------------------------------------------- */

static double signal_of(const er_raster_cell *cell) {
    return cell->best.rsrp_dbm;
}

static double sinr_of(const er_raster_cell *cell) {
    return cell->best.sinr_db;
}

static double loss_of(const er_raster_cell *cell) {
    return cell->best.loss_db;
}

static double probability_of(const er_raster_cell *cell) {
    return cell->probability;
}

static double server_of(const er_raster_cell *cell) {
    return cell->best.sector == UINT32_MAX ? 0 : (double)cell->best.sector + 1;
}

static double servers_of(const er_raster_cell *cell) {
    return fmin(cell->best.servers, UINT16_MAX);
}

static double operators_of(const er_raster_cell *cell) {
    return fmin(cell->operators, UINT8_MAX);
}

static double level_of(const er_raster_cell *cell) {
    return cell->best.unknown ? UINT8_MAX : cell->best.level;
}

/** One line a raster. */
static const struct kind {
    unsigned bit;
    const char *name; /**< of the file, without its ending */
    er_geotiff_band band;
    const char *about;
    double (*value)(const er_raster_cell *cell);
} kinds[] = {
    {ER_RASTER_SIGNAL,
     "signal",
     {"rsrp_dbm", "dBm", ER_GEOTIFF_FLOAT, NAN, false, true},
     "median reference-signal level (RSRP) of the best operator",
     signal_of},
    {ER_RASTER_SERVER,
     "server",
     {"server", NULL, ER_GEOTIFF_UINT32, 0, false, false},
     "number of the best sector in servers.csv",
     server_of},
    {ER_RASTER_SERVERS,
     "servers",
     {"servers", NULL, ER_GEOTIFF_UINT16, NAN, true, false},
     "sectors of all operators at or above the weakest level",
     servers_of},
    {ER_RASTER_OPERATORS,
     "operators",
     {"operators", NULL, ER_GEOTIFF_BYTE, NAN, true, false},
     "operators that are known to serve",
     operators_of},
    {ER_RASTER_SINR,
     "sinr",
     {"sinr_db", "dB", ER_GEOTIFF_FLOAT, NAN, false, true},
     "downlink signal to interference and noise of the best operator",
     sinr_of},
    {ER_RASTER_PROBABILITY,
     "probability",
     {"probability", NULL, ER_GEOTIFF_FLOAT, NAN, false, true},
     "probability that the RSRP of the weakest level is reached",
     probability_of},
    {ER_RASTER_LEVEL,
     "level",
     {"level", NULL, ER_GEOTIFF_BYTE, UINT8_MAX, true, false},
     "0: not served; 1: the weakest level, 2: the next stricter one, ...; no data: unknown",
     level_of},
    {ER_RASTER_LOSS,
     "loss",
     {"loss_db", "dB", ER_GEOTIFF_FLOAT, NAN, false, true},
     "basic transmission loss to the best sector",
     loss_of},
};
enum { KINDS = sizeof kinds / sizeof kinds[0], PATH_LIMIT = 4096 };

unsigned er_cover_raster_find(const char *name) {
    for (size_t k = 0; k < KINDS; k++)
        if (strcmp(kinds[k].name, name) == 0) return kinds[k].bit;
    return 0;
}

struct er_cover_rasters {
    const er_field *field;
    char folder[PATH_LIMIT];
    char part[PATH_LIMIT]; /**< folder in it where the files grow; "" before it is made */
    er_geotiff *files[KINDS];
};

static er_status in_folder(er_context *ctx, const char *folder, const char *name,
                           const char *ending, char out[PATH_LIMIT]) {
    int length = snprintf(out, PATH_LIMIT, "%s/%s%s", folder, name, ending);
    if (length < 0 || length >= PATH_LIMIT)
        return er_fail(ctx, ER_ERR_IO, "%.200s...: the path is too long", folder);
    return ER_OK;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static er_status make_part(er_context *ctx, er_cover_rasters *r, const char *folder) {
    char part[PATH_LIMIT];
    ER_TRY(in_folder(ctx, folder, ".rasters-XXXXXX", "", part));
    memcpy(r->folder, folder, strlen(folder) + 1); /* shorter than `part` */
    ER_TRY(er_make_folder(ctx, folder));
    if (!mkdtemp(part))
        return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", folder, strerror(errno));
    memcpy(r->part, part, sizeof part);
    return ER_OK;
}

static bool is_synthetic(const er_field *field) {
    for (size_t i = 0; i < field->count; i++)
        if (field->emitters[i].station->synthetic) return true;
    return false;
}

/** The levels by the numbers that level.tif has for them: "1 limited, 2 good, ...". */
static er_status name_levels(er_context *ctx, const er_study_radio *radio, char **out) {
    size_t size = 0;
    FILE *text = open_memstream(out, &size);
    if (!text) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t k = radio->level_count; k-- > 0;)
        fprintf(text, "%zu %s%s", radio->level_count - k, radio->levels[k].name, k > 0 ? ", " : "");
    return fclose(text) == 0 ? ER_OK : er_fail(ctx, ER_ERR_MEMORY, "out of memory");
}

/** What a file says of itself; no clock. */
static er_status describe(er_context *ctx, const er_field *field, size_t k, er_geotiff *file) {
    const er_study *study = field->study;
    char software[64], probability[32], *levels = NULL;
    snprintf(software, sizeof software, "evenreach %s", er_version());
    er_format_double(study->radio.edge_probability, probability);
    er_status status = name_levels(ctx, &study->radio, &levels);
    const struct {
        const char *key, *value;
    } notes[] = {{"TIFFTAG_SOFTWARE", software},
                 {"TIFFTAG_IMAGEDESCRIPTION", kinds[k].about},
                 {"MODEL", study->coverage_model},
                 {"PRESET", study->radio.preset},
                 {"LEVELS", levels},
                 {"EDGE_PROBABILITY", probability},
                 {"STUDY_SHA256", study->sha256},
                 {"SYNTHETIC", is_synthetic(field) ? "yes" : "no"}};
    for (size_t i = 0; i < sizeof notes / sizeof notes[0] && status == ER_OK; i++)
        status = er_geotiff_note(ctx, file, notes[i].key, notes[i].value);
    free(levels);
    return status;
}

static er_status begin_file(er_context *ctx, er_cover_rasters *r, size_t k, const er_grid *grid,
                            const char *crs) {
    char work[PATH_LIMIT];
    ER_TRY(in_folder(ctx, r->part, kinds[k].name, ".work.tif", work));
    ER_TRY(er_geotiff_new(ctx, work, grid, crs, &kinds[k].band, &r->files[k]));
    return describe(ctx, r->field, k, r->files[k]);
}

er_status er_cover_rasters_open(er_context *ctx, const char *folder, unsigned bits,
                                const er_grid *grid, const er_plane *plane, const er_field *field,
                                er_cover_rasters **out) {
    er_cover_rasters *r = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *r, &r));
    r->field = field;
    er_status status = make_part(ctx, r, folder);
    for (size_t k = 0; k < KINDS && status == ER_OK; k++)
        if (bits & kinds[k].bit) status = begin_file(ctx, r, k, grid, er_plane_definition(plane));
    if (status == ER_OK)
        *out = r;
    else
        er_cover_rasters_close(ctx, r, false);
    return status;
}

/* ---- tiles ----------------------------------------------------------------------------------- */

static void put(er_geotiff_type type, void *values, size_t i, double value) {
    switch (type) {
    case ER_GEOTIFF_BYTE:
        ((uint8_t *)values)[i] = (uint8_t)value;
        break;
    case ER_GEOTIFF_UINT16:
        ((uint16_t *)values)[i] = (uint16_t)value;
        break;
    case ER_GEOTIFF_UINT32:
        ((uint32_t *)values)[i] = (uint32_t)value;
        break;
    case ER_GEOTIFF_FLOAT:
        ((float *)values)[i] = (float)value;
        break;
    }
}

er_status er_cover_rasters_tile(er_context *ctx, er_cover_rasters *rasters, er_tile tile,
                                const er_raster_cell *cells) {
    size_t count = (size_t)tile.columns * (size_t)tile.rows;
    void *values = NULL;
    er_status status = ER_OK;
    ER_TRY(er_alloc(ctx, count, sizeof(uint32_t), &values)); /* the widest type's size */
    for (size_t k = 0; k < KINDS && status == ER_OK; k++) {
        if (!rasters->files[k]) continue;
        for (size_t i = 0; i < count; i++)
            put(kinds[k].band.type, values, i, kinds[k].value(&cells[i]));
        status = er_geotiff_write(ctx, rasters->files[k], tile, values);
    }
    er_free(values);
    return status;
}

/* ---- the end --------------------------------------------------------------------------------- */

/** Make all files, still aside. */
static er_status finish(er_context *ctx, er_cover_rasters *r) {
    char path[PATH_LIMIT];
    for (size_t k = 0; k < KINDS; k++) {
        if (!r->files[k]) continue;
        ER_TRY(in_folder(ctx, r->part, kinds[k].name, ".tif", path));
        ER_TRY(er_geotiff_finish(ctx, r->files[k], path));
        er_geotiff_free(r->files[k]); /* its work file is not needed any more */
        r->files[k] = NULL;
    }
    ER_TRY(in_folder(ctx, r->part, "servers", ".csv", path));
    return er_cover_servers(ctx, r->field, path);
}

/** Flush a file and move it over what is there. Where it was not made now, one of an earlier run
 *  goes: its numbers are not those of the new servers.csv. */
static er_status place_file(er_context *ctx, const er_cover_rasters *r, const char *name,
                            const char *ending) {
    char from[PATH_LIMIT], to[PATH_LIMIT];
    ER_TRY(in_folder(ctx, r->part, name, ending, from));
    ER_TRY(in_folder(ctx, r->folder, name, ending, to));
    int descriptor = open(from, O_RDONLY | O_CLOEXEC);
    bool there = descriptor >= 0;
    bool done = there ? fsync(descriptor) == 0 && rename(from, to) == 0
                      : unlink(to) == 0 || errno == ENOENT;
    int error = errno;
    if (there) close(descriptor);
    return done ? ER_OK : er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", to, strerror(error));
}

static er_status publish(er_context *ctx, const er_cover_rasters *r) {
    for (size_t k = 0; k < KINDS; k++)
        ER_TRY(place_file(ctx, r, kinds[k].name, ".tif"));
    return place_file(ctx, r, "servers", ".csv");
}

er_status er_cover_rasters_close(er_context *ctx, er_cover_rasters *rasters, bool keep) {
    er_status status = ER_OK;
    if (!rasters) return ER_OK;
    if (keep) status = finish(ctx, rasters);
    if (keep && status == ER_OK) status = publish(ctx, rasters);
    for (size_t k = 0; k < KINDS; k++)
        er_geotiff_free(rasters->files[k]);
    if (rasters->part[0]) VSIRmdirRecursive(rasters->part);
    er_free(rasters);
    return status;
}
