/* A file of vector tiles: its metadata, and every tile unpacked and decoded. Format: MBTiles 1.3.
 */
#include "outputs/check.h"
#include "outputs/check_tile.h"
#include "outputs/dictionary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>
#include <zlib.h>

enum {
    LARGEST_TILE = 1 << 26, /* bytes unpacked; a guard against files made to fill the memory */
    DEEPEST_ZOOM = 24
};

struct tiles {
    er_check_file *file;
    sqlite3 *database;
    json_object *about; /**< the metadata's json */
    double bounds[4];   /**< west, south, east, north; NAN: none that can be read */
    int64_t zooms[2];   /**< first and last */
    uint8_t *bytes;     /**< of the tile being read, unpacked */
    size_t capacity;
};

/** SQLite's last message as a violation. */
static void damaged(struct tiles *t) {
    er_check_violation(t->file, 0, "can't be read as what it is", sqlite3_errmsg(t->database));
}

/* ---- metadata -------------------------------------------------------------------------------- */

/** A value of the metadata in the arena; null, and a violation, where there is none. */
static er_status read_value(struct tiles *t, const char *name, const char **out) {
    sqlite3_stmt *statement = NULL;
    er_status status = ER_OK;
    *out = NULL;
    bool found = sqlite3_prepare_v2(t->database, "SELECT value FROM metadata WHERE name = ?", -1,
                                    &statement, NULL) == SQLITE_OK &&
                 sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW;
    const char *text = found ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (text)
        status = er_arena_text(t->file->ctx, t->file->arena, text, strlen(text), out);
    else
        er_check_violation(t->file, 0, "has metadata that lack a value", name);
    sqlite3_finalize(statement);
    return status;
}

static json_object *parse(const char *text) {
    return text ? json_tokener_parse(text) : NULL;
}

static const char *text_of(json_object *object, const char *member) {
    json_object *value = NULL;
    bool is_text = json_object_is_type(object, json_type_object) &&
                   json_object_object_get_ex(object, member, &value) &&
                   json_object_is_type(value, json_type_string);
    return is_text ? json_object_get_string(value) : "";
}

/** The dictionary that the metadata hold. */
static er_status read_dictionary(struct tiles *t, json_object *list, er_check_fields *fields) {
    er_check_file *file = t->file;
    static const char *const members[] = {"layer", "field", "type"};
    fields->is_there = json_object_is_type(list, json_type_array);
    for (size_t i = 0; fields->is_there && i < json_object_array_length(list); i++) {
        const char *cells[3];
        for (size_t k = 0; k < 3; k++) {
            const char *text = text_of(json_object_array_get_idx(list, i), members[k]);
            ER_TRY(er_arena_text(file->ctx, file->arena, text, strlen(text), &cells[k]));
        }
        if (strcmp(cells[2], er_dictionary_geometry) == 0) continue;
        ER_TRY(er_reserve(file->ctx, &fields->items, &fields->capacity, fields->count + 1,
                          sizeof *fields->items));
        fields->items[fields->count++] = (er_check_field){cells[0], cells[1], cells[2]};
    }
    return ER_OK;
}

static bool is_box(const double b[4]) {
    return b[0] >= -180 && b[2] <= 180 && b[1] >= -90 && b[3] <= 90 && b[0] <= b[2] && b[1] <= b[3];
}

static void read_bounds(struct tiles *t, const char *text) {
    double *b = t->bounds;
    char end = 0;
    bool read =
        text && sscanf(text, "%lf,%lf,%lf,%lf%c", &b[0], &b[1], &b[2], &b[3], &end) == 4; // NOLINT
    if (read && is_box(b)) return;
    b[0] = NAN;
    er_check_violation(t->file, 0, "has bounds that are not on the Earth", text);
}

static er_status read_metadata(struct tiles *t, er_check_fields *fields) {
    static const char *const zooms[] = {"minzoom", "maxzoom"};
    const char *text = NULL;
    ER_TRY(read_value(t, "format", &text));
    if (text && strcmp(text, "pbf") != 0)
        er_check_violation(t->file, 0, "does not hold vector tiles", text);
    ER_TRY(read_value(t, "name", &text));
    for (size_t i = 0; i < 2; i++) {
        t->zooms[i] = -1;
        ER_TRY(read_value(t, zooms[i], &text));
        if (text && (!er_parse_int64(text, &t->zooms[i]) || t->zooms[i] < 0 ||
                     t->zooms[i] > DEEPEST_ZOOM || t->zooms[i] < t->zooms[0]))
            er_check_violation(t->file, 0, "has a zoom that is none", text);
    }
    ER_TRY(read_value(t, "bounds", &text));
    read_bounds(t, text);
    ER_TRY(read_value(t, "json", &text));
    t->about = parse(text);
    ER_TRY(read_value(t, "fields", &text));
    json_object *list = parse(text);
    er_status status = read_dictionary(t, list, fields);
    json_object_put(list);
    t->file->dictionary = fields;
    return status;
}

/* ---- layers ---------------------------------------------------------------------------------- */

static json_object *list_of(json_object *object, const char *member) {
    json_object *list = NULL;
    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, member, &list) ||
        !json_object_is_type(list, json_type_array))
        return NULL;
    return list;
}

static int knows_layer(void *owner, const char *name, size_t length) {
    const struct tiles *t = owner;
    json_object *list = list_of(t->about, "vector_layers");
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        const char *id = text_of(json_object_array_get_idx(list, i), "id");
        if (strlen(id) == length && memcmp(id, name, length) == 0) return 1;
    }
    return 0;
}

/** Fields that have no value anywhere are not named by the metadata, so none is missed. */
static void check_fields(er_check_file *file, json_object *layer) {
    json_object *fields = NULL;
    if (!file->fields) return; /* which was said */
    if (!json_object_object_get_ex(layer, "fields", &fields) ||
        !json_object_is_type(fields, json_type_object)) {
        er_check_violation(file, 0, "has no fields in the metadata", NULL);
        return;
    }
    json_object_object_foreach(fields, name, type) {
        bool named = false;
        (void)type;
        for (size_t i = 0; i < file->field_count && !named; i++)
            named = strcmp(file->fields[i].name, name) == 0;
        if (!named) er_check_violation(file, 0, "has a field that fields.csv lacks", name);
    }
}

/** Features that a layer has in the tiles, as the metadata say; -1: they do not. */
static int64_t stated_count(const struct tiles *t, const char *layer) {
    json_object *stats = NULL, *count = NULL;
    if (!json_object_is_type(t->about, json_type_object) ||
        !json_object_object_get_ex(t->about, "tilestats", &stats))
        return -1;
    json_object *list = list_of(stats, "layers");
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *one = json_object_array_get_idx(list, i);
        if (strcmp(text_of(one, "layer"), layer) == 0 &&
            json_object_object_get_ex(one, "count", &count))
            return json_object_get_int64(count);
    }
    return -1;
}

static void check_layers(struct tiles *t) {
    er_check_file *file = t->file;
    json_object *list = list_of(t->about, "vector_layers");
    if (!list) er_check_violation(file, 0, "has metadata that lack a value", "vector_layers");
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *layer = json_object_array_get_idx(list, i);
        const char *name = text_of(layer, "id");
        file->layer = name;
        er_check_begin(file, name, ER_OUTPUT_FEATURES);
        check_fields(file, layer);
        int64_t count = stated_count(t, name);
        if (count < 0) continue; /* none of its features has a place */
        file->features = count;
        er_check_placed(file, name);
    }
    file->layer = NULL;
}

/* ---- tiles ----------------------------------------------------------------------------------- */

/** From gzip; *out is false where it is none, or larger than a tile can be. */
static er_status unpack(struct tiles *t, const void *packed, size_t size, size_t *length,
                        bool *out) {
    enum { GZIP_WINDOW = 15 + 16, CHUNK = 1 << 16 };
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)size};
    er_status status = ER_OK;
    int result = Z_OK;
    *length = 0;
    *out = false;
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK)
        return er_fail(t->file->ctx, ER_ERR_MEMORY, "out of memory");
    while (result == Z_OK && *length < LARGEST_TILE) {
        status = er_reserve(t->file->ctx, &t->bytes, &t->capacity, *length + CHUNK, 1);
        if (status != ER_OK) break;
        stream.next_out = t->bytes + *length;
        stream.avail_out = CHUNK;
        result = inflate(&stream, Z_NO_FLUSH);
        *length += CHUNK - stream.avail_out;
    }
    inflateEnd(&stream);
    *out = status == ER_OK && result == Z_STREAM_END;
    return status;
}

/** Column or row (from the north) of a place on the web's Mercator map, in tiles. */
static double column_of(double lon, double tiles) {
    return (lon + 180) / 360 * tiles;
}

static double row_of(double lat, double tiles) {
    static const double pi = 3.14159265358979323846;
    double sine = sin(fmin(fmax(lat, -85.0511), 85.0511) * pi / 180); /* the map is a square */
    return (0.5 - log((1 + sine) / (1 - sine)) / (4 * pi)) * tiles;
}

/** Whether the tile is at a zoom of the metadata and touches their bounds; what lies close to a
 *  border is drawn in the next tile too. */
static const char *broken_address(const struct tiles *t, int64_t zoom, int64_t column,
                                  int64_t row) {
    if (zoom < 0 || zoom < t->zooms[0] || zoom > t->zooms[1])
        return "a tile is at a zoom beyond the metadata's";
    int64_t side = INT64_C(1) << zoom, north = side - 1 - row;
    if (column < 0 || column >= side || row < 0 || row >= side)
        return "a tile is beyond the edge of the Earth";
    if (isnan(t->bounds[0])) return NULL;
    double tiles = (double)side, x = (double)column, y = (double)north;
    bool near = x + 2 >= column_of(t->bounds[0], tiles) &&
                x - 1 <= column_of(t->bounds[2], tiles) && y + 2 >= row_of(t->bounds[3], tiles) &&
                y - 1 <= row_of(t->bounds[1], tiles);
    return near ? NULL : "a tile is beyond the metadata's bounds";
}

static er_status check_tile(struct tiles *t, sqlite3_stmt *row) {
    int64_t at[3];
    char address[96];
    size_t length = 0;
    bool unpacked = false;
    for (int i = 0; i < 3; i++)
        at[i] = sqlite3_column_int64(row, i);
    const char *broken = broken_address(t, at[0], at[1], at[2]);
    if (!broken) {
        const void *packed = sqlite3_column_blob(row, 3);
        ER_TRY(unpack(t, packed, (size_t)sqlite3_column_bytes(row, 3), &length, &unpacked));
        broken =
            unpacked ? er_check_tile(t->bytes, length, knows_layer, t) : "a tile can't be unpacked";
    }
    snprintf(address, sizeof address, "%lld/%lld/%lld", (long long)at[0], (long long)at[1],
             (long long)at[2]);
    if (broken) er_check_violation(t->file, 0, broken, address);
    return ER_OK;
}

static er_status check_tiles(struct tiles *t) {
    static const char query[] = "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles";
    sqlite3_stmt *row = NULL;
    er_status status = ER_OK;
    int64_t count = 0;
    int result = sqlite3_prepare_v2(t->database, query, -1, &row, NULL);
    if (result == SQLITE_OK) result = sqlite3_step(row);
    for (; result == SQLITE_ROW && status == ER_OK; result = sqlite3_step(row)) {
        status = check_tile(t, row);
        if (status == ER_OK && (++count & 0xff) == 0) status = er_check_cancel(t->file->ctx);
    }
    if (status == ER_OK && result != SQLITE_DONE) damaged(t);
    if (status == ER_OK && result == SQLITE_DONE && count == 0)
        er_check_violation(t->file, 0, "holds no tile", NULL);
    sqlite3_finalize(row);
    return status;
}

/** SQLite does without the end of the last page, and looks at no page that it needs not. */
static void check_pages(struct tiles *t) {
    static const char query[] =
        "SELECT page_count * page_size, (SELECT quick_check FROM pragma_quick_check(1)) "
        "FROM pragma_page_count, pragma_page_size";
    sqlite3_stmt *row = NULL;
    struct stat info;
    if (sqlite3_prepare_v2(t->database, query, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW && stat(t->file->path, &info) == 0) {
        const char *said = (const char *)sqlite3_column_text(row, 1);
        if (info.st_size < sqlite3_column_int64(row, 0))
            er_check_violation(t->file, 0, "is cut short", NULL);
        else if (!said || strcmp(said, "ok") != 0)
            er_check_violation(t->file, 0, "is damaged", said);
    } else {
        damaged(t);
    }
    sqlite3_finalize(row);
}

er_status er_check_mbtiles(er_check_file *file) {
    struct tiles t = {.file = file, .bounds = {NAN}};
    er_check_fields fields = {0};
    er_status status = ER_OK;
    if (sqlite3_open_v2(file->path, &t.database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(t.database, "SELECT 1 FROM metadata, tiles LIMIT 1", NULL, NULL, NULL) !=
            SQLITE_OK) {
        damaged(&t);
    } else {
        check_pages(&t);
        status = read_metadata(&t, &fields);
        if (status == ER_OK) check_layers(&t);
        if (status == ER_OK) status = check_tiles(&t);
    }
    sqlite3_close(t.database);
    json_object_put(t.about);
    er_free(t.bytes);
    er_free(fields.items);
    return status;
}
