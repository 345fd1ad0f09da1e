/* Files that hold all layers and tables: GeoPackage and workbook. */
#include "outputs/check_vector.h"
#include "outputs/dictionary.h"

#include "sources/gdal_parts.h"

#include <cpl_error.h>
#include <string.h>

/** The dictionary that such a file has in itself; *found is false where that can't be read. */
static er_status own_dictionary(er_check_file *file, er_check_fields *fields, bool *found) {
    er_status status =
        er_check_dictionary(file->ctx, file->arena, file->path, er_dictionary_name, fields);
    *found = status == ER_OK && fields->is_there;
    file->dictionary = fields;
    return er_check_failure(file, status);
}

/** The layers once each, in the order of the dictionary. */
static er_status list_layers(er_check_file *file, const er_check_fields *fields, const char ***out,
                             size_t *count) {
    const char **names = NULL;
    ER_TRY(er_arena_alloc(file->ctx, file->arena, (fields->count + 1) * sizeof *names, &names));
    *count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        bool again = false;
        for (size_t k = 0; k < *count && !again; k++)
            again = strcmp(names[k], fields->items[i].layer) == 0;
        if (!again) names[(*count)++] = fields->items[i].layer;
    }
    *out = names;
    return ER_OK;
}

/* ---- GeoPackage ------------------------------------------------------------------------------ */

/** SQLite's own check of every page and index. */
static void check_pages(er_check_file *file, GDALDatasetH dataset) {
    OGRLayerH result = GDALDatasetExecuteSQL(dataset, "PRAGMA integrity_check(1)", NULL, NULL);
    OGRFeatureH line = result ? OGR_L_GetNextFeature(result) : NULL;
    const char *said = line ? OGR_F_GetFieldAsString(line, 0) : "";
    if (strcmp(said, "ok") != 0) er_check_violation(file, 0, "is damaged", said);
    if (line) OGR_F_Destroy(line);
    if (result) GDALDatasetReleaseResultSet(dataset, result);
    CPLErrorReset();
}

/** The name that a table has in the workspace: routes for routes_table. */
static er_status name_of(er_check_file *file, const char *table, const char **out) {
    static const char ending[] = "_table";
    size_t length = strlen(table), end = strlen(ending);
    bool ends = length > end && strcmp(table + length - end, ending) == 0;
    return er_arena_text(file->ctx, file->arena, table, ends ? length - end : length, out);
}

static er_status check_table(er_check_file *file, GDALDatasetH dataset, const char *table) {
    const char *name = NULL;
    OGRLayerH layer = GDALDatasetGetLayerByName(dataset, table);
    CPLErrorReset();
    bool on_map = !layer || OGR_L_GetGeomType(layer) != wkbNone;
    file->layer = table;
    er_check_begin(file, table, on_map ? ER_OUTPUT_FEATURES : ER_OUTPUT_ROWS);
    if (!layer) {
        er_check_violation(file, 0, "is named in fields, and not there", NULL);
        return ER_OK;
    }
    ER_TRY(er_check_vector_layer(file, layer));
    ER_TRY(name_of(file, table, &name));
    er_check_count(file, on_map ? table : name, on_map);
    return ER_OK;
}

static er_status check_tables(er_check_file *file, GDALDatasetH dataset,
                              const er_check_fields *fields) {
    const char **names = NULL;
    size_t count = 0;
    check_pages(file, dataset);
    ER_TRY(list_layers(file, fields, &names, &count));
    for (size_t i = 0; i < count; i++)
        ER_TRY(check_table(file, dataset, names[i]));
    file->layer = NULL;
    return ER_OK;
}

er_status er_check_gpkg(er_check_file *file) {
    er_check_fields fields = {0};
    bool found = false;
    er_status status = own_dictionary(file, &fields, &found);
    er_gdal_begin();
    GDALDatasetH dataset =
        status == ER_OK && found ? er_check_open(file, GDAL_OF_VECTOR, "GPKG", NULL) : NULL;
    if (dataset) status = check_tables(file, dataset, &fields);
    if (dataset) GDALClose(dataset);
    er_gdal_end();
    er_free(fields.items);
    return status;
}

/* ---- workbook -------------------------------------------------------------------------------- */

static er_status check_sheet(er_check_file *file, const char *sheet) {
    file->layer = sheet;
    er_check_begin(file, sheet, ER_OUTPUT_ROWS);
    ER_TRY(er_check_rows(file, file->path, sheet));
    er_check_count(file, sheet, false);
    return ER_OK;
}

/** A zip without a comment, as ours is, ends with a record of 22 bytes (APPNOTE.TXT, section
 *  4.3.16) whose last two say that there is none. */
static bool ends_as_zip(const uint8_t *end) {
    return memcmp(end, "PK\5\6", 4) == 0 && end[20] == 0 && end[21] == 0;
}

er_status er_check_xlsx(er_check_file *file) {
    er_check_end(file, 22, ends_as_zip);
    er_check_fields fields = {0};
    const char **names = NULL;
    size_t count = 0;
    bool found = false;
    er_status status = own_dictionary(file, &fields, &found);
    if (status == ER_OK && found) status = list_layers(file, &fields, &names, &count);
    for (size_t i = 0; i < count && status == ER_OK; i++)
        status = check_sheet(file, names[i]);
    file->layer = NULL;
    er_free(fields.items);
    return status;
}
