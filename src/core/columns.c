#include "core/columns.h"

#include <math.h>
#include <string.h>

struct cell {
    const char *text;
    bool right;
};

struct er_columns {
    er_context *ctx;
    er_arena *arena;
    struct cell *cells;
    size_t count;
    size_t capacity;
    size_t width;
    er_status status;
};

er_status er_columns_new(er_context *ctx, size_t width, er_columns **out) {
    er_columns *columns = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *columns, &columns));
    columns->ctx = ctx;
    columns->width = width;
    er_status status = er_arena_new(ctx, &columns->arena);
    if (status == ER_OK)
        *out = columns;
    else
        er_columns_free(columns);
    return status;
}

void er_columns_free(er_columns *columns) {
    if (!columns) return;
    er_arena_free(columns->arena);
    er_free(columns->cells);
    er_free(columns);
}

/** A mark that turns the direction of what follows (Unicode Bidirectional Algorithm, UAX 9, table
 *  1: U+202A to U+202E, U+2066 to U+2069), as UTF-8. */
static bool turns_direction(const char *at) {
    const unsigned char *c = (const unsigned char *)at;
    if (c[0] != 0xe2) return false;
    return (c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
           (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

void er_columns_plain(char *text) {
    for (char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
        if (turns_direction(c)) c[0] = c[1] = c[2] = ' ';
    }
}

static er_status add(er_columns *columns, const char *text, bool right) {
    ER_TRY(columns->status);
    struct cell cell = {.right = right};
    ER_TRY(er_reserve(columns->ctx, &columns->cells, &columns->capacity, columns->count + 1,
                      sizeof cell));
    ER_TRY(er_arena_text(columns->ctx, columns->arena, text, strlen(text), &cell.text));
    columns->cells[columns->count++] = cell;
    er_columns_plain((char *)(uintptr_t)cell.text);
    return ER_OK;
}

void er_columns_text(er_columns *columns, const char *text) {
    columns->status = add(columns, text ? text : "", false);
}

void er_columns_right(er_columns *columns, const char *text) {
    columns->status = add(columns, text ? text : "", true);
}

/** Digits with a comma between thousands; "%.*f" of a locale may have written another point. */
static void group_digits(const char *plain, char *grouped) {
    size_t digits = strspn(plain + (*plain == '-'), "0123456789");
    if (*plain == '-') *grouped++ = *plain++;
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0) *grouped++ = ',';
        *grouped++ = plain[i];
    }
    plain += digits;
    if (*plain) {
        *grouped++ = '.';
        plain++;
    }
    strcpy(grouped, plain);
}

const char *er_number_text(double value, int decimals, char *buffer) {
    char plain[64];
    strcpy(buffer, "-");
    if (isfinite(value) && fabs(value) < 1e15) {
        snprintf(plain, sizeof plain, "%.*f", decimals, er_round(value, decimals));
        group_digits(plain, buffer);
    } else if (isfinite(value)) {
        er_format_double(value, buffer);
    }
    return buffer;
}

void er_columns_number(er_columns *columns, double value, int decimals) {
    char text[ER_NUMBER_TEXT];
    columns->status = add(columns, er_number_text(value, decimals, text), true);
}

void er_columns_end_row(er_columns *columns) {
    while (columns->status == ER_OK && columns->count % columns->width != 0)
        er_columns_text(columns, "");
}

static size_t column_width(const er_columns *columns, size_t column) {
    size_t widest = 0;
    for (size_t i = column; i < columns->count; i += columns->width) {
        size_t here = er_utf8_columns(columns->cells[i].text);
        if (here > widest) widest = here;
    }
    return widest;
}

static void print_row(const er_columns *columns, size_t first, const size_t *widths, FILE *out) {
    size_t gap = 2; /* spaces owed before the next text: none are left at a line's end */
    for (size_t c = 0; c < columns->width && first + c < columns->count; c++) {
        const struct cell *cell = &columns->cells[first + c];
        size_t pad = widths[c] - er_utf8_columns(cell->text);
        if (cell->right) gap += pad;
        if (*cell->text) {
            fprintf(out, "%*s%s", (int)gap, "", cell->text);
            gap = 0;
        } else if (cell->right) {
            gap -= pad;
            pad = widths[c];
        }
        gap += 2 + (cell->right && *cell->text ? 0 : pad);
    }
    fputc('\n', out);
}

er_status er_columns_print(er_columns *columns, FILE *out) {
    er_columns_end_row(columns);
    ER_TRY(columns->status);
    size_t *widths = NULL;
    ER_TRY(er_alloc(columns->ctx, columns->width, sizeof *widths, &widths));
    for (size_t c = 0; c < columns->width; c++)
        widths[c] = column_width(columns, c);
    for (size_t first = 0; first < columns->count; first += columns->width)
        print_row(columns, first, widths, out);
    er_free(widths);
    columns->count = 0;
    return ER_OK;
}
