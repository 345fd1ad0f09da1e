#include "analysis/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

er_status er_check_add(er_context *ctx, er_checking *check, const char *code, bool warning,
                       int64_t source_id, int64_t count, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int length = vsnprintf(line, sizeof line, er_text(ctx, format), arguments);
#pragma GCC diagnostic pop
    va_end(arguments);
    size_t end = length < (int)sizeof line ? (size_t)length : sizeof line - 1;
    while (end > 0 && !er_utf8_valid(line, end)) /* a cut must not split a character */
        end--;
    er_check_finding finding = {
        .code = code, .warning = warning, .source_id = source_id, .count = count};
    ER_TRY(er_arena_text(ctx, check->arena, line, end, &finding.text));
    ER_TRY(er_reserve(ctx, &check->findings, &check->capacity, check->count + 1, sizeof finding));
    check->findings[check->count++] = finding;
    return ER_OK;
}

const char *er_check_path(const er_checking *check, int64_t source_id) {
    for (size_t i = 0; i < check->source_count; i++)
        if (check->sources[i].id == source_id) return check->sources[i].path;
    return "";
}

/* ---- what was rejected or supposed ----------------------------------------------------------- */

static int compare_rejects(const void *left, const void *right) {
    const er_reject *a = left, *b = right;
    if (a->source_id != b->source_id) return a->source_id < b->source_id ? -1 : 1;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/** English where there is no Chinese, as in workspaces of older versions. */
static const char *in_language(const er_context *ctx, const char *english, const char *chinese) {
    return er_context_language(ctx) == ER_LANG_ZH_TW && chinese ? chinese : english;
}

static er_status rejects(er_context *ctx, er_checking *check) {
    er_reject *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_rejects(ctx, check->store, check->arena, 0, &rows, &count));
    if (count > 1) qsort(rows, count, sizeof *rows, compare_rejects);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i; next < count && rows[next].source_id == rows[i].source_id &&
                       strcmp(rows[next].code, rows[i].code) == 0;
             next++) {
        }
        ER_TRY(er_check_add(ctx, check, "rejected", true, rows[i].source_id, (int64_t)(next - i),
                            "%s: %zu rows rejected as %s; row %lld: %s; correct them and load the "
                            "file again into a new workspace",
                            er_check_path(check, rows[i].source_id), next - i, rows[i].code,
                            (long long)rows[i].row,
                            in_language(ctx, rows[i].reason, rows[i].reason_zh)));
    }
    return ER_OK;
}

static er_status assumptions(er_context *ctx, er_checking *check) {
    er_assumption *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_assumptions(ctx, check->store, check->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const char *path = er_check_path(check, rows[i].source_id);
        ER_TRY(er_check_add(ctx, check, "assumption", false, rows[i].source_id,
                            rows[i].rows_affected, "%s%s%s %s = %s for %lld of %lld: %s", path,
                            path[0] ? ": " : "", rows[i].subject, rows[i].field,
                            in_language(ctx, rows[i].value, rows[i].value_zh),
                            (long long)rows[i].rows_affected, (long long)rows[i].rows_total,
                            in_language(ctx, rows[i].basis, rows[i].basis_zh)));
    }
    return ER_OK;
}

er_status er_check_records(er_context *ctx, er_checking *check) {
    ER_TRY(rejects(ctx, check));
    return assumptions(ctx, check);
}

/* ---- sites of pilots ------------------------------------------------------------------------- */

static er_status misplaced(er_context *ctx, er_checking *check, const er_pilot_site *sites,
                           size_t count) {
    const char *level = er_places_finest(check->places);
    er_point *points = NULL;
    int64_t *ids = NULL;
    if (!level || count == 0) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *points, &points));
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *ids, &ids));
    for (size_t i = 0; i < count; i++)
        points[i] = sites[i].position;
    ER_TRY(er_store_locate(ctx, check->store, level, points, count, ids));
    for (size_t i = 0; i < count; i++) {
        const er_unit *stated = er_places_by_id(check->places, sites[i].unit_id);
        const er_unit *there = ids[i] ? er_places_by_id(check->places, ids[i]) : NULL;
        if (!stated || isnan(points[i].x) ||
            (there && er_places_within(check->places, there, stated)))
            continue;
        ER_TRY(er_check_add(ctx, check, "misplaced", true, sites[i].source_id, 1,
                            "pilot %s, site %lld: its point lies in %s, not in %s as stated: "
                            "correct the point or the code",
                            sites[i].pilot_code, (long long)sites[i].sequence,
                            there ? there->code : er_text(ctx, "no unit"), stated->code));
    }
    return ER_OK;
}

/** Rows come by pilot and by code: both lists are walked once. */
static int64_t count_unlocated(const er_pilot *pilots, size_t pilot_count,
                               const er_pilot_site *sites, size_t site_count, const char **first) {
    int64_t unlocated = 0;
    size_t at = 0;
    *first = NULL;
    for (size_t i = 0; i < pilot_count; i++) {
        bool located = false;
        while (at < site_count && strcmp(sites[at].pilot_code, pilots[i].code) < 0)
            at++;
        for (; at < site_count && strcmp(sites[at].pilot_code, pilots[i].code) == 0; at++)
            located = located || sites[at].unit_id != 0;
        if (located) continue;
        if (unlocated++ == 0) *first = pilots[i].code;
    }
    return unlocated;
}

er_status er_check_sites(er_context *ctx, er_checking *check) {
    er_pilot *pilots = NULL;
    er_pilot_site *sites = NULL;
    size_t pilot_count = 0, site_count = 0;
    const char *first = NULL;
    ER_TRY(er_store_pilots(ctx, check->store, check->arena, &pilots, &pilot_count));
    ER_TRY(er_store_pilot_sites(ctx, check->store, check->arena, &sites, &site_count));
    ER_TRY(misplaced(ctx, check, sites, site_count));
    int64_t unlocated = count_unlocated(pilots, pilot_count, sites, site_count, &first);
    if (unlocated == 0) return ER_OK;
    return er_check_add(ctx, check, "unlocated", false, 0, unlocated,
                        "%lld pilots have no place in any unit, such as %s: they are counted as "
                        "unlocated",
                        (long long)unlocated, first);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static er_status check_all(er_context *ctx, er_checking *check) {
    ER_TRY(er_places_new(ctx, check->store, &check->places));
    ER_TRY(
        er_store_sources(ctx, check->store, check->arena, &check->sources, &check->source_count));
    ER_TRY(er_store_levels(ctx, check->store, check->arena, &check->levels, &check->level_count));
    ER_TRY(er_check_units(ctx, check));
    ER_TRY(er_check_stations(ctx, check));
    ER_TRY(er_check_sectors(ctx, check));
    ER_TRY(er_check_measurements(ctx, check));
    ER_TRY(er_check_venues(ctx, check));
    ER_TRY(er_check_sites(ctx, check));
    ER_TRY(er_check_drop_points(ctx, check));
    ER_TRY(er_check_periods(ctx, check));
    ER_TRY(er_check_future(ctx, check));
    return er_check_records(ctx, check);
}

er_status er_check(er_context *ctx, er_store *store, const er_study *study, er_arena *arena,
                   er_check_finding **findings, size_t *count) {
    er_checking check = {.store = store, .study = study, .arena = arena};
    er_check_finding *kept = NULL;
    er_status status = check_all(ctx, &check);
    if (status == ER_OK)
        status = er_arena_alloc(ctx, arena, (check.count + 1) * sizeof *kept, &kept);
    if (status == ER_OK) {
        if (check.count) memcpy(kept, check.findings, check.count * sizeof *kept);
        *findings = kept;
        *count = check.count;
    }
    er_free(check.findings);
    er_places_free(check.places);
    return status;
}
