/** The parts of a GeoPackage's making that stand in files of their own. */
#ifndef EVENREACH_OUTPUTS_FORMAT_GPKG_H
#define EVENREACH_OUTPUTS_FORMAT_GPKG_H

#include "outputs/sink.h"

typedef struct er_gpkg_column {
    const char *table;
    const char *name;
    const char *about; /**< in both languages */
} er_gpkg_column;

typedef struct er_gpkg_table {
    const char *name;
    int64_t rows;
    bool placed; /**< a layer: it has an R-tree */
} er_gpkg_table;

/** Say in gpkg_data_columns what the columns mean, and check that the closed file is whole: all
 *  tables with all their rows, and each layer with its index. */
er_status er_gpkg_settle(er_context *ctx, const char *path, const er_gpkg_column *columns,
                         size_t column_count, const er_gpkg_table *tables, size_t table_count);

extern const er_sink_ops er_gpkg_file;

#endif
