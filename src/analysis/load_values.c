#include "analysis/load.h"

#include "core/catalogue.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- rejects --------------------------------------------------------------------------------- */

static er_status keep_reject(er_context *ctx, er_loading *load, const char *code,
                             const char *reason, const char *reason_zh) {
    if (load->rejected) return ER_OK;
    char *raw = NULL;
    ER_TRY(er_table_raw(ctx, load->table, load->row, &raw));
    er_reject reject = {.source_id = load->source.id,
                        .row = load->row->number,
                        .code = code,
                        .reason = reason,
                        .reason_zh = reason_zh,
                        .raw = raw};
    er_status status = er_store_add_reject(ctx, load->store, &reject);
    er_free(raw);
    if (status != ER_OK) return status;
    if (load->first_reject == 0) {
        load->first_reject = load->row->number;
        snprintf(load->first_reason, sizeof load->first_reason, "%s",
                 er_context_language(ctx) == ER_LANG_ZH_TW && reason_zh ? reason_zh : reason);
    }
    load->rejected = true;
    return ER_OK;
}

/** Take out what a cut (of the line, or of a value in it) left of a character. */
static void keep_whole_characters(char *text) {
    char *to = text;
    for (const char *from = text; *from;) {
        size_t length = 1, left = strlen(from);
        while (length <= 4 && length <= left && !er_utf8_valid(from, length))
            length++;
        if (length > 4 || length > left) {
            from++;
            continue;
        }
        memmove(to, from, length);
        to += length;
        from += length;
    }
    *to = '\0';
}

enum { REASON_SIZE = 400 };

static void put_reason(char text[REASON_SIZE], const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void put_reason(char text[REASON_SIZE], const char *format, va_list arguments) {
    if (vsnprintf(text, REASON_SIZE, format, arguments) > 0) keep_whole_characters(text);
}

er_status er_load_reject(er_context *ctx, er_loading *load, const char *code, const char *format,
                         ...) {
    char english[REASON_SIZE], chinese[REASON_SIZE];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    put_reason(english, format, arguments);
    put_reason(chinese, er_catalogue_zh_tw(format), again);
    va_end(again);
    va_end(arguments);
    return keep_reject(ctx, load, code, english, chinese);
}

static bool is_about_places(const char *code) {
    static const char *const codes[] = {"null_geometry", "bad_coordinates", "out_of_range",
                                        "swapped", "invalid_geometry"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

er_status er_load_reject_problem(er_context *ctx, er_loading *load) {
    const char *code = load->row->problem_code;
    if (!code) return ER_OK;
    /* a kind without places does not mind; one whose places may be missing minds bad ones only */
    bool minds = load->kind->needs_places || !is_about_places(code) ||
                 (load->kind == &er_load_pilot_sites && strcmp(code, "null_geometry") != 0);
    return minds ? keep_reject(ctx, load, code, load->row->problem, NULL) : ER_OK;
}

/* ---- text ------------------------------------------------------------------------------------ */

bool er_load_has(const er_loading *load, size_t field) {
    return load->columns[field].count > 0;
}

/** Parts of a joined field, such as "272-5"; missing as a whole if one is. */
static er_status join(er_context *ctx, er_loading *load, const er_load_column *column,
                      const char **out) {
    size_t size = 1;
    char *joined = NULL;
    *out = NULL;
    for (size_t i = 0; i < column->count; i++) {
        const char *part = load->row->text[column->parts[i]];
        if (!part) return ER_OK;
        size += strlen(part) + 1;
    }
    ER_TRY(er_arena_alloc(ctx, load->row_arena, size, &joined));
    char *end = joined;
    for (size_t i = 0; i < column->count; i++) {
        if (i > 0) *end++ = '-';
        end = stpcpy(end, load->row->text[column->parts[i]]);
    }
    *out = joined;
    return ER_OK;
}

er_status er_load_text(er_context *ctx, er_loading *load, size_t field, const char **out) {
    const er_load_column *column = &load->columns[field];
    if (column->count > 1) return join(ctx, load, column, out);
    *out = column->count ? load->row->text[column->parts[0]] : NULL;
    return ER_OK;
}

er_status er_load_texts(er_context *ctx, er_loading *load, const er_load_place *places,
                        size_t count, void *out) {
    for (size_t i = 0; i < count; i++) {
        const char *text = NULL;
        ER_TRY(er_load_text(ctx, load, places[i].field, &text));
        memcpy((char *)out + places[i].offset, &text, sizeof text);
    }
    return ER_OK;
}

er_status er_load_needed(er_context *ctx, er_loading *load, size_t field, const char **out) {
    ER_TRY(er_load_text(ctx, load, field, out));
    if (*out) return ER_OK;
    return er_load_reject(ctx, load, "missing_value", "%s is missing",
                          load->kind->fields[field].name);
}

er_status er_load_unit_code(er_context *ctx, er_loading *load, const char *text, const char **out) {
    char *code = NULL;
    ER_TRY(er_unit_code(ctx, text, &code));
    er_status status = er_arena_text(ctx, load->row_arena, code, strlen(code), out);
    er_free(code);
    return status;
}

/** Length of a separator of codes at the text: ; or , or one of their full-width forms. */
static size_t separator(const char *text) {
    static const char *const separators[] = {";", ",", "；", "，", "、"};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++)
        if (strncmp(text, separators[i], strlen(separators[i])) == 0) return strlen(separators[i]);
    return 0;
}

static bool has_code(const char *list, const char *code, size_t length) {
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, ";");
        if (size == length && memcmp(at, code, length) == 0) return true;
        at += size + (at[size] != 0);
    }
    return false;
}

er_status er_load_codes(er_context *ctx, er_loading *load, size_t field, const char **out) {
    const char *text = NULL;
    char *list = NULL;
    size_t used = 0;
    *out = NULL;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, load->row_arena, strlen(text) + 1, &list));
    while (*text) {
        const char *code = text;
        while (*text && !separator(text))
            text++;
        size_t length = (size_t)(text - code);
        text += separator(text);
        er_trim(&code, &length);
        if (length == 0 || has_code(list, code, length)) continue;
        if (used > 0) list[used++] = ';';
        memcpy(list + used, code, length);
        used += length;
    }
    if (used > 0) *out = list;
    return ER_OK;
}

/* ---- numbers, dates, marks ------------------------------------------------------------------- */

er_status er_load_number(er_context *ctx, er_loading *load, size_t field, double low, bool above,
                         double high, double *out) {
    const char *text = NULL, *name = load->kind->fields[field].name;
    *out = NAN;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    double value;
    if (!er_parse_double(text, &value))
        return er_load_reject(ctx, load, "bad_number", "%s: '%.60s' is not a number", name, text);
    char bound[32];
    if (value < low || (above && value <= low))
        return er_load_reject(ctx, load, "bad_number",
                              above ? "%s: %.60s must be above %s" : "%s: %.60s must be %s or more",
                              name, text, er_format_double(low, bound));
    if (value > high)
        return er_load_reject(ctx, load, "bad_number", "%s: %.60s must be %s or less", name, text,
                              er_format_double(high, bound));
    *out = value;
    return ER_OK;
}

er_status er_load_date(er_context *ctx, er_loading *load, size_t field, const char **out) {
    const char *text = NULL;
    char date[11];
    *out = NULL;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    if (er_parse_date(text, date))
        return er_arena_text(ctx, load->row_arena, date, strlen(date), out);
    load->unreadable_dates++;
    return ER_OK;
}

er_status er_load_period(er_context *ctx, er_loading *load, size_t on, size_t off,
                         const char **date_on, const char **date_off) {
    ER_TRY(er_load_date(ctx, load, on, date_on));
    ER_TRY(er_load_date(ctx, load, off, date_off));
    if (!*date_on || !*date_off) return ER_OK;
    /* as far as both say: a year that holds the other's month is not before it */
    size_t shorter = strlen(*date_on), other = strlen(*date_off);
    if (other < shorter) shorter = other;
    if (strncmp(*date_off, *date_on, shorter) >= 0) return ER_OK;
    return er_load_reject(ctx, load, "bad_period", "%s %s lies before %s %s: correct one of them",
                          load->kind->fields[off].name, *date_off, load->kind->fields[on].name,
                          *date_on);
}

er_status er_load_time(er_context *ctx, er_loading *load, size_t field, const char **out) {
    const char *text = NULL;
    char time[ER_TIME_SIZE];
    *out = NULL;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    if (er_parse_time(text, time))
        return er_arena_text(ctx, load->row_arena, time, strlen(time), out);
    load->unreadable_dates++;
    return ER_OK;
}

er_status er_load_year(er_context *ctx, er_loading *load, size_t field, int64_t *out) {
    const char *text = NULL;
    char date[11];
    *out = INT64_MIN;
    ER_TRY(er_load_text(ctx, load, field, &text));
    if (!text) return ER_OK;
    if (!er_parse_date(text, date) || strlen(date) != 4)
        return er_load_reject(ctx, load, "bad_number", "%s: '%.60s' is not a year",
                              load->kind->fields[field].name, text);
    er_parse_int64(date, out);
    return ER_OK;
}

bool er_load_truth(const char *text) {
    static const char *const words[] = {"1", "true", "t", "yes", "y", "是"};
    for (size_t i = 0; text && i < sizeof words / sizeof words[0]; i++)
        if (er_same_text(text, words[i])) return true;
    return false;
}

bool er_load_synthetic(er_loading *load) {
    bool marked = load->synthetic.count && er_load_truth(load->row->text[load->synthetic.parts[0]]);
    if (marked) load->source.synthetic = true;
    return marked || load->input->synthetic;
}

/* ---- geometry -------------------------------------------------------------------------------- */

/** Type of a little-endian flat WKB. */
static uint32_t wkb_type(er_bytes wkb) {
    uint32_t type = 0;
    if (wkb.size >= 5) memcpy(&type, wkb.data + 1, sizeof type);
    return type;
}

er_status er_load_point(er_context *ctx, er_loading *load, er_point *out) {
    enum { POINT = 1, HEAD = 5 };
    er_bytes wkb = load->row->geometry;
    *out = (er_point){NAN, NAN};
    if (!wkb.data) return ER_OK;
    if (wkb_type(wkb) != POINT || wkb.size < HEAD + sizeof *out)
        return er_load_reject(ctx, load, "invalid_geometry", "the geometry is not a point");
    memcpy(out, wkb.data + HEAD, sizeof *out);
    return ER_OK;
}

er_status er_load_polygons(er_context *ctx, er_loading *load, const char *name, er_bytes *kept) {
    enum { POLYGON = 3, MULTIPOLYGON = 6 };
    static const double area_change_max = 0.01;
    er_bytes wkb = load->row->geometry, repaired = {0};
    const char *reason = NULL;
    double change = 0;
    uint32_t type = wkb_type(wkb);
    *kept = wkb;
    if (type != POLYGON && type != MULTIPOLYGON)
        return er_load_reject(ctx, load, "invalid_geometry", "%.60s: the geometry is not a polygon",
                              name);
    ER_TRY(er_polygon_check(ctx, load->row_arena, wkb, &reason, &repaired, &change));
    if (!reason) return ER_OK;
    if (!repaired.data)
        return er_load_reject(ctx, load, "invalid_geometry",
                              "%.60s: %.200s: repair the polygon in the file", name, reason);
    if (!(change <= area_change_max)) {
        char percent[32];
        return er_load_reject(ctx, load, "invalid_geometry",
                              "%.60s: %.200s: a repair would change its area by %s %%, which is "
                              "more than a repair may; draw the polygon anew",
                              name, reason, er_format_double(er_round(100 * change, 2), percent));
    }
    *kept = repaired;
    load->report.rows_repaired++;
    return ER_OK;
}

bool er_load_is_line(const er_loading *load) {
    enum { LINE = 2, MULTILINE = 5 };
    uint32_t type = wkb_type(load->row->geometry);
    return type == LINE || type == MULTILINE;
}

er_status er_load_line(er_context *ctx, er_loading *load, const char *name, er_way *out) {
    if (!er_load_is_line(load))
        return er_load_reject(ctx, load, "invalid_geometry", "%.60s: the geometry is not a line",
                              name);
    er_status status = er_way_read(ctx, load->row_arena, load->row->geometry, out);
    if (status == ER_ERR_GEOMETRY)
        return er_load_reject(ctx, load, "invalid_geometry", "%.60s: %.200s", name,
                              er_context_error(ctx));
    if (status == ER_OK && out->dropped > 0) load->report.rows_repaired++;
    return status;
}
