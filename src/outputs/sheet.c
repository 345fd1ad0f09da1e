#include "outputs/sheet.h"

#include "core/catalogue.h"
#include "outputs/names.h"
#include "outputs/selection.h"
#include "outputs/shapes.h"
#include "outputs/simplestyle.h"
#include "outputs/sink.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_taken(const er_sheet *sheet, const char *name) {
    for (size_t i = 0; i < sheet->field_count; i++)
        if (strcmp(sheet->fields[i].name, name) == 0) return true;
    return false;
}

er_status er_sheet_field(er_sheet *sheet, er_field field) {
    const char *base = field.name;
    for (int number = 2; is_taken(sheet, field.name); number++)
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, "%s_%d", base, number));
    ER_TRY(er_reserve(sheet->ctx, &sheet->fields, &sheet->field_capacity, sheet->field_count + 1,
                      sizeof *sheet->fields));
    sheet->fields[sheet->field_count++] = field;
    return ER_OK;
}

er_status er_sheet_fields(er_sheet *sheet, const er_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        ER_TRY(er_sheet_field(sheet, fields[i]));
    return ER_OK;
}

/** The next cell of the row; null past the last column, which er_sheet_row reports. */
static er_value *next_value(er_sheet *sheet) {
    size_t at = sheet->value_count++;
    if (at >= sheet->field_count) return NULL;
    sheet->values[at] = (er_value){0};
    return &sheet->values[at];
}

void er_put_nothing(er_sheet *sheet) {
    next_value(sheet);
}

void er_put_text(er_sheet *sheet, const char *text) {
    er_value *value = next_value(sheet);
    if (value && text) *value = (er_value){.known = true, .text = text};
}

void er_put_int(er_sheet *sheet, int64_t whole) {
    er_value *value = next_value(sheet);
    if (value) *value = (er_value){.known = true, .whole = whole};
}

void er_put_count(er_sheet *sheet, double count) {
    if (isfinite(count) && fabs(count) < 0x1p53)
        er_put_int(sheet, (int64_t)count);
    else
        er_put_nothing(sheet);
}

void er_put_bool(er_sheet *sheet, bool yes) {
    er_put_int(sheet, yes);
}

void er_put_real(er_sheet *sheet, double real) {
    size_t at = sheet->value_count;
    er_value *value = next_value(sheet);
    if (!value || !isfinite(real)) return;
    int decimals = sheet->fields[at].decimals;
    *value = (er_value){.known = true,
                        .real = decimals < ER_DIGITS_EXACT ? er_round(real, decimals) : real};
}

er_status er_sheet_start(er_sheet *sheet) {
    static const er_field last = {
        "synthetic", ER_FIELD_BOOL, 0, NULL, "rests on synthetic, not on real, input", NULL};
    if (!sheet->plain) ER_TRY(er_sheet_field(sheet, last));
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, sheet->field_count * sizeof *sheet->values,
                          &sheet->values));
    sheet->shown = sheet;
    if (sheet->selection) ER_TRY(er_selection_columns(sheet->selection, sheet));
    return sheet->open(sheet, sheet->owner);
}

const er_sheet *er_sheet_for(const er_sheet *sheet, const er_format *format) {
    return sheet->styled && er_format_is_json(format) ? sheet->styled : sheet->shown;
}

/** The kept cells to where the sinks look for them. */
static void show_row(er_sheet *sheet) {
    for (size_t i = 0; sheet->kept && i < sheet->shown->field_count; i++)
        sheet->shown->values[i] = sheet->values[sheet->kept[i]];
}

static er_status write_row(er_sheet *sheet, er_bytes wkb) {
    bool wanted = true;
    if (sheet->selection) ER_TRY(er_selection_row(sheet->selection, sheet, &wkb, &wanted));
    if (!wanted) return ER_OK;
    if (sheet->shape > ER_SHAPE_POINT && wkb.size > 0)
        ER_TRY(er_shape_in_turn(sheet->ctx, sheet->arena, &wkb));
    show_row(sheet);
    if (sheet->styled) er_simplestyle_put(sheet);
    for (size_t i = 0; i < sheet->sink_count; i++)
        ER_TRY(
            er_sink_row(sheet->ctx, sheet->sinks[i], er_sheet_for(sheet, sheet->formats[i]), wkb));
    sheet->row_count++;
    return ER_OK;
}

er_status er_sheet_row(er_sheet *sheet, er_bytes wkb) {
    if (!sheet->plain && sheet->value_count + 1 == sheet->field_count)
        er_put_bool(sheet, sheet->synthetic);
    if (sheet->value_count != sheet->field_count)
        return er_fail(sheet->ctx, ER_ERR_INTERNAL, "%s: %zu cells for %zu columns", sheet->name,
                       sheet->value_count, sheet->field_count);
    ER_TRY(write_row(sheet, wkb));
    sheet->value_count = 0;
    return (++sheet->rows_met & 0xff) == 0 ? er_check_cancel(sheet->ctx) : ER_OK;
}

er_status er_sheet_point(er_sheet *sheet, er_point point) {
    enum { LITTLE_ENDIAN_MARK = 1, POINT_TYPE = 1, SIZE = 1 + 4 + 16 };
    if (!isfinite(point.x) || !isfinite(point.y)) return er_sheet_row(sheet, (er_bytes){0});
    const uint8_t head[] = {LITTLE_ENDIAN_MARK, POINT_TYPE, 0, 0, 0};
    const double coordinates[] = {point.x, point.y};
    uint8_t wkb[SIZE];
    memcpy(wkb, head, sizeof head);
    for (size_t k = 0; k < 2; k++) {
        uint64_t bits;
        memcpy(&bits, &coordinates[k], sizeof bits);
        for (size_t i = 0; i < 8; i++)
            wkb[sizeof head + 8 * k + i] = (uint8_t)(bits >> (8 * i));
    }
    return er_sheet_row(sheet, (er_bytes){wkb, SIZE});
}

er_status er_sheet_about(er_sheet *sheet, const char *english, const char *chinese,
                         const er_field_about **out) {
    er_field_about *made = NULL;
    *out = NULL;
    if (!english) return ER_OK;
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, sizeof *made, &made));
    *made = (er_field_about){.english = english, .chinese = chinese};
    *out = made;
    return ER_OK;
}

const char *er_field_type_name(er_field_type type) {
    static const char *const names[] = {[ER_FIELD_TEXT] = "text",
                                        [ER_FIELD_INT] = "integer",
                                        [ER_FIELD_REAL] = "real",
                                        [ER_FIELD_BOOL] = "boolean"};
    return names[type];
}

er_status er_field_meaning(er_context *ctx, er_arena *arena, const er_field *field, bool translated,
                           const char **out) {
    const char *meaning = translated ? er_catalogue_zh_tw(field->meaning) : field->meaning;
    const char *gap = field->about ? strstr(meaning, "%s") : NULL;
    if (!gap) return er_arena_text(ctx, arena, meaning, strlen(meaning), out);
    const char *about =
        translated && field->about->chinese ? field->about->chinese : field->about->english;
    return er_arena_format(ctx, arena, out, "%.*s%s%s", (int)(gap - meaning), meaning, about,
                           gap + 2);
}
