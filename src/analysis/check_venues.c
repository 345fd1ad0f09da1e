#include "analysis/check.h"

#include <string.h>

/** Places of one source that lie in no unit. */
typedef struct astray {
    int64_t count;
    const char *first; /**< code */
} astray;

static er_status report_outside(er_context *ctx, er_checking *check, const er_source *source,
                                const char *what, const astray *found) {
    if (found->count == 0) return ER_OK;
    return er_check_add(ctx, check, "outside", true, source->id, found->count,
                        "%s: %lld %s lie in no unit, such as %s: check where they are; they are "
                        "looked at all the same",
                        source->path, (long long)found->count, er_text(ctx, what), found->first);
}

/** Places with their sources and codes, by code. */
typedef struct places {
    const char *what; /**< English */
    er_point *points;
    int64_t *sources;
    const char **codes;
    size_t count;
} places;

static er_status make_places(er_context *ctx, er_checking *check, size_t count, places *out) {
    out->count = count;
    ER_TRY(er_arena_alloc(ctx, check->arena, (count + 1) * sizeof *out->points, &out->points));
    ER_TRY(er_arena_alloc(ctx, check->arena, (count + 1) * sizeof *out->sources, &out->sources));
    return er_arena_alloc(ctx, check->arena, (count + 1) * sizeof *out->codes, &out->codes);
}

static er_status outside(er_context *ctx, er_checking *check, const places *all) {
    int64_t *units = NULL;
    if (all->count == 0 || !er_places_finest(check->places)) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, check->arena, all->count * sizeof *units, &units));
    ER_TRY(er_finest_units(ctx, check->store, all->points, all->count, units));
    for (size_t s = 0; s < check->source_count; s++) {
        astray found = {0};
        for (size_t i = 0; i < all->count; i++)
            if (all->sources[i] == check->sources[s].id && units[i] == 0 && found.count++ == 0)
                found.first = all->codes[i];
        ER_TRY(report_outside(ctx, check, &check->sources[s], all->what, &found));
    }
    return ER_OK;
}

/* ---- services that nobody defines */

/** Services that were asked for, each once with the number of venues that ask. */
typedef struct undefined {
    const er_service_need *needs;
    size_t need_count;
    const char **codes;
    int64_t *venues;
    size_t count;
    size_t capacity;
    size_t venue_capacity;
} undefined;

static bool is_defined(const undefined *all, const char *code, size_t length) {
    for (size_t i = 0; i < all->need_count; i++)
        if (strlen(all->needs[i].code) == length && memcmp(all->needs[i].code, code, length) == 0)
            return true;
    return false;
}

static er_status ask(er_context *ctx, er_checking *check, undefined *all, const char *code,
                     size_t length, bool of_venue) {
    if (length == 0 || is_defined(all, code, length)) return ER_OK;
    size_t at = 0;
    while (at < all->count &&
           (strlen(all->codes[at]) != length || memcmp(all->codes[at], code, length) != 0))
        at++;
    if (at == all->count) {
        ER_TRY(er_reserve(ctx, &all->codes, &all->capacity, at + 1, sizeof *all->codes));
        ER_TRY(er_reserve(ctx, &all->venues, &all->venue_capacity, at + 1, sizeof *all->venues));
        ER_TRY(er_arena_text(ctx, check->arena, code, length, &all->codes[at]));
        all->venues[at] = 0;
        all->count++;
    }
    all->venues[at] += of_venue;
    return ER_OK;
}

static er_status ask_all(er_context *ctx, er_checking *check, undefined *all,
                         const er_venue *venues, size_t count) {
    const er_study *study = check->study;
    for (size_t i = 0; i < count; i++) {
        const char *at = venues[i].services;
        while (at && *at) {
            size_t length = strcspn(at, ";");
            ER_TRY(ask(ctx, check, all, at, length, true));
            at += length + (at[length] != 0);
        }
    }
    for (size_t i = 0; study && i < study->venues.service_count; i++)
        ER_TRY(ask(ctx, check, all, study->venues.services[i], strlen(study->venues.services[i]),
                   false));
    return ER_OK;
}

static er_status report_undefined(er_context *ctx, er_checking *check, const undefined *all) {
    for (size_t i = 0; i < all->count; i++)
        ER_TRY(er_check_add(ctx, check, "undefined_service", true, 0, all->venues[i],
                            "the service %.60s, asked for by %lld venues or the study, is in no "
                            "list of service_needs: load what it needs, or correct its code",
                            all->codes[i], (long long)all->venues[i]));
    return ER_OK;
}

static er_status services(er_context *ctx, er_checking *check, const er_venue *venues,
                          size_t count) {
    undefined all = {0};
    er_service_need *needs = NULL;
    ER_TRY(er_store_service_needs(ctx, check->store, check->arena, &needs, &all.need_count));
    all.needs = needs;
    er_status status = ask_all(ctx, check, &all, venues, count);
    if (status == ER_OK) status = report_undefined(ctx, check, &all);
    er_free(all.codes);
    er_free(all.venues);
    return status;
}

/* ---- all of it */

static er_status candidates(er_context *ctx, er_checking *check) {
    er_candidate *rows = NULL;
    places all = {.what = "candidates"};
    size_t count = 0;
    ER_TRY(er_store_candidates(ctx, check->store, check->arena, &rows, &count));
    ER_TRY(make_places(ctx, check, count, &all));
    for (size_t i = 0; i < count; i++) {
        all.points[i] = rows[i].position;
        all.sources[i] = rows[i].source_id;
        all.codes[i] = rows[i].code;
    }
    return outside(ctx, check, &all);
}

er_status er_check_venues(er_context *ctx, er_checking *check) {
    er_venue *rows = NULL;
    places all = {.what = "venues"};
    size_t count = 0;
    ER_TRY(er_store_venues(ctx, check->store, check->arena, false, &rows, &count));
    ER_TRY(make_places(ctx, check, count, &all));
    for (size_t i = 0; i < count; i++) {
        all.points[i] = rows[i].inside;
        all.sources[i] = rows[i].source_id;
        all.codes[i] = rows[i].code;
    }
    ER_TRY(outside(ctx, check, &all));
    ER_TRY(candidates(ctx, check));
    return services(ctx, check, rows, count);
}
