/* One workbook for planners: a sheet a table, headings frozen, numbers as numbers in a form that
 * suits their unit, texts as texts (none can become a formula). */
#include "outputs/format_xlsx.h"

#include "core/catalogue.h"
#include "outputs/gpkg_styles.h"
#include "outputs/hush.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    NAME_LIMIT = 31,     /* characters of a sheet's name */
    TEXT_LIMIT = 32767,  /* UTF-16 units of a cell */
    ROW_LIMIT = 1048575, /* below the heading */
    COLUMN_LIMIT = 16384,
    NARROWEST = 9, /* columns, in characters */
    WIDEST = 60,
};

/* The file says when it was made: always at the same time, so that it is the same bytes. */
static const time_t fixed_time = 946684800; /* 2000-01-01 */

/* The most that a double holds as whole numbers; larger ones are written as texts. */
static const int64_t most_whole = INT64_C(1) << 53;

/** Forms of numbers by their unit. */
enum { FORM_PLAIN, FORM_WHOLE, FORM_SHARE, FORM_TWO, FORM_ONE, FORMS };
static const char *const forms[FORMS] = {"General", "#,##0", "0.00%", "#,##0.00", "#,##0.0"};

struct er_bundle {
    er_data *data;
    er_arena *arena;
    const char *path;
    const char *folder;
    int memory; /**< the zipped file grows in memory, the sheets in files of the folder */
    lxw_workbook *book;
    lxw_worksheet *about;
    lxw_format *heading;
    lxw_format *numbers[FORMS];
    er_xlsx_sheet *sheets;
    size_t count;
    size_t capacity;
};

/** A sheet on its way. */
struct xlsx_sink {
    er_bundle *bundle;
    lxw_worksheet *page;
    size_t number;  /**< in bundle->sheets */
    lxw_row_t row;  /**< the next one */
    size_t *widths; /**< of the columns, in characters */
    size_t columns;
    bool shortened; /**< a text was cut, and it was said */
};

/** `number`: what the system said (errno); 0: nothing. */
static er_status failure(er_context *ctx, const char *path, lxw_error error, int number) {
    return er_fail(ctx, ER_ERR_IO, "%s: can't be written: %s", path,
                   number ? strerror(number) : lxw_strerror(error));
}

/* Where a file can't be made or written the library prints lines of its own; these are its calls
 * that make files. The system's reason is left in errno. */

static lxw_worksheet *new_page(lxw_workbook *book, const char *name) {
    er_hush_begin();
    errno = 0;
    lxw_worksheet *page = workbook_add_worksheet(book, name);
    const int number = errno;
    er_hush_end();
    errno = number;
    return page;
}

static lxw_error close_book(lxw_workbook *book) {
    er_hush_begin();
    errno = 0;
    lxw_error error = workbook_close(book); /* frees it */
    const int number = errno;
    er_hush_end();
    errno = number;
    return error;
}

/* ---- the file -------------------------------------------------------------------------------- */

/** Close without a word: the file is not kept. */
static void drop(er_bundle *bundle) {
    if (bundle->book) lxw_workbook_free(bundle->book);
    if (bundle->memory >= 0) close(bundle->memory);
    er_free(bundle->sheets);
    er_arena_free(bundle->arena);
    er_free(bundle);
}

static void make_formats(er_bundle *bundle) {
    for (size_t i = 0; i < FORMS; i++) {
        bundle->numbers[i] = workbook_add_format(bundle->book);
        format_set_num_format(bundle->numbers[i], forms[i]);
    }
    bundle->heading = workbook_add_format(bundle->book);
    format_set_bold(bundle->heading);
    format_set_bg_color(bundle->heading, 0xD9E2EC);
    format_set_border(bundle->heading, LXW_BORDER_THIN);
}

static er_status create(er_context *ctx, er_bundle *bundle, const char *path) {
    const char *slash = strrchr(path, '/');
    ER_TRY(er_arena_new(ctx, &bundle->arena));
    ER_TRY(er_arena_text(ctx, bundle->arena, path, strlen(path), &bundle->path));
    ER_TRY(er_arena_text(ctx, bundle->arena, slash ? path : ".", slash ? (size_t)(slash - path) : 1,
                         &bundle->folder));
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = (char *)(uintptr_t)bundle->folder,
                                    .use_zip64 = LXW_FALSE};
    bundle->memory = memfd_create("evenreach.xlsx", MFD_CLOEXEC);
    char memory_path[64];
    snprintf(memory_path, sizeof memory_path, "/proc/self/fd/%d", bundle->memory);
    bundle->book = bundle->memory >= 0 ? workbook_new_opt(memory_path, &options) : NULL;
    if (!bundle->book) return failure(ctx, path, LXW_ERROR_CREATING_XLSX_FILE, 0);
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)bundle->data->study->title,
                                     .author = "evenreach",
                                     .created = fixed_time};
    workbook_set_properties(bundle->book, &properties);
    make_formats(bundle);
    bundle->about = new_page(bundle->book, "about");
    return bundle->about ? ER_OK : failure(ctx, path, LXW_ERROR_CREATING_TMPFILE, errno);
}

static er_status begin(er_data *data, const er_format *format, const char *path, er_bundle **out) {
    (void)format;
    er_bundle *bundle = NULL;
    ER_TRY(er_alloc(data->ctx, 1, sizeof *bundle, &bundle));
    bundle->data = data;
    bundle->memory = -1;
    er_status status = create(data->ctx, bundle, path);
    if (status == ER_OK)
        *out = bundle;
    else
        drop(bundle);
    return status;
}

/** From memory to its place. */
static er_status copy(er_context *ctx, const er_bundle *bundle) {
    off_t size = lseek(bundle->memory, 0, SEEK_END);
    if (size <= 0) return failure(ctx, bundle->path, LXW_ERROR_ZIP_INTERNAL_ERROR, 0);
    void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, bundle->memory, 0);
    if (bytes == MAP_FAILED) return er_fail(ctx, ER_ERR_MEMORY, "out of memory");
    er_status status = er_file_write(ctx, bundle->path, bytes, (size_t)size);
    munmap(bytes, (size_t)size);
    return status;
}

static er_status finish(er_context *ctx, er_bundle *bundle) {
    er_status status =
        er_xlsx_about(bundle->data, bundle->book, bundle->about, bundle->sheets, bundle->count);
    if (status == ER_OK) {
        lxw_error error = close_book(bundle->book);
        bundle->book = NULL;
        status = error == LXW_NO_ERROR ? ER_OK : failure(ctx, bundle->path, error, errno);
    }
    if (status == ER_OK) status = copy(ctx, bundle);
    if (status == ER_OK) status = er_xlsx_check(ctx, bundle->path, bundle->sheets, bundle->count);
    drop(bundle);
    return status;
}

/* ---- a sheet --------------------------------------------------------------------------------- */

static bool is_taken(const er_bundle *bundle, const char *name) {
    if (strcmp(name, "about") == 0) return true;
    for (size_t i = 0; i < bundle->count; i++)
        if (strcmp(bundle->sheets[i].name, name) == 0) return true;
    return false;
}

/** The sheet's name, cut to what a workbook takes, with a number where that is taken already. */
static er_status name_sheet(er_context *ctx, er_bundle *bundle, const char *name,
                            const char **out) {
    enum { ROOM_FOR_NUMBER = 4 };
    ER_TRY(er_arena_format(ctx, bundle->arena, out, "%.*s", NAME_LIMIT, name));
    for (int number = 2; is_taken(bundle, *out); number++)
        ER_TRY(er_arena_format(ctx, bundle->arena, out, "%.*s_%d", NAME_LIMIT - ROOM_FOR_NUMBER,
                               name, number));
    return ER_OK;
}

static er_status keep_sheet(er_context *ctx, er_bundle *bundle, const er_sheet *sheet,
                            const char *name) {
    er_xlsx_sheet kept = {.name = name, .rows = -1, .synthetic = sheet->synthetic};
    const char *zh = sheet->about_zh ? sheet->about_zh : er_catalogue_zh_tw(sheet->about);
    ER_TRY(er_arena_text(ctx, bundle->arena, sheet->about, strlen(sheet->about), &kept.about));
    ER_TRY(er_arena_text(ctx, bundle->arena, zh, strlen(zh), &kept.about_zh));
    ER_TRY(er_reserve(ctx, &bundle->sheets, &bundle->capacity, bundle->count + 1,
                      sizeof *bundle->sheets));
    bundle->sheets[bundle->count++] = kept;
    return ER_OK;
}

static er_status add_page(er_context *ctx, struct xlsx_sink *sink, const er_sheet *sheet) {
    er_bundle *bundle = sink->bundle;
    const char *name = NULL;
    if (sheet->field_count > COLUMN_LIMIT)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "%s: the sheet %s has more columns than a workbook takes; use --format csv",
                       bundle->path, sheet->name);
    ER_TRY(name_sheet(ctx, bundle, sheet->name, &name));
    ER_TRY(keep_sheet(ctx, bundle, sheet, name));
    sink->number = bundle->count - 1;
    sink->columns = sheet->field_count;
    ER_TRY(er_alloc(ctx, sheet->field_count, sizeof *sink->widths, &sink->widths));
    sink->page = new_page(bundle->book, name);
    if (!sink->page) return failure(ctx, bundle->path, LXW_ERROR_CREATING_TMPFILE, errno);
    worksheet_freeze_panes(sink->page, 1, 1);
    if (sheet->synthetic) {
        worksheet_set_tab_color(sink->page, LXW_COLOR_RED);
        worksheet_set_header(sink->page, "&C&\"Calibri,Bold\"&KFF0000SYNTHETIC DATA");
    }
    for (size_t i = 0; i < sheet->field_count; i++) {
        worksheet_write_string(sink->page, 0, (lxw_col_t)i, sheet->fields[i].name, bundle->heading);
        sink->widths[i] = strlen(sheet->fields[i].name) + 2;
    }
    sink->row = 1;
    return ER_OK;
}

static void abandon_sheet(void *state) {
    struct xlsx_sink *sink = state;
    er_free(sink->widths);
    er_free(sink);
}

static er_status open_sheet(er_context *ctx, const er_sheet *sheet, const er_sink_target *target,
                            void **state) {
    struct xlsx_sink *sink = NULL;
    ER_TRY(er_alloc(ctx, 1, sizeof *sink, &sink));
    sink->bundle = target->bundle;
    er_status status = add_page(ctx, sink, sheet);
    if (status == ER_OK)
        *state = sink;
    else
        abandon_sheet(sink);
    return status;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static int form_of(const er_field *field) {
    const char *unit = field->unit;
    if (field->type == ER_FIELD_INT) return unit ? FORM_WHOLE : FORM_PLAIN;
    if (!unit) return FORM_PLAIN;
    if (strcmp(unit, "share") == 0) return FORM_SHARE;
    if (strcmp(unit, "persons") == 0 || strcmp(unit, "households") == 0 ||
        strcmp(unit, "count") == 0)
        return FORM_WHOLE;
    if (strcmp(unit, "km2") == 0 || strcmp(unit, "ha") == 0) return FORM_TWO;
    if (strcmp(unit, "m") == 0 || strcmp(unit, "m2") == 0) return FORM_ONE;
    return FORM_PLAIN;
}

/** Width on the screen in characters, and UTF-16 units, of a UTF-8 text; `fits` is the length in
 *  bytes of what a cell takes. */
static void measure_text(const char *text, size_t *width, size_t *fits) {
    size_t units = 0;
    *width = *fits = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c;) {
        size_t bytes = *c < 0x80 ? 1 : *c < 0xE0 ? 2 : *c < 0xF0 ? 3 : 4;
        units += bytes == 4 ? 2 : 1;
        *width += bytes >= 3 ? 2 : 1;
        c += bytes;
        if (units <= TEXT_LIMIT) *fits = (size_t)((const char *)c - text);
    }
}

static er_status write_text(er_context *ctx, struct xlsx_sink *sink, const er_sheet *sheet,
                            lxw_col_t column, const char *text) {
    size_t width = 0, fits = 0;
    measure_text(text, &width, &fits);
    if (width > sink->widths[column]) sink->widths[column] = width;
    if (text[fits]) {
        if (!sink->shortened)
            er_log(ctx, ER_LOG_WARNING,
                   "%s: a text in the sheet %s is longer than a cell takes, and is cut",
                   sink->bundle->path, sheet->name);
        sink->shortened = true;
        ER_TRY(er_arena_text(ctx, sheet->arena, text, fits, &text));
    }
    if (strstr(text, "\xEF\xBF\xBE") || strstr(text, "\xEF\xBF\xBF"))
        ER_TRY(er_xml_text(ctx, sheet->arena, text, &text));
    lxw_error error =
        text[0] ? worksheet_write_string(sink->page, sink->row, column, text, NULL) : LXW_NO_ERROR;
    return error == LXW_NO_ERROR ? ER_OK : failure(ctx, sink->bundle->path, error, 0);
}

static er_status write_cell(er_context *ctx, struct xlsx_sink *sink, const er_sheet *sheet,
                            size_t i) {
    const er_field *field = &sheet->fields[i];
    const er_value *value = &sheet->values[i];
    lxw_format *form = sink->bundle->numbers[form_of(field)];
    lxw_col_t column = (lxw_col_t)i;
    char digits[32];
    if (!value->known) return ER_OK;
    switch (field->type) {
    case ER_FIELD_TEXT:
        return write_text(ctx, sink, sheet, column, value->text);
    case ER_FIELD_REAL:
        worksheet_write_number(sink->page, sink->row, column, value->real, form);
        break;
    case ER_FIELD_INT:
        if (value->whole > most_whole || value->whole < -most_whole) {
            snprintf(digits, sizeof digits, "%lld", (long long)value->whole);
            return write_text(ctx, sink, sheet, column, digits);
        }
        worksheet_write_number(sink->page, sink->row, column, (double)value->whole, form);
        break;
    case ER_FIELD_BOOL:
        worksheet_write_boolean(sink->page, sink->row, column, value->whole != 0, NULL);
        break;
    }
    return ER_OK;
}

static er_status write_row(er_context *ctx, void *state, const er_sheet *sheet, er_bytes wkb) {
    (void)wkb;
    struct xlsx_sink *sink = state;
    if (sink->row > ROW_LIMIT)
        return er_fail(ctx, ER_ERR_UNSUPPORTED,
                       "%s: the sheet %s has more rows than a workbook takes; use --format csv",
                       sink->bundle->path, sheet->name);
    for (size_t i = 0; i < sheet->field_count; i++)
        ER_TRY(write_cell(ctx, sink, sheet, i));
    sink->row++;
    return ER_OK;
}

static er_status close_sheet(er_context *ctx, void *state, int64_t rows) {
    (void)ctx;
    struct xlsx_sink *sink = state;
    for (size_t i = 0; i < sink->columns; i++) {
        double width = fmin(fmax((double)sink->widths[i], NARROWEST), WIDEST);
        worksheet_set_column(sink->page, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
    }
    if (rows > 0 && sink->columns > 0)
        worksheet_autofilter(sink->page, 0, 0, sink->row - 1, (lxw_col_t)(sink->columns - 1));
    sink->bundle->sheets[sink->number].rows = rows;
    abandon_sheet(sink);
    return ER_OK;
}

static const char *name_of(const void *state) {
    const struct xlsx_sink *sink = state;
    return sink->bundle->sheets[sink->number].name;
}

const er_sink_ops er_xlsx_file = {.begin = begin,
                                  .finish = finish,
                                  .drop = drop,
                                  .open = open_sheet,
                                  .row = write_row,
                                  .close = close_sheet,
                                  .abandon = abandon_sheet,
                                  .name = name_of};
