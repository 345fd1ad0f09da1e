#include "analysis/cover_servers.h"

#include "core/spreadsheet.h"
#include "sources/gdal_parts.h"

#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { TEXTS = 5, NUMBERS = 11, TEXT_LIMIT = 512 };
static const char *const text_columns[TEXTS] = {"operator", "station", "sector", "band", "model"};
static const char *const number_columns[NUMBERS] = {
    "server",   "longitude", "latitude",      "freq_mhz", "height_m", "azimuth_deg",
    "tilt_deg", "power_dbm", "peak_gain_dbi", "range_m",  "carrier"};

static bool add_columns(OGRLayerH layer, const char *const *names, int count, OGRFieldType type) {
    bool done = true;
    for (int i = 0; i < count && done; i++) {
        OGRFieldDefnH column = OGR_Fld_Create(names[i], type);
        done = OGR_L_CreateField(layer, column, TRUE) == OGRERR_NONE;
        OGR_Fld_Destroy(column);
    }
    return done;
}

static void set_text(OGRFeatureH row, int column, const char *text) {
    char guarded[TEXT_LIMIT];
    if (!text) return;
    snprintf(guarded, sizeof guarded, "%s%s", er_is_formula(text) ? "'" : "", text);
    OGR_F_SetFieldString(row, column, guarded);
}

/** Numbers first, then texts: in the order of the columns. */
static void fill(OGRFeatureH row, size_t i, const er_emitter *e, const char *operator_) {
    const double numbers[NUMBERS] = {(double)i + 1,
                                     er_round(e->position.x, 7),
                                     er_round(e->position.y, 7),
                                     e->budget.freq_mhz,
                                     e->path.tx_height_m,
                                     e->azimuth_deg,
                                     e->tilt_deg,
                                     e->budget.tx_power_dbm,
                                     er_antenna_peak_dbi(e->antenna),
                                     e->range_m,
                                     e->carrier};
    const char *const texts[TEXTS] = {operator_, e->station->code,
                                      e->sector ? e->sector->code : NULL, e->band, e->model->name};
    for (int k = 0; k < NUMBERS; k++)
        if (isfinite(numbers[k])) OGR_F_SetFieldDouble(row, k, er_round(numbers[k], 7));
    for (int k = 0; k < TEXTS; k++)
        set_text(row, NUMBERS + k, texts[k]);
}

static er_status write_rows(er_context *ctx, const er_field *field, OGRLayerH layer,
                            const char *path) {
    size_t count = 0;
    uint32_t operators = 0;
    const er_emitter *emitters = er_field_sectors(field, &count);
    const char *const *names = er_field_operators(field, &operators, NULL);
    for (size_t i = 0; i < count; i++) {
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        fill(row, i, &emitters[i], names[emitters[i].operator_]);
        bool done = OGR_L_CreateFeature(layer, row) == OGRERR_NONE;
        OGR_F_Destroy(row);
        if (!done) return er_gdal_write_failure(ctx, path);
        if (i % 1024 == 0) ER_TRY(er_check_cancel(ctx));
    }
    return ER_OK;
}

er_status er_cover_servers(er_context *ctx, const er_field *field, const char *path) {
    static const char *const options[] = {"LINEFORMAT=LF", "STRING_QUOTING=IF_AMBIGUOUS",
                                          "GEOMETRY=NONE", NULL};
    er_gdal_begin();
    GDALDriverH driver = GDALGetDriverByName("CSV");
    GDALDatasetH file = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
    OGRLayerH layer =
        file ? GDALDatasetCreateLayer(file, "servers", NULL, wkbNone, (char **)(uintptr_t)options)
             : NULL;
    er_status status = layer && add_columns(layer, number_columns, NUMBERS, OFTReal) &&
                               add_columns(layer, text_columns, TEXTS, OFTString)
                           ? write_rows(ctx, field, layer, path)
                           : er_gdal_write_failure(ctx, path);
    if (file) GDALClose(file);
    if (status == ER_OK && CPLGetLastErrorType() >= CE_Failure)
        status = er_gdal_write_failure(ctx, path);
    er_gdal_end();
    return status;
}
