#include "analysis/load.h"

#include "sources/headings.h"

#include <string.h>

/** A column by name; null in *found if the file has none of that name. */
static bool find_quietly(const er_table *table, const char *name, size_t length, size_t *found) {
    for (size_t i = 0; i < er_table_column_count(table); i++) {
        const char *column = er_table_column_name(table, i);
        if (strncmp(column, name, length) == 0 && column[length] == '\0') {
            *found = i;
            return true;
        }
    }
    return false;
}

static size_t field_count(const er_load_kind *kind) {
    size_t count = 0;
    while (kind->fields[count].name)
        count++;
    return count;
}

static er_status list_fields(er_context *ctx, er_loading *load, const char **out) {
    size_t size = 1;
    for (size_t i = 0; load->kind->fields[i].name; i++)
        size += strlen(load->kind->fields[i].name) + 2;
    char *list = NULL;
    ER_TRY(er_arena_alloc(ctx, load->arena, size, &list));
    char *end = list;
    for (size_t i = 0; load->kind->fields[i].name; i++) {
        if (i > 0) end = stpcpy(end, ", ");
        end = stpcpy(end, load->kind->fields[i].name);
    }
    *out = list;
    return ER_OK;
}

static bool is_place_field(const char *field) {
    return strcmp(field, "lon") == 0 || strcmp(field, "lat") == 0 || strcmp(field, "x") == 0 ||
           strcmp(field, "y") == 0;
}

/** The user's map: each of its columns must be there, each of its fields must be one of ours. */
static er_status map_by_input(er_context *ctx, er_loading *load) {
    for (size_t i = 0; i < load->input->field_count; i++) {
        const er_field_map *map = &load->input->fields[i];
        if (is_place_field(map->field)) continue; /* the table has taken these */
        size_t field = 0, column = 0, count = field_count(load->kind);
        while (field < count && strcmp(load->kind->fields[field].name, map->field) != 0)
            field++;
        if (field == count) {
            const char *list = "";
            ER_TRY(list_fields(ctx, load, &list));
            return er_fail(ctx, ER_ERR_INPUT, "%s: %s have no field '%s'; they have: %s",
                           load->path, load->kind->name, map->field, list);
        }
        ER_TRY(er_table_find(ctx, load->table, map->column, &column));
        load->columns[field] = (er_load_column){.parts = {column}, .count = 1};
    }
    return ER_OK;
}

/** One "ours=column+column" of a preset. */
static er_status map_preset_field(er_context *ctx, er_loading *load, const char *entry,
                                  size_t length) {
    const char *equals = memchr(entry, '=', length), *end = entry + length;
    if (!equals) return ER_OK;
    for (size_t i = 0; load->kind->fields[i].name; i++) {
        const char *name = load->kind->fields[i].name;
        if (strlen(name) != (size_t)(equals - entry) ||
            strncmp(name, entry, (size_t)(equals - entry)) != 0 || load->columns[i].count > 0)
            continue;
        er_load_column *column = &load->columns[i];
        for (const char *part = equals + 1; part < end && column->count < ER_LOAD_PARTS;) {
            const char *plus = memchr(part, '+', (size_t)(end - part));
            size_t size = (size_t)((plus ? plus : end) - part);
            if (!find_quietly(load->table, part, size, &column->parts[column->count]))
                return er_fail(
                    ctx, ER_ERR_INPUT,
                    "%s: has no column '%.*s', which the preset %s needs: leave --preset "
                    "out, or name the columns with --field",
                    load->path, (int)size, part, load->preset->name);
            column->count++;
            part += size + 1;
        }
    }
    return ER_OK;
}

static er_status map_by_preset(er_context *ctx, er_loading *load) {
    const char *entry = load->preset ? load->preset->fields : NULL;
    while (entry && *entry) {
        size_t length = strcspn(entry, ",");
        ER_TRY(map_preset_field(ctx, load, entry, length));
        entry += length;
        if (*entry) entry++;
    }
    return ER_OK;
}

/** Does a heading begin with a level's name, or its first four letters ("villcode")? */
static bool is_of_level(const char *heading, const char *level) {
    enum { LETTERS = 4 };
    size_t length = strlen(level);
    if (length > LETTERS) length = LETTERS;
    for (size_t i = 0; i < length; i++) {
        char a = heading[i], b = level[i];
        if (a >= 'A' && a <= 'Z') a = (char)(a - 'A' + 'a');
        if (b >= 'A' && b <= 'Z') b = (char)(b - 'A' + 'a');
        if (a != b) return false;
    }
    return true;
}

/** The best of the headings that mean a field: one that begins with the level's name, else the one
 *  furthest down the table of synonyms (the finest unit). */
static void map_field_by_heading(er_context *ctx, er_loading *load, size_t field) {
    const char *name = load->kind->fields[field].name, *level = load->input->level;
    const char *meaning = name;
    bool parent = strcmp(name, "parent_code") == 0;
    int best = -1;
    for (int pass = 0; pass < (parent ? 2 : 1) && best < 0; pass++) {
        /* a parent's code may stand under its own level's heading: "TOWNCODE" */
        if (pass == 1) {
            meaning = "code";
            level = load->input->parent;
            if (!level) return;
        }
        for (size_t i = 0; i < er_table_column_count(load->table); i++) {
            const char *heading = er_table_column_name(load->table, i);
            int rank = 0;
            const char *found = er_heading_find(ctx, load->kind->name, heading, &rank);
            if (!found && er_same_text(heading, meaning)) found = meaning;
            if (!found || strcmp(found, meaning) != 0) continue;
            bool of_level = level && is_of_level(heading, level);
            if (pass == 1 && !of_level) continue;
            if (of_level) rank += 1 << 20;
            if (rank <= best) continue;
            best = rank;
            load->columns[field] = (er_load_column){.parts = {i}, .count = 1};
        }
    }
}

/** A column means one thing: a parent's code is not the unit's own. */
static void drop_same_column(er_loading *load, const char *kept, const char *dropped) {
    er_load_column *a = NULL, *b = NULL;
    for (size_t i = 0; load->kind->fields[i].name; i++) {
        if (strcmp(load->kind->fields[i].name, kept) == 0) a = &load->columns[i];
        if (strcmp(load->kind->fields[i].name, dropped) == 0) b = &load->columns[i];
    }
    if (a && b && a->count && b->count && a->parts[0] == b->parts[0]) b->count = 0;
}

er_status er_load_map(er_context *ctx, er_loading *load) {
    ER_TRY(map_by_input(ctx, load));
    ER_TRY(map_by_preset(ctx, load));
    for (size_t i = 0; load->kind->fields[i].name; i++) {
        const er_load_field *field = &load->kind->fields[i];
        if (load->columns[i].count == 0) map_field_by_heading(ctx, load, i);
        if (!field->needed || load->columns[i].count > 0) continue;
        const char *columns = "";
        ER_TRY(er_table_list_columns(ctx, load->table, load->arena, &columns));
        return er_fail(
            ctx, ER_ERR_INPUT,
            "%s: no column holds the field '%s': name it with --field %s=COLUMN, or in a study "
            "with 'fields: {%s: COLUMN}'; the columns are: %s",
            load->path, field->name, field->name, field->name, columns);
    }
    drop_same_column(load, "code", "parent_code");
    size_t column = 0;
    for (size_t i = 0; i < er_table_column_count(load->table); i++) {
        int rank;
        const char *field =
            er_heading_find(ctx, load->kind->name, er_table_column_name(load->table, i), &rank);
        if (field && strcmp(field, "synthetic") == 0) {
            column = i;
            load->synthetic = (er_load_column){.parts = {column}, .count = 1};
        }
    }
    return ER_OK;
}

er_status er_load_preset_columns(er_context *ctx, er_loading *load, const char *const **names,
                                 size_t *count) {
    const char *columns = load->preset ? load->preset->columns : NULL;
    const char **list = NULL;
    *names = NULL;
    *count = 0;
    if (!columns) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, load->arena, (strlen(columns) + 1) * sizeof *list, &list));
    while (*columns) {
        size_t length = strcspn(columns, ",");
        ER_TRY(er_arena_text(ctx, load->arena, columns, length, &list[(*count)++]));
        columns += length;
        if (*columns) columns++;
    }
    *names = list;
    return ER_OK;
}
