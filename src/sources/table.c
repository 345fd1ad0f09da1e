#include "evenreach/sources.h"

#include "sources/crs_survey.h"
#include "sources/headings.h"
#include "sources/reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const size_t no_column = SIZE_MAX;

struct er_table {
    er_reader *reader;
    er_table_info info;
    er_arena *arena;
    size_t x; /**< column of longitudes or eastings; SIZE_MAX if none */
    size_t y;
    size_t wkt;
    char datum[16];          /**< what the headings of the coordinates say */
    er_transform *transform; /**< null: the coordinates are WGS 84 degrees as they are */
    bool plane;              /**< they are metres on a plane of their own */
    bool degree_headings;    /**< the columns of coordinates speak of longitude and latitude */
    er_crs_survey survey;
    er_points points; /**< of the current row */
    uint8_t point_wkb[ER_POINT_WKB_SIZE];
    uint8_t *wkb;
    size_t wkb_capacity;
    char problem[256];
};

er_table_options er_table_defaults(const char *path) {
    return (er_table_options){
        .path = path, .header = true, .expected_extent = {NAN, NAN, NAN, NAN}};
}

/* ---- columns --------------------------------------------------------------------------------- */

size_t er_table_column_count(const er_table *table) {
    return table->reader->column_count;
}

const char *er_table_column_name(const er_table *table, size_t column) {
    return table->reader->names[column];
}

er_status er_table_list_columns(er_context *ctx, const er_table *table, er_arena *arena,
                                const char **out) {
    return er_reader_list_columns(ctx, table->reader, arena, out);
}

er_status er_table_find(er_context *ctx, const er_table *table, const char *name, size_t *column) {
    const er_reader *reader = table->reader;
    for (int pass = 0; pass < 2; pass++) {
        size_t found = 0;
        for (size_t i = 0; i < reader->column_count; i++)
            if (pass == 0 ? strcmp(reader->names[i], name) == 0
                          : er_same_text(reader->names[i], name)) {
                *column = i;
                found++;
            }
        if (found == 1) return ER_OK;
        if (found > 1)
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: has more than one column '%s': rename all but one", reader->path,
                           name);
    }
    const char *list = "";
    ER_TRY(er_reader_list_columns(ctx, reader, table->arena, &list));
    return er_fail(ctx, ER_ERR_NOT_FOUND, "%s: has no column '%s'; it has: %s", reader->path, name,
                   list);
}

/** Find the coordinate columns by the options, else by heading; longitude and latitude go before x
 *  and y, and headings that name a datum behind those that name none. */
static er_status find_places(er_context *ctx, er_table *table, const er_table_options *options) {
    static const char *const pairs[][2] = {{"lon", "lat"}, {"x", "y"}};
    const er_reader *reader = table->reader;
    if ((options->x_column == NULL) != (options->y_column == NULL))
        return er_fail(ctx, ER_ERR_USAGE, "%s: give both --x and --y, or none", options->path);
    if (options->x_column) {
        ER_TRY(er_table_find(ctx, table, options->x_column, &table->x));
        return er_table_find(ctx, table, options->y_column, &table->y);
    }
    if (reader->has_geometry) return ER_OK;
    char datum[16], other[16];
    for (size_t pair = 0; pair < 2; pair++)
        for (size_t i = 0; i < reader->column_count; i++) {
            const char *field = er_heading_coordinate(ctx, reader->names[i], datum);
            if (!field) continue;
            if (strcmp(field, "wkt") == 0 && table->wkt == no_column) table->wkt = i;
            if (strcmp(field, pairs[pair][0]) != 0) continue;
            for (size_t j = 0; j < reader->column_count; j++) {
                const char *second = er_heading_coordinate(ctx, reader->names[j], other);
                bool match =
                    second && strcmp(second, pairs[pair][1]) == 0 && strcmp(datum, other) == 0;
                bool better = table->x == no_column || (table->datum[0] && !datum[0] && pair == 0);
                if (!match || !better) continue;
                table->x = i;
                table->y = j;
                table->degree_headings = pair == 0;
                memcpy(table->datum, datum, sizeof datum);
            }
        }
    return ER_OK;
}

/* ---- places ---------------------------------------------------------------------------------- */

static void set_problem(er_table *table, er_table_row *row, const char *code, const char *line) {
    if (row->problem_code) return; /* the first one found stays */
    snprintf(table->problem, sizeof table->problem, "%s", line);
    row->problem_code = code;
    row->problem = table->problem;
}

static void bad_number(er_context *ctx, er_table *table, er_table_row *row, size_t column) {
    char line[256];
    snprintf(line, sizeof line, er_text(ctx, "%.60s: '%.60s' is not a number"),
             table->reader->names[column], row->text[column] ? row->text[column] : "");
    set_problem(table, row, "bad_coordinates", line);
}

/** `format` takes the two coordinates as text. */
static void place_problem(er_context *ctx, er_table *table, er_table_row *row, const char *code,
                          const char *format, er_point point) {
    char line[256], x[32], y[32];
    er_format_double(point.x, x);
    er_format_double(point.y, y);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(line, sizeof line, er_text(ctx, format), x, y);
#pragma GCC diagnostic pop
    set_problem(table, row, code, line);
}

/** Coordinates of a row from its columns, as they stand in the file. */
static bool column_place(er_context *ctx, er_table *table, er_table_row *row, er_point *point) {
    const char *x = row->text[table->x], *y = row->text[table->y];
    if (!x && !y)
        set_problem(table, row, "null_geometry", er_text(ctx, "has no coordinates"));
    else if (!x || !er_parse_double(x, &point->x))
        bad_number(ctx, table, row, table->x);
    else if (!y || !er_parse_double(y, &point->y))
        bad_number(ctx, table, row, table->y);
    else
        return true;
    return false;
}

/** The row's points in the file's own system, in table->points; none if it has no place. */
static er_status raw_points(er_context *ctx, er_table *table, er_table_row *row) {
    table->points.count = 0;
    if (table->x != no_column) {
        er_point point;
        row->geometry = (er_bytes){0};
        if (!column_place(ctx, table, row, &point)) return ER_OK;
        ER_TRY(er_reserve(ctx, &table->points.items, &table->points.capacity, 1, sizeof point));
        table->points.items[table->points.count++] = point;
        er_place_write_point(point, table->point_wkb);
        row->geometry = (er_bytes){table->point_wkb, sizeof table->point_wkb};
        return ER_OK;
    }
    if (table->wkt != no_column) {
        const char *wkt = row->text[table->wkt];
        size_t size = 0;
        if (wkt && !er_place_from_wkt(ctx, wkt, &table->wkb, &table->wkb_capacity, &size)) {
            set_problem(table, row, "bad_coordinates",
                        er_text(ctx, "the geometry is not well-known text"));
            return ER_OK;
        }
        row->geometry = size ? (er_bytes){table->wkb, size} : (er_bytes){0};
    }
    if (!row->geometry.data) {
        set_problem(table, row, "null_geometry", er_text(ctx, "has no geometry"));
        return ER_OK;
    }
    er_status status = er_place_points(ctx, row->geometry, &table->points);
    if (status == ER_ERR_GEOMETRY) {
        set_problem(table, row, "invalid_geometry", er_text(ctx, "the geometry can't be read"));
        row->geometry = (er_bytes){0};
        return ER_OK;
    }
    return status;
}

/** A single place outside the extent that falls into it when its coordinates are exchanged. */
static er_status is_exchanged(er_context *ctx, er_table *table, er_point raw, er_point place,
                              bool *exchanged) {
    *exchanged = false;
    er_box extent = table->survey.extent;
    if (isnan(extent.min_x) || er_crs_box_holds(extent, place)) return ER_OK;
    er_point other = {raw.y, raw.x};
    if (table->transform) ER_TRY(er_transform_points(ctx, table->transform, &other, 1, NULL));
    *exchanged = er_crs_box_holds(extent, other);
    return ER_OK;
}

/** Move the row's geometry to WGS 84 degrees, or say what is wrong with it. */
static er_status place_row(er_context *ctx, er_table *table, er_table_row *row) {
    ER_TRY(raw_points(ctx, table, row));
    if (!row->geometry.data) return ER_OK;
    er_points *points = &table->points;
    er_point first = points->count ? points->items[0] : (er_point){NAN, NAN};
    bool finite = points->count > 0;
    for (size_t i = 0; i < points->count; i++)
        finite = finite && isfinite(points->items[i].x) && isfinite(points->items[i].y);
    if (!finite) {
        set_problem(table, row, "bad_coordinates",
                    er_text(ctx, "a coordinate is not a finite number"));
        row->geometry = (er_bytes){0};
        return ER_OK;
    }
    if (table->plane) return ER_OK;
    size_t failed = 0;
    if (table->transform)
        ER_TRY(er_transform_points(ctx, table->transform, points->items, points->count, &failed));
    bool exchanged = false;
    ER_TRY(is_exchanged(ctx, table, first, points->items[0], &exchanged));
    bool inside = failed == 0;
    for (size_t i = 0; i < points->count; i++)
        inside = inside && fabs(points->items[i].x) <= 180 && fabs(points->items[i].y) <= 90;
    if (exchanged)
        place_problem(ctx, table, row, "swapped", "x and y seem exchanged (%s, %s)", first);
    else if (!inside)
        place_problem(ctx, table, row, "out_of_range", "coordinates out of range (%s, %s)", first);
    if (exchanged || !inside) {
        row->geometry = (er_bytes){0};
    } else if (table->transform && table->x != no_column) {
        er_place_write_point(points->items[0], table->point_wkb);
    } else if (table->transform) { /* the reader's buffer is ours until the next row */
        er_place_replace((uint8_t *)(uintptr_t)row->geometry.data, row->geometry.size, points);
    }
    return ER_OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

/** Read everything once: how many rows, and what the coordinates look like. */
static er_status survey_rows(er_context *ctx, er_table *table) {
    int64_t rows = 0;
    for (bool more = true;;) {
        er_table_row row;
        ER_TRY(table->reader->next(ctx, table->reader, &row, &more));
        if (!more) break;
        rows++;
        if (!table->info.has_geometry) continue;
        ER_TRY(raw_points(ctx, table, &row));
        if (table->points.count > 0)
            ER_TRY(er_crs_survey_add(ctx, &table->survey, table->points.items[0]));
    }
    table->info.row_count = rows;
    return table->reader->rewind(ctx, table->reader);
}

/** A file with a system of its own and a plausible extent need not be read twice. */
static bool needs_survey(const er_table *table, const char *declared) {
    er_box box, expected = table->survey.extent;
    const er_reader *reader = table->reader;
    if (!reader->extent) return true;
    if (!table->info.has_geometry) return false;
    if (!declared || table->x != no_column || table->wkt != no_column) return true;
    if (strcmp(declared, "EPSG:4326") != 0 || !reader->extent(table->reader, &box)) return true;
    er_point low = {box.min_x, box.min_y}, high = {box.max_x, box.max_y};
    if (isnan(expected.min_x)) expected = (er_box){-180, -90, 180, 90};
    return !er_crs_box_holds(expected, low) || !er_crs_box_holds(expected, high);
}

static er_status set_crs(er_context *ctx, er_table *table, const er_table_options *options,
                         const char *declared) {
    const char *crs = NULL, *how = NULL;
    table->plane = er_crs_is_plane(options, &table->survey, declared, table->degree_headings);
    if (table->plane) {
        table->info.crs = "plane";
        table->info.crs_how = declared ? "option" : "detected";
        return ER_OK;
    }
    ER_TRY(er_crs_decide(ctx, table->arena, options, &table->survey, declared, table->datum, &crs,
                         &how));
    table->info.crs_how = how;
    ER_TRY(er_arena_text(ctx, table->arena, crs, strlen(crs), &table->info.crs));
    ER_TRY(er_transform_new(ctx, crs, options->allow_ballpark, &table->transform,
                            &table->info.transform));
    if (strcmp(crs, "EPSG:4326") == 0) {
        er_transform_free(table->transform);
        table->transform = NULL;
    }
    return ER_OK;
}

/** Open the reader, find the coordinates, and look at all rows where that is needed. */
static er_status open_and_survey(er_context *ctx, const er_table_options *options, er_table *table,
                                 const char **declared) {
    ER_TRY(er_arena_new(ctx, &table->arena));
    ER_TRY(er_reader_open(ctx, options, &table->reader));
    er_reader *reader = table->reader;
    er_crs_survey_begin(&table->survey, options->expected_extent);
    table->x = table->y = table->wkt = no_column;
    if (!options->attributes_only) ER_TRY(find_places(ctx, table, options));
    table->info = (er_table_info){
        .driver = reader->driver,
        .layer = reader->layer,
        .encoding = reader->encoding,
        .row_count = -1,
        .has_geometry = !options->attributes_only &&
                        (reader->has_geometry || table->x != no_column || table->wkt != no_column),
    };
    bool own = reader->has_geometry && table->x == no_column;
    *declared = options->crs ? options->crs : own ? reader->crs : NULL;
    if (needs_survey(table, *declared)) {
        ER_TRY(survey_rows(ctx, table));
        if (table->info.row_count == 0 && !options->may_be_empty)
            return er_fail(ctx, ER_ERR_INPUT, "%s: has no rows", options->path);
    }
    return ER_OK;
}

er_status er_table_open(er_context *ctx, const er_table_options *options, er_table **out) {
    er_table *table = NULL;
    const char *declared = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *table, &table));
    er_status status = open_and_survey(ctx, options, table, &declared);
    if (status == ER_OK && table->info.has_geometry)
        status = set_crs(ctx, table, options, declared);
    if (status != ER_OK) {
        er_table_close(table);
        return status;
    }
    *out = table;
    return ER_OK;
}

er_status er_table_guess_crs(er_context *ctx, const er_table_options *options, er_arena *arena,
                             const char ***crs, size_t *count) {
    er_table *table = NULL;
    const char *declared = NULL;
    er_crs_fit *fits = NULL;
    size_t fit_count = 0;
    ER_TRY(er_alloc(ctx, 1, sizeof *table, &table));
    er_table_options undeclared = *options;
    undeclared.crs = NULL;
    er_status status = open_and_survey(ctx, &undeclared, table, &declared);
    if (status == ER_OK)
        status = er_crs_fits(ctx, arena, options, &table->survey, &fits, &fit_count);
    er_table_close(table);
    if (status == ER_OK) status = er_arena_alloc(ctx, arena, (fit_count + 1) * sizeof **crs, crs);
    if (status != ER_OK) return status;
    *count = 0;
    for (size_t i = 0; i < fit_count; i++)
        if (!fits[i].swapped) (*crs)[(*count)++] = fits[i].crs;
    return ER_OK;
}

void er_table_close(er_table *table) {
    if (!table) return;
    er_reader_close(table->reader);
    er_transform_free(table->transform);
    er_crs_survey_clear(&table->survey);
    er_arena_free(table->arena);
    er_free(table->points.items);
    er_free(table->wkb);
    er_free(table);
}

const er_table_info *er_table_about(const er_table *table) {
    return &table->info;
}

er_status er_table_next(er_context *ctx, er_table *table, er_table_row *row, bool *more) {
    ER_TRY(table->reader->next(ctx, table->reader, row, more));
    if (*more && !table->info.has_geometry) row->geometry = (er_bytes){0};
    if (!*more || !table->info.has_geometry) return ER_OK;
    return place_row(ctx, table, row);
}

er_status er_table_raw(er_context *ctx, const er_table *table, const er_table_row *row,
                       char **out) {
    er_json *json = er_json_object();
    if (!json) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < table->reader->column_count; i++)
        er_json_add_text(json, table->reader->names[i], row->text[i]);
    er_status status = er_json_write(ctx, json, false, out);
    er_json_free(json);
    if (status == ER_OK) (*out)[strlen(*out) - 1] = '\0'; /* a record, not a line */
    return status;
}
