/* The cells of a raster in degrees, and what is burnt into them. */
#include "outputs/raster_cover.h"

#include "outputs/vector_rows.h"
#include "sources/gdal_parts.h"

#include <gdal.h>
#include <gdal_alg.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

static const double most_cells = 16777216;

/** The envelope of the units, in degrees. */
static er_status find_extent(er_context *ctx, const er_unit *units, size_t count,
                             OGREnvelope *out) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        OGRGeometryH place = NULL;
        OGREnvelope box;
        if (units[i].geometry.size == 0) continue;
        if (OGR_G_CreateFromWkbEx(units[i].geometry.data, NULL, &place, units[i].geometry.size) !=
            OGRERR_NONE)
            return er_fail(ctx, ER_ERR_GEOMETRY, "unit %s: its place can't be read", units[i].code);
        OGR_G_GetEnvelope(place, &box);
        OGR_G_DestroyGeometry(place);
        if (!any) *out = box;
        out->MinX = fmin(out->MinX, box.MinX);
        out->MinY = fmin(out->MinY, box.MinY);
        out->MaxX = fmax(out->MaxX, box.MaxX);
        out->MaxY = fmax(out->MaxY, box.MaxY);
        any = true;
    }
    return any ? ER_OK
               : er_fail(ctx, ER_ERR_NOT_FOUND,
                         "rasters: no unit has a place; load units with their boundaries");
}

/** Whole cells around the extent, their edges at multiples of the side. */
static er_degree_cells cells_over(const OGREnvelope *box) {
    /* A table, for pow() is not the same everywhere; the last takes the whole earth. */
    static const double sides[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1};
    er_degree_cells grid = {0};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        double side = sides[i];
        double west = floor(box->MinX / side), east = ceil(box->MaxX / side);
        double south = floor(box->MinY / side), north = ceil(box->MaxY / side);
        double columns = fmax(east - west, 1), rows = fmax(north - south, 1);
        grid = (er_degree_cells){west * side, north * side, side, (int)columns, (int)rows};
        if (columns * rows <= most_cells) break;
    }
    return grid;
}

er_status er_degree_cells_burn(er_context *ctx, const er_degree_cells *grid, er_bytes wkb,
                               uint8_t value, uint8_t *cells) {
    double corner[] = {grid->west, grid->side, 0, grid->north, 0, -grid->side};
    double burnt = value;
    int band = 1;
    OGRGeometryH place = NULL;
    if (wkb.size == 0) return ER_OK;
    er_gdal_begin();
    GDALDatasetH memory =
        GDALCreate(GDALGetDriverByName("MEM"), "", grid->columns, grid->rows, 1, GDT_Byte, NULL);
    GDALRasterBandH values = memory ? GDALGetRasterBand(memory, 1) : NULL;
    bool done = values && GDALSetGeoTransform(memory, corner) == CE_None &&
                GDALRasterIO(values, GF_Write, 0, 0, grid->columns, grid->rows, cells,
                             grid->columns, grid->rows, GDT_Byte, 0, 0) == CE_None &&
                OGR_G_CreateFromWkbEx(wkb.data, NULL, &place, wkb.size) == OGRERR_NONE &&
                GDALRasterizeGeometries(memory, 1, &band, 1, &place, NULL, NULL, &burnt, NULL, NULL,
                                        NULL) == CE_None &&
                GDALRasterIO(values, GF_Read, 0, 0, grid->columns, grid->rows, cells, grid->columns,
                             grid->rows, GDT_Byte, 0, 0) == CE_None;
    if (place) OGR_G_DestroyGeometry(place);
    if (memory) GDALClose(memory);
    er_status status =
        done ? ER_OK : er_fail(ctx, ER_ERR_GEOMETRY, "rasters: a shape can't be drawn");
    er_gdal_end();
    return status;
}

/** All polygons of the units in one, so that the cells are gone through once. */
static er_status gather(er_context *ctx, er_arena *arena, const er_unit *units, size_t count,
                        er_bytes *out) {
    OGRGeometryH all = OGR_G_CreateGeometry(wkbGeometryCollection);
    uint8_t *wkb = NULL;
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        OGRGeometryH place = NULL;
        if (units[i].geometry.size == 0) continue;
        if (OGR_G_CreateFromWkbEx(units[i].geometry.data, NULL, &place, units[i].geometry.size) !=
                OGRERR_NONE ||
            OGR_G_AddGeometryDirectly(all, place) != OGRERR_NONE)
            status =
                er_fail(ctx, ER_ERR_GEOMETRY, "unit %s: its place can't be read", units[i].code);
    }
    size_t size = (size_t)OGR_G_WkbSize(all);
    if (status == ER_OK) status = er_arena_alloc(ctx, arena, size, &wkb);
    if (status == ER_OK && OGR_G_ExportToWkb(all, wkbNDR, wkb) != OGRERR_NONE)
        status = er_fail(ctx, ER_ERR_GEOMETRY, "rasters: a shape can't be drawn");
    OGR_G_DestroyGeometry(all);
    *out = (er_bytes){wkb, size};
    return status;
}

er_status er_degree_cells_of(const er_data *data, er_arena *arena, er_degree_cells *out,
                             uint8_t **inside) {
    er_context *ctx = data->ctx;
    er_unit *units = NULL;
    size_t count = 0;
    OGREnvelope box = {0};
    er_bytes all = {0};
    if (data->level_count > 0)
        ER_TRY(er_store_units(ctx, data->store, arena, data->levels[0].name, true, &units, &count));
    er_gdal_begin();
    er_status status = find_extent(ctx, units, count, &box);
    if (status == ER_OK) status = gather(ctx, arena, units, count, &all);
    er_gdal_end();
    ER_TRY(status);
    *out = cells_over(&box);
    ER_TRY(er_arena_alloc(ctx, arena, (size_t)out->columns * (size_t)out->rows, inside));
    return er_degree_cells_burn(ctx, out, all, 1, *inside);
}
