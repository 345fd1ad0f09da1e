/* The first sheet of the workbook, and the check of the whole. */
#include "outputs/format_xlsx.h"

#include "core/catalogue.h"
#include "sources/gdal_parts.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>

/** A page being written downwards: English, Chinese, value. */
struct page {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_format *bold;
    lxw_format *loud;
    lxw_format *link;
};

static void write_text(struct page *page, lxw_col_t column, const char *text, lxw_format *format) {
    if (text && text[0]) worksheet_write_string(page->sheet, page->row, column, text, format);
}

static void line(struct page *page, const char *label, const char *value) {
    write_text(page, 0, label, page->bold);
    write_text(page, 1, er_catalogue_zh_tw(label), page->bold);
    write_text(page, 2, value, NULL);
    page->row++;
}

static void loud_line(struct page *page, const char *text) {
    for (lxw_col_t column = 0; column < 3; column++)
        worksheet_write_blank(page->sheet, page->row, column, page->loud);
    write_text(page, 0, text, page->loud);
    page->row++;
    for (lxw_col_t column = 0; column < 3; column++)
        worksheet_write_blank(page->sheet, page->row, column, page->loud);
    write_text(page, 0, er_catalogue_zh_tw(text), page->loud);
    page->row++;
}

static void write_study(struct page *page, const er_data *data) {
    char program[64];
    snprintf(program, sizeof program, "evenreach %s", er_version());
    line(page, "Study", data->study->title);
    if (data->study->title_zh) line(page, "Study in Chinese", data->study->title_zh);
    line(page, "Written by", program);
    line(page, "SHA-256 of the study", data->study->sha256);
    line(page, "Coverage model", data->cover ? data->cover->model : NULL);
    line(page, "Parameters of the coverage run", data->cover ? data->cover->parameters : NULL);
}

static void write_synthetic(struct page *page, const er_data *data) {
    if (!data->synthetic) {
        line(page, "Synthetic inputs", er_text(data->ctx, "none"));
        return;
    }
    loud_line(page, "SYNTHETIC DATA: figures in this workbook rest on made-up input");
    for (size_t i = 0; i < data->source_count; i++)
        if (data->sources[i].synthetic) {
            const er_source *source = &data->sources[i];
            line(page, "Synthetic inputs", source->title ? source->title : source->kind);
            if (source->title_zh) line(page, "Synthetic inputs in Chinese", source->title_zh);
        }
}

static void write_sheets(struct page *page, const er_xlsx_sheet *sheets, size_t count) {
    line(page, "Sheets of this workbook", NULL);
    for (size_t i = 0; i < count; i++) {
        char target[64];
        snprintf(target, sizeof target, "internal:'%s'!A1", sheets[i].name);
        worksheet_write_url_opt(page->sheet, page->row, 0, target, page->link, sheets[i].name,
                                NULL);
        write_text(page, 1, sheets[i].about_zh, NULL);
        write_text(page, 2, sheets[i].about, NULL);
        worksheet_write_number(page->sheet, page->row, 3, (double)sheets[i].rows, NULL);
        if (sheets[i].synthetic) write_text(page, 4, "SYNTHETIC 合成資料", page->loud);
        page->row++;
    }
}

er_status er_xlsx_about(const er_data *data, lxw_workbook *workbook, lxw_worksheet *sheet,
                        const er_xlsx_sheet *sheets, size_t count) {
    static const double widths[] = {34, 44, 70, 12, 24};
    struct page page = {.sheet = sheet,
                        .bold = workbook_add_format(workbook),
                        .loud = workbook_add_format(workbook),
                        .link = workbook_add_format(workbook)};
    format_set_bold(page.bold);
    format_set_bold(page.loud);
    format_set_font_color(page.loud, LXW_COLOR_WHITE);
    format_set_bg_color(page.loud, LXW_COLOR_RED);
    format_set_font_color(page.link, LXW_COLOR_BLUE);
    format_set_underline(page.link, LXW_UNDERLINE_SINGLE);
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
    write_synthetic(&page, data);
    write_study(&page, data);
    line(&page, "Dates of figures, sources and what was supposed", "sources, assumptions, fields");
    page.row++;
    write_sheets(&page, sheets, count);
    worksheet_activate(sheet);
    return er_check_cancel(data->ctx);
}

/* ---- the check ------------------------------------------------------------------------------- */

/** Rows of one sheet's file inside the workbook; -1 where it can't be read to its end. */
static int64_t count_rows(const char *path) {
    static const char mark[] = "<row ", end[] = "</worksheet>";
    enum { CHUNK = 1 << 16, KEPT = sizeof end - 1 };
    char *buffer = VSIMalloc(CHUNK + KEPT + 1);
    VSILFILE *file = VSIFOpenL(path, "rb");
    int64_t rows = 0;
    bool ended = false;
    size_t kept = 0;
    for (size_t got; file && buffer && (got = VSIFReadL(buffer + kept, 1, CHUNK, file)) > 0;) {
        size_t size = kept + got;
        char *limit = buffer + size;
        ended = memmem(buffer, size, end, KEPT) != NULL;
        char *fresh = buffer + (kept > sizeof mark - 2 ? kept - (sizeof mark - 2) : 0);
        for (char *at = fresh;
             (at = memmem(at, (size_t)(limit - at), mark, sizeof mark - 1)) != NULL; at++)
            rows++;
        kept = size < KEPT - 1 ? size : KEPT - 1; /* a mark or the end may go on behind */
        memmove(buffer, limit - kept, kept);
    }
    if (file) VSIFCloseL(file);
    VSIFree(buffer);
    return ended ? rows : -1;
}

er_status er_xlsx_check(er_context *ctx, const char *path, const er_xlsx_sheet *sheets,
                        size_t count) {
    er_status status = ER_OK;
    er_arena *arena = NULL;
    ER_TRY(er_arena_new(ctx, &arena));
    er_gdal_begin();
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        const char *inside = NULL;
        status = er_arena_format(ctx, arena, &inside, "/vsizip/{%s}/xl/worksheets/sheet%zu.xml",
                                 path, i + 2);
        if (status == ER_OK && count_rows(inside) != sheets[i].rows + 1)
            status = er_fail(ctx, ER_ERR_IO, "%s: is cut short in %s; is the disc full?", path,
                             sheets[i].name);
    }
    er_gdal_end();
    er_arena_free(arena);
    return status;
}
