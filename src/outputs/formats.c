#include "outputs/check.h"
#include "outputs/format_gpkg.h"
#include "outputs/format_mbtiles.h"
#include "outputs/format_xlsx.h"
#include "outputs/raster_cover.h"
#include "outputs/sink_geojson.h"

#include <string.h>

static const char *const flatgeobuf_options[] = {"SPATIAL_INDEX=YES", NULL};
static const char *const csv_options[] = {"LINEFORMAT=LF", "STRING_QUOTING=IF_AMBIGUOUS",
                                          "GEOMETRY=NONE", NULL};

static const er_geojson_format geojson = {0};
static const er_geojson_format geojsonseq = {.sequence = true};
static const er_gdal_format flatgeobuf = {
    .driver = "FlatGeobuf", .options = flatgeobuf_options, .needs_places = true, .lines = -1};
static const er_gdal_format csv = {
    .driver = "CSV", .options = csv_options, .bom_option = "WRITE_BOM=YES", .lines = 1};

const char er_bundle_stem[] = "evenreach";

/* One line a format. */
const er_format er_formats[] = {
    {"geojson", "geojson", ".geojson", true, false, false, true, &er_geojson_files, &geojson,
     er_check_geojson_file, "GeoJSON (RFC 7946), a file a layer"},
    {"csv", "tables", ".csv", false, true, true, true, &er_gdal_files, &csv, er_check_csv,
     "tables as comma-separated text, in UTF-8"},
    {"geojsonseq", "geojsonseq", ".geojsons", true, false, false, false, &er_geojson_files,
     &geojsonseq, er_check_geojson_sequence,
     "GeoJSON text sequences (RFC 8142): a feature a record, for streams"},
    {"flatgeobuf", "flatgeobuf", ".fgb", true, false, false, false, &er_gdal_files, &flatgeobuf,
     er_check_flatgeobuf, "FlatGeobuf with an index of places, a file a layer"},
    {"gpkg", NULL, ".gpkg", true, true, false, false, &er_gpkg_file, NULL, er_check_gpkg,
     "GeoPackage with styles for QGIS: all layers and tables in one file"},
    {"xlsx", NULL, ".xlsx", false, true, false, false, &er_xlsx_file, NULL, er_check_xlsx,
     "Excel workbook for planners: all tables in one file"},
    {"mbtiles", NULL, ".mbtiles", true, false, false, false, &er_mbtiles_file, NULL,
     er_check_mbtiles, "vector tiles (MVT) of all layers in one MBTiles file"},
    {"cog", "coverage", ".tif", false, false, false, false, &er_raster_files, NULL, er_check_cog,
     "cloud-optimised GeoTIFF: how many operators serve each cell, with its colours"},
    {"png", "coverage", ".png", false, false, false, false, &er_raster_files, NULL, er_check_png,
     "the same as a picture with world file, for programs that take pictures"},
    {0},
};

bool er_format_is_json(const er_format *format) {
    return format->ops == &er_geojson_files;
}

const er_format *er_table_format(void) {
    const er_format *format = er_formats;
    while (!format->tables || !format->folder)
        format++;
    return format;
}

bool er_export_format(size_t i, er_format_info *out) {
    const er_format *format = &er_formats[i];
    if (!format->name) return false;
    *out = (er_format_info){.name = format->name,
                            .about = format->about,
                            .folder = format->folder,
                            .extension = format->extension,
                            .usual = format->usual};
    return true;
}

bool er_export_writes(const er_export_options *options, const er_format_info *format) {
    for (size_t i = 0; i < options->format_count; i++)
        if (strcmp(options->formats[i], format->name) == 0) return true;
    return options->format_count == 0 && format->usual;
}
