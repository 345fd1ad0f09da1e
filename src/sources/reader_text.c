#include "sources/reader.h"

#include "sources/text_input.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN_LIMIT = 4096 };

struct text_reader {
    er_reader base;
    er_text_input *input;
    char separator;
    bool header;
    const char **fields;
    size_t field_capacity;
    int64_t row;
    char problem[160];
};

/** The separator that the first record has most of, outside quotes; a comma if it has none. */
static char find_separator(const char *record) {
    static const char separators[] = ",;\t|";
    size_t counts[sizeof separators - 1] = {0}, best = 0;
    bool quoted = false;
    for (const char *c = record; *c; c++) {
        const char *found = strchr(separators, *c);
        if (*c == '"')
            quoted = !quoted;
        else if (found && !quoted)
            counts[found - separators]++;
    }
    for (size_t i = 1; i < sizeof separators - 1; i++)
        if (counts[i] > counts[best]) best = i;
    return separators[best];
}

/** Undo the quotes of a field that begins with one, in place; text behind the closing quote is
 *  kept. Returns the end of the field in the record. */
static char *unquote(char *field, const char *end, char separator, size_t *length) {
    char *from = field + 1, *to = field;
    while (from < end) {
        if (*from != '"') {
            *to++ = *from++;
        } else if (from + 1 < end && from[1] == '"') {
            *to++ = '"';
            from += 2;
        } else {
            from++;
            break;
        }
    }
    while (from < end && *from != separator)
        *to++ = *from++;
    *length = (size_t)(to - field);
    return from;
}

/** Cut a record into trimmed fields in place. */
static er_status split(er_context *ctx, struct text_reader *reader, char *record, size_t length,
                       size_t *count) {
    char *end = record + length;
    *count = 0;
    for (char *at = record;; at++) {
        if (*count >= COLUMN_LIMIT)
            return er_fail(ctx, ER_ERR_INPUT, "%s: row %lld has more than %d fields",
                           reader->base.path, (long long)reader->row, COLUMN_LIMIT);
        ER_TRY(er_reserve(ctx, &reader->fields, &reader->field_capacity, *count + 1,
                          sizeof *reader->fields));
        char *field = at;
        size_t size;
        if (at < end && *at == '"') {
            at = unquote(field, end, reader->separator, &size);
        } else {
            char *stop = at < end ? memchr(at, reader->separator, (size_t)(end - at)) : NULL;
            at = stop ? stop : end;
            size = (size_t)(at - field);
        }
        bool last = at == end;
        field[size] = '\0';
        reader->fields[(*count)++] = er_reader_trim(field, size);
        if (last) return ER_OK;
    }
}

static er_status text_next(er_context *ctx, er_reader *base, er_table_row *row, bool *more) {
    struct text_reader *reader = (struct text_reader *)base;
    char *record;
    size_t length, count;
    bool valid;
    ER_TRY(
        er_text_input_next(ctx, reader->input, reader->separator, &record, &length, &valid, more));
    if (!*more) return ER_OK;
    reader->row++;
    ER_TRY(split(ctx, reader, record, length, &count));
    *row = (er_table_row){.number = reader->row};
    if (!valid) {
        row->problem_code = "bad_encoding";
        snprintf(reader->problem, sizeof reader->problem,
                 er_text(ctx, "bytes that are not %s text (written as \\xHH)"), base->encoding);
    }
    bool ragged = count < base->column_count;
    for (size_t i = base->column_count; i < count; i++)
        ragged = ragged || reader->fields[i] != NULL; /* separators behind the end are harmless */
    if (ragged && valid) {
        row->problem_code = "field_count";
        snprintf(reader->problem, sizeof reader->problem,
                 er_text(ctx, "%zu fields where the heading has %zu"), count, base->column_count);
    }
    if (row->problem_code) row->problem = reader->problem;
    ER_TRY(er_reserve(ctx, &reader->fields, &reader->field_capacity, base->column_count + 1,
                      sizeof *reader->fields));
    for (size_t i = count; i < base->column_count; i++)
        reader->fields[i] = NULL;
    row->text = reader->fields;
    return ER_OK;
}

static er_status skip_heading(er_context *ctx, struct text_reader *reader) {
    char *record;
    size_t length;
    bool valid, more;
    reader->row = 0;
    if (!reader->header) return ER_OK;
    return er_text_input_next(ctx, reader->input, reader->separator, &record, &length, &valid,
                              &more);
}

static er_status text_rewind(er_context *ctx, er_reader *base) {
    struct text_reader *reader = (struct text_reader *)base;
    ER_TRY(er_text_input_rewind(ctx, reader->input));
    return skip_heading(ctx, reader);
}

static void text_close(er_reader *base) {
    struct text_reader *reader = (struct text_reader *)base;
    er_text_input_close(reader->input);
    er_arena_free(base->arena);
    er_free(reader->fields);
    er_free(reader);
}

static er_status name_columns(er_context *ctx, er_reader *base, const char *const *names,
                              size_t count) {
    ER_TRY(
        er_arena_alloc(ctx, base->arena, (count ? count : 1) * sizeof *base->names, &base->names));
    for (size_t i = 0; i < count; i++) {
        char made[32];
        snprintf(made, sizeof made, "column_%zu", i + 1);
        const char *name = names && names[i] ? names[i] : made;
        ER_TRY(er_arena_text(ctx, base->arena, name, strlen(name), &base->names[i]));
    }
    base->column_count = count;
    return ER_OK;
}

/** Read the first record: it tells the separator, and the names unless the options give them. */
static er_status read_heading(er_context *ctx, struct text_reader *reader,
                              const er_table_options *options) {
    er_reader *base = &reader->base;
    char *record;
    size_t length, count;
    bool valid, more;
    /* The separator is not known yet; quoted line ends in a heading count as comma separated. */
    ER_TRY(er_text_input_next(ctx, reader->input, ',', &record, &length, &valid, &more));
    if (!more) return er_fail(ctx, ER_ERR_INPUT, "%s: has no rows", base->path);
    if (memchr(record, '\0', length) || (!valid && strstr(record, "\\x00")))
        return er_fail(ctx, ER_ERR_INPUT, "%s: is not a text table", base->path);
    if (!valid && reader->header)
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: the heading line is not %s text: say which encoding it has "
                       "(--encoding)",
                       base->path, base->encoding);
    reader->separator = find_separator(record);
    ER_TRY(split(ctx, reader, record, length, &count));
    if (!options->column_names) /* separators behind the last heading name no column */
        while (reader->header && count > 1 && !reader->fields[count - 1])
            count--;
    if (reader->header) return name_columns(ctx, base, reader->fields, count);
    ER_TRY(name_columns(ctx, base, options->column_names,
                        options->column_names ? options->column_count : count));
    return ER_OK;
}

er_status er_reader_open_text(er_context *ctx, const er_table_options *options, er_reader **out) {
    struct text_reader *reader = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *reader, &reader));
    er_reader *base = &reader->base;
    er_status status;
    *base =
        (er_reader){.next = text_next, .rewind = text_rewind, .close = text_close, .driver = "CSV"};
    reader->header = options->header;
    ER_GOTO(status, failed, er_arena_new(ctx, &base->arena));
    ER_GOTO(status, failed,
            er_arena_text(ctx, base->arena, options->path, strlen(options->path), &base->path));
    ER_GOTO(status, failed,
            er_text_input_open(ctx, options->path, options->encoding, &reader->input));
    base->encoding = er_text_input_encoding(reader->input);
    ER_GOTO(status, failed, read_heading(ctx, reader, options));
    ER_GOTO(status, failed, text_rewind(ctx, base));
    *out = base;
    return ER_OK;
failed:
    text_close(base);
    return status;
}
