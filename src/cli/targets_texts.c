/* For people: how every target is published and computed, why its verdict is what it is, and the
 * figures by every other definition. */
#include "cli/targets_print.h"

#include "evenreach/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *er_target_document(const er_targets_shown *shown, const er_target_row *row) {
    const char *mark = strchr(row->variant, '#');
    size_t number = mark ? (size_t)strtoull(mark + 1, NULL, 10) : 1;
    for (size_t i = 0; i < shown->published_count; i++) {
        const er_target *t = &shown->published[i];
        int64_t year = t->year == INT64_MIN ? 0 : t->year;
        if (strcmp(t->code, row->code) == 0 && year == row->year && --number == 0)
            return t->document;
    }
    return NULL;
}

/** The text of the language; the other one where that is the only one. */
static const char *either(const er_context *ctx, const char *english, const char *chinese) {
    bool first = er_context_language(ctx) == ER_LANG_ZH_TW ? chinese != NULL : english == NULL;
    return first ? chinese : english;
}

static const char *definition_of(const er_context *ctx, const er_target_row *row) {
    return either(ctx, row->definition, row->definition_zh);
}

static const char *reason_of(const er_context *ctx, const er_target_row *row) {
    return either(ctx, row->reason, row->reason_zh);
}

/* ---- variants -------------------------------------------------------------------------------- */

enum { VARIANT_COLUMNS = 6 };

static bool has_part(const char *definition, const char *between, const char *part, size_t length) {
    size_t gap = strlen(between);
    while (definition) {
        const char *end = strstr(definition, between);
        size_t size = end ? (size_t)(end - definition) : strlen(definition);
        if (size == length && memcmp(definition, part, length) == 0) return true;
        definition = end ? end + gap : NULL;
    }
    return false;
}

/** The parts of a variant's definition that `main` has not. */
static er_status differing(er_context *ctx, const char *variant, const char *main, char **out) {
    const char *between =
        er_context_language(ctx) == ER_LANG_ZH_TW ? ER_TARGET_BETWEEN_ZH : ER_TARGET_BETWEEN;
    size_t gap = strlen(between), at = 0;
    char *text = NULL;
    ER_TRY(er_alloc(ctx, strlen(variant) + 1, 1, &text));
    while (variant) {
        const char *end = strstr(variant, between);
        size_t size = end ? (size_t)(end - variant) : strlen(variant);
        if (!has_part(main, between, variant, size)) {
            if (at > 0) memcpy(text + at, between, gap);
            at += at > 0 ? gap : 0;
            memcpy(text + at, variant, size);
            at += size;
        }
        variant = end ? end + gap : NULL;
    }
    text[at] = '\0';
    *out = text;
    return ER_OK;
}

static er_status put_difference(er_context *ctx, er_columns *table, const er_target_row *row,
                                const er_target_row *main) {
    const char *definition = definition_of(ctx, row), *of_main = definition_of(ctx, main);
    char *text = NULL;
    if (definition && of_main) ER_TRY(differing(ctx, definition, of_main, &text));
    er_columns_text(table, text && *text ? text : er_text(ctx, "as above"));
    er_free(text);
    /* a dash explains itself, unless the main row has the same one */
    er_columns_text(table, isnan(row->figure) && !isnan(main->figure) ? reason_of(ctx, row) : NULL);
    return ER_OK;
}

static er_status fill_variants(er_context *ctx, er_columns *table, const er_target_row *main,
                               size_t count) {
    static const char *const headings[VARIANT_COLUMNS] = {
        "variant", "figure", "gap", "verdict", "what differs in its definition", ""};
    enum { NUMBERS = 0x6 };
    er_target_headings(ctx, table, headings, VARIANT_COLUMNS, NUMBERS);
    for (size_t i = 1; i < count; i++) {
        const er_target_row *row = &main[i];
        er_columns_text(table, row->variant);
        er_columns_number(table, row->figure, er_target_decimals(row));
        er_columns_number(table, row->gap, er_target_decimals(row));
        er_columns_text(table, er_target_title(ctx, row->verdict));
        ER_TRY(put_difference(ctx, table, row, main));
    }
    return ER_OK;
}

/** Of a main row and those after it, `count` rows in all. */
static er_status print_variants(er_invocation *invocation, const er_target_row *main,
                                size_t count) {
    er_columns *table = NULL;
    ER_TRY(er_columns_new(invocation->ctx, VARIANT_COLUMNS, &table));
    er_status status = fill_variants(invocation->ctx, table, main, count);
    if (status == ER_OK) status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/* ---- targets --------------------------------------------------------------------------------- */

static void put_line(er_context *ctx, er_columns *lines, const char *label, const char *text) {
    if (!text) return;
    er_columns_text(lines, er_text(ctx, label));
    er_columns_text(lines, text);
}

/** The texts may come from a file: in a table, nothing of them can steer the terminal. */
static er_status print_lines(er_invocation *invocation, const er_targets_shown *shown,
                             const er_target_row *row) {
    er_context *ctx = invocation->ctx;
    er_columns *lines = NULL;
    char year[24];
    ER_TRY(er_columns_new(ctx, 2, &lines));
    snprintf(year, sizeof year, row->year ? "%lld" : "-", (long long)row->year);
    er_columns_text(lines, row->code);
    er_columns_text(lines, year);
    put_line(ctx, lines, "published as", either(ctx, row->measure, row->measure_zh));
    put_line(ctx, lines, "taken of", either(ctx, row->denominator, row->denominator_zh));
    put_line(ctx, lines, "document", er_target_document(shown, row));
    put_line(ctx, lines, "computed as", definition_of(ctx, row));
    put_line(ctx, lines, "in short", reason_of(ctx, row));
    er_status status = er_columns_print(lines, invocation->out);
    er_columns_free(lines);
    return status;
}

er_status er_print_targets_texts(er_invocation *invocation, const er_targets_shown *shown) {
    for (size_t i = 0, next; i < shown->row_count; i = next) {
        const er_target_row *row = &shown->rows[i];
        for (next = i + 1; next < shown->row_count && !er_target_is_main(&shown->rows[next]);)
            next++;
        if (!er_target_is_shown(shown, row)) continue;
        fputc('\n', invocation->out);
        ER_TRY(print_lines(invocation, shown, row));
        if (shown->variants && next > i + 1) ER_TRY(print_variants(invocation, row, next - i));
    }
    return ER_OK;
}
