/** Bytes as a file read through er_table from end to end. */
#ifndef EVENREACH_FUZZ_TABLE_FILE_H
#define EVENREACH_FUZZ_TABLE_FILE_H

#include "bytes_file.h"

#include "evenreach/sources.h"

#include <math.h>

/** Write the bytes under a name, read every row, and check what a row
 *  promises. */
static void read_as_table(const uint8_t *data, size_t size, const char *name) {
    const char *path = bytes_file(data, size, name);
    er_context *ctx = NULL;
    er_table *table = NULL;
    if (er_context_new(&ctx) != ER_OK) abort();
    er_table_options options = er_table_defaults(path);
    static const char *const candidates[] = {"EPSG:3826"};
    options.expected_extent = (er_box){119, 21, 123, 26};
    options.crs_candidates = candidates;
    options.crs_candidate_count = 1;
    if (er_table_open(ctx, &options, &table) == ER_OK) {
        er_table_row row;
        bool more = true;
        size_t columns = er_table_column_count(table);
        while (er_table_next(ctx, table, &row, &more) == ER_OK && more) {
            for (size_t i = 0; i < columns; i++)
                if (row.text[i] && !er_utf8_valid(row.text[i], strlen(row.text[i]))) abort();
            if (row.problem_code && !row.problem) abort();
            double point[2];
            if (row.geometry.size == 21) {
                memcpy(point, row.geometry.data + 5, sizeof point);
                if (!(fabs(point[0]) <= 180) || !(fabs(point[1]) <= 90)) abort();
            }
            char *raw = NULL;
            if (er_table_raw(ctx, table, &row, &raw) == ER_OK) er_free(raw);
        }
        er_table_close(table);
    } else if (!er_context_error(ctx)[0]) {
        abort();
    }
    er_context_free(ctx);
    unlink(path);
}

#endif
