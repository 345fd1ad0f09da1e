/** Small rasters made by a test, in a folder of its own that goes with the test program. */
#ifndef EVENREACH_TEST_RASTER_FIXTURE_H
#define EVENREACH_TEST_RASTER_FIXTURE_H

#include "unit/folder_fixture.h"
#include "test.h"

#include "evenreach/radio.h"

#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct raster_spec {
    const char *name;
    const char *crs; /**< null: none */
    int columns;
    int rows;
    double transform[6];                        /**< all zero: none */
    double (*value)(double column, double row); /**< of cell coordinates, asked at cell middles */
    double no_data;     /**< 0: none is named; cells where `value` is NAN get it */
    GDALDataType type;  /**< 0: Float32 */
    const char *driver; /**< null: GTiff */
    const char *area_or_point;
    const char *unit;
} raster_spec;

static char raster_folder[64];

static void remove_raster_folder(void) {
    if (test_folder_remove(raster_folder) != 0)
        fprintf(stderr, "%s is left behind\n", raster_folder);
}

/** Path of a file in the folder; one of eight buffers that take turns. */
static const char *raster_path(const char *name) {
    static char paths[8][160];
    static int next;
    if (!raster_folder[0]) {
        assert_true(test_folder_make(raster_folder, "raster"));
        atexit(remove_raster_folder);
        GDALAllRegister();
    }
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", raster_folder, name);
    return path;
}

static void raster_fill(GDALRasterBandH band, const raster_spec *spec) {
    double *line = malloc((size_t)spec->columns * sizeof *line);
    assert_non_null(line);
    for (int r = 0; r < spec->rows; r++) {
        for (int c = 0; c < spec->columns; c++) {
            line[c] = spec->value(c + 0.5, r + 0.5);
            if (isnan(line[c]) && spec->no_data != 0) line[c] = spec->no_data;
        }
        assert_int_equal(GDALRasterIO(band, GF_Write, 0, r, spec->columns, 1, line, spec->columns,
                                      1, GDT_Float64, 0, 0),
                         CE_None);
    }
    free(line);
}

static inline const char *raster_make(const raster_spec *spec) {
    const char *path = raster_path(spec->name);
    GDALDriverH driver = GDALGetDriverByName(spec->driver ? spec->driver : "GTiff");
    GDALDataType type = spec->type ? spec->type : GDT_Float32;
    GDALDatasetH data = GDALCreate(driver, path, spec->columns, spec->rows, 1, type, NULL);
    assert_non_null(data);
    double t[6] = {0}, none[6] = {0};
    memcpy(t, spec->transform, sizeof t);
    if (spec->area_or_point) GDALSetMetadataItem(data, "AREA_OR_POINT", spec->area_or_point, NULL);
    if (memcmp(t, none, sizeof t) != 0) GDALSetGeoTransform(data, t);
    if (spec->crs) {
        OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
        OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
        assert_int_equal(OSRSetFromUserInput(system, spec->crs), OGRERR_NONE);
        GDALSetSpatialRef(data, system);
        OSRDestroySpatialReference(system);
    }
    GDALRasterBandH band = GDALGetRasterBand(data, 1);
    if (spec->no_data != 0) GDALSetRasterNoDataValue(band, spec->no_data);
    if (spec->unit) GDALSetRasterUnitType(band, spec->unit);
    raster_fill(band, spec);
    GDALClose(data);
    return path;
}

/** Bit by bit, but for the padding. */
static inline void assert_same_points(const er_profile_point *a, const er_profile_point *b,
                                      size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(&a[i].distance_km, &b[i].distance_km, sizeof(double));
        assert_memory_equal(&a[i].ground_m, &b[i].ground_m, sizeof(double));
        assert_memory_equal(&a[i].clutter_m, &b[i].clutter_m, sizeof(double));
        assert_int_equal(a[i].zone, b[i].zone);
    }
}

#endif
