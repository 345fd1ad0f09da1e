#include "outputs/dictionary.h"

#include "core/catalogue.h"
#include "evenreach/sources.h"

#include <string.h>
#include <unistd.h>

const char er_dictionary_name[] = "fields";
const char er_dictionary_geometry[] = "geometry";
const char er_dictionary_selection[] = "selection";

static const er_field fields[] = {
    {"layer", ER_FIELD_TEXT, 0, NULL, "file that has the field", NULL},
    {"field", ER_FIELD_TEXT, 0, NULL, "name of the field", NULL},
    {"type", ER_FIELD_TEXT, 0, NULL, "type of the field", NULL},
    {"unit", ER_FIELD_TEXT, 0, NULL, "unit of the field", NULL},
    {"meaning", ER_FIELD_TEXT, 0, NULL, "what it means, in English", NULL},
    {"meaning_zh", ER_FIELD_TEXT, 0, NULL, "what it means, in Traditional Chinese", NULL},
    {"source", ER_FIELD_TEXT, 0, NULL, "the step that computed it, and the inputs it rests on",
     NULL},
};
enum { COLUMNS = sizeof fields / sizeof fields[0] };

er_status er_dictionary_start(er_dictionary *dictionary) {
    er_sheet *sheet = &dictionary->sheet;
    sheet->name = er_dictionary_name;
    sheet->about = "what the fields mean";
    sheet->plain = true;
    ER_TRY(er_arena_new(sheet->ctx, &sheet->arena));
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    return er_sheet_start(sheet);
}

static bool is_described(const er_dictionary *dictionary, const char *layer) {
    for (size_t i = 0; i < dictionary->layer_count; i++)
        if (strcmp(dictionary->layers[i], layer) == 0) return true;
    return false;
}

static er_status note_layer(er_dictionary *dictionary, const char *name) {
    er_sheet *sheet = &dictionary->sheet;
    const char *copy = NULL;
    size_t count = dictionary->layer_count;
    ER_TRY(er_arena_text(sheet->ctx, sheet->arena, name, strlen(name), &copy));
    ER_TRY(er_reserve(sheet->ctx, &dictionary->layers, &dictionary->layer_capacity, count + 1,
                      sizeof *dictionary->layers));
    dictionary->layers[dictionary->layer_count++] = copy;
    return ER_OK;
}

er_status er_dictionary_add(er_dictionary *dictionary, const er_layer *layer, const er_sheet *sheet,
                            const char *name) {
    er_sheet *out = &dictionary->sheet;
    ER_TRY(note_layer(dictionary, name));
    for (size_t i = 0; i < sheet->field_count; i++) {
        const er_field *field = &sheet->fields[i];
        const char *meaning = NULL, *meaning_zh = NULL, *source = NULL;
        ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, field, false, &meaning));
        ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, field, true, &meaning_zh));
        ER_TRY(er_field_source(sheet->ctx, sheet->arena, layer, sheet->name, field->name, &source));
        er_put_text(out, name);
        er_put_text(out, field->name);
        er_put_text(out, er_field_type_name(field->type));
        er_put_text(out, field->unit);
        er_put_text(out, meaning);
        er_put_text(out, meaning_zh);
        er_put_text(out, source);
        ER_TRY(er_sheet_row(out, (er_bytes){0}));
    }
    return ER_OK;
}

/** A line about no field. */
static er_status add_note(er_dictionary *dictionary, const char *name, const char *type,
                          const char *unit, const char *meaning, const char *meaning_zh) {
    er_sheet *out = &dictionary->sheet;
    er_put_text(out, name);
    er_put_text(out, type);
    er_put_text(out, type);
    er_put_text(out, unit);
    er_put_text(out, meaning);
    er_put_text(out, meaning_zh);
    er_put_text(out, "export");
    return er_sheet_row(out, (er_bytes){0});
}

er_status er_dictionary_add_shape(er_dictionary *dictionary, const char *name, const char *meaning,
                                  const char *meaning_zh) {
    return add_note(dictionary, name, er_dictionary_geometry, "m", meaning, meaning_zh);
}

er_status er_dictionary_add_selection(er_dictionary *dictionary, const char *name) {
    static const char meaning[] = "only what lies in the box or group that was asked for";
    return add_note(dictionary, name, er_dictionary_selection, NULL, meaning,
                    er_catalogue_zh_tw(meaning));
}

/* ---- lines of an earlier output -------------------------------------------------------------- */

/** Its columns by our names; SIZE_MAX for one that it has not. */
static void find_columns(const er_table *table, size_t places[COLUMNS]) {
    for (size_t i = 0; i < COLUMNS; i++) {
        places[i] = SIZE_MAX;
        for (size_t k = 0; k < er_table_column_count(table); k++)
            if (strcmp(er_table_column_name(table, k), fields[i].name) == 0) places[i] = k;
    }
}

static er_status keep_rows(er_dictionary *dictionary, er_table *table) {
    er_sheet *out = &dictionary->sheet;
    size_t places[COLUMNS];
    er_table_row row;
    bool more = false;
    find_columns(table, places);
    if (places[0] == SIZE_MAX) return ER_OK;
    for (;;) {
        ER_TRY(er_table_next(out->ctx, table, &row, &more));
        if (!more) return ER_OK;
        const char *layer = row.text[places[0]];
        if (!layer || is_described(dictionary, layer)) continue;
        for (size_t i = 0; i < COLUMNS; i++)
            er_put_text(out, places[i] == SIZE_MAX ? NULL : row.text[places[i]]);
        ER_TRY(er_sheet_row(out, (er_bytes){0}));
    }
}

er_status er_dictionary_keep(er_dictionary *dictionary, const char *output, const char *folder) {
    er_sheet *out = &dictionary->sheet;
    const char *path = NULL;
    er_table *table = NULL;
    ER_TRY(er_arena_format(out->ctx, out->arena, &path, "%s/%s/%s.csv", output, folder,
                           er_dictionary_name));
    if (access(path, F_OK) != 0) return ER_OK;
    er_table_options options = er_table_defaults(path);
    options.attributes_only = true;
    ER_TRY(er_table_open(out->ctx, &options, &table));
    er_status status = keep_rows(dictionary, table);
    er_table_close(table);
    return status;
}
