#include "sources/raster_parts.h"

#include "sources/gdal_parts.h"

#include <cpl_error.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/** Drivers that read what lies in the file and nothing else, as for tables. */
static const char *const drivers[] = {"GTiff",   "COG",     "HFA",  "AAIGrid", "GRASSASCIIGrid",
                                      "SRTMHGT", "USGSDEM", "DTED", "ENVI",    "EHdr",
                                      "SAGA",    "GSAG",    "GSBG", "GS7BG",   "JP2OpenJPEG",
                                      "PNG",     "RRASTER", "RST",  "ILWIS",   "ZMap",
                                      "XYZ",     "GPKG",    "BT",   NULL};

static const double pi = 3.14159265358979323846;

static er_status open_band(er_context *ctx, er_raster *raster, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return er_fail(ctx, ER_ERR_IO, "%s: is not a file", path);
    const char *dot = strrchr(path, '.');
    if (dot && er_same_text(dot, ".vrt"))
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: refers to other files: make one raster of them with gdal_translate",
                       path);
    raster->dataset = GDALOpenEx(path, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                 drivers, NULL, NULL);
    if (!raster->dataset) return er_gdal_failure(ctx, path, er_text(ctx, "no known raster format"));
    raster->band = GDALGetRasterBand(raster->dataset, 1);
    if (!raster->band) return er_fail(ctx, ER_ERR_INPUT, "%s: has no raster band", path);
    raster->info.columns = GDALGetRasterXSize(raster->dataset);
    raster->info.rows = GDALGetRasterYSize(raster->dataset);
    GDALColorInterp colour = GDALGetRasterColorInterpretation(raster->band);
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(raster->band)) || colour == GCI_RedBand ||
        colour == GCI_CyanBand || colour == GCI_HueBand || colour == GCI_YCbCr_YBand)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: band 1 is part of a picture or of complex numbers: give a raster with "
                       "one number a cell",
                       path);
    return ER_OK;
}

static er_status read_geotransform(er_context *ctx, er_raster *raster) {
    double t[6];
    const char *path = raster->info.path;
    if (GDALGetGeoTransform(raster->dataset, t) != CE_None)
        return er_fail(
            ctx, ER_ERR_INPUT,
            "%s: does not say where it lies (no geotransform): place it with gdalwarp or "
            "gdal_translate -a_ullr",
            path);
    for (int i = 0; i < 6; i++)
        if (!isfinite(t[i])) t[1] = 0;
    if (t[1] == 0 || t[5] == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: its cells have no size: place it anew", path);
    if (t[2] != 0 || t[4] != 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: is rotated: turn it north up with gdalwarp", path);
    raster->left = t[0];
    raster->width = t[1];
    raster->top = t[3];
    raster->height = t[5];
    return ER_OK;
}

/** A raster in degrees goes around the Earth: its columns repeat after a full turn. */
static void find_period(er_raster *raster, OGRSpatialReferenceH system) {
    if (!OSRIsGeographic(system)) return;
    double unit = OSRGetAngularUnits(system, NULL); /* radians */
    double columns = (double)raster->info.columns;
    if (!(unit > 0)) return;
    raster->period = fabs(2 * pi / unit / raster->width);
    double whole = floor(raster->period + 0.5);
    /* Cells of 1/120 degree are written with some ten digits. */
    if (fabs(raster->period - whole) < 1e-3) raster->period = whole;
    raster->round = raster->period == columns;
    raster->first = raster->round ? 0 : (columns - raster->period) / 2;
}

static er_status read_system(er_context *ctx, er_raster *raster, bool allow_ballpark) {
    OGRSpatialReferenceH system = GDALGetSpatialRef(raster->dataset);
    if (system) ER_TRY(er_gdal_crs(ctx, raster->arena, system, &raster->info.crs));
    if (!raster->info.crs)
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: has no reference system: give it one with gdal_translate -a_srs",
                       raster->info.path);
    find_period(raster, system);
    er_status status =
        er_transform_new(ctx, raster->info.crs, allow_ballpark, &raster->transform, NULL);
    if (status != ER_ERR_CRS) return status;
    char reason[1024];
    snprintf(reason, sizeof reason, "%s", er_context_error(ctx));
    return er_fail(ctx, status, "%s: %s", raster->info.path, reason);
}

static er_status open_quietly(er_context *ctx, er_raster *raster, const char *path,
                              bool allow_ballpark) {
    ER_TRY(er_arena_text(ctx, raster->arena, path, strlen(path), &raster->info.path));
    ER_TRY(open_band(ctx, raster, path));
    ER_TRY(read_geotransform(ctx, raster));
    ER_TRY(read_system(ctx, raster, allow_ballpark));
    return er_raster_place(ctx, raster);
}

er_status er_raster_open(er_context *ctx, const char *path, bool allow_ballpark, er_raster **out) {
    er_raster *raster = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *raster, &raster));
    if (pthread_mutex_init(&raster->lock, NULL) != 0) {
        er_free(raster);
        return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    }
    er_status status = er_arena_new(ctx, &raster->arena);
    if (status == ER_OK) {
        er_gdal_begin();
        status = open_quietly(ctx, raster, path, allow_ballpark);
        er_gdal_end();
    }
    if (status != ER_OK) {
        er_raster_close(raster);
        return status;
    }
    *out = raster;
    return ER_OK;
}

void er_raster_close(er_raster *raster) {
    if (!raster) return;
    er_gdal_begin();
    if (raster->dataset) GDALClose(raster->dataset);
    er_gdal_end();
    er_transform_free(raster->transform);
    er_arena_free(raster->arena);
    pthread_mutex_destroy(&raster->lock);
    er_free(raster);
}

const er_raster_info *er_raster_about(const er_raster *raster) {
    return &raster->info;
}

double er_raster_period(const er_raster *raster, double *first) {
    *first = raster->first;
    return raster->period;
}

bool er_raster_is_round(const er_raster *raster) {
    return raster->round;
}

double er_raster_unit_m(er_context *ctx, const er_raster *raster) {
    static const struct {
        const char *name;
        double metres;
    } units[] = {{"", 1},
                 {"m", 1},
                 {"metre", 1},
                 {"meter", 1},
                 {"metres", 1},
                 {"meters", 1},
                 {"cm", 0.01},
                 {"dm", 0.1},
                 {"ft", 0.3048},
                 {"foot", 0.3048},
                 {"feet", 0.3048}, /* international foot */
                 {"sfoot", 1200.0 / 3937},
                 {"us-ft", 1200.0 / 3937}, /* US survey foot */
                 {"US survey foot", 1200.0 / 3937}};
    const char *name = GDALGetRasterUnitType(raster->band);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (er_same_text(units[i].name, name ? name : "")) return units[i].metres;
    er_log(ctx, ER_LOG_WARNING, "%s: the unit '%s' is not known: its heights are taken for metres",
           raster->info.path, name);
    return 1;
}

void er_raster_cells(const er_raster *raster, er_point *places, size_t count) {
    er_transform_back(raster->transform, places, count);
    for (size_t i = 0; i < count; i++) {
        double column = (places[i].x - raster->left) / raster->width;
        if (raster->period > 0) {
            column -= raster->period * floor((column - raster->first) / raster->period);
            if (column >= raster->first + raster->period) column = raster->first; /* by rounding */
        }
        places[i] = (er_point){column, (places[i].y - raster->top) / raster->height};
    }
}
