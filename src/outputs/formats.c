#include "outputs/format_gpkg.h"
#include "outputs/format_mbtiles.h"
#include "outputs/format_xlsx.h"
#include "outputs/sink.h"

static const char *const geojson_options[] = {"RFC7946=YES",
                                              "COORDINATE_PRECISION=7",
                                              "SIGNIFICANT_FIGURES=15",
                                              "WRITE_BBOX=YES",
                                              "WRITE_NAME=YES",
                                              "NATIVE_MEDIA_TYPE=application/vnd.geo+json",
                                              NULL};
static const char *const csv_options[] = {"LINEFORMAT=LF", "STRING_QUOTING=IF_AMBIGUOUS",
                                          "GEOMETRY=NONE", NULL};

static const er_gdal_format geojson = {"GeoJSON", geojson_options, NULL};
static const er_gdal_format csv = {"CSV", csv_options, "WRITE_BOM=YES"};

/* One line a format. */
const er_format er_formats[] = {
    {"geojson", "geojson", ".geojson", true, false, false, true, &er_gdal_files, &geojson},
    {"csv", "tables", ".csv", false, true, true, true, &er_gdal_files, &csv},
    {"gpkg", NULL, ".gpkg", true, true, false, false, &er_gpkg_file, NULL},
    {"mbtiles", NULL, ".mbtiles", true, false, false, false, &er_mbtiles_file, NULL},
    {"xlsx", NULL, ".xlsx", false, true, false, false, &er_xlsx_file, NULL},
    {0},
};
