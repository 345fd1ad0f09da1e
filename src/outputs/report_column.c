#include "outputs/report_column.h"

#include "core/order.h"

#include <stdlib.h>
#include <string.h>

static er_status add_text(er_context *ctx, er_arena *arena, er_report_column *column,
                          const char *text) {
    ER_TRY(er_reserve(ctx, &column->texts, &column->capacity, column->count + 1,
                      sizeof *column->texts));
    const char *copy = NULL;
    const char *last = column->count > 0 ? column->texts[column->count - 1] : NULL;
    if (text && last && strcmp(text, last) == 0)
        copy = last;
    else if (text)
        ER_TRY(er_arena_text(ctx, arena, text, strlen(text), &copy));
    column->texts[column->count++] = copy;
    return ER_OK;
}

er_status er_report_column_add(er_context *ctx, er_arena *arena, er_report_column *column,
                               const er_value *value) {
    if (column->type == ER_FIELD_TEXT)
        return add_text(ctx, arena, column, value->known ? value->text : NULL);
    if (!column->cells) column->cells = er_json_array();
    column->count++;
    if (!value->known)
        er_json_append(column->cells, NULL);
    else if (column->type == ER_FIELD_REAL)
        er_json_append_number(column->cells, value->real);
    else if (column->type == ER_FIELD_INT)
        er_json_append_int(column->cells, value->whole);
    else
        er_json_append_bool(column->cells, value->whole != 0);
    return ER_OK;
}

/** The different texts, sorted; `words` holds as many as the column has cells. */
static size_t list_words(const er_report_column *column, const char **words) {
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < column->count; i++)
        if (column->texts[i]) words[count++] = column->texts[i];
    qsort(words, count, sizeof *words, er_order_texts);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(words[kept - 1], words[i]) != 0) words[kept++] = words[i];
    return kept;
}

static er_json *coded(const er_report_column *column, const char **words, size_t word_count) {
    er_json *json = er_json_object(), *list = er_json_array(), *index = er_json_array();
    for (size_t i = 0; i < word_count; i++)
        er_json_append_text(list, words[i]);
    for (size_t i = 0; i < column->count; i++) {
        const char **word = column->texts[i] ? bsearch(&column->texts[i], words, word_count,
                                                       sizeof *words, er_order_texts)
                                             : NULL;
        if (word)
            er_json_append_int(index, word - words);
        else
            er_json_append(index, NULL);
    }
    er_json_add(json, "words", list);
    er_json_add(json, "index", index);
    return json;
}

static er_json *plain(const er_report_column *column) {
    er_json *json = er_json_array();
    for (size_t i = 0; i < column->count; i++)
        if (column->texts[i])
            er_json_append_text(json, column->texts[i]);
        else
            er_json_append(json, NULL);
    return json;
}

er_status er_report_column_json(er_context *ctx, er_report_column *column, er_json **out) {
    const char **words = NULL;
    if (column->type != ER_FIELD_TEXT) {
        *out = column->cells ? column->cells : er_json_array();
        column->cells = NULL;
        return ER_OK;
    }
    ER_TRY(er_alloc(ctx, column->count + 1, sizeof *words, &words));
    size_t word_count = list_words(column, words);
    *out = 2 * word_count <= column->count ? coded(column, words, word_count) : plain(column);
    er_free(words);
    return ER_OK;
}

void er_report_column_clear(er_report_column *column) {
    er_json_free(column->cells);
    er_free(column->texts);
    *column = (er_report_column){0};
}
